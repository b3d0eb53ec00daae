/* The words around the map: its heading, and what widths and colours mean. */
#ifndef KEIRETSU_VIZ_WORLD_LEGEND_H
#define KEIRETSU_VIZ_WORLD_LEGEND_H

#include "viz/view_world.h"
#include "viz/world_overlay.h"

/* The heading, what is closed or what the names say, and the switch of colours. Narrow maps have
 * the words in a second row. */
void world_head_draw(struct view_world *world, const struct view *view,
                     const struct world_closure *closures, int count, bool trades, struct box box);

/* The place of the legend: below the map on the left, of `small` in the corner if there is an
 * inset. */
struct box world_legend_box(const struct view_world *world, struct box card, bool inset,
                            struct box small);

/* What widths and colours mean, on a ground that keeps it readable. */
void world_legend_draw(struct view_world *world, struct view *view, const struct world_flows *flows,
                       bool trades, struct box box);

#endif

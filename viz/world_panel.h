/* The panel beside the map: one region and its partners, or all regions. */
#ifndef KEIRETSU_VIZ_WORLD_PANEL_H
#define KEIRETSU_VIZ_WORLD_PANEL_H

#include "viz/world_measure.h"
#include "viz/world_other.h"

/* `selected` is a place in the list, -1 for all regions; trade may be NULL, and `other` is where no
 * run is compared with. A wide, low box has the figures beside each other. The code of a region
 * that was clicked, or NULL. */
const char *world_panel_draw(const struct view *view, const struct world_measure *measure,
                             const struct world_region *regions, int count, int selected,
                             const struct world_trade *trade, const struct world_other *other,
                             struct box box);

/* Where a region sells to and buys from most. */
const char *world_partners_draw(const struct view *view, const struct world_trade *trade,
                                const struct world_other *other, const struct world_region *region,
                                struct box box);

#endif

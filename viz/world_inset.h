/* The host of the facility enlarged, so that its projects stand apart. */
#ifndef KEIRETSU_VIZ_WORLD_INSET_H
#define KEIRETSU_VIZ_WORLD_INSET_H

#include "viz/view_world.h"

/* Draws the United States with the projects; the mark under the mouse or -1. `toggle` is set if
 * the head was clicked, which enlarges the inset or makes it small again. */
int world_inset_draw(struct view_world *world, const struct view *view, struct box box,
                     bool *toggle);

#endif

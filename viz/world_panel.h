/* The panel beside the map: one region and its partners, or all regions. */
#ifndef KEIRETSU_VIZ_WORLD_PANEL_H
#define KEIRETSU_VIZ_WORLD_PANEL_H

#include "viz/world_trade.h"

/* `selected` is a place in the list, -1 for all regions; trade may be NULL. The code of a region
 * that was clicked, or NULL. */
const char *world_panel_draw(const struct view *view, const struct world_region *regions, int count,
                             int selected, const struct world_trade *trade, struct box box);

/* Dollars a year, at opening prices; NaN where the file has none. `start` may be NULL. */
double world_real_gdp(struct playback *playback, uint64_t row, double day, double *start);

#endif

/* The heat map of industries: its menu and switch, what colours mean, the cells, and what is under
 * the mouse. */
#ifndef KEIRETSU_VIZ_INDUSTRY_MAP_H
#define KEIRETSU_VIZ_INDUSTRY_MAP_H

#include "viz/view.h"

/* On a day since the start. A click selects a cell. */
void industry_map_draw(struct view_industries *industries, struct view *view,
                       const struct reader_group *group, double day, struct box box);

#endif

/* Beside the charts: the legend, which is at the same time the table of the values at one moment.
 */
#ifndef KEIRETSU_VIZ_CHARTS_READOUT_H
#define KEIRETSU_VIZ_CHARTS_READOUT_H

#include "viz/view.h"

/* The values of the chosen chart on a day: a card of one row a line of the page. */
void charts_readout_draw(const struct view_charts *charts, struct view *view, double day,
                         struct box box);

/* The same in a few rows of cells, for narrow windows; the height they need in a width. */
double charts_readout_height(const struct view_charts *charts, const struct view *view,
                             double width);
void charts_readout_draw_cells(const struct view_charts *charts, struct view *view, double day,
                               struct box box);

#endif

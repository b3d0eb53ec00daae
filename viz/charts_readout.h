/* Beside the charts: the legend, which is at the same time the table of the values at one moment.
 */
#ifndef KEIRETSU_VIZ_CHARTS_READOUT_H
#define KEIRETSU_VIZ_CHARTS_READOUT_H

#include "viz/view.h"

enum { CHARTS_REGIONS_MAX = 16 };

/* The region that was chosen stands out; without a choice Japan and the United States do. */
bool charts_readout_stands_out(const struct view *view, const struct reader_group *group,
                               uint64_t region);
uint32_t charts_readout_colour(const struct reader_group *group, uint64_t region);

/* The values of the chosen chart on a day: a card of one line a region. */
void charts_readout_draw(const struct view_charts *charts, struct view *view,
                         const struct reader_group *group, double day, struct box box);

/* The same in one line, for narrow windows. */
void charts_readout_draw_line(const struct view_charts *charts, struct view *view,
                              const struct reader_group *group, double day, struct box box);

#endif

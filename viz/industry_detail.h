/* One region's industry: its history beside the same industry elsewhere and in the other run, what
 * held output back, and its other figures now. */
#ifndef KEIRETSU_VIZ_INDUSTRY_DETAIL_H
#define KEIRETSU_VIZ_INDUSTRY_DETAIL_H

#include "viz/view.h"

enum { INDUSTRY_REGIONS_MAX = 16 };

struct industry_cell {
    uint64_t region, industry;
};

void industry_detail_draw(const struct view_industries *industries, struct view *view,
                          const struct reader_group *group, struct industry_cell cell,
                          struct box box);

#endif

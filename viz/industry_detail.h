/* One region's industry: its history beside the same industry elsewhere, what held output
 * back, and its other figures now. */
#ifndef KEIRETSU_VIZ_INDUSTRY_DETAIL_H
#define KEIRETSU_VIZ_INDUSTRY_DETAIL_H

#include "viz/view.h"

enum { INDUSTRY_REGIONS_MAX = 16 };

struct industry_cell {
    uint64_t region, industry, regions;
    uint64_t row;                        /* of the cell in the group */
    uint64_t rows[INDUSTRY_REGIONS_MAX]; /* row of this industry in each region */
};

void industry_detail_draw(struct view *view, const struct reader_group *group, int region_dimension,
                          const struct series *measure, const struct industry_cell *cell,
                          struct box box);

#endif

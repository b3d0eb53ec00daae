/* Growth of lines against a year (52 weeks) before. */
#ifndef KEIRETSU_VIZ_SERIES_GROWTH_H
#define KEIRETSU_VIZ_SERIES_GROWTH_H

#include <stdbool.h>
#include <stdint.h>

enum { SERIES_YEAR_DAYS = 364 };

struct growth {
    const double *days; /* [records], increasing */
    uint64_t records;
    uint64_t first; /* record with figures */
    bool windows;   /* flows: the last 52 weeks against the 52 before; else record against record */
    bool relative;  /* in per cent; else the difference, times `factor` */
    double factor;
};

/* Replaces values [records] by their growth, NaN where a part of the years is not there. `sums` and
 * `counts` are scratch of [records + 1]. */
void series_growth(const struct growth *growth, double *values, double *sums, uint32_t *counts);

#endif

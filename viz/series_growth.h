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
    /* Made by series_growth_open: */
    uint64_t *before, *start; /* [records] of a year and two years before; UINT64_MAX for none */
    double *sums;             /* [records + 1] scratch */
    uint32_t *counts;
};

/* False only without memory; then nothing is left open. */
bool series_growth_open(struct growth *growth);
void series_growth_close(struct growth *growth);

/* Replaces values [records] by their growth, NaN where a part of the years is not there. */
void series_growth(const struct growth *growth, double *values);

#endif

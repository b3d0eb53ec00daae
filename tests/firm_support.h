/* Columns of firms drawn at random, and where a firm is. */
#ifndef KEIRETSU_TESTS_FIRM_SUPPORT_H
#define KEIRETSU_TESTS_FIRM_SUPPORT_H

#include "rule_support.h"

enum { STEPS_TRIED = 2 }; /* weeks and days */

static inline uint32_t firm_region(const struct state *s, uint32_t f)
{
    return s->firm.cell[f] / (uint32_t)s->industries;
}

static inline int firm_industry(const struct state *s, uint32_t f)
{
    return s->firm.cell[f] % s->industries;
}

/* Multiplies a column by draws from least .. most. */
static inline void vary(double *column, uint64_t rows, double least, double most, uint32_t *number)
{
    for (uint64_t i = 0; i < rows; i++)
        column[i] *= draw_between(least, most, number);
}

static inline void fill(double *column, uint64_t rows, double least, double most, uint32_t *number)
{
    for (uint64_t i = 0; i < rows; i++)
        column[i] = draw_between(least, most, number);
}

#endif

/* Sums, minima and maxima over rows, in parallel, the same bits for every number of threads.
 *
 * A sum of doubles depends on the order of its terms. Here the order is fixed: blocks of 4096
 * rows, within a block eight interleaved partial sums, and the blocks one after the other.
 */
#ifndef KEIRETSU_CORE_REDUCE_H
#define KEIRETSU_CORE_REDUCE_H

#include <stdint.h>

#include "core/money.h"

enum { REDUCE_BLOCK = 4096 };

double reduce_sum(const double *values, uint64_t rows);             /* 0 for no rows */
double reduce_dot(const double *a, const double *b, uint64_t rows); /* sum of a_i b_i */
double reduce_max(const double *values, uint64_t rows);             /* -HUGE_VAL for no rows */
double reduce_min(const double *values, uint64_t rows);             /* HUGE_VAL for no rows */

/* The exact sum of amounts or counts; it must fit. */
int64_t reduce_total(const int64_t *values, uint64_t rows);

#endif

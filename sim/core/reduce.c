#include "core/reduce.h"

#include <math.h>

/* One block's result: `a` holds the rows, `b` only the second factor of a product. */
union partial {
    double real;
    int64_t whole;
};
typedef union partial reduce_block(const void *a, const void *b, uint64_t first, uint64_t end);
typedef union partial reduce_combine(union partial left, union partial right);

enum { LANES = 8 };

static double add_lanes(const double lane[static LANES])
{
    return ((lane[0] + lane[4]) + (lane[2] + lane[6])) +
           ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

static union partial sum_block(const void *a, const void *b, uint64_t first, uint64_t end)
{
    (void)b;
    const double *values = a;
    double lane[LANES] = {0};
    uint64_t i = first;
    for (; i + LANES <= end; i += LANES)
        for (int k = 0; k < LANES; k++)
            lane[k] += values[i + (uint64_t)k];
    for (int k = 0; i < end; i++, k++)
        lane[k] += values[i];
    return (union partial){.real = add_lanes(lane)};
}

static union partial dot_block(const void *a, const void *b, uint64_t first, uint64_t end)
{
    const double *left = a, *right = b;
    double lane[LANES] = {0};
    uint64_t i = first;
    for (; i + LANES <= end; i += LANES)
        for (int k = 0; k < LANES; k++)
            lane[k] += left[i + (uint64_t)k] * right[i + (uint64_t)k];
    for (int k = 0; i < end; i++, k++)
        lane[k] += left[i] * right[i];
    return (union partial){.real = add_lanes(lane)};
}

static union partial max_block(const void *a, const void *b, uint64_t first, uint64_t end)
{
    (void)b;
    const double *values = a;
    double best = -HUGE_VAL;
    for (uint64_t i = first; i < end; i++)
        best = values[i] > best ? values[i] : best;
    return (union partial){.real = best};
}

static union partial min_block(const void *a, const void *b, uint64_t first, uint64_t end)
{
    (void)b;
    const double *values = a;
    double best = HUGE_VAL;
    for (uint64_t i = first; i < end; i++)
        best = values[i] < best ? values[i] : best;
    return (union partial){.real = best};
}

static union partial total_block(const void *a, const void *b, uint64_t first, uint64_t end)
{
    (void)b;
    const int64_t *values = a;
    int64_t sum = 0;
    for (uint64_t i = first; i < end; i++)
        sum += values[i];
    return (union partial){.whole = sum};
}

static union partial add_reals(union partial left, union partial right)
{
    return (union partial){.real = left.real + right.real};
}

static union partial larger(union partial left, union partial right)
{
    return right.real > left.real ? right : left;
}

static union partial smaller(union partial left, union partial right)
{
    return right.real < left.real ? right : left;
}

static union partial add_wholes(union partial left, union partial right)
{
    return (union partial){.whole = left.whole + right.whole};
}

/* Up to BATCH blocks at a time, so that the partial results fit on the stack. */
static union partial reduce(reduce_block *block, reduce_combine *combine, union partial result,
                            const void *a, const void *b, uint64_t rows)
{
    enum { BATCH = 1024 };
    union partial partial[BATCH];
    uint64_t blocks = (rows + REDUCE_BLOCK - 1) / REDUCE_BLOCK;
    for (uint64_t start = 0; start < blocks; start += BATCH) {
        uint64_t count = blocks - start < BATCH ? blocks - start : BATCH;
#pragma omp parallel for schedule(static) if (count > 1)
        for (uint64_t k = 0; k < count; k++) {
            uint64_t first = (start + k) * REDUCE_BLOCK;
            uint64_t end = rows - first < REDUCE_BLOCK ? rows : first + REDUCE_BLOCK;
            partial[k] = block(a, b, first, end);
        }
        for (uint64_t k = 0; k < count; k++)
            result = combine(result, partial[k]);
    }
    return result;
}

double reduce_sum(const double *values, uint64_t rows)
{
    return reduce(sum_block, add_reals, (union partial){.real = 0}, values, NULL, rows).real;
}

double reduce_dot(const double *a, const double *b, uint64_t rows)
{
    return reduce(dot_block, add_reals, (union partial){.real = 0}, a, b, rows).real;
}

double reduce_max(const double *values, uint64_t rows)
{
    return reduce(max_block, larger, (union partial){.real = -HUGE_VAL}, values, NULL, rows).real;
}

double reduce_min(const double *values, uint64_t rows)
{
    return reduce(min_block, smaller, (union partial){.real = HUGE_VAL}, values, NULL, rows).real;
}

int64_t reduce_total(const int64_t *values, uint64_t rows)
{
    return reduce(total_block, add_wholes, (union partial){.whole = 0}, values, NULL, rows).whole;
}

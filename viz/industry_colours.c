#include "viz/industry_colours.h"

#include <math.h>
#include <stdlib.h>

enum { SAMPLES_MAX = 20000 };

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Some values of the cells, evenly spread over records and cells, in order; how many. */
static uint64_t take_sample(const struct series *series, uint64_t cells, double *sample)
{
    uint64_t size = cells * series->records, step = size / SAMPLES_MAX + 1, count = 0;
    while (step > 1 && series->records % step == 0)
        step++; /* not always the same records */
    for (uint64_t i = 0; i < size && count < SAMPLES_MAX; i += step)
        if (isfinite(series->values[i]))
            sample[count++] = series->values[i];
    qsort(sample, count, sizeof *sample, by_size);
    return count;
}

/* The value that a share of the ordered ones is not above. */
static double quantile(const double *sorted, uint64_t count, double share)
{
    return sorted[(uint64_t)(share * (double)(count - 1))];
}

struct industry_colours industry_colours_of(const struct series *series, uint64_t cells)
{
    struct industry_colours colours = {0};
    double *sample = malloc(SAMPLES_MAX * sizeof *sample);
    uint64_t count = sample ? take_sample(series, cells, sample) : 0, first = 0;
    if (count == 0) {
        free(sample);
        return colours;
    }
    colours.any = true;
    colours.negative = sample[0] < 0;
    colours.low = quantile(sample, count, 0.01);
    colours.high = quantile(sample, count, 0.99);
    while (first < count && !(sample[first] > 0))
        first++;
    if (first < count)
        colours.positive = quantile(sample + first, count - first, 0.02);
    double middle = series->kind == SERIES_INDEX ? 100 : 0;
    for (uint64_t i = 0; i < count; i++)
        sample[i] = fabs(sample[i] - middle);
    qsort(sample, count, sizeof *sample, by_size);
    /* What is the same in both runs says nothing of how much the rest differs. */
    uint64_t same = 0;
    while (same + 1 < count && sample[same] <= 1e-9 * sample[count - 1])
        same++;
    /* Changes have crises, which would leave no colour for all the years without one. */
    colours.deviation =
        quantile(sample + same, count - same, series->kind == SERIES_CHANGE ? 0.95 : 0.98);
    free(sample);
    return colours;
}

struct industry_colours industry_colours_both(const struct industry_colours *one,
                                              const struct industry_colours *other)
{
    if (!one->any || !other->any)
        return one->any ? *one : *other;
    return (struct industry_colours){
        .any = true,
        .negative = one->negative || other->negative,
        .deviation = fmax(one->deviation, other->deviation),
        .low = fmin(one->low, other->low),
        .high = fmax(one->high, other->high),
        .positive = one->positive > 0 && other->positive > 0 ? fmin(one->positive, other->positive)
                                                             : fmax(one->positive, other->positive),
    };
}

/* 1, 2, 3 or 5 times a power of ten, not below a value. */
static double round_up(double value, double least)
{
    static const double ROUND[] = {1, 2, 3, 5};
    for (double power = least; power < 1e15; power *= 10)
        for (int i = 0; i < 4; i++)
            if (ROUND[i] * power * (1 + 1e-9) >= value)
                return ROUND[i] * power;
    return value;
}

struct heatmap_scale industry_colours_scale(const struct industry_colours *colours,
                                            enum series_kind kind)
{
    struct heatmap_scale scale = {.low = 0, .high = 1, .middle = kind == SERIES_INDEX ? 100 : 0};
    scale.diverging = kind == SERIES_INDEX || kind == SERIES_CHANGE || colours->negative;
    scale.limit =
        colours->any ? round_up(colours->deviation, kind == SERIES_INDEX ? 1 : 0.001) : 10;
    if (scale.diverging || !colours->any)
        return scale;
    scale.low = colours->low, scale.high = colours->high;
    scale.logarithmic = colours->positive > 0 && scale.high > 30 * colours->positive;
    if (scale.logarithmic)
        scale.low = colours->positive; /* what is empty has no logarithm */
    else if (scale.low > 0 && scale.low < 0.3 * scale.high)
        scale.low = 0;
    if (!(scale.high > scale.low))
        scale.high = scale.low + 1;
    return scale;
}

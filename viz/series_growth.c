#include "viz/series_growth.h"

#include <math.h>
#include <stdlib.h>

#include "viz/playback.h"

/* Half a day: records are at ends of days, and calendar years are not of 364. */
static const double NEAR = 0.5;

/* The mean of the records after `from` up to `to`; NaN where one of them has no figure. */
static double mean(const double *sums, const uint32_t *counts, uint64_t from, uint64_t to)
{
    return to > from && counts[to + 1] - counts[from + 1] == to - from
               ? (sums[to + 1] - sums[from + 1]) / (double)(to - from)
               : NAN;
}

static double change(const struct growth *growth, double now, double before)
{
    if (!growth->relative)
        return (now - before) * growth->factor;
    return before > 0 ? 100 * (now / before - 1) : NAN;
}

static void add_up(const struct growth *growth, const double *values)
{
    growth->sums[0] = 0, growth->counts[0] = 0;
    for (uint64_t t = 0; t < growth->records; t++) {
        bool there = t >= growth->first && isfinite(values[t]);
        growth->sums[t + 1] = growth->sums[t] + (there ? values[t] : 0);
        growth->counts[t + 1] = growth->counts[t] + there;
    }
}

static uint64_t record_at(const struct growth *growth, double day)
{
    return day + NEAR < growth->days[0] ? UINT64_MAX
                                        : playback_at(growth->days, growth->records, day + NEAR);
}

bool series_growth_open(struct growth *growth)
{
    size_t records = (size_t)growth->records + 1;
    growth->before = malloc(records * sizeof *growth->before);
    growth->start = malloc(records * sizeof *growth->start);
    growth->sums = malloc(records * sizeof *growth->sums);
    growth->counts = malloc(records * sizeof *growth->counts);
    if (!growth->before || !growth->start || !growth->sums || !growth->counts) {
        series_growth_close(growth);
        return false;
    }
    for (uint64_t t = 0; t < growth->records; t++) {
        growth->before[t] = record_at(growth, growth->days[t] - SERIES_YEAR_DAYS);
        growth->start[t] = record_at(growth, growth->days[t] - 2 * SERIES_YEAR_DAYS);
    }
    return true;
}

void series_growth_close(struct growth *growth)
{
    free(growth->before), free(growth->start), free(growth->sums), free(growth->counts);
    growth->before = growth->start = NULL;
    growth->sums = NULL;
    growth->counts = NULL;
}

/* From the last record down, so that the earlier ones are still what they were. */
void series_growth(const struct growth *growth, double *values)
{
    if (growth->windows)
        add_up(growth, values);
    for (uint64_t t = growth->records; t-- > 0;) {
        uint64_t before = growth->before[t], start = growth->start[t];
        double result = NAN;
        if (growth->windows) {
            if (start != UINT64_MAX)
                result = change(growth, mean(growth->sums, growth->counts, before, t),
                                mean(growth->sums, growth->counts, start, before));
        } else if (before != UINT64_MAX && before >= growth->first)
            result = change(growth, values[t], values[before]);
        values[t] = isfinite(result) ? result : NAN;
    }
}

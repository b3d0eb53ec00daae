#include "viz/series_growth.h"

#include <math.h>

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

static void add_up(const struct growth *growth, const double *values, double *sums,
                   uint32_t *counts)
{
    sums[0] = 0, counts[0] = 0;
    for (uint64_t t = 0; t < growth->records; t++) {
        bool there = t >= growth->first && isfinite(values[t]);
        sums[t + 1] = sums[t] + (there ? values[t] : 0);
        counts[t + 1] = counts[t] + there;
    }
}

/* From the last record down, so that the earlier ones are still what they were. */
void series_growth(const struct growth *growth, double *values, double *sums, uint32_t *counts)
{
    const double *days = growth->days;
    if (growth->windows)
        add_up(growth, values, sums, counts);
    for (uint64_t t = growth->records; t-- > 0;) {
        double year = days[t] - SERIES_YEAR_DAYS, two = year - SERIES_YEAR_DAYS;
        uint64_t before = playback_at(days, growth->records, year + NEAR);
        double result = NAN;
        if (growth->windows) {
            uint64_t start = playback_at(days, growth->records, two + NEAR);
            if (two + NEAR >= days[0] && start + 1 >= growth->first)
                result = change(growth, mean(sums, counts, before, t),
                                mean(sums, counts, start, before));
        } else if (year + NEAR >= days[0] && before >= growth->first)
            result = change(growth, values[t], values[before]);
        values[t] = isfinite(result) ? result : NAN;
    }
}

#include "viz/series_runs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

bool series_to_days(struct series *series, const double *days, uint64_t records, double later)
{
    double *values = malloc((series->rows * records + 1) * sizeof *values);
    if (!values)
        return false;
    for (uint64_t row = 0; row < series->rows; row++)
        for (uint64_t t = 0; t < records; t++)
            values[row * records + t] = series_at(series, row, days[t] + later);
    free(series->values);
    series->values = values;
    series->days = days;
    series->records = records;
    series_limits(series);
    return true;
}

/* Another series of the same shape, without values worth reading. */
static bool shape_of(struct series *series, const struct series *like)
{
    *series = *like;
    series->values = malloc((like->rows * like->records + 1) * sizeof *series->values);
    return series->values != NULL;
}

/* The finite values of one place, in order; how many. */
static int sorted(const struct series *runs, int count, uint64_t at, double *values)
{
    int found = 0;
    for (int r = 0; r < count; r++) {
        if (!runs[r].values || !isfinite(runs[r].values[at]))
            continue;
        int to = found++;
        for (; to > 0 && values[to - 1] > runs[r].values[at]; to--)
            values[to] = values[to - 1];
        values[to] = runs[r].values[at];
    }
    return found;
}

/* How many of the runs have any value in a line: only where all of these have one are their range and
 * their mean those of the same runs over time, without a jump where the first of them ends. */
static int present(const struct series *runs, int first, int count, uint64_t row)
{
    int found = 0;
    for (int r = first; r < count; r++) {
        bool any = false;
        for (uint64_t t = 0; runs[r].values && t < runs[r].records && !any; t++)
            any = isfinite(series_row(&runs[r], row)[t]);
        found += any;
    }
    return found;
}

bool series_band(const struct series *runs, int count, struct series *low, struct series *middle,
                 struct series *high)
{
    double *values = malloc((size_t)(count + 1) * sizeof *values);
    low->values = middle->values = high->values = NULL;
    bool good = shape_of(low, runs) && shape_of(middle, runs) && shape_of(high, runs);
    uint64_t records = runs->records;
    int all = 0;
    for (uint64_t at = 0; good && values && at < runs->rows * records; at++) {
        if (at % records == 0)
            all = present(runs, 0, count, at / records);
        int found = sorted(runs, count, at, values);
        bool any = found > 1 && found == all;
        low->values[at] = any ? values[0] : NAN;
        high->values[at] = any ? values[found - 1] : NAN;
        middle->values[at] = any ? (values[(found - 1) / 2] + values[found / 2]) / 2 : NAN;
    }
    if (!good || !values) {
        series_free(low), series_free(middle), series_free(high);
        free(values);
        return false;
    }
    free(values);
    series_limits(low), series_limits(middle), series_limits(high);
    return true;
}

static double difference_of(bool relative, double mine, double other)
{
    double result = relative ? other > 0 ? 100 * (mine / other - 1) : NAN : mine - other;
    return isfinite(result) ? result : NAN;
}

static void write_unit(struct series *series, const struct series *of, bool relative,
                       const char *against)
{
    const char *growth = of->kind == SERIES_CHANGE && of->relative ? " of growth" : "";
    if (relative)
        snprintf(series->unit, sizeof series->unit, "%% against %.80s", against);
    else if (of->kind == SERIES_PERCENT || of->points)
        snprintf(series->unit, sizeof series->unit, "points%s against %.80s", growth, against);
    else if (of->kind == SERIES_INDEX)
        snprintf(series->unit, sizeof series->unit, "points of the index against %.70s", against);
    else
        snprintf(series->unit, sizeof series->unit, "%.55s%sagainst %.55s", of->unit,
                 of->unit[0] ? " " : "", against);
}

bool series_difference(const struct series *runs, int count, const char *against,
                       struct series *difference, struct series *low, struct series *high)
{
    bool relative = runs->kind == SERIES_INDEX || runs->kind == SERIES_LEVEL;
    int others = 0;
    for (int r = 0; r < count; r++) {
        others += r > 0 && runs[r].values;
        relative = relative && (!runs[r].values || runs[r].relative);
    }
    low->values = high->values = NULL;
    if (!shape_of(difference, runs) ||
        (others > 1 && !(shape_of(low, runs) && shape_of(high, runs)))) {
        series_free(difference), series_free(low), series_free(high);
        return false;
    }
    uint64_t records = runs->records;
    int all = 0;
    for (uint64_t at = 0; at < runs->rows * records; at++) {
        if (at % records == 0)
            all = present(runs, 1, count, at / records);
        double sum = 0, least = NAN, most = NAN;
        int found = 0;
        for (int r = 1; r < count; r++) {
            double value = runs[r].values ? runs[r].values[at] : NAN;
            if (!isfinite(value))
                continue;
            double to_it = difference_of(relative, runs->values[at], value);
            least = fmin(least, to_it), most = fmax(most, to_it); /* NAN counts for nothing */
            sum += value, found++;
        }
        difference->values[at] = found > 0 && found == all
                                     ? difference_of(relative, runs->values[at], sum / found)
                                     : NAN;
        if (others > 1) {
            low->values[at] = found == all ? least : NAN;
            high->values[at] = found == all ? most : NAN;
        }
    }
    write_unit(difference, runs, relative, against);
    difference->kind = SERIES_CHANGE;
    difference->points = !relative && (runs->kind == SERIES_PERCENT || runs->points);
    difference->relative = relative;
    series_limits(difference);
    double size = fmax(fabs(difference->low), fabs(difference->high));
    difference->decimals = relative || difference->points ? (size >= 10    ? 1
                                                             : size >= 0.5 ? 2
                                                                           : 3)
                                                          : series_decimals(size);
    if (others > 1)
        series_limits(low), series_limits(high);
    return true;
}

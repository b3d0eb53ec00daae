/* A column made comparable: levels as an index (start = 100), rates in per cent, and what can
 * be neither as a level in a readable unit. */
#ifndef KEIRETSU_VIZ_SERIES_H
#define KEIRETSU_VIZ_SERIES_H

#include "viz/playback.h"

enum series_kind { SERIES_INDEX, SERIES_PERCENT, SERIES_LEVEL };

struct series {
    const struct playback_column *column;
    enum series_kind kind;
    char title[64];
    char unit[96]; /* "start = 100", "%", "bn USD a week" */
    int decimals;  /* for readouts */
    uint64_t rows, records;
    uint64_t first;   /* first record with figures: a flow has none before the first step */
    double *values;   /* [rows][records]; NaN where there is none */
    double low, high; /* over all values; low <= high, both finite */
};

/* Builds the series; false only without memory. `opening` is NULL or a column with the start
 * values by row. With `force_index` even rates are shown against their start. */
bool series_make(struct series *series, const struct playback_column *column,
                 const struct playback_column *opening, bool force_index, double days_per_step);
void series_free(struct series *series);

static inline const double *series_row(const struct series *series, uint64_t row)
{
    return series->values + row * series->records;
}

/* Days of the records; needs records > 0. */
static inline const double *series_days(const struct series *series)
{
    return series->column->days;
}

#endif

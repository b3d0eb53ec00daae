/* A column made comparable: levels as an index (start = 100), in a readable unit or against a year
 * before; rates in per cent, and their changes in points. */
#ifndef KEIRETSU_VIZ_SERIES_H
#define KEIRETSU_VIZ_SERIES_H

#include "viz/format.h"
#include "viz/playback.h"

/* What to show of a column; the numbers are those of the switches. */
enum series_mode {
    SERIES_START,    /* levels against their start; rates in per cent, balances as they are */
    SERIES_ABSOLUTE, /* levels in a readable unit */
    SERIES_YEAR,     /* growth against a year before */
    SERIES_MODES
};

enum series_kind {
    SERIES_INDEX,   /* start = 100 */
    SERIES_PERCENT, /* rates and shares */
    SERIES_LEVEL,
    SERIES_CHANGE /* against a year before, or against another run: zero is no change */
};

struct series {
    const struct playback_column *column;
    enum series_kind kind;
    enum series_mode mode;
    bool relative; /* never below zero: per cent of it mean something */
    bool of_year;  /* amounts of other periods, as if these were years */
    bool points;   /* a change of a rate, or of growth */
    char title[64];
    char unit[128]; /* "start = 100", "%", "bn USD a year" */
    int decimals;   /* for readouts */
    double factor;  /* shown = stored * factor, of levels and rates */
    uint64_t rows, records;
    uint64_t first;     /* first record with figures: a flow has none before the first step */
    double *values;     /* [rows][records]; NaN where there is none */
    double low, high;   /* over all values; low <= high, both finite */
    const double *days; /* [records] since the start of the run whose dates they are; not owned */
};

/* What a series is made of. */
struct series_wish {
    const struct playback_column *column;
    const struct playback_column *opening; /* start values by row, or NULL */
    enum series_mode mode;
    bool force_index;     /* even of rates, and where only most lines can be an index */
    bool balance;         /* per cent of it mean nothing, though it may look as if they did */
    double days_per_step; /* of the run */
    double size;          /* decides on the unit of levels (series_size); 0: that of the column */
    /* How long the periods of the records are, by row, in units of period_days; NULL: they have
     * none. A period that was cut short is left out; with period_days above zero amounts of money
     * are those of the period and are shown per year. */
    const struct playback_column *period;
    double period_days;
    uint64_t lines;     /* rows of the series; 0: those of the column */
    int per_row;        /* with lines: to how many of them a row of the column belongs */
    const int *line_of; /* [rows of the column][per_row]: the lines, -1 for none */
};

/* Builds the series; false only without memory. A line of several rows is their sum, or where sums
 * mean nothing their mean; values that are not finite are left out of it. */
bool series_build(struct series *series, const struct series_wish *wish);

/* A line for each row, in SERIES_START. */
bool series_make(struct series *series, const struct playback_column *column,
                 const struct playback_column *opening, bool force_index, double days_per_step);
void series_free(struct series *series);

/* A sum over rows means something for amounts, not for prices or rates. */
bool series_adds_up(const struct playback_column *column);

/* The largest size of a value as a level, in whole units: dollars a year of payments in cents a
 * step. */
double series_size(const struct playback_column *column, double days_per_step);

/* Lows and highs of the values anew. */
void series_limits(struct series *series);

/* Decimals that tell values of this size apart. */
int series_decimals(double size);

static inline const double *series_row(const struct series *series, uint64_t row)
{
    return series->values + row * series->records;
}

/* Days of the records; needs records > 0. */
static inline const double *series_days(const struct series *series)
{
    return series->days;
}

/* For people: with a sign in changes, without decimals from 1000 on. */
char *series_text(const struct series *series, double value, char text[static FORMAT_MAX]);

/* The value of a line on a day, that of the record at or before it; NaN before the first record
 * and beyond the last one's own time. */
double series_at(const struct series *series, uint64_t row, double day);

/* The distance of two records, in the mean. */
double series_spacing(const struct series *series);

#endif

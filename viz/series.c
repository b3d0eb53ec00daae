#include "viz/series.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/format.h"
#include "viz/names.h"

static bool ends_with(const char *text, const char *end)
{
    size_t a = strlen(text), b = strlen(end);
    return a >= b && strcmp(text + a - b, end) == 0;
}

static bool is_percent(const struct playback_column *column)
{
    return strcmp(column->unit, "%") == 0 || strcmp(column->unit, "percent") == 0;
}

/* Shares and rates that people read in per cent; what else has no unit is a level. */
static bool is_rate(const struct playback_column *column)
{
    static const char *const ENDS[] = {"_rate",       "_share",       "_use",
                                       "utilisation", "unemployment", "_tax"};
    if (strncmp(column->unit, "share", 5) == 0 || strcmp(column->unit, "1/year") == 0 ||
        is_percent(column))
        return true;
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
        if (ends_with(column->name, ENDS[i]))
            return strcmp(column->unit, "1") == 0 || column->unit[0] == '\0';
    return false;
}

static double raw(const struct playback_column *column, uint64_t record, uint64_t row)
{
    return column->values[record * column->rows + row];
}

static bool all_zero(const struct playback_column *column, uint64_t record)
{
    for (uint64_t row = 0; row < column->rows; row++)
        if (raw(column, record, row) != 0)
            return false;
    return true;
}

/* Flows are zero in the opening record, which would be a drop that never happened. A file with
 * the opening alone has no figures for them. */
static uint64_t first_record(const struct playback_column *column)
{
    bool opening_only = column->nature == FLOW && column->records > 0 && all_zero(column, 0) &&
                        (column->records == 1 || !all_zero(column, 1));
    return opening_only ? 1 : 0;
}

/* An index makes sense where a row is positive at the start and never falls below zero; rows
 * that are empty all along do not count. */
static bool can_be_index(const struct series *series)
{
    const struct playback_column *column = series->column;
    bool any = series->first >= series->records; /* no figures yet: most columns are indices */
    for (uint64_t row = 0; row < series->rows; row++) {
        bool empty = true;
        for (uint64_t t = series->first; t < series->records; t++) {
            double value = raw(column, t, row);
            if (value < 0)
                return false;
            empty = empty && !(value > 0);
        }
        if (!empty && !(raw(column, series->first, row) > 0))
            return false;
        any = any || !empty;
    }
    return any;
}

static double largest(const struct playback_column *column)
{
    double size = 0;
    for (uint64_t i = 0; i < column->records * column->rows; i++)
        if (isfinite(column->values[i]))
            size = fmax(size, fabs(column->values[i]));
    return size;
}

/* The factor that makes a level readable, and its unit's text. */
static double level_factor(struct series *series, double days_per_step)
{
    const struct playback_column *column = series->column;
    bool in_cents = strncmp(column->unit, "cent", 4) == 0;
    bool per_step = ends_with(column->unit, "/step") ||
                    (column->type == COLUMN_money && column->nature == FLOW);
    double factor = in_cents ? 0.01 : 1, size = largest(column) * factor;
    struct format_scale scale = format_scale_of(size);
    char unit[40];
    snprintf(unit, sizeof unit, "%.*s", (int)fmin(35, (double)strcspn(column->unit, "/")),
             column->unit);
    if (!per_step)
        snprintf(unit, sizeof unit, "%.35s", column->unit);
    bool none = strcmp(unit, "1") == 0 || !unit[0];
    snprintf(series->unit, sizeof series->unit, "%s%s%s%s%s", scale.name,
             scale.name[0] && !none ? " " : "",
             in_cents ? "USD"
             : none   ? ""
                      : unit,
             !per_step                        ? ""
             : fabs(days_per_step - 7) < 0.01 ? " a week"
             : fabs(days_per_step - 1) < 0.01 ? " a day"
                                              : " a step",
             in_cents ? " at opening rates" : "");
    double shown = size * scale.factor;
    series->decimals = shown >= 100 ? 0 : shown >= 10 ? 1 : shown >= 1 ? 2 : 3;
    return factor * scale.factor;
}

static void fill(struct series *series, const struct playback_column *opening, double factor)
{
    const struct playback_column *column = series->column;
    series->low = HUGE_VAL, series->high = -HUGE_VAL;
    for (uint64_t row = 0; row < series->rows; row++) {
        double by = factor;
        if (series->kind == SERIES_INDEX && series->first < series->records) {
            double base = opening ? raw(opening, 0, row) : raw(column, series->first, row);
            by = base > 0 ? 100 / base : NAN;
        }
        for (uint64_t t = 0; t < series->records; t++) {
            double value = t < series->first ? NAN : raw(column, t, row) * by;
            series->values[row * series->records + t] = isfinite(value) ? value : NAN;
            if (isfinite(value)) {
                series->low = fmin(series->low, value);
                series->high = fmax(series->high, value);
            }
        }
    }
    if (!(series->low <= series->high))
        series->low = series->high = series->kind == SERIES_INDEX ? 100 : 0;
    if (series->kind == SERIES_INDEX && series->high - series->low < 5)
        series->decimals = 2;
}

bool series_make(struct series *series, const struct playback_column *column,
                 const struct playback_column *opening, bool force_index, double days_per_step)
{
    memset(series, 0, sizeof *series);
    series->column = column;
    series->rows = column->rows;
    series->records = column->records;
    series->first = first_record(column);
    series->values = malloc((series->rows * series->records + 1) * sizeof *series->values);
    if (!series->values)
        return false;
    name_column(series->title, sizeof series->title, column->name);

    double factor = 1;
    if (is_rate(column) && !force_index) {
        series->kind = SERIES_PERCENT;
        series->decimals = 2;
        factor = is_percent(column) ? 1 : 100;
        snprintf(series->unit, sizeof series->unit, "%s",
                 strcmp(column->unit, "1/year") == 0 ? "% a year" : "%");
    } else if (force_index || can_be_index(series)) {
        series->kind = SERIES_INDEX;
        series->decimals = 1;
        snprintf(series->unit, sizeof series->unit, "start = 100");
    } else {
        series->kind = SERIES_LEVEL;
        factor = level_factor(series, days_per_step);
    }
    fill(series, opening, factor);
    return true;
}

void series_free(struct series *series)
{
    free(series->values);
    series->values = NULL;
}

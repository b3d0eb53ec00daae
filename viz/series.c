#include "viz/series.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/names.h"
#include "viz/series_growth.h"
#include "viz/series_unit.h"

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

double series_size(const struct playback_column *column, double days_per_step)
{
    double size = 0;
    for (uint64_t i = 0; i < column->records * column->rows; i++)
        if (isfinite(column->values[i]))
            size = fmax(size, fabs(column->values[i]));
    return size * series_unit_factor(column, days_per_step);
}

int series_decimals(double size)
{
    return size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3;
}

double series_spacing(const struct series *series)
{
    return series->records > 1 ? (series->days[series->records - 1] - series->days[0]) /
                                     (double)(series->records - 1)
                               : 0;
}

char *series_text(const struct series *series, double value, char text[static FORMAT_MAX])
{
    int decimals = fabs(value) >= 1000 ? 0 : series->decimals;
    return series->kind == SERIES_CHANGE ? format_signed(text, value, decimals)
                                         : format_number(text, value, decimals);
}

double series_at(const struct series *series, uint64_t row, double day)
{
    if (series->records == 0 || day < series->days[0] - 1e-6 ||
        day > series->days[series->records - 1] + fmax(1, series_spacing(series)) - 1e-6)
        return NAN;
    return series_row(series, row)[playback_at(series->days, series->records, day)];
}

/* Several rows in a line: their sum, or their mean. */
static void add_rows(const struct series_wish *wish, const double *values, double *line,
                     uint32_t *counts)
{
    bool sum = series_adds_up(wish->column);
    memset(line, 0, wish->lines * sizeof *line);
    memset(counts, 0, wish->lines * sizeof *counts);
    for (uint64_t row = 0; row < wish->column->rows; row++)
        for (int k = 0; k < wish->per_row; k++) {
            int to = wish->line_of[row * (uint64_t)wish->per_row + (uint64_t)k];
            if (to < 0 || !isfinite(values[row]))
                continue;
            line[to] += values[row];
            counts[to]++;
        }
    for (uint64_t i = 0; i < wish->lines; i++)
        line[i] = counts[i] == 0 ? NAN : sum ? line[i] : line[i] / counts[i];
}

static double longest(const struct playback_column *period)
{
    double most = 0;
    for (uint64_t i = 0; i < period->records * period->rows; i++)
        most = fmax(most, period->values[i]);
    return most;
}

static bool is_of_year(const struct series_wish *wish)
{
    return wish->period && wish->period_days > 0 && series_unit_is_of_period(wish->column);
}

/* The last period of a run that ended within it, in all rows. */
static bool is_cut_short(const struct playback_column *period, uint64_t record)
{
    double most = longest(period);
    for (uint64_t row = 0; row < period->rows; row++)
        if (raw(period, record, row) >= most / 2)
            return false;
    return true;
}

/* The values of a record as if its period were a year; NaN where it is less than half of what
 * periods are: a quarter of two weeks says nothing about quarters. */
static void to_a_year(const struct series_wish *wish, uint64_t record, double most, double *values)
{
    const struct playback_column *period = wish->period;
    bool amount = is_of_year(wish);
    for (uint64_t row = 0; row < period->rows; row++) {
        double length = period->values[record * period->rows + row];
        values[row] *= amount ? SERIES_YEAR_DAYS / (length * wish->period_days) : 1;
        if (!(length >= most / 2))
            values[row] = NAN;
    }
}

/* The values as stored, line by line; and those of the start, or NULL without an opening. */
static bool gather(struct series *series, const struct series_wish *wish, double **start)
{
    const struct playback_column *column = wish->column;
    const struct playback_column *period = wish->period;
    double *year = malloc((column->rows + 1) * sizeof *year);
    double *line = malloc((series->rows + 1) * sizeof *line);
    uint32_t *counts = malloc((series->rows + 1) * sizeof *counts);
    series->values = malloc((series->rows * series->records + 1) * sizeof *series->values);
    if (!year || !line || !counts || !series->values) {
        free(year), free(line), free(counts), free(series->values);
        series->values = NULL;
        return false;
    }
    double most = period ? longest(period) : 0;
    for (uint64_t t = 0; t < series->records; t++) {
        const double *from = column->values + t * column->rows;
        if (period) {
            memcpy(year, from, column->rows * sizeof *year);
            to_a_year(wish, t, most, year);
            from = year;
        }
        if (wish->lines > 0)
            add_rows(wish, from, line, counts);
        for (uint64_t i = 0; i < series->rows; i++)
            series->values[i * series->records + t] = wish->lines > 0 ? line[i] : from[i];
    }
    *start = NULL;
    if (wish->opening && wish->opening->rows == column->rows) {
        if (wish->lines > 0)
            add_rows(wish, wish->opening->values, line, counts);
        else
            memcpy(line, wish->opening->values, series->rows * sizeof *line);
        *start = line;
    } else
        free(line);
    free(counts), free(year);
    return true;
}

/* An index makes sense where a line is positive at the start and never falls below zero; lines
 * that are empty all along do not count. */
static bool can_be_index(const struct series *series)
{
    bool any = series->first >= series->records; /* no figures yet: most columns are indices */
    for (uint64_t row = 0; row < series->rows; row++) {
        const double *values = series_row(series, row);
        bool empty = true;
        for (uint64_t t = series->first; t < series->records; t++) {
            if (values[t] < 0)
                return false;
            empty = empty && !(values[t] > 0);
        }
        if (!empty && !(values[series->first] > 0))
            return false;
        any = any || !empty;
    }
    return any;
}

/* Where an index is asked for, the few lines that have none are left empty. */
static bool mostly_index(const struct series *series, const double *start)
{
    uint64_t lines = 0, good = 0;
    for (uint64_t row = 0; row < series->rows; row++) {
        const double *values = series_row(series, row);
        bool empty = true, negative = false;
        for (uint64_t t = series->first; t < series->records; t++) {
            empty = empty && !(fabs(values[t]) > 0);
            negative = negative || values[t] < 0;
        }
        double base = start                             ? start[row]
                      : series->first < series->records ? values[series->first]
                                                        : 0;
        lines += !empty;
        good += !empty && !negative && base > 0;
    }
    return 2 * good >= lines;
}

static void choose_kind(struct series *series, const struct series_wish *wish, const double *start)
{
    bool rate = series_unit_is_rate(wish->column), from_start = wish->mode == SERIES_START;
    bool most = wish->force_index && !wish->balance && mostly_index(series, start);
    series->relative = !rate && !wish->balance && (most || can_be_index(series));
    if (wish->mode == SERIES_YEAR)
        series->kind = SERIES_CHANGE;
    else if (from_start && most)
        series->kind = SERIES_INDEX, series->relative = true;
    else
        series->kind = rate                             ? SERIES_PERCENT
                       : series->relative && from_start ? SERIES_INDEX
                                                        : SERIES_LEVEL;
    series_unit_choose(series, wish->days_per_step,
                       wish->size > 0 ? wish->size
                                      : series_size(wish->column, wish->days_per_step));
}

static void fill(struct series *series, const double *start)
{
    for (uint64_t row = 0; row < series->rows; row++) {
        double *values = series->values + row * series->records, by = series->factor;
        if (series->kind == SERIES_INDEX && series->first < series->records) {
            double base = start ? start[row] : values[series->first];
            by = base > 0 ? 100 / base : NAN;
        }
        for (uint64_t t = 0; t < series->records; t++) {
            double value = t < series->first ? NAN : values[t] * by;
            values[t] = isfinite(value) ? value : NAN;
        }
    }
}

static bool grow(struct series *series, const struct series_wish *wish)
{
    struct growth growth = {
        .days = series->days,
        .records = series->records,
        .first = series->first,
        .windows = series_unit_is_flow(wish->column),
        .relative = series->relative,
        .factor = series->factor,
    };
    if (!series_growth_open(&growth))
        return false;
    for (uint64_t row = 0; row < series->rows; row++)
        series_growth(&growth, series->values + row * series->records);
    series_growth_close(&growth);
    return true;
}

void series_limits(struct series *series)
{
    series->low = HUGE_VAL, series->high = -HUGE_VAL;
    for (uint64_t i = 0; i < series->rows * series->records; i++)
        if (isfinite(series->values[i])) {
            series->low = fmin(series->low, series->values[i]);
            series->high = fmax(series->high, series->values[i]);
        }
    if (!(series->low <= series->high))
        series->low = series->high = series->kind == SERIES_INDEX ? 100 : 0;
}

bool series_build(struct series *series, const struct series_wish *wish)
{
    memset(series, 0, sizeof *series);
    assert(!wish->period || (wish->period->rows == wish->column->rows &&
                             wish->period->records == wish->column->records));
    series->column = wish->column;
    series->of_year = is_of_year(wish);
    series->mode = wish->mode;
    series->days = wish->column->days;
    series->rows = wish->lines > 0 ? wish->lines : wish->column->rows;
    series->records = wish->column->records;
    while (wish->period && series->records > 1 && is_cut_short(wish->period, series->records - 1))
        series->records--;
    series->first = first_record(wish->column);
    double *start;
    if (!gather(series, wish, &start))
        return false;
    name_column(series->title, sizeof series->title, wish->column->name);
    choose_kind(series, wish, start);
    bool good = true;
    if (series->kind == SERIES_CHANGE)
        good = series->days != NULL && grow(series, wish);
    else
        fill(series, start);
    free(start);
    if (!good) {
        series_free(series);
        return false;
    }
    series_limits(series);
    if (series->kind == SERIES_INDEX && series->high - series->low < 5)
        series->decimals = 2;
    return true;
}

bool series_make(struct series *series, const struct playback_column *column,
                 const struct playback_column *opening, bool force_index, double days_per_step)
{
    return series_build(series, &(struct series_wish){.column = column,
                                                      .opening = opening,
                                                      .force_index = force_index,
                                                      .days_per_step = days_per_step});
}

void series_free(struct series *series)
{
    free(series->values);
    series->values = NULL;
}

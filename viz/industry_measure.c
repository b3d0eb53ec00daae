#include "viz/industry_measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/format.h"
#include "viz/industry_colours.h"
#include "viz/series_runs.h"

void industry_measure_free(struct view_industries *industries)
{
    series_free(&industries->measure);
    series_free(&industries->second);
    series_free(&industries->difference);
}

static bool any_positive(const struct playback_column *column)
{
    for (uint64_t row = 0; row < column->rows; row++)
        if (column->values[row] > 0)
            return true;
    return false;
}

/* "output" has its start values in "output_opening" or the like, where a file says them. */
static const struct playback_column *opening_of(const struct view *view, const char *name)
{
    static const char *const FORMS[] = {"%s_opening", "%s_start", "opening_%s"};
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
        char other[96];
        const char *mark = strstr(FORMS[i], "%s");
        snprintf(other, sizeof other, "%.*s%.64s%s", (int)(mark - FORMS[i]), FORMS[i], name,
                 mark + 2);
        const struct playback_column *column = playback_column(view->playback, "industry", other);
        if (column && column->records > 0 && any_positive(column))
            return column;
    }
    return NULL;
}

bool industry_measure_is(const struct reader_column *column)
{
    size_t length = strlen(column->name);
    return column->has_time && column->type != COLUMN_id && !strstr(column->name, "opening") &&
           !(length > 6 && strcmp(column->name + length - 6, "_start") == 0);
}

/* The column chosen, else output, else the first; NULL without any. */
static const struct reader_column *column_shown(const struct view *view,
                                                const struct reader_group *group)
{
    const char *const wanted[] = {view->ui->industries.column, "output"};
    for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++)
        for (int i = 0; i < group->column_count; i++)
            if (strcmp(group->columns[i].name, wanted[w]) == 0 &&
                industry_measure_is(&group->columns[i]))
                return &group->columns[i];
    for (int i = 0; i < group->column_count; i++)
        if (industry_measure_is(&group->columns[i]))
            return &group->columns[i];
    return NULL;
}

uint64_t industry_measure_row(const struct view_industries *industries, uint64_t region,
                              uint64_t industry)
{
    return industries->region_dimension < industries->industry_dimension
               ? region * industries->industries + industry
               : industry * industries->regions + region;
}

uint64_t industry_measure_line(const struct view_industries *industries, uint64_t region,
                               int64_t industry)
{
    uint64_t regions = industries->regions, cells = regions * industries->industries;
    if (industry < 0)
        return region < regions ? cells + region : cells + regions + industries->industries;
    return region < regions ? industry_measure_row(industries, region, (uint64_t)industry)
                            : cells + regions + (uint64_t)industry;
}

const struct series *industry_measure_shown(const struct view_industries *industries)
{
    return industries->difference.values ? &industries->difference : &industries->measure;
}

char *industry_measure_text(const struct series *series, double value, int fewer, char *text,
                            size_t size)
{
    char number[FORMAT_MAX];
    double large = fabs(value);
    int decimals = series->decimals;
    if (series->kind == SERIES_LEVEL && decimals > 0)
        decimals = large >= 99.95 ? 0 : large >= 9.995 ? 1 : large >= 0.0995 || large == 0 ? 2 : 3;
    if (series->kind == SERIES_PERCENT)
        decimals = 1;
    decimals = decimals > fewer ? decimals - fewer : 0;
    if (series->kind == SERIES_CHANGE)
        format_signed(number, value, decimals);
    else
        format_number(number, value, decimals);
    snprintf(text, size, "%s", number);
    return text;
}

/* Where a run's regions and industries lie among those of the run looked at, by label; what is not
 * there has a place beyond the last. */
static void find_places(const struct reader_group *own, int own_dimension,
                        const struct reader_group *group, int dimension, uint64_t *places)
{
    for (uint64_t i = 0; i < group->dimensions[dimension].size; i++) {
        int64_t at = playback_match(own, own_dimension, group, dimension, i);
        places[i] = at < 0 ? UINT64_MAX : (uint64_t)at;
    }
}

enum { LINES_PER_CELL = 4 }; /* its own, its region's, its industry's, the world's */

static int line_or_none(uint64_t line, bool there)
{
    return there ? (int)line : -1;
}

/* The lines that each row of a run's group belongs to. */
static int *map_rows(const struct view_industries *industries, const struct reader_group *own,
                     const struct reader_group *group)
{
    int r = playback_dimension(group, "region"), k = playback_dimension(group, "industry");
    if (group->dimension_count != 2 || r < 0 || k < 0)
        return NULL;
    uint64_t regions = group->dimensions[r].size, count = group->dimensions[k].size;
    int *lines = malloc((group->rows + 1) * LINES_PER_CELL * sizeof *lines);
    uint64_t *places = malloc((regions + count + 1) * sizeof *places);
    if (!lines || !places) {
        free(lines), free(places);
        return NULL;
    }
    find_places(own, industries->region_dimension, group, r, places);
    find_places(own, industries->industry_dimension, group, k, places + regions);
    for (uint64_t i = 0; i < regions; i++)
        for (uint64_t j = 0; j < count; j++) {
            uint64_t row = r < k ? i * count + j : j * regions + i;
            uint64_t at = places[i], industry = places[regions + j], world = industries->regions;
            bool here = at != UINT64_MAX, known = industry != UINT64_MAX;
            int *to = lines + row * LINES_PER_CELL;
            to[0] = line_or_none(industry_measure_line(industries, at, (int64_t)industry),
                                 here && known);
            to[1] =
                line_or_none(industry_measure_line(industries, at, -1), here && industries->totals);
            to[2] = line_or_none(industry_measure_line(industries, world, (int64_t)industry),
                                 known && industries->totals);
            to[3] = line_or_none(industry_measure_line(industries, world, -1), industries->totals);
        }
    free(places);
    return lines;
}

/* The column of a run, as lines of the run looked at. */
static bool build(const struct view_industries *industries, struct series *series,
                  const struct view *view, const struct reader_group *own, double size,
                  bool balance)
{
    const struct reader_group *group = playback_group(view->playback, "industry");
    const struct playback_column *column =
        group ? playback_column(view->playback, "industry", industries->column) : NULL;
    int *lines = column && column->has_time && column->records > 0 && group->rows == column->rows
                     ? map_rows(industries, own, group)
                     : NULL;
    if (!lines)
        return false;
    uint64_t cells = industries->regions * industries->industries;
    uint64_t totals = industries->totals ? industries->regions + industries->industries + 1 : 0;
    bool good = series_build(series, &(struct series_wish){
                                         .column = column,
                                         .opening = opening_of(view, industries->column),
                                         .mode = (enum series_mode)industries->mode,
                                         .force_index = true,
                                         .balance = balance,
                                         .days_per_step = view->playback->reader.days_per_step,
                                         .size = size,
                                         .lines = cells + totals,
                                         .per_row = LINES_PER_CELL,
                                         .line_of = lines,
                                     });
    free(lines);
    return good;
}

static double size_of(const struct view *view, const char *name)
{
    const struct playback_column *column =
        view ? playback_column(view->playback, "industry", name) : NULL;
    return column && column->records > 0 ? series_size(column, view->playback->reader.days_per_step)
                                         : 0;
}

static bool build_both(struct view_industries *industries, const struct view *view,
                       const struct reader_group *group, bool balance)
{
    double size = fmax(size_of(view, industries->column), size_of(view->other, industries->column));
    if (!build(industries, &industries->measure, view, group, size, balance))
        return false;
    if (!view->other || !build(industries, &industries->second, view->other, group, size, balance))
        return true;
    double later = view->timeline->start_day - view->other->timeline->start_day;
    if (!series_to_days(&industries->second, industries->measure.days, industries->measure.records,
                        later))
        series_free(&industries->second);
    return true;
}

/* Both runs in the same unit: what is a balance in one is one in the other. */
static bool make_series(struct view_industries *industries, const struct view *view,
                        const struct reader_group *group)
{
    if (!build_both(industries, view, group, false))
        return false;
    const struct series *first = &industries->measure, *second = &industries->second;
    if (second->values && (first->kind != second->kind || first->relative != second->relative)) {
        industry_measure_free(industries);
        if (!build_both(industries, view, group, true))
            return false;
    }
    if (view->compare != COMPARE_DIFFERENCE || !industries->second.values)
        return true;
    char name[128];
    const struct series runs[] = {industries->measure, industries->second};
    struct series low, high; /* of one run alone there are none */
    if (!series_difference(runs, 2, playback_short_name(view->other->playback, name, sizeof name),
                           &industries->difference, &low, &high))
        industries->difference.values = NULL;
    return true;
}

/* Of all cells of a run on its own dates, so that both of two views come to the same. */
static struct industry_colours own_colours(const struct view_industries *industries,
                                           const struct view *view)
{
    struct industry_colours colours = {0};
    struct series series;
    const struct playback_column *column =
        playback_column(view->playback, "industry", industries->column);
    double size = fmax(size_of(view, industries->column), size_of(view->other, industries->column));
    if (column && column->records > 0 && column->has_time &&
        series_build(&series, &(struct series_wish){
                                  .column = column,
                                  .opening = opening_of(view, industries->column),
                                  .mode = (enum series_mode)industries->mode,
                                  .force_index = true,
                                  .days_per_step = view->playback->reader.days_per_step,
                                  .size = size,
                              })) {
        colours = industry_colours_of(&series, series.rows);
        series_free(&series);
    }
    return colours;
}

/* Colours for both runs, where they stand beside each other. */
static void choose_colours(struct view_industries *industries, const struct view *view)
{
    const struct series *shown = industry_measure_shown(industries);
    uint64_t cells = industries->regions * industries->industries;
    struct industry_colours colours = industry_colours_of(shown, cells);
    if (view->compare == COMPARE_SIDES && industries->second.values) {
        struct industry_colours own = own_colours(industries, view);
        struct industry_colours other = own_colours(industries, view->other);
        colours = industry_colours_both(&own, &other);
    }
    industries->scale = industry_colours_scale(&colours, shown->kind);
}

/* Changes whenever one of the two runs has new records, or columns that were awaited. */
static uint64_t version_of(const struct view *view)
{
    return view->playback->version + (view->other ? view->other->playback->version : 0) + 1;
}

bool industry_measure_update(struct view_industries *industries, struct view *view,
                             const struct reader_group *group)
{
    const struct reader_column *column = column_shown(view, group);
    uint64_t version = version_of(view);
    if (!column)
        return false;
    if (industries->version == version && strcmp(industries->column, column->name) == 0 &&
        industries->mode == view->ui->industries.mode &&
        industries->compare == (int)view->compare && industries->other == view->other)
        return industries->measure.values != NULL;
    industry_measure_free(industries);
    industries->version = version;
    snprintf(industries->column, sizeof industries->column, "%s", column->name);
    industries->mode = view->ui->industries.mode;
    industries->compare = (int)view->compare;
    industries->other = view->other;
    industries->regions = group->dimensions[industries->region_dimension].size;
    industries->industries = group->dimensions[industries->industry_dimension].size;
    const struct playback_column *values =
        playback_column(view->playback, "industry", column->name);
    industries->totals = values && series_adds_up(values);
    if (!values || !make_series(industries, view, group)) {
        industry_measure_free(industries);
        return false;
    }
    choose_colours(industries, view);
    return true;
}

void view_industries_measure(struct view *view, int by)
{
    const struct reader_group *group = playback_group(view->playback, "industry");
    const struct reader_column *now = group ? column_shown(view, group) : NULL;
    if (!now)
        return;
    int at = (int)(now - group->columns);
    for (int tried = 0; tried < group->column_count; tried++) {
        at = (at + by + group->column_count) % group->column_count;
        if (industry_measure_is(&group->columns[at]))
            break;
    }
    snprintf(view->ui->industries.column, sizeof view->ui->industries.column, "%s",
             group->columns[at].name);
}

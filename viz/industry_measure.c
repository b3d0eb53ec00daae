/* The column of /industry that the heat map shows, against its start, and its totals. */
#include "viz/industry_measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void industry_measure_free(struct view_industries *industries)
{
    series_free(&industries->measure);
    free(industries->totals), free(industries->world);
    industries->totals = industries->world = NULL;
}

/* A sum over industries means something for amounts, not for prices or rates. */
static bool adds_up(const struct playback_column *column)
{
    static const char *const RATES[] = {"price",       "index", "rate", "_use",
                                        "utilisation", "share", "wage"};
    for (size_t i = 0; i < sizeof RATES / sizeof *RATES; i++)
        if (strstr(column->name, RATES[i]))
            return false;
    return strncmp(column->unit, "share", 5) != 0;
}

static bool any_positive(const struct playback_column *column)
{
    for (uint64_t row = 0; row < column->rows; row++)
        if (column->values[row] > 0)
            return true;
    return false;
}

/* "output" has its start values in "output_opening" or the like, where a file says them. */
static const struct playback_column *opening_of(struct view *view, const char *name)
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

/* Columns that are measures themselves, not the start of another. */
bool industry_measure_is(const struct reader_column *column)
{
    size_t length = strlen(column->name);
    return column->has_time && !strstr(column->name, "opening") &&
           !(length > 6 && strcmp(column->name + length - 6, "_start") == 0);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The deepest colour is for a deviation that few cells ever pass, so that the scale stays the
 * same while playing and one odd cell does not bleach the others. */
static double colour_limit(const struct series *series)
{
    uint64_t size = series->rows * series->records, finite = 0;
    double *deviation = malloc((size + 1) * sizeof *deviation), limit = 1;
    if (!deviation)
        return 10;
    for (uint64_t i = 0; i < size; i++)
        if (isfinite(series->values[i]))
            deviation[finite++] = fabs(series->values[i] - 100);
    if (finite > 0) {
        qsort(deviation, finite, sizeof *deviation, compare);
        static const double LIMITS[] = {1, 2, 5, 10, 20, 50, 100};
        double wanted = deviation[(uint64_t)(0.99 * (double)(finite - 1))];
        for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++)
            if (limit < wanted)
                limit = LIMITS[i];
    }
    free(deviation);
    return limit;
}

uint64_t industry_measure_row(const struct view_industries *industries, uint64_t region,
                              uint64_t industry)
{
    return industries->region_dimension < industries->industry_dimension
               ? region * industries->industries + industry
               : industry * industries->regions + region;
}

/* Sums over regions or industries, as an index of their own. */
static void make_totals(struct view_industries *industries, const struct playback_column *opening)
{
    const struct series *series = &industries->measure;
    uint64_t records = series->records, regions = industries->regions;
    if (!adds_up(series->column))
        return;
    industries->totals = malloc(((regions + 1) * records + 1) * sizeof(double));
    industries->world = malloc((industries->industries * records + 1) * sizeof(double));
    double *sum = malloc((regions + industries->industries + 1) * 2 * sizeof(double));
    if (!industries->totals || !industries->world || !sum) {
        free(industries->totals), free(industries->world), free(sum);
        industries->totals = industries->world = NULL;
        return;
    }
    uint64_t all = regions + 1 + industries->industries;
    double *start = sum + all;
    const double *from =
        opening ? opening->values : series->column->values + series->first * series->rows;
    for (uint64_t t = 0; t <= records; t++) {
        bool base = t == 0; /* the first pass sums the start, the others record t - 1 */
        double *into = base ? start : sum;
        const double *values = base ? from : series->column->values + (t - 1) * series->rows;
        memset(into, 0, all * sizeof *into);
        for (uint64_t r = 0; r < regions; r++)
            for (uint64_t k = 0; k < industries->industries; k++) {
                double value = values[industry_measure_row(industries, r, k)];
                value = isfinite(value) ? value : 0;
                into[r] += value, into[regions] += value, into[regions + 1 + k] += value;
            }
        for (uint64_t i = 0; i < all && !base; i++) {
            double index = start[i] > 0 && t - 1 >= series->first ? 100 * sum[i] / start[i] : NAN;
            if (i <= regions)
                industries->totals[i * records + t - 1] = index;
            else
                industries->world[(i - regions - 1) * records + t - 1] = index;
        }
    }
    free(sum);
}

static void choose_first_measure(struct view_industries *industries,
                                 const struct reader_group *group, const char *wanted)
{
    industries->wanted = -1;
    for (int i = group->column_count; i-- > 0;)
        if (industry_measure_is(&group->columns[i]))
            industries->wanted = i;
    for (int i = 0; i < group->column_count; i++)
        if (strcmp(group->columns[i].name, "output") == 0 &&
            industry_measure_is(&group->columns[i]))
            industries->wanted = i;
    for (int i = 0; i < group->column_count; i++)
        if (strcmp(group->columns[i].name, wanted) == 0 && industry_measure_is(&group->columns[i]))
            industries->wanted = i;
}

bool industry_measure_update(struct view_industries *industries, struct view *view,
                             const struct reader_group *group)
{
    if (industries->version == 0) {
        choose_first_measure(industries, group, view->ui->selection.column);
        industries->chosen = -1;
    }
    if (industries->wanted < 0 || industries->wanted >= group->column_count)
        return false;
    if (industries->version == view->playback->version + 1 &&
        industries->chosen == industries->wanted)
        return industries->measure.values != NULL;
    industry_measure_free(industries);
    industries->version = view->playback->version + 1;
    industries->chosen = industries->wanted;
    industries->regions = group->dimensions[industries->region_dimension].size;
    industries->industries = group->dimensions[industries->industry_dimension].size;
    const char *name = group->columns[industries->chosen].name;
    const struct playback_column *column = playback_column(view->playback, "industry", name);
    const struct playback_column *opening = opening_of(view, name);
    if (!column || column->records == 0 ||
        !series_make(&industries->measure, column, opening, true,
                     view->playback->reader.days_per_step))
        return false;
    industries->limit = colour_limit(&industries->measure);
    make_totals(industries, opening);
    return true;
}

void view_industries_measure(struct view_industries *industries, struct view *view, int by)
{
    const struct reader_group *group = playback_group(view->playback, "industry");
    if (!group || industries->version == 0 || industries->wanted < 0)
        return;
    for (int tried = 0; tried < group->column_count; tried++) {
        industries->wanted = (industries->wanted + by + group->column_count) % group->column_count;
        if (industry_measure_is(&group->columns[industries->wanted]))
            return;
    }
}

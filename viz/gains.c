#include "viz/gains.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The model's year of accounts: 52 weeks. */
#define YEAR_DAYS 364.0

static const struct {
    const char *name, *meaning;
} TEXTS[GAINS_SERIES] = {
    [GAINS_INCOME] = {"Real national income",
                      "gross national income over the GDP deflator, dollars of the start"},
    [GAINS_PRODUCT] = {"Real GDP", "gross domestic product at prices of the start"},
    [GAINS_CONSUMPTION] = {"Real consumption",
                           "what households buy, over consumer prices, dollars of the start"},
    [GAINS_WORK] = {"Persons working", "mean of the year"},
    [GAINS_WAGES] = {"Wages", "to those who work, contributions included"},
    [GAINS_SURPLUS] = {"Profits", "gross operating surplus: to owners, lenders and for wear"},
    [GAINS_TAXES] = {"Taxes on products", "to the state, tariffs included, less subsidies"},
    [GAINS_ABROAD] = {"Income from abroad", "interest and profits received, less those paid"},
};

const char *gains_name(int series)
{
    return TEXTS[series].name;
}

const char *gains_meaning(int series)
{
    return TEXTS[series].meaning;
}

void gains_free(struct gains *gains)
{
    free(gains->end), free(gains->years), free(gains->mine), free(gains->theirs);
    *gains = (struct gains){0};
}

static double *row_of(double *values, const struct gains *gains, int series, int region)
{
    return values +
           ((uint64_t)series * ((uint64_t)gains->regions + 1) + (uint64_t)region) * gains->quarters;
}

static const double *row_in(const double *values, const struct gains *gains, int series, int region)
{
    return values +
           ((uint64_t)series * ((uint64_t)gains->regions + 1) + (uint64_t)region) * gains->quarters;
}

/* --- from the files ------------------------------------------------------------------------- */

/* The accounts of a run: by quarter and region. */
struct accounts {
    struct view *view;
    const struct reader_group *group, *weekly; /* /account, /region; the latter may be NULL */
    const struct playback_column *gdp, *real_gdp, *gni, *steps;
};

static const struct playback_column *history(struct view *view, const char *group, const char *name)
{
    const struct playback_column *column = playback_column(view->playback, group, name);
    return column && column->has_time && column->records > 0 ? column : NULL;
}

static bool open_accounts(struct accounts *accounts, struct view *view)
{
    const struct reader_group *weekly = playback_group(view->playback, "region");
    *accounts = (struct accounts){
        .view = view,
        .group = playback_group(view->playback, "account"),
        .weekly = weekly && weekly->dimension_count == 1 ? weekly : NULL,
        .gdp = history(view, "account", "gdp"),
        .real_gdp = history(view, "account", "real_gdp"),
        .gni = history(view, "account", "gni"),
        .steps = history(view, "account", "steps"),
    };
    return accounts->group && accounts->group->dimension_count == 1 && accounts->gdp &&
           accounts->real_gdp && accounts->gni;
}

/* The record of the other run's quarter that ends on the same days of the calendar, or -1. */
static int64_t same_quarter(const struct accounts *other, double date)
{
    const struct reader_group *group = other->group;
    double day = date - other->view->timeline->start_day;
    uint64_t t = playback_at(group->days, group->records, day + 3);
    return fabs(group->days[t] - day) <= 3 ? (int64_t)t : -1;
}

static double value_at(const struct playback_column *column, uint64_t record, uint64_t row)
{
    return column && record < column->records && row < column->rows
               ? column->values[record * column->rows + row]
               : NAN;
}

/* Length of a quarter in years. */
static double length_of(const struct accounts *accounts, uint64_t record)
{
    const struct reader_group *group = accounts->group;
    double steps = value_at(accounts->steps, record, 0);
    double days = steps * accounts->view->playback->reader.days_per_step;
    if (!(days > 0))
        days = group->days[record] - (record > 0 ? group->days[record - 1] : 0);
    return days > 0 ? days / YEAR_DAYS : 0.25;
}

/* Sum (or mean) over the weeks of a quarter of a column of /region, divided by another one. */
static double over_weeks(const struct accounts *accounts, const char *name, const char *divisor,
                         const char *region, uint64_t quarter, bool mean)
{
    const struct playback_column *column = history(accounts->view, "region", name);
    const struct playback_column *by = divisor ? history(accounts->view, "region", divisor) : NULL;
    int64_t row = accounts->weekly ? playback_position(accounts->weekly, 0, region) : -1;
    if (!column || row < 0 || (divisor && !by))
        return NAN;
    double after = quarter > 0 ? accounts->group->days[quarter - 1] : 0, sum = 0, weeks = 0;
    for (uint64_t t = playback_at(column->days, column->records, accounts->group->days[quarter]);
         column->days[t] > after + 1e-6; t--) {
        double value = value_at(column, t, (uint64_t)row);
        sum += by ? value / value_at(by, t, (uint64_t)row) : value;
        weeks++;
        if (t == 0)
            break;
    }
    return weeks == 0 ? NAN : mean ? sum / weeks : sum;
}

static double quarter_value(const struct accounts *accounts, int series, const char *region,
                            uint64_t record)
{
    static const char *const COLUMNS[] = {[GAINS_WAGES] = "wages",
                                          [GAINS_SURPLUS] = "operating_surplus",
                                          [GAINS_TAXES] = "product_taxes",
                                          [GAINS_ABROAD] = "foreign_income"};
    uint64_t row = (uint64_t)playback_position(accounts->group, 0, region);
    double product = value_at(accounts->real_gdp, record, row) / 100;
    double deflated = product / value_at(accounts->gdp, record, row);
    switch (series) {
    case GAINS_INCOME:
        return value_at(accounts->gni, record, row) * deflated;
    case GAINS_PRODUCT:
        return product;
    case GAINS_CONSUMPTION:
        return over_weeks(accounts, "consumption", "consumer_prices", region, record, false) / 100;
    case GAINS_WORK:
        return over_weeks(accounts, "employed", NULL, region, record, true);
    default:
        return value_at(history(accounts->view, "account", COLUMNS[series]), record, row) *
               deflated;
    }
}

static void find_regions(struct gains *gains, const struct accounts *a, const struct accounts *b)
{
    char number[24];
    for (uint64_t r = 0; r < a->group->rows && gains->regions < GAINS_REGIONS; r++) {
        const char *code = playback_label(a->group, 0, r, number);
        if (playback_position(b->group, 0, code) >= 0)
            snprintf(gains->region[gains->regions++], GAINS_LABEL, "%s", code);
    }
}

static void fill(struct gains *gains, const struct accounts *accounts, const uint64_t *records,
                 double *values)
{
    for (int s = 0; s < GAINS_SERIES; s++) {
        double *world = row_of(values, gains, s, gains->regions);
        for (uint64_t q = 0; q < gains->quarters; q++)
            world[q] = 0;
        for (int r = 0; r < gains->regions; r++) {
            double *row = row_of(values, gains, s, r);
            for (uint64_t q = 0; q < gains->quarters; q++) {
                row[q] = quarter_value(accounts, s, gains->region[r], records[q]);
                world[q] += row[q];
            }
        }
    }
}

static bool allocate(struct gains *gains, uint64_t quarters)
{
    size_t size = (size_t)GAINS_SERIES * ((size_t)gains->regions + 1) * quarters + 1;
    gains->end = malloc((quarters + 1) * sizeof(double));
    gains->years = malloc((quarters + 1) * sizeof(double));
    gains->mine = calloc(size, sizeof(double));
    gains->theirs = calloc(size, sizeof(double));
    return gains->end && gains->years && gains->mine && gains->theirs;
}

static const char *make(struct gains *gains, struct view *view)
{
    struct accounts mine, theirs;
    bool here = open_accounts(&mine, view), there = open_accounts(&theirs, view->other);
    if ((!here && view->playback->waiting) || (!there && view->other->playback->waiting))
        return "Reading the accounts\n";
    if (!here || !there)
        return "No quarterly accounts to compare\nBoth files need /account with gdp, real_gdp and "
               "gni by region.";
    find_regions(gains, &mine, &theirs);
    if (gains->regions == 0)
        return "No region in common\nThe two files have accounts of different regions.";
    uint64_t *records = calloc(2 * mine.group->records + 1, sizeof *records), n = 0;
    if (!records || !allocate(gains, mine.group->records)) {
        free(records);
        return "No memory\nThe accounts do not fit into memory.";
    }
    uint64_t *others = records + mine.group->records;
    for (uint64_t t = 0; t < mine.group->records; t++) {
        double day = mine.group->days[t];
        int64_t other = same_quarter(&theirs, view->timeline->start_day + day);
        if (other < 0)
            continue;
        gains->years[n] = length_of(&mine, t);
        if (n == 0)
            gains->start = day - gains->years[0] * YEAR_DAYS;
        gains->end[n] = day;
        records[n] = t, others[n] = (uint64_t)other;
        n++;
    }
    gains->quarters = n;
    fill(gains, &mine, records, gains->mine);
    fill(gains, &theirs, others, gains->theirs);
    free(records);
    return n > 0 ? NULL
                 : "No quarter in common\nThe two runs do not cover the same time, or none has "
                   "ended its first quarter.";
}

void gains_update(struct gains *gains, struct view *view)
{
    uint64_t version = view->playback->version + 1;
    uint64_t other = view->other ? view->other->playback->version + 1 : 0;
    if (gains->version == version && gains->other == view->other && gains->other_version == other)
        return;
    gains_free(gains);
    gains->version = version, gains->other = view->other, gains->other_version = other;
    gains->trouble = view->other ? make(gains, view) : "Nothing to compare with";
}

/* --- answers -------------------------------------------------------------------------------- */

int64_t gains_quarter(const struct gains *gains, const struct view *view)
{
    double day = timeline_day(view->timeline);
    if (gains->quarters == 0 || gains->end[0] > day + 1e-6)
        return -1;
    return (int64_t)playback_at(gains->end, gains->quarters, day);
}

static uint64_t first_of_year(const struct gains *gains, uint64_t quarter)
{
    uint64_t first = quarter;
    double years = gains->years[quarter];
    while (first > 0 && years + gains->years[first - 1] < 1.06)
        years += gains->years[--first];
    return first;
}

struct gains_pair gains_year(const struct gains *gains, int series, int region, uint64_t quarter)
{
    const double *mine = row_in(gains->mine, gains, series, region);
    const double *theirs = row_in(gains->theirs, gains, series, region);
    struct gains_pair sum = {0, 0};
    double years = 0;
    for (uint64_t q = first_of_year(gains, quarter); q <= quarter; q++) {
        /* Persons are a level, the others are amounts of the quarter. */
        double weight = series == GAINS_WORK ? gains->years[q] : 1;
        sum.mine += weight * mine[q], sum.theirs += weight * theirs[q];
        years += gains->years[q];
    }
    return (struct gains_pair){sum.mine / years, sum.theirs / years};
}

double gains_rate(const struct gains *gains, int series, int region, uint64_t quarter)
{
    double difference = row_in(gains->mine, gains, series, region)[quarter] -
                        row_in(gains->theirs, gains, series, region)[quarter];
    return series == GAINS_WORK ? difference : difference / gains->years[quarter];
}

double gains_sum(const struct gains *gains, int series, int region, uint64_t quarter, double rate)
{
    double sum = 0, passed = 0;
    for (uint64_t q = 0; q <= quarter && q < gains->quarters; q++) {
        double year = floor(passed + 0.06) + 0.5; /* quarters have 12 to 14 weeks */
        sum += gains_rate(gains, series, region, q) * gains->years[q] / pow(1 + rate, year);
        passed += gains->years[q];
    }
    return sum;
}

/* --- industries ----------------------------------------------------------------------------- */

/* Value added over the year in dollars of the start, added to sums by industry of `first`. */
static void add_industries(struct view *view, const struct reader_group *first, const char *region,
                           double after, double until, double *sums)
{
    const struct reader_group *group = playback_group(view->playback, "industry");
    const struct reader_group *regions = playback_group(view->playback, "region");
    const struct playback_column *added = history(view, "industry", "value_added");
    const struct playback_column *gdp = history(view, "region", "gdp");
    const struct playback_column *volume = history(view, "region", "real_gdp");
    int r = group ? playback_dimension(group, "region") : -1;
    int i = group ? playback_dimension(group, "industry") : -1;
    int own = playback_dimension(first, "industry");
    int64_t row =
        regions && regions->dimension_count == 1 ? playback_position(regions, 0, region) : -1;
    int64_t place = r >= 0 ? playback_position(group, r, region) : -1;
    for (uint64_t k = 0; k < first->dimensions[own].size && k < GAINS_INDUSTRIES; k++) {
        char number[24];
        const char *code = playback_label(first, own, k, number);
        int64_t at = i >= 0 && group->dimension_count == 2 ? playback_position(group, i, code) : -1;
        if (!added || !gdp || !volume || row < 0 || place < 0 || at < 0) {
            sums[k] = NAN;
            continue;
        }
        uint64_t cell = r == 0 ? (uint64_t)place * group->dimensions[1].size + (uint64_t)at
                               : (uint64_t)at * group->dimensions[1].size + (uint64_t)place;
        for (uint64_t t = playback_at(added->days, added->records, until);
             added->days[t] > after + 1e-6; t--) {
            uint64_t w = playback_at(gdp->days, gdp->records, added->days[t]);
            sums[k] += value_at(added, t, cell) / 100 * value_at(volume, w, (uint64_t)row) /
                       value_at(gdp, w, (uint64_t)row);
            if (t == 0)
                break;
        }
    }
}

int gains_industries(const struct gains *gains, struct view *view, int region, uint64_t quarter,
                     struct gains_industry *industries)
{
    const struct reader_group *group = playback_group(view->playback, "industry");
    int own = group ? playback_dimension(group, "industry") : -1, count = 0;
    if (own < 0 || !view->other)
        return 0;
    double mine[GAINS_INDUSTRIES] = {0}, theirs[GAINS_INDUSTRIES] = {0}, years = 0;
    uint64_t first = first_of_year(gains, quarter);
    for (uint64_t q = first; q <= quarter; q++)
        years += gains->years[q];
    double until = gains->end[quarter], after = until - years * YEAR_DAYS;
    double shift = view->timeline->start_day - view->other->timeline->start_day;
    int from = region == gains->regions ? 0 : region;
    int end = region == gains->regions ? gains->regions : region + 1;
    for (int r = from; r < end; r++) {
        add_industries(view, group, gains->region[r], after, until, mine);
        add_industries(view->other, group, gains->region[r], after + shift, until + shift, theirs);
    }
    for (uint64_t k = 0; k < group->dimensions[own].size && k < GAINS_INDUSTRIES; k++)
        if (isfinite(mine[k]) && isfinite(theirs[k]) && group->dimensions[own].labels)
            industries[count++] = (struct gains_industry){group->dimensions[own].labels[k],
                                                          {mine[k] / years, theirs[k] / years}};
    return count;
}

/* A small run with an investment facility for the viewer: five rows of projects, one not used.
 *
 *     0  Steel 1         a candidate all along
 *     1  Great reactor   official; built from step 2 to 10, planned for 6 weeks; works
 *     2  Steel 3         fails in step 15 and loses $2 bn
 *     3  Chip factory 4  declined in step 5
 *     4                  empty
 */
#ifndef KEIRETSU_TESTS_FACILITY_SAMPLE_H
#define KEIRETSU_TESTS_FACILITY_SAMPLE_H

#include "viewer_sample.h"

enum { FACILITY_ROWS = 5, FACILITY_YEARS = 2, FACILITY_STEPS = 20 };

static const double BN = 1e11; /* US cents */

#define REAL(name, nature, unit)                                                                   \
    {                                                                                              \
        name, COLUMN_real, nature, unit, 0, "a column"                                             \
    }

/* In the order of facility_fill. */
static const struct column FACILITY_COLUMNS_OF_FACILITY[] = {
    REAL("envelope", TRAIT, "US cent"),  REAL("named", STOCK, "US cent"),
    REAL("committed", STOCK, "US cent"), REAL("paid_out", STOCK, "US cent"),
    REAL("ceiling", STOCK, ""),          REAL("pace", FLOW, ""),
    REAL("shortfall", STOCK, "1"),       REAL("dollar_spread", STOCK, "1/year"),
    REAL("proposed", STOCK, "projects"),
};
static const struct column FACILITY_COLUMNS_OF_PROJECT[] = {
    REAL("stage", STOCK, ""),
    REAL("kind", STOCK, ""),
    REAL("official", STOCK, ""),
    REAL("site", STOCK, ""),
    REAL("listed", STOCK, "step"),
    REAL("screened", STOCK, "step"),
    REAL("recommended", STOCK, "step"),
    REAL("selected", STOCK, "step"),
    REAL("noticed", STOCK, "step"),
    REAL("funded", STOCK, "step"),
    REAL("started", STOCK, "step"),
    REAL("finished", STOCK, "step"),
    REAL("ended", STOCK, "step"),
    REAL("cost", STOCK, "US cent"),
    REAL("in_kind", STOCK, "1"),
    REAL("build_weeks", STOCK, "week"),
    REAL("paid_out", STOCK, "US cent"),
    REAL("spent", STOCK, "US cent"),
    REAL("lost", STOCK, "US cent"),
    REAL("irr_home", STOCK, "1/year"),
    REAL("npv_home", STOCK, "US cent"),
    REAL("received_home", STOCK, "US cent"),
    REAL("premium", FLOW, "US cent/step"),
    REAL("to_policy", FLOW, "US cent/step"),
    REAL("to_host", FLOW, "US cent/step"),
    REAL("sponsor_estimate", STOCK, "1/year"),
    REAL("true_return", STOCK, "1/year"),
    REAL("loan_share", STOCK, "1"),
    REAL("host_share", STOCK, "1"),
    REAL("commitment", STOCK, "US cent"),
};
static const struct column FACILITY_COLUMNS_OF_YEAR[] = {
    REAL("paid_home", STOCK, "US cent"),
    REAL("received_home", STOCK, "US cent"),
    REAL("paid_host", STOCK, "US cent"),
    REAL("received_host", STOCK, "US cent"),
};
static const struct column FACILITY_COLUMNS_OF_LIST[] = {REAL("named", FLOW, "US cent")};
static const struct column FACILITY_COLUMNS_OF_REGION[] = {REAL("real_gdp", FLOW, "cent/step")};

static const char *const FACILITY_KINDS[] = {"Steel", "Chip factory"};
static const char *const FACILITY_SITES[] = {"Ohio", "Texas"};
static const char *const FACILITY_CANDIDATES[] = {"Great reactor"};
static const char *const FACILITY_REGIONS[] = {"JPN", "USA"};

enum facility_group {
    GROUP_REGION,
    GROUP_FACILITY,
    GROUP_PROJECT,
    GROUP_KIND,
    GROUP_SITE,
    GROUP_CANDIDATE,
    GROUP_YEAR,
    FACILITY_GROUPS
};

struct facility_sample {
    struct table tables[FACILITY_GROUPS];
    void *data[FACILITY_GROUPS][40];
    struct run_file_group groups[FACILITY_GROUPS];
    struct run_file_options options;
};

static inline void facility_table(struct facility_sample *sample, enum facility_group g,
                                  const char *name, const struct column *columns, int column_count,
                                  struct dimension first, struct dimension second)
{
    struct table *table = &sample->tables[g];
    const struct dimension dimensions[] = {first, second};
    *table = table_sample(name, columns, column_count, dimensions, second.size > 0 ? 2 : 1,
                          sample->data[g], 1);
    sample->groups[g] = (struct run_file_group){table, name, 1};
}

static inline double *facility_column(struct facility_sample *sample, enum facility_group g,
                                      const char *name)
{
    int c = table_column(&sample->tables[g], name);
    assert_true(c >= 0);
    return sample->data[g][c];
}

/* Sets a column of a project from a step on. */
static inline void facility_set(struct facility_sample *sample, const char *name, int row,
                                double value)
{
    facility_column(sample, GROUP_PROJECT, name)[row] = value;
}

static inline void facility_dates(struct facility_sample *sample, int row, uint32_t step,
                                  uint32_t until)
{
    static const char *const DATES[] = {"listed",  "screened", "recommended", "selected",
                                        "noticed", "funded",   "started"};
    for (uint32_t i = 0; i < until && step > 0; i++)
        facility_set(sample, DATES[i], row, i < 2 ? 1 : 2);
}

static inline void facility_fill(struct facility_sample *sample, uint32_t step)
{
    static const double COST[] = {1, 4, 3, 5, 0};
    double *facility[9];
    for (int c = 0; c < 9; c++)
        facility[c] = sample->data[GROUP_FACILITY][c];
    facility[0][0] = 10 * BN, facility[1][0] = step > 1 ? 9 * BN : 0;
    facility[2][0] = step > 1 ? 8 * BN : 0, facility[3][0] = 0.3 * step * BN;
    facility[4][0] = step < 8, facility[5][0] = 2, facility[6][0] = 0.05, facility[7][0] = 0.004;
    facility[8][0] = step > 0 ? 6 : 0; /* two rows were used again */
    for (int row = 0; row < FACILITY_ROWS - 1 && step > 0; row++) {
        facility_set(sample, "stage", row, 1);
        facility_set(sample, "listed", row, 1);
        facility_set(sample, "kind", row, row == 3);
        facility_set(sample, "site", row, row % 2 + 1);
        facility_set(sample, "cost", row, COST[row] * BN);
        facility_set(sample, "sponsor_estimate", row, 0.12);
        facility_set(sample, "true_return", row, 0.06);
    }
    facility_set(sample, "official", 1, step > 0);
    facility_set(sample, "in_kind", 1, 0.2);
    for (int row = 1; row < 3 && step >= 2; row++) {
        facility_dates(sample, row, step, 7);
        facility_set(sample, "stage", row, 7);
        facility_set(sample, "build_weeks", row, row == 1 ? 6 : 30);
        facility_set(sample, "paid_out", row, (row == 1 ? 0.2 : 0.1) * step * BN);
        facility_set(sample, "spent", row, (row == 1 ? 0.2 : 0.1) * step * BN);
        facility_set(sample, "commitment", row, COST[row] * BN);
        facility_set(sample, "loan_share", row, 0.95);
        facility_set(sample, "host_share", row, 0.05);
        facility_set(sample, "npv_home", row, row == 1 ? 0.5 * BN : -2 * BN);
        facility_set(sample, "irr_home", row, row == 1 ? 0.05 : -0.1);
    }
    if (step >= 10) { /* a week's cash: 1 premium, 4 policy bank, 5 host; in m dollars */
        facility_set(sample, "stage", 1, 8);
        facility_set(sample, "finished", 1, 10);
        facility_set(sample, "premium", 1, 1e8);
        facility_set(sample, "to_policy", 1, 4e8);
        facility_set(sample, "to_host", 1, 5e8);
        facility_set(sample, "received_home", 1, (step - 9) * 5e8);
    }
    if (step >= 15) {
        facility_set(sample, "stage", 2, 9);
        facility_set(sample, "ended", 2, 15);
        facility_set(sample, "lost", 2, 2 * BN);
    }
    if (step >= 2)
        facility_dates(sample, 3, step, 5);
    if (step >= 5) {
        facility_set(sample, "stage", 3, 10);
        facility_set(sample, "ended", 3, 5);
    }
    for (int y = 0; y < FACILITY_ROWS * FACILITY_YEARS; y++)
        for (int f = 0; f < 4; f++)
            ((double *)sample->data[GROUP_YEAR][f])[y] = step * 1e8 * (f + 1);
    for (int r = 0; r < 2; r++)
        ((double *)sample->data[GROUP_REGION][0])[r] = 1e12;
}

static inline struct facility_sample *facility_sample_new(const char *path)
{
    struct facility_sample *sample = calloc(1, sizeof *sample);
    const struct dimension none = {0};
    assert_non_null(sample);
    facility_table(sample, GROUP_REGION, "region", FACILITY_COLUMNS_OF_REGION, 1,
                   (struct dimension){"region", 2, FACILITY_REGIONS}, none);
    facility_table(sample, GROUP_FACILITY, "facility", FACILITY_COLUMNS_OF_FACILITY, 9,
                   (struct dimension){"facility", 1, NULL}, none);
    facility_table(sample, GROUP_PROJECT, "project", FACILITY_COLUMNS_OF_PROJECT,
                   sizeof FACILITY_COLUMNS_OF_PROJECT / sizeof *FACILITY_COLUMNS_OF_PROJECT,
                   (struct dimension){"project", FACILITY_ROWS, NULL}, none);
    facility_table(sample, GROUP_KIND, "project_kind", FACILITY_COLUMNS_OF_LIST, 1,
                   (struct dimension){"kind", 2, FACILITY_KINDS}, none);
    facility_table(sample, GROUP_SITE, "project_site", FACILITY_COLUMNS_OF_LIST, 1,
                   (struct dimension){"site", 2, FACILITY_SITES}, none);
    facility_table(sample, GROUP_CANDIDATE, "project_candidate", FACILITY_COLUMNS_OF_LIST, 1,
                   (struct dimension){"candidate", 1, FACILITY_CANDIDATES}, none);
    facility_table(sample, GROUP_YEAR, "project_year", FACILITY_COLUMNS_OF_YEAR, 4,
                   (struct dimension){"project", FACILITY_ROWS, NULL},
                   (struct dimension){"year_of_run", FACILITY_YEARS, NULL});
    sample->options = (struct run_file_options){
        .path = path,
        .start_date = "2025-01-06",
        .days_per_step = 7,
        .steps = FACILITY_STEPS,
        .groups = sample->groups,
        .group_count = FACILITY_GROUPS,
    };
    facility_fill(sample, 0);
    return sample;
}

static inline void facility_sample_free(struct facility_sample *sample)
{
    for (int g = 0; g < FACILITY_GROUPS; g++)
        for (int c = 0; c < 40; c++)
            free(sample->data[g][c]);
    free(sample);
}

/* A run of the groups first .. first + count - 1; without records where `last` is negative. With
 * `broken` all figures of projects but their stage are not finite. */
static inline void facility_write(const char *path, int first, int count, int last, bool broken)
{
    struct error err = {0};
    struct run_file *file;
    struct facility_sample *sample = facility_sample_new(path);
    unlink(path);
    sample->options.groups = sample->groups + first;
    sample->options.group_count = count;
    assert_success(run_file_create(&file, &sample->options, &err), err);
    for (int step = 0; step <= last; step++) {
        facility_fill(sample, (uint32_t)step);
        for (int c = 1; broken && c < sample->tables[GROUP_PROJECT].column_count; c++)
            for (int row = 0; row < FACILITY_ROWS; row++)
                ((double *)sample->data[GROUP_PROJECT][c])[row] = row == 0   ? NAN
                                                                  : row == 1 ? (double)INFINITY
                                                                  : row == 2 ? -1e300
                                                                             : 1e300;
        assert_success(run_file_record(file, (uint32_t)step, &err), err);
    }
    assert_success(run_file_close(file, &err), err);
    facility_sample_free(sample);
}

#endif

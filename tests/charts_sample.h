/* Runs whose numbers can be worked out by hand, for charts and industries: regions and industries by
 * any labels in any order, any spacing of records, any start. In step s of a run of `factor`
 *     real_gdp[r]            factor * s cents a step times the region's number (JPN 1, USA 2, ...)
 *     debt[r]                factor * (1000 + 10 s) cents times the region's number
 *     unemployment_rate[r]   0.05 + 0.001 s * factor
 *     balance[r]             factor * (s - 60) cents a step
 *     cost (facility)        7 s US cents
 *     output[r][k]           factor * (100 + s) cents a step times region and industry numbers
 *     price[r][k]            factor * (1 + 0.01 s)
 * where the number of a label is its place in CHARTS_LABELS plus one. */
#ifndef KEIRETSU_TESTS_CHARTS_SAMPLE_H
#define KEIRETSU_TESTS_CHARTS_SAMPLE_H

#include "support.h"
#include "table_sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/run_file.h"

enum { CHARTS_STEPS = 120, CHARTS_REGIONS = 40 };

struct charts_sample {
    const char *path, *start;   /* start NULL: 2025-01-06 */
    const char *const *regions; /* labels; NULL: R0, R1, ... and numbers 1, 2, ... */
    int region_count;
    const char *const *industries;
    int industry_count;    /* 0: no such group */
    uint32_t every, steps; /* 0: each step, CHARTS_STEPS */
    double factor;
    bool facility;
};

static const char *const CHARTS_LABELS[] = {"JPN", "USA", "TWN", "A", "C26"};

static inline double charts_number(const struct charts_sample *sample, const char *const *labels,
                                   int at)
{
    (void)sample;
    for (size_t i = 0; labels && i < sizeof CHARTS_LABELS / sizeof *CHARTS_LABELS; i++)
        if (strcmp(CHARTS_LABELS[i], labels[at]) == 0)
            return (double)i + 1;
    return at + 1;
}

static const struct column CHARTS_REGION_COLUMNS[] = {
    {"real_gdp", COLUMN_real, FLOW, "cent/step", 0, "product"},
    {"debt", COLUMN_real, STOCK, "cent", 0, "debt"},
    {"unemployment_rate", COLUMN_real, STOCK, "1", 0, "unemployed in labour force"},
    {"balance", COLUMN_real, FLOW, "cent/step", 0, "a balance that changes sign"},
};
static const struct column CHARTS_FACILITY_COLUMNS[] = {
    {"cost", COLUMN_real, STOCK, "US cent", 0, "cost so far"},
    {"kind", COLUMN_small, STOCK, "", 0, "a code, which is no series"},
};
static const struct column CHARTS_INDUSTRY_COLUMNS[] = {
    {"output", COLUMN_real, FLOW, "cent/step", 0, "output"},
    {"price", COLUMN_real, STOCK, "1", 0, "price"},
};

static inline void charts_fill(const struct charts_sample *sample, void *data[3][4], uint32_t step)
{
    double s = step, factor = sample->factor;
    double *gdp = data[0][0], *debt = data[0][1], *rate = data[0][2], *balance = data[0][3];
    for (int r = 0; r < sample->region_count; r++) {
        double number = charts_number(sample, sample->regions, r);
        gdp[r] = factor * s * number;
        debt[r] = factor * (1000 + 10 * s) * number;
        rate[r] = 0.05 + 0.001 * s * factor;
        balance[r] = step == 0 ? 0 : factor * (s - 60);
        for (int k = 0; k < sample->industry_count; k++) {
            int cell = r * sample->industry_count + k;
            double both = number * charts_number(sample, sample->industries, k);
            ((double *)data[2][0])[cell] = step == 0 ? 0 : factor * (100 + s) * both;
            ((double *)data[2][1])[cell] = factor * (1 + 0.01 * s);
        }
    }
    ((double *)data[1][0])[0] = 7 * s;
}

static inline void charts_write(const struct charts_sample *sample)
{
    static char labels[CHARTS_REGIONS][8];
    const char *numbered[CHARTS_REGIONS];
    for (int r = 0; r < CHARTS_REGIONS; r++) {
        snprintf(labels[r], sizeof labels[r], "R%d", r);
        numbered[r] = labels[r];
    }
    const struct dimension region = {"region", (uint64_t)sample->region_count,
                                     sample->regions ? sample->regions : numbered};
    const struct dimension facility = {"facility", 1, NULL};
    const struct dimension cells[] = {
        region, {"industry", (uint64_t)sample->industry_count, sample->industries}};
    void *data[3][4] = {{NULL}};
    struct table tables[3];
    struct run_file_group groups[3];
    int count = 0;
    tables[0] = table_sample("region", CHARTS_REGION_COLUMNS, 4, &region, 1, data[0], 1);
    tables[1] = table_sample("facility", CHARTS_FACILITY_COLUMNS, 2, &facility, 1, data[1], 1);
    if (sample->industry_count > 0)
        tables[2] = table_sample("industry", CHARTS_INDUSTRY_COLUMNS, 2, cells, 2, data[2], 1);
    uint32_t every = sample->every ? sample->every : 1;
    groups[count++] = (struct run_file_group){&tables[0], "region", every};
    if (sample->facility)
        groups[count++] = (struct run_file_group){&tables[1], "facility", every};
    if (sample->industry_count > 0)
        groups[count++] = (struct run_file_group){&tables[2], "industry", every};
    uint32_t steps = sample->steps ? sample->steps : CHARTS_STEPS;
    struct error err = {0};
    struct run_file *file;
    const struct run_file_options options = {
        .path = sample->path,
        .start_date = sample->start ? sample->start : "2025-01-06",
        .days_per_step = 7,
        .steps = steps,
        .groups = groups,
        .group_count = count,
    };
    assert_success(run_file_create(&file, &options, &err), err);
    for (uint32_t step = 0; step <= steps; step++) {
        charts_fill(sample, data, step);
        assert_success(run_file_record(file, step, &err), err);
    }
    assert_success(run_file_close(file, &err), err);
    for (int g = 0; g < 3; g++)
        for (int c = 0; c < 4; c++)
            free(data[g][c]);
}

static const char *const CHARTS_TWO[] = {"JPN", "USA"};
static const char *const CHARTS_THREE[] = {"TWN", "USA", "JPN"}; /* more, and in another order */
static const char *const CHARTS_INDUSTRIES[] = {"A", "C26"};
static const char *const CHARTS_INDUSTRIES_TURNED[] = {"C26", "A"};

#endif

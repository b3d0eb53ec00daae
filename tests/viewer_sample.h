/* A small run for the viewer: three regions, four industries, what held output back. Output of
 * USA/C26 falls by 40 % in step 10 and comes back; ROW has no C26 at all. */
#ifndef KEIRETSU_TESTS_VIEWER_SAMPLE_H
#define KEIRETSU_TESTS_VIEWER_SAMPLE_H

#include "support.h"
#include "table_sample.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/table.h"
#include "output/run_file.h"

enum { VIEWER_REGIONS = 3, VIEWER_INDUSTRIES = 4, VIEWER_CAUSES = 2, VIEWER_STEPS = 20 };

static const char *const VIEWER_REGION[] = {"JPN", "USA", "ROW"};
static const char *const VIEWER_INDUSTRY[] = {"A", "C26", "C29", "Q"};
static const char *const VIEWER_CAUSE[] = {"capacity", "named input"};

static const struct column VIEWER_REGION_COLUMNS[] = {
    {"real_gdp", COLUMN_real, FLOW, "cent/step", 0, "gross domestic product at opening prices"},
    {"unemployment_rate", COLUMN_real, STOCK, "1", 0, "unemployed in labour force"},
    {"trade_balance", COLUMN_money, FLOW, "cent/step", 0, "exports less imports"},
    {"broken", COLUMN_real, STOCK, "1", 0, "a column of values that are not finite"},
};
static const struct column VIEWER_INDUSTRY_COLUMNS[] = {
    {"opening_output", COLUMN_real, TRAIT, "cent/step", 0, "output at the start"},
    {"output", COLUMN_real, FLOW, "cent/step", 0, "output at opening prices"},
    {"price", COLUMN_real, STOCK, "1", 0, "mean price"},
};
static const struct column VIEWER_CAUSE_COLUMNS[] = {
    {"output_lost", COLUMN_real, FLOW, "cent/step", 0, "output below demand"},
};

struct viewer_sample {
    struct table tables[3];
    void *data[3][4];
    struct run_file_group groups[3];
    struct attribute attributes[3];
    struct run_file_options options;
};

static inline void viewer_table(struct viewer_sample *sample, int g, const char *name,
                                const struct column *columns, int column_count, int dimension_count)
{
    const struct dimension dimensions[] = {{"region", VIEWER_REGIONS, VIEWER_REGION},
                                           {"industry", VIEWER_INDUSTRIES, VIEWER_INDUSTRY},
                                           {"cause", VIEWER_CAUSES, VIEWER_CAUSE}};
    struct table *table = &sample->tables[g];
    *table =
        table_sample(name, columns, column_count, dimensions, dimension_count, sample->data[g], 1);
    sample->groups[g] = (struct run_file_group){table, name, 1};
}

/* Set: files are written without the fire. */
static bool viewer_calm;

/* Output of a cell in per cent of its start. */
static inline double viewer_output(uint64_t region, uint64_t industry, uint32_t step)
{
    if (region == 1 && industry == 1 && step >= 10 && !viewer_calm)
        return 60 + 4.0 * (step - 10);
    return 100 + 0.1 * step;
}

static inline void viewer_fill(struct viewer_sample *sample, uint32_t step)
{
    double *gdp = sample->data[0][0], *rate = sample->data[0][1], *broken = sample->data[0][3];
    money *balance = sample->data[0][2];
    for (uint64_t r = 0; r < VIEWER_REGIONS; r++) {
        gdp[r] = step == 0 ? 0 : 1e12 * (double)(r + 1) * (1 + 0.001 * step);
        rate[r] = 0.03 + 0.01 * (double)r;
        balance[r] = step == 0 ? 0 : (money)(1e9 * ((double)r - 1) * step);
        broken[r] = step % 3 == 0 ? NAN : step % 3 == 1 ? (double)INFINITY : 1e300;
        for (uint64_t k = 0; k < VIEWER_INDUSTRIES; k++) {
            uint64_t cell = r * VIEWER_INDUSTRIES + k;
            double start = r == 2 && k == 1 ? 0 : 1e10 * (double)(k + 1);
            double output = start * viewer_output(r, k, step) / 100;
            ((double *)sample->data[1][0])[cell] = start;
            ((double *)sample->data[1][1])[cell] = step == 0 ? 0 : output;
            ((double *)sample->data[1][2])[cell] = 1 + 0.001 * step;
            ((double *)sample->data[2][0])[cell * 2] = fmax(0, start - output) / 4;
            ((double *)sample->data[2][0])[cell * 2 + 1] = fmax(0, start - output) / 2;
        }
    }
}

static inline struct viewer_sample *viewer_sample_new(const char *path)
{
    struct viewer_sample *sample = calloc(1, sizeof *sample);
    assert_non_null(sample);
    viewer_table(sample, 0, "region", VIEWER_REGION_COLUMNS, 4, 1);
    viewer_table(sample, 1, "industry", VIEWER_INDUSTRY_COLUMNS, 3, 2);
    viewer_table(sample, 2, "constraint", VIEWER_CAUSE_COLUMNS, 1, 3);
    sample->attributes[0] = (struct attribute){.name = "title", .text = "A chip fire"};
    sample->attributes[1] =
        (struct attribute){.name = "seed", .type = ATTRIBUTE_INTEGER, .integer = 7};
    sample->attributes[2] =
        (struct attribute){.name = "firms", .type = ATTRIBUTE_INTEGER, .integer = 20000};
    sample->options = (struct run_file_options){
        .path = path,
        .start_date = "2025-01-06",
        .days_per_step = 7,
        .steps = VIEWER_STEPS,
        .attributes = sample->attributes,
        .attribute_count = 3,
        .groups = sample->groups,
        .group_count = 3,
        .events_max = 8,
    };
    viewer_fill(sample, 0);
    return sample;
}

static inline void viewer_sample_free(struct viewer_sample *sample)
{
    for (int g = 0; g < 3; g++)
        for (int c = 0; c < 4; c++)
            free(sample->data[g][c]);
    free(sample);
}

/* Two events of step 5, and the fire of step 10, which lasts four weeks. */
static inline void viewer_events(struct run_file *file)
{
    static const struct run_event EVENTS[] = {
        {.days = 35, .kind = "price", .where = "ROW A", .what = "share 0.5 for 8 weeks"},
        {.days = 35, .kind = "tariff", .where = "JPN to USA C29", .what = "rate 0.25"},
        {.days = 70, .kind = "capacity_loss", .where = "USA C26", .what = "share 0.4 for 4 weeks"},
    };
    struct error err = {0};
    for (int e = 0; e < 3; e++) {
        struct run_event event = EVENTS[e];
        event.value[EVENT_UNTIL] = e == 1 ? NAN : event.days + (e == 0 ? 56 : 28);
        assert_success(run_file_event(file, &event, &err), err);
    }
}

static inline void viewer_record(struct viewer_sample *sample, struct run_file *file,
                                 uint32_t first, uint32_t last)
{
    struct error err = {0};
    for (uint32_t step = first; step <= last; step++) {
        viewer_fill(sample, step);
        assert_success(run_file_record(file, step, &err), err);
    }
}

/* A whole run of steps 0 .. last with the groups first .. first + count - 1. */
static inline void viewer_write(const char *path, int first, int count_of_groups, uint32_t last)
{
    struct error err = {0};
    struct run_file *file;
    struct viewer_sample *sample = viewer_sample_new(path);
    sample->options.groups = sample->groups + first;
    sample->options.group_count = count_of_groups;
    assert_success(run_file_create(&file, &sample->options, &err), err);
    viewer_events(file);
    viewer_record(sample, file, 0, last);
    assert_success(
        run_file_attribute(
            file, &(struct attribute){.name = "complete", .type = ATTRIBUTE_INTEGER, .integer = 1},
            &err),
        err);
    assert_success(run_file_close(file, &err), err);
    viewer_sample_free(sample);
}

#endif

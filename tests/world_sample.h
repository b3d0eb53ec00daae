/* A run with trade and projects for the map: Japan, the United States and Taiwan. Sales of Taiwan
 * halve in step 10, when its strait is closed for four weeks. */
#ifndef KEIRETSU_TESTS_WORLD_SAMPLE_H
#define KEIRETSU_TESTS_WORLD_SAMPLE_H

#include "viewer_sample.h"

enum { WORLD_SAMPLE_GROUPS = 5, WORLD_SAMPLE_COLUMNS = 8, WORLD_PROJECTS = 5, WORLD_STEPS = 60 };
enum { WORLD_REGION, WORLD_TRADE, WORLD_SITE, WORLD_PROJECT, WORLD_FACILITY };

static const char *const WORLD_CODES[] = {"JPN", "USA", "TWN"};

/* A run to compare with: its regions in another order and one of them another, four weeks later,
 * with a quarter more GDP in Japan and half of the sales of all others; two of the projects
 * are elsewhere or not there. */
static const char *const WORLD_OTHER_CODES[] = {"USA", "JPN", "KOR"};
static const char *const WORLD_INDUSTRIES[] = {"A", "C26"};
static const char *const WORLD_SITES[] = {"Texas", "Ohio"};

static const struct column WORLD_REGION_COLUMNS[] = {
    {"real_gdp", COLUMN_real, FLOW, "cent/step", 0, "gross domestic product"},
    {"gdp", COLUMN_money, FLOW, "cent/step", 0, "gross domestic product"},
    {"exchange_rate", COLUMN_real, STOCK, "currency/USD", 0, "price of a dollar"},
    {"unemployment_rate", COLUMN_real, STOCK, "1", 0, "unemployed in labour force"},
    {"consumer_prices", COLUMN_real, STOCK, "1", 0, "prices"},
};
static const struct column WORLD_TRADE_COLUMNS[] = {
    {"dollars", COLUMN_money, FLOW, "US cent/step", 0, "sales"},
};
static const struct column WORLD_SITE_COLUMNS[] = {
    {"latitude", COLUMN_real, TRAIT, "degrees north", 0, "where it is"},
    {"longitude", COLUMN_real, TRAIT, "degrees east", 0, "where it is"},
    {"committed", COLUMN_real, FLOW, "US cent", 0, "commitments"},
    {"paid_out", COLUMN_real, FLOW, "US cent", 0, "drawn"},
    {"operating", COLUMN_count, FLOW, "projects", 0, "in operation"},
};
static const struct column WORLD_PROJECT_COLUMNS[] = {
    {"stage", COLUMN_tiny, STOCK, "", 0, "stage"},
    {"site", COLUMN_small, STOCK, "", 0, "row of project_site, from 1"},
    {"cost", COLUMN_real, STOCK, "US cent", 0, "cost"},
    {"built", COLUMN_real, STOCK, "cent", 0, "work done"},
    {"work", COLUMN_real, STOCK, "cent", 0, "work to be done"},
};
static const struct column WORLD_FACILITY_COLUMNS[] = {
    {"paid_out", COLUMN_money, STOCK, "US cent", 0, "drawn so far"},
};

struct world_sample {
    struct table tables[WORLD_SAMPLE_GROUPS];
    void *data[WORLD_SAMPLE_GROUPS][WORLD_SAMPLE_COLUMNS];
    struct run_file_group groups[WORLD_SAMPLE_GROUPS];
    struct run_file_options options;
    bool other; /* the run to compare with */
    bool odd;   /* figures that are no numbers, sites nowhere, stages that do not exist */
};

static inline void world_table(struct world_sample *sample, int g, const char *name,
                               const struct column *columns, int count)
{
    struct table *table = &sample->tables[g];
    struct dimension dimensions[DIMENSIONS_MAX];
    memcpy(dimensions, table->dimensions, sizeof dimensions);
    *table =
        table_sample(name, columns, count, dimensions, table->dimension_count, sample->data[g], 1);
    sample->groups[g] = (struct run_file_group){table, name, g == WORLD_TRADE ? 4 : 1};
}

/* US cents a step. */
static inline double world_sample_sales(uint64_t origin, uint64_t destination, uint64_t industry,
                                        uint32_t step)
{
    if (origin == destination || step == 0)
        return 0;
    double sales = 1e12 * (double)(origin + 1) * (double)(industry + 1);
    return origin == 2 && step >= 10 && step < 14 ? sales / 2 : sales;
}

static inline void world_fill(struct world_sample *sample, uint32_t step)
{
    static const double EAST[] = {-97, -83}, NORTH[] = {30.5, 38.8};
    static const double COST[WORLD_PROJECTS] = {4e12, 1e12, 1e12, 2e11, 3e11};
    for (uint64_t r = 0; r < 3; r++) {
        uint64_t c = sample->other && r < 2 ? 1 - r : r;
        double gdp = 1e13 * (double)(c + 1) * (1 + 0.001 * step);
        if (sample->other && c == 0)
            gdp *= 1.25;
        ((double *)sample->data[WORLD_REGION][0])[r] = sample->odd ? NAN : gdp;
        ((money *)sample->data[WORLD_REGION][1])[r] = (money)gdp;
        ((double *)sample->data[WORLD_REGION][2])[r] = sample->odd ? 0 : 1 + 0.01 * step;
        ((double *)sample->data[WORLD_REGION][3])[r] = sample->other ? 0.05 : 0.04;
        ((double *)sample->data[WORLD_REGION][4])[r] = sample->odd ? -(double)INFINITY : 1;
        for (uint64_t d = 0; d < 3; d++)
            for (uint64_t k = 0; k < 2; k++)
                ((money *)sample->data[WORLD_TRADE][0])[(r * 3 + d) * 2 + k] =
                    (money)(world_sample_sales(c, sample->other && d < 2 ? 1 - d : d, k, step) *
                            (sample->other && c > 0 ? 0.5 : 1));
    }
    for (uint64_t i = 0; i < 2; i++) {
        ((double *)sample->data[WORLD_SITE][0])[i] = sample->odd ? 1e9 : NORTH[i];
        ((double *)sample->data[WORLD_SITE][1])[i] = sample->odd && i ? NAN : EAST[i];
        ((double *)sample->data[WORLD_SITE][2])[i] = step > 20 ? 2e12 : 0;
        ((double *)sample->data[WORLD_SITE][3])[i] = step > 20 ? 1e12 : 0;
        ((int64_t *)sample->data[WORLD_SITE][4])[i] = i == 0 && step > 50;
    }
    for (uint64_t p = 0; p < WORLD_PROJECTS; p++) {
        /* Candidates until step 20; then one given notice, one funded, one half built, one that
         * works and one that failed. */
        uint8_t stage = step <= 20 || (sample->other && p == 3) ? 1 : (uint8_t)(5 + p);
        ((uint8_t *)sample->data[WORLD_PROJECT][0])[p] = sample->odd ? (uint8_t)(200 + p) : stage;
        ((uint16_t *)sample->data[WORLD_PROJECT][1])[p] =
            (uint16_t)(p == 4 || (sample->other && p == 2) ? 2 : 1);
        ((double *)sample->data[WORLD_PROJECT][2])[p] = COST[p];
        ((double *)sample->data[WORLD_PROJECT][3])[p] = 1;
        ((double *)sample->data[WORLD_PROJECT][4])[p] = 1;
    }
    ((money *)sample->data[WORLD_FACILITY][0])[0] = step > 20 ? (money)(1e11 * (step - 20)) : 0;
}

static inline void world_events(struct run_file *file)
{
    static const struct run_event EVENTS[] = {
        {.days = 70,
         .kind = "chokepoint_closure",
         .where = "Taiwan Strait, routes of TWN",
         .what = "share 0.7 for 4 weeks"},
        {.days = 77,
         .kind = "chokepoint_closure",
         .where = "Strait of Nowhere, routes of all",
         .what = "share 1"},
        {.days = 84, .kind = "route_closure", .where = "JPN to USA", .what = "share 1 for a week"},
        {.days = 84, .kind = "tariff", .where = "JPN to USA all", .what = "rate 0.25"},
    };
    static const double SIZES[] = {0.7, 1, 0, 0.25}, ENDS[] = {98, 91, 91, 98};
    struct error err = {0};
    for (int e = 0; e < 4; e++) {
        struct run_event event = EVENTS[e];
        event.value[EVENT_UNTIL] = ENDS[e], event.value[EVENT_SIZE] = SIZES[e];
        assert_success(run_file_event(file, &event, &err), err);
    }
}

/* Records 0 .. last of the groups first .. first + count - 1; last -1: none. */
static inline void world_write_as(const char *path, int first, int count, int last, bool odd,
                                  bool other)
{
    struct error err = {0};
    struct run_file *file;
    struct world_sample *sample = calloc(1, sizeof *sample);
    assert_non_null(sample);
    sample->odd = odd, sample->other = other;
    const char *const *codes = other ? WORLD_OTHER_CODES : WORLD_CODES;
    const struct dimension regions = {"region", 3, codes};
    struct table *tables = sample->tables;
    tables[WORLD_REGION].dimensions[0] = regions, tables[WORLD_REGION].dimension_count = 1;
    tables[WORLD_TRADE].dimensions[0] = (struct dimension){"origin", 3, codes};
    tables[WORLD_TRADE].dimensions[1] = (struct dimension){"destination", 3, codes};
    tables[WORLD_TRADE].dimensions[2] = (struct dimension){"industry", 2, WORLD_INDUSTRIES};
    tables[WORLD_TRADE].dimension_count = 3;
    tables[WORLD_SITE].dimensions[0] = (struct dimension){"site", 2, WORLD_SITES};
    tables[WORLD_SITE].dimension_count = 1;
    tables[WORLD_PROJECT].dimensions[0] = (struct dimension){"project", WORLD_PROJECTS, NULL};
    tables[WORLD_PROJECT].dimension_count = 1;
    tables[WORLD_FACILITY].dimensions[0] = (struct dimension){"facility", 1, NULL};
    tables[WORLD_FACILITY].dimension_count = 1;
    world_table(sample, WORLD_REGION, "region", WORLD_REGION_COLUMNS, 5);
    world_table(sample, WORLD_TRADE, "trade", WORLD_TRADE_COLUMNS, 1);
    world_table(sample, WORLD_SITE, "project_site", WORLD_SITE_COLUMNS, 5);
    world_table(sample, WORLD_PROJECT, "project", WORLD_PROJECT_COLUMNS, 5);
    world_table(sample, WORLD_FACILITY, "facility", WORLD_FACILITY_COLUMNS, 1);
    sample->options = (struct run_file_options){.path = path,
                                                .start_date = other ? "2025-02-03" : "2025-01-06",
                                                .days_per_step = 7,
                                                .steps = WORLD_STEPS,
                                                .groups = sample->groups + first,
                                                .group_count = count,
                                                .events_max = 8};
    world_fill(sample, 0);
    assert_success(run_file_create(&file, &sample->options, &err), err);
    world_events(file);
    for (int step = 0; step <= last; step++) {
        world_fill(sample, (uint32_t)step);
        assert_success(run_file_record(file, (uint32_t)step, &err), err);
    }
    assert_success(run_file_close(file, &err), err);
    for (int g = 0; g < WORLD_SAMPLE_GROUPS; g++)
        for (int c = 0; c < WORLD_SAMPLE_COLUMNS; c++)
            free(sample->data[g][c]);
    free(sample);
}

static inline void world_write(const char *path, int first, int count, int last, bool odd)
{
    world_write_as(path, first, count, last, odd, false);
}

#endif

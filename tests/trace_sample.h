/* Small files with known falls. Three regions, three industries, 70 weeks:
 *
 * week 30  TWN/C26 loses half of its output to labour
 *          and TWN ships half to JPN; other origins ship what they did
 * week 34  JPN/C29 loses 40 % for want of a market input
 * week 40  USA households buy a tenth less, JPN/C26 sells 30 % less to USA and makes 20 % less
 * week 60  all is as it was
 */
#ifndef KEIRETSU_TESTS_TRACE_SAMPLE_H
#define KEIRETSU_TESTS_TRACE_SAMPLE_H

#include "support.h"
#include "table_sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/table.h"
#include "output/run_file.h"

enum {
    TR_REGIONS = 3,
    TR_INDUSTRIES = 3,
    TR_CAUSES = 4,
    TR_WEEKS = 70,
    TR_FIRMS = 4,
    TR_LINKS = 2
};
enum { TR_JPN, TR_TWN, TR_USA };
enum { TR_C26, TR_C29, TR_Q };

static const char *const TR_REGION[] = {"JPN", "TWN", "USA"};
static const char *const TR_INDUSTRY[] = {"C26", "C29", "Q"};
static const char *const TR_CAUSE[] = {"demand", "capacity", "labour", "market input"};

static const struct column TR_INDUSTRY_COLUMNS[] = {
    {"output", COLUMN_real, FLOW, "cent/step", 0, "output at opening prices"}};
static const struct column TR_LOST_COLUMNS[] = {
    {"output_lost", COLUMN_real, FLOW, "cent/step", 0, "output below demand"}};
static const struct column TR_TRADE_COLUMNS[] = {
    {"quantity", COLUMN_count, FLOW, "cent/step", 0, "shipped, at opening prices"}};
static const struct column TR_REGION_COLUMNS[] = {
    {"consumption", COLUMN_money, FLOW, "cent/step", 0, "consumption"},
    {"consumer_prices", COLUMN_real, STOCK, "1", 0, "consumer prices"}};
static const struct column TR_FIRM_COLUMNS[] = {
    {"cell", COLUMN_small, TRAIT, "", 0, "region and industry"}};
static const struct column TR_LINK_COLUMNS[] = {
    {"supplier", COLUMN_id, STOCK, "", 0, "supplying firm"},
    {"customer", COLUMN_id, TRAIT, "", 0, "customer"},
    {"input", COLUMN_tiny, TRAIT, "", 0, "input"},
    {"order", COLUMN_real, FLOW, "cent/step", 0, "ordered"},
    {"delivered", COLUMN_real, FLOW, "cent/step", 0, "delivered"}};

struct trace_options {
    bool mild; /* deliveries of chips fall by a tenth only */
    bool no_constraint, no_trade, links, event;
    bool odd;  /* values that are not finite */
    bool calm; /* nothing ever falls */
    uint32_t weeks;
};

struct trace_sample {
    struct table tables[6];
    void *data[6][5];
    struct run_file_group groups[6];
    int group_count;
};

static inline void tr_table(struct trace_sample *sample, const char *name,
                            const struct column *columns, int column_count,
                            const struct dimension *dimensions, int dimension_count)
{
    int g = sample->group_count++;
    struct table *table = &sample->tables[g];
    *table =
        table_sample(name, columns, column_count, dimensions, dimension_count, sample->data[g], 1);
    sample->groups[g] = (struct run_file_group){table, name, 1};
}

static inline bool tr_between(uint32_t week, uint32_t from)
{
    return week >= from && week < 60;
}

static inline double tr_output(int region, int industry, uint32_t week)
{
    double usual = 1e9 * (1 + industry);
    if (region == TR_TWN && industry == TR_C26 && tr_between(week, 30))
        return 0.5 * usual;
    if (region == TR_JPN && industry == TR_C29 && tr_between(week, 34))
        return 0.6 * usual;
    if (region == TR_JPN && industry == TR_C26 && tr_between(week, 40))
        return 0.8 * usual;
    return usual;
}

static inline double tr_trade(const struct trace_options *options, int origin, int destination,
                              int industry, uint32_t week)
{
    double usual = 1e8 * (1 + industry) * (origin == destination ? 5 : 1);
    if (origin == TR_TWN && destination == TR_JPN && industry == TR_C26 && tr_between(week, 30))
        return (options->mild ? 0.9 : 0.5) * usual;
    if (origin == TR_JPN && destination == TR_USA && industry == TR_C26 && tr_between(week, 40))
        return 0.7 * usual;
    return usual;
}

static inline double tr_lost(int region, int industry, int cause, uint32_t week)
{
    double lost = 1e9 * (1 + industry) - tr_output(region, industry, week);
    if (region == TR_TWN && industry == TR_C26 && cause == 2)
        return lost;
    return region == TR_JPN && industry == TR_C29 && cause == 3 ? lost : 0;
}

static inline void *tr_column(struct trace_sample *sample, const char *group, int column)
{
    for (int g = 0; g < sample->group_count; g++)
        if (strcmp(sample->groups[g].name, group) == 0)
            return sample->data[g][column];
    return NULL;
}

static inline void tr_fill(struct trace_sample *sample, const struct trace_options *options,
                           uint32_t week)
{
    double *output = tr_column(sample, "industry", 0), *lost = tr_column(sample, "constraint", 0);
    int64_t *trade = tr_column(sample, "trade", 0), *bought = tr_column(sample, "region", 0);
    double *prices = tr_column(sample, "region", 1), *order = tr_column(sample, "link", 3),
           *delivered = tr_column(sample, "link", 4);
    for (int r = 0; r < TR_REGIONS; r++) {
        /* Prices double: what counts is what was bought for the money. */
        prices[r] = 1 + week / (double)TR_WEEKS;
        bought[r] = (int64_t)(1e10 * prices[r] * (r == TR_USA && tr_between(week, 40) ? 0.9 : 1));
        for (int k = 0; k < TR_INDUSTRIES; k++) {
            output[r * TR_INDUSTRIES + k] = options->odd && (r + k + (int)week) % 3 == 0
                                                ? (week % 2 ? NAN : (double)INFINITY)
                                            : options->calm ? 1e9 * (1 + k)
                                                            : tr_output(r, k, week);
            for (int c = 0; c < TR_CAUSES && lost != NULL; c++)
                lost[(r * TR_INDUSTRIES + k) * TR_CAUSES + c] = options->odd ? NAN
                                                                : options->calm
                                                                    ? 0
                                                                    : tr_lost(r, k, c, week);
            for (int d = 0; d < TR_REGIONS && trade != NULL; d++)
                trade[(r * TR_REGIONS + d) * TR_INDUSTRIES + k] =
                    (int64_t)tr_trade(options, r, d, k, week);
        }
    }
    for (int l = 0; l < TR_LINKS && order != NULL; l++) {
        order[l] = 1e6;
        delivered[l] = l == 1 && tr_between(week, 30) ? 0.4e6 : 1e6;
    }
}

/* Firms: 0 JPN/C29, 1 TWN/C26, 2 USA/C26. Links to firm 0: from 1 (fails), and from 2. */
static inline void tr_links(struct trace_sample *sample)
{
    static const uint16_t CELLS[TR_FIRMS] = {TR_JPN * TR_INDUSTRIES + TR_C29,
                                             TR_TWN * TR_INDUSTRIES + TR_C26,
                                             TR_USA * TR_INDUSTRIES + TR_C26, 0};
    const struct dimension firm = {"firm", TR_FIRMS, NULL}, link = {"link", TR_LINKS, NULL};
    tr_table(sample, "firm", TR_FIRM_COLUMNS, 1, &firm, 1);
    tr_table(sample, "link", TR_LINK_COLUMNS, 5, &link, 1);
    memcpy(tr_column(sample, "firm", 0), CELLS, sizeof CELLS);
    uint32_t *supplier = tr_column(sample, "link", 0);
    supplier[0] = 2, supplier[1] = 1;
}

static inline void trace_sample_write(const char *path, const struct trace_options *options)
{
    const struct dimension cell[] = {{"region", TR_REGIONS, TR_REGION},
                                     {"industry", TR_INDUSTRIES, TR_INDUSTRY},
                                     {"cause", TR_CAUSES, TR_CAUSE}};
    const struct dimension route[] = {{"origin", TR_REGIONS, TR_REGION},
                                      {"destination", TR_REGIONS, TR_REGION},
                                      {"industry", TR_INDUSTRIES, TR_INDUSTRY}};
    struct error err = {0};
    struct run_file *file;
    struct trace_sample *sample = calloc(1, sizeof *sample);
    assert_non_null(sample);
    tr_table(sample, "region", TR_REGION_COLUMNS, 2, cell, 1);
    tr_table(sample, "industry", TR_INDUSTRY_COLUMNS, 1, cell, 2);
    if (!options->no_constraint)
        tr_table(sample, "constraint", TR_LOST_COLUMNS, 1, cell, 3);
    if (!options->no_trade)
        tr_table(sample, "trade", TR_TRADE_COLUMNS, 1, route, 3);
    if (options->links)
        tr_links(sample);
    uint32_t weeks = options->weeks > 0 ? options->weeks : TR_WEEKS;
    struct run_file_options run = {.path = path,
                                   .overwrite = true,
                                   .start_date = "2025-01-06",
                                   .days_per_step = 7,
                                   .steps = weeks,
                                   .groups = sample->groups,
                                   .group_count = sample->group_count,
                                   .events_max = 4};
    tr_fill(sample, options, 0);
    assert_success(run_file_create(&file, &run, &err), err);
    struct run_event event = {.days = 30 * 7,
                              .kind = "labour_loss",
                              .where = "TWN C26",
                              .what = "share 0.5",
                              .region = "TWN",
                              .industry = "C26"};
    event.value[EVENT_UNTIL] = 60 * 7;
    if (options->event)
        assert_success(run_file_event(file, &event, &err), err);
    for (uint32_t week = 0; week < weeks; week++) {
        tr_fill(sample, options, week);
        assert_success(run_file_record(file, week, &err), err);
    }
    assert_success(run_file_close(file, &err), err);
    for (int g = 0; g < 6; g++)
        for (int c = 0; c < 5; c++)
            free(sample->data[g][c]);
    free(sample);
}

#endif

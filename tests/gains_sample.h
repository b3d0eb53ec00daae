/* Two runs for "who gains": with a deal, and without. Real product a week is $100 in Japan and $200
 * in the United States; with the deal a tenth more, without it k hundredths more in its k-th quarter.
 * The run without begins a quarter earlier, lists its regions and industries in another order, lacks
 * the rest of the world, and has other prices. */
#ifndef KEIRETSU_TESTS_GAINS_SAMPLE_H
#define KEIRETSU_TESTS_GAINS_SAMPLE_H

#include "viewer_sample.h"

enum { GAINS_WEEKS = 65, GAINS_QUARTER = 13 };

static const char *const DEAL_REGION[] = {"JPN", "USA", "ROW"}, *const NO_DEAL_REGION[] = {"USA",
                                                                                           "JPN"};
static const char *const DEAL_INDUSTRY[] = {"C29", "Q"}, *const NO_DEAL_INDUSTRY[] = {"Q", "C29"};

static const struct column GAINS_REGION_COLUMNS[] = {
    {"gdp", COLUMN_real, FLOW, "cent/step", 0, "product"},
    {"real_gdp", COLUMN_real, FLOW, "cent/step", 0, "product at opening prices"},
    {"consumption", COLUMN_real, FLOW, "cent/step", 0, "consumption"},
    {"consumer_prices", COLUMN_real, STOCK, "1", 0, "prices"},
    {"employed", COLUMN_real, STOCK, "person", 0, "persons working"},
};
static const struct column GAINS_ACCOUNT_COLUMNS[] = {
    {"steps", COLUMN_real, STOCK, "step", 0, "steps in the period"},
    {"gdp", COLUMN_real, STOCK, "cent", 0, "product"},
    {"real_gdp", COLUMN_real, STOCK, "cent", 0, "product at opening prices"},
    {"gni", COLUMN_real, STOCK, "cent", 0, "income"},
    {"wages", COLUMN_real, STOCK, "cent", 0, "wages"},
    {"operating_surplus", COLUMN_real, STOCK, "cent", 0, "surplus"},
    {"product_taxes", COLUMN_real, STOCK, "cent", 0, "taxes"},
    {"foreign_income", COLUMN_real, STOCK, "cent", 0, "income from abroad"},
};
static const struct column GAINS_INDUSTRY_COLUMNS[] = {
    {"value_added", COLUMN_real, FLOW, "cent/step", 0, "value added"},
};

/* Real product of a week in dollars. */
static double gains_real(bool deal, const char *region, uint32_t step)
{
    double base = strcmp(region, "JPN") == 0 ? 100 : strcmp(region, "USA") == 0 ? 200 : 1000;
    return base * (deal ? 1.1 : 1 + 0.01 * ((step - 1) / GAINS_QUARTER));
}

static void gains_fill(void *const data[3][8], bool deal, uint32_t step)
{
    int regions = deal ? 3 : 2;
    double price = deal ? 2 : 4;
    for (int r = 0; r < regions; r++) {
        const char *code = deal ? DEAL_REGION[r] : NO_DEAL_REGION[r];
        double gross = 100 * gains_real(deal, code, step);
        const double week[] = {price * gross, gross, 0.5 * gross * (price + 1), price + 1,
                               deal ? 1010 : 1000};
        /* Taxes are what is left of product; income from abroad is half of it. */
        const double share[] = {1, 1, 1.5, 0.6, 0.3, 0.1, 0.5};
        for (int c = 0; c < 5; c++)
            ((double *)data[0][c])[r] = week[c];
        ((double *)data[1][0])[r] = GAINS_QUARTER;
        for (int c = 1; c < 8; c++)
            ((double *)data[1][c])[r] = GAINS_QUARTER * gross * share[c - 1] * (c == 2 ? 1 : price);
        for (int i = 0; i < 2; i++) {
            bool cars = (i == 0) == deal;
            ((double *)data[2][0])[2 * r + i] = price * gross *
                                                (cars   ? deal ? 0.5 : 0.4
                                                 : deal ? 0.2
                                                        : 0.25);
        }
    }
}

/* Groups region, account and industry, the first `count` of them. */
static void gains_write(const char *path, bool deal, int count)
{
    const struct dimension region = {"region", deal ? 3 : 2, deal ? DEAL_REGION : NO_DEAL_REGION};
    const struct dimension industry = {"industry", 2, deal ? DEAL_INDUSTRY : NO_DEAL_INDUSTRY};
    const struct dimension both[] = {region, industry};
    void *data[3][8] = {{NULL}};
    struct table tables[] = {
        table_sample("region", GAINS_REGION_COLUMNS, 5, &region, 1, data[0], 1),
        table_sample("account", GAINS_ACCOUNT_COLUMNS, 8, &region, 1, data[1], 1),
        table_sample("industry", GAINS_INDUSTRY_COLUMNS, 1, both, 2, data[2], 1),
    };
    const struct run_file_group groups[] = {
        {&tables[0], "region", 1}, {&tables[1], "account", 0}, {&tables[2], "industry", 1}};
    uint32_t weeks = deal ? GAINS_WEEKS : GAINS_WEEKS + GAINS_QUARTER;
    struct run_file_options options = {.path = path,
                                       .overwrite = true,
                                       .start_date = deal ? "2025-01-06" : "2024-10-07",
                                       .days_per_step = 7,
                                       .steps = weeks,
                                       .groups = groups,
                                       .group_count = count};
    struct run_file *file;
    struct error err = {0};
    assert_success(run_file_create(&file, &options, &err), err);
    for (uint32_t step = 0; step <= weeks; step++) {
        gains_fill(data, deal, step > 0 ? step : 1);
        assert_success(run_file_record(file, step, &err), err);
        if (step > 0 && step % GAINS_QUARTER == 0 && count > 1)
            assert_success(run_file_append(file, "account", 7.0 * step, &err), err);
    }
    assert_success(run_file_close(file, &err), err);
    for (int g = 0; g < 3; g++)
        for (int c = 0; c < 8; c++)
            free(data[g][c]);
}

#endif

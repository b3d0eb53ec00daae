/* A small run with accounts: two regions and three sectors; a unit of Japan's is half a dollar, from
 * step 30 on a quarter. In step t households of region r pay firms 100 t (r + 1) and receive 60 t
 * (r + 1) as wages; firms export for 10 t (r + 1). */
#ifndef KEIRETSU_TESTS_ACCOUNTS_SAMPLE_H
#define KEIRETSU_TESTS_ACCOUNTS_SAMPLE_H

#include "table_sample.h"

#include <math.h>
#include <string.h>

#include "output/run_file.h"

enum { REGIONS = 2, SECTORS = 3, TRANSACTIONS = 4, INSTRUMENTS = 2, STEPS = 65, QUARTER = 13 };
enum { HOUSEHOLDS, FIRMS, FUNDS, REST };
enum { CONSUMPTION, WAGES, EXPORTS, START_UP };
enum { DEPOSITS, FOREIGN };
enum damage { WHOLE, CENT_MISSING, NOT_NUMBERS };

static const char *const REGION[] = {"JPN", "USA"};
static const char *const SECTOR[] = {"households", "firms", "funds"};
static const char *const TRANSACTION[] = {"consumption", "wages", "exports", "start-up equity"};
static const char *const INSTRUMENT[] = {"deposits", "foreign position"};

static const struct column REGION_COLUMNS[] = {
    {"exchange_rate", COLUMN_real, STOCK, "currency/USD", 0, "units per US dollar"},
    {"gdp", COLUMN_money, FLOW, "cent/step", 0, "gross domestic product"},
    {"sales_less_inputs", COLUMN_money, FLOW, "cent/step", 0, "sales less inputs"},
};
static const struct column LEDGER_COLUMNS[] = {
    {"flow", COLUMN_real, FLOW, "cent/step", 0, "received or paid"},
};
static const struct column SHEET_COLUMNS[] = {
    {"position", COLUMN_money, STOCK, "cent", 0, "asset or liability"},
};
static const struct column ACCOUNT_COLUMNS[] = {
    {"steps", COLUMN_count, STOCK, "step", 0, "steps in the period"},
    {"gdp", COLUMN_money, STOCK, "cent", 0, "gross domestic product"},
    {"gdp_income", COLUMN_money, STOCK, "cent", 0, "by income"},
    {"gdp_production", COLUMN_money, STOCK, "cent", 0, "by production"},
    {"consumption", COLUMN_money, STOCK, "cent", 0, "consumption"},
    {"imports", COLUMN_money, STOCK, "cent", 0, "imports"},
    {"stock_change", COLUMN_money, STOCK, "cent", 0, "stock building"},
};

struct sample {
    struct table tables[4];
    void *data[4][7];
    struct run_file_group groups[4];
};

static double rate(int r, uint32_t step)
{
    return r == 1 ? 1 : step < 30 ? 2 : 4;
}

static void add_table(struct sample *sample, int g, const char *name, const struct column *columns,
                      int column_count, const struct dimension *dimensions, int dimension_count)
{
    struct table *table = &sample->tables[g];
    *table = table_sample(name, columns, column_count, dimensions, dimension_count, sample->data[g],
                          REGIONS); /* room for a larger one */
    sample->groups[g] = (struct run_file_group){table, name, 1};
}

static void fill(struct sample *sample, uint32_t step, enum damage damage)
{
    double *rates = sample->data[0][0], *flows = sample->data[1][0];
    money *gdp = sample->data[0][1], *sales = sample->data[0][2], *sheet = sample->data[2][0];
    memset(flows, 0, sizeof *flows * REGIONS * SECTORS * TRANSACTIONS);
    for (int r = 0; r < REGIONS; r++) {
        double t = (double)step * (r + 1) * 100; /* cents of a unit a step */
        double(*flow)[TRANSACTIONS] = (void *)(flows + r * SECTORS * TRANSACTIONS);
        flow[HOUSEHOLDS][CONSUMPTION] = -100 * t, flow[FIRMS][CONSUMPTION] = 100 * t;
        flow[HOUSEHOLDS][WAGES] = 60 * t, flow[FIRMS][WAGES] = -60 * t;
        flow[FUNDS][EXPORTS] = -10 * t, flow[FIRMS][EXPORTS] = 10 * t;
        flow[HOUSEHOLDS][START_UP] = -0.01 * t, flow[FIRMS][START_UP] = 0.01 * t;
        if (damage == CENT_MISSING && r == 0 && step == 50)
            flow[FIRMS][CONSUMPTION] -= 4;
        if (damage == NOT_NUMBERS && step == 50)
            flow[FIRMS][CONSUMPTION] = NAN, flow[FIRMS][WAGES] = -(double)INFINITY;
        rates[r] = damage == NOT_NUMBERS && step > 40 ? NAN : rate(r, step);
        gdp[r] = (money)(200 * t), sales[r] = (money)(190 * t);
        money(*position)[INSTRUMENTS] = (void *)(sheet + r * SECTORS * INSTRUMENTS);
        position[HOUSEHOLDS][DEPOSITS] = (money)(1000 * t);
        position[FIRMS][DEPOSITS] = (money)(-1000 * t);
        position[FUNDS][FOREIGN] = (r ? -1 : 1) * 500 * 100 * (money)step;
    }
}

static void fill_quarter(struct sample *sample, uint32_t last)
{
    for (int r = 0; r < REGIONS; r++) {
        double t = 0;
        for (uint32_t step = last - QUARTER + 1; step <= last; step++)
            t += (double)step * (r + 1) * 100;
        const double values[] = {QUARTER, 200 * t, 200 * t, 200 * t, 210 * t, 10 * t, 3 * t};
        for (int c = 0; c < 7; c++)
            ((int64_t *)sample->data[3][c])[r] = (int64_t)values[c];
    }
}

/* The groups first .. first + count - 1 of region, ledger, balance_sheet and account. */
static void write_run(const char *path, int first, int count, int regions, uint32_t steps,
                      enum damage damage)
{
    const struct dimension region = {"region", (uint64_t)regions, REGION};
    const struct dimension flow[] = {{"currency", REGIONS, REGION},
                                     {"sector", SECTORS, SECTOR},
                                     {"transaction", 4, TRANSACTION}};
    const struct dimension position[] = {
        {"currency", REGIONS, REGION}, {"sector", SECTORS, SECTOR}, {"instrument", 2, INSTRUMENT}};
    struct sample *sample = calloc(1, sizeof *sample);
    struct run_file *file;
    struct error err = {0};
    assert_non_null(sample);
    add_table(sample, 0, "region", REGION_COLUMNS, 3, &region, 1);
    add_table(sample, 1, "ledger", LEDGER_COLUMNS, 1, flow, 3);
    add_table(sample, 2, "balance_sheet", SHEET_COLUMNS, 1, position, 3);
    add_table(sample, 3, "account", ACCOUNT_COLUMNS, 7, &region, 1);
    sample->groups[3].every = 0;
    struct run_file_options options = {
        .path = path,
        .overwrite = true,
        .start_date = "2025-01-06",
        .days_per_step = 7,
        .steps = STEPS,
        .groups = sample->groups + first,
        .group_count = count,
    };
    assert_success(run_file_create(&file, &options, &err), err);
    for (uint32_t step = 0; step <= steps && steps > 0; step++) {
        fill(sample, step, damage);
        assert_success(run_file_record(file, step, &err), err);
        if (step == 0 || step % QUARTER > 0 || first + count < 4)
            continue;
        fill_quarter(sample, step);
        assert_success(run_file_append(file, "account", 7.0 * step, &err), err);
    }
    assert_success(run_file_close(file, &err), err);
    for (int g = 0; g < 4; g++)
        for (int c = 0; c < 7; c++)
            free(sample->data[g][c]);
    free(sample);
}

#endif

/* A small but complete state to try rules on: a made-up world of two regions and three industries,
 * its opening table, 2,000 firms, every table filled, at the fixed point of all rules, by the way
 * of the program. A handful of firms whose every number can be computed by hand:
 * network_support.h. */
#ifndef KEIRETSU_TESTS_RULE_SUPPORT_H
#define KEIRETSU_TESTS_RULE_SUPPORT_H

#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "agents/opening.h"
#include "agents/rules.h"
#include "agents/state.h"

enum { EAST, WEST };     /* regions of the made-up world */
enum { ORE, CARS, AID }; /* its industries: two that store their goods, and a service */

struct model {
    struct world world;
    struct parameters parameters; /* may be changed before the opening */
    struct opening_table table;
    struct opening_report report;
    struct state state;
};

/* Up to a number of units, for what may be zero. */
#define assert_near(a, b, absolute) rule_near((a), (b), (absolute), __FILE__, __LINE__)

static inline void rule_near(double a, double b, double absolute, const char *file, int line)
{
    if (fabs(a - b) <= absolute)
        return;
    print_error("%.17g and %.17g differ by more than %g\n", a, b, absolute);
    _fail(file, line);
}

static inline void world_clear(struct world *w, int regions, int industries)
{
    *w = (struct world){.folder = "made-up", .regions = regions, .industries = industries};
    size_t cells = (size_t)(regions * industries);
    w->cells = (int)cells;
    w->intermediate = calloc(cells * cells, sizeof *w->intermediate);
    w->final = calloc(cells * (size_t)regions * FINAL_USES, sizeof *w->final);
    w->inventories = calloc(cells * (size_t)regions, sizeof *w->inventories);
    w->output = calloc(cells, sizeof *w->output);
    w->input_taxes = calloc(cells, sizeof *w->input_taxes);
    w->value_added = calloc(cells, sizeof *w->value_added);
    w->age_groups = 3;
    static const char *const LABELS[] = {"0-14", "15-64", "65+"};
    for (int a = 0; a < 3; a++)
        snprintf(w->age[a].label, sizeof w->age[a].label, "%s", LABELS[a]);
    for (int r = 0; r < regions; r++) {
        snprintf(w->region[r].code, sizeof w->region[r].code, "R%d", r);
        w->of_region.gdp[r] = r == EAST ? 4e6 : 2e6;
        w->of_region.labour_share[r] = 0.55;
        w->of_region.public_investment_share[r] = 0.2;
        w->of_region.depreciation[r] = 0.05;
        w->of_region.trend_growth[r] = 0.01;
        w->of_region.unemployment_rate[r] = 0.04;
        w->of_region.participation_elasticity[r] = 0.3;
        w->of_region.hiring_speed[r] = w->of_region.firing_speed[r] = 0.2;
        w->of_region.wage_slope[r] = 0.1;
        w->of_region.replacement_rate[r] = 0.4;
        w->of_region.benefits[r] = 0.15;
        w->of_region.consumption_tax[r] = 0.1;
        w->of_region.profit_tax[r] = 0.25;
        w->of_region.dividend_tax[r] = 0.2;
        w->of_region.deficit[r] = 0.04;
        w->of_region.public_debt[r] = 1;
        w->of_region.public_debt_central_bank[r] = 0.2;
        w->of_region.public_debt_banks[r] = 0.3;
        w->of_region.fund_deposits[r] = 0.1;
        w->of_region.loans_to_capital[r] = 0.4;
        w->of_region.policy_rate[r] = 0.02;
        w->of_region.bond_yield[r] = 0.02;
        w->of_region.loan_spread[r] = 0.015;
        w->of_region.modelled_in_full[r] = 1;
        w->of_region.enterprises[r] = 1e6;
        w->of_region.localities[r] = r == EAST ? 3 : 2;
        w->of_region.banks[r] = r == EAST ? 3 : 2;
        w->of_region.exchange_rate[r] = 1;
        for (int k = 0; k < industries; k++)
            w->enterprises[r][k] = 100;
        static const double POPULATION[] = {2e6, 1e7, 3e6}, WORKING[] = {0, 0.75, 0.2};
        for (int a = 0; a < 3; a++) {
            w->age[a].population[r] = POPULATION[a];
            w->age[a].participation[r] = WORKING[a];
            w->age[a].unemployment[r] = w->age[a].wealth_weight[r] = a > 0;
            w->age[a].pension_weight[r] = a == 2 ? 1 : 0.05;
        }
        for (int q = 0; q < regions; q++)
            w->route_weeks[r][q] = r == q ? 1 : 3;
    }
    for (int k = 0; k < industries; k++) {
        snprintf(w->industry[k].code, sizeof w->industry[k].code, "K%d", k);
        w->of_industry.labour_weight[k] = 0.5;
        w->of_industry.input_stock[k] = 2;
        w->of_industry.trade_elasticity[k] = 2;
        w->of_industry.trade_elasticity_year[k] = 1;
        w->of_industry.price_speed[k] = 0.1;
        w->of_industry.price_utilisation[k] = 0.2;
        w->of_industry.redirect[k] = 0.6;
        w->of_industry.linkable[k] = 1;
    }
}

static inline void world_of_ore_cars_and_aid(struct world *w)
{
    /* Use of each product by each industry, at home and abroad, as shares of output. */
    static const double HOME[3][3] = {{0.10, 0.22, 0.02}, {0.05, 0.18, 0.06}, {0.12, 0.10, 0.15}};
    static const double ABROAD[3][3] = {{0.04, 0.07, 0.01}, {0.03, 0.06, 0.03}, {0, 0.02, 0.02}};
    static const double FINAL[3][FINAL_USES] = {{8, 0, 1}, {30, 2, 16}, {45, 25, 14}};
    static const enum essentiality NEED[3][3] = {
        {INPUT_CRITICAL, INPUT_CRITICAL, INPUT_UNCRITICAL},
        {INPUT_IMPORTANT, INPUT_CRITICAL, INPUT_IMPORTANT},
        {INPUT_UNCRITICAL, INPUT_IMPORTANT, INPUT_UNCRITICAL}};
    world_clear(w, 2, 3);
    for (int d = 0; d < 6; d++) {
        w->output[d] = 1;
        for (int c = 0; c < 6; c++) {
            bool home = d / 3 == c / 3;
            /* The region of half the size imports twice the share: trade is nearly balanced. */
            double abroad = ABROAD[d % 3][c % 3] * (c / 3 == EAST ? 0.5 : 1);
            w->intermediate[d * 6 + c] = home ? HOME[d % 3][c % 3] : abroad;
            w->input_taxes[c] += 0.03 * w->intermediate[d * 6 + c];
        }
        for (int r = 0; r < 2; r++)
            for (int use = 0; use < FINAL_USES; use++)
                w->final[(d * 2 + r) * FINAL_USES + use] =
                    FINAL[d % 3][use] * (d / 3 == r ? (r == EAST ? 19 : 9) : 1);
    }
    memcpy(w->essentiality[ORE], NEED[ORE], sizeof NEED[ORE]);
    memcpy(w->essentiality[CARS], NEED[CARS], sizeof NEED[CARS]);
    memcpy(w->essentiality[AID], NEED[AID], sizeof NEED[AID]);
    static const double FINISHED[] = {2, 3, 0}, INPUT[] = {2, 3, 0.5}, SIGMA[] = {3, 2.5, 1.2},
                        SIGMA_YEAR[] = {1.2, 0.5, 0.3}, SPEED[] = {0.3, 0.08, 0.04},
                        USE[] = {0.3, 0.15, 0.15}, LACK[] = {0.3, 0.15, 0},
                        REDIRECT[] = {0.5, 0.6, 0.9};
    for (int k = 0; k < 3; k++) {
        w->of_industry.goods[k] = k != AID;
        w->of_industry.finished_stock[k] = FINISHED[k];
        w->of_industry.input_stock[k] = INPUT[k];
        w->of_industry.trade_elasticity[k] = SIGMA[k];
        w->of_industry.trade_elasticity_year[k] = SIGMA_YEAR[k];
        w->of_industry.price_speed[k] = SPEED[k];
        w->of_industry.price_utilisation[k] = USE[k];
        w->of_industry.price_stock[k] = LACK[k];
        w->of_industry.redirect[k] = REDIRECT[k];
    }
}

/* Group set-up: one thread, because tests may share the machine with others and teams that wait
 * for each other are slow there. That threads change nothing is tested on its own. */
static inline int one_thread(void **unused)
{
    (void)unused;
    omp_set_num_threads(1);
    return 0;
}

/* The made-up world with default parameters, nothing opened yet. Ends with model_free. */
static inline struct model *model_new(void)
{
    struct model *m = calloc(1, sizeof *m);
    assert_non_null(m);
    world_of_ore_cars_and_aid(&m->world);
    parameters_default(&m->parameters);
    m->parameters.bank_region[0] = m->parameters.numeraire[0] = '\0';
    return m;
}

static inline void model_set_clock(struct model *m, enum clock_step step)
{
    m->parameters.step = step;
    bool day = step == CLOCK_DAY;
    m->state.clock = (struct clock){.days_per_step = day ? 1 : 7,
                                    .weeks = day ? 1.0 / 7 : 1,
                                    .years = day ? 1.0 / 365 : 1.0 / 52};
}

static inline void model_create_table(struct model *m, enum clock_step step)
{
    struct error err = {0};
    model_set_clock(m, step);
    assert_success(
        opening_table_create(&m->table, &m->world, m->state.clock.years, &m->report, &err), err);
}

static inline struct population_options model_options(const struct model *m, uint32_t firms)
{
    const struct parameters *p = &m->parameters;
    return (struct population_options){.seed = (uint64_t)p->seed,
                                       .firms = firms,
                                       .rows_per_firm = p->rows_per_firm,
                                       .link_share_limit = p->link_share_limit,
                                       .size_tail = p->size_tail,
                                       .degree_exponent = p->degree_exponent,
                                       .mean_suppliers = p->mean_suppliers};
}

/* The way of the program, with any number of firms from 2,000 on. */
static inline void model_open(struct model *m, enum clock_step step, uint32_t firms)
{
    struct error err = {0};
    struct state *s = &m->state;
    struct population_options options = model_options(m, firms);
    model_create_table(m, step);
    assert_success(population_create(&s->population, &m->world, &m->table, &options, &err), err);
    assert_success(state_allocate(s, &m->world, &m->parameters, &m->table, &err), err);
    assert_success(opening_create(s, &m->table, &err), err);
}

static inline struct model *model_of(enum clock_step step)
{
    struct model *m = model_new();
    model_open(m, step, 2000);
    return m;
}

static inline void model_free(struct model *m)
{
    state_free(&m->state);
    opening_table_free(&m->table, &m->report);
    world_free(&m->world);
    free(m);
}

/* --- the state before a rule ------------------------------------------------------------------ */

/* A copy of the tables; network and world stay the original's. Ends with tables_free. */
static inline struct state *tables_copy(const struct state *s)
{
    struct error err = {0};
    struct state *copy = malloc(sizeof *copy);
    memcpy(copy, s, sizeof *copy);
    for (int t = 0; t < STATE_TABLES; t++) {
        size_t place = (size_t)((const char *)s->tables[t] - (const char *)s);
        struct table *table = (struct table *)(void *)((char *)copy + place);
        assert_success(table_allocate(table, &err), err);
        copy->tables[t] = table;
        for (int c = 0; c < table->column_count; c++)
            memcpy(table->data[c], s->tables[t]->data[c],
                   table->rows * column_type_size(table->columns[c].type));
    }
    return copy;
}

static inline void tables_restore(struct state *s, const struct state *copy)
{
    for (int t = 0; t < STATE_TABLES; t++)
        for (int c = 0; c < s->tables[t]->column_count; c++)
            memcpy(s->tables[t]->data[c], copy->tables[t]->data[c],
                   s->tables[t]->rows * column_type_size(s->tables[t]->columns[c].type));
    s->clock = copy->clock;
}

static inline void tables_free(struct state *copy)
{
    for (int t = 0; t < STATE_TABLES; t++)
        table_free(copy->tables[t]);
    free(copy);
}

/* --- numbers ---------------------------------------------------------------------------------- */

/* Uniform on least .. most. */
static inline double draw_between(double least, double most, uint32_t *number)
{
    return least + (most - least) * rng_uniform((struct rng){.seed = 1}, RNG_TABLE_NONE, 0,
                                                RNG_TEST, (*number)++);
}

/* The speed 1 - exp(-step / lag) of a gap, without asking the state. */
static inline double speed_of(const struct state *s, double lag_weeks)
{
    return 1 - exp(-s->clock.days_per_step / 7.0 / lag_weeks);
}

static inline uint64_t bindings_of(const struct state *s, enum bound bound)
{
    return (uint64_t)s->bound.bindings[bound];
}

static inline double clipped(double value, double least, double most)
{
    return fmin(fmax(value, least), most);
}

/* --- supply alone ----------------------------------------------------------------------------- */

/* The phases from output plan to shipping, with final demand as at the opening, and prices, staff,
 * capital and the shares of links and sellers as they are. Ends with supply_end. */
struct supply {
    struct state *state;
    double *final_order;
    bool learning; /* firms learn expected sales from demand; else they keep those of the opening */
};

static inline struct supply supply_of(struct state *s, bool learning)
{
    struct supply supply = {.state = s, .learning = learning};
    size_t bytes = s->final_sourcing.table.rows * sizeof(double);
    supply.final_order = malloc(bytes);
    memcpy(supply.final_order, s->final_sourcing.order, bytes);
    s->parameters.sourcing_speed = 0; /* shares of links stay */
    return supply;
}

static inline void supply_end(struct supply *supply)
{
    free(supply->final_order);
}

static inline void supply_step(struct supply *supply)
{
    struct state *s = supply->state;
    state_clear_flows(s);
    s->rng.step = s->clock.step + 1;
    if (supply->learning)
        expectations(s);
    output_plan(s);
    arrivals(s);
    input_orders(s);
    memcpy(s->final_sourcing.order, supply->final_order,
           s->final_sourcing.table.rows * sizeof(double));
    production(s);
    rationing(s);
    markets(s);
    shipping(s);
    s->clock.step++;
}

#endif

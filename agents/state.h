/* The state of the world: every table, the fixed network between their rows, the clock and the
 * scratch memory. All memory is owned by struct state and allocated at set-up.
 *
 * Indices: f firm, l link, h household row, b bank, r region, k industry, j input,
 * c = r * industries + k cell, d a supplier cell (o, k) with origin o.
 *
 * An *input* is what production takes in: one per industry, and one more for each variety that
 * other origins cannot replace (world.h). Quantities are values at opening prices: where a price
 * is 1, quantities and cents agree. Flows are per step.
 */
#ifndef KEIRETSU_AGENTS_STATE_H
#define KEIRETSU_AGENTS_STATE_H

#include <stdint.h>

#include "agents/framework.h"
#include "agents/labels.h"
#include "agents/opening_table.h"
#include "agents/parameters.h"
#include "agents/population.h"
#include "agents/world.h"
#include "core/arena.h"
#include "core/rng.h"
#include "core/table.h"

#define COLUMN TABLE_MEMBER
struct region_table {
    struct table table;
#include "agents/region.def"
};
struct age_table {
    struct table table;
#include "agents/age.def"
};
struct cohort_table {
    struct table table;
#include "agents/cohort.def"
};
struct quintile_table {
    struct table table;
#include "agents/quintile.def"
};
struct account_table {
    struct table table;
#include "agents/account.def"
};
struct scoreboard_table {
    struct table table;
#include "agents/scoreboard.def"
};
struct industry_table {
    struct table table;
#include "agents/industry.def"
};
struct firm_table {
    struct table table;
#include "agents/firm.def"
};
struct link_table {
    struct table table;
#include "agents/link.def"
};
struct shipment_table {
    struct table table;
#include "agents/shipment.def"
};
struct market_table {
    struct table table;
#include "agents/market.def"
};
struct sourcing_table {
    struct table table;
#include "agents/sourcing.def"
};
struct market_shipment_table {
    struct table table;
#include "agents/market_shipment.def"
};
struct final_sourcing_table {
    struct table table;
#include "agents/final_sourcing.def"
};
struct household_table {
    struct table table;
#include "agents/household.def"
};
struct bank_table {
    struct table table;
#include "agents/bank.def"
};
struct fund_table {
    struct table table;
#include "agents/fund.def"
};
struct government_table {
    struct table table;
#include "agents/government.def"
};
struct central_bank_table {
    struct table table;
#include "agents/central_bank.def"
};
struct policy_bank_table {
    struct table table;
#include "agents/policy_bank.def"
};
struct insurer_table {
    struct table table;
#include "agents/insurer.def"
};
struct project_table {
    struct table table;
#include "agents/project.def"
};
struct project_kind_table {
    struct table table;
#include "agents/project_kind.def"
};
struct project_site_table {
    struct table table;
#include "agents/project_site.def"
};
struct project_candidate_table {
    struct table table;
#include "agents/project_candidate.def"
};
struct project_year_table {
    struct table table;
#include "agents/project_year.def"
};
struct facility_table {
    struct table table;
#include "agents/facility.def"
};
struct facility_score_table {
    struct table table;
#include "agents/facility_score.def"
};
struct trade_table {
    struct table table;
#include "agents/trade.def"
};
struct route_table {
    struct table table;
#include "agents/route.def"
};
struct constraint_table {
    struct table table;
#include "agents/constraint.def"
};
struct ledger_table {
    struct table table;
#include "agents/ledger.def"
};
struct balance_sheet_table {
    struct table table;
#include "agents/balance_sheet.def"
};
struct bound_table {
    struct table table;
#include "agents/bound.def"
};
#undef COLUMN

enum { INPUTS_MAX = INDUSTRIES_MAX + VARIETIES_MAX, AGE_STATUS_MAX = 3 * AGE_GROUPS_MAX };
enum {
    STATE_TABLES = 0
#define TABLE(name, meaning) +1
#include "agents/tables.def"
#undef TABLE
};

/* What the tables hold, without any state: for listings and the manual. */
struct table_schema {
    const char *name, *meaning;
    const struct column *columns;
    int column_count;
};

extern const struct table_schema state_schema[STATE_TABLES];

struct clock {
    uint32_t step;         /* steps done; 0 is the opening */
    int32_t first_day;     /* see core/date.h */
    int32_t days_per_step; /* 7 or 1 */
    double weeks;          /* per step: 1 or 1/7 */
    double years;          /* per step: 1/52 or 1/365 */
};

/* Where the rows of a shipping ring lie: `lag` steps from `first`; slot step % lag arrives now
 * and is then filled with what is shipped now. */
struct ring {
    uint32_t first;
    uint32_t lag;
};

/* Figures of a cell that stay as they are. */
struct cell_traits {
    uint16_t region, industry;
    double input_tax; /* rate on inputs, may be negative */
    bool goods;
    bool even_leverage; /* all firms of the opening have the same loans over capital */
};

struct state {
    const struct world *world;
    struct parameters parameters;
    const struct event *events; /* of the scenario */
    int event_count;
    uint64_t *event_firms[EVENTS_MAX]; /* bit f: the event hits firm f; NULL: all of its cells */
    struct event_log event_log;
    struct clock clock;
    struct rng rng;
    struct arena scratch;
    bool account_due; /* the step ended a quarter: its accounts are complete */

#define TABLE(name, meaning) struct name##_table name;
#include "agents/tables.def"
#undef TABLE
    struct table *tables[STATE_TABLES];

    /* Labels of dimensions. */
    const char *region_labels[REGIONS_MAX], *industry_labels[INDUSTRIES_MAX],
        *input_labels[INPUTS_MAX], *age_labels[AGE_GROUPS_MAX], *kind_labels[KINDS_MAX],
        *site_labels[SITES_MAX], *candidate_labels[CANDIDATES_MAX];
    char variety_label[VARIETIES_MAX][40];
    char (*bank_label)[24];
    const char **bank_labels;

    /* The network. */
    struct population population; /* sizes, flows and the like are freed after the opening */
    uint64_t links_most;          /* of one customer */
    int regions, industries, cells, inputs;
    int projects, project_years;  /* rows of project, 1 without the facility; years of the run */
    int kinds, sites, candidates; /* rows of their tables: at least 1 */
    int host, lender;             /* regions of the facility */
    int numeraire;                /* region whose exchange rate is one */
    uint8_t *input_of;            /* [supplier cell][customer cell] */
    int input_industry[INPUTS_MAX];
    enum essentiality *essentiality;       /* [industry of user][input] */
    double variety_dependence[INPUTS_MAX]; /* share of capacity that stops; 1 for ordinary inputs */
    uint32_t lag[REGIONS_MAX]
                [REGIONS_MAX]; /* steps from shipping to use, [origin][destination], >= 1 */
    struct cell_traits *cell;  /* [cells] */
    struct ring *market_ring;  /* [supplier cell][customer cell]; lag 0 where nothing is traded */
    int region_bank[REGIONS_MAX + 1]; /* first bank of each region */
    uint64_t region_firm[REGIONS_MAX + 1], region_row[REGIONS_MAX + 1];

    /* Blocks of household rows: at most HOUSEHOLD_BLOCK rows of one region each. */
    uint32_t household_blocks;
    uint64_t *household_block;        /* [blocks + 1] */
    uint16_t *household_block_region; /* [blocks] */

    /* Opening figures that rules compare with; real, per region. */
    double opening_consumption_shares[REGIONS_MAX]
                                     [INDUSTRIES_MAX]; /* of product k in consumption */
    double opening_investment_shares[REGIONS_MAX][INDUSTRIES_MAX];
    double opening_government[REGIONS_MAX][INDUSTRIES_MAX]; /* purchases of product k a step */
    double opening_public_investment[REGIONS_MAX];          /* a step */
    double opening_unemployment[REGIONS_MAX];               /* rate */
    money opening_exports[REGIONS_MAX][REGIONS_MAX]; /* US cents a step, [origin][destination] */
    double opening_wage_tax[REGIONS_MAX];
    double opening_loan_risk[REGIONS_MAX]; /* mean over loans, see loan_risk.h */
    double opening_output[REGIONS_MAX];    /* nominal GDP a step */
    int64_t opening_employed[REGIONS_MAX], opening_labour_force[REGIONS_MAX]; /* persons */
    double propensity[REGIONS_MAX];     /* spending per unit of income at the start */
    double deposit_target[REGIONS_MAX]; /* steps of income that households want as deposits */
    double depreciation[REGIONS_MAX];   /* per year, replacement of the growth-off world included */
    double benefit[REGIONS_MAX][3]
                  [AGE_GROUPS_MAX]; /* per person and step by status and age at opening wages */
    double unemployment_benefit[REGIONS_MAX]; /* per person and step at opening wages */
    double opening_potential[REGIONS_MAX]
                            [AGE_GROUPS_MAX]; /* persons times participation, by age group */
    double opening_force[REGIONS_MAX][AGE_GROUPS_MAX]; /* labour force by age group, persons */
    double job_finding[REGIONS_MAX][AGE_GROUPS_MAX];   /* of an age group relative to all */
    double participation_scale[REGIONS_MAX];           /* of the last age group's fall with age */
    double nonregular_share[REGIONS_MAX];              /* of the employed */
};

enum { HOUSEHOLD_BLOCK = 4096, BANKS_OF_REGION_MAX = 64 };

static inline uint32_t cell_region(const struct state *s, uint32_t cell)
{
    return s->cell[cell].region;
}

/* Steps from shipping to use on the link from a supplier to a customer in region r. Services do
 * not travel. */
static inline uint32_t state_link_lag(const struct state *s, uint32_t supplier, int r)
{
    const struct cell_traits *cell = &s->cell[s->population.cell[supplier]];
    return cell->goods ? s->lag[cell->region][r] : s->lag[r][r];
}

/* Steps that goods from one region to another are under way beyond the lag of the route. */
static inline double state_route_delay(const struct state *s, int origin, int destination)
{
    return s->route.delay[origin * s->regions + destination] / s->clock.weeks;
}

/* Share of a gap that closes in one step at the given lag: 1 - exp(-step / lag). */
double step_rate(const struct state *s, double lag_weeks);

/* Groups links by supplier again, after link.supplier has changed. */
void state_index_customers(struct state *s);

/* Allocates tables and network for a world and its population. */
bool state_allocate(struct state *s, const struct world *world, const struct parameters *parameters,
                    const struct opening_table *table, struct error *err);
void state_free(struct state *s);

/* Clears the FLOW columns of all tables: the start of a step. */
void state_clear_flows(struct state *s);

uint64_t state_hash(const struct state *s);

#endif

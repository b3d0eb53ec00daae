/* Tables of the state: the columns that the .def files declare, and over which dimensions each
 * table runs. */
#include "agents/state_tables.h"

#define COLUMN TABLE_DESCRIPTOR
static const struct column region_columns[] = {
#include "agents/region.def"
};
static const struct column age_columns[] = {
#include "agents/age.def"
};
static const struct column cohort_columns[] = {
#include "agents/cohort.def"
};
static const struct column quintile_columns[] = {
#include "agents/quintile.def"
};
static const struct column account_columns[] = {
#include "agents/account.def"
};
static const struct column scoreboard_columns[] = {
#include "agents/scoreboard.def"
};
static const struct column industry_columns[] = {
#include "agents/industry.def"
};
static const struct column firm_columns[] = {
#include "agents/firm.def"
};
static const struct column link_columns[] = {
#include "agents/link.def"
};
static const struct column shipment_columns[] = {
#include "agents/shipment.def"
};
static const struct column market_columns[] = {
#include "agents/market.def"
};
static const struct column sourcing_columns[] = {
#include "agents/sourcing.def"
};
static const struct column market_shipment_columns[] = {
#include "agents/market_shipment.def"
};
static const struct column final_sourcing_columns[] = {
#include "agents/final_sourcing.def"
};
static const struct column household_columns[] = {
#include "agents/household.def"
};
static const struct column bank_columns[] = {
#include "agents/bank.def"
};
static const struct column fund_columns[] = {
#include "agents/fund.def"
};
static const struct column government_columns[] = {
#include "agents/government.def"
};
static const struct column central_bank_columns[] = {
#include "agents/central_bank.def"
};
static const struct column policy_bank_columns[] = {
#include "agents/policy_bank.def"
};
static const struct column insurer_columns[] = {
#include "agents/insurer.def"
};
static const struct column project_columns[] = {
#include "agents/project.def"
};
static const struct column project_kind_columns[] = {
#include "agents/project_kind.def"
};
static const struct column project_site_columns[] = {
#include "agents/project_site.def"
};
static const struct column project_candidate_columns[] = {
#include "agents/project_candidate.def"
};
static const struct column project_year_columns[] = {
#include "agents/project_year.def"
};
static const struct column facility_columns[] = {
#include "agents/facility.def"
};
static const struct column facility_score_columns[] = {
#include "agents/facility_score.def"
};
static const struct column trade_columns[] = {
#include "agents/trade.def"
};
static const struct column route_columns[] = {
#include "agents/route.def"
};
static const struct column constraint_columns[] = {
#include "agents/constraint.def"
};
static const struct column ledger_columns[] = {
#include "agents/ledger.def"
};
static const struct column balance_sheet_columns[] = {
#include "agents/balance_sheet.def"
};
static const struct column bound_columns[] = {
#include "agents/bound.def"
};
#undef COLUMN

const struct table_schema state_schema[STATE_TABLES] = {
#define TABLE(label, meaning)                                                                      \
    {#label, meaning, label##_columns, (int)(sizeof label##_columns / sizeof *label##_columns)},
#include "agents/tables.def"
#undef TABLE
};

static const char *const final_use_labels[FINAL_USES] = {"households", "government", "investment",
                                                         "projects"};

/* Names and column lists; the dimensions follow. */
static void name_tables(struct state *s)
{
    int n = 0;
#define TABLE(label, text)                                                                         \
    s->label.table =                                                                               \
        (struct table){.name = #label,                                                             \
                       .meaning = text,                                                            \
                       .column_count = (int)(sizeof label##_columns / sizeof *label##_columns),    \
                       .columns = label##_columns};                                                \
    s->tables[n++] = &s->label.table;
#include "agents/tables.def"
#undef TABLE
}

static void one_dimension(struct table *table, struct dimension a)
{
    table->dimension_count = 1;
    table->dimensions[0] = a;
}

static void two_dimensions(struct table *table, struct dimension a, struct dimension b)
{
    one_dimension(table, a);
    table->dimension_count = 2;
    table->dimensions[1] = b;
}

static void three_dimensions(struct table *table, struct dimension a, struct dimension b,
                             struct dimension c)
{
    two_dimensions(table, a, b);
    table->dimension_count = 3;
    table->dimensions[2] = c;
}

static void set_dimensions(struct state *s, uint64_t shipments, uint64_t market_shipments)
{
    uint64_t regions = (uint64_t)s->regions, industries = (uint64_t)s->industries;
    uint64_t cells = (uint64_t)s->cells;
    struct dimension region = {"region", regions, s->region_labels};
    struct dimension currency = {"currency", regions, s->region_labels};
    struct dimension origin = {"origin", regions, s->region_labels};
    struct dimension destination = {"destination", regions, s->region_labels};
    struct dimension industry = {"industry", industries, s->industry_labels};
    struct dimension input = {"input", (uint64_t)s->inputs, s->input_labels};
    struct dimension sector = {"sector", SECTORS, sector_labels};

    one_dimension(&s->region.table, region);
    two_dimensions(&s->age.table, region,
                   (struct dimension){"age", (uint64_t)s->world->age_groups, s->age_labels});
    two_dimensions(&s->cohort.table, region, (struct dimension){"year_of_age", AGES, NULL});
    two_dimensions(&s->quintile.table, region, (struct dimension){"quintile", 5, NULL});
    one_dimension(&s->account.table, region);
    one_dimension(&s->scoreboard.table, region);
    two_dimensions(&s->industry.table, region, industry);
    one_dimension(&s->firm.table, (struct dimension){"firm", s->population.firms, NULL});
    one_dimension(&s->link.table, (struct dimension){"link", s->population.links, NULL});
    one_dimension(&s->shipment.table, (struct dimension){"shipment", shipments, NULL});
    three_dimensions(&s->market.table, region, industry, input);
    two_dimensions(&s->sourcing.table, (struct dimension){"supplier_cell", cells, NULL},
                   (struct dimension){"customer_cell", cells, NULL});
    one_dimension(&s->market_shipment.table,
                  (struct dimension){"market_shipment", market_shipments, NULL});
    three_dimensions(&s->final_sourcing.table, (struct dimension){"supplier_cell", cells, NULL},
                     destination, (struct dimension){"use", FINAL_USES, final_use_labels});
    one_dimension(&s->household.table, (struct dimension){"household", s->population.rows, NULL});
    one_dimension(&s->bank.table,
                  (struct dimension){"bank", (uint64_t)s->region_bank[s->regions], s->bank_labels});
    one_dimension(&s->fund.table, region);
    one_dimension(&s->government.table, region);
    one_dimension(&s->central_bank.table, region);
    one_dimension(&s->policy_bank.table, (struct dimension){"policy_bank", 1, NULL});
    one_dimension(&s->insurer.table, (struct dimension){"insurer", 1, NULL});
    struct dimension project = {"project", (uint64_t)s->projects, NULL};
    one_dimension(&s->project.table, project);
    one_dimension(&s->project_kind.table,
                  (struct dimension){"kind", (uint64_t)s->kinds, s->kind_labels});
    one_dimension(&s->project_site.table,
                  (struct dimension){"site", (uint64_t)s->sites, s->site_labels});
    one_dimension(&s->project_candidate.table,
                  (struct dimension){"candidate", (uint64_t)s->candidates, s->candidate_labels});
    two_dimensions(&s->project_year.table, project,
                   (struct dimension){"year_of_run", (uint64_t)s->project_years, NULL});
    one_dimension(&s->facility.table, (struct dimension){"facility", 1, NULL});
    one_dimension(&s->facility_score.table, (struct dimension){"facility", 1, NULL});
    three_dimensions(&s->trade.table, origin, destination, industry);
    two_dimensions(&s->route.table, origin, destination);
    three_dimensions(&s->constraint.table, region, industry,
                     (struct dimension){"cause", CAUSES, cause_labels});
    three_dimensions(&s->ledger.table, currency, sector,
                     (struct dimension){"transaction", TRANSACTIONS, transaction_labels});
    three_dimensions(&s->balance_sheet.table, currency, sector,
                     (struct dimension){"instrument", INSTRUMENTS, instrument_labels});
    one_dimension(&s->bound.table, (struct dimension){"bound", BOUNDS, bound_labels});
}

void state_tables(struct state *s, uint64_t shipments, uint64_t market_shipments)
{
    name_tables(s);
    set_dimensions(s, shipments, market_shipments);
}

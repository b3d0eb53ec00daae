#include "agents/identity_groups.h"

#include <inttypes.h>
#include <omp.h>
#include <stdio.h>
#include <string.h>

enum { NOWHERE = -1 };

static const struct table *find_table(const struct state *s, const char *name)
{
    for (int t = 0; t < STATE_TABLES; t++)
        if (strcmp(s->tables[t]->name, name) == 0)
            return s->tables[t];
    return NULL;
}

uint64_t identity_group_count(const struct state *s, enum identity_key group)
{
    switch (group) {
    case WORLD:
        return 1;
    case BANK:
        return (uint64_t)s->region_bank[s->regions];
    case FIRM:
        return s->population.firms;
    case CELL:
        return (uint64_t)s->cells;
    case TRANSACTION:
        return (uint64_t)(s->regions * TRANSACTIONS);
    case INSTRUMENT:
        return (uint64_t)(s->regions * INSTRUMENTS);
    default:
        return (uint64_t)s->regions;
    }
}

static int row_region(const struct state *s, uint64_t row, const uint64_t *first)
{
    int r = 0;
    while (r < s->regions - 1 && row >= first[r + 1])
        r++;
    return r;
}

static bool is(const struct table *table, const char *name)
{
    return strcmp(table->name, name) == 0;
}

/* Which kind of table a term reads, decided once per sum instead of once per row. */
enum kind {
    KIND_REGION,
    KIND_FIRM,
    KIND_LINK,
    KIND_HOUSEHOLD,
    KIND_BANK,
    KIND_MARKET,
    KIND_INDUSTRY,
    KIND_SOURCING,
    KIND_FINAL,
    KIND_AGE,
    KIND_COHORT,
    KIND_FUND,
    KIND_POLICY,
    KIND_PROJECT,
    KIND_TRADE,
    KIND_LEDGER,
    KIND_BALANCE,
};

static enum kind table_kind(const struct table *table)
{
    static const struct {
        const char *name;
        enum kind kind;
    } kinds[] = {
        {"firm", KIND_FIRM},
        {"link", KIND_LINK},
        {"household", KIND_HOUSEHOLD},
        {"bank", KIND_BANK},
        {"market", KIND_MARKET},
        {"industry", KIND_INDUSTRY},
        {"sourcing", KIND_SOURCING},
        {"final_sourcing", KIND_FINAL},
        {"age", KIND_AGE},
        {"cohort", KIND_COHORT},
        {"fund", KIND_FUND},
        {"policy_bank", KIND_POLICY},
        {"insurer", KIND_POLICY},
        {"project", KIND_PROJECT},
        {"facility", KIND_PROJECT},
        {"trade", KIND_TRADE},
        {"ledger", KIND_LEDGER},
        {"balance_sheet", KIND_BALANCE},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (is(table, kinds[i].name))
            return kinds[i].kind;
    return KIND_REGION;
}

static int64_t trade_group(const struct state *s, enum identity_key key, uint64_t row)
{
    int k = (int)(row % (uint64_t)s->industries), pair = (int)(row / (uint64_t)s->industries);
    int origin = pair / s->regions, destination = pair % s->regions;
    switch (key) {
    case SUPPLIER_CELL:
        return origin * s->industries + k;
    case DESTINATION:
        return destination;
    case HOME:
        return origin == destination ? origin : NOWHERE;
    case FROM_ABROAD:
        return origin != destination ? destination : NOWHERE;
    case TO_ABROAD:
        return origin != destination ? origin : NOWHERE;
    default:
        return NOWHERE;
    }
}

static int64_t final_group(const struct state *s, enum identity_key key, uint64_t row)
{
    int use = (int)(row % FINAL_USES), r = (int)(row / FINAL_USES % (uint64_t)s->regions);
    switch (key) {
    case SUPPLIER_CELL:
        return (int64_t)(row / FINAL_USES / (uint64_t)s->regions);
    case REGION:
        return r;
    case FOR_HOUSEHOLDS:
        return use == USE_HOUSEHOLD ? r : NOWHERE;
    case FOR_GOVERNMENT:
        return use == USE_GOVERNMENT ? r : NOWHERE;
    case FOR_INVESTMENT:
        return use == USE_INVESTMENT ? r : NOWHERE;
    case FOR_PROJECTS:
        return use == USE_PROJECT ? r : NOWHERE;
    default:
        return NOWHERE;
    }
}

/* The seller's region of a payment that crosses a border; links are in the order of customers. */
static int64_t border_group(const struct state *s, enum kind kind, uint64_t row)
{
    uint64_t cells = (uint64_t)s->cells;
    int seller, buyer = 0;
    if (kind == KIND_LINK) {
        const uint64_t *first = s->population.supplier_first;
        seller = s->cell[s->firm.cell[s->link.supplier[row]]].region;
        while (row >= first[s->region_firm[buyer + 1]])
            buyer++;
    } else if (kind == KIND_SOURCING) {
        seller = s->cell[row / cells].region;
        buyer = s->cell[row % cells].region;
    } else {
        seller = s->cell[row / FINAL_USES / (uint64_t)s->regions].region;
        buyer = (int)(row / FINAL_USES % (uint64_t)s->regions);
    }
    return seller != buyer ? seller : NOWHERE;
}

static int64_t ledger_group(const struct identity_term *term, uint64_t row)
{
    int64_t transaction = (int64_t)(row % TRANSACTIONS);
    int64_t sector = (int64_t)(row / TRANSACTIONS % SECTORS);
    int64_t currency = (int64_t)(row / TRANSACTIONS / SECTORS);
    if (term->key == TRANSACTION)
        return currency * TRANSACTIONS + transaction;
    if (sector != term->sector || (term->key == ENTRY && transaction != term->transaction))
        return NOWHERE;
    return currency;
}

static int64_t household_group(const struct state *s, enum identity_key key, uint64_t row)
{
    switch (key) {
    case BANK:
        return s->household.bank[row];
    case EMPLOYER:
        return s->household.employer[row] == SUPPLIER_NONE ? NOWHERE
                                                           : (int64_t)s->household.employer[row];
    case UNEMPLOYED:
        if (s->household.status[row] != HOUSEHOLD_UNEMPLOYED)
            return NOWHERE;
        break;
    default:
        break;
    }
    return row_region(s, row, s->region_row);
}

static int64_t firm_group(const struct state *s, enum identity_key key, uint64_t row)
{
    switch (key) {
    case BANK:
        return s->firm.bank[row];
    case FIRM:
        return (int64_t)row;
    case CELL:
        return s->firm.cell[row];
    default:
        return s->cell[s->firm.cell[row]].region;
    }
}

static int64_t row_group(const struct state *s, enum kind kind, const struct identity_term *term,
                         uint64_t row)
{
    enum identity_key key = term->key;
    uint64_t cells = (uint64_t)s->cells, inputs = (uint64_t)s->inputs;
    if (key == WORLD)
        return 0;
    if (key == IN_DOLLARS)
        return border_group(s, kind, row);
    switch (kind) {
    case KIND_FIRM:
        return firm_group(s, key, row);
    case KIND_LINK:
        return key == SUPPLIER ? (int64_t)s->link.supplier[row]
                               : (int64_t)s->firm.cell[s->link.supplier[row]];
    case KIND_HOUSEHOLD:
        return household_group(s, key, row);
    case KIND_BANK:
        return key == BANK ? (int64_t)row : (int64_t)s->bank.region[row];
    case KIND_MARKET:
        return key == CELL ? (int64_t)(row / inputs)
                           : (int64_t)(row / inputs / (uint64_t)s->industries);
    case KIND_INDUSTRY:
        return key == CELL ? (int64_t)row : (int64_t)(row / (uint64_t)s->industries);
    case KIND_SOURCING:
        return (int64_t)(row / cells);
    case KIND_FINAL:
        return final_group(s, key, row);
    case KIND_AGE:
        return (int64_t)(row / (uint64_t)s->world->age_groups);
    case KIND_COHORT:
        return (int64_t)(row / AGES);
    case KIND_FUND:
        return key == BANK ? (int64_t)s->fund.bank[row] : (int64_t)row;
    case KIND_POLICY:
        return key == BANK ? (int64_t)s->fund.bank[s->policy_bank.region[row]]
                           : (int64_t)s->policy_bank.region[row];
    case KIND_PROJECT: /* vehicles bank where the host's fund does */
        return key == BANK ? (int64_t)s->fund.bank[s->host] : (int64_t)s->host;
    case KIND_TRADE:
        return trade_group(s, key, row);
    case KIND_LEDGER:
        return ledger_group(term, row);
    case KIND_BALANCE:
        /* Foreign positions add to zero over the world only: one group for all of them. */
        return (int64_t)(row % INSTRUMENTS == POSITION_FOREIGN
                             ? POSITION_FOREIGN
                             : row % INSTRUMENTS + row / INSTRUMENTS / SECTORS * INSTRUMENTS);
    case KIND_REGION:
        break;
    }
    return (int64_t)row;
}

static int64_t stored_at(const struct table *table, int column, uint64_t row)
{
    const void *data = table->data[column];
    switch (table->columns[column].type) {
    case COLUMN_money:
    case COLUMN_count:
        return ((const int64_t *)data)[row];
    case COLUMN_id:
        return ((const uint32_t *)data)[row];
    case COLUMN_small:
        return ((const uint16_t *)data)[row];
    default:
        return 0;
    }
}

static int64_t value_at(const struct state *s, const struct identity_term *term,
                        const struct table *table, int column, uint64_t row, int64_t group)
{
    int64_t value = stored_at(table, column, row);
    if (term->key == IN_DOLLARS)
        return money_convert(value, s->region.exchange_rate[group], 1);
    if (term->key == IN_OWN_CURRENCY)
        return money_convert(value, 1, s->region.exchange_rate[group]);
    return value;
}

/* Many groups, such as firms, are summed by one thread, few through sums per thread. */
void identity_add_sums(const struct state *s, const struct identity_term *term, int sign,
                       int64_t *sums, uint64_t groups, int64_t *by_thread)
{
    const struct table *table = find_table(s, term->table);
    int column = table_column(table, term->column);
    enum kind kind = table_kind(table);
    bool few = groups <= IDENTITY_GROUPS_FEW;
    if (!few) {
        for (uint64_t row = 0; row < table->rows; row++) {
            int64_t g = row_group(s, kind, term, row);
            if (g != NOWHERE)
                sums[g] += sign * value_at(s, term, table, column, row, g);
        }
        return;
    }
    int threads = omp_get_max_threads();
    memset(by_thread, 0, (size_t)threads * IDENTITY_GROUPS_FEW * sizeof *by_thread);
#pragma omp parallel
    {
        int64_t *mine = by_thread + (size_t)omp_get_thread_num() * IDENTITY_GROUPS_FEW;
#pragma omp for schedule(static)
        for (uint64_t row = 0; row < table->rows; row++) {
            int64_t g = row_group(s, kind, term, row);
            if (g != NOWHERE)
                mine[g] += value_at(s, term, table, column, row, g);
        }
    }
    for (int t = 0; t < threads; t++)
        for (uint64_t g = 0; g < groups; g++)
            sums[g] += sign * by_thread[(size_t)t * IDENTITY_GROUPS_FEW + g];
}

void identity_group_name(const struct state *s, enum identity_key group, uint64_t g, char *text,
                         size_t size)
{
    switch (group) {
    case WORLD:
        snprintf(text, size, "the world");
        return;
    case BANK:
        snprintf(text, size, "bank %s", s->bank_labels[g]);
        return;
    case FIRM:
        snprintf(text, size, "firm %" PRIu64, g);
        return;
    case CELL:
        snprintf(text, size, "%s %s", s->region_labels[g / (uint64_t)s->industries],
                 s->industry_labels[g % (uint64_t)s->industries]);
        return;
    case TRANSACTION:
        snprintf(text, size, "%s, %s", s->region_labels[g / TRANSACTIONS],
                 transaction_labels[g % TRANSACTIONS]);
        return;
    case INSTRUMENT:
        snprintf(text, size, "%s, %s", s->region_labels[g / INSTRUMENTS],
                 instrument_labels[g % INSTRUMENTS]);
        return;
    default:
        snprintf(text, size, "%s", s->region_labels[g]);
    }
}

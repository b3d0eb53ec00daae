#include "agents/identities.h"

#include <inttypes.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How the rows of a column fall into the groups of an identity. */
enum key {
    WORLD,
    REGION, /* of the row: its own, its cell's, its bank's, the buyer's in final_sourcing */
    BANK,
    FIRM,
    CELL,
    EMPLOYER,        /* household rows by firm */
    UNEMPLOYED,      /* unemployed household rows by region */
    SUPPLIER,        /* links by supplying firm */
    SUPPLIER_CELL,   /* links, sourcing, final_sourcing by the seller's cell; trade by origin and
                      industry */
    DESTINATION,     /* trade by buyer's region */
    HOME,            /* trade within regions */
    FROM_ABROAD,     /* trade across borders by buyer's region */
    TO_ABROAD,       /* trade across borders by seller's region */
    IN_OWN_CURRENCY, /* dollars of a region, at its exchange rate */
    IN_DOLLARS, /* what buyers abroad pay, by seller's region: each payment converted on its own */
    FOR_HOUSEHOLDS, /* final_sourcing of one use, by the buyer's region */
    FOR_GOVERNMENT,
    FOR_INVESTMENT,
    FOR_PROJECTS,
    TRANSACTION, /* ledger by currency and transaction */
    ENTRY,       /* one sector and transaction of the ledger, by currency */
    SECTOR,      /* all transactions of one sector of the ledger, by currency */
    INSTRUMENT,  /* balance sheet by currency and instrument, foreign positions in one group */
};

enum { TERMS_MAX = 16, NOWHERE = -1 };

struct term {
    int sign;
    bool start; /* the sum at the start of the step, taken off */
    const char *table, *column;
    enum key key;
    int sector, transaction;
};

struct identity {
    const char *name, *meaning;
    enum key group;
    const char *from, *until; /* phases after which it begins and ceases to hold; NULL: always */
    struct term term[TERMS_MAX];
};

#define PLUS(table, column, key)                                                                   \
    {                                                                                              \
        +1, false, #table, #column, key, 0, 0                                                      \
    }
#define MINUS(table, column, key)                                                                  \
    {                                                                                              \
        -1, false, #table, #column, key, 0, 0                                                      \
    }
/* The change of a stock since the start of the step. */
#define RISE(table, column, key)                                                                   \
    {+1, false, #table, #column, key, 0, 0},                                                       \
    {                                                                                              \
        -1, true, #table, #column, key, 0, 0                                                       \
    }
#define FALL(table, column, key)                                                                   \
    {-1, false, #table, #column, key, 0, 0},                                                       \
    {                                                                                              \
        +1, true, #table, #column, key, 0, 0                                                       \
    }
#define LEDGER(sector, transaction)                                                                \
    {                                                                                              \
        +1, false, "ledger", "flow", ENTRY, SECTOR_##sector, FLOW_##transaction                    \
    }
#define LESS_LEDGER(sector, transaction)                                                           \
    {                                                                                              \
        -1, false, "ledger", "flow", ENTRY, SECTOR_##sector, FLOW_##transaction                    \
    }
#define LESS_ALL_OF(sector)                                                                        \
    {                                                                                              \
        -1, false, "ledger", "flow", SECTOR, SECTOR_##sector, 0                                    \
    }

static const struct identity identity_list[] = {
#include "agents/identities.def"
};

enum { IDENTITIES = sizeof identity_list / sizeof *identity_list };
_Static_assert(IDENTITIES <= 256, "room in struct identities and in the summary");

int identities_count(void)
{
    return IDENTITIES;
}

const char *identities_name(int identity)
{
    return identity_list[identity].name;
}

const char *identities_meaning(int identity)
{
    return identity_list[identity].meaning;
}

static const struct table *find_table(const struct state *s, const char *name)
{
    for (int t = 0; t < STATE_TABLES; t++)
        if (strcmp(s->tables[t]->name, name) == 0)
            return s->tables[t];
    return NULL;
}

static uint64_t group_count(const struct state *s, enum key group)
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

static int64_t trade_group(const struct state *s, enum key key, uint64_t row)
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

static int64_t final_group(const struct state *s, enum key key, uint64_t row)
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

static int64_t ledger_group(const struct term *term, uint64_t row)
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

static int64_t household_group(const struct state *s, enum key key, uint64_t row)
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

static int64_t firm_group(const struct state *s, enum key key, uint64_t row)
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

static int64_t row_group(const struct state *s, enum kind kind, const struct term *term,
                         uint64_t row)
{
    enum key key = term->key;
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

static int64_t value_at(const struct state *s, const struct term *term, const struct table *table,
                        int column, uint64_t row, int64_t group)
{
    int64_t value = stored_at(table, column, row);
    if (term->key == IN_DOLLARS)
        return money_convert(value, s->region.exchange_rate[group], 1);
    if (term->key == IN_OWN_CURRENCY)
        return money_convert(value, 1, s->region.exchange_rate[group]);
    return value;
}

/* Adds sign times the column's sums by group to `sums`. Groups of firms are written by the thread
 * that owns the rows of the firm, all others through sums per thread. */
static void add_sums(const struct state *s, const struct term *term, int sign, int64_t *sums,
                     uint64_t groups, int64_t *by_thread)
{
    const struct table *table = find_table(s, term->table);
    int column = table_column(table, term->column);
    enum kind kind = table_kind(table);
    bool few = groups <= 4096;
    if (!few) {
        for (uint64_t row = 0; row < table->rows; row++) {
            int64_t g = row_group(s, kind, term, row);
            if (g != NOWHERE)
                sums[g] += sign * value_at(s, term, table, column, row, g);
        }
        return;
    }
    int threads = omp_get_max_threads();
    memset(by_thread, 0, (size_t)threads * 4096 * sizeof *by_thread);
#pragma omp parallel
    {
        int64_t *mine = by_thread + (size_t)omp_get_thread_num() * 4096;
#pragma omp for schedule(static)
        for (uint64_t row = 0; row < table->rows; row++) {
            int64_t g = row_group(s, kind, term, row);
            if (g != NOWHERE)
                mine[g] += value_at(s, term, table, column, row, g);
        }
    }
    for (int t = 0; t < threads; t++)
        for (uint64_t g = 0; g < groups; g++)
            sums[g] += sign * by_thread[(size_t)t * 4096 + g];
}

static int term_count(const struct identity *identity)
{
    int n = 0;
    while (n < TERMS_MAX && identity->term[n].sign != 0)
        n++;
    return n;
}

/* Where the start sums of each term lie: one after the other. */
static uint64_t start_size(const struct state *s)
{
    uint64_t size = 0;
    for (int i = 0; i < IDENTITIES; i++)
        for (int n = 0; n < term_count(&identity_list[i]); n++)
            if (identity_list[i].term[n].start)
                size += group_count(s, identity_list[i].group);
    return size;
}

bool identities_create(struct identities *identities, const struct state *s, struct error *err)
{
    *identities = (struct identities){0};
    for (int i = 0; i < IDENTITIES; i++) {
        uint64_t groups = group_count(s, identity_list[i].group);
        if (groups > identities->groups_max)
            identities->groups_max = groups;
    }
    identities->start = calloc(start_size(s) + 1, sizeof *identities->start);
    identities->difference = calloc(identities->groups_max, sizeof *identities->difference);
    identities->by_thread =
        calloc((size_t)omp_get_max_threads() * 4096, sizeof *identities->by_thread);
    if (identities->start == NULL || identities->difference == NULL ||
        identities->by_thread == NULL) {
        identities_free(identities);
        return fail(err, ERROR_MEMORY, "out of memory for the identities");
    }
    return true;
}

void identities_free(struct identities *identities)
{
    free(identities->start);
    free(identities->difference);
    free(identities->by_thread);
    *identities = (struct identities){0};
}

void identities_start_step(struct identities *identities, const struct state *s, bool needed)
{
    int64_t *start = identities->start;
    identities->started = needed;
    memset(identities->open, 0, sizeof identities->open);
    memset(identities->closed, 0, sizeof identities->closed);
    for (int i = 0; needed && i < IDENTITIES; i++) {
        uint64_t groups = group_count(s, identity_list[i].group);
        for (int n = 0; n < term_count(&identity_list[i]); n++) {
            const struct term *term = &identity_list[i].term[n];
            if (!term->start)
                continue;
            memset(start, 0, groups * sizeof *start);
            /* The accounts of a complete quarter begin anew in this step. */
            if (!s->account_due || strcmp(term->table, "account") != 0)
                add_sums(s, term, 1, start, groups, identities->by_thread);
            start += groups;
        }
    }
}

static void describe_group(const struct state *s, enum key group, uint64_t g, char *text,
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

static bool report(const struct identity *identity, const struct state *s, const char *phase,
                   uint64_t g, int64_t difference, struct error *err)
{
    char group[96], columns[512] = "";
    describe_group(s, identity->group, g, group, sizeof group);
    for (int n = 0; n < term_count(identity); n++) {
        const struct term *term = &identity->term[n];
        bool named = false;
        for (int i = 0; i < n && !named; i++)
            named = strcmp(identity->term[i].table, term->table) == 0 &&
                    strcmp(identity->term[i].column, term->column) == 0;
        size_t length = strlen(columns);
        if (!named)
            snprintf(columns + length, sizeof columns - length, "%s%s.%s", n > 0 ? " " : "",
                     term->table, term->column);
    }
    return fail(err, ERROR_IDENTITY,
                "step %u, phase '%s': identity '%s' is %" PRId64 " cents off in %s (%s)",
                s->clock.step + 1, phase, identity->name, difference, group, columns);
}

static bool check_one(struct identities *identities, int i, const struct state *s,
                      const char *phase, const int64_t *start, struct error *err)
{
    const struct identity *identity = &identity_list[i];
    uint64_t groups = group_count(s, identity->group);
    int64_t *difference = identities->difference;
    memset(difference, 0, groups * sizeof *difference);
    for (int n = 0; n < term_count(identity); n++) {
        const struct term *term = &identity->term[n];
        if (!term->start) {
            add_sums(s, term, term->sign, difference, groups, identities->by_thread);
            continue;
        }
        for (uint64_t g = 0; g < groups; g++)
            difference[g] += term->sign * start[g];
        start += groups;
    }
    identities->checked += groups;
    for (uint64_t g = 0; g < groups; g++) {
        int64_t off = llabs(difference[g]);
        if (off > identities->worst)
            identities->worst = off;
        if (off != 0)
            return report(identity, s, phase, g, difference[g], err);
    }
    return true;
}

/* The place of a phase in the step is only known by name: an identity that begins with a phase is
 * tested from the first call with that name on, until the step ends. */
static bool holds(struct identities *identities, int i, const char *phase)
{
    const struct identity *identity = &identity_list[i];
    if (phase == NULL)
        return identity->until == NULL;
    if (identity->from != NULL && strcmp(identity->from, phase) == 0)
        identities->open[i] = true;
    if (identity->until != NULL && strcmp(identity->until, phase) == 0)
        identities->closed[i] = true;
    return (identity->from == NULL || identities->open[i]) && !identities->closed[i];
}

static bool is_touched(const struct identity *identity, const char *writes)
{
    for (int n = 0; n < term_count(identity); n++) {
        char name[96];
        snprintf(name, sizeof name, "%s.%s", identity->term[n].table, identity->term[n].column);
        if (strstr(writes, name) != NULL)
            return true;
    }
    return false;
}

bool identities_check(struct identities *identities, const struct state *s, const char *phase,
                      const char *writes, struct error *err)
{
    const int64_t *start = identities->start;
    bool ok = true;
    for (int i = 0; i < IDENTITIES; i++) {
        const struct identity *identity = &identity_list[i];
        bool began = phase != NULL && identity->from != NULL && strcmp(identity->from, phase) == 0;
        bool due = phase == NULL || began || is_touched(identity, writes);
        uint64_t groups = group_count(s, identity->group), starts = 0;
        for (int n = 0; n < term_count(identity); n++)
            starts += identity->term[n].start ? groups : 0;
        if (holds(identities, i, phase) && due && (starts == 0 || identities->started))
            ok &= check_one(identities, i, s, phase != NULL ? phase : "end of step", start, err);
        start += starts;
    }
    return ok;
}

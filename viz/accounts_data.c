/* Money of the run file in dollars: the ledger over a year, balance sheets at a moment. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/accounts.h"

#define YEAR_DAYS 364.0 /* 52 weeks */

enum { HELD_MOST = 400 };

/* More than this is not held: 64 MiB. */
#define HELD_VALUES_MAX ((uint64_t)8 << 20)

/* A group of currency, sector and transaction or instrument, in whatever order. */
struct shape {
    int dimension[3];
    uint64_t size[3], stride[3];
};

static bool shape_of(const struct reader_group *group, const char *kind, struct shape *shape)
{
    const char *const names[] = {"currency", "sector", kind};
    static const uint64_t MOST[] = {ACCOUNTS_REGIONS, ACCOUNTS_SECTORS - 1, ACCOUNTS_KINDS};
    if (group->dimension_count != 3)
        return false;
    for (int i = 0; i < 3; i++) {
        int d = shape->dimension[i] = playback_dimension(group, names[i]);
        if (d < 0)
            return false;
        shape->size[i] = group->dimensions[d].size;
        shape->stride[i] = 1;
        for (int later = d + 1; later < 3; later++)
            shape->stride[i] *= group->dimensions[later].size;
        if (shape->size[i] == 0 || shape->size[i] > MOST[i])
            return false;
    }
    return true;
}

int accounts_regions(const struct view *view, const char **codes, char (*numbers)[24])
{
    static const struct {
        const char *group, *dimension;
    } PLACES[] = {{"ledger", "currency"},
                  {"balance_sheet", "currency"},
                  {"account", "region"},
                  {"region", "region"}};
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        const struct reader_group *group = playback_group(view->playback, PLACES[i].group);
        int d = group ? playback_dimension(group, PLACES[i].dimension) : -1;
        if (d < 0)
            continue;
        int count = 0;
        for (; count < ACCOUNTS_REGIONS && (uint64_t)count < group->dimensions[d].size; count++)
            codes[count] = playback_label(group, d, (uint64_t)count, numbers[count]);
        return count;
    }
    return 0;
}

const char *accounts_region(const struct view *view)
{
    const char *codes[ACCOUNTS_REGIONS];
    char numbers[ACCOUNTS_REGIONS][24];
    int count = accounts_regions(view, codes, numbers);
    for (int i = 0; i < count; i++)
        if (strcmp(codes[i], view->ui->selection.region) == 0)
            return view->ui->selection.region;
    return "";
}

/* A column of /region over time, and the row of a region in it. */
static const struct playback_column *region_column(struct view *view, const char *name,
                                                   const char *region, int64_t *row)
{
    const struct reader_group *group = playback_group(view->playback, "region");
    if (!group || group->dimension_count != 1 || group->records == 0)
        return NULL;
    *row = region[0] ? playback_position(group, 0, region) : -1;
    if (region[0] && *row < 0)
        return NULL;
    const struct playback_column *column = playback_column(view->playback, "region", name);
    return column && column->has_time && column->records > 0 ? column : NULL;
}

static double rate_of(const struct playback_column *column, int64_t row, double day)
{
    if (!column || row < 0)
        return 1;
    uint64_t t = playback_at(column->days, column->records, day);
    double rate = column->values[t * column->rows + (uint64_t)row];
    return isfinite(rate) && rate > 0 ? rate : 1;
}

double accounts_rate(struct view *view, const char *region, double day)
{
    int64_t row = -1;
    const struct playback_column *rates = region_column(view, "exchange_rate", region, &row);
    return rate_of(rates, row, day);
}

/* GDP of the records in (after, until] in dollars and how many there are; NaN without figures. */
static double gdp_within(struct view *view, const char *region, double after, double until,
                         uint64_t *records)
{
    int64_t row = -1, no_row = -1;
    double sum = 0;
    *records = 0;
    const struct playback_column *gdp = region_column(view, "gdp", region, &row);
    const struct playback_column *rates = region_column(view, "exchange_rate", "", &no_row);
    if (!gdp)
        return NAN;
    for (uint64_t t = playback_at(gdp->days, gdp->records, until) + 1; t-- > 0;) {
        if (gdp->days[t] <= after + 1e-6 || gdp->days[t] > until + 1e-6 || gdp->days[t] <= 0)
            break;
        ++*records;
        for (uint64_t r = 0; r < gdp->rows; r++) {
            double value = gdp->values[t * gdp->rows + r];
            if ((row < 0 || r == (uint64_t)row) && isfinite(value))
                sum += value / 100 / rate_of(rates, (int64_t)r, gdp->days[t]);
        }
    }
    return *records > 0 ? sum : NAN;
}

void accounts_ring_free(struct accounts_ring *ring)
{
    free(ring->values), free(ring->held);
    *ring = (struct accounts_ring){0};
}

static bool reserve(struct accounts_ring *ring, uint64_t capacity, uint64_t rows)
{
    if (ring->capacity == capacity && ring->rows == rows)
        return true;
    accounts_ring_free(ring);
    if (rows == 0 || capacity > HELD_VALUES_MAX / rows)
        return false;
    ring->values = malloc(capacity * rows * sizeof *ring->values);
    ring->held = calloc(capacity, sizeof *ring->held);
    if (!ring->values || !ring->held) {
        accounts_ring_free(ring);
        return false;
    }
    ring->capacity = capacity, ring->rows = rows;
    return true;
}

/* Values of a record; zeros, once, where it cannot be read. */
static const double *hold(struct accounts_ring *ring, struct playback *playback,
                          const struct reader_group *group, const char *column, uint64_t record)
{
    uint64_t slot = record % ring->capacity;
    double *values = ring->values + slot * ring->rows;
    if (ring->held[slot] == record + 1)
        return values;
    if (!playback_read(playback, group, column, record, values))
        memset(values, 0, ring->rows * sizeof *values);
    ring->held[slot] = record + 1;
    ring->read++;
    return values;
}

static void set_labels(struct accounts_table *table, const struct reader_group *group,
                       const struct shape *shape)
{
    char number[24];
    table->sectors = (int)shape->size[1] + 1;
    table->kinds = (int)shape->size[2];
    for (int s = 0; s + 1 < table->sectors; s++)
        snprintf(table->sector[s], ACCOUNTS_LABEL, "%s",
                 playback_label(group, shape->dimension[1], (uint64_t)s, number));
    snprintf(table->sector[table->sectors - 1], ACCOUNTS_LABEL, "%s", ACCOUNTS_REST);
    for (int k = 0; k < table->kinds; k++)
        snprintf(table->kind[k], ACCOUNTS_LABEL, "%s",
                 playback_label(group, shape->dimension[2], (uint64_t)k, number));
}

/* Adds one record of the chosen currencies; each record at the exchange rate of its day. */
static void add_record(struct accounts_table *table, struct view *view,
                       const struct reader_group *group, const struct shape *shape,
                       const double *values, double day)
{
    char number[24];
    double foreign = 0;
    int64_t no_row = -1;
    const struct playback_column *rates = region_column(view, "exchange_rate", "", &no_row);
    const struct reader_group *regions = playback_group(view->playback, "region");
    table->own_currency = !rates;
    for (uint64_t c = 0; c < shape->size[0]; c++) {
        const char *code = playback_label(group, shape->dimension[0], c, number);
        bool shown = !table->region[0] || strcmp(code, table->region) == 0;
        int64_t row = rates ? playback_position(regions, 0, code) : -1;
        double own = 0.01 / rate_of(rates, row, day);
        for (int k = 0; k < table->kinds; k++) {
            bool abroad = strcmp(table->kind[k], ACCOUNTS_FOREIGN) == 0;
            double factor = abroad ? 0.01 : own, sum = 0;
            if (!shown && !abroad)
                continue;
            for (int s = 0; s + 1 < table->sectors; s++) {
                double value = values[c * shape->stride[0] + (uint64_t)s * shape->stride[1] +
                                      (uint64_t)k * shape->stride[2]];
                if (!isfinite(value)) {
                    table->damaged = true;
                    continue;
                }
                sum += value; /* cents, exact below 2^53 */
                if (shown)
                    table->value[s][k] += value * factor;
            }
            if (!abroad) {
                table->residual[k] += fabs(sum) * factor;
                continue;
            }
            foreign += sum;
            table->residual[k] = fabs(foreign) * factor;
            /* What a region holds abroad the others owe it. */
            if (shown && table->region[0])
                table->value[table->sectors - 1][k] -= sum * factor;
        }
    }
}

/* Where the fund acts as dealer, the other side is the rest of the world. */
static void split_dealer(struct accounts_table *table)
{
    static const char *const DEALER[] = {"exports",         "imports",
                                         "conversion",      "project funding",
                                         "project service", "project conversion"};
    int fund = accounts_sector(table, "funds"), rest = table->sectors - 1;
    for (int k = 0; fund >= 0 && k < table->kinds; k++)
        for (size_t i = 0; i < sizeof DEALER / sizeof *DEALER; i++)
            if (strcmp(table->kind[k], DEALER[i]) == 0) {
                table->value[rest][k] = table->value[fund][k];
                table->value[fund][k] = 0;
            }
}

/* True: the table is as it should be. Otherwise it is emptied, to be filled. */
static bool is_made(struct accounts_table *table, const struct view *view, uint64_t record)
{
    const char *region = accounts_region(view);
    if (table->version == view->playback->version + 1 && table->record == record &&
        strcmp(table->region, region) == 0)
        return true;
    memset(table, 0, sizeof *table);
    table->version = view->playback->version + 1;
    table->record = record;
    snprintf(table->region, sizeof table->region, "%s", region);
    return false;
}

const char *accounts_make_flows(struct view_accounts *accounts, struct view *view)
{
    const struct reader_group *group = playback_group(view->playback, "ledger");
    struct shape shape;
    if (!group || !reader_column(group, "flow"))
        return "No ledger in this file\nFlows are shown from /ledger/flow [time, currency, sector, "
               "transaction].";
    if (!shape_of(group, "transaction", &shape) || !reader_column(group, "flow")->has_time)
        return "The ledger has an unknown shape\nFlows are shown from /ledger/flow [time, "
               "currency, sector, transaction].";
    double day = timeline_day(view->timeline), step = view->playback->reader.days_per_step;
    if (group->records == 0)
        return "No records yet\nThe flows fill as the run goes on.";
    uint64_t last = playback_at(group->days, group->records, day), first = last + 1;
    while (first > 0 && group->days[first - 1] > fmax(0, group->days[last] - YEAR_DAYS + 1e-6) &&
           last - first + 1 < HELD_MOST - 1)
        first--;
    if (group->days[last] > day + 1e-6 || first > last)
        return "No figures yet\nPayments have figures from the first step on.";
    double per_year = step > 0 ? ceil(YEAR_DAYS / step) + 1 : HELD_MOST;
    if (!reserve(&accounts->ring, (uint64_t)fmin(HELD_MOST, fmax(64, per_year)), group->rows))
        return "The ledger is too large\nA year of it does not fit into memory.";
    struct accounts_table *table = &accounts->flows;
    if (last - first + 1 > accounts->ring.capacity)
        first = last + 1 - accounts->ring.capacity;
    if (is_made(table, view, last))
        return NULL;
    set_labels(table, group, &shape);
    for (uint64_t t = first; t <= last; t++)
        add_record(table, view, group, &shape,
                   hold(&accounts->ring, view->playback, group, "flow", t), group->days[t]);
    split_dealer(table);
    table->steps = last - first + 1;
    table->first_day = first > 0 ? group->days[first - 1] : group->days[first];
    table->last_day = group->days[last];
    uint64_t records;
    double gdp =
        gdp_within(view, table->region, table->last_day - YEAR_DAYS, table->last_day, &records);
    /* Where one of the two groups is recorded less often, the same number of steps is compared. */
    table->gdp = records > 0 ? gdp * (double)table->steps / (double)records : NAN;
    return NULL;
}

const char *accounts_make_balance(struct view_accounts *accounts, struct view *view)
{
    const struct reader_group *group = playback_group(view->playback, "balance_sheet");
    struct shape shape;
    if (!group || !reader_column(group, "position"))
        return "No balance sheets in this file\nThey are shown from /balance_sheet/position [time, "
               "currency, sector, instrument].";
    if (!shape_of(group, "instrument", &shape) || !reader_column(group, "position")->has_time)
        return "The balance sheets have an unknown shape\nThey are shown from "
               "/balance_sheet/position [time, currency, sector, instrument].";
    if (group->records == 0)
        return "No records yet\nThe balance sheets come as the run goes on.";
    if (!reserve(&accounts->sheet, 8, group->rows))
        return "The balance sheets are too large\nThey do not fit into memory.";
    struct accounts_table *table = &accounts->balance;
    uint64_t record = playback_at(group->days, group->records, timeline_day(view->timeline));
    if (is_made(table, view, record))
        return NULL;
    set_labels(table, group, &shape);
    add_record(table, view, group, &shape,
               hold(&accounts->sheet, view->playback, group, "position", record),
               group->days[record]);
    table->steps = 1;
    table->first_day = table->last_day = group->days[record];
    uint64_t records;
    double gdp =
        gdp_within(view, table->region, table->last_day - YEAR_DAYS, table->last_day, &records);
    double days = fmin(YEAR_DAYS, table->last_day);
    table->gdp = days > 0 ? gdp * YEAR_DAYS / days : NAN; /* of a year, also in the first one */
    return NULL;
}

int accounts_sector(const struct accounts_table *table, const char *label)
{
    for (int s = 0; s < table->sectors; s++)
        if (strcmp(table->sector[s], label) == 0)
            return s;
    return -1;
}

double accounts_net(const struct accounts_table *table, int sector)
{
    double sum = 0;
    for (int k = 0; k < table->kinds; k++)
        sum += table->value[sector][k];
    return sum;
}

double accounts_received(const struct accounts_table *table)
{
    double sum = 0;
    for (int s = 0; s < table->sectors; s++)
        for (int k = 0; k < table->kinds; k++)
            sum += fmax(0, table->value[s][k]);
    return sum;
}

double accounts_residual(const struct accounts_table *table)
{
    double sum = 0;
    for (int k = 0; k < table->kinds; k++)
        sum += table->residual[k];
    return sum;
}

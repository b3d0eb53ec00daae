/* Accounts: what the step was, by region and industry, and the balance sheets at its end.
 *
 *     real GDP    sum over cells of output (1 - sum of input coefficients) + tC real consumption
 *     stocks      what of it was not used: real GDP - C (1 + tC) - G - I - exports + imports
 *     GDP         C + G + I + stocks at the region's output prices + exports - imports
 *
 *     surplus     of a firm: output at its price less inputs, taxes on them and wages; smoothed
 *
 * Real terms are at opening prices. A region's utilisation is output over the capacity that is
 * usable: what an event has put out of use is no slack, and no reason to cut rates.
 * Source: System of National Accounts 2008, production and
 * expenditure approach. Reads everything, writes region, industry, account, balance_sheet,
 * firm.surplus.
 */
#include <string.h>

#include "agents/books.h"
#include "agents/cell_sums.h"
#include "agents/firm_terms.h"
#include "agents/project_terms.h"
#include "agents/rules.h"
#include "agents/trends.h"
#include "core/date.h"

enum { SURPLUS_LAG = 52 }; /* weeks */
enum { OUTPUT, VALUE, VALUE_ADDED, STOCK_SUM, CAPITAL, CAPACITY, USABLE, MEASURED };
enum { STAFF, WAGES, LINK_SALES, MARGIN, INPUT_TAXES, COUNTED };

static void sum_run(struct state *s, const struct firm_run *run, double *measured, int64_t *counted)
{
    struct firm_table *firm = &s->firm;
    double speed = step_rate(s, SURPLUS_LAG);
    double growth =
        trend_step(s, trend_real_of_cell(s, run->cell) + trend_price_of_cell(s, run->cell));
    memset(measured, 0, MEASURED * sizeof *measured);
    memset(counted, 0, COUNTED * sizeof *counted);
    for (uint32_t f = run->first; f < run->first + run->count; f++) {
        double value = firm->price[f] * firm->output[f];
        double surplus = value - firm->inputs_used[f] - (double)firm->input_tax[f];
        surplus -= (double)firm->wage_bill[f];
        firm->surplus[f] = smooth(firm->surplus[f], surplus, speed, growth);
        measured[OUTPUT] += firm->output[f];
        measured[VALUE] += value;
        measured[VALUE_ADDED] += value - firm->inputs_used[f];
        measured[STOCK_SUM] += firm->finished_stock[f];
        measured[CAPITAL] += firm->capital[f];
        measured[CAPACITY] += firm_full_capacity(firm, f);
        measured[USABLE] += firm_capacity(firm, f);
        counted[STAFF] += firm->staff[f];
        counted[WAGES] += firm->wage_bill[f];
        counted[LINK_SALES] += firm->link_receipts[f];
        counted[MARGIN] += firm->link_receipts[f] + firm->market_receipts[f] -
                           firm->link_payments[f] - firm->market_payments[f];
        counted[INPUT_TAXES] += firm->input_tax[f] + firm->tariffs[f];
    }
}

static void sum_industries(struct state *s, double *measured)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    double *runs = arena_array(&s->scratch, double, (size_t)p->runs *MEASURED);
    int64_t *run_counts = arena_array(&s->scratch, int64_t, (size_t)p->runs * COUNTED);
    int64_t *counted = arena_array(&s->scratch, int64_t, (size_t)s->cells * COUNTED);
#pragma omp parallel for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++)
        sum_run(s, &p->run[n], runs + (size_t)n * MEASURED, run_counts + (size_t)n * COUNTED);
    cell_sums(s, runs, MEASURED, measured);
    cell_totals(s, run_counts, COUNTED, counted);
    struct industry_table *industry = &s->industry;
    for (int c = 0; c < s->cells; c++) {
        const double *m = measured + (size_t)c * MEASURED;
        industry->output[c] = m[OUTPUT];
        industry->value_added[c] = m[VALUE_ADDED];
        industry->price[c] = m[OUTPUT] > 0 ? m[VALUE] / m[OUTPUT] : industry->market_price[c];
        industry->finished_stock[c] = m[STOCK_SUM];
        industry->capital[c] = m[CAPITAL];
        industry->capacity_use[c] = m[CAPACITY] > 0 ? m[OUTPUT] / m[CAPACITY] : 0;
        industry->staff[c] = counted[(size_t)c * COUNTED + STAFF];
        industry->wages[c] = counted[(size_t)c * COUNTED + WAGES];
        industry->link_sales[c] = counted[(size_t)c * COUNTED + LINK_SALES];
        s->region.sales_less_inputs[s->cell[c].region] += counted[(size_t)c * COUNTED + MARGIN];
        s->region.operating_surplus[s->cell[c].region] +=
            counted[(size_t)c * COUNTED + MARGIN] - counted[(size_t)c * COUNTED + WAGES] -
            counted[(size_t)c * COUNTED + INPUT_TAXES];
    }
    arena_reset(&s->scratch, mark);
}

static double real_use(const struct state *s, int r, int use)
{
    double sum = 0;
    for (int d = 0; d < s->cells; d++)
        sum += s->final_sourcing.delivered[(d * s->regions + r) * FINAL_USES + use];
    return sum;
}

static double real_net_exports(const struct state *s, int r)
{
    int64_t sum = 0;
    for (int q = 0; q < s->regions; q++)
        for (int k = 0; k < s->industries; k++) {
            sum += s->trade.quantity[(r * s->regions + q) * s->industries + k];
            sum -= s->trade.quantity[(q * s->regions + r) * s->industries + k];
        }
    return (double)sum;
}

static void close_region(struct state *s, int r, const double *measured)
{
    struct region_table *region = &s->region;
    double product = 0, output = 0, value = 0, capacity = 0;
    for (int c = r * s->industries; c < (r + 1) * s->industries; c++) {
        const double *m = measured + (size_t)c * MEASURED;
        double inputs = 0;
        for (int j = 0; j < s->inputs; j++)
            inputs += s->market.coefficient[c * s->inputs + j];
        product += m[OUTPUT] * (1 - inputs);
        output += m[OUTPUT];
        value += m[VALUE];
        capacity += m[USABLE];
    }
    double consumption =
        real_use(s, r, USE_HOUSEHOLD) * (1 + s->world->of_region.consumption_tax[r]);
    double tax = consumption - real_use(s, r, USE_HOUSEHOLD);
    region->real_gdp[r] = product + tax;
    region->stock_building[r] = region->real_gdp[r] - consumption - real_use(s, r, USE_GOVERNMENT) -
                                real_use(s, r, USE_INVESTMENT) - real_use(s, r, USE_PROJECT) -
                                real_net_exports(s, r);
    region->utilisation[r] = capacity > 0 ? output / capacity : 0;
    double prices = output > 0 ? value / output : 1;
    const struct government_table *government = &s->government;
    region->product_taxes[r] =
        government->consumption_tax[r] + government->input_tax[r] + government->tariffs[r];
    region->stock_change[r] = money_round(region->stock_building[r] * prices);
    region->operating_surplus[r] += region->stock_change[r];
    region->gdp[r] = region->consumption[r] + region->government_consumption[r] +
                     region->investment[r] + region->stock_change[r] + region->exports[r] -
                     region->imports[r];
}

static money final_tariffs(const struct state *s, int r)
{
    money sum = 0;
    for (int d = 0; d < s->cells; d++)
        for (int use = 0; use < FINAL_USES; use++)
            sum += s->final_sourcing.tariffs[(d * s->regions + r) * FINAL_USES + use];
    return sum;
}

static void set_position(struct state *s, int r, enum sector sector, enum instrument instrument,
                         money amount)
{
    s->balance_sheet.position[(r * SECTORS + (int)sector) * INSTRUMENTS + (int)instrument] = amount;
}

/* Sums of the private sectors, from their own rows. */
static void private_sums(struct state *s, struct tally *tally)
{
#pragma omp parallel
    {
        int64_t *mine = tally_mine(tally);
#pragma omp for schedule(static) nowait
        for (uint32_t b = 0; b < s->household_blocks; b++) {
            int64_t sum = 0;
            for (uint64_t h = s->household_block[b]; h < s->household_block[b + 1]; h++)
                sum += s->household.deposits[h];
            mine[3 * s->household_block_region[b]] += sum;
        }
#pragma omp for schedule(static)
        for (uint32_t f = 0; f < s->population.firms; f++) {
            uint32_t r = cell_region(s, s->firm.cell[f]);
            mine[3 * r + 1] += s->firm.deposits[f];
            mine[3 * r + 2] += s->firm.loans[f];
        }
    }
}

static void set_balance_sheet(struct state *s, int r, const struct tally *tally)
{
    money deposits = 0, loans = 0, bonds = 0, reserves = 0;
    for (int b = s->region_bank[r]; b < s->region_bank[r + 1]; b++) {
        deposits += s->bank.deposits[b];
        loans += s->bank.loans[b];
        bonds += s->bank.bonds[b];
        reserves += s->bank.reserves[b];
    }
    set_position(s, r, SECTOR_HOUSEHOLD, POSITION_DEPOSITS, tally_sum(tally, (size_t)(3 * r)));
    set_position(s, r, SECTOR_FIRM, POSITION_DEPOSITS, tally_sum(tally, (size_t)(3 * r + 1)));
    set_position(s, r, SECTOR_FIRM, POSITION_LOANS, -tally_sum(tally, (size_t)(3 * r + 2)));
    set_position(s, r, SECTOR_BANK, POSITION_DEPOSITS, -deposits);
    set_position(s, r, SECTOR_BANK, POSITION_LOANS, loans);
    set_position(s, r, SECTOR_BANK, POSITION_BONDS, bonds);
    set_position(s, r, SECTOR_BANK, POSITION_RESERVES, reserves);
    set_position(s, r, SECTOR_FUND, POSITION_DEPOSITS, s->fund.deposits[r]);
    set_position(s, r, SECTOR_FUND, POSITION_BONDS, s->fund.bonds[r]);
    set_position(s, r, SECTOR_FUND, POSITION_FOREIGN, s->fund.foreign_position[r]);
    set_position(s, r, SECTOR_GOVERNMENT, POSITION_BONDS, -s->government.debt[r]);
    money account = s->central_bank.government_account[r];
    set_position(s, r, SECTOR_GOVERNMENT, POSITION_GOVERNMENT_ACCOUNT, account);
    set_position(s, r, SECTOR_CENTRAL_BANK, POSITION_GOVERNMENT_ACCOUNT, -account);
    set_position(s, r, SECTOR_CENTRAL_BANK, POSITION_BONDS, s->central_bank.bonds[r]);
    set_position(s, r, SECTOR_CENTRAL_BANK, POSITION_RESERVES, -s->central_bank.reserves[r]);
    if (s->policy_bank.region[0] == r) {
        const struct policy_bank_table *bank = &s->policy_bank;
        set_position(s, r, SECTOR_POLICY_BANK, POSITION_DEPOSITS, bank->deposits[0]);
        money net = bank->project_claims[0] - bank->facility_bonds[0];
        money value = bank->value[0] + money_convert(net, 1, s->region.exchange_rate[r]);
        set_position(s, r, SECTOR_POLICY_BANK, POSITION_FOREIGN,
                     bank->loans[0] - bank->bonds[0] + net);
        set_position(s, r, SECTOR_POLICY_BANK, POSITION_PUBLIC_CAPITAL, -value);
        set_position(s, r, SECTOR_INSURER, POSITION_DEPOSITS, s->insurer.deposits[0]);
        set_position(s, r, SECTOR_INSURER, POSITION_BONDS, s->insurer.bonds[0]);
        set_position(s, r, SECTOR_INSURER, POSITION_PUBLIC_CAPITAL, -s->insurer.capital[0]);
        set_position(s, r, SECTOR_GOVERNMENT, POSITION_PUBLIC_CAPITAL,
                     value + s->insurer.capital[0]);
    }
    if (s->host == r) {
        money cash = 0, debts = 0;
        for (int j = 0; j < s->projects; j++) {
            cash += s->project.deposits[j];
            debts += s->project.policy_claim[j] + s->project.bank_loans[j];
        }
        set_position(s, r, SECTOR_VEHICLE, POSITION_DEPOSITS, cash);
        set_position(s, r, SECTOR_VEHICLE, POSITION_FOREIGN, -debts);
    }
}

void accounts_balance_sheets(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    struct tally tally = tally_open(&s->scratch, (size_t)s->regions * 3);
    private_sums(s, &tally);
    for (int r = 0; r < s->regions; r++)
        set_balance_sheet(s, r, &tally);
    arena_reset(&s->scratch, mark);
}

money accounts_foreign_income(const struct state *s, int r)
{
    money foreign = s->fund.foreign_income_value[r];
    if (s->policy_bank.region[0] == r)
        foreign += s->policy_bank.conversion[0];
    if (s->parameters.facility)
        foreign += money_convert(project_net_income(s, r), 1, s->region.exchange_rate[r]);
    return foreign;
}

/* Adds the step to the quarter, after a quarter that was complete to nothing. A step belongs to
 * the quarter that its last day is in. */
static void add_to_quarter(struct state *s)
{
    struct account_table *account = &s->account;
    const struct region_table *region = &s->region;
    int32_t end = s->clock.first_day + ((int32_t)s->clock.step + 1) * s->clock.days_per_step;
    bool begin = s->account_due;
    s->account_due = date_quarter(end - 1) != date_quarter(end - 1 + s->clock.days_per_step);
    for (int c = 0; begin && c < account->table.column_count; c++)
        memset(account->table.data[c], 0,
               (size_t)s->regions * column_type_size(account->table.columns[c].type));
    for (int r = 0; r < s->regions; r++) {
        money foreign = accounts_foreign_income(s, r);
        account->days[r] = end - s->clock.first_day;
        account->steps[r]++;
        account->gdp[r] += region->gdp[r];
        account->gdp_income[r] +=
            region->wages[r] + region->operating_surplus[r] + region->product_taxes[r];
        account->gdp_production[r] += region->sales_less_inputs[r] + region->stock_change[r] +
                                      s->government.consumption_tax[r] + final_tariffs(s, r);
        account->real_gdp[r] += region->real_gdp[r];
        account->consumption[r] += region->consumption[r];
        account->government_consumption[r] += region->government_consumption[r];
        account->investment[r] += region->investment[r];
        account->stock_change[r] += region->stock_change[r];
        account->exports[r] += region->exports[r];
        account->imports[r] += region->imports[r];
        account->wages[r] += region->wages[r];
        account->operating_surplus[r] += region->operating_surplus[r];
        account->product_taxes[r] += region->product_taxes[r];
        account->foreign_income[r] += foreign;
        account->gni[r] += region->gdp[r] + foreign;
        account->current_account[r] += region->exports[r] - region->imports[r] + foreign;
        account->government_balance[r] -= s->government.deficit[r];
    }
}

void accounts(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    double *measured = arena_array(&s->scratch, double, (size_t)s->cells *MEASURED);
    sum_industries(s, measured);
#pragma omp parallel for schedule(static)
    for (int r = 0; r < s->regions; r++)
        close_region(s, r, measured);
    arena_reset(&s->scratch, mark);
    accounts_balance_sheets(s);
    add_to_quarter(s);
}

/* The opening week's accounts, from the flows that the opening left in the tables: what the first
 * record of a run shows. */
void accounts_opening(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    double *measured = arena_array(&s->scratch, double, (size_t)s->cells *MEASURED);
    sum_industries(s, measured);
    for (int c = 0; c < s->cells; c++)
        s->industry.demand[c] = measured[(size_t)c * MEASURED + OUTPUT];
    for (uint32_t f = 0; f < s->population.firms; f++)
        s->firm.surplus[f] = s->firm.opening_return[f] * s->firm.capital[f] * s->clock.years;
#pragma omp parallel for schedule(static)
    for (int r = 0; r < s->regions; r++)
        close_region(s, r, measured);
    arena_reset(&s->scratch, mark);
}

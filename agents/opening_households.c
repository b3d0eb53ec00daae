/* Opening, households: incomes, deposits, and the tax rate that closes the circle.
 *
 * In a still world every row spends what it receives. Per region and step,
 *
 *     C + tC C = W (1 - tW) - s + benefits + (1 - tD) dividends + pay-outs + interest on deposits
 *
 * is solved for the wage tax tW (it includes social contributions). Pay-outs of the funds are the
 * income on what they hold, contributions s are such that the funds' deposits stay:
 *
 *     pay = iB bonds + iN foreign position + iD deposits
 *     s   = deficit + net exports + iN foreign position + what the dealer paid the policy bank
 *           - n (bonds of banks + reserves) + n deposits
 *
 * n is nominal trend growth: banks and central bank buy bonds from the fund so that money grows
 *
 * so that external and fiscal imbalances stay in the accounts of funds and governments. Rounding
 * row by row leaves a few cents, which the pay-out takes. Deposits are the same number of steps
 * of income in every row of a region (our assumption), and shares in dividends and pay-outs
 * follow the age group's wealth.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "agents/demography.h"
#include "agents/household_income.h"
#include "agents/opening.h"
#include "agents/rates.h"
#include "agents/rules.h"
#include "agents/trends.h"
#include "agents/wages.h"

static void copy_rows(struct state *s)
{
    const struct population *p = &s->population;
#pragma omp parallel for schedule(static)
    for (uint32_t b = 0; b < s->household_blocks; b++)
        for (uint64_t h = s->household_block[b]; h < s->household_block[b + 1]; h++) {
            int r = s->household_block_region[b];
            s->household.age[h] = p->age[h];
            s->household.status[h] = p->status[h];
            s->household.employer[h] = p->employer[h];
            s->household.persons[h] = p->persons[h];
            s->household.shares[h] = money_round((double)p->persons[h] * 1000 *
                                                 s->world->age[p->age[h]].wealth_weight[r]);
        }
}

static void pay_wages(struct state *s)
{
    const struct population *p = &s->population;
    int ages = s->world->age_groups;
#pragma omp parallel for schedule(dynamic, 1)
    for (uint32_t l = 0; l < p->localities; l++)
        for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++) {
            uint32_t r = cell_region(s, s->firm.cell[f]);
            household_pay_wages(&s->household, s->firm.wage_bill[f], p->firm_row[f],
                                population_row_end(p, l, f, ages), household_wage_weight(s, r));
        }
}

/* Persons by status, and the benefits that the region's totals give per person. */
static void set_benefits(struct state *s, const struct opening *o, int r, money wages)
{
    const struct world *w = s->world;
    double weight = 0;
    int64_t persons[3] = {0};
    for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++) {
        persons[s->household.status[h]] += s->household.persons[h];
        weight += s->household.persons[h] * w->age[s->household.age[h]].pension_weight[r];
    }
    double rate = w->of_region.benefits[r] * o->gdp[r] / weight;
    for (int status = 0; status < 3; status++)
        for (int a = 0; a < w->age_groups; a++)
            s->benefit[r][status][a] = rate * w->age[a].pension_weight[r];
    s->region.employed[r] = persons[HOUSEHOLD_EMPLOYED];
    s->region.unemployed[r] = persons[HOUSEHOLD_UNEMPLOYED];
    s->region.labour_force[r] = persons[HOUSEHOLD_EMPLOYED] + persons[HOUSEHOLD_UNEMPLOYED];
    s->region.unemployment_rate[r] =
        (double)persons[HOUSEHOLD_UNEMPLOYED] / (double)s->region.labour_force[r];
    s->region.reference_unemployment[r] = s->region.unemployment_rate[r];
    s->region.usual_unemployment[r] = s->region.unemployment_rate[r];
    s->opening_unemployment[r] = s->region.unemployment_rate[r];
    s->opening_employed[r] = s->region.employed[r];
    s->opening_labour_force[r] = s->region.labour_force[r];
    s->unemployment_benefit[r] =
        w->of_region.replacement_rate[r] * (double)wages / (double)persons[HOUSEHOLD_EMPLOYED];
}

/* Bank dividends as they will be, up to the rounding of interest on households' deposits. */
static double expected_bank_dividends(const struct state *s, const struct opening *o, int r)
{
    double profit = 0;
    for (int b = s->region_bank[r]; b < s->region_bank[r + 1]; b++)
        profit += (double)(s->bank.loan_interest[b] - s->bank.deposit_interest[b]);
    double years = s->clock.years;
    const struct region_table *region = &s->region;
    profit += region->bond_yield[r] * years * s->world->of_region.public_debt_banks[r] * o->gdp[r] /
              years;
    profit += region->policy_rate[r] * years * (double)s->central_bank.reserves[r];
    profit -=
        region->deposit_rate[r] * years * (double)(o->household_deposits[r] + s->fund.deposits[r]);
    double equity = 0;
    for (int b = s->region_bank[r]; b < s->region_bank[r + 1]; b++)
        equity += (double)s->bank.equity[b];
    return profit * (1 - s->world->of_region.profit_tax[r]) -
           equity * trend_step(s, trend_nominal(s, r));
}

/* Solves the budget above for the wage tax; all in cents a step. */
static bool solve_wage_tax(struct state *s, struct opening *o, int r, money wages, double *payout,
                           struct error *err)
{
    const struct world *w = s->world;
    const struct region_table *region = &s->region;
    double years = s->clock.years;
    double foreign = s->parameters.external_yield * years * (double)s->fund.foreign_position[r];
    double conversion = 0;
    if (s->policy_bank.region[0] == r)
        conversion = s->parameters.external_yield * years *
                     (double)(s->policy_bank.loans[0] - s->policy_bank.bonds[0]);
    double deficit = w->of_region.deficit[r] * o->gdp[r];
    double pay = region->bond_yield[r] * years * (double)s->fund.bonds[r] + foreign +
                 region->deposit_rate[r] * years * (double)s->fund.deposits[r];
    double growth = trend_step(s, trend_nominal(s, r));
    double monetised = s->world->of_region.public_debt_banks[r] * o->gdp[r] / years +
                       (double)s->central_bank.reserves[r] - (double)s->fund.deposits[r];
    double contributions =
        deficit + (double)o->net_exports[r] + foreign + conversion - growth * monetised;
    if (contributions < 0 || pay < 0)
        return fail(err, ERROR_CONFIG,
                    "%s/region-figures.csv: %s: the deficit is too small for the external deficit: "
                    "contributions to funds would be negative (%.2f %% of GDP); raise deficit",
                    w->folder, w->region[r].code, 100 * contributions / o->gdp[r]);
    double benefits = w->of_region.benefits[r] * o->gdp[r] +
                      s->unemployment_benefit[r] * (double)s->region.unemployed[r];
    double dividends = ((double)o->dividends[r] + expected_bank_dividends(s, o, r)) *
                       (1 - w->of_region.dividend_tax[r]);
    double interest = region->deposit_rate[r] * years * (double)o->household_deposits[r];
    double spending = (double)o->consumption[r] * (1 + w->of_region.consumption_tax[r]);
    double saving = growth * (double)o->household_deposits[r];
    double rest = spending + saving + contributions - benefits - dividends - pay - interest;
    region->wage_tax[r] = 1 - rest / (double)wages;
    s->fund.contribution_rate[r] = contributions / (double)wages;
    *payout = pay;
    if (!(region->wage_tax[r] > 0 && region->wage_tax[r] < 0.9))
        return fail(
            err, ERROR_CONFIG,
            "%s/region-figures.csv: %s: households' budget would need a wage tax of %.1f %%",
            w->folder, w->region[r].code, 100 * region->wage_tax[r]);
    return true;
}

/* Shares a total out over the region's rows by their shares, and returns nothing behind. */
static void share_property(const struct state *s, int r, money total, money *parts)
{
    uint64_t sum = 0, running = 0;
    for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++)
        sum += (uint64_t)s->household.shares[h];
    struct money_share share = money_share_of(total, sum);
    for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++) {
        uint64_t weight = (uint64_t)s->household.shares[h];
        parts[h] = money_share_part(&share, running, weight);
        running += weight;
    }
}

static money labour_income(const struct state *s, uint64_t h, const struct row_income *income)
{
    return s->household.wage[h] - income->wage_tax - income->contributions + income->benefits +
           income->unemployment_benefit;
}

/* The bank that is furthest behind the deposits it should have by now: every bank gets its part of
 * every stretch of rows, and in the end is off by less than one row's deposits. */
static int next_bank(const struct state *s, const struct opening *o, int r, double wanted,
                     double until, const double *given)
{
    int first = s->region_bank[r], best = first;
    double most = -HUGE_VAL;
    for (int b = first; b < s->region_bank[r + 1]; b++) {
        double behind = until * o->household_deposits_of_bank[b] / wanted - given[b - first];
        if (behind > most) {
            most = behind;
            best = b;
        }
    }
    return best;
}

/* Deposits in proportion to income without interest, and each row's bank. */
static void share_deposits(struct state *s, struct opening *o, int r, money property)
{
    struct income_terms terms = household_income_terms(s, r);
    struct household_table *household = &s->household;
    share_property(s, r, property, household->income);
    uint64_t sum = 0, running = 0;
    for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++) {
        struct row_income income = household_row_income(household, &terms, h);
        household->budget[h] = money_max(0, labour_income(s, h, &income) + household->income[h]);
        sum += (uint64_t)household->budget[h];
    }
    struct money_share share = money_share_of(o->household_deposits[r], sum);
    int first = s->region_bank[r], last = s->region_bank[r + 1];
    double wanted = 0, until = 0, given[64] = {0};
    for (int b = first; b < last; b++)
        wanted += o->household_deposits_of_bank[b];
    for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++) {
        uint64_t weight = (uint64_t)household->budget[h];
        household->deposits[h] = money_share_part(&share, running, weight);
        running += weight;
        until += (double)household->deposits[h];
        int b = next_bank(s, o, r, wanted, until, given);
        given[b - first] += (double)household->deposits[h];
        household->bank[h] = (uint16_t)b;
        s->bank.deposits[b] += household->deposits[h];
    }
}

/* With all deposits known: reserves, bonds and the exact profits of the region's banks. */
static bool close_banks(struct state *s, struct opening *o, int r, struct error *err)
{
    int first = s->region_bank[r], banks = s->region_bank[r + 1] - first;
    double weights[64];
    struct income_terms terms = household_income_terms(s, r);
    struct bank_table *bank = &s->bank;
    for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++)
        bank->deposit_interest[s->household.bank[h]] +=
            money_scale(s->household.deposits[h], terms.deposit_rate);
    s->fund.deposit_interest[r] = rate_interest(s, s->fund.deposits[r], s->region.deposit_rate[r]);
    bank->deposit_interest[s->fund.bank[r]] += s->fund.deposit_interest[r];
    for (int b = 0; b < banks; b++)
        weights[b] = (double)bank->deposits[first + b];
    money_share_measured(s->central_bank.reserves[r], weights, (size_t)banks,
                         bank->reserves + first);
    for (int b = first; b < first + banks; b++) {
        bank->bonds[b] = bank->deposits[b] + bank->equity[b] + bank->allowance[b] - bank->loans[b] -
                         bank->reserves[b];
        if (bank->bonds[b] < 0)
            return fail(err, ERROR_CONFIG,
                        "%s/region-figures.csv: %s: its banks' deposits do not cover their loans; "
                        "fewer banks or more firms are needed",
                        s->world->folder, s->bank_labels[b]);
        bank->bond_interest[b] = rate_interest(s, bank->bonds[b], s->region.bond_yield[r]);
        bank->reserve_interest[b] = rate_interest(s, bank->reserves[b], s->region.policy_rate[r]);
        money profit = bank->loan_interest[b] + bank->bond_interest[b] + bank->reserve_interest[b] -
                       bank->deposit_interest[b];
        if (profit < 0)
            return fail(err, ERROR_CONFIG, "%s/region-figures.csv: %s makes a loss at the opening",
                        s->world->folder, s->bank_labels[b]);
        bank->profit_tax[b] = money_scale(profit, s->world->of_region.profit_tax[r]);
        bank->dividend[b] = profit - bank->profit_tax[b] -
                            money_scale(bank->equity[b], trend_step(s, trend_nominal(s, r)));
        o->dividends[r] += bank->dividend[b];
    }
    return true;
}

/* What banks and the central bank buy from the fund, less what the fund adds to its deposits. */
static money bonds_monetised(const struct state *s, int r)
{
    double growth = trend_step(s, trend_nominal(s, r));
    money bonds = 0;
    for (int b = s->region_bank[r]; b < s->region_bank[r + 1]; b++)
        bonds += s->bank.bonds[b];
    return money_scale(bonds, growth) + money_scale(s->central_bank.bonds[r], growth) -
           money_scale(s->fund.deposits[r], growth);
}

/* Final incomes; the pay-out takes the cents that make them add up to spending. */
static void close_incomes(struct state *s, const struct opening *o, int r)
{
    struct household_table *household = &s->household;
    struct income_terms terms = household_income_terms(s, r);
    money dividend_tax = money_scale(o->dividends[r], s->world->of_region.dividend_tax[r]);
    money spending =
        o->consumption[r] + money_scale(o->consumption[r], s->world->of_region.consumption_tax[r]);
    money saving = money_scale(o->household_deposits[r], trend_step(s, trend_nominal(s, r)));
    money rows = 0, labour = 0, contributions = 0;
    for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++) {
        struct row_income income = household_row_income(household, &terms, h);
        household->budget[h] = labour_income(s, h, &income);
        labour += household->budget[h];
        rows += income.deposit_interest;
        contributions += income.contributions;
    }
    money property = spending + saving - labour - rows;
    s->fund.opening_payout[r] = (double)(property - (o->dividends[r] - dividend_tax));
    s->fund.payout[r] = money_round(s->fund.opening_payout[r]);
    /* The deficit is what the fund must buy for its deposits to stay. */
    double dollars = s->parameters.external_yield;
    money conversion = s->policy_bank.region[0] == r
                           ? rate_interest(s, s->policy_bank.loans[0], dollars) -
                                 rate_interest(s, s->policy_bank.bonds[0], dollars)
                           : 0;
    s->government.opening_deficit[r] = contributions - s->fund.payout[r] - o->net_exports[r] -
                                       conversion + s->fund.deposit_interest[r] +
                                       rate_interest(s, s->fund.bonds[r], s->region.bond_yield[r]) +
                                       bonds_monetised(s, r);
    share_property(s, r, property, household->income);
    s->propensity[r] = (double)spending / (double)(spending + saving);
    money income_sum = 0;
    for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++) {
        money interest = money_scale(household->deposits[h], terms.deposit_rate);
        household->labour_income_short[h] = household->labour_income_long[h] =
            (double)household->budget[h];
        household->property_income_long[h] = (double)(household->income[h] + interest);
        household->income[h] += household->budget[h] + interest;
        household->spending[h] = money_scale(household->income[h], s->propensity[r]);
        income_sum += household->income[h];
    }
    s->deposit_target[r] = (double)o->household_deposits[r] / (double)income_sum;
}

bool opening_households(struct state *s, struct opening *o, struct error *err)
{
    copy_rows(s);
    demography_opening_people(s);
    demography_opening_contracts(s);
    pay_wages(s);
    for (int r = 0; r < s->regions; r++) {
        money wages = 0;
        double payout = 0;
        for (int k = 0; k < s->industries; k++)
            wages += o->wages[r * s->industries + k];
        set_benefits(s, o, r, wages);
        if (!solve_wage_tax(s, o, r, wages, &payout, err))
            return false;
        double dividends = ((double)o->dividends[r] + expected_bank_dividends(s, o, r)) *
                           (1 - s->world->of_region.dividend_tax[r]);
        share_deposits(s, o, r, money_round(dividends + payout));
        if (!close_banks(s, o, r, err))
            return false;
        close_incomes(s, o, r);
    }
    distribution_count(s);
    return true;
}

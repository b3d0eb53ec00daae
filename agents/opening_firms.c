/* Opening, firms: each firm's part of its cell, and what follows from it.
 *
 * Sales, input cost and staff come from the population; wages, investment and loans are shared
 * out by size with running sums. With x sales, B inputs, W wages, I investment, L loans, D
 * deposits and the rates of the region (per step),
 *
 *     input tax   round(t_c B)                     deposits  8 weeks of (W + B + input tax)
 *     profit tax  round(tP (x - W - B - input tax - depreciation - interest on L + interest on D))
 *     dividend    = x - W - B - input tax - I - interest on L + interest on D - profit tax
 *                   + n L - n D
 *
 * n is nominal trend growth: loans and deposits grow with everything else. In a world without
 * growth all investment is replacement. The dividend is the residual and must not be negative.
 * Loans over capital differ between the firms of a cell by the factors 0.6 ... 1.9 (our
 * assumption: without it firms never fail), except in cells where that would leave a firm
 * without a dividend. Each pays the spread of its risk (loan_risk.h), such that the mean over
 * the region's loans is the region's spread.
 */
#include <math.h>
#include <stdlib.h>

#include "agents/leverage.h"
#include "agents/loan_risk.h"
#include "agents/opening.h"
#include "agents/rates.h"
#include "agents/trends.h"

/* Shares cell totals out so that every firm has at least one cent. */
static bool share_at_least_one(const struct state *s, const money *totals, const char *what,
                               money *parts, struct error *err)
{
    const struct population *p = &s->population;
    money rest[REGIONS_MAX * INDUSTRIES_MAX];
    for (int c = 0; c < s->cells; c++) {
        money firms = 0;
        for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++)
            firms += p->run[p->cell_run[n]].count;
        rest[c] = totals[c] - firms;
        if (rest[c] < 0)
            return fail(err, ERROR_CONFIG,
                        "population.firms: the %s of %s %s in a step (%lld cents) are too small "
                        "for its %lld firms",
                        what, s->region_labels[c / s->industries],
                        s->industry_labels[c % s->industries], (long long)totals[c],
                        (long long)firms);
    }
    population_share(p, rest, NULL, parts);
#pragma omp parallel for schedule(static)
    for (uint32_t f = 0; f < p->firms; f++)
        parts[f] += 1;
    return true;
}

static void set_leverage_weights(const struct state *s, const bool *even, uint64_t *weights)
{
    const struct population *p = &s->population;
#pragma omp parallel for schedule(static)
    for (uint32_t f = 0; f < p->firms; f++)
        weights[f] = p->size[f] * leverage_factor(s, f, even[p->cell[f]]);
}

static double opening_risk(const struct state *s, uint32_t f)
{
    const struct population *p = &s->population;
    const struct firm_table *firm = &s->firm;
    const struct cell_traits *cell = &s->cell[p->cell[f]];
    double capital =
        (double)firm->investment_payments[f] / (s->depreciation[cell->region] * s->clock.years);
    double surplus = (double)(p->sales[f] - firm->wage_bill[f]) -
                     (double)p->input_cost[f] * (1 + cell->input_tax);
    double leverage = (double)firm->loans[f] / capital;
    double burden = loan_burden(leverage, s->region.loan_rate[cell->region],
                                surplus / (capital * s->clock.years));
    return loan_risk(&s->parameters, leverage, burden);
}

/* Spreads of all firms, with the mean of each region's loans at the region's spread. */
static void set_loan_spreads(struct state *s, double *weighted)
{
    const struct population *p = &s->population;
    double *spread = s->firm.loan_spread;
#pragma omp parallel for schedule(dynamic, 8)
    for (uint32_t n = 0; n < p->runs; n++) {
        weighted[n] = 0;
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++) {
            spread[f] = opening_risk(s, f);
            weighted[n] += spread[f] * (double)s->firm.loans[f];
        }
    }
    double sum[REGIONS_MAX] = {0}, loans[REGIONS_MAX] = {0};
    for (uint32_t n = 0; n < p->runs; n++) {
        int r = s->cell[p->run[n].cell].region;
        sum[r] += weighted[n];
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++)
            loans[r] += (double)s->firm.loans[f];
    }
    for (int r = 0; r < s->regions; r++)
        s->opening_loan_risk[r] = loans[r] > 0 ? sum[r] / loans[r] : 1;
#pragma omp parallel for schedule(static)
    for (uint32_t f = 0; f < p->firms; f++) {
        int r = s->cell[p->cell[f]].region;
        spread[f] = loan_spread_quoted(s->world->of_region.loan_spread[r] * spread[f] /
                                       s->opening_loan_risk[r]);
    }
}

/* Budget of one firm; see the top of the file. */
static void close_budget(struct state *s, uint32_t f)
{
    const struct population *p = &s->population;
    struct firm_table *firm = &s->firm;
    const struct cell_traits *cell = &s->cell[p->cell[f]];
    int r = cell->region;
    money inputs = p->input_cost[f], wages = firm->wage_bill[f];
    money investment = firm->investment_payments[f];
    firm->input_tax[f] = money_scale(inputs, cell->input_tax);
    double cost = (double)(wages + inputs + firm->input_tax[f]);
    firm->deposits[f] = money_round(cost * s->parameters.deposit_weeks / s->clock.weeks);
    firm->loan_interest[f] = rate_interest(s, firm->loans[f], firm_loan_rate(s, f, (uint32_t)r));
    firm->deposit_interest[f] = rate_interest(s, firm->deposits[f], s->region.deposit_rate[r]);
    /* Of what is invested, the part that wears out is a cost, the rest is growth. */
    double wear = s->depreciation[r] * s->clock.years / trend_investment_rate(s, r);
    money depreciation = money_scale(investment, wear);
    money profit = p->sales[f] - wages - inputs - firm->input_tax[f] - depreciation -
                   firm->loan_interest[f] + firm->deposit_interest[f];
    double growth = trend_step(s, trend_nominal(s, r));
    money borrowed = money_scale(firm->loans[f], growth) - money_scale(firm->deposits[f], growth);
    firm->profit_tax[f] = money_max(0, money_scale(profit, s->world->of_region.profit_tax[r]));
    firm->dividend[f] = profit - firm->profit_tax[f] - (investment - depreciation) + borrowed;
}

static bool close_budgets(struct state *s, struct opening *o, struct error *err)
{
    const struct population *p = &s->population;
    uint64_t *weights = malloc(p->firms * sizeof *weights);
    bool *loss = calloc(p->runs, sizeof *loss);
    double *weighted = malloc(p->runs * sizeof *weighted);
    if (weights == NULL || loss == NULL || weighted == NULL) {
        free(weights);
        free(loss);
        free(weighted);
        return fail(err, ERROR_MEMORY, "out of memory for firms");
    }
    /* Cells without the spread of leverage move the mean risk, and so others' interest: the passes
     * end when no further cell needs to be evened out. */
    bool evened = true;
    while (evened) {
        evened = false;
        set_leverage_weights(s, o->even_leverage, weights);
        population_share(p, o->loans, weights, s->firm.loans);
        set_loan_spreads(s, weighted);
#pragma omp parallel for schedule(dynamic, 8)
        for (uint32_t n = 0; n < p->runs; n++) {
            loss[n] = false;
            for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++) {
                close_budget(s, f);
                loss[n] |= s->firm.dividend[f] < 0;
            }
        }
        for (uint32_t n = 0; n < p->runs; n++) {
            bool *even = &o->even_leverage[p->run[n].cell];
            evened |= loss[n] && !*even;
            *even |= loss[n];
        }
    }
    bool ok = true;
    for (uint32_t n = 0; n < p->runs && ok; n++)
        if (loss[n])
            ok = fail(err, ERROR_CONFIG,
                      "%s: firms of %s %s cannot pay their interest and investment at the opening",
                      s->world->folder, s->region_labels[s->cell[p->run[n].cell].region],
                      s->industry_labels[s->cell[p->run[n].cell].industry]);
    free(weights);
    free(loss);
    free(weighted);
    return ok;
}

/* Traits and stocks that the rules work with. */
static void set_firm(struct state *s, const double *market_sales, uint32_t f)
{
    const struct population *p = &s->population;
    struct firm_table *firm = &s->firm;
    uint16_t c = p->cell[f];
    const struct cell_traits *cell = &s->cell[c];
    double sales = (double)p->sales[f], inputs = (double)p->input_cost[f];
    double investment = (double)firm->investment_payments[f];
    double capital = investment / trend_investment_rate(s, cell->region);
    double finished = s->clock.weeks / s->parameters.build_time;
    double growth = trend_step(s, trend_real(s, cell->region));

    firm->cell[f] = c;
    firm->staff[f] = p->staff[f];
    firm->labour_productivity[f] = sales / (double)p->staff[f];
    firm->productivity[f] = firm->labour_productivity[f];
    firm->wage_premium[f] = 1;
    firm->wage_level[f] = (double)firm->wage_bill[f] / (double)p->staff[f];
    firm->capital[f] = capital;
    firm->construction[f] = investment / (finished + growth);
    firm->capital_productivity[f] = sales / (s->parameters.normal_utilisation * capital);
    firm->leverage_target[f] = (double)firm->loans[f] / capital;
    firm->market_input[f] = (double)p->market_purchases[f] / sales;
    firm->market_share[f] = (double)p->market_sales[f] / market_sales[c];
    firm->appeal[f] = firm->market_share[f] / (firm->capital_productivity[f] * capital);
    firm->unit_input_cost[f] = inputs / sales * (1 + cell->input_tax);
    double unit_cost =
        firm->wage_level[f] / firm->labour_productivity[f] + firm->unit_input_cost[f];
    firm->markup[f] = 1 / unit_cost;
    firm->opening_return[f] = (1 - unit_cost) * sales / (capital * s->clock.years);
    firm->gross_return[f] = firm->opening_return[f];
    firm->price[f] = 1;
    firm->fill_rate[f] = 1;
    firm->utilisation[f] = 1;
    firm->expected_sales[f] = firm->demand_seen[f] = sales;
    firm->finished_stock[f] =
        sales * s->world->of_industry.finished_stock[cell->industry] / s->clock.weeks;
    firm->investment_order[f] = investment;
    firm->cash_flow[f] =
        (double)firm->dividend[f] +
        (double)money_scale(firm->deposits[f], trend_step(s, trend_nominal(s, cell->region)));
    /* Flows of the opening, for the first record. */
    firm->planned_output[f] = firm->output[f] = firm->deliveries[f] = sales;
    firm->market_receipts[f] = p->market_sales[f];
    firm->link_receipts[f] = p->sales[f] - p->market_sales[f];
    firm->market_payments[f] = p->market_purchases[f];
    firm->link_payments[f] = p->input_cost[f] - p->market_purchases[f];
    firm->inputs_used[f] = inputs;
}

bool opening_firms(struct state *s, struct opening *o, struct error *err)
{
    const struct population *p = &s->population;
    if (!share_at_least_one(s, o->wages, "wages", s->firm.wage_bill, err) ||
        !share_at_least_one(s, o->investment, "investments", s->firm.investment_payments, err) ||
        !close_budgets(s, o, err))
        return false;
    double market_sales[REGIONS_MAX * INDUSTRIES_MAX] = {0};
    for (int c = 0; c < s->cells; c++) {
        money sum = 0;
        for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++) {
            const struct firm_run *run = &p->run[p->cell_run[n]];
            for (uint32_t f = run->first; f < run->first + run->count; f++)
                sum += p->market_sales[f];
        }
        market_sales[c] = (double)sum;
        s->cell[c].even_leverage = o->even_leverage[c];
        s->industry.opening_output[c] = (double)o->table->output[c];
        s->industry.market_price[c] = s->industry.fill_rate[c] = 1;
    }
#pragma omp parallel for schedule(static)
    for (uint32_t f = 0; f < p->firms; f++)
        set_firm(s, market_sales, f);
    for (int r = 0; r < s->regions; r++) {
        money deposits = 0, loans = 0, dividends = 0;
        for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++) {
            deposits += s->firm.deposits[f];
            loans += s->firm.loans[f];
            dividends += s->firm.dividend[f];
        }
        o->firm_deposits[r] = deposits;
        o->bank_loans[r] = loans;
        o->dividends[r] = dividends;
    }
    return true;
}

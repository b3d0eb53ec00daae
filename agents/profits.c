/* Firms' profits: profit tax, dividends, overdrafts.
 *
 *     profit = sales + change of finished stock at unit cost - wages - inputs used - input tax
 *              - depreciation at P_K - leases - interest on loans + interest on deposits
 *     tax    = round(tP max(round(profit), 0))
 *     cash flow: profit after tax + depreciation - trend investment + n L,
 *                smoothed over dividend_lag
 *     dividend = round(max(cash flow - n D* + (D - D*) (1 - exp(-step / deposit lag)), 0)
 *                      min(1, D / (h D*))), at most what there is; D deposits after paying out the
 *                cash flow, D* deposit_weeks of expected cost, h dividend_cash
 *
 * Inputs used, not bought, and trend investment, not outlay, count: restocking and investment
 * booms do not cut dividends in the week, or every boom would cut household income (our choice;
 * consumption and output then moved against each other). Where they take the cash, dividends are
 * cut: else firms that grow would pay out what they need, and fail for want of cash in a boom. A
 * firm without cash draws an overdraft. Whether its bank goes along with that, insolvency.c says.
 *
 * Source: Lintner's smoothed dividends; lags are our assumptions.
 * Reads   firm receipts, payments, stocks. Writes firm.{profit_tax, dividend, cash_flow, deposits,
 * loans, borrowing}, bank.{deposits, reserves, loans}, government.profit_tax, region.dividends,
 * fund.deposits (dividends go through the region's fund as custodian, which pays them to
 * households in household_incomes.c), ledger.
 */
#include <math.h>

#include "agents/books.h"
#include "agents/firm_terms.h"
#include "agents/rules.h"
#include "agents/trends.h"

/* Entries: per region taxes and dividends, then per bank settlements and overdrafts. */
enum { TAX, DIVIDEND, PER_REGION };

struct profit_terms {
    double cash_speed, deposit_speed, deposit_steps;
    double growth[REGIONS_MAX];     /* nominal trend, a step */
    double investment[REGIONS_MAX]; /* trend net investment per unit of capital, a step */
};

static money pay_out(struct state *s, const struct profit_terms *terms, uint32_t f, uint32_t r,
                     double cash_flow, int64_t *bounds)
{
    struct firm_table *firm = &s->firm;
    double growth = terms->growth[r];
    firm->cash_flow[f] = smooth(firm->cash_flow[f], cash_flow, terms->cash_speed, growth);
    double target = terms->deposit_steps * firm_unit_cost(s, f, r) * firm->expected_sales[f];
    double kept = (double)firm->deposits[f] - firm->cash_flow[f]; /* deposits without the payout */
    double wanted = firm->cash_flow[f] - growth * target + (kept - target) * terms->deposit_speed;
    if (firm->administration[f] > 0)
        return 0; /* its cash is its bank's */
    double least = s->parameters.dividend_cash * target;
    if (wanted > 0 && kept < least)
        wanted *= fmax(kept, 0) / least;
    money dividend = money_round(wanted);
    money most = money_max(0, firm->deposits[f]);
    if (dividend < 0 || dividend > most) {
        bounds[BOUND_DIVIDEND]++;
        dividend = dividend < 0 ? 0 : most;
    }
    return dividend;
}

static void close_firm(struct state *s, const struct profit_terms *terms, uint32_t f,
                       int64_t *regions, int64_t *settled, int64_t *overdrafts, int64_t *bounds)
{
    struct firm_table *firm = &s->firm;
    const struct cell_traits *cell = &s->cell[firm->cell[f]];
    uint32_t r = cell->region;
    double capital = firm->capital[f] * s->region.investment_prices[r];
    double change = cell->goods ? firm->output[f] - firm->deliveries[f] : 0;
    double before_tax = (double)(firm->link_receipts[f] + firm->market_receipts[f] -
                                 firm->wage_bill[f] - firm->input_tax[f] - firm->lease[f] -
                                 firm->loan_interest[f] + firm->deposit_interest[f]) +
                        change * firm_unit_cost(s, f, r) - firm->inputs_used[f] -
                        s->depreciation[r] * s->clock.years * capital;
    /* Taxed are whole cents: half cents of tax then always round the same way. */
    money tax = money_scale(money_round(before_tax), s->world->of_region.profit_tax[r]);
    if (tax < 0) {
        bounds[BOUND_LOSS]++;
        tax = 0;
    }
    firm->profit_tax[f] = tax;
    firm->deposits[f] -= tax;
    double cash_flow = before_tax - (double)tax - terms->investment[r] * capital +
                       terms->growth[r] * (double)firm->loans[f];
    money dividend = pay_out(s, terms, f, r, cash_flow, bounds);
    firm->dividend[f] = dividend;
    firm->deposits[f] -= dividend;
    regions[r * PER_REGION + TAX] += tax;
    regions[r * PER_REGION + DIVIDEND] += dividend;
    settled[firm->bank[f]] -= tax + dividend;
    if (firm->deposits[f] < 0) {
        money overdraft = -firm->deposits[f];
        firm->deposits[f] = 0;
        firm->loans[f] += overdraft;
        firm->borrowing[f] += overdraft;
        overdrafts[firm->bank[f]] += overdraft;
        bounds[BOUND_OVERDRAFT]++;
    }
}

void profits(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    size_t banks = (size_t)s->region_bank[s->regions];
    size_t settled = (size_t)s->regions * PER_REGION, overdrafts = settled + banks;
    size_t bounds = overdrafts + banks;
    struct tally tally = tally_open(&s->scratch, bounds + BOUNDS);
    struct profit_terms terms = {
        .cash_speed = step_rate(s, s->parameters.dividend_lag),
        .deposit_speed = step_rate(s, s->parameters.deposit_lag),
        .deposit_steps = s->parameters.deposit_weeks / s->clock.weeks,
    };
    for (int r = 0; r < s->regions; r++) {
        terms.growth[r] = trend_step(s, trend_nominal(s, r));
        terms.investment[r] = trend_investment_rate(s, r) - s->depreciation[r] * s->clock.years;
    }
#pragma omp parallel
    {
        int64_t *mine = tally_mine(&tally);
#pragma omp for schedule(static)
        for (uint32_t f = 0; f < s->population.firms; f++)
            close_firm(s, &terms, f, mine, mine + settled, mine + overdrafts, mine + bounds);
    }
    books_settle_banks(s, &tally, settled);
    books_count_bounds(s, &tally, bounds);
    for (int b = 0; b < (int)banks; b++) {
        money lent = tally_sum(&tally, overdrafts + (size_t)b);
        s->bank.loans[b] += lent;
        s->bank.deposits[b] += lent;
        s->bank.new_loans[b] += lent;
        s->region.credit[s->bank.region[b]] += lent;
    }
    for (int r = 0; r < s->regions; r++) {
        money tax = tally_sum(&tally, (size_t)(r * PER_REGION + TAX));
        money dividends = tally_sum(&tally, (size_t)(r * PER_REGION + DIVIDEND));
        s->government.profit_tax[r] += tax;
        books_government_pays(s, r, -tax);
        s->region.dividends[r] += dividends;
        books_enter(s, r, SECTOR_FIRM, FLOW_PROFIT_TAX, -tax);
        books_enter(s, r, SECTOR_GOVERNMENT, FLOW_PROFIT_TAX, tax);
        books_fund_receives(s, r, dividends);
        books_enter(s, r, SECTOR_FIRM, FLOW_DIVIDENDS, -dividends);
        books_enter(s, r, SECTOR_FUND, FLOW_DIVIDENDS, dividends);
    }
    arena_reset(&s->scratch, mark);
}

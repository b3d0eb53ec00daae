/* Entry: a new firm takes over what a failed one left, as far as it has work for it.
 *
 *     rate      (1 / entry_lag) exp(response (rho_c - rho0_c)) (1 - damage)              [1/week]
 *     sales     q* = max(q, entrant_size * mean q of the cell)                      [cents a step]
 *     capital   K* = q* / (u k)       k output per unit of capital, u use of capacity of the cell,
 *               at most normal; of K and C the share min(1, K* / (K + C)) is kept, the rest scrap
 *     missing   M = max(0, K* - K - C)
 *     price     B = takeover price (K + C) P_K: the bank's claim, cash of the firm first,
 *               what is above is written off
 *     loan      T = ell K P_K; what T is above B the bank lends, as far as its capital allows
 *     equity    = D* + max(0, B - T) + (1 - credit share) M P_K - cash and loan left over
 *     appeal    such that a capacity of k K* sells q* less what comes over links
 *
 * rho_c is the return on capital of region and industry, weighted by capital, rho0_c its opening
 * value; D* are the deposits that firms want (profits.c) for sales of q*. The equity pays
 * the part of the price that is not on credit, working capital, and the own part of the capital
 * that is missing, which the firm orders over investment_lag beside replacement. Where the region's
 * owners would have to pay more than their firms' dividends of the step, the firm comes later.
 *
 * Nothing of the firm before is left but its customers, staff and technology: productivity and
 * appeal are drawn (logs, mean zero), so is the leverage ell that the firm aims at, as at the
 * opening (leverage.h); the loan is priced anew, there are no arrears. Whoever took over all the
 * capital of a firm that had lost its customers would fail with the first interest payment, and
 * so would the next, with less and less left; hence the limits from above and below.
 *
 * Equity comes from the region's households by their claims on dividends, through the fund as
 * custodian: the fund pays here, households pay the fund within the step (household_incomes.c).
 *
 * Source: entry where profits are (Dosi et al. 2010, Assenza et al. 2015, recalled); new firms
 * are small (Bartelsman, Scarpetta and Schivardi 2005, recalled); figures are our assumptions.
 * Reads   firm.{gross_return, opening_return, capital, ...}, region.dividends. Writes  the row of
 * the new firm, bank.{loans, bad_loans, deposits, reserves, equity, new_loans, write_offs},
 * fund.deposits, region and industry entries, ledger.
 * Keeps   what new firms receive owners pay; loans and deposits of a bank move together.
 */
#include <math.h>

#include "agents/books.h"
#include "agents/cell_sums.h"
#include "agents/firm_assets.h"
#include "agents/leverage.h"
#include "agents/loan_risk.h"
#include "agents/rules.h"
#include "agents/trends.h"

/* What a new firm knows of its cell. */
struct outlook {
    double mean_sales; /* expected, of its rows */
    double use;        /* of capacity, at most normal */
    double orders;     /* that came through the market */
    double pull;       /* capacity times appeal of all: what market shares are shares of */
};

/* What taking over a firm costs and who pays, before anything is booked. */
struct take_over {
    double kept;       /* share of the capital */
    double missing;    /* capital to be ordered, at opening prices */
    double appeal;     /* per unit of capacity */
    double leverage;   /* loans over capital that the new firm aims at */
    money from_cash;   /* claim of the bank that the firm's own cash settles */
    money written_off; /* of the rest */
    money repaid;      /* out of equity */
    money lent;
    money equity;
};

static struct outlook look_at_cell(const struct state *s, uint32_t cell)
{
    const struct population *p = &s->population;
    const struct firm_table *firm = &s->firm;
    struct outlook o = {0};
    double sales = 0, capacity = 0, rows = 0;
    for (uint32_t n = p->cell_first[cell]; n < p->cell_first[cell + 1]; n++) {
        const struct firm_run *run = &p->run[p->cell_run[n]];
        for (uint32_t f = run->first; f < run->first + run->count; f++) {
            double full = firm_full_capacity(firm, f);
            sales += firm->expected_sales[f];
            capacity += full;
            o.orders += firm->market_orders[f] + firm->final_orders[f];
            o.pull += full * firm->appeal[f] * firm_charm(firm, f);
        }
        rows += run->count;
    }
    o.mean_sales = sales / rows;
    o.use = capacity > 0 ? fmin(sales / capacity, s->parameters.normal_utilisation) : 0;
    return o;
}

/* How large the new firm wants to be, and what sells that much. */
static void size(const struct state *s, uint32_t f, const struct outlook *o, struct take_over *t)
{
    const struct firm_table *firm = &s->firm;
    double sales = fmax(firm->expected_sales[f], s->parameters.entrant_size * o->mean_sales);
    double capacity = sales / o->use, needed = capacity / firm->capital_productivity[f];
    double there = firm->capital[f] + firm->construction[f];
    t->kept = fmin(1, needed / there);
    t->missing = fmax(0, needed - there);
    double in_market = (sales - firm->link_orders[f]) / o->orders;
    t->appeal = in_market > 0 && o->orders > 0 ? in_market * o->pull / capacity : firm->appeal[f];
}

static struct take_over plan(const struct state *s, uint32_t f, uint32_t r, const struct outlook *o)
{
    const struct firm_table *firm = &s->firm;
    const struct parameters *p = &s->parameters;
    struct take_over t = {.leverage = leverage_drawn(s, f)};
    size(s, f, o, &t);
    money cash = money_max(0, firm->deposits[f]), claim = firm->loans[f];
    t.from_cash = money_min(cash, claim);
    cash -= t.from_cash;
    claim -= t.from_cash;
    money price = money_round(p->takeover_price * t.kept * firm_capital_value(s, f, r));
    t.written_off = money_max(0, claim - price);
    claim -= t.written_off;
    double capital_price = s->region.investment_prices[r];
    money target = money_round(t.leverage * t.kept * firm_own_capital(firm, f) * capital_price);
    if (target > claim)
        t.lent = money_scale(target - claim, s->bank.credit_supply[firm->bank[f]]);
    else
        t.repaid = claim - target;
    double sales = fmax(firm->expected_sales[f], p->entrant_size * o->mean_sales);
    double own = (1 - p->investment_credit_share) * t.missing * capital_price;
    double working = p->deposit_weeks / s->clock.weeks * firm_unit_cost(s, f, r) * sales;
    t.equity = money_max(0, money_round(working + own) + t.repaid - t.lent - cash);
    return t;
}

static void book(struct state *s, uint32_t f, uint32_t r, const struct take_over *t)
{
    struct firm_table *firm = &s->firm;
    int b = firm->bank[f];
    money change = t->lent - t->repaid - t->from_cash;
    books_write_off(s, b, t->written_off);
    firm->written_off[f] += t->written_off;
    firm->loans[f] += change - t->written_off;
    firm->borrowing[f] += change;
    firm->deposits[f] += change + t->equity;
    firm->start_up_equity[f] += t->equity;
    s->bank.loans[b] += change;
    s->bank.deposits[b] += change;
    s->bank.new_loans[b] += change;
    s->region.credit[r] += change;
    s->region.start_up_equity[r] += t->equity;
    books_fund_receives(s, (int)r, -t->equity);
    books_settle_client(s, b, t->equity);
    books_enter(s, (int)r, SECTOR_FUND, FLOW_START_UP_EQUITY, -t->equity);
    books_enter(s, (int)r, SECTOR_FIRM, FLOW_START_UP_EQUITY, t->equity);
}

/* Nothing of the firm before counts any more. */
static void forget(struct state *s, uint32_t f)
{
    struct firm_table *firm = &s->firm;
    s->bank.bad_loans[firm->bank[f]] -= firm->bad_loans[f];
    firm->bad_loans[f] = 0;
    firm->arrears[f] = 0;
    firm->administration[f] = 0;
    firm->loss_steps[f] = 0;
    firm->cash_flow[f] = 0;
    firm->utilisation[f] = 1;
    firm->gross_return[f] = firm->opening_return[f];
    firm->fill_rate[f] = 1;
    firm->born[f] = s->clock.step + 1;
    firm->generation[f]++;
}

static void begin(struct state *s, uint32_t f, uint32_t r, const struct take_over *t)
{
    struct firm_table *firm = &s->firm;
    const struct parameters *p = &s->parameters;
    forget(s, f);
    firm->capital[f] = firm->leased[f] + firm_own_capital(firm, f) * t->kept;
    firm->construction[f] *= t->kept;
    firm->appeal[f] = t->appeal;
    firm->leverage_target[f] = t->leverage;
    firm->productivity_shock[f] =
        p->entrant_productivity * rng_normal(s->rng, RNG_FIRM, f, RNG_ENTRANT_PRODUCTIVITY, 0);
    firm->appeal_shock[f] =
        p->entrant_appeal * rng_normal(s->rng, RNG_FIRM, f, RNG_ENTRANT_APPEAL, 0);
    firm->loan_spread[f] =
        loan_spread_quoted(fmin(loan_spread_wanted(s, f, r, t->leverage), p->loan_spread_most));
    /* What is ordered beyond the plan fades with the plan's lag, and adds up to what is missing. */
    firm->investment_order[f] = trend_investment_rate(s, (int)r) * firm->capital[f] +
                                t->missing * step_rate(s, p->investment_lag);
    s->region.entries[r]++;
    s->industry.entries[firm->cell[f]]++;
}

enum { GAIN, CAPITAL, WAITING, SUMS };

/* Return on capital less its opening value, and whether anything waits for a new firm. */
static void measure(struct state *s, double *of_run)
{
    const struct population *p = &s->population;
    const struct firm_table *firm = &s->firm;
#pragma omp parallel for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++) {
        double *sum = of_run + (size_t)n * SUMS;
        sum[GAIN] = sum[CAPITAL] = sum[WAITING] = 0;
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++) {
            sum[GAIN] += (firm->gross_return[f] - firm->opening_return[f]) * firm->capital[f];
            sum[CAPITAL] += firm->capital[f];
            sum[WAITING] += firm->administration[f] > 0;
        }
    }
}

void entry(struct state *s)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    double *of_run = arena_array(&s->scratch, double, (size_t)p->runs *SUMS);
    double *of_cell = arena_array(&s->scratch, double, (size_t)s->cells *SUMS);
    money budget[REGIONS_MAX];
    measure(s, of_run);
    cell_sums(s, of_run, SUMS, of_cell);
    for (int r = 0; r < s->regions; r++)
        budget[r] = s->region.dividends[r] -
                    money_scale(s->region.dividends[r], s->world->of_region.dividend_tax[r]);
    /* One after the other: they are few, and share the budget. */
    for (uint32_t n = 0; n < p->runs; n++) {
        const struct firm_run *run = &p->run[n];
        const double *cell = of_cell + (size_t)run->cell * SUMS;
        uint32_t r = cell_region(s, run->cell);
        if (of_run[(size_t)n * SUMS + WAITING] <= 0 || cell[CAPITAL] <= 0)
            continue;
        double rate = s->clock.weeks / s->parameters.entry_lag *
                      exp(s->parameters.entry_return_response * cell[GAIN] / cell[CAPITAL]);
        for (uint32_t f = run->first; f < run->first + run->count; f++) {
            double open = 1 - s->firm.damage[f];
            if (s->firm.administration[f] <= 1 || /* not in the step of the failure */
                rng_uniform(s->rng, RNG_FIRM, f, RNG_FIRM_ENTRY, 0) >= 1 - exp(-rate * open))
                continue;
            struct outlook o = look_at_cell(s, run->cell);
            struct take_over t = plan(s, f, r, &o);
            if (t.equity > budget[r])
                continue;
            budget[r] -= t.equity;
            book(s, f, r, &t);
            begin(s, f, r, &t);
        }
    }
    arena_reset(&s->scratch, mark);
}

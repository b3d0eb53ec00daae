/* Entry: a new firm takes over what a failed one left.
 *
 *     rate      (1 / entry_lag) exp(response (rho_c - rho0_c)) (1 - damage)              [1/week]
 *     price     B = takeover price (K + C) P_K: the bank's claim, cash of the firm first,
 *               what is above is written off
 *     loan      T = ell K P_K; what T is above B the bank lends, as far as its capital allows
 *     missing   M = max(0, q / (u0 capacity per K) - K - C)
 *     equity    = D* + max(0, B - T) + (1 - credit share) M P_K - cash and loan left over
 *
 * rho_c is the return on capital of region and industry, weighted by capital, rho0_c its opening
 * value; D* are the deposits that firms want (profits.c), u0 normal utilisation. The equity pays
 * the part of the price that is not on credit, working capital, and the own part of the capital
 * that is missing, which the firm orders over investment_lag beside replacement. Productivity and
 * appeal are drawn anew, logs with mean zero. Where the region's owners would have to pay more
 * than their firms' dividends of the step, the firm comes later (our assumption).
 *
 * Equity comes from the region's households by their claims on dividends, through the fund as
 * custodian: the fund pays here, households pay the fund within the step (household_incomes.c).
 *
 * Source: entry where profits are (Dosi et al. 2010, Assenza et al. 2015, recalled); figures are
 * our assumptions.
 * Reads   firm.{gross_return, opening_return, capital, ...}, region.dividends. Writes  the row of
 * the new firm, bank.{loans, deposits, reserves, equity, new_loans, write_offs}, fund.deposits,
 * region and industry entries, ledger.
 * Keeps   what new firms receive owners pay; loans and deposits of a bank move together.
 */
#include <math.h>

#include "agents/books.h"
#include "agents/cell_sums.h"
#include "agents/firm_assets.h"
#include "agents/rules.h"
#include "agents/trends.h"

/* What taking over a firm costs and who pays, before anything is booked. */
struct take_over {
    money from_cash;   /* claim of the bank that the firm's own cash settles */
    money written_off; /* of the rest */
    money repaid;      /* out of equity */
    money lent;
    money equity;
    double missing; /* capital to be ordered, at opening prices */
};

static struct take_over plan(const struct state *s, uint32_t f, uint32_t r)
{
    const struct firm_table *firm = &s->firm;
    const struct parameters *p = &s->parameters;
    struct take_over t = {0};
    money cash = money_max(0, firm->deposits[f]), claim = firm->loans[f];
    t.from_cash = money_min(cash, claim);
    cash -= t.from_cash;
    claim -= t.from_cash;
    money price = money_round(p->takeover_price * firm_capital_value(s, f, r));
    t.written_off = money_max(0, claim - price);
    claim -= t.written_off;
    double capital_price = s->region.investment_prices[r];
    money target = money_round(firm->leverage_target[f] * firm->capital[f] * capital_price);
    if (target > claim)
        t.lent = money_scale(target - claim, s->bank.credit_supply[firm->bank[f]]);
    else
        t.repaid = claim - target;
    double needed =
        firm->expected_sales[f] / (p->normal_utilisation * firm->capital_productivity[f]);
    t.missing = fmax(0, needed - firm->capital[f] - firm->construction[f]);
    double own = (1 - p->investment_credit_share) * t.missing * capital_price;
    double working =
        p->deposit_weeks / s->clock.weeks * firm_unit_cost(s, f, r) * firm->expected_sales[f];
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

static void begin(struct state *s, uint32_t f, uint32_t r, double missing)
{
    struct firm_table *firm = &s->firm;
    const struct parameters *p = &s->parameters;
    firm->administration[f] = 0;
    firm->loss_steps[f] = 0;
    firm->cash_flow[f] = 0;
    firm->born[f] = s->clock.step + 1;
    firm->generation[f]++;
    firm->productivity_shock[f] =
        p->entrant_productivity * rng_normal(s->rng, RNG_FIRM, f, RNG_ENTRANT_PRODUCTIVITY, 0);
    firm->appeal_shock[f] =
        p->entrant_appeal * rng_normal(s->rng, RNG_FIRM, f, RNG_ENTRANT_APPEAL, 0);
    /* What is ordered beyond the plan fades with the plan's lag, and adds up to `missing`. */
    firm->investment_order[f] = trend_investment_rate(s, (int)r) * firm->capital[f] +
                                missing * step_rate(s, p->investment_lag);
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
            struct take_over t = plan(s, f, r);
            if (t.equity > budget[r])
                continue;
            budget[r] -= t.equity;
            book(s, f, r, &t);
            begin(s, f, r, t.missing);
        }
    }
    arena_reset(&s->scratch, mark);
}

/* Insolvency: a firm without cash whose bank gives no more, or that owes more than it owns, fails;
 * one that has lost money for years may give up. Both go into administration.
 *
 *     capital value  V = (K + C) P_K          under construction C included           [cents]
 *     equity         E = D + V + stocks - L
 *     limit          max(overdraft limit, ell) V;  without prospects at most
 *                    max(L*, ell V) + overdraft weeks of cost
 *     fails where    D = 0  and  (L > limit  or  E < 0)
 *     gives up       at exit_rate, where the cash flow has been negative for exit_patience
 *     then           K, C and expected sales lose the share `lost`
 *     recovered      R = takeover price * V (after the loss), at most L;   written off  L - R
 *     in administration: written off is L - R whenever D = 0 and L > R
 *
 * ell is the firm's target of loans over capital, L* that of loans on V for its use of capacity
 * (credit.c), D deposits, L loans; prospects are a profit in the
 * step and capital used as normal or more. A firm in administration
 * produces on with what is left, for its bank's account: it does not invest or pay dividends, and
 * lays off at once whom it does not need. Owners have no duty to pay in and lose what they had. No
 * deposit is touched: what a bank writes off is its own. Who owes more than it owns but can pay
 * goes on, as most insolvency laws allow.
 *
 * The smoothed cash flow that dividends follow is operating surplus less depreciation, interest
 * and tax: below zero, interest exceeds what is earned. Firms for which this has lasted
 * zombie_years are counted as zombies (Caballero et al. 2008, Adalet McGowan et al. 2018).
 *
 * Source: cash-flow and balance-sheet tests of insolvency law; limits, share lost and price are our
 * assumptions. A weak bank may keep the firm alive instead (bank_terms.h).
 * Reads   firm.{deposits, loans, capital, construction, stocks, cash_flow, utilisation},
 * link.stock, market.price. Writes  firm.{loans, written_off, capital, construction,
 * expected_sales, investment_order, administration, loss_steps, equity}, bank.{loans, allowance,
 * provisions, equity, write_offs}, region.{write_offs, failures, exits, zombie_share},
 * industry.{failures, exits}, ledger, bound.
 * Keeps   what firms are let off is what banks lose, cent by cent.
 */
#include <math.h>

#include "agents/bank_terms.h"
#include "agents/books.h"
#include "agents/cell_sums.h"
#include "agents/firm_assets.h"
#include "agents/rules.h"

enum { FAILURES, EXITS, ZOMBIES, FIRMS, COUNTS };

struct terms {
    double cost_steps, exit_share, exit_steps, zombie_steps;
};

static money recoverable(const struct state *s, uint32_t f, uint32_t r)
{
    return money_round(s->parameters.takeover_price * firm_capital_value(s, f, r));
}

/* Most firms have cash: for them the test ends where it begins. */
static bool fails(const struct state *s, const struct terms *terms, uint32_t f, uint32_t r)
{
    const struct firm_table *firm = &s->firm;
    if (firm->deposits[f] > 0 || firm->loans[f] <= 0)
        return false;
    double capital = firm_capital_value(s, f, r);
    double most = fmax(s->parameters.overdraft_limit, firm->leverage_target[f]) * capital;
    double usual = fmax(firm->leverage_target[f] * capital, firm_loan_target(s, f, capital));
    double line = usual + terms->cost_steps * firm_unit_cost(s, f, r) * firm->expected_sales[f];
    /* Who earns its interest and has work is lent up to its collateral. */
    bool prospects = firm->profit_tax[f] > 0 && firm->utilisation[f] >= 1;
    if (!prospects)
        most = fmin(most, line);
    return ((double)firm->loans[f] > most || firm_equity(s, f, r) < 0) &&
           !bank_keeps_alive(s, f, r);
}

static bool gives_up(const struct state *s, const struct terms *terms, uint32_t f)
{
    return s->firm.loss_steps[f] > terms->exit_steps &&
           rng_uniform(s->rng, RNG_FIRM, f, RNG_FIRM_EXIT, 0) < terms->exit_share;
}

static void begin_administration(struct state *s, uint32_t f)
{
    double left = 1 - s->parameters.failure_capital_lost;
    /* Leased plants are not its own. */
    s->firm.capital[f] = s->firm.leased[f] + firm_own_capital(&s->firm, f) * left;
    s->firm.construction[f] *= left;
    s->firm.expected_sales[f] *= left;
    s->firm.investment_order[f] = 0; /* cancelled: its bank would pay */
    s->firm.administration[f] = 1;
}

static money write_down(struct state *s, uint32_t f, uint32_t r)
{
    money covered = recoverable(s, f, r) + s->firm.deposits[f];
    money lost = money_max(0, s->firm.loans[f] - covered);
    s->firm.loans[f] -= lost;
    s->firm.written_off[f] += lost;
    return lost;
}

static void count_up(uint16_t *steps)
{
    if (*steps < UINT16_MAX)
        ++*steps;
}

/* What happens to one firm; the loss of its bank. */
static money close(struct state *s, const struct terms *terms, uint32_t f, uint32_t r,
                   int64_t *counts)
{
    struct firm_table *firm = &s->firm;
    firm->equity[f] = firm_book_equity(s, f, r);
    if (firm->cash_flow[f] < 0)
        count_up(&firm->loss_steps[f]);
    else
        firm->loss_steps[f] = 0;
    counts[FIRMS]++;
    counts[ZOMBIES] += firm->loss_steps[f] > terms->zombie_steps;
    if (firm->administration[f] > 0) {
        count_up(&firm->administration[f]);
        return firm->deposits[f] > 0 ? 0 : write_down(s, f, r);
    }
    bool failure = fails(s, terms, f, r);
    if (!failure && !gives_up(s, terms, f))
        return 0;
    counts[failure ? FAILURES : EXITS]++;
    begin_administration(s, f);
    return write_down(s, f, r);
}

static void close_regions(struct state *s, const int64_t *counts)
{
    int64_t zombies[REGIONS_MAX] = {0}, firms[REGIONS_MAX] = {0};
    for (int c = 0; c < s->cells; c++) {
        const int64_t *n = counts + (size_t)c * COUNTS;
        uint32_t r = cell_region(s, (uint32_t)c);
        s->industry.failures[c] += n[FAILURES];
        s->industry.exits[c] += n[EXITS];
        s->region.failures[r] += n[FAILURES];
        s->region.exits[r] += n[EXITS];
        s->bound.bindings[BOUND_INSOLVENT] += n[FAILURES];
        zombies[r] += n[ZOMBIES];
        firms[r] += n[FIRMS];
    }
    for (int r = 0; r < s->regions; r++)
        s->region.zombie_share[r] = firms[r] > 0 ? (double)zombies[r] / (double)firms[r] : 0;
}

void insolvency(struct state *s)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    size_t banks = (size_t)s->region_bank[s->regions];
    struct tally tally = tally_open(&s->scratch, banks);
    int64_t *of_run = arena_array(&s->scratch, int64_t, (size_t)p->runs * COUNTS);
    int64_t *of_cell = arena_array(&s->scratch, int64_t, (size_t)s->cells * COUNTS);
    struct terms terms = {
        .cost_steps = s->parameters.overdraft_weeks / s->clock.weeks,
        .exit_share = 1 - exp(-s->parameters.exit_rate * s->clock.years),
        .exit_steps = s->parameters.exit_patience / s->clock.weeks,
        .zombie_steps = s->parameters.zombie_years / s->clock.years,
    };
#pragma omp parallel
    {
        int64_t *lost = tally_mine(&tally);
#pragma omp for schedule(dynamic, 16)
        for (uint32_t n = 0; n < p->runs; n++) {
            const struct firm_run *run = &p->run[n];
            int64_t *counts = of_run + (size_t)n * COUNTS;
            for (int i = 0; i < COUNTS; i++)
                counts[i] = 0;
            for (uint32_t f = run->first; f < run->first + run->count; f++)
                lost[s->firm.bank[f]] += close(s, &terms, f, cell_region(s, run->cell), counts);
        }
    }
    for (size_t b = 0; b < banks; b++)
        books_write_off(s, (int)b, tally_sum(&tally, b));
    cell_totals(s, of_run, COUNTS, of_cell);
    close_regions(s, of_cell);
    arena_reset(&s->scratch, mark);
}

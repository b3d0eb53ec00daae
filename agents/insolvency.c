/* Insolvency: a firm without cash whose bank gives no more, or that owes more than it owns, fails.
 *
 *     capital value  V = (K + C) P_K          under construction C included           [cents]
 *     equity         E = D + V + stocks - L
 *     fails where    D = 0  and  (L > max(overdraft limit, target) K P_K  or  E < 0)
 *     recovered      R = takeover price (1 - lost) V                         at most L
 *     written off    L - R, against the equity of the bank;   K, C lose the share `lost`
 *
 * Owners have no duty to pay in and lose what they had. The bank keeps its claim on what is left
 * of the firm, R, which goes on under new management: a row of the network does not disappear.
 * No deposit is touched: what a bank writes off is its own. Whoever owes more than it owns but
 * can pay goes on, as most insolvency laws allow.
 *
 * Source: cash-flow and balance-sheet tests of insolvency law; limit, share lost and price are our
 * assumptions. Losses are not deducted from banks' taxable profit.
 * Reads   firm.{deposits, loans, capital, construction, stocks}, link.stock, market.price.
 * Writes  firm.{loans, written_off, capital, construction}, bank.{loans, equity, write_offs},
 * region.{write_offs, failures}, ledger, bound.
 * Keeps   what firms are let off is what banks lose, cent by cent.
 */
#include <math.h>

#include "agents/books.h"
#include "agents/firm_assets.h"
#include "agents/rules.h"

/* The rest, most firms, have cash. */
static bool fails(const struct state *s, uint32_t f, uint32_t r)
{
    const struct firm_table *firm = &s->firm;
    if (firm->deposits[f] > 0 || firm->loans[f] <= 0)
        return false;
    double capital = firm->capital[f] * s->region.investment_prices[r];
    double most = fmax(s->parameters.overdraft_limit, firm->leverage_target[f]) * capital;
    return (double)firm->loans[f] > most || firm_equity(s, f, r) < 0;
}

static money write_down(struct state *s, uint32_t f, uint32_t r)
{
    struct firm_table *firm = &s->firm;
    double left = 1 - s->parameters.failure_capital_lost;
    firm->capital[f] *= left;
    firm->construction[f] *= left;
    money recovered = money_round(s->parameters.takeover_price * firm_capital_value(s, f, r));
    money lost = money_max(0, firm->loans[f] - recovered);
    firm->loans[f] -= lost;
    firm->written_off[f] += lost;
    return lost;
}

void insolvency(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    size_t banks = (size_t)s->region_bank[s->regions];
    size_t failures = banks, bounds = failures + (size_t)s->regions;
    struct tally tally = tally_open(&s->scratch, bounds + BOUNDS);
#pragma omp parallel
    {
        int64_t *mine = tally_mine(&tally);
#pragma omp for schedule(static)
        for (uint32_t f = 0; f < s->population.firms; f++) {
            uint32_t r = cell_region(s, s->firm.cell[f]);
            if (!fails(s, f, r))
                continue;
            mine[s->firm.bank[f]] += write_down(s, f, r);
            mine[failures + r]++;
            mine[bounds + BOUND_INSOLVENT]++;
        }
    }
    for (size_t b = 0; b < banks; b++)
        books_write_off(s, (int)b, tally_sum(&tally, b));
    for (int r = 0; r < s->regions; r++)
        s->region.failures[r] += tally_sum(&tally, failures + (size_t)r);
    books_count_bounds(s, &tally, bounds);
    arena_reset(&s->scratch, mark);
}

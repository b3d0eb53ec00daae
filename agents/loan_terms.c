/* Loan terms: which loans are bad, and the spread that each firm pays for its risk and its
 * bank's want of capital.
 *
 *     arrears += step while cash flow + delta K P_K < 0, else -= step, in 0 .. 2 n         [weeks]
 *     bad loans = loans of firms with arrears of n weeks or more
 *     markup  = m max(target - capital ratio, 0)                         of the bank     [1/year]
 *     spread* = region's spread * risk / its opening mean + markup, at most 15 %  (loan_risk.h)
 *               0 where the bank keeps the firm alive (bank_terms.h)
 *     spread += (spread* - spread) (1 - exp(-step / repricing lag))
 *
 * The cash flow (profits.c) is what remains after interest and depreciation, smoothed: with
 * depreciation added back it is below zero where interest exceeds the operating surplus. The
 * gross return would not do: it is that of expected sales at normal cost, and stays as it was
 * while a firm without capacity pays staff who have nothing to do.
 *
 * The policy rate passes through at once, loans being at floating rates; the spread is that of
 * the last repricing. Risk grows by exp(3) per unit of leverage: at the spread of the United
 * States (1.4 %) and mean leverage that is 0.04 a year per unit, near the elasticity of 0.05 of
 * the external finance premium with respect to capital over net worth in Bernanke, Gertler and
 * Gilchrist 1999 (recalled). Markup: the slope of Gerali et al. 2010, 11.5 * 0.09^2 (recalled).
 * Ninety days make a loan bad under the Basel rules. Exponential form, interest burden and lag
 * are our assumptions.
 *
 * Reads   firm.{loans, capital, gross_return, cash_flow}, region.{loan_rate, investment_prices},
 * bank.{equity, loans}. Writes firm.{loan_spread, arrears, bad_loans}, bank.{markup, bad_loans},
 * region.firms_in_arrears, bound.
 */
#include "agents/bank_terms.h"
#include "agents/books.h"
#include "agents/firm_terms.h"
#include "agents/loan_risk.h"
#include "agents/rules.h"

static void set_markups(struct state *s)
{
    const struct parameters *p = &s->parameters;
    for (int b = 0; b < s->region_bank[s->regions]; b++) {
        double gap = p->bank_capital_target - bank_capital_ratio(s, b);
        s->bank.markup[b] = p->loan_capital_markup * fmax(gap, 0);
    }
}

static void count_arrears(struct state *s, uint32_t f, double depreciation)
{
    struct firm_table *firm = &s->firm;
    bool short_of = firm->loans[f] > 0 && firm->cash_flow[f] + depreciation < 0;
    double weeks = firm->arrears[f] + (short_of ? s->clock.weeks : -s->clock.weeks);
    firm->arrears[f] = fmin(fmax(weeks, 0), 2 * s->parameters.bad_loan_weeks);
    firm->bad_loans[f] = firm_is_bad(s, f) ? firm->loans[f] : 0;
}

static double wanted_spread(const struct state *s, uint32_t f, uint32_t r, double leverage,
                            int64_t *bounds)
{
    if (firm_is_bad(s, f) && bank_keeps_alive(s, f, r))
        return 0;
    double spread = loan_spread_wanted(s, f, r, leverage);
    double most = s->parameters.loan_spread_most;
    return loan_spread_quoted(bounded(spread, 0, most, &bounds[BOUND_LOAN_SPREAD]));
}

void loan_terms(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    size_t banks = (size_t)s->region_bank[s->regions];
    size_t zombies = banks, bounds = zombies + (size_t)s->regions;
    struct tally tally = tally_open(&s->scratch, bounds + BOUNDS);
    struct firm_table *firm = &s->firm;
    double speed = step_rate(s, s->parameters.loan_repricing_lag);
    set_markups(s);
#pragma omp parallel
    {
        int64_t *mine = tally_mine(&tally);
#pragma omp for schedule(static)
        for (uint32_t f = 0; f < s->population.firms; f++) {
            uint32_t r = cell_region(s, firm->cell[f]);
            double capital = firm->capital[f] * s->region.investment_prices[r];
            double own = firm_own_capital(firm, f) * s->region.investment_prices[r];
            double leverage = own > 0 ? (double)firm->loans[f] / own : 0;
            count_arrears(s, f, s->depreciation[r] * s->clock.years * capital);
            double spread = wanted_spread(s, f, r, leverage, mine + bounds);
            firm->loan_spread[f] += (spread - firm->loan_spread[f]) * speed;
            mine[firm->bank[f]] += firm->bad_loans[f];
            mine[zombies + r] += firm_is_bad(s, f);
        }
    }
    for (size_t b = 0; b < banks; b++)
        s->bank.bad_loans[b] = tally_sum(&tally, b);
    for (int r = 0; r < s->regions; r++)
        s->region.firms_in_arrears[r] = tally_sum(&tally, zombies + (size_t)r);
    books_count_bounds(s, &tally, bounds);
    arena_reset(&s->scratch, mark);
}

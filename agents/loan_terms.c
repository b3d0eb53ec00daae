/* Loan terms: the spread that each firm pays follows its risk and its bank's want of capital.
 *
 *     markup  = m max(target - equity / loans, 0)                        of the bank     [1/year]
 *     spread* = region's spread * risk / its opening mean + markup, at most 15 %;  risk: loan_risk.h
 *     spread += (spread* - spread) (1 - exp(-step / repricing lag))
 *
 * The policy rate passes through at once, loans being at floating rates; the spread is that of
 * the last repricing. Risk grows by exp(3) per unit of leverage: at the spread of the United
 * States (2.2 %) and mean leverage that is 0.07 a year per unit, near the elasticity of 0.05 of
 * the external finance premium with respect to capital over net worth in Bernanke, Gertler and
 * Gilchrist 1999 (recalled). Markup: the slope of Gerali et al. 2010, 11.5 * 0.09^2 (recalled).
 * Exponential form, interest burden and lag are our assumptions.
 *
 * Reads   firm.{loans, capital, gross_return}, region.{loan_rate, investment_prices},
 * bank.{equity, loans}. Writes firm.loan_spread, bank.markup, bound.
 */
#include "agents/books.h"
#include "agents/loan_risk.h"
#include "agents/rules.h"

static void set_markups(struct state *s)
{
    const struct parameters *p = &s->parameters;
    for (int b = 0; b < s->region_bank[s->regions]; b++) {
        double equity = (double)s->bank.equity[b], loans = (double)s->bank.loans[b];
        double gap = loans > 0 ? p->bank_capital_target - equity / loans : 0;
        s->bank.markup[b] = p->loan_capital_markup * fmax(gap, 0);
    }
}

static double wanted_spread(const struct state *s, uint32_t f, uint32_t r, int64_t *bounds)
{
    const struct firm_table *firm = &s->firm;
    double capital = firm->capital[f] * s->region.investment_prices[r];
    double leverage = (double)firm->loans[f] / capital;
    double burden = loan_burden(leverage, s->region.loan_rate[r], firm->gross_return[f]);
    double risk = loan_risk(&s->parameters, leverage, burden) / s->opening_loan_risk[r];
    double spread = s->world->of_region.loan_spread[r] * risk + s->bank.markup[firm->bank[f]];
    double most = s->parameters.loan_spread_most;
    return loan_spread_quoted(bounded(spread, 0, most, &bounds[BOUND_LOAN_SPREAD]));
}

void loan_terms(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    struct tally tally = tally_open(&s->scratch, BOUNDS);
    double speed = step_rate(s, s->parameters.loan_repricing_lag);
    set_markups(s);
#pragma omp parallel
    {
        int64_t *bounds = tally_mine(&tally);
#pragma omp for schedule(static)
        for (uint32_t f = 0; f < s->population.firms; f++) {
            double spread = wanted_spread(s, f, cell_region(s, s->firm.cell[f]), bounds);
            s->firm.loan_spread[f] += (spread - s->firm.loan_spread[f]) * speed;
        }
    }
    books_count_bounds(s, &tally, 0);
    arena_reset(&s->scratch, mark);
}

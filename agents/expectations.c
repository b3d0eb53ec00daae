/* Expectations: firms learn from the demand they see.
 *
 *     seen = clip(demand seen, (1 - band) q, (1 + band) q)
 *     q    = q (1 + g), q += (seen - q) (1 - exp(-step / lag))     [cents a step, opening prices]
 *
 * g is the trend of the cell's real output in a step (trends.h).
 *
 * Demand seen is what customers ordered last step, not what was delivered. The band (0.3) keeps
 * a customer's panic orders from becoming the supplier's plan.
 *
 * Events may shift what firms make of it: seen is then multiplied by their confidence.
 *
 * Source: adaptive expectations, our lag; the band is our assumption (docs/model/firms.md).
 * Reads   firm.demand_seen, industry.sales_confidence. Writes  firm.expected_sales, bound.
 */
#include "agents/books.h"
#include "agents/rules.h"
#include "agents/trends.h"

void expectations(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    struct tally tally = tally_open(&s->scratch, BOUNDS);
    struct firm_table *firm = &s->firm;
    double speed = step_rate(s, s->parameters.expectation_lag);
    double band = s->parameters.expectation_band, growth[REGIONS_MAX * INDUSTRIES_MAX];
    for (int c = 0; c < s->cells; c++)
        growth[c] = trend_step(s, trend_real_of_cell(s, c));
#pragma omp parallel
    {
        int64_t *bounds = tally_mine(&tally);
#pragma omp for schedule(static)
        for (uint32_t f = 0; f < s->population.firms; f++) {
            double expected = firm->expected_sales[f];
            double seen = bounded(firm->demand_seen[f], (1 - band) * expected,
                                  (1 + band) * expected, &bounds[BOUND_EXPECTATION]);
            seen *= s->industry.sales_confidence[firm->cell[f]] *
                    (1 + s->industry.expectation_shock[firm->cell[f]]);
            firm->expected_sales[f] = smooth(expected, seen, speed, growth[firm->cell[f]]);
        }
    }
    books_count_bounds(s, &tally, 0);
    arena_reset(&s->scratch, mark);
}

/* Output plan: firms that can store plan for sales and for their stock, others for sales.
 *
 *     goods     y* = q (1 + g m) + (m q - stock) (1 - exp(-step / gap lag)),
 *               within plan_least .. plan_most of q
 *     services  y* = q
 *
 * and never above undamaged capacity. m: steps of sales held as finished stock (world data), g the
 * trend of real output in a step: stocks grow with sales.
 * Services and construction produce to order: their y* is only what they order inputs and hire
 * for.
 *
 * Source: target-inventory planning as in Hallegatte 2008 and Henriet et al. 2012; the range is
 * our assumption. Reads firm.{expected_sales, finished_stock, capital}. Writes
 * firm.planned_output, bound.
 */
#include "agents/books.h"
#include "agents/firm_terms.h"
#include "agents/rules.h"
#include "agents/trends.h"

void output_plan(struct state *s)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    struct tally tally = tally_open(&s->scratch, BOUNDS);
    struct firm_table *firm = &s->firm;
    double speed = step_rate(s, s->parameters.stock_gap_lag);
    double growth[REGIONS_MAX * INDUSTRIES_MAX];
    for (int c = 0; c < s->cells; c++)
        growth[c] = trend_step(s, trend_real_of_cell(s, c));
    double least = s->parameters.plan_least, most = s->parameters.plan_most;
#pragma omp parallel
    {
        int64_t *bounds = tally_mine(&tally);
#pragma omp for schedule(static)
        for (uint32_t f = 0; f < p->firms; f++) {
            const struct cell_traits *cell = &s->cell[firm->cell[f]];
            double sales = firm->expected_sales[f], plan = sales;
            if (cell->goods) {
                double steps = firm_stock_steps(s, cell);
                double gap = steps * sales - firm->finished_stock[f];
                double trend = sales * (1 + growth[firm->cell[f]] * steps);
                plan =
                    bounded(trend + gap * speed, least * sales, most * sales, &bounds[BOUND_PLAN]);
            }
            firm->planned_output[f] =
                bounded(plan, 0, firm_full_capacity(firm, f), &bounds[BOUND_PLAN]);
        }
    }
    books_count_bounds(s, &tally, 0);
    arena_reset(&s->scratch, mark);
}

/* Prices: a mark-up on unit cost, leaning on use of capacity and on stocks.
 *
 *     v  = wage / labour productivity + unit input cost
 *     p* = mu v [1 + eu clip(q / (u0 capacity) - 1, +-band) + es clip((m q - stock) / (m q), -.5, 1)]
 *     p += (p* - p) (1 - exp(-step * speed))
 *
 * mu is the mark-up of the opening and stays. eu, es and speed are the industry's (world data);
 * es = 0 where nothing is stored. Prices of raw materials and power move within weeks, of
 * manufactures within a quarter, of services within half a year.
 *
 * Source: mark-up pricing with cost pass-through; the response to own demand and the speeds are
 * our assumptions, in the range of micro price studies (recalled).
 * Reads   firm.{expected_sales, finished_stock, unit_input_cost, ...}, region.wage_index.
 * Writes  firm.price, industry.market_price, bound.
 */
#include "agents/books.h"
#include "agents/cell_sums.h"
#include "agents/firm_terms.h"
#include "agents/rules.h"

struct price_terms {
    double utilisation, stock, speed, stock_steps;
};

static double target_price(const struct state *s, uint32_t f, uint32_t r,
                           const struct price_terms *terms, int64_t *bounds)
{
    const struct firm_table *firm = &s->firm;
    double band = s->parameters.price_utilisation_band;
    double sales = firm->expected_sales[f];
    double normal = s->parameters.normal_utilisation * firm_full_capacity(firm, f);
    double lean = 1 + terms->utilisation * bounded(sales / normal - 1, -band, band,
                                                   &bounds[BOUND_PRICE_UTILISATION]);
    double wanted = terms->stock_steps * sales;
    if (terms->stock > 0 && wanted > 0) {
        lean += terms->stock * bounded((wanted - firm->finished_stock[f]) / wanted, -0.5, 1,
                                       &bounds[BOUND_PRICE_STOCK]);
    }
    return firm->markup[f] * firm_unit_cost(s, f, r) * lean;
}

void prices(struct state *s)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    struct tally tally = tally_open(&s->scratch, BOUNDS);
    double *of_run = arena_array(&s->scratch, double, (size_t)p->runs * 2);
    double *of_cell = arena_array(&s->scratch, double, (size_t)s->cells * 2);
    struct firm_table *firm = &s->firm;
#pragma omp parallel
    {
        int64_t *bounds = tally_mine(&tally);
#pragma omp for schedule(dynamic, 16)
        for (uint32_t n = 0; n < p->runs; n++) {
            const struct cell_traits *cell = &s->cell[p->run[n].cell];
            int k = cell->industry;
            struct price_terms terms = {
                .utilisation = s->world->of_industry.price_utilisation[k],
                .stock = s->world->of_industry.price_stock[k],
                .speed = step_rate(s, 1 / s->world->of_industry.price_speed[k]),
                .stock_steps = firm_stock_steps(s, cell),
            };
            double shares = 0, value = 0;
            for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++) {
                double target = target_price(s, f, cell->region, &terms, bounds);
                firm->price[f] += (target - firm->price[f]) * terms.speed;
                shares += firm->market_share[f];
                value += firm->market_share[f] * firm->price[f];
            }
            of_run[2 * n] = shares;
            of_run[2 * n + 1] = value;
        }
    }
    cell_sums(s, of_run, 2, of_cell);
    for (int c = 0; c < s->cells; c++)
        if (of_cell[2 * c] > 0)
            s->industry.market_price[c] = of_cell[2 * c + 1] / of_cell[2 * c];
    books_count_bounds(s, &tally, 0);
    arena_reset(&s->scratch, mark);
}

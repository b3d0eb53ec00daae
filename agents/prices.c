/* Prices: a mark-up on unit cost, leaning on use of capacity and on stocks, and on competitors.
 *
 *     v  = wage / labour productivity + unit input cost
 *     o  = phi mu v [1 + eu clip(q / (u0 capacity) - 1, +-band)
 *                    + es clip((m q - stock) / (m q), -.5, 1)]
 *     p* = (1 - w) o + w mean of o over the cell's sellers, by market shares
 *     p  = p (1 + expected inflation + pi), p += (p* - p) (1 - exp(-step * speed))
 *
 * pi is the cell's trend of relative prices (industry_trends.c). mu is the mark-up of the opening
 * and stays; phi is 1 but for events and noise. eu, es and speed are the industry's (world data);
 * es = 0 where nothing is stored. Prices of raw materials and power move within weeks, of
 * manufactures within a quarter, of services within half a year.
 *
 * A firm passes on the part 1 - w of a cost that is its own, and all of a cost that it shares with
 * its competitors: who becomes dearer than they earns less on each piece, and sells less. The mean
 * is of the prices that sellers aim at, so that competition changes the margins inside a cell
 * and not the speed at which its price follows costs (our choice).
 *
 * Source: mark-up pricing with cost pass-through; w from Amiti, Itskhoki and Konings 2019
 * (recalled: .6 of own cost, .4 of competitors' prices); the response to own demand and the speeds
 * are our assumptions, in the range of micro price studies (recalled).
 * Reads   firm.{expected_sales, finished_stock, unit_input_cost, ...}, region.wage_index.
 * Writes  firm.price, industry.market_price, bound.
 */
#include <math.h>

#include "agents/books.h"
#include "agents/cell_sums.h"
#include "agents/firm_terms.h"
#include "agents/rules.h"
#include "agents/trends.h"

struct price_terms {
    double utilisation, stock, stock_steps;
    double costs; /* factor: costs that the table does not know (noise.c, events.c) */
};

/* The price that cost and demand suggest. */
static double own_price(const struct state *s, uint32_t f, uint32_t r,
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
    return firm->markup[f] * terms->costs * firm_unit_cost(s, f, r) * lean;
}

enum { SHARES, VALUE, TARGETS, SUMS };

/* What each firm aims at goes into firm.spare, sums by market share into of_run. */
static void aim(struct state *s, double *of_run, int64_t *bounds)
{
    const struct population *p = &s->population;
    struct firm_table *firm = &s->firm;
#pragma omp for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++) {
        const struct cell_traits *cell = &s->cell[p->run[n].cell];
        struct price_terms terms = {
            .utilisation = s->world->of_industry.price_utilisation[cell->industry],
            .stock = s->world->of_industry.price_stock[cell->industry],
            .stock_steps = firm_stock_steps(s, cell),
            .costs = exp(s->industry.price_shock[p->run[n].cell]) *
                     s->industry.price_factor[p->run[n].cell],
        };
        double *sum = of_run + (size_t)n * SUMS;
        sum[SHARES] = sum[VALUE] = sum[TARGETS] = 0;
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++) {
            double own = own_price(s, f, cell->region, &terms, bounds);
            firm->spare[f] = own;
            sum[SHARES] += firm->market_share[f];
            sum[VALUE] += firm->market_share[f] * firm->price[f];
            sum[TARGETS] += firm->market_share[f] * own;
        }
    }
}

void prices(struct state *s)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    struct tally tally = tally_open(&s->scratch, BOUNDS);
    double *of_run = arena_array(&s->scratch, double, (size_t)p->runs *SUMS);
    double *of_cell = arena_array(&s->scratch, double, (size_t)s->cells *SUMS);
    double speed[INDUSTRIES_MAX];
    double *growth = arena_array(&s->scratch, double, (size_t)s->cells);
    struct firm_table *firm = &s->firm;
#pragma omp parallel
    aim(s, of_run, tally_mine(&tally));
    cell_sums(s, of_run, SUMS, of_cell);
    for (int k = 0; k < s->industries; k++)
        speed[k] = step_rate(s, 1 / s->world->of_industry.price_speed[k]);
    for (int c = 0; c < s->cells; c++)
        growth[c] = trend_step(s, trend_price_of_cell(s, c));
#pragma omp parallel for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++) {
        uint16_t c = p->run[n].cell;
        const double *sum = of_cell + (size_t)c * SUMS;
        double weight = sum[SHARES] > 0 ? s->parameters.price_competition : 0;
        double theirs = sum[SHARES] > 0 ? sum[TARGETS] / sum[SHARES] : 0;
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++) {
            double target = firm->spare[f] + (theirs - firm->spare[f]) * weight;
            firm->price[f] = smooth(firm->price[f], target, speed[s->cell[c].industry], growth[c]);
        }
    }
    for (int c = 0; c < s->cells; c++) {
        const double *sum = of_cell + (size_t)c * SUMS;
        double all = sum[SHARES]; /* prices of the cell move together towards their targets */
        if (all > 0)
            s->industry.market_price[c] =
                smooth(sum[VALUE], sum[TARGETS], speed[s->cell[c].industry], growth[c]) / all;
    }
    books_count_bounds(s, &tally, 0);
    arena_reset(&s->scratch, mark);
}

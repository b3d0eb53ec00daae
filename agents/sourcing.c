/* Sourcing: where cells and final users buy, and the sellers' shares inside a cell.
 *
 *     w_d* proportional to base_d (P_d^-sigma F_d^0.5),   w += (w* - w) (1 - exp(-step / lag))
 *     m_f* proportional to capacity * appeal (p / mean p)^-2 clip(served / ordered, 0.2, 1)
 *
 * P_d delivered price with exchange rate and tariff, F_d the cell's remembered fill rate, sigma
 * the industry's trade elasticity; lag 78 weeks for inputs, 39 for final users. Inside a cell
 * capacity is what carries size: growth is then independent of size.
 *
 * Source: Armington 1969; sticky weights stand for small short-run elasticities (recalled, 0.5-1
 * in the short, 2-4 in the long run); lags and the elasticity inside a cell are our assumptions.
 * Reads   industry.{market_price, fill_rate}, firm.{price, capital, market orders}. Writes
 * sourcing.weight, final_sourcing.weight, firm.market_share.
 */
#include "agents/sourcing.h"

#include <math.h>

#include "agents/books.h"
#include "agents/cell_sums.h"
#include "agents/final_demand.h"
#include "agents/firm_terms.h"
#include "agents/rules.h"

/* Pull of supplier cell d in region r. */
static double pull(const struct state *s, int d, int r)
{
    double sigma = s->world->of_industry.trade_elasticity[s->cell[d].industry];
    return pow(final_price(s, d, r), -sigma) *
           sourcing_fill_weight(s->industry.fill_rate[d], s->parameters.sourcing_fill_exponent);
}

static void move_inputs(struct state *s, const double *pulls, int c, double speed)
{
    double sum[INPUTS_MAX] = {0};
    const double *of_region = pulls + s->cell[c].region * s->cells;
    for (int d = 0; d < s->cells; d++) {
        size_t pair = (size_t)d * (size_t)s->cells + (size_t)c;
        sum[s->input_of[pair]] += s->sourcing.base_weight[pair] * of_region[d];
    }
    for (int d = 0; d < s->cells; d++) {
        size_t pair = (size_t)d * (size_t)s->cells + (size_t)c;
        double all = sum[s->input_of[pair]];
        if (all <= 0)
            continue;
        double target = s->sourcing.base_weight[pair] * of_region[d] / all;
        s->sourcing.weight[pair] += (target - s->sourcing.weight[pair]) * speed;
    }
}

static void move_final(struct state *s, const double *pulls, int r, int use, double speed)
{
    double sum[INDUSTRIES_MAX] = {0};
    const double *of_region = pulls + r * s->cells;
    for (int d = 0; d < s->cells; d++)
        sum[s->cell[d].industry] +=
            s->final_sourcing.base_weight[(d * s->regions + r) * FINAL_USES + use] * of_region[d];
    for (int d = 0; d < s->cells; d++) {
        int row = (d * s->regions + r) * FINAL_USES + use;
        double all = sum[s->cell[d].industry];
        if (all <= 0)
            continue;
        double target = s->final_sourcing.base_weight[row] * of_region[d] / all;
        s->final_sourcing.weight[row] += (target - s->final_sourcing.weight[row]) * speed;
    }
}

static double seller_pull(const struct state *s, uint32_t f, double mean_price, int64_t *bounds)
{
    const struct firm_table *firm = &s->firm;
    double orders = firm->market_orders[f] + firm->final_orders[f];
    double served = orders > 0 ? fmin(1, firm->market_delivered[f] / orders) : 1;
    served = bounded(served, 0.2, 1, &bounds[BOUND_MARKET_FILL]);
    return firm_full_capacity(firm, f) * firm->appeal[f] *
           pow(firm->price[f] / mean_price, -s->parameters.price_elasticity_cell) * served;
}

static void move_sellers(struct state *s)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    struct tally tally = tally_open(&s->scratch, BOUNDS);
    double *of_run = arena_array(&s->scratch, double, p->runs);
    double *of_cell = arena_array(&s->scratch, double, (size_t)s->cells);
    double speed = step_rate(s, s->parameters.market_share_lag);
    struct firm_table *firm = &s->firm;
#pragma omp parallel
    {
        int64_t *bounds = tally_mine(&tally);
#pragma omp for schedule(dynamic, 16)
        for (uint32_t n = 0; n < p->runs; n++) {
            double mean = s->industry.market_price[p->run[n].cell];
            of_run[n] = 0;
            for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++)
                of_run[n] += firm->spare[f] = seller_pull(s, f, mean, bounds);
        }
    }
    cell_sums(s, of_run, 1, of_cell);
#pragma omp parallel for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++) {
        double all = of_cell[p->run[n].cell];
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++)
            firm->market_share[f] += (firm->spare[f] / all - firm->market_share[f]) * speed;
    }
    books_count_bounds(s, &tally, 0);
    arena_reset(&s->scratch, mark);
}

void sourcing(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    double *pulls = arena_array(&s->scratch, double, (size_t)(s->regions * s->cells));
    double inputs = step_rate(s, s->parameters.sourcing_lag_inputs);
    double final = step_rate(s, s->parameters.sourcing_lag_final);
#pragma omp parallel for schedule(static)
    for (int r = 0; r < s->regions; r++)
        for (int d = 0; d < s->cells; d++)
            pulls[r * s->cells + d] = pull(s, d, r);
#pragma omp parallel for schedule(static)
    for (int c = 0; c < s->cells; c++)
        move_inputs(s, pulls, c, inputs);
#pragma omp parallel for schedule(static)
    for (int r = 0; r < s->regions; r++)
        for (int use = 0; use < FINAL_USES; use++)
            move_final(s, pulls, r, use, final);
    arena_reset(&s->scratch, mark);
    move_sellers(s);
}

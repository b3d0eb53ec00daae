/* Sourcing: where cells and final users buy, and the sellers' shares inside a cell.
 *
 *     w_d* proportional to base_d B_or P_d^-sigma F_d^0.5,   w += (w* - w) v
 *     v = 1 - (1 - sigma_1 / sigma)^years                    of a step, the same for all buyers
 *     B_or *= 1 + b,   w_d *= 1 + b (within each product),   b = (g_o - g_r) / 2 a step
 *     m_f* proportional to capacity * appeal (p / mean p)^-2 clip(served / ordered, 0.2, 1)
 *
 * P_d delivered price with exchange rate and tariff, F_d the cell's remembered fill rate, sigma
 * the industry's trade elasticity in the long run and sigma_1 after a year: with a price that has
 * moved for good the response after t years is sigma (1 - (1 - sigma_1 / sigma)^t). Inside a cell
 * capacity is what carries size: growth is then independent of size.
 *
 * B: regions that grow faster (g, trend of real output) gain weight, without a lag, by half the
 * difference. Trade of two regions then grows with the mean of their trends, in both directions:
 * with constant weights a slow region's exports grow with the world and overheat it.
 *
 * Source: Armington 1969; elasticities by industry and horizon: industry-figures.csv (Hertel et al.
 * 2007; Boehm, Levchenko and Pandalai-Nayar 2023). The drift of weights and the elasticity inside a
 * cell are our assumptions.
 * Reads   industry.{market_price, fill_rate}, firm.{price, capital, market orders}, region
 * trends. Writes  route.trend, sourcing.weight, final_sourcing.weight, firm.market_share.
 */
#include "agents/sourcing.h"

#include <math.h>

#include "agents/books.h"
#include "agents/cell_sums.h"
#include "agents/final_demand.h"
#include "agents/firm_terms.h"
#include "agents/rules.h"
#include "agents/trends.h"

/* Growth a step of the weight of origin o in region r's purchases. */
double sourcing_growth(const struct state *s, int o, int r)
{
    return (trend_step(s, trend_real(s, o)) - trend_step(s, trend_real(s, r))) / 2;
}

double sourcing_speed(const struct state *s, int k)
{
    double most = s->world->of_industry.trade_elasticity[k];
    double year = s->world->of_industry.trade_elasticity_year[k];
    if (most == 0)
        return 0; /* a product for which nobody goes elsewhere */
    return -expm1(s->clock.years * s->parameters.sourcing_speed * log1p(-year / most));
}

/* Pull of supplier cell d in region r. */
static double pull(const struct state *s, int d, int r)
{
    double sigma = s->world->of_industry.trade_elasticity[s->cell[d].industry];
    return s->route.trend[s->cell[d].region * s->regions + r] * pow(final_price(s, d, r), -sigma) *
           sourcing_fill_weight(s->industry.fill_rate[d], s->parameters.sourcing_fill_exponent);
}

/* Growth of the weight of every origin in a region's purchases. */
static void set_growth(const struct state *s, int r, double *growth)
{
    for (int o = 0; o < s->regions; o++)
        growth[o] = sourcing_growth(s, o, r);
}

static double moved(double weight, double growth, double mean, double target, double speed)
{
    double drifted = weight * (1 + growth) / (1 + mean);
    return drifted + (target - drifted) * speed;
}

static void move_inputs(struct state *s, const double *pulls, int c, const double *speed)
{
    double sum[INPUTS_MAX] = {0}, mean[INPUTS_MAX] = {0}, growth[REGIONS_MAX];
    const double *of_region = pulls + s->cell[c].region * s->cells;
    set_growth(s, s->cell[c].region, growth);
    for (int d = 0; d < s->cells; d++) {
        size_t pair = (size_t)d * (size_t)s->cells + (size_t)c;
        sum[s->input_of[pair]] += s->sourcing.base_weight[pair] * of_region[d];
        mean[s->input_of[pair]] += s->sourcing.weight[pair] * growth[s->cell[d].region];
    }
    for (int d = 0; d < s->cells; d++) {
        size_t pair = (size_t)d * (size_t)s->cells + (size_t)c;
        double all = sum[s->input_of[pair]];
        if (all <= 0)
            continue;
        double target = s->sourcing.base_weight[pair] * of_region[d] / all;
        s->sourcing.weight[pair] =
            moved(s->sourcing.weight[pair], growth[s->cell[d].region], mean[s->input_of[pair]],
                  target, speed[s->cell[d].industry]);
    }
}

static void move_final(struct state *s, const double *pulls, int r, int use, const double *speed)
{
    double sum[INDUSTRIES_MAX] = {0}, mean[INDUSTRIES_MAX] = {0}, growth[REGIONS_MAX];
    const double *of_region = pulls + r * s->cells;
    set_growth(s, r, growth);
    for (int d = 0; d < s->cells; d++) {
        int row = (d * s->regions + r) * FINAL_USES + use, k = s->cell[d].industry;
        sum[k] += s->final_sourcing.base_weight[row] * of_region[d];
        mean[k] += s->final_sourcing.weight[row] * growth[s->cell[d].region];
    }
    for (int d = 0; d < s->cells; d++) {
        int row = (d * s->regions + r) * FINAL_USES + use;
        int k = s->cell[d].industry;
        double all = sum[k];
        if (all <= 0)
            continue;
        double target = s->final_sourcing.base_weight[row] * of_region[d] / all;
        s->final_sourcing.weight[row] = moved(s->final_sourcing.weight[row],
                                              growth[s->cell[d].region], mean[k], target, speed[k]);
    }
}

static double seller_pull(const struct state *s, uint32_t f, double mean_price, int64_t *bounds)
{
    const struct firm_table *firm = &s->firm;
    double orders = firm->market_orders[f] + firm->final_orders[f];
    double served = orders > 0 ? fmin(1, firm->market_delivered[f] / orders) : 1;
    served = bounded(served, 0.2, 1, &bounds[BOUND_MARKET_FILL]);
    return firm_full_capacity(firm, f) * firm->appeal[f] * firm_charm(firm, f) *
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
    double speed[INDUSTRIES_MAX];
    for (int k = 0; k < s->industries; k++)
        speed[k] = sourcing_speed(s, k);
    for (int o = 0; o < s->regions; o++)
        for (int r = 0; r < s->regions; r++)
            s->route.trend[o * s->regions + r] *= 1 + sourcing_growth(s, o, r);
#pragma omp parallel for schedule(static)
    for (int r = 0; r < s->regions; r++)
        for (int d = 0; d < s->cells; d++)
            pulls[r * s->cells + d] = pull(s, d, r);
#pragma omp parallel for schedule(static)
    for (int c = 0; c < s->cells; c++)
        move_inputs(s, pulls, c, speed);
#pragma omp parallel for schedule(static)
    for (int r = 0; r < s->regions; r++)
        for (int use = 0; use < FINAL_USES; use++)
            move_final(s, pulls, r, use, speed);
    arena_reset(&s->scratch, mark);
    move_sellers(s);
}

/* Noise: what happens to firms, cells and regions by chance.
 *
 * Firms, in logs, relative to their cell:
 *
 *     a_f decays at rate d and jumps at rate j a year by a Laplace draw of standard deviation
 *     s (staff / mean staff of the region)^-b;  likewise the appeal of what it sells
 *
 * Cells and regions: x = log factor, stationary standard deviation s, memory T,
 *
 *     x += x (exp(-dt / T) - 1) + s sqrt(1 - exp(-2 dt / T)) e,   e = l w + sqrt(1 - l^2) own,
 *
 * w a draw for the world (the industry's for costs), l the loading on it. Drawn so are
 *
 *     productivity of cells, sales expectations of cells, mark-ups of cells (costs not in the
 *     table: ore, weather, wars; sensitivity by industry), consumption and investment sentiment of
 *     regions, and the exchange rate.
 *
 * Slumps: at a rate per region and one for the world (times 0.7) sentiment falls at once by an
 * exponential draw (at most 3) times slump sizes, and recovers with the memory of sentiment.
 *
 * Jumps, not continuous shocks, make growth rates of firms tent-shaped (Stanley et al. 1996,
 * Bottazzi and Secchi 2006); exponent b for firms of many units (Amaral et al. 1998). Sizes and
 * memories are our assumptions (docs/model/growth-and-noise.md). All zero where noise.shocks is
 * off.
 *
 * Writes  firm.{productivity_shock, appeal_shock}, industry.{productivity_shock,
 * expectation_shock, price_shock}, region.{consumption_shock, investment_shock, exchange_shock}.
 */
#include <math.h>

#include "agents/rules.h"

static const double SLUMP_MOST = 3, SLUMP_WORLD = 0.7;
static const uint32_t WORLD = UINT32_MAX;

/* What a draw of an autoregressive shock needs. */
struct shock_terms {
    double keep, spread; /* per step */
};

static struct shock_terms shock_terms(const struct state *s, double deviation, double weeks)
{
    double keep = exp(-s->clock.weeks / weeks);
    return (struct shock_terms){.keep = keep, .spread = deviation * sqrt(1 - keep * keep)};
}

static double own_part(double loading)
{
    return sqrt(1 - loading * loading);
}

/* --- firms ------------------------------------------------------------------------------------ */

static double laplace(const struct state *s, uint32_t f, enum rng_purpose purpose)
{
    double u = rng_uniform(s->rng, RNG_FIRM, f, purpose, 0) - 0.5;
    double size = -log1p(-2 * fabs(u)) * sqrt(0.5);
    return u < 0 ? -size : size;
}

static double size_factor(const struct state *s, uint32_t f, double mean_staff)
{
    double staff = s->firm.staff[f] > 0 ? (double)s->firm.staff[f] : 1;
    return pow(staff / mean_staff, -s->parameters.firm_size_exponent);
}

static void shock_firms(struct state *s)
{
    const struct parameters *p = &s->parameters;
    struct firm_table *firm = &s->firm;
    double keep = exp(-p->firm_decay * s->clock.years);
    double chance = -expm1(-p->firm_jumps * s->clock.years);
    double mean_staff[REGIONS_MAX];
    for (int r = 0; r < s->regions; r++)
        mean_staff[r] =
            (double)s->region.employed[r] / (double)(s->region_firm[r + 1] - s->region_firm[r]);
    uint32_t limit = (uint32_t)fmin(chance * 0x1p32, UINT32_MAX);
#pragma omp parallel for schedule(static)
    for (uint32_t f = 0; f < s->population.firms; f++) {
        firm->productivity_shock[f] *= keep;
        firm->appeal_shock[f] *= keep;
        struct rng_block draw = rng_words(s->rng, RNG_FIRM, f, RNG_FIRM_JUMPS, 0);
        if (draw.word[0] < limit)
            firm->productivity_shock[f] +=
                p->firm_productivity_deviation * laplace(s, f, RNG_FIRM_PRODUCTIVITY_JUMP) *
                size_factor(s, f, mean_staff[cell_region(s, firm->cell[f])]);
        if (draw.word[1] < limit)
            firm->appeal_shock[f] += p->firm_appeal_deviation *
                                     laplace(s, f, RNG_FIRM_APPEAL_JUMP) *
                                     size_factor(s, f, mean_staff[cell_region(s, firm->cell[f])]);
    }
}

/* --- cells ------------------------------------------------------------------------------------ */

static void shock_cells(struct state *s)
{
    const struct parameters *p = &s->parameters;
    struct shock_terms productivity =
        shock_terms(s, p->productivity_deviation, p->productivity_memory);
    struct shock_terms expectation =
        shock_terms(s, p->expectation_deviation, p->expectation_memory);
    struct shock_terms price = shock_terms(s, p->cost_deviation, p->cost_memory);
    double own = own_part(p->world_loading), own_cost = own_part(p->cost_loading);
    double world = rng_normal(s->rng, RNG_CELL, WORLD, RNG_CELL_PRODUCTIVITY, 0);
    for (int c = 0; c < s->cells; c++) {
        uint32_t cell = (uint32_t)c;
        int k = s->cell[c].industry;
        double of_industry = rng_normal(s->rng, RNG_CELL, (uint32_t)k, RNG_CELL_COST, 1);
        double draw = p->world_loading * world +
                      own * rng_normal(s->rng, RNG_CELL, cell, RNG_CELL_PRODUCTIVITY, 0);
        s->industry.productivity_shock[c] =
            s->industry.productivity_shock[c] * productivity.keep + productivity.spread * draw;
        draw = rng_normal(s->rng, RNG_CELL, cell, RNG_CELL_EXPECTATION, 0);
        s->industry.expectation_shock[c] =
            s->industry.expectation_shock[c] * expectation.keep + expectation.spread * draw;
        draw = p->cost_loading * of_industry +
               own_cost * rng_normal(s->rng, RNG_CELL, cell, RNG_CELL_COST, 0);
        s->industry.price_shock[c] =
            s->industry.price_shock[c] * price.keep +
            price.spread * s->world->of_industry.cost_sensitivity[k] * draw;
    }
}

/* --- regions ---------------------------------------------------------------------------------- */

/* The size of a slump that begins in this step, 0 if none does. */
static double slump(const struct state *s, uint32_t where, double rate)
{
    if (rng_uniform(s->rng, RNG_REGION, where, RNG_SLUMP, 0) >= -expm1(-rate * s->clock.years))
        return 0;
    double size = -log1p(-rng_uniform(s->rng, RNG_REGION, where, RNG_SLUMP, 1));
    return fmin(size, SLUMP_MOST);
}

static double region_draw(const struct state *s, int r, enum rng_purpose purpose)
{
    double loading = s->parameters.world_loading;
    return loading * rng_normal(s->rng, RNG_REGION, WORLD, purpose, 0) +
           own_part(loading) * rng_normal(s->rng, RNG_REGION, (uint32_t)r, purpose, 0);
}

static void shock_regions(struct state *s)
{
    const struct parameters *p = &s->parameters;
    struct region_table *region = &s->region;
    struct shock_terms consumption =
        shock_terms(s, p->consumption_deviation, p->consumption_memory);
    struct shock_terms investment =
        shock_terms(s, p->investment_deviation, p->investment_noise_memory);
    struct shock_terms exchange = shock_terms(s, p->exchange_deviation, p->exchange_memory);
    double world = SLUMP_WORLD * slump(s, WORLD, p->slump_rate_world);
    for (int r = 0; r < s->regions; r++) {
        double size = slump(s, (uint32_t)r, p->slump_rate) + world;
        region->consumption_shock[r] =
            region->consumption_shock[r] * consumption.keep +
            consumption.spread * region_draw(s, r, RNG_REGION_CONSUMPTION) -
            size * p->slump_consumption;
        region->investment_shock[r] = region->investment_shock[r] * investment.keep +
                                      investment.spread * region_draw(s, r, RNG_REGION_INVESTMENT) -
                                      size * p->slump_investment;
        region->exchange_shock[r] =
            region->exchange_shock[r] * exchange.keep +
            exchange.spread * rng_normal(s->rng, RNG_REGION, (uint32_t)r, RNG_REGION_EXCHANGE, 0);
    }
}

void noise(struct state *s)
{
    if (!s->parameters.shocks)
        return;
    shock_firms(s);
    shock_cells(s);
    shock_regions(s);
}

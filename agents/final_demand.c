/* Final demand: households, government and investors choose products, then origins.
 *
 *     households  product k: theta_k (P_k / P)^-e of the budget before tax, e = product_elasticity,
 *                 normalised so that spending at posted prices is the budget
 *     government  the opening's quantity of each product, growing with the trend of purchases
 *     investment  the opening's mix of products, for what firms and government order
 *     origins     supplier cell d of product k: weight w_d (sourcing.c), at posted prices
 *
 * Events multiply orders for a product, and purchases of the government. Of goods from abroad a
 * route takes its capacity; what it refuses is not bought.
 *
 * P_k is the price of product k for the use: sum over origins of w_d p_d E / E_o (1 + tariff).
 *
 * Source: nested CES demand, our elasticity; constant real government purchases and product mix
 * of investment are our assumptions.
 * Reads   household.budget, firm.investment_order, industry.{market_price, demand_factor, ...},
 * government.purchases_factor, route.capacity, final_sourcing.weight. Writes  final_sourcing.order,
 * region.{consumer_prices, investment_prices, inflation, investment_wanted}, bound.
 */
#include <math.h>

#include "agents/books.h"
#include "agents/final_demand.h"
#include "agents/project_terms.h"
#include "agents/rules.h"

double final_price(const struct state *s, int d, int r)
{
    int o = s->cell[d].region;
    double rate = s->region.exchange_rate[r] / s->region.exchange_rate[o];
    double tariff = s->trade.tariff[(o * s->regions + r) * s->industries + s->cell[d].industry];
    return s->industry.market_price[d] * rate * (1 + tariff);
}

/* Price of each product for a use: mean over origins. */
static void product_prices(const struct state *s, int r, int use, double *price)
{
    for (int k = 0; k < s->industries; k++)
        price[k] = 0;
    for (int d = 0; d < s->cells; d++)
        price[s->cell[d].industry] +=
            s->final_sourcing.weight[(d * s->regions + r) * FINAL_USES + use] *
            final_price(s, d, r);
}

/* What an event adds to demand is drawn from deposits, and what it takes is saved: it does not
 * move to other products. Orders of each product at its origins, as far as routes take them;
 * returns what was wanted before events moved it by `factor` and routes refused some. */
static double order_products(struct state *s, int r, int use, const double *quantity,
                             const double *factor, int64_t *bounds)
{
    double wanted = 0;
    for (int d = 0; d < s->cells; d++) {
        int row = (d * s->regions + r) * FINAL_USES + use, k = s->cell[d].industry;
        double order = s->final_sourcing.weight[row] * quantity[k];
        double capacity = s->route.capacity[s->cell[d].region * s->regions + r];
        wanted += order;
        order *= factor[k];
        if (capacity < 1 && s->cell[d].goods)
            order = bounded(order, 0, capacity * order, &bounds[BOUND_ROUTE]);
        s->final_sourcing.order[row] = order;
    }
    return wanted;
}

static void household_demand(struct state *s, int r, money budgets, int64_t *bounds)
{
    double price[INDUSTRIES_MAX], wanted[INDUSTRIES_MAX], index = 0, spending = 0;
    const double *factor = s->industry.demand_factor + r * s->industries;
    double tax = s->world->of_region.consumption_tax[r];
    double budget = (double)(budgets - money_scale(budgets, tax / (1 + tax)));
    product_prices(s, r, USE_HOUSEHOLD, price);
    for (int k = 0; k < s->industries; k++) {
        double share = s->opening_consumption_shares[r][k];
        index += share * price[k];
        wanted[k] = share > 0 ? share * pow(price[k], -s->parameters.product_elasticity) : 0;
        spending += wanted[k] * price[k];
    }
    for (int k = 0; k < s->industries; k++)
        wanted[k] *= spending > 0 ? budget / spending : 0;
    double growth = (index / s->region.consumer_prices[r] - 1) / s->clock.years;
    s->region.inflation[r] +=
        (growth - s->region.inflation[r]) * step_rate(s, s->parameters.inflation_memory);
    s->region.consumer_prices[r] = index;
    order_products(s, r, USE_HOUSEHOLD, wanted, factor, bounds);
}

static void government_demand(struct state *s, int r, int64_t *bounds)
{
    double wanted[INDUSTRIES_MAX];
    const double *factor = s->industry.public_demand_factor + r * s->industries;
    for (int k = 0; k < s->industries; k++)
        wanted[k] = s->opening_government[r][k] * s->region.purchases_index[r] *
                    s->government.purchases_factor[r];
    order_products(s, r, USE_GOVERNMENT, wanted, factor, bounds);
}

static void investment_demand(struct state *s, int r, double orders, int64_t *bounds)
{
    const double *factor = s->industry.investment_demand_factor + r * s->industries;
    double price[INDUSTRIES_MAX], wanted[INDUSTRIES_MAX], index = 0;
    double all = orders + final_public_investment(s, r);
    product_prices(s, r, USE_INVESTMENT, price);
    for (int k = 0; k < s->industries; k++) {
        wanted[k] = s->opening_investment_shares[r][k] * all;
        index += s->opening_investment_shares[r][k] * price[k];
    }
    s->region.investment_prices[r] = index;
    s->region.investment_wanted[r] = order_products(s, r, USE_INVESTMENT, wanted, factor, bounds);
}

/* Work that projects ordered, by products and origins (project_funding.c). */
static void project_demand(struct state *s)
{
    double quantity[INDUSTRIES_MAX] = {0};
    for (int j = 0; j < s->projects; j++)
        for (int k = 0; s->project.order[j] > 0 && k < s->industries; k++)
            quantity[k] += s->project.order[j] * s->world->kind[s->project.kind[j]].mix[k];
    for (int k = 0; k < s->industries; k++) {
        double weights = 0;
        for (int o = 0; quantity[k] > 0 && o < s->regions; o++)
            weights += project_weight(s, o * s->industries + k);
        for (int o = 0; weights > 0 && o < s->regions; o++) {
            int d = o * s->industries + k;
            int row = (d * s->regions + s->host) * FINAL_USES + USE_PROJECT;
            double capacity = s->cell[d].goods ? s->route.capacity[o * s->regions + s->host] : 1;
            s->final_sourcing.order[row] =
                quantity[k] * project_weight(s, d) / weights * fmin(1, capacity);
        }
    }
}

void final_demand(struct state *s)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    struct tally bounds = tally_open(&s->scratch, BOUNDS);
    struct tally budgets = tally_open(&s->scratch, (size_t)s->regions);
    double *orders = arena_array(&s->scratch, double, p->runs);
    double sum[REGIONS_MAX] = {0};
#pragma omp parallel
    {
        int64_t *mine = tally_mine(&budgets);
#pragma omp for schedule(static) nowait
        for (uint32_t b = 0; b < s->household_blocks; b++)
            for (uint64_t h = s->household_block[b]; h < s->household_block[b + 1]; h++)
                mine[s->household_block_region[b]] += s->household.budget[h];
#pragma omp for schedule(dynamic, 64)
        for (uint32_t n = 0; n < p->runs; n++) {
            orders[n] = 0;
            for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++)
                orders[n] += s->firm.investment_order[f];
        }
    }
    for (uint32_t n = 0; n < p->runs; n++)
        sum[s->cell[p->run[n].cell].region] += orders[n];
#pragma omp parallel for schedule(static)
    for (int r = 0; r < s->regions; r++) {
        int64_t *mine = tally_mine(&bounds);
        household_demand(s, r, tally_sum(&budgets, (size_t)r), mine);
        government_demand(s, r, mine);
        investment_demand(s, r, sum[r], mine);
    }
    if (s->parameters.facility)
        project_demand(s);
    books_count_bounds(s, &bounds, 0);
    arena_reset(&s->scratch, mark);
}

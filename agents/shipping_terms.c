/* Terms of shipping, worked out once a step: by origin, by cell and input, and by supplier.
 *
 *     delivered price     P = p * rate_to / rate_from * (1 + tariff)
 *     weight of an origin B (rate_to / rate_from * (1 + tariff))^-sigma
 *     weight of a market  B P_m^-sigma F_m^phi, over its origins by their base weights
 *     attractiveness      p_j^-sigma F_j^phi of a supplier
 *
 * B is the trend of origins, sigma the industry's trade elasticity, F the remembered fill rate,
 * phi its exponent: shares of links follow from them (shipping.c). Source: see sourcing.c.
 *
 * Reads firm.{price, link_supply, fill_rate}, market.*, trade.tariff, route.trend, sourcing.*,
 * region.exchange_rate. Writes scratch only.
 */
#include "agents/shipping_terms.h"

#include <math.h>

#include "agents/rationing.h"
#include "agents/sourcing.h"

static void set_origins(const struct state *s, struct shipping_terms *terms)
{
#pragma omp parallel for schedule(static)
    for (int r = 0; r < s->regions; r++)
        for (int d = 0; d < s->cells; d++) {
            int o = s->cell[d].region, k = s->cell[d].industry;
            struct origin_terms *origin = &terms->origin[r * s->cells + d];
            origin->tariff = s->trade.tariff[(o * s->regions + r) * s->industries + k];
            origin->rate_from = s->region.exchange_rate[o];
            origin->rate_to = s->region.exchange_rate[r];
            origin->price_factor = origin->rate_to / origin->rate_from * (1 + origin->tariff);
            bool dollars = o == r || (origin->rate_from == 1 && origin->rate_to == 1);
            origin->plain = dollars && origin->tariff == 0;
            origin->weight = s->route.trend[o * s->regions + r] *
                             pow(origin->price_factor, -s->world->of_industry.trade_elasticity[k]);
            origin->growth = sourcing_growth(s, o, r);
        }
}

static void set_markets(const struct state *s, struct shipping_terms *terms)
{
    double exponent = s->parameters.sourcing_fill_exponent, speed[INPUTS_MAX];
    for (int j = 0; j < s->inputs; j++)
        speed[j] = sourcing_speed(s, s->input_industry[j]);
#pragma omp parallel for schedule(static)
    for (int c = 0; c < s->cells; c++) {
        double fill[INPUTS_MAX] = {0}, trend[INPUTS_MAX] = {0}, growth[INPUTS_MAX] = {0};
        double base[INPUTS_MAX] = {0}, of_origin[REGIONS_MAX];
        int r = s->cell[c].region;
        for (int o = 0; o < s->regions; o++)
            of_origin[o] = sourcing_growth(s, o, r);
        terms->cell_value[c] = terms->cell_premium[c] = 0;
        for (int d = 0; d < s->cells; d++) {
            size_t pair = (size_t)d * (size_t)s->cells + (size_t)c;
            int j = s->input_of[pair], o = s->cell[d].region;
            fill[j] += s->sourcing.weight[pair] * s->industry.fill_rate[d];
            growth[j] += s->sourcing.weight[pair] * of_origin[o];
            trend[j] += s->sourcing.base_weight[pair] * s->route.trend[o * s->regions + r];
            base[j] += s->sourcing.base_weight[pair];
        }
        for (int j = 0; j < s->inputs; j++) {
            int m = c * s->inputs + j;
            double sigma = s->world->of_industry.trade_elasticity[s->input_industry[j]];
            struct market_terms *market = &terms->market[m];
            double bill = (double)s->market.paid[m];
            market->coefficient = s->market.coefficient[m];
            market->weight = (base[j] > 0 ? trend[j] / base[j] : 1) *
                             pow(s->market.price[m], -sigma) *
                             sourcing_fill_weight(fill[j], exponent);
            market->growth = growth[j];
            market->value = s->market.need[m] > 0 ? bill / s->market.need[m] - 1 : 0;
            market->premium = s->market.price[m] - 1;
            market->speed = speed[j];
            terms->cell_value[c] += market->coefficient * market->value;
            terms->cell_premium[c] += market->coefficient * market->premium;
        }
    }
}

static void set_offers(const struct state *s, struct shipping_terms *terms)
{
    const struct population *p = &s->population;
    double exponent = s->parameters.sourcing_fill_exponent;
#pragma omp parallel for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++) {
        double sigma = s->world->of_industry.trade_elasticity[s->cell[p->run[n].cell].industry];
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++)
            terms->offer[f] = (struct supplier_offer){
                .price = s->firm.price[f],
                .supply = s->firm.link_supply[f],
                .attractiveness = pow(s->firm.price[f], -sigma) *
                                  sourcing_fill_weight(s->firm.fill_rate[f], exponent),
                .cell = p->run[n].cell,
            };
    }
}

struct shipping_terms shipping_terms(struct state *s)
{
    size_t cells = (size_t)s->cells, markets = cells * (size_t)s->inputs;
    struct shipping_terms terms = {
        .origin = arena_array(&s->scratch, struct origin_terms, (size_t)s->regions * cells),
        .market = arena_array(&s->scratch, struct market_terms, markets),
        .cell_value = arena_array(&s->scratch, double, cells),
        .cell_premium = arena_array(&s->scratch, double, cells),
        .offer = arena_array(&s->scratch, struct supplier_offer, s->population.firms),
        .plain_rationing = s->parameters.rationing <= RATIONING_FINAL_LAST,
    };
    for (uint32_t lag = 1; lag <= UINT8_MAX; lag++)
        terms.slot[lag] = (uint8_t)(s->clock.step % lag);
    set_origins(s, &terms);
    set_markets(s, &terms);
    set_offers(s, &terms);
    return terms;
}

/* Opening, markets: what cells and final users buy in the market, from where, and the stocks
 * and goods under way that this takes.
 *
 *     coefficient  a_jc = sum over supplier cells d of input j of Z_dc / X_c
 *     weight       w_dc = Q_dc / sum over d of input j of Q_dc        (Q: market part of Z)
 *     stock at the end of a step     n_k steps of use                 (safety stock)
 *     under way at the end of a step lag steps of use
 */
#include "agents/events.h"
#include "agents/opening.h"

static void set_market(struct state *s, const struct opening *o, int c)
{
    const struct population *p = &s->population;
    struct market_table *market = &s->market;
    double purchases[INPUTS_MAX] = {0};
    double output = (double)o->table->output[c];
    for (int d = 0; d < s->cells; d++) {
        size_t pair = (size_t)d * (size_t)s->cells + (size_t)c;
        int m = c * s->inputs + s->input_of[pair];
        double flow = (double)p->market[pair];
        purchases[s->input_of[pair]] += flow;
        if (output > 0)
            market->coefficient[m] += (double)opening_flow(o->table, d, c);
        market->transit[m] += flow * s->market_ring[pair].lag;
        for (uint32_t i = 0; i < s->market_ring[pair].lag; i++)
            s->market_shipment.quantity[s->market_ring[pair].first + i] = flow;
    }
    for (int j = 0; j < s->inputs; j++) {
        int m = c * s->inputs + j;
        double weeks = s->world->of_industry.input_stock[s->input_industry[j]];
        market->coefficient[m] = output > 0 ? market->coefficient[m] / output : 0;
        market->stock[m] = purchases[j] * weeks / s->clock.weeks;
        market->price[m] = 1;
    }
    for (int d = 0; d < s->cells; d++) {
        size_t pair = (size_t)d * (size_t)s->cells + (size_t)c;
        double total = purchases[s->input_of[pair]];
        s->sourcing.base_weight[pair] = total > 0 ? (double)p->market[pair] / total : 0;
        s->sourcing.weight[pair] = s->sourcing.base_weight[pair];
    }
}

/* Projects buy where investors do; products that investors do not buy where households do, or else
 * government. */
static void set_project_weights(struct state *s, int r)
{
    static const int likeness[] = {USE_INVESTMENT, USE_HOUSEHOLD, USE_GOVERNMENT};
    for (int k = 0; k < s->industries; k++) {
        int like = 0;
        for (double sum = 0; like < 3 && sum <= 0; like++)
            for (int o = 0; o < s->regions; o++) {
                int d = o * s->industries + k;
                sum += s->final_sourcing
                           .base_weight[(d * s->regions + r) * FINAL_USES + likeness[like]];
            }
        for (int o = 0; o < s->regions; o++) {
            int row = ((o * s->industries + k) * s->regions + r) * FINAL_USES;
            s->final_sourcing.base_weight[row + USE_PROJECT] =
                s->final_sourcing.weight[row + USE_PROJECT] =
                    s->final_sourcing.base_weight[row + likeness[like - 1]];
        }
    }
}

static void set_final(struct state *s, const struct opening *o, int r)
{
    for (int use = 0; use < TABLE_USES; use++) {
        double product[INDUSTRIES_MAX] = {0}, total = 0;
        for (int d = 0; d < s->cells; d++) {
            double flow = (double)opening_final(o->table, d, r, (enum final_use)use);
            product[s->cell[d].industry] += flow;
            total += flow;
        }
        for (int d = 0; d < s->cells; d++) {
            double flow = (double)opening_final(o->table, d, r, (enum final_use)use);
            double whole = product[s->cell[d].industry];
            int row = (d * s->regions + r) * FINAL_USES + use;
            s->final_sourcing.base_weight[row] = whole > 0 ? flow / whole : 0;
            s->final_sourcing.weight[row] = s->final_sourcing.base_weight[row];
            s->final_sourcing.order[row] = s->final_sourcing.delivered[row] = flow;
            s->final_sourcing.payment[row] = s->final_sourcing.paid[row] = (money)flow;
        }
        for (int k = 0; k < s->industries; k++) {
            if (use == USE_HOUSEHOLD)
                s->opening_consumption_shares[r][k] = product[k] / total;
            else if (use == USE_GOVERNMENT)
                s->opening_government[r][k] = product[k];
            else
                s->opening_investment_shares[r][k] = product[k] / total;
        }
    }
    set_project_weights(s, r);
    s->opening_public_investment[r] = (double)o->public_investment[r];
}

/* Trade of the opening week, for the first record. */
static void set_trade(struct state *s, const struct opening *o)
{
    for (int d = 0; d < s->cells; d++)
        for (int r = 0; r < s->regions; r++) {
            int from = s->cell[d].region, k = s->cell[d].industry;
            int t = (from * s->regions + r) * s->industries + k;
            money value = 0;
            for (int use = 0; use < FINAL_USES; use++)
                value += opening_final(o->table, d, r, (enum final_use)use);
            for (int c = r * s->industries; c < (r + 1) * s->industries; c++)
                value += opening_flow(o->table, d, c);
            s->trade.value[t] = s->trade.paid[t] = value;
            s->trade.dollars[t] = from != r ? value : 0;
            s->trade.quantity[t] = value;
            if (from != r) {
                s->region.exports[from] += value;
                s->region.imports[r] += value;
                s->opening_exports[from][r] += value;
            }
        }
    for (int r = 0; r < s->regions; r++) {
        double tax = s->world->of_region.consumption_tax[r];
        s->region.consumption[r] = o->consumption[r] + money_scale(o->consumption[r], tax);
        for (int d = 0; d < s->cells; d++) {
            s->region.government_consumption[r] += opening_final(o->table, d, r, USE_GOVERNMENT);
            s->region.investment[r] += opening_final(o->table, d, r, USE_INVESTMENT);
        }
    }
}

/* The scenario's tariffs, on goods from abroad. */
static void set_tariffs(struct state *s)
{
    for (int origin = 0; origin < s->regions; origin++)
        for (int r = 0; r < s->regions; r++)
            for (int k = 0; k < s->industries && origin != r; k++)
                if (s->world->of_industry.goods[k] > 0.5) {
                    int t = (origin * s->regions + r) * s->industries + k;
                    s->trade.opening_tariff[t] = s->trade.tariff[t] = s->parameters.tariff[r];
                }
}

void opening_markets(struct state *s, struct opening *o)
{
    events_set_neutral(s);
    set_trade(s, o);
#pragma omp parallel for schedule(static)
    for (int c = 0; c < s->cells; c++)
        set_market(s, o, c);
    for (int r = 0; r < s->regions; r++)
        set_final(s, o, r);
    for (int r = 0; r < s->regions; r++) {
        s->region.investment_wanted[r] = 0;
        for (int d = 0; d < s->cells; d++)
            s->region.investment_wanted[r] +=
                s->final_sourcing.order[(d * s->regions + r) * FINAL_USES + USE_INVESTMENT];
    }
    for (int route = 0; route < s->regions * s->regions; route++)
        s->route.trend[route] = 1;
    set_tariffs(s);
}

void opening_links(struct state *s)
{
    const struct population *p = &s->population;
#pragma omp parallel for schedule(dynamic, 64)
    for (uint32_t n = 0; n < p->runs; n++)
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++)
            for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++) {
                int c = p->cell[f], j = s->link.input[l];
                double flow = (double)p->flow[l];
                uint32_t lag = s->link.lag[l];
                double weeks = s->world->of_industry.input_stock[s->input_industry[j]];
                s->link.base_share[l] =
                    flow / ((double)p->sales[f] * s->market.coefficient[c * s->inputs + j]);
                s->link.share[l] = s->link.base_share[l];
                s->link.stock[l] = flow * weeks / s->clock.weeks;
                s->link.transit[l] = flow * lag;
                s->link.payment[l] = p->flow[l];
                s->link.order[l] = flow;
                for (uint32_t i = 0; i < lag; i++)
                    s->shipment.quantity[s->link.shipments[l] + i] = flow;
            }
}

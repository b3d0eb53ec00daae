/* Arrivals and orders of inputs.
 *
 * What was shipped a lag ago arrives and joins the stock. Then each link, and each cell for what
 * it buys in the market, orders
 *
 *     o = clip( a (y* + q) / 2 + a q gamma (n + lag) + [ (n + lag) a q - S - T ] g, 0, cap a q )
 *                                                                                [cents a step]
 *
 * a = input coefficient times the share of the link (or of the market), y* planned output, q
 * expected sales, n steps of safety stock, lag steps from shipping to use, S the stock after
 * arrivals, T what is under way, g = 1 - exp(-step / gap lag), gamma the trend growth of a step. A
 * firm's own output never enters: ordering what one used makes shortages feed on themselves.
 *
 * Cells buy in the market for all their firms: stocks and goods under way of the market part are
 * held in common, drawn and paid for in proportion to need (our assumption; one stock per firm
 * and input would cost more memory than the firms themselves). The cell's order goes to supplier
 * cells by the weights of sourcing.c.
 *
 * A route with capacity phi < 1 takes at most phi times what expected sales need; what it refuses
 * the supplier does not see, and the customer's gap keeps it.
 *
 * Where a route is delayed by e steps, 1 / (1 + e) of the goods that are due arrive and the rest is
 * due again a step later, so that goods take e steps longer on average (the rings of goods under
 * way keep their length); customers count e as part of the lag.
 *
 * Source: order-up-to rule with transit in the inventory position (Inoue and Todo 2019, Hallegatte
 * 2008; counting transit and the cap guard against phantom orders, our choice).
 * Reads   firm.{planned_output, expected_sales}, link.{share, ...}, market.{...}, route.
 * {capacity, delay}.
 * Writes  link.{stock, transit, order}, market.{stock, transit, need, expected_need, order},
 * sourcing.order, firm.link_orders, bound.
 */
#include <string.h>

#include "agents/books.h"
#include "agents/cell_sums.h"
#include "agents/rules.h"
#include "agents/trends.h"
#include "core/memory.h"

static bool routes_delayed(const struct state *s)
{
    bool delayed = false;
    for (int route = 0; route < s->regions * s->regions; route++)
        delayed |= s->route.delay[route] > 0;
    return delayed;
}

/* What arrives of the goods that are due; what is held back is due again in the next step. */
static double arriving(const struct state *s, const struct cell_traits *from, int r, double *due,
                       uint32_t lag)
{
    double *now = &due[lag > 1 ? s->clock.step % lag : 0];
    double delay = from->goods ? state_route_delay(s, from->region, r) : 0;
    if (delay <= 0 || lag < 2)
        return *now;
    double arrived = *now / (1 + delay);
    due[(s->clock.step + 1) % lag] += *now - arrived;
    *now = arrived;
    return arrived;
}

void arrivals(struct state *s)
{
    const struct population *p = &s->population;
    uint32_t step = s->clock.step;
    bool delayed = routes_delayed(s);
#pragma omp parallel for schedule(static)
    for (int c = 0; c < s->cells; c++)
        for (int d = 0; d < s->cells; d++) {
            size_t pair = (size_t)d * (size_t)s->cells + (size_t)c;
            struct ring ring = s->market_ring[pair];
            if (ring.lag == 0)
                continue;
            int m = c * s->inputs + s->input_of[pair];
            double *due = &s->market_shipment.quantity[ring.first];
            double arrived = arriving(s, &s->cell[d], s->cell[c].region, due, ring.lag);
            s->market.stock[m] += arrived;
            s->market.transit[m] -= arrived;
        }
#pragma omp parallel for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++) {
        const struct firm_run *run = &p->run[n];
        for (uint64_t l = p->supplier_first[run->first];
             l < p->supplier_first[run->first + run->count]; l++) {
            double *due = &s->shipment.quantity[s->link.shipments[l]];
            uint32_t slot = s->link.lag[l] > 1 ? step % s->link.lag[l] : 0;
            double arrived = due[slot];
            if (delayed) {
                const struct cell_traits *from = &s->cell[p->cell[s->link.supplier[l]]];
                arrived = arriving(s, from, s->cell[run->cell].region, due, s->link.lag[l]);
            }
            s->link.stock[l] += arrived;
            s->link.transit[l] -= arrived;
        }
    }
}

/* Safety stock of each input, in steps. */
static void safety_steps(const struct state *s, double *steps)
{
    for (int j = 0; j < s->inputs; j++)
        steps[j] = s->world->of_industry.input_stock[s->input_industry[j]] / s->clock.weeks;
}

struct order_terms {
    double gap_speed, cap;
    double growth[REGIONS_MAX * INDUSTRIES_MAX]; /* of a cell's real output on trend, a step */
    bool routes_limited;                         /* some route takes less than all */
    bool routes_delayed;                         /* or longer than usual */
    double safety[INPUTS_MAX];
};

static double supplier_delay(const struct state *s, const struct cell_traits *from, int r)
{
    return from->goods ? state_route_delay(s, from->region, r) : 0;
}

static double link_order(struct state *s, const struct order_terms *terms, uint64_t l, uint16_t c,
                         double growth, double plan, double sales, int64_t *bounds)
{
    struct link_table *link = &s->link;
    int j = link->input[l];
    double need = link->share[l] * s->market.coefficient[c * s->inputs + j], use = need * sales;
    double lag = link->lag[l];
    if (terms->routes_delayed)
        lag +=
            supplier_delay(s, &s->cell[s->population.cell[link->supplier[l]]], s->cell[c].region);
    double held = (terms->safety[j] + lag) * use;
    double gap = held - link->stock[l] - link->transit[l];
    double order = bounded(need * (plan + sales) / 2 + held * growth + gap * terms->gap_speed, 0,
                           terms->cap * use, &bounds[BOUND_ORDER]);
    if (!terms->routes_limited)
        return order;
    const struct cell_traits *from = &s->cell[s->population.cell[link->supplier[l]]];
    double capacity = s->route.capacity[from->region * s->regions + s->cell[c].region];
    if (capacity < 1 && from->goods)
        order = bounded(order, 0, capacity * use, &bounds[BOUND_ROUTE]);
    return order;
}

/* Orders over the links of a run, and what its firms plan to buy in the market: of_run holds
 * per input the named part of planned output and of expected sales, and behind them the sums. */
static void order_run(struct state *s, const struct order_terms *terms, const struct firm_run *run,
                      double *of_run, int64_t *bounds)
{
    const struct population *p = &s->population;
    double plan_sum = 0, sales_sum = 0;
    double growth = terms->growth[run->cell];
    memset(of_run, 0, (size_t)(2 * s->inputs + 2) * sizeof *of_run);
    for (uint32_t f = run->first; f < run->first + run->count; f++) {
        double plan = s->firm.planned_output[f], sales = s->firm.expected_sales[f];
        plan_sum += plan;
        sales_sum += sales;
        for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++) {
            int j = s->link.input[l];
            of_run[j] += s->link.share[l] * plan;
            of_run[s->inputs + j] += s->link.share[l] * sales;
            s->link.order[l] = link_order(s, terms, l, run->cell, growth, plan, sales, bounds);
        }
    }
    of_run[2 * s->inputs] = plan_sum;
    of_run[2 * s->inputs + 1] = sales_sum;
}

static void order_in_market(struct state *s, const struct order_terms *terms, int c,
                            const double *of_cell, int64_t *bounds)
{
    struct market_table *market = &s->market;
    int r = s->cell[c].region;
    double lag[INPUTS_MAX] = {0};
    for (int d = 0; d < s->cells; d++) {
        size_t pair = (size_t)d * (size_t)s->cells + (size_t)c;
        double steps = s->market_ring[pair].lag + supplier_delay(s, &s->cell[d], r);
        lag[s->input_of[pair]] += s->sourcing.weight[pair] * steps;
    }
    for (int j = 0; j < s->inputs; j++) {
        int m = c * s->inputs + j;
        double plan = of_cell[2 * s->inputs] - of_cell[j];
        double sales = of_cell[2 * s->inputs + 1] - of_cell[s->inputs + j];
        market->need[m] = plan > 0 ? market->coefficient[m] * plan : 0;
        market->expected_need[m] = sales > 0 ? market->coefficient[m] * sales : 0;
        double use = market->expected_need[m];
        double held = (terms->safety[j] + lag[j]) * use;
        double gap = held - market->stock[m] - market->transit[m];
        market->order[m] =
            bounded((market->need[m] + use) / 2 + held * terms->growth[c] + gap * terms->gap_speed,
                    0, terms->cap * use, &bounds[BOUND_ORDER]);
    }
    for (int d = 0; d < s->cells; d++) {
        size_t pair = (size_t)d * (size_t)s->cells + (size_t)c;
        int m = c * s->inputs + s->input_of[pair];
        double order = s->sourcing.weight[pair] * market->order[m];
        double capacity = s->route.capacity[s->cell[d].region * s->regions + r];
        if (capacity < 1 && s->cell[d].goods)
            order =
                bounded(order, 0, capacity * s->sourcing.weight[pair] * market->expected_need[m],
                        &bounds[BOUND_ROUTE]);
        s->sourcing.order[pair] = order;
    }
}

static void receive_orders(struct state *s)
{
    const struct population *p = &s->population;
#pragma omp parallel for schedule(dynamic, 1024)
    for (uint32_t f = 0; f < p->firms; f++) {
        double orders = 0;
        for (uint64_t i = p->customer_first[f]; i < p->customer_first[f + 1]; i++) {
            __builtin_prefetch(&s->link.order[p->customer_link[memory_ahead(i, p->links)]]);
            orders += s->link.order[p->customer_link[i]];
        }
        s->firm.link_orders[f] = orders;
    }
}

void input_orders(struct state *s)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    int width = 2 * s->inputs + 2;
    struct tally tally = tally_open(&s->scratch, BOUNDS);
    double *of_run = arena_array(&s->scratch, double, (size_t)p->runs *(size_t)width);
    double *of_cell = arena_array(&s->scratch, double, (size_t)s->cells *(size_t)width);
    struct order_terms terms = {.gap_speed = step_rate(s, s->parameters.stock_gap_lag),
                                .cap = s->parameters.order_cap};
    safety_steps(s, terms.safety);
    terms.routes_delayed = routes_delayed(s);
    for (int c = 0; c < s->cells; c++)
        terms.growth[c] = trend_step(s, trend_real_of_cell(s, c));
    for (int route = 0; route < s->regions * s->regions; route++)
        terms.routes_limited |= s->route.capacity[route] < 1;
#pragma omp parallel
    {
        int64_t *bounds = tally_mine(&tally);
#pragma omp for schedule(dynamic, 16)
        for (uint32_t n = 0; n < p->runs; n++)
            order_run(s, &terms, &p->run[n], of_run + (size_t)n * (size_t)width, bounds);
    }
    cell_sums(s, of_run, width, of_cell);
#pragma omp parallel
    {
        int64_t *bounds = tally_mine(&tally);
#pragma omp for schedule(static)
        for (int c = 0; c < s->cells; c++)
            order_in_market(s, &terms, c, of_cell + (size_t)c * (size_t)width, bounds);
    }
    receive_orders(s);
    books_count_bounds(s, &tally, 0);
    arena_reset(&s->scratch, mark);
}

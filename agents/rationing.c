/* Rationing: a supplier that cannot serve all orders divides what it has, and part of what stays
 * unserved finds another seller of the same cell.
 *
 * With A available (finished stock and output; for services the output that limits allow), orders
 * D of firms (over links and in the market) and F of final users, the rules are
 *
 *     weighted        x = min((D + F - A) / (D + w F), 1 / w): final users get 1 - w x of F,
 *                     firms the rest in proportion to their orders (w = 2, the default)
 *     proportional    everybody gets A / (D + F) of the order
 *     final-last      firms first, final users what is left
 *     smallest-first  a level rises from 0 and everybody receives min(order, level * usual order)
 *                     until A is used up; the market counts as usual
 *     smallest-first-final-last   the same among firms, final users what is left
 *     random, largest-first       named customers one by one, by lot or by size of the order, from
 *                     their proportional part of A; the market in proportion
 *
 * Of the unmet market orders of a cell the share rho moves to its sellers with something to
 * spare, in proportion to it. Unfilled orders are forgotten: customers' gaps bring them back.
 * Firms see the orders they got, and half of what was moved to them.
 *
 * Source: Hallegatte 2008 (proportional); Inoue and Todo 2019 (smallest relative order first, in
 * our level form, which conserves goods); Pichler et al. 2022 (random, largest first). The double
 * share of final users and rho are our assumptions: with proportional rationing a shortage of power
 * is a shortage for power stations, and feeds on itself.
 *
 * Reads   firm.{link_orders, market_orders, final_orders, output, finished_stock, spare}, orders.
 * Writes  firm.{link_supply, supply_level, deliveries, market_delivered, finished_stock, output,
 * demand_seen, fill_rate}, industry.{fill_rate, demand},
 * sourcing.delivered, final_sourcing.delivered.
 * Keeps   deliveries of a supplier add up to what left its stock and output.
 */
#include "agents/rationing.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "agents/books.h"
#include "agents/cell_sums.h"
#include "agents/rules.h"
#include "agents/sourcing.h"

static double usual_order(const struct state *s, uint64_t link)
{
    uint32_t customer = s->link.customer[link];
    return s->link.share[link] *
           s->market.coefficient[s->firm.cell[customer] * s->inputs + s->link.input[link]] *
           s->firm.expected_sales[customer];
}

static double lot(const struct state *s, uint64_t link)
{
    return rng_uniform(s->rng, RNG_LINK, (uint32_t)link, RNG_RATIONING_ORDER, 0);
}

/* Priority of a link under random and largest-first: the lowest value is served first. */
static double priority(const struct state *s, uint64_t link, double order)
{
    return s->parameters.rationing == RATIONING_RANDOM ? lot(s, link) : -order;
}

double rationing_delivery(const struct state *s, uint32_t supplier, uint64_t link, double order)
{
    double share = s->firm.link_supply[supplier], level = s->firm.supply_level[supplier];
    switch ((enum rationing_rule)s->parameters.rationing) {
    case RATIONING_WEIGHTED:
    case RATIONING_PROPORTIONAL:
    case RATIONING_FINAL_LAST:
        return order * share;
    case RATIONING_SMALLEST_FIRST:
    case RATIONING_SMALLEST_FIRST_FINAL_LAST:
        return share >= 1 ? order : fmin(order, level * usual_order(s, link));
    case RATIONING_RANDOM:
    case RATIONING_LARGEST_FIRST:
        break;
    }
    if (share >= 1)
        return order;
    double mine = priority(s, link, order);
    return mine < level ? order : mine > level ? 0 : order * share;
}

struct ration {
    double links; /* served over links, in all */
    double link_supply, level;
    double market, final; /* shares of the orders */
};

/* Served at a level: sum of min(order, level * usual) over links. */
static double served_at(const struct state *s, uint32_t f, double level)
{
    const struct population *p = &s->population;
    double sum = 0;
    for (uint64_t i = p->customer_first[f]; i < p->customer_first[f + 1]; i++) {
        uint64_t l = p->customer_link[i];
        sum += fmin(s->link.order[l], level * usual_order(s, l));
    }
    return sum;
}

/* The level at which links and `others` (served up to a level of 1) use up what is available. */
static struct ration ration_by_level(const struct state *s, uint32_t f, double available,
                                     double others)
{
    double low = 0, high = 1;
    while (served_at(s, f, high) + fmin(1, high) * others < available && high < 1e12)
        high *= 2;
    for (int pass = 0; pass < 200 && high - low > 1e-17 * high; pass++) {
        double middle = 0.5 * (low + high);
        if (middle <= low || middle >= high)
            break;
        if (served_at(s, f, middle) + fmin(1, middle) * others < available)
            low = middle;
        else
            high = middle;
    }
    double share = fmin(1, low);
    return (struct ration){served_at(s, f, low), 0, low, share, share};
}

/* Orders with a priority below (or at) the level. */
static double served_before(const struct state *s, uint32_t f, double level, bool at)
{
    const struct population *p = &s->population;
    double sum = 0;
    for (uint64_t i = p->customer_first[f]; i < p->customer_first[f + 1]; i++) {
        uint64_t l = p->customer_link[i];
        double mine = priority(s, l, s->link.order[l]);
        if (mine < level || (at && mine == level))
            sum += s->link.order[l];
    }
    return sum;
}

/* Links one by one: the priority of the first that is not served in full, by bisection over its
 * range; links of exactly that priority share what is left. */
static struct ration ration_by_priority(const struct state *s, uint32_t f, double available,
                                        double share)
{
    double low = s->parameters.rationing == RATIONING_RANDOM ? 0 : -s->firm.link_orders[f],
           high = 1;
    while (true) {
        double middle = 0.5 * (low + high);
        if (middle <= low || middle >= high)
            break;
        if (served_before(s, f, middle, false) <= available)
            low = middle;
        else
            high = middle;
    }
    double full = served_before(s, f, low, false);
    double marginal = served_before(s, f, low, true) - full;
    /* Below one, which would say that all links are served. */
    double rest = marginal > 0 ? fmin(1 - 0x1p-53, (available - full) / marginal) : 0;
    return (struct ration){full + rest * marginal, rest, low, share, share};
}

static struct ration ration(const struct state *s, uint32_t f, double available, int64_t *bounds)
{
    const struct firm_table *firm = &s->firm;
    double links = firm->link_orders[f], market = firm->market_orders[f];
    double final = firm->final_orders[f], firms = links + market, all = firms + final;
    double weight = s->parameters.final_shortage_weight;
    if (all <= available)
        return (struct ration){links, 1, HUGE_VAL, 1, 1};
    double even = available / all;
    double to_firms = firms > 0 ? fmin(1, available / firms) : 0;
    double left = final > 0 ? fmax(0, available - firms) / final : 0;
    switch ((enum rationing_rule)s->parameters.rationing) {
    case RATIONING_WEIGHTED: {
        double x = (all - available) / (firms + weight * final);
        if (weight > 0)
            x = bounded(x, 0, 1 / weight, &bounds[BOUND_SHORTAGE]);
        double to_final = final > 0 ? fmin(1 - weight * x, available / final) : 1;
        double share = firms > 0 ? fmax(0, available - to_final * final) / firms : 0;
        return (struct ration){share * links, share, 0, share, to_final};
    }
    case RATIONING_PROPORTIONAL:
        return (struct ration){even * links, even, 0, even, even};
    case RATIONING_FINAL_LAST:
        return (struct ration){to_firms * links, to_firms, 0, to_firms, left};
    case RATIONING_SMALLEST_FIRST:
        return ration_by_level(s, f, available, market + final);
    case RATIONING_SMALLEST_FIRST_FINAL_LAST: {
        if (firms <= available)
            return (struct ration){links, 1, HUGE_VAL, 1, left};
        struct ration given = ration_by_level(s, f, available, market);
        given.final = 0;
        return given;
    }
    case RATIONING_RANDOM:
    case RATIONING_LARGEST_FIRST:
        break;
    }
    return ration_by_priority(s, f, even * links, even);
}

/* What a run's firms have to spare and leave unserved in the market, and serve there. */
enum { SPARE, UNMET_MARKET, UNMET_FINAL, DEMAND, RUN_SUMS };

static void serve_run(struct state *s, const struct firm_run *run, double fill_speed, double *sums,
                      int64_t *bounds)
{
    struct firm_table *firm = &s->firm;
    bool goods = s->cell[run->cell].goods;
    memset(sums, 0, RUN_SUMS * sizeof *sums);
    for (uint32_t f = run->first; f < run->first + run->count; f++) {
        double market = firm->market_orders[f], final = firm->final_orders[f];
        double demand = firm->link_orders[f] + market + final;
        double available = firm->output[f] + (goods ? firm->finished_stock[f] : 0);
        struct ration given = ration(s, f, available, bounds);
        firm->link_supply[f] = given.link_supply;
        firm->supply_level[f] = given.level;
        firm->market_delivered[f] = given.market * market + given.final * final;
        firm->deliveries[f] = given.links + firm->market_delivered[f];
        firm->demand_seen[f] = demand;
        if (goods)
            firm->spare[f] = fmax(0, available - demand);
        double fill = demand > 0 ? firm->deliveries[f] / demand : 1;
        firm->fill_rate[f] += (fill - firm->fill_rate[f]) * fill_speed;
        bounds[BOUND_SOURCING_FILL] += firm->fill_rate[f] < SOURCING_FILL_LEAST;
        sums[SPARE] += firm->spare[f];
        sums[UNMET_MARKET] += (1 - given.market) * market;
        sums[UNMET_FINAL] += (1 - given.final) * final;
        sums[DEMAND] += demand;
    }
}

/* Moves unmet orders to sellers with something to spare, and closes the firms' goods. */
static void close_run(struct state *s, const struct firm_run *run, double moved_share)
{
    struct firm_table *firm = &s->firm;
    bool goods = s->cell[run->cell].goods;
    for (uint32_t f = run->first; f < run->first + run->count; f++) {
        double extra = firm->spare[f] * moved_share;
        firm->market_delivered[f] += extra;
        firm->deliveries[f] += extra;
        firm->demand_seen[f] += extra / 2;
        if (goods) {
            /* Emptied to the last piece, rounding may leave a little less than nothing. */
            double left = firm->finished_stock[f] + firm->output[f] - firm->deliveries[f];
            assert(left >= -1e-9 * (firm->output[f] + firm->deliveries[f]));
            firm->finished_stock[f] = fmax(0, left);
        }
        if (!goods)
            firm->output[f] += extra;
    }
}

/* Shares of market and final orders that the cell as a whole delivers. */
static void deliver_cell(struct state *s, int d, const double *sums, double moved,
                         double fill_speed)
{
    double orders[2] = {0};
    const double unmet[2] = {sums[UNMET_MARKET], sums[UNMET_FINAL]};
    size_t pairs = (size_t)d * (size_t)s->cells;
    int finals = d * s->regions * FINAL_USES;
    for (int c = 0; c < s->cells; c++)
        orders[0] += s->sourcing.order[pairs + (size_t)c];
    for (int i = 0; i < s->regions * FINAL_USES; i++)
        orders[1] += s->final_sourcing.order[finals + i];
    double share[2] = {1, 1};
    for (int i = 0; i < 2; i++) {
        double still = unmet[0] + unmet[1] > 0 ? unmet[i] * (1 - moved / (unmet[0] + unmet[1])) : 0;
        share[i] = orders[i] > 0 ? fmax(0, 1 - still / orders[i]) : 1;
    }
    for (int c = 0; c < s->cells; c++)
        s->sourcing.delivered[pairs + (size_t)c] = s->sourcing.order[pairs + (size_t)c] * share[0];
    for (int i = 0; i < s->regions * FINAL_USES; i++)
        s->final_sourcing.delivered[finals + i] = s->final_sourcing.order[finals + i] * share[1];
    double all = orders[0] + orders[1];
    double fill = all > 0 ? (orders[0] * share[0] + orders[1] * share[1]) / all : 1;
    s->industry.fill_rate[d] += (fill - s->industry.fill_rate[d]) * fill_speed;
    s->industry.demand[d] = sums[DEMAND];
}

void rationing(struct state *s)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    struct tally tally = tally_open(&s->scratch, BOUNDS);
    double *of_run = arena_array(&s->scratch, double, (size_t)p->runs *RUN_SUMS);
    double *of_cell = arena_array(&s->scratch, double, (size_t)s->cells *RUN_SUMS);
    double *moved_share = arena_array(&s->scratch, double, (size_t)s->cells);
    double fill_speed = step_rate(s, s->parameters.fill_lag);
#pragma omp parallel
    {
        int64_t *bounds = tally_mine(&tally);
#pragma omp for schedule(dynamic, 16)
        for (uint32_t n = 0; n < p->runs; n++)
            serve_run(s, &p->run[n], fill_speed, of_run + (size_t)n * RUN_SUMS, bounds);
    }
    cell_sums(s, of_run, RUN_SUMS, of_cell);
#pragma omp parallel for schedule(static)
    for (int d = 0; d < s->cells; d++) {
        const double *sums = of_cell + (size_t)d * RUN_SUMS;
        double rho = s->world->of_industry.redirect[s->cell[d].industry];
        double moved = fmin(sums[SPARE], rho * (sums[UNMET_MARKET] + sums[UNMET_FINAL]));
        moved_share[d] = sums[SPARE] > 0 ? moved / sums[SPARE] : 0;
        deliver_cell(s, d, sums, moved, fill_speed);
    }
#pragma omp parallel for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++)
        close_run(s, &p->run[n], moved_share[p->run[n].cell]);
    for (int d = 0; d < s->cells; d++)
        s->bound.bindings[BOUND_SOURCING_FILL] += s->industry.fill_rate[d] < SOURCING_FILL_LEAST;
    books_count_bounds(s, &tally, 0);
    arena_reset(&s->scratch, mark);
}

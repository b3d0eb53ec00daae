/* Two sellers of one product, and what a rule of rationing gives to the customers of the first. */
#ifndef KEIRETSU_TESTS_RATIONING_SUPPORT_H
#define KEIRETSU_TESTS_RATIONING_SUPPORT_H

#include "network_support.h"

#include "agents/rationing.h"

/* Two sellers, of which the first has three named customers and the second one, and all sell in
 * the market. Customers need 500 of their product at sales of 1000. */
enum { FIRST, SECOND, CUSTOMERS = 4, UNIT = 10000 };

static inline struct model *sellers_new(bool goods)
{
    static const struct network_firm FIRMS[] = {{0, 2000 * UNIT}, {0, 1000 * UNIT},
                                                {1, 1000 * UNIT}, {1, 1000 * UNIT},
                                                {1, 1000 * UNIT}, {1, 1000 * UNIT}};
    static const struct network_link LINKS[] = {{FIRST, 2, 100 * UNIT},
                                                {FIRST, 3, 200 * UNIT},
                                                {FIRST, 4, 300 * UNIT},
                                                {SECOND, 5, 50 * UNIT}};
    static const money MARKET[4] = {0, 1350 * UNIT, 0, 0};
    struct model *m = calloc(1, sizeof *m);
    parameters_default(&m->parameters);
    world_clear(&m->world, 1, 2);
    m->world.of_industry.goods[0] = m->world.of_industry.goods[1] = goods;
    m->world.of_industry.redirect[0] = 0;
    network_open(m, CLOCK_WEEK, FIRMS, 6, LINKS, 4, MARKET);
    return m;
}

/* What a use takes of all final orders: unequal parts, which add up to one. */
static inline double part_of(int use)
{
    return (use + 1) / (0.5 * FINAL_USES * (FINAL_USES + 1));
}

/* Orders of a seller, in units; the cells' orders in the market are what both sellers get. */
static inline void set_orders(struct state *s, uint32_t seller, const double *links, double market,
                              double final, double available)
{
    const struct population *p = &s->population;
    s->firm.link_orders[seller] = 0;
    for (uint64_t i = p->customer_first[seller]; i < p->customer_first[seller + 1]; i++) {
        uint64_t l = p->customer_link[i];
        s->link.order[l] = links[i - p->customer_first[seller]] * UNIT;
        s->firm.link_orders[seller] += s->link.order[l];
    }
    s->firm.market_orders[seller] = market * UNIT;
    s->firm.final_orders[seller] = final * UNIT;
    s->firm.output[seller] = s->cell[0].goods ? 0.25 * available * UNIT : available * UNIT;
    s->firm.finished_stock[seller] = s->cell[0].goods ? 0.75 * available * UNIT : 0;
    s->firm.spare[seller] = 0;
    s->sourcing.order[1] = s->firm.market_orders[FIRST] + s->firm.market_orders[SECOND];
    for (int use = 0; use < FINAL_USES; use++)
        s->final_sourcing.order[use] =
            (s->firm.final_orders[FIRST] + s->firm.final_orders[SECOND]) * part_of(use);
}

static inline double delivered_to(const struct state *s, uint64_t l)
{
    return rationing_delivery(s, s->link.supplier[l], l, s->link.order[l]);
}

struct served {
    double links[3], market, final;
};

/* What the first seller gives, in units; the second has no orders and nothing to sell. */
static inline struct served ration_first(struct state *s, enum rationing_rule rule,
                                         const double *links, double market, double final,
                                         double available)
{
    static const double NONE[1] = {0};
    s->parameters.rationing = rule;
    set_orders(s, SECOND, NONE, 0, 0, 0);
    set_orders(s, FIRST, links, market, final, available);
    rationing(s);
    struct served served = {.final = 0};
    for (uint32_t i = 0; i < 3; i++)
        served.links[i] = delivered_to(s, i) / UNIT;
    served.market = s->sourcing.delivered[1] / UNIT;
    for (int use = 0; use < FINAL_USES; use++)
        served.final += s->final_sourcing.delivered[use] / UNIT;
    double all = served.links[0] + served.links[1] + served.links[2] + served.market + served.final;
    double demand = links[0] + links[1] + links[2] + market + final;
    assert_near(s->firm.deliveries[FIRST] / UNIT, all, 1e-14 * demand);
    assert_near(s->firm.market_delivered[FIRST] / UNIT, served.market + served.final,
                1e-14 * demand);
    return served;
}

#endif

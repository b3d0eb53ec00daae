/* A world that trades with tariffs and other rates than one, and what crosses its borders. */
#ifndef KEIRETSU_TESTS_TRADE_SUPPORT_H
#define KEIRETSU_TESTS_TRADE_SUPPORT_H

#include "finance_support.h"

static const double RATE = 1.37;

static inline void trade_with_tariffs(struct parameters *p, struct world *world)
{
    p->exchange_rate[world_region(world, "JPN")] = RATE;
    p->exchange_rate[world_region(world, "EUR")] = 0.9;
    p->tariff[world_region(world, "USA")] = 0.25;
    p->tariff[world_region(world, "JPN")] = 0.1;
}

/* Sums of trade across the borders of a region. */
struct trade_sums {
    money sold, bought, dollars_in, dollars_out, tariffs;
};

static inline struct trade_sums trade_sums(const struct state *s, int r)
{
    struct trade_sums sums = {0};
    for (uint64_t t = 0; t < s->trade.table.rows; t++) {
        int pair = (int)(t / (uint64_t)s->industries);
        int origin = pair / s->regions, destination = pair % s->regions;
        if (destination == r)
            sums.tariffs += s->trade.tariffs[t];
        if (origin == r && destination != r) {
            sums.sold += s->trade.value[t];
            sums.dollars_in += s->trade.dollars[t];
        }
        if (destination == r && origin != r) {
            sums.bought += s->trade.paid[t];
            sums.dollars_out += s->trade.dollars[t];
        }
    }
    return sums;
}

#endif

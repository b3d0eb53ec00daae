/* Odd prices, a currency at 1.37 to the dollar and tariffs of 17 and 3.5 %: every border counts. */
#ifndef KEIRETSU_TESTS_BORDER_SUPPORT_H
#define KEIRETSU_TESTS_BORDER_SUPPORT_H

#include "rule_support.h"

static const double RATE[] = {1, 1.37}; /* currency units per dollar */

static inline void set_borders(struct state *s)
{
    s->region.exchange_rate[EAST] = RATE[EAST];
    s->region.exchange_rate[WEST] = RATE[WEST];
    s->trade.tariff[(EAST * 2 + WEST) * 3 + ORE] = 0.17;
    s->trade.tariff[(EAST * 2 + WEST) * 3 + CARS] = 0.17;
    s->trade.tariff[(WEST * 2 + EAST) * 3 + CARS] = 0.035;
}

static inline double tariff_on(const struct state *s, int d, int r)
{
    return s->trade.tariff[(d / 3 * 2 + r) * 3 + d % 3];
}

/* Delivered price of one unit of d's product in region r, for what costs p at home. */
static inline double delivered_price(const struct state *s, double p, int d, int r)
{
    return p * RATE[r] / RATE[d / 3] * (1 + tariff_on(s, d, r));
}

/* In the buyer's currency, to the nearest cent. */
static inline money converted(money amount, int from, int to)
{
    return from == to ? amount : llrint((double)amount * (RATE[to] / RATE[from]));
}

static inline uint32_t set_odd_prices(struct state *s, uint32_t number)
{
    for (uint32_t f = 0; f < s->population.firms; f++)
        s->firm.price[f] = draw_between(0.6, 1.7, &number);
    for (int d = 0; d < 6; d++)
        s->industry.market_price[d] = draw_between(0.8, 1.3, &number);
    return number;
}

struct trade_sums {
    money value, paid, dollars, tariffs, quantity;
};

static inline void check_trade(const struct state *s, const struct trade_sums *sums)
{
    for (int t = 0; t < 2 * 2 * 3; t++) {
        assert_int_equal(s->trade.value[t], sums[t].value);
        assert_int_equal(s->trade.paid[t], sums[t].paid);
        assert_int_equal(s->trade.dollars[t], sums[t].dollars);
        assert_int_equal(s->trade.tariffs[t], sums[t].tariffs);
        assert_int_equal(s->trade.quantity[t], sums[t].quantity);
    }
}

static inline void book(const struct state *s, struct trade_sums *sums, int d, int r, money payment,
                        double quantity)
{
    int o = d / 3;
    struct trade_sums *sum = &sums[(o * 2 + r) * 3 + d % 3];
    money paid = converted(payment, o, r);
    sum->value += payment;
    sum->paid += paid;
    sum->dollars += o == r ? 0 : converted(payment, o, EAST); /* one dollar */
    sum->tariffs += llrint((double)paid * tariff_on(s, d, r));
    sum->quantity += llrint(quantity);
}

/* The part of the way that buyers go in a week, at so many times the usual speed. */
static inline double a_week(int k, double speed)
{
    static const double REACHED_IN_A_YEAR[] = {1.2 / 3, 0.5 / 2.5, 0.3 / 1.2};
    return 1 - pow(1 - REACHED_IN_A_YEAR[k], speed / 52);
}

#endif

/* Markets and sourcing: who is paid and who pays, and where buyers turn (markets.c, sourcing.c);
 * every figure is worked out here once more from the equations at the top of the rules' files. */
#include "border_support.h"

static void buyers_pay_what_sellers_receive(void **unused)
{
    (void)unused;
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state;
    uint32_t number = set_odd_prices(s, 0);
    set_borders(s);
    s->clock.step = 5;
    state_clear_flows(s);
    struct state *before = tables_copy(s);
    for (uint32_t f = 0; f < s->population.firms; f++)
        s->firm.market_delivered[f] = s->firm.expected_sales[f] * draw_between(0, 1, &number);
    for (int i = 0; i < 36; i++)
        if (m->world.intermediate[i] > 0)
            s->sourcing.delivered[i] = draw_between(0, 1e9, &number) * (i % 5 != 0);
    for (int i = 0; i < 6 * 2 * FINAL_USES; i++)
        s->final_sourcing.delivered[i] = draw_between(0, 1e9, &number) * (i % 4 != 0);
    markets(s);

    money receipts[6] = {0};
    for (uint32_t f = 0; f < s->population.firms; f++) {
        money own = llrint(s->firm.price[f] * s->firm.market_delivered[f]);
        assert_int_equal(s->firm.market_receipts[f], own);
        receipts[s->firm.cell[f]] += own;
    }
    struct trade_sums trade[12] = {0};
    for (int d = 0; d < 6; d++) {
        money parts = 0;
        double quantity = 0;
        for (int c = 0; c < 6; c++)
            quantity += s->sourcing.delivered[d * 6 + c];
        for (int i = d * 2 * FINAL_USES; i < (d + 1) * 2 * FINAL_USES; i++)
            quantity += s->final_sourcing.delivered[i];
        for (int c = 0; c < 6; c++) {
            double share = s->sourcing.delivered[d * 6 + c] / quantity;
            money part = s->sourcing.payment[d * 6 + c];
            assert_near((double)part, share * (double)receipts[d], 1.001);
            assert_true(share > 0 || part == 0);
            parts += part;
            book(s, trade, d, c / 3, part, s->sourcing.delivered[d * 6 + c]);
        }
        for (int i = d * 2 * FINAL_USES; i < (d + 1) * 2 * FINAL_USES; i++) {
            int r = i / FINAL_USES % 2;
            double share = s->final_sourcing.delivered[i] / quantity;
            money part = s->final_sourcing.payment[i], paid = converted(part, d / 3, r);
            assert_near((double)part, share * (double)receipts[d], 1.001);
            assert_int_equal(s->final_sourcing.paid[i], paid);
            assert_int_equal(s->final_sourcing.tariffs[i],
                             llrint((double)paid * tariff_on(s, d, r)));
            parts += part;
            book(s, trade, d, r, part, s->final_sourcing.delivered[i]);
        }
        assert_int_equal(parts, receipts[d]);
        assert_int_equal(s->industry.market_sales[d], receipts[d]);
    }
    check_trade(s, trade);
    assert_true(trade[(EAST * 2 + WEST) * 3 + CARS].tariffs > 0);

    for (int c = 0; c < 6; c++)
        for (int j = 0; j < 3; j++) {
            int mk = c * 3 + j;
            money paid = 0, tariffs = 0;
            double shipped = 0, price = 0, weights = 0;
            for (int o = 0; o < 2; o++) {
                int d = o * 3 + j, pair = d * 6 + c;
                money part = converted(s->sourcing.payment[pair], o, c / 3);
                struct ring ring = s->market_ring[pair];
                paid += part;
                tariffs += llrint((double)part * tariff_on(s, d, c / 3));
                shipped += s->sourcing.delivered[pair];
                price += s->sourcing.weight[pair] *
                         delivered_price(s, s->industry.market_price[d], d, c / 3);
                weights += s->sourcing.weight[pair];
                for (uint32_t i = 0; i < ring.lag; i++) /* of the route's slots one is filled */
                    assert_true(s->market_shipment.quantity[ring.first + i] ==
                                (i == 5 % ring.lag
                                     ? s->sourcing.delivered[pair]
                                     : before->market_shipment.quantity[ring.first + i]));
            }
            assert_int_equal(s->market.paid[mk], paid);
            assert_int_equal(s->market.tariffs[mk], tariffs);
            assert_close(s->market.delivered[mk], shipped, 1e-14);
            assert_close(s->market.transit[mk], before->market.transit[mk] + shipped, 1e-14);
            assert_close(s->market.price[mk], price, 1e-13);
            assert_close(weights, 1, 1e-13);
        }
    tables_free(before);
    model_free(m);
}

static void buyers_move_between_origins(void **unused)
{
    (void)unused;
    static const double SIGMA[] = {3, 2.5, 1.2};
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state;
    set_borders(s);
    uint32_t number = set_odd_prices(s, 0);
    for (int d = 0; d < 6; d++)
        s->industry.fill_rate[d] = draw_between(0.2, 1, &number);
    s->industry.fill_rate[WEST * 3 + AID] = 0.03; /* counts as a tenth */
    for (int i = 0; i < 36; i++)
        s->sourcing.weight[i] *= draw_between(0.5, 1, &number);
    struct state *before = tables_copy(s);
    sourcing(s);
    for (int k = 0; k < 3; k++) {
        double pull[2][2]; /* origin, destination */
        for (int o = 0; o < 2; o++)
            for (int r = 0; r < 2; r++) {
                int d = o * 3 + k;
                pull[o][r] = pow(delivered_price(s, s->industry.market_price[d], d, r), -SIGMA[k]) *
                             sqrt(fmax(s->industry.fill_rate[d], 0.1));
            }
        for (int c = 0; c < 6; c++) {
            double all = 0;
            for (int o = 0; o < 2; o++)
                all += s->sourcing.base_weight[(o * 3 + k) * 6 + c] * pull[o][c / 3];
            for (int o = 0; o < 2; o++) {
                int i = (o * 3 + k) * 6 + c;
                double old = before->sourcing.weight[i];
                double target = s->sourcing.base_weight[i] * pull[o][c / 3] / all;
                assert_near(s->sourcing.weight[i], old + (target - old) * a_week(k, 1), 1e-14);
            }
        }
        for (int r = 0; r < 2; r++)
            for (int use = 0; use < FINAL_USES; use++) {
                double all = 0, weights = 0;
                for (int o = 0; o < 2; o++)
                    all += s->final_sourcing.base_weight[((o * 3 + k) * 2 + r) * FINAL_USES + use] *
                           pull[o][r];
                for (int o = 0; o < 2 && all > 0; o++) {
                    int i = ((o * 3 + k) * 2 + r) * FINAL_USES + use;
                    double old = before->final_sourcing.weight[i];
                    double target = s->final_sourcing.base_weight[i] * pull[o][r] / all;
                    assert_near(s->final_sourcing.weight[i], old + (target - old) * a_week(k, 1),
                                1e-14);
                    weights += s->final_sourcing.weight[i];
                }
                if (all > 0)
                    assert_close(weights, 1, 1e-13);
            }
    }
    tables_free(before);
    model_free(m);
}

/* Where prices have moved for good, a year covers the part of the way that the elasticity of a year
 * is of that of the long run, for firms and final users alike. */
static void a_year_covers_its_part_of_the_way(void **unused)
{
    (void)unused;
    static const double SIGMA[] = {3, 2.5, 1.2}, PART[] = {1.2 / 3, 0.5 / 2.5, 0.3 / 1.2};
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state;
    for (int k = 0; k < 3; k++)
        s->industry.market_price[EAST * 3 + k] = 1.1;
    for (int week = 0; week < 52; week++)
        sourcing(s);
    for (int k = 0; k < 3; k++) {
        double dear = pow(1.1, -SIGMA[k]);
        for (int c = 0; c < 6; c++) {
            int of_east = k * 6 + c;
            double base = s->sourcing.base_weight[of_east];
            double wanted = base * dear / (base * dear + 1 - base);
            assert_near(s->sourcing.weight[of_east], base + (wanted - base) * PART[k], 1e-12);
        }
        int of_east = (k * 2 + WEST) * FINAL_USES + USE_HOUSEHOLD;
        double base = s->final_sourcing.base_weight[of_east];
        double wanted = base * dear / (base * dear + 1 - base);
        assert_true(base > 0.01);
        assert_near(s->final_sourcing.weight[of_east], base + (wanted - base) * PART[k], 1e-12);
    }
    model_free(m);
}

static void market_shares_follow_capacity_price_and_service(void **unused)
{
    (void)unused;
    struct model *m = model_of(CLOCK_DAY);
    struct state *s = &m->state;
    uint32_t number = set_odd_prices(s, 0), firms = s->population.firms;
    sourcing(s);
    for (uint32_t f = 0; f < firms; f++) {
        s->firm.capital[f] *= draw_between(0.5, 1.5, &number);
        s->firm.damage[f] = f % 2; /* does not count */
        s->firm.market_orders[f] = f % 5 == 0 ? 0 : draw_between(0, 1e6, &number);
        s->firm.final_orders[f] = f % 5 == 0 ? 0 : draw_between(0, 1e6, &number);
        s->firm.market_delivered[f] =
            (s->firm.market_orders[f] + s->firm.final_orders[f]) * draw_between(0, 1.2, &number);
    }
    struct state *before = tables_copy(s);
    s->bound.bindings[BOUND_MARKET_FILL] = 0;
    sourcing(s);
    uint64_t held = 0;
    double all[6] = {0}, shares[6] = {0};
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t f = 0; f < firms; f++) {
            int c = s->firm.cell[f];
            double orders = s->firm.market_orders[f] + s->firm.final_orders[f];
            double served = orders > 0 ? s->firm.market_delivered[f] / orders : 1;
            double price = s->firm.price[f] / s->industry.market_price[c];
            double pull = s->firm.capital_productivity[f] * s->firm.capital[f] * s->firm.appeal[f] /
                          (price * price) * clipped(served, 0.2, 1);
            if (pass == 0) {
                all[c] += pull;
                held += served < 0.2;
                continue;
            }
            double old = before->firm.market_share[f];
            assert_close(s->firm.market_share[f],
                         old + (pull / all[c] - old) * (1 - exp(-1 / (7 * 13.0))), 1e-12);
            shares[c] += s->firm.market_share[f];
        }
    for (int c = 0; c < 6; c++)
        assert_close(shares[c], 1, 1e-12);
    assert_int_equal(bindings_of(s, BOUND_MARKET_FILL), held);
    assert_true(held > 100);
    tables_free(before);
    model_free(m);
}

static void sourcing_stands_still_at_the_opening(void **unused)
{
    (void)unused;
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state, *opening = tables_copy(s);
    rationing(s); /* nobody orders */
    sourcing(s);
    for (uint32_t f = 0; f < s->population.firms; f++)
        assert_close(s->firm.market_share[f], opening->firm.market_share[f], 1e-12);
    for (int i = 0; i < 36; i++)
        assert_near(s->sourcing.weight[i], opening->sourcing.weight[i], 1e-15);
    tables_free(opening);
    model_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buyers_pay_what_sellers_receive),
        cmocka_unit_test(buyers_move_between_origins),
        cmocka_unit_test(a_year_covers_its_part_of_the_way),
        cmocka_unit_test(market_shares_follow_capacity_price_and_service),
        cmocka_unit_test(sourcing_stands_still_at_the_opening),
    };
    return cmocka_run_group_tests(tests, one_thread, NULL);
}

/* Rationing: what each rule gives to whom, computed by hand, and what sellers with something to
 * spare take over from others. */
#include "rationing_support.h"

static void expect(const struct served *served, double a, double b, double c, double market,
                   double final)
{
    assert_near(served->links[0], a, 1e-10);
    assert_near(served->links[1], b, 1e-10);
    assert_near(served->links[2], c, 1e-10);
    assert_near(served->market, market, 1e-10);
    assert_near(served->final, final, 1e-10);
}

/* --- the rules, by hand -------------------------------------------------------------------------
 */

/* Usual orders 100, 200 and 300; ordered are twice, once and half as much. */
static const double ORDERS[] = {200, 200, 150};
enum { MARKET = 200, FINAL = 450 }; /* 1200 in all */

static void enough_for_all_serves_all(void **unused)
{
    (void)unused;
    for (int goods = 0; goods < 2; goods++) {
        struct model *m = sellers_new(goods);
        for (int rule = 0; rule <= RATIONING_LARGEST_FIRST; rule++)
            for (int more = 0; more < 2; more++) {
                struct served x = ration_first(&m->state, (enum rationing_rule)rule, ORDERS, MARKET,
                                               FINAL, 1200 + 100 * more);
                expect(&x, 200, 200, 150, MARKET, FINAL);
                assert_near(m->state.firm.finished_stock[FIRST] / UNIT, goods ? 100 * more : 0,
                            1e-9);
                assert_int_equal(bindings_of(&m->state, BOUND_SHORTAGE), 0);
            }
        model_free(m);
    }
}

static void final_users_carry_a_double_share(void **unused)
{
    (void)unused;
    struct model *m = sellers_new(true);
    struct state *s = &m->state;
    /* x = 330 / (750 + 2 * 450) = 0.2 */
    struct served x = ration_first(s, RATIONING_WEIGHTED, ORDERS, MARKET, FINAL, 870);
    expect(&x, 160, 160, 120, 160, 270);
    assert_int_equal(bindings_of(s, BOUND_SHORTAGE), 0);
    /* x = 1/2: final users have nothing left, and beyond it firms share the rest evenly. */
    x = ration_first(s, RATIONING_WEIGHTED, ORDERS, MARKET, FINAL, 375);
    expect(&x, 100, 100, 75, 100, 0);
    x = ration_first(s, RATIONING_WEIGHTED, ORDERS, MARKET, FINAL, 75);
    expect(&x, 20, 20, 15, 20, 0);
    assert_int_equal(bindings_of(s, BOUND_SHORTAGE), 1);
    x = ration_first(s, RATIONING_WEIGHTED, ORDERS, MARKET, FINAL, 0);
    expect(&x, 0, 0, 0, 0, 0);
    /* Only final users, only firms. */
    static const double NONE[] = {0, 0, 0};
    x = ration_first(s, RATIONING_WEIGHTED, NONE, 0, FINAL, 90);
    expect(&x, 0, 0, 0, 0, 90);
    x = ration_first(s, RATIONING_WEIGHTED, ORDERS, MARKET, 0, 375);
    expect(&x, 100, 100, 75, 100, 0);
    model_free(m);
}

/* Weights other than two, with as much as 870, 375 and 75 for orders of 750 and 450. */
static void every_weight_of_final_users_is_kept(void **unused)
{
    (void)unused;
    static const struct {
        double weight, available, firms, final; /* shares that they get */
    } CASES[] = {
        {1, 870, 0.725, 0.725},
        {1, 75, 0.0625, 0.0625},
        {10, 1095, 0.98, 0.8}, /* x = 105 / 5250 */
        {10, 375, 0.5, 0},
        {0.5, 870, 1 - 330 / 975.0, 1 - 165 / 975.0},
        {0.5, 375, 1 - 825 / 975.0, 1 - 412.5 / 975},
        {0.5, 75, 0, 75 / 450.0}, /* firms have nothing left */
        {0, 870, 420 / 750.0, 1},
        {0, 75, 0, 75 / 450.0},
    };
    static const double NONE[] = {0, 0, 0};
    struct model *m = sellers_new(false);
    for (size_t n = 0; n < sizeof CASES / sizeof *CASES; n++) {
        m->state.parameters.final_shortage_weight = CASES[n].weight;
        double firms = CASES[n].firms;
        struct served x =
            ration_first(&m->state, RATIONING_WEIGHTED, ORDERS, MARKET, FINAL, CASES[n].available);
        expect(&x, 200 * firms, 200 * firms, 150 * firms, MARKET * firms, FINAL * CASES[n].final);
        x = ration_first(&m->state, RATIONING_WEIGHTED, NONE, 0, FINAL, 45);
        expect(&x, 0, 0, 0, 0, 45);
    }
    model_free(m);
}

static void plain_rules_share_as_they_say(void **unused)
{
    (void)unused;
    struct model *m = sellers_new(true);
    struct state *s = &m->state;
    struct served x = ration_first(s, RATIONING_PROPORTIONAL, ORDERS, MARKET, FINAL, 900);
    expect(&x, 150, 150, 112.5, 150, 337.5);
    x = ration_first(s, RATIONING_FINAL_LAST, ORDERS, MARKET, FINAL, 900);
    expect(&x, 200, 200, 150, MARKET, 150);
    x = ration_first(s, RATIONING_FINAL_LAST, ORDERS, MARKET, FINAL, 300);
    expect(&x, 80, 80, 60, 80, 0);
    model_free(m);
}

static void the_level_rises_until_all_is_given(void **unused)
{
    (void)unused;
    struct model *m = sellers_new(true);
    struct state *s = &m->state;
    /* Below one half the third is not yet served in full: 1250 level = 250. */
    struct served x = ration_first(s, RATIONING_SMALLEST_FIRST, ORDERS, MARKET, FINAL, 250);
    expect(&x, 20, 40, 60, 40, 90);
    /* Up to one: 150 + 950 level = 910. */
    x = ration_first(s, RATIONING_SMALLEST_FIRST, ORDERS, MARKET, FINAL, 910);
    expect(&x, 80, 160, 150, 160, 360);
    /* Above one only the first still wants more: 1000 + 100 level = 1150. */
    x = ration_first(s, RATIONING_SMALLEST_FIRST, ORDERS, MARKET, FINAL, 1150);
    expect(&x, 150, 200, 150, MARKET, FINAL);

    x = ration_first(s, RATIONING_SMALLEST_FIRST_FINAL_LAST, ORDERS, MARKET, FINAL, 840);
    expect(&x, 200, 200, 150, MARKET, 90);
    x = ration_first(s, RATIONING_SMALLEST_FIRST_FINAL_LAST, ORDERS, MARKET, FINAL, 500);
    expect(&x, 70, 140, 150, 140, 0);
    model_free(m);
}

static void customers_are_served_one_by_one(void **unused)
{
    (void)unused;
    struct model *m = sellers_new(true);
    struct state *s = &m->state;
    /* The largest, of which there are two, then the rest; the others get half. */
    struct served x = ration_first(s, RATIONING_LARGEST_FIRST, ORDERS, MARKET, FINAL, 600);
    expect(&x, 137.5, 137.5, 0, 100, 225);
    x = ration_first(s, RATIONING_LARGEST_FIRST, ORDERS, MARKET, FINAL, 960);
    expect(&x, 200, 200, 40, 160, 360);

    /* By lot, another one in every step, and every order of the three. */
    int first_served[3] = {0};
    for (uint32_t step = 1; step <= 60; step++) {
        double lot[3], expected[3] = {0}, left = 275; /* half of 550 */
        s->rng.step = step;
        for (uint32_t l = 0; l < 3; l++)
            lot[l] = rng_uniform(s->rng, RNG_LINK, l, RNG_RATIONING_ORDER, 0);
        for (int turn = 0; turn < 3; turn++) {
            int next = -1;
            for (int l = 0; l < 3; l++)
                if (lot[l] < 1 && (next < 0 || lot[l] < lot[next]))
                    next = l;
            first_served[next] += turn == 0;
            expected[next] = fmin(left, ORDERS[next]);
            left -= expected[next];
            lot[next] = 2;
        }
        x = ration_first(s, RATIONING_RANDOM, ORDERS, MARKET, FINAL, 600);
        expect(&x, expected[0], expected[1], expected[2], 100, 225);
    }
    for (int l = 0; l < 3; l++)
        assert_true(first_served[l] > 5);
    model_free(m);
}

/* --- sellers with something to spare ------------------------------------------------------------
 */

/* The first seller is short by 330 of 1200, of which its market lacks 40 and final users 180. Half
 * of these 220 look for another seller; the second has `spare`. */
static void unmet_orders_move_to_who_can_serve(void **unused)
{
    (void)unused;
    static const double SECOND_LINK[] = {50}, SPARE[] = {300, 80, 0};
    for (int goods = 0; goods < 2; goods++)
        for (int n = 0; n < 3; n++) {
            struct model *m = sellers_new(goods);
            struct state *s = &m->state;
            m->world.of_industry.redirect[0] = 0.5;
            double spare = SPARE[n], moved = fmin(110, spare), still = 220 - moved;
            /* The second sells 50 + 100 + 150 and could sell so much more. */
            set_orders(s, FIRST, ORDERS, MARKET, FINAL, 870);
            set_orders(s, SECOND, SECOND_LINK, 100, 150, goods ? 300 + spare : 300);
            if (!goods)
                s->firm.spare[SECOND] = spare * UNIT;
            double output = s->firm.output[SECOND] / UNIT;
            rationing(s);

            assert_close(s->firm.deliveries[FIRST] / UNIT, 870, 1e-12);
            assert_close(s->firm.demand_seen[FIRST] / UNIT, 1200, 1e-12);
            assert_close(s->firm.deliveries[SECOND] / UNIT, 300 + moved, 1e-12);
            assert_close(s->firm.market_delivered[SECOND] / UNIT, 250 + moved, 1e-12);
            assert_close(s->firm.demand_seen[SECOND] / UNIT, 300 + moved / 2, 1e-12);
            if (goods)
                assert_near(s->firm.finished_stock[SECOND] / UNIT, spare - moved, 1e-9);
            assert_close(s->firm.output[SECOND] / UNIT, goods ? output : 300 + moved, 1e-12);
            assert_near(s->firm.finished_stock[FIRST], 0, 1e-6);

            /* Cells and final users lack what stays unmet, in proportion to what they lacked. */
            assert_close(s->sourcing.delivered[1] / UNIT, 300 - still * 40 / 220, 1e-12);
            for (int use = 0; use < FINAL_USES; use++)
                assert_close(s->final_sourcing.delivered[use] / UNIT,
                             (600 - still * 180 / 220) * part_of(use), 1e-12);
            assert_close(s->industry.demand[0] / UNIT, 1500, 1e-12);

            /* Remembered fill rates, from one. */
            double speed = speed_of(s, s->parameters.fill_lag);
            assert_close(s->firm.fill_rate[FIRST], 1 - speed * 330 / 1200, 1e-12);
            assert_close(s->firm.fill_rate[SECOND], 1, 1e-12);
            assert_close(s->industry.fill_rate[0], 1 - speed * still / 900, 1e-12);
            rationing(s); /* without anything left, if goods: the memory moves on */
            model_free(m);
        }
}

static void several_share_what_moves_by_what_they_spare(void **unused)
{
    (void)unused;
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state;
    const struct population *p = &s->population;
    int sellers[6] = {0}, helped = 0;
    uint32_t number = 0;
    for (uint32_t f = 0; f < p->firms; f++) {
        double sales = s->firm.expected_sales[f];
        s->firm.market_orders[f] = s->firm.market_share[f] * 7e9;
        s->firm.final_orders[f] = s->firm.market_share[f] * 5e9;
        s->firm.link_orders[f] = 0;
        s->firm.output[f] = draw_between(0, 2, &number) * sales;
        s->firm.spare[f] =
            draw_between(0, 1, &number) < 0.5 ? draw_between(0, 1, &number) * sales : 0;
        s->firm.finished_stock[f] *= draw_between(0, 0.2, &number);
        sellers[p->cell[f]]++;
    }
    for (uint64_t l = 0; l < p->links; l++)
        s->link.order[l] = 0;
    for (int i = 0; i < 36; i++)
        s->sourcing.order[i] = 7e9 / 6;
    for (int i = 0; i < 6 * 2 * FINAL_USES; i++)
        s->final_sourcing.order[i] = 5e9 / 6;
    struct state *before = tables_copy(s);
    rationing(s);
    for (int d = 0; d < 6; d++) {
        double spare = 0, unmet = 0, demand = 0;
        bool goods = s->cell[d].goods;
        for (int pass = 0; pass < 2; pass++) {
            double rho = m->world.of_industry.redirect[d % 3];
            double moved = spare > 0 ? fmin(1, rho * unmet / spare) : 0;
            for (uint32_t f = 0; f < p->firms; f++) {
                if (p->cell[f] != d)
                    continue;
                double orders = before->firm.market_orders[f] + before->firm.final_orders[f];
                double has = before->firm.output[f] + (goods ? before->firm.finished_stock[f] : 0);
                double served = fmin(has, orders);
                double more = goods ? has - served : before->firm.spare[f];
                if (pass == 0) {
                    spare += more;
                    unmet += orders - served;
                    demand += orders;
                    continue;
                }
                helped += more * moved > 0;
                assert_near(s->firm.deliveries[f], served + more * moved, 1e-9 * orders);
                assert_near(s->firm.demand_seen[f], orders + more * moved / 2, 1e-9 * orders);
            }
        }
        assert_close(s->industry.demand[d], demand, 1e-12);
        assert_true(sellers[d] > 10);
    }
    assert_true(helped > 100);
    tables_free(before);
    model_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enough_for_all_serves_all),
        cmocka_unit_test(final_users_carry_a_double_share),
        cmocka_unit_test(every_weight_of_final_users_is_kept),
        cmocka_unit_test(plain_rules_share_as_they_say),
        cmocka_unit_test(the_level_rises_until_all_is_given),
        cmocka_unit_test(customers_are_served_one_by_one),
        cmocka_unit_test(unmet_orders_move_to_who_can_serve),
        cmocka_unit_test(several_share_what_moves_by_what_they_spare),
    };
    return cmocka_run_group_tests(tests, one_thread, NULL);
}

/* Events on routes: less passes, and it arrives later (events.c, orders.c, shipping.c). */
#include "event_support.h"

static void routes_take_less_and_longer(void **unused)
{
    (void)unused;
    struct event list[] = {
        {.kind = EVENT_ROUTE_CLOSURE,
         .weeks = 4,
         .share = 0.3,
         .region = EAST,
         .destination = WEST},
        {.kind = EVENT_ROUTE_CLOSURE,
         .weeks = 4,
         .share = 0.1,
         .region = -1,
         .destination = WEST,
         .delay = 2},
        {.kind = EVENT_CHOKEPOINT_CLOSURE, .weeks = 2, .share = 0.9, .region = -1},
        {.kind = EVENT_CHOKEPOINT_CLOSURE,
         .weeks = 2,
         .share = 0.9,
         .region = EAST,
         .chokepoint = 1},
    };
    struct model *m = model_with(list, 4);
    struct state *s = &m->state;
    m->world.chokepoints = 2;
    m->world.route_chokepoints[WEST][EAST] = 1; /* passes the first only */
    events_at(m, 0);
    assert_near(s->route.capacity[EAST * 2 + WEST], 0.6, 1e-15);
    assert_near(s->route.capacity[WEST * 2 + EAST], 0.1, 1e-15);
    assert_true(s->route.capacity[EAST * 2 + EAST] == 1 && s->route.capacity[WEST * 2 + WEST] == 1);
    assert_true(s->route.delay[EAST * 2 + WEST] == 2 && s->route.delay[WEST * 2 + EAST] == 0);
    events_at(m, 2);
    assert_true(s->route.capacity[WEST * 2 + EAST] == 1);
    events_at(m, 4);
    assert_true(s->route.capacity[EAST * 2 + WEST] == 1 && s->route.delay[EAST * 2 + WEST] == 0);
    model_free(m);
}

/* Of goods that are two weeks late a third arrives, and the rest is due again: nothing is lost. */
static void late_goods_arrive_later(void **unused)
{
    (void)unused;
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state;
    uint64_t late = 0;
    while (s->link.lag[late] < 3 || !s->cell[s->population.cell[s->link.supplier[late]]].goods)
        late++; /* a link across the border; the way takes three weeks */
    double *due = &s->shipment.quantity[s->link.shipments[late]];
    s->route.delay[EAST * 2 + WEST] = s->route.delay[WEST * 2 + EAST] = 2;
    due[0] = 9, due[1] = 6, due[2] = 0;
    double stock = s->link.stock[late], transit = s->link.transit[late];
    arrivals(s); /* step 0: 9 due */
    assert_near(s->link.stock[late], stock + 3, 1e-6);
    assert_near(due[1], 12, 1e-12);
    s->clock.step = 1;
    arrivals(s);
    assert_near(s->link.stock[late], stock + 3 + 4, 1e-6);
    assert_near(due[2], 8, 1e-12);
    assert_near(s->link.transit[late], transit - 7, 1e-6);
    s->route.delay[EAST * 2 + WEST] = s->route.delay[WEST * 2 + EAST] = 0;
    s->clock.step = 2;
    arrivals(s); /* the way is free: all that was held back comes */
    assert_near(s->link.stock[late], stock + 15, 1e-6);
    model_free(m);
}

/* A link's order grows by the weeks that goods are late, times use, as fast as gaps are closed. */
static void customers_order_for_the_delay(void **unused)
{
    (void)unused;
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state;
    output_plan(s);
    input_orders(s);
    uint64_t links = s->population.links, tried = 0;
    double *usual = malloc(links * sizeof *usual);
    memcpy(usual, s->link.order, links * sizeof *usual);
    s->route.delay[EAST * 2 + WEST] = 0.5;
    input_orders(s);
    for (uint32_t f = 0; f < s->population.firms; f++)
        for (uint64_t l = s->population.supplier_first[f]; l < s->population.supplier_first[f + 1];
             l++) {
            const struct cell_traits *from = &s->cell[s->population.cell[s->link.supplier[l]]];
            bool late =
                from->goods && from->region == EAST && s->cell[s->firm.cell[f]].region == WEST;
            int j = s->link.input[l];
            double use = s->link.share[l] * s->market.coefficient[s->firm.cell[f] * s->inputs + j] *
                         s->firm.expected_sales[f];
            double more = late ? 0.5 * use * speed_of(s, 6) : 0;
            assert_near(s->link.order[l], usual[l] + more, 1e-9 * use);
            tried += late;
        }
    assert_true(tried > 0);
    free(usual);
    model_free(m);
}

/* Final users buy what the route takes; investors get, and pay for, what was delivered. */
static void final_users_share_the_route(void **unused)
{
    (void)unused;
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state;
    household_budgets(s);
    final_demand(s);
    struct state *usual = tables_copy(s);
    s->route.capacity[EAST * 2 + WEST] = 0.4;
    state_clear_flows(s);
    final_demand(s);
    double orders = 0, wanted = 0;
    for (int d = 0; d < 6; d++)
        for (int r = 0; r < 2; r++)
            for (int use = 0; use < FINAL_USES; use++) {
                int row = (d * 2 + r) * FINAL_USES + use;
                double share = d / 3 == EAST && r == WEST && s->cell[d].goods ? 0.4 : 1;
                assert_close(s->final_sourcing.order[row], share * usual->final_sourcing.order[row],
                             1e-13);
                s->final_sourcing.delivered[row] = s->final_sourcing.order[row];
                if (r == WEST && use == USE_INVESTMENT) {
                    orders += s->final_sourcing.order[row];
                    wanted += usual->final_sourcing.order[row];
                }
            }
    assert_true(orders < 0.99 * wanted);
    assert_close(s->region.investment_wanted[WEST], wanted, 1e-13);
    assert_true(bindings_of(s, BOUND_ROUTE) > 0);
    double building = 0, private_orders = 0, finished = 0;
    for (uint64_t f = s->region_firm[WEST]; f < s->region_firm[WEST + 1]; f++) {
        building -= s->firm.construction[f];
        finished += s->firm.construction[f] / 39;
        private_orders += s->firm.investment_order[f];
    }
    construction(s);
    for (uint64_t f = s->region_firm[WEST]; f < s->region_firm[WEST + 1]; f++)
        building += s->firm.construction[f];
    assert_close(building + finished, private_orders * orders / wanted, 1e-9);
    tables_free(usual);
    model_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(routes_take_less_and_longer),
        cmocka_unit_test(late_goods_arrive_later),
        cmocka_unit_test(customers_order_for_the_delay),
        cmocka_unit_test(final_users_share_the_route),
    };
    return cmocka_run_group_tests(tests, one_thread, NULL);
}

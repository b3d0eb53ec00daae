/* Arrivals and orders of inputs (orders.c), on firms whose columns are drawn at random, against the
 * equations worked out here once more. */
#include "firm_support.h"

#include "agents/firm_terms.h"

static void goods_arrive_in_the_step_of_their_slot(void **unused)
{
    (void)unused;
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state;
    uint32_t number = 0;
    uint64_t links = s->population.links, abroad = 0;
    vary(s->shipment.quantity, s->shipment.table.rows, 0, 2, &number);
    vary(s->market_shipment.quantity, s->market_shipment.table.rows, 0, 2, &number);
    for (s->clock.step = 0; s->clock.step < 7; s->clock.step++) {
        struct state *before = tables_copy(s);
        arrivals(s);
        for (uint32_t f = 0; f < s->population.firms; f++)
            for (uint64_t l = s->population.supplier_first[f];
                 l < s->population.supplier_first[f + 1]; l++) {
                /* A week at home and three weeks from the other region, services at once. */
                uint32_t supplier = s->link.supplier[l];
                bool border = firm_region(s, f) != firm_region(s, supplier);
                uint32_t lag = border && firm_industry(s, supplier) != AID ? 3 : 1;
                double arrived = s->shipment.quantity[s->link.shipments[l] + s->clock.step % lag];
                abroad += lag == 3;
                assert_int_equal(s->link.lag[l], lag);
                assert_near(s->link.stock[l], before->link.stock[l] + arrived, 0);
                assert_near(s->link.transit[l], before->link.transit[l] - arrived, 0);
            }
        for (int c = 0; c < 6; c++)
            for (int j = 0; j < 3; j++) {
                double arrived = 0;
                for (int o = 0; o < 2; o++) {
                    struct ring ring = s->market_ring[(o * 3 + j) * 6 + c];
                    if (m->world.intermediate[(o * 3 + j) * 6 + c] <= 0)
                        continue;
                    assert_int_equal(ring.lag, o != c / 3 && j != AID ? 3 : 1);
                    arrived += s->market_shipment.quantity[ring.first + s->clock.step % ring.lag];
                }
                double stock = before->market.stock[c * 3 + j];
                assert_near(s->market.stock[c * 3 + j], stock + arrived, 1e-14 * (stock + arrived));
                assert_near(s->market.transit[c * 3 + j],
                            before->market.transit[c * 3 + j] - arrived, 1e-14 * (stock + arrived));
            }
        tables_free(before);
    }
    assert_true(abroad > 200 && abroad < 7 * links / 2);
    model_free(m);
}

/* Orders of all links and cells, with routes that let pass so much. Returns how many orders were
 * held by their range and by a route. */
static void check_orders(struct state *s, uint64_t *ranges, uint64_t *routes)
{
    const struct population *p = &s->population;
    static const double SAFETY[] = {2, 3, 0.5}; /* weeks */
    double steps = s->clock.days_per_step == 1 ? 7 : 1, speed = speed_of(s, 6);
    double plans[6][3] = {{0}}, sales[6][3] = {{0}};
    double *received = calloc(p->firms, sizeof *received);
    *ranges = *routes = 0;
    for (uint32_t f = 0; f < p->firms; f++) {
        int c = s->firm.cell[f];
        double plan = s->firm.planned_output[f], q = s->firm.expected_sales[f];
        double part[3] = {1, 1, 1};
        for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++) {
            uint32_t supplier = s->link.supplier[l];
            int j = firm_industry(s, supplier);
            double a = s->market.coefficient[c * 3 + j] * s->link.share[l];
            double position = s->link.stock[l] + s->link.transit[l];
            double gap = (SAFETY[j] * steps + s->link.lag[l]) * a * q - position;
            double wanted = a * (plan + q) / 2 + gap * speed;
            double order = clipped(wanted, 0, 1.3 * a * q);
            *ranges += wanted != order;
            double passes = s->route.capacity[firm_region(s, supplier) * 2 + firm_region(s, f)];
            if (passes < 1 && j != AID) {
                *routes += order > passes * a * q;
                order = fmin(order, passes * a * q);
            }
            assert_near(s->link.order[l], order, 1e-12 * a * q);
            received[supplier] += s->link.order[l];
            part[j] -= s->link.share[l];
        }
        for (int j = 0; j < 3; j++) {
            plans[c][j] += part[j] * plan;
            sales[c][j] += part[j] * q;
        }
    }
    for (uint32_t f = 0; f < p->firms; f++)
        assert_near(s->firm.link_orders[f], received[f], 1e-12 * received[f]);
    for (int c = 0; c < 6; c++)
        for (int j = 0; j < 3; j++) {
            int m = c * 3 + j;
            double a = s->market.coefficient[m], use = a * sales[c][j], lag = 0;
            assert_close(s->market.need[m], a * plans[c][j], 1e-10);
            assert_close(s->market.expected_need[m], use, 1e-10);
            for (int o = 0; o < 2; o++)
                lag += s->sourcing.weight[(o * 3 + j) * 6 + c] *
                       (o != c / 3 && j != AID ? 3 * steps : steps);
            double position = s->market.stock[m] + s->market.transit[m];
            double gap = (SAFETY[j] * steps + lag) * use - position;
            double wanted = a * (plans[c][j] + sales[c][j]) / 2 + gap * speed;
            double order = clipped(wanted, 0, 1.3 * use);
            *ranges += fabs(wanted - order) > 1e-9 * use;
            assert_near(s->market.order[m], order, 1e-10 * use);
            for (int o = 0; o < 2; o++) {
                int pair = (o * 3 + j) * 6 + c;
                double weight = s->sourcing.weight[pair], placed = weight * s->market.order[m];
                double passes = s->route.capacity[o * 2 + c / 3];
                if (passes < 1 && j != AID) {
                    *routes += placed > passes * weight * use;
                    placed = fmin(placed, passes * weight * use);
                }
                assert_near(s->sourcing.order[pair], placed, 1e-10 * use);
            }
        }
    free(received);
}

static void orders_fill_gaps_up_to_the_cap_and_the_route(void **unused)
{
    (void)unused;
    for (int step = 0; step < STEPS_TRIED; step++) {
        struct model *m = model_of(step ? CLOCK_DAY : CLOCK_WEEK);
        struct state *s = &m->state;
        uint32_t number = 0;
        uint64_t links = s->population.links, ranges, routes;
        /* The opening after arrivals: everybody orders what was shipped. */
        struct state *opening = tables_copy(s);
        output_plan(s);
        arrivals(s);
        input_orders(s);
        for (uint64_t l = 0; l < links; l++)
            assert_close(s->link.order[l], opening->link.order[l], 1e-11);
        check_orders(s, &ranges, &routes);
        assert_int_equal(ranges + routes, 0);
        tables_free(opening);

        fill(s->firm.planned_output, s->population.firms, 0.5, 1.3, &number);
        for (uint32_t f = 0; f < s->population.firms; f++)
            s->firm.planned_output[f] *= s->firm.expected_sales[f];
        vary(s->firm.expected_sales, s->population.firms, 0.7, 1.3, &number);
        vary(s->link.share, links, 0.5, 1, &number);
        vary(s->link.stock, links, 0, 4, &number);
        vary(s->link.transit, links, 0, 3, &number);
        vary(s->market.stock, 18, 0, 3, &number);
        vary(s->market.transit, 18, 0, 3, &number);
        for (uint64_t l = 0; l < links; l += 4)
            s->link.stock[l] *= 8; /* too much by far */
        s->market.stock[4] *= 20;
        s->market.stock[3] = s->market.transit[3] = 0;
        for (int limited = 0; limited < 2; limited++) {
            s->bound.bindings[BOUND_ORDER] = s->bound.bindings[BOUND_ROUTE] = 0;
            input_orders(s);
            check_orders(s, &ranges, &routes);
            assert_int_equal(bindings_of(s, BOUND_ORDER), ranges);
            assert_int_equal(bindings_of(s, BOUND_ROUTE), routes);
            assert_true(ranges > links / 10);
            assert_true(limited ? routes > 100 : routes == 0);
            s->route.capacity[EAST * 2 + WEST] = 0.6;
            s->route.capacity[WEST * 2 + EAST] = 0;
        }
        model_free(m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goods_arrive_in_the_step_of_their_slot),
        cmocka_unit_test(orders_fill_gaps_up_to_the_cap_and_the_route),
    };
    return cmocka_run_group_tests(tests, one_thread, NULL);
}

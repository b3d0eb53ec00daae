/* The supply phases alone, day by day: output plan, arrivals, orders, production, rationing,
 * markets and shipping, with final demand, prices, staff, capital and shares held constant. They
 * stand still, conserve goods under every rule of rationing, and do so with any number of
 * threads. */
#include "supply_support.h"

/* What was put on its way over a link in the step that has just ended. */
static double shipped_over(const struct state *s, uint64_t l)
{
    return s->shipment.quantity[s->link.shipments[l] + (s->clock.step - 1) % s->link.lag[l]];
}

static void nothing_moves_in_a_year_of_days(void **unused)
{
    (void)unused;
    struct model *m = model_of(CLOCK_DAY);
    struct state *s = &m->state, *opening = tables_copy(s);
    struct supply supply = supply_of(s, true);
    for (int day = 0; day < 365; day++)
        supply_step(&supply);
    uint64_t firms = s->population.firms, links = s->population.links;
    const double most = 1e-12;
    assert_true(drift(s->firm.output, opening->firm.output, firms) < most);
    assert_true(drift(s->firm.deliveries, opening->firm.deliveries, firms) < most);
    assert_true(drift(s->firm.finished_stock, opening->firm.finished_stock, firms) < most);
    assert_true(drift(s->firm.expected_sales, opening->firm.expected_sales, firms) < most);
    assert_true(drift(s->firm.fill_rate, opening->firm.fill_rate, firms) < most);
    assert_true(drift(s->firm.unit_input_cost, opening->firm.unit_input_cost, firms) < most);
    assert_true(drift(s->link.order, opening->link.order, links) < most);
    assert_true(drift(s->link.stock, opening->link.stock, links) < most);
    assert_true(drift(s->link.transit, opening->link.transit, links) < most);
    assert_true(drift(s->market.stock, opening->market.stock, s->market.table.rows) < most);
    assert_true(drift(s->market.transit, opening->market.transit, s->market.table.rows) < most);
    for (uint64_t l = 0; l < links; l++)
        assert_int_equal(s->link.payment[l], opening->link.payment[l]);
    for (int n = 0; n < BOUNDS; n++)
        assert_int_equal(s->bound.bindings[n], 0);
    supply_end(&supply);
    tables_free(opening);
    model_free(m);
}

/* Output and finished stock of each supplier against its deliveries over links and in the
 * market; signs and capacity. */
static void check_suppliers(const struct state *s, const struct state *before, double *of_links)
{
    const struct population *p = &s->population;
    memset(of_links, 0, p->firms * sizeof *of_links);
    for (uint64_t l = 0; l < p->links; l++) {
        double shipped = shipped_over(s, l);
        assert_true(shipped >= 0 && shipped <= s->link.order[l]);
        of_links[p->supplier[l]] += shipped;
    }
    for (uint32_t f = 0; f < p->firms; f++) {
        double deliveries = s->firm.deliveries[f], output = s->firm.output[f];
        double scale = s->firm.demand_seen[f] + before->firm.finished_stock[f] + output;
        double stored = s->firm.finished_stock[f] - before->firm.finished_stock[f];
        assert_near(deliveries + stored, output, 1e-12 * scale);
        assert_near(of_links[f] + s->firm.market_delivered[f], deliveries, 1e-12 * scale);
        double capacity =
            s->firm.capital_productivity[f] * s->firm.capital[f] * (1 - s->firm.damage[f]);
        assert_true(output >= 0 && output <= capacity * (1 + 1e-12));
        assert_true(s->firm.finished_stock[f] >= 0);
        assert_true(s->firm.market_delivered[f] >= 0);
    }
}

/* What sellers of a cell deliver in the market is what its buyers receive. */
static void check_markets(const struct state *s)
{
    const struct population *p = &s->population;
    double sold[6] = {0}, ordered[6] = {0};
    for (uint32_t f = 0; f < p->firms; f++) {
        sold[p->cell[f]] += s->firm.market_delivered[f];
        ordered[p->cell[f]] += s->firm.market_orders[f] + s->firm.final_orders[f];
    }
    for (int d = 0; d < s->cells; d++) {
        double bought = 0;
        for (int c = 0; c < s->cells; c++) {
            double delivered = s->sourcing.delivered[d * s->cells + c];
            assert_true(delivered >= 0 && delivered <= s->sourcing.order[d * s->cells + c]);
            bought += delivered;
        }
        for (int i = 0; i < s->regions * FINAL_USES; i++)
            bought += s->final_sourcing.delivered[d * s->regions * FINAL_USES + i];
        assert_near(sold[d], bought, 1e-13 * ordered[d]);
        for (int i = 0; i < s->regions * FINAL_USES; i++)
            assert_true(s->final_sourcing.delivered[d * s->regions * FINAL_USES + i] >= 0);
    }
}

struct goods {
    double stock, transit, use[6][3], wanted[6][3];
    bool short_of[6][3]; /* somebody ran out of the input */
};

/* Goods at users and on their way; what was used of each input, and what output takes of it. */
static struct goods goods_of(const struct state *s, const struct state *before)
{
    const struct population *p = &s->population;
    struct goods goods = {0};
    uint32_t step = before->clock.step;
    for (uint32_t f = 0; f < p->firms; f++) {
        int c = p->cell[f];
        double share[3] = {0}; /* of the stock that goes into production */
        for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++) {
            int j = s->link.input[l];
            uint32_t slot = s->link.shipments[l] + step % s->link.lag[l];
            double held = before->link.stock[l] + before->shipment.quantity[slot];
            double used = held - s->link.stock[l], ring = 0;
            for (uint32_t i = 0; i < s->link.lag[l]; i++)
                ring += s->shipment.quantity[s->link.shipments[l] + i];
            double usual = s->link.share[l] * s->market.coefficient[c * 3 + j] *
                           s->firm.expected_sales[f] * s->link.lag[l];
            assert_near(s->link.transit[l], ring, 1e-12 * (ring + usual));
            assert_true(s->link.stock[l] >= 0 && used >= 0);
            goods.short_of[c][j] |= used >= held * (1 - 1e-11);
            if (held > 0 && share[j] > 0)
                assert_near(used / held, share[j], 1e-11);
            if (held > 0)
                share[j] = used / held;
            goods.use[c][j] += used;
            goods.stock += s->link.stock[l];
            goods.transit += s->link.transit[l];
        }
        for (int j = 0; j < 3; j++)
            goods.wanted[c][j] += s->market.coefficient[c * 3 + j] * s->firm.output[f];
    }
    for (int c = 0; c < 6; c++)
        for (int j = 0; j < 3; j++) {
            int m = c * 3 + j;
            assert_true(s->market.stock[m] >= 0 && s->market.used[m] >= 0);
            assert_true(s->market.transit[m] >= -1e-12 * s->market.order[m]);
            goods.short_of[c][j] |= s->market.stock[m] <= 0;
            goods.use[c][j] += s->market.used[m];
            goods.stock += s->market.stock[m];
            goods.transit += s->market.transit[m];
        }
    return goods;
}

static void goods_are_conserved_under_every_rule(void **unused)
{
    (void)unused;
    struct model *m = model_of(CLOCK_DAY);
    struct state *s = &m->state, *opening = tables_copy(s);
    struct supply supply = supply_of(s, true);
    double *of_links = calloc(s->population.firms, sizeof *of_links);
    for (int rule = 0; rule < RATIONING_RULES; rule++) {
        tables_restore(s, opening);
        s->parameters.rationing = rule;
        damage_firms(s);
        int in_full = 0, not_in_full = 0;
        double least = 1;
        for (int day = 0; day < 60; day++) {
            if (day == 40) /* a fire takes half of what the east's car makers hold of inputs */
                for (uint64_t l = 0; l < s->population.links; l++)
                    s->link.stock[l] *= day % 2 == 0 && l % 2 == 0 ? 0.5 : 1;
            struct state *before = tables_copy(s);
            supply_step(&supply);
            check_suppliers(s, before, of_links);
            check_markets(s);
            struct goods goods = goods_of(s, before), held = {0};
            double shipped = 0, use = 0;
            for (uint64_t l = 0; l < s->population.links; l++) {
                held.stock += before->link.stock[l];
                held.transit += before->link.transit[l];
                shipped += shipped_over(s, l);
            }
            for (int c = 0; c < 6; c++)
                for (int j = 0; j < 3; j++) {
                    held.stock += before->market.stock[c * 3 + j];
                    held.transit += before->market.transit[c * 3 + j];
                    shipped += s->market.delivered[c * 3 + j];
                    use += goods.use[c][j];
                    assert_true(goods.use[c][j] <= goods.wanted[c][j] * (1 + 1e-10));
                    if (!goods.short_of[c][j])
                        assert_close(goods.use[c][j], goods.wanted[c][j], 1e-10);
                    in_full += !goods.short_of[c][j];
                    not_in_full += goods.short_of[c][j];
                }
            assert_close(held.stock + held.transit + shipped, goods.stock + goods.transit + use,
                         1e-12);
            for (uint32_t f = 0; f < s->population.firms; f++)
                if (s->firm.demand_seen[f] > 0)
                    least = fmin(least, s->firm.deliveries[f] / s->firm.demand_seen[f]);
            tables_free(before);
        }
        assert_true(least < 0.5); /* something was rationed */
        assert_true(in_full > 100 && not_in_full > 10);
    }
    free(of_links);
    supply_end(&supply);
    tables_free(opening);
    model_free(m);
}

static void every_number_of_threads_gives_the_same_bits(void **unused)
{
    (void)unused;
    struct model *m = model_new();
    model_open(m, CLOCK_DAY, 20000);
    struct state *s = &m->state;
    struct supply supply = supply_of(s, true);
    damage_firms(s);
    struct state *start = tables_copy(s);
    uint64_t expected[RATIONING_RULES];
    for (int n = 0; n < THREAD_CASES; n++) {
        omp_set_num_threads(THREADS[n]);
        for (int rule = 0; rule < RATIONING_RULES; rule += 2) {
            tables_restore(s, start);
            s->parameters.rationing = rule;
            for (int day = 0; day < 3; day++)
                supply_step(&supply);
            uint64_t hash = state_hash(s);
            if (n == 0)
                expected[rule] = hash;
            assert_int_equal(hash, expected[rule]);
            assert_true(rule == 0 || hash != expected[0]); /* the rules differ */
        }
    }
    one_thread(NULL);
    tables_free(start);
    supply_end(&supply);
    model_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_moves_in_a_year_of_days),
        cmocka_unit_test(goods_are_conserved_under_every_rule),
        cmocka_unit_test(every_number_of_threads_gives_the_same_bits),
    };
    return cmocka_run_group_tests(tests, one_thread, NULL);
}

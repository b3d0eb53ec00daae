/* Shipping over links: what is delivered, paid and used, and how the shares of links move
 * (shipping.c); every figure is worked out here once more. */
#include "border_support.h"

#include "agents/rationing.h"

/* A state in the middle of a step, all of whose columns that shipping reads are drawn. */
static struct model *model_before_shipping(enum rationing_rule rule)
{
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state;
    const struct population *p = &s->population;
    s->parameters.rationing = rule;
    s->parameters.sourcing_speed = 8; /* shares move visibly */
    state_clear_flows(s);
    uint32_t number = set_odd_prices(s, 0);
    set_borders(s);
    s->clock.step = s->rng.step = 4;
    for (uint32_t f = 0; f < p->firms; f++) {
        double sales = s->firm.expected_sales[f];
        s->firm.planned_output[f] = sales * draw_between(0.7, 1.3, &number);
        s->firm.output[f] = sales * draw_between(0.5, 1.3, &number);
        s->firm.link_supply[f] = draw_between(0.2, 1, &number);
        s->firm.supply_level[f] = draw_between(0.2, 1.5, &number);
        s->firm.fill_rate[f] = draw_between(0, 1, &number); /* some below a tenth */
        for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++) {
            double usual = s->link.transit[l] / s->link.lag[l];
            s->link.order[l] = usual * draw_between(0, 1.3, &number);
            s->link.stock[l] *= draw_between(0, 1.5, &number) * (f % 3 == 0 ? 0.2 : 1);
            s->link.share[l] *= draw_between(0.7, 1, &number);
        }
    }
    s->firm.output[11] = s->firm.planned_output[11] = 0;
    for (int d = 0; d < 6; d++)
        s->industry.fill_rate[d] = draw_between(0, 1, &number);
    s->industry.fill_rate[WEST * 3 + ORE] = 0.05;
    for (int c = 0; c < 6; c++)
        for (int j = 0; j < 3; j++) {
            int mk = c * 3 + j;
            double usual = s->market.transit[mk];
            s->market.need[mk] = usual * draw_between(0.7, 1.2, &number);
            s->market.stock[mk] = usual * draw_between(0.3, 3, &number);
            s->market.cover[mk] = s->market.stock[mk] / s->market.need[mk];
            s->market.price[mk] = draw_between(0.8, 1.4, &number);
            s->market.paid[mk] = llrint(usual * draw_between(0.5, 1.5, &number));
            s->market.tariffs[mk] = llrint(usual * draw_between(0, 0.1, &number));
        }
    return m;
}

/* What shipping must do for one firm. before: the state it found. */
struct firm_accounts {
    double need[3], used[3], claims_used[3]; /* of each input */
    double value_used, link_cost, market_cost, bill_weight;
    money paid, tariffs;
    bool named[3];
};

static struct firm_accounts accounts_of(const struct state *before, uint32_t f)
{
    const struct population *p = &before->population;
    struct firm_accounts x = {.paid = 0};
    int c = before->firm.cell[f], r = c / 3;
    double output = before->firm.output[f], plan = before->firm.planned_output[f];
    double share[3] = {0}, held[3] = {0};
    for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++) {
        int j = before->link.input[l];
        x.named[j] = true;
        share[j] += before->link.share[l];
        held[j] += before->link.stock[l];
    }
    for (int j = 0; j < 3; j++) {
        int mk = c * 3 + j;
        double a = before->market.coefficient[mk], part = 1 - share[j];
        double claim = part * a * plan * before->market.stock[mk] / before->market.need[mk];
        double all = held[j] + claim, use = all > 0 ? fmin(1, a * output / all) : 0;
        x.need[j] = a * output;
        x.used[j] = use;
        x.claims_used[j] = use * claim;
        x.market_cost += a * part * before->market.price[mk];
        x.bill_weight += (plan + before->firm.expected_sales[f]) / 2 * a * part *
                         (double)before->market.paid[mk] / before->market.need[mk];
    }
    for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++) {
        uint32_t supplier = before->link.supplier[l];
        int j = before->link.input[l], d = before->firm.cell[supplier];
        double price = delivered_price(before, before->firm.price[supplier], d, r);
        x.value_used += x.used[j] * before->link.stock[l] * price;
        x.link_cost += before->link.share[l] * before->market.coefficient[c * 3 + j] * price;
    }
    return x;
}

static void goods_are_shipped_paid_and_used(void **unused)
{
    (void)unused;
    for (int rule = 0; rule < 2; rule++) {
        struct model *m =
            model_before_shipping(rule ? RATIONING_SMALLEST_FIRST : RATIONING_WEIGHTED);
        struct state *s = &m->state, *before = tables_copy(s);
        const struct population *p = &s->population;
        int short_of = 0, enough = 0;
        double of_market[6][3] = {{0}}, others[6][3] = {{0}};
        struct trade_sums trade[12] = {0};
        shipping(s);
        for (uint32_t f = 0; f < p->firms; f++) {
            int c = s->firm.cell[f];
            struct firm_accounts x = accounts_of(before, f);
            for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++) {
                uint32_t supplier = s->link.supplier[l];
                int d = s->firm.cell[supplier], j = d % 3;
                double usual = before->link.share[l] * s->market.coefficient[c * 3 + j] *
                               s->firm.expected_sales[f];
                double order = before->link.order[l];
                double delivery = rule ? fmin(order, usual * s->firm.supply_level[supplier])
                                       : order * s->firm.link_supply[supplier];
                money payment = llrint(delivery * s->firm.price[supplier]);
                money own = converted(payment, d / 3, c / 3);
                assert_int_equal(s->link.payment[l], payment);
                x.paid += own;
                x.tariffs += llrint((double)own * tariff_on(s, d, c / 3));
                book(s, trade, d, c / 3, payment, delivery);
                for (uint32_t i = 0; i < s->link.lag[l]; i++) {
                    uint64_t slot = s->link.shipments[l] + i;
                    assert_true(
                        s->shipment.quantity[slot] ==
                        (i == 4 % s->link.lag[l] ? delivery : before->shipment.quantity[slot]));
                }
                assert_close(s->link.transit[l], before->link.transit[l] + delivery, 1e-14);
                double stock = before->link.stock[l];
                assert_near(s->link.stock[l], stock * (1 - x.used[j]), 1e-12 * stock);
            }
            for (int j = 0; j < 3; j++) {
                if (x.named[j])
                    of_market[c][j] += x.claims_used[j];
                else
                    others[c][j] += x.need[j];
                short_of += x.named[j] && x.used[j] >= 1;
                enough += x.named[j] && x.used[j] < 1;
            }
            /* Opening purchases are whole cents, so a few cents of sales. */
            double cents = 5 / s->firm.expected_sales[f];
            double tax = 1.03, output = s->firm.output[f];
            assert_int_equal(s->firm.link_payments[f], x.paid);
            assert_near(s->firm.unit_input_cost[f], (x.link_cost + x.market_cost) * tax,
                        cents + 1e-9);
            assert_near(s->firm.inputs_used[f], x.value_used + x.market_cost * output,
                        (cents + 1e-9) * output);
        }
        check_trade(s, trade);
        for (int c = 0; c < 6; c++)
            for (int j = 0; j < 3; j++) {
                double stock = before->market.stock[c * 3 + j];
                double used = fmin(stock, of_market[c][j] + others[c][j]);
                assert_near(s->market.used[c * 3 + j], used, 1e-12 * stock);
                assert_near(s->market.stock[c * 3 + j], stock - used, 1e-12 * stock);
            }
        assert_true(short_of > 100 && enough > 100);
        tables_free(before);
        model_free(m);
    }
}

static void bills_of_cells_are_shared_exactly(void **unused)
{
    (void)unused;
    struct model *m = model_before_shipping(RATIONING_WEIGHTED);
    struct state *s = &m->state, *before = tables_copy(s);
    const struct population *p = &s->population;
    shipping(s);
    for (int c = 0; c < 6; c++) {
        money bill = 0, duty = 0, paid = 0, tariffs = 0;
        double weights = 0;
        for (int j = 0; j < 3; j++) {
            bill += before->market.paid[c * 3 + j];
            duty += before->market.tariffs[c * 3 + j];
        }
        for (int pass = 0; pass < 2; pass++)
            for (uint32_t f = 0; f < p->firms; f++) {
                if (s->firm.cell[f] != c)
                    continue;
                struct firm_accounts x = accounts_of(before, f);
                if (pass == 0) {
                    weights += x.bill_weight;
                    continue;
                }
                money of_links = 0;
                for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++) {
                    int d = s->firm.cell[s->link.supplier[l]];
                    money own = converted(s->link.payment[l], d / 3, c / 3);
                    of_links += llrint((double)own * tariff_on(s, d, c / 3));
                }
                double part = x.bill_weight / weights;
                assert_true(s->firm.market_payments[f] >= 0);
                assert_near((double)s->firm.market_payments[f], part * (double)bill,
                            6 + 1e-8 * (double)bill * part);
                assert_near((double)(s->firm.tariffs[f] - of_links), part * (double)duty,
                            6 + 1e-8 * (double)duty * part);
                paid += s->firm.market_payments[f];
                tariffs += s->firm.tariffs[f] - of_links;
            }
        assert_int_equal(paid, bill);
        assert_int_equal(tariffs, duty);
    }
    tables_free(before);
    model_free(m);
}

static void a_cell_that_plans_nothing_still_pays_its_bill(void **unused)
{
    (void)unused;
    struct model *m = model_before_shipping(RATIONING_WEIGHTED);
    struct state *s = &m->state;
    money bill = 0, paid = 0;
    for (int j = 0; j < 3; j++)
        bill += s->market.paid[j];
    for (uint32_t f = 0; f < s->population.firms; f++)
        if (s->firm.cell[f] == 0)
            s->firm.planned_output[f] = 0;
    shipping(s);
    for (uint32_t f = 0; f < s->population.firms; f++)
        if (s->firm.cell[f] == 0)
            paid += s->firm.market_payments[f];
    assert_true(bill > 0);
    assert_int_equal(paid, bill);
    model_free(m);
}

static void shares_of_links_follow_prices_and_fill_rates(void **unused)
{
    (void)unused;
    static const double SIGMA[] = {3, 2.5, 1.2};
    struct model *m = model_before_shipping(RATIONING_WEIGHTED);
    struct state *s = &m->state, *before = tables_copy(s);
    const struct population *p = &s->population;
    double fill[6][3] = {{0}}; /* of the market */
    for (int pair = 0; pair < 36; pair++)
        fill[pair % 6][pair / 6 % 3] += s->sourcing.weight[pair] * s->industry.fill_rate[pair / 6];
    shipping(s);
    for (uint32_t f = 0; f < p->firms; f++) {
        int c = s->firm.cell[f];
        double sum[3] = {0}, base[3] = {0};
        for (int pass = 0; pass < 2; pass++) {
            for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++) {
                uint32_t supplier = s->link.supplier[l];
                int d = s->firm.cell[supplier], j = d % 3;
                double price = delivered_price(s, s->firm.price[supplier], d, c / 3);
                double pull = s->link.base_share[l] * pow(price, -SIGMA[j]) *
                              sqrt(fmax(s->firm.fill_rate[supplier], 0.1));
                if (pass == 0) {
                    sum[j] += pull;
                    base[j] += s->link.base_share[l];
                    continue;
                }
                double old = before->link.share[l];
                assert_close(s->link.share[l], old + (pull / sum[j] - old) * a_week(j, 8), 1e-12);
            }
            for (int j = 0; j < 3 && pass == 0; j++)
                sum[j] += fmax(0, 1 - base[j]) * pow(s->market.price[c * 3 + j], -SIGMA[j]) *
                          sqrt(fmax(fill[c][j], 0.1));
        }
    }
    tables_free(before);
    model_free(m);
}

/* One supplier becomes dearer by a tenth: its customers' shares of it fall towards 1.1 to the
 * power of minus the elasticity (relative to the others), in a year by the part of the way that
 * the elasticity of a year is of that of the long run. */
static void a_dearer_supplier_slowly_loses_its_customers(void **unused)
{
    (void)unused;
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state, *opening = tables_copy(s);
    const struct population *p = &s->population;
    uint32_t dear = 0;
    for (uint32_t f = 0; f < p->firms; f++)
        if (p->customer_first[f + 1] - p->customer_first[f] >
            p->customer_first[dear + 1] - p->customer_first[dear])
            dear = f;
    assert_true(p->customer_first[dear + 1] - p->customer_first[dear] > 10);
    s->firm.price[dear] = 1.1;
    rationing(s);
    shipping(s);
    double sigma = m->world.of_industry.trade_elasticity[s->firm.cell[dear] % 3];
    for (uint32_t f = 0; f < p->firms; f++)
        for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++) {
            double share = opening->link.share[l], factor = pow(1.1, -sigma);
            if (s->link.supplier[l] == dear) {
                double target = share * factor / (1 - share + share * factor);
                assert_true(s->link.share[l] < share);
                assert_close((s->link.share[l] - share) / (target - share),
                             a_week((int)s->firm.cell[dear] % 3, 1), 1e-6);
            } else {
                assert_true(s->link.share[l] >= share * (1 - 1e-13));
            }
        }
    tables_free(opening);
    model_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goods_are_shipped_paid_and_used),
        cmocka_unit_test(bills_of_cells_are_shared_exactly),
        cmocka_unit_test(a_cell_that_plans_nothing_still_pays_its_bill),
        cmocka_unit_test(shares_of_links_follow_prices_and_fill_rates),
        cmocka_unit_test(a_dearer_supplier_slowly_loses_its_customers),
    };
    return cmocka_run_group_tests(tests, one_thread, NULL);
}

/* Markets, shipping and sourcing: who is paid and who pays, what is used, and where buyers turn.
 * Odd prices, a currency at 1.37 to the dollar and tariffs of 17 and 3.5 %; every figure is worked
 * out here once more from the equations at the top of the rules' files. */
#include "rule_support.h"

#include "agents/rationing.h"

static const double RATE[] = {1, 1.37}; /* currency units per dollar */

static void set_borders(struct state *s)
{
    s->region.exchange_rate[EAST] = RATE[EAST];
    s->region.exchange_rate[WEST] = RATE[WEST];
    s->trade.tariff[(EAST * 2 + WEST) * 3 + ORE] = 0.17;
    s->trade.tariff[(EAST * 2 + WEST) * 3 + CARS] = 0.17;
    s->trade.tariff[(WEST * 2 + EAST) * 3 + CARS] = 0.035;
}

static double tariff_on(const struct state *s, int d, int r)
{
    return s->trade.tariff[(d / 3 * 2 + r) * 3 + d % 3];
}

/* Delivered price of one unit of d's product in region r, for what costs p at home. */
static double delivered_price(const struct state *s, double p, int d, int r)
{
    return p * RATE[r] / RATE[d / 3] * (1 + tariff_on(s, d, r));
}

/* In the buyer's currency, to the nearest cent. */
static money converted(money amount, int from, int to)
{
    return from == to ? amount : llrint((double)amount * (RATE[to] / RATE[from]));
}

static uint32_t set_odd_prices(struct state *s, uint32_t number)
{
    for (uint32_t f = 0; f < s->population.firms; f++)
        s->firm.price[f] = draw_between(0.6, 1.7, &number);
    for (int d = 0; d < 6; d++)
        s->industry.market_price[d] = draw_between(0.8, 1.3, &number);
    return number;
}

/* --- markets ------------------------------------------------------------------------------------
 */

struct trade_sums {
    money value, paid, dollars, tariffs, quantity;
};

static void check_trade(const struct state *s, const struct trade_sums *sums)
{
    for (int t = 0; t < 2 * 2 * 3; t++) {
        assert_int_equal(s->trade.value[t], sums[t].value);
        assert_int_equal(s->trade.paid[t], sums[t].paid);
        assert_int_equal(s->trade.dollars[t], sums[t].dollars);
        assert_int_equal(s->trade.tariffs[t], sums[t].tariffs);
        assert_int_equal(s->trade.quantity[t], sums[t].quantity);
    }
}

static void book(const struct state *s, struct trade_sums *sums, int d, int r, money payment,
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

/* --- shipping ------------------------------------------------------------------------------------
 */

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

/* The part of the way that buyers go in a week, at so many times the usual speed. */
static double a_week(int k, double speed)
{
    static const double REACHED_IN_A_YEAR[] = {1.2 / 3, 0.5 / 2.5, 0.3 / 1.2};
    return 1 - pow(1 - REACHED_IN_A_YEAR[k], speed / 52);
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

/* --- sourcing ------------------------------------------------------------------------------------
 */

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
        cmocka_unit_test(goods_are_shipped_paid_and_used),
        cmocka_unit_test(bills_of_cells_are_shared_exactly),
        cmocka_unit_test(a_cell_that_plans_nothing_still_pays_its_bill),
        cmocka_unit_test(shares_of_links_follow_prices_and_fill_rates),
        cmocka_unit_test(a_dearer_supplier_slowly_loses_its_customers),
        cmocka_unit_test(buyers_move_between_origins),
        cmocka_unit_test(a_year_covers_its_part_of_the_way),
        cmocka_unit_test(market_shares_follow_capacity_price_and_service),
        cmocka_unit_test(sourcing_stands_still_at_the_opening),
    };
    return cmocka_run_group_tests(tests, one_thread, NULL);
}

/* Rules of firms: expectations, prices, output plans, investment, construction, orders of inputs
 * and production. Each is tried on 2,000 firms whose columns are drawn at random, and compared
 * with the equation at the top of its file, worked out here once more; then at its corners. */
#include "rule_support.h"

#include "agents/firm_terms.h"

enum { STEPS_TRIED = 2 }; /* weeks and days */

static uint32_t firm_region(const struct state *s, uint32_t f)
{
    return s->firm.cell[f] / (uint32_t)s->industries;
}

static int firm_industry(const struct state *s, uint32_t f)
{
    return s->firm.cell[f] % s->industries;
}

/* Multiplies a column by draws from least .. most. */
static void vary(double *column, uint64_t rows, double least, double most, uint32_t *number)
{
    for (uint64_t i = 0; i < rows; i++)
        column[i] *= draw_between(least, most, number);
}

static void fill(double *column, uint64_t rows, double least, double most, uint32_t *number)
{
    for (uint64_t i = 0; i < rows; i++)
        column[i] = draw_between(least, most, number);
}

/* --- expectations ------------------------------------------------------------------------------
 */

static void firms_learn_what_they_see_within_the_band(void **unused)
{
    (void)unused;
    for (int step = 0; step < STEPS_TRIED; step++) {
        struct model *m = model_of(step ? CLOCK_DAY : CLOCK_WEEK);
        struct state *s = &m->state;
        uint32_t number = 0, firms = s->population.firms;
        vary(s->firm.demand_seen, firms, 0, 2.5, &number);
        vary(s->firm.expected_sales, firms, 0.9, 1.1, &number);
        s->firm.demand_seen[0] = 0;
        s->firm.expected_sales[1] = 0;
        s->firm.demand_seen[2] = (1 + 0.3) * s->firm.expected_sales[2]; /* on the edge */
        s->firm.demand_seen[3] = s->firm.expected_sales[3];
        struct state *before = tables_copy(s);
        expectations(s);
        uint64_t held = 0;
        for (uint32_t f = 0; f < firms; f++) {
            double q = before->firm.expected_sales[f], demand = before->firm.demand_seen[f];
            double seen = clipped(demand, 0.7 * q, 1.3 * q);
            assert_close(s->firm.expected_sales[f],
                         q + (seen - q) * (1 - exp(-(step ? 1.0 / 7 : 1.0) / 8)), 1e-14);
            held += demand < 0.7 * q || demand > 1.3 * q;
        }
        assert_int_equal(bindings_of(s, BOUND_EXPECTATION), held);
        assert_true(held > 500 && held < 1900);
        assert_true(s->firm.expected_sales[1] == 0);
        assert_true(s->firm.expected_sales[3] == before->firm.expected_sales[3]);
        tables_free(before);
        model_free(m);
    }
}

/* --- prices ------------------------------------------------------------------------------------
 */

static void prices_follow_costs_use_and_stocks(void **unused)
{
    (void)unused;
    for (int step = 0; step < STEPS_TRIED; step++) {
        struct model *m = model_of(step ? CLOCK_DAY : CLOCK_WEEK);
        struct state *s = &m->state;
        uint32_t number = 0, firms = s->population.firms;
        prices(s); /* the opening stands still */
        for (uint32_t f = 0; f < firms; f++)
            assert_near(s->firm.price[f], 1, 1e-14);
        vary(s->firm.expected_sales, firms, 0.4, 1.6, &number);
        vary(s->firm.finished_stock, firms, 0, 3, &number);
        vary(s->firm.unit_input_cost, firms, 0.8, 1.4, &number);
        vary(s->firm.price, firms, 0.7, 1.5, &number);
        fill(s->firm.damage, firms, 0, 1, &number); /* does not count */
        s->region.wage_index[EAST] = 1.2;
        s->region.wage_index[WEST] = 0.9;
        s->firm.finished_stock[0] = 0;
        struct state *before = tables_copy(s);
        prices(s);
        uint64_t held_use = 0, held_stock = 0;
        double shares[6] = {0}, values[6] = {0}, aims[6] = {0};
        double *own = calloc(firms, sizeof *own);
        for (uint32_t f = 0; f < firms; f++) {
            int k = firm_industry(s, f);
            double q = s->firm.expected_sales[f], stock = s->firm.finished_stock[f];
            double cost = s->firm.wage_level[f] * s->region.wage_index[firm_region(s, f)] /
                              s->firm.productivity[f] +
                          s->firm.unit_input_cost[f];
            double use = q / (0.85 * s->firm.capital_productivity[f] * s->firm.capital[f]) - 1;
            double lean = 1 + m->world.of_industry.price_utilisation[k] * clipped(use, -0.3, 0.3);
            held_use += fabs(use) > 0.3;
            if (k != AID) { /* two and three weeks of sales */
                double wanted = (k == ORE ? 2 : 3) * (step ? 7 : 1) * q;
                double lack = (wanted - stock) / wanted;
                lean += m->world.of_industry.price_stock[k] * clipped(lack, -0.5, 1);
                held_stock += lack < -0.5;
            }
            own[f] = s->firm.markup[f] * cost * lean;
            shares[s->firm.cell[f]] += s->firm.market_share[f];
            aims[s->firm.cell[f]] += s->firm.market_share[f] * own[f];
        }
        for (uint32_t f = 0; f < firms; f++) {
            int k = firm_industry(s, f), c = s->firm.cell[f];
            /* Competitors count two fifths. */
            double target = 0.6 * own[f] + 0.4 * aims[c] / shares[c], old = before->firm.price[f];
            double speed = 1 - exp(-(step ? 1.0 / 7 : 1.0) * m->world.of_industry.price_speed[k]);
            assert_close(s->firm.price[f], old + (target - old) * speed, 1e-13);
            values[s->firm.cell[f]] += s->firm.market_share[f] * s->firm.price[f];
        }
        for (int c = 0; c < 6; c++)
            assert_close(s->industry.market_price[c], values[c] / shares[c], 1e-13);
        assert_int_equal(bindings_of(s, BOUND_PRICE_UTILISATION), held_use);
        assert_int_equal(bindings_of(s, BOUND_PRICE_STOCK), held_stock);
        assert_true(held_use > 200 && held_stock > 200);
        free(own);
        tables_free(before);
        model_free(m);
    }
}

static void a_price_without_speed_stays(void **unused)
{
    (void)unused;
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state;
    m->world.of_industry.price_speed[CARS] = 0;
    s->region.wage_index[EAST] = s->region.wage_index[WEST] = 2;
    prices(s);
    for (uint32_t f = 0; f < s->population.firms; f++) {
        if (firm_industry(s, f) == CARS)
            assert_true(s->firm.price[f] == 1);
        else
            assert_true(s->firm.price[f] > 1);
    }
    model_free(m);
}

/* Whoever wants no stock cannot be short of it, nor can whoever expects no sales. */
static void prices_without_a_stock_to_want_are_numbers(void **unused)
{
    (void)unused;
    struct model *m = model_new();
    m->world.of_industry.finished_stock[ORE] = 0;
    m->parameters.price_competition = 0; /* what some aim at does not touch others */
    model_open(m, CLOCK_WEEK, 2000);
    struct state *s = &m->state;
    for (uint32_t f = 0; f < s->population.firms; f++)
        if (f % 10 == 0)
            s->firm.expected_sales[f] = 0;
    prices(s);
    for (uint32_t f = 0; f < s->population.firms; f++) {
        if (f % 10 == 0)
            assert_true(s->firm.price[f] < 1 && s->firm.price[f] > 0.7);
        else
            assert_near(s->firm.price[f], 1, 1e-14);
    }
    model_free(m);
}

/* --- output plan -------------------------------------------------------------------------------
 */

static void plans_refill_stocks_within_their_range(void **unused)
{
    (void)unused;
    for (int step = 0; step < STEPS_TRIED; step++) {
        struct model *m = model_of(step ? CLOCK_DAY : CLOCK_WEEK);
        struct state *s = &m->state;
        uint32_t number = 0, firms = s->population.firms;
        double days = step ? 7 : 1; /* steps in a week */
        s->parameters.stock_gap_lag = step ? 0.5 : 2;
        for (uint32_t f = 0; f < firms; f++) {
            s->firm.finished_stock[f] = draw_between(0, 6, &number) * draw_between(0, 1, &number) *
                                        days * s->firm.expected_sales[f];
            s->firm.capital[f] *= f % 3 == 0 ? 2 : 1;
            s->firm.expected_sales[f] *= draw_between(0.5, 1.5, &number);
            s->firm.damage[f] = f % 2; /* does not count */
        }
        s->firm.expected_sales[5] = 0;
        output_plan(s);
        uint64_t least = 0, most = 0, full = 0;
        double speed = speed_of(s, s->parameters.stock_gap_lag);
        for (uint32_t f = 0; f < firms; f++) {
            int k = firm_industry(s, f);
            double q = s->firm.expected_sales[f], plan = q;
            if (k != AID) {
                double gap = (k == ORE ? 2 : 3) * days * q - s->firm.finished_stock[f];
                plan = q + gap * speed;
                least += plan < 0.3 * q;
                most += plan > 1.5 * q;
                plan = clipped(plan, 0.3 * q, 1.5 * q);
            }
            double capacity = s->firm.capital_productivity[f] * s->firm.capital[f];
            full += plan > capacity;
            assert_close(s->firm.planned_output[f], fmin(plan, capacity), 1e-13);
        }
        assert_true(s->firm.planned_output[5] == 0);
        assert_int_equal(bindings_of(s, BOUND_PLAN), least + most + full);
        assert_true(least > 50 && most > 50 && full > 200);
        model_free(m);
    }
}

/* --- investment --------------------------------------------------------------------------------
 */

static void investment_leans_on_use_return_rates_and_credit(void **unused)
{
    (void)unused;
    for (int step = 0; step < STEPS_TRIED; step++) {
        struct model *m = model_of(step ? CLOCK_DAY : CLOCK_WEEK);
        struct state *s = &m->state;
        uint32_t number = 0, firms = s->population.firms;
        struct state *opening = tables_copy(s);
        investment_plan(s); /* the opening stands still */
        for (uint32_t f = 0; f < firms; f++)
            assert_close(s->firm.investment_order[f], opening->firm.investment_order[f], 1e-12);
        tables_free(opening);

        vary(s->firm.expected_sales, firms, 0.5, 1.5, &number);
        vary(s->firm.price, firms, 0.9, 1.2, &number);
        vary(s->firm.capital, firms, 0.8, 1.2, &number);
        vary(s->firm.utilisation, firms, 0.5, 1.6, &number);
        vary(s->firm.investment_order, firms, 0, 2, &number);
        for (uint32_t f = 0; f < firms; f++)
            s->firm.gross_return[f] += draw_between(-0.2, 0.2, &number);
        for (int b = 0; b < s->region_bank[2]; b++)
            s->bank.credit_supply[b] = b % 3 * 0.5;
        s->region.policy_rate[EAST] += 0.03;
        s->region.expected_inflation[EAST] = 0.01;
        s->region.expected_inflation[WEST] = 0.05;
        s->region.investment_prices[WEST] = 1.3;
        s->region.wage_index[WEST] = 1.1;
        struct state *before = tables_copy(s);
        investment_plan(s);

        uint64_t held_use = 0, held_return = 0, held = 0;
        const double weeks = step ? 1.0 / 7 : 1, years = step ? 1.0 / 365 : 1.0 / 52;
        for (uint32_t f = 0; f < firms; f++) {
            uint32_t r = firm_region(s, f);
            double q = s->firm.expected_sales[f], capital = s->firm.capital[f];
            double capacity = s->firm.capital_productivity[f] * capital;
            double use = before->firm.utilisation[f], rho = before->firm.gross_return[f];
            use += (q / (0.85 * capacity) - use) * (1 - exp(-weeks / 13));
            double cost =
                s->firm.wage_level[f] * s->region.wage_index[r] / s->firm.productivity[f] +
                s->firm.unit_input_cost[f];
            double gain =
                (s->firm.price[f] - cost) * q / (capital * s->region.investment_prices[r]) / years;
            rho += (gain - rho) * (1 - exp(-weeks / 26));
            assert_close(s->firm.utilisation[f], use, 1e-13);
            assert_near(s->firm.gross_return[f], rho, 1e-12);
            double more = rho - s->firm.opening_return[f];
            held_use += fabs(use - 1) > 0.3;
            held_return += fabs(more) > 0.1;
            double above = r == EAST ? 0.03 - 0.01 : -0.05; /* real rate */
            double lean = 1 + 4.5 * clipped(use - 1, -0.3, 0.3) + 1.5 * clipped(more, -0.1, 0.1) -
                          1.5 * above;
            lean *= 0.4 + 0.6 * (s->firm.bank[f] % 3) * 0.5;
            held += lean < 0.15 || lean > 2.5;
            double wanted = clipped(lean, 0.15, 2.5) * 0.06 * years * capital;
            double order = before->firm.investment_order[f];
            order += (wanted - order) * (1 - exp(-weeks / 26));
            assert_close(s->firm.investment_order[f], order, 1e-12);
        }
        assert_int_equal(bindings_of(s, BOUND_INVESTMENT_UTILISATION), held_use);
        assert_int_equal(bindings_of(s, BOUND_INVESTMENT_RETURN), held_return);
        assert_int_equal(bindings_of(s, BOUND_INVESTMENT), held);
        assert_true(held_use > 300 && held_return > 300 && held > 100);
        tables_free(before);
        model_free(m);
    }
}

static void capital_is_built_and_wears_out(void **unused)
{
    (void)unused;
    for (int step = 0; step < STEPS_TRIED; step++) {
        struct model *m = model_of(step ? CLOCK_DAY : CLOCK_WEEK);
        struct state *s = &m->state;
        uint32_t number = 0, firms = s->population.firms;
        vary(s->firm.investment_order, firms, 0, 3, &number);
        vary(s->firm.construction, firms, 0, 2, &number);
        for (int d = 0; d < s->cells; d++) { /* the east gets all, the west 30 % of each product */
            int row = (d * 2 + WEST) * FINAL_USES + USE_INVESTMENT;
            s->final_sourcing.delivered[row] = 0.3 * s->final_sourcing.order[row];
            s->final_sourcing.delivered[row + USE_HOUSEHOLD - USE_INVESTMENT] = 0;
        }
        struct state *before = tables_copy(s);
        construction(s);
        double finished = step ? 1 / (7 * 39.0) : 1 / 39.0, wear = 0.06 / (step ? 365 : 52);
        for (uint32_t f = 0; f < firms; f++) {
            double share = firm_region(s, f) == EAST ? 1 : 0.3;
            double building = before->firm.construction[f], done = building * finished;
            assert_close(s->firm.construction[f],
                         building + share * s->firm.investment_order[f] - done, 1e-13);
            assert_close(s->firm.capital[f], before->firm.capital[f] * (1 - wear) + done, 1e-13);
        }
        for (int d = 0; d < s->cells; d++) /* nobody invests in the east */
            s->final_sourcing.order[(d * 2 + EAST) * FINAL_USES + USE_INVESTMENT] =
                s->final_sourcing.delivered[(d * 2 + EAST) * FINAL_USES + USE_INVESTMENT] = 0;
        tables_free(before);
        before = tables_copy(s);
        construction(s);
        assert_close(s->firm.construction[0], before->firm.construction[0] * (1 - finished), 1e-13);
        tables_free(before);
        model_free(m);
    }
}

/* --- arrivals and orders -----------------------------------------------------------------------
 */

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

/* --- production --------------------------------------------------------------------------------
 */

/* Limits of one firm by cause. */
static void limits_of(const struct state *s, uint32_t f, double *limit)
{
    const struct population *p = &s->population;
    int c = s->firm.cell[f], user = firm_industry(s, f);
    double plan = s->firm.planned_output[f];
    double capacity =
        s->firm.capital_productivity[f] * s->firm.capital[f] * (1 - s->firm.damage[f]);
    limit[CAUSE_CAPACITY] = s->firm.damage[f] > 0 ? HUGE_VAL : capacity;
    limit[CAUSE_DAMAGE] = s->firm.damage[f] > 0 ? capacity : HUGE_VAL;
    limit[CAUSE_LABOUR] = s->firm.productivity[f] * (double)s->firm.staff[f] * 1.1;
    limit[CAUSE_NAMED_INPUT] = limit[CAUSE_MARKET_INPUT] = HUGE_VAL;
    for (int j = 0; j < s->inputs; j++) {
        int m = c * s->inputs + j;
        double a = s->market.coefficient[m], share = 0, held = 0;
        bool named = false;
        for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++)
            if (s->link.input[l] == j) {
                named = true;
                share += s->link.share[l];
                held += s->link.stock[l];
            }
        if (a <= 0)
            continue;
        held += fmax(0, 1 - share) * a * plan * s->market.stock[m] / s->market.need[m];
        double allowed = held / a, bound = HUGE_VAL, kept = s->variety_dependence[j];
        if (s->essentiality[user * s->inputs + j] == INPUT_CRITICAL)
            bound = (1 - kept) * capacity + kept * allowed;
        else if (s->essentiality[user * s->inputs + j] == INPUT_IMPORTANT)
            bound = (allowed + capacity) / 2;
        double *of_cause = &limit[named ? CAUSE_NAMED_INPUT : CAUSE_MARKET_INPUT];
        *of_cause = fmin(*of_cause, bound);
    }
}

static void output_is_the_least_of_its_limits(void **unused)
{
    (void)unused;
    static const double DEPENDENCE[][2] = {{1, 1},     {0.6, 1}, {0, 1},
                                           {0.8, 0.7}, {1, 1},   {0.5, 0.9}};
    int count[CAUSES] = {0};
    for (int n = 0; n < 6; n++) {
        struct model *m = model_new();
        m->parameters.mean_suppliers = 1; /* many firms buy much in the market only */
        model_open(m, CLOCK_WEEK, 2000);
        struct state *s = &m->state;
        const struct population *p = &s->population;
        uint32_t number = (uint32_t)n * 1000000, firms = p->firms;
        s->variety_dependence[ORE] = DEPENDENCE[n][0];
        s->variety_dependence[CARS] = DEPENDENCE[n][1];
        if (n > 2) /* everything is needed alike */
            for (int i = 0; i < 9; i++)
                s->essentiality[i] = n == 4 ? INPUT_IMPORTANT : INPUT_CRITICAL;
        for (uint32_t f = 0; f < firms; f++) {
            double sales = s->firm.expected_sales[f];
            s->firm.planned_output[f] = draw_between(0.6, 1.4, &number) * sales;
            s->firm.link_orders[f] = draw_between(0, 0.5, &number) * sales;
            s->firm.damage[f] = f % 4 == 0 ? draw_between(0, 0.5, &number) : 0;
            s->firm.staff[f] =
                (int64_t)((double)s->firm.staff[f] * draw_between(0.7, 1.4, &number)) + 1;
            /* Some have too much, some too little of all they buy by name. */
            double held = draw_between(0.2, 3, &number);
            for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++) {
                s->link.stock[l] *= held * draw_between(0.8, 1.2, &number);
                s->link.share[l] *= draw_between(0.9, 1, &number);
            }
        }
        s->firm.planned_output[7] = 0;
        s->firm.damage[8] = 1;
        for (int i = 0; i < 18; i++) {
            /* Stocks of the market cover 0.5 to 2 times the planned need. */
            s->market.need[i] = s->market.stock[i] * draw_between(0.5, 2, &number);
            s->market.stock[i] *= i % 7 == 0 ? 0.3 : 1;
        }
        double demand[6][2] = {{0}};
        vary(s->final_sourcing.order, s->final_sourcing.table.rows, 0.5, 1.5, &number);
        for (int d = 0; d < 6; d++) {
            for (int c = 0; c < 6; c++)
                demand[d][0] += s->sourcing.order[d * 6 + c] = draw_between(0, 1e9, &number);
            for (int i = 0; i < 2 * FINAL_USES; i++)
                demand[d][1] += s->final_sourcing.order[d * 2 * FINAL_USES + i];
        }
        production(s);

        double lost[6][CAUSES] = {{0}};
        for (uint32_t f = 0; f < firms; f++) {
            int c = s->firm.cell[f];
            double limit[CAUSES], tightest = HUGE_VAL, share = s->firm.market_share[f];
            assert_close(s->firm.market_orders[f], share * demand[c][0], 1e-12);
            assert_close(s->firm.final_orders[f], share * demand[c][1], 1e-12);
            limit[CAUSE_DEMAND] =
                firm_industry(s, f) != AID
                    ? s->firm.planned_output[f]
                    : s->firm.link_orders[f] + s->firm.market_orders[f] + s->firm.final_orders[f];
            limits_of(s, f, limit);
            for (int i = 1; i < CAUSES; i++)
                tightest = fmin(tightest, limit[i]);
            double output = fmin(limit[CAUSE_DEMAND], tightest), scale = limit[CAUSE_DEMAND];
            assert_near(s->firm.output[f], output, 1e-12 * scale);
            assert_near(s->firm.spare[f], tightest - output, 1e-12 * (scale + tightest));
            assert_near(limit[s->firm.constraint[f]], output, 1e-12 * scale);
            if (tightest > limit[CAUSE_DEMAND] * (1 + 1e-12))
                assert_int_equal(s->firm.constraint[f], CAUSE_DEMAND);
            lost[c][s->firm.constraint[f]] += limit[CAUSE_DEMAND] - output;
            count[s->firm.constraint[f]]++;
        }
        for (int c = 0; c < 6; c++)
            for (int i = 0; i < CAUSES; i++)
                assert_near(s->constraint.output_lost[c * CAUSES + i], lost[c][i],
                            1e-10 * (lost[c][i] + 1));
        assert_true(s->firm.output[7] == 0 || firm_industry(s, 7) == AID);
        assert_true(s->firm.output[8] == 0);
        model_free(m);
    }
    for (int i = 0; i < CAUSES; i++)
        assert_true(count[i] > 100); /* every limit binds somewhere */
}

/* One maker of the product 2 names its supplier of product 0 (0.2 per unit of output) and buys
 * product 1 in the market (0.1 per unit); in units, it plans 1000 and could make 1000 / 0.85. */
enum { UNIT = 10000, MAKER = 2 };

static struct model *maker_new(enum essentiality named, enum essentiality market)
{
    static const struct network_firm FIRMS[] = {{0, 400 * UNIT}, {1, 300 * UNIT}, {2, 1000 * UNIT}};
    static const struct network_link LINKS[] = {{0, MAKER, 200 * UNIT}};
    static const money MARKET[9] = {[1 * 3 + 2] = 100 * UNIT};
    struct model *m = calloc(1, sizeof *m);
    parameters_default(&m->parameters);
    world_clear(&m->world, 1, 3);
    m->world.of_industry.goods[2] = 1;
    m->world.essentiality[0][2] = named;
    m->world.essentiality[1][2] = market;
    network_open(m, CLOCK_WEEK, FIRMS, 3, LINKS, 1, MARKET);
    struct state *s = &m->state;
    s->firm.planned_output[MAKER] = 1000 * UNIT;
    s->market.need[2 * 3 + 1] = 100 * UNIT;
    s->link.stock[0] = 600 * UNIT;
    s->market.stock[2 * 3 + 1] = 300 * UNIT;
    return m;
}

static void expect_output(struct model *m, double output, enum cause cause, double lost)
{
    struct state *s = &m->state;
    production(s);
    assert_close(s->firm.output[MAKER] / UNIT, output, 1e-9);
    assert_int_equal(s->firm.constraint[MAKER], cause);
    for (int i = 0; i < CAUSES; i++)
        assert_near(s->constraint.output_lost[2 * CAUSES + i] / UNIT, i == (int)cause ? lost : 0,
                    1e-5);
    model_free(m);
}

static void each_limit_binds_in_turn_and_is_recorded(void **unused)
{
    (void)unused;
    const double capacity = 1000 / 0.85;
    expect_output(maker_new(INPUT_CRITICAL, INPUT_CRITICAL), 1000, CAUSE_DEMAND, 0);

    struct model *m = maker_new(INPUT_CRITICAL, INPUT_CRITICAL);
    m->state.firm.planned_output[MAKER] = 1300 * UNIT;
    m->state.firm.staff[MAKER] *= 2;
    expect_output(m, capacity, CAUSE_CAPACITY, 1300 - capacity);

    m = maker_new(INPUT_CRITICAL, INPUT_CRITICAL);
    m->state.firm.damage[MAKER] = 0.5;
    expect_output(m, capacity / 2, CAUSE_DAMAGE, 1000 - capacity / 2);

    m = maker_new(INPUT_CRITICAL, INPUT_CRITICAL);
    m->state.firm.productivity[MAKER] /= 2; /* at 1.1 of normal hours */
    expect_output(m, 550, CAUSE_LABOUR, 450);

    m = maker_new(INPUT_CRITICAL, INPUT_CRITICAL);
    m->state.link.stock[0] = 120 * UNIT;
    expect_output(m, 600, CAUSE_NAMED_INPUT, 400);

    m = maker_new(INPUT_CRITICAL, INPUT_CRITICAL);
    m->state.market.stock[2 * 3 + 1] = 40 * UNIT;
    expect_output(m, 400, CAUSE_MARKET_INPUT, 600);
}

static void important_inputs_bind_by_half_and_others_never(void **unused)
{
    (void)unused;
    const double capacity = 1000 / 0.85;
    struct model *m = maker_new(INPUT_IMPORTANT, INPUT_UNCRITICAL);
    m->state.link.stock[0] = 120 * UNIT;
    m->state.market.stock[2 * 3 + 1] = 0;
    expect_output(m, (600 + capacity) / 2, CAUSE_NAMED_INPUT, 1000 - (600 + capacity) / 2);

    m = maker_new(INPUT_UNCRITICAL, INPUT_IMPORTANT);
    m->state.link.stock[0] = 0;
    m->state.market.stock[2 * 3 + 1] = 0;
    expect_output(m, capacity / 2, CAUSE_MARKET_INPUT, 1000 - capacity / 2);

    m = maker_new(INPUT_UNCRITICAL, INPUT_UNCRITICAL);
    m->state.link.stock[0] = m->state.market.stock[2 * 3 + 1] = 0;
    expect_output(m, 1000, CAUSE_DEMAND, 0);
}

/* A share of the named input may have gone back to the market, of which the firm then claims its
 * part; one without a market part cannot. */
static void named_inputs_are_held_with_a_claim_on_the_market(void **unused)
{
    (void)unused;
    struct model *m = maker_new(INPUT_CRITICAL, INPUT_UNCRITICAL);
    struct state *s = &m->state;
    s->link.stock[0] = 100 * UNIT;
    s->link.share[0] = 0.75;
    s->market.need[2 * 3] = 50 * UNIT;
    s->market.stock[2 * 3] = 20 * UNIT;
    expect_output(m, (100 + 20) / 0.2, CAUSE_NAMED_INPUT, 400);

    m = maker_new(INPUT_CRITICAL, INPUT_UNCRITICAL);
    s = &m->state;
    s->link.stock[0] = 100 * UNIT;
    s->market.need[2 * 3] = 50 * UNIT;
    s->market.stock[2 * 3] = 20 * UNIT;
    expect_output(m, 500, CAUSE_NAMED_INPUT, 500);
}

static void a_variety_stops_what_depends_on_it(void **unused)
{
    (void)unused;
    const double capacity = 1000 / 0.85, dependence[] = {0, 0.6, 1};
    for (int n = 0; n < 3; n++)
        for (int in_market = 0; in_market < 2; in_market++) {
            struct model *m = maker_new(INPUT_CRITICAL, INPUT_CRITICAL);
            struct state *s = &m->state;
            s->variety_dependence[in_market] = dependence[n];
            if (in_market)
                s->market.stock[2 * 3 + 1] = 30 * UNIT; /* for 300 of 1000 */
            else
                s->link.stock[0] = 60 * UNIT;
            double left = fmin(1000, (1 - dependence[n]) * capacity + dependence[n] * 300);
            expect_output(m, left,
                          n == 0      ? CAUSE_DEMAND
                          : in_market ? CAUSE_MARKET_INPUT
                                      : CAUSE_NAMED_INPUT,
                          1000 - left);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(firms_learn_what_they_see_within_the_band),
        cmocka_unit_test(prices_follow_costs_use_and_stocks),
        cmocka_unit_test(a_price_without_speed_stays),
        cmocka_unit_test(prices_without_a_stock_to_want_are_numbers),
        cmocka_unit_test(plans_refill_stocks_within_their_range),
        cmocka_unit_test(investment_leans_on_use_return_rates_and_credit),
        cmocka_unit_test(capital_is_built_and_wears_out),
        cmocka_unit_test(goods_arrive_in_the_step_of_their_slot),
        cmocka_unit_test(orders_fill_gaps_up_to_the_cap_and_the_route),
        cmocka_unit_test(output_is_the_least_of_its_limits),
        cmocka_unit_test(each_limit_binds_in_turn_and_is_recorded),
        cmocka_unit_test(important_inputs_bind_by_half_and_others_never),
        cmocka_unit_test(named_inputs_are_held_with_a_claim_on_the_market),
        cmocka_unit_test(a_variety_stops_what_depends_on_it),
    };
    return cmocka_run_group_tests(tests, one_thread, NULL);
}

/* Rules of firms: expectations, prices, output plans, investment, construction. Each is tried on
 * 2,000 firms whose columns are drawn at random, and compared with the equation at the top of its
 * file, worked out here once more; then at its corners. */
#include "firm_support.h"

#include "agents/firm_terms.h"

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
    };
    return cmocka_run_group_tests(tests, one_thread, NULL);
}

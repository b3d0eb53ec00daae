/* Trends and noise: what grows by itself, what moves by chance, and by how much: trends.c,
 * noise.c. */
#include "agents/trends.h"
#include "rule_support.h"

static struct model *open_noisy(bool trends_on, bool shocks)
{
    struct model *m = model_new();
    m->parameters.trends = trends_on;
    m->parameters.shocks = shocks;
    model_open(m, CLOCK_WEEK, 2000);
    return m;
}

static void step_noise(struct state *s, uint32_t step)
{
    s->rng.step = step;
    noise(s);
}

static void nothing_moves_where_noise_and_trends_are_off(void **unused)
{
    (void)unused;
    struct model *m = open_noisy(false, false);
    uint64_t before = state_hash(&m->state);
    step_noise(&m->state, 1);
    trends(&m->state);
    assert_true(state_hash(&m->state) == before);
    model_free(m);
}

/* Deviations of the draws over steps against those that the parameters name. */
static void shocks_have_the_spread_and_memory_that_are_asked_for(void **unused)
{
    (void)unused;
    struct model *m = open_noisy(false, true);
    m->state.parameters.slump_rate = m->state.parameters.slump_rate_world = 0;
    double sum = 0, squares = 0, lagged = 0, before = 0;
    enum { STEPS = 60000, WARM = 2000 };
    for (uint32_t step = 1; step <= STEPS; step++) {
        m->state.rng.step = step;
        /* Only regions and cells: firms would take long. */
        m->state.population.firms = 0;
        noise(&m->state);
        double x = m->state.region.investment_shock[EAST];
        if (step > WARM) {
            sum += x;
            squares += x * x;
            lagged += x * before;
        }
        before = x;
    }
    double n = STEPS - WARM;
    double deviation = sqrt(squares / n);
    assert_true(fabs(sum / n) < 0.004);
    assert_true(fabs(deviation / m->parameters.investment_deviation - 1) < 0.1);
    double keep = exp(-1 / m->parameters.investment_noise_memory);
    assert_true(fabs(lagged / squares - keep) < 0.004);
    m->state.population.firms = 2000;
    model_free(m);
}

/* One step from zero: who jumps, how many, and that sizes are Laplace: mean |x| over deviation is
 * sqrt(1/2), of a normal it would be .80. */
static void firms_jump_by_laplace_draws(void **unused)
{
    (void)unused;
    struct model *m = open_noisy(false, true);
    m->state.parameters.firm_size_exponent = 0;
    double absolute = 0, squares = 0;
    int64_t jumps = 0;
    enum { STEPS = 400 };
    for (uint32_t step = 1; step <= STEPS; step++) {
        for (uint32_t f = 0; f < 2000; f++)
            m->state.firm.productivity_shock[f] = 0;
        step_noise(&m->state, step);
        for (uint32_t f = 0; f < 2000; f++) {
            double x = m->state.firm.productivity_shock[f];
            jumps += x != 0;
            absolute += fabs(x);
            squares += x * x;
        }
    }
    double expected = 2000.0 * STEPS * -expm1(-m->parameters.firm_jumps / 52);
    assert_true(fabs((double)jumps / expected - 1) < 0.03); /* 15,000: one part in 120 */
    double deviation = sqrt(squares / (double)jumps);
    assert_true(fabs(deviation / m->parameters.firm_productivity_deviation - 1) < 0.03);
    assert_true(fabs(absolute / (double)jumps / deviation - sqrt(0.5)) < 0.015);
    model_free(m);
}

/* By hand: a year of 2 % productivity; the output of a person and step follows, with its shock. */
static void productivity_grows_by_its_trend(void **unused)
{
    (void)unused;
    struct model *m = open_noisy(true, false);
    struct state *s = &m->state;
    s->region.trend_productivity[EAST] = 0.02;
    s->region.trend_labour[EAST] = 0.01;
    s->firm.productivity_shock[0] = log(1.5);
    s->industry.productivity_shock[s->firm.cell[0]] = log(0.9);
    double opening = s->firm.labour_productivity[0];
    for (int week = 0; week < 52; week++)
        trends(s);
    assert_close(s->industry.productivity[s->firm.cell[0]], pow(1 + 0.02 / 52, 52), 1e-12);
    assert_close(s->firm.productivity[0], opening * pow(1 + 0.02 / 52, 52) * 1.5 * 0.9, 1e-12);
    assert_close(s->region.output_index[EAST], pow(1 + 0.03 / 52, 52), 1e-12);
    assert_close(s->region.labour_index[EAST], pow(1 + 0.01 / 52, 52), 1e-12);
    assert_close(inflation_target(s), 0.02, 1e-15);
    model_free(m);
}

static double mean_price(const struct model *m, int r, enum final_use use)
{
    double sum = 0, all = 0;
    for (int d = 0; d < m->state.cells; d++) {
        double spent = (double)opening_final(&m->table, d, r, use);
        sum += spent * m->state.industry.trend_price[d];
        all += spent;
    }
    return sum / all;
}

/* Output per hour of ore grows by 1 % beyond a mean, that of cars by it, that of aid by 1 %
 * less. */
static struct model *open_unequal(double mean)
{
    struct model *m = model_new();
    m->parameters.trends = true;
    m->world.of_industry.labour_weight[ORE] = 0.3; /* mines need less work for what they add */
    for (int k = 0; k < 3; k++)
        m->world.of_industry.productivity_growth[k] = mean + 0.01 * (1 - k);
    model_open(m, CLOCK_WEEK, 2000);
    return m;
}

static void industries_differ_around_the_trend_of_the_region(void **unused)
{
    (void)unused;
    struct model *m = open_unequal(0.02), *same = open_unequal(0.05);
    struct state *s = &m->state;
    const double *of_cell = s->industry.trend_productivity;
    for (int r = 0; r < 2; r++) {
        double sum = 0, all = 0;
        for (int k = 0; k < 3; k++) {
            double value_added = m->table.value_added[r * 3 + k];
            sum += value_added * of_cell[r * 3 + k];
            all += value_added;
            assert_near(of_cell[r * 3 + k], same->state.industry.trend_productivity[r * 3 + k],
                        1e-15);
        }
        assert_near(sum / all, 0, 1e-9);
        assert_close(of_cell[r * 3 + ORE] - of_cell[r * 3 + AID], 0.02, 1e-12);
        assert_near(mean_price(m, r, USE_HOUSEHOLD), 0, 1e-8);
        assert_near(s->region.trend_purchases[r],
                    s->region.trend_real_wage[r] - mean_price(m, r, USE_GOVERNMENT), 1e-8);
    }
    /* By hand: a step of growth, the trend of the region 1 %. The mean is that of the day: once all
     * who make ore in the east are gone, the others are faster relative to it. */
    s->region.trend_productivity[EAST] = 0.01;
    trends(s);
    assert_close(s->industry.productivity[CARS], 1 + (0.01 + of_cell[CARS]) / 52, 1e-14);
    for (uint32_t f = 0; f < 2000; f++)
        if (s->firm.cell[f] == ORE)
            s->firm.staff[f] = 0;
    trends(s);
    double cars = m->table.value_added[CARS], aid = m->table.value_added[AID];
    assert_close(of_cell[CARS], 0.01 * aid / (cars + aid), 1e-6);
    model_free(m);
    model_free(same);
}

/* The price of every cell grows like its cost: wages, less what an hour makes more, and inputs. */
static void relative_prices_follow_unit_cost(void **unused)
{
    (void)unused;
    struct model *m = open_unequal(0);
    struct state *s = &m->state;
    for (int c = 0; c < 6; c++) {
        double wages = 0, inputs = 0, dearer = 0, tax = 1 + s->cell[c].input_tax;
        for (uint32_t f = 0; f < 2000; f++)
            wages += s->firm.cell[f] == c ? s->firm.wage_level[f] * (double)s->firm.staff[f] : 0;
        for (int d = 0; d < 6; d++) {
            inputs += tax * (double)opening_flow(&m->table, d, c);
            dearer += tax * (double)opening_flow(&m->table, d, c) * s->industry.trend_price[d];
        }
        double unit = s->region.trend_real_wage[c / 3] - s->industry.trend_productivity[c];
        assert_near(s->industry.trend_price[c], (wages * unit + dearer) / (wages + inputs), 1e-8);
    }
    assert_true(s->industry.trend_price[ORE] < s->industry.trend_price[AID] - 0.005);
    model_free(m);
}

static void without_the_scale_or_trends_industries_grow_alike(void **unused)
{
    (void)unused;
    for (int scaled = 0; scaled < 2; scaled++) {
        struct model *off = model_new();
        off->parameters.trends = scaled == 0;
        off->parameters.industry_trends = scaled;
        for (int k = 0; k < 3; k++)
            off->world.of_industry.productivity_growth[k] = 0.01 * k;
        model_open(off, CLOCK_WEEK, 2000);
        trends(&off->state);
        for (int c = 0; c < 6; c++) {
            assert_true(off->state.industry.trend_productivity[c] == 0);
            assert_true(off->state.industry.trend_price[c] == 0);
            assert_true(off->state.industry.trend_output[c] == 0);
        }
        assert_true(off->state.region.trend_real_wage[EAST] == 0);
        model_free(off);
    }
}

/* What follows with a lag carries the trend: it is never behind what grows on trend. */
static void smoothing_keeps_up_with_growth(void **unused)
{
    (void)unused;
    double x = 100, z = 100;
    for (int n = 0; n < 1000; n++) {
        z *= 1.001;
        x = smooth(x, z, 0.03, 0.001);
        assert_close(x, z, 1e-12);
    }
    /* By hand: 100 grows to 101 and closes a tenth of the gap to 111. */
    assert_close(smooth(100, 111, 0.1, 0.01), 102, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_moves_where_noise_and_trends_are_off),
        cmocka_unit_test(shocks_have_the_spread_and_memory_that_are_asked_for),
        cmocka_unit_test(firms_jump_by_laplace_draws),
        cmocka_unit_test(productivity_grows_by_its_trend),
        cmocka_unit_test(industries_differ_around_the_trend_of_the_region),
        cmocka_unit_test(relative_prices_follow_unit_cost),
        cmocka_unit_test(without_the_scale_or_trends_industries_grow_alike),
        cmocka_unit_test(smoothing_keeps_up_with_growth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

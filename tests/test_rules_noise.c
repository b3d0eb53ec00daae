/* Trends and noise: what grows by itself, what moves by chance, and by how much: trends.c, noise.c. */
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
        cmocka_unit_test(smoothing_keeps_up_with_growth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

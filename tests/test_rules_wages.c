/* Who pays more than others: wage_setting.c, and what better pay does: labour.c. */
#include "agents/firm_terms.h"
#include "core/date.h"
#include "rule_support.h"

static struct model *open_model(void)
{
    struct model *m = model_new();
    model_open(m, CLOCK_WEEK, 2000);
    return m;
}

static int region_of(const struct state *s, uint32_t f)
{
    return (int)cell_region(s, s->firm.cell[f]);
}

/* The first firm of a region whose review is due in the step of the clock. */
static uint32_t due(const struct state *s, int r)
{
    uint32_t f = (uint32_t)s->region_firm[r];
    while ((s->clock.step + f) % 52 != 0)
        f++;
    return f;
}

static double mean_premium(const struct state *s, int r)
{
    double sum = 0, all = 0;
    for (uint32_t f = 0; f < s->population.firms; f++)
        if (region_of(s, f) == r) {
            double base = s->firm.wage_level[f] * (double)s->firm.staff[f];
            sum += base * s->firm.wage_premium[f];
            all += base;
        }
    return sum / all;
}

static void at_the_opening_nobody_pays_more(void **unused)
{
    (void)unused;
    struct model *m = open_model();
    struct state *s = &m->state;
    for (s->clock.step = 0; s->clock.step < 60; s->clock.step++)
        wage_setting(s);
    for (uint32_t f = 0; f < 2000; f++)
        assert_near(s->firm.wage_premium[f], 1, 1e-12);
    assert_int_equal(s->bound.bindings[BOUND_PAY_REVIEW], 0);
    model_free(m);
}

/* By hand: value added per person is a fifth above what wages made of the opening's; an eighth of
 * the staff was looked for in vain; it paid 4 % more. Half of the distance to 0.1 ln 1.2 is gone,
 * 0.03 / 8 comes on top. */
static void a_review_shares_rents_and_answers_vacancies(void **unused)
{
    (void)unused;
    struct model *m = open_model();
    struct state *s = &m->state;
    struct firm_table *firm = &s->firm;
    s->clock.step = 30;
    uint32_t f = due(s, EAST), other = f + 1;
    double opening =
        (1 - firm->unit_input_cost[f]) * firm->expected_sales[f] / (double)firm->staff[f];
    s->region.wage_index[EAST] = 1.5;
    double price = firm->unit_input_cost[f] +
                   1.2 * 1.5 * opening * (double)firm->staff[f] / firm->expected_sales[f];
    for (uint32_t g = 0; g < 2000;
         g++) { /* all others as at the opening, at the wages of the day */
        double added = 1 - firm->unit_input_cost[g];
        firm->price[g] = firm->unit_input_cost[g] + added * s->region.wage_index[region_of(s, g)];
    }
    firm->price[f] = price;
    firm->unfilled[f] = firm->unfilled[other] = (double)firm->staff[f] / 8;
    firm->wage_premium[f] = 1.04;
    double by_hand = exp(0.5 * log(1.04) + 0.5 * 0.1 * log(1.2) + 0.03 / 8);
    double base = 0;
    for (uint32_t g = 0; g < 2000; g++)
        if (region_of(s, g) == EAST)
            base += firm->wage_level[g] * (double)firm->staff[g];
    double mean = 1 + (by_hand - 1) * firm->wage_level[f] * (double)firm->staff[f] / base;
    wage_setting(s);
    assert_close(firm->wage_premium[f], by_hand / mean, 1e-12);
    assert_close(firm->wage_premium[other], 1 / mean, 1e-12);
    assert_true(firm->unfilled[f] == 0 && firm->unfilled[other] > 0);
    assert_close(mean_premium(s, EAST), 1, 1e-12);
    assert_close(firm_wage(s, f, EAST), firm->wage_level[f] * by_hand / mean * 1.5, 1e-12);
    /* A year later, with everything as it was, half of the rest is gone. */
    double before = log(firm->wage_premium[f]);
    s->clock.step += 52;
    wage_setting(s);
    assert_near(log(firm->wage_premium[f]), 0.5 * before + 0.05 * log(1.2), 1e-4);
    assert_int_equal(s->bound.bindings[BOUND_PAY_REVIEW], 0);
    model_free(m);
}

static void extremes_are_bounded_and_counted(void **unused)
{
    (void)unused;
    struct model *m = open_model();
    struct state *s = &m->state;
    uint32_t f = due(s, WEST);
    s->firm.price[f] = s->firm.unit_input_cost[f]; /* adds no value */
    s->firm.unfilled[f] = 3 * (double)s->firm.staff[f];
    wage_setting(s);
    assert_near(log(s->firm.wage_premium[f]), 0.5 * 0.1 * log(0.5) + 0.03, 1e-3);
    assert_int_equal(s->bound.bindings[BOUND_PAY_REVIEW], 2);
    model_free(m);
}

/* All firms of a region in the week that has the first of April, and in no other. */
static void a_region_may_review_in_one_month(void **unused)
{
    (void)unused;
    struct model *m = open_model();
    struct state *s = &m->state;
    m->world.of_region.wage_round[EAST] = 4;
    int reviewed = 0;
    for (s->clock.step = 0; s->clock.step < 104; s->clock.step++) {
        for (uint32_t f = 0; f < 2000; f++)
            s->firm.unfilled[f] = 1e-9;
        wage_setting(s);
        int east = 0, firms = (int)(s->region_firm[EAST + 1] - s->region_firm[EAST]);
        for (uint64_t f = s->region_firm[EAST]; f < s->region_firm[EAST + 1]; f++)
            east += s->firm.unfilled[f] == 0;
        int32_t day = s->clock.first_day + 7 * (int32_t)s->clock.step;
        bool april = date_month(day) == 3 && date_month(day + 7) == 4;
        assert_int_equal(east, april ? firms : 0);
        reviewed += april;
    }
    assert_int_equal(reviewed, 2);
    model_free(m);
}

/* Half of the firms pay a tenth more, half a tenth less than the mean: with an elasticity of 1.5
 * they are 1.15 and 0.85 as attractive, and of scarce people get that share of what they look
 * for. */
static void better_pay_draws_people(void **unused)
{
    (void)unused;
    struct model *m = open_model();
    struct state *s = &m->state;
    double wanted[2] = {0}, hired[2] = {0}, unfilled = 0;
    s->parameters.job_finding = 0.01;
    for (uint32_t f = 0; f < 2000; f++) {
        s->firm.wage_premium[f] = f % 2 ? 1.1 : 0.9;
        s->firm.expected_sales[f] *= 1.1;
        s->firm.planned_output[f] = s->firm.expected_sales[f];
        wanted[f % 2] += 0.1 * (double)s->firm.staff[f];
    }
    assert_close(firm_pull(s, 1), 1.15, 1e-12);
    assert_close(firm_push(s, 1), 0.85, 1e-12);
    assert_close(firm_pull(s, 0), 0.85, 1e-12);
    labour(s);
    for (uint32_t f = 0; f < 2000; f++) {
        hired[f % 2] += (double)s->firm.hires[f];
        unfilled += s->firm.unfilled[f];
    }
    assert_true(s->bound.bindings[BOUND_JOB_FINDING] == 2);
    assert_true(hired[0] > 1000);
    double looked_for = (wanted[0] + wanted[1]) * step_rate(s, 5); /* hiring speed 1 / 5 */
    assert_close((hired[1] / wanted[1]) / (hired[0] / wanted[0]), 1.15 / 0.85, 0.02);
    assert_close(hired[0] + hired[1] + unfilled, looked_for, 0.02);
    model_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_the_opening_nobody_pays_more),
        cmocka_unit_test(a_review_shares_rents_and_answers_vacancies),
        cmocka_unit_test(extremes_are_bounded_and_counted),
        cmocka_unit_test(a_region_may_review_in_one_month),
        cmocka_unit_test(better_pay_draws_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

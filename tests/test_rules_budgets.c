/* Budgets of households, term by term: household_budgets.c. */
#include "finance_support.h"

struct budget {
    double wanted;
    bool least, deposits;
    money amount;
};

/* P [c Yp + (1 - c) YL] (1 - a rr) + (D - d0 P YL) (1 - exp(-step / lag)), at least `least` of
 * P Yp, at most the deposits, at least zero. */
static struct budget budget_of(const struct state *s, int r, uint64_t h)
{
    const struct parameters *p = &s->parameters;
    const struct household_table *household = &s->household;
    double prices = s->region.consumer_prices[r], property = household->property_income_long[h];
    double current = household->labour_income_short[h] + property;
    double permanent = household->labour_income_long[h] + property;
    double real_rate = (s->region.policy_rate[r] - s->region.expected_inflation[r]) -
                       s->world->of_region.policy_rate[r];
    double deposits = (double)household->deposits[h] - (double)household->income[h];
    double income = p->consumption_current * current + (1 - p->consumption_current) * permanent;
    struct budget b = {0};
    b.wanted =
        prices * income * (1 - p->consumption_rate_response * real_rate) +
        (deposits - s->deposit_target[r] * prices * permanent) * still_speed(s, p->wealth_lag);
    b.least = b.wanted < p->consumption_least * prices * current;
    double held_up = b.least ? p->consumption_least * prices * current : b.wanted;
    b.deposits = nearbyint(held_up) > (double)household->deposits[h];
    b.amount = b.deposits ? household->deposits[h] : money_round(held_up);
    b.amount = money_max(b.amount, 0);
    return b;
}

static void set_incomes(struct state *s, uint32_t salt)
{
    for (int r = 0; r < s->regions; r++) {
        s->region.consumer_prices[r] = 0.9 + 0.04 * r;
        s->region.policy_rate[r] = 0.01 * r - 0.01;
        s->region.expected_inflation[r] = 0.03 - 0.01 * r;
    }
    for (uint64_t h = 0; h < s->population.rows; h++) {
        uint32_t number = 4 * (uint32_t)h + salt;
        s->household.labour_income_short[h] *= 0.1 + still_draw(number);
        s->household.labour_income_long[h] *= (h % 7 == 0 ? -1 : 2) * still_draw(number + 1);
        s->household.property_income_long[h] *= 2 * still_draw(number + 2);
        double deposits = still_draw(number + 3);
        s->household.deposits[h] = h % 13 == 0  ? (money)(h % 3) - 1
                                   : h % 5 == 0 ? (money)(1e6 * deposits)
                                                : (money)(1e10 * deposits);
        s->household.income[h] = h % 4 == 0 ? 0 : (money)(1e5 * deposits);
    }
}

static void a_budget_has_every_term(void **unused)
{
    (void)unused;
    for (int day = 0; day < 2; day++) {
        struct still_world *w = still_create((struct still_options){.day = day});
        struct state *s = &w->s;
        int64_t least = 0, deposits = 0, zero = 0, free_choice = 0;
        set_incomes(s, 0);
        still_start(w);
        for (uint64_t h = 0; h < s->population.rows; h++)
            s->household.income[h] =
                (money)h % 1000; /* interest of the step, not to be spent yet */
        household_budgets(s);
        for (int r = 0; r < s->regions; r++)
            for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++) {
                struct budget b = budget_of(s, r, h);
                assert_true(llabs(s->household.budget[h] - b.amount) <=
                            1 + (money)(1e-13 * fabs(b.wanted)));
                assert_true(s->household.budget[h] >= 0);
                assert_true(s->household.budget[h] <= money_max(0, s->household.deposits[h]));
                least += b.least;
                deposits += b.deposits;
                zero += b.amount == 0;
                free_choice += !b.least && !b.deposits && b.amount > 0;
            }
        assert_int_equal(s->bound.bindings[BOUND_CONSUMPTION_LEAST], least);
        assert_int_equal(s->bound.bindings[BOUND_CONSUMPTION_DEPOSITS], deposits);
        assert_true(least > 100 && deposits > 100 && zero > 100 && free_choice > 100);
        still_free(w);
    }
}

/* Term by term, on one row with round figures. */
static void terms_of_a_budget_by_hand(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int r = still_region(w, "JPN");
    uint64_t h = s->region_row[r] + 5;
    still_start(w);
    s->household.labour_income_short[h] = 1000000;
    s->household.labour_income_long[h] = 2000000;
    s->household.property_income_long[h] = 500000;
    s->deposit_target[r] = 10;
    s->household.deposits[h] = 25000000; /* the target: ten steps of the permanent income */
    household_budgets(s);
    assert_int_equal(s->household.budget[h], 1900000); /* 0.6 * 1.5 + 0.4 * 2.5 million */
    s->household.deposits[h] += 1560000000;            /* a thirtieth of it a year */
    household_budgets(s);
    assert_true(llabs(s->household.budget[h] - 2900000) < 400);
    s->household.income[h] = 1000000000; /* what came in during this step does not count */
    household_budgets(s);
    assert_true(llabs(s->household.budget[h] - 2900000 + 641000) < 400);
    s->household.income[h] = 0;
    s->household.deposits[h] = 25000000;
    s->region.policy_rate[r] += 0.04; /* a real rate up by 4 points takes 2 % */
    household_budgets(s);
    assert_int_equal(s->household.budget[h], 1862000);
    s->region.expected_inflation[r] += 0.04;
    household_budgets(s);
    assert_int_equal(s->household.budget[h], 1900000);
    s->region.consumer_prices[r] = 1.1;
    s->household.deposits[h] = 27500000;
    household_budgets(s);
    assert_int_equal(s->household.budget[h], 2090000);
    s->household.deposits[h] = 12345;
    household_budgets(s);
    assert_int_equal(s->household.budget[h], 12345);
    s->household.labour_income_long[h] = -1e9; /* at least half of the current income */
    s->household.deposits[h] = 27500000;
    household_budgets(s);
    assert_int_equal(s->household.budget[h], 825000);
    still_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_budget_has_every_term),
        cmocka_unit_test(terms_of_a_budget_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Exchange rates, the value of foreign positions, and the external balance: exchange.c. */
#include "finance_support.h"

static void one_pegged(struct parameters *p, struct world *world)
{
    p->exchange_regime[world_region(world, "CHN")] = EXCHANGE_FIXED;
}

/* The yen at a fair value of 1.02 / 1.05 by prices, 1 % lower for a real rate of 1 point less than
 * at home, 2 % higher for a current account of 2 points more, 3 and 4 % lower by slow and random
 * parts: ln E* = ln(1.02 / 1.05) + .01 - .02 + .03 + .04 = .031012. */
static void a_currency_moves_towards_its_fair_value(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = one_pegged});
    struct state *s = &w->s;
    int home = still_region(w, "JPN"), abroad = still_region(w, "USA"),
        pegged = still_region(w, "CHN");
    for (int i = 0; i < 2; i++) {
        int r = i == 0 ? home : pegged;
        s->region.consumer_prices[r] = 1.02;
        s->region.policy_rate[r] -= 0.005;
        s->region.expected_inflation[r] += 0.005;
        s->region.current_account_gap[r] = 0.015;
        s->region.exchange_equilibrium[r] = 0.02;
        s->region.exchange_shock[r] = 0.04;
    }
    s->region.consumer_prices[abroad] = 1.05;
    s->region.current_account_gap[abroad] = -0.005;
    s->region.exchange_equilibrium[abroad] = -0.01;
    still_start(w);
    exchange_rates(s);
    assert_close(log(s->region.exchange_rate[home]), 0.0310124 * 0.1175031, 1e-5);
    assert_true(s->region.exchange_rate[abroad] == 1 && s->region.exchange_rate[pegged] == 1);
    for (int n = 0; n < 300; n++)
        exchange_rates(s);
    assert_close(log(s->region.exchange_rate[home]), 0.0310124, 1e-5);
    assert_true(s->region.exchange_rate[pegged] == 1);
    /* Others see the dollar alone: prices 5 % higher, a deficit and a low slow part. */
    double others = -log(1.05) - 0.005 + 0.01;
    assert_close(log(s->region.exchange_rate[still_region(w, "KOR")]), others, 1e-9);
    still_free(w);
}

/* 1,000,000 dollars are worth 1,100,000 units at a rate of 1.1: 100,000 more. */
static void positions_are_valued_at_the_rate_of_the_step(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int home = still_region(w, "JPN");
    money claims = s->policy_bank.loans[0] - s->policy_bank.bonds[0];
    s->fund.foreign_position[home] = s->fund.foreign_value[home] = 100000000;
    for (int r = 0; r < s->regions; r++)
        s->parameters.exchange_regime[r] = EXCHANGE_FIXED;
    s->region.exchange_rate[home] = 1.1;
    still_start(w);
    exchange_rates(s);
    assert_int_equal(s->fund.foreign_value[home], 110000000);
    assert_int_equal(s->fund.revaluation[home], 10000000);
    assert_int_equal(s->fund.foreign_position[home], 100000000);
    assert_cents(s->policy_bank.value[0], (double)claims * 1.1);
    assert_int_equal(s->policy_bank.revaluation[0], s->policy_bank.value[0] - claims);
    s->region.exchange_rate[home] = 0.99;
    exchange_rates(s);
    assert_int_equal(s->fund.foreign_value[home], 99000000);
    assert_int_equal(s->fund.revaluation[home], -11000000);
    still_free(w);
}

static void weak_yen(struct parameters *p, struct world *world)
{
    p->exchange_rate[world_region(world, "JPN")] = 1.2;
}

/* Rough weather and a currency far from parity, with every identity after every phase: values
 * change by payments, incomes and revaluations and nothing else, and no position is made. */
static void values_change_by_flows_and_revaluation(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = weak_yen});
    struct state *s = &w->s;
    int home = still_region(w, "JPN");
    money value = s->fund.foreign_value[home], position = s->fund.foreign_position[home];
    money flows = 0, revaluation = 0, most = 0;
    still_disturb(w, 0);
    for (int n = 0; n < 26; n++) {
        still_steps(w, 1);
        flows += s->fund.paid_to_exporters[home] - s->fund.received_from_importers[home] +
                 s->fund.foreign_income_value[home] + s->policy_bank.conversion[0];
        revaluation += s->fund.revaluation[home];
        most = money_max(most, llabs(s->fund.revaluation[home]));
    }
    assert_int_equal(s->fund.foreign_value[home], value + flows + revaluation);
    /* The yen came back by about a fifth: as much as its dollars lost in yen. */
    double lost = log(s->region.exchange_rate[home] / 1.2);
    assert_true(lost < -0.1);
    assert_close((double)revaluation, (double)position * 1.2 * (exp(lost) - 1), 0.02);
    assert_true(most > 0);
    money world = s->policy_bank.loans[0] - s->policy_bank.bonds[0];
    for (int r = 0; r < s->regions; r++)
        world += s->fund.foreign_position[r];
    assert_int_equal(world, 0);
    still_free(w);
}

/* A country exports 1 % of its product more than undisturbed for one week: a gap of 1/52 of 1 %
 * (1 - exp(-1/52) = .0190470), and a slow part that is higher by a fifth of it a year. */
static void the_current_account_is_compared_with_its_path(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int home = still_region(w, "JPN");
    still_run(w, "events", "accounts");
    money before = s->fund.benchmark_position[home];
    money path = s->fund.exports[home] - s->fund.imports[home] + s->fund.foreign_income[home] +
                 s->policy_bank.loan_interest[0] - s->policy_bank.bond_interest[0];
    s->fund.exports[home] += money_round(0.01 * s->region.output_smoothed[home]);
    external_balance(s);
    assert_close(s->region.current_account_gap[home], 0.01 * 0.0190470, 1e-5);
    assert_close(s->region.exchange_equilibrium[home], -0.2 * 0.01 * 0.0190470 / 52, 1e-5);
    assert_int_equal(s->fund.benchmark_position[home], before + path);
    for (int r = 0; r < s->regions; r++)
        assert_true(r == home || s->region.current_account_gap[r] == 0);
    still_free(w);
}

static void rates_of_the_still_world_are_exactly_one(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    still_steps(w, 12);
    for (int r = 0; r < s->regions; r++) {
        assert_true(s->region.exchange_rate[r] == 1);
        assert_true(s->region.current_account_gap[r] == 0);
        assert_int_equal(s->fund.benchmark_position[r], s->fund.foreign_position[r]);
        assert_int_equal(s->fund.revaluation[r], 0);
        assert_int_equal(s->fund.foreign_value[r], s->fund.foreign_position[r]);
    }
    still_free(w);
}

/* Two points of policy on top of the rule reach the rate at once, and leave the rule alone. */
static void a_shift_of_the_policy_rate_is_added_to_the_rule(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int r = still_region(w, "USA");
    double opening = s->region.policy_rate[r];
    still_run(w, "events", "external balance");
    s->region.policy_rate_shift[r] = 0.02;
    policy(s);
    assert_close(s->region.policy_rate[r], opening + 0.02, 1e-12);
    assert_close(s->region.rule_rate[r], opening, 1e-12);
    s->region.policy_rate_shift[r] = -1;
    policy(s);
    assert_close(s->region.policy_rate[r], s->parameters.rate_floor, 1e-12);
    s->region.policy_rate_shift[r] = 0;
    policy(s);
    assert_close(s->region.policy_rate[r], opening, 1e-12);
    still_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_currency_moves_towards_its_fair_value),
        cmocka_unit_test(positions_are_valued_at_the_rate_of_the_step),
        cmocka_unit_test(values_change_by_flows_and_revaluation),
        cmocka_unit_test(the_current_account_is_compared_with_its_path),
        cmocka_unit_test(rates_of_the_still_world_are_exactly_one),
        cmocka_unit_test(a_shift_of_the_policy_rate_is_added_to_the_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

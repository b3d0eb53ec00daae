/* Exchange rates, the value of foreign positions, the external balance, tariffs, and the drift of
 * origins: exchange.c, tariffs.c, sourcing.c, shipping.c, public_finance.c. */
#include "finance_support.h"

#include "agents/sourcing.h"
#include "agents/tariffs.h"

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

/* --- trade ---------------------------------------------------------------------------------- */

static void china_and_japan_grow(struct parameters *p, struct world *world)
{
    (void)p;
    for (int r = 0; r < world->regions; r++)
        world->of_region.trend_growth[r] = world->of_region.trend_labour_growth[r] = 0;
}

/* Trends of 1 and 5 % set by hand, in a world at rest. */
static struct still_world *two_speeds(void)
{
    struct still_world *w = still_create((struct still_options){.change = china_and_japan_grow});
    w->s.region.trend_productivity[still_region(w, "JPN")] = 0.01;
    w->s.region.trend_productivity[still_region(w, "CHN")] = 0.05;
    return w;
}

/* In Japan's purchases China's weight grows against Japan's own by half of 4 % a year. */
static void faster_regions_gain_weight(void **unused)
{
    (void)unused;
    struct still_world *w = two_speeds();
    struct state *s = &w->s;
    int home = still_region(w, "JPN"), china = still_region(w, "CHN"), checked = 0;
    double week = 1 + 0.02 / 52;
    for (int n = 0; n < 10; n++)
        sourcing(s);
    assert_close(s->route.trend[china * s->regions + home], pow(week, 10), 1e-12);
    assert_close(s->route.trend[home * s->regions + china], pow(1 - 0.02 / 52, 10), 1e-12);
    assert_true(s->route.trend[home * s->regions + home] == 1);
    for (int k = 0; k < s->industries; k++)
        for (int use = 0; use < FINAL_USES; use++) {
            int own = ((home * s->industries + k) * s->regions + home) * FINAL_USES + use;
            int theirs = ((china * s->industries + k) * s->regions + home) * FINAL_USES + use;
            const struct final_sourcing_table *final = &s->final_sourcing;
            if (final->base_weight[own] <= 0 || final->base_weight[theirs] <= 0)
                continue;
            assert_close(final->weight[theirs] / final->weight[own],
                         final->base_weight[theirs] / final->base_weight[own] * pow(week, 10),
                         1e-12);
            checked++;
        }
    assert_true(checked > 20);
    for (int c = home * s->industries; c < (home + 1) * s->industries; c++) {
        double sum[INPUTS_MAX] = {0};
        for (int d = 0; d < s->cells; d++) {
            size_t pair = (size_t)d * (size_t)s->cells + (size_t)c;
            sum[s->input_of[pair]] += s->sourcing.weight[pair];
        }
        for (int j = 0; j < s->inputs; j++)
            assert_true(sum[j] == 0 || fabs(sum[j] - 1) < 1e-12);
    }
    still_free(w);
}

/* Shares of links drift in the same way, against each other and against the market. */
static void links_to_faster_regions_gain_share(void **unused)
{
    (void)unused;
    struct still_world *w = two_speeds();
    struct state *s = &w->s;
    const struct population *p = &s->population;
    int home = still_region(w, "JPN"), foreign = 0;
    still_run(w, "events", "rationing");
    still_run(w, "markets", "shipping");
    for (uint64_t f = s->region_firm[home]; f < s->region_firm[home + 1]; f++)
        for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1];) {
            uint64_t end = l;
            int c = s->firm.cell[f], j = s->link.input[l];
            double named = 0, mean = 0, market = 0;
            for (int d = 0; d < s->cells; d++) {
                size_t pair = (size_t)d * (size_t)s->cells + (size_t)c;
                if (s->input_of[pair] == j)
                    market +=
                        s->sourcing.base_weight[pair] * sourcing_growth(s, s->cell[d].region, home);
            }
            for (; end < p->supplier_first[f + 1] && s->link.input[end] == j; end++) {
                int o = s->cell[s->firm.cell[s->link.supplier[end]]].region;
                named += s->link.base_share[end];
                mean += s->link.base_share[end] * sourcing_growth(s, o, home);
            }
            mean += (1 - named) * market;
            int k = s->input_industry[j];
            double speed = 1 - pow(1 - s->world->of_industry.trade_elasticity_year[k] /
                                           s->world->of_industry.trade_elasticity[k],
                                   1.0 / 52);
            for (; l < end; l++) {
                int o = s->cell[s->firm.cell[s->link.supplier[l]]].region;
                double base = s->link.base_share[l];
                double drifted = base * (1 + sourcing_growth(s, o, home)) / (1 + mean);
                assert_close(s->link.share[l], drifted + (base - drifted) * speed, 1e-5);
                foreign += o != home;
            }
        }
    assert_true(foreign > 10);
    still_free(w);
}

/* A rise from 2.5 to 27.5 % is one of 24.39 %; on top of 10 % on all goods 36.83 %. */
static void ten_percent_on_goods(struct parameters *p, struct world *world)
{
    p->tariff[world_region(world, "USA")] = 0.1;
}

static void tariffs_of_the_list_are_changes(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = ten_percent_on_goods});
    struct state *s = &w->s;
    int usa = still_region(w, "USA"), home = still_region(w, "JPN"), cars = -1, power = -1;
    for (int k = 0; k < s->industries; k++) {
        cars = strcmp(w->world.industry[k].code, "C29") == 0 ? k : cars;
        power = strcmp(w->world.industry[k].code, "D35") == 0 ? k : power;
    }
    const struct tariff list[] = {
        {.importer = usa, .exporter = -1, .industry = cars, .rate = 5},
        {.importer = usa, .exporter = home, .industry = cars, .rate = 0.275, .old_rate = 0.025},
        {.importer = home, .exporter = -1, .industry = -1, .rate = 0.5},
    };
    tariffs_open(s, list, 3);
    const int n = s->regions, k = s->industries;
    const double *tariff = s->trade.tariff;
    assert_close(tariff[(home * n + usa) * k + cars], 1.1 * 1.275 / 1.025 - 1, 1e-12);
    assert_close(tariff[(still_region(w, "EUR") * n + usa) * k + cars], 1.1 * 6 - 1, 1e-12);
    assert_close(tariff[(usa * n + home) * k + cars], 0.5, 1e-12);
    assert_true(tariff[(home * n + usa) * k + power] == 0);
    assert_true(tariff[(usa * n + usa) * k + cars] == 0);
    assert_true(tariff[(home * n + still_region(w, "EUR")) * k + cars] == 0);
    still_start(w);
    events(s); /* leaves them as they are where no event changes them */
    assert_close(tariff[(home * n + usa) * k + cars], 1.1 * 1.275 / 1.025 - 1, 1e-12);
    still_free(w);
}

/* Output half as large again on trend, debt as it was: the primary deficit is half as large again,
 * and the interest on the half that debt lags behind is saved. */
static void the_debt_path_grows_with_output(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int r = still_region(w, "JPN");
    still_run(w, "events", "household incomes");
    s->region.output_index[r] = 1.5;
    public_finance(s);
    double saved = 0.5 * (double)s->government.opening_debt[r] * w->world.of_region.bond_yield[r];
    double deficit = 1.5 * (double)s->government.opening_deficit[r] - saved / 52;
    assert_true(fabs((double)s->government.benchmark_deficit[r] - deficit) <= 2);
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
        cmocka_unit_test(faster_regions_gain_weight),
        cmocka_unit_test(links_to_faster_regions_gain_share),
        cmocka_unit_test(tariffs_of_the_list_are_changes),
        cmocka_unit_test(the_debt_path_grows_with_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Governments and central banks: bonds, rates, wages and the wage tax (public_finance.c,
 * policy.c). */
#include "trade_support.h"

#include "agents/trends.h"

static void bonds_cover_the_deficit(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = trade_with_tariffs});
    struct state *s = &w->s;
    const struct government_table *g = &s->government;
    still_disturb(w, 5);
    still_run(w, "events", "household incomes");
    money *debt = still_column(g->debt, s->regions);
    money *bonds = still_column(s->fund.bonds, s->regions);
    money *deposits = still_column(s->fund.deposits, s->regions);
    money *benchmark = still_column(g->benchmark_debt, s->regions);
    public_finance(s);
    still_check(w, still_phase("public finance"));
    for (int r = 0; r < s->regions; r++) {
        money deficit = -still_net_flow(s, r, SECTOR_GOVERNMENT);
        assert_int_equal(g->deficit[r], deficit);
        assert_int_equal(g->bond_issues[r], deficit);
        assert_int_equal(g->debt[r], debt[r] + deficit);
        money sold = s->fund.bond_sales[r], bought = s->central_bank.bond_purchases[r];
        for (int b = s->region_bank[r]; b < s->region_bank[r + 1]; b++)
            bought += s->bank.bond_purchases[b];
        assert_int_equal(sold, bought);
        assert_int_equal(s->fund.bonds[r], bonds[r] + deficit - sold);
        assert_int_equal(s->fund.deposits[r], deposits[r] - deficit + sold);
        assert_int_equal(s->central_bank.government_account[r], 0);
        double added = (double)(benchmark[r] - g->opening_debt[r]);
        double interest_more = added * w->world.of_region.bond_yield[r] / 52;
        money more = g->benchmark_deficit[r] - g->opening_deficit[r];
        assert_true(fabs((double)more - interest_more) <= 1);
        assert_int_equal(g->benchmark_debt[r], benchmark[r] + g->benchmark_deficit[r]);
    }
    free(debt);
    free(bonds);
    free(deposits);
    free(benchmark);
    still_free(w);
}

/* Without a disturbance the debt is on its benchmark to the cent; with one the benchmark is the
 * same, and the debt is not. */
static void the_benchmark_is_the_undisturbed_path(void **unused)
{
    (void)unused;
    enum { STEPS = 26 };
    struct still_world *still = still_default(), *rough = still_default();
    for (int n = 0; n < STEPS; n++) {
        still_steps(still, 1);
        for (int r = 0; r < still->s.regions; r++) {
            assert_int_equal(still->s.government.debt[r], still->s.government.benchmark_debt[r]);
            assert_int_equal(still->s.government.deficit[r],
                             still->s.government.benchmark_deficit[r]);
        }
    }
    still_disturb(rough, STEPS);
    for (int r = 0; r < still->s.regions; r++) {
        assert_int_equal(rough->s.government.benchmark_debt[r],
                         still->s.government.benchmark_debt[r]);
        assert_true(rough->s.government.debt[r] != rough->s.government.benchmark_debt[r]);
    }
    still_free(still);
    still_free(rough);
}

/* What a region had before the rule. */
struct setting {
    double inflation, expected, utilisation, rate, yield, wage, unemployment, reference, tax,
        smoothed, over_years;
};

static struct setting setting_of(const struct state *s, int r)
{
    const struct region_table *region = &s->region;
    return (struct setting){region->inflation[r],         region->expected_inflation[r],
                            region->utilisation[r],       region->policy_rate[r],
                            region->bond_yield[r],        region->wage_index[r],
                            region->unemployment_rate[r], region->reference_unemployment[r],
                            region->wage_tax[r],          region->output_smoothed[r],
                            region->output_long[r]};
}

static void check_rates(const struct state *s, int r, const struct setting *was)
{
    const struct parameters *p = &s->parameters;
    double opening = s->world->of_region.policy_rate[r];
    double rule = opening + p->inflation_response * (was->inflation - inflation_target(s)) +
                  p->output_response * (was->utilisation / p->normal_utilisation - 1);
    double rate = was->rate + (rule - was->rate) * still_speed(s, p->rate_lag);
    double least = opening < p->rate_floor ? opening : p->rate_floor;
    rate = rate < least ? least : rate;
    assert_true(fabs(s->region.policy_rate[r] - rate) < 1e-13);
    double wanted = s->world->of_region.bond_yield[r] + rate - opening;
    assert_true(fabs(s->region.bond_yield[r] - was->yield -
                     (wanted - was->yield) * still_speed(s, p->yield_lag)) < 1e-13);
    assert_true(fabs(s->region.loan_rate[r] - rate - s->world->of_region.loan_spread[r]) < 1e-13);
    double deposit =
        fmax(opening - p->deposit_spread, 0) + p->deposit_pass_through * (rate - opening);
    assert_true(fabs(s->region.deposit_rate[r] - fmax(deposit, 0)) < 1e-13);
}

static void check_wages_and_tax(const struct state *s, int r, const struct setting *was)
{
    const struct parameters *p = &s->parameters;
    double years = s->clock.days_per_step == 7 ? 1 / 52.0 : 1 / 365.0;
    double anchor =
        p->inflation_anchor * inflation_target(s) + (1 - p->inflation_anchor) * was->inflation;
    double expected = was->expected + (anchor - was->expected) * still_speed(s, p->inflation_lag);
    assert_true(fabs(s->region.expected_inflation[r] - expected) < 1e-13);
    double opening = s->opening_unemployment[r];
    double slack = was->unemployment > 0 ? was->reference / was->unemployment - 1 : HUGE_VAL;
    slack = fmin(fmax(slack, -0.6), 2);
    double growth = expected + s->world->of_region.wage_slope[r] * opening * slack;
    assert_close(s->region.wage_index[r], was->wage * (1 + growth * years), 1e-13);
    double accustomed =
        p->reference_anchor * opening + (1 - p->reference_anchor) * was->unemployment;
    double reference =
        was->reference + (accustomed - was->reference) * still_speed(s, p->reference_lag);
    assert_close(s->region.reference_unemployment[r],
                 fmin(fmax(reference, opening / 2), opening * 2), 1e-12);
    double trend = was->smoothed * (1 + was->expected * years);
    double output = trend + ((double)s->region.gdp[r] - trend) * still_speed(s, 26);
    assert_close(s->region.output_smoothed[r], output, 1e-12);
    double now = (double)s->region.gdp[r], slow = still_speed(s, p->debt_output_lag);
    trend = was->over_years * (1 + was->expected * years);
    output = trend + (now - trend) * slow;
    double beyond = (double)s->government.debt[r] / output -
                    (double)s->government.benchmark_debt[r] / s->opening_output[r];
    double rule = s->opening_wage_tax[r] + p->debt_response * beyond * years;
    assert_close(s->region.wage_tax[r], was->tax + (rule - was->tax) * still_speed(s, p->debt_lag),
                 1e-12);
}

/* Above the rates of some regions, so that these have a floor of their own: where they began. */
static void high_floor(struct parameters *p, struct world *world)
{
    (void)world;
    p->rate_floor = 0.02;
}

/* Deposits so far below the policy rate that low rates would take them below zero. */
static void dear_deposits(struct parameters *p, struct world *world)
{
    (void)world;
    p->deposit_spread = 0.01;
}

static void rates_wages_and_taxes_follow_their_rules(void **unused)
{
    (void)unused;
    static const double UNEMPLOYMENT[] = {1, 12, 0.02}; /* times the opening's, at most */
    for (int day = 0; day < 2; day++) {
        struct still_world *w = still_create(
            (struct still_options){.day = day, .change = day ? high_floor : dear_deposits});
        struct state *s = &w->s;
        int64_t floors = 0, deposits = 0, slack = 0, reference = 0;
        for (uint32_t n = 0; n < 240; n++) {
            struct setting was[REGIONS_MAX];
            still_start(w);
            for (int r = 0; r < s->regions; r++) {
                uint32_t i = (n * (uint32_t)s->regions + (uint32_t)r) * 8;
                s->region.inflation[r] = 0.2 * (still_draw(i) - 0.6);
                s->region.utilisation[r] = 0.6 + 0.4 * still_draw(i + 1);
                s->region.unemployment_rate[r] =
                    n % 17 == 0
                        ? 0
                        : s->opening_unemployment[r] * UNEMPLOYMENT[r % 3] * still_draw(i + 2);
                s->region.gdp[r] =
                    (money)(s->region.output_smoothed[r] * (0.5 + still_draw(i + 3)));
                s->government.debt[r] =
                    (money)((double)s->government.benchmark_debt[r] * (0.5 + still_draw(i + 4)));
                was[r] = setting_of(s, r);
                slack += s->region.unemployment_rate[r] > 0 &&
                         fabs(was[r].reference / was[r].unemployment - 1 - 0.7) > 1.3;
            }
            policy(s);
            for (int r = 0; r < s->regions; r++) {
                check_rates(s, r, &was[r]);
                check_wages_and_tax(s, r, &was[r]);
            }
            floors += s->bound.bindings[BOUND_POLICY_RATE];
            deposits += s->bound.bindings[BOUND_DEPOSIT_RATE];
            reference += s->bound.bindings[BOUND_REFERENCE];
            slack -= s->bound.bindings[BOUND_WAGE];
        }
        assert_true(floors > 20 && (day || (deposits > 20 && reference > 20)));
        assert_int_equal(slack, 0);
        still_free(w);
    }
}

/* With everything at its opening value nothing moves, not in the last digit. */
static void policy_stands_still_with_the_world(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    still_steps(w, 5);
    int64_t bounds = 0;
    for (int r = 0; r < s->regions; r++) {
        assert_true(fabs(s->region.policy_rate[r] - w->world.of_region.policy_rate[r]) < 1e-12);
        assert_true(fabs(s->region.bond_yield[r] - w->world.of_region.bond_yield[r]) < 1e-12);
        assert_true(fabs(s->region.wage_index[r] - 1) < 1e-12);
        assert_close(s->region.wage_tax[r], s->opening_wage_tax[r], 1e-12);
    }
    for (int n = 0; n < BOUNDS; n++)
        bounds += s->bound.bindings[n];
    assert_int_equal(bounds, 0);
    still_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bonds_cover_the_deficit),
        cmocka_unit_test(the_benchmark_is_the_undisturbed_path),
        cmocka_unit_test(rates_wages_and_taxes_follow_their_rules),
        cmocka_unit_test(policy_stands_still_with_the_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

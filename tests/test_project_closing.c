/* Projects with notice: the clock, the mix of money, the lenders' limits and the decision to decline.
 * Rows are set by hand, what follows is computed. */
#include "pipeline_support.h"

#include "agents/project_decision.h"

static void notice(struct state *s, int p, double billion, double estimate)
{
    put(s, p, PROJECT_NOTICED, "gas-plant", billion, estimate);
    s->project.noticed[p] = s->clock.step + 1;
    s->project.in_kind[p] = 0.05;
}

static double cash_shares(const struct state *s, int p)
{
    const struct project_table *project = &s->project;
    return project->grant_share[p] + project->equity_share[p] + project->loan_share[p] +
           project->bank_share[p] + project->host_share[p];
}

/* Notice in step 1, on a Monday: 45 business days are nine weeks, step 10. */
static void funding_takes_forty_five_business_days(void **unused)
{
    (void)unused;
    struct still_world *w = facility_world();
    struct state *s = &w->s;
    s->parameters.decline = DECLINE_NEVER;
    notice(s, 0, 2, 0.1);
    weeks(s, 9);
    assert_int_equal(s->project.stage[0], PROJECT_NOTICED);
    assert_int_equal(s->project.waits_for[0], PACE_CLOCK);
    week(s);
    assert_int_equal(s->project.stage[0], PROJECT_FUNDED);
    assert_int_equal(s->project.funded[0], 10);
    assert_close(s->project.commitment[0], 2 * BN * 0.95 * 1.2, 1e-12);
    assert_close(s->facility.committed[0], s->project.commitment[0], 1e-12);
    assert_close(s->project.host_share[0], 0.05, 1e-12);
    assert_close(s->project.equity_share[0], 0.015, 1e-12);
    assert_close(s->project.bank_share[0], 0.935 / 2, 1e-12);
    assert_close(s->project.loan_share[0], 0.935 / 2, 1e-12);
    assert_close(s->project.cover[0], 0.975, 1e-12);
    assert_close(s->project.loan_rate[0], s->region.bond_yield[s->host] + 0.012, 1e-12);
    assert_close(s->facility.planned_draws[0], s->project.commitment[0] / 2, 1e-12);
    still_free(w);
}

static void the_form_and_the_limits_make_the_mix(void **unused)
{
    (void)unused;
    struct still_world *w = facility_world();
    struct state *s = &w->s;
    struct parameters *p = &s->parameters;
    p->decline = DECLINE_NEVER;
    p->notice_days = 0;
    p->form = FORM_LOANS;
    notice(s, 0, 1, 0.1);
    week(s);
    assert_close(s->project.loan_share[0], 0.95, 1e-12);
    p->form = FORM_GUARANTEES;
    notice(s, 1, 1, 0.1);
    week(s);
    assert_close(s->project.bank_share[1], 0.95, 1e-12);
    p->form = FORM_GRANTS;
    notice(s, 2, 1, 0.1);
    week(s);
    assert_close(s->project.grant_share[2], 1, 1e-12);
    p->form = FORM_MIX;
    p->insurer_gearing = 0; /* no cover: the policy bank lends all */
    notice(s, 3, 1, 0.1);
    week(s);
    assert_true(s->project.bank_share[3] == 0);
    assert_close(s->project.loan_share[3], 0.935, 1e-12);
    for (int n = 0; n < 4; n++)
        assert_close(cash_shares(s, n), 1, 1e-12);
    still_free(w);
}

static void projects_wait_for_capital_and_dollars(void **unused)
{
    (void)unused;
    struct still_world *w = facility_world();
    struct state *s = &w->s;
    struct parameters *p = &s->parameters;
    p->decline = DECLINE_NEVER;
    p->notice_days = 0;
    p->form = FORM_LOANS;
    /* Capital of 14.7 bn at 0.1 carries 147, of which 110 are lent: 37, and 10 more a billion. */
    p->policy_capital_least = 0.1;
    p->policy_capital_most = 52000;            /* a billion a week */
    notice(s, 0, 60 / 0.95 / 0.95 / 1.2, 0.1); /* loans of 60 bn */
    week(s);
    assert_int_equal(s->project.waits_for[0], PACE_CAPITAL);
    weeks(s, 2);
    assert_int_equal(s->project.stage[0], PROJECT_NOTICED);
    week(s);
    assert_int_equal(s->project.stage[0], PROJECT_FUNDED);
    assert_close(s->facility.top_up[0], 3 * BN, 1e-9);
    p->policy_capital_least = 0;
    /* 60 / 0.95 in two years is 31.6 bn a year; 10 bn more need 5.7. */
    p->yearly_cap = 36000;
    notice(s, 1, 10, 0.1);
    week(s);
    assert_int_equal(s->project.waits_for[1], PACE_DOLLARS);
    assert_int_equal(s->project.stage[1], PROJECT_NOTICED);
    p->yearly_cap = 0;
    week(s);
    assert_int_equal(s->project.stage[1], PROJECT_FUNDED);
    /* 37.3 + 5.7 = 43 bn a year: .003 + .004 * .8 * .43 = .00438 */
    p->dollar_spread_most = 0.0043;
    notice(s, 2, 10, 0.1);
    week(s);
    assert_int_equal(s->project.waits_for[2], PACE_DOLLARS);
    p->dollar_spread_most = 0.0044;
    week(s);
    assert_int_equal(s->project.stage[2], PROJECT_FUNDED);
    still_free(w);
}

static void with_a_tie(struct parameters *p, struct world *world)
{
    open_facility(p, world);
    p->tariffs = true;
    p->notice_days = 0;
}

/* Without a tie a project that loses money is declined, and one that earns 30 % a year funded;
 * with it the first refusal costs more than a small project can lose. */
static void the_lender_weighs_losses_against_the_tariff(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = with_a_tie});
    struct state *s = &w->s;
    s->parameters.tariffs = false;
    notice(s, 0, 2, 0.01);
    notice(s, 1, 2, 0.3);
    assert_true(project_advantage(s, 0) < 0 && project_advantage(s, 1) > 0);
    week(s);
    assert_int_equal(s->project.stage[0], PROJECT_DECLINED);
    assert_int_equal(s->project.stage[1], PROJECT_FUNDED);
    assert_int_equal(s->facility.declined[0], 1);
    assert_close(s->facility.due[0], 4 * BN, 1e-12);
    s->facility.due[0] = s->facility.missed[0] = 0;
    s->facility.envelope[0] = 20 * BN * 721 / 365.25; /* 20 bn a year */
    s->parameters.tariffs = true;
    notice(s, 2, 10, 0.01);
    double without = project_advantage(s, 2);
    s->parameters.enforcement = 0;
    double loss = project_advantage(s, 2);
    s->parameters.enforcement = 1;
    /* Half of what is due in a year would be missed: 2 years of memory, ln(.5 / .1) times. */
    double exports = (double)s->opening_exports[s->lender][s->host] / s->clock.years;
    assert_close(without - loss, s->facility.tariff_change[0] * exports * 2 * log(5), 1e-6);
    week(s);
    assert_int_equal(s->project.stage[2], PROJECT_FUNDED);
    /* 1 bn is within the tolerance: refusing it costs nothing. */
    notice(s, 3, 1, 0.01);
    week(s);
    assert_int_equal(s->project.stage[3], PROJECT_DECLINED);
    still_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(funding_takes_forty_five_business_days),
        cmocka_unit_test(the_form_and_the_limits_make_the_mix),
        cmocka_unit_test(projects_wait_for_capital_and_dollars),
        cmocka_unit_test(the_lender_weighs_losses_against_the_tariff),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

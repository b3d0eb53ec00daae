/* What projects are worth to each side, and how they went, in figures computed by hand. */
#include "finance_support.h"

#include "agents/project_outlook.h"
#include "agents/scoreboard.h"

static struct project_sides outlook(struct project_position position, int first)
{
    struct project_sides sides = {.years = first};
    project_outlook(position, first, &sides);
    return sides;
}

static double sum(const double *values)
{
    double all = 0;
    for (int y = 0; y < PROJECT_YEARS; y++)
        all += values[y];
    return all;
}

static void cash_is_halved_until_the_claim_is_paid(void **unused)
{
    (void)unused;
    struct project_sides sides = outlook(
        (struct project_position){
            .policy_claim = 35, .cash = 20, .life_left = 5, .split = 0.5, .split_after = 0.1},
        3);
    assert_int_equal(sides.years, 8);
    /* Half of 20 three times; then 5 out of the first 10, and a tenth of the other 10; then a tenth. */
    const double lender[] = {10, 10, 10, 6, 2};
    for (int y = 0; y < 5; y++) {
        assert_close(sides.lender.received[3 + y], lender[y], 1e-12);
        assert_close(sides.policy.received[3 + y], lender[y], 1e-12);
        assert_close(sides.state.received[3 + y], lender[y], 1e-12);
        assert_close(sides.host.received[3 + y], 20 - lender[y], 1e-12);
    }
    assert_true(sum(sides.lender.paid) == 0 && sides.lender.received[2] == 0);
}

static void claims_grow_by_interest_until_they_fail(void **unused)
{
    (void)unused;
    struct project_position position = {.policy_claim = 100,
                                        .cash = 20,
                                        .life_left = 100,
                                        .loan_rate = 0.1,
                                        .split = 0.5,
                                        .split_after = 0.1};
    /* 110 less 10 is 100 again, for ever; without interest it is paid off in ten years. */
    struct project_sides owing = outlook(position, 0);
    position.failed = true;
    struct project_sides failed = outlook(position, 0);
    assert_close(sum(owing.lender.received), 1000, 1e-9);
    assert_close(sum(failed.lender.received), 100 + 90 * 2.0, 1e-9);
}

static void the_lenders_part_goes_by_rank(void **unused)
{
    (void)unused;
    struct project_sides sides = outlook((struct project_position){.policy_claim = 9,
                                                                   .bank_loans = 50,
                                                                   .cash = 41,
                                                                   .support = 4,
                                                                   .life_left = 1,
                                                                   .loan_rate = 0.1,
                                                                   .loan_left = 5,
                                                                   .premium = 0.02,
                                                                   .split = 0.5,
                                                                   .split_after = 0.1,
                                                                   .failed = true},
                                         0);
    /* Premium 1; half of 40: interest 5, principal 10, 5 on the claim. */
    assert_close(sides.lender.received[0], 21, 1e-12);
    assert_close(sides.policy.received[0], 5, 1e-12);
    assert_close(sides.state.received[0], 6, 1e-12);
    assert_close(sides.host.received[0], 20, 1e-12);
    assert_close(sides.host.paid[0], 4, 1e-12);
}

static void construction_is_paid_by_shares(void **unused)
{
    (void)unused;
    struct project_sides sides = outlook((struct project_position){.cost_left = 150,
                                                                   .in_kind_left = 15,
                                                                   .build_left = 1.5,
                                                                   .policy_share = 0.5,
                                                                   .bank_share = 0.3,
                                                                   .grant_share = 0.1,
                                                                   .cash = 10,
                                                                   .life_left = 1,
                                                                   .split = 0.5,
                                                                   .split_after = 0.5},
                                         1);
    assert_int_equal(sides.years, 4);
    assert_close(sides.lender.paid[1], 90, 1e-12);
    assert_close(sides.lender.paid[2], 45, 1e-12);
    assert_close(sides.policy.paid[1], 50, 1e-12);
    assert_close(sides.state.paid[1], 60, 1e-12);
    assert_close(sides.host.paid[1], 20, 1e-12); /* equity of 10 and 10 in kind */
    assert_close(sides.host.paid[2], 10, 1e-12);
    /* Half a year of operation in each of the next two. */
    assert_close(sides.lender.received[2], 2.5, 1e-12);
    assert_close(sides.host.received[3], 2.5, 1e-12);
}

/* --- in the state -------------------------------------------------------------------------- */

static void with_facility(struct parameters *p, struct world *world)
{
    (void)world;
    p->facility = true;
    p->slots = 16;
    p->discount_rate = 0.1;
    p->lender_split = 0.5;
    p->lender_split_after = 0.1;
}

static void set_project(struct state *s, int j, enum project_stage stage, double cost,
                        uint32_t finished)
{
    struct project_table *project = &s->project;
    project->stage[j] = (uint8_t)stage;
    project->cost[j] = cost;
    project->in_kind[j] = 0.1;
    project->build_weeks[j] = 40;
    project->delay[j] = 1;
    project->started[j] = 1;
    project->finished[j] = finished;
    project->ended[j] = stage == PROJECT_FAILED ? 60 : 0;
    project->operator[j] =(uint32_t) s->region_firm[s->host];
}

static void set_year(struct state *s, int j, int year, double paid, double received)
{
    size_t at = (size_t)(j * s->project_years + year);
    s->project_year.paid_home[at] = s->project_year.paid_policy[at] = paid;
    s->project_year.paid_state[at] = paid;
    s->project_year.received_home[at] = s->project_year.received_policy[at] = received;
    s->project_year.received_state[at] = received;
    s->project_year.paid_host[at] = paid / 10;
    s->project_year.received_host[at] = received;
}

static void projects_are_counted_and_valued(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = with_facility});
    struct state *s = &w->s;
    const struct facility_score_table *score = &s->facility_score;
    s->clock.step = 103;                              /* the last step of the second year */
    s->parameters.plant_life = (104 - 41) / 52.0 + 3; /* three years are left to the first */
    set_project(s, 0, PROJECT_OPERATING, 100, 41);
    set_project(s, 1, PROJECT_OPERATING, 300, 61);
    set_project(s, 2, PROJECT_FAILED, 100, 0);
    set_project(s, 3, PROJECT_CANDIDATE, 1e6, 0);
    s->project.started[3] = 0;
    s->project.spent[0] = 99;
    s->project.spent[1] = 270;
    s->project.policy_claim[0] = 1000;
    s->project.cash_rate[0] = 80;
    set_year(s, 0, 0, 100, 0);
    set_year(s, 0, 1, 0, 10);
    set_year(s, 2, 0, 50, 0);
    scoreboard_facility(s);
    assert_int_equal(score->started[0], 3);
    assert_int_equal(score->finished[0], 2);
    assert_close(score->failed_share[0], 1.0 / 3, 1e-12);
    assert_close(score->on_time[0], 1.0 / 3, 1e-12);
    assert_close(score->on_time_money[0], 0.2, 1e-12);
    assert_close(score->mean_delay[0], 10, 1e-12);
    assert_close(score->mean_overrun[0], 0.05, 1e-12);
    assert_close(score->paid_home[0], 150, 1e-12);
    assert_close(score->received_host[0], 10, 1e-12);
    /* 100 paid, 10 received, then half of 80 for three years. */
    double value = -100 + 10 / 1.1 + 40 / 1.21 + 40 / 1.331 + 40 / 1.4641;
    assert_close(s->project.npv_home[0], value, 1e-9);
    assert_close(s->project.npv_policy[0], value, 1e-9);
    assert_close(s->project.npv_host[0], value + 90, 1e-9);
    double rate = s->project.irr_home[0];
    assert_true(fabs(-100 + 10 / (1 + rate) + 40 / pow(1 + rate, 2) + 40 / pow(1 + rate, 3) +
                     40 / pow(1 + rate, 4)) < 1e-6);
    assert_true(s->project.payback_year[0] == 5);
    /* Nothing came of the third: no rate, no pay-back. The sides add up. */
    assert_true(isnan(s->project.irr_home[2]) && s->project.payback_year[2] == 0);
    assert_close(s->project.npv_home[2], -50, 1e-12);
    assert_close(score->npv_home[0], value - 50, 1e-9);
    assert_close(score->npv_host[0], value + 90 - 5, 1e-9);
    assert_true(score->irr_home[0] < rate && score->payback_year[0] == 0);
    assert_true(s->project.npv_home[3] == 0);
    still_free(w);
}

/* Ahead: a plant whose work, price and return are known; its value is that of the outlook. */
static void what_is_being_built_is_expected(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = with_facility});
    struct state *s = &w->s;
    uint32_t f = (uint32_t)s->region_firm[s->host];
    s->clock.step = 51;
    s->parameters.plant_life = 1;
    set_project(s, 0, PROJECT_CONSTRUCTION, 200, 0);
    s->project.started[0] = 1;
    s->project.build_weeks[0] = 103; /* as much again as the 51 weeks since the first */
    s->project.work[0] = 60;
    s->project.deposits[0] = 10;
    s->project.planned_work[0] = 200;
    s->project.quality[0] = 0.5;
    s->project.loan_share[0] = 1;
    s->region.investment_prices[s->host] = 2;
    s->firm.gross_return[f] = s->depreciation[s->host] + 0.1;
    scoreboard_facility(s);
    double paid = 60 - 10, cash = 0.1 * 0.5 * 200 * 2;
    assert_close(s->project.npv_home[0], -paid / 1.1 + cash / 2 / 1.21, 1e-9);
    assert_close(s->project.npv_host[0], cash / 2 / 1.21, 1e-9);
    still_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cash_is_halved_until_the_claim_is_paid),
        cmocka_unit_test(claims_grow_by_interest_until_they_fail),
        cmocka_unit_test(the_lenders_part_goes_by_rank),
        cmocka_unit_test(construction_is_paid_by_shares),
        cmocka_unit_test(projects_are_counted_and_valued),
        cmocka_unit_test(what_is_being_built_is_expected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Projects on their way to funding: proposals, examinations, committees, audits, the clock, the
 * lenders' limits and the decision to decline. Rows are set by hand, what follows is computed. */
#include "finance_support.h"

#include "agents/facility.h"
#include "agents/project_decision.h"

static const double BN = 1e11; /* US cents */

/* The facility is open from the first day to the end of 2026; nobody proposes by himself. */
static void open_facility(struct parameters *p, struct world *world)
{
    (void)world;
    p->facility = true;
    p->official = false;
    p->proposals = 0;
    snprintf(p->agreed, sizeof p->agreed, "2025-01-06");
    snprintf(p->opens, sizeof p->opens, "2025-01-06");
    snprintf(p->deadline, sizeof p->deadline, "2026-12-28");
}

static struct still_world *facility_world(void)
{
    return still_create((struct still_options){.change = open_facility});
}

static int kind_of(const struct state *s, const char *code)
{
    int kind = world_kind(s->world, code);
    assert_true(kind >= 0);
    return kind;
}

/* A project in row p; listed in step p + 1, so that rows have draws of their own. */
static void put(struct state *s, int p, enum project_stage stage, const char *kind, double billion,
                double true_return)
{
    struct project_table *project = &s->project;
    int k = kind_of(s, kind);
    project->stage[p] = (uint8_t)stage;
    project->kind[p] = (uint16_t)k;
    project->industry[p] = (uint16_t)s->world->kind[k].industry;
    project->listed[p] = (uint32_t)p + 1;
    project->cost[p] = billion * BN;
    project->true_return[p] = project->lender_estimate[p] = project->sponsor_estimate[p] =
        true_return;
    project->build_weeks[p] = 104;
    project->overrun[p] = project->delay[p] = project->quality[p] = 1;
    project->operator[p] = s->population.run[0].first;
    project->permits[p] = project->customers[p] = 1;
}

static void week(struct state *s)
{
    state_clear_flows(s);
    s->rng.step = s->clock.step + 1;
    facility(s);
    s->clock.step++;
}

static void weeks(struct state *s, int count)
{
    for (int n = 0; n < count; n++)
        week(s);
}

/* ---- calendar ---- */

/* 17 February 2026 is a Tuesday, and so is 21 April, nine weeks later. */
static void business_days_leave_out_weekends(void **unused)
{
    (void)unused;
    assert_int_equal(facility_business_days(date_day(2026, 2, 17), date_day(2026, 4, 21)), 45);
    assert_int_equal(facility_business_days(date_day(2026, 2, 20), date_day(2026, 2, 20)), 0);
    assert_int_equal(facility_business_days(date_day(2026, 2, 20), date_day(2026, 2, 22)), 0);
    assert_int_equal(facility_business_days(date_day(2026, 2, 20), date_day(2026, 2, 23)), 1);
    assert_int_equal(facility_business_days(date_day(1969, 12, 26), date_day(1970, 1, 5)), 6);
}

/* ---- proposals ---- */

static void many_proposals(struct parameters *p, struct world *world)
{
    open_facility(p, world);
    p->proposals = 100;
    p->slots = 4000;
    p->screening = 0;
}

static void busy_committees(struct parameters *p, struct world *world)
{
    many_proposals(p, world);
    p->screening = 500;
    p->allocation = ALLOCATION_QUALITY_FIRST;
}

/* About 43 kinds and arrivals of all a year, a hundred times as many: 1,650 in twenty weeks. */
static void truths_are_drawn_as_the_figures_say(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = many_proposals});
    struct state *s = &w->s;
    weeks(s, 20);
    double arrivals = 0, n = 0, cost = 0, overrun = 0, late = 0, dear = 0, both = 0, dear2 = 0;
    double late2 = 0;
    for (int k = 0; k < s->world->kinds; k++)
        arrivals += 100 * s->world->kind[k].arrivals * 20 / 52;
    for (int p = 0; p < s->projects; p++) {
        if (s->project.stage[p] == PROJECT_EMPTY)
            continue;
        const struct project_kind *kind = &s->world->kind[s->project.kind[p]];
        double sd = kind->overrun_deviation;
        double x = (log(s->project.overrun[p] / (1 + kind->overrun)) + sd * sd / 2) / sd;
        double spread = 0.6 * sd;
        double y = (log(s->project.delay[p] / (1 + kind->delay)) + spread * spread / 2) / spread;
        n++;
        cost += log(s->project.cost[p] / (kind->size * FACILITY_CENTS)) / kind->size_deviation;
        overrun += s->project.overrun[p] / (1 + kind->overrun);
        dear += x, dear2 += x * x, late += y, late2 += y * y, both += x * y;
        assert_int_equal(s->project.industry[p], kind->industry);
        assert_int_equal(s->firm.cell[s->project.operator[p]],
                         s->host * s->industries + kind->industry);
        assert_int_equal(cell_region(s, s->firm.cell[s->project.partner[p]]), s->lender);
        double wear = s->depreciation[s->host];
        double net = facility_return(s, kind->industry).now - wear;
        assert_close(s->project.true_return[p], net * s->project.quality[p] / s->project.overrun[p],
                     0.02);
        double stated = log(s->project.sponsor_estimate[p] / (net * s->project.quality[p]));
        assert_true(fabs(stated - s->parameters.optimism) < 0.6);
    }
    assert_true(fabs(n - arrivals) < 4 * sqrt(arrivals));
    assert_int_equal(s->facility.proposed[0], n);
    assert_true(fabs(overrun / n - 1) < 0.04);
    assert_true(fabs(dear / n) < 0.1 && fabs(late / n) < 0.1 && fabs(cost / n) < 0.1);
    assert_true(fabs(dear2 / n - 1) < 0.16 && fabs(late2 / n - 1) < 0.16);
    assert_true(fabs(both / sqrt(dear2 * late2) - 0.6) < 0.06);
    still_free(w);
}

/* Two worlds whose committees do different things: the same projects are proposed. */
static void candidates_do_not_depend_on_decisions(void **unused)
{
    (void)unused;
    struct still_world *a = still_create((struct still_options){.change = many_proposals});
    struct still_world *b = still_create((struct still_options){.change = busy_committees});
    weeks(&a->s, 30);
    weeks(&b->s, 30);
    assert_true(b->s.facility.chosen[0] > 5 && a->s.facility.chosen[0] == 0);
    int same = 0;
    for (int p = 0; p < a->s.projects; p++) {
        const struct project_table *x = &a->s.project, *y = &b->s.project;
        if (x->stage[p] == PROJECT_EMPTY)
            continue;
        assert_int_equal(x->draw_key[p], y->draw_key[p]);
        assert_int_equal(x->listed[p], y->listed[p]);
        assert_true(x->cost[p] == y->cost[p] && x->overrun[p] == y->overrun[p] &&
                    x->delay[p] == y->delay[p] && x->quality[p] == y->quality[p] &&
                    x->politics[p] == y->politics[p] && x->permits[p] == y->permits[p] &&
                    x->operator[p] == y->operator[p]);
        same++;
    }
    assert_true(same > 1000);
    still_free(a);
    still_free(b);
}

static void official_list(struct parameters *p, struct world *world)
{
    open_facility(p, world);
    p->official = true;
    for (int n = 0; n < world->candidates; n++)
        world->candidate[n].listed = date_day(2025, 1, 22); /* in the third week */
}

static void the_official_list_enters_on_its_day(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = official_list});
    struct state *s = &w->s;
    weeks(s, 3);
    assert_int_equal(s->facility.proposed[0], 0);
    weeks(s, 3);
    assert_int_equal(s->facility.proposed[0], s->world->candidates);
    for (int n = 0; n < s->world->candidates; n++) {
        assert_int_equal(s->project.official[n], n + 1);
        assert_int_equal(s->project.listed[n], 4);
        assert_close(s->project.cost[n], s->world->candidate[n].cost * 1e8, 1e-12);
        assert_int_equal(s->cell[s->firm.cell[s->project.partner[n]]].industry,
                         s->world->candidate[n].partner_industry);
    }
    still_free(w);
}

/* ---- examination ---- */

/* One examination a week. Like in all but the return that sponsors state: the best is first. */
static void the_policy_bank_examines_one_after_the_other(void **unused)
{
    (void)unused;
    struct still_world *w = facility_world();
    struct state *s = &w->s;
    s->parameters.screening = 52;
    s->parameters.oversight = 1; /* half of the errors at 0.5, a third of those at 0 */
    for (int p = 0; p < 3; p++)
        put(s, p, PROJECT_CANDIDATE, "fab", 2, 0.05 + 0.01 * p);
    put(s, 3, PROJECT_CANDIDATE, "fab", 2, 0.5);
    s->project.permits[3] = 0;
    s->parameters.permit_speed = 1e-9;
    week(s);
    assert_int_equal(s->project.stage[2], PROJECT_SCREENED);
    assert_int_equal(s->project.stage[1], PROJECT_CANDIDATE);
    assert_int_equal(s->project.waits_for[1], PACE_SCREENING);
    assert_int_equal(s->project.waits_for[3], PACE_BANKABILITY);
    double error = 0.5 * s->parameters.lender_noise * sqrt(facility_speed(s));
    assert_close(s->project.lender_estimate[2],
                 0.07 + error * project_normal(s, 2, RNG_PROJECT_ESTIMATE, BY_LENDER), 1e-12);
    week(s);
    week(s);
    assert_int_equal(s->facility.examined[0], 3);
    assert_int_equal(s->project.screened[0], 3);
    weeks(s, 3);
    assert_int_equal(s->project.stage[3], PROJECT_CANDIDATE);
    still_free(w);
}

/* ---- committees ---- */

/* Weights of 0.5, 1 and 1: 0.5 (seen - .05) / .05 + politics + what the kind counts. */
static void scores_are_those_of_the_policy(void **unused)
{
    (void)unused;
    struct still_world *w = facility_world();
    struct state *s = &w->s;
    put(s, 0, PROJECT_SCREENED, "gas-plant", 2, 0.1);
    s->project.politics[0] = 0.25;
    const struct project_kind *kind = &s->world->kind[kind_of(s, "gas-plant")];
    assert_close(project_score(s, 0, 0.1), 0.5 + 0.25 + kind->observed, 1e-12);
    s->parameters.allocation = ALLOCATION_FOUR_SECTORS;
    assert_close(project_score(s, 0, 0.1), 1 + 0.125 + kind->four_sectors, 1e-12);
    s->parameters.allocation = ALLOCATION_QUALITY_FIRST;
    assert_close(project_score(s, 0, 0.1), 2, 1e-12);
    s->parameters.allocation = ALLOCATION_POLITICS_FIRST;
    assert_close(project_score(s, 0, 0.1), 0.25 + 0.5, 1e-12);
    s->parameters.return_weight = 2;
    s->parameters.politics_weight = 0;
    assert_close(project_score(s, 0, 0.1), 0.5, 1e-12);
    still_free(w);
}

static void no_errors(struct parameters *p, struct world *world)
{
    open_facility(p, world);
    p->host_noise = p->joint_noise = p->lender_noise = p->audit_noise = 0;
    p->allocation = ALLOCATION_QUALITY_FIRST;
    p->meeting_weeks = 1;
    p->consultation_weeks = 0;
    p->president_politics = p->audit = p->contingency = 0;
    p->decline = DECLINE_NEVER;
}

/* Quality first without errors: what returns less than the hurdle is not recommended, the better
 * of two is selected before the other, and nothing that the envelope has no room for. */
static void the_best_are_selected_within_the_envelope(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = no_errors});
    struct state *s = &w->s;
    s->facility.envelope[0] = 30 * BN;
    put(s, 0, PROJECT_SCREENED, "fab", 20, 0.06);
    put(s, 1, PROJECT_SCREENED, "fab", 20, 0.08);
    put(s, 2, PROJECT_SCREENED, "fab", 5, 0.04);
    put(s, 3, PROJECT_SCREENED, "fab", 4, 0.055);
    for (int p = 0; p < 4; p++)
        s->project.screened[p] = 1;
    week(s);
    assert_int_equal(s->project.stage[1], PROJECT_SELECTED);
    assert_int_equal(s->project.stage[0], PROJECT_RECOMMENDED);
    assert_int_equal(s->project.stage[2], PROJECT_SCREENED);
    assert_int_equal(s->project.stage[3], PROJECT_RECOMMENDED); /* the budget is spent */
    assert_true(s->facility.budget[0] < 0);
    weeks(s, 90);
    assert_true(s->project.selected[3] > 1);
    assert_int_equal(s->project.stage[0], PROJECT_RECOMMENDED);
    assert_int_equal(s->facility.chosen[0], 2);
    assert_true(s->facility.open_envelope[0] >= 0);
    weeks(s, 14); /* the deadline passes */
    assert_int_equal(s->project.stage[0], PROJECT_DROPPED);
    assert_int_equal(s->project.stage[2], PROJECT_DROPPED);
    assert_int_equal(s->facility.pace[0], PACE_BUILDING); /* 23 of 30: more than what is open */
    still_free(w);
}

static void a_veto_drops_what_the_joint_committee_dislikes(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = no_errors});
    struct state *s = &w->s;
    s->parameters.allocation = ALLOCATION_POLITICS_FIRST;
    put(s, 0, PROJECT_SCREENED, "fab", 2, 0.04);
    s->project.politics[0] = 3;
    s->project.screened[0] = 1;
    s->parameters.consultation = CONSULTATION_VETO;
    week(s);
    assert_int_equal(s->project.stage[0], PROJECT_DROPPED);
    put(s, 0, PROJECT_SCREENED, "fab", 2, 0.04);
    s->project.screened[0] = 2;
    s->parameters.consultation = CONSULTATION_ADVISE;
    week(s);
    assert_int_equal(s->project.stage[0], PROJECT_SELECTED);
    still_free(w);
}

/* Politics selects both; the audit sends the bad one back, for once. */
static void audits_send_back_what_is_below_the_hurdle(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = no_errors});
    struct state *s = &w->s;
    s->parameters.audit = 1;
    s->parameters.audit_weeks = 3;
    s->parameters.notice_weeks = 2;
    for (int p = 0; p < 2; p++) {
        put(s, p, PROJECT_SELECTED, "fab", 2, p == 0 ? 0.02 : 0.09);
        s->project.selected[p] = 1;
    }
    s->facility.chosen[0] = 2;
    weeks(s, 4);
    assert_int_equal(s->project.stage[0], PROJECT_SCREENED);
    assert_int_equal(s->project.audited[0], 1);
    assert_close(s->project.host_estimate[0], 0.02, 1e-12);
    assert_int_equal(s->facility.chosen[0], 1);
    assert_int_equal(s->project.stage[1], PROJECT_SELECTED);
    weeks(s, 2);
    assert_int_equal(s->project.stage[1], PROJECT_NOTICED);
    assert_int_equal(s->project.noticed[1], 6);
    assert_int_equal(s->project.stage[0], PROJECT_SCREENED); /* quality first: not again */
    assert_close(s->facility.named[0], 2 * BN, 1e-12);
    still_free(w);
}

/* ---- funding ---- */

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

/* ---- off ---- */

static void other_figures(struct parameters *p, struct world *world)
{
    (void)world;
    p->proposals = 50;
    p->tariff_without = 1;
    p->envelope = 1;
    p->screening = 500;
}

static void nothing_happens_where_it_is_off(void **unused)
{
    (void)unused;
    struct still_world *a = still_default();
    struct still_world *b = still_create((struct still_options){.change = other_figures});
    still_steps(a, 3);
    still_steps(b, 3);
    a->s.facility.envelope[0] = b->s.facility.envelope[0];
    assert_true(state_hash(&a->s) == state_hash(&b->s));
    assert_int_equal(a->s.facility.proposed[0], 0);
    still_free(a);
    still_free(b);
}

static void no_kinds(struct parameters *p, struct world *world)
{
    open_facility(p, world);
    world->kinds = 0;
}

static void early_deadline(struct parameters *p, struct world *world)
{
    open_facility(p, world);
    snprintf(p->deadline, sizeof p->deadline, "2025-01-05");
}

static void what_cannot_be_is_refused(void **unused)
{
    (void)unused;
    static const struct {
        void (*change)(struct parameters *, struct world *);
        const char *says;
    } trials[] = {{no_kinds, "project-kinds.csv"}, {early_deadline, "framework.deadline"}};
    for (size_t n = 0; n < sizeof trials / sizeof *trials; n++) {
        struct still_world *w = calloc(1, sizeof *w);
        struct error err = {0};
        assert_false(still_try(w, (struct still_options){.change = trials[n].change}, &err));
        assert_non_null(strstr(err.text, trials[n].says));
        still_free(w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(business_days_leave_out_weekends),
        cmocka_unit_test(truths_are_drawn_as_the_figures_say),
        cmocka_unit_test(candidates_do_not_depend_on_decisions),
        cmocka_unit_test(the_official_list_enters_on_its_day),
        cmocka_unit_test(the_policy_bank_examines_one_after_the_other),
        cmocka_unit_test(scores_are_those_of_the_policy),
        cmocka_unit_test(the_best_are_selected_within_the_envelope),
        cmocka_unit_test(a_veto_drops_what_the_joint_committee_dislikes),
        cmocka_unit_test(audits_send_back_what_is_below_the_hurdle),
        cmocka_unit_test(funding_takes_forty_five_business_days),
        cmocka_unit_test(the_form_and_the_limits_make_the_mix),
        cmocka_unit_test(projects_wait_for_capital_and_dollars),
        cmocka_unit_test(the_lender_weighs_losses_against_the_tariff),
        cmocka_unit_test(nothing_happens_where_it_is_off),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

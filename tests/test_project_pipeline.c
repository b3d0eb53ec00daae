/* Projects on their way to notice: proposals, examinations, committees and audits. Rows are set by
 * hand, what follows is computed. */
#include "pipeline_support.h"

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
/* Of 1,650 projects, by site, what the shares of their kinds say; official ones where the list
 * says. */
static void sites_are_drawn_by_the_shares_of_the_kind(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = many_proposals});
    struct state *s = &w->s;
    weeks(s, 20);
    project_totals(s);
    for (int n = 0; n < s->world->sites; n++) {
        double expected = 0, variance = 0, found = 0;
        for (int p = 0; p < s->projects; p++) {
            if (s->project.stage[p] == PROJECT_EMPTY)
                continue;
            double share = s->world->site[n].share[s->project.kind[p]];
            expected += share;
            variance += share * (1 - share);
            found += s->project.site[p] == n + 1;
            assert_in_range(s->project.site[p], 1, s->world->sites);
        }
        assert_true(fabs(found - expected) <= 4 * sqrt(variance));
        assert_int_equal(s->project_site.waiting[n], found);
    }
    still_free(w);
}

static void totals_are_sums_by_kind_and_site(void **unused)
{
    (void)unused;
    struct still_world *w = facility_world();
    struct state *s = &w->s;
    put(s, 0, PROJECT_CANDIDATE, "fab", 1, 0.1);
    put(s, 1, PROJECT_NOTICED, "fab", 2, 0.1);
    put(s, 2, PROJECT_OPERATING, "fab", 4, 0.1);
    put(s, 3, PROJECT_FAILED, "steel", 8, 0.1);
    put(s, 4, PROJECT_DECLINED, "fab", 16, 0.1);
    put(s, 5, PROJECT_DROPPED, "fab", 32, 0.1);
    for (int p = 0; p < 6; p++) {
        s->project.site[p] = (uint16_t)(1 + p % 2);
        s->project.commitment[p] = 1.5 * s->project.cost[p];
        s->project.paid_out[p] = (money)s->project.cost[p];
        s->project.lost[p] = p == 3 ? 100 : 0;
    }
    s->project.official[3] = 2;
    project_totals(s);
    int fab = kind_of(s, "fab"), steel = kind_of(s, "steel");
    const struct project_kind_table *kind = &s->project_kind;
    assert_int_equal(kind->waiting[fab], 1);
    assert_int_equal(kind->operating[fab], 1);
    assert_int_equal(kind->failed[steel], 1);
    assert_close(kind->named[fab], 6 * BN, 1e-12);
    assert_close(kind->committed[fab], 6 * BN, 1e-12);
    assert_close(kind->paid_out[steel], 8 * BN, 1e-12);
    assert_close(kind->lost[steel], 100, 1e-12);
    assert_close(s->project_site.named[0], 4 * BN, 1e-12);
    assert_close(s->project_site.named[1], 10 * BN, 1e-12);
    assert_int_equal(s->project_candidate.project[1], 4);
    assert_int_equal(s->project_candidate.project[0], 0);
    still_free(w);
}

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
        cmocka_unit_test(sites_are_drawn_by_the_shares_of_the_kind),
        cmocka_unit_test(totals_are_sums_by_kind_and_site),
        cmocka_unit_test(candidates_do_not_depend_on_decisions),
        cmocka_unit_test(the_official_list_enters_on_its_day),
        cmocka_unit_test(the_policy_bank_examines_one_after_the_other),
        cmocka_unit_test(scores_are_those_of_the_policy),
        cmocka_unit_test(the_best_are_selected_within_the_envelope),
        cmocka_unit_test(a_veto_drops_what_the_joint_committee_dislikes),
        cmocka_unit_test(audits_send_back_what_is_below_the_hurdle),
        cmocka_unit_test(nothing_happens_where_it_is_off),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

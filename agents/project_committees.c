/* Committees: the host's investment committee recommends, its president selects, audits send back.
 *
 *     host's estimate   true return + host_noise (1.5 - oversight) sqrt(speed) z        [1/year]
 *     joint estimate    the same with joint_noise, of the consultation committee
 *     seen              the host's estimate; where the other's opinion counts, their mean
 *     score = w_r (seen - hurdle) / return_scale + w_p politics + w_s sector_k
 *     president's score = score + president_politics * politics
 *
 * At each meeting the investment committee recommends the examined projects, consultation_weeks
 * after their examination, whose score reaches the threshold; with a veto the consultation
 * committee drops those whose joint estimate is below the hurdle. The president then selects by
 * his score while his budget (facility.c) is positive and the envelope has room, until the
 * deadline. Weights follow from framework.allocation (below) times three factors of the
 * scenario. What is not recommended, or not selected, within the patience is dropped, at the
 * deadline everything that was not selected.
 *
 * A selected project is audited with probability framework.audit. The audit finds the true return
 * with audit_noise, and what it finds below the hurdle goes back to the committees, which know
 * from then on what the audit found; a project is audited once.
 *
 * Source: memorandum of 4 September 2025 for who decides; screens in a row as in Sah and Stiglitz
 * 1986; weights are our assumptions.
 * Reads   project.{true_return, politics}, facility.{budget, haste}.
 * Writes  project.{stage, *_estimate, score, recommended, selected, audited, noticed, ended,
 * waits_for}, facility.{budget, chosen, named}.
 */
#include <math.h>

#include "agents/facility.h"

/* Weights of the policies: the estimated return, politics, and the two columns of
 * project-figures.csv that say which kinds are wanted. Our assumptions. */
static const struct weights {
    double estimate, politics, observed, four_sectors;
} POLICIES[ALLOCATIONS] = {
    [ALLOCATION_AS_OBSERVED] = {0.5, 1, 1, 0},
    [ALLOCATION_FOUR_SECTORS] = {1, 0.5, 0, 1},
    [ALLOCATION_QUALITY_FIRST] = {2, 0, 0, 0},
    [ALLOCATION_POLITICS_FIRST] = {0.25, 2, 0, 0},
};

double project_score(const struct state *s, int p, double seen)
{
    const struct parameters *parameters = &s->parameters;
    const struct project_kind *kind = &s->world->kind[s->project.kind[p]];
    const struct weights *policy = &POLICIES[parameters->allocation];
    double excess = (seen - parameters->hurdle) / parameters->return_scale;
    double sector = policy->observed * kind->observed + policy->four_sectors * kind->four_sectors;
    return parameters->return_weight * policy->estimate * excess +
           parameters->politics_weight * policy->politics * s->project.politics[p] +
           parameters->sector_weight * sector;
}

static double president_score(const struct state *s, int p)
{
    return s->project.score[p] + s->parameters.president_politics * s->project.politics[p];
}

static bool is_meeting(const struct state *s)
{
    double steps = (double)s->parameters.meeting_weeks / s->clock.weeks;
    return (s->clock.step + 1) % (uint32_t)fmax(1, steps + 0.5) == 0;
}

/* --- recommendation --------------------------------------------------------------------------- */

static void look_at(struct state *s, int p)
{
    const struct parameters *parameters = &s->parameters;
    s->project.host_estimate[p] = project_estimate(s, p, BY_HOST, parameters->host_noise);
    s->project.joint_estimate[p] = project_estimate(s, p, BY_BOTH, parameters->joint_noise);
}

static void consider(struct state *s, int p)
{
    const struct parameters *parameters = &s->parameters;
    bool consulted = parameters->consultation != CONSULTATION_ABSENT;
    double weeks = facility_weeks_since(s, s->project.screened[p]);
    if (consulted && weeks < parameters->consultation_weeks)
        return;
    if (s->project.audited[p] == 0)
        look_at(s, p);
    double seen = s->project.host_estimate[p];
    if (parameters->consultation == CONSULTATION_ADVISE)
        seen = (seen + s->project.joint_estimate[p]) / 2;
    s->project.score[p] = project_score(s, p, seen);
    if (parameters->consultation == CONSULTATION_VETO &&
        s->project.joint_estimate[p] < parameters->hurdle) {
        project_end(s, p, PROJECT_DROPPED);
    } else if (s->project.score[p] >= parameters->threshold) {
        s->project.stage[p] = PROJECT_RECOMMENDED;
        s->project.recommended[p] = s->clock.step + 1;
    } else if (weeks > parameters->patience) {
        project_end(s, p, PROJECT_DROPPED);
    }
}

/* --- selection -------------------------------------------------------------------------------- */

/* The recommended project with the highest score that the envelope has room for, or -1. */
static int best_of_recommended(const struct state *s)
{
    int best = -1;
    for (int p = 0; p < s->projects; p++)
        if (s->project.stage[p] == PROJECT_RECOMMENDED &&
            project_commitment(s, p) <= s->facility.open_envelope[0] &&
            (best < 0 || president_score(s, p) > president_score(s, best)))
            best = p;
    return best;
}

static void select_project(struct state *s, int p)
{
    struct facility_table *facility = &s->facility;
    s->project.stage[p] = PROJECT_SELECTED;
    s->project.selected[p] = s->clock.step + 1;
    facility->open_envelope[0] -= project_commitment(s, p);
    facility->budget[0] -= project_commitment(s, p);
    facility->chosen[0]++;
}

static void meet(struct state *s)
{
    for (int p = 0; p < s->projects; p++) {
        if (s->project.stage[p] == PROJECT_SCREENED)
            consider(s, p);
        else if (s->project.stage[p] == PROJECT_RECOMMENDED &&
                 facility_weeks_since(s, s->project.recommended[p]) > s->parameters.patience)
            project_end(s, p, PROJECT_DROPPED);
    }
    while (s->facility.budget[0] > 0) {
        int p = best_of_recommended(s);
        if (p < 0)
            return;
        select_project(s, p);
    }
}

/* --- audit and notice ------------------------------------------------------------------------- */

static void send_back(struct state *s, int p, double found)
{
    struct facility_table *facility = &s->facility;
    s->project.lender_estimate[p] = s->project.host_estimate[p] = s->project.joint_estimate[p] =
        found;
    s->project.stage[p] = PROJECT_SCREENED;
    s->project.recommended[p] = s->project.selected[p] = 0;
    facility->open_envelope[0] += project_commitment(s, p);
    facility->budget[0] += project_commitment(s, p);
    facility->chosen[0]--;
}

/* The draw of the audit is the project's own, so that more audits catch more, not others. */
static bool wants_audit(const struct state *s, int p)
{
    struct rng listing = {.seed = s->rng.seed, .step = s->project.listed[p]};
    return rng_uniform(listing, RNG_PROJECT, s->project.draw_key[p], RNG_PROJECT_AUDIT, 0) <
           s->parameters.audit;
}

static void follow_up(struct state *s, int p)
{
    const struct parameters *parameters = &s->parameters;
    double weeks = facility_weeks_since(s, s->project.selected[p]);
    bool audit = wants_audit(s, p);
    if (audit && s->project.audited[p] == 0) {
        if (weeks < parameters->audit_weeks)
            return;
        s->project.audited[p] = 1;
        double found = project_estimate(s, p, BY_AUDIT, parameters->audit_noise);
        if (found < parameters->hurdle) {
            send_back(s, p, found);
            return;
        }
    }
    if (weeks < parameters->notice_weeks + (audit ? parameters->audit_weeks : 0))
        return;
    s->project.stage[p] = PROJECT_NOTICED;
    s->project.noticed[p] = s->clock.step + 1;
    s->facility.named[0] += s->project.cost[p];
}

static void close_list(struct state *s)
{
    for (int p = 0; p < s->projects; p++)
        if (project_is_waiting(s, p))
            project_end(s, p, PROJECT_DROPPED);
}

void project_committees(struct state *s)
{
    bool late = facility_today(s) > facility_day(s->parameters.deadline);
    if (late)
        close_list(s);
    else if (is_meeting(s) && facility_today(s) >= facility_day(s->parameters.opens))
        meet(s);
    for (int p = 0; p < s->projects; p++) {
        if (s->project.stage[p] == PROJECT_SELECTED)
            follow_up(s, p);
        if (s->project.stage[p] == PROJECT_SCREENED || s->project.stage[p] == PROJECT_RECOMMENDED)
            s->project.waits_for[p] = PACE_COMMITTEES;
        else if (s->project.stage[p] == PROJECT_SELECTED)
            s->project.waits_for[p] = PACE_CLOCK;
    }
}

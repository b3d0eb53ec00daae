/* Scoreboard of the facility: what the projects came to, at the end of each year of the run.
 *
 *     on time      finished - started <= planned time, of projects finished, abandoned or overdue
 *     delay        (finished - started) - planned time                            [weeks], finished ones
 *     overrun      cash spent / (estimate without what is in kind) - 1            finished ones
 *     NPV          sum over years y of (received_y - paid_y) / (1 + discount_rate)^y, y = 0 the first
 *                  year of the run: past years as they were, later ones as expected (project_outlook.c)
 *     IRR          the rate at which it is zero;  pay-back: the first year with all paid and as much received
 *
 * A plant's expected cash is its smoothed cash of today for the rest of plant_life. What is still being
 * built is expected to cost what work is left at today's price (the true overrun, which no agent knows),
 * to be ready at the end of its true time, and then to earn the operator's net return of today. The sides
 * add up over projects. Agreed interest of past years is in the claims.
 *
 * Source: our definitions.
 * Reads   project, project_year, prices. Writes facility_score, project.{irr_home, irr_host, npv_home,
 * npv_host, npv_policy, npv_state, payback_year}. No rule reads them.
 */
#include <math.h>
#include <string.h>

#include "agents/project_outlook.h"
#include "agents/project_terms.h"
#include "agents/scoreboard.h"

/* Whether money has been promised: it has a cost and a value. */
static bool is_funded(const struct state *s, int j)
{
    int stage = s->project.stage[j];
    return stage >= PROJECT_FUNDED && stage <= PROJECT_FAILED;
}

static double years_since(const struct state *s, uint32_t step)
{
    return (double)(s->clock.step + 1 - step) * s->clock.years;
}

/* --- value --------------------------------------------------------------------------------- */

/* Construction that is still ahead, and the plant that it makes. */
static void set_construction(const struct state *s, int j, struct project_position *position)
{
    const struct project_table *project = &s->project;
    double price = project_work_price(s, project->kind[j]);
    double weeks = project->build_weeks[j] * project->delay[j];
    double planned = project->planned_work[j], work = project->work[j], spent_years = 0;
    if (project->started[j] == 0) {
        planned = project->cost[j] / price;
        work = planned * (1 - project->in_kind[j]) * project->overrun[j];
        position->in_kind_left = project->cost[j] * project->in_kind[j];
    } else {
        spent_years = years_since(s, project->started[j]);
    }
    position->cost_left = fmax(0, work * price - (double)project->deposits[j]);
    position->build_left = fmax(s->clock.years, weeks / 52 - spent_years);
    position->life_left = s->parameters.plant_life;
    position->cash = fmax(0, project_net_return(s, j)) * project->quality[j] * planned *
                     s->region.investment_prices[s->host];
    double guaranteed = project->offtake[j] * project->sponsor_estimate[j] * project->cost[j];
    position->support = fmax(0, guaranteed - position->cash);
    position->cash += position->support;
}

static struct project_position position_of(const struct state *s, int j)
{
    const struct project_table *project = &s->project;
    const struct parameters *p = &s->parameters;
    struct project_position position = {.policy_claim = (double)project->policy_claim[j],
                                        .bank_loans = (double)project->bank_loans[j],
                                        .policy_share =
                                            project->equity_share[j] + project->loan_share[j],
                                        .bank_share = project->bank_share[j],
                                        .grant_share = project->grant_share[j],
                                        .loan_rate = project->loan_rate[j],
                                        .loan_left = p->loan_years,
                                        .premium = p->premium * project->cover[j],
                                        .split = p->lender_split,
                                        .split_after = p->lender_split_after,
                                        .failed = project->stage[j] == PROJECT_FAILED};
    if (project->stage[j] == PROJECT_FUNDED || project_is_building(s, j)) {
        set_construction(s, j, &position);
        return position;
    }
    uint32_t opened = project->finished[j] > 0 ? project->finished[j] : project->ended[j];
    position.life_left = fmax(0, p->plant_life - years_since(s, opened));
    position.loan_left -= years_since(s, opened);
    position.cash = fmax(0, project->cash_rate[j]);
    position.support = fmin(position.cash, project->support_rate[j]);
    return position;
}

static void add_history(const struct state *s, int j, int years, struct project_sides *sides)
{
    const struct project_year_table *year = &s->project_year;
    size_t first = (size_t)j * (size_t)s->project_years;
    for (int y = 0; y < years && y < s->project_years && y < PROJECT_YEARS; y++) {
        size_t at = first + (size_t)y;
        sides->lender.paid[y] += year->paid_home[at];
        sides->lender.received[y] += year->received_home[at];
        sides->host.paid[y] += year->paid_host[at];
        sides->host.received[y] += year->received_host[at];
        sides->policy.paid[y] += year->paid_policy[at];
        sides->policy.received[y] += year->received_policy[at];
        sides->state.paid[y] += year->paid_state[at];
        sides->state.received[y] += year->received_state[at];
    }
}

static void add_side(struct project_side *sum, const struct project_side *side, int years)
{
    for (int y = 0; y < years; y++) {
        sum->paid[y] += side->paid[y];
        sum->received[y] += side->received[y];
    }
}

/* Years before anything is paid change no rate of return, but the search for it would overflow. */
static double rate_of_return(const struct project_side *side, int years)
{
    struct project_side shifted;
    int first = 0;
    while (first < years && side->paid[first] == 0 && side->received[first] == 0)
        first++;
    size_t bytes = (size_t)(years - first) * sizeof(double);
    memcpy(shifted.paid, side->paid + first, bytes);
    memcpy(shifted.received, side->received + first, bytes);
    return project_irr(&shifted, years - first);
}

static void value_project(struct state *s, int j, int now, struct project_sides *all)
{
    struct project_table *project = &s->project;
    double rate = s->parameters.discount_rate;
    struct project_sides sides = {.years = now};
    add_history(s, j, now, &sides);
    project_outlook(position_of(s, j), now, &sides);
    project->irr_home[j] = rate_of_return(&sides.lender, sides.years);
    project->irr_host[j] = rate_of_return(&sides.host, sides.years);
    project->npv_home[j] = project_npv(&sides.lender, sides.years, rate);
    project->npv_host[j] = project_npv(&sides.host, sides.years, rate);
    project->npv_policy[j] = project_npv(&sides.policy, sides.years, rate);
    project->npv_state[j] = project_npv(&sides.state, sides.years, rate);
    project->payback_year[j] = project_payback(&sides.lender, sides.years) + 1;
    add_side(&all->lender, &sides.lender, sides.years);
    add_side(&all->host, &sides.host, sides.years);
    add_side(&all->policy, &sides.policy, sides.years);
    add_side(&all->state, &sides.state, sides.years);
    all->years = sides.years > all->years ? sides.years : all->years;
}

static void set_values(struct state *s, const struct project_sides *all)
{
    struct facility_score_table *score = &s->facility_score;
    double rate = s->parameters.discount_rate;
    score->irr_home[0] = rate_of_return(&all->lender, all->years);
    score->irr_host[0] = rate_of_return(&all->host, all->years);
    score->irr_policy[0] = rate_of_return(&all->policy, all->years);
    score->irr_state[0] = rate_of_return(&all->state, all->years);
    score->npv_home[0] = project_npv(&all->lender, all->years, rate);
    score->npv_host[0] = project_npv(&all->host, all->years, rate);
    score->npv_policy[0] = project_npv(&all->policy, all->years, rate);
    score->npv_state[0] = project_npv(&all->state, all->years, rate);
    score->payback_year[0] = project_payback(&all->lender, all->years) + 1;
}

/* --- counts -------------------------------------------------------------------------------- */

struct counts {
    double started, finished, failed, due, due_cost, on_time, on_time_cost, delay, overrun;
};

static void count_project(const struct state *s, int j, struct counts *counts)
{
    const struct project_table *project = &s->project;
    double planned = project->build_weeks[j] / s->clock.weeks, cost = project->cost[j];
    if (project->started[j] == 0)
        return;
    bool finished = project->finished[j] > 0, failed = project->stage[j] == PROJECT_FAILED;
    uint32_t until = finished ? project->finished[j] : s->clock.step + 1;
    double taken = (double)(until - project->started[j]);
    counts->started++;
    counts->failed += failed;
    if (finished || failed || taken > planned) {
        counts->due++;
        counts->due_cost += cost;
    }
    if (!finished)
        return;
    counts->finished++;
    counts->on_time += taken <= planned;
    counts->on_time_cost += taken <= planned ? cost : 0;
    counts->delay += (taken - planned) * s->clock.weeks;
    counts->overrun += (double)project->spent[j] / (cost * (1 - project->in_kind[j])) - 1;
}

static double ratio(double a, double b)
{
    return b > 0 ? a / b : 0;
}

static void set_counts(struct state *s)
{
    struct facility_score_table *score = &s->facility_score;
    struct counts counts = {0};
    for (int j = 0; j < s->projects; j++)
        count_project(s, j, &counts);
    score->started[0] = (int64_t)counts.started;
    score->finished[0] = (int64_t)counts.finished;
    score->failed_share[0] = ratio(counts.failed, counts.started);
    score->on_time[0] = ratio(counts.on_time, counts.due);
    score->on_time_money[0] = ratio(counts.on_time_cost, counts.due_cost);
    score->mean_delay[0] = ratio(counts.delay, counts.finished);
    score->mean_overrun[0] = ratio(counts.overrun, counts.finished);
}

static void set_cash(struct state *s)
{
    struct facility_score_table *score = &s->facility_score;
    score->paid_home[0] = score->received_home[0] = 0;
    score->paid_host[0] = score->received_host[0] = 0;
    for (uint64_t n = 0; n < s->project_year.table.rows; n++) {
        score->paid_home[0] += s->project_year.paid_home[n];
        score->received_home[0] += s->project_year.received_home[n];
        score->paid_host[0] += s->project_year.paid_host[n];
        score->received_host[0] += s->project_year.received_host[n];
    }
}

void scoreboard_facility(struct state *s)
{
    int now = (int)((s->clock.step + 1) / scoreboard_steps(s));
    struct project_sides all = {.years = now};
    set_counts(s);
    set_cash(s);
    for (int j = 0; j < s->projects; j++)
        if (is_funded(s, j))
            value_project(s, j, now < PROJECT_YEARS ? now : PROJECT_YEARS, &all);
    set_values(s, &all);
}

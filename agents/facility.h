/* What the parts of the investment facility share: its calendar, its projects' draws and errors,
 * and the parts themselves in the order in which a step calls them (facility.c). */
#ifndef KEIRETSU_AGENTS_FACILITY_H
#define KEIRETSU_AGENTS_FACILITY_H

#include <math.h>

#include "agents/state.h"
#include "core/error.h"

static const double FACILITY_CENTS = 1e8; /* US cents in USD million */

/* Host, lender and the row of the facility. Fails where the scenario asks for what the world does
 * not have; does nothing but name the regions where the facility and its tariffs are off. */
bool facility_open(struct state *s, struct error *err);

/* The parts. */
void project_candidates(struct state *s);
void project_screening(struct state *s);
void project_committees(struct state *s);
void project_closing(struct state *s);

/* Sums by kind and by site; what is fixed of them. */
void project_totals(struct state *s);
void project_totals_open(struct state *s);

/* --- calendar --------------------------------------------------------------------------------- */

/* The day on which the step begins. */
int32_t facility_today(const struct state *s);

/* The day of a DATE parameter, which has been checked. */
int32_t facility_day(const char *text);

/* Mondays to Fridays after `from` up to and with `to`. */
int32_t facility_business_days(int32_t from, int32_t to);

/* The day on which a step, counted from 1, begins. */
int32_t facility_step_day(const struct state *s, uint32_t step);

/* Weeks from the step, counted from 1, to the present one. */
double facility_weeks_since(const struct state *s, uint32_t step);

/* Projects can be proposed and selected. */
bool facility_is_open(const struct state *s);

/* --- projects --------------------------------------------------------------------------------- */

/* Draws of a project do not depend on when somebody decides about it. */
double project_normal(const struct state *s, int p, enum rng_purpose purpose, uint32_t draw);

/* Draws of the present step, of which each project has its own. */
double project_chance(const struct state *s, int p, enum rng_purpose purpose);

/* How much faster than at leisure projects are examined: haste. */
double facility_speed(const struct state *s);

/* Who estimates a return: the draw of the error. */
enum project_estimate { BY_LENDER, BY_HOST, BY_BOTH, BY_AUDIT, BY_SPONSOR };

/* The true return with an error. Information adds up with time, so that the error grows with the
 * root of the speed; good oversight makes it smaller. */
double project_estimate(const struct state *s, int p, enum project_estimate by, double deviation);

/* Score under the allocation policy of a project whose return is thought to be `seen`. */
double project_score(const struct state *s, int p, double seen);

/* Gross return on capital of an industry of the host region, weighted by capital, per year; and
 * what it was at the opening. */
struct industry_return {
    double now, opening;
};
struct industry_return facility_return(const struct state *s, int industry);

/* Whether it has been selected and not been given up. */
static inline bool project_is_chosen(const struct state *s, int p)
{
    int stage = s->project.stage[p];
    return stage >= PROJECT_SELECTED && stage <= PROJECT_FAILED;
}

/* Whether it waits to be examined, recommended or selected. */
static inline bool project_is_waiting(const struct state *s, int p)
{
    int stage = s->project.stage[p];
    return stage >= PROJECT_CANDIDATE && stage <= PROJECT_RECOMMENDED;
}

/* What lenders and owners promise a project in cash: the contingency is a part of it. */
static inline double project_commitment(const struct state *s, int p)
{
    return s->project.cost[p] * (1 - s->project.in_kind[p]) * (1 + s->parameters.contingency);
}

/* What it takes of the envelope once it is selected. */
static inline double project_claim_on_envelope(const struct state *s, int p)
{
    if (s->project.stage[p] == PROJECT_OPERATING || s->project.stage[p] == PROJECT_FAILED)
        return fmin((double)s->project.paid_out[p], s->project.commitment[p]);
    return fmax(project_commitment(s, p), s->project.commitment[p]);
}

static inline void project_end(struct state *s, int p, enum project_stage stage)
{
    s->project.stage[p] = (uint8_t)stage;
    s->project.ended[p] = s->clock.step + 1;
}

#endif

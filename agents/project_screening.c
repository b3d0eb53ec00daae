/* Bankability, and the policy bank's examination.
 *
 *     permits    settled in a step with probability 1 - exp(-speed dt / permit_years_k)
 *     customers  found with probability 1 - exp(-dt / years), years with or without public buyers
 *     work  += screening * speed * dt        examinations; at most one is kept in stock
 *     lender's estimate = true return + lender_noise (1.5 - oversight) sqrt(speed) z    [1/year]
 *     speed = max(1, haste)^haste_response
 *
 * A candidate with permits and customers is bankable and joins the queue. First comes whom the
 * committees would like at the sponsor's word: the score of project_committees.c at the sponsor's
 * estimate, and size_weight ln(cost in USD billion). An examination at twice the speed has half the time: the
 * variance of its error is twice as large, as information adds up with time.
 *
 * Offtake contracts of public buyers guarantee a share of the planned return (project.offtake).
 *
 * Source: permits, feedstock and offtake as what had to be worked down before projects could be
 * financed (JBIC's governor, February 2026); rates are our assumptions.
 * Reads   project.{sponsor_estimate, true_return, politics, cost}, facility.haste.
 * Writes  project.{permits, customers, offtake, stage, screened, lender_estimate, waits_for},
 * facility.{screening_work, examined}.
 */
#include <math.h>

#include "agents/facility.h"

static void find_permits(struct state *s, int p)
{
    const struct project_kind *kind = &s->world->kind[s->project.kind[p]];
    double rate = kind->permit_years > 0 ? s->parameters.permit_speed / kind->permit_years : 1e9;
    if (project_chance(s, p, RNG_PROJECT_PERMITS) < -expm1(-rate * s->clock.years))
        s->project.permits[p] = 1;
}

static void find_customers(struct state *s, int p)
{
    const struct parameters *parameters = &s->parameters;
    bool by_public = parameters->offtake_contracts;
    double years = by_public ? parameters->offtake_years : parameters->private_offtake_years;
    if (project_chance(s, p, RNG_PROJECT_CUSTOMERS) >= -expm1(-s->clock.years / years))
        return;
    s->project.customers[p] = 1;
    s->project.offtake[p] = by_public ? s->world->kind[s->project.kind[p]].offtake : 0;
}

static bool is_bankable(const struct state *s, int p)
{
    return s->project.permits[p] > 0 && s->project.customers[p] > 0;
}

/* The candidate that is examined next, or -1. */
static int first_of_queue(const struct state *s)
{
    const struct parameters *parameters = &s->parameters;
    int first = -1;
    double best = 0;
    for (int p = 0; p < s->projects; p++) {
        if (s->project.stage[p] != PROJECT_CANDIDATE || !is_bankable(s, p))
            continue;
        double size = log(fmax(s->project.cost[p], 1) / (1000 * FACILITY_CENTS));
        double urgency =
            project_score(s, p, s->project.sponsor_estimate[p]) + parameters->size_weight * size;
        if (first < 0 || urgency > best) {
            first = p;
            best = urgency;
        }
    }
    return first;
}

static void examine(struct state *s, int p)
{
    s->project.lender_estimate[p] = project_estimate(s, p, BY_LENDER, s->parameters.lender_noise);
    s->project.stage[p] = PROJECT_SCREENED;
    s->project.screened[p] = s->clock.step + 1;
    s->facility.examined[0]++;
}

void project_screening(struct state *s)
{
    for (int p = 0; p < s->projects; p++) {
        if (s->project.stage[p] != PROJECT_CANDIDATE)
            continue;
        if (!(s->project.permits[p] > 0))
            find_permits(s, p);
        if (!(s->project.customers[p] > 0))
            find_customers(s, p);
    }
    double *work = &s->facility.screening_work[0];
    if (facility_is_open(s) && facility_today(s) >= facility_day(s->parameters.opens))
        *work += s->parameters.screening * facility_speed(s) * s->clock.years;
    for (int p = first_of_queue(s); p >= 0 && *work >= 1; p = first_of_queue(s)) {
        examine(s, p);
        *work -= 1;
    }
    *work = fmin(*work, 1);
    for (int p = 0; p < s->projects; p++)
        if (s->project.stage[p] == PROJECT_CANDIDATE)
            s->project.waits_for[p] = is_bankable(s, p) ? PACE_SCREENING : PACE_BANKABILITY;
}

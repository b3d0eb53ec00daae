/* The investment facility up to the funding of its projects: the calendar, haste, and what holds
 * the pace back. No money moves here; from FUNDED on the vehicles take over.
 *
 *     haste  = (open / envelope) / (time left / whole term), at most haste_most
 *     budget += open / time left * step, at most budget_most years of it        [US cents]
 *
 * open: envelope less the commitments, contingency included, of projects selected and not declined; times in years, between
 * the opening and the deadline. The pace of a step is what the largest amount of money waits for:
 *
 *     CANDIDATES   what is open beyond the cost of all projects that are waiting
 *     BANKABILITY  cost of candidates without permits or customers
 *     SCREENING    of those that the policy bank has not examined
 *     COMMITTEES   of those examined, until they are selected
 *     CLOCK        of those selected, until they may be funded
 *     CAPITAL, DOLLARS  of those whose time has come, while a limit of the lenders binds
 *     BUILDING     commitments not drawn
 *     DEADLINE     what is open when the deadline has passed
 *
 * Source: memorandum of 4 September 2025; the president's even pace is our assumption.
 * Reads   everything of the projects. Writes  facility.{haste, budget, pace, ...}.
 */
#include "agents/facility.h"

#include <math.h>

#include "agents/rules.h"
#include "agents/tariff_deal.h"
#include "core/date.h"

static const double DAYS_OF_YEAR = 365.25;

int32_t facility_day(const char *text)
{
    int32_t day = 0;
    date_parse(text, &day);
    return day;
}

int32_t facility_step_day(const struct state *s, uint32_t step)
{
    return s->clock.first_day + ((int32_t)step - 1) * s->clock.days_per_step;
}

int32_t facility_today(const struct state *s)
{
    return facility_step_day(s, s->clock.step + 1);
}

/* Mondays to Fridays before the day, from some Monday on. */
static int32_t business_days_until(int32_t day)
{
    int32_t monday = 4, since = day - monday; /* 1970-01-05; 1970-01-01 was a Thursday */
    int32_t weeks = since >= 0 ? since / 7 : (since - 6) / 7, rest = since - 7 * weeks;
    return 5 * weeks + (rest < 5 ? rest : 5);
}

int32_t facility_business_days(int32_t from, int32_t to)
{
    return business_days_until(to + 1) - business_days_until(from + 1);
}

double facility_weeks_since(const struct state *s, uint32_t step)
{
    return (double)(s->clock.step + 1 - step) * s->clock.weeks;
}

bool facility_is_open(const struct state *s)
{
    int32_t today = facility_today(s);
    return today >= facility_day(s->parameters.agreed) &&
           today <= facility_day(s->parameters.deadline);
}

double project_normal(const struct state *s, int p, enum rng_purpose purpose, uint32_t draw)
{
    struct rng listing = {.seed = s->rng.seed, .step = s->project.listed[p]};
    return rng_normal(listing, RNG_PROJECT, s->project.draw_key[p], purpose, draw);
}

double project_chance(const struct state *s, int p, enum rng_purpose purpose)
{
    return rng_uniform(s->rng, RNG_PROJECT, s->project.draw_key[p], purpose, s->project.listed[p]);
}

double facility_speed(const struct state *s)
{
    return pow(fmax(1, s->facility.haste[0]), s->parameters.haste_response);
}

double project_estimate(const struct state *s, int p, enum project_estimate by, double deviation)
{
    double error = deviation * (1.5 - s->parameters.oversight) * sqrt(facility_speed(s));
    return s->project.true_return[p] +
           error * project_normal(s, p, RNG_PROJECT_ESTIMATE, (uint32_t)by);
}

struct industry_return facility_return(const struct state *s, int industry)
{
    const struct population *population = &s->population;
    const struct firm_table *firm = &s->firm;
    uint32_t cell = (uint32_t)(s->host * s->industries + industry);
    double capital = 0, now = 0, opening = 0;
    for (uint32_t n = population->cell_first[cell]; n < population->cell_first[cell + 1]; n++) {
        const struct firm_run *run = &population->run[population->cell_run[n]];
        for (uint32_t f = run->first; f < run->first + run->count; f++) {
            capital += firm->capital[f];
            now += firm->capital[f] * firm->gross_return[f];
            opening += firm->capital[f] * firm->opening_return[f];
        }
    }
    return capital > 0 ? (struct industry_return){now / capital, opening / capital}
                       : (struct industry_return){0, 0};
}

/* --- the row of the facility ------------------------------------------------------------------ */

static bool refuse(const struct state *s, struct error *err)
{
    const struct parameters *p = &s->parameters;
    const char *of = p->facility ? "framework.facility" : "framework.tariffs";
    if (world_region(s->world, p->host) < 0)
        return fail(err, ERROR_CONFIG, "framework.host: '%s' must be a region of the world",
                    p->host);
    if (p->bank_region[0] == '\0' || s->host == s->lender)
        return fail(err, ERROR_CONFIG,
                    "%s: needs a policy bank in another region than framework.host, '%s'; "
                    "policy.bank_region is '%s'",
                    of, p->host, p->bank_region);
    if (p->tariffs && !s->world->deal_known)
        return fail(err, ERROR_CONFIG,
                    "framework.tariffs: needs %s/deal-tariffs.csv, which is not there",
                    s->world->folder);
    if (p->facility && facility_day(p->deadline) <= facility_day(p->opens))
        return fail(err, ERROR_CONFIG,
                    "framework.deadline: %s must be later than "
                    "framework.opens, %s",
                    p->deadline, p->opens);
    return true;
}

bool facility_open(struct state *s, struct error *err)
{
    const struct parameters *p = &s->parameters;
    if ((p->facility || p->tariffs) && !refuse(s, err))
        return false;
    if (p->tariffs)
        s->facility.tariff_change[0] = tariff_deal_snap_back(s);
    if (!p->facility)
        return true;
    s->facility.haste[0] = s->facility.ceiling[0] = 1;
    project_totals_open(s);
    return true;
}

/* --- haste and budget ------------------------------------------------------------------------- */

static double open_envelope(const struct state *s)
{
    double open = s->facility.envelope[0];
    for (int p = 0; p < s->projects; p++)
        if (project_is_chosen(s, p))
            open -= project_claim_on_envelope(s, p);
    return open;
}

static void set_haste(struct state *s)
{
    const struct parameters *p = &s->parameters;
    struct facility_table *facility = &s->facility;
    int32_t today = facility_today(s), opens = facility_day(p->opens);
    int32_t deadline = facility_day(p->deadline);
    double open = facility->open_envelope[0] = open_envelope(s);
    facility->haste[0] = today > deadline ? 0 : 1;
    if (today < opens || today > deadline || facility->envelope[0] == 0) {
        facility->budget[0] = 0;
        return;
    }
    double left = fmax(deadline - today, s->clock.days_per_step);
    double still = open / facility->envelope[0];
    facility->haste[0] = fmin(p->haste_most, still * (deadline - opens) / left);
    double pace = open / (left / DAYS_OF_YEAR);
    facility->budget[0] =
        fmin(facility->budget[0] + pace * s->clock.years, fmax(pace * p->budget_most, 0));
}

/* --- what holds the pace back ----------------------------------------------------------------- */

static void count_project(struct state *s, int p, double waiting[PACES])
{
    struct facility_table *facility = &s->facility;
    int stage = s->project.stage[p];
    if (project_is_waiting(s, p)) {
        facility->candidates[0]++;
        facility->waiting[0] += s->project.cost[p];
    }
    facility->operating[0] += stage == PROJECT_OPERATING;
    if (stage == PROJECT_FUNDED || stage == PROJECT_CONSTRUCTION) {
        s->project.waits_for[p] = PACE_BUILDING;
        waiting[PACE_BUILDING] += s->project.commitment[p] - (double)s->project.paid_out[p];
    } else {
        waiting[s->project.waits_for[p]] += s->project.cost[p];
    }
}

static void count(struct state *s)
{
    struct facility_table *facility = &s->facility;
    double waiting[PACES] = {0};
    for (int p = 0; p < s->projects; p++)
        if (s->project.stage[p] != PROJECT_EMPTY)
            count_project(s, p, waiting);
    waiting[PACE_NONE] = 0; /* projects that work, failed or were given up */
    facility->open_envelope[0] = open_envelope(s);
    double open = facility->open_envelope[0];
    if (facility_today(s) > facility_day(s->parameters.deadline))
        waiting[PACE_DEADLINE] = open;
    else
        waiting[PACE_CANDIDATES] = open - facility->waiting[0];
    for (int n = 1; n < PACES; n++)
        if (waiting[n] > waiting[facility->pace[0]])
            facility->pace[0] = (uint8_t)n;
}

void facility(struct state *s)
{
    if (!s->parameters.facility)
        return;
    set_haste(s);
    project_candidates(s);
    project_screening(s);
    project_committees(s);
    project_closing(s);
    count(s);
    tariff_deal_review(s);
}

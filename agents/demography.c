/* Demography: people are born, grow older, come and go, retire and die.
 *
 *     cohorts     births, deaths, birthdays and migrants by single year of age      (cohorts.h)
 *     potential   P_a = force_a(0) * sum(persons * participation) / its opening value   [persons]
 *     retire      those by whom the labour force of an age group exceeds P_a times the
 *                 participation c that the labour market had brought about        (labour_force.c)
 *     trend       of the labour force: growth of P over a year, smoothed               [1/year]
 *
 * Cohorts say who; the household rows follow. What happened is due by age group and is taken from
 * the rows of this step's part of each region, within a year from every row
 * (demography_rows.c). Entrants come through the labour market, which knows that P has grown.
 *
 * Nobody's path is read from a file: rates are. Migrants come without money, and who leaves
 * leaves it behind (our assumption: no currency is converted for them). The dead leave all
 * they own to a household row of their locality, a generation younger.
 *
 * Source: see cohorts.h; smoothing over a year is our assumption.
 * Reads   cohort.*, region.participation_cycle, world rates.
 * Writes  cohort.*, age.*, household.{persons, deposits, shares, incomes}, firm.{staff, quits},
 * bank.{deposits, reserves}, region.{births, deaths, migration, retirements, quits, job_changes,
 * employed, unemployed, labour_force, unemployment_rate, trend_labour}. Keeps deposits and claims
 * of each region; persons change by births, deaths and migration.
 */
#include "agents/demography.h"

#include <math.h>
#include <string.h>

#include "agents/cohorts.h"
#include "agents/people.h"
#include "agents/rules.h"
#include "agents/trends.h"

enum { TREND_WEEKS = 52 };

static struct cohort_variant variant_of(const struct state *s)
{
    return (struct cohort_variant){.fertility = s->parameters.fertility,
                                   .mortality = s->parameters.mortality,
                                   .migration = s->parameters.migration};
}

/* Working life `years` after the start. */
static struct cohort_work work_of(const struct state *s, int r, double years)
{
    return (struct cohort_work){
        .scale = s->participation_scale[r], .years = years, .longer = s->parameters.retirement[r]};
}

static struct cohort_time time_of(const struct state *s)
{
    int steps = (int)nearbyint(1 / s->clock.years);
    return (struct cohort_time){.steps = steps,
                                .step = (int)(s->clock.step % (uint32_t)steps),
                                .years = s->clock.step * s->clock.years,
                                .rng = s->rng};
}

/* What happened to the people of a region falls due in its rows. */
static void fall_due(struct state *s, int r, const struct cohort_flows *flows)
{
    int ages = s->world->age_groups;
    for (int a = 0; a < ages; a++) {
        s->age.deaths_due[r * ages + a] += flows->deaths[a];
        s->age.birthdays_due[r * ages + a] += flows->birthdays[a];
        s->age.arrivals_due[r * ages + a] += flows->arrivals[a];
        s->region.deaths[r] += flows->deaths[a];
        s->region.migration[r] += flows->arrivals[a];
    }
    s->age.arrivals_due[r * ages] += flows->births;
    s->region.births[r] = flows->births;
}

/* Labour force at the participation of normal times, and its trend. */
static void set_potential(struct state *s, int r, double years)
{
    double capacity[AGE_GROUPS_MAX], before = 0, now = 0;
    int ages = s->world->age_groups;
    struct cohort_work work = work_of(s, r, years);
    cohorts_potential(s->world, r, s->cohort.waiting + r * AGES, s->cohort.turned + r * AGES, &work,
                      capacity);
    for (int a = 0; a < ages; a++) {
        double *potential = &s->age.potential[r * ages + a];
        before += *potential;
        *potential = s->opening_potential[r][a] > 0
                         ? s->opening_force[r][a] * capacity[a] / s->opening_potential[r][a]
                         : 0;
        now += *potential;
    }
    double growth = (now / before - 1) / s->clock.years;
    s->region.trend_labour[r] =
        smooth(s->region.trend_labour[r], growth, step_rate(s, TREND_WEEKS), 0);
}

/* Who has become too many to stay in the labour force is due to retire. */
static void plan_retirement(struct state *s, int r)
{
    int ages = s->world->age_groups;
    for (int i = r * ages; i < (r + 1) * ages; i++) {
        double force = (double)(s->age.employed[i] + s->age.unemployed[i]);
        double beyond = force - s->age.potential[i] * s->region.participation_cycle[r];
        s->age.retirements_due[i] = beyond > 0 ? (int64_t)beyond : 0;
    }
}

static void count_region(struct state *s, int r)
{
    int ages = s->world->age_groups;
    int64_t employed = 0, unemployed = 0;
    for (int i = r * ages; i < (r + 1) * ages; i++) {
        employed += s->age.employed[i];
        unemployed += s->age.unemployed[i];
    }
    s->region.employed[r] = employed;
    s->region.unemployed[r] = unemployed;
    s->region.labour_force[r] = employed + unemployed;
    s->region.unemployment_rate[r] =
        employed + unemployed > 0 ? (double)unemployed / (double)(employed + unemployed) : 0;
}

void demography(struct state *s)
{
    if (!s->parameters.demography)
        return;
    struct cohort_time time = time_of(s);
    struct cohort_variant variant = variant_of(s);
    time.variant = &variant;
    int64_t migrants[REGIONS_MAX][AGES];
    cohorts_migrants(s->world, &time, migrants);
    for (int r = 0; r < s->regions; r++) {
        struct cohort_flows flows;
        cohorts_step(s->world, r, &time, migrants[r], s->cohort.waiting + r * AGES,
                     s->cohort.turned + r * AGES, &flows);
        fall_due(s, r, &flows);
        set_potential(s, r, time.years + s->clock.years);
    }
    demography_rows(s);
    people_count(s);
    for (int r = 0; r < s->regions; r++) {
        count_region(s, r);
        plan_retirement(s, r);
    }
}

/* The first year at the opening's rates. */
struct first_year {
    double growth;                   /* of the potential labour force */
    double entrants[AGE_GROUPS_MAX]; /* net of those who leave, by age group */
};

/* Those who must enter an age group's labour force for it to be the potential: its change, and what
 * birthdays and deaths take from it. */
static struct first_year first_year(const struct state *s, int r)
{
    int64_t waiting[AGES], turned[AGES] = {0}, migrants[REGIONS_MAX][AGES];
    double before[AGE_GROUPS_MAX], after[AGE_GROUPS_MAX], sum = 0;
    const struct age_group *group = s->world->age;
    struct first_year year = {0};
    int steps = (int)nearbyint(1 / s->clock.years);
    struct cohort_variant variant = variant_of(s);
    struct cohort_time time = {.steps = steps, .rng = s->rng, .variant = &variant};
    struct cohort_work now = work_of(s, r, 0), then = work_of(s, r, 1);
    memcpy(waiting, s->cohort.waiting + r * AGES, sizeof waiting);
    cohorts_potential(s->world, r, waiting, turned, &now, before);
    for (time.step = 0; time.step < steps; time.step++) {
        struct cohort_flows flows;
        time.years = time.step * s->clock.years;
        cohorts_migrants(s->world, &time, migrants);
        cohorts_step(s->world, r, &time, migrants[r], waiting, turned, &flows);
        for (int a = 0; a < s->world->age_groups; a++) {
            double older = (double)flows.birthdays[a] * group[a].participation[r];
            year.entrants[a] += older + (double)flows.deaths[a] * group[a].participation[r];
            if (a + 1 < s->world->age_groups)
                year.entrants[a + 1] -= older;
        }
    }
    cohorts_potential(s->world, r, waiting, turned, &then, after);
    for (int a = 0; a < s->world->age_groups; a++) {
        sum += before[a];
        year.growth += after[a] - before[a];
        year.entrants[a] += after[a] - before[a];
    }
    year.growth = sum > 0 ? year.growth / sum : 0;
    return year;
}

/* How quickly an age group finds work relative to all: as it must, with its entrants and those who
 * quit, for its unemployment to stay that of the opening. The young come in large numbers and
 * find work soon; who is out of work late in life looks for long. */
static void set_job_finding(struct state *s, int r, const struct first_year *year)
{
    int ages = s->world->age_groups;
    double inflow[AGE_GROUPS_MAX], found = 0, unemployed = 0;
    for (int a = 0; a < ages; a++) {
        inflow[a] = s->world->of_region.quits[r] * (double)s->age.employed[r * ages + a] +
                    fmax(0, year->entrants[a]);
        found += inflow[a];
        unemployed += (double)s->age.unemployed[r * ages + a];
    }
    for (int a = 0; a < ages; a++) {
        double of_age = (double)s->age.unemployed[r * ages + a];
        s->job_finding[r][a] =
            of_age > 0 && found > 0 ? inflow[a] / of_age / (found / unemployed) : 1;
    }
}

void demography_opening_cohorts(struct state *s)
{
    for (int r = 0; r < s->regions; r++) {
        int64_t *waiting = s->cohort.waiting + r * AGES;
        cohorts_open(s->world, r, waiting);
        s->participation_scale[r] = cohort_scale(s->world, waiting);
        struct cohort_work work = work_of(s, r, 0);
        cohorts_potential(s->world, r, waiting, s->cohort.turned + r * AGES, &work,
                          s->opening_potential[r]);
        s->region.participation_cycle[r] = 1;
        s->region.trend_labour[r] = s->parameters.demography ? first_year(s, r).growth : 0;
    }
}

void demography_opening_people(struct state *s)
{
    int ages = s->world->age_groups;
    people_count(s);
    for (int r = 0; r < s->regions; r++) {
        struct first_year year = first_year(s, r);
        set_job_finding(s, r, &year);
        for (int a = 0; a < ages; a++) {
            int i = r * ages + a;
            s->opening_force[r][a] = (double)(s->age.employed[i] + s->age.unemployed[i]);
            s->age.potential[i] = s->opening_force[r][a];
            s->age.hiring_weight[i] = 1;
        }
    }
}

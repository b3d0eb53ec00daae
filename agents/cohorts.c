#include "agents/cohorts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/money.h"

static const double WOMEN = 0.485, PARTICIPATION_LAG = 15, PARTICIPATION_FALL = 11;
static const double PARTICIPATION_MOST = 0.97;

void cohort_groups(const struct world *world, int first[AGE_GROUPS_MAX + 1])
{
    bool labelled = true;
    for (int a = 0; a < world->age_groups; a++) {
        char *end;
        long age = strtol(world->age[a].label, &end, 10);
        first[a] = (int)age;
        labelled = labelled && end != world->age[a].label && age >= 0 && age < AGES &&
                   (a == 0 ? age == 0 : first[a] > first[a - 1]);
    }
    for (int a = 0; !labelled && a < world->age_groups; a++)
        first[a] = a * (AGES - 1) / world->age_groups;
    first[world->age_groups] = AGES;
}

static int band_of(int age)
{
    return age / COHORT_BAND < COHORT_BANDS ? age / COHORT_BAND : COHORT_BANDS - 1;
}

static int group_of(const int first[AGE_GROUPS_MAX + 1], int age)
{
    int a = 0;
    while (age >= first[a + 1])
        a++;
    return a;
}

void cohorts_open(const struct world *world, int r, int64_t waiting[AGES])
{
    int first[AGE_GROUPS_MAX + 1];
    cohort_groups(world, first);
    for (int a = 0; a < world->age_groups; a++) {
        double weight[AGES], sum = 0;
        int ages = first[a + 1] - first[a];
        for (int n = 0; n < ages; n++) {
            int band = band_of(first[a] + n);
            weight[n] = world->cohort_population[band][r];
            if (first[a] + n < AGES - 1) /* the last band is open, and one age here */
                weight[n] /= COHORT_BAND;
            sum += weight[n];
        }
        for (int n = 0; n < ages && !(sum > 0); n++)
            weight[n] = 1;
        money_share_measured(llrint(fmax(0, world->age[a].population[r])), weight, (size_t)ages,
                             waiting + first[a]);
    }
}

static int64_t whole(const struct cohort_time *time, int r, enum rng_purpose purpose, int draw,
                     double persons)
{
    return (int64_t)floor(persons +
                          rng_uniform(time->rng, RNG_REGION, (uint32_t)r, purpose, (uint32_t)draw));
}

void cohorts_migrants(const struct world *world, const struct cohort_time *time,
                      int64_t migrants[REGIONS_MAX][AGES])
{
    int last = world->regions - 1;
    memset(migrants[last], 0, sizeof migrants[last]);
    for (int r = 0; r < last; r++)
        for (int age = 0; age < AGES; age++) {
            double persons = world->cohort_migration[band_of(age)][r] / COHORT_BAND / time->steps;
            persons *= time->variant != NULL ? time->variant->migration[r] : 1;
            migrants[r][age] = persons == 0 ? 0 : whole(time, r, RNG_MIGRATION, age, persons);
            migrants[last][age] -= migrants[r][age];
        }
}

/* Deaths of one of the two parts of an age. */
static int64_t die(const struct world *world, int r, const struct cohort_time *time, int age,
                   int part, int64_t *persons)
{
    double decline = pow(1 - world->of_region.mortality_decline[r], time->years);
    double rate = world->cohort_mortality[band_of(age)][r] * decline / time->steps;
    rate *= time->variant != NULL ? time->variant->mortality[r] : 1;
    int64_t deaths = whole(time, r, RNG_DEATHS, 2 * age + part, (double)*persons * rate);
    deaths = deaths < *persons ? deaths : *persons;
    *persons -= deaths;
    return deaths;
}

static void migrate(int64_t change, double done, int64_t *waiting, int64_t *turned, int64_t *moved)
{
    int64_t older = llrint((double)change * done);
    int64_t least = -*turned;
    older = older < least ? least : older;
    int64_t younger = change - older;
    younger = younger < -*waiting ? -*waiting : younger;
    *waiting += younger;
    *turned += older;
    *moved += younger + older;
}

void cohorts_step(const struct world *world, int r, const struct cohort_time *time,
                  const int64_t migrants[AGES], int64_t waiting[AGES], int64_t turned[AGES],
                  struct cohort_flows *flows)
{
    int first[AGE_GROUPS_MAX + 1];
    double births = 0, done = (double)time->step / time->steps;
    int left = time->steps - time->step;
    cohort_groups(world, first);
    *flows = (struct cohort_flows){0};
    for (int age = 0; age < AGES; age++) {
        int a = group_of(first, age), band = band_of(age);
        births += WOMEN * (double)(waiting[age] + turned[age]) * world->cohort_fertility[band][r] /
                  time->steps;
        flows->deaths[a] += die(world, r, time, age, 0, &waiting[age]);
        flows->deaths[a] += die(world, r, time, age, 1, &turned[age]);
        migrate(migrants[age], done, &waiting[age], &turned[age], &flows->arrivals[a]);
    }
    for (int age = AGES - 1; age >= 0; age--) {
        int64_t older = left > 1 ? whole(time, r, RNG_BIRTHDAYS, age, (double)waiting[age] / left)
                                 : waiting[age];
        older = older < waiting[age] ? older : waiting[age];
        int next = age < AGES - 1 ? age + 1 : age;
        waiting[age] -= older;
        turned[next] += older;
        if (group_of(first, next) != group_of(first, age))
            flows->birthdays[group_of(first, age)] += older;
    }
    births *= time->variant != NULL ? time->variant->fertility[r] : 1;
    flows->births = whole(time, r, RNG_BIRTHS, 0, births);
    turned[0] += flows->births;
    for (int age = 0; left == 1 && age < AGES; age++) {
        waiting[age] = turned[age];
        turned[age] = 0;
    }
}

static int last_group_begins(const struct world *world)
{
    int first[AGE_GROUPS_MAX + 1];
    cohort_groups(world, first);
    return first[world->age_groups - 1];
}

/* How much less people of the last group work who are so many years past its first age. */
static double fall(double years)
{
    return exp(-years / PARTICIPATION_FALL);
}

double cohort_scale(const struct world *world, const int64_t waiting[AGES])
{
    double persons = 0, weighted = 0;
    int first = last_group_begins(world);
    for (int age = first; age < AGES; age++) {
        persons += (double)waiting[age];
        weighted += (double)waiting[age] * fall(age - first);
    }
    return weighted > 0 ? persons / weighted : 1;
}

static double group_rate(const struct age_group *of, int r, double years)
{
    double gap = of->participation_limit[r] - of->participation[r];
    return of->participation[r] - gap * expm1(-years / PARTICIPATION_LAG);
}

double cohort_participation(const struct world *world, int r, int group, int age,
                            const struct cohort_work *work)
{
    double rate = group_rate(&world->age[group], r, work->years);
    if (group < world->age_groups - 1)
        return fmin(rate, PARTICIPATION_MOST);
    double past =
        age - last_group_begins(world) + work->longer * expm1(-work->years / PARTICIPATION_LAG);
    rate = fmin(rate * work->scale * fall(fmax(past, 0)), PARTICIPATION_MOST);
    if (past >= 0 || group == 0)
        return rate;
    /* The part of a year of age that is still before the last group. */
    double before = fmin(group_rate(&world->age[group - 1], r, work->years), PARTICIPATION_MOST);
    return rate + (before - rate) * fmin(-past, 1);
}

void cohorts_potential(const struct world *world, int r, const int64_t waiting[AGES],
                       const int64_t turned[AGES], const struct cohort_work *work,
                       double potential[AGE_GROUPS_MAX])
{
    int first[AGE_GROUPS_MAX + 1];
    cohort_groups(world, first);
    memset(potential, 0, AGE_GROUPS_MAX * sizeof *potential);
    for (int age = 0; age < AGES; age++) {
        int a = group_of(first, age);
        potential[a] +=
            (double)(waiting[age] + turned[age]) * cohort_participation(world, r, a, age, work);
    }
}

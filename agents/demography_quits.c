/* Quits and job changes in the rows of this step's part of each region.
 *
 *     quits     persons * quits / u-cycle, fewer where pay is better (firm_push): to the unemployed
 *     changes   of jobs: change places with others of their age group and locality
 *     u-cycle = (U / u*) ^ 0.5
 *
 * Non-regular workers quit twice as often (our assumption), and quits rise as unemployment falls,
 * by the root of u* / U (our assumption; they are procyclical).
 *
 * Reads   region.unemployment_rate, household.{age, contract, employer}, firm.wage_premium.
 * Writes  household.{persons, deposits, shares, incomes}, firm.{staff, quits}, region.{quits,
 * job_changes}, settlements. Keeps persons of each age group, and deposits.
 */
#include <math.h>

#include "agents/demography_rows.h"
#include "agents/firm_terms.h"

enum { QUITS_NONREGULAR = 2 };

/* Persons of a row who quit in this visit (draw 0), or change employers (draw 1). */
static uint64_t quitters(const struct state *s, int r, uint64_t h, uint64_t stride, double rate,
                         uint32_t draw)
{
    const struct household_table *household = &s->household;
    double regular = 1 / (1 + (QUITS_NONREGULAR - 1) * s->nonregular_share[r]);
    double persons = rate * (household->contract[h] ? QUITS_NONREGULAR * regular : regular) *
                     s->clock.years * (double)stride * household->persons[h];
    uint64_t whole =
        (uint64_t)(persons + rng_uniform(s->rng, RNG_HOUSEHOLD, (uint32_t)h, RNG_QUITS, draw));
    return whole < household->persons[h] ? whole : household->persons[h];
}

/* Persons of the row change places with others of their age group who work elsewhere. */
static uint64_t change_jobs(struct state *s, const struct place *place, uint64_t h,
                            uint64_t persons)
{
    const struct population *p = &s->population;
    uint64_t first = p->locality_row[place->locality];
    uint32_t rows = (uint32_t)(people_unemployed_row(s, place->locality, 0) - first);
    uint64_t start = rng_index(s->rng, RNG_HOUSEHOLD, (uint32_t)h, RNG_JOB_CHANGE, 1, rows);
    for (uint64_t n = 0; n < DEMOGRAPHY_TRIES; n++) {
        uint64_t to = first + (start + n) % rows;
        if (s->household.age[to] != s->household.age[h] || s->household.persons[to] < persons ||
            s->household.employer[to] == s->household.employer[h])
            continue;
        people_move(s, h, to, persons, place->settlements);
        people_move(s, to, h, persons, place->settlements);
        return persons;
    }
    return 0;
}

enum { QUIT, CHANGED, PER_REGION };

static void quit_jobs(struct state *s, struct people_part part, const struct place *place,
                      double cycle, int64_t *counts)
{
    uint64_t first = s->population.locality_row[place->locality];
    uint64_t end = people_unemployed_row(s, place->locality, 0);
    double quits = s->world->of_region.quits[place->r] * cycle;
    double changes = s->world->of_region.job_change[place->r] * cycle;
    for (uint64_t h = people_next(part, first, first); h < end; h += part.stride) {
        int age = s->household.age[h];
        if (s->household.persons[h] == 0)
            continue;
        double push = firm_push(s, s->household.employer[h]);
        uint64_t k = quitters(s, place->r, h, part.stride, quits * push, 0);
        if (k > 0) {
            uint64_t to = people_unemployed_row(s, place->locality, age);
            uint64_t to_end = people_unemployed_row(s, place->locality, age + 1);
            demography_lose_staff(s, h, k);
            people_move(s, h, to + h % (to_end - to), k, place->settlements);
            counts[QUIT] += (int64_t)k;
        }
        k = quitters(s, place->r, h, part.stride, changes, 1);
        if (k > 0)
            counts[CHANGED] += (int64_t)change_jobs(s, place, h, k);
    }
}

void demography_quits(struct state *s, const struct people_part *part,
                      const struct tally *settlements)
{
    size_t mark = arena_mark(&s->scratch);
    struct tally counts = tally_open(&s->scratch, (size_t)s->regions * PER_REGION);
#pragma omp parallel
    {
        int64_t *mine = tally_mine(settlements), *counted = tally_mine(&counts);
#pragma omp for schedule(dynamic, 1)
        for (uint32_t l = 0; l < s->population.localities; l++) {
            int r = demography_region(s, l);
            double rate = fmax(s->region.unemployment_rate[r], 1e-3);
            quit_jobs(s, part[r], &(struct place){l, r, mine},
                      sqrt(s->opening_unemployment[r] / rate), counted + r * PER_REGION);
        }
    }
    for (int r = 0; r < s->regions; r++) {
        s->region.quits[r] = tally_sum(&counts, (size_t)(r * PER_REGION + QUIT));
        s->region.job_changes[r] = tally_sum(&counts, (size_t)(r * PER_REGION + CHANGED));
    }
    arena_reset(&s->scratch, mark);
}

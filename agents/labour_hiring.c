/* Hiring: vacancies over rows, and the unemployed who fill them.
 *
 *     weight of a row of age a   = (persons + 1) w_a f_a (U_a / E_a) / (U / E)
 *     non-regular vacancies      = vacancies * lacking non-regular / all lacking
 *     w_a *= (due_a / posted_a) ^ (speed min(1, vacancies / 1000)),   mean of w over E_a is 1
 *     due_a = vacancies * f_a U_a / sum(f U)                                       [persons]
 *
 * A firm divides its vacancies so that the share of non-regular staff returns to its opening value,
 * and inside each contract over its rows by persons and by how many of the region's age group
 * look for work (U_a) per person at work (E_a), times how quickly its people find work (f_a): the
 * young, who come in, are hired, the old, who go, are not (demography.c sets f, so that
 * unemployment by age is that of the opening). Vacancies are filled from the unemployed of the
 * region and age group in proportion; where an age group has fewer, the rest stays open.
 *
 * Source: our assumption, also that a firm hires the ages that it has.
 * Reads   firm.{vacancies, staff, nonregular}, age.{employed, unemployed}, region.{employed,
 * unemployed}. Writes firm.{staff, hires}, age.hiring_weight, household.{persons, deposits, shares,
 * incomes}, settlements. Keeps persons of each region and age group, and deposits.
 */
#include <math.h>

#include "agents/labour.h"

enum { VACANCY_UNITS = 1 << 10 };
static const double WEIGHT_SPEED = 0.2, WEIGHT_VACANCIES = 1000, WEIGHT_MOST = 64;

/* Walks over the unemployed rows of a region and age group, each giving its part of the hires. */
struct givers {
    uint32_t locality, last_locality;
    int age;
    uint64_t row, end; /* of the current locality */
    uint64_t left;     /* persons that the current row still gives */
    uint64_t running;
    struct money_share share;
};

static uint64_t count_unemployed(const struct state *s, int r, int age)
{
    const uint32_t *locality = s->population.region_locality;
    uint64_t sum = 0;
    for (uint32_t l = locality[r]; l < locality[r + 1]; l++)
        for (uint64_t h = people_unemployed_row(s, l, age);
             h < people_unemployed_row(s, l, age + 1); h++)
            sum += s->household.persons[h];
    return sum;
}

static void next_giver(const struct state *s, struct givers *givers)
{
    while (givers->left == 0) {
        if (givers->row + 1 < givers->end) {
            givers->row++;
        } else {
            if (givers->locality + 1 >= givers->last_locality)
                return;
            givers->locality++;
            givers->row = people_unemployed_row(s, givers->locality, givers->age);
            givers->end = people_unemployed_row(s, givers->locality, givers->age + 1);
        }
        uint64_t persons = s->household.persons[givers->row];
        givers->left = (uint64_t)money_share_part(&givers->share, givers->running, persons);
        givers->running += persons;
    }
}

static void start_givers(const struct state *s, struct givers *givers, int r, int age,
                         int64_t filled, uint64_t unemployed)
{
    const uint32_t *locality = s->population.region_locality;
    *givers = (struct givers){.locality = locality[r],
                              .last_locality = locality[r + 1],
                              .age = age,
                              .share = money_share_of(filled, unemployed)};
    givers->row = people_unemployed_row(s, givers->locality, age);
    givers->end = people_unemployed_row(s, givers->locality, age + 1);
    uint64_t persons = s->household.persons[givers->row];
    givers->left = (uint64_t)money_share_part(&givers->share, 0, persons);
    givers->running = persons;
}

/* Those of an age group who look for work, per person at work and relative to the region, times how
 * quickly its people find work. */
static void set_availability(const struct state *s, double available[REGIONS_MAX][AGE_GROUPS_MAX])
{
    int ages = s->world->age_groups;
    for (int r = 0; r < s->regions; r++) {
        double rate = (double)s->region.unemployed[r] / ((double)s->region.employed[r] + 1);
        for (int a = 0; a < ages; a++) {
            double of_age = (double)s->age.unemployed[r * ages + a] /
                            ((double)s->age.employed[r * ages + a] + 1);
            available[r][a] =
                rate > 0 ? s->age.hiring_weight[r * ages + a] * s->job_finding[r][a] * of_age / rate
                         : 1;
        }
    }
}

static uint64_t vacancy_weight(const struct state *s, const double *available, uint64_t h)
{
    double persons = 1 + (double)s->household.persons[h];
    return 1 + (uint64_t)(VACANCY_UNITS * persons * available[s->household.age[h]]);
}

/* Vacancies for non-regular staff: what brings their share back to that of the opening. */
static int64_t nonregular_vacancies(const struct state *s, uint32_t f, const double *count)
{
    double vacancies = (double)s->firm.vacancies[f], all = (double)s->firm.staff[f] + vacancies;
    double lacking[2];
    for (int contract = 0; contract < 2; contract++) {
        double share = contract ? s->firm.nonregular[f] : 1 - s->firm.nonregular[f];
        lacking[contract] = fmax(0, share * all - count[contract]);
    }
    double part = vacancies * lacking[1] / (lacking[0] + lacking[1]);
    double draw = rng_uniform(s->rng, RNG_FIRM, f, RNG_STAFF_ROUNDING, 1);
    return (int64_t)fmin(vacancies, floor(part + draw));
}

/* Divides a firm's vacancies over its rows. */
static void divide_vacancies(const struct state *s, uint32_t f, uint64_t first, uint64_t end,
                             const double *available, uint32_t *row_vacancy)
{
    uint64_t weights[2] = {0}, running[2] = {0};
    double count[2] = {0};
    struct people_part part = labour_part(s, f, end - first, s->firm.vacancies[f]);
    for (uint64_t h = first; h < end; h++) {
        row_vacancy[h] = 0;
        count[s->household.contract[h]] += s->household.persons[h];
    }
    for (uint64_t h = first + part.offset; h < end; h += part.stride)
        weights[s->household.contract[h]] += vacancy_weight(s, available, h);
    int64_t nonregular = weights[0] == 0   ? s->firm.vacancies[f]
                         : weights[1] == 0 ? 0
                                           : nonregular_vacancies(s, f, count);
    struct money_share share[2] = {money_share_of(s->firm.vacancies[f] - nonregular, weights[0]),
                                   money_share_of(nonregular, weights[1])};
    for (uint64_t h = first + part.offset; h < end; h += part.stride) {
        int contract = s->household.contract[h];
        uint64_t weight = vacancy_weight(s, available, h);
        row_vacancy[h] = (uint32_t)money_share_part(&share[contract], running[contract], weight);
        running[contract] += weight;
    }
}

/* Persons join a row from one giver after the other. */
static void take_on(struct state *s, uint64_t h, uint64_t join, struct givers *givers,
                    int64_t *settlements)
{
    while (join > 0) {
        next_giver(s, givers);
        uint64_t k = join < givers->left ? join : givers->left;
        if (k == 0)
            break;
        people_move(s, givers->row, h, k, settlements);
        givers->left -= k;
        join -= k;
    }
}

/* Fills the vacancies of a region in one age group. The rows of an age group belong to one call,
 * so that calls for different groups can run side by side; row_vacancy was counted before any, of
 * firms with vacancies. */
static void fill_vacancies(struct state *s, int r, int age, int64_t filled, int64_t vacancies,
                           const uint32_t *row_vacancy, struct givers *givers, int64_t *settlements)
{
    const struct population *p = &s->population;
    struct money_share share = money_share_of(filled, (uint64_t)vacancies);
    uint64_t running = 0;
    for (uint32_t l = p->region_locality[r]; l < p->region_locality[r + 1]; l++)
        for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++) {
            if (s->firm.vacancies[f] == 0)
                continue;
            uint64_t end = population_row_end(p, l, f, s->world->age_groups);
            for (uint64_t h = p->firm_row[f]; h < end; h++) {
                if (s->household.age[h] != age || row_vacancy[h] == 0)
                    continue;
                int64_t join = money_share_part(&share, running, row_vacancy[h]);
                running += row_vacancy[h];
                take_on(s, h, (uint64_t)join, givers, settlements);
            }
        }
}

/* Firms can only hire the ages that they have rows of, so that vacancies by age differ from what
 * the unemployed by age ask for. Weights of age groups correct that from step to step. */
static void correct_weights(struct state *s, const struct tally *demand)
{
    int ages = s->world->age_groups;
    for (int r = 0; r < s->regions; r++) {
        double vacancies = 0, wanted = 0, mean = 0, employed = 1;
        double *weight = s->age.hiring_weight + r * ages;
        for (int a = 0; a < ages; a++) {
            vacancies += (double)tally_sum(demand, (size_t)(r * ages + a));
            wanted += s->job_finding[r][a] * (double)s->age.unemployed[r * ages + a];
        }
        double speed = WEIGHT_SPEED * fmin(1, vacancies / WEIGHT_VACANCIES);
        for (int a = 0; a < ages; a++) {
            double posted = (double)tally_sum(demand, (size_t)(r * ages + a));
            double due =
                vacancies * s->job_finding[r][a] * (double)s->age.unemployed[r * ages + a] / wanted;
            if (wanted > 0 && posted > 0 && due > 0)
                weight[a] *= pow(due / posted, speed);
            weight[a] = fmin(WEIGHT_MOST, fmax(1 / WEIGHT_MOST, weight[a]));
            mean += weight[a] * (double)s->age.employed[r * ages + a];
            employed += (double)s->age.employed[r * ages + a];
        }
        for (int a = 0; vacancies > 0 && a < ages; a++)
            weight[a] *= employed / mean;
    }
}

void labour_hire(struct state *s, const struct tally *settlements)
{
    const struct population *p = &s->population;
    int ages = s->world->age_groups;
    double available[REGIONS_MAX][AGE_GROUPS_MAX];
    set_availability(s, available);
    size_t mark = arena_mark(&s->scratch);
    uint32_t *row_vacancy = arena_array(&s->scratch, uint32_t, p->rows);
    struct tally demand = tally_open(&s->scratch, (size_t)(s->regions * ages));
#pragma omp parallel
    {
        int64_t *mine = tally_mine(&demand);
#pragma omp for schedule(dynamic, 1)
        for (uint32_t l = 0; l < p->localities; l++) {
            for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++) {
                if (s->firm.vacancies[f] == 0)
                    continue;
                uint32_t r = cell_region(s, s->firm.cell[f]);
                uint64_t first = p->firm_row[f], end = population_row_end(p, l, f, ages);
                divide_vacancies(s, f, first, end, available[r], row_vacancy);
                for (uint64_t h = first; h < end; h++)
                    mine[(int)r * ages + s->household.age[h]] += row_vacancy[h];
            }
        }
    }
    correct_weights(s, &demand);
#pragma omp parallel
    {
        int64_t *mine = tally_mine(settlements);
#pragma omp for schedule(dynamic, 1)
        for (int i = 0; i < s->regions * ages; i++) {
            int r = i / ages, age = i % ages;
            int64_t vacancies = tally_sum(&demand, (size_t)i);
            if (vacancies == 0)
                continue;
            uint64_t unemployed = count_unemployed(s, r, age);
            int64_t filled = vacancies < (int64_t)unemployed ? vacancies : (int64_t)unemployed;
            struct givers givers;
            if (filled == 0)
                continue;
            start_givers(s, &givers, r, age, filled, unemployed);
            fill_vacancies(s, r, age, filled, vacancies, row_vacancy, &givers, mine);
        }
    }
#pragma omp parallel for schedule(dynamic, 1)
    for (uint32_t l = 0; l < p->localities; l++)
        for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++) {
            if (s->firm.vacancies[f] == 0)
                continue;
            int64_t staff = 0;
            for (uint64_t h = p->firm_row[f]; h < population_row_end(p, l, f, ages); h++)
                staff += s->household.persons[h];
            s->firm.hires[f] = staff - s->firm.staff[f];
            s->firm.staff[f] = staff;
        }
    arena_reset(&s->scratch, mark);
}

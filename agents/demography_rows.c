/* Demography in the household rows: takes what is due by age group from the rows of this step's
 * part of each region, in proportion to persons, in whole persons.
 *
 *     leaves    those who die or emigrate
 *     arrives   births and immigrants, in inactive rows, by persons and one more a row
 *     birthday  to the row of the next age group
 *     retires   from work or the search for it to inactivity
 *     quits     and job changes: demography_quits.c
 *
 * What becomes of them and of what they own: demography_moves.c. The dead of the last age group
 * were less often at work than others of their group: their weight there is the mortality of its
 * first ten years over that of the group (our assumption: those at work are of these ages).
 *
 * A locality is one thread's: rows of others are not touched.
 */
#include "agents/demography_rows.h"

#include <math.h>
#include <string.h>

#include "agents/books.h"
#include "agents/cohorts.h"
#include "agents/demography.h"

enum flow { DEATHS, EMIGRATION, ARRIVALS, BIRTHDAYS, RETIREMENT, FLOWS };
enum { WEIGHT = 64, HEIR_YEARS = 30, AHEAD = 3 };

/* Work of one call. */
struct rows {
    struct state *s;
    enum flow flow;
    int ages;
    struct people_part part[REGIONS_MAX];
    uint32_t weight_at_work[REGIONS_MAX]; /* of the last age group in deaths, of WEIGHT */
    int heirs[AGE_GROUPS_MAX];            /* age group that inherits */
    uint64_t *weights;                    /* [locality][age] of the rows of this part */
    int64_t *moves;                       /* [locality][age] to do */
    int64_t *moved;                       /* [locality][age] done */
    uint32_t *persons;                    /* [row] before the flow */
};

int demography_region(const struct state *s, uint32_t locality)
{
    int r = 0;
    while (locality >= s->population.region_locality[r + 1])
        r++;
    return r;
}

static int64_t arrive(struct rows *rows, uint64_t h, uint64_t persons)
{
    rows->s->household.persons[h] += (uint32_t)persons;
    return (int64_t)persons;
}

/* What is due of a flow from an age group. */
static int64_t *due(const struct rows *rows, int i)
{
    struct age_table *age = &rows->s->age;
    switch (rows->flow) {
    case DEATHS:
        return &age->deaths_due[i];
    case BIRTHDAYS:
        return &age->birthdays_due[i];
    case RETIREMENT:
        return &age->retirements_due[i];
    default:
        return &age->arrivals_due[i];
    }
}

static uint64_t row_weight(const struct rows *rows, int r, uint64_t h)
{
    const struct household_table *household = &rows->s->household;
    uint64_t persons = rows->persons[h];
    bool inactive = household->status[h] == HOUSEHOLD_INACTIVE;
    switch (rows->flow) {
    case DEATHS:
        return persons * (!inactive && household->age[h] == rows->ages - 1 ? rows->weight_at_work[r]
                                                                           : (uint64_t)WEIGHT);
    case ARRIVALS:
        return inactive ? persons + 1 : 0;
    case RETIREMENT:
        return inactive ? 0 : persons;
    default:
        return persons;
    }
}

static void weigh(struct rows *rows, int r, uint32_t l)
{
    const uint64_t *row = rows->s->population.locality_row + l;
    const struct household_table *household = &rows->s->household;
    uint64_t *weights = rows->weights + l * (uint32_t)rows->ages;
    memset(weights, 0, (size_t)rows->ages * sizeof *weights);
    for (uint64_t h = people_next(rows->part[r], row[0], row[0]); h < row[1];
         h += rows->part[r].stride) {
        rows->persons[h] = household->persons[h];
        weights[household->age[h]] += row_weight(rows, r, h);
    }
}

/* Shares what is due in an age group of a region out over its localities. */
static void allot(struct rows *rows, int r, int a)
{
    const uint32_t *locality = rows->s->population.region_locality;
    int64_t wanted = *due(rows, r * rows->ages + a);
    uint64_t sum = 0, running = 0;
    if (rows->flow == EMIGRATION)
        wanted = -wanted;
    for (uint32_t l = locality[r]; l < locality[r + 1]; l++)
        sum += rows->weights[l * (uint32_t)rows->ages + (uint32_t)a];
    uint64_t most = rows->flow == DEATHS ? sum / WEIGHT : sum;
    bool last = rows->flow == BIRTHDAYS && a == rows->ages - 1;
    wanted = wanted < 0 || last ? 0 : wanted;
    if (rows->flow != ARRIVALS && wanted > (int64_t)(most / 2))
        wanted = (int64_t)(most / 2); /* the rest of the rows comes in later steps */
    else if (sum == 0)
        wanted = 0;
    struct money_share share = money_share_of(wanted, sum);
    for (uint32_t l = locality[r]; l < locality[r + 1]; l++) {
        uint32_t i = l * (uint32_t)rows->ages + (uint32_t)a;
        rows->moves[i] = money_share_part(&share, running, rows->weights[i]);
        running += rows->weights[i];
    }
}

static int64_t act(struct rows *rows, const struct place *place, uint64_t h, uint64_t persons)
{
    switch (rows->flow) {
    case BIRTHDAYS:
        return demography_grow_older(rows->s, place, h, persons);
    case RETIREMENT:
        return demography_retire(rows->s, place, h, persons);
    case ARRIVALS:
        return arrive(rows, h, persons);
    case DEATHS:
        return demography_leave(rows->s, place, h, persons, rows->heirs[rows->s->household.age[h]]);
    default:
        return demography_leave(rows->s, place, h, persons, NO_HEIRS);
    }
}

/* Asks for a row that will be moved from soon: rows of a part lie far apart. */
static void ask_for(const struct household_table *household, uint64_t h)
{
    __builtin_prefetch(&household->deposits[h], 1);
    __builtin_prefetch(&household->shares[h], 1);
    __builtin_prefetch(&household->income[h], 1);
    __builtin_prefetch(&household->labour_income_short[h], 1);
    __builtin_prefetch(&household->labour_income_long[h], 1);
    __builtin_prefetch(&household->property_income_long[h], 1);
}

static void move_locality(struct rows *rows, const struct place *place)
{
    const struct household_table *household = &rows->s->household;
    uint32_t first = place->locality * (uint32_t)rows->ages;
    const uint64_t *row = rows->s->population.locality_row + place->locality;
    struct people_part part = rows->part[place->r];
    struct money_share share[AGE_GROUPS_MAX];
    uint64_t running[AGE_GROUPS_MAX] = {0};
    for (int a = 0; a < rows->ages; a++) {
        share[a] =
            money_share_of(rows->moves[first + (uint32_t)a], rows->weights[first + (uint32_t)a]);
        rows->moved[first + (uint32_t)a] = 0;
    }
    for (uint64_t h = people_next(part, row[0], row[0]); h < row[1]; h += part.stride) {
        int a = household->age[h];
        if (h + AHEAD * part.stride < row[1])
            ask_for(household, h + AHEAD * part.stride);
        uint64_t weight = row_weight(rows, place->r, h);
        uint64_t persons = (uint64_t)money_share_part(&share[a], running[a], weight);
        running[a] += weight;
        if (rows->flow != ARRIVALS && persons > household->persons[h])
            persons = household->persons[h];
        if (persons > 0)
            rows->moved[first + (uint32_t)a] += act(rows, place, h, persons);
    }
}

static void run_flow(struct rows *rows, enum flow flow, const struct tally *settlements)
{
    struct state *s = rows->s;
    uint32_t localities = s->population.localities;
    rows->flow = flow;
#pragma omp parallel for schedule(dynamic, 1)
    for (uint32_t l = 0; l < localities; l++)
        weigh(rows, demography_region(s, l), l);
    for (int r = 0; r < s->regions; r++)
        for (int a = 0; a < rows->ages; a++)
            allot(rows, r, a);
#pragma omp parallel
    {
        int64_t *mine = tally_mine(settlements);
#pragma omp for schedule(dynamic, 1)
        for (uint32_t l = 0; l < localities; l++)
            move_locality(rows, &(struct place){l, demography_region(s, l), mine});
    }
    for (int r = 0; r < s->regions; r++)
        for (int a = 0; a < rows->ages; a++) {
            int64_t moved = 0;
            for (uint32_t l = s->population.region_locality[r];
                 l < s->population.region_locality[r + 1]; l++)
                moved += rows->moved[l * (uint32_t)rows->ages + (uint32_t)a];
            *due(rows, r * rows->ages + a) -= flow == EMIGRATION ? -moved : moved;
            if (flow == RETIREMENT)
                s->region.retirements[r] += moved;
        }
}

/* Mortality of the first ten years of the last age group over that of all of it. */
static uint32_t weight_at_work(const struct state *s, int r)
{
    int first[AGE_GROUPS_MAX + 1];
    double deaths[2] = {0}, persons[2] = {0};
    cohort_groups(s->world, first);
    int begin = first[s->world->age_groups - 1];
    for (int age = begin; age < AGES; age++) {
        int band = age / COHORT_BAND < COHORT_BANDS ? age / COHORT_BAND : COHORT_BANDS - 1;
        double of_age = (double)(s->cohort.waiting[r * AGES + age] + //
                                 s->cohort.turned[r * AGES + age]);
        for (int part = 0; part < 2; part++)
            if (part == 1 || age < begin + 10) {
                persons[part] += of_age;
                deaths[part] += of_age * s->world->cohort_mortality[band][r];
            }
    }
    if (!(persons[0] > 0 && deaths[1] > 0))
        return WEIGHT;
    double weight = deaths[0] / persons[0] / (deaths[1] / persons[1]);
    return (uint32_t)fmin(WEIGHT, fmax(1, nearbyint(WEIGHT * weight)));
}

/* The age group thirty years younger, of the youngest themselves. */
static int heirs_of(const int first[AGE_GROUPS_MAX + 1], int age)
{
    int heir = age;
    while (heir > 0 && first[heir] > first[age] - HEIR_YEARS)
        heir--;
    return heir > 0 ? heir : age;
}

void demography_rows(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    int first[AGE_GROUPS_MAX + 1];
    size_t entries = (size_t)s->population.localities * (size_t)s->world->age_groups;
    struct rows rows = {.s = s, .ages = s->world->age_groups};
    struct tally settlements = tally_open(&s->scratch, (size_t)s->region_bank[s->regions]);
    rows.weights = arena_array(&s->scratch, uint64_t, entries);
    rows.moves = arena_array(&s->scratch, int64_t, entries);
    rows.moved = arena_array(&s->scratch, int64_t, entries);
    rows.persons = arena_array(&s->scratch, uint32_t, s->population.rows);
    cohort_groups(s->world, first);
    for (int a = 0; a < rows.ages; a++)
        rows.heirs[a] = heirs_of(first, a);
    for (int r = 0; r < s->regions; r++) {
        rows.part[r] = people_part(s, r);
        rows.weight_at_work[r] = weight_at_work(s, r);
    }
    for (int flow = 0; flow < FLOWS; flow++)
        run_flow(&rows, (enum flow)flow, &settlements);
    demography_quits(s, rows.part, &settlements);
    books_settle_banks(s, &settlements, 0);
    arena_reset(&s->scratch, mark);
}

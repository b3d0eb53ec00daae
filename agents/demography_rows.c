/* Demography in the household rows: takes what is due by age group from the rows of this step's
 * part of each region, in proportion to persons, in whole persons.
 *
 *     leaves    those who die or emigrate; a dead person's row hands over to heirs
 *     arrives   births and immigrants, in inactive rows, by persons and one more a row
 *     birthday  to the row of the next age group: of the same firm, or of the same locality and
 *               status. Where the firm has no such row, persons change places with as many of
 *               their own age group of a firm that has: both firms keep their staff. Where no such
 *               firm is found, they quit, and look for work at their new age.
 *     retires   from work or the search for it to inactivity
 *     quits     persons * quits / u-cycle, fewer where pay is better (firm_push): to the unemployed; job changes: change places with
 *               others of their age group and locality
 *
 * The dead of the last age group were less often at work than others of their group: their weight
 * there is the mortality of its first ten years over that of the group (our assumption: those
 * at work are of these ages). Non-regular workers quit twice as often (our assumption), and quits
 * rise as unemployment falls, by the root of u* / U (our assumption; they are procyclical).
 *
 * A locality is one thread's: rows of others are not touched.
 */
#include <math.h>
#include <string.h>

#include "agents/books.h"
#include "agents/cohorts.h"
#include "agents/demography.h"
#include "agents/firm_terms.h"
#include "agents/people.h"

enum flow { DEATHS, EMIGRATION, ARRIVALS, BIRTHDAYS, RETIREMENT, FLOWS };
enum { WEIGHT = 64, HEIR_YEARS = 30, TRIES = 24, QUITS_NONREGULAR = 2, AHEAD = 3 };

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

struct place {
    uint32_t locality;
    int r;
    int64_t *settlements;
};

static void lose_staff(struct state *s, uint64_t h, uint64_t persons)
{
    if (s->household.status[h] != HOUSEHOLD_EMPLOYED)
        return;
    uint32_t f = s->household.employer[h];
    s->firm.staff[f] -= (int64_t)persons;
    s->firm.quits[f] += (int64_t)persons;
}

/* A row of the locality and age group with somebody in it: the first of those at work from a random
 * one on, or an inactive one. */
static uint64_t find_heir(const struct state *s, const struct place *place, int age, uint64_t h)
{
    uint64_t first = s->population.locality_row[place->locality];
    uint32_t rows = (uint32_t)(people_unemployed_row(s, place->locality, 0) - first);
    /* A locality need not have a firm. */
    uint64_t start =
        rows > 0 ? rng_index(s->rng, RNG_HOUSEHOLD, (uint32_t)h, RNG_HEIR, 0, rows) : 0;
    for (uint64_t n = 0; n < TRIES && rows > 0; n++) {
        uint64_t heir = first + (start + n) % rows;
        if (s->household.age[heir] == age && s->household.persons[heir] > 0 && heir != h)
            return heir;
    }
    for (uint64_t i = people_inactive_row(s, place->locality, age);
         i < people_inactive_row(s, place->locality, age + 1); i++)
        if (s->household.persons[i] > 0 && i != h)
            return i;
    return h;
}

static int64_t leave(struct rows *rows, const struct place *place, uint64_t h, uint64_t persons)
{
    struct state *s = rows->s;
    int age = s->household.age[h];
    uint64_t heir = rows->flow == DEATHS ? find_heir(s, place, rows->heirs[age], h) : h;
    if (heir == h && persons == s->household.persons[h]) {
        /* Somebody must be left to own what the row has. */
        heir = find_heir(s, place, age, h);
        if (heir == h)
            persons--;
        if (persons == 0)
            return 0;
    }
    lose_staff(s, h, persons);
    people_vanish(s, h, heir, persons, place->settlements);
    return (int64_t)persons;
}

static int64_t arrive(struct rows *rows, uint64_t h, uint64_t persons)
{
    rows->s->household.persons[h] += (uint32_t)persons;
    return (int64_t)persons;
}

static bool same_contract(const struct state *s, uint64_t a, uint64_t b)
{
    return s->household.contract[a] == s->household.contract[b];
}

enum { NO_ROW = -1 };

/* The next row of an age group after h among the rows of its firm, of the same contract if there
 * is one. */
static int64_t row_of_firm(const struct state *s, uint64_t first, uint64_t end, uint64_t h, int age)
{
    int64_t found = NO_ROW;
    for (uint64_t n = 1; n < end - first; n++) {
        uint64_t i = h + n < end ? h + n : h + n - (end - first);
        if (s->household.age[i] != age)
            continue;
        if (same_contract(s, h, i))
            return (int64_t)i;
        if (found == NO_ROW)
            found = (int64_t)i;
    }
    return found;
}

/* A firm of the locality with rows of both age groups takes those who became too old for theirs,
 * and sends as many of their former age. */
static bool exchange(struct state *s, const struct place *place, uint64_t h, uint64_t persons)
{
    const struct population *p = &s->population;
    int age = s->household.age[h];
    uint32_t first = p->locality_firm[place->locality];
    uint32_t firms = p->locality_firm[place->locality + 1] - first;
    uint32_t start = rng_index(s->rng, RNG_HOUSEHOLD, (uint32_t)h, RNG_JOB_CHANGE, 0, firms);
    for (uint32_t n = 0; n < TRIES; n++) {
        uint32_t f = first + (start + n) % firms;
        uint64_t row = p->firm_row[f];
        uint64_t last = population_row_end(p, place->locality, f, s->world->age_groups);
        int64_t older = NO_ROW, same = NO_ROW;
        for (uint64_t i = row; i < last && i < row + TRIES; i++) {
            if (s->household.age[i] == age + 1)
                older = (int64_t)i;
            else if (s->household.age[i] == age && s->household.persons[i] >= persons)
                same = (int64_t)i;
        }
        if (older == NO_ROW || same == NO_ROW || f == s->household.employer[h])
            continue;
        people_move(s, h, (uint64_t)older, persons, place->settlements);
        people_move(s, (uint64_t)same, h, persons, place->settlements);
        return true;
    }
    return false;
}

static int64_t grow_older(struct rows *rows, const struct place *place, uint64_t h,
                          uint64_t persons)
{
    struct state *s = rows->s;
    const struct population *p = &s->population;
    uint32_t l = place->locality;
    int age = s->household.age[h] + 1;
    uint64_t first, end;
    if (s->household.status[h] == HOUSEHOLD_EMPLOYED) {
        uint32_t f = s->household.employer[h];
        int64_t to =
            row_of_firm(s, p->firm_row[f], population_row_end(p, l, f, rows->ages), h, age);
        if (to != NO_ROW) {
            people_move(s, h, (uint64_t)to, persons, place->settlements);
            return (int64_t)persons;
        }
        if (exchange(s, place, h, persons))
            return (int64_t)persons;
        lose_staff(s, h, persons);
    }
    if (s->household.status[h] == HOUSEHOLD_INACTIVE) {
        first = people_inactive_row(s, l, age);
        end = people_inactive_row(s, l, age + 1);
    } else {
        first = people_unemployed_row(s, l, age);
        end = people_unemployed_row(s, l, age + 1);
    }
    people_move(s, h, first + h % (end - first), persons, place->settlements);
    return (int64_t)persons;
}

static int64_t retire(struct rows *rows, const struct place *place, uint64_t h, uint64_t persons)
{
    struct state *s = rows->s;
    int age = s->household.age[h];
    uint64_t first = people_inactive_row(s, place->locality, age);
    uint64_t end = people_inactive_row(s, place->locality, age + 1);
    lose_staff(s, h, persons);
    people_move(s, h, first + h % (end - first), persons, place->settlements);
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
        return grow_older(rows, place, h, persons);
    case RETIREMENT:
        return retire(rows, place, h, persons);
    case ARRIVALS:
        return arrive(rows, h, persons);
    default:
        return leave(rows, place, h, persons);
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

static int region_of(const struct state *s, uint32_t locality)
{
    int r = 0;
    while (locality >= s->population.region_locality[r + 1])
        r++;
    return r;
}

static void run_flow(struct rows *rows, enum flow flow, const struct tally *settlements)
{
    struct state *s = rows->s;
    uint32_t localities = s->population.localities;
    rows->flow = flow;
#pragma omp parallel for schedule(dynamic, 1)
    for (uint32_t l = 0; l < localities; l++)
        weigh(rows, region_of(s, l), l);
    for (int r = 0; r < s->regions; r++)
        for (int a = 0; a < rows->ages; a++)
            allot(rows, r, a);
#pragma omp parallel
    {
        int64_t *mine = tally_mine(settlements);
#pragma omp for schedule(dynamic, 1)
        for (uint32_t l = 0; l < localities; l++)
            move_locality(rows, &(struct place){l, region_of(s, l), mine});
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
    for (uint64_t n = 0; n < TRIES; n++) {
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

static void quit_jobs(const struct rows *rows, const struct place *place, double cycle,
                      int64_t *counts)
{
    struct state *s = rows->s;
    uint64_t first = s->population.locality_row[place->locality];
    uint64_t end = people_unemployed_row(s, place->locality, 0);
    struct people_part part = rows->part[place->r];
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
            lose_staff(s, h, k);
            people_move(s, h, to + h % (to_end - to), k, place->settlements);
            counts[QUIT] += (int64_t)k;
        }
        k = quitters(s, place->r, h, part.stride, changes, 1);
        if (k > 0)
            counts[CHANGED] += (int64_t)change_jobs(s, place, h, k);
    }
}

static void run_quits(struct rows *rows, const struct tally *settlements,
                      const struct tally *counts)
{
    struct state *s = rows->s;
#pragma omp parallel
    {
        int64_t *mine = tally_mine(settlements), *counted = tally_mine(counts);
#pragma omp for schedule(dynamic, 1)
        for (uint32_t l = 0; l < s->population.localities; l++) {
            int r = region_of(s, l);
            double rate = fmax(s->region.unemployment_rate[r], 1e-3);
            quit_jobs(rows, &(struct place){l, r, mine}, sqrt(s->opening_unemployment[r] / rate),
                      counted + r * PER_REGION);
        }
    }
    for (int r = 0; r < s->regions; r++) {
        s->region.quits[r] = tally_sum(counts, (size_t)(r * PER_REGION + QUIT));
        s->region.job_changes[r] = tally_sum(counts, (size_t)(r * PER_REGION + CHANGED));
    }
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
    struct tally counts = tally_open(&s->scratch, (size_t)s->regions * PER_REGION);
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
    run_quits(&rows, &settlements, &counts);
    books_settle_banks(s, &settlements, 0);
    arena_reset(&s->scratch, mark);
}

/* What becomes of persons in a household row when they die, leave the region, grow older or retire.
 *
 *     leaves    those who die or emigrate; a dead person's row hands over to heirs
 *     birthday  to the row of the next age group: of the same firm, or of the same locality and
 *               status. Where the firm has no such row, persons change places with as many of
 *               their own age group of a firm that has: both firms keep their staff. Where no such
 *               firm is found, they quit, and look for work at their new age.
 *     retires   from work or the search for it to inactivity
 *
 * Source: our assumption. Reads household.{age, status, employer, contract}. Writes
 * household.{persons, deposits, shares, incomes}, firm.{staff, quits}, settlements. Keeps deposits
 * and claims of each region; somebody is always left to own what a row has.
 */
#include "agents/demography_rows.h"

void demography_lose_staff(struct state *s, uint64_t h, uint64_t persons)
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
    for (uint64_t n = 0; n < DEMOGRAPHY_TRIES && rows > 0; n++) {
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

int64_t demography_leave(struct state *s, const struct place *place, uint64_t h, uint64_t persons,
                         int heirs)
{
    int age = s->household.age[h];
    uint64_t heir = heirs != NO_HEIRS ? find_heir(s, place, heirs, h) : h;
    if (heir == h && persons == s->household.persons[h]) {
        /* Somebody must be left to own what the row has. */
        heir = find_heir(s, place, age, h);
        if (heir == h)
            persons--;
        if (persons == 0)
            return 0;
    }
    demography_lose_staff(s, h, persons);
    people_vanish(s, h, heir, persons, place->settlements);
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
    for (uint32_t n = 0; n < DEMOGRAPHY_TRIES; n++) {
        uint32_t f = first + (start + n) % firms;
        uint64_t row = p->firm_row[f];
        uint64_t last = population_row_end(p, place->locality, f, s->world->age_groups);
        int64_t older = NO_ROW, same = NO_ROW;
        for (uint64_t i = row; i < last && i < row + DEMOGRAPHY_TRIES; i++) {
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

int64_t demography_grow_older(struct state *s, const struct place *place, uint64_t h,
                              uint64_t persons)
{
    const struct population *p = &s->population;
    uint32_t l = place->locality;
    int age = s->household.age[h] + 1;
    uint64_t first, end;
    if (s->household.status[h] == HOUSEHOLD_EMPLOYED) {
        uint32_t f = s->household.employer[h];
        int64_t to = row_of_firm(s, p->firm_row[f],
                                 population_row_end(p, l, f, s->world->age_groups), h, age);
        if (to != NO_ROW) {
            people_move(s, h, (uint64_t)to, persons, place->settlements);
            return (int64_t)persons;
        }
        if (exchange(s, place, h, persons))
            return (int64_t)persons;
        demography_lose_staff(s, h, persons);
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

int64_t demography_retire(struct state *s, const struct place *place, uint64_t h, uint64_t persons)
{
    int age = s->household.age[h];
    uint64_t first = people_inactive_row(s, place->locality, age);
    uint64_t end = people_inactive_row(s, place->locality, age + 1);
    demography_lose_staff(s, h, persons);
    people_move(s, h, first + h % (end - first), persons, place->settlements);
    return (int64_t)persons;
}

#include "agents/people.h"

/* amount * part / whole towards zero, exactly: part <= whole < 2^32. */
static int64_t part_of(int64_t amount, uint64_t part, uint64_t whole)
{
    uint64_t size = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount;
    uint64_t result = size / whole * part + size % whole * part / whole;
    return amount < 0 ? -(int64_t)result : (int64_t)result;
}

/* What persons take along, or leave behind, besides what they remember of their work. */
static void hand_over(struct state *s, uint64_t from, uint64_t to, uint64_t part, uint64_t whole,
                      int64_t *settlements)
{
    struct household_table *household = &s->household;
    int64_t deposits = part_of(household->deposits[from], part, whole);
    int64_t shares = part_of(household->shares[from], part, whole);
    int64_t income = part_of(household->income[from], part, whole);
    double property = household->property_income_long[from] * ((double)part / (double)whole);
    household->property_income_long[from] -= property;
    household->property_income_long[to] += property;
    household->deposits[from] -= deposits;
    household->deposits[to] += deposits;
    household->shares[from] -= shares;
    household->shares[to] += shares;
    household->income[from] -= income;
    household->income[to] += income;
    settlements[household->bank[from]] -= deposits;
    settlements[household->bank[to]] += deposits;
}

void people_move(struct state *s, uint64_t from, uint64_t to, uint64_t persons,
                 int64_t *settlements)
{
    struct household_table *household = &s->household;
    uint64_t whole = household->persons[from];
    double part = (double)persons / (double)whole;
    double *incomes[] = {household->labour_income_short, household->labour_income_long};
    for (int i = 0; i < 2; i++) {
        double moved = incomes[i][from] * part;
        incomes[i][from] -= moved;
        incomes[i][to] += moved;
    }
    hand_over(s, from, to, persons, whole, settlements);
    household->persons[from] -= (uint32_t)persons;
    household->persons[to] += (uint32_t)persons;
}

void people_vanish(struct state *s, uint64_t from, uint64_t heir, uint64_t persons,
                   int64_t *settlements)
{
    struct household_table *household = &s->household;
    uint64_t whole = household->persons[from];
    double stay = (double)(whole - persons) / (double)whole;
    household->labour_income_short[from] *= stay;
    household->labour_income_long[from] *= stay;
    if (heir != from)
        hand_over(s, from, heir, persons, whole, settlements);
    household->persons[from] -= (uint32_t)persons;
}

enum { ROWS_PER_PART = 300, PARTS_MOST = 52 };

struct people_part people_part(const struct state *s, int r)
{
    uint64_t parts = (s->region_row[r + 1] - s->region_row[r]) / ROWS_PER_PART;
    parts = parts < 1 ? 1 : parts > PARTS_MOST ? PARTS_MOST : parts;
    return (struct people_part){parts, s->clock.step % parts};
}

enum { COUNTS = 3 };

void people_count(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    size_t ages = (size_t)s->world->age_groups;
    struct tally tally = tally_open(&s->scratch, (size_t)s->regions * ages * COUNTS);
    const struct household_table *household = &s->household;
#pragma omp parallel
    {
        int64_t *mine = tally_mine(&tally);
#pragma omp for schedule(static)
        for (uint32_t b = 0; b < s->household_blocks; b++) {
            int64_t *of_region = mine + s->household_block_region[b] * ages * COUNTS;
            for (uint64_t h = s->household_block[b]; h < s->household_block[b + 1]; h++)
                of_region[household->age[h] * COUNTS + household->status[h]] +=
                    household->persons[h];
        }
    }
    for (size_t i = 0; i < (size_t)s->regions * ages; i++) {
        s->age.employed[i] = tally_sum(&tally, i * COUNTS + HOUSEHOLD_EMPLOYED);
        s->age.unemployed[i] = tally_sum(&tally, i * COUNTS + HOUSEHOLD_UNEMPLOYED);
        s->age.inactive[i] = tally_sum(&tally, i * COUNTS + HOUSEHOLD_INACTIVE);
        s->age.persons[i] = s->age.employed[i] + s->age.unemployed[i] + s->age.inactive[i];
    }
    arena_reset(&s->scratch, mark);
}

double people_participation(const struct state *s, int r)
{
    double potential = 0, opening = 0;
    for (int a = 0; a < s->world->age_groups; a++) {
        potential += s->age.potential[r * s->world->age_groups + a];
        opening += s->opening_force[r][a];
    }
    double normal = (double)s->opening_employed[r] * (potential / opening);
    return 1 + s->world->of_region.participation_elasticity[r] *
                   ((double)s->region.employed[r] / normal - 1);
}

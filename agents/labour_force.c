/* The labour force: workers enter it and leave it within their locality and age group.
 *
 *     c                     = 1 + pe (employed / (opening employed * P / P(0)) - 1)
 *     force of an age group = P_a c                                                [persons]
 *
 * P_a is the potential labour force of the age group (demography.c), P its sum, c the
 * participation (people.c). Who is due to retire is left to demography.
 *
 * Source: our assumption. Reads age.*, region.{employed, participation_cycle}.
 * Writes age.{unemployed, inactive}, region.{labour_force, unemployed, participation_cycle},
 * household.{persons, deposits, shares, incomes}, settlements. Keeps persons of each age group, and
 * deposits.
 */
#include <math.h>

#include "agents/labour.h"

/* Rows of a locality and age group that people leave, and those that they come to. */
struct exchange {
    uint64_t first, end, to, rows;
    struct people_part part;
};

static struct exchange exchange_rows(const struct state *s, uint32_t l, int a, bool enter,
                                     struct people_part part)
{
    uint64_t idle = people_inactive_row(s, l, a), idle_end = people_inactive_row(s, l, a + 1);
    uint64_t look = people_unemployed_row(s, l, a), look_end = people_unemployed_row(s, l, a + 1);
    struct exchange exchange = enter
                                   ? (struct exchange){idle, idle_end, look, look_end - look, part}
                                   : (struct exchange){look, look_end, idle, idle_end - idle, part};
    exchange.part.offset = (part.offset + l) % part.stride;
    return exchange;
}

static int64_t count_able(const struct state *s, int r, int a, bool enter, struct people_part part)
{
    const uint32_t *locality = s->population.region_locality;
    int64_t able = 0;
    for (uint32_t l = locality[r]; l < locality[r + 1]; l++) {
        struct exchange e = exchange_rows(s, l, a, enter, part);
        for (uint64_t h = people_next(e.part, e.first, e.first); h < e.end; h += e.part.stride)
            able += s->household.persons[h];
    }
    return able;
}

/* Persons of an age group who enter (change > 0) or leave the labour force, in proportion to those
 * who can, from the rows of this step's part of each locality, or a larger part if that would take
 * more than a quarter of them; returns how many did. They spread over the rows that they come to:
 * those who leave remember high incomes, and a row of them alone would spend until it has nothing
 * left. */
static int64_t change_force(struct state *s, int r, int a, int64_t change, int64_t *settlements)
{
    const uint32_t *locality = s->population.region_locality;
    bool enter = change > 0; /* rows of unemployed are few: all are visited */
    struct people_part part = enter ? people_part(s, r) : (struct people_part){1, 0};
    int64_t wanted = enter ? change : -change, moved = 0;
    int64_t able = count_able(s, r, a, enter, part);
    if (wanted > able / 4) { /* more rows: so many that an eighth of their persons move, or all */
        uint64_t stride = (uint64_t)able * part.stride / (8 * (uint64_t)wanted);
        stride = stride < 1 ? 1 : stride;
        part = (struct people_part){stride, s->clock.step % stride};
        able = count_able(s, r, a, enter, part);
        if (wanted > able) {
            part = (struct people_part){1, 0};
            able = count_able(s, r, a, enter, part);
        }
    }
    wanted = wanted < able ? wanted : able;
    struct money_share share = money_share_of(wanted, (uint64_t)able);
    uint64_t running = 0;
    for (uint32_t l = locality[r]; l < locality[r + 1]; l++) {
        struct exchange e = exchange_rows(s, l, a, enter, part);
        for (uint64_t h = people_next(e.part, e.first, e.first); h < e.end; h += e.part.stride) {
            uint64_t persons = s->household.persons[h];
            uint64_t k = (uint64_t)money_share_part(&share, running, persons);
            running += persons;
            if (k == 0)
                continue;
            people_move(s, h, e.to + h % e.rows, k, settlements);
            moved += (int64_t)k;
        }
    }
    return enter ? moved : -moved;
}

void labour_participate(struct state *s, const struct tally *settlements)
{
    int ages = s->world->age_groups;
#pragma omp parallel
    {
        int64_t *mine = tally_mine(settlements);
#pragma omp for schedule(dynamic, 1)
        for (int r = 0; r < s->regions; r++) {
            double cycle = people_participation(s, r);
            int64_t rest = 0; /* what an age group cannot do falls to the next younger one */
            for (int a = ages - 1; a >= 0; a--) {
                int i = r * ages + a;
                int64_t force = s->age.employed[i] + s->age.unemployed[i];
                double gap =
                    s->age.potential[i] * cycle - (double)(force - s->age.retirements_due[i]);
                double draw = rng_uniform(s->rng, RNG_REGION, (uint32_t)r,
                                          RNG_PARTICIPATION_ROUNDING, (uint32_t)a);
                int64_t change = (int64_t)floor(gap + draw) + rest;
                rest = change;
                if (change == 0 || s->age.potential[i] <= 0)
                    continue;
                change = change_force(s, r, a, change, mine);
                rest -= change;
                s->age.unemployed[i] += change;
                s->age.inactive[i] -= change;
                s->region.labour_force[r] += change;
                s->region.unemployed[r] += change;
            }
            s->region.participation_cycle[r] = cycle;
        }
    }
}

/* Ages of the employed: random, and exact in total.
 *
 * Each row draws an age group from the region's shares of the employed. If that group is more
 * than four rows ahead of its share in the locality, it takes the one most behind instead.
 * Then whole rows are relabelled from groups with too many to groups with too few persons while
 * both differences exceed the row, first in each locality, then over the region.
 *
 * What remains, less than a row for each group, is settled inside one firm, the region's
 * largest employer, whose rows are labelled last: it has need_a persons of group a, exactly what
 * the others leave over, in rows of about equal size. A negative need is impossible by then, or
 * is removed by relabelling more rows: the needs add up to the firm's staff, so that one of the
 * other groups has at least a part of 1 / (groups - 1) of it, which no row exceeds
 * (population_rows.c). So the totals are exact for every world, seed and number of firms.
 */
#include <math.h>
#include <string.h>

#include "agents/population_internal.h"

enum { ROWS_AHEAD = 4 };

struct ageing {
    struct population_build *b;
    const uint32_t *reserve;
    int groups;
    int64_t (*assigned)[AGE_GROUPS_MAX];         /* [localities] persons, reserve firms left out */
    int64_t target[REGIONS_MAX][AGE_GROUPS_MAX]; /* of those rows over the region */
    double share[REGIONS_MAX][AGE_GROUPS_MAX];   /* of target in its sum */
};

static int least(const int64_t *values, int count)
{
    int at = 0;
    for (int a = 1; a < count; a++)
        if (values[a] < values[at])
            at = a;
    return at;
}

static int most(const int64_t *values, int count)
{
    int at = 0;
    for (int a = 1; a < count; a++)
        if (values[a] > values[at])
            at = a;
    return at;
}

static int draw_group(const double *share, int groups, uint32_t word)
{
    double point = (double)word * 0x1p-32, running = 0;
    int last = 0;
    for (int a = 0; a < groups; a++) {
        running += share[a];
        if (share[a] > 0) {
            if (point < running)
                return a;
            last = a;
        }
    }
    return last;
}

static double ahead(const int64_t *assigned, const double *share, int a, int64_t total)
{
    return (double)assigned[a] - share[a] * (double)total;
}

static int most_behind(const int64_t *assigned, const double *share, int groups, int64_t total)
{
    int at = -1;
    for (int a = 0; a < groups; a++)
        if (share[a] > 0 &&
            (at < 0 || ahead(assigned, share, a, total) < ahead(assigned, share, at, total)))
            at = a;
    return at;
}

static uint64_t firm_end(const struct ageing *ageing, uint32_t l, uint32_t f)
{
    return population_row_end(ageing->b->population, l, f, ageing->groups);
}

static void draw_locality(struct ageing *ageing, int r, uint32_t l)
{
    const struct population *p = ageing->b->population;
    const double *share = ageing->share[r];
    int64_t *assigned = ageing->assigned[l], total = 0;
    double limit = ROWS_AHEAD * ageing->b->labour[r].persons_per_row;
    memset(assigned, 0, sizeof ageing->assigned[l]);
    for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++) {
        if (f == ageing->reserve[r])
            continue;
        struct rng_block block = {{0}};
        uint64_t end = firm_end(ageing, l, f);
        for (uint64_t h = p->firm_row[f], n = 0; h < end; h++, n++) {
            if (n % 4 == 0)
                block =
                    rng_words(ageing->b->rng, RNG_FIRM, f, RNG_HOUSEHOLD_AGE, (uint32_t)(n / 4));
            int a = draw_group(share, ageing->groups, block.word[n % 4]);
            if (ahead(assigned, share, a, total) > limit)
                a = most_behind(assigned, share, ageing->groups, total);
            p->age[h] = (uint8_t)a;
            assigned[a] += p->persons[h];
            total += p->persons[h];
        }
    }
}

/* Moves the rows of a locality's firms from group to group. excess: persons too many in each
 * group. A row moves only if that is no more than its group has too many and another has too
 * few; with `forced` out of any group with an excess, to the one that lacks most. */
static void relabel(struct ageing *ageing, int r, uint32_t l, bool forced, int64_t *excess)
{
    const struct population *p = ageing->b->population;
    for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++) {
        if (excess[most(excess, ageing->groups)] <= 0)
            return;
        if (f == ageing->reserve[r])
            continue;
        uint64_t end = firm_end(ageing, l, f);
        for (uint64_t h = p->firm_row[f]; h < end; h++) {
            int a = p->age[h];
            int64_t persons = p->persons[h];
            if (excess[a] <= 0 || (!forced && excess[a] < persons))
                continue;
            int lacking = least(excess, ageing->groups);
            if (!forced && -excess[lacking] < persons)
                continue;
            p->age[h] = (uint8_t)lacking;
            excess[a] -= persons;
            excess[lacking] += persons;
            ageing->assigned[l][a] -= persons;
            ageing->assigned[l][lacking] += persons;
        }
    }
}

/* Inside a locality, towards the region's shares. */
static void even_out(struct ageing *ageing, int r, uint32_t l)
{
    int64_t total = 0, excess[AGE_GROUPS_MAX];
    for (int a = 0; a < ageing->groups; a++)
        total += ageing->assigned[l][a];
    for (int a = 0; a < ageing->groups; a++)
        excess[a] = llrint(ahead(ageing->assigned[l], ageing->share[r], a, total));
    relabel(ageing, r, l, false, excess);
}

/* The reserve firm's rows: need[a] persons of each group, with at least one row for a group that
 * it needs, the other rows in proportion. */
static void fill_reserve(struct ageing *ageing, int r, const int64_t *need)
{
    const struct population *p = ageing->b->population;
    uint32_t f = ageing->reserve[r], l = p->region_locality[r];
    while (f >= p->locality_firm[l + 1])
        l++;
    uint64_t row = p->firm_row[f], rows = firm_end(ageing, l, f) - row, running = 0;
    int64_t groups = 0;
    for (int a = 0; a < ageing->groups; a++)
        groups += need[a] > 0;
    struct money_share share =
        money_share_of((money)rows - groups, (uint64_t)(p->staff[f] - groups));
    for (int a = 0; a < ageing->groups; a++) {
        if (need[a] == 0)
            continue;
        uint64_t weight = (uint64_t)need[a] - 1;
        uint64_t count = 1 + (uint64_t)money_share_part(&share, running, weight);
        running += weight;
        struct money_share persons = money_share_of(need[a], count);
        for (uint64_t n = 0; n < count; n++, row++) {
            p->persons[row] = (uint32_t)money_share_part(&persons, n, 1);
            p->age[row] = (uint8_t)a;
        }
    }
}

/* What the region's other rows should have: all less the reserve firm's share of each group. */
static void set_targets(struct ageing *ageing, int r)
{
    const struct population_labour *labour = &ageing->b->labour[r];
    int64_t staff = ageing->b->population->staff[ageing->reserve[r]];
    struct money_share share = money_share_of(staff, (uint64_t)labour->employed_total);
    uint64_t running = 0;
    double rest = (double)(labour->employed_total - staff);
    for (int a = 0; a < ageing->groups; a++) {
        int64_t employed = labour->employed[a];
        ageing->target[r][a] = employed - money_share_part(&share, running, (uint64_t)employed);
        ageing->share[r][a] = rest > 0 ? (double)ageing->target[r][a] / rest : 0;
        running += (uint64_t)employed;
    }
}

static void settle_region(struct ageing *ageing, int r)
{
    const struct population *p = ageing->b->population;
    uint32_t first = p->region_locality[r], end = p->region_locality[r + 1];
    int64_t excess[AGE_GROUPS_MAX], need[AGE_GROUPS_MAX];
    double enough = ageing->b->labour[r].persons_per_row / 2;
    for (int a = 0; a < ageing->groups; a++) {
        excess[a] = -ageing->target[r][a];
        for (uint32_t l = first; l < end; l++)
            excess[a] += ageing->assigned[l][a];
    }
    for (uint32_t l = first; l < end; l++)
        if ((double)excess[most(excess, ageing->groups)] > enough)
            relabel(ageing, r, l, false, excess);
    for (int a = 0; a < ageing->groups; a++) /* now against all employed */
        excess[a] += ageing->target[r][a] - ageing->b->labour[r].employed[a];
    for (uint32_t l = first; l < end; l++)
        relabel(ageing, r, l, true, excess);
    for (int a = 0; a < ageing->groups; a++)
        need[a] = -excess[a];
    fill_reserve(ageing, r, need);
}

bool population_ages(struct population_build *b, const uint32_t *reserve, struct error *err)
{
    struct population *p = b->population;
    struct ageing ageing = {.b = b, .reserve = reserve, .groups = b->world->age_groups};
    if (!population_array(&ageing.assigned, p->localities, err))
        return false;
    for (int r = 0; r < b->world->regions; r++)
        set_targets(&ageing, r);
#pragma omp parallel for schedule(dynamic)
    for (int n = 0; n < (int)p->localities; n++) {
        uint32_t l = (uint32_t)n;
        int r = 0;
        while (l >= p->region_locality[r + 1])
            r++;
        draw_locality(&ageing, r, l);
        even_out(&ageing, r, l);
    }
#pragma omp parallel for schedule(dynamic)
    for (int r = 0; r < b->world->regions; r++)
        settle_region(&ageing, r);
    free(ageing.assigned);
    return true;
}

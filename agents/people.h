/* People and the household rows that stand for them: who is where, and moving from row to row. */
#ifndef KEIRETSU_AGENTS_PEOPLE_H
#define KEIRETSU_AGENTS_PEOPLE_H

#include <assert.h>

#include "agents/state.h"
#include "agents/tally.h"

/* Persons leave a row for another and take their part of its deposits, claims and remembered
 * incomes along. Payments between banks are added to `settlements`, one entry a bank. */
void people_move(struct state *s, uint64_t from, uint64_t to, uint64_t persons,
                 int64_t *settlements);

/* Persons vanish from a row and leave what they own to another, or to the same row; the incomes
 * from work that they remember go with them. */
void people_vanish(struct state *s, uint64_t from, uint64_t heir, uint64_t persons,
                   int64_t *settlements);

/* First row without work of a locality and age group; the rows end where the next group's begin. */
static inline uint64_t people_unemployed_row(const struct state *s, uint32_t locality, int age)
{
    uint64_t stride = (uint64_t)s->world->age_groups + 1;
    return s->population.unemployed_row[locality * stride + (uint64_t)age];
}

static inline uint64_t people_inactive_row(const struct state *s, uint32_t locality, int age)
{
    uint64_t stride = (uint64_t)s->world->age_groups + 1;
    return s->population.inactive_row[locality * stride + (uint64_t)age];
}

/* Large regions are gone through in parts: of the rows of a locality, counted from its first, every
 * `stride`-th from `offset` on is visited in a step. */
struct people_part {
    uint64_t stride, offset;
};

struct people_part people_part(const struct state *s, int r);

/* First row at or after `from` that is visited, of a locality whose rows begin at `origin`. */
static inline uint64_t people_next(struct people_part part, uint64_t origin, uint64_t from)
{
    assert(part.stride > 0);
    uint64_t at = (from - origin) % part.stride;
    return from + (part.offset + part.stride - at) % part.stride;
}

/* Counts the rows: age.{persons, employed, unemployed, inactive}. */
void people_count(struct state *s);

/* Relation of the labour force to its potential: 1 at the opening's employment. */
double people_participation(const struct state *s, int r);

#endif

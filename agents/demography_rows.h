/* What the parts of demography in household rows share; see demography_rows.c. */
#ifndef KEIRETSU_AGENTS_DEMOGRAPHY_ROWS_H
#define KEIRETSU_AGENTS_DEMOGRAPHY_ROWS_H

#include "agents/people.h"
#include "agents/state.h"
#include "agents/tally.h"

/* How many rows or firms are looked at for one that fits. */
enum { DEMOGRAPHY_TRIES = 24 };

/* Instead of the age group that inherits: who leaves takes nothing, and the row keeps it. */
enum { NO_HEIRS = -1 };

struct place {
    uint32_t locality;
    int r;
    int64_t *settlements;
};

int demography_region(const struct state *s, uint32_t locality);

/* Staff of the row's employer, if it has one, is fewer by so many who quit. */
void demography_lose_staff(struct state *s, uint64_t h, uint64_t persons);

/* Each returns how many persons of a row it was done to. */
int64_t demography_leave(struct state *s, const struct place *place, uint64_t h, uint64_t persons,
                         int heirs);
int64_t demography_grow_older(struct state *s, const struct place *place, uint64_t h,
                              uint64_t persons);
int64_t demography_retire(struct state *s, const struct place *place, uint64_t h, uint64_t persons);

/* People of the rows of each region's part quit or change jobs. */
void demography_quits(struct state *s, const struct people_part *part,
                      const struct tally *settlements);

#endif

/* Exact sums in parallel loops: one row of whole numbers per thread, added up afterwards. Since
 * whole-number sums do not depend on the order of their terms, the result is the same for every
 * number of threads. */
#ifndef KEIRETSU_AGENTS_TALLY_H
#define KEIRETSU_AGENTS_TALLY_H

#include <stdint.h>

#include "core/arena.h"

struct tally {
    int64_t *value; /* [threads][stride] */
    size_t width, stride;
    int threads;
};

/* Takes zeroed rows from the arena; call outside parallel regions. */
struct tally tally_open(struct arena *arena, size_t width);

/* The calling thread's row. */
int64_t *tally_mine(const struct tally *tally);

/* Sum over threads of one entry. */
int64_t tally_sum(const struct tally *tally, size_t entry);

/* The value kept within its bounds; counts where a bound holds it back. */
static inline double bounded(double value, double least, double most, int64_t *bindings)
{
    if (value < least) {
        ++*bindings;
        return least;
    }
    if (value > most) {
        ++*bindings;
        return most;
    }
    return value;
}

#endif

/* Randomness is a function of (seed, table, agent, step, purpose, draw): Philox4x32-10 from
 * Random123. Nothing is stored, so nothing must be restored; two purposes never share draws,
 * and adding a draw to one rule does not shift another.
 *
 * Counter words: agent, step, draw, purpose | table << 16. Key: the seed's two halves. */
#ifndef KEIRETSU_CORE_RNG_H
#define KEIRETSU_CORE_RNG_H

#include <stdint.h>

/* Purposes, append only: the order is part of every published result. */
enum rng_purpose {
#define PURPOSE(name, meaning) RNG_##name,
#include "core/rng_purpose.def"
#undef PURPOSE
};

enum rng_table {
    RNG_TABLE_NONE,
    RNG_FIRM,
    RNG_LINK,
    RNG_HOUSEHOLD,
    RNG_BANK,
    RNG_CELL,
    RNG_REGION,
    RNG_PROJECT
};

struct rng {
    uint64_t seed;
    uint32_t step; /* 0 during set-up */
};

struct rng_block {
    uint32_t word[4];
};

/* Four independent 32-bit words. */
struct rng_block rng_words(struct rng rng, enum rng_table table, uint32_t agent,
                           enum rng_purpose purpose, uint32_t draw);

/* Uniform on [0, 1), 53 bits. */
double rng_uniform(struct rng rng, enum rng_table table, uint32_t agent, enum rng_purpose purpose,
                   uint32_t draw);

/* Standard normal (Box and Muller, one of the pair). */
double rng_normal(struct rng rng, enum rng_table table, uint32_t agent, enum rng_purpose purpose,
                  uint32_t draw);

/* Uniform on 0 .. count-1, count > 0 (Lemire's multiply-shift on 64 bits; bias < count / 2^64). */
uint32_t rng_index(struct rng rng, enum rng_table table, uint32_t agent, enum rng_purpose purpose,
                   uint32_t draw, uint32_t count);

#endif

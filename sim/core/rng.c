#include "core/rng.h"

#include <Random123/philox.h>
#include <assert.h>
#include <math.h>

struct rng_block rng_words(struct rng rng, enum rng_table table, uint32_t agent,
                           enum rng_purpose purpose, uint32_t draw)
{
    philox4x32_ctr_t counter = {{agent, rng.step, draw, (uint32_t)purpose | (uint32_t)table << 16}};
    philox4x32_key_t key = {{(uint32_t)rng.seed, (uint32_t)(rng.seed >> 32)}};
    philox4x32_ctr_t out = philox4x32_R(10, counter, key);
    return (struct rng_block){{out.v[0], out.v[1], out.v[2], out.v[3]}};
}

static uint64_t join(uint32_t low, uint32_t high)
{
    return (uint64_t)high << 32 | low;
}

double rng_uniform(struct rng rng, enum rng_table table, uint32_t agent, enum rng_purpose purpose,
                   uint32_t draw)
{
    struct rng_block block = rng_words(rng, table, agent, purpose, draw);
    return (double)(join(block.word[0], block.word[1]) >> 11) * 0x1p-53;
}

double rng_normal(struct rng rng, enum rng_table table, uint32_t agent, enum rng_purpose purpose,
                  uint32_t draw)
{
    const double turn = 6.283185307179586;
    struct rng_block block = rng_words(rng, table, agent, purpose, draw);
    /* The radius needs a number in (0, 1], because log(0) is not one. */
    double radius = (double)((join(block.word[0], block.word[1]) >> 11) + 1) * 0x1p-53;
    double angle = (double)(join(block.word[2], block.word[3]) >> 11) * 0x1p-53;
    return sqrt(-2 * log(radius)) * cos(turn * angle);
}

uint32_t rng_index(struct rng rng, enum rng_table table, uint32_t agent, enum rng_purpose purpose,
                   uint32_t draw, uint32_t count)
{
    assert(count > 0);
    struct rng_block block = rng_words(rng, table, agent, purpose, draw);
    uint64_t bits = join(block.word[0], block.word[1]);
    return (uint32_t)(((unsigned __int128)bits * count) >> 64);
}

#include "agents/tally.h"

#include <omp.h>
#include <string.h>

struct tally tally_open(struct arena *arena, size_t width)
{
    struct tally tally = {.width = width, .stride = (width + 15) / 16 * 16};
    tally.threads = omp_get_max_threads();
    tally.value = arena_array(arena, int64_t, tally.stride * (size_t)tally.threads);
    memset(tally.value, 0, tally.stride * (size_t)tally.threads * sizeof *tally.value);
    return tally;
}

int64_t *tally_mine(const struct tally *tally)
{
    return tally->value + tally->stride * (size_t)omp_get_thread_num();
}

int64_t tally_sum(const struct tally *tally, size_t entry)
{
    int64_t sum = 0;
    for (int t = 0; t < tally->threads; t++)
        sum += tally->value[tally->stride * (size_t)t + entry];
    return sum;
}

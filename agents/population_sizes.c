/* Sizes of firms: Zipf's law inside every cell.
 *
 * The firm with rank q (0 .. n-1) in its cell has the weight
 *
 *     z = (n / (q + 1/4 + u/2))^(1/tail),   u uniform,   size = floor(2^20 z)
 *
 * a Pareto distribution drawn by quantiles, so that the profile of sizes is the same for every
 * seed and number of firms. Ranks are a keyed permutation of positions: nothing is sorted.
 * Input cost and the rest of sales (value added) are shares of the cell's totals by size, and
 * sales are their sum, so that no rounding makes a firm spend more than it sells.
 *
 * Source: tail 1.0-1.1, Axtell 2001 (recalled).
 */
#include <math.h>

#include "agents/population_internal.h"

/* A permutation of 0 .. count-1: a Feistel network on the smallest even number of bits that
 * holds it, repeated until the result is below count (cycle walking). */
struct permutation {
    uint32_t count, half_bits;
    uint32_t key[4];
};

static struct permutation make_permutation(const struct population_build *b, uint32_t cell,
                                           uint32_t count)
{
    struct rng_block keys = rng_words(b->rng, RNG_CELL, cell, RNG_FIRM_RANK, 0);
    struct permutation permutation = {.count = count, .half_bits = 1};
    while (permutation.half_bits < 16 && (UINT32_C(1) << 2 * permutation.half_bits) < count)
        permutation.half_bits++;
    for (int k = 0; k < 4; k++)
        permutation.key[k] = keys.word[k];
    return permutation;
}

static uint32_t scramble(uint32_t x)
{
    x = (x ^ x >> 16) * UINT32_C(0x85ebca6b);
    x = (x ^ x >> 13) * UINT32_C(0xc2b2ae35);
    return x ^ x >> 16;
}

static uint32_t permute(const struct permutation *permutation, uint32_t x)
{
    uint32_t bits = permutation->half_bits, mask = (UINT32_C(1) << bits) - 1;
    do {
        uint32_t left = x >> bits, right = x & mask;
        for (int round = 0; round < 4; round++) {
            uint32_t next = left ^ (scramble(right + permutation->key[round]) & mask);
            left = right;
            right = next;
        }
        x = left << bits | right;
    } while (x >= permutation->count);
    return x;
}

static void size_run(const struct population_build *b, const struct firm_run *run)
{
    if (run->count == 0)
        return;
    uint32_t firms = b->cell_firms[run->cell];
    struct permutation permutation = make_permutation(b, run->cell, firms);
    double power = 1 / b->options->size_tail;
    for (uint32_t i = 0; i < run->count; i++) {
        uint32_t f = run->first + i;
        double u = (double)rng_words(b->rng, RNG_FIRM, f, RNG_FIRM_SIZE, 0).word[0] * 0x1p-32;
        double rank = permute(&permutation, run->position + i) + 0.25 + 0.5 * u;
        b->population->size[f] = (uint64_t)(0x1p20 * population_power(firms / rank, power));
    }
}

static bool sum_inputs(struct population_build *b, money *rest, struct error *err)
{
    const struct opening_table *t = b->table;
    for (int c = 0; c < t->cells; c++) {
        for (int d = 0; d < t->cells; d++)
            b->inputs[c] += population_flow(b, d, c);
        rest[c] = t->output[c] - b->inputs[c];
        if (rest[c] < 0)
            return fail(err, ERROR_CONFIG,
                        "%s: inputs of %s %s (%lld cents a step) exceed its output (%lld)",
                        b->world->folder, b->world->region[population_region(b, c)].code,
                        b->world->industry[c % t->industries].code, (long long)b->inputs[c],
                        (long long)t->output[c]);
    }
    return true;
}

bool population_sizes(struct population_build *b, struct error *err)
{
    struct population *p = b->population;
    money rest[CELLS_MAX];
    if (!sum_inputs(b, rest, err) || !population_array(&p->size, p->firms, err) ||
        !population_array(&p->sales, p->firms, err) ||
        !population_array(&p->input_cost, p->firms, err))
        return false;
#pragma omp parallel for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++)
        size_run(b, &p->run[n]);

    population_share(p, b->inputs, NULL, p->input_cost);
    population_share(p, rest, NULL, p->sales);
#pragma omp parallel for schedule(static)
    for (uint32_t f = 0; f < p->firms; f++)
        p->sales[f] += p->input_cost[f];
    return true;
}

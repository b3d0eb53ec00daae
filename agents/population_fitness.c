/* Which firm of a cell supplies.
 *
 * A customer looks in its own locality with probability 0.55, in one of the three localities on
 * either side with 0.15, and otherwise, or if nobody is there, or for imports, in the whole
 * supplier region, whose runs are drawn by their total fitness. In a run, a firm is drawn in
 * proportion to its fitness
 *
 *     sales^0.78 exp(0.4 g)
 *
 * Source: shares and noise are our assumption; 0.55 gives the part of small firms whose partners
 * are all local that is reported for Japan (docs/model/population.md). The exponent is that of
 * the number of suppliers.
 */
#include <math.h>

#include <omp.h>

#include "agents/population_internal.h"

static const double NOISE = 0.4;
static const double OWN_LOCALITY = 0.55, NEAR_LOCALITY = 0.15;
enum { NEAR = 3, TRIES = 4 };

double population_supplier_noise(uint64_t seed, uint32_t firm)
{
    struct rng rng = {.seed = seed};
    uint32_t word = rng_words(rng, RNG_FIRM, firm, RNG_SUPPLIER_FITNESS, 0).word[0];
    return population_exp(NOISE * population_normal(word));
}

static double run_fitness(const struct population_build *b, const struct firm_run *run)
{
    double sum = 0;
    for (uint32_t f = run->first; f < run->first + run->count; f++) {
        double size =
            population_power((double)b->population->sales[f], b->options->degree_exponent);
        b->fitness[f] = (float)(size * population_supplier_noise(b->rng.seed, f));
        sum += b->fitness[f];
    }
    return sum;
}

/* Vose's method: firms above the mean give what they have too much to firms below it. `scaled`
 * and `list` have room for the run. */
static void make_aliases(const struct population_build *b, const struct firm_run *run, double sum,
                         double *scaled, uint32_t *list)
{
    struct firm_alias *alias = b->alias + run->first;
    uint32_t small = 0, large = run->count; /* list: small ones from the front, large from behind */
    for (uint32_t i = 0; i < run->count; i++) {
        scaled[i] = b->fitness[run->first + i] / sum * run->count;
        list[scaled[i] < 1 ? small++ : --large] = i;
    }
    while (small > 0 && large < run->count) {
        uint32_t poor = list[--small], rich = list[large];
        alias[poor] = (struct firm_alias){(uint32_t)(scaled[poor] * 0x1p32), rich};
        scaled[rich] -= 1 - scaled[poor];
        if (scaled[rich] < 1) {
            large++;
            list[small++] = rich;
        }
    }
    while (small > 0 || large < run->count) {
        uint32_t i = small > 0 ? list[--small] : list[large++];
        alias[i] = (struct firm_alias){UINT32_MAX, i};
    }
}

bool population_fitness(struct population_build *b, struct error *err)
{
    struct population *p = b->population;
    uint32_t longest = 0;
    for (uint32_t n = 0; n < p->runs; n++)
        longest = p->run[n].count > longest ? p->run[n].count : longest;
    if (!population_array(&b->fitness, p->firms, err) ||
        !population_array(&b->alias, p->firms, err) ||
        !population_array(&b->run_fitness, p->runs, err))
        return false;
    size_t stride = (size_t)longest + 1, threads = (size_t)omp_get_max_threads();
    double *scaled = malloc(threads * stride * sizeof *scaled);
    uint32_t *list = malloc(threads * stride * sizeof *list);
    bool ok = scaled != NULL && list != NULL;
#pragma omp parallel for schedule(dynamic, 16) if (ok)
    for (uint32_t n = 0; n < (ok ? p->runs : 0); n++) {
        size_t mine = (size_t)omp_get_thread_num() * stride;
        b->run_fitness[n] = run_fitness(b, &p->run[n]);
        make_aliases(b, &p->run[n], b->run_fitness[n], scaled + mine, list + mine);
    }
    free(scaled);
    free(list);
    if (!ok)
        return fail(err, ERROR_MEMORY, "out of memory for suppliers");
    /* From here on a running sum over the runs of each cell. */
    for (uint32_t c = 0; c < p->cells; c++) {
        double running = 0;
        for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++) {
            running += b->run_fitness[p->cell_run[n]];
            b->run_fitness[p->cell_run[n]] = running;
        }
    }
    free(b->fitness);
    b->fitness = NULL;
    return true;
}

/* The run of cell d that holds a random point of the cell's fitness; never an empty one. */
static const struct firm_run *draw_run(const struct population_build *b, uint32_t d, double u)
{
    const struct population *p = b->population;
    uint32_t low = p->cell_first[d], high = p->cell_first[d + 1] - 1;
    double point = u * b->run_fitness[p->cell_run[high]];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (b->run_fitness[p->cell_run[middle]] > point)
            high = middle;
        else
            low = middle + 1;
    }
    while (p->run[p->cell_run[low]].count == 0)
        low--; /* the point was the very end */
    return &p->run[p->cell_run[low]];
}

const struct firm_run *population_local_run(const struct population *p, uint32_t industries,
                                            uint32_t cell, uint32_t locality,
                                            struct rng_block block)
{
    uint32_t r = cell / industries, k = cell % industries;
    double u = (double)block.word[0] * 0x1p-32;
    if (locality < p->region_locality[r] || locality >= p->region_locality[r + 1] ||
        u >= OWN_LOCALITY + NEAR_LOCALITY)
        return NULL;
    int64_t place = locality;
    if (u >= OWN_LOCALITY) {
        int64_t step = (int64_t)((uint64_t)block.word[1] * (2 * NEAR) >> 32) - NEAR;
        place += step < 0 ? step : step + 1;
        if (place < p->region_locality[r] || place >= p->region_locality[r + 1])
            return NULL;
    }
    const struct firm_run *run = &p->run[(uint64_t)place * industries + k];
    return run->count > 0 ? run : NULL;
}

uint32_t population_supplier(const struct population_build *b, uint32_t customer, int cell,
                             uint32_t locality, uint32_t draw)
{
    for (uint32_t n = 0; n < TRIES; n++) {
        uint32_t number = draw * TRIES + n;
        struct rng_block place =
            rng_words(b->rng, RNG_FIRM, customer, RNG_SUPPLIER_LOCALITY, number);
        struct rng_block firm = rng_words(b->rng, RNG_FIRM, customer, RNG_SUPPLIER_FIRM, number);
        const struct firm_run *run = population_local_run(
            b->population, (uint32_t)b->world->industries, (uint32_t)cell, locality, place);
        if (run == NULL) {
            uint64_t bits = (uint64_t)place.word[2] << 32 | place.word[3];
            run = draw_run(b, (uint32_t)cell, (double)(bits >> 11) * 0x1p-53);
        }
        uint32_t i = (uint32_t)((uint64_t)firm.word[0] * run->count >> 32);
        const struct firm_alias *alias = &b->alias[run->first + i];
        uint32_t supplier = run->first + (firm.word[1] < alias->threshold ? i : alias->alias);
        if (supplier != customer)
            return supplier;
    }
    return SUPPLIER_NONE;
}

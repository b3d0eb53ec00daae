/* Where firms are, and their numbering.
 *
 * The L localities of a region lie on a line. Locality l has the weight
 *
 *     (rank_l + 1.5)^-0.8 exp(sd g),   sd = 0.8 for goods, 0.25 for other industries
 *
 * for an industry: rank is a random permutation, the same for all industries of the region, and
 * g standard normal. With W the cumulative normalised weights and u one random phase per cell,
 * locality l gets floor(n W_l + u) - floor(n W_(l-1) + u) of the cell's n firms: the phase keeps
 * small cells from all falling into the first localities.
 *
 * Source: the decline with rank is of the order of that of prefectures' shares in firms; all
 * figures are our assumption.
 */
#include <math.h>

#include "agents/population_internal.h"

static const double DECLINE = -0.8, SPREAD_GOODS = 0.8, SPREAD_OTHER = 0.25;

static bool allocate_places(struct population_build *b, struct error *err)
{
    struct population *p = b->population;
    const struct world *w = b->world;
    uint64_t localities = 0;
    for (int r = 0; r < w->regions; r++)
        localities += (uint64_t)fmax(1, w->of_region.localities[r]);
    p->localities = (uint32_t)localities;
    p->runs = (uint32_t)localities * (uint32_t)w->industries;
    if (!population_array(&p->run, p->runs, err) ||
        !population_array(&p->cell_first, b->table->cells + 1, err) ||
        !population_array(&p->cell_run, p->runs, err) ||
        !population_array(&p->region_locality, w->regions + 1, err) ||
        !population_array(&p->locality_firm, localities + 1, err))
        return false;
    uint32_t first = 0;
    for (int r = 0; r < w->regions; r++) {
        p->region_locality[r] = first;
        first += (uint32_t)fmax(1, w->of_region.localities[r]);
    }
    p->region_locality[w->regions] = first;
    return true;
}

/* base[l] = (rank + 1.5)^-0.8 under a random permutation of the region's localities. */
static void set_base_weights(const struct population_build *b, int region, uint32_t count,
                             double *base)
{
    for (uint32_t l = 0; l < count; l++)
        base[l] = population_power(l + 1.5, DECLINE);
    for (uint32_t l = count; l > 1; l--) {
        uint32_t other = rng_index(b->rng, RNG_REGION, (uint32_t)region, RNG_LOCALITY_WEIGHT, l, l);
        double swapped = base[l - 1];
        base[l - 1] = base[other];
        base[other] = swapped;
    }
}

static void place_cell(struct population_build *b, int cell, uint32_t first, uint32_t count,
                       const double *base, double *weight)
{
    struct population *p = b->population;
    int industries = b->world->industries, industry = cell % industries;
    bool goods = b->world->of_industry.goods[industry] > 0.5;
    double sum = 0;
    for (uint32_t l = 0; l < count; l++) {
        struct rng_block block =
            rng_words(b->rng, RNG_CELL, (uint32_t)cell, RNG_LOCALITY_WEIGHT, l);
        double noise = (goods ? SPREAD_GOODS : SPREAD_OTHER) * population_normal(block.word[0]);
        weight[l] = base[l] * population_exp(noise);
        sum += weight[l];
    }
    /* 24 bits: n W + u then is exact enough to end at n. */
    double phase =
        (double)(rng_words(b->rng, RNG_CELL, (uint32_t)cell, RNG_FIRM_LOCALITY, 0).word[0] >> 8) *
        0x1p-24;
    double running = 0, firms = b->cell_firms[cell];
    uint32_t placed = 0;
    for (uint32_t l = 0; l < count; l++) {
        running += weight[l];
        double share = l + 1 < count ? fmin(1, running / sum) : 1;
        uint32_t until = (uint32_t)floor(firms * share + phase);
        p->run[(first + l) * (uint32_t)industries + (uint32_t)industry] =
            (struct firm_run){.count = until - placed,
                              .locality = first + l,
                              .position = placed,
                              .cell = (uint16_t)cell};
        placed = until;
    }
}

/* Firms in order of runs; the runs of each cell in order of localities. */
static void number_firms(struct population_build *b)
{
    struct population *p = b->population;
    uint32_t industries = (uint32_t)b->world->industries, first = 0, listed = 0;
    for (uint32_t n = 0; n < p->runs; n++) {
        if (n % industries == 0)
            p->locality_firm[n / industries] = first;
        p->run[n].first = first;
        first += p->run[n].count;
    }
    p->locality_firm[p->localities] = first;
    for (uint32_t c = 0; c < (uint32_t)b->table->cells; c++) {
        uint32_t r = c / industries;
        p->cell_first[c] = listed;
        for (uint32_t l = p->region_locality[r]; l < p->region_locality[r + 1]; l++)
            p->cell_run[listed++] = l * industries + c % industries;
    }
    p->cell_first[b->table->cells] = listed;
}

bool population_places(struct population_build *b, struct error *err)
{
    struct population *p = b->population;
    double *base;
    if (!allocate_places(b, err) || !population_array(&base, 2 * (uint64_t)p->localities, err))
        return false;
    for (int r = 0; r < b->world->regions; r++) {
        uint32_t first = p->region_locality[r], count = p->region_locality[r + 1] - first;
        set_base_weights(b, r, count, base);
        for (int k = 0; k < b->world->industries; k++)
            place_cell(b, r * b->world->industries + k, first, count, base, base + p->localities);
    }
    free(base);
    number_firms(b);
    if (!population_array(&p->cell, p->firms, err))
        return false;
#pragma omp parallel for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++)
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++)
            p->cell[f] = p->run[n].cell;
    return true;
}

/* One running sum, many totals: cell totals shared out over firms, exactly and in parallel.
 *
 * The running sum goes over a cell's runs in order. Each run first leaves the sum of its weights
 * in the place of its first part, a serial pass over runs turns these into running sums, and
 * then each run shares out its stretch. So nothing has to be allocated. */
#include <assert.h>

#include "agents/population_internal.h"

static void sum_run(const struct firm_run *run, const uint64_t *weights, money *parts)
{
    uint64_t sum = 0;
    for (uint32_t f = run->first; f < run->first + run->count; f++)
        sum += weights[f];
    if (run->count > 0)
        parts[run->first] = (money)sum;
}

static void share_run(const struct firm_run *run, const struct money_share *share,
                      const uint64_t *weights, money *parts)
{
    if (run->count == 0)
        return;
    uint64_t running = (uint64_t)parts[run->first];
    money given = money_share_until(share, running);
    for (uint32_t f = run->first; f < run->first + run->count; f++) {
        running += weights[f];
        money until = money_share_until(share, running);
        parts[f] = until - given;
        given = until;
    }
}

void population_share(const struct population *population, const money *totals,
                      const uint64_t *weights, money *parts)
{
    const struct population *p = population;
    struct money_share share[CELLS_MAX];
    uint32_t cells = p->cells;
    if (weights == NULL)
        weights = p->size;
#pragma omp parallel for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++)
        sum_run(&p->run[n], weights, parts);

    for (uint32_t c = 0; c < cells; c++) {
        uint64_t running = 0;
        for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++) {
            const struct firm_run *run = &p->run[p->cell_run[n]];
            if (run->count == 0)
                continue;
            uint64_t sum = (uint64_t)parts[run->first];
            parts[run->first] = (money)running;
            running += sum;
        }
        assert(running > 0 || totals[c] == 0);
        share[c] = money_share_of(totals[c], running);
    }

#pragma omp parallel for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++)
        share_run(&p->run[n], &share[p->run[n].cell], weights, parts);
}

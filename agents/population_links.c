/* Who supplies whom: the lists of suppliers, by customer.
 *
 * Each firm draws its supplier cells (population_inputs.c) and a firm of each
 * (population_fitness.c), in lists with room for all draws; then the lists are closed up. The
 * line of supplier cells is in order of inputs and cells, and firms are numbered by region, so
 * only draws of the same cell have to be sorted. Doubles are dropped. */
#include <math.h>
#include <string.h>

#include "agents/population_internal.h"
#include "core/csr.h"

enum { FOREIGN_FROM = 4, INSERTION_MOST = 48 };

static int compare_firms(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void sort_firms(uint32_t *firm, uint64_t count)
{
    if (count > INSERTION_MOST) {
        qsort(firm, count, sizeof *firm, compare_firms);
        return;
    }
    for (uint64_t i = 1; i < count; i++) {
        uint32_t moved = firm[i];
        uint64_t at = i;
        for (; at > 0 && firm[at - 1] > moved; at--)
            firm[at] = firm[at - 1];
        firm[at] = moved;
    }
}

/* Sorts the draws of one cell and drops doubles; returns how many are left. */
static uint64_t tidy(uint32_t *firm, uint64_t count)
{
    sort_firms(firm, count);
    uint64_t kept = 0;
    for (uint64_t i = 0; i < count; i++)
        if (kept == 0 || firm[i] != firm[kept - 1])
            firm[kept++] = firm[i];
    return kept;
}

/* First entry from `from` on whose running sum exceeds the point; the last one at most. */
static uint32_t find_entry(const struct supplier_line *line, uint32_t from, double point)
{
    uint32_t low = from, high = line->count - 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (line->until[middle] > point)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Draws `count` suppliers of a firm into list; returns how many different ones there are. */
static uint32_t draw_suppliers(const struct population_build *b, const struct supplier_lines *lines,
                               const struct firm_run *run, uint32_t firm, uint64_t count,
                               uint32_t *list)
{
    const struct supplier_line *line =
        count >= FOREIGN_FROM ? &lines->all[run->cell] : &lines->own[run->cell];
    if (line->count == 0)
        return 0;
    double phase = rng_uniform(b->rng, RNG_FIRM, firm, RNG_SUPPLIER_CELL, 0);
    double step = line->until[line->count - 1] / (double)count;
    uint32_t entry = 0;
    uint64_t kept = 0, drawn = 0; /* list: kept ones, then the draws of the present cell */
    for (uint64_t n = 0; n < count; n++) {
        uint32_t next = find_entry(line, entry, ((double)n + phase) * step);
        if (next != entry) {
            kept += tidy(list + kept, drawn);
            drawn = 0;
            entry = next;
        }
        uint32_t supplier =
            population_supplier(b, firm, line->cell[entry], run->locality, (uint32_t)n);
        if (supplier != SUPPLIER_NONE)
            list[kept + drawn++] = supplier;
    }
    return (uint32_t)(kept + tidy(list + kept, drawn));
}

/* Closes the gaps between the lists: list f has count[f] entries from slot[f] on. */
static bool close_up(struct population *p, const uint64_t *slot, const uint32_t *count,
                     const uint32_t *list, struct error *err)
{
    if (!population_array(&p->supplier_first, (uint64_t)p->firms + 1, err))
        return false;
    uint64_t next = 0;
    for (uint32_t f = 0; f < p->firms; f++) {
        p->supplier_first[f] = next;
        next += count[f];
    }
    p->supplier_first[p->firms] = next;
    p->links = next;
    if (!population_array(&p->supplier, p->links, err))
        return false;
#pragma omp parallel for schedule(static)
    for (uint32_t f = 0; f < p->firms; f++)
        memcpy(p->supplier + p->supplier_first[f], list + slot[f], count[f] * sizeof *list);
    return true;
}

static bool draw_links(const struct population_build *b, const struct supplier_lines *lines,
                       const uint64_t *slot, struct error *err)
{
    struct population *p = b->population;
    uint32_t *list = NULL, *count = NULL;
    bool ok =
        population_array(&list, slot[p->firms], err) && population_array(&count, p->firms, err);
    if (ok) {
#pragma omp parallel for schedule(dynamic, 4)
        for (uint32_t n = 0; n < p->runs; n++)
            for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++)
                count[f] =
                    draw_suppliers(b, lines, &p->run[n], f, slot[f + 1] - slot[f], list + slot[f]);
        ok = close_up(p, slot, count, list, err);
    }
    free(list);
    free(count);
    return ok;
}

bool population_links(struct population_build *b, struct error *err)
{
    struct supplier_lines lines = {.cells = NULL};
    uint64_t *slot = NULL;
    bool ok = population_inputs(b, &lines, err) &&
              population_array(&slot, (uint64_t)b->population->firms + 1, err) &&
              population_degrees(b, &lines, slot, err);
    if (ok && slot[b->population->firms] >= UINT32_MAX)
        ok = fail(err, ERROR_CONFIG,
                  "population.mean_suppliers: %g for %u firms, more than 4294967294 links",
                  b->options->mean_suppliers, b->options->firms);
    ok = ok && population_fitness(b, err) && draw_links(b, &lines, slot, err);
    population_inputs_free(&lines);
    free(slot);
    free(b->fitness);
    free(b->run_fitness);
    free(b->alias);
    b->fitness = NULL;
    b->run_fitness = NULL;
    b->alias = NULL;
    return ok;
}

bool population_transpose(struct population *p, struct error *err)
{
    free(p->customer_first);
    free(p->customer_link);
    p->customer_first = NULL;
    p->customer_link = NULL;
    struct arena arena;
    if (!arena_create(&arena, csr_scratch(p->firms, p->links), err))
        return false;
    bool ok = population_array(&p->customer_first, (uint64_t)p->firms + 1, err) &&
              population_array(&p->customer_link, p->links, err);
    if (ok) {
        struct csr rows = {.groups = p->firms, .start = p->supplier_first, .item = p->supplier};
        struct csr columns = {
            .groups = p->firms, .start = p->customer_first, .item = p->customer_link};
        csr_transpose(&columns, &rows, &arena);
    }
    arena_free(&arena);
    return ok;
}

/* Two levels, because a counting sort straight into millions of groups misses the cache with
 * every item. First the items are cut into slices of fixed size, and each slice deals its items
 * to at most BUCKETS buckets of neighbouring keys; slices write to places computed beforehand,
 * so they cannot meet, and their order keeps the sort stable. Then each bucket is sorted by
 * itself, inside the cache. Neither cut depends on the number of threads.
 */
#include "core/csr.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

enum { SLICES_MAX = 64, SLICE_LEAST = 4096, BUCKETS = 2048 };

struct entry {
    uint32_t key, item;
};

struct plan {
    uint32_t groups;
    uint64_t items;
    uint32_t slices;
    uint32_t buckets;
    int shift; /* bucket = key >> shift */
};

static struct plan make_plan(uint32_t groups, uint64_t items)
{
    struct plan plan = {.groups = groups, .items = items};
    uint64_t slices = items / SLICE_LEAST;
    plan.slices = slices < 1 ? 1 : slices > SLICES_MAX ? SLICES_MAX : (uint32_t)slices;
    while (((groups - 1) >> plan.shift) >= BUCKETS)
        plan.shift++;
    plan.buckets = ((groups - 1) >> plan.shift) + 1;
    return plan;
}

static uint64_t slice_first(const struct plan *plan, uint32_t slice)
{
    return plan->items * slice / plan->slices;
}

size_t csr_scratch(uint32_t groups, uint64_t items)
{
    if (groups == 0)
        return 0;
    struct plan plan = make_plan(groups, items);
    size_t bytes = arena_size(sizeof(uint64_t), (size_t)plan.slices * plan.buckets) +
                   arena_size(sizeof(uint64_t), (size_t)plan.buckets + 1);
    return plan.shift == 0 ? bytes : bytes + arena_size(sizeof(struct entry), items);
}

bool csr_allocate(struct csr *csr, uint32_t groups, uint64_t items, struct error *err)
{
    assert(items <= UINT32_MAX);
    *csr = (struct csr){.groups = groups};
    csr->start = memory_block(((size_t)groups + 1) * sizeof *csr->start);
    csr->item = memory_block(items * sizeof *csr->item);
    if (csr->start == NULL || csr->item == NULL) {
        csr_free(csr);
        return fail(err, ERROR_MEMORY, "out of memory: %llu items in %u groups",
                    (unsigned long long)items, groups);
    }
#pragma omp parallel
    {
#pragma omp for schedule(static) nowait
        for (uint64_t g = 0; g <= groups; g++)
            csr->start[g] = 0;
#pragma omp for schedule(static)
        for (uint64_t i = 0; i < items; i++)
            csr->item[i] = 0;
    }
    return true;
}

void csr_free(struct csr *csr)
{
    free(csr->start);
    free(csr->item);
    *csr = (struct csr){0};
}

/* place[slice][bucket]: first how many items, then where the next one goes. */
static void count_slice(const struct plan *plan, const uint32_t *key, uint32_t slice,
                        uint64_t *place)
{
    memset(place, 0, plan->buckets * sizeof *place);
    uint64_t end = slice_first(plan, slice + 1);
    for (uint64_t i = slice_first(plan, slice); i < end; i++) {
        if (key[i] == CSR_NONE)
            continue;
        assert(key[i] < plan->groups);
        place[key[i] >> plan->shift]++;
    }
}

static void counts_to_places(const struct plan *plan, uint64_t *place, uint64_t *bucket_start)
{
    uint64_t next = 0;
    for (uint32_t b = 0; b < plan->buckets; b++) {
        bucket_start[b] = next;
        for (uint32_t s = 0; s < plan->slices; s++) {
            uint64_t *here = place + (size_t)s * plan->buckets + b;
            uint64_t count = *here;
            *here = next;
            next += count;
        }
    }
    bucket_start[plan->buckets] = next;
}

static void deal_items(const struct plan *plan, const uint32_t *key, uint32_t slice,
                       uint64_t *place, uint32_t *item)
{
    uint64_t end = slice_first(plan, slice + 1);
    for (uint64_t i = slice_first(plan, slice); i < end; i++)
        if (key[i] != CSR_NONE)
            item[place[key[i]]++] = (uint32_t)i;
}

static void deal_entries(const struct plan *plan, const uint32_t *key, uint32_t slice,
                         uint64_t *place, struct entry *entry)
{
    uint64_t end = slice_first(plan, slice + 1);
    for (uint64_t i = slice_first(plan, slice); i < end; i++)
        if (key[i] != CSR_NONE)
            entry[place[key[i] >> plan->shift]++] = (struct entry){key[i], (uint32_t)i};
}

/* The bucket owns the groups of its keys, and so their places in start and item. Their counts
 * become the place of the next item, and in the end each group's place is its end: the next
 * group's start, so one step back gives the starts. */
static void sort_bucket(const struct plan *plan, struct csr *csr, const struct entry *entry,
                        const uint64_t *bucket_start, uint32_t bucket)
{
    uint32_t first_group = bucket << plan->shift;
    uint32_t width = UINT32_C(1) << plan->shift;
    uint32_t groups = plan->groups - first_group < width ? plan->groups - first_group : width;
    uint64_t *start = csr->start + first_group;
    uint64_t first = bucket_start[bucket], end = bucket_start[bucket + 1];

    memset(start, 0, groups * sizeof *start);
    for (uint64_t k = first; k < end; k++)
        start[entry[k].key - first_group]++;
    uint64_t next = first;
    for (uint32_t g = 0; g < groups; g++) {
        uint64_t count = start[g];
        start[g] = next;
        next += count;
    }
    for (uint64_t k = first; k < end; k++)
        csr->item[start[entry[k].key - first_group]++] = entry[k].item;
    for (uint32_t g = groups - 1; g > 0; g--)
        start[g] = start[g - 1];
    start[0] = first;
}

void csr_group(struct csr *csr, const uint32_t *key, uint64_t items, struct arena *arena)
{
    assert(items <= UINT32_MAX);
    if (csr->groups == 0) {
        csr->start[0] = 0;
        return;
    }
    struct plan plan = make_plan(csr->groups, items);
    size_t mark = arena_mark(arena);
    uint64_t *place = arena_array(arena, uint64_t, (size_t)plan.slices * plan.buckets);
    uint64_t *bucket_start = arena_array(arena, uint64_t, (size_t)plan.buckets + 1);

#pragma omp parallel for schedule(dynamic) if (plan.slices > 1)
    for (uint32_t s = 0; s < plan.slices; s++)
        count_slice(&plan, key, s, place + (size_t)s * plan.buckets);
    counts_to_places(&plan, place, bucket_start);

    if (plan.shift == 0) { /* a bucket is a group */
#pragma omp parallel for schedule(dynamic) if (plan.slices > 1)
        for (uint32_t s = 0; s < plan.slices; s++)
            deal_items(&plan, key, s, place + (size_t)s * plan.buckets, csr->item);
        memcpy(csr->start, bucket_start, ((size_t)csr->groups + 1) * sizeof *csr->start);
    } else {
        struct entry *entry = arena_array(arena, struct entry, items);
#pragma omp parallel for schedule(dynamic) if (plan.slices > 1)
        for (uint32_t s = 0; s < plan.slices; s++)
            deal_entries(&plan, key, s, place + (size_t)s * plan.buckets, entry);
#pragma omp parallel for schedule(dynamic, 8) if (plan.slices > 1)
        for (uint32_t b = 0; b < plan.buckets; b++)
            sort_bucket(&plan, csr, entry, bucket_start, b);
        csr->start[csr->groups] = bucket_start[plan.buckets];
    }
    arena_reset(arena, mark);
}

void csr_transpose(struct csr *transpose, const struct csr *rows, struct arena *arena)
{
    csr_group(transpose, rows->item, rows->start[rows->groups], arena);
}

void csr_owners(const struct csr *rows, uint32_t *owner)
{
#pragma omp parallel for schedule(static)
    for (uint32_t r = 0; r < rows->groups; r++)
        for (uint64_t p = rows->start[r]; p < rows->start[r + 1]; p++)
            owner[p] = r;
}

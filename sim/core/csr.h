/* Compressed rows: items grouped by a key, for gathers and for markets.
 *
 * The items of group g are item[start[g]] .. item[start[g + 1] - 1], in ascending order. Rules
 * that would add to somebody else's row go through the receiver's group instead, so that each
 * row is written by its owner alone.
 *
 *     struct csr clients;                         // firms by bank
 *     csr_allocate(&clients, banks, firms, err);
 *     csr_group(&clients, firm_bank, firms, arena);
 *
 * Links sorted by customer are rows already, of which `start` is first_link and the columns are
 * the suppliers; grouping link positions by supplier is the transpose.
 */
#ifndef KEIRETSU_CORE_CSR_H
#define KEIRETSU_CORE_CSR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/error.h"

/* Key of an item that is in no group. */
#define CSR_NONE UINT32_C(0xffffffff)

struct csr {
    uint32_t groups;
    uint64_t *start; /* [groups + 1] */
    uint32_t *item;  /* [start[groups]], room for more where made so */
};

/* Room for that many groups and items; empty groups. A struct csr may also be filled by hand
 * with arrays that live elsewhere: then do not free it here. */
bool csr_allocate(struct csr *csr, uint32_t groups, uint64_t items, struct error *err);
void csr_free(struct csr *csr);

/* Groups the items 0 .. items - 1 by their keys, each < groups or CSR_NONE: a stable counting
 * sort, in parallel, the same for every number of threads. items < 2^32. Takes
 * csr_scratch(groups, items) bytes of the arena and gives them back. */
void csr_group(struct csr *csr, const uint32_t *key, uint64_t items, struct arena *arena);
size_t csr_scratch(uint32_t groups, uint64_t items);

/* The transpose of rows whose columns are rows->item: group c lists, ascending, the positions p
 * with rows->item[p] == c. transpose->groups is the number of columns. */
void csr_transpose(struct csr *transpose, const struct csr *rows, struct arena *arena);

/* The row of each position: owner[p] = r for start[r] <= p < start[r + 1]. */
void csr_owners(const struct csr *rows, uint32_t *owner);

static inline uint64_t csr_count(const struct csr *csr, uint32_t group)
{
    return csr->start[group + 1] - csr->start[group];
}

#endif

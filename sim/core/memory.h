/* Blocks of memory for columns and scratch. */
#ifndef KEIRETSU_CORE_MEMORY_H
#define KEIRETSU_CORE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* A gather through an index misses the cache at nearly every row. Asking for the row of a later
 * index while working on this one lets the misses overlap: worth a factor of two to three. */
enum { MEMORY_AHEAD = 64 };

static inline uint64_t memory_ahead(uint64_t position, uint64_t count)
{
    return position + MEMORY_AHEAD < count ? position + MEMORY_AHEAD : position;
}

enum { MEMORY_ALIGNMENT = 64 }; /* a cache line, and the widest vector register */

/* At least `bytes` bytes, aligned, contents undefined; NULL if there are none. The pages are
 * not touched, so that the thread that does it first gets them close by. Ends with free(). */
void *memory_block(size_t bytes);

#endif

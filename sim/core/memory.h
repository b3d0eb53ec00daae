/* Blocks of memory for columns and scratch. */
#ifndef KEIRETSU_CORE_MEMORY_H
#define KEIRETSU_CORE_MEMORY_H

#include <stddef.h>

enum { MEMORY_ALIGNMENT = 64 }; /* a cache line, and the widest vector register */

/* At least `bytes` bytes, aligned, contents undefined; NULL if there are none. The pages are
 * not touched, so that the thread that does it first gets them close by. Ends with free(). */
void *memory_block(size_t bytes);

#endif

#include "core/memory.h"

#include <stdint.h>
#include <stdlib.h>

void *memory_block(size_t bytes)
{
    if (bytes > SIZE_MAX - MEMORY_ALIGNMENT)
        return NULL;
    /* Whole lines, as aligned_alloc asks, and one at least. */
    return aligned_alloc(MEMORY_ALIGNMENT, (bytes / MEMORY_ALIGNMENT + 1) * MEMORY_ALIGNMENT);
}

#include "core/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/memory.h"

/* Under the address sanitizer, memory that nobody has taken may not be touched: a rule that uses
 * its scratch after the reset is reported. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON 1
#endif
#ifdef ARENA_POISON
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

bool arena_create(struct arena *arena, size_t capacity, struct error *err)
{
    *arena = (struct arena){0};
    arena->base = memory_block(capacity);
    if (arena->base == NULL)
        return fail(err, ERROR_MEMORY, "out of memory: %zu bytes of scratch", capacity);
    arena->capacity = capacity;
    ASAN_POISON_MEMORY_REGION(arena->base, capacity);
    return true;
}

void arena_free(struct arena *arena)
{
    ASAN_UNPOISON_MEMORY_REGION(arena->base, arena->capacity);
    free(arena->base);
    *arena = (struct arena){0};
}

size_t arena_size(size_t size, size_t count)
{
    if (size > 0 && count > (SIZE_MAX - MEMORY_ALIGNMENT) / size)
        return SIZE_MAX;
    return (size * count + MEMORY_ALIGNMENT - 1) / MEMORY_ALIGNMENT * MEMORY_ALIGNMENT;
}

void *arena_take(struct arena *arena, size_t size, size_t count)
{
    size_t bytes = arena_size(size, count);
    if (bytes > arena->capacity - arena->used) {
        fprintf(stderr,
                "keiretsu: scratch memory too small: %zu x %zu bytes wanted, %zu of %zu free\n",
                count, size, arena->capacity - arena->used, arena->capacity);
        abort();
    }
    void *array = arena->base + arena->used;
    ASAN_UNPOISON_MEMORY_REGION(array, size * count);
    arena->used += bytes;
    if (arena->used > arena->peak)
        arena->peak = arena->used;
    return array;
}

size_t arena_mark(const struct arena *arena)
{
    return arena->used;
}

void arena_reset(struct arena *arena, size_t mark)
{
    assert(mark <= arena->used);
    ASAN_POISON_MEMORY_REGION(arena->base + mark, arena->used - mark);
    arena->used = mark;
}

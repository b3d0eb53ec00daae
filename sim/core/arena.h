/* Scratch memory of the phases: one block, allocated at set-up, handed out from the front.
 *
 *     size_t mark = arena_mark(arena);
 *     double *wanted = arena_array(arena, double, firms);
 *     ...
 *     arena_reset(arena, mark);
 *
 * Rules of the model allocate nothing; what they need for the length of a phase they take here
 * and give back by resetting to a mark. Contents are undefined when taken. Take arrays outside
 * parallel regions; all threads may use them. Taking more than the capacity is an error of the
 * program, not of its user: it names the sizes and aborts, in every build.
 */
#ifndef KEIRETSU_CORE_ARENA_H
#define KEIRETSU_CORE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "core/error.h"

struct arena {
    unsigned char *base;
    size_t capacity, used; /* bytes */
    size_t peak;           /* most ever used: what the capacity could have been */
};

/* On failure the arena is empty, and arena_free is allowed. */
bool arena_create(struct arena *arena, size_t capacity, struct error *err);
void arena_free(struct arena *arena);

/* Bytes that an array takes, with its padding: add these up for the capacity. */
size_t arena_size(size_t size, size_t count);

/* count elements of the type, aligned to 64 bytes; never NULL, also for count == 0. */
#define arena_array(arena, type, count) ((type *)arena_take((arena), sizeof(type), (count)))
void *arena_take(struct arena *arena, size_t size, size_t count);

size_t arena_mark(const struct arena *arena);

/* Gives back everything taken since the mark. */
void arena_reset(struct arena *arena, size_t mark);

#endif

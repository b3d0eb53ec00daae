/* Rationing: how a supplier that cannot serve all orders divides what it has. See rationing.c. */
#ifndef KEIRETSU_AGENTS_RATIONING_H
#define KEIRETSU_AGENTS_RATIONING_H

#include <stdint.h>

#include "agents/state.h"

enum rationing_rule {
    RATIONING_WEIGHTED,
    RATIONING_PROPORTIONAL,
    RATIONING_FINAL_LAST,
    RATIONING_SMALLEST_FIRST,
    RATIONING_SMALLEST_FIRST_FINAL_LAST,
    RATIONING_RANDOM,
    RATIONING_LARGEST_FIRST,
};

/* What a link receives of its order. */
double rationing_delivery(const struct state *s, uint32_t supplier, uint64_t link, double order);

#endif

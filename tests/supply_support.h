/* What tests of the supply side as a whole share. */
#ifndef KEIRETSU_TESTS_SUPPLY_SUPPORT_H
#define KEIRETSU_TESTS_SUPPLY_SUPPORT_H

#include "rule_support.h"

#include "agents/rationing.h"

enum { RATIONING_RULES = RATIONING_LARGEST_FIRST + 1 };

/* One firm in ten loses up to all of its capacity, all makers of cars in the east lose half, and
 * the mines of the west all. */
static inline void damage_firms(struct state *s)
{
    uint32_t number = 0;
    for (uint32_t f = 0; f < s->population.firms; f++) {
        double size = draw_between(0, 1, &number);
        if (draw_between(0, 1, &number) < 0.1)
            s->firm.damage[f] = size;
        if (s->firm.cell[f] == CARS)
            s->firm.damage[f] = fmax(s->firm.damage[f], 0.5);
        if (s->firm.cell[f] == WEST * 3 + ORE)
            s->firm.damage[f] = 1;
    }
}

/* Largest relative distance of a column from what it was. */
static inline double drift(const double *now, const double *before, uint64_t rows)
{
    double largest = 0;
    for (uint64_t i = 0; i < rows; i++)
        if (before[i] != 0)
            largest = fmax(largest, fabs(now[i] / before[i] - 1));
        else
            largest = fmax(largest, fabs(now[i]));
    return largest;
}

#endif

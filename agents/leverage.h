/* How loans over capital differ between the firms of a cell: a draw of one of six factors, for the
 * firms of the opening and for new ones. */
#ifndef KEIRETSU_AGENTS_LEVERAGE_H
#define KEIRETSU_AGENTS_LEVERAGE_H

#include "agents/state.h"

enum { LEVERAGE_EVEN = 10, LEVERAGE_MEAN = 12 }; /* tenths */

/* In tenths; the same for all where the cell has no spread. */
static inline uint32_t leverage_factor(const struct state *s, uint32_t f, bool even)
{
    static const uint32_t factors[] = {6, 8, 10, 13, 16, 19};
    if (even || !s->parameters.leverage_spread)
        return LEVERAGE_EVEN;
    return factors[rng_index(s->rng, RNG_FIRM, f, RNG_FIRM_LEVERAGE, 0,
                             sizeof factors / sizeof *factors)];
}

/* Loans over capital that a new firm aims at: the factor over its mean times the region's. */
static inline double leverage_drawn(const struct state *s, uint32_t f)
{
    const struct cell_traits *cell = &s->cell[s->firm.cell[f]];
    bool even = cell->even_leverage || !s->parameters.leverage_spread;
    double factor = even ? 1 : (double)leverage_factor(s, f, false) / LEVERAGE_MEAN;
    return factor * s->world->of_region.loans_to_capital[cell->region];
}

#endif

/* How a remembered fill rate counts in the choice of suppliers and origins: see sourcing.c. */
#ifndef KEIRETSU_AGENTS_SOURCING_H
#define KEIRETSU_AGENTS_SOURCING_H

#include <math.h>

#include "agents/state.h"
#include "core/extremes.h"

/* A supplier that has not delivered for long is not forgotten altogether; counted by the bound
 * `sourcing fill band` (rationing.c). */
#define SOURCING_FILL_LEAST 0.1

/* The square root is the default, and far quicker than a power. */
static inline double sourcing_fill_weight(double fill, double exponent)
{
    fill = larger(fill, SOURCING_FILL_LEAST);
    return exponent == 0.5 ? sqrt(fill) : pow(fill, exponent);
}

/* Share of the way to the wanted weights that buyers of an industry's product go in a step. */
double sourcing_speed(const struct state *s, int industry);

/* Growth a step of the weight of origin o in region r's purchases, beside prices. */
double sourcing_growth(const struct state *s, int o, int r);

#endif

/* Rates per year turned into amounts per step, in one place, so that whoever pays and whoever
 * receives count the same cents. */
#ifndef KEIRETSU_AGENTS_RATES_H
#define KEIRETSU_AGENTS_RATES_H

#include <math.h>

#include "agents/state.h"

/* A rate per year as it is quoted, with twelve decimals, for one step. Rates move by less only in
 * the last bits of the arithmetic, and these must not decide how half a cent is rounded. */
static inline double rate_per_step(const struct state *s, double rate)
{
    return nearbyint(rate * 1e12) * 1e-12 * s->clock.years;
}

/* Interest of one step on a stock, to the nearest cent. */
static inline money rate_interest(const struct state *s, money stock, double rate)
{
    return money_scale(stock, rate_per_step(s, rate));
}

#endif

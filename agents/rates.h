/* Rates per year turned into amounts per step, in one place, so that whoever pays and whoever
 * receives count the same cents. */
#ifndef KEIRETSU_AGENTS_RATES_H
#define KEIRETSU_AGENTS_RATES_H

#include "agents/state.h"

/* Interest of one step on a stock, to the nearest cent. */
static inline money rate_interest(const struct state *s, money stock, double rate)
{
    return money_scale(stock, rate * s->clock.years);
}

#endif

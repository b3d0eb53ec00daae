/* Prices of final demand: see final_demand.c. */
#ifndef KEIRETSU_AGENTS_FINAL_DEMAND_H
#define KEIRETSU_AGENTS_FINAL_DEMAND_H

#include "agents/state.h"

/* Posted price of supplier cell d's product in region r, in r's currency, tariff included. */
double final_price(const struct state *s, int d, int r);

/* Capital goods that the government orders in a step, at opening prices. */
static inline double final_public_investment(const struct state *s, int r)
{
    return s->opening_public_investment[r] * s->region.output_index[r] *
           s->government.purchases_factor[r];
}

#endif

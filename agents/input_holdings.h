/* What a firm holds of each input that it buys from named suppliers, gathered from its links.
 *
 * The market part of an input is held by the cell in common: a firm's claim on it is in
 * proportion to its need, claim = (1 - sum of shares) a y* * stock / need of the cell. */
#ifndef KEIRETSU_AGENTS_INPUT_HOLDINGS_H
#define KEIRETSU_AGENTS_INPUT_HOLDINGS_H

#include "agents/state.h"

struct input_holdings {
    int count;
    uint8_t input[INPUTS_MAX]; /* the inputs with named suppliers */
    bool named[INPUTS_MAX];
    double share[INPUTS_MAX];  /* sum of the links' shares */
    double stock[INPUTS_MAX];  /* sum of the links' stocks */
};

static inline void input_holdings_gather(struct input_holdings *held, const struct state *s,
                                         uint32_t f)
{
    for (int i = 0; i < held->count; i++)
        held->named[held->input[i]] = false;
    held->count = 0;
    const struct population *p = &s->population;
    for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++) {
        int j = s->link.input[l];
        if (!held->named[j]) {
            held->named[j] = true;
            held->input[held->count++] = (uint8_t)j;
            held->share[j] = held->stock[j] = 0;
        }
        held->share[j] += s->link.share[l];
        held->stock[j] += s->link.stock[l];
    }
}

/* Stock of market goods per unit of planned need of input m = cell * inputs + input. */
static inline double market_cover(const struct state *s, int m)
{
    return s->market.need[m] > 0 ? s->market.stock[m] / s->market.need[m] : 0;
}

/* The firm's claim on the cell's stock of a named input. */
static inline double market_claim(const struct state *s, const struct input_holdings *held, int m,
                                  int j, double plan)
{
    double part = 1 - held->share[j];
    return part > 0 ? part * s->market.coefficient[m] * plan * market_cover(s, m) : 0;
}

#endif

/* What a firm owns and owes, at what it would cost to buy it anew. */
#ifndef KEIRETSU_AGENTS_FIRM_ASSETS_H
#define KEIRETSU_AGENTS_FIRM_ASSETS_H

#include "agents/firm_terms.h"

/* Own capital in use and under construction at replacement cost. */
static inline double firm_capital_value(const struct state *s, uint32_t f, uint32_t r)
{
    return (firm_own_capital(&s->firm, f) + s->firm.construction[f]) *
           s->region.investment_prices[r];
}

/* Loans that a firm aims at, on capital of that value: a part finances working capital and follows
 * sales. */
static inline double firm_loan_target(const struct state *s, uint32_t f, double value)
{
    double sales = s->parameters.working_capital_share * (s->firm.utilisation[f] - 1);
    return s->firm.leverage_target[f] * value * (1 + sales);
}

/* Deposits, capital and finished goods at unit cost, less loans. */
static inline double firm_book_equity(const struct state *s, uint32_t f, uint32_t r)
{
    return (double)(s->firm.deposits[f] - s->firm.loans[f]) + firm_capital_value(s, f, r) +
           s->firm.finished_stock[f] * firm_unit_cost(s, f, r);
}

/* Inputs of named suppliers, in stock or under way and paid, at what the cell pays for them. Walks
 * over the firm's links. */
static inline double firm_input_value(const struct state *s, uint32_t f)
{
    const struct population *p = &s->population;
    const double *price = s->market.price + (size_t)s->firm.cell[f] * (size_t)s->inputs;
    double value = 0;
    for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++)
        value += (s->link.stock[l] + s->link.transit[l]) * price[s->link.input[l]];
    return value;
}

static inline double firm_equity(const struct state *s, uint32_t f, uint32_t r)
{
    return firm_book_equity(s, f, r) + firm_input_value(s, f);
}

#endif

/* Figures of a firm that several rules use, written once. */
#ifndef KEIRETSU_AGENTS_FIRM_TERMS_H
#define KEIRETSU_AGENTS_FIRM_TERMS_H

#include <math.h>

#include "agents/state.h"

/* Output that the capital in use can make, damage not counted. */
static inline double firm_full_capacity(const struct firm_table *firm, uint32_t f)
{
    return firm->capital_productivity[f] * firm->capital[f];
}

/* The same with damage. */
static inline double firm_capacity(const struct firm_table *firm, uint32_t f)
{
    return firm_full_capacity(firm, f) * (1 - firm->damage[f]);
}

/* Capital in use that is not leased from a vehicle of the facility. */
static inline double firm_own_capital(const struct firm_table *firm, uint32_t f)
{
    return firm->capital[f] - firm->leased[f];
}

/* Output per person and step at normal hours, with trend and shocks. */
static inline double firm_productivity(const struct state *s, uint32_t f)
{
    return s->firm.productivity[f];
}

/* Appeal of what it sells relative to the start. */
static inline double firm_charm(const struct firm_table *firm, uint32_t f)
{
    return firm->appeal_shock[f] != 0 ? exp(firm->appeal_shock[f]) : 1;
}

/* Wage per person and step at normal hours. */
static inline double firm_wage(const struct state *s, uint32_t f, uint32_t r)
{
    return s->firm.wage_level[f] * s->firm.wage_premium[f] * s->region.wage_index[r];
}

/* How strongly it draws people relative to others: its relative wage to the power of wage_pull, to
 * first order. */
static inline double firm_pull(const struct state *s, uint32_t f)
{
    return fmax(0, 1 + s->parameters.wage_pull * (s->firm.wage_premium[f] - 1));
}

/* How much less its people quit. */
static inline double firm_push(const struct state *s, uint32_t f)
{
    return fmax(0, 1 - s->parameters.wage_pull * (s->firm.wage_premium[f] - 1));
}

/* Variable cost per unit of output at normal hours. */
static inline double firm_unit_cost(const struct state *s, uint32_t f, uint32_t r)
{
    return firm_wage(s, f, r) / firm_productivity(s, f) + s->firm.unit_input_cost[f];
}

/* Finished stock that a firm wants, in steps of expected sales. */
static inline double firm_stock_steps(const struct state *s, const struct cell_traits *cell)
{
    return s->world->of_industry.finished_stock[cell->industry] / s->clock.weeks;
}

#endif

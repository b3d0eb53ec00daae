/* What a loan's risk costs: the spread over the policy rate, relative to that of the region's
 * loans at the opening. Used by the opening and by loan_terms.c.
 *
 *     risk   = exp(a ell + c burden)         ell = loans / capital at replacement cost
 *     burden = ell i_L / rho, at most 1      i_L region's loan rate, rho gross return on capital
 *     spread = region's spread * risk / its mean at the opening, weighted by loans      [1/year]
 */
#ifndef KEIRETSU_AGENTS_LOAN_RISK_H
#define KEIRETSU_AGENTS_LOAN_RISK_H

#include <math.h>

#include "agents/state.h"

/* Interest at the region's rate in operating surplus; 1 where it takes all of it or more. */
static inline double loan_burden(double leverage, double rate, double gross_return)
{
    double interest = leverage * rate;
    return interest < gross_return ? interest / gross_return : 1;
}

static inline double loan_risk(const struct parameters *p, double leverage, double burden)
{
    return exp(p->loan_risk_leverage * leverage + p->loan_risk_burden * burden);
}

/* What risk and its bank's want of capital make of the spread of firm f, before bounds. */
static inline double loan_spread_wanted(const struct state *s, uint32_t f, uint32_t r,
                                        double leverage)
{
    double burden = loan_burden(leverage, s->region.loan_rate[r], s->firm.gross_return[f]);
    double risk = loan_risk(&s->parameters, leverage, burden) / s->opening_loan_risk[r];
    return s->world->of_region.loan_spread[r] * risk + s->bank.markup[s->firm.bank[f]];
}

/* Spreads are quoted in hundredths of a basis point: rounding errors of what they follow, far
 * below that, never show. */
static inline double loan_spread_quoted(double spread)
{
    return nearbyint(spread * 1e6) * 1e-6;
}

/* The rate that a firm pays. */
static inline double firm_loan_rate(const struct state *s, uint32_t f, uint32_t r)
{
    return s->region.policy_rate[r] + s->firm.loan_spread[f];
}

#endif

/* Figures of a bank that several rules use, written once. */
#ifndef KEIRETSU_AGENTS_BANK_TERMS_H
#define KEIRETSU_AGENTS_BANK_TERMS_H

#include "agents/state.h"

/* Loans weighted by risk: bad ones count for more. Bonds of the own government and reserves weigh
 * nothing. */
static inline double bank_risk_assets(const struct state *s, int b)
{
    double assets =
        (double)s->bank.loans[b] + s->parameters.bad_loan_weight * (double)s->bank.bad_loans[b];
    /* Of loans to projects what the insurer does not cover. */
    if (s->bank.project_loans[b] > 0)
        assets += (double)s->bank.project_loans[b] * (1 - s->parameters.cover) *
                  s->region.exchange_rate[s->bank.region[b]];
    return assets;
}

/* Own funds over that; the target where nothing is lent. */
static inline double bank_capital_ratio(const struct state *s, int b)
{
    double assets = bank_risk_assets(s, b);
    return assets > 0 ? (double)s->bank.equity[b] / assets : s->parameters.bank_capital_target;
}

/* Too little capital to lend freely: what write-offs and a call on its owners would show. */
static inline bool bank_is_weak(const struct state *s, int b)
{
    const struct parameters *p = &s->parameters;
    return bank_capital_ratio(s, b) < p->bank_capital_least + p->bank_capital_width;
}

/* Losses to be expected from its loans, as they are now. */
static inline money bank_expected_losses(const struct state *s, int b)
{
    money bad = s->bank.bad_loans[b];
    return money_scale(s->bank.loans[b] - bad, s->parameters.allowance_general) +
           money_scale(bad, s->parameters.allowance_specific);
}

/* Loans of a firm count as bad when it could not have paid their interest for that long. */
static inline bool firm_is_bad(const struct state *s, uint32_t f)
{
    return s->firm.arrears[f] >= s->parameters.bad_loan_weeks;
}

/* Whether the bank keeps a firm alive that would fail: it does not write off the loan, lets
 * interest be paid by further lending, and charges no spread. Weak banks do so with a share
 * of their firms, always the same ones (Caballero, Hoshi and Kashyap 2008). */
static inline bool bank_keeps_alive(const struct state *s, uint32_t f, uint32_t r)
{
    double share = s->parameters.evergreening[r];
    if (share <= 0 || !bank_is_weak(s, s->firm.bank[f]))
        return false;
    struct rng lasting = {.seed = s->rng.seed};
    return rng_uniform(lasting, RNG_FIRM, f, RNG_EVERGREENING, 0) < share;
}

#endif

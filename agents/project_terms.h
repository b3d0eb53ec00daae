/* Figures of a project that several rules use, written once. */
#ifndef KEIRETSU_AGENTS_PROJECT_TERMS_H
#define KEIRETSU_AGENTS_PROJECT_TERMS_H

#include "agents/state.h"

/* Money can be drawn and spent. */
static inline bool project_is_building(const struct state *s, int j)
{
    return s->project.stage[j] == PROJECT_CONSTRUCTION;
}

/* It has a plant in an operator's hands, whatever became of its debts. */
static inline bool project_has_plant(const struct state *s, int j)
{
    return s->project.plant[j] > 0;
}

/* What the lender's region is owed: its deemed allocation. */
static inline money project_claims(const struct state *s, int j)
{
    return s->project.policy_claim[j] + s->project.bank_loans[j];
}

/* Column of project_year for the step. */
static inline size_t project_now(const struct state *s, int j)
{
    int year = (int)(s->clock.step * s->clock.years);
    if (year >= s->project_years)
        year = s->project_years - 1;
    return (size_t)j * (size_t)s->project_years + (size_t)year;
}

/* Weight of supplier cell d in the purchases of projects: that of the use, suppliers of the
 * lender's region preferred, goods only. Not normalised: divide by the sum over origins. */
double project_weight(const struct state *s, int d);

/* Price of a unit of work of a kind of project, tariffs included; 1 at the opening. */
double project_work_price(const struct state *s, int kind);

/* Net return a year on capital in use of the operator, as it is now. */
static inline double project_net_return(const struct state *s, int j)
{
    uint32_t f = s->project.operator[j];
    return s->firm.gross_return[f] - s->depreciation[s->host];
}

/* Income of a region from vehicles that no fund earns, in dollars: agreed interest, shares of profit,
 * interest of banks and premiums, less what lenders pay for their dollars (the host's fund earns that). */
money project_net_income(const struct state *s, int r);

/* Value today of one a year for the life of a plant. */
double project_annuity(const struct state *s, double years);

#endif

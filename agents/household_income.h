/* What a household row receives besides wages and property income: one function, used at the
 * opening and in every step, so that both count the same cents. */
#ifndef KEIRETSU_AGENTS_HOUSEHOLD_INCOME_H
#define KEIRETSU_AGENTS_HOUSEHOLD_INCOME_H

#include "agents/state.h"

/* Rates of one region in one step. */
struct income_terms {
    double wage_tax;             /* per wage */
    double contribution_rate;    /* per wage */
    double deposit_rate;         /* per step */
    double unemployment_benefit; /* per person and step */
    const double (
        *benefit)[AGE_GROUPS_MAX]; /* per person and step, [status][age], at opening wages */
    double wage_index;
};

struct row_income {
    money wage_tax, contributions, deposit_interest, unemployment_benefit, benefits;
};

struct income_terms household_income_terms(const struct state *s, int r);

static inline struct row_income household_row_income(const struct household_table *household,
                                                     const struct income_terms *terms, uint64_t h)
{
    double persons = household->persons[h];
    double wage = (double)household->wage[h];
    struct row_income income = {
        .wage_tax = money_round(wage * terms->wage_tax),
        .contributions = money_round(wage * terms->contribution_rate),
        .deposit_interest = money_scale(household->deposits[h], terms->deposit_rate),
        .benefits = money_round(persons * terms->benefit[household->status[h]][household->age[h]] *
                                terms->wage_index),
    };
    if (household->status[h] == HOUSEHOLD_UNEMPLOYED)
        income.unemployment_benefit = money_round(persons * terms->unemployment_benefit);
    return income;
}

#endif

/* What is to be expected of a project from the end of a year on, to each side: project_outlook.c. */
#ifndef KEIRETSU_AGENTS_PROJECT_OUTLOOK_H
#define KEIRETSU_AGENTS_PROJECT_OUTLOOK_H

#include <stdbool.h>

#include "agents/project_value.h"

/* Where a project stands; money in any unit. */
struct project_position {
    double policy_claim, bank_loans; /* owed */
    double cost_left, in_kind_left;  /* of construction */
    double build_left;               /* years */
    double policy_share, bank_share,
        grant_share;  /* of the cash left; the host's investors: the rest */
    double cash;      /* operating cash a year, offtake payments included */
    double support;   /* of it offtake payments by the host's government */
    double life_left; /* years of operation */
    double loan_rate; /* 1/year */
    double loan_left; /* years in which bank loans are to be repaid */
    double premium;   /* a year and unit of bank loans */
    double split, split_after;
    bool failed; /* no more interest is agreed on the policy bank's claim */
};

/* Cash by year of the run. The lender's government is its policy bank, its insurer and its treasury. */
struct project_sides {
    int years;
    struct project_side lender, host, policy, state;
};

/* Adds what is expected from year `first` on. */
void project_outlook(struct project_position position, int first, struct project_sides *sides);

#endif

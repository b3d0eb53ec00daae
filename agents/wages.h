/* Wages: every firm pays its staff, every row receives its part. See wages.c. */
#ifndef KEIRETSU_AGENTS_WAGES_H
#define KEIRETSU_AGENTS_WAGES_H

#include "agents/state.h"

/* Shares a wage bill out over a firm's rows first .. end - 1 by persons. staff is the sum of
 * their persons. */
void household_pay_wages(struct household_table *household, money bill, uint64_t first,
                         uint64_t end, uint64_t staff);

#endif

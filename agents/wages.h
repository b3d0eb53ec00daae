/* Wages: every firm pays its staff, every row receives its part. See wages.c. */
#ifndef KEIRETSU_AGENTS_WAGES_H
#define KEIRETSU_AGENTS_WAGES_H

#include "agents/state.h"

enum { WAGE_UNITS = 1000 }; /* pay of a regular worker, where weights are whole numbers */

/* Pay of a non-regular worker in the region. */
uint64_t household_wage_weight(const struct state *s, uint32_t r);

/* Shares a wage bill out over a firm's rows first .. end - 1 by persons and contract. */
void household_pay_wages(struct household_table *household, money bill, uint64_t first,
                         uint64_t end, uint64_t nonregular);

#endif

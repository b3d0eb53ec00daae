/* What becomes of a project's debts when it fails: project_debts.c. */
#ifndef KEIRETSU_AGENTS_PROJECT_DEBTS_H
#define KEIRETSU_AGENTS_PROJECT_DEBTS_H

#include "agents/state.h"

/* The plant, of so much capital at opening prices, goes to the operator, who leases it. */
void project_hand_over(struct state *s, int project, double plant);

/* Construction ends for good; what was built is worth its salvage value to the operator. */
void project_abandon(struct state *s, int project);

/* Writes claims down to what the lender's share of cash is worth. */
void project_write_down(struct state *s, int project);

#endif

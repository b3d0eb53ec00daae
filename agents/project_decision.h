/* What closing and the lender's decision share. */
#ifndef KEIRETSU_AGENTS_PROJECT_DECISION_H
#define KEIRETSU_AGENTS_PROJECT_DECISION_H

#include "agents/project_value.h"
#include "agents/state.h"

/* What the lender's country expects of a project, from its own examination and the record of the
 * kind, in US cents. */
struct project_terms project_terms_expected(const struct state *s, int p);

/* Value to the lender's country of funding the project, beyond that of declining it: US cents. */
double project_advantage(const struct state *s, int p);

#endif

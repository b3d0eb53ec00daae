/* The phases of demography; see demography.c. */
#ifndef KEIRETSU_AGENTS_DEMOGRAPHY_H
#define KEIRETSU_AGENTS_DEMOGRAPHY_H

#include "agents/state.h"

/* Before firms and households are opened: cohorts, and growth of the potential labour force. */
void demography_opening_cohorts(struct state *s);

/* With all rows filled: labour force by age, and the share of non-regular workers. */
void demography_opening_people(struct state *s);

/* Regular and non-regular rows of each firm, before wages are paid. */
void demography_opening_contracts(struct state *s);

/* demography_rows.c: takes what is due from the rows of this step's part. */
void demography_rows(struct state *s);

#endif

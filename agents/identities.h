/* Accounting identities, as data: each is a list of columns that must add up to nothing, group by
 * group (region, bank, cell, firm or the world), to the cent, from a phase of the step on.
 *
 * Every money column that is a stock or a flow appears in at least one identity, so that a cent
 * that goes astray is found and named. Sums are whole numbers: the same in any order.
 */
#ifndef KEIRETSU_AGENTS_IDENTITIES_H
#define KEIRETSU_AGENTS_IDENTITIES_H

#include "agents/state.h"

struct identities {
    int64_t *start;      /* sums at the start of the step, for terms that compare with it */
    int64_t *difference; /* by group */
    int64_t *by_thread;  /* sums of each thread */
    uint64_t groups_max;
    bool open[256], closed[256]; /* identities that began or ceased to hold in this step */
    bool started;                /* start holds the sums of this step */
    uint64_t checked;            /* identities evaluated so far, one for each group */
    int64_t worst;               /* cents */
};

bool identities_create(struct identities *identities, const struct state *s, struct error *err);
void identities_free(struct identities *identities);

/* Takes the sums at the start of a step, if they will be needed. */
void identities_start_step(struct identities *identities, const struct state *s, bool needed);

/* Tests the identities that hold after the phase and have a column among those that it writes
 * ("table.column table.column ..."); the others cannot have changed. phase NULL: at the end of a
 * step, all of them. Fails with ERROR_IDENTITY and one line: step, phase, identity, group,
 * difference in cents, columns. */
bool identities_check(struct identities *identities, const struct state *s, const char *phase,
                      const char *writes, struct error *err);

int identities_count(void);
const char *identities_name(int identity);
const char *identities_meaning(int identity);

#endif

/* THE STEP, as a table: what happens in which order, and what each phase writes. */
#ifndef KEIRETSU_SIM_PHASES_H
#define KEIRETSU_SIM_PHASES_H

#include "agents/state.h"

struct phase {
    const char *name;
    void (*run)(struct state *s);
    const char
        *writes; /* columns "table.column", separated by spaces; SCRATCH columns not listed */
    const char *meaning; /* one sentence */
};

enum { PHASES_MAX = 60 };

extern const struct phase phase_list[];
extern const int phase_count;

#endif

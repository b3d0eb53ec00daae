/* Running one step: the phases in order, timed, and checked if asked for. */
#ifndef KEIRETSU_SIM_RUN_STEP_H
#define KEIRETSU_SIM_RUN_STEP_H

#include "agents/identities.h"
#include "agents/state.h"
#include "sim/phases.h"

/* A cent planted by a test; see simulation_plant. */
struct planted {
    const char *phase; /* NULL: none */
    int table, column;
    uint64_t row;
    int64_t cents;
};

struct step_runner {
    struct state *state;
    struct identities identities;
    bool check;       /* writes and identities after every phase */
    bool audit;       /* identities at the end of the next step */
    uint64_t *hashes; /* [columns] before the phase, where checked */
    double seconds[PHASES_MAX];
    double clear_seconds; /* spent on zeroing flows at the start of steps */
    double audit_seconds; /* and on tests of identities and writes */
    uint32_t columns;
    struct planted planted;
};

bool step_runner_create(struct step_runner *runner, struct state *state, bool check,
                        struct error *err);
void step_runner_free(struct step_runner *runner);

/* One step of the clock. */
bool step_run(struct step_runner *runner, struct error *err);

#endif

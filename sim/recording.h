/* Recording a simulation: which tables go into the run file, how often, and with what said about
 * the run (output/run_file.h does the writing). */
#ifndef KEIRETSU_SIM_RECORDING_H
#define KEIRETSU_SIM_RECORDING_H

#include "agents/state.h"
#include "output/run_file.h"
#include "sim/scenario.h"

struct recording {
    struct run_file *file; /* NULL: nothing is recorded */
    double seconds;
    struct table hash_table; /* hashes of the state's columns, as a table of its own */
    void *hash_data[1];
    int64_t *hashes;
    char (*hash_names)[96];
    const char **hash_labels;
    int event; /* next event to be written */
    const struct scenario *scenario;
};

bool recording_open(struct recording *recording, struct state *s, const char *path, bool force,
                    const struct scenario *scenario, struct error *err);
bool recording_step(struct recording *recording, struct state *s, struct error *err);

/* Closes the file, if one is open. */
bool recording_close(struct recording *recording, struct state *s, bool complete,
                     struct error *err);

#endif

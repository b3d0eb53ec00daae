/* Where a run is written to. */
#ifndef KEIRETSU_SIM_CLI_RUN_FILE_NAME_H
#define KEIRETSU_SIM_CLI_RUN_FILE_NAME_H

#include "sim/scenario.h"

/* Writes the path of the run's file: `given`, or without it runs/SCENARIO-SEED.h5, then -2, -3,
 * ... (the folder runs is made). Fails where the given file exists, unless forced, where it is
 * no file, or is the scenario itself, and where its folder does not exist: before anything has
 * been computed. */
bool run_file_name(const struct scenario *scenario, const char *given, bool force,
                   char path[static SCENARIO_PATH], struct error *err);

#endif

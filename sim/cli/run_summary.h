/* What `keiretsu run` says at the end. */
#ifndef KEIRETSU_SIM_CLI_RUN_SUMMARY_H
#define KEIRETSU_SIM_CLI_RUN_SUMMARY_H

#include "sim/scenario.h"
#include "sim/simulation.h"

struct run_report {
    const struct scenario *scenario;
    const struct simulation_summary *summary;
    const char *file;
    int threads;
    bool check, complete;
};

void run_summary_print(const struct run_report *report); /* for people */
void run_summary_json(const struct run_report *report);  /* one object */

#endif

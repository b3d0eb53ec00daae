/* A simulation: a scenario brought to life, stepped, and recorded.
 *
 *     simulation_create -> [simulation_record_open -> simulation_record]
 *         { simulation_step -> [simulation_record] } ... -> simulation_record_close -> simulation_free
 */
#ifndef KEIRETSU_SIM_SIMULATION_H
#define KEIRETSU_SIM_SIMULATION_H

#include <stdbool.h>
#include <stdint.h>

#include "agents/world.h"
#include "core/error.h"
#include "sim/scenario.h"

struct simulation;
struct state;

struct simulation_options {
    int threads; /* 0: what OpenMP gives */
    bool check;  /* verify writes and identities after every phase */
};

struct simulation_region {
    const char *code;
    double gdp, gdp_start;     /* real, USD a year at opening prices */
    double price, price_start; /* consumer prices */
    double unemployment, unemployment_start;
};

enum { SUMMARY_PHASES_MAX = 64, SUMMARY_IDENTITIES_MAX = 256 };

struct simulation_summary {
    uint64_t firms, links, households, banks;
    uint32_t steps;
    double setup_seconds, step_seconds, output_seconds, wall_seconds;
    uint64_t peak_rss_bytes;
    uint64_t state_hash;
    int phases;
    const char *phase_names[SUMMARY_PHASES_MAX];
    double phase_seconds[SUMMARY_PHASES_MAX];
    uint64_t identities_checked; /* evaluations so far */
    int identities_distinct;
    int64_t identities_worst_cents;
    const char *identity_names[SUMMARY_IDENTITIES_MAX];
    int cells_moved, cells; /* by more than 5 % against the world table, by opening it */
    uint64_t bounds_bound;  /* times that a bound of the rules held something back, all steps */
    int regions;
    struct simulation_region region[REGIONS_MAX];
};

/* The scenario must outlive the simulation. On failure nothing is left allocated and *simulation
 * is NULL. */
bool simulation_create(struct simulation **simulation, const struct scenario *scenario,
                       const struct simulation_options *options, struct error *err);
void simulation_free(struct simulation *simulation); /* NULL is allowed */

/* One step. Fails with ERROR_IDENTITY, naming phase, identity and columns, if one broke. */
bool simulation_step(struct simulation *simulation, struct error *err);

uint32_t simulation_steps(const struct simulation *simulation);       /* planned */
uint32_t simulation_step_number(const struct simulation *simulation); /* done */
uint64_t simulation_hash(const struct simulation *simulation);        /* of every STOCK and TRAIT */

/* Tests every identity now, as at the end of a step. */
bool simulation_check(struct simulation *simulation, struct error *err);

/* For tests and analysis: the tables. */
struct state *simulation_state(struct simulation *simulation);

/* For tests: after the phase of that name, `cents` are added to one row of a column, once. */
void simulation_plant(struct simulation *simulation, const char *phase, int table, int column,
                      uint64_t row, int64_t cents);

/* Recording; see output/run_file.h. simulation_record is called after create and after each step
 * and writes what is due. */
bool simulation_record_open(struct simulation *simulation, const char *path, bool force,
                            const struct scenario *scenario, struct error *err);
bool simulation_record(struct simulation *simulation, struct error *err);
bool simulation_record_close(struct simulation *simulation, bool complete, struct error *err);

void simulation_summary(const struct simulation *simulation, struct simulation_summary *summary);

#endif

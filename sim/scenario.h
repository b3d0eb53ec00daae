/* Scenarios: YAML files read strictly through the list of parameters (agents/parameters.def).
 *
 *     extends: baseline.yaml        one parent, relative to this file
 *     title: A strait closes
 *     population:
 *       firms: 50000
 *     policy:
 *       tariff: {USA: 0.1}          one number for all regions, or some regions' numbers
 *       tariffs:                    a list replaces the parent's
 *         - {importer: USA, exporter: JPN, industry: C29, rate: 0.15}
 *     events:                       a list replaces the parent's
 *       - {kind: capacity_loss, start: 2026-03-02, weeks: 4, share: 0.3, region: TWN}
 *
 * What a file does not say comes from its parent, and last from the default. Command-line
 * settings come after the files and go the same way. Anything unknown, doubled, of the wrong
 * type or out of range is one error line "FILE:LINE:COLUMN: key: what, what is allowed" of kind
 * ERROR_CONFIG.
 */
#ifndef KEIRETSU_SIM_SCENARIO_H
#define KEIRETSU_SIM_SCENARIO_H

#include <stdbool.h>
#include <stdint.h>

#include "agents/parameters.h"
#include "agents/tariffs.h"
#include "agents/world.h"
#include "core/error.h"

enum { SCENARIO_PATH = 1024 };

struct scenario {
    char path[SCENARIO_PATH]; /* as given */
    char name[128];           /* the file's name without folder and ending */
    struct parameters p;
    bool is_set[PARAMETER_COUNT];    /* by the file, a parent, or the command line */
    struct event events[EVENTS_MAX]; /* in order of their start */
    int event_count;
    struct tariff tariffs[TARIFFS_MAX]; /* in the order of the list */
    int tariff_count;
    struct world world;
    int32_t start_day; /* see core/date.h */
    int days_per_step; /* 7 or 1 */
    uint32_t steps;    /* until the first step that reaches clock.end, at least 1 */
    char *text;        /* the whole configuration as YAML; reads back as the same scenario */
};

/* One setting of the command line: key "population.firms", "policy.tariff.USA" or "events". */
struct scenario_setting {
    const char *option; /* "--set", "--firms": named in messages */
    const char *key, *value;
};

struct scenario_options {
    const struct scenario_setting *settings; /* applied in order, after the files */
    int setting_count;
    uint32_t steps; /* 0, or the number of steps: then clock.end is where they end */
};

/* Reads the file, its parents and the world. On failure nothing is left allocated. */
bool scenario_read(struct scenario *scenario, const char *path,
                   const struct scenario_options *options, struct error *err);
void scenario_free(struct scenario *scenario);

/* First step whose week (or day) holds the event's start: step n runs from day (n - 1) *
 * days_per_step to n * days_per_step, so 1 .. steps, or more where the run ends before. */
uint32_t scenario_event_step(const struct scenario *scenario, const struct event *event);

/* Date at the end of a step (0: start), as ISO text. */
char *scenario_date(const struct scenario *scenario, uint32_t step, char text[static 16]);

#endif

/* What the parts of the scenario reader share while one scenario is being read. Inside sim/. */
#ifndef KEIRETSU_SIM_SCENARIO_READING_H
#define KEIRETSU_SIM_SCENARIO_READING_H

#include "sim/scenario.h"
#include "sim/scenario_file.h"

enum { CHAIN_MAX = 16 }; /* files on the way up by `extends` */

/* Where a value came from: a node of a file, an option of the command line, or the default. */
struct origin {
    const struct scenario_file *file;
    const yaml_node_t *node;
    const char *option;
};

struct reading {
    struct scenario *scenario;
    struct scenario_file chain[CHAIN_MAX]; /* the scenario, its parent, ... */
    int chain_length;
    struct scenario_file events_setting;  /* --set events=[...] */
    struct scenario_file tariffs_setting; /* --set policy.tariffs=[...] */
    struct origin origin[PARAMETER_COUNT];
    struct origin events, tariffs;
    bool world_known; /* region codes mean something */
};

char *origin_place(const struct reading *reading, const struct origin *origin,
                   char text[static PLACE_TEXT]);

/* scenario_apply.c: values of a file, or of one setting, go into scenario->p. Numbers by region
 * wait until the world is known; events are only noted. */
bool scenario_apply_file(struct reading *reading, const struct scenario_file *file,
                         struct error *err);
bool scenario_apply_setting(struct reading *reading, const struct scenario_setting *setting,
                            struct error *err);

/* Fails unless pair is the first of its mapping with this key. */
bool scenario_key_is_new(const struct scenario_file *file, const yaml_node_t *mapping,
                         const yaml_node_pair_t *pair, const char *key, struct error *err);

/* scenario_world.c: finds the folder and reads the world. */
bool scenario_world_read(struct reading *reading, struct error *err);

/* Index of a region or industry, or -1 with a failure. */
int scenario_region(const struct world *world, const char *code, const char *place, const char *key,
                    struct error *err);
int scenario_industry(const struct world *world, const char *code, const char *place,
                      const char *key, struct error *err);

/* scenario_events.c: the noted events, checked against the world and the clock. */
bool scenario_events_read(struct reading *reading, struct error *err);

/* scenario_tariffs.c: the noted list policy.tariffs, checked against the world. */
bool scenario_tariffs_read(struct reading *reading, struct error *err);

/* scenario_text.c: the whole configuration as YAML, to be freed; NULL without memory. */
char *scenario_text(const struct scenario *scenario);

#endif

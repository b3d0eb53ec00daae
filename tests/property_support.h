/* Whole simulations for the property tests: a scenario with settings, run in this process. */
#ifndef KEIRETSU_TESTS_PROPERTY_SUPPORT_H
#define KEIRETSU_TESTS_PROPERTY_SUPPORT_H

#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "agents/state.h"
#include "sim/scenario.h"
#include "sim/simulation.h"

/* Sanitizers take ten times as long and see as much in a world of few firms and steps. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum { TRIAL_SETTINGS = 8 };

/* What to run: a scenario of configs/, and what differs from it. */
struct trial_plan {
    const char *scenario; /* NULL: fixed-point.yaml */
    uint32_t steps;       /* 0: until clock.end */
    int threads;          /* 0: what OpenMP gives */
    bool check;
    const char *set[TRIAL_SETTINGS][2]; /* key and value, as --set takes them */
};

struct trial {
    struct scenario scenario;
    struct simulation *simulation;
    struct state *s;
};

/* Ends with trial_end. */
static inline struct trial *trial_begin(struct trial_plan plan)
{
    struct trial *trial = calloc(1, sizeof *trial);
    struct scenario_setting settings[TRIAL_SETTINGS];
    struct scenario_options options = {.settings = settings, .steps = plan.steps};
    struct error err = {0};
    char path[512];
    assert_non_null(trial);
    for (int i = 0; i < TRIAL_SETTINGS && plan.set[i][0] != NULL; i++)
        settings[options.setting_count++] =
            (struct scenario_setting){"--set", plan.set[i][0], plan.set[i][1]};
    snprintf(path, sizeof path, SOURCE_DIR "/configs/%s",
             plan.scenario != NULL ? plan.scenario : "fixed-point.yaml");
    assert_success(scenario_read(&trial->scenario, path, &options, &err), err);
    assert_success(simulation_create(&trial->simulation, &trial->scenario,
                                     &(struct simulation_options){plan.threads, plan.check}, &err),
                   err);
    trial->s = simulation_state(trial->simulation);
    return trial;
}

static inline void trial_step(struct trial *trial)
{
    struct error err = {0};
    assert_success(simulation_step(trial->simulation, &err), err);
}

static inline void trial_end(struct trial *trial)
{
    simulation_free(trial->simulation);
    scenario_free(&trial->scenario);
    free(trial);
}

/* Settings of a plan: a world that is quick to run, and the default number of firms. */
#define FEW_FIRMS "population.firms", "2000"
#define MANY_FIRMS "population.firms", SANITIZED ? "2000" : "20000"

/* A disturbance everywhere in the third week, so that short runs see one. */
#define DISTURBED "events", "[{kind: input_stock_loss, start: 2025-01-20, share: 0.01}]"

static inline int find_table(const struct state *s, const char *name)
{
    for (int t = 0; t < STATE_TABLES; t++)
        if (strcmp(s->tables[t]->name, name) == 0)
            return t;
    fail_msg("there is no table %s", name);
}

static inline int find_column(const struct table *table, const char *name)
{
    int column = table_column(table, name);
    if (column < 0)
        fail_msg("there is no column %s.%s", table->name, name);
    return column;
}

/* Any number of a table, as a double: exact for amounts below 2^53. */
static inline double value_at(const struct table *table, int column, uint64_t row)
{
    const void *data = table->data[column];
    switch (table->columns[column].type) {
    case COLUMN_money:
    case COLUMN_count:
        return (double)((const int64_t *)data)[row];
    case COLUMN_real:
        return ((const double *)data)[row];
    case COLUMN_real32:
        return (double)((const float *)data)[row];
    case COLUMN_id:
        return ((const uint32_t *)data)[row];
    case COLUMN_small:
        return ((const uint16_t *)data)[row];
    case COLUMN_tiny:
        return ((const uint8_t *)data)[row];
    }
    return 0;
}

/* A copy of everything that a step reads of the last one, to go back to. */
struct snapshot {
    void *data[STATE_TABLES][128];
    struct clock clock;
    bool account_due;
};

static inline size_t column_bytes(const struct table *table, int column)
{
    return (size_t)table->rows * column_type_size(table->columns[column].type);
}

static inline struct snapshot *snapshot_take(const struct state *s)
{
    struct snapshot *snapshot = calloc(1, sizeof *snapshot);
    assert_non_null(snapshot);
    snapshot->clock = s->clock;
    snapshot->account_due = s->account_due;
    for (int t = 0; t < STATE_TABLES; t++)
        for (int c = 0; c < s->tables[t]->column_count; c++) {
            size_t bytes = column_bytes(s->tables[t], c);
            snapshot->data[t][c] = malloc(bytes + 1);
            assert_non_null(snapshot->data[t][c]);
            memcpy(snapshot->data[t][c], s->tables[t]->data[c], bytes);
        }
    return snapshot;
}

static inline void snapshot_restore(const struct snapshot *snapshot, struct state *s)
{
    s->clock = snapshot->clock;
    s->account_due = snapshot->account_due;
    for (int t = 0; t < STATE_TABLES; t++)
        for (int c = 0; c < s->tables[t]->column_count; c++)
            memcpy(s->tables[t]->data[c], snapshot->data[t][c], column_bytes(s->tables[t], c));
}

static inline void snapshot_free(struct snapshot *snapshot)
{
    for (int t = 0; t < STATE_TABLES; t++)
        for (int c = 0; c < 128; c++)
            free(snapshot->data[t][c]);
    free(snapshot);
}

#endif

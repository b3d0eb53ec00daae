/* Scenarios read from files and texts that must be good. */
#ifndef KEIRETSU_TESTS_SCENARIO_SUPPORT_H
#define KEIRETSU_TESTS_SCENARIO_SUPPORT_H

#include "folder.h"

#include "sim/scenario.h"

/* Reads the file with settings given as option, key, value, ..., NULL. */
static inline struct scenario *read_with(const char *path, uint32_t steps,
                                         const struct scenario_setting *settings, int count)
{
    struct scenario *scenario = calloc(1, sizeof *scenario);
    struct scenario_options options = {
        .settings = settings, .setting_count = count, .steps = steps};
    struct error err = {0};
    assert_non_null(scenario);
    assert_success(scenario_read(scenario, path, &options, &err), err);
    return scenario;
}

static inline struct scenario *read_text(const char *text)
{
    folder_write_text("scenario.yaml", text);
    return read_with("scenario.yaml", 0, NULL, 0);
}

static inline void discard(struct scenario *scenario)
{
    scenario_free(scenario);
    free(scenario);
}

#endif

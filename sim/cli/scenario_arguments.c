#include "sim/cli/scenario_arguments.h"

#include <stdlib.h>
#include <string.h>

enum { FLAGS = 3, STEPS_MOST = 100000 };

bool scenario_arguments_create(struct scenario_arguments *arguments, int argc, struct error *err)
{
    *arguments = (struct scenario_arguments){
        .settings = calloc((size_t)argc + FLAGS, sizeof *arguments->settings)};
    return arguments->settings != NULL || fail(err, ERROR_MEMORY, "out of memory");
}

void scenario_arguments_free(struct scenario_arguments *arguments)
{
    free(arguments->settings);
    arguments->settings = NULL;
}

static bool take_setting(struct scenario_arguments *arguments, const struct verb *verb, char *value)
{
    char *equals = strchr(value, '=');
    if (equals == NULL || equals == value) {
        cli_usage(verb, "--set: \"%.60s\" is not KEY=VALUE", value);
        return false;
    }
    *equals = '\0';
    arguments->settings[arguments->setting_count++] =
        (struct scenario_setting){.option = "--set", .key = value, .value = equals + 1};
    return true;
}

bool scenario_arguments_take(struct scenario_arguments *arguments, const struct verb *verb,
                             int code, char *value)
{
    uint64_t number;
    switch (code) {
    case ARGUMENT_FIRMS:
        arguments->firms = value;
        return true;
    case ARGUMENT_SEED:
        arguments->seed = value;
        return true;
    case ARGUMENT_UNTIL:
        arguments->until = value;
        return true;
    case ARGUMENT_STEPS:
        if (!cli_whole(verb, "--steps", value, 1, STEPS_MOST, &number))
            return false;
        arguments->steps = (uint32_t)number;
        return true;
    case ARGUMENT_SET:
        return take_setting(arguments, verb, value);
    default:
        return false;
    }
}

bool scenario_arguments_read(struct scenario_arguments *arguments, const char *path,
                             struct scenario *scenario, struct error *err)
{
    const struct scenario_setting flags[FLAGS] = {
        {"--firms", "population.firms", arguments->firms},
        {"--seed", "seed", arguments->seed},
        {"--until", "clock.end", arguments->until},
    };
    if (arguments->until != NULL && arguments->steps > 0)
        return fail(err, ERROR_USAGE, "--until and --steps both say when to stop; give one");
    struct scenario_options options = {.settings = arguments->settings,
                                       .setting_count = arguments->setting_count,
                                       .steps = arguments->steps};
    for (int f = 0; f < FLAGS; f++)
        if (flags[f].value != NULL)
            arguments->settings[options.setting_count++] = flags[f];
    return scenario_read(scenario, path, &options, err);
}

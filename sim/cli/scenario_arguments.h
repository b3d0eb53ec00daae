/* The options that change a scenario, shared by all verbs that read one: --firms, --seed,
 * --until, --steps, --set. */
#ifndef KEIRETSU_SIM_CLI_SCENARIO_ARGUMENTS_H
#define KEIRETSU_SIM_CLI_SCENARIO_ARGUMENTS_H

#include "sim/cli/cli.h"
#include "sim/scenario.h"

/* Codes of the long options; a verb's own begin behind them. */
enum {
    ARGUMENT_FIRMS = 1000,
    ARGUMENT_SEED,
    ARGUMENT_UNTIL,
    ARGUMENT_STEPS,
    ARGUMENT_SET,
    ARGUMENTS_END
};

#define SCENARIO_ARGUMENTS                                                                         \
    {"firms", required_argument, NULL, ARGUMENT_FIRMS},                                            \
        {"seed", required_argument, NULL, ARGUMENT_SEED},                                          \
        {"until", required_argument, NULL, ARGUMENT_UNTIL},                                        \
        {"steps", required_argument, NULL, ARGUMENT_STEPS},                                        \
    {                                                                                              \
        "set", required_argument, NULL, ARGUMENT_SET                                               \
    }

#define SCENARIO_ARGUMENTS_HELP                                                                    \
    "  --firms N            number of firms (population.firms)\n"                                  \
    "  --seed N             seed of all random numbers (seed)\n"                                   \
    "  --until DATE         last day, YYYY-MM-DD (clock.end)\n"                                    \
    "  --steps N            number of steps, instead of --until\n"                                 \
    "  --set KEY=VALUE      any parameter, as often as needed: --set rules.build_time=26;\n"       \
    "                       one region's: --set policy.tariff.USA=0.1; --set 'events=[]'\n"

struct scenario_arguments {
    struct scenario_setting *settings; /* of --set, in order, room for the flags behind them */
    int setting_count;
    const char *firms, *seed, *until; /* as given, or NULL */
    uint32_t steps;
};

bool scenario_arguments_create(struct scenario_arguments *arguments, int argc, struct error *err);
void scenario_arguments_free(struct scenario_arguments *arguments);

/* Takes one option. A fault is printed, and false returned. The values stay the caller's; the
 * "=" of KEY=VALUE is overwritten. */
bool scenario_arguments_take(struct scenario_arguments *arguments, const struct verb *verb,
                             int code, char *value);

/* Reads the scenario: the file, then --set, then the flags. */
bool scenario_arguments_read(struct scenario_arguments *arguments, const char *path,
                             struct scenario *scenario, struct error *err);

#endif

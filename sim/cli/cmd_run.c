/* keiretsu run: a scenario becomes a run file. */
#include <omp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/progress.h"
#include "sim/cli/run_file_name.h"
#include "sim/cli/run_summary.h"
#include "sim/cli/scenario_arguments.h"
#include "sim/simulation.h"

enum { OPTION_FORCE = ARGUMENTS_END, OPTION_THREADS, OPTION_CHECK, OPTION_JSON };
enum { THREADS_MOST = 1024 };

static const struct option options[] = {
    SCENARIO_ARGUMENTS,
    {"output", required_argument, NULL, 'o'},
    {"force", no_argument, NULL, OPTION_FORCE},
    {"threads", required_argument, NULL, OPTION_THREADS},
    {"check", no_argument, NULL, OPTION_CHECK},
    {"quiet", no_argument, NULL, 'q'},
    {"json", no_argument, NULL, OPTION_JSON},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

struct run_arguments {
    struct scenario_arguments scenario;
    const char *path, *output;
    bool force, check, quiet, json;
    int threads;
};

/* The one variable that outlives a call: a signal handler has no other way to say anything. */
static volatile sig_atomic_t stop_requested;

static void request_stop(int signal_number)
{
    (void)signal_number;
    stop_requested = 1;
}

static void leave_at_once(int signal_number)
{
    (void)signal_number;
    _exit(EXIT_INTERRUPTED);
}

/* The second signal of a kind has its usual effect, for who cannot wait for the step's end. */
static void on_stop_signals(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART | (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

/* Steps and records until the end, a failure, or a signal. */
static bool step_and_record(struct simulation *simulation, const struct run_arguments *arguments,
                            const struct scenario *scenario, struct error *err)
{
    struct progress progress;
    char date[16];
    uint32_t steps = simulation_steps(simulation);
    progress_start(&progress, scenario->name, steps, arguments->quiet);
    bool good = simulation_record(simulation, err);
    while (good && !stop_requested && simulation_step_number(simulation) < steps) {
        good = simulation_step(simulation, err) && simulation_record(simulation, err);
        uint32_t done = simulation_step_number(simulation);
        progress_update(&progress, done, scenario_date(scenario, done, date));
    }
    progress_finish(&progress);
    return good;
}

static void report(const struct run_arguments *arguments, const struct scenario *scenario,
                   const struct simulation *simulation, const char *file, bool complete)
{
    struct simulation_summary summary;
    simulation_summary(simulation, &summary);
    struct run_report report = {.scenario = scenario,
                                .summary = &summary,
                                .file = file,
                                .threads = arguments->threads,
                                .check = arguments->check,
                                .complete = complete};
    if (arguments->json)
        run_summary_json(&report);
    else if (!arguments->quiet)
        run_summary_print(&report);
}

static bool simulate(const struct run_arguments *arguments, const struct scenario *scenario,
                     struct simulation *simulation, struct error *err)
{
    char file[SCENARIO_PATH], date[16];
    if (!run_file_name(scenario, arguments->output, arguments->force, file, err))
        return false;
    on_stop_signals(request_stop); /* from here on there is a file to be closed */
    if (!simulation_record_open(simulation, file, arguments->force, scenario, err))
        return false;
    bool good = step_and_record(simulation, arguments, scenario, err);
    uint32_t done = simulation_step_number(simulation), steps = simulation_steps(simulation);
    bool complete = good && done == steps;
    good &= simulation_record_close(simulation, complete, err);
    if (good)
        report(arguments, scenario, simulation, file, complete);
    if (good && !complete)
        good = fail(err, ERROR_INTERRUPTED, "interrupted after step %u of %u, %s; %.800s is valid",
                    done, steps, scenario_date(scenario, done, date), file);
    return good;
}

static bool read_and_simulate(struct run_arguments *arguments, struct scenario *scenario,
                              struct error *err)
{
    if (!scenario_arguments_read(&arguments->scenario, arguments->path, scenario, err))
        return false;
    char file[SCENARIO_PATH];
    struct simulation *simulation = NULL;
    struct simulation_options simulation_options = {.threads = arguments->threads,
                                                    .check = arguments->check};
    /* A name that cannot be written to is found before minutes are spent on the set-up. */
    bool good = (arguments->output == NULL ||
                 run_file_name(scenario, arguments->output, arguments->force, file, err)) &&
                simulation_create(&simulation, scenario, &simulation_options, err) &&
                simulate(arguments, scenario, simulation, err);
    simulation_free(simulation);
    scenario_free(scenario);
    return good;
}

static int run_scenario(struct run_arguments *arguments)
{
    struct error err = {0};
    struct scenario *scenario = calloc(1, sizeof *scenario);
    if (scenario == NULL) {
        fail(&err, ERROR_MEMORY, "out of memory");
        return cli_error(&err);
    }
    on_stop_signals(leave_at_once);
    bool good = read_and_simulate(arguments, scenario, &err);
    free(scenario);
    return good ? EXIT_DONE : cli_error(&err);
}

/* -1 to go on, or the exit status. */
static int take_option(struct run_arguments *arguments, int code)
{
    uint64_t number;
    switch (code) {
    case 'h':
        return EXIT_DONE;
    case '?':
        return EXIT_BAD_INPUT;
    case 'o':
        arguments->output = optarg;
        return -1;
    case 'q':
        arguments->quiet = true;
        return -1;
    case OPTION_FORCE:
        arguments->force = true;
        return -1;
    case OPTION_CHECK:
        arguments->check = true;
        return -1;
    case OPTION_JSON:
        arguments->json = true;
        return -1;
    case OPTION_THREADS:
        if (!cli_whole(&verb_run, "--threads", optarg, 1, THREADS_MOST, &number))
            return EXIT_BAD_INPUT;
        arguments->threads = (int)number;
        return -1;
    default:
        return scenario_arguments_take(&arguments->scenario, &verb_run, code, optarg)
                   ? -1
                   : EXIT_BAD_INPUT;
    }
}

static int run(int argc, char **argv)
{
    struct error err = {0};
    struct run_arguments arguments = {.threads = omp_get_max_threads()};
    if (!scenario_arguments_create(&arguments.scenario, argc, &err))
        return cli_error(&err);
    int status = -1;
    for (int code;
         status < 0 && (code = cli_option(&verb_run, argc, argv, ":ho:q", options)) != -1;)
        status = take_option(&arguments, code);
    if (status < 0 && argc - optind != 1)
        status = cli_usage(&verb_run, "needs one SCENARIO, got %d", argc - optind);
    if (status < 0) {
        arguments.path = argv[optind];
        status = run_scenario(&arguments);
    }
    scenario_arguments_free(&arguments.scenario);
    return status;
}

const struct verb verb_run = {
    .name = "run",
    .arguments = "SCENARIO [OPTIONS]",
    .summary = "run a scenario and write its run file",
    .run = run,
    .help =
        "\n"
        "  -o, --output FILE    run file; without it runs/SCENARIO-SEED.h5, then -2, -3\n"
        "  --force              replace the FILE of -o where it exists\n" SCENARIO_ARGUMENTS_HELP
        "  --threads N          OpenMP threads; cannot change results\n"
        "  --check              verify what phases write and every identity after each phase\n"
        "  -q, --quiet          no progress and no summary\n"
        "  --json               the summary as one JSON object: file, scenario, seed, threads,\n"
        "                       firms, links, households, banks, steps, complete,\n"
        "                       setup_seconds, step_seconds, output_seconds, wall_seconds,\n"
        "                       peak_rss_bytes, state_hash, bounds_bound,\n"
        "                       phases [name, seconds], identities {checked, distinct,\n"
        "                       worst_cents, names}, regions [region, gdp, gdp_start, price,\n"
        "                       price_start, unemployment, unemployment_start]\n"
        "\n"
        "Order: the file, --set, then the other options. Ctrl-C stops after the step with a\n"
        "valid file and exit status 130.\n",
};

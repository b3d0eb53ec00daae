/* keiretsu inspect: what a run file holds, or where two of them first differ. */
#include "output/compare.h"
#include "output/inspect.h"
#include "sim/cli/cli.h"

enum { OPTION_JSON = 1000 };

static const struct option options[] = {
    {"json", no_argument, NULL, OPTION_JSON},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

/* A file that is no run file is bad input, like a scenario that is none: 1 means "they differ". */
static int refuse(const struct error *err)
{
    int status = cli_error(err);
    return err->kind == ERROR_FILE ? EXIT_BAD_INPUT : status;
}

static int run(int argc, char **argv)
{
    struct error err = {0};
    bool json = false, same = false;
    for (int code; (code = cli_option(&verb_inspect, argc, argv, ":h", options)) != -1;) {
        if (code == 'h')
            return EXIT_DONE;
        if (code == '?')
            return EXIT_BAD_INPUT;
        json = true;
    }
    char **files = argv + optind;
    int count = argc - optind;
    if (count < 1 || count > 2)
        return cli_usage(&verb_inspect, "needs one FILE or two, got %d", count);
    if (count == 1)
        return inspect_file(files[0], stdout, json, &err) ? EXIT_DONE : refuse(&err);
    if (json)
        return cli_usage(&verb_inspect, "--json goes with one FILE");
    if (!compare_files(files[0], files[1], stdout, &same, &err))
        return refuse(&err);
    return same ? EXIT_DONE : EXIT_FAILED;
}

const struct verb verb_inspect = {
    .name = "inspect",
    .arguments = "FILE [FILE2] [--json]",
    .summary = "what a run file holds, or where two of them first differ",
    .run = run,
    .help =
        "\n"
        "  With one FILE: scenario, time, population, state hash, tables, events and\n"
        "  the scoreboard: Japan and the United States in the first and the last year, and the\n"
        "  facility.\n"
        "  With two: the first record, table, column and row whose values differ. Exit status\n"
        "  0 if there is none, 1 if there is one, 2 if a file cannot be read.\n"
        "\n"
        "  --json       one JSON object: file, scenario, seed, steps, start, end, complete,\n"
        "               firms, links, state_hash, tables [name, meaning, every, records,\n"
        "               dimensions [name, size], columns [name, type, nature, unit, meaning,\n"
        "               time]], scoreboard [from, to, regions [region, figures [name, unit, "
        "start,\n"
        "               now, change_a_year, relative]], facility [name, unit, value]]; what the\n"
        "               file does not say is null\n",
};

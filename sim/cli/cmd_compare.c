/* keiretsu compare: two runs side by side. */
#include "output/compare_boards.h"
#include "sim/cli/cli.h"

enum { OPTION_JSON = 1000 };

static const struct option options[] = {
    {"json", no_argument, NULL, OPTION_JSON},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

static int run(int argc, char **argv)
{
    struct error err = {0};
    bool json = false;
    for (int code; (code = cli_option(&verb_compare, argc, argv, ":h", options)) != -1;) {
        if (code == 'h')
            return EXIT_DONE;
        if (code == '?')
            return EXIT_BAD_INPUT;
        json = true;
    }
    char **files = argv + optind;
    if (argc - optind != 2)
        return cli_usage(&verb_compare, "needs two files, got %d", argc - optind);
    if (compare_boards(files[0], files[1], stdout, json, &err))
        return EXIT_DONE;
    int status = cli_error(&err);
    return err.kind == ERROR_FILE ? EXIT_BAD_INPUT : status;
}

const struct verb verb_compare = {
    .name = "compare",
    .arguments = "A B [--json]",
    .summary = "the scoreboards of two runs side by side, with differences",
    .run = run,
    .help =
        "\n"
        "  A line for each figure of Japan, the United States and the facility: A, B, B - A and\n"
        "  B / A - 1 of the last year that both files record; amounts a year also as sums over\n"
        "  the years. Runs of one seed differ by what their scenarios change (common random\n"
        "  numbers); one pair says little, see docs/model/scoreboard.md. Exit status 0 if both\n"
        "  could be read, 2 if a file cannot be read, has no scoreboard, or starts at another\n"
        "  date. Where two files differ first: keiretsu inspect A B.\n"
        "\n"
        "  --json       one JSON object: a, b, to, years, regions [region, figures [name, unit,\n"
        "               a, b, difference, sum_a, sum_b]], facility [name, unit, a, b,\n"
        "               difference]; what a file does not say is null\n",
};

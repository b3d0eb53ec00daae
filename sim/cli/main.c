/* keiretsu: the command line. Every verb is a file of its own. */
#include <string.h>

#include "core/suggest.h"
#include "output/provenance.h"
#include "sim/cli/cli.h"

static const struct verb *const verbs[] = {
    &verb_run, &verb_check, &verb_params, &verb_inspect, &verb_compare, &verb_recover, &verb_why};
enum { VERBS = sizeof verbs / sizeof *verbs };

static void print_help(FILE *stream)
{
    fputs("keiretsu: an agent-based simulator of the economies of Japan, the United States and "
          "their partners\n\n"
          "usage: keiretsu VERB [OPTIONS] ...\n\n",
          stream);
    for (int v = 0; v < VERBS; v++)
        fprintf(stream, "  %-10s %s\n", verbs[v]->name, verbs[v]->summary);
    fputs("\n  --help     this text, or the help of a verb: keiretsu run --help\n"
          "  --version  version, commit and compiler\n\n"
          "Start with: keiretsu run configs/baseline.yaml --steps 52\n\n"
          "Exit status: 0 done, 1 failed, 2 wrong usage or bad input, 3 an accounting identity\n"
          "broke, 130 interrupted. Results go to standard output, messages to standard error.\n",
          stream);
}

static void print_version(void)
{
    printf("keiretsu %s (%s, %s, %s)\n", provenance_version(), provenance_commit(),
           provenance_compiler(), provenance_flags());
}

static const struct verb *find_verb(const char *name)
{
    for (int v = 0; v < VERBS; v++)
        if (strcmp(verbs[v]->name, name) == 0)
            return verbs[v];
    return NULL;
}

static int refuse_verb(const char *name)
{
    char hint[SUGGEST_TEXT];
    struct suggest suggest = suggest_for(name);
    for (int v = 0; v < VERBS; v++)
        suggest_offer(&suggest, verbs[v]->name);
    struct error err = {0};
    fail(&err, ERROR_USAGE, "keiretsu: unknown %s %.60s%s; see `keiretsu --help`",
         name[0] == '-' ? "option" : "verb", name, suggest_text(&suggest, hint));
    return cli_error(&err);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return EXIT_BAD_INPUT;
    }
    const char *name = argv[1];
    if (strcmp(name, "--version") == 0) {
        print_version();
        return cli_finish(EXIT_DONE);
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        const struct verb *verb = argc > 2 ? find_verb(argv[2]) : NULL;
        if (argc > 2 && verb == NULL)
            return refuse_verb(argv[2]);
        if (verb != NULL)
            cli_help(verb);
        else
            print_help(stdout);
        return cli_finish(EXIT_DONE);
    }
    const struct verb *verb = find_verb(name);
    if (verb == NULL)
        return refuse_verb(name);
    return cli_finish(verb->run(argc - 1, argv + 1));
}

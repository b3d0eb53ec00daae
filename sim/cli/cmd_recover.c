/* keiretsu recover: what a killed run has left, as an ordinary file. */
#include <string.h>
#include <sys/stat.h>

#include "output/recover.h"
#include "sim/cli/cli.h"

enum { OPTION_FORCE = 1000 };

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'},
    {"force", no_argument, NULL, OPTION_FORCE},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

static int recover(const char *from, const char *to, bool force)
{
    struct error err = {0};
    struct stat source, target;
    if (stat(to, &target) == 0) {
        if (stat(from, &source) == 0 && source.st_dev == target.st_dev &&
            source.st_ino == target.st_ino)
            return cli_usage(&verb_recover, "-o: %.300s is the file to be recovered", to);
        if (!force || !S_ISREG(target.st_mode))
            return cli_usage(&verb_recover, "-o: %.300s exists%s", to,
                             S_ISREG(target.st_mode) ? "; --force replaces it" : "");
    }
    struct recover_result result;
    if (!run_file_recover(from, to, force, &result, &err)) {
        int status = cli_error(&err);
        return err.kind == ERROR_FILE ? EXIT_BAD_INPUT : status;
    }
    printf("%s: %llu records until %s, %llu events", to, (unsigned long long)result.records,
           result.last_date, (unsigned long long)result.events);
    if (result.lost > 0)
        printf("; %llu damaged records are lost", (unsigned long long)result.lost);
    printf("\n");
    return EXIT_DONE;
}

static int run(int argc, char **argv)
{
    const char *to = NULL;
    bool force = false;
    for (int code; (code = cli_option(&verb_recover, argc, argv, ":ho:", options)) != -1;) {
        if (code == 'h')
            return EXIT_DONE;
        if (code == '?')
            return EXIT_BAD_INPUT;
        if (code == 'o')
            to = optarg;
        else
            force = true;
    }
    if (argc - optind != 1)
        return cli_usage(&verb_recover, "needs one FILE, got %d", argc - optind);
    if (to == NULL || to[0] == '\0')
        return cli_usage(&verb_recover, "needs -o NEW, the file to write");
    return recover(argv[optind], to, force);
}

const struct verb verb_recover = {
    .name = "recover",
    .arguments = "FILE -o NEW [--force]",
    .summary = "copy what a killed run has recorded to an ordinary file",
    .run = run,
    .help = "\n"
            "  -o, --output NEW     the file to write; FILE itself is left as it is\n"
            "  --force              replace NEW where it exists\n"
            "\n"
            "A run that was killed leaves a file that is still marked as being written, which\n"
            "h5py, xarray and h5dump refuse. NEW holds every record that was flushed. (h5clear -s\n"
            "would destroy the file.)\n",
};

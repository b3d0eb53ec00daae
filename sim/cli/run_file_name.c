#include "sim/cli/run_file_name.h"

#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const int NAMES_MOST = 100000;

static bool check_given(const struct scenario *scenario, const char *given, bool force,
                        struct error *err)
{
    struct stat file, other;
    char copy[SCENARIO_PATH];
    if (given[0] == '\0' || strlen(given) >= SCENARIO_PATH)
        return fail(err, ERROR_USAGE, "-o: \"%.60s\" is no path of a file", given);
    if (stat(given, &file) == 0) {
        if (S_ISDIR(file.st_mode))
            return fail(err, ERROR_USAGE, "-o: %.800s is a folder; give a file", given);
        if (!S_ISREG(file.st_mode))
            return fail(err, ERROR_USAGE, "-o: %.800s is no ordinary file", given);
        if (stat(scenario->path, &other) == 0 && file.st_dev == other.st_dev &&
            file.st_ino == other.st_ino)
            return fail(err, ERROR_USAGE, "-o: %.800s is the scenario", given);
        if (!force)
            return fail(err, ERROR_USAGE, "-o: %.800s exists; --force replaces it", given);
        return true;
    }
    snprintf(copy, sizeof copy, "%s", given);
    if (given[strlen(given) - 1] == '/')
        return fail(err, ERROR_USAGE, "-o: %.800s is a folder; give a file", given);
    if (stat(dirname(copy), &file) != 0 || !S_ISDIR(file.st_mode))
        return fail(err, ERROR_USAGE, "-o: %.800s: its folder does not exist", given);
    return true;
}

bool run_file_name(const struct scenario *scenario, const char *given, bool force,
                   char path[static SCENARIO_PATH], struct error *err)
{
    if (given != NULL) {
        if (!check_given(scenario, given, force, err))
            return false;
        snprintf(path, SCENARIO_PATH, "%s", given);
        return true;
    }
    if (mkdir("runs", 0777) != 0 && errno != EEXIST)
        return fail(err, ERROR_FILE, "cannot make the folder runs: %s; give a file by -o",
                    strerror(errno));
    for (int n = 1; n < NAMES_MOST; n++) {
        char number[16] = "";
        if (n > 1)
            snprintf(number, sizeof number, "-%d", n);
        snprintf(path, SCENARIO_PATH, "runs/%s-%lld%s.h5", scenario->name,
                 (long long)scenario->p.seed, number);
        if (access(path, F_OK) != 0)
            return true;
    }
    return fail(err, ERROR_FILE, "%s exists, and so do all names before it; give a file by -o",
                path);
}

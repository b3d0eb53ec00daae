/* Finding and reading the world that a scenario names, and its codes. */
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/scenario_reading.h"

/* The configs folder of the source tree, or of an installation; the build sets it. */
#ifndef KEIRETSU_CONFIGS_FOLDER
#define KEIRETSU_CONFIGS_FOLDER "/usr/local/share/keiretsu/configs"
#endif

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Tries FOLDER/NAME; found keeps the last try. */
static bool look_in(const char *folder, const char *name, char found[static PATH_MAX])
{
    if (folder == NULL || folder[0] == '\0')
        return false;
    int length = snprintf(found, PATH_MAX, "%s/%s", folder, name);
    return length > 0 && length < PATH_MAX && is_folder(found);
}

/* Folder of the file that a value came from; of the scenario itself for defaults. */
static void origin_folder(const struct reading *reading, const struct origin *origin,
                          char folder[static PATH_MAX])
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s",
             origin->file != NULL ? origin->file->path : reading->scenario->path);
    snprintf(folder, PATH_MAX, "%s", dirname(path));
}

/* An installed program finds its data by its own place: PREFIX/bin and PREFIX/share. */
static void program_folder(char folder[static PATH_MAX])
{
    char path[PATH_MAX];
    folder[0] = '\0';
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return;
    path[length] = '\0';
    if (snprintf(folder, PATH_MAX, "%.*s/../share/keiretsu/configs", PATH_MAX - 64,
                 dirname(path)) >= PATH_MAX)
        folder[0] = '\0';
}

static bool find_folder(const struct reading *reading, const struct origin *origin,
                        const char *name, char found[static PATH_MAX])
{
    if (name[0] == '/') {
        snprintf(found, PATH_MAX, "%s", name);
        return is_folder(found);
    }
    char folder[PATH_MAX], configs[PATH_MAX], program[PATH_MAX];
    origin_folder(reading, origin, folder);
    if (snprintf(configs, sizeof configs, "%s/configs", folder) >= PATH_MAX)
        configs[0] = '\0';
    program_folder(program);
    /* A name on the command line is relative to where the user is. */
    return (origin->option != NULL && look_in(".", name, found)) || look_in(folder, name, found) ||
           look_in(configs, name, found) || look_in(getenv("KEIRETSU_CONFIGS"), name, found) ||
           look_in(program, name, found) || look_in(KEIRETSU_CONFIGS_FOLDER, name, found);
}

bool scenario_world_read(struct reading *reading, struct error *err)
{
    const char *name = reading->scenario->p.world;
    const struct origin *origin = &reading->origin[PARAMETER__world];
    char place[PLACE_TEXT], found[PATH_MAX];
    if (name[0] == '\0' || !find_folder(reading, origin, name, found))
        return fail(err, ERROR_CONFIG,
                    "%s: world: there is no folder \"%.200s\"; looked beside the scenario, in its "
                    "configs folder, in $KEIRETSU_CONFIGS and in the program's configs folder",
                    origin_place(reading, origin, place), name);
    if (!world_read(&reading->scenario->world, found, err))
        return false;
    reading->world_known = true;
    return true;
}

/* Lists the codes too: a world has few enough of them for one line. */
static bool refuse_code(const struct world_name *names, int count, const char *what,
                        const char *code, const char *place, const char *key, struct error *err)
{
    char list[400] = "", hint[SUGGEST_TEXT];
    size_t used = 0;
    struct suggest suggest = suggest_for(code);
    for (int i = 0; i < count; i++) {
        suggest_offer(&suggest, names[i].code);
        if (used < sizeof list)
            used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "",
                                     names[i].code);
    }
    return fail(err, ERROR_CONFIG, "%s: %s: \"%.60s\" is no %s of the world; allowed: %s%s", place,
                key, code, what, list, suggest_text(&suggest, hint));
}

int scenario_region(const struct world *world, const char *code, const char *place, const char *key,
                    struct error *err)
{
    int region = world_region(world, code);
    if (region < 0)
        refuse_code(world->region, world->regions, "region", code, place, key, err);
    return region;
}

int scenario_industry(const struct world *world, const char *code, const char *place,
                      const char *key, struct error *err)
{
    int industry = world_industry(world, code);
    if (industry < 0)
        refuse_code(world->industry, world->industries, "industry", code, place, key, err);
    return industry;
}

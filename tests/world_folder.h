/* A temporary folder whose files are those of the released world, until a test replaces one. */
#ifndef KEIRETSU_TESTS_WORLD_FOLDER_H
#define KEIRETSU_TESTS_WORLD_FOLDER_H

#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agents/world.h"

#define RELEASED SOURCE_DIR "/configs/world-2022"

static const char *const FILES[] = {
    "world.csv",       "regions.csv",       "industries.csv",          "intermediate.csv",
    "final.csv",       "output.csv",        "region-figures.csv",      "industry-figures.csv",
    "enterprises.csv", "ages.csv",          "essentiality.csv",        "chokepoints.csv",
    "routes.csv",      "varieties.csv",     "project-kinds.csv",       "project-figures.csv",
    "project-mix.csv", "project-sites.csv", "project-site-shares.csv", "candidates.csv",
    "deal-tariffs.csv"};
enum { FILE_COUNT = sizeof FILES / sizeof FILES[0] };

/* A world may lack these. */
static inline bool is_optional(const char *file)
{
    return strcmp(file, "project-kinds.csv") == 0 || strcmp(file, "candidates.csv") == 0 ||
           strcmp(file, "project-sites.csv") == 0 || strcmp(file, "deal-tariffs.csv") == 0;
}

static inline void path_in(const char *folder, char path[128], const char *file)
{
    snprintf(path, 128, "%s/%s", folder, file);
}

static inline char *file_text(const char *in, const char *file, size_t *size)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", in, file);
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    assert_int_equal(fseek(stream, 0, SEEK_END), 0);
    *size = (size_t)ftell(stream);
    rewind(stream);
    char *text = malloc(*size + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, *size, stream), *size);
    text[*size] = '\0';
    fclose(stream);
    return text;
}

static inline void replace_file(const char *folder, const char *file, const char *text, size_t size)
{
    char path[128];
    path_in(folder, path, file);
    unlink(path);
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(text, 1, size, stream), size);
    assert_int_equal(fclose(stream), 0);
}

static inline void restore_file(const char *folder, const char *file)
{
    char path[128], target[512];
    path_in(folder, path, file);
    snprintf(target, sizeof target, RELEASED "/%s", file);
    unlink(path);
    assert_int_equal(symlink(target, path), 0);
}

static inline int make_folder(void **state)
{
    char *folder = strdup("/tmp/keiretsu-world-XXXXXX");
    *state = folder;
    if (folder == NULL || mkdtemp(folder) == NULL)
        return 1;
    for (int f = 0; f < FILE_COUNT; f++)
        restore_file(folder, FILES[f]);
    return 0;
}

static inline int remove_folder(void **state)
{
    char *folder = *state;
    for (int f = 0; f < FILE_COUNT; f++) {
        char path[128];
        path_in(folder, path, FILES[f]);
        unlink(path);
    }
    int failed = rmdir(folder);
    free(folder);
    return failed;
}

#endif

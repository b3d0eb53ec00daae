/* The folder that tests of run files work in. */
#ifndef KEIRETSU_TESTS_RUN_FILE_FOLDER_H
#define KEIRETSU_TESTS_RUN_FILE_FOLDER_H

#include "run_file_sample.h"

static char folder[256];

static inline char *name_of(const char *name)
{
    static char paths[4][512];
    static int turn;
    char *path = paths[turn++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static inline uint64_t file_hash(const char *path)
{
    FILE *stream = fopen(path, "rb");
    uint64_t hash = 14695981039346656037u;
    for (int c = fgetc(stream); c != EOF; c = fgetc(stream))
        hash = (hash ^ (uint64_t)c) * 1099511628211u;
    fclose(stream);
    return hash;
}

#endif

/* A temporary folder for tests that need files, and running the program in it. */
#ifndef KEIRETSU_TESTS_FOLDER_H
#define KEIRETSU_TESTS_FOLDER_H

#include "support.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FOLDER_PATH = 256, CAPTURE_MAX = 1 << 18 };

static inline int folder_remove_entry(const char *path, const struct stat *status, int type,
                                      struct FTW *ftw)
{
    (void)status, (void)type, (void)ftw;
    return remove(path);
}

/* Makes a folder and goes there; group set-up and tear-down of cmocka. */
static inline int folder_create(void **state)
{
    char *path = strdup("/tmp/keiretsu-test-XXXXXX");
    *state = path;
    return path != NULL && mkdtemp(path) != NULL && chdir(path) == 0 ? 0 : -1;
}

static inline int folder_remove(void **state)
{
    int status = chdir("/") == 0 ? nftw(*state, folder_remove_entry, 16, FTW_DEPTH | FTW_PHYS) : -1;
    free(*state);
    return status;
}

static inline void folder_write(const char *name, const void *bytes, size_t length)
{
    FILE *file = fopen(name, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static inline void folder_write_text(const char *name, const char *text)
{
    folder_write(name, text, strlen(text));
}

struct outcome {
    int status; /* exit status, or 1000 + signal */
    char out[CAPTURE_MAX], err[CAPTURE_MAX];
};

static inline void folder_read(const char *name, char *text, size_t size)
{
    FILE *file = fopen(name, "rb");
    assert_non_null(file);
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
}

/* Starts the program with these arguments, the last NULL. Its output goes to .out and .err in
 * the current folder. */
static inline pid_t program_start(const char *const *arguments)
{
    fflush(stdout);
    pid_t child = fork();
    if (child != 0)
        return child;
    char *argv[64] = {(char[]){"keiretsu"}};
    for (int i = 0; arguments[i] != NULL && i < 62; i++)
        argv[i + 1] = strdup(arguments[i]);
    alarm(120); /* a program that hangs is a failure, not a wait */
    if (freopen(".out", "wb", stdout) == NULL || freopen(".err", "wb", stderr) == NULL)
        _exit(126);
    execv(PROGRAM, argv);
    _exit(127);
}

static inline void program_wait(pid_t child, struct outcome *outcome)
{
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    outcome->status = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    folder_read(".out", outcome->out, sizeof outcome->out);
    folder_read(".err", outcome->err, sizeof outcome->err);
}

static inline void program_run(const char *const *arguments, struct outcome *outcome)
{
    program_wait(program_start(arguments), outcome);
}

#endif

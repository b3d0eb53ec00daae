/* Errors of the edges: memory, files, configuration.
 *
 * Functions that can fail return false and describe the failure for the user in a
 * struct error that the caller owns. Rules of the model cannot fail. Nothing below main
 * calls exit. The kind decides the exit code (error_exit_code).
 */
#ifndef KEIRETSU_CORE_ERROR_H
#define KEIRETSU_CORE_ERROR_H

#include <stdbool.h>

enum error_kind {
    ERROR_NONE,
    ERROR_USAGE,       /* wrong command line: exit 2 */
    ERROR_CONFIG,      /* bad scenario or world data: exit 2 */
    ERROR_FILE,        /* a file cannot be read or written: exit 1 */
    ERROR_MEMORY,      /* exit 1 */
    ERROR_IDENTITY,    /* an accounting identity broke: exit 3 */
    ERROR_INTERRUPTED, /* exit 130 */
};

struct error {
    enum error_kind kind;
    char text[1024]; /* one line, without newline */
};

/* Records a failure and returns false, so that callers write `return fail(...)`. The first
 * failure stands: a second one on the same struct error is ignored. err may be NULL. */
bool fail(struct error *err, enum error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

int error_exit_code(const struct error *err);

#endif

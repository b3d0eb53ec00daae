/* What the verbs of the command line share. Results go to stdout, talk and errors to stderr. */
#ifndef KEIRETSU_SIM_CLI_CLI_H
#define KEIRETSU_SIM_CLI_CLI_H

#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/error.h"

/* A verb gets its own arguments, its name first, and returns the exit status. */
struct verb {
    const char *name, *arguments, *summary;
    int (*run)(int argc, char **argv);
    const char *help; /* the lines under "usage: ..." */
};

extern const struct verb verb_run, verb_check, verb_params, verb_inspect, verb_compare,
    verb_recover, verb_why;

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_BAD_INPUT = 2, EXIT_INTERRUPTED = 130 };

/* Prints the error as one line, whatever bytes it holds, and returns its exit status. */
int cli_error(const struct error *err);

/* Prints "keiretsu VERB: text; see `keiretsu VERB --help`" and returns 2. */
int cli_usage(const struct verb *verb, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void cli_help(const struct verb *verb);

/* getopt_long with messages of our own: the next option's code, -1 after the last, or '?' when
 * it has printed what is wrong. 'h' is --help in every verb: it is printed, and 'h' returned. */
int cli_option(const struct verb *verb, int argc, char **argv, const char *letters,
               const struct option *options);

/* A whole number within bounds, or a usage error that is printed. */
bool cli_whole(const struct verb *verb, const char *option, const char *text, uint64_t least,
               uint64_t most, uint64_t *number);

/* Flushes stdout; a full disk or a closed pipe is a failure, not a silent loss. */
int cli_finish(int status);

#endif

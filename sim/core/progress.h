/* How far a run is: a bar with the time left on a terminal, a line every 5 % elsewhere. */
#ifndef KEIRETSU_CORE_PROGRESS_H
#define KEIRETSU_CORE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct progress {
    FILE *stream; /* NULL: say nothing */
    bool terminal;
    const char *label; /* the caller's; must live as long */
    uint64_t total, done;
    double start, shown; /* seconds of a clock of its own */
    uint64_t lines;      /* elsewhere than on a terminal: twentieths shown */
};

/* To stderr, or silent if quiet. total 0 is treated as finished. */
void progress_start(struct progress *progress, const char *label, uint64_t total, bool quiet);

/* done of total; note (a date, say) is shown behind the bar and may be NULL. Cheap enough to be
 * called at every step: it writes ten times a second at most. */
void progress_update(struct progress *progress, uint64_t done, const char *note);

/* Ends the bar, wherever it is, with the time it took. Call it before printing anything else. */
void progress_finish(struct progress *progress);

/* Writes "42 s", "3 min 20 s" or "2 h 05 min" and returns text. */
char *progress_duration(double seconds, char text[static 32]);

#endif

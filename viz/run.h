/* One run file that is open: its columns, its clock and its views. */
#ifndef KEIRETSU_VIZ_RUN_H
#define KEIRETSU_VIZ_RUN_H

#include "viz/view.h"

struct run {
    struct playback playback;
    struct timeline timeline;
    struct timeline_strip strip;
    struct view view;        /* what its views get */
    void *state[VIEW_KINDS]; /* of its views */
    double quiet;            /* seconds since a file that is not closed was written last */
};

/* A file that is not closed and was not written for so long, in seconds, is no longer called live:
 * its writer was killed, or waits. New records are looked for all the same. */
enum { RUN_QUIET = 120 };

/* Opens the file, at its last record. On failure nothing is left open. The run must stay where it
 * is in memory: its views point to it. */
bool run_open(struct run *run, const char *path, struct ui *ui, struct error *err);
void run_close(struct run *run);

/* New records of a run that is still going; true if something changed. */
bool run_refresh(struct run *run);

/* "live: still being written", "stopped early", ...; "" for a run that ended as planned. */
void run_condition(const struct run *run, char *text, size_t size);

/* To a calendar day (since 1970-01-01, with a fraction), or the nearest there is. */
void run_go_to_date(struct run *run, double date);

/* The calendar day shown. */
double run_date(const struct run *run);

#endif

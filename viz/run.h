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
};

/* Opens the file, at its last record. On failure nothing is left open. The run must stay where it
 * is in memory: its views point to it. */
bool run_open(struct run *run, const char *path, struct ui *ui, struct error *err);
void run_close(struct run *run);

/* New records of a run that is still going; true if something changed. */
bool run_refresh(struct run *run);

/* To a calendar day (since 1970-01-01, with a fraction), or the nearest there is. */
void run_go_to_date(struct run *run, double date);

/* The calendar day shown. */
double run_date(const struct run *run);

#endif

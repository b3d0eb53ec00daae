/* What happened when, from the group /event of a run file, for marks on time axes. */
#ifndef KEIRETSU_VIZ_EVENT_MARKS_H
#define KEIRETSU_VIZ_EVENT_MARKS_H

#include "output/reader.h"

struct event_mark {
    double day, until; /* since the start; until: HUGE_VAL where it does not end */
    int place;         /* in the file */
    char kind[32], where[64], what[192];
};

struct event_marks {
    struct event_mark *mark; /* by day, then as in the file */
    int count;
    uint64_t read; /* events that the file had when it was read */
};

/* Reads the events again if the file has more than before. A file without events, or with events
 * that cannot be read, has no marks; what is wrong with a part of them leaves that part out. */
void event_marks_read(struct event_marks *marks, struct reader *reader);
void event_marks_free(struct event_marks *marks);

/* The first mark on or after a day; count if there is none. */
int event_marks_from(const struct event_marks *marks, double day);

#endif

/* The timeline: which moment is shown, playing, and the scrubber at the foot of the screen. */
#ifndef KEIRETSU_VIZ_TIMELINE_H
#define KEIRETSU_VIZ_TIMELINE_H

#include "viz/event_marks.h"
#include "viz/timeline_strip.h"
#include "viz/ui.h"

enum { TIMELINE_BOOKMARKS = 32 };

struct timeline {
    int32_t start_day;                  /* of the run, since 1970-01-01 */
    const double *days;                 /* records, in days since the start; owned by the reader */
    const struct event_marks *events;   /* may be NULL */
    const struct timeline_strip *strip; /* may be NULL */
    uint64_t records;
    uint64_t record; /* shown now */
    bool playing;
    bool follow; /* stay at the last record of a run that is still going */
    bool live;   /* the file is still being written */
    int speed;   /* place in the list of records a second */
    double due;  /* fraction of the next record that has passed */
    bool dragging;
    bool loop; /* at the end, play on from the start: timeline_marks.h */
    int bookmark_count;
    double bookmark[TIMELINE_BOOKMARKS]; /* days since the start, increasing */
    int beat;                            /* of the mark of a live run: once a second */
};

enum { TIMELINE_SLOWEST = 0, TIMELINE_USUAL = 3, TIMELINE_FASTEST = 7 };

/* New records, perhaps at another place in memory. */
void timeline_set(struct timeline *timeline, const double *days, uint64_t records);

void timeline_go(struct timeline *timeline, int64_t record); /* clamped */
void timeline_step(struct timeline *timeline, int64_t by);   /* pauses */
/* To the first events after the moment shown (by 1) or the last before it (-1), and pauses. The
 * mark gone to, or NULL where there is none. */
const struct event_mark *timeline_event(struct timeline *timeline, int by);
void timeline_toggle(struct timeline *timeline); /* play from the start when at the end */
void timeline_advance(struct timeline *timeline, double seconds);

double timeline_day(const struct timeline *timeline); /* shown now, since the start */
double timeline_first(const struct timeline *timeline);
double timeline_last(const struct timeline *timeline);

/* The last record not after a day, and whether the day lies within the records. */
int64_t timeline_record(const struct timeline *timeline, double day);
bool timeline_has(const struct timeline *timeline, double day);

/* Where a day lies on the track. */
double timeline_x(const struct timeline *timeline, struct box track, double day);

/* The calendar day of a moment. */
int32_t timeline_date(const struct timeline *timeline, double day);

void timeline_draw(struct timeline *timeline, struct ui *ui, struct box box);

/* What is said about the place under the mouse, over everything else; the same box. */
void timeline_tooltip(struct timeline *timeline, struct ui *ui, struct box box);

#endif

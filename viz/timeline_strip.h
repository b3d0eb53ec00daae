/* Where things went wrong: the output lost each week as a share of output, as a strip of colour
 * under the track of the timeline. */
#ifndef KEIRETSU_VIZ_TIMELINE_STRIP_H
#define KEIRETSU_VIZ_TIMELINE_STRIP_H

#include "viz/playback.h"
#include "viz/ui.h"

/* What was lost in one record. */
struct strip_record {
    double day;      /* its end, since the start */
    double share;    /* output lost over output; NAN where there was no output */
    double most;     /* the part of it that the largest cause has */
    int cause;       /* the largest, by its place in the file; -1: nothing was lost */
    double failures; /* of firms; NAN where the file does not say */
};

/* Zeroed to begin with. */
struct timeline_strip {
    struct strip_record *record; /* by day; NULL: the file does not record losses */
    uint64_t records;
    double largest; /* share */
    char causes[12][64];
    int cause_count;
    char region[64];  /* that it was made for, "" is all */
    uint64_t version; /* of the playback it was made from, plus one */
    uint64_t sources; /* records of the columns it was made from, together */
};

/* Makes it again where the file has more than before or another region is selected; a region that
 * the file does not have stands for all. */
void timeline_strip_update(struct timeline_strip *strip, struct playback *playback,
                           const char *region);
void timeline_strip_free(struct timeline_strip *strip);

/* The record that a day lies in, or NULL. */
const struct strip_record *timeline_strip_at(const struct timeline_strip *strip, double day);

/* Over the width of the box, which stands for the days from first to last. */
void timeline_strip_draw(const struct timeline_strip *strip, struct ui *ui, struct box box,
                         double first, double last);

/* Rows for a tooltip about a day; they point into `text`. Returns how many. */
enum { STRIP_ROWS = 4, STRIP_TEXT = 96 };
int timeline_strip_rows(const struct timeline_strip *strip, double day,
                        char text[STRIP_ROWS][2][STRIP_TEXT], struct ui_row rows[STRIP_ROWS]);

#endif

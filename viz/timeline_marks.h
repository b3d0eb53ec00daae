/* Bookmarks on the timeline, and the part of it that is played again and again. */
#ifndef KEIRETSU_VIZ_TIMELINE_MARKS_H
#define KEIRETSU_VIZ_TIMELINE_MARKS_H

#include "viz/timeline.h"

enum bookmark_change { BOOKMARK_SET, BOOKMARK_REMOVED, BOOKMARK_NONE };

/* Sets a bookmark at the moment shown or removes the one that is there; BOOKMARK_NONE where there
 * are TIMELINE_BOOKMARKS already, or no records. */
enum bookmark_change timeline_bookmark(struct timeline *timeline);

/* Puts a bookmark on a day since the start, in order; false where there is no room or it has one. */
bool timeline_bookmark_add(struct timeline *timeline, double day);

/* To the bookmark after the moment shown (by 1) or before it (-1), and pauses; false: there is
 * none. */
bool timeline_go_bookmark(struct timeline *timeline, int by);

/* The records that a loop plays, both included: from the first bookmark to the last where two lie
 * within the run, else all. */
void timeline_loop_range(const struct timeline *timeline, uint64_t *first, uint64_t *last);

/* The bookmarks on the track (its middle), and the part that the loop plays. */
void timeline_marks_draw(const struct timeline *timeline, struct ui *ui, struct box track);

/* The bookmark under the mouse, or -1. */
int timeline_mark_at(const struct timeline *timeline, const struct ui *ui, struct box track);

/* The switch of the loop about a point; true when it was clicked. */
bool timeline_loop_button(struct timeline *timeline, struct ui *ui, double x, double y);

/* "live, following" with a dot that beats once a second; a click follows. */
void timeline_live_badge(struct timeline *timeline, struct ui *ui, struct box box);

#endif

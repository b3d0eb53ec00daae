/* Back and forward: the places that were looked at. A place is a view, what is selected, the chart
 * that is enlarged and the moment shown. Only a change of one of the first three makes a new one;
 * the moment is that at which the place was left. */
#ifndef KEIRETSU_VIZ_HISTORY_H
#define KEIRETSU_VIZ_HISTORY_H

#include "viz/view.h"

enum { HISTORY_MAX = 200, HISTORY_MOVE = 700 /* milliseconds */ };

struct place {
    enum view_kind view;
    struct selection selection;
    struct chart_choice charts;
    uint64_t record;
};

struct history {
    struct place place[HISTORY_MAX];
    int count, at; /* at: the place shown */
    uint64_t when; /* milliseconds: of the last change */
    bool moved; /* the last change was of the selection alone: one that follows at once joins it */
    bool jump;  /* the next change of the moment alone is a place too */
};

/* Says what is shown now; once a frame. `now` in milliseconds. */
void history_note(struct history *history, const struct place *place, uint64_t now);

/* The next note is a place of its own also where only the moment has changed. */
void history_jump(struct history *history);

/* The place before (-1) or after (1), which is shown from now on; NULL at the ends. */
const struct place *history_go(struct history *history, int by);

#endif

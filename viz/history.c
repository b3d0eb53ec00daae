#include "viz/history.h"

#include <string.h>

#include "viz/select.h"

/* The chart under the mouse is chosen by chance, the one that is enlarged is not. */
static bool same_charts(const struct chart_choice *a, const struct chart_choice *b)
{
    return strcmp(a->group, b->group) == 0 && strcmp(a->line, b->line) == 0 &&
           a->enlarged == b->enlarged && (!a->enlarged || strcmp(a->column, b->column) == 0);
}

static bool same_place(const struct place *a, const struct place *b)
{
    return a->view == b->view && selection_same(&a->selection, &b->selection) &&
           same_charts(&a->charts, &b->charts);
}

void history_jump(struct history *history)
{
    history->jump = true;
}

static void push(struct history *history, const struct place *place)
{
    if (history->at + 1 == HISTORY_MAX) { /* the oldest is forgotten */
        memmove(history->place, history->place + 1, (HISTORY_MAX - 1) * sizeof *history->place);
        history->at--;
    }
    history->place[++history->at] = *place;
    history->count = history->at + 1;
}

void history_note(struct history *history, const struct place *place, uint64_t now)
{
    if (history->count == 0) {
        history->place[0] = *place;
        history->count = 1;
        return;
    }
    struct place *shown = &history->place[history->at];
    bool same = same_place(shown, place), jump = history->jump && shown->record != place->record;
    history->jump = false;
    if (same && !jump) {
        shown->record = place->record;
        return;
    }
    /* Steps through a list: one place, however many rows. */
    bool move = !jump && place->view == shown->view;
    if (move && history->moved && now - history->when < HISTORY_MOVE) {
        *shown = *place;
        history->count = history->at + 1;
    } else
        push(history, place);
    history->moved = move;
    history->when = now;
}

const struct place *history_go(struct history *history, int by)
{
    int at = history->at + by;
    if (at < 0 || at >= history->count)
        return NULL;
    history->at = at;
    history->moved = history->jump = false;
    return &history->place[at];
}

/* The find box that lies over the view: what was typed, what was found, and going there. */
#ifndef KEIRETSU_VIZ_FINDER_H
#define KEIRETSU_VIZ_FINDER_H

#include "viz/search.h"

struct app;

struct finder {
    bool open;
    char query[SEARCH_QUERY];
    bool all; /* the query is marked: what is typed next takes its place */
    struct search search;
    uint64_t version;        /* of the playback that was listed */
    int chosen;              /* of the hits */
    int scrolled;            /* hits above the first one shown */
    int fitting;             /* rows on the screen in the last frame */
    double mouse_x, mouse_y; /* in the last frame: only a mouse that moves chooses */
};

void finder_open(struct app *app);
void finder_close(struct app *app);
void finder_free(struct finder *finder);

/* While it is open all keys and what is typed are for it. */
void finder_key(struct app *app, struct key key);
void finder_text(struct app *app, const char *utf8);

/* Over the view; takes the mouse. */
void finder_draw(struct app *app);

/* Goes to what was found, or runs it: selects, and shows a view that shows it. */
void finder_go(struct app *app, const struct search_item *item);

/* Lists what the run has now, and finds anew. */
void finder_list(struct app *app);

/* The view that shows a place: the present one, if it can. */
enum view_kind finder_view(const struct app *app, const struct search_item *item);

/* The buttons that open it and the help, which end at `right`; returns the width used. */
double finder_buttons(struct app *app, double right, double y, bool narrow);

#endif

/* The views of the screen: each draws itself into a box and reacts to the mouse. */
#ifndef KEIRETSU_VIZ_VIEW_H
#define KEIRETSU_VIZ_VIEW_H

#include "viz/charts_state.h"
#include "viz/heatmap.h"
#include "viz/playback.h"
#include "viz/series.h"
#include "viz/timeline.h"
#include "viz/ui.h"

/* What a view shows where several runs are open. */
enum compare {
    COMPARE_ONE,        /* its own run; charts show all runs over each other */
    COMPARE_SIDES,      /* each of two views its own run, beside each other */
    COMPARE_DIFFERENCE, /* its own run against the other */
    COMPARES
};

/* What every view gets. */
struct view {
    struct ui *ui;
    struct playback *playback;
    struct timeline *timeline;
    enum compare compare;
    struct view *other;  /* the run it is compared with, NULL where one is open alone */
    void *const *states; /* of this run's views, by view_kind; for a comparison of the same view */
    struct view *const *runs; /* all that are open, the first one first */
    int run_count;
};

/* Added to the code of a key while alt is down; no SDL_Keycode has this bit. */
enum { KEY_ALT = 1 << 29 };

/* A key that went down: an SDL_Keycode. */
struct key {
    int32_t code;
    bool shift, control;
};

/* A key and what it does, for the foot of the screen, the help and the palette. */
struct command {
    struct key key;
    const char *keys;  /* as people call them: "shift ↑" */
    const char *title; /* "Next region" */
    const char *brief; /* for the line at the foot: "↑ ↓ region"; NULL to leave it out */
};

struct listing;

/* What a view is. Its state is zeroed when a file is opened, and is its own. */
struct view_type {
    const char *name;               /* of --view */
    const char *title;              /* of the tab */
    const char *meaning;            /* a sentence: what it shows */
    const struct command *commands; /* of its own, ended by one without keys */
    bool differs;                   /* it can show a run against another */
    size_t state_size;
    void (*draw)(void *state, struct view *view, struct box box);
    /* Writes what is shown as a table (csv.h); false where there is nothing. */
    bool (*csv)(void *state, struct view *view, struct listing *csv);
    bool (*key)(void *state, struct view *view, struct key key); /* true: it was for the view */
    void (*free)(void *state);                                   /* what the state points to */
    /* With two runs beside each other: makes both states show the same; true where this is a
     * comparison already, so that there is nothing to put beside it. May be NULL. */
    bool (*compares)(void *state, void *second, const struct view *view);
};

/* In the order of the tabs and of the keys 1, 2, ... */
enum view_kind {
    VIEW_CHARTS,
    VIEW_INDUSTRIES,
    VIEW_ACCOUNTS,
    VIEW_NETWORK,
    VIEW_WORLD,
    VIEW_FACILITY,
    VIEW_WHY,
    VIEW_KINDS
};

extern const struct view_type *const view_types[VIEW_KINDS];
extern const struct view_type view_type_charts, view_type_industries;
extern const struct view_type view_type_accounts, view_type_network;
extern const struct view_type view_type_world;
extern const struct view_type view_type_facility;
extern const struct view_type view_type_why;

struct view_industries {
    /* Lines of the series: cells as the rows of the group, then, if there are totals, regions,
     * industries over the world, and all (industry_measure_line). */
    struct series measure;    /* the column chosen */
    struct series second;     /* of the other run, on the same dates; values NULL without it */
    struct series difference; /* of the two, if that is what is shown; else values NULL */
    bool totals;              /* sums mean something */
    int region_dimension, industry_dimension;
    uint64_t regions, industries;
    struct heatmap_scale scale; /* of the cells' colours */
    struct menu menu;           /* of the columns */
    struct box button;          /* that opens it, as last drawn */
    uint64_t scrolled;          /* rows above the screen */
    /* What all was made from. */
    uint64_t version;  /* of the playbacks, plus one; 0 before the first frame */
    char column[64];   /* of /industry */
    int mode, compare; /* enum series_mode, enum compare */
    const void *other;
};

/* Scrolls by rows of charts, or to the next chart where one is enlarged. */
void view_charts_choose(struct view_charts *charts, struct view *view, int by);

/* Shows a group's charts, and with a column that chart alone; "" for all. */
void view_charts_show(struct ui *ui, const char *group, const char *column);

/* Moves the selected cell by so many rows and columns. */
void view_industries_move(struct view_industries *industries, struct view *view, int industries_by,
                          int regions_by);

/* The next measure (+1) or the one before (-1). */
void view_industries_measure(struct view *view, int by);

#endif

/* The runs of a folder as cards: a picture of each, what it is and how far it got. The folder is
 * listed at once; files are opened one at a time, those in sight first. */
#ifndef KEIRETSU_VIZ_SHELF_H
#define KEIRETSU_VIZ_SHELF_H

#include "viz/app.h"

enum shelf_state {
    SHELF_UNKNOWN, /* not opened yet */
    SHELF_COMPLETE,
    SHELF_LIVE,
    SHELF_STOPPED,
    SHELF_UNREADABLE,
    SHELF_STATES
};

struct shelf_card {
    char name[256];  /* of the file */
    int64_t changed; /* seconds since 1970 */
    uint64_t size;   /* bytes */
    enum shelf_state state;
    char title[256], subtitle[256], dates[128];
    char trouble[1024]; /* why it cannot be read */
    uint32_t *picture;  /* SHELF_WIDTH x SHELF_HEIGHT, opaque; NULL: none (yet) */
    int drawn_as;       /* what the picture shows: view and theme; 0: nothing */
    uint32_t *fitted;   /* the picture in the size that it had on the screen last */
    int fitted_width, fitted_height;
    uint64_t seen; /* frame in which it was in sight last */
};

/* Pictures are kept in this size; of so many cards at most. */
enum { SHELF_WIDTH = 640, SHELF_HEIGHT = 360, SHELF_PICTURES = 48, SHELF_CARDS = 5000 };
enum { SHELF_CHOSEN = 8 };

struct shelf {
    char folder[1024];
    struct shelf_card *card; /* the newest first */
    int count;
    bool more;  /* the folder has more than SHELF_CARDS */
    int *shown; /* the cards that the filter leaves, [count] */
    int shown_count;
    char filter[64];
    int cursor;                             /* in shown */
    int columns;                            /* of the last frame */
    double page;                            /* height of the grid in it, in rows */
    double scrolled;                        /* rows above the screen */
    bool follow;                            /* scroll to where the cursor is */
    int chosen[SHELF_CHOSEN], chosen_count; /* cards to compare, in the order chosen */
    int open; /* set when the user wants it: the card in `shown`; else -1 */
    uint64_t frame;
    int painting;        /* the card whose picture is being drawn, -1: none */
    struct app *painter; /* draws the pictures, NULL before the first */
    struct text *text;   /* its fonts */
};

/* Lists the files of a folder that end in .h5. */
struct shelf *shelf_open(const char *folder, struct error *err);
void shelf_close(struct shelf *shelf);

/* The path of a card. */
void shelf_path(const struct shelf *shelf, int card, char *path, size_t size);

/* Applies the filter again. */
void shelf_filter(struct shelf *shelf);

/* Adds a card to those chosen, or takes it out. */
void shelf_choose(struct shelf *shelf, int card);
int shelf_place_chosen(const struct shelf *shelf, int card); /* from 0; -1: it is not chosen */

/* Reads one file or draws one picture; false: all there is to do is done. */
bool shelf_work(struct shelf *shelf, const struct app *app);

/* Draws the list over the whole canvas and reacts to the mouse. */
void shelf_draw(struct shelf *shelf, struct app *app);

/* False: the key is not for the list. */
bool shelf_key(struct shelf *shelf, struct app *app, struct key key);
extern const struct command shelf_commands[];

/* Goes on with the picture of shelf->painting: the app drawn small (shelf_picture.c). Where threads
 * read, that takes several calls; it is done when `painting` is -1. */
void shelf_paint(struct shelf *shelf, const struct app *app);
int shelf_look(const struct app *app); /* what pictures show now: view and theme */

/* Averages over areas: every pixel of the source counts with the part of it that a pixel of the
 * result covers. Sizes at least 1. */
void shelf_reduce(const uint32_t *from, int width, int height, uint32_t *to, int to_width,
                  int to_height);

#endif

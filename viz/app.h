/* The viewer: a run file on the screen or in a picture. */
#ifndef KEIRETSU_VIZ_APP_H
#define KEIRETSU_VIZ_APP_H

#include "viz/draw.h"
#include "viz/view.h"

struct app_options {
    const char *path;
    enum view_kind view;
    const char *at;     /* ISO date, NULL for the last record */
    const char *select; /* "JPN", "C26", "JPN/C26", a column, or NULL */
    bool dark;
    const char *screenshot; /* PNG to write instead of opening a window, or NULL */
    int width, height;      /* logical pixels */
};

struct app {
    struct playback playback;
    struct timeline timeline;
    struct canvas canvas;
    struct ui ui;
    struct view shared;
    enum view_kind view;
    void *state[VIEW_KINDS]; /* of the views */
    char notice[300];        /* beside the help line */
    double notice_seconds;   /* that it still stands */
};

/* Opens the file and the fonts and applies the options. */
bool app_open(struct app *app, const struct app_options *options, struct error *err);
void app_close(struct app *app);

/* Size of the canvas in device pixels; `density` of them are one logical pixel of the display. */
bool app_resize(struct app *app, int width, int height, double density, struct error *err);

/* To the next events (by 1) or those before (-1), and says what they are. */
void app_event(struct app *app, int by);

/* Draws one frame into the canvas, and reacts to the input that is set in the ui. */
void app_draw(struct app *app);

/* New records of a run that is still going; true if there are some. */
bool app_refresh(struct app *app);

bool app_save(struct app *app, const char *path, struct error *err);

/* Opens a window and stays until the user leaves (window.c). */
bool window_run(struct app *app, const struct app_options *options, struct error *err);

/* "charts", "industries"; NULL after the last. */
const char *app_view_name(enum view_kind view);

#endif

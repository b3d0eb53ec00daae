/* The window: SDL's events in, frames out. */
#ifndef KEIRETSU_VIZ_WINDOW_H
#define KEIRETSU_VIZ_WINDOW_H

#include <SDL.h>

#include "viz/app.h"

struct window {
    SDL_Window *window;
    SDL_Renderer *renderer;
    SDL_Texture *texture;
    SDL_Cursor *arrow, *hand;
    int dirty;       /* frames still to draw: a click shows its effect in the second */
    bool full;       /* it fills the screen */
    int dropped;     /* files of the drop under way */
    char title[320]; /* in the frame of the window */
    bool working;    /* the list of runs still has files to read */
    uint64_t before, looked, shown; /* milliseconds: the last step, look at the files, frame */
};

/* Whether there is a display to open a window on. */
bool window_possible(void);

bool window_open(struct window *window, struct app *app, const struct app_options *options,
                 struct error *err);
void window_close(struct window *window);

/* Waits for an event or until something moves, handles what there is and shows a frame if it
 * changed. */
bool window_step(struct window *window, struct app *app, struct error *err);

/* Opens a window and stays until the user leaves. */
bool window_run(struct app *app, const struct app_options *options, struct error *err);

#endif

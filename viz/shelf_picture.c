/* Pictures for the cards: the app itself, drawn in memory and made smaller. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viz/shelf.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { FULL_WIDTH = 1280, FULL_HEIGHT = 720 };

int shelf_look(const struct app *app)
{
    return 1 + 2 * (int)app->view + theme_is_dark();
}

/* One row of the result: the rows of the source that it covers, then columns in the same way. */
static void reduce_row(const uint32_t *from, int width, double top, double bottom, uint32_t *to,
                       int to_width)
{
    double each = (double)width / to_width;
    for (int x = 0; x < to_width; x++) {
        double left = x * each, right = left + each, sum[3] = {0}, all = 0;
        for (int row = (int)top; row < bottom; row++) {
            double high = fmin(bottom, row + 1) - fmax(top, row);
            for (int column = (int)left; column < right && column < width; column++) {
                double share = high * (fmin(right, column + 1) - fmax(left, column));
                uint32_t pixel = from[(size_t)row * (size_t)width + (size_t)column];
                for (int c = 0; c < 3; c++)
                    sum[c] += share * (double)(pixel >> 8 * c & 0xff);
                all += share;
            }
        }
        to[x] = 0xff000000u;
        for (int c = 0; c < 3 && all > 0; c++)
            to[x] |= (uint32_t)lrint(fmin(255, sum[c] / all)) << 8 * c;
    }
}

void shelf_reduce(const uint32_t *from, int width, int height, uint32_t *to, int to_width,
                  int to_height)
{
    double each = (double)height / to_height;
    for (int y = 0; y < to_height; y++)
        reduce_row(from, width, y * each, fmin(height, (y + 1) * each),
                   to + (size_t)y * (size_t)to_width, to_width);
}

/* The painter has fonts of its own: they are opened for one scale, and the window has another. */
static struct app *painter_of(struct shelf *shelf, struct error *err)
{
    if (!shelf->text && !text_open(&shelf->text, err))
        return NULL;
    if (!shelf->painter && !(shelf->painter = calloc(1, sizeof *shelf->painter)))
        return NULL;
    struct app *painter = shelf->painter;
    painter->ui.canvas = &painter->canvas;
    painter->ui.input = (struct input){.x = -1e6, .y = -1e6};
    painter->canvas.text = shelf->text;
    painter->density = 1;
    if (!painter->canvas.pixels && !app_resize(painter, FULL_WIDTH, FULL_HEIGHT, 1, err))
        return NULL;
    return painter;
}

/* Keeps the picture, or that there is none. */
static void finish(struct shelf *shelf, const struct app *app, bool good)
{
    struct shelf_card *card = &shelf->card[shelf->painting];
    struct app *painter = shelf->painter;
    card->drawn_as = shelf_look(app);
    if (good && !card->picture)
        card->picture = malloc(sizeof(uint32_t) * SHELF_WIDTH * SHELF_HEIGHT);
    if (good && card->picture)
        shelf_reduce(painter->canvas.pixels, FULL_WIDTH, FULL_HEIGHT, card->picture, SHELF_WIDTH,
                     SHELF_HEIGHT);
    if (painter && painter->run_count > 0) {
        run_close(&painter->run[0]);
        painter->run_count = 0;
    }
    free(card->fitted);
    card->fitted = NULL;
    shelf->painting = -1;
}

void shelf_paint(struct shelf *shelf, const struct app *app)
{
    enum { PATIENCE = 40 }; /* frames, for a view that never has all that it asks for */
    struct error err = {0};
    struct app *painter = painter_of(shelf, &err);
    if (!painter) {
        finish(shelf, app, false);
        return;
    }
    struct run *run = painter->run;
    if (painter->run_count == 0) {
        char path[1400];
        shelf_path(shelf, shelf->painting, path, sizeof path);
        painter->background = app->background, painter->wake = app->wake;
        memset(&painter->ui.selection, 0, sizeof painter->ui.selection);
        if (!app_add(painter, path, &err)) {
            finish(shelf, app, false);
            return;
        }
    } else if (run->playback.loader && loader_busy(run->playback.loader) > 0) {
        return; /* nothing new to draw */
    }
    painter->view = app->view;
    app_draw(painter);
    if (!run->playback.waiting || run->playback.frame > PATIENCE)
        finish(shelf, app, true);
}

/* The viewer without a window, opened on a file and drawn once at 1280 x 720. */
#ifndef KEIRETSU_TESTS_VIEWER_APP_H
#define KEIRETSU_TESTS_VIEWER_APP_H

#include "viewer_sample.h"
#include "viz/app.h"

static inline struct app *app_of(const char *path, enum view_kind view)
{
    struct error err = {0};
    struct app *app = calloc(1, sizeof *app);
    assert_non_null(app);
    assert_success(
        app_open(app, &(struct app_options){.paths = {path}, .path_count = 1, .view = view}, &err),
        err);
    assert_success(app_resize(app, 1280, 720, 1, &err), err);
    app_draw(app);
    return app;
}

/* Two runs, compared. */
static inline struct app *app_of_two(const char *path, const char *other, enum view_kind view,
                                     enum compare compare)
{
    struct error err = {0};
    struct app *app = calloc(1, sizeof *app);
    assert_non_null(app);
    const struct app_options options = {
        .paths = {path, other}, .path_count = 2, .view = view, .compare = compare};
    assert_success(app_open(app, &options, &err), err);
    assert_success(app_resize(app, 1280, 720, 1, &err), err);
    app_draw(app);
    return app;
}

static inline void app_end(struct app *app)
{
    app_close(app);
    free(app);
}

#endif

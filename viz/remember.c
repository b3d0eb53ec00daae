#include "viz/remember.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/theme.h"
#include "viz/timeline_marks.h"

_Static_assert((int)SETTINGS_BOOKMARKS >= (int)TIMELINE_BOOKMARKS, "all bookmarks can be kept");

struct settings *remember_start(struct app_options *options)
{
    char path[SETTINGS_PATH];
    struct settings *settings = malloc(sizeof *settings);
    if (!settings || !settings_path(path, sizeof path)) {
        free(settings);
        return NULL;
    }
    settings_read(settings, path);
    if (!options->size_given && settings->has_window)
        options->width = settings->width, options->height = settings->height;
    if (!options->theme_given && settings->has_theme)
        options->dark = settings->dark;
    for (int i = 0; i < VIEW_KINDS && !options->view_given; i++)
        if (strcmp(app_view_name((enum view_kind)i), settings->view) == 0)
            options->view = (enum view_kind)i;
    return settings;
}

/* The same file by whatever name it was opened. */
static bool absolute(const struct run *run, char path[SETTINGS_PATH])
{
    char *resolved = realpath(run->playback.reader.path, NULL);
    bool good = resolved && strlen(resolved) < SETTINGS_PATH;
    if (good)
        snprintf(path, SETTINGS_PATH, "%s", resolved);
    free(resolved);
    return good;
}

void remember_opened(struct app *app, struct run *run)
{
    char path[SETTINGS_PATH];
    if (!app->settings)
        return;
    if (app->settings->speed >= TIMELINE_SLOWEST && app->settings->speed <= TIMELINE_FASTEST)
        run->timeline.speed = app->settings->speed;
    const struct settings_file *file =
        absolute(run, path) ? settings_find(app->settings, path) : NULL;
    if (!file)
        return;
    for (int i = 0; i < file->bookmarks; i++)
        timeline_bookmark_add(&run->timeline, file->bookmark[i]);
    if (run == app->run && isfinite(file->day) && timeline_has(&run->timeline, file->day))
        timeline_go(&run->timeline, timeline_record(&run->timeline, file->day));
}

static void set_file(struct settings *settings, const struct run *run, bool first)
{
    char path[SETTINGS_PATH];
    const struct timeline *timeline = &run->timeline;
    struct settings_file *file = absolute(run, path) ? settings_keep(settings, path) : NULL;
    if (!file)
        return;
    file->bookmarks = timeline->bookmark_count;
    memcpy(file->bookmark, timeline->bookmark,
           (size_t)timeline->bookmark_count * sizeof *timeline->bookmark);
    if (first) /* the others only follow it */
        file->day = timeline->records > 0 && timeline->record + 1 < timeline->records
                        ? timeline_day(timeline)
                        : NAN;
}

/* What other windows wrote since is read again, and kept where it is not about the same. */
static void update(struct app *app, const struct run *only)
{
    char path[SETTINGS_PATH];
    struct error err = {0};
    struct settings *now = app->settings ? malloc(sizeof *now) : NULL;
    if (!now || !settings_path(path, sizeof path)) {
        free(now);
        return;
    }
    settings_read(now, path);
    const struct settings *own = app->settings;
    if (own->has_window) {
        now->has_window = true, now->shape = own->shape;
        now->x = own->x, now->y = own->y, now->width = own->width, now->height = own->height;
    }
    now->has_theme = true, now->dark = theme_is_dark();
    snprintf(now->view, sizeof now->view, "%s", app_view_name(app->view));
    now->speed = app->run_count > 0 && app->run->timeline.records > 0 ? app->run->timeline.speed
                                                                      : own->speed;
    for (int i = app->run_count - 1; i >= 0; i--) /* the first one ends in front */
        if (!only || only == &app->run[i])
            set_file(now, &app->run[i], i == 0);
    if (!settings_write(now, path, &err))
        app_notice(app, "%.280s", err.text);
    settings_free(app->settings);
    *app->settings = *now;
    free(now);
}

void remember_run(struct app *app, const struct run *run)
{
    update(app, run);
}

void remember_end(struct app *app)
{
    update(app, NULL);
    if (app->settings)
        settings_free(app->settings);
    free(app->settings);
    app->settings = NULL;
}

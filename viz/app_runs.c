/* Which runs are open: opening others in their place, and what is said if that does not work. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "viz/app.h"
#include "viz/remember.h"
#include "viz/shelf.h"

/* Opens and closes it, aside from all others. */
static bool try_to_open(struct app *app, const char *path, struct error *err)
{
    struct run *trial = calloc(1, sizeof *trial);
    if (!trial)
        return fail(err, ERROR_MEMORY, "%s: no memory to open it", path);
    bool good = run_open(trial, path, &app->ui, err);
    if (good)
        run_close(trial);
    free(trial);
    return good;
}

static void close_run(struct app *app, int run)
{
    remember_run(app, &app->run[run]);
    run_close(&app->run[run]);
}

static void close_all(struct app *app)
{
    for (int i = app->run_count - 1; i >= 0; i--) /* the first one is remembered last: on top */
        close_run(app, i);
    app->run_count = 0;
    app->second = 0;
}

/* Places in a file that mean nothing in another one. */
static void forget_places(struct app *app)
{
    app->ui.selection.firm = 0;
    app->ui.selection.project[0] = '\0';
}

bool app_replace(struct app *app, const char *path, struct error *err)
{
    if (app->run_count == 0)
        return app_add(app, path, err);
    if (!try_to_open(app, path, err))
        return false;
    close_run(app, 0);
    forget_places(app);
    struct run *run = app->run;
    if (run_open(run, path, &app->ui, err)) {
        if (app->background)
            playback_background(&run->playback, app->wake);
        remember_opened(app, run);
        return true;
    }
    for (int i = 1; i < app->run_count; i++) /* it went away in between: none can be the first */
        close_run(app, i);
    app->run_count = 0;
    return false;
}

/* Opens these instead of all that are open; as long as one cannot be opened nothing changes (but where
 * a file goes away in between, fewer may be left). */
static bool open_only(struct app *app, const char *const *paths, int count, struct error *err)
{
    for (int i = 0; i < count; i++)
        if (!try_to_open(app, paths[i], err))
            return false;
    close_all(app);
    forget_places(app);
    for (int i = 0; i < count; i++)
        if (!app_add(app, paths[i], err))
            return false;
    return true;
}

bool app_swap(struct app *app, struct error *err)
{
    if (app->run_count < 2)
        return true;
    char path[APP_RUNS_MAX][1024];
    const char *paths[APP_RUNS_MAX];
    int order[APP_RUNS_MAX] = {app->second};
    for (int i = 0, to = 1; i < app->run_count; i++)
        if (i != app->second)
            order[to++] = i;
    for (int i = 0; i < app->run_count; i++) {
        snprintf(path[i], sizeof path[i], "%s", app->run[order[i]].playback.reader.path);
        paths[i] = path[i];
    }
    double date = run_date(app->run);
    if (!open_only(app, paths, app->run_count, err))
        return false;
    run_go_to_date(app->run, date);
    return true;
}

/* Where runs are looked for if nobody says where. */
static void usual_folder(const struct app *app, char *folder, size_t size)
{
    const char *path = app->run_count > 0 ? app->run->playback.reader.path : "";
    const char *slash = strrchr(path, '/');
    if (slash)
        snprintf(folder, size, "%.*s", (int)(slash > path ? slash - path : 1), path);
    else
        snprintf(folder, size, "%s", app->run_count == 0 && app_is_folder("runs") ? "runs" : ".");
}

/* The list begins at the run that is looked at. */
static void mark_open_run(const struct app *app, struct shelf *shelf)
{
    char path[1400];
    for (int i = 0; app->run_count > 0 && i < shelf->shown_count; i++) {
        shelf_path(shelf, shelf->shown[i], path, sizeof path);
        if (strcmp(path, app->run->playback.reader.path) == 0) {
            shelf->cursor = i;
            shelf->follow = true;
        }
    }
}

bool app_list(struct app *app, const char *folder)
{
    char usual[1024];
    struct error err = {0};
    usual_folder(app, usual, sizeof usual);
    struct shelf *shelf = shelf_open(folder ? folder : usual, &err);
    if (!shelf) {
        app_say(app, "This folder cannot be read", "%s", err.text);
        return false;
    }
    mark_open_run(app, shelf);
    app_list_close(app);
    app->shelf = shelf;
    app->help = false;
    if (app->run_count > 0)
        app->run->timeline.playing = false;
    return true;
}

void app_list_close(struct app *app)
{
    shelf_close(app->shelf);
    app->shelf = NULL;
}

bool app_list_work(struct app *app)
{
    return app->shelf && shelf_work(app->shelf, app);
}

void app_list_open(struct app *app)
{
    struct shelf *shelf = app->shelf;
    if (!shelf || shelf->open < 0)
        return;
    char path[SHELF_CHOSEN][1400];
    const char *paths[SHELF_CHOSEN] = {NULL};
    int count = shelf->chosen_count;
    for (int i = 0; i < count; i++)
        shelf_path(shelf, shelf->chosen[i], path[i], sizeof path[i]);
    if (count == 0)
        shelf_path(shelf, shelf->shown[shelf->open], path[count++], sizeof path[0]);
    for (int i = 0; i < count; i++)
        paths[i] = path[i];
    shelf->open = -1;
    struct error err = {0};
    if (!open_only(app, paths, count, &err)) {
        app_say(app, "This file cannot be opened", "%s", err.text);
        return;
    }
    app_list_close(app);
    if (count > 1 && app->compare == COMPARE_ONE && app->view != VIEW_CHARTS)
        app->compare = COMPARE_SIDES;
}

bool app_is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

void app_dropped(struct app *app, const char *path, bool add)
{
    struct error err = {0};
    app->message.title[0] = '\0';
    if (app_is_folder(path)) {
        app_list(app, path);
        return;
    }
    bool opened = add ? app_add(app, path, &err) : app_replace(app, path, &err);
    if (!opened) {
        app_say(app, "This file cannot be opened", "%s", err.text);
        return;
    }
    app_list_close(app);
    app_notice(app, add && app->run_count > 1 ? "Opened beside the first: %s" : "Opened %s",
               app->run[add ? app->run_count - 1 : 0].playback.title);
}

#include "viz/app_export.h"

#include <SDL.h>
#include <stdlib.h>

#include "core/date.h"
#include "viz/export.h"

void app_export_start(struct app *app, const char *ending)
{
    char path[256], from[DATE_TEXT], to[DATE_TEXT];
    struct error err = {0};
    const struct timeline *timeline = &app->run->timeline;
    app_new_name(app, ending, path, sizeof path);
    app->export = malloc(sizeof *app->export);
    struct export_options options = {.path = path};
    if (timeline->bookmark_count > 1) {
        double last = timeline->bookmark[timeline->bookmark_count - 1];
        options.from = date_format(timeline_date(timeline, timeline->bookmark[0]), from);
        options.to = date_format(timeline_date(timeline, last), to);
    }
    if (app->export && export_begin(app->export, app, &options, &err))
        return;
    app_notice(app, "%.280s", app->export ? err.text : "out of memory");
    free(app->export);
    app->export = NULL;
}

void app_export_step(struct app *app, int milliseconds)
{
    struct export *export = app->export;
    struct error err = {0};
    char progress[120];
    if (!export)
        return;
    enum encoder_answer answer = export_step(export, app, milliseconds, &err);
    export_progress(export, progress, sizeof progress);
    if (answer == ENCODER_BUSY) {
        app_notice(app, "%.150s: %s  ·  esc stops", export->path, progress);
        return;
    }
    if (answer == ENCODER_DONE)
        app_notice(app, "Saved %.200s: %.1f s", export->path, (double)export->frames / export->fps);
    else
        app_notice(app, "%.280s", err.text);
    free(export);
    app->export = NULL;
}

void app_export_stop(struct app *app)
{
    if (!app->export)
        return;
    export_cancel(app->export, app);
    app_notice(app, "Stopped: %.200s is not written", app->export->path);
    free(app->export);
    app->export = NULL;
}

void app_export_key(struct app *app, struct key key)
{
    if (key.code == SDLK_ESCAPE || key.code == SDLK_q)
        app_export_stop(app);
    if (key.code == SDLK_q)
        app->quit = true;
}

#include "viz/app.h"

#include <SDL.h>
#include <SDL_image.h>
#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/date.h"
#include "viz/app_export.h"
#include "viz/app_select.h"
#include "viz/format.h"
#include "viz/remember.h"
#include "viz/shelf.h"
#include "viz/text.h"
#include "viz/theme.h"

const char *app_view_name(enum view_kind view)
{
    return view < VIEW_KINDS ? view_types[view]->name : NULL;
}

static bool go_to(struct app *app, const char *at, struct error *err)
{
    int32_t day;
    struct timeline *timeline = &app->run->timeline;
    if (!date_parse(at, &day))
        return fail(err, ERROR_USAGE, "--at: \"%s\" is no date, use YYYY-MM-DD", at);
    if (timeline->records == 0)
        return fail(err, ERROR_USAGE, "--at: %s has no records yet",
                    app->run->playback.reader.path);
    double since = (double)day - timeline->start_day;
    if (since < floor(timeline_first(timeline)) || since > ceil(timeline_last(timeline))) {
        char first[DATE_TEXT], last[DATE_TEXT];
        return fail(err, ERROR_USAGE, "--at: %s is not in %s, use %s to %s", at,
                    app->run->playback.reader.path,
                    date_format(timeline_date(timeline, timeline_first(timeline)), first),
                    date_format(timeline_date(timeline, timeline_last(timeline)), last));
    }
    timeline_go(timeline, (int64_t)playback_at(timeline->days, timeline->records, since + 0.5));
    return true;
}

/* "firm:123" */
static bool select_firm(struct app *app, const char *word)
{
    const struct reader_group *group = playback_group(&app->run->playback, "firm");
    char *end;
    if (!group || strncmp(word, "firm:", 5) != 0 || !isdigit((unsigned char)word[5]))
        return false;
    unsigned long long row = strtoull(word + 5, &end, 10);
    if (*end || row >= group->rows)
        return false;
    app->ui.selection.firm = row + 1;
    return true;
}

/* One word of --select: a region, an industry, a column, a firm or a project. */
static bool select_word(struct app *app, const char *word)
{
    if (select_firm(app, word) || app_select_project(app, word))
        return true;
    static const struct {
        const char *group, *dimension;
    } PLACES[] = {{"region", "region"}, {"industry", "region"}, {"industry", "industry"}};
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        const struct reader_group *group = playback_group(&app->run->playback, PLACES[i].group);
        int dimension = group ? playback_dimension(group, PLACES[i].dimension) : -1;
        if (dimension < 0 || playback_position(group, dimension, word) < 0)
            continue;
        bool region = strcmp(PLACES[i].dimension, "region") == 0;
        struct selection *selection = &app->ui.selection;
        if (region)
            snprintf(selection->region, sizeof selection->region, "%s", word);
        snprintf(region ? selection->cell_region : selection->industry, sizeof selection->industry,
                 "%s", word);
        return true;
    }
    for (size_t i = 0; i < 3; i += 2) {
        const struct reader_group *group = playback_group(&app->run->playback, PLACES[i].group);
        if (!group || !reader_column(group, word))
            continue;
        snprintf(app->ui.selection.column, sizeof app->ui.selection.column, "%s", word);
        return true;
    }
    return false;
}

static bool select_words(struct app *app, const char *select, struct error *err)
{
    while (true) {
        size_t length = strcspn(select, "/");
        char word[64];
        snprintf(word, sizeof word, "%.*s", (int)(length < sizeof word ? length : 0), select);
        if (!word[0] || !select_word(app, word))
            return fail(err, ERROR_USAGE,
                        "--select: \"%.*s\" is no region, industry, column, firm or "
                        "project of %s, use for example JPN, C26, JPN/C26, firm:7 or project:3",
                        (int)fmin((double)length, 60), select, app->run->playback.reader.path);
        if (!select[length])
            return true;
        select += length + 1;
    }
}

bool app_add(struct app *app, const char *path, struct error *err)
{
    if (app->run_count == APP_RUNS_MAX)
        return fail(err, ERROR_USAGE, "%s: no more than %d runs can be open at once", path,
                    APP_RUNS_MAX);
    struct run *run = &app->run[app->run_count];
    if (!run_open(run, path, &app->ui, err))
        return false;
    app->views[app->run_count++] = &run->view;
    if (app->background)
        playback_background(&run->playback, app->wake);
    remember_opened(app, run);
    if (app->run_count == 2)
        app->second = 1;
    if (app->run_count > 1)
        run_go_to_date(run, run_date(app->run));
    return true;
}

/* Where the user waits in front of a window, what is wrong with one file is said there. */
static bool open_path(struct app *app, const char *path, bool patient, struct error *err)
{
    struct error wrong = {0};
    if (app_add(app, path, &wrong))
        return true;
    if (!patient)
        return fail(err, wrong.kind, "%s", wrong.text);
    app_say(app, "This file cannot be opened", "%s", wrong.text);
    app->refused = wrong;
    return true;
}

static bool open_paths(struct app *app, const struct app_options *options, struct error *err)
{
    const char *first = options->path_count > 0 ? options->paths[0] : NULL;
    if (options->path_count < 2 && (!first || app_is_folder(first))) {
        bool listed = app_list(app, first);
        if (listed && (options->patient || app->shelf->count > 0))
            return true;
        if (!listed && options->patient) {
            fail(&app->refused, ERROR_FILE, "%s", app->message.text);
            return true;
        }
        return listed ? fail(err, ERROR_FILE, "%s: no run files (.h5) in this folder",
                             app->shelf->folder)
                      : fail(err, ERROR_FILE, "%s", app->message.text);
    }
    for (int i = 0; i < options->path_count; i++)
        if (!open_path(app, options->paths[i], options->patient, err))
            return false;
    return true;
}

bool app_open(struct app *app, const struct app_options *options, struct error *err)
{
    memset(app, 0, sizeof *app);
    app->settings = options->settings;
    app->ui.canvas = &app->canvas;
    app->ui.input.x = app->ui.input.y = -1e6;
    app->view = options->view;
    app->density = 1;
    app->compare = options->compare;
    theme_dark(options->dark);
    bool good = open_paths(app, options, err), any = app->run_count > 0;
    if (!good || (any && options->at && !go_to(app, options->at, err)) ||
        (any && options->select && !select_words(app, options->select, err)) ||
        !text_open(&app->canvas.text, err)) {
        app_close(app);
        return false;
    }
    view_charts_show(&app->ui, "", app->ui.selection.column);
    snprintf(app->ui.industries.column, sizeof app->ui.industries.column, "%s",
             app->ui.selection.column);
    return true;
}

void app_background(struct app *app, void (*wake)(void))
{
    app->background = true, app->wake = wake;
    for (int i = 0; i < app->run_count; i++)
        playback_background(&app->run[i].playback, wake);
}

void app_foreground(struct app *app)
{
    app->background = false;
    app_list_close(app);
    for (int i = 0; i < app->run_count; i++)
        playback_foreground(&app->run[i].playback);
}

void app_close(struct app *app)
{
    app_export_stop(app);
    for (int i = 0; i < app->run_count; i++)
        run_close(&app->run[i]);
    app->run_count = 0;
    app_list_close(app);
    if (app->settings)
        settings_free(app->settings);
    free(app->settings);
    app->settings = NULL;
    finder_free(&app->finder);
    if (app->canvas.text)
        text_close(app->canvas.text);
    draw_free(&app->canvas);
}

bool app_resize(struct app *app, int width, int height, double density, struct error *err)
{
    /* Larger windows show larger letters, but not in proportion: half of the room, by root,
     * goes to more detail. */
    double room = fmin(width / density / 1280, height / density / 720);
    double scale = fmax(0.9, fmin(2, sqrt(room))) * density;
    return draw_resize(&app->canvas, width, height, scale, err);
}

bool app_waiting(const struct app *app)
{
    for (int i = 0; i < app->run_count; i++)
        if (app->run[i].playback.waiting)
            return true;
    return false;
}

bool app_refresh(struct app *app)
{
    bool changed = false;
    for (int i = 0; i < app->run_count; i++)
        if (app->run[i].playback.reader.live && run_refresh(&app->run[i]))
            changed = true;
    return changed;
}

void app_notice(struct app *app, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(app->notice, sizeof app->notice, format, arguments);
    va_end(arguments);
    app->notice_seconds = 6;
}

void app_say(struct app *app, const char *title, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(app->message.text, sizeof app->message.text, format, arguments);
    va_end(arguments);
    snprintf(app->message.title, sizeof app->message.title, "%s", title);
}

void app_next_compare(struct app *app, int by)
{
    app->compare = (enum compare)(((int)app->compare + by + COMPARES) % COMPARES);
}

void app_event(struct app *app, int by)
{
    const struct event_mark *mark = timeline_event(&app->run->timeline, by);
    char date[FORMAT_MAX];
    if (mark)
        app_notice(app, "%s: %s%s%s%s%s",
                   format_date(date, timeline_date(&app->run->timeline, mark->day)), mark->kind,
                   mark->where[0] ? ", " : "", mark->where, mark->what[0] ? ": " : "", mark->what);
    else
        app_notice(app, "No event %s", by > 0 ? "after this" : "before");
}

bool app_save(struct app *app, const char *path, struct error *err)
{
    struct canvas *canvas = &app->canvas;
    SDL_Surface *surface =
        SDL_CreateRGBSurfaceWithFormatFrom(canvas->pixels, canvas->width, canvas->height, 32,
                                           canvas->width * 4, SDL_PIXELFORMAT_ARGB8888);
    if (!surface)
        return fail(err, ERROR_MEMORY, "%s: %s", path, SDL_GetError());
    bool saved = IMG_SavePNG(surface, path) == 0;
    if (!saved)
        fail(err, ERROR_FILE, "%s: the picture cannot be written: %s", path, SDL_GetError());
    SDL_FreeSurface(surface);
    return saved;
}

static bool exists(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file)
        fclose(file);
    return file != NULL;
}

void app_new_name(const struct app *app, const char *ending, char *path, size_t size)
{
    char stem[160], date[DATE_TEXT];
    const struct run *run = app->run;
    playback_short_name(&run->playback, stem, sizeof stem);
    date_format(timeline_date(&run->timeline, timeline_day(&run->timeline)), date);
    const struct chart_choice *charts = &app->ui.charts;
    bool one = app->view == VIEW_CHARTS && charts->enlarged && charts->column[0];
    const char *what = one ? charts->column : app_view_name(app->view);
    snprintf(path, size, "%s-%s-%s.%s", stem, what, date, ending);
    for (int i = 2; exists(path) && i < 10000; i++)
        snprintf(path, size, "%s-%s-%s-%d.%s", stem, what, date, i, ending);
}

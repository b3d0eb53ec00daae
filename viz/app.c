#include "viz/app.h"

#include <SDL.h>
#include <SDL_image.h>
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "viz/format.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { HEADER = 60, FOOTER = 82 };

const char *app_view_name(enum view_kind view)
{
    return view < VIEW_KINDS ? view_types[view]->name : NULL;
}

static bool make_states(struct app *app, struct error *err)
{
    for (int i = 0; i < VIEW_KINDS; i++)
        if (!(app->state[i] = calloc(1, view_types[i]->state_size)))
            return fail(err, ERROR_MEMORY, "out of memory for the views");
    return true;
}

static void free_states(struct app *app)
{
    for (int i = 0; i < VIEW_KINDS; i++) {
        if (app->state[i] && view_types[i]->free)
            view_types[i]->free(app->state[i]);
        free(app->state[i]);
    }
}

/* The clock of the screen is that of /region, else of the group with the most records. */
static void set_clock(struct app *app)
{
    const struct reader *reader = &app->playback.reader;
    const struct reader_group *clock = playback_group(&app->playback, "region");
    if (!clock || clock->records == 0)
        clock = playback_group(&app->playback, "industry");
    for (int i = 0; i < reader->group_count && (!clock || clock->records == 0); i++)
        if (reader->groups[i].records > 0)
            clock = &reader->groups[i];
    app->timeline.live = reader->live;
    app->timeline.events = &app->playback.events;
    if (!clock || clock->records == 0) {
        timeline_set(&app->timeline, NULL, 0);
        return;
    }
    timeline_set(&app->timeline, clock->days, clock->records);
}

static bool go_to(struct app *app, const char *at, struct error *err)
{
    int32_t day;
    struct timeline *timeline = &app->timeline;
    if (!date_parse(at, &day))
        return fail(err, ERROR_USAGE, "--at: \"%s\" is no date, use YYYY-MM-DD", at);
    if (timeline->records == 0)
        return fail(err, ERROR_USAGE, "--at: %s has no records yet", app->playback.reader.path);
    double since = (double)day - timeline->start_day;
    if (since < floor(timeline_first(timeline)) || since > ceil(timeline_last(timeline))) {
        char first[DATE_TEXT], last[DATE_TEXT];
        return fail(err, ERROR_USAGE, "--at: %s is not in %s, use %s to %s", at,
                    app->playback.reader.path,
                    date_format(timeline_date(timeline, timeline_first(timeline)), first),
                    date_format(timeline_date(timeline, timeline_last(timeline)), last));
    }
    timeline_go(timeline, (int64_t)playback_at(timeline->days, timeline->records, since + 0.5));
    return true;
}

/* "firm:123" */
static bool select_firm(struct app *app, const char *word)
{
    const struct reader_group *group = playback_group(&app->playback, "firm");
    char *end;
    if (!group || strncmp(word, "firm:", 5) != 0 || !isdigit((unsigned char)word[5]))
        return false;
    unsigned long long row = strtoull(word + 5, &end, 10);
    if (*end || row >= group->rows)
        return false;
    app->ui.selection.firm = row + 1;
    return true;
}

/* One word of --select: a region, an industry, a column or a firm. */
static bool select_word(struct app *app, const char *word)
{
    if (select_firm(app, word))
        return true;
    static const struct {
        const char *group, *dimension;
    } PLACES[] = {{"region", "region"}, {"industry", "region"}, {"industry", "industry"}};
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        const struct reader_group *group = playback_group(&app->playback, PLACES[i].group);
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
        const struct reader_group *group = playback_group(&app->playback, PLACES[i].group);
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
                        "--select: \"%.*s\" is no region, industry, column or firm of %s, "
                        "use for example JPN, C26, JPN/C26 or firm:7",
                        (int)fmin((double)length, 60), select, app->playback.reader.path);
        if (!select[length])
            return true;
        select += length + 1;
    }
}

bool app_open(struct app *app, const struct app_options *options, struct error *err)
{
    memset(app, 0, sizeof *app);
    if (!playback_open(&app->playback, options->path, err))
        return false;
    app->timeline.start_day = app->playback.start_day;
    app->timeline.speed = 3;
    app->ui.canvas = &app->canvas;
    app->ui.input.x = app->ui.input.y = -1e6;
    app->shared = (struct view){&app->ui, &app->playback, &app->timeline};
    app->view = options->view;
    set_clock(app);
    timeline_go(&app->timeline, INT64_MAX);
    app->timeline.follow = app->timeline.live;
    theme_dark(options->dark);
    if (!make_states(app, err) || (options->at && !go_to(app, options->at, err)) ||
        (options->select && !select_words(app, options->select, err)) ||
        !text_open(&app->canvas.text, err)) {
        free_states(app);
        playback_close(&app->playback);
        return false;
    }
    ((struct view_charts *)app->state[VIEW_CHARTS])->enlarged = app->ui.selection.column[0] != '\0';
    return true;
}

void app_close(struct app *app)
{
    free_states(app);
    text_close(app->canvas.text);
    draw_free(&app->canvas);
    playback_close(&app->playback);
}

bool app_resize(struct app *app, int width, int height, double density, struct error *err)
{
    /* Larger windows show larger letters, but not in proportion: half of the room, by root,
     * goes to more detail. */
    double room = fmin(width / density / 1280, height / density / 720);
    double scale = fmax(0.9, fmin(2, sqrt(room))) * density;
    return draw_resize(&app->canvas, width, height, scale, err);
}

bool app_refresh(struct app *app)
{
    struct error err = {0};
    uint64_t before = app->playback.version;
    bool live = app->timeline.live;
    if (!playback_refresh(&app->playback, &err))
        snprintf(app->playback.trouble, sizeof app->playback.trouble, "%s", err.text);
    set_clock(app);
    return app->playback.version != before || live != app->timeline.live || err.text[0];
}

static void draw_header(struct app *app, struct box box)
{
    struct ui *ui = &app->ui;
    double width[VIEW_KINDS], tabs = 6;
    for (int i = 0; i < VIEW_KINDS; i++) {
        width[i] = text_width(ui->canvas, TEXT_BODY, view_types[i]->title) + 26;
        tabs += width[i];
    }
    struct box frame = {box.x + box.w - tabs, box.y + 14, tabs, 32};
    draw_rounded(ui->canvas, frame, THEME_RADIUS + 2, THEME_PANEL);
    draw_rounded_frame(ui->canvas, frame, THEME_RADIUS + 2, 1, THEME_BORDER);
    double x = frame.x + 3;
    for (int i = 0; i < VIEW_KINDS; x += width[i++])
        if (ui_segment(ui, (struct box){x, frame.y + 3, width[i], 26}, view_types[i]->title,
                       (int)app->view == i))
            app->view = (enum view_kind)i;

    char line[400], date[FORMAT_MAX];
    double room = box.w - tabs - 24;
    text_draw_fit(ui->canvas, TEXT_TITLE, TEXT_LEFT, box.x, box.y + 22, room, THEME_INK,
                  app->playback.title);
    format_date(date, timeline_date(&app->timeline, timeline_day(&app->timeline)));
    bool any = app->timeline.records > 0;
    snprintf(line, sizeof line, "%s%s%s%s", any ? date : "no records yet",
             app->playback.subtitle[0] ? "  ·  " : "", app->playback.subtitle,
             app->timeline.live              ? "  ·  not finished"
             : app->playback.reader.complete ? ""
                                             : "  ·  stopped early");
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x, box.y + 45, room, THEME_QUIET, line);
}

static void draw_footer(struct app *app, struct box box)
{
    struct ui *ui = &app->ui;
    char help[512];
    snprintf(help, sizeof help,
             "space play  ·  ← → step  ·  home end  ·  p n event  ·  tab view  ·  + − speed  ·  "
             "%s  ·  t theme  ·  s screenshot  ·  q quit",
             view_types[app->view]->help);
    timeline_draw(&app->timeline, ui, box);
    double y = box.y + 64;
    const char *notice = app->notice_seconds > 0 ? app->notice : app->playback.trouble;
    if (notice[0])
        text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, box.x, y, box.w, THEME_INK, notice);
    else
        text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, box.x, y, box.w, THEME_QUIET, help);
}

void app_event(struct app *app, int by)
{
    const struct event_mark *mark = timeline_event(&app->timeline, by);
    char date[FORMAT_MAX];
    if (mark)
        snprintf(app->notice, sizeof app->notice, "%s: %s%s%s%s%s",
                 format_date(date, timeline_date(&app->timeline, mark->day)), mark->kind,
                 mark->where[0] ? ", " : "", mark->where, mark->what[0] ? ": " : "", mark->what);
    else
        snprintf(app->notice, sizeof app->notice, "No event %s", by > 0 ? "after this" : "before");
    app->notice_seconds = 6;
}

void app_draw(struct app *app)
{
    struct canvas *canvas = &app->canvas;
    app->ui.hand = false;
    draw_clip_none(canvas);
    draw_clear(canvas, THEME_PAPER);
    double w = draw_width(canvas) - 2 * THEME_MARGIN, h = draw_height(canvas);
    struct box body = {THEME_MARGIN, HEADER + 2, w, fmax(40, h - HEADER - FOOTER - 2)};
    draw_header(app, (struct box){THEME_MARGIN, 0, w, HEADER});
    /* The footer first: while the handle is dragged, the view shows the new moment at once. */
    struct box footer = {THEME_MARGIN, h - FOOTER + 8, w, FOOTER - 8};
    draw_footer(app, footer);
    view_types[app->view]->draw(app->state[app->view], &app->shared, body);
    timeline_tooltip(&app->timeline, &app->ui, footer);
    app->ui.input.pressed = app->ui.input.doubled = false;
    app->ui.input.wheel = 0;
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

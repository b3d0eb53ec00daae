/* One frame: header, view or views, timeline, and what lies over them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/app.h"
#include "viz/app_select.h"
#include "viz/explain.h"
#include "viz/format.h"
#include "viz/help.h"
#include "viz/message.h"
#include "viz/shelf.h"
#include "viz/text.h"
#include "viz/theme.h"

enum {
    HEADER = 60,
    HEADER_NARROW = 96,
    TITLE_LEAST = 210,
    BUTTONS = 80,
    FOOTER = 82,
    SIDE_HEAD = 22
};

static double segments_width(struct ui *ui, const char *const *labels, int count)
{
    double width = 6;
    for (int i = 0; i < count; i++)
        width += text_width(ui->canvas, TEXT_BODY, labels[i]) + 26;
    return width;
}

/* A row of switches that ends at `right`; the one clicked, else the active one. */
static int draw_segments(struct ui *ui, double right, double y, const char *const *labels,
                         const char *const *meanings, int count, int active)
{
    double width = segments_width(ui, labels, count);
    struct box frame = {right - width, y, width, 32};
    draw_rounded(ui->canvas, frame, THEME_RADIUS + 2, THEME_PANEL);
    draw_rounded_frame(ui->canvas, frame, THEME_RADIUS + 2, 1, THEME_BORDER);
    double x = frame.x + 3;
    int chosen = active;
    for (int i = 0; i < count; i++) {
        double w = text_width(ui->canvas, TEXT_BODY, labels[i]) + 26;
        struct box segment = {x, frame.y + 3, w, 26};
        if (ui_segment(ui, segment, labels[i], i == active))
            chosen = i;
        explain(ui, segment, "", meanings[i]);
        x += w;
    }
    return chosen;
}

static double tab_names(struct ui *ui, const char *tabs[static VIEW_KINDS])
{
    for (int i = 0; i < VIEW_KINDS; i++)
        tabs[i] = view_types[i]->title;
    return segments_width(ui, tabs, VIEW_KINDS);
}

/* Where the title would have no room beside the tabs, they stand below it. */
static double header_height(struct app *app, double w)
{
    const char *tabs[VIEW_KINDS];
    double width = tab_names(&app->ui, tabs);
    return w - width - 24 - BUTTONS < TITLE_LEAST && draw_height(&app->canvas) > 420 ? HEADER_NARROW
                                                                                     : HEADER;
}

static void draw_header(struct app *app, struct box box)
{
    struct ui *ui = &app->ui;
    const struct run *run = app->run;
    const char *tabs[VIEW_KINDS], *meanings[VIEW_KINDS];
    for (int i = 0; i < VIEW_KINDS; i++)
        meanings[i] = view_types[i]->meaning;
    bool plain = ui->plain;
    double width = plain ? 0 : tab_names(ui, tabs);
    bool below = box.h > HEADER && !plain;
    double right = below ? fmin(box.x + width, box.x + box.w) : box.x + box.w;
    if (!plain)
        app->view = (enum view_kind)draw_segments(ui, right, box.y + (below ? 58 : 14), tabs,
                                                  meanings, VIEW_KINDS, (int)app->view);
    char line[400], date[FORMAT_MAX], condition[64];
    double end = below ? box.x + box.w : box.x + box.w - width - 10;
    double buttons = plain ? 0 : finder_buttons(app, end, box.y + 14, box.w < 1100);
    double room = box.w - (below ? 0 : width + 10) - buttons - 24;
    text_draw_fit(ui->canvas, TEXT_TITLE, TEXT_LEFT, box.x, box.y + 22, room, THEME_INK,
                  run->playback.title);
    format_date(date, timeline_date(&run->timeline, timeline_day(&run->timeline)));
    bool any = run->timeline.records > 0;
    run_condition(run, condition, sizeof condition);
    snprintf(line, sizeof line, "%s%s%s%s%s", any ? date : "no records yet",
             run->playback.subtitle[0] ? "  ·  " : "", run->playback.subtitle,
             condition[0] ? "  ·  " : "", condition);
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x, box.y + 45, room, THEME_QUIET, line);
}

/* Keys of every view, then those of this one. */
static void draw_foot_line(struct app *app, struct box box)
{
    char help[512] = "";
    size_t used = 0;
    const struct command *tables[] = {app_commands, view_types[app->view]->commands};
    for (int t = 0; t < 2; t++)
        for (const struct command *c = tables[t]; c && c->keys; c++)
            if (c->brief && used < sizeof help)
                used += (size_t)snprintf(help + used, sizeof help - used, "%s%s",
                                         used ? "  ·  " : "", c->brief);
    const char *notice = app->notice_seconds > 0 ? app->notice : app->run->playback.trouble;
    text_draw_fit(app->ui.canvas, TEXT_TINY, TEXT_LEFT, box.x, box.y + box.h / 2, box.w,
                  notice[0] ? THEME_INK : THEME_QUIET, notice[0] ? notice : help);
}

/* The way of comparing and the file compared with, above the view; returns the height used. */
static double draw_comparison(struct app *app, struct box box)
{
    enum { HEIGHT = 40 };
    struct ui *ui = &app->ui;
    const char *const modes[] = {app->view == VIEW_CHARTS ? "Over each other" : "First run",
                                 "Side by side", "Difference"};
    static const char *const MEANINGS[] = {
        "Charts draw all runs into one picture; the other views show the first run.",
        "Both runs on the same day, beside each other.",
        "The first run less the second, where a view can show that; else side by side."};
    double width = segments_width(ui, modes, COMPARES);
    if (app->frame != FRAME_WINDOW)
        width = 0;
    else
        app->compare = (enum compare)draw_segments(ui, box.x + box.w, box.y, modes, MEANINGS,
                                                   COMPARES, (int)app->compare);
    char line[2200];
    snprintf(line, sizeof line, "%s  against  %s%s", playback_name(&app->run->playback),
             playback_name(&app->run[app->second].playback), app->run_count > 2 ? "  ›" : "");
    struct box name = {box.x, box.y, box.w - width - 24, 32};
    bool many = app->run_count > 2;
    if (many && ui_clicked(ui, name))
        app->second = app->second % (app->run_count - 1) + 1;
    text_draw_fit(ui->canvas, TEXT_BODY, TEXT_LEFT, name.x, name.y + 16, name.w,
                  many && ui_over(ui, name) ? THEME_INK : THEME_TEXT, line);
    return HEIGHT;
}

/* A view that has to say that something is not there does not know whether it is still being
 * read. */
static void draw_one(struct app *app, int run, struct box box)
{
    struct run *of = &app->run[run];
    app->ui.messages = 0;
    view_types[app->view]->draw(of->state[app->view], &of->view, box);
    if (app->ui.messages == 0 || !of->playback.waiting)
        return;
    draw_fill(&app->canvas, box, THEME_PAPER);
    ui_card(&app->ui, box);
    ui_message(&app->ui, box, "Reading", "");
}

static void draw_sides(struct app *app, struct box box)
{
    int shown[] = {0, app->second};
    double w = floor((box.w - THEME_GAP) / 2);
    /* The side under the mouse last: what is said there lies over the other. */
    bool left_last = app->ui.input.x < box.x + w;
    for (int n = 0; n < 2; n++) {
        int i = left_last ? 1 - n : n;
        struct run *run = &app->run[shown[i]];
        struct box side = {box.x + i * (w + THEME_GAP), box.y, w, box.h};
        char line[1200], date[FORMAT_MAX], condition[64];
        format_date(date, timeline_date(&run->timeline, timeline_day(&run->timeline)));
        run_condition(run, condition, sizeof condition);
        snprintf(line, sizeof line, "%s  ·  %s%s%s", playback_name(&run->playback), date,
                 condition[0] ? "  ·  " : "", condition);
        text_draw_fit(app->ui.canvas, TEXT_STRONG, TEXT_LEFT, side.x, side.y + 8, side.w, THEME_INK,
                      line);
        side.y += SIDE_HEAD, side.h -= SIDE_HEAD;
        draw_one(app, shown[i], side);
    }
}

/* Tells the views what they are compared with, and brings all clocks to the same day. */
static enum compare prepare(struct app *app)
{
    bool differs = view_types[app->view]->differs;
    enum compare compare = app->run_count < 2                               ? COMPARE_ONE
                           : app->compare == COMPARE_DIFFERENCE && !differs ? COMPARE_SIDES
                                                                            : app->compare;
    for (int i = 0; i < app->run_count; i++) {
        struct view *view = &app->run[i].view;
        view->compare = compare;
        view->other = app->run_count < 2 ? NULL : app->views[i == 0 ? app->second : 0];
        view->runs = app->views, view->run_count = app->run_count;
        if (i > 0)
            run_go_to_date(&app->run[i], run_date(app->run));
    }
    const struct view_type *type = view_types[app->view];
    if (compare == COMPARE_SIDES && type->compares &&
        type->compares(app->run->state[app->view], app->run[app->second].state[app->view],
                       &app->run->view))
        compare = app->run->view.compare = COMPARE_DIFFERENCE;
    return compare;
}

static void draw_body(struct app *app, struct box box)
{
    if (app->run_count > 1) {
        double used = draw_comparison(app, box);
        box.y += used, box.h -= used;
    }
    if (prepare(app) != COMPARE_SIDES) {
        draw_one(app, 0, box);
        return;
    }
    const struct run *second = &app->run[app->second];
    uint64_t record = second->timeline.record;
    draw_sides(app, box);
    if (second->timeline.record != record) /* somebody clicked into its charts */
        run_go_to_date(app->run, run_date(second));
}

/* Header, view and timeline. */
static void draw_runs(struct app *app)
{
    struct canvas *canvas = &app->canvas;
    double w = draw_width(canvas) - 2 * THEME_MARGIN, h = draw_height(canvas);
    static const int FOOTERS[] = {
        [FRAME_WINDOW] = FOOTER, [FRAME_VIDEO] = FOOTER - 16, [FRAME_FIGURE] = 16};
    int foot = FOOTERS[app->frame];
    double header = app->frame == FRAME_WINDOW ? header_height(app, w) : HEADER;
    struct box body = {THEME_MARGIN, header + 2, w, fmax(40, h - header - foot - 2)};
    struct box footer = {THEME_MARGIN, h - foot + 8, w, FOOTER - 8};
    enum view_kind before = app->view;
    draw_header(app, (struct box){THEME_MARGIN, 0, w, header});
    app->ui.asked += app->view != before;
    /* The footer first: while the handle is dragged, the view shows the new moment at once. */
    timeline_strip_update(&app->run->strip, &app->run->playback, app->ui.selection.region);
    if (app->frame != FRAME_FIGURE)
        timeline_draw(&app->run->timeline, &app->ui, footer);
    if (app->frame == FRAME_WINDOW)
        draw_foot_line(app, (struct box){footer.x, footer.y + 56, footer.w, 16});
    draw_body(app, body);
    if (app->frame == FRAME_WINDOW)
        timeline_tooltip(&app->run->timeline, &app->ui, footer);
    explain_draw(&app->ui);
}

void app_draw(struct app *app)
{
    struct canvas *canvas = &app->canvas;
    app->ui.hand = false;
    for (int i = 0; i < app->run_count; i++)
        playback_frame(&app->run[i].playback);
    app->ui.plain = app->frame != FRAME_WINDOW;
    draw_clip_none(canvas);
    draw_clear(canvas, THEME_PAPER);
    /* What lies over the view takes the mouse; the view is drawn as if there were none. */
    struct input input = app->ui.input;
    bool message = app->message.title[0] && (app->shelf || app->run_count > 0);
    /* What a click in this frame opens takes the mouse from the next one on. */
    bool help = app->help, finder = app->finder.open;
    if (help || finder || message || app->export)
        app->ui.input = (struct input){.x = -1e6, .y = -1e6};
    if (app->shelf)
        shelf_draw(app->shelf, app);
    else if (app->run_count > 0)
        draw_runs(app);
    else
        message_empty(app);
    app->ui.input = input;
    app_settle(app);
    if (help)
        help_draw(app);
    if (finder)
        finder_draw(app);
    if (message)
        message_draw(app);
    app->ui.input.pressed = app->ui.input.doubled = false;
    app->ui.input.wheel = 0;
    app_list_open(app);
}

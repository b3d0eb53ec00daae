/* Keys that work in every view, as a table: the help, the foot of the screen and the palette show
 * what it says. */
#include <SDL.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "viz/app.h"
#include "viz/app_export.h"
#include "viz/app_select.h"
#include "viz/format.h"
#include "viz/select.h"
#include "viz/shelf.h"
#include "viz/theme.h"
#include "viz/timeline_marks.h"

/* In a file of its own in the current folder. */
static void save(struct app *app, const char *ending,
                 bool (*write)(struct app *app, const char *path, struct error *err))
{
    char path[256], folder[150];
    struct error err = {0};
    app_new_name(app, ending, path, sizeof path);
    /* Started from a menu, the viewer may be in any folder. */
    bool known = getcwd(folder, sizeof folder) != NULL;
    if (write(app, path, &err))
        app_notice(app, "Saved %s%s%s", path, known ? " in " : "", known ? folder : "");
    else
        app_notice(app, "%.280s", err.text);
}

static void swap(struct app *app)
{
    struct error err = {0};
    if (app->run_count < 2)
        app_notice(app, "Two runs can be swapped: one is open");
    else if (!app_swap(app, &err))
        app_say(app, "This file cannot be opened", "%s", err.text);
}

static void change_view(struct app *app, int view)
{
    app->view = (enum view_kind)((view + VIEW_KINDS) % VIEW_KINDS);
}

const struct command app_commands[] = {
    {{SDLK_SPACE, false, false}, "space", "Play and pause", "space play"},
    {{SDLK_LEFT, false, false}, "←", "A record back (shift: 13)", "← → step"},
    {{SDLK_RIGHT, false, false}, "→", "A record on (shift: 13)", NULL},
    {{SDLK_HOME, false, false}, "home", "To the first record", NULL},
    {{SDLK_END, false, false}, "end", "To the last record; follows a live run", NULL},
    {{SDLK_p, false, false}, "p", "Event before", "p n event"},
    {{SDLK_n, false, false}, "n", "Next event", NULL},
    {{SDLK_PLUS, false, false}, "+", "Play faster", "+ − speed"},
    {{SDLK_MINUS, false, false}, "−", "Play slower", NULL},
    {{SDLK_w, false, false}, "w", "Play in a loop, within bookmarks", NULL},
    {{SDLK_j, false, false}, "j", "Set or remove a bookmark", NULL},
    {{SDLK_COMMA, false, false}, ",  .", "Bookmark before, and the next", NULL},
    {{SDLK_k, false, true}, "ctrl K", "Find anything (also ctrl F)", "ctrl K find"},
    {{KEY_ALT | SDLK_LEFT, false, false}, "alt ←", "Back to what was shown (backspace)", NULL},
    {{KEY_ALT | SDLK_RIGHT, false, false}, "alt →", "Forward again (shift backspace)", NULL},
    {{SDLK_TAB, false, false}, "tab", "Next view", "tab view"},
    {{SDLK_TAB, true, false}, "shift tab", "View before", NULL},
    {{SDLK_1, false, false}, "1 – 7", "A view by its place", NULL},
    {{SDLK_v, false, false}, "v", "Runs side by side, as difference, alone", NULL},
    {{SDLK_v, true, false}, "shift v", "Compare with the next run", NULL},
    {{SDLK_x, false, false}, "x", "Swap the two runs", NULL},
    {{SDLK_s, false, false}, "s", "Save a picture (PNG)", "s save"},
    {{SDLK_s, true, false}, "shift s", "Save a figure for slides (SVG)", NULL},
    {{SDLK_d, false, false}, "d", "Save what is shown as a table (CSV)", NULL},
    {{SDLK_e, false, false}, "e", "Save a video of the run (MP4; shift: GIF)", NULL},
    {{SDLK_t, false, false}, "t", "Light or dark theme", NULL},
    {{SDLK_o, false, true}, "ctrl o", "List of runs", "ctrl O runs"},
    {{SDLK_F11, false, false}, "F11", "Full screen", NULL},
    {{SDLK_ESCAPE, false, false}, "esc", "Back to all; closes what lies on top", NULL},
    {{SDLK_F1, false, false}, "? h F1", "These keys", "? help"},
    {{SDLK_q, false, false}, "q", "Quit", NULL},
    {{0, false, false}, NULL, NULL, NULL},
};

/* The key as the view sees it, in each of the runs shown: what is chosen moves once. */
static bool view_key(struct app *app, struct key key)
{
    const struct view_type *type = view_types[app->view];
    if (!type->key)
        return false;
    bool taken = type->key(app->run->state[app->view], &app->run->view, key);
    if (taken && app->run_count > 1) {
        struct selection chosen = app->ui.selection;
        struct chart_choice charts = app->ui.charts;
        struct industry_choice industries = app->ui.industries;
        struct run *second = &app->run[app->second];
        type->key(second->state[app->view], &second->view, key);
        app->ui.selection = chosen, app->ui.charts = charts, app->ui.industries = industries;
    }
    return taken;
}

static bool is_help(struct key key)
{
    return key.code == SDLK_QUESTION || (key.code == SDLK_SLASH && key.shift) ||
           key.code == SDLK_F1 || key.code == SDLK_h;
}

static void change_loop(struct app *app)
{
    struct timeline *timeline = &app->run->timeline;
    uint64_t first, last;
    timeline->loop = !timeline->loop;
    timeline_loop_range(timeline, &first, &last);
    bool all = first == 0 && last + 1 >= timeline->records;
    app_notice(app, "%s",
               !timeline->loop ? "Loop off"
               : all           ? "Loop on: at the end, play goes on from the start"
                               : "Loop on: from the first bookmark to the last");
}

static void change_bookmark(struct app *app)
{
    struct timeline *timeline = &app->run->timeline;
    char date[FORMAT_MAX];
    format_date(date, timeline_date(timeline, timeline_day(timeline)));
    switch (timeline_bookmark(timeline)) {
    case BOOKMARK_SET:
        app_notice(app, "Bookmark on %s; , and . go from one to the next", date);
        break;
    case BOOKMARK_REMOVED:
        app_notice(app, "Bookmark on %s removed", date);
        break;
    case BOOKMARK_NONE:
        if (timeline->records > 0)
            app_notice(app, "No more than %d bookmarks", TIMELINE_BOOKMARKS);
        break;
    }
}

static bool is_find(struct key key)
{
    return key.control && (key.code == SDLK_k || key.code == SDLK_f);
}

/* -1 back, 1 forward, else 0. */
static int is_back(struct key key)
{
    if (key.code == SDLK_BACKSPACE)
        return key.shift ? 1 : -1;
    return key.code == (KEY_ALT | SDLK_LEFT) ? -1 : key.code == (KEY_ALT | SDLK_RIGHT);
}

void app_text(struct app *app, const char *utf8)
{
    if (app->finder.open)
        finder_text(app, utf8);
}

static void time_key(struct app *app, struct key key)
{
    struct timeline *timeline = &app->run->timeline;
    int step = key.shift ? 13 : 1;
    switch (key.code) {
    case SDLK_SPACE:
        timeline_toggle(timeline);
        break;
    case SDLK_LEFT:
        timeline_step(timeline, -step);
        break;
    case SDLK_RIGHT:
        timeline_step(timeline, step);
        break;
    case SDLK_HOME:
        timeline_go(timeline, 0);
        break;
    case SDLK_END:
        timeline_go(timeline, INT64_MAX);
        break;
    case SDLK_n:
        app_event(app, 1);
        break;
    case SDLK_p:
        app_event(app, -1);
        break;
    case SDLK_w:
        change_loop(app);
        break;
    case SDLK_j:
        change_bookmark(app);
        break;
    case SDLK_COMMA:
    case SDLK_PERIOD:
        if (!timeline_go_bookmark(timeline, key.code == SDLK_COMMA ? -1 : 1))
            app_notice(app, "No bookmark %s; j sets one",
                       key.code == SDLK_COMMA ? "before" : "after this");
        break;
    case SDLK_PLUS:
    case SDLK_EQUALS:
    case SDLK_KP_PLUS:
        timeline->speed += timeline->speed < TIMELINE_FASTEST;
        break;
    case SDLK_MINUS:
    case SDLK_KP_MINUS:
        timeline->speed -= timeline->speed > TIMELINE_SLOWEST;
        break;
    default:
        break;
    }
}

/* Keys that work whatever is on the screen; true: it was one. */
static bool window_key(struct app *app, struct key key)
{
    if (key.code == SDLK_F11)
        app->full = !app->full;
    else if (key.control && key.code == SDLK_q)
        app->quit = true;
    else if (key.control && key.code == SDLK_o && app->shelf && app->run_count > 0)
        app_list_close(app);
    else if (key.control && key.code == SDLK_o)
        app_list(app, NULL);
    else
        return false;
    return true;
}

/* Without a view to send keys to: in the list of runs, and where no run is open. */
static void key_without_view(struct app *app, struct key key)
{
    if (key.code == SDLK_F1)
        app->help = true;
    else if (app->shelf)
        shelf_key(app->shelf, app, key);
    else if (is_help(key))
        app->help = true;
    else if (key.code == SDLK_q)
        app->quit = true;
    else if (key.code == SDLK_t)
        theme_dark(!theme_is_dark());
    else if (key.code == SDLK_RETURN)
        app_list(app, NULL);
}

static void any_key(struct app *app, struct key key)
{
    if (app->export) {
        app_export_key(app, key);
        return;
    }
    if (window_key(app, key)) {
        finder_close(app);
        return;
    }
    if (app->finder.open) {
        finder_key(app, key);
        return;
    }
    if (app->help) {
        app->help = false;
        if (key.code == SDLK_ESCAPE || is_help(key))
            return;
    }
    if (app->message.title[0] && (app->shelf || app->run_count > 0)) {
        app->message.title[0] = '\0';
        return;
    }
    if (app->shelf || app->run_count == 0) {
        key_without_view(app, key);
        return;
    }
    if (is_help(key)) {
        app->help = true;
        return;
    }
    if (is_find(key)) {
        finder_open(app);
        return;
    }
    if (is_back(key)) {
        app_go_back(app, is_back(key));
        return;
    }
    if (key.code == SDLK_q) {
        app->quit = true;
        return;
    }
    if (view_key(app, key))
        return;
    switch (key.code) {
    case SDLK_ESCAPE:
        selection_place(&app->ui.selection, "", "");
        break;
    case SDLK_TAB:
        change_view(app, (int)app->view + (key.shift ? -1 : 1));
        break;
    case SDLK_v:
        if (app->run_count < 2)
            app_notice(app,
                       "Two runs can be compared: ctrl O lists them, space chooses, enter opens");
        else if (key.shift)
            app->second = app->second % (app->run_count - 1) + 1;
        else
            app_next_compare(app, 1);
        break;
    case SDLK_x:
        swap(app);
        break;
    case SDLK_s:
        save(app, key.shift ? "svg" : "png", key.shift ? app_save_svg : app_save);
        break;
    case SDLK_d:
        save(app, "csv", app_save_csv);
        break;
    case SDLK_e:
        app_export_start(app, key.shift ? "gif" : "mp4");
        break;
    case SDLK_t:
        theme_dark(!theme_is_dark());
        break;
    default:
        if (key.code >= SDLK_1 && key.code < SDLK_1 + VIEW_KINDS)
            change_view(app, key.code - SDLK_1);
        else
            time_key(app, key);
    }
}

void app_key(struct app *app, struct key key)
{
    enum view_kind before = app->view;
    any_key(app, key);
    app->ui.asked += app->view != before;
    if (!app->finder.open)
        app_settle(app);
}

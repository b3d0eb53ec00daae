/* Keys of the list of runs; letters and digits search. */
#include <SDL.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "viz/shelf.h"

const struct command shelf_commands[] = {
    {{SDLK_RETURN, false, false}, "enter", "Open what is chosen, else the run marked", NULL},
    {{SDLK_SPACE, false, false}, "space", "Choose, to compare", NULL},
    {{SDLK_UP, false, false}, "← → ↑ ↓", "Another run", NULL},
    {{SDLK_PAGEUP, false, false}, "page ↑ ↓", "A screen up or down", NULL},
    {{SDLK_a, false, false}, "a – z 0 – 9", "Search in names and titles", NULL},
    {{SDLK_BACKSPACE, false, false}, "backspace", "Take back a letter", NULL},
    {{SDLK_TAB, false, false}, "tab", "Pictures of another view", NULL},
    {{SDLK_ESCAPE, false, false}, "esc", "All runs again; none chosen; back", NULL},
    {{0, false, false}, NULL, NULL, NULL},
};

static void move(struct shelf *shelf, int by)
{
    int last = shelf->shown_count - 1, to = shelf->cursor + by;
    shelf->cursor = to < 0 ? 0 : to > last ? (last < 0 ? 0 : last) : to;
    shelf->follow = true;
}

static void escape(struct shelf *shelf, struct app *app)
{
    if (shelf->filter[0]) {
        shelf->filter[0] = '\0';
        shelf_filter(shelf);
    } else if (shelf->chosen_count > 0) {
        shelf->chosen_count = 0;
    } else if (app->run_count > 0) {
        app_list_close(app);
    }
}

static bool search(struct shelf *shelf, int32_t code)
{
    size_t length = strlen(shelf->filter);
    if (code == SDLK_BACKSPACE && length > 0) {
        shelf->filter[length - 1] = '\0';
    } else if (code > ' ' && code < 127 && (isalnum(code) || strchr("-_.", code))) {
        if (length + 1 < sizeof shelf->filter)
            shelf->filter[length] = (char)code, shelf->filter[length + 1] = '\0';
    } else {
        return code == SDLK_BACKSPACE;
    }
    shelf_filter(shelf);
    return true;
}

bool shelf_key(struct shelf *shelf, struct app *app, struct key key)
{
    int columns = shelf->columns > 0 ? shelf->columns : 1;
    int page = shelf->page > 1 ? (int)shelf->page * columns : columns;
    if (key.control)
        return false;
    switch (key.code) {
    case SDLK_LEFT:
        move(shelf, -1);
        break;
    case SDLK_RIGHT:
        move(shelf, 1);
        break;
    case SDLK_UP:
        move(shelf, shelf->cursor >= columns ? -columns : 0);
        break;
    case SDLK_DOWN:
        move(shelf, columns);
        break;
    case SDLK_PAGEUP:
        move(shelf, -page);
        break;
    case SDLK_PAGEDOWN:
        move(shelf, page);
        break;
    case SDLK_HOME:
        move(shelf, -shelf->shown_count);
        break;
    case SDLK_END:
        move(shelf, shelf->shown_count);
        break;
    case SDLK_SPACE:
        if (shelf->shown_count > 0)
            shelf_choose(shelf, shelf->shown[shelf->cursor]);
        break;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
        shelf->open = shelf->shown_count > 0 ? shelf->cursor : -1;
        break;
    case SDLK_TAB:
        app->view = (enum view_kind)((app->view + (key.shift ? VIEW_KINDS - 1 : 1)) % VIEW_KINDS);
        app_notice(app, "Pictures of the view %s", view_types[app->view]->title);
        break;
    case SDLK_ESCAPE:
        escape(shelf, app);
        break;
    default:
        return search(shelf, key.code);
    }
    return true;
}

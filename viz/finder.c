#include "viz/finder.h"

#include <SDL_keycode.h>
#include <stdio.h>
#include <string.h>

#include "viz/app_select.h"
#include "viz/select.h"
#include "viz/view_network.h"

/* --- what is found --------------------------------------------------------------------------- */

static void find(struct app *app)
{
    struct finder *finder = &app->finder;
    const struct view_network *state = app->run->state[VIEW_NETWORK];
    /* Another file may have been opened since the last letter. */
    finder->search.source.network = state->network.ready ? &state->network : NULL;
    search_find(&finder->search, finder->query);
    finder->chosen = finder->scrolled = 0;
}

void finder_list(struct app *app)
{
    const struct search_source source = {
        .view = &app->run->view,
        .commands = {app_commands, view_types[app->view]->commands},
    };
    if (!search_open(&app->finder.search, &source))
        app_notice(app, "Out of memory: not everything can be found");
    app->finder.version = app->run->playback.version;
    find(app);
}

void finder_open(struct app *app)
{
    struct finder *finder = &app->finder;
    finder->open = true;
    finder->query[0] = '\0';
    finder->all = false;
    finder->mouse_x = app->ui.input.x, finder->mouse_y = app->ui.input.y;
    finder_list(app);
}

void finder_close(struct app *app)
{
    app->finder.open = false;
}

void finder_free(struct finder *finder)
{
    search_close(&finder->search);
}

/* --- going there ----------------------------------------------------------------------------- */

enum view_kind finder_view(const struct app *app, const struct search_item *item)
{
    if (item->industry[0])
        return app->view == VIEW_NETWORK || app->view == VIEW_WHY ? app->view : VIEW_INDUSTRIES;
    return app->view == VIEW_FACILITY ? VIEW_CHARTS : app->view;
}

static void go_to_firm(struct app *app, const struct search_item *item)
{
    selection_place(&app->ui.selection, item->region, item->industry);
    app->ui.selection.firm = item->row + 1;
    app->view = VIEW_NETWORK;
}

static void go_to_project(struct app *app, const struct search_item *item)
{
    char word[64];
    snprintf(word, sizeof word, "project:%llu", (unsigned long long)item->row);
    if (item->code[0])
        snprintf(word, sizeof word, "project:%.50s", item->code);
    if (app_select_project(app, word))
        app_show_project(app);
}

void finder_go(struct app *app, const struct search_item *chosen)
{
    const struct search_item item = *chosen; /* a command may list anew */
    finder_close(app);
    app->ui.asked++;
    switch (item.kind) {
    case SEARCH_COMMAND:
        app_key(app, item.key);
        break;
    case SEARCH_VIEW:
        app->view = (enum view_kind)item.view;
        break;
    case SEARCH_REGION:
    case SEARCH_INDUSTRY:
    case SEARCH_CELL:
        app->view = finder_view(app, &item);
        selection_place(&app->ui.selection, item.region, item.industry);
        break;
    case SEARCH_FIRM:
        go_to_firm(app, &item);
        break;
    case SEARCH_PROJECT:
        go_to_project(app, &item);
        break;
    case SEARCH_SERIES:
        app->view = VIEW_CHARTS;
        view_charts_show(&app->ui, item.group, item.code);
        break;
    case SEARCH_MEASURE:
        app->view = VIEW_INDUSTRIES;
        app_show_measure(app, item.code);
        break;
    case SEARCH_EVENT:
    case SEARCH_DATE:
        app_go_to_day(app, item.day);
        app_notice(app, "%s: %s", item.name, item.more);
        break;
    default:
        break;
    }
    app_settle(app);
}

/* --- keys ------------------------------------------------------------------------------------ */

static void choose(struct finder *finder, int place)
{
    int last = finder->search.hit_count - 1, rows = finder->fitting > 0 ? finder->fitting : 1;
    finder->chosen = place > last ? last : place;
    finder->chosen = finder->chosen < 0 ? 0 : finder->chosen;
    if (finder->chosen < finder->scrolled)
        finder->scrolled = finder->chosen;
    if (finder->chosen >= finder->scrolled + rows)
        finder->scrolled = finder->chosen - rows + 1;
}

/* The last character, or with control the last word. */
static void erase(struct app *app, bool word)
{
    struct finder *finder = &app->finder;
    size_t length = strlen(finder->query);
    if (length == 0)
        return;
    if (finder->all) {
        length = 0;
    } else if (word) {
        while (length > 0 && finder->query[length - 1] == ' ')
            length--;
        while (length > 0 && finder->query[length - 1] != ' ')
            length--;
    } else
        while (--length > 0 && (finder->query[length] & 0xc0) == 0x80)
            ;
    finder->query[length] = '\0';
    finder->all = false;
    find(app);
}

void finder_key(struct app *app, struct key key)
{
    struct finder *finder = &app->finder;
    switch (key.code) {
    case SDLK_ESCAPE:
        finder_close(app);
        break;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
        if (finder->chosen < finder->search.hit_count)
            finder_go(app, &finder->search.hit[finder->chosen]);
        break;
    case SDLK_UP:
    case SDLK_DOWN:
        choose(finder, finder->chosen + (key.code == SDLK_DOWN ? 1 : -1));
        break;
    case SDLK_PAGEUP:
    case SDLK_PAGEDOWN:
        choose(finder,
               finder->chosen + (key.code == SDLK_PAGEDOWN ? finder->fitting : -finder->fitting));
        break;
    case SDLK_HOME:
        choose(finder, 0);
        break;
    case SDLK_END:
        choose(finder, finder->search.hit_count - 1);
        break;
    case SDLK_BACKSPACE:
        erase(app, key.control);
        break;
    case SDLK_k:
    case SDLK_f:
        if (key.control)
            finder_close(app);
        break;
    case SDLK_a:
        if (key.control)
            finder->all = finder->query[0] != '\0';
        break;
    case SDLK_u:
        if (key.control) {
            finder->all = false;
            finder->query[0] = '\0';
            find(app);
        }
        break;
    default:
        break;
    }
}

void finder_text(struct app *app, const char *utf8)
{
    struct finder *finder = &app->finder;
    size_t length = finder->all ? 0 : strlen(finder->query), more = strlen(utf8);
    finder->all = false;
    if (length + more >= sizeof finder->query)
        return;
    memcpy(finder->query + length, utf8, more + 1);
    find(app);
}

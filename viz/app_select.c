#include "viz/app_select.h"

#include <SDL_timer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/facility.h"
#include "viz/select.h"
#include "viz/view_network.h"

/* A firm that was selected by its number: its cell is selected with it once it is known. */
static void find_cell_of_firm(struct app *app)
{
    struct selection *selection = &app->ui.selection;
    const struct view_network *view = app->run->state[VIEW_NETWORK];
    const struct network *network = &view->network;
    uint64_t row = selection->firm - 1;
    if (selection->firm == 0 || selection->industry[0] || !network->ready || row >= network->rows ||
        network->place[row] == UINT32_MAX)
        return;
    char region[24], industry[24];
    uint64_t cell = network->firm[network->place[row]].cell;
    selection_place(selection, network_region_code(network, cell / network->industries, region),
                    network_industry_code(network, cell % network->industries, industry));
    selection->firm = row + 1;
}

void app_show_project(struct app *app)
{
    for (int i = 0; i < app->run_count; i++) {
        struct view_facility *facility = app->run[i].state[VIEW_FACILITY];
        facility->page = PAGE_PROJECTS;
        facility->card = true;
    }
    app->view = VIEW_FACILITY;
}

void app_settle(struct app *app)
{
    if (app->run_count == 0 || app->shelf)
        return;
    struct selection *selection = &app->ui.selection;
    if (app->ui.show_project)
        app_show_project(app);
    app->ui.show_project = false;
    selection_link(selection, &app->settled);
    find_cell_of_firm(app);
    app->settled = *selection;
    struct place place = {app->view, *selection, app->ui.charts, app->run->timeline.record};
    history_note(&app->history, &place, SDL_GetTicks64());
}

void app_go_back(struct app *app, int by)
{
    app_settle(app);
    const struct place *place = history_go(&app->history, by);
    if (!place) {
        app_notice(app, by < 0 ? "Nothing before this" : "Nothing after this");
        return;
    }
    struct selection *selection = &app->ui.selection;
    int land = selection->land, firms = selection->firms; /* how, not what */
    *selection = place->selection;
    selection->land = land, selection->firms = firms;
    app->settled = *selection;
    app->view = place->view;
    app->ui.charts = place->charts;
    app->ui.asked++;
    app->run->timeline.playing = false;
    timeline_go(&app->run->timeline, (int64_t)place->record);
}

bool app_select_project(struct app *app, const char *word)
{
    const struct reader_group *group = playback_group(&app->run->playback, "project");
    char *end, number[24];
    if (!group || group->dimension_count != 1 || strncmp(word, "project:", 8) != 0 || !word[8])
        return false;
    int64_t row = playback_position(group, 0, word + 8);
    if (row < 0) {
        unsigned long long named = strtoull(word + 8, &end, 10);
        if (*end || word[8] == '-' || named >= group->rows)
            return false;
        row = (int64_t)named;
    }
    snprintf(app->ui.selection.project, sizeof app->ui.selection.project, "%s",
             playback_label(group, 0, (uint64_t)row, number));
    return true;
}

void app_show_measure(struct app *app, const char *column)
{
    struct industry_choice *choice = &app->ui.industries;
    snprintf(choice->column, sizeof choice->column, "%s", column);
    snprintf(app->ui.selection.column, sizeof app->ui.selection.column, "%s", column);
}

void app_go_to_day(struct app *app, double day)
{
    struct timeline *timeline = &app->run->timeline;
    if (timeline->records == 0)
        return;
    history_jump(&app->history);
    timeline->playing = false;
    timeline_go(timeline, (int64_t)playback_at(timeline->days, timeline->records, day + 0.5));
}

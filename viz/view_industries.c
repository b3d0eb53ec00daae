/* The heat map of industries by region, against the start, and the history of one cell. */
#include <SDL.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/industry_detail.h"
#include "viz/industry_map.h"
#include "viz/industry_measure.h"
#include "viz/listing.h"
#include "viz/menu.h"
#include "viz/names.h"
#include "viz/theme.h"
#include "viz/view.h"

/* How much a cell is worth being looked at: the largest fall, else the largest amount. */
static double interest_of(const struct series *series, double value)
{
    return series->kind == SERIES_INDEX || series->kind == SERIES_CHANGE ? -value : value;
}

/* Without a choice the cell with the largest fall is shown. */
static void choose_cell(struct view_industries *industries, struct view *view,
                        const struct reader_group *group, double day)
{
    struct selection *selection = &view->ui->selection;
    const struct series *shown = industry_measure_shown(industries);
    char number[24];
    double most = -HUGE_VAL;
    int64_t region = -1, industry = -1, fixed_region = -1, fixed_industry = -1;
    if (selection->cell_region[0])
        fixed_region =
            playback_position(group, industries->region_dimension, selection->cell_region);
    if (selection->industry[0])
        fixed_industry =
            playback_position(group, industries->industry_dimension, selection->industry);
    if (selection->industry[0] && (selection->cell_region[0] || industries->regions == 0))
        return;
    for (uint64_t r = 0; r < industries->regions; r++)
        for (uint64_t k = 0; k < industries->industries; k++) {
            double value = interest_of(
                shown, series_at(shown, industry_measure_line(industries, r, (int64_t)k), day));
            if ((fixed_region >= 0 && (int64_t)r != fixed_region) ||
                (fixed_industry >= 0 && (int64_t)k != fixed_industry) || !(value > most + 0.005))
                continue;
            most = value;
            region = (int64_t)r, industry = (int64_t)k;
        }
    if (region < 0)
        return;
    snprintf(selection->cell_region, sizeof selection->cell_region, "%s",
             playback_label(group, industries->region_dimension, (uint64_t)region, number));
    snprintf(selection->industry, sizeof selection->industry, "%s",
             playback_label(group, industries->industry_dimension, (uint64_t)industry, number));
    selection->found_region = fixed_region < 0;
    selection->found_industry = fixed_industry < 0;
}

void view_industries_move(struct view_industries *industries, struct view *view, int industries_by,
                          int regions_by)
{
    const struct reader_group *group = playback_group(view->playback, "industry");
    struct selection *selection = &view->ui->selection;
    if (!group || industries->version == 0 || industries->industries == 0 ||
        industries->regions == 0)
        return;
    char number[24];
    int64_t r = playback_position(group, industries->region_dimension, selection->cell_region);
    int64_t k = playback_position(group, industries->industry_dimension, selection->industry);
    selection->found_region = selection->found_industry = false;
    int64_t regions = (int64_t)industries->regions, count_k = (int64_t)industries->industries;
    r = ((r < 0 ? 0 : r) + regions_by + regions) % regions;
    k = ((k < 0 ? 0 : k) + industries_by + count_k) % count_k;
    snprintf(selection->cell_region, sizeof selection->cell_region, "%s",
             playback_label(group, industries->region_dimension, (uint64_t)r, number));
    snprintf(selection->industry, sizeof selection->industry, "%s",
             playback_label(group, industries->industry_dimension, (uint64_t)k, number));
}

enum { COLUMNS_MAX = 128 };

/* The columns that can be shown, in the order of the file. */
static int find_columns(const struct reader_group *group,
                        const struct reader_column *columns[static COLUMNS_MAX])
{
    int count = 0;
    for (int i = 0; i < group->column_count && count < COLUMNS_MAX; i++)
        if (industry_measure_is(&group->columns[i]))
            columns[count++] = &group->columns[i];
    return count;
}

/* The menu of the columns, with what they mean, over everything else. */
static void draw_menu(struct view_industries *industries, struct view *view,
                      const struct reader_group *group, struct box box)
{
    if (!industries->menu.open)
        return;
    const struct reader_column *columns[COLUMNS_MAX];
    struct menu_item items[COLUMNS_MAX];
    char titles[COLUMNS_MAX][64];
    int count = find_columns(group, columns), active = 0;
    for (int i = 0; i < count; i++) {
        items[i] = (struct menu_item){name_column(titles[i], sizeof titles[i], columns[i]->name),
                                      columns[i]->meaning};
        if (strcmp(columns[i]->name, industries->column) == 0)
            active = i;
    }
    int chosen =
        menu_draw(&industries->menu, view->ui, industries->button, box, items, count, active);
    if (chosen >= 0)
        snprintf(view->ui->industries.column, sizeof view->ui->industries.column, "%s",
                 columns[chosen]->name);
}

static void draw_side(const struct view_industries *industries, struct view *view,
                      const struct reader_group *group, double day, struct box box)
{
    const struct selection *selection = &view->ui->selection;
    int64_t r = playback_position(group, industries->region_dimension, selection->cell_region);
    int64_t k = playback_position(group, industries->industry_dimension, selection->industry);
    if (r >= 0 && k >= 0) {
        industry_detail_draw(industries, view, group,
                             (struct industry_cell){(uint64_t)r, (uint64_t)k}, box);
        return;
    }
    const struct series *series = &industries->measure;
    bool none = playback_at(series_days(series), series->records, day) < series->first;
    ui_card(view->ui, box);
    ui_message(view->ui, box, none ? "No figures yet" : "No cell selected",
               none ? "Flows have figures from the first step on."
                    : "Click a cell to see its history.");
}

enum { NARROW = 700, STACKED_LEAST = 700 };

/* Beside each other; where that is too narrow below each other, or the map alone. */
static void draw_parts(struct view_industries *industries, struct view *view,
                       const struct reader_group *group, double day, struct box box)
{
    struct box map = box, side = box;
    if (box.w >= NARROW) {
        map.w = floor(fmax(box.w * 0.52, fmin(box.w - 320, 640)));
        side.x = map.x + map.w + THEME_GAP, side.w = box.w - map.w - THEME_GAP;
    } else if (box.h >= STACKED_LEAST) {
        map.h = floor(fmax(box.h - 276, box.h * 0.58));
        side.y = map.y + map.h + THEME_GAP, side.h = box.h - map.h - THEME_GAP;
    } else
        side.w = 0;
    if (side.w > 0)
        draw_side(industries, view, group, day, side);
    industry_map_draw(industries, view, group, day, map);
}

static void draw(void *state, struct view *view, struct box box)
{
    struct view_industries *industries = state;
    const struct reader_group *group = playback_group(view->playback, "industry");
    industries->region_dimension = group ? playback_dimension(group, "region") : -1;
    industries->industry_dimension = group ? playback_dimension(group, "industry") : -1;
    if (!group || group->dimension_count != 2 || industries->region_dimension < 0 ||
        industries->industry_dimension < 0) {
        ui_message(view->ui, box, "No industries in this file",
                   "The heat map shows the group /industry [time, region, industry].");
        return;
    }
    if (group->records == 0) {
        ui_message(view->ui, box, "No records yet", "The heat map fills as the run goes on.");
        return;
    }
    if (!industry_measure_update(industries, view, group)) {
        ui_message(view->ui, box, "Nothing to show",
                   "The group /industry has no column over time that can be read.");
        return;
    }
    double day = timeline_day(view->timeline);
    choose_cell(industries, view, group, day);
    struct input input = menu_hide_mouse(&industries->menu, view->ui);
    draw_parts(industries, view, group, day, box);
    menu_show_mouse(view->ui, input);
    draw_menu(industries, view, group, box);
}

static bool menu_takes(struct view_industries *industries, struct view *view, struct key key)
{
    const struct reader_group *group = playback_group(view->playback, "industry");
    const struct reader_column *columns[COLUMNS_MAX];
    int count = group ? find_columns(group, columns) : 0, chosen = -1;
    bool taken = menu_key(&industries->menu, key, count, &chosen);
    if (chosen >= 0)
        snprintf(view->ui->industries.column, sizeof view->ui->industries.column, "%s",
                 columns[chosen]->name);
    return taken;
}

static bool key(void *state, struct view *view, struct key key)
{
    struct view_industries *industries = state;
    struct industry_choice *choice = &view->ui->industries;
    if (key.control || menu_takes(industries, view, key))
        return !key.control;
    switch (key.code) {
    case SDLK_UP:
    case SDLK_DOWN:
        view_industries_move(industries, view, key.code == SDLK_DOWN ? 1 : -1, 0);
        return true;
    case SDLK_LEFTBRACKET:
    case SDLK_RIGHTBRACKET:
        view_industries_move(industries, view, 0, key.code == SDLK_RIGHTBRACKET ? 1 : -1);
        return true;
    case SDLK_m:
        view_industries_measure(view, key.shift ? -1 : 1);
        return true;
    case SDLK_i:
        choice->mode = (choice->mode + (key.shift ? SERIES_MODES - 1 : 1)) % SERIES_MODES;
        return true;
    default:
        return false;
    }
}

static void free_state(void *state)
{
    industry_measure_free(state);
}

static const struct command COMMANDS[] = {
    {{SDLK_UP, false, false}, "↑", "Industry above", "↑ ↓ [ ] cell"},
    {{SDLK_DOWN, false, false}, "↓", "Industry below", NULL},
    {{SDLK_LEFTBRACKET, false, false}, "[", "Region before", NULL},
    {{SDLK_RIGHTBRACKET, false, false}, "]", "Next region", NULL},
    {{SDLK_m, false, false}, "m", "Next column (shift: before)", "m column"},
    {{SDLK_i, false, false}, "i", "Index, level, growth", "i growth"},
    {{0}, NULL, NULL, NULL},
};

const struct view_type view_type_industries = {
    .name = "industries",
    .title = "Industries",
    .meaning = "Industries by region as a heat map, and the history of one cell.",
    .commands = COMMANDS,
    .differs = true,
    .state_size = sizeof(struct view_industries),
    .draw = draw,
    .csv = listing_industries,
    .key = key,
    .free = free_state,
};

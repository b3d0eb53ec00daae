/* The heat map of industries by region, against the start, and the history of one cell. */
#include <SDL.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/csv.h"
#include "viz/explain.h"
#include "viz/format.h"
#include "viz/heatmap.h"
#include "viz/industry_detail.h"
#include "viz/industry_measure.h"
#include "viz/menu.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"
#include "viz/view.h"

enum { ROWS_MAX = 256 };

static const char *const MODES[SERIES_MODES] = {"Index", "Level", "Growth"};

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

/* Numbers that label rows without names live here while a frame is drawn. */
struct labels {
    const char *rows[ROWS_MAX + 1], *columns[HEATMAP_COLUMNS_MAX];
    uint32_t colours[HEATMAP_COLUMNS_MAX];
    char row_number[ROWS_MAX + 1][24], column_number[HEATMAP_COLUMNS_MAX][24];
    double values[(ROWS_MAX + 1) * HEATMAP_COLUMNS_MAX];
    char texts[(ROWS_MAX + 1) * HEATMAP_COLUMNS_MAX][FORMAT_MAX];
};

/* As many decimals as there is room for. Where colours are for large deviations, tenths of an index
 * are noise. */
static void cell_text(const struct view_industries *industries, const struct ui *ui, double value,
                      double room, char text[static FORMAT_MAX])
{
    const struct series *shown = industry_measure_shown(industries);
    bool coarse = shown->kind == SERIES_INDEX && industries->scale.limit >= 50;
    for (int fewer = coarse; fewer < 4; fewer++) {
        industry_measure_text(shown, value, fewer, text, FORMAT_MAX);
        if (text_width(ui->canvas, TEXT_TINY | TEXT_TABULAR, text) <= room)
            return;
    }
}

static void fill_heatmap(const struct view_industries *industries, const struct view *view,
                         const struct reader_group *group, double day, double width,
                         struct heatmap *map, struct labels *labels)
{
    const struct selection *selection = &view->ui->selection;
    const struct series *shown = industry_measure_shown(industries);
    int totals = industries->totals;
    uint64_t rows = industries->industries < ROWS_MAX ? industries->industries : ROWS_MAX;
    uint64_t columns = industries->regions < HEATMAP_COLUMNS_MAX - 1 ? industries->regions
                                                                     : HEATMAP_COLUMNS_MAX - 1;
    map->row_count = (int)rows + totals, map->column_count = (int)columns + totals;
    map->gap_row = totals ? 1 : -1, map->gap_column = totals ? (int)columns : -1;
    for (uint64_t i = 0; i < rows; i++) {
        const char *code =
            playback_label(group, industries->industry_dimension, i, labels->row_number[i]);
        labels->rows[i + (uint64_t)totals] = name_industry(code);
        if (strcmp(code, selection->industry) == 0)
            map->selected_row = (int)i + totals;
    }
    for (uint64_t r = 0; r < columns; r++) {
        const char *code =
            playback_label(group, industries->region_dimension, r, labels->column_number[r]);
        labels->columns[r] = code;
        labels->colours[r] = theme_region(code, r);
        if (strcmp(code, selection->cell_region) == 0)
            map->selected_column = (int)r;
    }
    if (totals) {
        labels->rows[0] = "All industries";
        labels->columns[columns] = "World";
        labels->colours[columns] = THEME_ACCENT;
    }
    double room = heatmap_cell_width(map, width) - 6;
    for (int row = 0; row < map->row_count; row++)
        for (int column = 0; column < map->column_count; column++) {
            uint64_t region = column < (int)columns ? (uint64_t)column : industries->regions;
            int at = row * map->column_count + column;
            labels->values[at] =
                series_at(shown, industry_measure_line(industries, region, row - totals), day);
            cell_text(industries, view->ui, labels->values[at], room, labels->texts[at]);
        }
}

enum { HEAD = 58 };

/* The column's menu and the switch, and below them what the colours mean. */
static void draw_head(struct view_industries *industries, struct view *view, struct box box)
{
    struct ui *ui = view->ui;
    const struct series *shown = industry_measure_shown(industries);
    double switch_width = ui_switch_width(ui, MODES, SERIES_MODES);
    industries->button = (struct box){box.x, box.y, fmax(60, fmin(230, box.w - switch_width - 12)),
                                      UI_SWITCH_HEIGHT};
    menu_button(&industries->menu, ui, industries->button, industries->measure.title);
    ui->industries.mode = ui_switch(ui, box.x + box.w - switch_width, box.y, UI_SWITCH_HEIGHT,
                                    MODES, SERIES_MODES, ui->industries.mode);
    double legend_width = fmin(250, box.w * 0.45);
    struct box legend = {box.x + box.w - legend_width, box.y + 32, legend_width, 16};
    char unit[160];
    bool logarithmic = !industries->scale.diverging && industries->scale.logarithmic;
    snprintf(unit, sizeof unit, "%s%s", shown->unit, logarithmic ? "; log colours" : "");
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x, legend.y + legend.h / 2,
                  box.w - legend.w + 8, THEME_TEXT, unit);
    heatmap_legend(ui, legend, &industries->scale);
    explain_values(ui, industries->button, industries->measure.column);
}

/* What is under the mouse: what is shown, and both runs where they are compared. */
static void show_tooltip(const struct view_industries *industries, const struct view *view,
                         const struct heatmap *map, struct heatmap_hit hit, double day)
{
    char heading[160], text[4][96], names[2][128];
    struct ui_row rows[5];
    int count = 0;
    uint64_t regions = industries->regions;
    uint64_t region =
        industries->totals && hit.column == map->gap_column ? regions : (uint64_t)hit.column;
    uint64_t line = industry_measure_line(industries, region, hit.row - industries->totals);
    const struct series *own = &industries->measure, *second = &industries->second;
    const struct series *shown = industry_measure_shown(industries);
    snprintf(heading, sizeof heading, "%s  ·  %s", name_region(map->column_names[hit.column]),
             map->row_names[hit.row]);
    if (second->values) {
        rows[count++] = (struct ui_row){
            0, playback_short_name(view->playback, names[0], sizeof names[0]),
            industry_measure_text(own, series_at(own, line, day), 0, text[0], sizeof text[0])};
        rows[count++] = (struct ui_row){
            0, playback_short_name(view->other->playback, names[1], sizeof names[1]),
            industry_measure_text(second, series_at(second, line, day), 0, text[1],
                                  sizeof text[1])};
    } else
        rows[count++] = (struct ui_row){
            0, own->title,
            industry_measure_text(own, series_at(own, line, day), 0, text[0], sizeof text[0])};
    if (shown != own)
        rows[count++] = (struct ui_row){
            0, "difference",
            industry_measure_text(shown, series_at(shown, line, day), 0, text[2], sizeof text[2])};
    rows[count++] = (struct ui_row){0, shown->unit, ""};
    if (own->column->meaning[0])
        rows[count++] = (struct ui_row){0, own->column->meaning, ""};
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, heading, rows, count);
}

static void scroll(struct view_industries *industries, const struct ui *ui, struct heatmap *map,
                   int fit, struct box box)
{
    int scrolled = (int)industries->scrolled;
    if (ui_over(ui, box))
        scrolled += 3 * (int)ui->input.wheel;
    scrolled = scrolled > map->row_count - fit ? map->row_count - fit : scrolled;
    industries->scrolled = (uint64_t)(scrolled < 0 ? 0 : scrolled);
    map->scrolled = (int)industries->scrolled;
}

static void draw_map(struct view_industries *industries, struct view *view,
                     const struct reader_group *group, double day, struct box box)
{
    struct ui *ui = view->ui;
    struct labels *labels = malloc(sizeof *labels);
    ui_card(ui, box);
    if (!labels)
        return;
    draw_head(industries, view, (struct box){box.x + 16, box.y + 10, box.w - 32, HEAD});
    struct heatmap map = {
        .row_names = labels->rows,
        .column_names = labels->columns,
        .column_colours = labels->colours,
        .values = labels->values,
        .texts = labels->texts,
        .scale = industries->scale,
        .plain_totals = !industries->scale.diverging,
        .selected_row = -1,
        .selected_column = -1,
        .name_width = fmin(214, box.w * 0.34),
    };
    struct box area = {box.x + 16, box.y + HEAD + 4, box.w - 32, box.h - HEAD - 12};
    fill_heatmap(industries, view, group, day, area.w, &map, labels);
    int fit = heatmap_rows_in(&map, area.h);
    scroll(industries, ui, &map, fit, box);
    struct heatmap_hit hit = heatmap_draw(&map, ui, area);
    if (fit < map.row_count)
        draw_rounded(ui->canvas,
                     (struct box){box.x + box.w - 9, area.y + area.h * map.scrolled / map.row_count,
                                  4, area.h * fit / map.row_count},
                     2, THEME_AXIS);
    int totals = industries->totals;
    bool is_cell = hit.row >= totals && hit.column >= 0 && hit.column < map.column_count - totals;
    if (hit.row >= 0)
        ui->hand = is_cell;
    if (is_cell && ui->input.pressed) {
        char number[24];
        snprintf(ui->selection.industry, sizeof ui->selection.industry, "%s",
                 playback_label(group, industries->industry_dimension, (uint64_t)(hit.row - totals),
                                number));
        snprintf(ui->selection.cell_region, sizeof ui->selection.cell_region, "%s",
                 labels->columns[hit.column]);
        ui->selection.found_region = ui->selection.found_industry = false;
    }
    if (hit.row >= 0)
        show_tooltip(industries, view, &map, hit, day);
    free(labels);
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
    draw_map(industries, view, group, day, map);
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
    .csv = csv_industries,
    .key = key,
    .free = free_state,
};

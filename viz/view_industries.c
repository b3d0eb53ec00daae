/* The heat map of industries by region, against the start, and the history of one cell. */
#include <SDL.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/format.h"
#include "viz/heatmap.h"
#include "viz/industry_detail.h"
#include "viz/industry_measure.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"
#include "viz/view.h"

enum { ROWS_MAX = 256 };

/* Without a choice the cell with the largest fall is shown. */
static void choose_cell(struct view_industries *industries, struct view *view,
                        const struct reader_group *group, uint64_t record)
{
    struct selection *selection = &view->ui->selection;
    char number[24];
    double least = HUGE_VAL;
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
            double value =
                series_row(&industries->measure, industry_measure_row(industries, r, k))[record];
            if ((fixed_region >= 0 && (int64_t)r != fixed_region) ||
                (fixed_industry >= 0 && (int64_t)k != fixed_industry) || !(value < least - 0.005))
                continue;
            least = value;
            region = (int64_t)r, industry = (int64_t)k;
        }
    if (region < 0)
        return;
    snprintf(selection->cell_region, sizeof selection->cell_region, "%s",
             playback_label(group, industries->region_dimension, (uint64_t)region, number));
    snprintf(selection->industry, sizeof selection->industry, "%s",
             playback_label(group, industries->industry_dimension, (uint64_t)industry, number));
}

/* Numbers that label rows without names live here while a frame is drawn. */
struct labels {
    const char *rows[ROWS_MAX + 1], *columns[HEATMAP_COLUMNS_MAX];
    uint32_t colours[HEATMAP_COLUMNS_MAX];
    char row_number[ROWS_MAX + 1][24], column_number[HEATMAP_COLUMNS_MAX][24];
};

static void fill_heatmap(const struct view_industries *industries, const struct view *view,
                         const struct reader_group *group, uint64_t record, struct heatmap *map,
                         struct labels *labels, double *values)
{
    const struct selection *selection = &view->ui->selection;
    bool totals = industries->totals != NULL;
    uint64_t rows = industries->industries < ROWS_MAX ? industries->industries : ROWS_MAX;
    uint64_t columns = industries->regions < HEATMAP_COLUMNS_MAX - 1 ? industries->regions
                                                                     : HEATMAP_COLUMNS_MAX - 1;
    map->row_count = (int)rows + totals, map->column_count = (int)columns + totals;
    map->gap_row = totals ? 1 : -1, map->gap_column = totals ? (int)columns : -1;
    for (uint64_t i = 0; i < rows; i++) {
        const char *code =
            playback_label(group, industries->industry_dimension, i, labels->row_number[i]);
        labels->rows[i + totals] = name_industry(code);
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
    for (int row = 0; row < map->row_count; row++)
        for (int column = 0; column < map->column_count; column++) {
            const struct series *series = &industries->measure;
            uint64_t k = (uint64_t)(row - totals), r = (uint64_t)column;
            const double *history =
                totals && row == 0
                    ? industries->totals +
                          (column < (int)columns ? r : industries->regions) * series->records
                : column == (int)columns
                    ? industries->world + k * series->records
                    : series_row(series, industry_measure_row(industries, r, k));
            values[row * map->column_count + column] = history[record];
        }
}

static void draw_head(struct view_industries *industries, struct view *view,
                      const struct reader_group *group, struct box box)
{
    struct ui *ui = view->ui;
    double width = text_draw(ui->canvas, TEXT_HEADING, TEXT_LEFT, box.x, box.y + 10, THEME_INK,
                             industries->measure.title);
    text_draw(ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x + width + 10, box.y + 10, THEME_QUIET,
              "start = 100");
    int measures = 0;
    for (int i = 0; i < group->column_count; i++)
        measures += industry_measure_is(&group->columns[i]);
    struct box name = {box.x - 6, box.y - 2, width + 12, 24};
    if (measures > 1 && ui_clicked(ui, name))
        view_industries_measure(industries, view, 1);
    if (measures > 1 && ui_over(ui, name))
        draw_horizontal(ui->canvas, box.x, box.x + width, box.y + 20, THEME_QUIET);
    heatmap_legend(ui, (struct box){box.x + box.w - 240, box.y, 240, 20}, industries->limit);
}

static void show_tooltip(const struct view_industries *industries, const struct view *view,
                         const struct heatmap *map, struct heatmap_hit hit)
{
    char heading[160], value[FORMAT_MAX], change[FORMAT_MAX + 8], number[FORMAT_MAX];
    const double shown = map->values[hit.row * map->column_count + hit.column];
    snprintf(heading, sizeof heading, "%s  ·  %s", name_region(map->column_names[hit.column]),
             map->row_names[hit.row]);
    snprintf(change, sizeof change, "%s %%", format_signed(number, shown - 100, 2));
    const struct ui_row rows[] = {
        {0, industries->measure.title, format_number(value, shown, 2)},
        {0, "against the start", isfinite(shown) ? change : value},
    };
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, heading, rows, 2);
}

static void draw_map(struct view_industries *industries, struct view *view,
                     const struct reader_group *group, uint64_t record, struct box box)
{
    struct ui *ui = view->ui;
    struct labels *labels = malloc(sizeof *labels);
    double *values = malloc((ROWS_MAX + 1) * HEATMAP_COLUMNS_MAX * sizeof *values);
    if (!labels || !values) {
        free(labels), free(values);
        return;
    }
    ui_card(ui, box);
    draw_head(industries, view, group, (struct box){box.x + 16, box.y + 12, box.w - 32, 20});
    struct heatmap map = {
        .row_names = labels->rows,
        .column_names = labels->columns,
        .column_colours = labels->colours,
        .values = values,
        .limit = industries->limit,
        .decimals = industries->limit >= 50 ? 0 : 1,
        .selected_row = -1,
        .selected_column = -1,
        .name_width = fmin(214, box.w * 0.34),
    };
    fill_heatmap(industries, view, group, record, &map, labels, values);
    struct box area = {box.x + 16, box.y + 42, box.w - 32, box.h - 52};
    int fit = heatmap_rows_in(&map, area.h), scrolled = (int)industries->scrolled;
    if (ui_over(ui, box))
        scrolled += 3 * (int)ui->input.wheel;
    scrolled = scrolled > map.row_count - fit ? map.row_count - fit : scrolled;
    industries->scrolled = (uint64_t)(scrolled < 0 ? 0 : scrolled);
    map.scrolled = (int)industries->scrolled;
    struct heatmap_hit hit = heatmap_draw(&map, ui, area);
    if (fit < map.row_count)
        draw_rounded(ui->canvas,
                     (struct box){box.x + box.w - 9, area.y + area.h * map.scrolled / map.row_count,
                                  4, area.h * fit / map.row_count},
                     2, THEME_AXIS);
    bool totals = industries->totals != NULL;
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
    }
    if (hit.row >= 0)
        show_tooltip(industries, view, &map, hit);
    free(labels), free(values);
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
    int64_t regions = (int64_t)industries->regions, count_k = (int64_t)industries->industries;
    r = ((r < 0 ? 0 : r) + regions_by + regions) % regions;
    k = ((k < 0 ? 0 : k) + industries_by + count_k) % count_k;
    snprintf(selection->cell_region, sizeof selection->cell_region, "%s",
             playback_label(group, industries->region_dimension, (uint64_t)r, number));
    snprintf(selection->industry, sizeof selection->industry, "%s",
             playback_label(group, industries->industry_dimension, (uint64_t)k, number));
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
    const struct series *series = &industries->measure;
    uint64_t record =
        playback_at(series_days(series), series->records, timeline_day(view->timeline));
    choose_cell(industries, view, group, record);

    struct box map = box, side = box;
    map.w = floor(fmax(box.w * 0.52, fmin(box.w - 320, 640)));
    side.x = map.x + map.w + THEME_GAP, side.w = box.w - map.w - THEME_GAP;
    int64_t r =
        playback_position(group, industries->region_dimension, view->ui->selection.cell_region);
    int64_t k =
        playback_position(group, industries->industry_dimension, view->ui->selection.industry);
    if (r >= 0 && k >= 0) {
        struct industry_cell cell = {
            .region = (uint64_t)r,
            .industry = (uint64_t)k,
            .regions = industries->regions,
            .row = industry_measure_row(industries, (uint64_t)r, (uint64_t)k),
        };
        for (uint64_t i = 0; i < industries->regions && i < INDUSTRY_REGIONS_MAX; i++)
            cell.rows[i] = industry_measure_row(industries, i, (uint64_t)k);
        industry_detail_draw(view, group, industries->region_dimension, series, &cell, side);
    } else {
        ui_card(view->ui, side);
        bool none = record < series->first;
        ui_message(view->ui, side, none ? "No figures yet" : "No cell selected",
                   none ? "Flows have figures from the first step on."
                        : "Click a cell to see its history.");
    }
    draw_map(industries, view, group, record, map);
}

static bool key(void *state, struct view *view, struct key key)
{
    struct view_industries *industries = state;
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
        view_industries_measure(industries, view, key.shift ? -1 : 1);
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
    {{SDLK_m, false, false}, "m", "Next measure (shift m: the one before)", "m measure"},
    {{0}, NULL, NULL, NULL},
};

const struct view_type view_type_industries = {
    .name = "industries",
    .title = "Industries",
    .meaning = "Industries by region as a heat map, and the history of one cell.",
    .commands = COMMANDS,
    .state_size = sizeof(struct view_industries),
    .draw = draw,
    .key = key,
    .free = free_state,
};

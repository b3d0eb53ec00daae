#include "viz/industry_map.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/explain.h"
#include "viz/format.h"
#include "viz/heatmap.h"
#include "viz/industry_measure.h"
#include "viz/menu.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { ROWS_MAX = 256 };

static const char *const MODES[SERIES_MODES] = {"Index", "Level", "Growth"};

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

void industry_map_draw(struct view_industries *industries, struct view *view,
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

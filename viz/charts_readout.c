#include "viz/charts_readout.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/chart.h"
#include "viz/charts_page.h"
#include "viz/charts_panel.h"
#include "viz/format.h"
#include "viz/series_growth.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { ROW = 26, VALUE_WIDTH = 54, CELL_ROW = 22, CELLS_HEAD = 24, CELL_ROWS_MAX = 4 };

/* What a row says: the value shown large, and beside it what it was or what it is compared with. */
struct figures {
    double now, beside, change;
    bool two; /* `beside` is another run, `change` the difference to it; else a year before */
};

static const struct charts_panel *panel_of(const struct view_charts *charts)
{
    return &charts->panels[charts->chosen];
}

/* The series that the first run is compared with, NULL for none. */
static const struct series *second_of(const struct charts_panel *panel)
{
    if (panel->band && panel->middle.values)
        return &panel->middle;
    const struct series *second = panel->second > 0 ? &panel->runs[panel->second] : NULL;
    return second && second->values ? second : NULL;
}

/* Growth in per cent of levels, the difference of all else. */
static double change_of(const struct series *series, double now, double before)
{
    bool percent = series->relative && series->kind != SERIES_CHANGE;
    double change = percent ? 100 * (now / before - 1) : now - before;
    return isfinite(change) ? change : NAN;
}

static struct figures figures_of(const struct charts_panel *panel, const struct view *view,
                                 int line, double day)
{
    const struct series *first = &panel->runs[0];
    const struct series *second = view->compare == COMPARE_ONE ? second_of(panel) : NULL;
    struct figures figures = {.now = series_at(first, (uint64_t)line, day), .two = second != NULL};
    figures.beside = second ? series_at(second, (uint64_t)line, day)
                            : series_at(first, (uint64_t)line, day - SERIES_YEAR_DAYS + 0.5);
    figures.change = change_of(first, figures.now, figures.beside);
    return figures;
}

/* A series that shows changes has no year column: a change of changes says nothing. */
static bool has_change(const struct charts_panel *panel)
{
    return panel->runs[0].kind != SERIES_CHANGE || second_of(panel);
}

static int change_decimals(const struct series *series)
{
    bool percent = series->relative && series->kind != SERIES_CHANGE;
    return !percent ? series->decimals : series->decimals > 1 ? 2 : 1;
}

static const char *change_unit(const struct series *series)
{
    return series->relative && series->kind != SERIES_CHANGE  ? "%"
           : series->kind == SERIES_PERCENT || series->points ? "points"
                                                              : "";
}

/* The click comes first, so that this frame shows it. */
static bool row_base(struct view *view, const struct charts_page *page, int line, struct box row)
{
    struct ui *ui = view->ui;
    if (!page->lines[line].rest && ui_clicked(ui, row))
        charts_page_select(page, ui, line);
    if (ui_over(ui, row))
        draw_rounded(ui->canvas, row, 4, THEME_HOVER);
    return charts_page_stands_out(page, ui, line);
}

static void draw_row(struct view *view, const struct charts_page *page,
                     const struct charts_panel *panel, int line, double day, struct box row)
{
    struct ui *ui = view->ui;
    const struct series *series = &panel->runs[0];
    struct figures figures = figures_of(panel, view, line, day);
    char text[FORMAT_MAX];
    bool bold = row_base(view, page, line, row);
    double y = row.y + row.h / 2, right = row.x + row.w - 8;
    chart_swatch(ui, (struct box){row.x + 8, y - 4, 14, 8}, charts_page_colour(page, line),
                 bold ? 3 : 1.6, CHART_SOLID);
    if (has_change(panel)) {
        format_signed(text, figures.change, change_decimals(series));
        text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, right, y, THEME_TEXT, text);
        right -= VALUE_WIDTH;
    }
    if (figures.two) {
        series_text(series, figures.beside, text);
        text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, right, y, THEME_TEXT, text);
        right -= VALUE_WIDTH;
    }
    series_text(series, figures.now, text);
    right -= text_draw(ui->canvas, (bold ? TEXT_STRONG : TEXT_BODY) | TEXT_TABULAR, TEXT_RIGHT,
                       right, y, THEME_INK, text);
    const struct charts_line *l = &page->lines[line];
    const char *name = l->name;
    if (text_width(ui->canvas, bold ? TEXT_STRONG : TEXT_BODY, name) > right - 8 - row.x - 30 &&
        page->regions && !l->rest)
        name = l->label;
    text_draw_fit(ui->canvas, bold ? TEXT_STRONG : TEXT_BODY, TEXT_LEFT, row.x + 30, y,
                  right - 8 - (row.x + 30), THEME_TEXT, name);
}

/* A line of the legend of runs. */
static void draw_run(struct ui *ui, double x, double y, double w, enum chart_dash dash,
                     double width, const char *name)
{
    chart_swatch(ui, (struct box){x, y - 4, 24, 8}, THEME_TEXT, width, dash);
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, x + 32, y, w - 32, THEME_INK, name);
}

/* Which line is which run; returns the height used. */
static double draw_runs(const struct charts_panel *panel, struct view *view, double x, double y,
                        double w)
{
    struct view *runs[CHARTS_RUNS_APART + 1];
    int count = charts_panel_runs(view, runs, CHARTS_RUNS_APART + 1), rows = 0;
    char name[128];
    if (view->compare != COMPARE_ONE || count < 2)
        return 0;
    for (int r = 0; r < count && (r == 0 || !panel->band); r++, rows++)
        draw_run(view->ui, x, y + rows * 19, w,
                 r == 0   ? CHART_SOLID
                 : r == 1 ? CHART_DASHED
                          : CHART_DOTTED,
                 2.2, playback_short_name(runs[r]->playback, name, sizeof name));
    if (panel->band) {
        snprintf(name, sizeof name, "median of %d runs", panel->run_count);
        draw_run(view->ui, x, y + 19, w, CHART_DASHED, 2.2, name);
        draw_fill(view->ui->canvas, (struct box){x, y + 38 - 5, 24, 10},
                  draw_fade(THEME_TEXT, 0.25));
        text_draw_fit(view->ui->canvas, TEXT_SMALL, TEXT_LEFT, x + 32, y + 38, w - 32, THEME_INK,
                      "from the least to the greatest");
        rows += 2;
    }
    return rows * 19 + 8;
}

/* A short unit stands above the values; else it has a line of its own. */
static bool unit_in_head(const struct charts_panel *panel, const struct view *view)
{
    const struct series *series = &panel->runs[0];
    return series->kind != SERIES_CHANGE && strlen(series->unit) <= 16 &&
           !(view->compare == COMPARE_ONE && second_of(panel));
}

/* Above the values: what they are. */
static void draw_heads(const struct charts_panel *panel, const struct view *view, double x,
                       double y, double w)
{
    struct canvas *canvas = view->ui->canvas;
    const struct series *series = &panel->runs[0];
    double right = x + w;
    char text[64];
    bool two = view->compare == COMPARE_ONE && second_of(panel);
    if (has_change(panel)) {
        const char *unit = change_unit(series);
        snprintf(text, sizeof text, two ? "diff. %s" : "%s a year",
                 two && strcmp(unit, "points") == 0 ? "pp" : unit);
        text_draw(canvas, TEXT_TINY, TEXT_RIGHT, right, y, THEME_QUIET,
                  two || change_unit(series)[0] ? text : "1 year");
        right -= VALUE_WIDTH;
    }
    if (two) {
        text_draw(canvas, TEXT_TINY, TEXT_RIGHT, right, y, THEME_QUIET,
                  panel->band ? "median" : "second");
        right -= VALUE_WIDTH;
        text_draw(canvas, TEXT_TINY, TEXT_RIGHT, right, y, THEME_QUIET, "first");
        right -= VALUE_WIDTH;
    }
    if (unit_in_head(panel, view))
        text_draw_fit(canvas, TEXT_TINY, TEXT_RIGHT, right, y, right - x, THEME_QUIET,
                      series->unit);
}

static void capital(char *text, size_t size, const char *from)
{
    snprintf(text, size, "%s", from);
    text[0] = (char)toupper((unsigned char)text[0]);
}

void charts_readout_draw(const struct view_charts *charts, struct view *view, double day,
                         struct box box)
{
    struct ui *ui = view->ui;
    const struct charts_panel *panel = panel_of(charts);
    ui_card(ui, box);
    if (panel->run_count == 0)
        return;
    const struct series *series = &panel->runs[0];
    char text[FORMAT_MAX], meaning[256];
    capital(meaning, sizeof meaning, series->column->meaning);
    double x = box.x + 16, w = box.w - 32, y = box.y + 20;
    text_draw_fit(ui->canvas, TEXT_HEADING, TEXT_LEFT, x, y, w, THEME_INK, series->title);
    text_draw(ui->canvas, TEXT_SMALL, TEXT_LEFT, x, y + 20, THEME_TEXT,
              format_date(text, timeline_date(view->timeline, day)));
    y += 31;
    if (!unit_in_head(panel, view))
        y += ui_paragraph(ui, (struct box){x, y, w, 36}, TEXT_SMALL, THEME_QUIET, series->unit);
    y += 16;
    y += draw_runs(panel, view, x, y, w);
    draw_heads(panel, view, x, y, w);
    y += 10;
    for (int i = 0; i < charts->page.line_count && y + ROW < box.y + box.h; i++, y += ROW)
        draw_row(view, &charts->page, panel, i, day, (struct box){box.x + 8, y, box.w - 16, ROW});
    y += 10;
    double bottom = box.y + box.h - 8, hint = box.y + box.h - 60;
    bool room = y + 66 < hint && !ui->plain; /* for both; else the meaning comes first */
    if (y + 40 < bottom) {
        draw_horizontal(ui->canvas, x, x + w, y, THEME_BORDER);
        ui_paragraph(ui, (struct box){x, y + 10, w, (room ? hint - 4 : bottom) - y - 10},
                     TEXT_SMALL, THEME_TEXT, meaning);
    }
    if (room)
        ui_paragraph(ui, (struct box){x, hint, w, 52}, TEXT_TINY, THEME_QUIET,
                     ui->charts.enlarged ? "Click the title to see all charts. Click a name to "
                                           "make it stand out."
                                         : "Click a title to enlarge a chart, a name to make it "
                                           "stand out. Drag in a chart to move in time.");
}

/* Codes of regions, short names of all else. */
static const char *cell_name(const struct charts_page *page, int line)
{
    const struct charts_line *l = &page->lines[line];
    return page->regions && !l->rest ? l->label : l->name;
}

static double cell_width(const struct charts_page *page, const struct view *view, bool change)
{
    double width = 0;
    for (int i = 0; i < page->line_count; i++)
        width = fmax(width, text_width(view->ui->canvas, TEXT_STRONG, cell_name(page, i)));
    return fmin(width, 120) + 24 + 56 + (change ? 50 : 0) + 14;
}

struct cells {
    int columns, rows;
};

static struct cells cells_of(const struct view_charts *charts, const struct view *view,
                             double width)
{
    const struct charts_panel *panel = panel_of(charts);
    bool change = view->compare == COMPARE_ONE && panel->run_count > 0 && second_of(panel);
    struct cells cells;
    cells.columns = (int)fmax(1, floor((width - 16) / cell_width(&charts->page, view, change)));
    cells.rows = (charts->page.line_count + cells.columns - 1) / cells.columns;
    cells.rows = cells.rows > CELL_ROWS_MAX ? CELL_ROWS_MAX : cells.rows;
    if (cells.rows > 0) /* as evenly as they fit */
        cells.columns = (charts->page.line_count + cells.rows - 1) / cells.rows < cells.columns
                            ? (charts->page.line_count + cells.rows - 1) / cells.rows
                            : cells.columns;
    return cells;
}

double charts_readout_height(const struct view_charts *charts, const struct view *view,
                             double width)
{
    return CELLS_HEAD + 8 + cells_of(charts, view, width).rows * CELL_ROW;
}

static void draw_cell(struct view *view, const struct charts_page *page,
                      const struct charts_panel *panel, int line, double day, struct box cell)
{
    struct ui *ui = view->ui;
    const struct series *series = &panel->runs[0];
    struct figures figures = figures_of(panel, view, line, day);
    char text[FORMAT_MAX];
    bool bold = row_base(view, page, line, cell);
    double y = cell.y + cell.h / 2, right = cell.x + cell.w - 8;
    chart_swatch(ui, (struct box){cell.x + 6, y - 4, 12, 8}, charts_page_colour(page, line),
                 bold ? 3 : 1.6, CHART_SOLID);
    if (figures.two) {
        text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, right, y, THEME_TEXT,
                  format_signed(text, figures.change, change_decimals(series)));
        right -= 50;
    }
    series_text(series, figures.now, text);
    right -= text_draw(ui->canvas, (bold ? TEXT_STRONG : TEXT_SMALL) | TEXT_TABULAR, TEXT_RIGHT,
                       right, y, THEME_INK, text);
    text_draw_fit(ui->canvas, bold ? TEXT_STRONG : TEXT_SMALL, TEXT_LEFT, cell.x + 24, y,
                  right - 6 - cell.x - 24, THEME_TEXT, cell_name(page, line));
}

/* "solid framework, dashed no-deal; difference in %" */
static void describe_runs(const struct charts_panel *panel, const struct view *view, char *text,
                          size_t size)
{
    struct view *runs[CHARTS_RUNS_APART + 1];
    int count = charts_panel_runs(view, runs, CHARTS_RUNS_APART + 1);
    char first[64], second[64];
    text[0] = '\0';
    if (view->compare != COMPARE_ONE || count < 2)
        return;
    playback_short_name(runs[0]->playback, first, sizeof first);
    if (panel->band)
        snprintf(second, sizeof second, "median of %d runs", panel->run_count);
    else
        playback_short_name(runs[1]->playback, second, sizeof second);
    const char *unit = change_unit(&panel->runs[0]);
    snprintf(text, size, "  ·  %s solid, %s dashed, difference%s%s", first, second,
             unit[0] ? " in " : "", unit);
}

void charts_readout_draw_cells(const struct view_charts *charts, struct view *view, double day,
                               struct box box)
{
    struct ui *ui = view->ui;
    const struct charts_panel *panel = panel_of(charts);
    ui_card(ui, box);
    if (panel->run_count == 0)
        return;
    char line[400], date[FORMAT_MAX], runs[200];
    double x = box.x + 14, y = box.y + 16;
    double used = text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, x, y, box.w - 28, THEME_INK,
                                panel->runs[0].title);
    describe_runs(panel, view, runs, sizeof runs);
    snprintf(line, sizeof line, "%s  ·  %s%s",
             format_date(date, timeline_date(view->timeline, day)), panel->runs[0].unit, runs);
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, x + used + 10, y, box.w - 38 - used,
                  THEME_QUIET, line);
    struct cells cells = cells_of(charts, view, box.w);
    bool change = view->compare == COMPARE_ONE && second_of(panel);
    double w = fmin((box.w - 16) / cells.columns, cell_width(&charts->page, view, change) + 16);
    for (int i = 0; i < charts->page.line_count && i < cells.columns * cells.rows; i++)
        draw_cell(view, &charts->page, panel, i, day,
                  (struct box){box.x + 8 + i % cells.columns * w,
                               box.y + CELLS_HEAD + 4 + i / cells.columns * CELL_ROW, w, CELL_ROW});
}

#include "viz/charts_draw.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/chart.h"
#include "viz/charts_page.h"
#include "viz/charts_panel.h"
#include "viz/explain.h"
#include "viz/format.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

/* Two lines that stand out in 32 runs with their median, and the others. */
enum { LINES_MAX = 2 * 33 + CHARTS_LINES_MAX, BANDS_MAX = 2 };

/* More runs than these are lines in a large chart alone: in a small one their range says as much. */
enum { THIN_MAX = 12 };

struct drawing {
    struct chart_line lines[LINES_MAX];
    struct chart_band bands[BANDS_MAX];
    int line_count, band_count;
    double low, high; /* of all that is drawn */
};

static void widen(struct drawing *drawing, const double *values, uint64_t records)
{
    for (uint64_t t = 0; t < records; t++) {
        if (!isfinite(values[t]))
            continue;
        drawing->low = fmin(drawing->low, values[t]);
        drawing->high = fmax(drawing->high, values[t]);
    }
}

static void add_line(struct drawing *drawing, struct chart_line line)
{
    if (drawing->line_count < LINES_MAX)
        drawing->lines[drawing->line_count++] = line;
}

/* One run: all lines of the page, those in the background first, so that Japan and the United
 * States are never covered. */
static void add_page(struct drawing *drawing, const struct charts_page *page,
                     const struct charts_panel *panel, const struct view *view)
{
    bool chosen = (page->regions ? view->ui->selection.region : view->ui->charts.line)[0] != '\0';
    bool large = view->ui->charts.enlarged;
    for (int pass = 0; pass < 2; pass++)
        for (int i = page->line_count; i-- > 0;) {
            bool bold = charts_page_stands_out(page, view->ui, i);
            if (bold != (pass == 1))
                continue;
            double alpha = bold ? 1 : chosen ? 0.45 : 0.8;
            add_line(drawing, (struct chart_line){
                                  .values = series_row(&panel->runs[0], (uint64_t)i),
                                  .colour = draw_fade(charts_page_colour(page, i), alpha),
                                  .width = bold    ? 2.4
                                           : large ? 1.4
                                                   : 1.2,
                                  .label = page->lines[i].name,
                              });
        }
    /* Of a difference the line that was chosen has all the height: others may leave the chart. */
    for (int i = 0; i < page->line_count && chosen && view->compare == COMPARE_DIFFERENCE; i++)
        if (charts_page_stands_out(page, view->ui, i))
            widen(drawing, series_row(&panel->runs[0], (uint64_t)i), panel->runs[0].records);
    if (drawing->low <= drawing->high)
        return;
    for (int r = 0; r < panel->run_count; r++) {
        if (!panel->runs[r].values)
            continue;
        drawing->low = fmin(drawing->low, panel->runs[r].low);
        drawing->high = fmax(drawing->high, panel->runs[r].high);
    }
}

static void add_band(struct drawing *drawing, const struct charts_panel *panel, int line,
                     uint32_t colour)
{
    if (drawing->band_count == BANDS_MAX)
        return;
    struct chart_band band = {.low = series_row(&panel->low, (uint64_t)line),
                              .high = series_row(&panel->high, (uint64_t)line),
                              .colour = draw_fade(colour, 0.2)};
    drawing->bands[drawing->band_count++] = band;
    widen(drawing, band.low, panel->low.records);
    widen(drawing, band.high, panel->high.records);
}

/* A line of the page in every run: few apart from each other, many as a range. */
static void add_runs(struct drawing *drawing, const struct charts_page *page,
                     const struct charts_panel *panel, int line, bool enlarged)
{
    uint32_t colour = charts_page_colour(page, line);
    bool all = !panel->band || panel->run_count <= THIN_MAX || enlarged;
    if (panel->band)
        add_band(drawing, panel, line, colour);
    for (int r = panel->run_count; r-- > 0;) {
        const struct series *run = &panel->runs[r];
        if (!run->values)
            continue;
        bool thin = panel->band && r > 0;
        if (thin && !all)
            continue;
        const double *values = series_row(run, (uint64_t)line);
        if (r == 0 && panel->band)
            add_line(drawing,
                     (struct chart_line){.values = series_row(&panel->middle, (uint64_t)line),
                                         .colour = colour,
                                         .width = 2,
                                         .dash = CHART_DASHED});
        add_line(drawing, (struct chart_line){
                              .values = values,
                              .colour = draw_fade(colour, thin ? 0.3 : 1),
                              .width = thin     ? 1
                                       : r == 0 ? 2.4
                                                : 2,
                              .dash = thin || r == 0 ? CHART_SOLID
                                      : r == 1       ? CHART_DASHED
                                                     : CHART_DOTTED,
                              .label = r == 0 ? page->lines[line].name : NULL,
                          });
        widen(drawing, values, run->records);
    }
}

static void fill(struct drawing *drawing, const struct charts_page *page,
                 const struct charts_panel *panel, const struct view *view)
{
    *drawing = (struct drawing){.low = HUGE_VAL, .high = -HUGE_VAL};
    bool over = view->compare == COMPARE_ONE && panel->run_count > 1;
    if (!over)
        add_page(drawing, page, panel, view);
    int bold = 0;
    for (int i = page->line_count; i-- > 0 && (over || panel->band);)
        if (charts_page_stands_out(page, view->ui, i) && bold++ < BANDS_MAX) {
            if (over)
                add_runs(drawing, page, panel, i, view->ui->charts.enlarged);
            else
                add_band(drawing, panel, i, charts_page_colour(page, i));
        }
    if (!(drawing->low <= drawing->high))
        drawing->low = drawing->high = panel->runs[0].kind == SERIES_INDEX ? 100 : 0;
}

/* Never so near that rounding noise would fill the picture. */
static double least_span(const struct series *series, const struct drawing *drawing)
{
    double size = fmax(fabs(drawing->low), fabs(drawing->high));
    if (series->kind == SERIES_INDEX)
        return 2;
    if (series->kind == SERIES_PERCENT)
        return 1;
    if (series->kind == SERIES_CHANGE && (series->relative || series->points))
        return 0.1;
    return size > 0 ? 0.02 * size : 1;
}

static struct chart chart_of(const struct view *view, const struct series *series,
                             const struct drawing *drawing, char *unit, size_t unit_size)
{
    bool logarithmic =
        view->ui->charts.logarithmic && series->kind != SERIES_CHANGE && drawing->low > 0;
    snprintf(unit, unit_size, "%s%s%s", series->unit, logarithmic && series->unit[0] ? ", " : "",
             logarithmic ? "log scale" : "");
    struct chart chart = charts_panel_chart(view, series);
    chart.low = drawing->low, chart.high = drawing->high;
    chart.least_span = least_span(series, drawing);
    chart.unit = unit;
    chart.lines = drawing->lines, chart.line_count = drawing->line_count;
    chart.bands = drawing->bands, chart.band_count = drawing->band_count;
    chart.logarithmic = logarithmic;
    return chart;
}

/* The values of those that stand out, right-aligned above the chart; returns the room left. */
static double draw_values(const struct view *view, const struct charts_page *page,
                          const struct series *series, double day, struct box line)
{
    double x = line.x + line.w;
    int shown = 0;
    for (int i = page->line_count; i-- > 0 && shown < 2;) {
        if (!charts_page_stands_out(page, view->ui, i))
            continue;
        char text[FORMAT_MAX];
        double value = series_at(series, (uint64_t)i, day);
        series_text(series, value, text);
        x -= text_draw(view->ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, x,
                       line.y + line.h / 2, THEME_INK, text);
        draw_circle(view->ui->canvas, x - 7, line.y + line.h / 2, 3.2, charts_page_colour(page, i));
        x -= 20;
        shown++;
    }
    return x - line.x;
}

static void use_mouse(struct charts_panel *panel, const char *group, struct view *view,
                      const struct chart *chart, struct box box, struct box head, struct box plot,
                      double *hover)
{
    struct ui *ui = view->ui;
    if (!ui_over(ui, box))
        return;
    explain_column(ui, head, view->playback, group, panel->column);
    snprintf(ui->charts.column, sizeof ui->charts.column, "%s", panel->column);
    ui->hand = true;
    double day = NAN;
    if (chart && box_contains(plot, ui->input.x, ui->input.y)) {
        const struct series *series = &panel->runs[0];
        double near = chart_day(chart, plot, ui->input.x) + series_spacing(series) / 2;
        day = series_days(series)[playback_at(series_days(series), series->records, near)];
        *hover = day;
        draw_vertical(ui->canvas, chart_x(chart, plot, day), plot.y, plot.y + plot.h,
                      draw_fade(THEME_QUIET, 0.6));
    }
    if (ui->input.pressed && (ui->input.doubled || box_contains(head, ui->input.x, ui->input.y)))
        ui->charts.enlarged = !ui->charts.enlarged;
    else if (ui->input.down && isfinite(day))
        timeline_go(view->timeline,
                    (int64_t)playback_at(view->timeline->days, view->timeline->records, day));
}

static void draw_panel(struct view_charts *charts, struct view *view, int index, struct box box,
                       double *hover)
{
    struct ui *ui = view->ui;
    struct charts_panel *panel = &charts->panels[index];
    char unit[160], title[64];
    ui_card(ui, box);
    struct box head = {box.x + 12, box.y + 8, box.w - 24, 20};
    struct box inner = {box.x + 12, box.y + 32, box.w - 18, box.h - 38};
    charts_panel_make(panel, &charts->page, view);
    if (panel->run_count == 0) {
        text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, head.x, head.y + 10, head.w, THEME_INK,
                      name_column(title, sizeof title, panel->column));
        text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_CENTRE, box.x + box.w / 2, box.y + box.h / 2,
                      box.w - 24, THEME_QUIET,
                      view->playback->waiting ? "reading" : "cannot be shown");
        use_mouse(panel, charts->page.group, view, NULL, box, head, inner, hover);
        return;
    }
    const struct series *series = &panel->runs[0];
    struct drawing drawing;
    fill(&drawing, &charts->page, panel, view);
    struct chart chart = chart_of(view, series, &drawing, unit, sizeof unit);
    chart.label_room = ui->charts.enlarged && box.w > 500 ? 116 : 0;
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, head.x, head.y + 10, head.w, THEME_INK,
                  series->title);
    double day = chart.cursor;
    /* A unit that is too long for the line beside the values goes beside the title. */
    double room = draw_values(view, &charts->page, series, day,
                              (struct box){head.x, inner.y - 2, head.w, 12});
    chart.unit_room = room;
    if (text_width(ui->canvas, TEXT_TINY, unit) > room) {
        double used = text_width(ui->canvas, TEXT_STRONG, series->title) + 10;
        text_draw_fit(ui->canvas, TEXT_TINY, TEXT_RIGHT, head.x + head.w, head.y + 10,
                      head.w - used, THEME_QUIET, unit);
        chart.unit = "";
    }
    chart_draw(&chart, ui, inner);
    use_mouse(panel, charts->page.group, view, &chart, box, head, chart_plot(&chart, inner), hover);
}

struct grid {
    int columns, rows;
};

/* The grid with the largest charts of a pleasant shape; what does not fit is scrolled to. */
static struct grid choose_grid(int charts, struct box box)
{
    struct grid best = {1, 1};
    int most_columns = (int)fmax(1, floor((box.w + THEME_GAP) / (236 + THEME_GAP)));
    int most_rows = (int)fmax(1, floor((box.h + THEME_GAP) / (140 + THEME_GAP)));
    double best_size = 0;
    bool best_fits = false;
    for (int c = 1; c <= most_columns; c++)
        for (int r = 1; r <= most_rows; r++) {
            double w = (box.w + THEME_GAP) / c, h = (box.h + THEME_GAP) / r;
            bool fits = c * r >= charts;
            double size = fits ? fmin(w / 1.7, h) : c * r;
            if ((fits && !best_fits) || (fits == best_fits && size > best_size)) {
                best = (struct grid){c, r};
                best_size = size;
                best_fits = fits;
            }
        }
    return best;
}

void charts_draw_grid(struct view_charts *charts, struct view *view, struct box box, double *hover)
{
    struct chart_choice *choice = &view->ui->charts;
    bool enlarged = choice->enlarged;
    struct grid grid = enlarged ? (struct grid){1, 1} : choose_grid(charts->count, box);
    int rows = (charts->count + grid.columns - 1) / grid.columns;
    if (ui_over(view->ui, box) && !enlarged)
        choice->scrolled += (int)view->ui->input.wheel;
    if (!enlarged) {
        if (choice->scrolled > rows - grid.rows)
            choice->scrolled = rows - grid.rows;
        if (choice->scrolled < 0)
            choice->scrolled = 0;
    }
    double w = (box.w - (grid.columns - 1) * THEME_GAP) / grid.columns;
    double h = (box.h - (grid.rows - 1) * THEME_GAP) / grid.rows;
    int first = enlarged ? charts->chosen : choice->scrolled * grid.columns;
    for (int i = 0; i < grid.columns * grid.rows && first + i < charts->count; i++)
        draw_panel(charts, view, first + i,
                   (struct box){box.x + (i % grid.columns) * (w + THEME_GAP),
                                box.y + (i / grid.columns) * (h + THEME_GAP), w, h},
                   hover);
    if (!enlarged && rows > grid.rows) {
        double share = (double)grid.rows / rows, top = (double)choice->scrolled / rows;
        draw_rounded(view->ui->canvas,
                     (struct box){box.x + box.w + 3, box.y + top * box.h, 4, share * box.h}, 2,
                     THEME_AXIS);
    }
}

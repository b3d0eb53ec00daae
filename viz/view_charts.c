/* Region indices as small multiples: one chart a column, one line a region, one readout. */
#include <SDL.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/chart.h"
#include "viz/charts_readout.h"
#include "viz/format.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"
#include "viz/view.h"

/* Shown first, in this order, where a file has them; the rest follows as in the file. */
static const char *const FIRST[] = {
    "real_gdp",
    "gdp_real",
    "unemployment_rate",
    "consumer_prices",
    "price_index",
    "consumption",
    "investment",
    "government_consumption",
    "exports",
    "imports",
    "wage_index",
    "policy_rate",
    "gdp",
    "gdp_nominal",
    "debt",
};

enum { FIRST_COUNT = sizeof FIRST / sizeof *FIRST };

static void free_state(void *state)
{
    struct view_charts *charts = state;
    for (int i = 0; i < charts->count; i++)
        series_free(&charts->series[i]);
    free(charts->series);
    charts->series = NULL;
    charts->count = 0;
}

static int place_of(const char *name)
{
    for (int i = 0; i < FIRST_COUNT; i++)
        if (strcmp(FIRST[i], name) == 0)
            return i;
    return FIRST_COUNT;
}

static void add_series(struct view_charts *charts, struct view *view, const char *name)
{
    const struct playback_column *column = playback_column(view->playback, "region", name);
    if (column && column->records > 0 &&
        series_make(&charts->series[charts->count], column, NULL, false,
                    view->playback->reader.days_per_step))
        charts->count++;
}

/* Made anew whenever there are new records. */
static void update(struct view_charts *charts, struct view *view, const struct reader_group *group)
{
    if (charts->version == view->playback->version + 1)
        return;
    free_state(charts);
    charts->version = view->playback->version + 1;
    charts->series = calloc((size_t)group->column_count + 1, sizeof *charts->series);
    if (!charts->series)
        return;
    for (int place = 0; place <= FIRST_COUNT; place++)
        for (int i = 0; i < group->column_count; i++)
            if (group->columns[i].has_time && place_of(group->columns[i].name) == place)
                add_series(charts, view, group->columns[i].name);
    for (int i = 0; i < charts->count; i++)
        if (strcmp(charts->series[i].column->name, view->ui->selection.column) == 0)
            charts->chosen = i;
    if (charts->chosen >= charts->count)
        charts->chosen = 0;
}

static struct chart chart_of(const struct view *view, const struct series *series,
                             const struct chart_line *lines, int line_count)
{
    return (struct chart){
        .start_day = view->timeline->start_day,
        .days = series_days(series),
        .records = series->records,
        .first = timeline_first(view->timeline),
        .last = timeline_last(view->timeline),
        .low = series->low,
        .high = series->high,
        .least_span = series->kind == SERIES_LEVEL
                          ? fmax(series->decimals > 2 ? 0.01 : 1, 0.02 * fabs(series->high))
                      : series->kind == SERIES_INDEX ? 2
                                                     : 1,
        .reference = series->kind == SERIES_INDEX ? 100 : NAN,
        .cursor = timeline_day(view->timeline),
        .events = &view->playback->events,
        .unit = series->unit,
        .lines = lines,
        .line_count = line_count,
    };
}

/* Those in the background first, so that Japan and the United States are never covered. */
static int make_lines(const struct view *view, const struct reader_group *group,
                      const struct series *series, bool large, struct chart_line *lines)
{
    int made = 0;
    uint64_t regions = group->rows < CHARTS_REGIONS_MAX ? group->rows : CHARTS_REGIONS_MAX;
    for (int pass = 0; pass < 2; pass++)
        for (uint64_t k = regions; k-- > 0;) {
            bool bold = charts_readout_stands_out(view, group, k);
            if (bold != (pass == 1))
                continue;
            double alpha = bold ? 1 : view->ui->selection.region[0] ? 0.45 : 0.8;
            lines[made++] = (struct chart_line){
                .values = series_row(series, k),
                .colour = draw_fade(charts_readout_colour(group, k), alpha),
                .width = bold    ? 2.4
                         : large ? 1.4
                                 : 1.2,
                .label = group->dimensions[0].labels ? name_region(group->dimensions[0].labels[k])
                                                     : NULL,
            };
        }
    return made;
}

/* The values of those that stand out, right-aligned above the chart; returns the room left. */
static double draw_values(const struct view *view, const struct reader_group *group,
                          const struct series *series, double day, struct box line)
{
    double x = line.x + line.w;
    uint64_t t = playback_at(series_days(series), series->records, day);
    int shown = 0;
    for (uint64_t k = group->rows; k-- > 0 && shown < 2;) {
        if (!charts_readout_stands_out(view, group, k))
            continue;
        char text[FORMAT_MAX];
        format_number(text, series_row(series, k)[t], series->decimals);
        x -= text_draw(view->ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, x,
                       line.y + line.h / 2, THEME_INK, text);
        draw_circle(view->ui->canvas, x - 7, line.y + line.h / 2, 3.2,
                    charts_readout_colour(group, k));
        x -= 20;
        shown++;
    }
    return x - line.x;
}

/* The usual distance of two records. */
static double days_between(const struct series *series)
{
    const double *days = series_days(series);
    return series->records > 1
               ? (days[series->records - 1] - days[0]) / (double)(series->records - 1)
               : 0;
}

static void draw_panel(struct view_charts *charts, struct view *view,
                       const struct reader_group *group, int index, struct box box, double *hover)
{
    struct ui *ui = view->ui;
    const struct series *series = &charts->series[index];
    struct chart_line lines[CHARTS_REGIONS_MAX];
    int line_count = make_lines(view, group, series, charts->enlarged, lines);
    struct chart chart = chart_of(view, series, lines, line_count);
    chart.label_room = charts->enlarged && box.w > 500 ? 112 : 0;
    ui_card(ui, box);
    struct box head = {box.x + 12, box.y + 8, box.w - 24, 20};
    struct box inner = {box.x + 12, box.y + 32, box.w - 18, box.h - 38};
    struct box plot = chart_plot(&chart, inner);
    if (ui_over(ui, box)) {
        charts->chosen = index;
        ui->hand = true;
        if (box_contains(plot, ui->input.x, ui->input.y)) {
            double day = chart_day(&chart, plot, ui->input.x) + days_between(series) / 2;
            *hover = series_days(series)[playback_at(series_days(series), series->records, day)];
        }
        if (ui->input.pressed &&
            (ui->input.doubled || box_contains(head, ui->input.x, ui->input.y)))
            charts->enlarged = !charts->enlarged;
        else if (ui->input.down && isfinite(*hover))
            timeline_go(view->timeline, (int64_t)playback_at(view->timeline->days,
                                                             view->timeline->records, *hover));
    }
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, head.x, head.y + 10, head.w, THEME_INK,
                  series->title);
    chart.unit_room = draw_values(view, group, series, chart.cursor,
                                  (struct box){head.x, inner.y - 2, head.w, 12});
    chart_draw(&chart, ui, inner);
    if (isfinite(*hover) && ui_over(ui, box))
        draw_vertical(ui->canvas, chart_x(&chart, plot, *hover), plot.y, plot.y + plot.h,
                      draw_fade(THEME_QUIET, 0.6));
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

static void draw_grid(struct view_charts *charts, struct view *view,
                      const struct reader_group *group, struct box box, double *hover)
{
    struct grid grid = charts->enlarged ? (struct grid){1, 1} : choose_grid(charts->count, box);
    int rows = (charts->count + grid.columns - 1) / grid.columns;
    if (ui_over(view->ui, box) && !charts->enlarged)
        charts->scrolled += (int)view->ui->input.wheel;
    if (charts->scrolled > rows - grid.rows)
        charts->scrolled = rows - grid.rows;
    if (charts->scrolled < 0)
        charts->scrolled = 0;
    double w = (box.w - (grid.columns - 1) * THEME_GAP) / grid.columns;
    double h = (box.h - (grid.rows - 1) * THEME_GAP) / grid.rows;
    bool enlarged = charts->enlarged;
    int first = enlarged ? charts->chosen : charts->scrolled * grid.columns;
    for (int i = 0; i < grid.columns * grid.rows && first + i < charts->count; i++)
        draw_panel(charts, view, group, first + i,
                   (struct box){box.x + (i % grid.columns) * (w + THEME_GAP),
                                box.y + (i / grid.columns) * (h + THEME_GAP), w, h},
                   hover);
    if (!enlarged && rows > grid.rows) {
        double share = (double)grid.rows / rows, top = (double)charts->scrolled / rows;
        draw_rounded(view->ui->canvas,
                     (struct box){box.x + box.w + 3, box.y + top * box.h, 4, share * box.h}, 2,
                     THEME_AXIS);
    }
}

void view_charts_choose(struct view_charts *charts, int by)
{
    if (charts->count == 0)
        return;
    if (charts->enlarged)
        charts->chosen = (charts->chosen + by + charts->count) % charts->count;
    else
        charts->scrolled += by; /* brought into range when drawn */
}

static void draw(void *state, struct view *view, struct box box)
{
    struct view_charts *charts = state;
    const struct reader_group *group = playback_group(view->playback, "region");
    if (!group || group->dimension_count != 1) {
        ui_message(view->ui, box, "No regions in this file",
                   "The charts show the columns of the group /region [time, region].");
        return;
    }
    update(charts, view, group);
    if (group->records == 0 || charts->count == 0) {
        ui_message(view->ui, box, group->records == 0 ? "No records yet" : "No columns to show",
                   "The charts show the columns of the group /region over time.");
        return;
    }
    double hover = NAN;
    bool wide = box.w >= 980;
    struct box main = box;
    struct box side = {box.x + box.w - 252, box.y, 252, box.h};
    if (wide)
        main.w -= side.w + THEME_GAP;
    else
        main.y += 40 + THEME_GAP, main.h -= 40 + THEME_GAP;
    draw_grid(charts, view, group, main, &hover);
    double day = isfinite(hover) ? hover : timeline_day(view->timeline);
    if (wide)
        charts_readout_draw(charts, view, group, day, side);
    else
        charts_readout_draw_line(charts, view, group, day, (struct box){box.x, box.y, box.w, 40});
}

static bool key(void *state, struct view *view, struct key key)
{
    struct view_charts *charts = state;
    (void)view;
    switch (key.code) {
    case SDLK_UP:
    case SDLK_DOWN:
        view_charts_choose(charts, key.code == SDLK_DOWN ? 1 : -1);
        return true;
    case SDLK_RETURN:
        charts->enlarged = !charts->enlarged;
        return true;
    case SDLK_ESCAPE: {
        bool was = charts->enlarged;
        charts->enlarged = false;
        return was;
    }
    default:
        return false;
    }
}

static const struct command COMMANDS[] = {
    {{SDLK_UP, false, false}, "↑", "Scroll up, or to the chart before", "↑ ↓ scroll"},
    {{SDLK_DOWN, false, false}, "↓", "Scroll down, or to the next chart", NULL},
    {{SDLK_RETURN, false, false},
     "enter",
     "Enlarge the chart under the mouse, and back",
     "enter enlarge"},
    {{0}, NULL, NULL, NULL},
};

const struct view_type view_type_charts = {
    .name = "charts",
    .title = "Charts",
    .meaning = "Every series of the regions over time.",
    .commands = COMMANDS,
    .state_size = sizeof(struct view_charts),
    .draw = draw,
    .key = key,
    .free = free_state,
};

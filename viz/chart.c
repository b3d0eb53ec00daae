#include "viz/chart.h"

#include <math.h>
#include <stdlib.h>

#include "viz/format.h"
#include "viz/playback.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { AXIS_WIDTH = 36, AXIS_HEIGHT = 18, UNIT_HEIGHT = 16 };

struct range {
    double low, high;
};

/* The values with a little air, never so near that rounding noise would fill the picture. */
static struct range value_range(const struct chart *chart)
{
    double low = chart->low, high = chart->high;
    if (isfinite(chart->reference)) {
        low = fmin(low, chart->reference);
        high = fmax(high, chart->reference);
    }
    double missing = chart->least_span - (high - low);
    if (missing > 0)
        low -= missing / 2, high += missing / 2;
    double air = 0.06 * (high - low);
    if (chart->low >= 0 && low - air < 0)
        return (struct range){0, high + air + (low - air < 0 && low < 0 ? -low : 0)};
    return (struct range){low - air, high + air};
}

double chart_top(const struct chart *chart)
{
    return value_range(chart).high;
}

struct box chart_plot(const struct chart *chart, struct box box)
{
    double right = chart->label_room > 0 ? chart->label_room : 8;
    return (struct box){box.x + AXIS_WIDTH, box.y + UNIT_HEIGHT,
                        fmax(1, box.w - AXIS_WIDTH - right),
                        fmax(1, box.h - UNIT_HEIGHT - AXIS_HEIGHT)};
}

static double shown_span(const struct chart *chart)
{
    return chart->last > chart->first ? chart->last - chart->first : 0;
}

double chart_x(const struct chart *chart, struct box plot, double day)
{
    double span = shown_span(chart);
    return plot.x + (span > 0 ? plot.w * (day - chart->first) / span : plot.w / 2);
}

double chart_day(const struct chart *chart, struct box plot, double x)
{
    double share = fmax(0, fmin(1, (x - plot.x) / plot.w));
    return chart->first + share * shown_span(chart);
}

static double chart_y(struct range range, struct box plot, double value)
{
    return plot.y + plot.h * (range.high - value) / (range.high - range.low);
}

/* One line for all events of a pixel: many in one place do not become darker. */
static void draw_events(const struct chart *chart, struct ui *ui, struct box plot)
{
    double last = -HUGE_VAL;
    for (int e = 0; chart->events && e < chart->events->count; e++) {
        double day = chart->events->mark[e].day;
        if (day < chart->first || day > chart->last)
            continue;
        double x = floor(chart_x(chart, plot, day) * ui->canvas->scale);
        if (x > last)
            draw_vertical(ui->canvas, x / ui->canvas->scale, plot.y, plot.y + plot.h,
                          draw_fade(THEME_EVENT, 0.3));
        last = x;
    }
}

void chart_axes(const struct chart *chart, struct ui *ui, struct box box)
{
    struct canvas *canvas = ui->canvas;
    struct box plot = chart_plot(chart, box);
    struct range range = value_range(chart);
    char text[FORMAT_MAX];

    text_draw_fit(canvas, TEXT_TINY, TEXT_LEFT, box.x, box.y + 4,
                  chart->unit_room > 0 ? chart->unit_room : box.w - 8, THEME_QUIET, chart->unit);
    struct ticks ticks = format_ticks(range.low, range.high, (int)fmax(2, plot.h / 26));
    for (int i = 0; i < ticks.count; i++) {
        double y = chart_y(range, plot, ticks.at[i]);
        draw_horizontal(canvas, plot.x, plot.x + plot.w, y, THEME_GRID);
        text_draw(canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, plot.x - 6, y, THEME_QUIET,
                  format_number(text, ticks.at[i], ticks.decimals));
    }
    double bottom = plot.y + plot.h;
    draw_horizontal(canvas, plot.x, plot.x + plot.w, bottom, THEME_AXIS);
    struct date_ticks dates = format_date_ticks(
        chart->start_day + chart->first, chart->start_day + chart->last, (int)fmax(1, plot.w / 46));
    for (int i = 0; i < dates.count; i++) {
        double x = chart_x(chart, plot, dates.at[i] - chart->start_day);
        draw_vertical(canvas, x, bottom, bottom + 4, THEME_AXIS);
        double half = text_width(canvas, TEXT_TINY | TEXT_TABULAR, dates.label[i]) / 2;
        if (x - half >= box.x && x + half <= box.x + box.w)
            text_draw(canvas, TEXT_TINY | TEXT_TABULAR, TEXT_CENTRE, x, bottom + 12, THEME_QUIET,
                      dates.label[i]);
    }
    draw_events(chart, ui, plot);
    if (isfinite(chart->reference))
        draw_horizontal(canvas, plot.x, plot.x + plot.w, chart_y(range, plot, chart->reference),
                        THEME_AXIS);
}

void chart_cursor(const struct chart *chart, struct ui *ui, struct box box)
{
    struct box plot = chart_plot(chart, box);
    if (chart->cursor >= chart->first && chart->cursor <= chart->last)
        draw_vertical(ui->canvas, chart_x(chart, plot, chart->cursor), plot.y, plot.y + plot.h,
                      draw_fade(THEME_ACCENT, 0.55));
}

/* Many records share a pixel: of those only the first, least, greatest and last are kept, in
 * their order, which looks the same and costs no more than the chart is wide. */
static size_t thin_out(const struct chart *chart, const double *values, struct box plot,
                       struct range range, double scale, struct point *points)
{
    size_t kept = 0;
    uint64_t t = 0;
    while (t < chart->records) {
        double column = floor(chart_x(chart, plot, chart->days[t]) * scale);
        uint64_t first = t, last = t, least = t, most = t;
        bool finite = isfinite(values[t]);
        for (t++; t < chart->records && finite; t++) {
            if (floor(chart_x(chart, plot, chart->days[t]) * scale) > column ||
                !isfinite(values[t]))
                break;
            least = values[t] < values[least] ? t : least;
            most = values[t] > values[most] ? t : most;
            last = t;
        }
        uint64_t keep[4] = {first, least < most ? least : most, least < most ? most : least, last};
        for (int k = 0; k < 4; k++)
            if (k == 0 || keep[k] != keep[k - 1])
                points[kept++] = (struct point){chart_x(chart, plot, chart->days[keep[k]]),
                                                chart_y(range, plot, values[keep[k]])};
    }
    return kept;
}

/* Labels beside the last values, pushed apart where they would overlap. */
static void draw_labels(const struct chart *chart, struct ui *ui, struct box plot,
                        struct range range)
{
    enum { LABELS = 16, HEIGHT = 14 };
    double y[LABELS];
    int line[LABELS], labels = 0;
    for (int i = 0; i < chart->line_count && labels < LABELS; i++) {
        double value = chart->records > 0 ? chart->lines[i].values[chart->records - 1] : NAN;
        if (!chart->lines[i].label || !isfinite(value))
            continue;
        int at = labels++;
        double mine = chart_y(range, plot, value);
        for (; at > 0 && y[at - 1] > mine; at--)
            y[at] = y[at - 1], line[at] = line[at - 1];
        y[at] = mine, line[at] = i;
    }
    for (int pass = 0; pass < 50; pass++)
        for (int i = 0; i + 1 < labels; i++) {
            double overlap = HEIGHT - (y[i + 1] - y[i]);
            if (overlap > 0)
                y[i] -= overlap / 2, y[i + 1] += overlap / 2;
        }
    double shift = 0; /* within the plot; where there is no room for all, the first ones stay */
    if (labels > 0)
        shift = fmax(plot.y + HEIGHT / 2 - y[0], fmin(0, plot.y + plot.h - y[labels - 1]));
    double left = plot.x + plot.w + 12, room = chart->label_room - 12;
    for (int i = 0; i < labels; i++) {
        const struct chart_line *l = &chart->lines[line[i]];
        bool bold = l->width > 1.5;
        double value = 0;
        if (l->value)
            value = text_draw(ui->canvas, (bold ? TEXT_STRONG : TEXT_SMALL) | TEXT_TABULAR,
                              TEXT_RIGHT, left + room, y[i] + shift, THEME_INK, l->value);
        text_draw_fit(ui->canvas, bold ? TEXT_STRONG : TEXT_SMALL, TEXT_LEFT, left, y[i] + shift,
                      room - value - 6, draw_mix(l->colour, THEME_INK, 0.2), l->label);
    }
}

void chart_draw(const struct chart *chart, struct ui *ui, struct box box)
{
    struct canvas *canvas = ui->canvas;
    struct box plot = chart_plot(chart, box);
    struct range range = value_range(chart);
    chart_axes(chart, ui, box);
    struct point *points = malloc((4 * chart->records + 1) * sizeof *points);
    if (!points)
        return;
    int drawn = 0;
    draw_clip(canvas, (struct box){plot.x - 3, plot.y - 2, plot.w + 6, plot.h + 4});
    for (int i = 0; i < chart->line_count; i++) {
        const struct chart_line *line = &chart->lines[i];
        size_t kept = thin_out(chart, line->values, plot, range, canvas->scale, points);
        draw_polyline(canvas, points, kept, line->width, line->colour);
        for (size_t k = 0; k < kept && drawn == 0; k++)
            drawn += isfinite(points[k].y);
    }
    free(points);
    draw_clip_none(canvas);
    if (drawn == 0)
        ui_message(ui, (struct box){plot.x, plot.y, plot.w, plot.h / 2}, "", "no figures yet");
    chart_cursor(chart, ui, box);
    if (chart->records > 0 && chart->cursor >= chart->first && chart->cursor <= chart->last) {
        uint64_t t = playback_at(chart->days, chart->records, chart->cursor);
        for (int i = 0; i < chart->line_count; i++) {
            double value = chart->lines[i].values[t];
            if (chart->lines[i].width <= 1.5 || !isfinite(value))
                continue;
            double x = chart_x(chart, plot, chart->cursor), y = chart_y(range, plot, value);
            draw_circle(canvas, x, y, 4.5, THEME_PANEL);
            draw_circle(canvas, x, y, 3.2, chart->lines[i].colour);
        }
    }
    if (chart->label_room > 0)
        draw_labels(chart, ui, plot, range);
}

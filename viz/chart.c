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
static struct range linear_range(const struct chart *chart, double low, double high)
{
    double air = 0.06 * (high - low);
    if (chart->low >= 0 && low - air < 0)
        return (struct range){0, high + air + (low - air < 0 && low < 0 ? -low : 0)};
    return (struct range){low - air, high + air};
}

/* Where a value lies on the axis: its logarithm on a logarithmic one. */
static double place(const struct chart *chart, double value)
{
    return !chart->logarithmic ? value : value > 0 ? log10(value) : NAN;
}

/* In places on the axis. */
static struct range value_range(const struct chart *chart)
{
    double low = chart->low, high = chart->high;
    if (isfinite(chart->reference)) {
        low = fmin(low, chart->reference);
        high = fmax(high, chart->reference);
    }
    double missing = chart->least_span - (high - low);
    if (!chart->logarithmic) {
        if (missing > 0)
            low -= missing / 2, high += missing / 2;
        return linear_range(chart, low, high);
    }
    if (missing > 0)
        high += missing / 2, low = fmax(low - missing / 2, low / 2);
    double air = 0.06 * (log10(high) - log10(low));
    return (struct range){log10(low) - air, log10(high) + air};
}

double chart_top(const struct chart *chart)
{
    double high = value_range(chart).high;
    return chart->logarithmic ? pow(10, high) : high;
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

static double chart_y(const struct chart *chart, struct range range, struct box plot, double value)
{
    return plot.y + plot.h * (range.high - place(chart, value)) / (range.high - range.low);
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

/* On a logarithmic axis each tick has the decimals that it needs itself. */
static char *tick_text(char text[static FORMAT_MAX], double value, int decimals, bool logarithmic)
{
    if (logarithmic && value < 1)
        decimals = (int)ceil(-log10(value) - 1e-9);
    return format_number(text, value, logarithmic && value >= 10 ? 0 : decimals);
}

void chart_axes(const struct chart *chart, struct ui *ui, struct box box)
{
    struct canvas *canvas = ui->canvas;
    struct box plot = chart_plot(chart, box);
    struct range range = value_range(chart);
    char text[FORMAT_MAX];

    text_draw_fit(canvas, TEXT_TINY, TEXT_LEFT, box.x, box.y + 4,
                  chart->unit_room > 0 ? chart->unit_room : box.w - 8, THEME_QUIET, chart->unit);
    int most = (int)fmax(2, plot.h / 26);
    struct ticks ticks = chart->logarithmic
                             ? format_log_ticks(pow(10, range.low), pow(10, range.high), most)
                             : format_ticks(range.low, range.high, most);
    /* One value alone gives no scale: rather closer together than usual. */
    for (int more = 1; more <= 2 && ticks.count < 2 && !chart->logarithmic; more++)
        ticks = format_ticks(range.low, range.high, most + more);
    for (int i = 0; i < ticks.count; i++) {
        double y = chart_y(chart, range, plot, ticks.at[i]);
        draw_horizontal(canvas, plot.x, plot.x + plot.w, y, THEME_GRID);
        text_draw(canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, plot.x - 6, y, THEME_QUIET,
                  tick_text(text, ticks.at[i], ticks.decimals, chart->logarithmic));
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
        draw_horizontal(canvas, plot.x, plot.x + plot.w,
                        chart_y(chart, range, plot, chart->reference), THEME_AXIS);
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
                                                chart_y(chart, range, plot, values[keep[k]])};
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
        double mine = chart_y(chart, range, plot, value);
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

static void draw_bands(const struct chart *chart, struct ui *ui, struct box plot,
                       struct range range)
{
    double *x = malloc((chart->records + 1) * 3 * sizeof *x);
    if (!x)
        return;
    double *top = x + chart->records, *bottom = top + chart->records;
    for (int b = 0; b < chart->band_count; b++) {
        for (uint64_t t = 0; t < chart->records; t++) {
            x[t] = chart_x(chart, plot, chart->days[t]);
            top[t] = chart_y(chart, range, plot, chart->bands[b].high[t]);
            bottom[t] = chart_y(chart, range, plot, chart->bands[b].low[t]);
        }
        draw_band(ui->canvas, x, top, bottom, chart->records, chart->bands[b].colour);
    }
    free(x);
}

/* On and off along the line, in logical units. */
static const double DASHES[][2] = {
    [CHART_SOLID] = {1, 0}, [CHART_DASHED] = {6, 4}, [CHART_DOTTED] = {1.5, 3.5}};

/* The strokes of a dashed line, apart from each other by points that are not finite; `most` points
 * at most, and what comes after them is left out. */
static size_t dash_line(const struct point *points, size_t count, enum chart_dash dash,
                        struct point *strokes, size_t most)
{
    const struct point gap = {NAN, NAN};
    size_t made = 0;
    double left = DASHES[dash][0]; /* of the stroke or gap */
    bool on = true;
    for (size_t i = 0; i + 1 < count; i++) {
        struct point a = points[i], b = points[i + 1];
        double length = hypot(b.x - a.x, b.y - a.y), at = 0;
        if (!isfinite(length) || length > 1e5) {
            on = true, left = DASHES[dash][0];
            if (made + 4 < most)
                strokes[made++] = gap;
            continue;
        }
        while (at < length && made + 4 < most) {
            double step = fmin(left, length - at);
            double u = at / length, v = (at + step) / length;
            if (on && (made == 0 || !isfinite(strokes[made - 1].x)))
                strokes[made++] = (struct point){a.x + u * (b.x - a.x), a.y + u * (b.y - a.y)};
            if (on)
                strokes[made++] = (struct point){a.x + v * (b.x - a.x), a.y + v * (b.y - a.y)};
            at += step, left -= step;
            if (left <= 1e-9) {
                if (on)
                    strokes[made++] = gap;
                on = !on, left = DASHES[dash][on ? 0 : 1];
            }
        }
    }
    return made;
}

/* Room for the strokes of a line that goes up and down as much as it can within its plot would be
 * without bound: beyond this it is cut, which nobody can tell from a line that is all dashes. */
enum { STROKES_MAX = 32768 };

static void draw_line(struct ui *ui, const struct chart_line *line, const struct point *points,
                      size_t count)
{
    struct point *strokes =
        line->dash == CHART_SOLID ? NULL : malloc(STROKES_MAX * sizeof *strokes);
    if (!strokes) {
        draw_polyline(ui->canvas, points, count, line->width, line->colour);
        return;
    }
    draw_polyline(ui->canvas, strokes, dash_line(points, count, line->dash, strokes, STROKES_MAX),
                  line->width, line->colour);
    free(strokes);
}

void chart_swatch(struct ui *ui, struct box box, uint32_t colour, double width,
                  enum chart_dash dash)
{
    struct point ends[2] = {{box.x, box.y + box.h / 2}, {box.x + box.w, box.y + box.h / 2}};
    struct chart_line line = {.colour = colour, .width = width, .dash = dash};
    draw_line(ui, &line, ends, 2);
}

/* Discs on the strong lines, at the cursor. */
static void draw_discs(const struct chart *chart, struct ui *ui, struct box plot,
                       struct range range)
{
    if (chart->records == 0 || chart->cursor < chart->first || chart->cursor > chart->last)
        return;
    uint64_t t = playback_at(chart->days, chart->records, chart->cursor);
    for (int i = 0; i < chart->line_count; i++) {
        double y = chart_y(chart, range, plot, chart->lines[i].values[t]);
        double x = chart_x(chart, plot, chart->cursor);
        if (chart->lines[i].width <= 1.5 || !isfinite(y))
            continue;
        bool solid = chart->lines[i].dash == CHART_SOLID;
        draw_circle(ui->canvas, x, y, solid ? 4.5 : 3.6, THEME_PANEL);
        draw_circle(ui->canvas, x, y, solid ? 3.2 : 2.4, chart->lines[i].colour);
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
    draw_bands(chart, ui, plot, range);
    for (int i = 0; i < chart->line_count; i++) {
        const struct chart_line *line = &chart->lines[i];
        size_t kept = thin_out(chart, line->values, plot, range, canvas->scale, points);
        draw_line(ui, line, points, kept);
        for (size_t k = 0; k < kept && drawn == 0; k++)
            drawn += isfinite(points[k].y);
    }
    free(points);
    draw_clip_none(canvas);
    if (drawn == 0)
        text_draw_fit(canvas, TEXT_SMALL, TEXT_CENTRE, plot.x + plot.w / 2, plot.y + plot.h / 3,
                      plot.w - 8, THEME_QUIET, "no figures yet");
    chart_cursor(chart, ui, box);
    draw_discs(chart, ui, plot, range);
    if (chart->label_room > 0)
        draw_labels(chart, ui, plot, range);
}

/* Left: output of the scope, and under it what was held back, stacked by cause. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/format.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"
#include "viz/why.h"

enum { PAD = 16, HEAD = 44, LEGEND_ROW = 18 };

static double largest(const double *values, uint64_t count)
{
    double most = 0;
    for (uint64_t t = 0; t < count; t++)
        most = isfinite(values[t]) ? fmax(most, values[t]) : most;
    return most;
}

static struct chart chart_of(const struct view_why *why, const struct view *view, double high,
                             const char *unit)
{
    return (struct chart){
        .start_day = view->timeline->start_day,
        .days = why->trace.days,
        .records = why->trace.records,
        .first = timeline_first(view->timeline),
        .last = timeline_last(view->timeline),
        .low = 0,
        .high = high > 0 ? high : 1,
        .reference = NAN,
        .cursor = timeline_day(view->timeline),
        .events = &view->playback->events,
        .unit = unit,
    };
}

static void unit_text(const struct view_why *why, double high, char *text, size_t size,
                      double *factor)
{
    struct format_scale scale = format_scale_of(high * why->factor);
    *factor = why->factor * scale.factor;
    if (why->unit[0] == '$')
        snprintf(text, size, "$%s%s a week, at opening prices", scale.name[0] ? " " : "",
                 scale.name);
    else
        snprintf(text, size, "%s %s", scale.name, why->unit);
}

/* The fall that is chosen, from its onset to its trough, in the colour of what held output back. */
static void draw_span(const struct view_why *why, const struct chart *chart, struct ui *ui,
                      struct box plot)
{
    const struct trace_fall *fall = why_fall(why);
    if (fall == NULL)
        return;
    double x0 = chart_x(chart, plot, why->trace.days[fall->onset]);
    double x1 = chart_x(chart, plot, why->trace.days[fall->trough]);
    draw_fill(ui->canvas, (struct box){x0 - 1, plot.y, fmax(3, x1 - x0), plot.h},
              draw_fade(THEME_EVENT, theme_is_dark() ? 0.22 : 0.12));
}

/* The other run's output at this run's records, in the chart's unit; free() it. */
static double *other_output(const struct view_why *why, const struct view_why *against,
                            const struct view *view, double factor)
{
    int region = why_other_region(why, against, why->region);
    int industry = why_other_industry(why, against, why->industry);
    double *values = malloc((why->trace.records + 1) * sizeof *values);
    for (uint64_t t = 0; values && t < why->trace.records; t++) {
        int64_t u = region == -2 || industry == -2 ? -1 : why_other_record(view, why, against, t);
        double value = u < 0 ? NAN : trace_output(&against->trace, region, industry)[u] * factor;
        values[t] = u == 0 && !(value > 0) ? NAN : value;
    }
    return values;
}

static void draw_output(struct view_why *why, const struct view_why *against, struct view *view,
                        struct box box)
{
    const struct trace *trace = &why->trace;
    const double *output = trace_output(trace, why->region, why->industry);
    char unit[128];
    double high = largest(output, trace->records), factor;
    unit_text(why, high, unit, sizeof unit, &factor);
    double *shown = why->scratch + 3 * trace->records, low = high;
    for (uint64_t t = 0; t < trace->records; t++) {
        shown[t] = t == 0 && !(output[0] > 0) ? NAN : output[t] * factor;
        low = isfinite(shown[t]) ? fmin(low, output[t]) : low;
    }
    double *theirs = against ? other_output(why, against, view, factor) : NULL;
    for (uint64_t t = 0; theirs && t < trace->records; t++)
        if (isfinite(theirs[t]))
            low = fmin(low, theirs[t] / factor), high = fmax(high, theirs[t] / factor);
    struct chart_line lines[2] = {{.values = theirs, .colour = THEME_QUIET, .width = 1.4}};
    lines[theirs ? 1 : 0] = (struct chart_line){
        .values = shown,
        .colour = why->region == TRACE_ALL
                      ? THEME_ACCENT
                      : theme_region(trace->region[why->region], (uint64_t)why->region),
        .width = 2};
    struct chart chart = chart_of(why, view, high * factor, unit);
    chart.low = low * factor;
    chart.lines = lines, chart.line_count = theirs ? 2 : 1;
    draw_span(why, &chart, view->ui, chart_plot(&chart, box));
    chart_draw(&chart, view->ui, box);
    free(theirs);
}

static void draw_bands(struct view_why *why, const struct chart *chart, struct ui *ui,
                       struct box plot, double factor)
{
    const struct trace *trace = &why->trace;
    uint64_t records = trace->records;
    double *x = why->scratch, *under = x + records, *over = under + records;
    double top = chart_top(chart);
    for (uint64_t t = 0; t < records; t++) {
        x[t] = chart_x(chart, plot, trace->days[t]);
        under[t] = plot.y + plot.h;
    }
    draw_clip(ui->canvas, plot);
    for (int c = 0; c < trace->causes; c++) {
        const double *lost = trace_lost(trace, why->region, why->industry, c);
        for (uint64_t t = 0; t < records; t++)
            over[t] = under[t] - plot.h * lost[t] * factor / top;
        if (records > 1)
            draw_band(ui->canvas, x, over, under, records, theme_cause((uint64_t)c));
        else
            draw_fill(ui->canvas, (struct box){x[0] - 6, over[0], 12, under[0] - over[0]},
                      theme_cause((uint64_t)c));
        double *swap = under;
        under = over, over = swap;
    }
    draw_clip_none(ui->canvas);
}

static void draw_legend(const struct view_why *why, const struct view *view, struct box box)
{
    const struct trace *trace = &why->trace;
    struct canvas *canvas = view->ui->canvas;
    uint64_t t = trace_at(trace->days, trace->records, timeline_day(view->timeline));
    int drawn = 0;
    for (int c = 0; c < trace->causes; c++) {
        if (trace->cause_role[c] == TRACE_DEMAND)
            continue; /* what nobody ordered is not held back */
        double x = box.x + drawn % 2 * box.w / 2, y = box.y + drawn / 2 * LEGEND_ROW;
        if (y + LEGEND_ROW > box.y + box.h + 1)
            return;
        char name[64], text[96];
        double value = trace_lost(trace, why->region, why->industry, c)[t];
        draw_rounded(canvas, (struct box){x, y + 4, 9, 9}, 2, theme_cause((uint64_t)c));
        why_amount(why, value, text, sizeof text);
        if (why->unit[0] == '$') /* the axis says "a week" */
            text[strlen(text) - strlen(" a week")] = '\0';
        double right = x + box.w / 2 - 14;
        double w = text_draw(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, right, y + 8,
                             value > 0 ? THEME_INK : THEME_QUIET, text);
        text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, x + 15, y + 8, right - w - x - 22, THEME_TEXT,
                      name_column(name, sizeof name, trace->cause[c]));
        drawn++;
    }
}

static void show_tooltip(const struct view_why *why, const struct view *view,
                         const struct chart *chart, struct box plot)
{
    const struct trace *trace = &why->trace;
    const struct ui *ui = view->ui;
    double day = chart_day(chart, plot, ui->input.x);
    uint64_t t = trace_at(trace->days, trace->records, day);
    char heading[FORMAT_MAX], names[TRACE_CAUSES][64], values[TRACE_CAUSES + 1][96];
    struct ui_row rows[TRACE_CAUSES + 1];
    int count = 0;
    double sum = 0;
    for (int c = trace->causes - 1; c >= 0; c--) {
        double value = trace_lost(trace, why->region, why->industry, c)[t];
        sum += value;
        if (!(value > 0))
            continue;
        rows[count] =
            (struct ui_row){theme_cause((uint64_t)c),
                            name_column(names[count], sizeof names[count], trace->cause[c]),
                            why_amount(why, value, values[count], sizeof values[count])};
        count++;
    }
    rows[count] = (struct ui_row){0, "held back in all",
                                  why_amount(why, sum, values[count], sizeof values[count])};
    format_date(heading, timeline_date(view->timeline, trace->days[t]));
    ui_tooltip(view->ui, ui->input.x, ui->input.y, heading, rows, count + 1);
}

/* --- against another run -------------------------------------------------------------------- */

/* What each cause held back, less what it did in the other run: [causes][records]; free() it. */
static double *lost_difference(const struct view_why *why, const struct view_why *against,
                               const struct view *view)
{
    const struct trace *trace = &why->trace, *theirs = &against->trace;
    int region = why_other_region(why, against, why->region);
    int industry = why_other_industry(why, against, why->industry);
    double *values = malloc(((uint64_t)trace->causes * trace->records + 1) * sizeof *values);
    for (int c = 0; values && c < trace->causes; c++) {
        int other = -1;
        for (int k = 0; k < theirs->causes; k++)
            if (strcmp(theirs->cause[k], trace->cause[c]) == 0)
                other = k;
        const double *mine = trace_lost(trace, why->region, why->industry, c);
        const double *minus = other >= 0 && region != -2 && industry != -2
                                  ? trace_lost(theirs, region, industry, other)
                                  : NULL;
        for (uint64_t t = 0; t < trace->records; t++) {
            int64_t u = minus ? why_other_record(view, why, against, t) : -1;
            values[(uint64_t)c * trace->records + t] = u < 0 ? NAN : mine[t] - minus[u];
        }
    }
    return values;
}

/* A line a cause, and below them how much more was held back from the start to the moment shown. */
static void draw_difference(struct view_why *why, const struct view_why *against, struct view *view,
                            struct box box)
{
    const struct trace *trace = &why->trace;
    double *values = lost_difference(why, against, view), low = 0, high = 0, factor;
    uint64_t now = trace_at(trace->days, trace->records, timeline_day(view->timeline));
    struct chart_line lines[TRACE_CAUSES];
    double sums[TRACE_CAUSES] = {0};
    int count = 0, cause[TRACE_CAUSES];
    char unit[128];
    for (int c = 0; values && c < trace->causes; c++) {
        const double *row = values + (uint64_t)c * trace->records;
        if (trace->cause_role[c] == TRACE_DEMAND)
            continue; /* what nobody ordered is not held back */
        for (uint64_t t = 0; t < trace->records; t++)
            if (isfinite(row[t])) {
                low = fmin(low, row[t]), high = fmax(high, row[t]);
                sums[count] += t <= now ? row[t] : 0;
            }
        cause[count] = c;
        lines[count++] =
            (struct chart_line){.values = row, .colour = theme_cause((uint64_t)c), .width = 1.8};
    }
    if (!values)
        return;
    unit_text(why, fmax(high, -low), unit, sizeof unit, &factor);
    for (uint64_t i = 0; i < (uint64_t)trace->causes * trace->records; i++)
        values[i] *= factor;
    int rows = (count + 1) / 2;
    struct chart chart = chart_of(why, view, high * factor, unit);
    chart.low = low * factor, chart.reference = 0;
    chart.lines = lines, chart.line_count = count;
    struct box plot = {box.x, box.y, box.w + 8, box.h - (rows + 1) * LEGEND_ROW - 6};
    if (plot.h > 50)
        chart_draw(&chart, view->ui, plot);
    double y = box.y + fmax(0, plot.h > 50 ? plot.h : 0) + 12;
    double week = view->playback->reader.days_per_step / 7 * (why->unit[0] == '$' ? 1 : NAN);
    text_draw_fit(view->ui->canvas, TEXT_TINY, TEXT_LEFT, box.x, y, box.w, THEME_QUIET,
                  "more than in the other run, from the start to the moment shown");
    for (int i = 0; i < count; i++) {
        char name[64], text[FORMAT_MAX], plain[FORMAT_MAX];
        double x = box.x + i % 2 * box.w / 2, line = y + (i / 2 + 1) * LEGEND_ROW;
        double right = x + box.w / 2 - 14, sum = sums[i] * why->factor * (isnan(week) ? 1 : week);
        draw_rounded(view->ui->canvas, (struct box){x, line - 4, 9, 9}, 2,
                     theme_cause((uint64_t)cause[i]));
        snprintf(text, sizeof text, "%s%.28s", sum >= 0.005 ? "+" : "",
                 isnan(week) ? format_amount(plain, sum) : format_dollars(plain, sum));
        double w = text_draw(view->ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, right, line,
                             THEME_INK, text);
        text_draw_fit(view->ui->canvas, TEXT_SMALL, TEXT_LEFT, x + 15, line, right - w - x - 22,
                      THEME_TEXT, name_column(name, sizeof name, trace->cause[cause[i]]));
    }
    free(values);
}

void why_stack_draw(struct view_why *why, struct view_why *against, struct view *view,
                    struct box box)
{
    struct ui *ui = view->ui;
    const struct trace *trace = &why->trace;
    ui_card(ui, box);
    struct box in = {box.x + PAD, box.y + 12, box.w - 2 * PAD, box.h - 24};
    char place[160];
    snprintf(place, sizeof place, "%s, %s",
             why->industry == TRACE_ALL ? "All industries"
                                        : name_industry(trace->industry[why->industry]),
             why->region == TRACE_ALL ? "the world" : name_region(trace->region[why->region]));
    text_draw_fit(ui->canvas, TEXT_HEADING, TEXT_LEFT, in.x, in.y + 8, in.w, THEME_INK, place);
    text_draw(ui->canvas, TEXT_STRONG, TEXT_LEFT, in.x, in.y + 31, THEME_TEXT,
              against ? "Output; grey: the other run" : "Output");
    double height = in.h - HEAD;
    struct box upper = {in.x, in.y + HEAD - 2, in.w + 8, floor(height * 0.38)};
    draw_output(why, against, view, upper);
    struct box lower = {in.x, upper.y + upper.h + 8, in.w, in.y + in.h - upper.y - upper.h - 8};
    draw_horizontal(ui->canvas, in.x, in.x + in.w, lower.y, THEME_BORDER);
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, in.x, lower.y + 17, in.w, THEME_TEXT,
                  against ? "What held it back, less the other run" : "What held it back");
    if (against && trace->lost && against->trace.lost) {
        draw_difference(why, against, view, (struct box){in.x, lower.y + 28, in.w, lower.h - 28});
        return;
    }
    if (trace->lost == NULL) {
        ui_message(ui, lower, "", "This file does not record what held output back.");
        return;
    }
    double sum_high = 0;
    double *sum = why->scratch;
    for (uint64_t t = 0; t < trace->records; t++) {
        sum[t] = 0;
        for (int c = 0; c < trace->causes; c++)
            sum[t] += trace_lost(trace, why->region, why->industry, c)[t];
        sum_high = fmax(sum_high, sum[t]);
    }
    if (!(sum_high > 0)) {
        ui_message(ui, lower, "", "Nothing: firms made what was ordered, all along.");
        return;
    }
    char unit[128];
    double factor;
    unit_text(why, sum_high, unit, sizeof unit, &factor);
    int rows = (trace->causes + 1) / 2;
    struct box stack = {in.x, lower.y + 28, in.w + 8, lower.h - 28 - rows * LEGEND_ROW - 4};
    if (stack.h < 60)
        return;
    struct chart chart = chart_of(why, view, sum_high * factor, unit);
    struct box plot = chart_plot(&chart, stack);
    chart_axes(&chart, ui, stack);
    draw_bands(why, &chart, ui, plot, factor);
    draw_span(why, &chart, ui, plot);
    chart_cursor(&chart, ui, stack);
    draw_legend(why, view, (struct box){in.x, stack.y + stack.h + 4, in.w, rows * LEGEND_ROW});
    if (ui_over(ui, plot))
        show_tooltip(why, view, &chart, plot);
}

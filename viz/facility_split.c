/* How the cash that projects paid out was split so far, and who is owed what over time. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "viz/chart.h"
#include "viz/facility.h"
#include "viz/format.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

struct part {
    const char *label, *meaning;
    double cents;
    uint32_t colour;
};

static double now_of(const struct facility_data *data, enum facility_sum sum)
{
    double value = facility_sum(data, sum)[data->record];
    return isfinite(value) ? value : 0;
}

/* --- the split ------------------------------------------------------------------------------ */

enum { PARTS = 5 };

/* `theirs` is NULL where runs are not compared: then the share of the whole is said. */
static void draw_part(struct ui *ui, const struct part *part, double all, double before,
                      struct box line, double left, double right, const double *theirs)
{
    char value[FORMAT_MAX], share[FORMAT_MAX];
    double middle = line.y + line.h / 2, unit = (right - left) / all;
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, line.x, middle, left - line.x - 10, THEME_TEXT,
                  part->label);
    struct box bar = {left + before * unit, line.y + 2, part->cents * unit, line.h - 5};
    if (part->cents > 0) {
        bar.w = fmax(1.5, bar.w);
        draw_fill(ui->canvas, bar, part->colour);
        if (before > 0)
            draw_vertical(ui->canvas, bar.x, line.y - 3, line.y + 2, THEME_AXIS);
    }
    text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT,
              line.x + line.w - (theirs ? 72 : 48), middle, THEME_INK,
              facility_money(value, part->cents));
    text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, line.x + line.w, middle,
              theirs ? THEME_TEXT : THEME_QUIET,
              theirs ? facility_more(share, part->cents - *theirs)
                     : format_percent(share, part->cents / all, 0));
}

static void say_where_from(const struct facility_data *data, struct ui *ui, double all,
                           struct box box)
{
    char text[200], plants[FORMAT_MAX], offtake[FORMAT_MAX], drawn[FORMAT_MAX];
    double lease = now_of(data, SUM_LEASE), support = now_of(data, SUM_OFFTAKE);
    snprintf(text, sizeof text,
             "From plants %s, offtake contracts of the host %s, drawn while building %s",
             facility_money(plants, lease), facility_money(offtake, support),
             facility_money(drawn, fmax(0, all - lease - support)));
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, box.x, box.y + box.h / 2, box.w, THEME_QUIET,
                  text);
}

void facility_split_draw(const struct facility_data *data, const struct facility_data *theirs,
                         struct view *view, struct box box)
{
    static const enum facility_sum SUMS[PARTS] = {SUM_PREMIUM, SUM_INTEREST, SUM_PRINCIPAL,
                                                  SUM_TO_POLICY, SUM_TO_HOST};
    struct ui *ui = view->ui;
    ui_card(ui, box);
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, box.x + 16, box.y + 18, box.w - 32, THEME_INK,
                  "Who got the projects' cash so far");
    const struct part parts[PARTS] = {
        {"Insurer's premium", "paid first, for cover of bank loans", now_of(data, SUM_PREMIUM),
         theme_slice(2)},
        {"Bank interest", "to the lender's commercial banks", now_of(data, SUM_INTEREST),
         theme_slice(0)},
        {"Bank principal", "repaid to the lender's commercial banks", now_of(data, SUM_PRINCIPAL),
         theme_slice(1)},
        {"Policy bank", "towards its claim, and profit beyond it", now_of(data, SUM_TO_POLICY),
         theme_region(data->home, 0)},
        {"Host", "the host's government and investors", now_of(data, SUM_TO_HOST),
         theme_region(data->host, 1)},
    };
    double all = 0, before = 0, other[PARTS] = {0}, other_all = 0;
    for (int i = 0; i < PARTS; i++) {
        all += parts[i].cents;
        other[i] = theirs ? now_of(theirs, SUMS[i]) : 0;
        other_all += other[i];
    }
    if (!(all > 0)) {
        ui_message(ui, box, "", "Projects have paid nothing out yet.");
        return;
    }
    struct box inner = {box.x + 16, box.y + 36, box.w - 32, box.h - 64};
    double h = fmin(34, inner.h / (PARTS + 1));
    double left = inner.x + 124, right = inner.x + inner.w - (theirs ? 146 : 122);
    const struct part total = {"All cash paid out", "", all, THEME_AXIS};
    draw_part(ui, &total, all, 0, (struct box){inner.x, inner.y, inner.w, h}, left, right,
              theirs ? &other_all : NULL);
    int over = -1;
    for (int i = 0; i < PARTS; i++) {
        struct box line = {inner.x, inner.y + (i + 1) * h, inner.w, h};
        if (ui_over(ui, line)) {
            over = i;
            draw_rounded(ui->canvas, (struct box){line.x - 6, line.y, line.w + 12, line.h},
                         THEME_RADIUS, THEME_HOVER);
        }
        draw_part(ui, &parts[i], all, before, line, left, right, theirs ? &other[i] : NULL);
        before += parts[i].cents;
    }
    say_where_from(data, ui, all, (struct box){inner.x, box.y + box.h - 26, inner.w, 16});
    if (over >= 0) {
        char text[FORMAT_MAX];
        const struct ui_row row = {parts[over].colour, parts[over].meaning,
                                   facility_money(text, parts[over].cents)};
        ui_tooltip(ui, ui->input.x, ui->input.y, parts[over].label, &row, 1);
    }
}

/* --- who is owed what ------------------------------------------------------------------------ */

enum { LAYERS = 3, LEGEND = 6 };

static struct part holder(const struct facility_data *data, int i)
{
    static const enum facility_sum SUMS[LEGEND] = {SUM_POLICY, SUM_COVERED, SUM_UNCOVERED,
                                                   SUM_BONDS,  SUM_CAPITAL, SUM_BAD};
    static const struct part TEXTS[LEGEND] = {
        {"Policy bank's claims", "loans and equity, agreed interest included", 0, 0},
        {"Bank loans, covered", "owed to commercial banks, covered by the insurer", 0, 0},
        {"Bank loans, not covered", "owed to commercial banks at their own risk", 0, 0},
        {"Facility bonds", "dollars that the policy bank raised and has not paid back", 0, 0},
        {"Government capital", "paid into the policy bank for the facility", 0, 0},
        {"Bad claims", "of failed projects, or whose interest is not earned", 0, 0},
    };
    const uint32_t colours[LEGEND] = {theme_region(data->home, 0),
                                      theme_slice(1),
                                      theme_slice(0),
                                      THEME_INK,
                                      theme_good(),
                                      theme_bad()};
    struct part part = TEXTS[i];
    part.cents = facility_sum(data, SUMS[i])[data->record];
    part.colour = colours[i];
    return part;
}

struct holders {
    struct chart chart;
    double *x, *top, *bottom; /* [records] of scratch */
};

static double value_y(const struct chart *chart, struct box plot, double value)
{
    return plot.y + plot.h * (1 - value / chart_top(chart));
}

static void draw_layers(const struct facility_data *data, struct ui *ui,
                        const struct holders *holders, struct box plot)
{
    const struct chart *chart = &holders->chart;
    for (uint64_t t = 0; t < data->records; t++) {
        holders->x[t] = chart_x(chart, plot, data->days[t]);
        holders->bottom[t] = plot.y + plot.h;
    }
    double low = 0;
    for (int layer = 0; layer < LAYERS; layer++) {
        const double *sum = facility_sum(data, (enum facility_sum)(SUM_POLICY + layer));
        for (uint64_t t = 0; t < data->records; t++) {
            double value = isfinite(sum[t]) ? fmax(0, sum[t]) / 1e11 : 0;
            holders->top[t] = holders->bottom[t] - value * plot.h / chart_top(chart);
            low = fmin(low, value);
        }
        draw_band(ui->canvas, holders->x, holders->top, holders->bottom, data->records,
                  draw_fade(holder(data, layer).colour, 0.75));
        for (uint64_t t = 0; t < data->records; t++)
            holders->bottom[t] = holders->top[t];
    }
}

static void draw_lines(const struct facility_data *data, struct ui *ui,
                       const struct holders *holders, struct box plot)
{
    static const enum facility_sum SUMS[] = {SUM_BONDS, SUM_CAPITAL, SUM_BAD};
    struct point *points = malloc((data->records + 1) * sizeof *points);
    if (!points)
        return;
    for (int i = 0; i < 3; i++) {
        const double *sum = facility_sum(data, SUMS[i]);
        for (uint64_t t = 0; t < data->records; t++)
            points[t] = (struct point){chart_x(&holders->chart, plot, data->days[t]),
                                       value_y(&holders->chart, plot, sum[t] / 1e11)};
        uint32_t colour = holder(data, LAYERS + i).colour;
        draw_polyline(ui->canvas, points, data->records, 4, draw_fade(THEME_PANEL, 0.6));
        draw_polyline(ui->canvas, points, data->records, 1.8, colour);
    }
    free(points);
}

static int draw_legend(const struct facility_data *data, const struct facility_data *theirs,
                       struct ui *ui, struct box box)
{
    int over = -1;
    for (int i = 0; i < LEGEND; i++) {
        struct part part = holder(data, i);
        char value[FORMAT_MAX];
        struct box line = {box.x, box.y + i * 17, box.w, 17};
        double middle = line.y + 8;
        if (ui_over(ui, line))
            over = i;
        if (i < LAYERS)
            draw_rounded(ui->canvas, (struct box){line.x, middle - 4, 9, 9}, 2,
                         draw_fade(part.colour, 0.75));
        else
            draw_fill(ui->canvas, (struct box){line.x - 2, middle - 1, 13, 2}, part.colour);
        if (theirs) /* instead of what it is: the chart says that */
            facility_more(value, part.cents - holder(theirs, i).cents);
        else
            facility_money(value, part.cents);
        double w = text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, line.x + line.w,
                             middle, THEME_INK, value);
        text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, line.x + 16, middle, line.w - w - 22,
                      THEME_TEXT, part.label);
    }
    return over;
}

/* The policy bank's own funds over its claims, in a small chart. */
static void draw_ratio(const struct facility_data *data, struct view *view, struct box box)
{
    char value[FORMAT_MAX];
    const double *ratio = facility_sum(data, SUM_RATIO);
    double *percent = malloc((data->records + 1) * sizeof *percent), high = 0, low = 0;
    if (!percent)
        return;
    for (uint64_t t = 0; t < data->records; t++) {
        percent[t] = 100 * ratio[t];
        if (isfinite(percent[t]))
            high = fmax(high, percent[t]), low = fmin(low, percent[t]);
    }
    const struct chart_line line = {
        .values = percent, .colour = theme_region(data->home, 0), .width = 1.8};
    struct chart chart = {.start_day = view->timeline->start_day,
                          .days = data->days,
                          .records = data->records,
                          .first = timeline_first(view->timeline),
                          .last = timeline_last(view->timeline),
                          .low = low,
                          .high = high,
                          .least_span = 2,
                          .reference = NAN,
                          .cursor = timeline_day(view->timeline),
                          .unit = "%, policy bank's capital ratio",
                          .unit_room = box.w - 50,
                          .lines = &line,
                          .line_count = 1};
    chart_draw(&chart, view->ui, box);
    text_draw(view->ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, box.x + box.w, box.y + 4,
              THEME_INK, format_percent(value, ratio[data->record], 1));
    free(percent);
}

void facility_holders_draw(const struct facility_data *data, const struct facility_data *theirs,
                           struct view *view, struct box box)
{
    struct ui *ui = view->ui;
    ui_card(ui, box);
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, box.x + 16, box.y + 18, box.w - 32, THEME_INK,
                  "Who is owed what by the projects");
    double beside = fmin(230, box.w * 0.42);
    struct box inner = {box.x + 16, box.y + 34, box.w - beside - 44, box.h - 40};
    struct box side = {box.x + box.w - beside - 16, box.y + 34, beside, box.h - 40};
    double high = 0;
    for (uint64_t t = 0; t < data->records; t++) {
        double sum = 0;
        for (int layer = 0; layer < LAYERS; layer++) {
            double value = facility_sum(data, (enum facility_sum)(SUM_POLICY + layer))[t];
            sum += isfinite(value) ? fmax(0, value) : 0;
        }
        high = fmax(high, fmax(sum, facility_sum(data, SUM_BONDS)[t]) / 1e11);
    }
    double *scratch = malloc((3 * data->records + 1) * sizeof *scratch);
    if (!scratch)
        return;
    struct holders holders = {.x = scratch,
                              .top = scratch + data->records,
                              .bottom = scratch + 2 * data->records,
                              .chart = {.start_day = view->timeline->start_day,
                                        .days = data->days,
                                        .records = data->records,
                                        .first = timeline_first(view->timeline),
                                        .last = timeline_last(view->timeline),
                                        .high = high,
                                        .least_span = 1,
                                        .reference = NAN,
                                        .cursor = timeline_day(view->timeline),
                                        .unit = "bn US dollars; areas add up, lines do not"}};
    struct box plot = chart_plot(&holders.chart, inner);
    chart_axes(&holders.chart, ui, inner);
    draw_clip(ui->canvas, (struct box){plot.x, plot.y - 2, plot.w + 3, plot.h + 3});
    draw_layers(data, ui, &holders, plot);
    draw_lines(data, ui, &holders, plot);
    draw_clip_none(ui->canvas);
    chart_cursor(&holders.chart, ui, inner);
    free(scratch);
    int over = draw_legend(data, theirs, ui, side);
    double ratio = side.y + LEGEND * 17 + 8, left = side.y + side.h - ratio;
    if (left > 50)
        draw_ratio(data, view, (struct box){side.x - 4, ratio, side.w + 4, left});
    if (over >= 0) {
        struct part part = holder(data, over);
        char text[FORMAT_MAX];
        const struct ui_row row = {part.colour, part.meaning, facility_money(text, part.cents)};
        ui_tooltip(ui, ui->input.x, ui->input.y, part.label, &row, 1);
    }
}

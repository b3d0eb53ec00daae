/* The page of money: how it went out, what came back, who got it, and who is owed what. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "viz/chart.h"
#include "viz/facility.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { CURVES = 3 };

/* Columns of /facility in bn dollars, [CURVES][records]; free() it. NULL if one is missing. */
static double *read_curves(struct view *view, const struct playback_column **clock)
{
    static const char *const COLUMNS[CURVES] = {"named", "committed", "paid_out"};
    const struct playback_column *columns[CURVES];
    for (int i = 0; i < CURVES; i++) {
        columns[i] = playback_column(view->playback, "facility", COLUMNS[i]);
        if (!columns[i] || !columns[i]->has_time || columns[i]->rows == 0 ||
            columns[i]->records == 0 || columns[i]->records != columns[0]->records)
            return NULL;
    }
    uint64_t records = columns[0]->records;
    double *values = malloc(CURVES * records * sizeof *values);
    for (int i = 0; values && i < CURVES; i++)
        for (uint64_t t = 0; t < records; t++)
            values[(uint64_t)i * records + t] = columns[i]->values[t * columns[i]->rows] / 1e11;
    *clock = columns[0];
    return values;
}

/* The times without the ceiling, as a shade behind the curves; true if there are some. */
static bool shade_lost_ceiling(struct view *view, const struct chart *chart, struct box plot)
{
    const struct playback_column *ceiling = playback_column(view->playback, "facility", "ceiling");
    bool any = false;
    if (!ceiling || !ceiling->has_time || ceiling->rows == 0)
        return false;
    for (uint64_t t = 0; t < ceiling->records;) {
        uint64_t end = t;
        while (end < ceiling->records && ceiling->values[end * ceiling->rows] < 0.5)
            end++;
        if (end > t) {
            double from = chart_x(chart, plot, ceiling->days[t]);
            double to = chart_x(chart, plot, ceiling->days[end < ceiling->records ? end : end - 1]);
            draw_fill(view->ui->canvas, (struct box){from, plot.y, to - from, plot.h},
                      draw_fade(theme_bad(), 0.1));
            any = true;
        }
        t = end > t ? end : t + 1;
    }
    return any;
}

/* The other run's curves at this run's days, [CURVES][records]; free() them. NULL without any. */
static double *read_others(struct view *view, const struct playback_column *clock)
{
    const struct playback_column *theirs = NULL;
    double *from = read_curves(view->other, &theirs);
    double *values = from ? malloc((CURVES * clock->records + 1) * sizeof *values) : NULL;
    double shift = view->timeline->start_day - view->other->timeline->start_day;
    for (uint64_t t = 0; values && t < clock->records; t++) {
        double day = clock->days[t] + shift;
        uint64_t u = playback_at(theirs->days, theirs->records, day);
        bool there = day >= theirs->days[0] && day <= theirs->days[theirs->records - 1] + 1;
        for (int i = 0; i < CURVES; i++)
            values[(uint64_t)i * clock->records + t] =
                there ? from[(uint64_t)i * theirs->records + u] : NAN;
    }
    free(from);
    return values;
}

static double highest(const double *values, uint64_t count)
{
    double high = 0;
    for (uint64_t i = 0; i < count; i++)
        if (isfinite(values[i]))
            high = fmax(high, values[i]);
    return high;
}

static void show_curve_tooltip(struct view *view, const struct playback_column *clock,
                               const double *values, const double *others,
                               const struct chart *chart, struct box plot)
{
    static const char *const NAMES[CURVES] = {"named, declined ones included", "signed",
                                              "paid out"};
    struct ui *ui = view->ui;
    if (!ui_over(ui, plot))
        return;
    uint64_t t = playback_at(clock->days, clock->records, chart_day(chart, plot, ui->input.x));
    char text[CURVES][2 * FORMAT_MAX + 8], date[FORMAT_MAX], plain[FORMAT_MAX], more[FORMAT_MAX];
    struct ui_row rows[CURVES];
    const struct chart_line *lines = chart->lines + chart->line_count - CURVES;
    for (int i = 0; i < CURVES; i++) {
        uint64_t at = (uint64_t)i * clock->records + t;
        snprintf(text[i], sizeof text[i], "%s%s%s", facility_money(plain, 1e11 * values[at]),
                 others ? "   " : "",
                 others ? facility_more(more, 1e11 * (values[at] - others[at])) : "");
        rows[i] = (struct ui_row){lines[i].colour, NAMES[i], text[i]};
    }
    draw_vertical(ui->canvas, chart_x(chart, plot, clock->days[t]), plot.y, plot.y + plot.h,
                  draw_fade(THEME_QUIET, 0.6));
    ui_tooltip(ui, ui->input.x, ui->input.y,
               format_date(date, timeline_date(view->timeline, clock->days[t])), rows, CURVES);
}

static void draw_curves(const struct view_facility *facility, struct view *view, struct box box)
{
    static const char *const LABELS[CURVES] = {"named", "signed", "paid out"};
    static const enum facility_stage STAGE[CURVES] = {STAGE_NOTICED, STAGE_FUNDED,
                                                      STAGE_CONSTRUCTION};
    struct ui *ui = view->ui;
    const struct playback_column *clock = NULL;
    double *values = read_curves(view, &clock);
    ui_card(ui, box);
    text_draw(ui->canvas, TEXT_STRONG, TEXT_LEFT, box.x + 16, box.y + 18, THEME_INK,
              "Money named, signed and paid out");
    if (!values) {
        ui_message(ui, box, "", "This file has no amounts of the facility.");
        return;
    }
    double pledge = facility_now(view, "facility", "envelope") / 1e11;
    double *others = facility->differs ? read_others(view, clock) : NULL;
    struct chart_line lines[2 * CURVES];
    int first = others ? CURVES : 0;
    for (int i = 0; i < first; i++) /* behind */
        lines[i] = (struct chart_line){.values = others + (uint64_t)i * clock->records,
                                       .colour = draw_mix(theme_stage(STAGE[i]), THEME_PANEL, 0.5),
                                       .width = 1.4};
    for (int i = 0; i < CURVES; i++)
        lines[first + i] = (struct chart_line){.values = values + (uint64_t)i * clock->records,
                                               .colour = theme_stage(STAGE[i]),
                                               .width = 2.2,
                                               .label = LABELS[i]};
    struct chart chart = {
        .start_day = view->timeline->start_day,
        .days = clock->days,
        .records = clock->records,
        .first = timeline_first(view->timeline),
        .last = timeline_last(view->timeline),
        .high = fmax(fmax(highest(values, CURVES * clock->records),
                          others ? highest(others, CURVES * clock->records) : 0),
                     isfinite(pledge) ? pledge : 0),
        .least_span = 1,
        .reference = pledge,
        .cursor = timeline_day(view->timeline),
        .unit = others ? "bn US dollars; pale: the other run; line across: the pledge"
                       : "bn US dollars; line across: the pledge",
        .label_room = 72,
        .lines = lines,
        .line_count = first + CURVES,
    };
    struct box inner = {box.x + 16, box.y + 34, box.w - 22, box.h - 40};
    struct box plot = chart_plot(&chart, inner);
    if (shade_lost_ceiling(view, &chart, plot)) {
        double x = plot.x + plot.w - 116;
        draw_fill(ui->canvas, (struct box){x, inner.y + 0, 9, 9}, draw_fade(theme_bad(), 0.25));
        text_draw(ui->canvas, TEXT_TINY, TEXT_LEFT, x + 14, inner.y + 4, THEME_QUIET,
                  "tariff ceiling lost");
    }
    chart_draw(&chart, ui, inner);
    show_curve_tooltip(view, clock, values, others, &chart, plot);
    free(values), free(others);
}

static void draw_part(struct view_facility *facility, struct view *view, int part, struct box box)
{
    if (part == 0)
        draw_curves(facility, view, box);
    else if (part == 1)
        facility_years_draw(&facility->data, facility_other(facility), view, -1,
                            "Cash by year and side", box);
    else if (part == 2)
        facility_split_draw(&facility->data, facility_other(facility), view, box);
    else
        facility_holders_draw(&facility->data, facility_other(facility), view, box);
}

void facility_money_draw(struct view_facility *facility, struct view *view, struct box box)
{
    facility->part_by_part = box.w < 860 || box.h < 330;
    if (facility->part_by_part) {
        if (ui_over(view->ui, box) && view->ui->input.wheel != 0)
            facility_money_move(facility, view->ui->input.wheel > 0 ? 1 : -1);
        draw_part(facility, view, facility->part, box);
        return;
    }
    double w = floor((box.w - THEME_GAP) / 2), h = floor((box.h - THEME_GAP) / 2);
    /* The one under the mouse last, so that nothing covers what it says. */
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < FACILITY_PARTS; i++) {
            struct box at = {box.x + (i % 2) * (w + THEME_GAP), box.y + (i / 2) * (h + THEME_GAP),
                             w, h};
            if (ui_over(view->ui, at) == (pass == 1))
                draw_part(facility, view, i, at);
        }
}

void facility_money_move(struct view_facility *facility, int by)
{
    facility->part = (facility->part + by + FACILITY_PARTS) % FACILITY_PARTS;
}

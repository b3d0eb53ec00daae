/* The parts of GDP over time, of one approach: as they were, or against another run. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "viz/accounts.h"
#include "viz/chart.h"
#include "viz/text.h"
#include "viz/theme.h"

/* What the parts were, in the product's unit, or by how much more than in the other run, in dollars
 * or points; [ACCOUNTS_PARTS + 1][records]; free() it. */
static double *read_parts(const struct view_accounts *accounts, const struct view_accounts *against,
                          const struct view *view, bool differs)
{
    const struct accounts_product *product = &accounts->product;
    uint64_t records = product->records;
    double *values = malloc(((ACCOUNTS_PARTS + 1) * records + 1) * sizeof *values);
    for (uint64_t t = 0; values && t < records; t++) {
        int64_t u = differs ? accounts_same_quarter(view, view->other, t) : -1;
        bool there = u >= 0 && (uint64_t)u < against->product.records;
        for (int p = 0; p <= ACCOUNTS_PARTS; p++) {
            const struct accounts_product *theirs = differs ? &against->product : NULL;
            uint64_t row = (uint64_t)(accounts->approach * (ACCOUNTS_PARTS + 1) + p);
            double value = (differs && !accounts->percent ? product->values
                                                          : product->shown)[row * records + t];
            if (differs)
                value -= there ? (accounts->percent
                                      ? theirs->shown
                                      : theirs->values)[row * theirs->records + (uint64_t)u]
                               : NAN;
            values[(uint64_t)p * records + t] = value;
        }
    }
    return values;
}

/* Dollars to the unit that suits them; its name. */
static const char *rescale(double *values, uint64_t count)
{
    double most = 0;
    for (uint64_t i = 0; i < count; i++)
        most = isfinite(values[i]) ? fmax(most, fabs(values[i])) : most;
    struct format_scale scale = format_scale_of(most);
    for (uint64_t i = 0; i < count; i++)
        values[i] *= scale.factor;
    return scale.name;
}

static void widen(const double *values, uint64_t count, double factor, double *low, double *high)
{
    for (uint64_t t = 0; t < count; t++)
        if (isfinite(values[t])) {
            *low = fmin(*low, values[t] * factor);
            *high = fmax(*high, values[t] * factor);
        }
}

/* Beside each other both runs have one scale. */
static void widen_by_other(const struct view_accounts *accounts,
                           const struct view_accounts *against, double *low, double *high)
{
    const struct accounts_product *theirs = &against->product;
    double factor = accounts->percent ? 1 : accounts->product.scale / theirs->scale;
    for (int p = 0; p <= ACCOUNTS_PARTS; p++)
        if (p < accounts_parts(theirs, accounts->approach) ||
            (p == ACCOUNTS_PARTS && !accounts->percent))
            widen(theirs->shown +
                      (uint64_t)(accounts->approach * (ACCOUNTS_PARTS + 1) + p) * theirs->records,
                  theirs->records, factor, low, high);
}

/* What is under the mouse; a click goes there in time. */
static void show_quarter(struct view *view, const struct accounts_product *product,
                         const struct chart *chart, struct box plot, const char *unit, bool percent)
{
    const struct reader_group *group = playback_group(view->playback, "account");
    struct ui *ui = view->ui;
    double day = chart_day(chart, plot, ui->input.x);
    ui->hand = true;
    if (ui->input.down)
        timeline_go(view->timeline,
                    (int64_t)playback_at(view->timeline->days, view->timeline->records, day));
    uint64_t t = playback_at(group->days, product->records, day);
    if (group->days[t] > day + 1e-6)
        return;
    struct ui_row rows[ACCOUNTS_PARTS + 1];
    char values[ACCOUNTS_PARTS + 1][FORMAT_MAX], heading[FORMAT_MAX + 128], date[FORMAT_MAX];
    for (int i = 0; i < chart->line_count; i++) {
        format_number(values[i], chart->lines[i].values[t], percent ? 1 : 2);
        rows[i] = (struct ui_row){chart->lines[i].colour, chart->lines[i].label, values[i]};
    }
    format_date(date, view->timeline->start_day + (int32_t)group->days[t]);
    snprintf(heading, sizeof heading, "Quarter to %s, %s", date, unit);
    draw_vertical(ui->canvas, chart_x(chart, plot, group->days[t]), plot.y, plot.y + plot.h,
                  draw_fade(THEME_QUIET, 0.6));
    ui_tooltip(ui, ui->input.x, ui->input.y, heading, rows, chart->line_count);
}

void accounts_history_draw(struct view_accounts *accounts, struct view_accounts *against,
                           struct view *view, struct box box)
{
    struct ui *ui = view->ui;
    const struct reader_group *group = playback_group(view->playback, "account");
    const struct accounts_product *product = &accounts->product;
    int parts = accounts_parts(product, accounts->approach), count = 0;
    bool differs = against && view->compare == COMPARE_DIFFERENCE;
    double *shown = read_parts(accounts, against, view, differs);
    struct chart_line lines[ACCOUNTS_PARTS + 1];
    double low = HUGE_VAL, high = -HUGE_VAL;
    if (!shown)
        return;
    const char *scale = "";
    if (differs && !accounts->percent)
        scale = rescale(shown, (ACCOUNTS_PARTS + 1) * product->records);
    if (against && !differs)
        widen_by_other(accounts, against, &low, &high);
    for (int p = 0; p <= ACCOUNTS_PARTS; p++) {
        bool whole = p == ACCOUNTS_PARTS;
        if ((p >= parts && !whole) || (whole && accounts->percent))
            continue;
        const double *values = shown + (uint64_t)p * product->records;
        widen(values, product->records, 1, &low, &high);
        lines[count++] = (struct chart_line){
            .values = values,
            .colour = whole ? THEME_INK : accounts_part_colour(accounts->approach, p),
            .width = 2,
            .label = whole ? "GDP" : accounts_part_name(product, accounts->approach, p),
        };
    }
    ui_card(ui, box);
    char title[64], unit[96];
    snprintf(title, sizeof title, "%s%s", accounts_approach_name(accounts->approach),
             differs ? ": difference" : " over time");
    snprintf(unit, sizeof unit, "%s%s%s", differs && accounts->percent ? "points, " : scale,
             scale[0] ? " " : "", scale[0] ? "USD a year" : product->unit);
    struct box units = {box.x + box.w - 16 - 124, box.y + 9, 124, 24};
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, box.x + 14, box.y + 20, box.w - 170,
                  THEME_INK, title);
    if (ui_segment(ui, (struct box){units.x, units.y, 40, 24}, "$", !accounts->percent))
        accounts->percent = false;
    if (ui_segment(ui, (struct box){units.x + 44, units.y, 80, 24}, "% of GDP", accounts->percent))
        accounts->percent = true;
    struct chart chart = {
        .start_day = view->timeline->start_day,
        .days = group->days,
        .records = product->records,
        .first = timeline_first(view->timeline),
        .last = timeline_last(view->timeline),
        .low = low <= high ? fmin(low, 0) : 0,
        .high = low <= high ? fmax(high, 0) : 1,
        .least_span = 0.01,
        .reference = low < 0 ? 0 : NAN,
        .cursor = timeline_day(view->timeline),
        .events = &view->playback->events,
        .unit = unit,
        .label_room = box.w > 380 ? 168 : 0,
        .lines = lines,
        .line_count = count,
    };
    struct box inner = {box.x + 14, box.y + 46, box.w - 28, fmax(40, box.h - 56)};
    chart_draw(&chart, ui, inner);
    struct box plot = chart_plot(&chart, inner);
    if (ui_over(ui, plot))
        show_quarter(view, product, &chart, plot, unit, accounts->percent);
    free(shown);
}

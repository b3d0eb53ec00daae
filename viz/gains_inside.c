/* Beside the table of who gains: the difference over time, and who within the chosen region has it:
 * by kind of income, and the industries that win and lose most. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "viz/chart.h"
#include "viz/gains_page.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { PAD = 16, LINES = 3 };

/* --- over time ------------------------------------------------------------------------------ */

/* The rows drawn: home, host and the one chosen, which is drawn last. */
static int find_lines(const struct gains_page *page, const struct view *view, int lines[LINES])
{
    int rows[GAINS_REGIONS + 1], count = gains_order(page, rows), used = 0;
    int chosen = gains_chosen(page, view);
    for (int i = 0; i < 2 && i < count; i++)
        if (rows[i] != chosen)
            lines[used++] = rows[i];
    lines[used++] = chosen;
    return used;
}

static void show_tooltip(struct view *view, const struct gains_page *page,
                         const struct chart *chart, const int *rows, struct box plot)
{
    struct ui *ui = view->ui;
    if (!ui_over(ui, plot))
        return;
    double day = chart_day(chart, plot, ui->input.x);
    uint64_t q = playback_at(page->gains.end, page->gains.quarters, day);
    struct ui_row lines[LINES];
    char value[LINES][FORMAT_MAX], heading[2 * FORMAT_MAX], date[FORMAT_MAX];
    ui->hand = true;
    if (ui->input.down)
        timeline_go(view->timeline,
                    (int64_t)playback_at(view->timeline->days, view->timeline->records, day));
    for (int i = 0; i < chart->line_count; i++)
        lines[i] =
            (struct ui_row){chart->lines[i].colour, gains_region_name(&page->gains, rows[i]),
                            gains_amount(value[i], page->measure,
                                         gains_rate(&page->gains, page->measure, rows[i], q))};
    snprintf(heading, sizeof heading, "Quarter to %s, %s",
             format_date(date, timeline_date(view->timeline, page->gains.end[q])),
             page->measure == GAINS_WORK ? "persons" : "a year");
    draw_vertical(ui->canvas, chart_x(chart, plot, page->gains.end[q]), plot.y, plot.y + plot.h,
                  draw_fade(THEME_QUIET, 0.6));
    ui_tooltip(ui, ui->input.x, ui->input.y, heading, lines, chart->line_count);
}

void gains_history_draw(struct gains_page *page, struct view *view, struct box box)
{
    const struct gains *gains = &page->gains;
    struct ui *ui = view->ui;
    int rows[LINES], count = find_lines(page, view, rows);
    double *values = malloc(((uint64_t)count * gains->quarters + 1) * sizeof *values);
    double low = 0, high = 0, size = 0;
    ui_card(ui, box);
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, box.x + PAD, box.y + 18, box.w - 2 * PAD,
                  THEME_INK, "The difference over time");
    if (!values)
        return;
    for (uint64_t i = 0; i < (uint64_t)count * gains->quarters; i++) {
        values[i] =
            gains_rate(gains, page->measure, rows[i / gains->quarters], i % gains->quarters);
        size = isfinite(values[i]) ? fmax(size, fabs(values[i])) : size;
    }
    struct format_scale scale = format_scale_of(size);
    for (uint64_t i = 0; i < (uint64_t)count * gains->quarters; i++) {
        values[i] *= scale.factor;
        if (isfinite(values[i]))
            low = fmin(low, values[i]), high = fmax(high, values[i]);
    }
    char unit[96];
    snprintf(unit, sizeof unit, "%s%s%s", scale.name, scale.name[0] ? " " : "",
             page->measure == GAINS_WORK ? "persons" : "dollars of the start a year");
    struct chart_line lines[LINES];
    for (int i = 0; i < count; i++)
        lines[i] = (struct chart_line){.values = values + (uint64_t)i * gains->quarters,
                                       .colour = gains_region_colour(gains, rows[i]),
                                       .width = i == count - 1 ? 2.6 : 1.5,
                                       .label = gains_region_name(gains, rows[i])};
    struct chart chart = {.start_day = view->timeline->start_day,
                          .days = gains->end,
                          .records = gains->quarters,
                          .first = timeline_first(view->timeline),
                          .last = timeline_last(view->timeline),
                          .low = low,
                          .high = high,
                          .least_span = 0.01,
                          .reference = 0,
                          .cursor = timeline_day(view->timeline),
                          .events = &view->playback->events,
                          .unit = unit,
                          .label_room = box.w > 360 ? 100 : 0,
                          .lines = lines,
                          .line_count = count};
    struct box inner = {box.x + PAD, box.y + 32, box.w - PAD - 8, fmax(30, box.h - 38)};
    chart_draw(&chart, ui, inner);
    show_tooltip(view, page, &chart, rows, chart_plot(&chart, inner));
    free(values);
}

/* --- within the region ---------------------------------------------------------------------- */

/* A name, a bar, dollars a year and per cent. */
static void draw_line(struct ui *ui, const char *name, struct gains_pair pair, double most,
                      bool total, struct box box)
{
    struct canvas *canvas = ui->canvas;
    char text[FORMAT_MAX];
    double y = box.y + box.h / 2, right = box.x + box.w, bar = box.x + fmin(160, box.w * 0.36);
    int style = total ? TEXT_STRONG : TEXT_SMALL;
    text_draw(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, right, y, THEME_TEXT,
              gains_percent(text, pair));
    text_draw(canvas, style | TEXT_TABULAR, TEXT_RIGHT, right - 66, y, THEME_INK,
              gains_amount(text, GAINS_INCOME, pair.mine - pair.theirs));
    double end = right - 66 - 78, h = fmin(10, box.h - 6);
    text_draw_fit(canvas, style, TEXT_LEFT, box.x, y, bar - box.x - 8, THEME_INK, name);
    if (end - bar > 24)
        gains_bar(canvas, (struct box){bar, y - h / 2, end - bar, h}, pair.mine - pair.theirs,
                  most);
}

static int by_gain(const void *a, const void *b)
{
    const struct gains_industry *p = a, *q = b;
    double x = p->value.mine - p->value.theirs, y = q->value.mine - q->value.theirs;
    return (x < y) - (x > y);
}

static double size_of(struct gains_pair pair)
{
    double size = fabs(pair.mine - pair.theirs);
    return isfinite(size) ? size : 0;
}

void gains_inside_draw(struct gains_page *page, struct view *view, struct box box)
{
    enum { HEADER = 34, MIDDLE = 26, ROW = 17, ROW_MOST = 26, MOST_EACH = 6 };
    const struct gains *gains = &page->gains;
    struct ui *ui = view->ui;
    int row = gains_chosen(page, view);
    uint64_t quarter = (uint64_t)gains_quarter(gains, view);
    struct gains_industry industries[GAINS_INDUSTRIES];
    int count = gains_industries(gains, view, row, quarter, industries);
    qsort(industries, (size_t)count, sizeof *industries, by_gain);
    char title[128];
    ui_card(ui, box);
    struct box inner = {box.x + PAD, box.y + 8, box.w - 2 * PAD, box.h - 16};
    snprintf(title, sizeof title, "Who in %s: real income, $ a year",
             row == gains->regions ? "the world" : gains_region_name(gains, row));
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, inner.x, inner.y + 10, inner.w, THEME_INK,
                  title);
    double space = inner.h - HEADER + 8;
    int each = (int)floor(((space - MIDDLE) / ROW - 5) / 2);
    each = each < 0 ? 0 : each > MOST_EACH ? MOST_EACH : each;
    each = 2 * each > count ? count / 2 : each;
    double h = each > 0 ? (space - MIDDLE) / (5 + 2 * each) : space / 5;
    h = fmax(14, fmin(ROW_MOST, h));
    static const int PARTS[] = {GAINS_WAGES, GAINS_SURPLUS, GAINS_TAXES, GAINS_ABROAD,
                                GAINS_INCOME};
    double most = 0, y = inner.y + HEADER - 8;
    for (int i = 0; i < 5; i++)
        most = fmax(most, size_of(gains_year(gains, PARTS[i], row, quarter)));
    for (int i = 0; i < each; i++)
        most = fmax(most,
                    fmax(size_of(industries[i].value), size_of(industries[count - 1 - i].value)));
    for (int i = 0; i < 5; i++, y += h) {
        bool total = PARTS[i] == GAINS_INCOME;
        if (total)
            draw_horizontal(ui->canvas, inner.x, inner.x + inner.w, y + 1, THEME_BORDER);
        draw_line(ui, gains_name(PARTS[i]), gains_year(gains, PARTS[i], row, quarter), most, total,
                  (struct box){inner.x, y, inner.w, h});
    }
    if (each < 1)
        return;
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, inner.x, y + MIDDLE / 2.0 + 3, inner.w,
                  THEME_QUIET, "Industries that gain and lose most: real value added");
    y += MIDDLE;
    for (int i = 0; i < 2 * each; i++, y += h) {
        const struct gains_industry *industry = &industries[i < each ? i : count - 2 * each + i];
        draw_line(ui, name_industry(industry->code), industry->value, most, false,
                  (struct box){inner.x, y, inner.w, h});
    }
}

#include "viz/industry_detail.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/causes.h"
#include "viz/chart.h"
#include "viz/charts_panel.h"
#include "viz/explain.h"
#include "viz/format.h"
#include "viz/industry_measure.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

static const char *code_of(const struct reader_group *group, int dimension, uint64_t place,
                           char number[static 24])
{
    return playback_label(group, dimension, place, number);
}

/* "+0.5 % on the start", "−0.2 % against no-deal"; "" where there is nothing to say. */
static void comparison_text(const struct view_industries *industries, const struct view *view,
                            uint64_t line, char *text, size_t size)
{
    const struct series *own = &industries->measure, *second = &industries->second;
    double day = timeline_day(view->timeline), now = series_at(own, line, day);
    char number[FORMAT_MAX], name[128];
    text[0] = '\0';
    if (second->values) {
        double other = series_at(second, line, day);
        bool percent = own->relative && own->kind != SERIES_CHANGE;
        double change = percent ? 100 * (now / other - 1) : now - other;
        if (isfinite(change))
            snprintf(text, size, "%s%s on %s",
                     format_signed(number, change, percent ? 2 : own->decimals),
                     percent ? " %" : "",
                     playback_short_name(view->other->playback, name, sizeof name));
    } else if (own->kind == SERIES_INDEX && isfinite(now))
        snprintf(text, size, "%s %% on the start", format_signed(number, now - 100, own->decimals));
}

static void draw_heading(const struct view_industries *industries, struct view *view,
                         const char *region, const char *industry, uint32_t colour, uint64_t line,
                         struct box box)
{
    struct canvas *canvas = view->ui->canvas;
    const struct series *shown = &industries->measure;
    char name[192], text[FORMAT_MAX], compared[200];
    draw_rounded(canvas, (struct box){box.x, box.y + 4, 4, 34}, 2, colour);
    industry_measure_text(shown, series_at(shown, line, timeline_day(view->timeline)), 0, text,
                          sizeof text);
    double width = text_draw(canvas, TEXT_TITLE | TEXT_TABULAR, TEXT_RIGHT, box.x + box.w,
                             box.y + 13, THEME_INK, text);
    comparison_text(industries, view, line, compared, sizeof compared);
    double below = text_draw_fit(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, box.x + box.w,
                                 box.y + 33, box.w * 0.6, THEME_TEXT, compared);
    text_draw_fit(canvas, TEXT_HEADING, TEXT_LEFT, box.x + 14, box.y + 12, box.w - width - 30,
                  THEME_INK, name_industry(industry));
    snprintf(name, sizeof name, "%s  ·  %s", name_region(region), industry);
    text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, box.x + 14, box.y + 33, box.w - below - 30,
                  THEME_TEXT, name);
}

struct history {
    struct chart_line lines[INDUSTRY_REGIONS_MAX + 1];
    char numbers[INDUSTRY_REGIONS_MAX][24], shown[INDUSTRY_REGIONS_MAX][FORMAT_MAX];
    int count;
    double low, high;
};

static void add_line(struct history *history, struct chart_line line, uint64_t records)
{
    history->lines[history->count++] = line;
    for (uint64_t t = 0; t < records; t++)
        if (isfinite(line.values[t])) {
            history->low = fmin(history->low, line.values[t]);
            history->high = fmax(history->high, line.values[t]);
        }
}

/* Amounts of large regions would press those of small ones flat: they are shown alone. */
static bool shows_others(const struct series *series)
{
    return series->kind != SERIES_LEVEL || !series_adds_up(series->column);
}

static void fill_history(const struct view_industries *industries, const struct view *view,
                         const struct reader_group *group, struct industry_cell cell,
                         struct history *history)
{
    const struct series *series = &industries->measure;
    *history = (struct history){.low = HUGE_VAL, .high = -HUGE_VAL};
    for (int pass = 0; pass < 2; pass++)
        for (uint64_t r = 0; r < industries->regions && r < INDUSTRY_REGIONS_MAX; r++) {
            bool bold = r == cell.region;
            if (bold != (pass == 1) || (!bold && !shows_others(series)))
                continue;
            const char *code = code_of(group, industries->region_dimension, r, history->numbers[r]);
            uint64_t line = industry_measure_line(industries, r, (int64_t)cell.industry);
            if (bold && industries->second.values)
                add_line(history,
                         (struct chart_line){.values = series_row(&industries->second, line),
                                             .colour = theme_region(code, r),
                                             .width = 2,
                                             .dash = CHART_DASHED},
                         series->records);
            add_line(history,
                     (struct chart_line){
                         .values = series_row(series, line),
                         .colour = draw_fade(theme_region(code, r), bold ? 1 : 0.55),
                         .width = bold ? 2.4 : 1.2,
                         .label = name_region(code),
                         .value = industry_measure_text(
                             series, series_at(series, line, timeline_day(view->timeline)), 0,
                             history->shown[r], sizeof history->shown[r]),
                     },
                     series->records);
        }
}

static double least_span(const struct series *series, const struct history *history)
{
    double size = fmax(fabs(history->low), fabs(history->high));
    if (series->kind == SERIES_LEVEL || (series->kind == SERIES_CHANGE && !series->points))
        return size > 0 && isfinite(size) ? 0.02 * size : 1;
    return series->kind == SERIES_INDEX ? 2 : series->kind == SERIES_PERCENT ? 1 : 0.1;
}

static void draw_history(const struct view_industries *industries, struct view *view,
                         const struct reader_group *group, struct industry_cell cell,
                         struct box box)
{
    const struct series *series = &industries->measure;
    struct history history;
    char unit[300], first[128], second[128];
    fill_history(industries, view, group, cell, &history);
    if (industries->second.values)
        snprintf(unit, sizeof unit, "%s%s%s solid, %s dashed", series->unit,
                 series->unit[0] ? "; " : "",
                 playback_short_name(view->playback, first, sizeof first),
                 playback_short_name(view->other->playback, second, sizeof second));
    else
        snprintf(unit, sizeof unit, "%s%s%s", series->unit,
                 series->unit[0] && shows_others(series) ? ", and " : "",
                 shows_others(series) ? "the same industry elsewhere" : "");
    bool any = history.low <= history.high;
    double none = series->kind == SERIES_INDEX ? 100 : 0;
    struct chart chart = charts_panel_chart(view, series);
    chart.low = any ? history.low : none, chart.high = any ? history.high : none;
    chart.least_span = least_span(series, &history);
    chart.unit = unit;
    chart.label_room = box.w > CAUSES_BESIDE ? CAUSES_LEGEND : 0;
    chart.lines = history.lines, chart.line_count = history.count;
    chart_draw(&chart, view->ui, box);
}

/* Shown first where a file has them. */
static const char *const FACTS[] = {"price",  "staff",          "capacity_use",
                                    "demand", "finished_stock", "sales"};

/* "6.51 bn USD", "81.4 %", "1.12", "680 thousand". */
static void fact_text(const struct playback_column *column, double value, char *text, size_t size)
{
    char number[FORMAT_MAX];
    bool share = strncmp(column->unit, "share", 5) == 0 || strstr(column->name, "_use") ||
                 strstr(column->name, "_rate");
    if (strncmp(column->unit, "cent", 4) == 0)
        format_dollars(number, value / 100);
    else if (share)
        format_percent(number, value, 1);
    else
        format_amount(number, value);
    snprintf(text, size, "%s", number);
}

/* Returns whether there was something to write. */
static bool draw_fact(struct view *view, const char *name, uint64_t row, struct box box)
{
    const struct playback_column *column = playback_column(view->playback, "industry", name);
    if (!column || column->records == 0 || !column->has_time)
        return false;
    uint64_t t = playback_at(column->days, column->records, timeline_day(view->timeline));
    char text[96], caption[64];
    explain_values(view->ui, (struct box){box.x, box.y, box.w - 8, 32}, column);
    fact_text(column, column->values[t * column->rows + row], text, sizeof text);
    text_draw_fit(view->ui->canvas, TEXT_TINY, TEXT_LEFT, box.x, box.y + 6, box.w - 8, THEME_QUIET,
                  name_column(caption, sizeof caption, name));
    text_draw_fit(view->ui->canvas, TEXT_STRONG | TEXT_TABULAR, TEXT_LEFT, box.x, box.y + 23,
                  box.w - 8, THEME_INK, text);
    return true;
}

/* Other columns of the group for this cell, now: small captions over values. */
static void draw_facts(struct view *view, const char *measure, uint64_t row, struct box box)
{
    int room = (int)fmax(1, floor(box.w / 104)), drawn = 0;
    struct box place = {box.x, box.y, box.w / room, box.h};
    for (size_t i = 0; i < sizeof FACTS / sizeof *FACTS && drawn < room; i++)
        if (strcmp(FACTS[i], measure) != 0 && draw_fact(view, FACTS[i], row, place)) {
            place.x += place.w;
            drawn++;
        }
}

void industry_detail_draw(const struct view_industries *industries, struct view *view,
                          const struct reader_group *group, struct industry_cell cell,
                          struct box box)
{
    char region_number[24], industry_number[24];
    const struct series *measure = &industries->measure;
    const char *region = code_of(group, industries->region_dimension, cell.region, region_number);
    const char *industry =
        code_of(group, industries->industry_dimension, cell.industry, industry_number);
    uint64_t row = industry_measure_row(industries, cell.region, cell.industry);
    ui_card(view->ui, box);
    struct box inner = {box.x + 18, box.y + 14, box.w - 36, box.h - 26};
    draw_heading(industries, view, region, industry, theme_region(region, cell.region), row, inner);
    double y = inner.y + 56, bottom = inner.y + inner.h;
    draw_facts(view, measure->column->name, row, (struct box){inner.x, y, inner.w, 32});
    y += 48;
    double left = bottom - y, upper = left > 260 ? floor(left * 0.52) : left;
    if (upper < 60)
        return;
    draw_history(industries, view, group, cell, (struct box){inner.x, y, inner.w, upper});
    y += upper + 14;
    if (left > 260)
        causes_draw(view, region, industry, playback_column(view->playback, "industry", "output"),
                    row, (struct box){inner.x, y, inner.w, bottom - y});
}

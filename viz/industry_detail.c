#include "viz/industry_detail.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/causes.h"
#include "viz/chart.h"
#include "viz/format.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

static const char *code_of(const struct reader_group *group, int dimension, uint64_t place,
                           char number[static 24])
{
    return playback_label(group, dimension, place, number);
}

static void draw_heading(struct view *view, const struct series *measure, const char *region,
                         const char *industry, uint32_t colour, double value, struct box box)
{
    struct canvas *canvas = view->ui->canvas;
    char name[192], text[FORMAT_MAX], shown[FORMAT_MAX + 8];
    draw_rounded(canvas, (struct box){box.x, box.y + 4, 4, 34}, 2, colour);
    format_number(text, value, measure->decimals);
    double width = text_draw(canvas, TEXT_TITLE | TEXT_TABULAR, TEXT_RIGHT, box.x + box.w,
                             box.y + 13, THEME_INK, text);
    if (isfinite(value)) {
        char change[FORMAT_MAX];
        snprintf(shown, sizeof shown, "%s %%",
                 format_signed(change, value - 100, measure->decimals));
        text_draw(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, box.x + box.w, box.y + 33,
                  THEME_QUIET, shown);
    }
    text_draw_fit(canvas, TEXT_HEADING, TEXT_LEFT, box.x + 14, box.y + 12, box.w - width - 30,
                  THEME_INK, name_industry(industry));
    snprintf(name, sizeof name, "%s  ·  %s", name_region(region), industry);
    text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, box.x + 14, box.y + 33, box.w - 90, THEME_QUIET,
                  name);
}

static void draw_history(struct view *view, const struct reader_group *group, int region_dimension,
                         const struct series *measure, const struct industry_cell *cell,
                         struct box box)
{
    struct chart_line lines[INDUSTRY_REGIONS_MAX];
    char numbers[INDUSTRY_REGIONS_MAX][24], shown[INDUSTRY_REGIONS_MAX][FORMAT_MAX];
    uint64_t record =
        playback_at(series_days(measure), measure->records, timeline_day(view->timeline));
    int made = 0;
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (int pass = 0; pass < 2; pass++)
        for (uint64_t r = 0; r < cell->regions && r < INDUSTRY_REGIONS_MAX; r++) {
            bool bold = r == cell->region;
            if (bold != (pass == 1))
                continue;
            const char *code = code_of(group, region_dimension, r, numbers[r]);
            const double *values = series_row(measure, cell->rows[r]);
            lines[made++] = (struct chart_line){
                .values = values,
                .colour = draw_fade(theme_region(code, r), bold ? 1 : 0.55),
                .width = bold ? 2.4 : 1.2,
                .label = name_region(code),
                .value = format_number(shown[r], values[record], measure->decimals),
            };
            for (uint64_t t = 0; t < measure->records; t++)
                if (isfinite(values[t]))
                    low = fmin(low, values[t]), high = fmax(high, values[t]);
        }
    struct chart chart = {
        .start_day = view->timeline->start_day,
        .days = series_days(measure),
        .records = measure->records,
        .first = timeline_first(view->timeline),
        .last = timeline_last(view->timeline),
        .low = low <= high ? low : 100,
        .high = low <= high ? high : 100,
        .least_span = 2,
        .reference = 100,
        .cursor = timeline_day(view->timeline),
        .events = &view->playback->events,
        .unit = "start = 100, and the same industry elsewhere",
        .label_room = box.w > CAUSES_BESIDE ? CAUSES_LEGEND : 0,
        .lines = lines,
        .line_count = made,
    };
    chart_draw(&chart, view->ui, box);
}

/* Shown first where a file has them. */
static const char *const FACTS[] = {"price",  "staff",          "capacity_use",
                                    "demand", "finished_stock", "sales"};

/* "6.51 bn USD", "81.4 %", "1.12", "680 thousand". */
static void fact_text(const struct playback_column *column, double value, char *text, size_t size)
{
    char number[FORMAT_MAX];
    bool in_cents = strncmp(column->unit, "cent", 4) == 0;
    bool share = strncmp(column->unit, "share", 5) == 0 || strstr(column->name, "_use") ||
                 strstr(column->name, "_rate");
    value *= in_cents ? 0.01 : share ? 100 : 1;
    struct format_scale scale = share ? (struct format_scale){1, "%"} : format_scale_of(value);
    value *= scale.factor;
    bool whole = fabs(value) >= 100 ||
                 (!in_cents && !share && strcmp(column->unit, "1") != 0 && !scale.name[0]);
    format_number(number, value, whole ? 0 : fabs(value) >= 10 ? 1 : 2);
    snprintf(text, size, "%s%s%s%s", number, scale.name[0] ? " " : "", scale.name,
             in_cents ? " USD" : "");
}

/* Returns whether there was something to write. */
static bool draw_fact(struct view *view, const char *name, uint64_t row, struct box box)
{
    const struct playback_column *column = playback_column(view->playback, "industry", name);
    if (!column || column->records == 0 || !column->has_time)
        return false;
    uint64_t t = playback_at(column->days, column->records, timeline_day(view->timeline));
    char text[96], caption[64];
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

void industry_detail_draw(struct view *view, const struct reader_group *group, int region_dimension,
                          const struct series *measure, const struct industry_cell *cell,
                          struct box box)
{
    char region_number[24], industry_number[24];
    const char *region = code_of(group, region_dimension, cell->region, region_number);
    const char *industry = code_of(group, 1 - region_dimension, cell->industry, industry_number);
    uint64_t record =
        playback_at(series_days(measure), measure->records, timeline_day(view->timeline));
    uint64_t row = cell->row;
    ui_card(view->ui, box);
    struct box inner = {box.x + 18, box.y + 14, box.w - 36, box.h - 26};
    draw_heading(view, measure, region, industry, theme_region(region, cell->region),
                 series_row(measure, row)[record], inner);
    double y = inner.y + 56, bottom = inner.y + inner.h;
    draw_facts(view, measure->column->name, row, (struct box){inner.x, y, inner.w, 32});
    y += 48;
    double left = bottom - y, upper = left > 260 ? floor(left * 0.52) : left;
    draw_history(view, group, region_dimension, measure, cell,
                 (struct box){inner.x, y, inner.w, upper});
    y += upper + 14;
    if (left > 260)
        causes_draw(view, region, industry, measure->column, row,
                    (struct box){inner.x, y, inner.w, bottom - y});
}

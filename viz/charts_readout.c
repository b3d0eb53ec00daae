#include "viz/charts_readout.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/format.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { YEAR_WIDTH = 54 };

/* The region that was chosen stands out; without a choice Japan and the United States do. */
bool charts_readout_stands_out(const struct view *view, const struct reader_group *group,
                               uint64_t region)
{
    char number[24];
    const char *code = playback_label(group, 0, region, number);
    if (view->ui->selection.region[0])
        return strcmp(view->ui->selection.region, code) == 0;
    if (playback_position(group, 0, "JPN") < 0 && playback_position(group, 0, "USA") < 0)
        return region < 2;
    return strcmp(code, "JPN") == 0 || strcmp(code, "USA") == 0;
}

uint32_t charts_readout_colour(const struct reader_group *group, uint64_t region)
{
    char number[24];
    return theme_region(playback_label(group, 0, region, number), region);
}

/* The value a year before, NaN before the first year is over. */
static double year_before(const struct series *series, uint64_t region, double day)
{
    const double *days = series_days(series);
    if (series->first >= series->records || day - 364 < days[series->first] - 1e-6)
        return NAN;
    return series_row(series, region)[playback_at(days, series->records, day - 364)];
}

/* Growth in per cent of levels, difference in percentage points of rates. */
static double year_change(const struct series *series, double now, double before)
{
    return series->kind == SERIES_INDEX ? 100 * (now / before - 1) : now - before;
}

/* A line of the legend: a click makes the region stand out, another takes it back. */
static void draw_region_row(struct view *view, const struct reader_group *group,
                            const struct series *series, uint64_t region, double day,
                            struct box row, bool narrow)
{
    struct ui *ui = view->ui;
    char number[24], text[FORMAT_MAX];
    const char *code = playback_label(group, 0, region, number);
    bool bold = charts_readout_stands_out(view, group, region);
    if (ui_clicked(ui, row)) {
        bool again = strcmp(ui->selection.region, code) == 0;
        snprintf(ui->selection.region, sizeof ui->selection.region, "%s", again ? "" : code);
    }
    if (ui_over(ui, row))
        draw_rounded(ui->canvas, row, 4, THEME_HOVER);
    double y = row.y + row.h / 2, right = row.x + row.w - 8;
    struct point swatch[2] = {{row.x + 8, y}, {row.x + 22, y}};
    draw_polyline(ui->canvas, swatch, 2, bold ? 3 : 1.6, charts_readout_colour(group, region));
    double now = series_row(series, region)[playback_at(series_days(series), series->records, day)];
    if (!narrow) {
        format_signed(text, year_change(series, now, year_before(series, region, day)),
                      series->decimals);
        text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, right, y, THEME_QUIET, text);
        right -= YEAR_WIDTH;
    }
    right -= text_draw(ui->canvas, (bold ? TEXT_STRONG : TEXT_BODY) | TEXT_TABULAR, TEXT_RIGHT,
                       right, y, THEME_INK, format_number(text, now, series->decimals));
    text_draw_fit(ui->canvas, bold ? TEXT_STRONG : TEXT_BODY, TEXT_LEFT, row.x + 30, y,
                  right - 8 - (row.x + 30), THEME_TEXT, narrow ? code : name_region(code));
}

void charts_readout_draw(const struct view_charts *charts, struct view *view,
                         const struct reader_group *group, double day, struct box box)
{
    struct ui *ui = view->ui;
    const struct series *series = &charts->series[charts->chosen];
    char text[FORMAT_MAX], meaning[256];
    snprintf(meaning, sizeof meaning, "%s", series->column->meaning);
    meaning[0] = (char)toupper((unsigned char)meaning[0]);
    ui_card(ui, box);
    double x = box.x + 16, w = box.w - 32, y = box.y + 22;
    text_draw_fit(ui->canvas, TEXT_HEADING, TEXT_LEFT, x, y, w, THEME_INK, series->title);
    text_draw(ui->canvas, TEXT_SMALL, TEXT_LEFT, x, y + 22, THEME_QUIET,
              format_date(text, timeline_date(view->timeline, day)));
    y += 50;
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_RIGHT, x + w - YEAR_WIDTH, y, w - YEAR_WIDTH,
                  THEME_QUIET, series->unit);
    text_draw(ui->canvas, TEXT_TINY, TEXT_RIGHT, x + w, y, THEME_QUIET,
              series->kind == SERIES_INDEX ? "% a year" : "1 year");
    y += 12;
    for (uint64_t k = 0; k < group->rows && k < CHARTS_REGIONS_MAX && y + 26 < box.y + box.h;
         k++, y += 26)
        draw_region_row(view, group, series, k, day, (struct box){box.x + 8, y, box.w - 16, 26},
                        false);
    y += 12;
    double hint = box.y + box.h - 60;
    if (y + 40 < hint) {
        draw_horizontal(ui->canvas, x, x + w, y, THEME_BORDER);
        ui_paragraph(ui, (struct box){x, y + 14, w, hint - y - 20}, TEXT_SMALL, THEME_TEXT,
                     meaning);
    }
    if (y < hint)
        ui_paragraph(ui, (struct box){x, hint, w, 52}, TEXT_TINY, THEME_QUIET,
                     charts->enlarged ? "Click the title to see all charts. Click a region to "
                                        "make it stand out."
                                      : "Click a title to enlarge a chart, a region to make it "
                                        "stand out. Drag in a chart to move in time.");
}

void charts_readout_draw_line(const struct view_charts *charts, struct view *view,
                              const struct reader_group *group, double day, struct box box)
{
    uint64_t regions = group->rows < CHARTS_REGIONS_MAX ? group->rows : CHARTS_REGIONS_MAX;
    double w = box.w / (double)(regions ? regions : 1);
    ui_card(view->ui, box);
    for (uint64_t k = 0; k < regions; k++)
        draw_region_row(view, group, &charts->series[charts->chosen], k, day,
                        (struct box){box.x + (double)k * w, box.y + 3, w, box.h - 6}, true);
}

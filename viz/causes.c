#include "viz/causes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/chart.h"
#include "viz/format.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { CAUSES_MAX = 12, LEGEND_ROW = 19 };

struct losses {
    const struct reader_group *group;
    const struct playback_column *column;
    int cause_dimension;
    uint64_t causes;
    uint64_t rows[CAUSES_MAX];
    double factor; /* to per cent of output at the start, or 1 */
    bool relative;
};

static bool find_losses(struct view *view, const char *region, const char *industry,
                        struct losses *losses)
{
    const struct reader_group *group = playback_group(view->playback, "constraint");
    if (!group || group->dimension_count != 3)
        return false;
    int r = playback_dimension(group, "region"), k = playback_dimension(group, "industry");
    int c = playback_dimension(group, "cause");
    if (r < 0 || k < 0 || c < 0)
        return false;
    int64_t at[3];
    at[r] = playback_position(group, r, region);
    at[k] = playback_position(group, k, industry);
    losses->group = group;
    losses->cause_dimension = c;
    losses->causes =
        group->dimensions[c].size < CAUSES_MAX ? group->dimensions[c].size : CAUSES_MAX;
    losses->column = playback_column(view->playback, "constraint", "output_lost");
    if (at[r] < 0 || at[k] < 0 || !losses->column || losses->column->records == 0)
        return false;
    for (uint64_t i = 0; i < losses->causes; i++) {
        at[c] = (int64_t)i;
        losses->rows[i] = ((uint64_t)at[0] * group->dimensions[1].size + (uint64_t)at[1]) *
                              group->dimensions[2].size +
                          (uint64_t)at[2];
    }
    return true;
}

/* Comparable only when both are in the same unit. */
static void set_scale(struct losses *losses, const struct playback_column *output, uint64_t row)
{
    losses->factor = 1;
    losses->relative = false;
    if (!output || strcmp(output->unit, losses->column->unit) != 0)
        return;
    for (uint64_t t = 0; t < output->records && !losses->relative; t++) {
        double start = output->values[t * output->rows + row];
        if (start > 0) {
            losses->factor = 100 / start;
            losses->relative = true;
        }
    }
}

static double loss(const struct losses *losses, uint64_t record, uint64_t cause)
{
    double value = losses->column->values[record * losses->column->rows + losses->rows[cause]];
    return isfinite(value) ? fmax(0, value) * losses->factor : 0;
}

static void draw_stack(const struct losses *losses, const struct chart *chart, struct ui *ui,
                       struct box box, double top_value)
{
    uint64_t records = losses->column->records;
    struct box plot = chart_plot(chart, box);
    double *x = malloc((3 * records + 1) * sizeof *x);
    if (!x)
        return;
    double *under = x + records, *over = under + records;
    for (uint64_t t = 0; t < records; t++) {
        x[t] = chart_x(chart, plot, losses->column->days[t]);
        under[t] = plot.y + plot.h;
    }
    draw_clip(ui->canvas, plot);
    for (uint64_t c = 0; c < losses->causes; c++) {
        for (uint64_t t = 0; t < records; t++)
            over[t] = under[t] - plot.h * loss(losses, t, c) / top_value;
        if (records > 1)
            draw_band(ui->canvas, x, over, under, records, theme_cause(c));
        else
            draw_fill(ui->canvas, (struct box){x[0] - 6, over[0], 12, under[0] - over[0]},
                      theme_cause(c));
        double *swap = under;
        under = over, over = swap;
    }
    draw_clip_none(ui->canvas);
    free(x);
}

static double largest_loss(const struct losses *losses, uint64_t cause)
{
    double most = 0;
    for (uint64_t t = 0; t < losses->column->records; t++)
        most = fmax(most, loss(losses, t, cause));
    return most;
}

static int causes_that_bind(const struct losses *losses)
{
    int binding = 0;
    for (uint64_t c = 0; c < losses->causes; c++)
        binding += largest_loss(losses, c) > 0;
    return binding;
}

/* Swatch, cause and its loss now, in columns; causes that never bind are left out. */
static void draw_legend(const struct losses *losses, struct ui *ui, uint64_t record, int columns,
                        struct box box)
{
    int drawn = 0;
    double w = box.w / columns;
    for (uint64_t c = 0; c < losses->causes; c++) {
        double x = box.x + drawn % columns * w, y = box.y + drawn / columns * LEGEND_ROW;
        if (y + LEGEND_ROW > box.y + box.h + 1)
            return;
        if (!(largest_loss(losses, c) > 0))
            continue;
        char number[24], name[64], text[FORMAT_MAX];
        name_column(name, sizeof name,
                    playback_label(losses->group, losses->cause_dimension, c, number));
        draw_rounded(ui->canvas, (struct box){x, y + 5, 9, 9}, 2, theme_cause(c));
        double value = loss(losses, record, c), right = x + w - (columns > 1 ? 16 : 0);
        format_number(text, value, losses->relative ? 2 : 1);
        double width = text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, right, y + 9,
                                 value > 0 ? THEME_INK : THEME_QUIET, text);
        text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, x + 16, y + 9, right - x - 24 - width,
                      THEME_TEXT, name);
        drawn++;
    }
}

void causes_draw(struct view *view, const char *region, const char *industry,
                 const struct playback_column *output, uint64_t row, struct box box)
{
    struct ui *ui = view->ui;
    struct losses losses;
    draw_horizontal(ui->canvas, box.x, box.x + box.w, box.y, THEME_BORDER);
    text_draw(ui->canvas, TEXT_STRONG, TEXT_LEFT, box.x, box.y + 18, THEME_INK,
              "What held output back");
    struct box body = {box.x, box.y + 34, box.w, box.h - 34};
    if (!find_losses(view, region, industry, &losses)) {
        ui_message(ui, body, "", "This file does not record what held output back.");
        return;
    }
    set_scale(&losses, output, row);
    double most = 0;
    for (uint64_t t = 0; t < losses.column->records; t++) {
        double sum = 0;
        for (uint64_t c = 0; c < losses.causes; c++)
            sum += loss(&losses, t, c);
        most = fmax(most, sum);
    }
    if (!(most > 0)) {
        ui_message(ui, body, "", "Nothing: firms made what was ordered, all along.");
        return;
    }
    char unit[96];
    if (losses.relative)
        snprintf(unit, sizeof unit, "%% of output at the start");
    else
        snprintf(unit, sizeof unit, "%s", losses.column->unit);
    /* The axes see the sum's range, made so that the stack's own top is known. */
    struct chart chart = {
        .start_day = view->timeline->start_day,
        .days = losses.column->days,
        .records = losses.column->records,
        .first = timeline_first(view->timeline),
        .last = timeline_last(view->timeline),
        .low = 0,
        .high = fmax(most, 0.1),
        .reference = NAN,
        .cursor = timeline_day(view->timeline),
        .events = &view->playback->events,
        .unit = unit,
    };
    uint64_t record =
        playback_at(losses.column->days, losses.column->records, timeline_day(view->timeline));
    struct box plot = body, legend = body;
    bool beside = body.w > CAUSES_BESIDE;
    if (beside) {
        chart.label_room = CAUSES_LEGEND;
        legend = (struct box){body.x + body.w - CAUSES_LEGEND + 12, body.y + 14, CAUSES_LEGEND - 12,
                              body.h - 14};
    } else {
        legend.h = (causes_that_bind(&losses) + 1) / 2 * LEGEND_ROW;
        legend.y = body.y + body.h - legend.h;
        plot.h -= legend.h + 4;
    }
    draw_legend(&losses, ui, record, beside ? 1 : 2, legend);
    if (plot.h < 60)
        return;
    chart_axes(&chart, ui, plot);
    draw_stack(&losses, &chart, ui, plot, chart_top(&chart));
    chart_cursor(&chart, ui, plot);
}

#include "viz/world_measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/text.h"
#include "viz/theme.h"
#include "viz/world_other.h"

static const struct {
    enum world_figure_name figure;
    const char *title, *name, *brief; /* in a sentence, on the switch, on a narrow one */
} MEASURES[WORLD_COLOURS] = {
    {WORLD_REAL_GDP, "real GDP", "Regions", "Region"},
    {WORLD_REAL_GDP, "real GDP", "Real GDP", "GDP"},
    {WORLD_UNEMPLOYMENT, "unemployment", "Unemployment", "Jobless"},
    {WORLD_PRICES, "consumer prices", "Prices", "Prices"},
};

enum world_figure_name world_measure_figure(const struct world_measure *measure)
{
    return MEASURES[measure->by].figure;
}

double world_measure_change(const struct world_measure *measure, const struct view *view,
                            const struct world_region *region, double day)
{
    struct world_history here, there;
    enum world_figure_name figure = world_measure_figure(measure);
    if (!world_history_find(view->playback, figure, region->row, &here))
        return NAN;
    double now = world_history_on(&here, day);
    if (!measure->against)
        return world_figure_change(here.figure, now, world_history_start(&here));
    if (!world_history_other(view, figure, region->code, &there))
        return NAN;
    return world_figure_change(here.figure, now, world_history_on(&there, versus_day(view, day)));
}

/* The sizes of all changes of all regions of a run; NULL without any. */
static double *collect(const struct world_measure *measure, const struct view *view, size_t *count,
                       double *sizes)
{
    const struct reader_group *group = playback_group(view->playback, "region");
    int dimension = group ? playback_dimension(group, "region") : -1;
    struct world_region regions[WORLD_REGIONS_MAX];
    if (dimension < 0 || group->dimension_count != 1 || group->records == 0)
        return sizes;
    int found = world_regions(group, dimension, regions);
    double *more = realloc(sizes, (*count + (size_t)found * group->records + 1) * sizeof *more);
    if (!more)
        return sizes;
    for (int r = 0; r < found; r++)
        for (uint64_t t = 0; t < group->records; t++) {
            double change = world_measure_change(measure, view, &regions[r], group->days[t]);
            if (isfinite(change))
                more[(*count)++] = fabs(change);
        }
    return more;
}

void world_measure_update(struct world_measure *measure, const struct view *view,
                          enum world_colour by)
{
    struct world_measure wanted = {.by = by,
                                   .against = view->compare == COMPARE_DIFFERENCE && view->other,
                                   .playback = view->playback,
                                   .version = view->playback->version + 1};
    wanted.both = view->compare == COMPARE_SIDES && view->other;
    if (wanted.against && by == WORLD_BY_REGION)
        wanted.by = WORLD_BY_GDP;
    if (wanted.against || wanted.both)
        wanted.other = view->other->playback, wanted.other_version = wanted.other->version + 1;
    if (measure->by == wanted.by && measure->against == wanted.against &&
        measure->playback == wanted.playback && measure->version == wanted.version &&
        measure->both == wanted.both && measure->other == wanted.other &&
        measure->other_version == wanted.other_version)
        return;
    size_t count = 0;
    double *sizes = collect(&wanted, view, &count, NULL);
    if (wanted.both) /* one scale for both */
        sizes = collect(&wanted, view->other, &count, sizes);
    wanted.limit = versus_limit(sizes, count, 0.1);
    free(sizes);
    *measure = wanted;
}

void world_measure_fills(const struct world_measure *measure, const struct view *view,
                         const struct world_region *regions, int count, double day,
                         uint32_t fills[static WORLD_SHAPES])
{
    memset(fills, 0, WORLD_SHAPES * sizeof *fills);
    for (int shape = 0; shape < WORLD_SHAPES && measure->by != WORLD_BY_REGION; shape++) {
        int r = world_region_find(regions, count, world_shape_codes[shape]);
        double change = r < 0 ? NAN : world_measure_change(measure, view, &regions[r], day);
        fills[shape] = THEME_LAND;
        if (!isfinite(change))
            continue;
        /* In steps, so that the land need not be drawn again with every record. */
        double value = fmax(-1, fmin(1, change / measure->limit));
        value = round(value * 25) / 25;
        fills[shape] =
            theme_diverging(world_figures[MEASURES[measure->by].figure].turned ? -value : value);
    }
}

char *world_measure_title(const struct world_measure *measure, const struct view *view, char *text,
                          size_t size)
{
    snprintf(text, size, "%s against %s", MEASURES[measure->by].title,
             measure->against ? versus_name(view->other) : "the start");
    return text;
}

double world_ramp_draw(struct canvas *canvas, double x, double y, double limit, bool points,
                       bool turned, bool marks)
{
    enum { CLASSES = 16, STEP = 6 };
    char number[FORMAT_MAX], text[FORMAT_MAX + 16];
    int decimals = limit < 1 ? 1 : 0;
    double at = x;
    snprintf(text, sizeof text, "%s", format_signed(number, -limit, decimals));
    at += text_draw(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_LEFT, at, y, THEME_TEXT, text) + 6;
    struct box frame = {at - 1, y - 6, CLASSES * STEP + 2, 12};
    draw_fill(canvas, frame, THEME_COAST);
    for (int i = 0; i < CLASSES; i++) {
        double value = 2.0 * i / (CLASSES - 1) - 1;
        value = turned ? -value : value;
        draw_fill(canvas, (struct box){at + STEP * i, y - 5, STEP, 10},
                  marks ? theme_diverging_mark(value) : theme_diverging(value));
    }
    at += CLASSES * STEP + 7;
    snprintf(text, sizeof text, "%s %s", format_signed(number, limit, decimals),
             points ? "points" : "%");
    at += text_draw(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_LEFT, at, y, THEME_TEXT, text);
    return at - x;
}

double world_measure_ramp(const struct world_measure *measure, struct canvas *canvas, double x,
                          double y)
{
    return world_ramp_draw(canvas, x, y, measure->limit, measure->by == WORLD_BY_UNEMPLOYMENT,
                           world_figures[MEASURES[measure->by].figure].turned, false);
}

static double segment(struct ui *ui, int by, bool narrow)
{
    const char *name = narrow ? MEASURES[by].brief : MEASURES[by].name;
    return text_width(ui->canvas, TEXT_STRONG, name) + (narrow ? 14 : 20);
}

double world_measure_switch_width(const struct world_measure *measure, struct ui *ui, bool narrow)
{
    double width = 0;
    for (int by = measure->against ? WORLD_BY_GDP : 0; by < WORLD_COLOURS; by++)
        width += segment(ui, by, narrow);
    return width + 4;
}

enum world_colour world_measure_switch(const struct world_measure *measure, struct ui *ui,
                                       double right, double y, bool narrow)
{
    double width = world_measure_switch_width(measure, ui, narrow), x = right - width;
    enum world_colour chosen = measure->by;
    struct box frame = {x, y, width, 26};
    draw_rounded(ui->canvas, frame, THEME_RADIUS + 1, draw_fade(THEME_PANEL, 0.92));
    draw_rounded_frame(ui->canvas, frame, THEME_RADIUS + 1, 1, THEME_BORDER);
    x += 2;
    for (int by = measure->against ? WORLD_BY_GDP : 0; by < WORLD_COLOURS; by++) {
        double w = segment(ui, by, narrow);
        if (ui_segment(ui, (struct box){x, y + 2, w, 22},
                       narrow ? MEASURES[by].brief : MEASURES[by].name, (int)measure->by == by))
            chosen = (enum world_colour)by;
        x += w;
    }
    return chosen;
}

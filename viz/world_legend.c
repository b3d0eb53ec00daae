#include "viz/world_legend.h"

#include <math.h>
#include <stdio.h>

#include "viz/format.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { LOW = 240 };

/* What closes most on the day shown, in words. */
static void describe_closures(const struct view *view, const struct world_closure *closures,
                              int count, char *line, size_t size)
{
    const struct world_closure *worst = &closures[0];
    for (int i = 1; i < count; i++)
        worst = closures[i].share > worst->share ? &closures[i] : worst;
    const struct event_mark *mark = worst->mark;
    char share[FORMAT_MAX + 16] = "slower", number[FORMAT_MAX];
    if (worst->share > 0)
        snprintf(share, sizeof share, "%s closed", format_percent(number, worst->share, 0));
    char date[FORMAT_MAX], more[40] = "", until[64] = "";
    if (count > 1)
        snprintf(more, sizeof more, ", and %d more", count - 1);
    if (isfinite(mark->until))
        snprintf(until, sizeof until, ", until %s",
                 format_date(date, timeline_date(view->timeline, mark->until)));
    snprintf(line, size, "%s: %s%s%s", mark->where, share, until, more);
}

void world_head_draw(struct view_world *world, const struct view *view,
                     const struct world_closure *closures, int count, bool trades, struct box box)
{
    struct ui *ui = view->ui;
    struct canvas *canvas = ui->canvas;
    char line[400], title[200];
    const char *heading = trades ? "Trade and investment" : "The world";
    double width = text_width(canvas, TEXT_HEADING, heading);
    bool narrow = width + 14 + world_measure_switch_width(&world->measure, ui, false) > box.w;
    double control = world_measure_switch_width(&world->measure, ui, narrow);
    if (width + 14 + control <= box.w)
        text_draw(canvas, TEXT_HEADING, TEXT_LEFT, box.x, box.y + 10, THEME_INK, heading);
    else
        width = 0;
    enum world_colour by =
        world_measure_switch(&world->measure, ui, box.x + box.w, box.y - 4, narrow);
    if (by != world->measure.by)
        ui->selection.land = (int)by;
    double x = box.x + width + (width > 0 ? 14 : 0), room = box.w - width - control - 28;
    double y = box.y + 10;
    if (count > 0)
        describe_closures(view, closures, count, line, sizeof line);
    else
        snprintf(line, sizeof line, "%s%s",
                 world_measure_title(&world->measure, view, title, sizeof title),
                 box.w > 400 ? " beside the names" : "");
    if (room < text_width(canvas, TEXT_SMALL, line) + 14)
        x = box.x, y += 23, room = box.w;
    double dot = count > 0 ? 14 : 0;
    if (count > 0)
        draw_circle(canvas, x + 4, y, 4, THEME_CLOSED);
    text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, x + dot, y, room - dot,
                  count > 0 ? THEME_CLOSED : THEME_QUIET, line);
}

struct box world_legend_box(const struct view_world *world, struct box card, bool inset,
                            struct box small)
{
    double room = (inset ? small.x - card.x : card.w) - 28;
    double height = world->measure.by == WORLD_BY_REGION ? 57 : 76;
    if (card.h < LOW) /* only what widths mean */
        height = 14;
    return (struct box){card.x + 10, card.y + card.h - height - 13, fmin(room, 350), height + 3};
}

void world_legend_draw(struct view_world *world, struct view *view, const struct world_flows *flows,
                       bool trades, struct box box)
{
    struct canvas *canvas = view->ui->canvas;
    char title[200];
    struct box rows = {box.x + 6, box.y + 2, box.w - 12, box.h};
    draw_rounded(canvas, box, 4, draw_fade(THEME_SEA, 0.75));
    double y = rows.y + 7;
    if (trades) {
        world_flows_legend(flows, view->ui, rows);
    } else {
        text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, rows.x, y, rows.w, THEME_QUIET,
                      "This file has no trade between regions.");
    }
    if (world->measure.by == WORLD_BY_REGION || box.h < 40)
        return;
    y = box.y + box.h - 10 - (world->measure.against ? 17 : 0);
    double width = world_measure_ramp(&world->measure, canvas, rows.x, y);
    world_measure_title(&world->measure, view, title, sizeof title);
    if (world->measure.against)
        snprintf(title, sizeof title, "land: %s",
                 world_figures[world_measure_figure(&world->measure)].title);
    text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, rows.x + width + 10, y, rows.w - width - 10,
                  THEME_QUIET, title);
    if (!world->measure.against)
        return;
    snprintf(title, sizeof title, "against %.150s", versus_name(view->other));
    text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, rows.x, y + 17, rows.w, THEME_QUIET, title);
}

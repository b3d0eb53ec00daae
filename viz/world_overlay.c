#include "viz/world_overlay.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/names.h"
#include "viz/theme.h"
#include "viz/world_arc.h"
#include "viz/world_figures.h"
#include "viz/world_panel.h"

/* Half of a diamond would do for a strait, but all of it can be hit with the mouse. */
static void draw_diamond(struct canvas *canvas, struct point at, double size, uint32_t colour)
{
    struct point p[] = {
        {at.x, at.y - size}, {at.x + size, at.y}, {at.x, at.y + size}, {at.x - size, at.y}};
    draw_polygon(canvas, p, 4, colour);
}

/* A label on the map that stays readable over lines. */
static struct box draw_chip(struct canvas *canvas, struct point at, enum text_align align,
                            int style, uint32_t colour, const char *text, const char *more)
{
    double width = text_width(canvas, style, text), rest = 0;
    if (more[0])
        rest = 6 + text_width(canvas, TEXT_SMALL, more);
    double all = width + rest;
    double x = align == TEXT_LEFT ? at.x : align == TEXT_RIGHT ? at.x - all : at.x - all / 2;
    bool quiet = style == TEXT_TINY;
    struct box box = {x - (quiet ? 3 : 5), at.y - (quiet ? 7 : 9), all + (quiet ? 6 : 10),
                      quiet ? 14 : 18};
    draw_rounded(canvas, box, 4, draw_fade(THEME_PANEL, quiet ? 0.5 : 0.84));
    text_draw(canvas, style, TEXT_LEFT, x, at.y, colour, text);
    if (more[0])
        text_draw(canvas, TEXT_SMALL, TEXT_LEFT, x + width + 6, at.y, THEME_TEXT, more);
    return box;
}

void world_passages_draw(const struct view *view, const struct world_projection *projection,
                         const struct world_closure *closures, int count, bool free_mouse,
                         struct world_over *over)
{
    struct ui *ui = view->ui;
    for (int i = 0; i < WORLD_PASSAGES; i++) {
        const struct world_passage *passage = &world_passages[i];
        bool concerned = false;
        double share = 0;
        for (int c = 0; c < count; c++)
            if (closures[c].passage == i)
                concerned = true, share = fmax(share, closures[c].share);
        if (!passage->always && !concerned)
            continue;
        struct point at = world_project(projection, passage->east, passage->north);
        uint32_t colour = concerned ? THEME_CLOSED : THEME_QUIET;
        if (concerned)
            draw_circle(ui->canvas, at.x, at.y, 13, draw_fade(THEME_CLOSED, 0.22));
        draw_diamond(ui->canvas, at, concerned ? 7.5 : 5, THEME_PANEL);
        draw_diamond(ui->canvas, at, concerned ? 6 : 3.6, colour);
        struct point label = {at.x + passage->label_x, at.y + passage->label_y};
        char number[FORMAT_MAX], text[80] = "";
        if (concerned && share > 0)
            snprintf(text, sizeof text, "%s %% closed", format_number(number, 100 * share, 0));
        else if (concerned)
            snprintf(text, sizeof text, "slower");
        if (concerned) {
            label.x += passage->align == TEXT_RIGHT ? -4 : 8, label.y += 18;
            draw_chip(ui->canvas, label, passage->align, TEXT_STRONG, THEME_CLOSED, passage->name,
                      text);
        } else if (world_projection_round(projection) > 720) { /* there is room for names */
            draw_chip(ui->canvas, label, passage->align, TEXT_TINY, THEME_TEXT, passage->name, "");
        }
        if (free_mouse && hypot(ui->input.x - at.x, ui->input.y - at.y) < 10)
            over->passage = i;
    }
}

void world_passages_tooltip(const struct view *view, int number,
                            const struct world_closure *closures, int count)
{
    enum { ROWS = 6 };
    char lines[ROWS][264], dates[ROWS][FORMAT_MAX + 8], date[FORMAT_MAX];
    struct ui_row rows[ROWS];
    int used = 0;
    for (int i = 0; i < count && used < ROWS; i++) {
        const struct event_mark *mark = closures[i].mark;
        if (closures[i].passage != number)
            continue;
        snprintf(lines[used], sizeof lines[used], "%s: %s", mark->where, mark->what);
        if (isfinite(mark->until))
            snprintf(dates[used], sizeof dates[used], "until %s",
                     format_date(date, timeline_date(view->timeline, mark->until)));
        else
            snprintf(dates[used], sizeof dates[used], "to the end");
        rows[used] = (struct ui_row){THEME_CLOSED, lines[used], dates[used]};
        used++;
    }
    if (used == 0)
        rows[used++] = (struct ui_row){0, "nothing closes this passage on this day", ""};
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, world_passages[number].name, rows,
               used);
}

void world_regions_draw(const struct view *view, const struct world_projection *projection,
                        const struct world_region *regions, int count, int selected,
                        bool free_mouse, struct world_over *over)
{
    struct ui *ui = view->ui;
    double day = timeline_day(view->timeline);
    for (int i = 0; i < count; i++) {
        const struct world_region *region = &regions[i];
        struct point at = world_project(projection, region->east, region->north);
        double radius = i == selected ? 8 : 6, start;
        double now = world_real_gdp(view->playback, region->row, day, &start);
        char change[WORLD_TEXT] = "";
        if (isfinite(now) && start > 0)
            world_change(change, now, start);
        draw_circle(ui->canvas, at.x, at.y, radius + 2, THEME_PANEL);
        draw_circle(ui->canvas, at.x, at.y, radius, region->colour);
        struct point label = {at.x + region->label_x, at.y + region->label_y};
        struct box chip = draw_chip(ui->canvas, label, region->align, TEXT_STRONG, THEME_INK,
                                    name_region(region->code), change);
        if (i == selected)
            draw_rounded_frame(ui->canvas, chip, 4, 1.2, region->colour);
        if (free_mouse &&
            (ui_over(ui, chip) || hypot(ui->input.x - at.x, ui->input.y - at.y) <= radius + 3))
            over->region = i;
    }
}

void world_regions_tooltip(const struct view *view, const struct world_region *region)
{
    double start,
        now = world_real_gdp(view->playback, region->row, timeline_day(view->timeline), &start);
    char value[WORLD_TEXT], before[WORLD_TEXT], change[WORLD_TEXT];
    const struct ui_row rows[] = {
        {region->colour, "real GDP a year, opening prices", format_dollars(value, now)},
        {0, "at the start", format_dollars(before, start)},
        {0, "against the start", world_change(change, now, start)},
    };
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, name_region(region->code), rows, 3);
}

/* What was paid out for projects in the last year, from the lender to the host. */
void world_investment_draw(const struct view_world *world, const struct view *view,
                           const struct world_projection *projection,
                           const struct world_region *regions, int count, bool free_mouse,
                           struct world_over *over)
{
    const struct world_projects *projects = &world->projects;
    struct canvas *canvas = view->ui->canvas;
    int lender = world_region_find(regions, count, projects->lender);
    int host = world_region_find(regions, count, projects->host);
    if (!(projects->paid_year > 0) || lender < 0 || host < 0 || lender == host)
        return;
    struct point a = world_project(projection, regions[lender].east, regions[lender].north);
    struct point b = world_project(projection, regions[host].east, regions[host].north);
    struct world_arc arc = world_arc(a, b, 0.27, 9);
    double width = world->trade.dollars ? world_trade_width(&world->trade, projects->paid_year)
                                        : 1 + 3 * sqrt(projects->paid_year / 1e11);
    width = fmin(12, width) + 1;
    draw_polyline(canvas, arc.points, WORLD_ARC_POINTS, width + 3, draw_fade(THEME_PANEL, 0.9));
    draw_polyline(canvas, arc.points, WORLD_ARC_POINTS, width, THEME_ACCENT);
    world_arc_head(canvas, &arc, fmax(6, 1.2 * width), THEME_ACCENT);
    world_arc_dashes(canvas, &arc, 0.5 * timeline_day(view->timeline), fmax(1.3, width * 0.4),
                     THEME_PANEL);
    char text[WORLD_TEXT];
    struct point middle = world_arc_middle(&arc);
    struct box chip =
        draw_chip(canvas, (struct point){middle.x, middle.y - 15}, TEXT_CENTRE, TEXT_STRONG,
                  THEME_INK, format_dollars(text, projects->paid_year), "paid out in a year");
    over->invest = free_mouse && (ui_over(view->ui, chip) ||
                                  world_arc_distance(&arc, view->ui->input.x, view->ui->input.y) <
                                      fmax(4, width));
}

void world_investment_tooltip(const struct view *view, const struct world_projects *projects)
{
    char heading[160], text[5][WORLD_TEXT];
    snprintf(heading, sizeof heading, "Investment facility: %s → %s", name_region(projects->lender),
             name_region(projects->host));
    const struct ui_row rows[] = {
        {THEME_ACCENT, "paid out in the last year", format_dollars(text[0], projects->paid_year)},
        {0, "paid out so far", format_dollars(text[1], projects->paid)},
        {0, "committed to projects funded", format_dollars(text[2], projects->committed)},
        {0, "named: cost of projects noticed", format_dollars(text[3], projects->named)},
        {0, "pledged", format_dollars(text[4], projects->envelope)},
    };
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, heading, rows, 5);
}

#include "viz/world_overlay.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/names.h"
#include "viz/theme.h"
#include "viz/world_arc.h"
#include "viz/world_figures.h"

/* Half of a diamond would do for a strait, but all of it can be hit with the mouse. */
static void draw_diamond(struct canvas *canvas, struct point at, double size, uint32_t colour)
{
    struct point p[] = {
        {at.x, at.y - size}, {at.x + size, at.y}, {at.x, at.y + size}, {at.x - size, at.y}};
    draw_polygon(canvas, p, 4, colour);
}

/* The box of a label: a text and something more behind it, "" for nothing. */
static struct box chip_box(struct canvas *canvas, struct point at, enum text_align align, int style,
                           const char *text, const char *more)
{
    bool quiet = style == TEXT_TINY;
    double all = text_width(canvas, style, text);
    if (more[0])
        all += 6 + text_width(canvas, TEXT_SMALL | TEXT_TABULAR, more);
    double x = align == TEXT_LEFT ? at.x : align == TEXT_RIGHT ? at.x - all : at.x - all / 2;
    return (struct box){x - (quiet ? 3 : 5), at.y - (quiet ? 7 : 9), all + (quiet ? 6 : 10),
                        quiet ? 14 : 18};
}

/* A label on the map that stays readable over lines. */
static void draw_chip(struct canvas *canvas, struct box box, int style, uint32_t colour,
                      const char *text, const char *more)
{
    bool quiet = style == TEXT_TINY;
    double width = text_width(canvas, style, text), y = box.y + box.h / 2;
    double all = width + (more[0] ? 6 + text_width(canvas, TEXT_SMALL | TEXT_TABULAR, more) : 0);
    double x = box.x + (box.w - all) / 2;
    draw_rounded(canvas, box, 4, draw_fade(THEME_PANEL, quiet ? 0.5 : 0.84));
    text_draw(canvas, style, TEXT_LEFT, x, y, colour, text);
    if (more[0])
        text_draw(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_LEFT, x + width + 6, y, THEME_TEXT, more);
}

void world_passages_draw(struct view_world *world, const struct view *view,
                         const struct world_closure *closures, int count, bool free_mouse,
                         struct world_over *over)
{
    struct ui *ui = view->ui;
    for (int i = 0; i < 2 * WORLD_PASSAGES; i++) { /* those that are closed first */
        const struct world_passage *passage = &world_passages[i % WORLD_PASSAGES];
        bool concerned = false;
        double share = 0;
        for (int c = 0; c < count; c++)
            if (closures[c].passage == i % WORLD_PASSAGES)
                concerned = true, share = fmax(share, closures[c].share);
        if (concerned != (i < WORLD_PASSAGES) || (!passage->always && !concerned))
            continue;
        struct point at = world_project(&world->projection, passage->east, passage->north);
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
        int style = concerned ? TEXT_STRONG : TEXT_TINY;
        if (concerned)
            label.x += passage->align == TEXT_RIGHT ? -4 : 8, label.y += 18;
        struct box chip = chip_box(ui->canvas, label, passage->align, style, passage->name, text);
        if (concerned) {
            chip = world_labels_place(&world->labels, at, 12, chip);
            draw_chip(ui->canvas, chip, style, THEME_CLOSED, passage->name, text);
        } else if (world_projection_round(&world->projection) > 720 &&
                   !(world_labels_cover(&world->labels, chip) > 0)) { /* there is room */
            world_labels_take(&world->labels, chip, 1);
            draw_chip(ui->canvas, chip, style, THEME_TEXT, passage->name, "");
        }
        if (free_mouse && hypot(ui->input.x - at.x, ui->input.y - at.y) < 10)
            over->passage = i % WORLD_PASSAGES;
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

static int name_style(const struct view_world *world)
{
    return world_projection_round(&world->projection) > 640 ? TEXT_STRONG : TEXT_SMALL;
}

/* On a small map names stand alone: the panel has the figures. */
static bool has_figures(const struct view_world *world)
{
    return world_projection_round(&world->projection) > 430;
}

void world_regions_place(struct view_world *world, const struct view *view,
                         const struct world_region *regions, int count)
{
    const struct world_figure *figure = &world_figures[world_measure_figure(&world->measure)];
    /* A width that figures do not change: names must not jump while time passes. */
    const char *more = figure->kind == WORLD_RATE ? "+0.00 points" : "+00.0 %";
    double day = timeline_day(view->timeline);
    for (int i = 0; i < count; i++) {
        struct point at = world_project(&world->projection, regions[i].east, regions[i].north);
        world_labels_point(&world->labels, at, 7);
    }
    for (int i = 0; i < count; i++) {
        const struct world_region *region = &regions[i];
        struct point at = world_project(&world->projection, region->east, region->north);
        bool known = has_figures(world) &&
                     isfinite(world_measure_change(&world->measure, view, region, day));
        struct point wanted = {at.x + region->label_x, at.y + region->label_y};
        struct box chip = chip_box(view->ui->canvas, wanted, region->align, name_style(world),
                                   name_region(region->code), known ? more : "");
        world->chips[i] = world_labels_place(&world->labels, at, 10, chip);
    }
}

/* From a region to its name where they are apart. */
static void draw_leader(struct canvas *canvas, struct point at, struct box chip, uint32_t colour)
{
    struct point near = {fmax(chip.x, fmin(chip.x + chip.w, at.x)),
                         fmax(chip.y, fmin(chip.y + chip.h, at.y))};
    if (hypot(near.x - at.x, near.y - at.y) < 18)
        return;
    struct point line[] = {at, near};
    draw_polyline(canvas, line, 2, 2.6, draw_fade(THEME_PANEL, 0.8));
    draw_polyline(canvas, line, 2, 1.2, colour);
}

void world_regions_draw(const struct view_world *world, const struct view *view,
                        const struct world_region *regions, int count, int selected,
                        bool free_mouse, struct world_over *over)
{
    struct ui *ui = view->ui;
    const struct world_figure *figure = &world_figures[world_measure_figure(&world->measure)];
    double day = timeline_day(view->timeline);
    for (int i = 0; i < count; i++) {
        struct point at = world_project(&world->projection, regions[i].east, regions[i].north);
        draw_leader(ui->canvas, at, world->chips[i], regions[i].colour);
    }
    for (int i = 0; i < count; i++) {
        const struct world_region *region = &regions[i];
        struct point at = world_project(&world->projection, region->east, region->north);
        double radius = i == selected ? 8 : 6;
        double change = world_measure_change(&world->measure, view, region, day);
        char text[WORLD_TEXT] = "";
        if (isfinite(change) && has_figures(world))
            world_figure_change_text(text, figure, change, world->measure.against);
        draw_circle(ui->canvas, at.x, at.y, radius + 2, THEME_PANEL);
        draw_circle(ui->canvas, at.x, at.y, radius, region->colour);
        draw_chip(ui->canvas, world->chips[i], name_style(world), THEME_INK,
                  name_region(region->code), text);
        if (i == selected)
            draw_rounded_frame(ui->canvas, world->chips[i], 4, 1.2, region->colour);
        if (free_mouse && (ui_over(ui, world->chips[i]) ||
                           hypot(ui->input.x - at.x, ui->input.y - at.y) <= radius + 3))
            over->region = i;
    }
}

void world_regions_tooltip(const struct view_world *world, const struct view *view,
                           const struct world_region *region)
{
    enum { SHOWN = 3 };
    static const enum world_figure_name NAMES[SHOWN] = {WORLD_REAL_GDP, WORLD_UNEMPLOYMENT,
                                                        WORLD_PRICES};
    char value[SHOWN][WORLD_TEXT], change[SHOWN][WORLD_TEXT], left[SHOWN][80], right[SHOWN][120];
    char foot[160];
    struct ui_row rows[SHOWN + 1];
    int count = 0;
    double day = timeline_day(view->timeline);
    bool against = world->measure.against;
    for (int i = 0; i < SHOWN; i++) {
        struct world_history here, there;
        if (!world_history_find(view->playback, NAMES[i], region->row, &here))
            continue;
        double now = world_history_on(&here, day), from = world_history_start(&here);
        if (against)
            from = world_history_other(view, NAMES[i], region->code, &there)
                       ? world_history_on(&there, versus_day(view, day))
                       : NAN;
        world_figure_text(value[i], here.figure, now);
        world_figure_change_text(change[i], here.figure,
                                 world_figure_change(here.figure, now, from), against);
        snprintf(left[i], sizeof left[i], "%s", here.figure->title);
        snprintf(right[i], sizeof right[i], "%s   %s", value[i], change[i]);
        rows[count++] = (struct ui_row){i == 0 ? region->colour : 0, left[i], right[i]};
    }
    snprintf(foot, sizeof foot, "changes against %.100s",
             against ? versus_name(view->other) : "the start");
    rows[count++] = (struct ui_row){0, foot, ""};
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, name_region(region->code), rows,
               count);
}

/* The arc of a facility's money. */
static struct world_arc investment_arc(const struct view_world *world,
                                       const struct world_projects *projects,
                                       const struct world_region *regions, int count, bool *known)
{
    struct world_arc arc = {.length = 0};
    int lender = world_region_find(regions, count, projects->lender);
    int host = world_region_find(regions, count, projects->host);
    *known = projects->paid_year > 0 && lender >= 0 && host >= 0 && lender != host;
    if (!*known)
        return arc;
    struct point a = world_project(&world->projection, regions[lender].east, regions[lender].north);
    struct point b = world_project(&world->projection, regions[host].east, regions[host].north);
    return world_arc(a, b, 0.27, 9);
}

/* What was paid out for projects in the last year, from the lender to the host. Against another
 * run the colour says which of them pays more. */
void world_investment_draw(struct view_world *world, const struct view *view,
                           const struct world_region *regions, int count, bool free_mouse,
                           struct world_over *over)
{
    struct canvas *canvas = view->ui->canvas;
    bool here, there = false, against = world->measure.against;
    struct world_arc arc = investment_arc(world, &world->projects, regions, count, &here);
    if (!here && against)
        arc = investment_arc(world, &world->other.projects, regions, count, &there);
    if (!here && !there)
        return;
    double paid = here ? world->projects.paid_year : world->other.projects.paid_year;
    double other = against && here ? fmax(0, world->other.projects.paid_year) : 0;
    other = isfinite(other) ? other : 0;
    uint32_t colour = THEME_ACCENT;
    if (against)
        colour = theme_diverging_mark(here ? (paid - other) / fmax(paid, other) : -1);
    double width =
        world->trade.dollars ? world_trade_width(&world->trade, paid) : 1 + 3 * sqrt(paid / 1e11);
    width = fmin(12, width) + 1;
    draw_polyline(canvas, arc.points, WORLD_ARC_POINTS, width + 3, draw_fade(THEME_PANEL, 0.9));
    if (here)
        draw_polyline(canvas, arc.points, WORLD_ARC_POINTS, width, colour);
    world_arc_head(canvas, &arc, fmax(6, 1.2 * width), colour);
    /* Dashes that move; of an arc that this run does not have they are all there is. */
    world_arc_dashes(canvas, &arc, 0.5 * timeline_day(view->timeline),
                     here ? fmax(1.3, width * 0.4) : width, here ? THEME_PANEL : colour);
    char dollars[WORLD_TEXT], text[WORLD_TEXT + 8], more[160], number[WORLD_TEXT];
    snprintf(text, sizeof text, "%s", format_dollars(dollars, paid));
    snprintf(more, sizeof more, "paid out in a year");
    if (against && !here)
        snprintf(more, sizeof more, "a year only in %.60s", versus_name(view->other));
    else if (against && other > 0)
        snprintf(more, sizeof more, "paid out in a year, %s there", format_dollars(number, other));
    else if (against)
        snprintf(more, sizeof more, "a year only in %.60s", versus_name(view));
    struct point middle = world_arc_middle(&arc);
    struct box chip = chip_box(canvas, (struct point){middle.x, middle.y - 15}, TEXT_CENTRE,
                               TEXT_STRONG, text, more);
    chip = world_labels_place(&world->labels, middle, width / 2 + 4, chip);
    draw_chip(canvas, chip, TEXT_STRONG, THEME_INK, text, more);
    over->invest = free_mouse && (ui_over(view->ui, chip) ||
                                  world_arc_distance(&arc, view->ui->input.x, view->ui->input.y) <
                                      fmax(4, width));
}

void world_investment_tooltip(const struct view_world *world, const struct view *view)
{
    enum { ROWS = 5 };
    static const char *const NAMES[ROWS] = {"paid out in the last year", "paid out so far",
                                            "committed to projects funded",
                                            "named: cost of projects noticed", "pledged"};
    const struct world_projects *own = &world->projects, *other = &world->other.projects;
    bool against = world->measure.against;
    const double here[ROWS] = {own->paid_year, own->paid, own->committed, own->named,
                               own->envelope};
    const double there[ROWS] = {other->paid_year, other->paid, other->committed, other->named,
                                other->envelope};
    const struct world_projects *known = own->paid_year > 0 || !against ? own : other;
    char heading[160], text[2][WORLD_TEXT], right[ROWS][2 * WORLD_TEXT + 8], foot[260];
    snprintf(heading, sizeof heading, "Investment facility: %s → %s", name_region(known->lender),
             name_region(known->host));
    struct ui_row rows[ROWS + 1];
    for (int i = 0; i < ROWS; i++) {
        format_dollars(text[0], here[i]);
        if (against)
            snprintf(right[i], sizeof right[i], "%s  |  %s", text[0],
                     format_dollars(text[1], there[i]));
        else
            snprintf(right[i], sizeof right[i], "%s", text[0]);
        rows[i] = (struct ui_row){i == 0 ? THEME_ACCENT : 0, NAMES[i], right[i]};
    }
    if (against)
        snprintf(foot, sizeof foot, "%.100s  |  %.100s", versus_name(view),
                 versus_name(view->other));
    rows[ROWS] = (struct ui_row){0, foot, ""};
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, heading, rows,
               against ? ROWS + 1 : ROWS);
}

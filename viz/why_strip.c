/* To whom: a card a region, with its worst fall or, against another run, its largest shortfall; and
 * the list of industries. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/format.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"
#include "viz/why.h"

enum { CAPTION = 18, HEIGHT = 46, GAP = 6 };

/* --- how badly each was hit ----------------------------------------------------------------- */

static struct why_hit worst_fall(const struct view_why *why, int region)
{
    bool cell = region != TRACE_ALL && why->industry != TRACE_ALL;
    struct trace_scope scope = {region, why->industry, -HUGE_VAL, HUGE_VAL,
                                cell ? TRACE_CELLS : TRACE_SUM};
    int place = 0;
    if (trace_falls(&why->trace, &scope, TRACE_BY_DEPTH, &place, 1) < 1)
        return (struct why_hit){0};
    const struct trace_fall *fall = &why->trace.fall[place];
    return (struct why_hit){true, fall->depth, fall->before - fall->least,
                            why->trace.days[fall->trough]};
}

static struct why_hit shortfall(const struct view_why *why, const struct view_why *against,
                                const struct view *view, int region)
{
    struct why_hit hit = {0};
    int other = why_other_region(why, against, region);
    int industry = why_other_industry(why, against, why->industry);
    if (other == -2 || industry == -2)
        return hit;
    const double *mine = trace_output(&why->trace, region, why->industry);
    const double *theirs = trace_output(&against->trace, other, industry);
    for (uint64_t t = 1; t < why->trace.records; t++) {
        int64_t u = why_other_record(view, why, against, t);
        if (u < 0 || !(theirs[u] > 0) || !isfinite(mine[t]))
            continue;
        double depth = 1 - mine[t] / theirs[u];
        hit.amount += theirs[u] - mine[t];
        if (!hit.known || depth > hit.depth)
            hit.depth = depth, hit.day = why->trace.days[t];
        hit.known = true;
    }
    return hit;
}

/* Makes why->hit for the scope. */
static void find_hits(struct view_why *why, struct view_why *against, const struct view *view)
{
    uint64_t records = against ? against->trace.records : 0;
    if (why->hit && why->hit_industry == why->industry && why->hit_against == against &&
        why->hit_records == records)
        return;
    if (!why->hit)
        why->hit = calloc((size_t)why->trace.regions + 1, sizeof *why->hit);
    if (!why->hit)
        return;
    why->hit_industry = why->industry, why->hit_against = against, why->hit_records = records;
    for (int r = TRACE_ALL; r < why->trace.regions; r++)
        why->hit[r + 1] = against ? shortfall(why, against, view, r) : worst_fall(why, r);
}

/* --- cards ---------------------------------------------------------------------------------- */

static char *depth_text(const struct why_hit *hit, char text[static FORMAT_MAX])
{
    return format_signed_percent(text, hit->known ? -hit->depth : (double)NAN, 1);
}

/* "$423 bn a week", or what the whole run has less. */
static void amount_text(const struct view_why *why, const struct why_hit *hit, bool differs,
                        double days_per_step, char *text, size_t size)
{
    char number[FORMAT_MAX];
    bool dollars = why->unit[0] == '$';
    /* A sum over steps: the factor is that of a week. */
    double sum = hit->amount * why->factor * (dollars ? days_per_step / 7 : 1);
    if (!differs)
        why_amount(why, hit->amount, text, size);
    else
        snprintf(text, size, "%s%s", sum < 0 ? "+" : "−",
                 dollars ? format_dollars(number, fabs(sum)) : format_amount(number, fabs(sum)));
}

static void draw_card(const struct view_why *why, const struct view *view, int region, bool differs,
                      struct box box)
{
    struct canvas *canvas = view->ui->canvas;
    const struct why_hit *hit = &why->hit[region + 1];
    bool chosen = region == why->region, over = ui_over(view->ui, box);
    char depth[FORMAT_MAX], amount[96];
    draw_rounded(canvas, box, THEME_RADIUS, over ? THEME_HOVER : THEME_PANEL);
    draw_rounded_frame(canvas, box, THEME_RADIUS, chosen ? 2 : 1,
                       chosen ? THEME_ACCENT : THEME_BORDER);
    const char *code = region == TRACE_ALL ? "World" : why->trace.region[region];
    const char *name = region == TRACE_ALL ? "World" : name_region(code);
    double x = box.x + 8, right = box.x + box.w - 7, y = box.y + 15, w = 0;
    bool wide = box.w > 118;
    depth_text(hit, depth);
    uint32_t ink = hit->known && hit->depth > 0.05 ? theme_bad() : THEME_INK;
    w = text_draw(canvas, TEXT_STRONG | TEXT_TABULAR, TEXT_RIGHT, right, wide ? y : box.y + 33, ink,
                  depth);
    double room = wide ? right - w - 5 - x - 11 : right - x - 11;
    draw_circle(canvas, x + 3, y, 3.5,
                region == TRACE_ALL ? THEME_ACCENT : theme_region(code, (uint64_t)region));
    text_draw_fit(canvas, chosen ? TEXT_STRONG : TEXT_SMALL, TEXT_LEFT, x + 11, y, room, THEME_INK,
                  text_width(canvas, TEXT_STRONG, name) <= room ? name : code);
    if (!wide || !hit->known)
        return;
    amount_text(why, hit, differs, view->playback->reader.days_per_step, amount, sizeof amount);
    text_draw_fit(canvas, TEXT_TINY | TEXT_TABULAR, TEXT_LEFT, x, box.y + 34, box.w - 14,
                  THEME_TEXT, amount);
}

static void show_tooltip(const struct view_why *why, const struct view *view, int region,
                         bool differs)
{
    const struct why_hit *hit = &why->hit[region + 1];
    char depth[FORMAT_MAX], amount[96], date[FORMAT_MAX], heading[160];
    if (!hit->known)
        return;
    amount_text(why, hit, differs, view->playback->reader.days_per_step, amount, sizeof amount);
    const struct ui_row rows[] = {
        {0, differs ? "furthest below the other run" : "below the highest of the year before",
         depth_text(hit, depth)},
        {0, "on", format_date(date, timeline_date(view->timeline, hit->day))},
        {0, differs ? "output, the whole run" : "less", amount},
    };
    snprintf(heading, sizeof heading, "%s, %s",
             region == TRACE_ALL ? "World" : name_region(why->trace.region[region]),
             why->industry == TRACE_ALL ? "all industries"
                                        : name_industry(why->trace.industry[why->industry]));
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, heading, rows, 3);
}

double why_strip_draw(struct view_why *why, struct view_why *against, struct view *view,
                      struct box box, bool caption)
{
    int count = why->trace.regions + 1, over = -2;
    find_hits(why, against, view);
    if (!why->hit)
        return 0;
    double y = box.y + (caption ? CAPTION : 0), w = (box.w + GAP) / count - GAP;
    if (caption)
        text_draw_fit(view->ui->canvas, TEXT_TINY, TEXT_LEFT, box.x, box.y + 6, box.w, THEME_QUIET,
                      against ? "Who was hit: output at its furthest below the other run, and what "
                                "the whole run has less or more"
                              : "Who was hit: output at its worst, below the highest of the year "
                                "before, and dollars a week less");
    double fit = fmax(58, w); /* where there are many regions, those that fit */
    for (int r = TRACE_ALL; r < why->trace.regions; r++) {
        struct box card = {box.x + (r + 1) * (fit + GAP), y, fit, HEIGHT};
        if (card.x + card.w > box.x + box.w + 1)
            break;
        if (ui_clicked(view->ui, card))
            why_set_scope(why, view, r, why->industry);
        if (ui_over(view->ui, card))
            over = r;
        draw_card(why, view, r, against != NULL, card);
    }
    if (over > -2)
        show_tooltip(why, view, over, against != NULL);
    return (caption ? CAPTION : 0) + HEIGHT + 8;
}

/* --- the list of industries ----------------------------------------------------------------- */

static struct why_hit industry_hit(const struct view_why *why, int industry)
{
    struct view_why of = *why; /* the same trace in another scope */
    of.industry = industry;
    return worst_fall(&of, why->region);
}

void why_menu_draw(struct view_why *why, struct view *view, struct box box)
{
    enum { ROW = 22, WIDTH = 236, PAD = 8 };
    struct ui *ui = view->ui;
    int count = why->trace.industries + 1, rows = (int)fmax(4, floor((box.h - 2 * PAD) / ROW));
    int columns = (int)fmax(1, fmin(floor(box.w / 150), ceil((double)count / rows)));
    rows = (count + columns - 1) / columns;
    double w = fmin(WIDTH, (box.w - 2 * PAD) / columns);
    struct box panel = {box.x, box.y, columns * w + 2 * PAD, rows * ROW + 2 * PAD};
    if (ui->input.pressed && !ui_over(ui, panel))
        why->menu = false;
    draw_rounded(ui->canvas, (struct box){panel.x + 2, panel.y + 3, panel.w, panel.h},
                 THEME_RADIUS + 2, draw_fade(0xff000000u, 0.16));
    draw_rounded(ui->canvas, panel, THEME_RADIUS + 2, THEME_PANEL);
    draw_rounded_frame(ui->canvas, panel, THEME_RADIUS + 2, 1, THEME_AXIS);
    for (int i = 0; i < count; i++) {
        struct box line = {panel.x + PAD + i / rows * w, panel.y + PAD + i % rows * ROW, w - 4,
                           ROW};
        int industry = i - 1;
        bool chosen = industry == why->industry;
        struct why_hit hit = industry_hit(why, industry);
        char depth[FORMAT_MAX];
        if (chosen || ui_over(ui, line))
            draw_rounded(ui->canvas, line, THEME_RADIUS, chosen ? THEME_BORDER : THEME_HOVER);
        double used =
            text_draw(ui->canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, line.x + line.w - 8,
                      line.y + ROW / 2.0, hit.known && hit.depth > 0.05 ? theme_bad() : THEME_QUIET,
                      depth_text(&hit, depth));
        text_draw_fit(ui->canvas, chosen ? TEXT_STRONG : TEXT_SMALL, TEXT_LEFT, line.x + 8,
                      line.y + ROW / 2.0, line.w - used - 24, THEME_INK,
                      industry == TRACE_ALL ? "All industries"
                                            : name_industry(why->trace.industry[industry]));
        if (ui_clicked(ui, line)) {
            why_set_scope(why, view, why->region, industry);
            why->menu = false;
        }
    }
}

/* Middle: the falls of the scope, the worst first. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/format.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"
#include "viz/why.h"

enum { PAD = 14, HEAD = 64, ROW = 50, TRACED_A_FRAME = 24 };

static const char *industry_of(const struct trace *trace, int industry)
{
    return industry == TRACE_ALL ? "All industries" : name_industry(trace->industry[industry]);
}

static const char *region_of(const struct trace *trace, int region)
{
    return region == TRACE_ALL ? "World" : name_region(trace->region[region]);
}

static uint32_t region_colour(const struct trace *trace, int region)
{
    return region == TRACE_ALL ? THEME_ACCENT
                               : theme_region(trace->region[region], (uint64_t)region);
}

/* An event has the colour of events, all else that of what held the last cell back. */
static const struct why_cause *first_cause(struct view_why *why, int place, int *budget)
{
    struct why_cause *cause = &why->cause[place];
    if (cause->known || *budget <= 0)
        return cause;
    (*budget)--;
    struct trace_chain chain;
    why_trace(why, &why->trace.fall[place], &chain);
    cause->known = true;
    cause->colour = THEME_QUIET;
    snprintf(cause->text, sizeof cause->text, "%s", chain.first_cause);
    for (int i = 0; i < chain.count; i++) {
        const struct trace_step *step = &chain.step[i];
        if (step->kind == TRACE_STEP_CELL)
            cause->colour = why_role_colour(&why->trace, step->role, step->cause);
        if (step->kind == TRACE_STEP_EVENT)
            cause->colour = 0; /* the theme may change */
    }
    return cause;
}

static void draw_row(struct view_why *why, const struct view_why *against, struct view *view,
                     int row, struct box box, int *budget)
{
    struct ui *ui = view->ui;
    struct canvas *canvas = ui->canvas;
    const struct trace *trace = &why->trace;
    const struct trace_fall *fall = &trace->fall[why->places[row]];
    const struct why_cause *cause = first_cause(why, why->places[row], budget);
    bool chosen = row == why->chosen;
    if (chosen || ui_over(ui, box))
        draw_rounded(canvas, box, THEME_RADIUS, THEME_HOVER);
    if (chosen)
        draw_rounded_frame(canvas, box, THEME_RADIUS, 1.5, THEME_ACCENT);
    draw_rounded(canvas, (struct box){box.x + 6, box.y + 8, 4, box.h - 16}, 2,
                 region_colour(trace, fall->region));
    char depth[FORMAT_MAX], date[FORMAT_MAX], line[200], amount[96];
    double x = box.x + 18, right = box.x + box.w - 8;
    format_signed_percent(depth, -fall->depth, 1);
    double w = text_draw(canvas, TEXT_STRONG | TEXT_TABULAR, TEXT_RIGHT, right, box.y + 14,
                         THEME_INK, depth);
    snprintf(line, sizeof line, "%s, %s", industry_of(trace, fall->industry),
             region_of(trace, fall->region));
    double end = right - w - 10;
    if (against && !why_is_shared(view, why, against, fall)) {
        end -= text_draw(canvas, TEXT_TINY, TEXT_RIGHT, end, box.y + 14, THEME_EVENT, "only here");
        end -= 8;
    }
    text_draw_fit(canvas, TEXT_STRONG, TEXT_LEFT, x, box.y + 14, end - x, THEME_INK, line);
    format_date(date, timeline_date(view->timeline, trace->days[fall->trough]));
    why_amount(why, fall->before - fall->least, amount, sizeof amount);
    if (why->unit[0] == '$') /* the heading says "a week" */
        amount[strlen(amount) - strlen(" a week")] = '\0';
    snprintf(line, sizeof line, "%s  ·  %s", amount, date);
    w = text_draw(canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, right, box.y + 35, THEME_TEXT,
                  line);
    draw_circle(canvas, x + 4, box.y + 35, 4, cause->colour ? cause->colour : THEME_EVENT);
    text_draw_fit(canvas, TEXT_TINY, TEXT_LEFT, x + 14, box.y + 35, right - w - 10 - x - 14,
                  THEME_TEXT, cause->text);
}

static void show_tooltip(struct view_why *why, struct view *view, int row)
{
    const struct trace *trace = &why->trace;
    const struct trace_fall *fall = &trace->fall[why->places[row]];
    const struct why_cause *cause = &why->cause[why->places[row]];
    char heading[200], span[2 * FORMAT_MAX + 8], from[FORMAT_MAX], to[FORMAT_MAX];
    char before[96], least[96], shares[TRACE_ROLES][FORMAT_MAX];
    char names[TRACE_ROLES][40];
    struct ui_row rows[5 + TRACE_ROLES];
    int count = 0;
    snprintf(heading, sizeof heading, "%s, %s", industry_of(trace, fall->industry),
             region_of(trace, fall->region));
    snprintf(span, sizeof span, "%s to %s",
             format_date(from, timeline_date(view->timeline, trace->days[fall->onset])),
             format_date(to, timeline_date(view->timeline, trace->days[fall->trough])));
    rows[count++] = (struct ui_row){0, "output fell from", span};
    rows[count++] = (struct ui_row){0, "highest of the year before",
                                    why_amount(why, fall->before, before, sizeof before)};
    rows[count++] =
        (struct ui_row){0, "at its lowest", why_amount(why, fall->least, least, sizeof least)};
    for (int role = 0; role < TRACE_ROLES; role++) {
        if (fall->role_share[role] < 0.005)
            continue;
        format_percent(shares[role], fall->role_share[role], 0);
        snprintf(names[role], sizeof names[role], "of it by %s",
                 trace_role_name((enum trace_role)role));
        rows[count++] = (struct ui_row){why_role_colour(trace, (enum trace_role)role, -1),
                                        names[role], shares[role]};
    }
    rows[count++] = (struct ui_row){0, "first cause", cause->text};
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, heading, rows, count);
}

void why_list_draw(struct view_why *why, const struct view_why *against, struct view *view,
                   struct box box)
{
    struct ui *ui = view->ui;
    ui_card(ui, box);
    text_draw(ui->canvas, TEXT_HEADING, TEXT_LEFT, box.x + PAD, box.y + 20, THEME_INK,
              "Worst falls");
    static const char *const LISTS[] = {"Cells", "Regions", "Industries"};
    static const enum trace_which WHICH[] = {TRACE_CELLS, TRACE_REGIONS, TRACE_INDUSTRIES};
    double width = ui_switch_width(ui, LISTS, 3);
    int active = 0;
    for (int i = 0; i < 3; i++)
        active = WHICH[i] == why->which ? i : active;
    int chosen = active;
    if (width + 110 < box.w)
        chosen =
            ui_switch(ui, box.x + box.w - PAD - width, box.y + 8, WHY_SEGMENTS, LISTS, 3, active);
    if (chosen != active)
        why_set_which(why, view, WHICH[chosen]);
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, box.x + PAD, box.y + 48, box.w - 2 * PAD,
                  THEME_QUIET,
                  against ? "only here: the other run has no such fall within half a year"
                  : why->unit[0] == '$'
                      ? "first cause  ·  $ a week less than at the highest of the year before"
                      : "first cause  ·  less than at the highest of the year before");
    if (why->count == 0) {
        ui_message(ui, box, "No falls", "Output never fell by 1 % or more.");
        return;
    }
    struct box area = {box.x + 8, box.y + HEAD, box.w - 16, box.h - HEAD - 8};
    int fit = (int)fmax(1, floor(area.h / ROW)), hover = -1, budget = TRACED_A_FRAME;
    int most = why->count - fit > 0 ? why->count - fit : 0;
    if (ui_over(ui, box))
        why->scrolled += 2 * (int)ui->input.wheel;
    else if (why->chosen < why->scrolled)
        why->scrolled = why->chosen;
    else if (why->chosen >= why->scrolled + fit)
        why->scrolled = why->chosen - fit + 1;
    why->scrolled = why->scrolled > most ? most : why->scrolled < 0 ? 0 : why->scrolled;
    for (int i = 0; i < fit && why->scrolled + i < why->count; i++) {
        struct box row = {area.x, area.y + i * ROW, area.w - (most > 0 ? 6 : 0), ROW - 4};
        if (ui_clicked(ui, row)) {
            why_choose(why, view, why->scrolled + i);
            why_go_to_step(why, view);
        }
        if (ui_over(ui, row))
            hover = why->scrolled + i;
        draw_row(why, against, view, why->scrolled + i, row, &budget);
        bool sum =
            why->scrolled + i == 0 && (why->region == TRACE_ALL || why->industry == TRACE_ALL);
        if (sum)
            draw_horizontal(ui->canvas, row.x + 6, row.x + row.w - 6, row.y + ROW - 2,
                            THEME_BORDER);
    }
    if (most > 0)
        draw_rounded(ui->canvas,
                     (struct box){box.x + box.w - 9, area.y + area.h * why->scrolled / why->count,
                                  4, area.h * fit / why->count},
                     2, THEME_AXIS);
    if (hover >= 0)
        show_tooltip(why, view, hover);
}

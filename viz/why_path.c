/* Right: the path of the fall that is chosen, a card a step, from the top to its first cause. */
#include <math.h>
#include <stdio.h>

#include "viz/format.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"
#include "viz/why.h"

enum { PAD = 14, HEAD = 90, GAP = 12, CARD_LEAST = 62, CARD_MOST = 92, SPARK = 96 };

static uint32_t step_colour(const struct trace *trace, const struct trace_step *step)
{
    if (step->kind == TRACE_STEP_EVENT)
        return THEME_EVENT;
    if (step->kind == TRACE_STEP_END)
        return THEME_AXIS;
    return step->region == TRACE_ALL
               ? THEME_ACCENT
               : theme_region(trace->region[step->region], (uint64_t)step->region);
}

/* The history behind a step: its values and days. */
struct history {
    const double *days, *values;
    uint64_t count, stride;
};

static struct history history_of(const struct trace *trace, const struct trace_step *step)
{
    if (step->kind == TRACE_STEP_CELL)
        return (struct history){trace->days, trace_output(trace, step->region, step->industry),
                                trace->records, 1};
    if (step->kind == TRACE_STEP_USE && step->use >= 0 && trace->use[step->use] != NULL)
        return (struct history){trace->days,
                                trace->use[step->use] + (size_t)step->region * trace->records,
                                trace->records, 1};
    if (step->kind == TRACE_STEP_FLOW && trace->trade != NULL && step->destination >= 0) {
        size_t regions = (size_t)trace->regions, industries = (size_t)trace->industries;
        return (struct history){trace->trade_days,
                                trace->trade +
                                    ((size_t)step->region * regions + (size_t)step->destination) *
                                        industries +
                                    (size_t)step->industry,
                                trace->trade_records, regions * regions * industries};
    }
    return (struct history){0};
}

/* A year before the step began to half a year after it was deepest. */
static void draw_spark(const struct trace *trace, const struct trace_step *step, struct ui *ui,
                       struct box box, uint32_t colour)
{
    enum { POINTS = 200 };
    struct history history = history_of(trace, step);
    struct point points[POINTS];
    double first = step->onset - 365, last = step->day + 200, low = HUGE_VAL, high = -HUGE_VAL;
    size_t count = 0;
    for (uint64_t t = 0; t < history.count && count < POINTS; t++) {
        double value = history.values[t * history.stride];
        if (history.days[t] < first || history.days[t] > last || !isfinite(value) ||
            (t == 0 && !(value > 0)))
            continue;
        points[count++] = (struct point){history.days[t], value};
        low = fmin(low, value), high = fmax(high, value);
    }
    if (count < 2)
        return;
    last = points[count - 1].x, first = points[0].x;
    low = fmin(low, high * 0.9);
    double span = fmax(1, last - first), range = high > low ? high - low : 1;
    double x0 = box.x + box.w * (step->onset - first) / span;
    double x1 = box.x + box.w * (step->day - first) / span;
    draw_fill(ui->canvas, (struct box){x0, box.y - 2, fmax(2, x1 - x0), box.h + 4},
              draw_fade(THEME_EVENT, theme_is_dark() ? 0.25 : 0.13));
    for (size_t i = 0; i < count; i++)
        points[i] = (struct point){box.x + box.w * (points[i].x - first) / span,
                                   box.y + box.h * (high - points[i].y) / range};
    draw_polyline(ui->canvas, points, count, 1.6, colour);
}

static void date_line(const struct view *view, const struct trace_step *step, char *text,
                      size_t size)
{
    char from[FORMAT_MAX], to[FORMAT_MAX];
    format_date(from, timeline_date(view->timeline, step->onset));
    format_date(to, timeline_date(view->timeline, step->day));
    if (step->kind == TRACE_STEP_END)
        snprintf(text, size, "%s", "");
    else if (step->kind == TRACE_STEP_EVENT || step->onset == step->day)
        snprintf(text, size, "%s", from);
    else
        snprintf(text, size, "%s to %s", from, to);
}

static const char *kind_text(const struct trace_step *step, bool first)
{
    switch (step->kind) {
    case TRACE_STEP_EVENT:
        return "Event";
    case TRACE_STEP_FLOW:
        return "Deliveries";
    case TRACE_STEP_USE:
        return "Final demand";
    case TRACE_STEP_END:
        return "End of the trace";
    default:
        return first ? "The fall" : "Output";
    }
}

static void draw_card(struct view_why *why, struct view *view, int place, struct box box)
{
    struct ui *ui = view->ui;
    struct canvas *canvas = ui->canvas;
    const struct trace *trace = &why->trace;
    const struct trace_step *step = &why->chain.step[place];
    uint32_t colour = step_colour(trace, step);
    bool event = step->kind == TRACE_STEP_EVENT, last = place == why->chain.count - 1;
    draw_rounded(canvas, box, THEME_RADIUS,
                 event ? draw_mix(THEME_PANEL, THEME_EVENT, theme_is_dark() ? 0.16 : 0.07)
                       : THEME_PAPER);
    draw_rounded_frame(canvas, box, THEME_RADIUS, place == why->step ? 1.5 : 1,
                       place == why->step ? THEME_ACCENT
                       : event && last    ? THEME_EVENT
                       : ui_over(ui, box) ? THEME_AXIS
                                          : THEME_BORDER);
    draw_rounded(canvas, (struct box){box.x + 8, box.y + 9, 4, box.h - 18}, 2, colour);
    bool spark = history_of(trace, step).count > 1 && box.w > 300;
    double x = box.x + 20, right = box.x + box.w - 12;
    if (step->kind == TRACE_STEP_CELL || step->kind == TRACE_STEP_FLOW ||
        step->kind == TRACE_STEP_USE) {
        char depth[FORMAT_MAX];
        format_signed_percent(depth, -step->depth, 1);
        double w = text_draw(canvas, TEXT_STRONG | TEXT_TABULAR, TEXT_RIGHT, right, box.y + 15,
                             THEME_INK, depth);
        text_draw_fit(canvas, TEXT_STRONG, TEXT_LEFT, x, box.y + 15, right - w - 10 - x, THEME_INK,
                      step->title);
    } else
        text_draw_fit(canvas, TEXT_STRONG, TEXT_LEFT, x, box.y + 15, right - x, THEME_INK,
                      step->title);
    char line[160], dates[2 * FORMAT_MAX + 8];
    date_line(view, step, dates, sizeof dates);
    snprintf(line, sizeof line, "%s%s%s", kind_text(step, place == 0), dates[0] ? "  ·  " : "",
             dates);
    double room = right - x - (spark ? SPARK + 12 : 0);
    text_draw_fit(canvas, TEXT_TINY, TEXT_LEFT, x, box.y + 34, room, THEME_QUIET, line);
    double dot = 0;
    if (step->kind == TRACE_STEP_CELL && step->role != TRACE_UNKNOWN) {
        draw_circle(canvas, x + 4, box.y + 51, 4, why_role_colour(trace, step->role, step->cause));
        dot = 14;
    }
    if (box.h >= 76)
        ui_paragraph(ui, (struct box){x + dot, box.y + 42, room - dot, box.h - 42}, TEXT_TINY,
                     THEME_TEXT, step->reason);
    else
        text_draw_fit(canvas, TEXT_TINY, TEXT_LEFT, x + dot, box.y + 51, room - dot, THEME_TEXT,
                      step->reason);
    if (spark)
        draw_spark(trace, step, ui, (struct box){right - SPARK, box.y + 29, SPARK, box.h - 39},
                   colour);
}

static void show_tooltip(const struct view_why *why, const struct view *view,
                         const struct trace_step *step)
{
    static const char *const FOUND[] = {
        [TRACE_BY_CHOICE] = "the fall that was chosen",
        [TRACE_BY_PART] = "the part of the sum that lost most",
        [TRACE_BY_LINKS] = "orders and deliveries over links",
        [TRACE_BY_TRADE] = "trade between regions, by product",
        [TRACE_BY_OUTPUT] = "falls of output at the same time",
        [TRACE_BY_ACCOUNTS] = "final demand at constant prices",
        [TRACE_BY_EVENT] = "kind, place and date of the event",
        [TRACE_BY_NOTHING] = "nothing more in the file",
    };
    char before[96], least[96], share[FORMAT_MAX];
    struct ui_row rows[6];
    int count = 0;
    bool sized = step->kind == TRACE_STEP_CELL || step->kind == TRACE_STEP_FLOW ||
                 step->kind == TRACE_STEP_USE;
    if (sized) {
        rows[count++] = (struct ui_row){0, "before", why_amount(why, step->before, before, 96)};
        rows[count++] =
            (struct ui_row){0, "at the lowest", why_amount(why, step->least, least, 96)};
    }
    if (sized && step->share > 0) {
        format_percent(share, step->share, 0);
        rows[count++] = (struct ui_row){
            0, step->kind == TRACE_STEP_CELL ? "of the fall by its main cause" : "of what was lost",
            share};
    }
    rows[count++] = (struct ui_row){0, "found by", FOUND[step->evidence]};
    rows[count++] = (struct ui_row){0, step->reason, ""};
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, step->title, rows, count);
}

static void draw_arrow(struct canvas *canvas, double x, double top)
{
    draw_fill(canvas, (struct box){x - 1, top + 1, 2, GAP - 7}, THEME_AXIS);
    draw_triangle(canvas, (struct point){x - 5, top + GAP - 8},
                  (struct point){x + 5, top + GAP - 8}, (struct point){x, top + GAP - 2},
                  THEME_AXIS);
}

/* The shares of the causes in the fall, in one bar, with the names of those that fit. */
static void draw_shares(const struct view_why *why, struct ui *ui, struct box box)
{
    const struct trace_fall *fall = why_fall(why);
    double x = box.x, at = box.x;
    for (int role = 0; role < TRACE_ROLES && fall != NULL; role++) {
        double share = fall->role_share[role];
        char text[64], number[FORMAT_MAX];
        if (share < 0.005)
            continue;
        uint32_t colour = why_role_colour(&why->trace, (enum trace_role)role,
                                          (enum trace_role)role == fall->role ? fall->cause : -1);
        draw_fill(ui->canvas, (struct box){x, box.y, box.w * share, 6}, colour);
        x += box.w * share;
        snprintf(text, sizeof text, "%s %s", trace_role_name((enum trace_role)role),
                 format_percent(number, share, 0));
        double w = text_width(ui->canvas, TEXT_TINY, text) + 26;
        if (at + w > box.x + box.w + 12)
            continue;
        draw_circle(ui->canvas, at + 4, box.y + 17, 3.5, colour);
        text_draw(ui->canvas, TEXT_TINY, TEXT_LEFT, at + 12, box.y + 17, THEME_TEXT, text);
        at += w;
    }
}

void why_path_draw(struct view_why *why, struct view *view, struct box box)
{
    struct ui *ui = view->ui;
    const struct trace_chain *chain = &why->chain;
    ui_card(ui, box);
    text_draw(ui->canvas, TEXT_HEADING, TEXT_LEFT, box.x + PAD, box.y + 20, THEME_INK,
              "Path to the first cause");
    if (chain->count == 0) {
        ui_message(ui, box, "No fall chosen", "Choose one in the list.");
        return;
    }
    char line[200];
    snprintf(line, sizeof line, "First cause: %s", chain->first_cause);
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x + PAD, box.y + 43, box.w - 2 * PAD,
                  THEME_TEXT, line);
    draw_shares(why, ui, (struct box){box.x + PAD, box.y + 58, box.w - 2 * PAD, 24});
    struct box area = {box.x + 10, box.y + HEAD, box.w - 20, box.h - HEAD - 10};
    double card = floor((area.h + GAP) / chain->count - GAP);
    card = fmax(CARD_LEAST, fmin(CARD_MOST, card));
    double length = chain->count * (card + GAP) - GAP, most = fmax(0, length - area.h);
    if (ui_over(ui, box))
        why->path_top += 30 * ui->input.wheel;
    else { /* the chosen card stays in sight */
        double top = why->step * (card + GAP);
        why->path_top = fmin(why->path_top, top);
        why->path_top = fmax(why->path_top, top + card - area.h);
    }
    why->path_top = fmax(0, fmin(most, why->path_top));
    double w = area.w - (most > 0 ? 8 : 0);
    int hover = -1;
    draw_clip(ui->canvas, area);
    for (int i = 0; i < chain->count; i++) {
        struct box place = {area.x, area.y + i * (card + GAP) - why->path_top, w, card};
        if (place.y > area.y + area.h || place.y + card < area.y)
            continue;
        if (ui_over(ui, area) && ui_clicked(ui, place)) {
            why_choose_step(why, i);
            why_go_to_step(why, view);
        }
        if (ui_over(ui, area) && ui_over(ui, place))
            hover = i;
        draw_card(why, view, i, place);
        if (i + 1 < chain->count)
            draw_arrow(ui->canvas, area.x + w / 2, place.y + card);
    }
    draw_clip_none(ui->canvas);
    if (most > 0)
        draw_rounded(ui->canvas,
                     (struct box){box.x + box.w - 10, area.y + area.h * why->path_top / length, 4,
                                  area.h * area.h / length},
                     2, THEME_AXIS);
    if (hover >= 0)
        show_tooltip(why, view, &chain->step[hover]);
}

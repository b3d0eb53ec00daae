/* The arcs of trade: as wide as what is sold, in the seller's colour or, against another run, in
 * that of the difference. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/names.h"
#include "viz/theme.h"
#include "viz/world_arc.h"
#include "viz/world_figures.h"
#include "viz/world_measure.h"
#include "viz/world_other.h"

/* A flow below this part of its start has the start behind it, in red, and is shown even if it is
 * small, down to this part of the threshold. */
#define FALLEN 0.8
#define FALLEN_THRESHOLD 0.1
#define BAND (theme_is_dark() ? 0.55 : 0.38) /* how strong the red is */

enum { FLOWS_MAX = WORLD_REGIONS_MAX * WORLD_REGIONS_MAX };

struct flow {
    int origin, destination;
    double dollars, start;
    double there; /* in the other run; NaN: not known, or none is compared with */
    bool front;   /* it stands out */
};

/* The flows to draw, wide ones first. */
static int collect(const struct world_flows *flows, struct flow found[static FLOWS_MAX])
{
    int count = 0;
    for (int o = 0; o < flows->region_count; o++)
        for (int d = 0; d < flows->region_count; d++) {
            const struct world_region *from = &flows->regions[o], *to = &flows->regions[d];
            double now = world_trade_flow(flows->trade, flows->record, from->row, to->row);
            double start = world_trade_start(flows->trade, from->row, to->row);
            double least = flows->trade->least;
            bool mine = o == flows->selected || d == flows->selected;
            bool fallen = now < FALLEN * start && start >= FALLEN_THRESHOLD * least;
            double there = NAN, most = fmax(now, start);
            if (flows->other) {
                there =
                    world_other_flow(flows->other, flows->view, from->code, to->code, flows->day);
                fallen = now < FALLEN * there && there >= FALLEN_THRESHOLD * least;
                most = fmax(now, there); /* what is not a number counts as nothing */
            }
            if (o == d || !(most > 0) || (!mine && !fallen && most < least))
                continue;
            int at = count++;
            for (; at > 0 && found[at - 1].dollars < now; at--)
                found[at] = found[at - 1];
            found[at] = (struct flow){o, d, now, start, there, flows->selected < 0 || mine};
        }
    return count;
}

/* The arc and, where the way over the cut of the map is shorter, its second half beyond it. */
static int arcs_of(const struct world_flows *flows, const struct flow *flow,
                   struct world_arc arcs[static 2])
{
    const struct world_region *from = &flows->regions[flow->origin];
    const struct world_region *to = &flows->regions[flow->destination];
    struct point a = world_project(flows->projection, from->east, from->north);
    struct point b = world_project(flows->projection, to->east, to->north);
    double around = world_projection_round(flows->projection);
    if (fabs(b.x - a.x) < 0.6 * around) {
        arcs[0] = world_arc(a, b, 0.16, 9);
        return 1;
    }
    double shift = b.x > a.x ? -around : around;
    b.x += shift;
    arcs[0] = world_arc(a, b, 0.16, 9);
    arcs[1] = arcs[0];
    world_arc_shift(&arcs[1], -shift);
    return 2;
}

static const struct world_closure *closed(const struct world_flows *flows, const struct flow *flow)
{
    for (int i = 0; i < flows->closure_count; i++) {
        const struct world_closure *closure = &flows->closures[i];
        const char *from = flows->regions[flow->origin].code;
        const char *to = flows->regions[flow->destination].code;
        if (closure->origin[0] &&
            (strcmp(closure->origin, "all") == 0 || strcmp(closure->origin, from) == 0) &&
            (strcmp(closure->destination, "all") == 0 || strcmp(closure->destination, to) == 0))
            return closure;
    }
    return NULL;
}

static void cross_out(struct canvas *canvas, struct point at)
{
    draw_circle(canvas, at.x, at.y, 7, THEME_PANEL);
    draw_circle(canvas, at.x, at.y, 5.8, THEME_CLOSED);
    struct point bar[] = {{at.x - 3, at.y}, {at.x + 3, at.y}};
    draw_polyline(canvas, bar, 2, 1.8, 0xffffffffu);
}

/* In per cent of the other run's. */
static double difference(const struct flow *flow)
{
    return flow->there > 0 ? 100 * (flow->dollars / flow->there - 1) : NAN;
}

static uint32_t colour_of(const struct world_flows *flows, const struct flow *flow)
{
    if (!flows->other)
        return flows->regions[flow->origin].colour;
    double more = difference(flow);
    if (!isfinite(more)) /* only this run has it, or nothing is known of the other */
        more = flow->there <= 0 && flow->dollars > 0 ? HUGE_VAL : 0;
    return theme_diverging_mark(fmax(-1, fmin(1, more / flows->other->limit)));
}

static void draw_flow(const struct world_flows *flows, struct canvas *canvas,
                      const struct flow *flow, const struct world_arc *arc)
{
    double width = world_trade_width(flows->trade, flow->dollars);
    double from = flows->other ? flow->there : flow->start;
    double before = world_trade_width(flows->trade, from);
    uint32_t colour = colour_of(flows, flow);
    if (!flow->front) {
        draw_polyline(canvas, arc->points, WORLD_ARC_POINTS, width, draw_fade(colour, 0.13));
        return;
    }
    if (flow->dollars < FALLEN * from)
        draw_polyline(canvas, arc->points, WORLD_ARC_POINTS, before + 4,
                      draw_fade(THEME_CLOSED, BAND));
    if (width > 0) {
        draw_polyline(canvas, arc->points, WORLD_ARC_POINTS, width,
                      draw_fade(colour, flows->other          ? 0.88
                                        : flows->selected < 0 ? 0.62
                                                              : 0.8));
        world_arc_head(canvas, arc, fmax(4.5, width * 0.9), colour);
        /* Half a pixel a day: three and a half in a step of a week. */
        world_arc_dashes(
            canvas, arc, 0.5 * flows->day, fmax(1.5, width * 0.4),
            draw_fade(draw_mix(colour, 0xffffffffu, 0.75), theme_is_dark() ? 0.6 : 0.85));
    }
}

struct world_flow_hit world_flows_draw(const struct world_flows *flows, struct ui *ui,
                                       struct box box)
{
    struct flow found[FLOWS_MAX];
    struct world_arc arcs[2];
    struct world_flow_hit hit = {-1, -1};
    int count = collect(flows, found);
    double nearest = HUGE_VAL;
    for (int front = 0; front < 2; front++)
        for (int i = 0; i < count; i++) {
            if (found[i].front != front)
                continue;
            int copies = arcs_of(flows, &found[i], arcs);
            for (int k = 0; k < copies; k++) {
                draw_flow(flows, ui->canvas, &found[i], &arcs[k]);
                double reach = fmax(4, world_trade_width(flows->trade, found[i].dollars) / 2 + 1);
                double distance = world_arc_distance(&arcs[k], ui->input.x, ui->input.y);
                if (front && ui_over(ui, box) && distance <= reach && distance < nearest) {
                    nearest = distance;
                    hit = (struct world_flow_hit){found[i].origin, found[i].destination};
                }
            }
        }
    for (int i = 0; i < count; i++) {
        const struct world_closure *closure = closed(flows, &found[i]);
        if (closure && found[i].front && closure->share > 0) {
            arcs_of(flows, &found[i], arcs);
            cross_out(ui->canvas, world_arc_middle(&arcs[0]));
        }
    }
    return hit;
}

/* Widths with what they stand for; how far right they go. */
static double draw_widths(const struct world_flows *flows, struct canvas *canvas, struct box box)
{
    char text[WORLD_TEXT];
    const struct world_trade *trade = flows->trade;
    double y = box.y + 7, x = box.x;
    x += text_draw(canvas, TEXT_SMALL, TEXT_LEFT, x, y, THEME_TEXT, "Sales a year") + 10;
    const double sizes[] = {trade->least, 5 * trade->least, 20 * trade->least};
    for (int i = 0; i < 3; i++) {
        format_dollars(text, sizes[i]);
        double width = text_width(canvas, TEXT_SMALL, text);
        if (x + 34 + width > box.x + box.w)
            break;
        struct point bar[] = {{x + 5, y}, {x + 19, y}};
        draw_polyline(canvas, bar, 2, world_trade_width(trade, sizes[i]),
                      draw_fade(THEME_QUIET, 0.7));
        text_draw(canvas, TEXT_SMALL, TEXT_LEFT, x + 32, y, THEME_TEXT, text);
        x += 32 + width + 8;
    }
    return x;
}

bool world_flows_legend(const struct world_flows *flows, struct ui *ui, struct box box)
{
    struct canvas *canvas = ui->canvas;
    char text[WORLD_TEXT], line[200];
    draw_widths(flows, canvas, box);
    if (box.h < 40)
        return false;
    double y = box.y + 26;
    if (flows->other) {
        double width = world_ramp_draw(canvas, box.x, y, flows->other->limit, false, false, true);
        text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, box.x + width + 10, y, box.w - width - 10,
                      THEME_QUIET, "arcs: sales");
        return false;
    }
    if (flows->selected >= 0)
        snprintf(line, sizeof line, "Colour: seller. In front: to and from %s.",
                 name_region(flows->regions[flows->selected].code));
    else
        snprintf(line, sizeof line, "Colour: seller. Above %s, or fallen by 20 %%.",
                 format_dollars(text, flows->trade->least));
    if (text_width(canvas, TEXT_SMALL, line) > box.w)
        snprintf(line, sizeof line, "colour: seller");
    text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, box.x, y, box.w, THEME_QUIET, line);
    struct flow found[FLOWS_MAX];
    bool fallen = false; /* what is not on the map needs no words */
    for (int i = 0, count = collect(flows, found); i < count; i++)
        fallen = fallen || (found[i].front && found[i].dollars < FALLEN * found[i].start);
    if (!fallen)
        return false;
    struct point bar[] = {{box.x + 5, y + 19}, {box.x + 21, y + 19}};
    draw_polyline(canvas, bar, 2, 10, draw_fade(THEME_CLOSED, BAND));
    draw_polyline(canvas, bar, 2, 3, draw_fade(THEME_QUIET, 0.9));
    const char *meaning = "red band: the start, where 20 % are lost";
    if (text_width(canvas, TEXT_SMALL, meaning) > box.w - 32)
        meaning = "lost since the start";
    text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, box.x + 32, y + 19, box.w - 32, THEME_QUIET,
                  meaning);
    return true;
}

void world_flows_tooltip(const struct world_flows *flows, const struct view *view,
                         struct world_flow_hit hit)
{
    enum { TOP = 3 };
    const struct reader_group *group = playback_group(view->playback, "trade");
    const struct world_region *from = &flows->regions[hit.origin];
    const struct world_region *to = &flows->regions[hit.destination];
    double now = world_trade_flow(flows->trade, flows->record, from->row, to->row);
    double start = world_trade_start(flows->trade, from->row, to->row);
    char heading[160], value[WORLD_TEXT], change[WORLD_TEXT], industry[TOP][WORLD_TEXT], number[24];
    char names[TOP][64], closure_text[240];
    snprintf(heading, sizeof heading, "%s → %s", name_region(from->code), name_region(to->code));
    char there_text[2][WORLD_TEXT], against[160], in[160];
    struct ui_row rows[TOP + 5] = {
        {from->colour, "sales, goods and services, a year", format_dollars(value, now)},
        {0, "against the start", world_change(change, now, start)},
    };
    int count = 2;
    if (flows->other) {
        double there = world_other_flow(flows->other, view, from->code, to->code, flows->day);
        double more = there > 0 ? 100 * (now / there - 1) : NAN;
        snprintf(in, sizeof in, "in %.100s", versus_name(view->other));
        snprintf(against, sizeof against, "against %.100s", versus_name(view->other));
        rows[count++] = (struct ui_row){0, in, format_dollars(there_text[0], there)};
        rows[count++] = (struct ui_row){
            0, against,
            world_figure_change_text(there_text[1], &world_figures[WORLD_REAL_GDP], more, true)};
    }
    int dimension = group ? playback_dimension(group, "industry") : -1;
    for (uint64_t p = 0; p < TOP && p < flows->trade->industries && dimension >= 0; p++) {
        uint64_t k;
        double dollars = world_trade_industry(flows->trade, view->playback, flows->record,
                                              from->row, to->row, p, &k);
        if (!(dollars > 0))
            break;
        snprintf(names[p], sizeof names[p], "%s",
                 name_industry(playback_label(group, dimension, k, number)));
        rows[count++] = (struct ui_row){0, names[p], format_dollars(industry[p], dollars)};
    }
    struct flow flow = {.origin = hit.origin, .destination = hit.destination};
    const struct world_closure *closure = closed(flows, &flow);
    if (closure) {
        snprintf(closure_text, sizeof closure_text, "route closure: %s", closure->mark->what);
        rows[count++] = (struct ui_row){THEME_CLOSED, closure_text, ""};
    }
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, heading, rows, count);
}

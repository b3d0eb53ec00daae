#include "viz/world_arc.h"

#include <math.h>

struct world_arc world_arc(struct point a, struct point b, double bend, double gap)
{
    struct world_arc arc = {.length = 0};
    double dx = b.x - a.x, dy = b.y - a.y, distance = hypot(dx, dy);
    struct point top = {(a.x + b.x) / 2 + 2 * bend * dy, (a.y + b.y) / 2 - 2 * bend * dx};
    double cut = distance > 4 * gap ? gap / distance : 0.25;
    for (int i = 0; i < WORLD_ARC_POINTS; i++) {
        double t = cut + (1 - 2 * cut) * i / (WORLD_ARC_POINTS - 1), u = 1 - t;
        arc.points[i] = (struct point){u * u * a.x + 2 * u * t * top.x + t * t * b.x,
                                       u * u * a.y + 2 * u * t * top.y + t * t * b.y};
        if (i > 0)
            arc.length +=
                hypot(arc.points[i].x - arc.points[i - 1].x, arc.points[i].y - arc.points[i - 1].y);
    }
    return arc;
}

void world_arc_shift(struct world_arc *arc, double x)
{
    for (int i = 0; i < WORLD_ARC_POINTS; i++)
        arc->points[i].x += x;
}

/* The point so far along; the points lie nearly evenly. */
static struct point along(const struct world_arc *arc, double at)
{
    double place = arc->length > 0 ? at / arc->length * (WORLD_ARC_POINTS - 1) : 0;
    place = fmax(0, fmin(WORLD_ARC_POINTS - 1, place));
    int i = (int)fmin(place, WORLD_ARC_POINTS - 2);
    struct point a = arc->points[i], b = arc->points[i + 1];
    return (struct point){a.x + (b.x - a.x) * (place - i), a.y + (b.y - a.y) * (place - i)};
}

void world_arc_dashes(struct canvas *canvas, const struct world_arc *arc, double phase,
                      double width, uint32_t colour)
{
    enum { MOST = 256 };
    const double PERIOD = 24, DASH = 6;
    struct point points[MOST];
    size_t count = 0;
    for (double at = fmod(phase, PERIOD) - PERIOD; at < arc->length && count + 4 < MOST;
         at += PERIOD) {
        double from = fmax(0, at), to = fmin(arc->length, at + DASH);
        if (to <= from)
            continue;
        points[count++] = along(arc, from);
        points[count++] = along(arc, (from + to) / 2);
        points[count++] = along(arc, to);
        points[count++] = (struct point){NAN, NAN};
    }
    draw_polyline(canvas, points, count, width, colour);
}

void world_arc_head(struct canvas *canvas, const struct world_arc *arc, double size,
                    uint32_t colour)
{
    struct point tip = arc->points[WORLD_ARC_POINTS - 1], back = arc->points[WORLD_ARC_POINTS - 3];
    double dx = tip.x - back.x, dy = tip.y - back.y, length = hypot(dx, dy);
    if (!(length > 0))
        return;
    dx *= size / length, dy *= size / length;
    draw_triangle(canvas, (struct point){tip.x + dx, tip.y + dy},
                  (struct point){tip.x - 0.3 * dx - 0.7 * dy, tip.y - 0.3 * dy + 0.7 * dx},
                  (struct point){tip.x - 0.3 * dx + 0.7 * dy, tip.y - 0.3 * dy - 0.7 * dx}, colour);
}

double world_arc_distance(const struct world_arc *arc, double x, double y)
{
    double least = HUGE_VAL;
    for (int i = 0; i + 1 < WORLD_ARC_POINTS; i++) {
        struct point a = arc->points[i], b = arc->points[i + 1];
        double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
        double t = square > 0 ? ((x - a.x) * dx + (y - a.y) * dy) / square : 0;
        t = fmax(0, fmin(1, t));
        least = fmin(least, hypot(x - a.x - t * dx, y - a.y - t * dy));
    }
    return least;
}

struct point world_arc_middle(const struct world_arc *arc)
{
    return arc->points[WORLD_ARC_POINTS / 2];
}

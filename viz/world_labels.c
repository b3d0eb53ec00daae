#include "viz/world_labels.h"

#include <math.h>

void world_labels_take(struct world_labels *labels, struct box box, double weight)
{
    if (labels->count == WORLD_LABELS_MAX)
        return;
    labels->taken[labels->count] = box;
    labels->weight[labels->count++] = weight;
}

void world_labels_point(struct world_labels *labels, struct point at, double radius)
{
    world_labels_take(labels, (struct box){at.x - radius, at.y - radius, 2 * radius, 2 * radius},
                      4);
    if (labels->point_count < WORLD_LABELS_MAX)
        labels->points[labels->point_count++] = at;
}

static double distance(struct box box, struct point at)
{
    return hypot(fmax(0, fmax(box.x - at.x, at.x - box.x - box.w)),
                 fmax(0, fmax(box.y - at.y, at.y - box.y - box.h)));
}

/* How many other points are nearer to a label than its own. */
static int mistaken(const struct world_labels *labels, struct box box, struct point own)
{
    int count = 0;
    double away = distance(box, own) + 1;
    for (int i = 0; i < labels->point_count; i++) {
        struct point other = labels->points[i];
        bool same = other.x == own.x && other.y == own.y;
        count += !same && distance(box, other) < away;
    }
    return count;
}

static double overlap(struct box a, struct box b)
{
    double w = fmin(a.x + a.w, b.x + b.w) - fmax(a.x, b.x);
    double h = fmin(a.y + a.h, b.y + b.h) - fmax(a.y, b.y);
    return w > 0 && h > 0 ? w * h : 0;
}

double world_labels_cover(const struct world_labels *labels, struct box box)
{
    double outside = box.w * box.h - overlap(box, labels->room);
    double covered = outside > 0.01 ? 8 * outside : 0; /* what rounding leaves is nothing */
    for (int i = 0; i < labels->count; i++)
        covered += labels->weight[i] * overlap(box, labels->taken[i]);
    return covered;
}

struct box world_labels_place(struct world_labels *labels, struct point at, double gap,
                              struct box wanted)
{
    enum { TURNS = 32, RINGS = 14 };
    struct box best = wanted;
    double least = world_labels_cover(labels, wanted);
    least += least > 0 ? 500 : 0;
    for (int ring = 0; ring < RINGS && least > 0; ring++)
        for (int turn = 0; turn < TURNS; turn++) {
            double angle = 2 * M_PI * turn / TURNS, dx = cos(angle), dy = sin(angle);
            double away = gap + 11.0 * ring;
            struct box place = {at.x + dx * (away + wanted.w / 2) - wanted.w / 2,
                                at.y + dy * (away + wanted.h / 2) - wanted.h / 2, wanted.w,
                                wanted.h};
            /* Free before near, near before far, the sides before above and below. */
            double cover = world_labels_cover(labels, place);
            double cost = cover + (cover > 0 ? 500 : 0) + 6.0 * ring + 4 * fabs(dy) +
                          40 * mistaken(labels, place, at);
            if (cost < least)
                least = cost, best = place;
        }
    world_labels_take(labels, best, 1);
    return best;
}

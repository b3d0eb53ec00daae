/* Labels on the map that keep clear of each other: each takes the best of many places around what
 * it names. */
#ifndef KEIRETSU_VIZ_WORLD_LABELS_H
#define KEIRETSU_VIZ_WORLD_LABELS_H

#include "viz/draw.h"

enum { WORLD_LABELS_MAX = 96 };

struct world_labels {
    struct box room; /* labels stay within it */
    int count;
    struct box taken[WORLD_LABELS_MAX];
    double weight[WORLD_LABELS_MAX]; /* how bad it is to cover it; 1 for a label */
    int point_count;
    struct point points[WORLD_LABELS_MAX]; /* what labels name: no label is nearer to another's */
};

/* What labels should not cover. */
void world_labels_take(struct world_labels *labels, struct box box, double weight);

/* A point that has a label of its own, and its dot. */
void world_labels_point(struct world_labels *labels, struct point at, double radius);

/* The place of a label of this size about a point, at least `gap` from it: at `wanted` if that is
 * free, else at the place that covers least, and takes it. */
struct box world_labels_place(struct world_labels *labels, struct point at, double gap,
                              struct box wanted);

/* The area of what a box would cover, by weight. */
double world_labels_cover(const struct world_labels *labels, struct box box);

#endif

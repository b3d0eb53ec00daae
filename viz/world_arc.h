/* Curves from place to place on the map. */
#ifndef KEIRETSU_VIZ_WORLD_ARC_H
#define KEIRETSU_VIZ_WORLD_ARC_H

#include "viz/draw.h"

enum { WORLD_ARC_POINTS = 33 };

struct world_arc {
    struct point points[WORLD_ARC_POINTS];
    double length;
};

/* From a to b, bent to the left of its direction by `bend` of its length, and cut short at both
 * ends by `gap`. */
struct world_arc world_arc(struct point a, struct point b, double bend, double gap);
void world_arc_shift(struct world_arc *arc, double x);

/* Dashes that lie `phase` further along than at phase 0. */
void world_arc_dashes(struct canvas *canvas, const struct world_arc *arc, double phase,
                      double width, uint32_t colour);

/* The head of an arrow at its end. */
void world_arc_head(struct canvas *canvas, const struct world_arc *arc, double size,
                    uint32_t colour);

double world_arc_distance(const struct world_arc *arc, double x, double y);
struct point world_arc_middle(const struct world_arc *arc);

#endif

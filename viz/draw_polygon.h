/* Areas with any outline, and pictures drawn once and put on the screen again and again. */
#ifndef KEIRETSU_VIZ_DRAW_POLYGON_H
#define KEIRETSU_VIZ_DRAW_POLYGON_H

#include "viz/draw.h"

struct edge {
    struct point a, b;
};

/* What an odd number of outlines encloses. The edges come in any order and direction; an outline
 * is closed because its edges meet. Ones that are not finite are left out. */
void draw_edges(struct canvas *canvas, const struct edge *edges, size_t count, uint32_t colour);

/* A closed polygon with holes or without, by its corners. */
void draw_polygon(struct canvas *canvas, const struct point *points, size_t count, uint32_t colour);

/* Puts a picture with its upper left corner at a place, within the clip. */
void draw_copy(struct canvas *canvas, const struct canvas *picture, double x, double y);

#endif

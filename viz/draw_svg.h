/* The second way of drawing: while a canvas has an svg, what is drawn on it becomes elements of an
 * SVG document instead of pixels.
 *
 * svg_begin and svg_end are for whoever wants a document; the rest is called by the primitives of
 * draw.h, draw_polygon.h and text.h, which stay the only way to draw. Coordinates are device
 * pixels, y downwards, but for the three that say so; colours are 0xAARRGGBB. Text stays text. Each element is
 * drawn within the clip of its canvas; what lies outside of it is left out. */
#ifndef KEIRETSU_VIZ_DRAW_SVG_H
#define KEIRETSU_VIZ_DRAW_SVG_H

#include <stdio.h>

#include "viz/draw.h"
#include "viz/draw_polygon.h"

/* Starts a document of the canvas' size; `density` device pixels are one unit of the reader's
 * display. The title is shown by browsers. */
bool svg_begin(struct canvas *canvas, double density, const char *title, struct error *err);

/* Ends it and writes it to the file, which is replaced; with a path of NULL it is given up. Either
 * way the canvas draws pixels again. */
bool svg_end(struct canvas *canvas, const char *path, struct error *err);

void svg_clear(struct canvas *canvas, uint32_t colour);
void svg_rectangle(struct canvas *canvas, struct box box, double radius, uint32_t colour);
void svg_frame(struct canvas *canvas, struct box box, double radius, double width,
               uint32_t colour); /* inside the box */
void svg_circle(struct canvas *canvas, double x, double y, double radius, uint32_t colour);

/* One outline; what is not finite leaves it out. */
void svg_polygon(struct canvas *canvas, const struct point *points, size_t count, uint32_t colour);

/* What an odd number of outlines encloses; logical units, as draw_edges. */
void svg_edges(struct canvas *canvas, const struct edge *edges, size_t count, uint32_t colour);

/* Logical units, width and dot in device pixels. Broken where a point is not finite; a point alone
 * becomes a dot of at least this radius. */
void svg_polyline(struct canvas *canvas, const struct point *points, size_t count, double width,
                  double dot, uint32_t colour);

/* Where bottom lies below top; logical units, as draw_band. */
void svg_band(struct canvas *canvas, const double *x, const double *top, const double *bottom,
              size_t count, uint32_t colour);
void svg_hatch(struct canvas *canvas, struct box box, int period, uint32_t colour);

struct svg_text {
    double x, baseline, size;
    const char *anchor; /* start, middle, end */
    bool strong, tabular;
};
void svg_text(struct canvas *canvas, struct svg_text text, uint32_t colour, const char *string);

/* Pixels are collected and become one picture before the next element. */
void svg_pixel(struct canvas *canvas, int x, int y, uint32_t colour, double coverage);

/* A picture whose pixels count as opaque. */
void svg_picture(struct canvas *canvas, const struct canvas *picture, int x, int y);

#endif

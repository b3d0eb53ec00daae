/* Drawing on a picture in memory: anti-aliased shapes from their distance functions.
 *
 * Everything that the viewer shows is drawn here by the processor, so a window, a screenshot
 * without a display and a test see the same pixels. Coordinates are logical units (a 1280x720
 * window has 1280x720 of them at scale 1), y downwards; `scale` device pixels make one unit.
 * Edges of boxes are snapped to device pixels, curves and lines are not. Colours are 0xAARRGGBB.
 */
#ifndef KEIRETSU_VIZ_DRAW_H
#define KEIRETSU_VIZ_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

struct text;
struct svg;

struct box {
    double x, y, w, h;
};

struct point {
    double x, y;
};

struct canvas {
    uint32_t *pixels;  /* width * height, opaque, owned */
    uint8_t *mask;     /* coverage of the line being drawn; zero between calls */
    int width, height; /* device pixels */
    double scale;
    int clip_x0, clip_y0, clip_x1, clip_y1; /* device pixels, end exclusive */
    struct text *text;                      /* fonts, owned by the caller (text.h) */
    struct svg *svg; /* where everything is drawn instead of on the pixels, or NULL (draw_svg.h) */
};

/* (Re)allocates the picture; the old content is lost. */
bool draw_resize(struct canvas *canvas, int width, int height, double scale, struct error *err);
void draw_free(struct canvas *canvas);

double draw_width(const struct canvas *canvas); /* in logical units */
double draw_height(const struct canvas *canvas);

void draw_clear(struct canvas *canvas, uint32_t colour);
void draw_clip(struct canvas *canvas, struct box box);
void draw_clip_none(struct canvas *canvas);

uint32_t draw_fade(uint32_t colour, double alpha); /* alpha in [0, 1] replaces the colour's */
uint32_t draw_mix(uint32_t from, uint32_t to, double share); /* opaque, share in [0, 1] of `to` */

void draw_fill(struct canvas *canvas, struct box box, uint32_t colour);
void draw_frame(struct canvas *canvas, struct box box, double width, uint32_t colour); /* inside */
void draw_rounded(struct canvas *canvas, struct box box, double radius, uint32_t colour);
void draw_rounded_frame(struct canvas *canvas, struct box box, double radius, double width,
                        uint32_t colour);
void draw_circle(struct canvas *canvas, double x, double y, double radius, uint32_t colour);
void draw_triangle(struct canvas *canvas, struct point a, struct point b, struct point c,
                   uint32_t colour);

/* One device pixel wide, crisp. */
void draw_horizontal(struct canvas *canvas, double x0, double x1, double y, uint32_t colour);
void draw_vertical(struct canvas *canvas, double x, double y0, double y1, uint32_t colour);

/* Round joins and ends; painted once, so a translucent line does not darken where it crosses
 * itself. A point that is not finite breaks the line; a point alone becomes a dot. */
void draw_polyline(struct canvas *canvas, const struct point *points, size_t count, double width,
                   uint32_t colour);

/* The area between two curves over the same x (increasing). */
void draw_band(struct canvas *canvas, const double *x, const double *top, const double *bottom,
               size_t count, uint32_t colour);

/* Diagonal hatching, for cells without a value. */
void draw_hatch(struct canvas *canvas, struct box box, uint32_t colour);

/* Blends one device pixel, if it is inside the clip; coverage in [0, 1]. */
void draw_pixel(struct canvas *canvas, int x, int y, uint32_t colour, double coverage);

bool box_contains(struct box box, double x, double y);
struct box box_inset(struct box box, double by);

#endif

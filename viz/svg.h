/* The insides of an SVG document: what draw_svg.c and its parts share. */
#ifndef KEIRETSU_VIZ_SVG_H
#define KEIRETSU_VIZ_SVG_H

#include "viz/draw_svg.h"

struct svg_clip {
    int x0, y0, x1, y1; /* device pixels, end exclusive */
};

struct svg {
    FILE *file; /* into bytes */
    char *bytes;
    size_t size;
    bool failed; /* something was left out for want of memory */
    bool grouped;
    struct svg_clip group; /* the clip of the open group */
    struct svg_clip *clips;
    size_t clip_count, clip_capacity;
    uint32_t *layer; /* [width * height] pixels drawn one by one, or NULL; colour not multiplied */
    bool layered;    /* there are some that are not in the document yet */
    struct svg_clip touched; /* they lie within */
};

/* Text of an element or an attribute. What XML cannot hold, and what is no UTF-8, becomes U+FFFD.
 */
void svg_escape(FILE *file, const char *text);

/* A PNG with transparency, as base64; rows are `pitch` pixels apart. */
bool svg_png(FILE *file, const uint32_t *pixels, int width, int height, int pitch);

/* Puts edges in any order together to outlines: their corners, one outline after the other, and
 * where each ends. Both are the caller's to free. Returns how many outlines there are. */
size_t svg_outlines(const struct edge *edges, size_t count, struct point **points, size_t **ends);

/* Writes the pixels collected. */
void svg_flush(struct canvas *canvas);
void svg_place_picture(struct canvas *canvas, struct box box, const uint32_t *pixels, int pitch);

#endif

#include "viz/draw.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viz/draw_svg.h"

static int minimum(int a, int b)
{
    return a < b ? a : b;
}
static int maximum(int a, int b)
{
    return a > b ? a : b;
}
static double unit(double value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

/* To a pixel index; what is far outside stays outside without overflow. */
static int pixel(double value)
{
    return value < -1e6 ? -1000000 : value > 1e6 ? 1000000 : (int)floor(value);
}

static int snap(double value)
{
    return pixel(value + 0.5);
}

bool draw_resize(struct canvas *canvas, int width, int height, double scale, struct error *err)
{
    size_t count = (size_t)width * (size_t)height;
    uint32_t *pixels = malloc(count * sizeof *pixels);
    uint8_t *mask = calloc(count, 1);
    if (!pixels || !mask) {
        free(pixels), free(mask);
        return fail(err, ERROR_MEMORY, "no memory for a picture of %d x %d pixels", width, height);
    }
    free(canvas->pixels), free(canvas->mask);
    canvas->pixels = pixels, canvas->mask = mask;
    canvas->width = width, canvas->height = height;
    canvas->scale = scale;
    draw_clip_none(canvas);
    return true;
}

void draw_free(struct canvas *canvas)
{
    free(canvas->pixels), free(canvas->mask);
    canvas->pixels = NULL, canvas->mask = NULL;
}

double draw_width(const struct canvas *canvas)
{
    return canvas->width / canvas->scale;
}
double draw_height(const struct canvas *canvas)
{
    return canvas->height / canvas->scale;
}

void draw_clear(struct canvas *canvas, uint32_t colour)
{
    size_t count = (size_t)canvas->width * (size_t)canvas->height;
    if (canvas->svg) {
        svg_clear(canvas, colour);
        return;
    }
    for (size_t i = 0; i < count; i++)
        canvas->pixels[i] = colour | 0xff000000u;
}

void draw_clip(struct canvas *canvas, struct box box)
{
    canvas->clip_x0 = maximum(0, snap(box.x * canvas->scale));
    canvas->clip_y0 = maximum(0, snap(box.y * canvas->scale));
    canvas->clip_x1 = minimum(canvas->width, snap((box.x + box.w) * canvas->scale));
    canvas->clip_y1 = minimum(canvas->height, snap((box.y + box.h) * canvas->scale));
}

void draw_clip_none(struct canvas *canvas)
{
    canvas->clip_x0 = canvas->clip_y0 = 0;
    canvas->clip_x1 = canvas->width, canvas->clip_y1 = canvas->height;
}

uint32_t draw_fade(uint32_t colour, double alpha)
{
    return (colour & 0x00ffffffu) | (uint32_t)lrint(255 * unit(alpha)) << 24;
}

uint32_t draw_mix(uint32_t from, uint32_t to, double share)
{
    uint32_t mixed = 0xff;
    for (int shift = 16; shift >= 0; shift -= 8) {
        double a = (double)(from >> shift & 0xff), b = (double)(to >> shift & 0xff);
        mixed = mixed << 8 | (uint32_t)lrint(a + (b - a) * unit(share));
    }
    return mixed;
}

/* alpha in 0..255; the exact rounded division by 255. */
static uint32_t blend(uint32_t under, uint32_t over, uint32_t alpha)
{
    uint32_t result = 0xff000000u;
    for (int shift = 0; shift <= 16; shift += 8) {
        uint32_t a = under >> shift & 0xff, b = over >> shift & 0xff;
        uint32_t sum = a * (255 - alpha) + b * alpha + 128;
        result |= ((sum + (sum >> 8)) >> 8) << shift;
    }
    return result;
}

static void put(struct canvas *canvas, int x, int y, uint32_t colour, double coverage)
{
    uint32_t alpha = (uint32_t)lrint((double)(colour >> 24) * coverage);
    uint32_t *at = &canvas->pixels[(size_t)y * (size_t)canvas->width + (size_t)x];
    *at = blend(*at, colour, alpha);
}

void draw_pixel(struct canvas *canvas, int x, int y, uint32_t colour, double coverage)
{
    if (canvas->svg)
        svg_pixel(canvas, x, y, colour, coverage);
    else if (x >= canvas->clip_x0 && x < canvas->clip_x1 && y >= canvas->clip_y0 &&
             y < canvas->clip_y1)
        put(canvas, x, y, colour, unit(coverage));
}

static struct box device_box(int x0, int y0, int x1, int y1)
{
    return (struct box){x0, y0, x1 - x0, y1 - y0};
}

static void fill_pixels(struct canvas *canvas, int x0, int y0, int x1, int y1, uint32_t colour)
{
    if (canvas->svg) {
        svg_rectangle(canvas, device_box(x0, y0, x1, y1), 0, colour);
        return;
    }
    x0 = maximum(x0, canvas->clip_x0), x1 = minimum(x1, canvas->clip_x1);
    y0 = maximum(y0, canvas->clip_y0), y1 = minimum(y1, canvas->clip_y1);
    for (int y = y0; y < y1; y++) {
        uint32_t *row = &canvas->pixels[(size_t)y * (size_t)canvas->width];
        if (colour >> 24 == 0xff)
            for (int x = x0; x < x1; x++)
                row[x] = colour;
        else
            for (int x = x0; x < x1; x++)
                row[x] = blend(row[x], colour, colour >> 24);
    }
}

void draw_fill(struct canvas *canvas, struct box box, uint32_t colour)
{
    double s = canvas->scale;
    fill_pixels(canvas, snap(box.x * s), snap(box.y * s), snap((box.x + box.w) * s),
                snap((box.y + box.h) * s), colour);
}

void draw_frame(struct canvas *canvas, struct box box, double width, uint32_t colour)
{
    double s = canvas->scale;
    int x0 = snap(box.x * s), y0 = snap(box.y * s);
    int x1 = snap((box.x + box.w) * s), y1 = snap((box.y + box.h) * s);
    int w = maximum(1, snap(width * s));
    if (canvas->svg) {
        svg_frame(canvas, device_box(x0, y0, x1, y1), 0, w, colour);
        return;
    }
    fill_pixels(canvas, x0, y0, x1, y0 + w, colour);
    fill_pixels(canvas, x0, y1 - w, x1, y1, colour);
    fill_pixels(canvas, x0, y0 + w, x0 + w, y1 - w, colour);
    fill_pixels(canvas, x1 - w, y0 + w, x1, y1 - w, colour);
}

/* Distance of a pixel centre to a rounded box, negative inside; all in device pixels. */
static double rounded_distance(double x, double y, double cx, double cy, double half_w,
                               double half_h, double radius)
{
    double dx = fabs(x - cx) - (half_w - radius), dy = fabs(y - cy) - (half_h - radius);
    double outside = dx > 0 && dy > 0 ? sqrt(dx * dx + dy * dy) : fmax(dx, dy);
    return outside - radius;
}

/* What rounded boxes are made of, in device pixels. */
struct rounded {
    int x0, y0, x1, y1;
    double radius, frame; /* frame 0: filled; else a border of whole pixels inside the edge */
    uint32_t colour;
};

/* The pixels of a part of it, by their distance. */
static void rounded_part(struct canvas *canvas, const struct rounded *box, int x0, int y0, int x1,
                         int y1)
{
    double cx = (box->x0 + box->x1) / 2.0, cy = (box->y0 + box->y1) / 2.0;
    double half_w = (box->x1 - box->x0) / 2.0, half_h = (box->y1 - box->y0) / 2.0;
    for (int y = maximum(y0, canvas->clip_y0); y < minimum(y1, canvas->clip_y1); y++)
        for (int x = maximum(x0, canvas->clip_x0); x < minimum(x1, canvas->clip_x1); x++) {
            double d = rounded_distance(x + 0.5, y + 0.5, cx, cy, half_w, half_h, box->radius);
            double coverage = unit(0.5 - d);
            if (box->frame > 0)
                coverage -= unit(0.5 - (d + box->frame));
            if (coverage > 0)
                put(canvas, x, y, box->colour, coverage);
        }
}

/* Only the corners need distances: between them the edges lie on pixels. */
static void rounded(struct canvas *canvas, struct box box, double radius, double frame,
                    uint32_t colour)
{
    double s = canvas->scale;
    struct rounded r = {.x0 = snap(box.x * s),
                        .y0 = snap(box.y * s),
                        .x1 = snap((box.x + box.w) * s),
                        .y1 = snap((box.y + box.h) * s),
                        .frame = frame,
                        .colour = colour};
    r.radius = fmin(radius * s, fmin((r.x1 - r.x0) / 2.0, (r.y1 - r.y0) / 2.0));
    if (canvas->svg) {
        struct box device = device_box(r.x0, r.y0, r.x1, r.y1);
        if (frame > 0)
            svg_frame(canvas, device, r.radius, frame, colour);
        else
            svg_rectangle(canvas, device, r.radius, colour);
        return;
    }
    int edge = (int)frame, corner = maximum((int)ceil(fmax(0, r.radius)), edge) + 1;
    if (r.x1 - r.x0 <= 2 * corner || r.y1 - r.y0 <= 2 * corner) {
        rounded_part(canvas, &r, r.x0, r.y0, r.x1, r.y1);
        return;
    }
    int left = r.x0 + corner, right = r.x1 - corner, top = r.y0 + corner, bottom = r.y1 - corner;
    rounded_part(canvas, &r, r.x0, r.y0, left, top);
    rounded_part(canvas, &r, right, r.y0, r.x1, top);
    rounded_part(canvas, &r, r.x0, bottom, left, r.y1);
    rounded_part(canvas, &r, right, bottom, r.x1, r.y1);
    if (edge == 0) {
        fill_pixels(canvas, left, r.y0, right, top, colour);
        fill_pixels(canvas, r.x0, top, r.x1, bottom, colour);
        fill_pixels(canvas, left, bottom, right, r.y1, colour);
        return;
    }
    fill_pixels(canvas, left, r.y0, right, r.y0 + edge, colour);
    fill_pixels(canvas, left, r.y1 - edge, right, r.y1, colour);
    fill_pixels(canvas, r.x0, top, r.x0 + edge, bottom, colour);
    fill_pixels(canvas, r.x1 - edge, top, r.x1, bottom, colour);
}

void draw_rounded(struct canvas *canvas, struct box box, double radius, uint32_t colour)
{
    rounded(canvas, box, radius, 0, colour);
}

void draw_rounded_frame(struct canvas *canvas, struct box box, double radius, double width,
                        uint32_t colour)
{
    rounded(canvas, box, radius, fmax(1, round(width * canvas->scale)), colour);
}

void draw_circle(struct canvas *canvas, double x, double y, double radius, uint32_t colour)
{
    double cx = x * canvas->scale, cy = y * canvas->scale, r = radius * canvas->scale;
    if (canvas->svg) {
        svg_circle(canvas, cx, cy, r, colour);
        return;
    }
    int y0 = maximum(pixel(cy - r - 1), canvas->clip_y0);
    int y1 = minimum(pixel(cy + r + 2), canvas->clip_y1);
    int x0 = maximum(pixel(cx - r - 1), canvas->clip_x0);
    int x1 = minimum(pixel(cx + r + 2), canvas->clip_x1);
    for (int j = y0; j < y1; j++) {
        /* Well inside the edge all is covered. */
        double dy = j + 0.5 - cy, inner = (r - 0.5) * (r - 0.5) - dy * dy;
        double half = r > 0.5 && inner > 0 ? sqrt(inner) - 1 : 0;
        int from = x1, to = x1;
        if (half > 1)
            from = maximum(x0, pixel(cx - half)), to = minimum(x1, pixel(cx + half));
        if (from < to)
            fill_pixels(canvas, from, j, to, j + 1, colour);
        for (int i = x0; i < x1; i++) {
            if (i == from && from < to)
                i = to;
            if (i >= x1)
                break;
            double dx = i + 0.5 - cx;
            double coverage = unit(0.5 + r - sqrt(dx * dx + dy * dy));
            if (coverage > 0)
                put(canvas, i, j, colour, coverage);
        }
    }
}

/* Signed distance to the line through a and b, positive on its left (y downwards). */
static double side(struct point a, struct point b, double x, double y)
{
    double dx = b.x - a.x, dy = b.y - a.y, length = sqrt(dx * dx + dy * dy);
    return length > 0 ? (dx * (y - a.y) - dy * (x - a.x)) / length : 0;
}

void draw_triangle(struct canvas *canvas, struct point a, struct point b, struct point c,
                   uint32_t colour)
{
    double s = canvas->scale;
    struct point p[3] = {{a.x * s, a.y * s}, {b.x * s, b.y * s}, {c.x * s, c.y * s}};
    if (canvas->svg) {
        svg_polygon(canvas, p, 3, colour);
        return;
    }
    if (side(p[0], p[1], p[2].x, p[2].y) < 0) {
        struct point swap = p[1];
        p[1] = p[2], p[2] = swap;
    }
    int x0 = maximum(pixel(fmin(p[0].x, fmin(p[1].x, p[2].x))), canvas->clip_x0);
    int x1 = minimum(pixel(fmax(p[0].x, fmax(p[1].x, p[2].x))) + 2, canvas->clip_x1);
    int y0 = maximum(pixel(fmin(p[0].y, fmin(p[1].y, p[2].y))), canvas->clip_y0);
    int y1 = minimum(pixel(fmax(p[0].y, fmax(p[1].y, p[2].y))) + 2, canvas->clip_y1);
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++) {
            double inside = 1e9;
            for (int k = 0; k < 3; k++)
                inside = fmin(inside, side(p[k], p[(k + 1) % 3], x + 0.5, y + 0.5));
            if (inside > -0.5)
                put(canvas, x, y, colour, unit(0.5 + inside));
        }
}

void draw_horizontal(struct canvas *canvas, double x0, double x1, double y, uint32_t colour)
{
    double s = canvas->scale;
    fill_pixels(canvas, snap(x0 * s), pixel(y * s), snap(x1 * s), pixel(y * s) + 1, colour);
}

void draw_vertical(struct canvas *canvas, double x, double y0, double y1, uint32_t colour)
{
    double s = canvas->scale;
    fill_pixels(canvas, pixel(x * s), snap(y0 * s), pixel(x * s) + 1, snap(y1 * s), colour);
}

void draw_band(struct canvas *canvas, const double *x, const double *top, const double *bottom,
               size_t count, uint32_t colour)
{
    if (canvas->svg) {
        svg_band(canvas, x, top, bottom, count, colour);
        return;
    }
    double s = canvas->scale;
    for (size_t i = 0; i + 1 < count; i++) {
        double from = x[i] * s, to = x[i + 1] * s;
        /* A pixel column belongs to the stretch that holds its centre. */
        int x0 = maximum(snap(from), canvas->clip_x0), x1 = minimum(snap(to), canvas->clip_x1);
        for (int column = x0; column < x1; column++) {
            double at = to > from ? unit((column + 0.5 - from) / (to - from)) : 0;
            double y0 = (top[i] + (top[i + 1] - top[i]) * at) * s;
            double y1 = (bottom[i] + (bottom[i + 1] - bottom[i]) * at) * s;
            if (!isfinite(y0) || !isfinite(y1) || y1 <= y0)
                continue;
            int first = maximum(pixel(y0), canvas->clip_y0);
            int last = minimum(pixel(y1) + 1, canvas->clip_y1);
            for (int row = first; row < last; row++)
                put(canvas, column, row, colour, unit(fmin(row + 1.0, y1) - fmax((double)row, y0)));
        }
    }
}

void draw_hatch(struct canvas *canvas, struct box box, uint32_t colour)
{
    double s = canvas->scale;
    int period = maximum(4, snap(5 * s));
    int x0 = maximum(snap(box.x * s), canvas->clip_x0);
    int x1 = minimum(snap((box.x + box.w) * s), canvas->clip_x1);
    int y0 = maximum(snap(box.y * s), canvas->clip_y0);
    int y1 = minimum(snap((box.y + box.h) * s), canvas->clip_y1);
    if (canvas->svg) {
        svg_hatch(canvas, device_box(x0, y0, x1, y1), period, colour);
        return;
    }
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++)
            if ((x + y) % period == 0)
                put(canvas, x, y, colour, 1);
}

bool box_contains(struct box box, double x, double y)
{
    return x >= box.x && x < box.x + box.w && y >= box.y && y < box.y + box.h;
}

struct box box_inset(struct box box, double by)
{
    return (struct box){box.x + by, box.y + by, fmax(0, box.w - 2 * by), fmax(0, box.h - 2 * by)};
}

/* Lines: every pixel near a stretch takes its coverage from the distance to it, the largest of
 * all stretches counts, and the line is blended once at the end. Joins are round for free. */
#include <math.h>

#include "viz/draw_svg.h"

struct extent {
    int x0, y0, x1, y1; /* pixels touched so far, end exclusive */
};

static double clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

static void cover(struct canvas *canvas, int x, int y, double coverage)
{
    uint8_t *at = &canvas->mask[(size_t)y * (size_t)canvas->width + (size_t)x];
    uint8_t value = (uint8_t)lrint(255 * coverage);
    if (value > *at)
        *at = value;
}

/* Marks the pixels within half a width of the stretch a-b (device pixels). */
static void stretch(struct canvas *canvas, struct point a, struct point b, double half,
                    struct extent *touched)
{
    double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy, reach = half + 1;
    int y0 = (int)clamp(floor(fmin(a.y, b.y) - reach), canvas->clip_y0, canvas->clip_y1);
    int y1 = (int)clamp(floor(fmax(a.y, b.y) + reach) + 1, canvas->clip_y0, canvas->clip_y1);
    for (int y = y0; y < y1; y++) {
        /* The part of the stretch that comes within reach of this row. */
        double t0 = 0, t1 = 1;
        if (fabs(dy) > 1e-9) {
            double u = (y + 0.5 - reach - a.y) / dy, v = (y + 0.5 + reach - a.y) / dy;
            t0 = clamp(fmin(u, v), 0, 1), t1 = clamp(fmax(u, v), 0, 1);
        }
        double left = fmin(a.x + t0 * dx, a.x + t1 * dx);
        double right = fmax(a.x + t0 * dx, a.x + t1 * dx);
        int x0 = (int)clamp(floor(left - reach), canvas->clip_x0, canvas->clip_x1);
        int x1 = (int)clamp(floor(right + reach) + 1, canvas->clip_x0, canvas->clip_x1);
        for (int x = x0; x < x1; x++) {
            double px = x + 0.5 - a.x, py = y + 0.5 - a.y;
            double t = square > 0 ? clamp((px * dx + py * dy) / square, 0, 1) : 0;
            double ex = px - t * dx, ey = py - t * dy;
            double coverage = clamp(half + 0.5 - sqrt(ex * ex + ey * ey), 0, 1);
            if (coverage > 0)
                cover(canvas, x, y, coverage);
        }
        if (x0 < x1) {
            touched->x0 = x0 < touched->x0 ? x0 : touched->x0;
            touched->x1 = x1 > touched->x1 ? x1 : touched->x1;
        }
    }
    if (y0 < y1) {
        touched->y0 = y0 < touched->y0 ? y0 : touched->y0;
        touched->y1 = y1 > touched->y1 ? y1 : touched->y1;
    }
}

static void blend_mask(struct canvas *canvas, struct extent touched, uint32_t colour)
{
    for (int y = touched.y0; y < touched.y1; y++) {
        uint8_t *row = &canvas->mask[(size_t)y * (size_t)canvas->width];
        for (int x = touched.x0; x < touched.x1; x++) {
            if (!row[x])
                continue;
            draw_pixel(canvas, x, y, colour, row[x] / 255.0);
            row[x] = 0;
        }
    }
}

static bool drawable(struct point p)
{
    return isfinite(p.x) && isfinite(p.y) && fabs(p.x) < 1e6 && fabs(p.y) < 1e6;
}

void draw_polyline(struct canvas *canvas, const struct point *points, size_t count, double width,
                   uint32_t colour)
{
    double s = canvas->scale, half = fmax(width * s, 1) / 2;
    if (canvas->svg) {
        svg_polyline(canvas, points, count, 2 * half, 1.5 * s, colour);
        return;
    }
    struct extent touched = {canvas->width, canvas->height, 0, 0};
    bool before = false; /* the previous point exists, and a stretch has come to it */
    for (size_t i = 0; i < count; i++) {
        if (!drawable(points[i])) {
            before = false;
            continue;
        }
        struct point here = {points[i].x * s, points[i].y * s};
        bool after = i + 1 < count && drawable(points[i + 1]);
        if (before)
            stretch(canvas, (struct point){points[i - 1].x * s, points[i - 1].y * s}, here, half,
                    &touched);
        else if (!after)
            stretch(canvas, here, here, fmax(half, 1.5 * s), &touched);
        before = true;
    }
    blend_mask(canvas, touched, colour);
}

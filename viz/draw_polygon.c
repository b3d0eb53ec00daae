/* Areas by scan lines: each row of pixels is crossed by a few lines, and between the first and
 * second, third and fourth ... crossing of a line lies what is inside. Ends of these spans count
 * by their part of a pixel, so that upright edges are smooth to the full and level ones in steps
 * of a line. */
#include "viz/draw_polygon.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viz/draw_svg.h"

enum { LINES = 5, CROSSINGS = 512 };

struct slope { /* an edge in device pixels, downwards */
    double x0, y0, x1, y1;
};

static int by_top(const void *a, const void *b)
{
    const struct slope *left = a, *right = b;
    return left->y0 < right->y0 ? -1 : left->y0 > right->y0;
}

/* Adds a span of one scan line to the coverage of its pixels. */
static void add_span(float *row, int x0, int x1, double from, double to)
{
    from = fmax(from, x0), to = fmin(to, x1);
    if (!(to > from))
        return;
    int first = (int)floor(from), last = (int)floor(to);
    const float whole = 1.0f / LINES;
    if (first == last) {
        row[first - x0] += (float)(to - from) * whole;
        return;
    }
    row[first - x0] += (float)(first + 1 - from) * whole;
    for (int x = first + 1; x < last; x++)
        row[x - x0] += whole;
    if (last < x1)
        row[last - x0] += (float)(to - last) * whole;
}

/* Where the edges in use cross a line, in order; drops those that end above it. */
static int cross(const struct slope *slopes, size_t *active, size_t *actives, double y, double *at)
{
    size_t kept = 0;
    int crossings = 0;
    for (size_t i = 0; i < *actives; i++) {
        const struct slope *s = &slopes[active[i]];
        if (s->y1 <= y)
            continue;
        active[kept++] = active[i];
        if (s->y0 > y || crossings == CROSSINGS)
            continue;
        double x = s->x0 + (s->x1 - s->x0) * (y - s->y0) / (s->y1 - s->y0);
        int place = crossings++;
        for (; place > 0 && at[place - 1] > x; place--)
            at[place] = at[place - 1];
        at[place] = x;
    }
    *actives = kept;
    return crossings;
}

static void fill(struct canvas *canvas, const struct slope *slopes, size_t count, size_t *active,
                 float *row, uint32_t colour)
{
    int x0 = canvas->clip_x0, x1 = canvas->clip_x1;
    size_t next = 0, actives = 0;
    double at[CROSSINGS];
    for (int y = canvas->clip_y0; y < canvas->clip_y1; y++) {
        bool touched = false;
        for (int line = 0; line < LINES; line++) {
            double middle = y + (line + 0.5) / LINES;
            while (next < count && slopes[next].y0 <= middle)
                active[actives++] = next++;
            int crossings = cross(slopes, active, &actives, middle, at);
            for (int i = 0; i + 1 < crossings; i += 2)
                add_span(row, x0, x1, at[i], at[i + 1]);
            touched |= crossings > 1;
        }
        if (!touched)
            continue;
        for (int x = x0; x < x1; x++)
            if (row[x - x0] > 0)
                draw_pixel(canvas, x, y, colour, row[x - x0]);
        memset(row, 0, (size_t)(x1 - x0) * sizeof *row);
    }
}

void draw_edges(struct canvas *canvas, const struct edge *edges, size_t count, uint32_t colour)
{
    if (canvas->svg) {
        svg_edges(canvas, edges, count, colour);
        return;
    }
    int width = canvas->clip_x1 - canvas->clip_x0;
    if (count == 0 || width <= 0)
        return;
    struct slope *slopes = malloc(count * sizeof *slopes);
    size_t *active = malloc(count * sizeof *active), kept = 0;
    float *row = calloc((size_t)width + 1, sizeof *row);
    if (slopes && active && row) {
        for (size_t i = 0; i < count; i++) {
            double s = canvas->scale;
            struct slope slope = {edges[i].a.x * s, edges[i].a.y * s, edges[i].b.x * s,
                                  edges[i].b.y * s};
            if (!isfinite(slope.x0 + slope.y0 + slope.x1 + slope.y1) || slope.y0 == slope.y1)
                continue;
            if (slope.y0 > slope.y1)
                slope = (struct slope){slope.x1, slope.y1, slope.x0, slope.y0};
            slopes[kept++] = slope;
        }
        qsort(slopes, kept, sizeof *slopes, by_top);
        fill(canvas, slopes, kept, active, row, colour);
    }
    free(slopes), free(active), free(row);
}

void draw_polygon(struct canvas *canvas, const struct point *points, size_t count, uint32_t colour)
{
    struct edge *edges = malloc((count + 1) * sizeof *edges);
    if (!edges)
        return;
    for (size_t i = 0; i < count; i++)
        edges[i] = (struct edge){points[i], points[(i + 1) % count]};
    draw_edges(canvas, edges, count, colour);
    free(edges);
}

void draw_copy(struct canvas *canvas, const struct canvas *picture, double x, double y)
{
    int left = (int)floor(x * canvas->scale + 0.5), top = (int)floor(y * canvas->scale + 0.5);
    if (canvas->svg) {
        svg_picture(canvas, picture, left, top);
        return;
    }
    int x0 = left > canvas->clip_x0 ? left : canvas->clip_x0;
    int x1 = left + picture->width < canvas->clip_x1 ? left + picture->width : canvas->clip_x1;
    int y0 = top > canvas->clip_y0 ? top : canvas->clip_y0;
    int y1 = top + picture->height < canvas->clip_y1 ? top + picture->height : canvas->clip_y1;
    for (int row = y0; row < y1 && x0 < x1; row++)
        memcpy(&canvas->pixels[(size_t)row * (size_t)canvas->width + (size_t)x0],
               &picture->pixels[(size_t)(row - top) * (size_t)picture->width + (size_t)(x0 - left)],
               (size_t)(x1 - x0) * sizeof *canvas->pixels);
}

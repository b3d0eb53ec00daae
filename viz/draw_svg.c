#include "viz/draw_svg.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viz/svg.h"

static void end_group(struct svg *svg)
{
    if (svg->grouped)
        fputs("</g>\n", svg->file);
    svg->grouped = false;
}

bool svg_begin(struct canvas *canvas, double density, const char *title, struct error *err)
{
    struct svg *svg = calloc(1, sizeof *svg);
    if (svg)
        svg->file = open_memstream(&svg->bytes, &svg->size);
    if (!svg || !svg->file) {
        free(svg);
        return fail(err, ERROR_MEMORY, "no memory for an SVG");
    }
    /* Spaces as written: two of them stand around the dots of the subtitle. */
    fprintf(svg->file,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<svg xmlns=\"http://www.w3.org/2000/svg\" "
            "xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"%g\" height=\"%g\" "
            "viewBox=\"0 0 %d %d\" xml:space=\"preserve\" "
            "font-family=\"Inter, 'DejaVu Sans', sans-serif\">\n<title>",
            canvas->width / density, canvas->height / density, canvas->width, canvas->height);
    svg_escape(svg->file, title);
    fputs("</title>\n", svg->file);
    canvas->svg = svg;
    return true;
}

static bool write_file(const struct svg *svg, const char *path, struct error *err)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return fail(err, ERROR_FILE, "%s: cannot be written: %s", path, strerror(errno));
    bool good = fwrite(svg->bytes, 1, svg->size, file) == svg->size;
    good = fclose(file) == 0 && good;
    if (good)
        return true;
    fail(err, ERROR_FILE, "%s: cannot be written: %s", path, strerror(errno));
    remove(path);
    return false;
}

bool svg_end(struct canvas *canvas, const char *path, struct error *err)
{
    struct svg *svg = canvas->svg;
    svg_flush(canvas);
    end_group(svg);
    fputs("</svg>\n", svg->file);
    bool good = !ferror(svg->file);
    good = fclose(svg->file) == 0 && good && !svg->failed;
    if (!good)
        fail(err, ERROR_MEMORY, "no memory for an SVG");
    else if (path)
        good = write_file(svg, path, err);
    free(svg->bytes), free(svg->layer), free(svg->clips), free(svg);
    canvas->svg = NULL;
    return good;
}

/* The number of a clip in the document, where it is defined when first used. */
static size_t clip_number(struct canvas *canvas, struct svg_clip clip)
{
    struct svg *svg = canvas->svg;
    for (size_t i = svg->clip_count; i-- > 0;)
        if (memcmp(&svg->clips[i], &clip, sizeof clip) == 0)
            return i;
    if (svg->clip_count == svg->clip_capacity) {
        size_t capacity = 2 * svg->clip_capacity + 16;
        struct svg_clip *clips = realloc(svg->clips, capacity * sizeof *clips);
        if (!clips) {
            svg->failed = true;
            return 0;
        }
        svg->clips = clips, svg->clip_capacity = capacity;
    }
    svg->clips[svg->clip_count] = clip;
    fprintf(svg->file,
            "<clipPath id=\"clip%zu\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>"
            "</clipPath>\n",
            svg->clip_count, clip.x0, clip.y0, clip.x1 - clip.x0, clip.y1 - clip.y0);
    return svg->clip_count++;
}

/* Where the next element goes: in a group with the clip that holds now. NULL where nothing of it
 * would be seen. */
static FILE *element(struct canvas *canvas, double x0, double y0, double x1, double y1,
                     uint32_t colour)
{
    struct svg *svg = canvas->svg;
    struct svg_clip clip = {canvas->clip_x0, canvas->clip_y0, canvas->clip_x1, canvas->clip_y1};
    /* Also where one of them is not a number. */
    if (!(x1 >= clip.x0 && x0 <= clip.x1 && y1 >= clip.y0 && y0 <= clip.y1) || clip.x1 <= clip.x0 ||
        clip.y1 <= clip.y0 || colour >> 24 == 0)
        return NULL;
    svg_flush(canvas);
    bool inside = x0 >= clip.x0 && y0 >= clip.y0 && x1 <= clip.x1 && y1 <= clip.y1;
    bool whole =
        clip.x0 <= 0 && clip.y0 <= 0 && clip.x1 >= canvas->width && clip.y1 >= canvas->height;
    if (svg->grouped && memcmp(&svg->group, &clip, sizeof clip) == 0)
        return svg->file;
    if (inside || whole) {
        end_group(svg);
        return svg->file;
    }
    end_group(svg);
    size_t number = clip_number(canvas, clip);
    fprintf(svg->file, "<g clip-path=\"url(#clip%zu)\">\n", number);
    svg->grouped = true, svg->group = clip;
    return svg->file;
}

static void paint(FILE *file, const char *attribute, uint32_t colour)
{
    fprintf(file, " %s=\"#%06x\"", attribute, colour & 0xffffffu);
    if (colour >> 24 < 255)
        fprintf(file, " %s-opacity=\"%.3g\"", attribute, (double)(colour >> 24) / 255);
}

/* Two places are finer than any screen. */
static void number(FILE *file, const char *before, double value)
{
    char text[40];
    snprintf(text, sizeof text, "%.2f", value);
    size_t length = strlen(text);
    while (text[length - 1] == '0')
        text[--length] = '\0';
    if (text[length - 1] == '.')
        text[length - 1] = '\0';
    fprintf(file, "%s%s", before, strcmp(text, "-0") == 0 ? "0" : text);
}

static void corner(FILE *file, char command, struct point p)
{
    fputc(command, file);
    number(file, "", p.x);
    number(file, " ", p.y);
}

static void box_of(FILE *file, struct box box, double radius)
{
    number(file, "<rect x=\"", box.x);
    number(file, "\" y=\"", box.y);
    number(file, "\" width=\"", box.w);
    number(file, "\" height=\"", box.h);
    if (radius > 0)
        number(file, "\" rx=\"", radius);
    fputc('"', file);
}

void svg_clear(struct canvas *canvas, uint32_t colour)
{
    svg_rectangle(canvas, (struct box){0, 0, canvas->width, canvas->height}, 0,
                  colour | 0xff000000u);
}

void svg_rectangle(struct canvas *canvas, struct box box, double radius, uint32_t colour)
{
    FILE *file = box.w > 0 && box.h > 0
                     ? element(canvas, box.x, box.y, box.x + box.w, box.y + box.h, colour)
                     : NULL;
    if (!file)
        return;
    box_of(file, box, radius);
    paint(file, "fill", colour);
    fputs("/>\n", file);
}

void svg_frame(struct canvas *canvas, struct box box, double radius, double width, uint32_t colour)
{
    FILE *file = box.w > 0 && box.h > 0
                     ? element(canvas, box.x, box.y, box.x + box.w, box.y + box.h, colour)
                     : NULL;
    if (!file)
        return;
    /* A stroke lies on both sides of its line. */
    width = fmin(width, fmin(box.w, box.h) / 2);
    struct box line = {box.x + width / 2, box.y + width / 2, box.w - width, box.h - width};
    box_of(file, line, fmax(0, radius - width / 2));
    fputs(" fill=\"none\"", file);
    paint(file, "stroke", colour);
    if (width != 1)
        number(file, " stroke-width=\"", width), fputc('"', file);
    fputs("/>\n", file);
}

void svg_circle(struct canvas *canvas, double x, double y, double radius, uint32_t colour)
{
    FILE *file =
        radius > 0 ? element(canvas, x - radius, y - radius, x + radius, y + radius, colour) : NULL;
    if (!file)
        return;
    number(file, "<circle cx=\"", x);
    number(file, "\" cy=\"", y);
    number(file, "\" r=\"", radius);
    fputc('"', file);
    paint(file, "fill", colour);
    fputs("/>\n", file);
}

struct extent {
    double x0, y0, x1, y1;
};

static void add_point(struct extent *all, double x, double y)
{
    all->x0 = fmin(all->x0, x), all->x1 = fmax(all->x1, x);
    all->y0 = fmin(all->y0, y), all->y1 = fmax(all->y1, y);
}

/* Not a number as soon as one of the points is not. */
static struct extent extent_of(const struct point *points, size_t count)
{
    struct extent all = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(points[i].x) || !isfinite(points[i].y))
            return (struct extent){NAN, NAN, NAN, NAN};
        add_point(&all, points[i].x, points[i].y);
    }
    return all;
}

void svg_polygon(struct canvas *canvas, const struct point *points, size_t count, uint32_t colour)
{
    struct extent all = extent_of(points, count);
    FILE *file = count < 3 ? NULL : element(canvas, all.x0, all.y0, all.x1, all.y1, colour);
    if (!file)
        return;
    fputs("<path d=\"", file);
    for (size_t i = 0; i < count; i++)
        corner(file, i ? 'L' : 'M', points[i]);
    fputs("Z\"", file);
    paint(file, "fill", colour);
    fputs("/>\n", file);
}

void svg_edges(struct canvas *canvas, const struct edge *edges, size_t count, uint32_t colour)
{
    struct point *points;
    size_t *ends, outlines = svg_outlines(edges, count, &points, &ends);
    size_t corners = outlines > 0 ? ends[outlines - 1] : 0;
    for (size_t i = 0; i < corners; i++)
        points[i].x *= canvas->scale, points[i].y *= canvas->scale;
    struct extent all = extent_of(points, corners);
    FILE *file = corners < 3 ? NULL : element(canvas, all.x0, all.y0, all.x1, all.y1, colour);
    if (file) {
        fputs("<path fill-rule=\"evenodd\" d=\"", file);
        for (size_t i = 0, at = 0; i < outlines; i++) {
            for (size_t first = at; at < ends[i]; at++)
                corner(file, at == first ? 'M' : 'L', points[at]);
            fputc('Z', file);
        }
        fputc('"', file);
        paint(file, "fill", colour);
        fputs("/>\n", file);
    }
    free(points), free(ends);
}

static bool drawable(struct point p)
{
    return isfinite(p.x) && isfinite(p.y) && fabs(p.x) < 1e6 && fabs(p.y) < 1e6;
}

/* From a point that can be drawn to the last one in a row; what stands still is left out. */
static void draw_stretch(FILE *file, const struct point *points, size_t count, double scale)
{
    struct point before = {points[0].x * scale, points[0].y * scale};
    corner(file, 'M', before);
    for (size_t i = 1; i < count; i++) {
        struct point here = {points[i].x * scale, points[i].y * scale};
        if (i + 1 < count && hypot(here.x - before.x, here.y - before.y) < 0.05)
            continue;
        corner(file, 'L', here);
        before = here;
    }
}

void svg_polyline(struct canvas *canvas, const struct point *points, size_t count, double width,
                  double dot, uint32_t colour)
{
    struct extent all = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
    double s = canvas->scale;
    bool lines = false;
    for (size_t i = 0; i < count; i++) {
        if (!drawable(points[i]))
            continue;
        bool alone =
            (i == 0 || !drawable(points[i - 1])) && (i + 1 == count || !drawable(points[i + 1]));
        if (alone)
            svg_circle(canvas, points[i].x * s, points[i].y * s, fmax(width / 2, dot), colour);
        lines = lines || !alone;
        add_point(&all, points[i].x * s - width, points[i].y * s - width);
        add_point(&all, points[i].x * s + width, points[i].y * s + width);
    }
    FILE *file = lines ? element(canvas, all.x0, all.y0, all.x1, all.y1, colour) : NULL;
    if (!file)
        return;
    fputs("<path fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\"", file);
    number(file, " stroke-width=\"", width);
    fputc('"', file);
    paint(file, "stroke", colour);
    fputs(" d=\"", file);
    for (size_t i = 0, end; i < count; i = end + 1) {
        for (end = i; end < count && drawable(points[end]); end++)
            ;
        if (end > i + 1)
            draw_stretch(file, points + i, end - i, s);
    }
    fputs("\"/>\n", file);
}

void svg_hatch(struct canvas *canvas, struct box box, int period, uint32_t colour)
{
    FILE *file = element(canvas, box.x, box.y, box.x + box.w, box.y + box.h, colour);
    if (!file)
        return;
    /* Where x + y is a multiple of the period; as thick as a diagonal of single pixels. */
    fputs("<path fill=\"none\" stroke-width=\"0.7\"", file);
    paint(file, "stroke", colour);
    fputs(" d=\"", file);
    double right = box.x + box.w, foot = box.y + box.h;
    for (double sum = (floor((box.x + box.y) / period) + 1) * period; sum < right + foot;
         sum += period) {
        double x0 = fmax(box.x, sum - foot), x1 = fmin(right, sum - box.y);
        corner(file, 'M', (struct point){x0, sum - x0});
        corner(file, 'L', (struct point){x1, sum - x1});
    }
    fputs("\"/>\n", file);
}

void svg_text(struct canvas *canvas, struct svg_text text, uint32_t colour, const char *string)
{
    /* Its width is the reader's affair; what may be seen is drawn. */
    FILE *file =
        element(canvas, -1e6, text.baseline - text.size, 1e6, text.baseline + text.size, colour);
    if (!file)
        return;
    number(file, "<text x=\"", text.x);
    number(file, "\" y=\"", text.baseline);
    number(file, "\" font-size=\"", text.size);
    fputc('"', file);
    if (text.strong)
        fputs(" font-weight=\"600\"", file);
    if (text.tabular)
        fputs(" style=\"font-variant-numeric:tabular-nums\"", file);
    if (strcmp(text.anchor, "start") != 0)
        fprintf(file, " text-anchor=\"%s\"", text.anchor);
    paint(file, "fill", colour);
    fputc('>', file);
    svg_escape(file, string);
    fputs("</text>\n", file);
}

/* A picture of pixels goes where an element goes. */
void svg_place_picture(struct canvas *canvas, struct box box, const uint32_t *pixels, int pitch)
{
    struct svg *svg = canvas->svg;
    FILE *file = element(canvas, box.x, box.y, box.x + box.w, box.y + box.h, 0xff000000u);
    if (!file)
        return;
    fprintf(file,
            "<image x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" image-rendering=\"optimizeSpeed\" "
            "xlink:href=\"data:image/png;base64,",
            box.x, box.y, box.w, box.h);
    if (!svg_png(file, pixels, (int)box.w, (int)box.h, pitch))
        svg->failed = true;
    fputs("\"/>\n", file);
}

/* Shapes that have to be put together before SVG can hold them: areas between curves, outlines
 * from edges in any order; and text that XML can hold. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viz/svg.h"

/* Length of the UTF-8 character here, 0 where there is none. */
static size_t character(const unsigned char *at)
{
    static const struct {
        unsigned char mask, start;
        uint32_t least;
    } KINDS[] = {{0x80, 0x00, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};
    for (size_t more = 0; more < 4; more++) {
        if ((at[0] & KINDS[more].mask) != KINDS[more].start)
            continue;
        uint32_t code = at[0] & (unsigned char)~KINDS[more].mask;
        for (size_t i = 1; i <= more; i++) {
            if ((at[i] & 0xc0) != 0x80)
                return 0;
            code = code << 6 | (at[i] & 0x3f);
        }
        bool allowed = code >= 0x20 || code == '\t' || code == '\n';
        bool surrogate = code >= 0xd800 && code <= 0xdfff;
        return code < KINDS[more].least || code > 0x10ffff || surrogate || !allowed ||
                       code == 0xfffe || code == 0xffff
                   ? 0
                   : more + 1;
    }
    return 0;
}

void svg_escape(FILE *file, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at) {
        size_t length = character(at);
        if (length == 0)
            fputs("&#xfffd;", file);
        else if (*at == '&')
            fputs("&amp;", file);
        else if (*at == '<')
            fputs("&lt;", file);
        else if (*at == '>')
            fputs("&gt;", file);
        else if (*at == '"')
            fputs("&quot;", file);
        else
            fwrite(at, 1, length, file);
        at += length ? length : 1;
    }
}

/* Between two neighbours of a band: from where to where the bottom lies below the top, as shares
 * of the way; false where it does not, or something is not finite. */
static bool open_part(double from, double to, double *first, double *last)
{
    *first = 0, *last = 1;
    if (!isfinite(from) || !isfinite(to) || (from <= 0 && to <= 0))
        return false;
    if (from < 0)
        *first = from / (from - to);
    if (to < 0)
        *last = from / (from - to);
    return true;
}

static struct point between(const double *x, const double *y, size_t i, double share, double scale)
{
    return (struct point){(x[i] + (x[i + 1] - x[i]) * share) * scale,
                          (y[i] + (y[i + 1] - y[i]) * share) * scale};
}

void svg_band(struct canvas *canvas, const double *x, const double *top, const double *bottom,
              size_t count, uint32_t colour)
{
    struct svg *svg = canvas->svg;
    struct point *above = malloc((2 * count + 2) * sizeof *above);
    struct point *below = malloc((2 * count + 2) * sizeof *below);
    struct point *outline = malloc((4 * count + 4) * sizeof *outline);
    if (!above || !below || !outline) {
        svg->failed = true;
        free(above), free(below), free(outline);
        return;
    }
    double s = canvas->scale;
    size_t made = 0;
    for (size_t i = 0; i < count; i++) {
        double first, last;
        bool open = i + 1 < count &&
                    open_part(bottom[i] - top[i], bottom[i + 1] - top[i + 1], &first, &last);
        if (open && made == 0) {
            above[made] = between(x, top, i, first, s);
            below[made++] = between(x, bottom, i, first, s);
        }
        if (open) {
            above[made] = between(x, top, i, last, s);
            below[made++] = between(x, bottom, i, last, s);
        }
        if (made > 0 && (!open || last < 1)) {
            memcpy(outline, above, made * sizeof *outline);
            for (size_t k = 0; k < made; k++)
                outline[made + k] = below[made - 1 - k];
            svg_polygon(canvas, outline, 2 * made, colour);
            made = 0;
        }
    }
    free(above), free(below), free(outline);
}

/* A row of edges that follow each other. */
struct chain {
    size_t first, last; /* in edges */
    bool used;
};

static bool same(struct point a, struct point b)
{
    return fabs(a.x - b.x) < 1e-6 && fabs(a.y - b.y) < 1e-6;
}

static size_t make_chains(const struct edge *edges, size_t count, struct chain *chains)
{
    size_t made = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(edges[i].a.x + edges[i].a.y + edges[i].b.x + edges[i].b.y))
            continue;
        bool closed = made > 0 && same(edges[chains[made - 1].first].a, edges[i].a);
        if (made > 0 && chains[made - 1].last + 1 == i && !closed &&
            same(edges[i - 1].b, edges[i].a))
            chains[made - 1].last = i;
        else
            chains[made++] = (struct chain){i, i, false};
    }
    return made;
}

/* Appends a chain, without its first point, which stands there already. */
static size_t append(struct point *points, size_t used, const struct edge *edges,
                     struct chain chain, bool backwards)
{
    if (!backwards)
        for (size_t i = chain.first; i <= chain.last; i++)
            points[used++] = edges[i].b;
    else
        for (size_t i = chain.last + 1; i-- > chain.first;)
            points[used++] = edges[i].a;
    return used;
}

/* Adds the chain that goes on where the outline is now; false where there is none. */
static bool go_on(const struct edge *edges, struct chain *chains, size_t count,
                  struct point *points, size_t *used)
{
    struct point end = points[*used - 1];
    for (size_t i = 0; i < count; i++) {
        bool forwards = same(edges[chains[i].first].a, end);
        if (chains[i].used || (!forwards && !same(edges[chains[i].last].b, end)))
            continue;
        chains[i].used = true;
        *used = append(points, *used, edges, chains[i], !forwards);
        return true;
    }
    return false;
}

size_t svg_outlines(const struct edge *edges, size_t count, struct point **points, size_t **ends)
{
    struct chain *chains = malloc((count + 1) * sizeof *chains);
    *points = malloc((2 * count + 1) * sizeof **points);
    *ends = malloc((count + 1) * sizeof **ends);
    size_t outlines = 0, used = 0;
    size_t made = chains && *points && *ends ? make_chains(edges, count, chains) : 0;
    for (size_t i = 0; i < made; i++) {
        if (chains[i].used)
            continue;
        chains[i].used = true;
        size_t start = used;
        (*points)[used++] = edges[chains[i].first].a;
        used = append(*points, used, edges, chains[i], false);
        while (!same((*points)[start], (*points)[used - 1]) &&
               go_on(edges, chains, made, *points, &used))
            ;
        (*ends)[outlines++] = used;
    }
    free(chains);
    return outlines;
}

#include "viz/world_map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viz/theme.h"

struct coast_line {
    int16_t points, left, right; /* regions on its sides, -1: the sea */
};
struct coast_point {
    int16_t east, north; /* hundredths of a degree */
};
#include "viz/world_coastline.inc"

enum { LINE_COUNT = sizeof LINES / sizeof *LINES, POINT_COUNT = sizeof POINTS / sizeof *POINTS };

/* Where the Pacific map is cut, and how far north and south it goes. */
#define WORLD_CUT (-28.0)
#define WORLD_NORTH 78.0
#define WORLD_SOUTH (-56.0)
#define RADIANS (3.14159265358979323846 / 180)

const char *const world_shape_codes[WORLD_SHAPES] = {"JPN", "USA", "TWN", "CHN",
                                                     "KOR", "EUR", "ROW"};

/* T. Patterson's Natural Earth projection in the polynomials of B. Savric and others (2011). */
static struct point natural_earth(double lambda, double phi)
{
    double p2 = phi * phi, p4 = p2 * p2;
    return (struct point){
        lambda * (0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4))),
        phi * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)))};
}

static double albers_radius(const struct world_projection *projection, double north)
{
    return sqrt(fmax(0, projection->offset - 2 * projection->cone * sin(north * RADIANS))) /
           projection->cone;
}

struct point world_project(const struct world_projection *projection, double east, double north)
{
    double lambda = east - projection->meridian;
    lambda -= 360 * floor((lambda + 180) / 360);
    struct point at;
    if (projection->kind == WORLD_NATURAL_EARTH) {
        /* Points on the cut itself belong to the land west of it, which is on the right. */
        at = natural_earth((lambda <= -180 + 1e-9 ? lambda + 360 : lambda) * RADIANS,
                           north * RADIANS);
    } else {
        double angle = projection->cone * lambda * RADIANS;
        double radius = albers_radius(projection, north);
        at = (struct point){radius * sin(angle), radius * cos(angle) - projection->at_parallel};
        at.y = -at.y;
    }
    return (struct point){projection->middle.x + at.x * projection->scale,
                          projection->middle.y - at.y * projection->scale};
}

struct world_projection world_projection_pacific(struct box box)
{
    struct world_projection projection = {.kind = WORLD_NATURAL_EARTH, .meridian = WORLD_CUT + 180};
    double top = natural_earth(0, WORLD_NORTH * RADIANS).y;
    double bottom = natural_earth(0, WORLD_SOUTH * RADIANS).y;
    /* Africa begins 10 degrees east of the cut, and Brazil ends 7 degrees west of it. */
    double half = natural_earth(172 * RADIANS, 0).x;
    projection.scale = fmin(box.w / (2 * half), box.h / (top - bottom));
    projection.middle.x = box.x + box.w / 2;
    projection.middle.y = box.y + top * projection.scale;
    return projection;
}

static struct world_projection albers(double meridian, double south, double north, double parallel,
                                      struct point middle, double scale)
{
    struct world_projection projection = {.kind = WORLD_ALBERS,
                                          .middle = middle,
                                          .scale = scale,
                                          .meridian = meridian,
                                          .south = south,
                                          .north = north,
                                          .parallel = parallel};
    double a = sin(south * RADIANS), b = sin(north * RADIANS), c = cos(south * RADIANS);
    projection.cone = (a + b) / 2;
    projection.offset = c * c + 2 * projection.cone * a;
    projection.at_parallel = albers_radius(&projection, parallel);
    return projection;
}

struct world_projection world_projection_states(struct box box)
{
    /* About 0.74 by 0.47 radii of the globe, from coast to coast. */
    return albers(-96, 29.5, 45.5, 37.7, (struct point){box.x + box.w / 2, box.y + box.h / 2},
                  fmin(box.w / 0.75, box.h / 0.48));
}

struct world_projection world_projection_alaska(struct box box)
{
    return albers(-152, 55, 65, 62.5, (struct point){box.x + box.w / 2, box.y + box.h / 2},
                  fmin(box.w / 0.46, box.h / 0.36));
}

double world_projection_round(const struct world_projection *projection)
{
    return 2 * natural_earth(180 * RADIANS, 0).x * projection->scale;
}

/* The edges that the outline of a region consists of. */
static size_t outline(const struct world_projection *projection, int region, struct edge *edges)
{
    size_t count = 0;
    const struct coast_point *point = POINTS;
    for (int i = 0; i < LINE_COUNT; point += LINES[i++].points) {
        if (LINES[i].left != region && LINES[i].right != region)
            continue;
        struct point last = {0, 0};
        for (int k = 0; k < LINES[i].points; k++) {
            struct point now =
                world_project(projection, point[k].east / 100.0, point[k].north / 100.0);
            if (k > 0)
                edges[count++] = (struct edge){last, now};
            last = now;
        }
    }
    return count;
}

static bool is_inside(const struct edge *edges, size_t count, double x, double y)
{
    bool inside = false;
    for (size_t i = 0; i < count; i++) {
        struct point a = edges[i].a, b = edges[i].b;
        if ((a.y > y) != (b.y > y) && x < a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y))
            inside = !inside;
    }
    return inside;
}

int world_shape_at(const struct world_projection *projection, double x, double y)
{
    struct edge *edges = malloc(POINT_COUNT * sizeof *edges);
    int found = -1;
    for (int region = 0; region < WORLD_SHAPES && edges && found < 0; region++)
        if (is_inside(edges, outline(projection, region, edges), x, y))
            found = region;
    free(edges);
    return found;
}

/* Meridians and parallels every 30 degrees. */
static void graticule(struct canvas *canvas, const struct world_projection *projection)
{
    uint32_t colour = THEME_SEA_LINE;
    enum { STEPS = 48 };
    struct point points[STEPS + 1];
    for (int east = -150; east <= 180; east += 30) {
        for (int i = 0; i <= STEPS; i++)
            points[i] = world_project(projection, east, -75 + 160.0 * i / STEPS);
        draw_polyline(canvas, points, STEPS + 1, 0.8, colour);
    }
    for (int north = -60; north <= 60; north += 30) {
        for (int i = 0; i <= STEPS; i++)
            points[i] = world_project(projection, WORLD_CUT + 0.01 + 359.98 * i / STEPS, north);
        draw_polyline(canvas, points, STEPS + 1, 0.8, colour);
    }
}

/* Coasts and the borders between regions, but not the cuts of the map. */
static void draw_lines(struct canvas *canvas, const struct world_projection *projection)
{
    enum { MOST = 512 };
    struct point points[MOST];
    const struct coast_point *point = POINTS;
    for (int i = 0; i < LINE_COUNT; point += LINES[i++].points) {
        size_t count = 0;
        for (int k = 0; k < LINES[i].points && count < MOST; k++) {
            bool on_cut = abs(point[k].east) == 18000 || point[k].east == (int)(100 * WORLD_CUT);
            points[count++] =
                on_cut ? (struct point){NAN, NAN}
                       : world_project(projection, point[k].east / 100.0, point[k].north / 100.0);
        }
        draw_polyline(canvas, points, count, LINES[i].right < 0 ? 0.7 : 0.9, THEME_COAST);
    }
}

static bool draw_land(struct canvas *picture, struct box all,
                      const struct world_projection *projection, int selected, int only,
                      const uint32_t *fills)
{
    struct edge *edges = malloc(POINT_COUNT * sizeof *edges);
    if (!edges)
        return false;
    draw_rounded(picture, all, THEME_RADIUS, THEME_SEA);
    graticule(picture, projection);
    for (int region = 0; region < WORLD_SHAPES; region++) {
        size_t count = outline(projection, region, edges);
        uint32_t colour = theme_region(world_shape_codes[region], (uint64_t)region);
        bool plain = only >= 0 && region != only;
        bool rest = region == WORLD_SHAPES - 1; /* most of the land: it stays in the background */
        double share = plain ? 0 : region == selected ? 0.62 : rest ? 0.13 : 0.34;
        draw_edges(picture, edges, count,
                   fills[region] ? fills[region] : draw_mix(THEME_LAND, colour, share));
    }
    draw_lines(picture, projection);
    draw_rounded_frame(picture, all, THEME_RADIUS, 1, THEME_BORDER);
    free(edges);
    return true;
}

bool world_land_draw(struct world_land *land, struct canvas *canvas, struct box box,
                     const struct world_projection *projection, int selected, int only,
                     const uint32_t *fills)
{
    static const uint32_t USUAL[WORLD_SHAPES] = {0};
    fills = fills ? fills : USUAL;
    if (canvas->svg) { /* as shapes, within the box as in the picture */
        draw_clip(canvas, box);
        draw_fill(canvas, box, THEME_PAPER);
        bool drawn = draw_land(canvas, box, projection, selected, only, fills);
        draw_clip_none(canvas);
        return drawn;
    }
    bool same = land->made && land->box.w == box.w && land->box.h == box.h &&
                land->box.x == box.x && land->box.y == box.y && land->scale == canvas->scale &&
                land->dark == theme_is_dark() && land->selected == selected && land->only == only &&
                land->width == canvas->width && land->height == canvas->height &&
                memcmp(land->fills, fills, sizeof land->fills) == 0;
    if (!same) {
        int width = (int)ceil(box.w * canvas->scale), height = (int)ceil(box.h * canvas->scale);
        if (width < 1 || height < 1)
            return true;
        land->made = false;
        if ((land->picture.width != width || land->picture.height != height) &&
            !draw_resize(&land->picture, width, height, canvas->scale, NULL))
            return false;
        land->picture.scale = canvas->scale;
        land->box = box, land->scale = canvas->scale;
        land->width = canvas->width, land->height = canvas->height;
        land->dark = theme_is_dark(), land->selected = selected, land->only = only;
        memcpy(land->fills, fills, sizeof land->fills);
        struct world_projection here = *projection;
        here.middle.x -= box.x, here.middle.y -= box.y;
        draw_clear(&land->picture, THEME_PAPER);
        land->made = draw_land(&land->picture, (struct box){0, 0, box.w, box.h}, &here, selected,
                               only, fills);
    }
    draw_copy(canvas, &land->picture, box.x, box.y);
    return land->made;
}

void world_land_free(struct world_land *land)
{
    draw_free(&land->picture);
    *land = (struct world_land){0};
}

/* The map: outlines of the seven regions, projections, and the land drawn once into a picture. */
#ifndef KEIRETSU_VIZ_WORLD_MAP_H
#define KEIRETSU_VIZ_WORLD_MAP_H

#include "viz/draw_polygon.h"

enum world_projection_kind { WORLD_NATURAL_EARTH, WORLD_ALBERS };

/* Degrees to logical positions: what the projection gives times `scale`, from `middle` on. */
struct world_projection {
    enum world_projection_kind kind;
    struct point middle;
    double scale;
    double meridian;               /* in the middle */
    double south, north, parallel; /* of Albers: true scale along two, `parallel` in the middle */
    double cone, offset, at_parallel; /* of Albers, from the above */
};

struct point world_project(const struct world_projection *projection, double east, double north);

/* The whole world but Antarctica with the Pacific in the middle, as large as the box allows. */
struct world_projection world_projection_pacific(struct box box);

/* The contiguous United States; Alaska. */
struct world_projection world_projection_states(struct box box);
struct world_projection world_projection_alaska(struct box box);

/* Horizontal distance on the Pacific map after which it repeats, at the equator. */
double world_projection_round(const struct world_projection *projection);

enum { WORLD_SHAPES = 7 };
extern const char *const world_shape_codes[WORLD_SHAPES];

/* The region (of world_shape_codes) of a place on the map, -1 at sea. */
int world_shape_at(const struct world_projection *projection, double x, double y);

/* The land of a map in a box, kept until anything that it depends on changes. */
struct world_land {
    struct canvas picture;
    struct box box;
    int width, height; /* of the canvas it was drawn for */
    double scale;
    bool dark, made;
    int selected; /* region that stands out, -1 for none */
    int only;     /* region that alone has a colour, -1 for all */
    uint32_t fills[WORLD_SHAPES];
};

/* Draws the card with sea and land; false only without memory. `fills` are colours of the regions,
 * 0 for their usual one; NULL: all have it. */
bool world_land_draw(struct world_land *land, struct canvas *canvas, struct box box,
                     const struct world_projection *projection, int selected, int only,
                     const uint32_t *fills);
void world_land_free(struct world_land *land);

#endif

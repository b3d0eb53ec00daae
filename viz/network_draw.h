/* Drawing the network: circles, firms as discs or as density, bands, lines, names. */
#ifndef KEIRETSU_VIZ_NETWORK_DRAW_H
#define KEIRETSU_VIZ_NETWORK_DRAW_H

#include "viz/network_links.h"
#include "viz/ui.h"

/* From the network's plane to the screen. */
struct network_lens {
    struct box box; /* of the screen */
    double x, y;    /* the place in the middle of the box */
    double scale;   /* screen units for one of the plane */
};

struct point network_screen(const struct network_lens *lens, double x, double y);
struct point network_plane(const struct network_lens *lens, double x, double y);

/* Above this many firms the small ones are drawn as density. */
enum { NETWORK_DISCS_MOST = 20000 };

/* A curved band; its points are for drawing and for finding what is under the mouse. */
enum { NETWORK_BAND_POINTS = 25, NETWORK_BANDS = 64 };
struct network_band {
    struct point point[NETWORK_BAND_POINTS]; /* on the screen */
    int64_t from, to;                        /* cells or regions */
    double dollars, width;
    uint32_t colour;
};

/* -1 where nothing is chosen. */
struct network_choice {
    int64_t region, industry, cell; /* cell: where both are chosen */
    int64_t firm;                   /* place in network.firm */
};

/* What the picture of the small firms was made from. */
struct network_density_key {
    struct network_lens lens;
    struct network_choice choice;
    uint64_t version;
    double scale;
    int x0, y0, x1, y1;
    uint64_t links; /* version of the links whose ends stand out, plus one; 0: none do */
};

/* The small firms as a picture: sums of colour and weight by device pixel, kept until they change.
 * And which firms are large enough to be drawn as discs. */
struct network_density {
    float *sums;       /* [pixels][4] */
    uint32_t *picture; /* [pixels] colour with its alpha; 0 for nothing */
    uint64_t capacity; /* pixels */
    int width, height;
    uint32_t *large; /* [large_count] places of firms */
    uint64_t large_count, room;
    bool made;
    struct network_density_key key;
};
void network_density_free(struct network_density *density);

void network_draw_circles(struct ui *ui, const struct network *network,
                          const struct network_lens *lens, const struct network_choice *choice);
void network_draw_firms(struct ui *ui, const struct network *network,
                        const struct network_links *links, const struct network_lens *lens,
                        const struct network_choice *choice, struct network_density *density);
void network_draw_lines(struct ui *ui, const struct network *network,
                        const struct network_links *links, const struct network_lens *lens);
void network_draw_names(struct ui *ui, const struct network *network,
                        const struct network_lens *lens, const struct network_choice *choice);
void network_draw_band(struct ui *ui, const struct network_band *band, double alpha);

/* The way of a band from one circle to another, bent to its left. */
void network_bend(struct network_band *band, const struct network_lens *lens,
                  const struct network_circle *from, const struct network_circle *to);

#endif

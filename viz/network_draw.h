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

/* Sums of colour and weight by device pixel. */
struct network_density {
    float *sums; /* [pixels][4] */
    uint64_t capacity;
};

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

/* The disc of a firm now: half its area for half its output, within bounds. */
double network_radius(const struct network_firm *firm);

#endif

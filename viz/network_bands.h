/* Bands between regions and cells: who sells how much to whom. */
#ifndef KEIRETSU_VIZ_NETWORK_BANDS_H
#define KEIRETSU_VIZ_NETWORK_BANDS_H

#include "viz/network_draw.h"

struct network_bands {
    int count;
    bool cells;  /* ends are cells, by links; else regions, by trade */
    double most; /* dollars of the widest */
    struct network_band band[NETWORK_BANDS];
};

/* The bands of what is chosen: of a cell its largest links, else trade between regions. `beside` is
 * a run whose trade between regions has the same scale, NULL for none. */
void network_bands_make(struct network_bands *bands, const struct network *network,
                        const struct network_links *links, struct playback *playback,
                        const struct network_lens *lens, const struct network_choice *choice,
                        struct playback *beside);

/* The band under a place of the screen, or -1. */
int network_bands_at(const struct network_bands *bands, double x, double y);

#endif

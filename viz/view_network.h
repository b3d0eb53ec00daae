/* The network on the screen: what is shown of it and what the mouse is doing. */
#ifndef KEIRETSU_VIZ_VIEW_NETWORK_H
#define KEIRETSU_VIZ_VIEW_NETWORK_H

#include "viz/network_bands.h"
#include "viz/network_card.h"

struct view_network {
    struct network network;
    struct network_links links;
    struct network_against against;
    struct network_density density;
    struct network_bands bands;
    struct network_choice choice; /* of the last frame */
    struct network_lens lens;     /* of the last frame */
    bool opened;
    uint64_t version;       /* of the playback when it was opened without success */
    enum network_colour by; /* of the last frame */
    bool bands_hidden;
    double zoom, x, y; /* 0: all of it */
    bool pressing, dragged;
    double press_x, press_y, last_x, last_y;
};

/* What a click does, and keys: these are places in network.firm and cells, -1 for none. */
void view_network_choose_firm(struct view_network *state, struct view *view, int64_t firm);
void view_network_choose_cell(struct view_network *state, struct view *view, int64_t region,
                              int64_t industry);

/* Drags, wheel and clicks in the plane; the place of a firm under the mouse, or -1. */
int64_t view_network_mouse(struct view_network *state, struct view *view, struct box box);

bool view_network_key(void *state, struct view *view, struct key key);

#endif

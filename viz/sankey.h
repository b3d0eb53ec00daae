/* Bands from payers on the left through what is paid to receivers on the right. */
#ifndef KEIRETSU_VIZ_SANKEY_H
#define KEIRETSU_VIZ_SANKEY_H

#include "viz/ui.h"

enum { SANKEY_ENDS = 16, SANKEY_NODES = 24 };
enum { SANKEY_ROOM = 152 }; /* for the names of the ends, on each side */

enum sankey_part {
    SANKEY_NOTHING,
    SANKEY_PAYER,    /* an end on the left */
    SANKEY_RECEIVER, /* an end on the right */
    SANKEY_NODE,     /* in the middle */
    SANKEY_PAID,     /* the band from an end to a node */
    SANKEY_RECEIVED, /* the band from a node to an end */
};

struct sankey_hit {
    enum sankey_part part;
    int end, node;
};

struct sankey {
    int ends, nodes;
    const char *end_name[SANKEY_ENDS], *node_name[SANKEY_NODES];
    uint32_t colour[SANKEY_ENDS];
    double paid[SANKEY_ENDS][SANKEY_NODES], received[SANKEY_ENDS][SANKEY_NODES]; /* >= 0 */
    int selected; /* end, -1 for none */
    /* Of a comparison; all may be left at zero. */
    const char *node_note[SANKEY_NODES];         /* instead of the node's value; NULL: the value */
    const char *end_note[2][SANKEY_ENDS];        /* payers, receivers: instead of their value */
    uint32_t band[2][SANKEY_ENDS][SANKEY_NODES]; /* paid, received; 0: the end's colour */
    double
        most_scale;  /* of two diagrams of the same scale: no more than this; 0: as large as fits */
    bool wide_nodes; /* there is more to say in them */
    void (*write)(char text[static 32], double value);
    /* Set by sankey_place: where everything lies. Boxes of nothing have no height. */
    double scale; /* units of height per unit of value */
    double room;  /* for the names of ends */
    struct box left[SANKEY_ENDS], right[SANKEY_ENDS], node[SANKEY_NODES];
    struct box slot[SANKEY_NODES], left_slot[SANKEY_ENDS], right_slot[SANKEY_ENDS];
    double paid_from[SANKEY_ENDS][SANKEY_NODES], paid_to[SANKEY_ENDS][SANKEY_NODES];
    double received_from[SANKEY_ENDS][SANKEY_NODES], received_to[SANKEY_ENDS][SANKEY_NODES];
};

/* All of one sankey before sankey_place; it may be placed again after a change of most_scale. */
void sankey_place(struct sankey *sankey, struct box box);
struct sankey_hit sankey_at(const struct sankey *sankey, double x, double y);

/* What is hit stands out. */
void sankey_draw(const struct sankey *sankey, struct ui *ui, struct sankey_hit hit);

#endif

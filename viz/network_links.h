/* Who supplies whom: the links around one firm, and their sums between cells. */
#ifndef KEIRETSU_VIZ_NETWORK_LINKS_H
#define KEIRETSU_VIZ_NETWORK_LINKS_H

#include "viz/network.h"

enum { NETWORK_STEPS = 3, NETWORK_LINES = 480, NETWORK_FLOWS = 24 };

struct network_line {
    uint32_t supplier, customer; /* places in network.firm */
    float dollars;               /* paid a step */
    uint8_t step;                /* from the chosen firm: 1, 2 or 3 */
    bool upstream;               /* towards suppliers */
};

/* Between two cells. */
struct network_flow {
    uint32_t from, to;
    double dollars;
};

struct network_links {
    bool tried, recorded; /* the file has links with both ends */
    bool read;
    uint64_t links, record;
    uint64_t wanted;               /* record that is being read, plus one; 0: none */
    uint64_t version;              /* grows with every record taken */
    uint32_t *supplier, *customer; /* [links] rows of /firm */
    double *values;                /* [links] dollars a step */
    uint8_t *mark;                 /* [rows]: bit of each direction and step, 0 if far away */
    int64_t firm;                  /* place of the one whose lines these are, -1 for none */
    struct network_line line[NETWORK_LINES]; /* by step, suppliers first, the largest first */
    int count;
    uint64_t found[2][NETWORK_STEPS]; /* links upstream (0) and downstream (1) by step */
    float *between;                   /* [cells][cells] dollars a step; may be NULL */
};

/* Brings to the network's moment the lines around a firm (a place, -1 for none) and, for a firm
 * or a cell (-1 for none), the sums between cells. */
bool network_links_update(struct network_links *links, const struct network *network,
                          struct playback *playback, int64_t firm, int64_t cell);
void network_links_free(struct network_links *links);

/* The largest flows into and out of a cell by links; returns how many. */
int network_links_flows(const struct network_links *links, const struct network *network,
                        int64_t cell, struct network_flow flows[static NETWORK_FLOWS]);

/* Units of the currency of each region for a US dollar at a moment; 1 where not known. */
double network_rate(struct playback *playback, const struct network *network, uint64_t region,
                    double day);

#endif

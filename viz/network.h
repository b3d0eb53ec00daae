/* The firms of a run as points: where they lie, how large they are, and what they did by the
 * moment shown. Regions are circles of industries, industries circles of firms; all of it is
 * fixed at the opening, so that a firm stays where it is. */
#ifndef KEIRETSU_VIZ_NETWORK_H
#define KEIRETSU_VIZ_NETWORK_H

#include "viz/playback.h"

/* What the colour of a firm says. */
enum network_colour {
    NETWORK_START,   /* output against its own start */
    NETWORK_YEAR,    /* output against a year before */
    NETWORK_TREND,   /* output against its own growth from the start to a year before, continued */
    NETWORK_LIMIT,   /* what held its output back most */
    NETWORK_FINANCE, /* equity over capital */
    NETWORK_COLOURS,
    NETWORK_AGAINST = NETWORK_COLOURS /* output against another run's (network_against.h) */
};

struct network_circle {
    double x, y, radius; /* radius 0: nothing there */
};

struct network_firm {
    float x, y, radius; /* radius at the opening */
    float start, now;   /* output, cents a step */
    float value;        /* what the colour shows: a ratio or a cause; NaN for none */
    uint32_t row;       /* of /firm */
    uint32_t colour;
    uint16_t cell;
    bool administration;
};

/* What is drawn of a firm: nothing else is looked at where there are many. */
struct network_dot {
    float x, y, radius; /* radius now */
    uint32_t colour;    /* without its alpha; NETWORK_INSOLVENT is set or not */
};
#define NETWORK_INSOLVENT 0x80000000u

/* What is known of a cell, a region or the world now. */
struct network_sum {
    uint64_t firms, administration;
    double start, now; /* output, cents a step */
    double there;      /* in the run compared with; NaN: not known, or none is */
    double here;       /* of a total: `now` of the cells that the other run has too */
};

struct network {
    uint64_t regions, industries, cells;
    const struct reader_group *names; /* whose dimensions are region and industry */
    int region_dimension, industry_dimension;
    uint64_t rows, firms;      /* of /firm; those with a cell, which are shown */
    struct network_firm *firm; /* [firms] by cell, the largest of each first */
    struct network_dot *dot;   /* [firms] */
    uint32_t *place;           /* [rows] in `firm`; UINT32_MAX for those not shown */
    uint64_t *first;           /* [cells + 1] in `firm` */
    struct network_circle *cell, *region;
    struct network_sum *sum; /* [cells] */
    double left, top, right, bottom;
    int flat;               /* which of the arrangements of regions */
    uint64_t first_record;  /* with output */
    uint64_t record, base;  /* that were read, and compared with */
    enum network_colour by; /* for which the values are */
    double limit;           /* deviation with the deepest colour, in per cent */
    uint64_t against;       /* version of what the values are compared with */
    uint64_t wanted;        /* record that is being read, plus one; 0: none */
    uint64_t version;       /* grows with every change of what is drawn */
    bool ready, read;
    bool reading;        /* what it is made of is being read: it is to be opened again */
    bool started;        /* some firm had output when it was opened */
    bool dark;           /* theme of the colours */
    const char *trouble; /* why there is nothing to show: two lines */
    const char *trouble2;
};

/* Reads what never changes and lays the firms out. False, with the reason in `trouble`, if the
 * file has no firms that can be shown, or if they are still being read. */
bool network_open(struct network *network, struct playback *playback);
void network_free(struct network *network);

struct network_against;

/* Brings outputs, values and colours to a day. What is still being read leaves them where they
 * are. `against` is looked at for NETWORK_AGAINST alone. */
bool network_update(struct network *network, struct playback *playback, double day,
                    enum network_colour by, const struct network_against *against);

/* The firm under a place within `slack` of its edge, or -1. */
int64_t network_firm_at(const struct network *network, double x, double y, double slack);
/* The cell or region under a place, or -1. */
int64_t network_cell_at(const struct network *network, double x, double y);
int64_t network_region_at(const struct network *network, double x, double y);

const char *network_region_code(const struct network *network, uint64_t region,
                                char text[static 24]);
const char *network_industry_code(const struct network *network, uint64_t industry,
                                  char text[static 24]);

/* Over a region and an industry; -1 means all. */
struct network_sum network_total(const struct network *network, int64_t region, int64_t industry);

/* The disc of a firm now: half its area for half its output, within bounds. */
double network_radius(const struct network_firm *firm);

/* The colour of a value; grey where there is none. */
uint32_t network_colour_of(enum network_colour by, double limit, double value);

#endif

/* The firms of another run, to compare with: the same firms where both runs have the same ones, else
 * the sums of industries. */
#ifndef KEIRETSU_VIZ_NETWORK_AGAINST_H
#define KEIRETSU_VIZ_NETWORK_AGAINST_H

#include "viz/network.h"
#include "viz/versus.h"

struct network_against {
    struct playback *playback; /* of the other run; NULL: nothing is compared with */
    const char *trouble;       /* why there is nothing to compare with, or NULL */
    bool opened, decided;
    bool same_firms; /* as many rows, and every trait of /firm alike */
    int column;      /* of the traits that are being compared */
    uint64_t rows, cells;
    int32_t *cell; /* [rows] cell of the network by the names of region and industry; -1: none */
    float *now;    /* [rows] output, cents a step; NaN on days that the run does not have */
    double *sum;   /* [cells]; NaN for those that it does not have */
    uint64_t record, wanted;
    bool read, outside;         /* no record of the day */
    double limit;               /* deviation with the deepest colour, in per cent: of all dates */
    uint64_t limit_versions[2]; /* of the playbacks that it was found for, plus one */
    uint64_t version;           /* grows with every change */
};

/* Brings it to the calendar day shown, or lets go of a run that is no longer compared with. What is
 * being read leaves it as it is. */
void network_against_update(struct network_against *against, const struct network *network,
                            const struct view *view);
void network_against_free(struct network_against *against);

/* NULL is as good as nothing to compare with: version 0, NaN. */
uint64_t network_against_version(const struct network_against *against);
double network_against_cell(const struct network_against *against, uint64_t cell);

/* Output of a firm against the same firm's, else that of its cell against the same cell's. */
double network_against_value(const struct network_against *against, const struct network_firm *firm,
                             const struct network_sum *cell);

#endif

/* Flows of money as a diagram: the largest transactions as nodes, the small ones in one, and how all
 * that differs from another run. */
#ifndef KEIRETSU_VIZ_ACCOUNTS_PICTURE_H
#define KEIRETSU_VIZ_ACCOUNTS_PICTURE_H

#include "viz/accounts.h"
#include "viz/sankey.h"

struct accounts_picture {
    struct sankey sankey;
    int kind[SANKEY_NODES]; /* of a node; -1: the small ones together */
    bool small[ACCOUNTS_KINDS];
    double size[ACCOUNTS_KINDS]; /* paid, or received or paid by the selected sector */
    /* Of a comparison: the other run at the same places, and what is written. */
    bool differs;
    double paid[SANKEY_ENDS][SANKEY_NODES], received[SANKEY_ENDS][SANKEY_NODES];
    double limit; /* share that has the deepest colour */
    char node_note[SANKEY_NODES][2 * FORMAT_MAX], end_note[2][SANKEY_ENDS][2 * FORMAT_MAX];
    char name[ACCOUNTS_SECTORS][ACCOUNTS_LABEL], node_name[SANKEY_NODES][ACCOUNTS_LABEL];
};

/* Of all sectors, or of what the selected one (-1: none) took part in; the table must outlive it. */
void accounts_picture_make(struct accounts_picture *picture, const struct accounts_table *table,
                           int selected);

/* Against another run's table, aligned to the first one (accounts_align). */
void accounts_picture_compare(struct accounts_picture *picture, const struct accounts_table *theirs,
                              int selected);

#endif

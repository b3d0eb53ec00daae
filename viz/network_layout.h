/* Where the firms of a network lie. */
#ifndef KEIRETSU_VIZ_NETWORK_LAYOUT_H
#define KEIRETSU_VIZ_NETWORK_LAYOUT_H

#include "viz/network.h"

/* Sorts the firms into cells and places cells, regions and firms. `weight` [regions] are sizes of
 * the regions. The firms' row, cell and start are set. */
bool network_lay_out(struct network *network, const double *weight);

#endif

/* What is selected, as all views understand it. */
#ifndef KEIRETSU_VIZ_SELECT_H
#define KEIRETSU_VIZ_SELECT_H

#include "viz/ui.h"

bool selection_same(const struct selection *a, const struct selection *b);

/* Makes one selection of what a view has changed: the region that stands out is that of the cell,
 * whichever of them was chosen, and a firm that is not of the cell is not selected any more. */
void selection_link(struct selection *selection, const struct selection *before);

/* Selects a region, an industry or a cell ("" leaves one out), and no firm. */
void selection_place(struct selection *selection, const char *region, const char *industry);

#endif

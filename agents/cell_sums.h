/* Sums of measured values over the firms of each cell, the same bits for every number of
 * threads: a run of firms is summed by the thread that owns it, and the runs of a cell are added
 * in their order. */
#ifndef KEIRETSU_AGENTS_CELL_SUMS_H
#define KEIRETSU_AGENTS_CELL_SUMS_H

#include "agents/state.h"

/* of_run [runs][width] -> of_cell [cells][width] */
void cell_sums(const struct state *s, const double *of_run, int width, double *of_cell);
void cell_totals(const struct state *s, const int64_t *of_run, int width, int64_t *of_cell);

/* Running sums before each run inside its cell: before[run] = sum over earlier runs of the cell. */
void cell_running_totals(const struct state *s, const uint64_t *of_run, uint64_t *before,
                         uint64_t *of_cell);

#endif

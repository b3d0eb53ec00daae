/* The column of /industry that the heat map shows, against its start, and its totals. */
#ifndef KEIRETSU_VIZ_INDUSTRY_MEASURE_H
#define KEIRETSU_VIZ_INDUSTRY_MEASURE_H

#include "viz/view.h"

/* Makes the wanted measure anew where it or the playback has changed; false if there is
 * nothing to show. */
bool industry_measure_update(struct view_industries *industries, struct view *view,
                             const struct reader_group *group);

/* Columns that are measures themselves, not the start of another. */
bool industry_measure_is(const struct reader_column *column);

/* The row of a cell in the group. */
uint64_t industry_measure_row(const struct view_industries *industries, uint64_t region,
                              uint64_t industry);

/* Frees what was made from the file. */
void industry_measure_free(struct view_industries *industries);

#endif

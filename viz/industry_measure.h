/* The column of /industry that the heat map shows: of the run, of the one it is compared with, and
 * their difference; with totals where sums mean something, and the limits of its colours. */
#ifndef KEIRETSU_VIZ_INDUSTRY_MEASURE_H
#define KEIRETSU_VIZ_INDUSTRY_MEASURE_H

#include "viz/view.h"

/* Makes the measure anew where the choice or the playback has changed; false if there is nothing
 * to show. */
bool industry_measure_update(struct view_industries *industries, struct view *view,
                             const struct reader_group *group);

/* Columns that are measures themselves, not the start of another. */
bool industry_measure_is(const struct reader_column *column);

/* The row of a cell in the group. */
uint64_t industry_measure_row(const struct view_industries *industries, uint64_t region,
                              uint64_t industry);

/* The line of a cell in the series, or of a total: `regions` is the world, -1 all industries. */
uint64_t industry_measure_line(const struct view_industries *industries, uint64_t region,
                               int64_t industry);

/* What the cells show: the difference, else the measure. */
const struct series *industry_measure_shown(const struct view_industries *industries);

/* "+3.4" of changes and differences, as many places as the value needs of levels, less `fewer`; what
 * the unit line says is not repeated. */
char *industry_measure_text(const struct series *series, double value, int fewer, char *text,
                            size_t size);

/* Frees what was made from the file. */
void industry_measure_free(struct view_industries *industries);

#endif

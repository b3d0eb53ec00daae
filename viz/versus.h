/* What views share that show a run against another. */
#ifndef KEIRETSU_VIZ_VERSUS_H
#define KEIRETSU_VIZ_VERSUS_H

#include "viz/view.h"

/* "no-deal.h5": how a run is called where several are shown. */
const char *versus_name(const struct view *view);

/* A day of the view's run, since its start, as that of the same calendar day in the other run. */
double versus_day(const struct view *view, double day);

/* The record of a column or group on a day since the start; false before its first record and after
 * its last one has passed. */
bool versus_record(const double *days, uint64_t records, double day, uint64_t *record);

/* A line in short dashes, as the other run's histories are drawn; points that are not finite break
 * it. */
void versus_dashes(struct canvas *canvas, const struct point *points, int count, double width,
                   uint32_t colour);

/* The value with the deepest colour for values of these sizes: a round figure (1, 2 or 5 times a
 * power of ten) that all but the largest fiftieth do not pass; `least` where they are smaller.
 * Sorts them. */
double versus_limit(double *sizes, size_t count, double least);

#endif

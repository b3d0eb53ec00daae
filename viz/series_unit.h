/* What a column's unit says: whether it is a rate, a flow or a level, and how people write it. */
#ifndef KEIRETSU_VIZ_SERIES_UNIT_H
#define KEIRETSU_VIZ_SERIES_UNIT_H

#include "viz/series.h"

/* Shares and rates that people read in per cent. */
bool series_unit_is_rate(const struct playback_column *column);

/* An amount of a step: sums over time mean something. */
bool series_unit_is_flow(const struct playback_column *column);

/* An amount of money, which where records are of periods belongs to the period. */
bool series_unit_is_of_period(const struct playback_column *column);

/* Stored values times this are in whole units: dollars a year for payments in cents a step. */
double series_unit_factor(const struct playback_column *column, double days_per_step);

/* Sets unit, factor, decimals and points of a series whose kind is known. `size` is the largest
 * size of a value in whole units. */
void series_unit_choose(struct series *series, double days_per_step, double size);

#endif

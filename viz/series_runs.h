/* Series of several runs: brought to the dates of one of them, their range, their difference. */
#ifndef KEIRETSU_VIZ_SERIES_RUNS_H
#define KEIRETSU_VIZ_SERIES_RUNS_H

#include "viz/series.h"

/* Brings a series to other dates: the record at or before each day, NaN where there is none. `days`
 * [records] are since the start of the run that they belong to, `later` is by how many days that
 * run started later than the run of the series. False only without memory. */
bool series_to_days(struct series *series, const double *days, uint64_t records, double later);

/* Least, median and most of runs [count] on the same dates, where all that ever have a value in the
 * line have one, and at least two; NaN elsewhere. Series without values are left out. False only without memory. */
bool series_band(const struct series *runs, int count, struct series *low, struct series *middle,
                 struct series *high);

/* runs[0] against the mean of the others, on the same dates, where all that ever have a value have
 * one: per cent where both are never below
 * zero, else the difference. With two others or more, low and high are its least and greatest
 * difference to one of them; else their values are NULL. `against` is for the unit. False only
 * without memory. */
bool series_difference(const struct series *runs, int count, const char *against,
                       struct series *difference, struct series *low, struct series *high);

#endif

/* Sums over all projects for every record, made once. */
#ifndef KEIRETSU_VIZ_FACILITY_SUMS_H
#define KEIRETSU_VIZ_FACILITY_SUMS_H

#include "viz/facility_data.h"

void facility_sums_make(struct facility_data *data, struct playback *playback);

#endif

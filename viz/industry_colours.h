/* The limits of the heat map's colours: such that few cells ever pass them, so that the scale stays
 * the same while playing and one odd cell does not bleach the others. */
#ifndef KEIRETSU_VIZ_INDUSTRY_COLOURS_H
#define KEIRETSU_VIZ_INDUSTRY_COLOURS_H

#include "viz/heatmap.h"
#include "viz/series.h"

/* What the cells of a series are like over all records. */
struct industry_colours {
    bool any;         /* there are values */
    bool negative;    /* some are below zero */
    double deviation; /* from 100 of an index, else from zero, that few pass */
    double low, high; /* few are below or above */
    double positive;  /* of those above zero few are below; 0 where there are none */
};

/* Of the first `cells` lines: totals have no say. */
struct industry_colours industry_colours_of(const struct series *series, uint64_t cells);

/* Of two series together. */
struct industry_colours industry_colours_both(const struct industry_colours *one,
                                              const struct industry_colours *other);

/* Diverging for an index, for changes and where there is a sign; else from the least to the most,
 * by logarithm where amounts differ much. */
struct heatmap_scale industry_colours_scale(const struct industry_colours *colours,
                                            enum series_kind kind);

#endif

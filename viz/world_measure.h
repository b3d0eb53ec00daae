/* What the colours of the land say: whose it is, or a figure of the region against its start or
 * against the run that is compared with. */
#ifndef KEIRETSU_VIZ_WORLD_MEASURE_H
#define KEIRETSU_VIZ_WORLD_MEASURE_H

#include "viz/world_history.h"
#include "viz/world_map.h"
#include "viz/world_places.h"

enum world_colour {
    WORLD_BY_REGION,
    WORLD_BY_GDP,
    WORLD_BY_UNEMPLOYMENT,
    WORLD_BY_PRICES,
    WORLD_COLOURS
};

struct world_measure {
    enum world_colour by; /* never WORLD_BY_REGION against another run */
    bool against;         /* the other run; else the start */
    double limit;         /* change with the deepest colour: per cent, or points */
    /* What the limit was found for. */
    const struct playback *playback, *other;
    uint64_t version, other_version;
    bool both; /* it holds for two runs beside each other */
};

/* Brings the limit up to date. */
void world_measure_update(struct world_measure *measure, const struct view *view,
                          enum world_colour by);

/* The figure that stands beside the name of a region. */
enum world_figure_name world_measure_figure(const struct world_measure *measure);

/* How far a region's figure is from its start or from the other run: per cent or points, NaN where
 * it is not known. */
double world_measure_change(const struct world_measure *measure, const struct view *view,
                            const struct world_region *region, double day);

/* The colours of world_shape_codes; 0 for the colour of the region. A region without a figure is
 * as plain as land. */
void world_measure_fills(const struct world_measure *measure, const struct view *view,
                         const struct world_region *regions, int count, double day,
                         uint32_t fills[static WORLD_SHAPES]);

/* "real GDP against no-deal.h5" */
char *world_measure_title(const struct world_measure *measure, const struct view *view, char *text,
                          size_t size);

/* "≤ −5 %  ▒▒▒▒▒  ≥ +5 %": a scale of colours from left to right; returns its width. `points`: of
 * a rate. `turned`: more is red. */
double world_ramp_draw(struct canvas *canvas, double x, double y, double limit, bool points,
                       bool turned, bool marks);
/* The land's. */
double world_measure_ramp(const struct world_measure *measure, struct canvas *canvas, double x,
                          double y);

/* The switch, its right end at `right`; the colour chosen. */
enum world_colour world_measure_switch(const struct world_measure *measure, struct ui *ui,
                                       double right, double y, bool narrow);
double world_measure_switch_width(const struct world_measure *measure, struct ui *ui, bool narrow);

#endif

/* The views of the screen: each draws itself into a box and reacts to the mouse. */
#ifndef KEIRETSU_VIZ_VIEW_H
#define KEIRETSU_VIZ_VIEW_H

#include "viz/playback.h"
#include "viz/series.h"
#include "viz/timeline.h"
#include "viz/ui.h"

/* What every view gets. */
struct view {
    struct ui *ui;
    struct playback *playback;
    struct timeline *timeline;
};

enum view_kind { VIEW_CHARTS, VIEW_INDUSTRIES, VIEW_KINDS };

struct view_charts {
    struct series *series; /* columns of /region, in the order shown */
    int count;
    uint64_t version; /* of the playback that they were made from, plus one */
    int chosen;       /* the one that the readout shows */
    bool enlarged;
    int scrolled; /* rows of charts above the screen */
};

struct view_industries {
    struct series measure; /* the column shown, against its start */
    uint64_t version;
    int chosen; /* column of /industry, -1 before the first frame */
    int wanted; /* column to show next */
    int region_dimension, industry_dimension;
    uint64_t regions, industries;
    double limit;   /* deviation from the start, in per cent, that has the deepest colour */
    double *totals; /* [regions + 1][records]: regions and the world, NULL if sums mean nothing */
    double *world;  /* [industries][records] */
    uint64_t scrolled; /* rows above the screen */
};

void view_charts_draw(struct view_charts *charts, struct view *view, struct box box);
void view_charts_free(struct view_charts *charts);
void view_charts_choose(struct view_charts *charts, int by);

void view_industries_draw(struct view_industries *industries, struct view *view, struct box box);
void view_industries_free(struct view_industries *industries);

/* Moves the selected cell by so many rows and columns. */
void view_industries_move(struct view_industries *industries, struct view *view, int industries_by,
                          int regions_by);

/* The next measure (+1) or the one before (-1). */
void view_industries_measure(struct view_industries *industries, struct view *view, int by);

#endif

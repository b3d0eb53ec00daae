/* The series of one chart: of the run looked at, of those over it, or their difference. */
#ifndef KEIRETSU_VIZ_CHARTS_PANEL_H
#define KEIRETSU_VIZ_CHARTS_PANEL_H

#include "viz/chart.h"
#include "viz/view.h"

/* More runs than these are drawn as a range with their median. */
enum { CHARTS_RUNS_APART = 3 };

/* The runs that a view shows, its own first: runs[0..count). */
int charts_panel_runs(const struct view *view, struct view **runs, int most);

/* The days shown, since the start of the view's run: of both runs where they stand beside each
 * other. */
void charts_panel_days(const struct view *view, double *first, double *last);

/* A chart over these days without limits, lines and unit: dates, reference, moment and events. */
struct chart charts_panel_chart(const struct view *view, const struct series *series);

/* Reads and builds what is not there yet. */
void charts_panel_make(struct charts_panel *panel, const struct charts_page *page,
                       struct view *view);

/* Frees the series; the panel keeps its column. */
void charts_panel_free(struct charts_panel *panel);

#endif

/* The charts of a page, as small multiples or one enlarged. */
#ifndef KEIRETSU_VIZ_CHARTS_DRAW_H
#define KEIRETSU_VIZ_CHARTS_DRAW_H

#include "viz/view.h"

/* Draws what fits, scrolls and enlarges by the mouse. *hover is set to the day under the mouse, and
 * left alone where there is none. */
void charts_draw_grid(struct view_charts *charts, struct view *view, struct box box, double *hover);

#endif

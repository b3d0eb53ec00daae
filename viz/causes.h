/* What held output back: the losses of one cell by cause, stacked over time. */
#ifndef KEIRETSU_VIZ_CAUSES_H
#define KEIRETSU_VIZ_CAUSES_H

#include "viz/view.h"

/* In a box wider than this the names of causes stand right of the chart, in so much room; a chart
 * above with the same room has its years above these. */
enum { CAUSES_BESIDE = 440, CAUSES_LEGEND = 160 };

/* `output` and its row give the scale: losses in per cent of output at the start. */
void causes_draw(struct view *view, const char *region, const char *industry,
                 const struct playback_column *output, uint64_t row, struct box box);

#endif

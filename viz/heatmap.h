/* A table of coloured cells: deviations from 100 on a scale from red (less) to blue (more). */
#ifndef KEIRETSU_VIZ_HEATMAP_H
#define KEIRETSU_VIZ_HEATMAP_H

#include "viz/ui.h"

enum { HEATMAP_COLUMNS_MAX = 17 };

struct heatmap {
    int row_count, column_count;
    const char *const *row_names;
    const char *const *column_names;
    const uint32_t *column_colours;
    const double *values; /* [row][column], start = 100; NaN where there is none */
    double limit;         /* deviation with the deepest colour */
    int decimals;
    int gap_row, gap_column;           /* a little space before these, for totals; -1 for none */
    int selected_row, selected_column; /* -1 for none */
    int scrolled;                      /* rows left out at the top */
    double name_width;
};

struct heatmap_hit {
    int row, column; /* under the mouse, -1 for none */
};

/* Rows that fit into this height. */
int heatmap_rows_in(const struct heatmap *heatmap, double height);

struct heatmap_hit heatmap_draw(const struct heatmap *heatmap, struct ui *ui, struct box box);

/* The colour scale with its ends. */
void heatmap_legend(struct ui *ui, struct box box, double limit);

#endif

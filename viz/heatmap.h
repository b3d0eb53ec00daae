/* A table of coloured cells: deviations on a scale from red (less) to blue (more), or amounts on a
 * scale from light to dark. */
#ifndef KEIRETSU_VIZ_HEATMAP_H
#define KEIRETSU_VIZ_HEATMAP_H

#include "viz/format.h"
#include "viz/ui.h"

enum { HEATMAP_COLUMNS_MAX = 17 };

struct heatmap_scale {
    bool diverging;       /* about `middle`, deepest at `limit` from it */
    bool logarithmic;     /* else from `low` to `high`, by logarithm or not */
    double middle, limit; /* limit > 0 */
    double low, high;     /* low < high, and 0 < low where logarithmic */
};

struct heatmap {
    int row_count, column_count;
    const char *const *row_names;
    const char *const *column_names;
    const uint32_t *column_colours;
    const double *values;      /* [row][column]; NaN where there is none */
    char (*texts)[FORMAT_MAX]; /* [row][column]: what stands in the cells */
    struct heatmap_scale scale;
    bool plain_totals;                 /* beyond the gaps there is no colour: sums are larger */
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

/* The width of a cell, in a box of this width. */
double heatmap_cell_width(const struct heatmap *heatmap, double width);

struct heatmap_hit heatmap_draw(const struct heatmap *heatmap, struct ui *ui, struct box box);

/* The colour scale with the values of its ends, and of its middle. */
void heatmap_legend(struct ui *ui, struct box box, const struct heatmap_scale *scale);

#endif

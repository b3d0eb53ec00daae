/* A line chart over time: thin axes with round ticks, lines, a cursor, labels at line ends. */
#ifndef KEIRETSU_VIZ_CHART_H
#define KEIRETSU_VIZ_CHART_H

#include "viz/event_marks.h"
#include "viz/ui.h"

enum chart_dash { CHART_SOLID, CHART_DASHED, CHART_DOTTED };

/* Between two curves, behind the lines: the range of several runs. */
struct chart_band {
    const double *low, *high; /* [records], NaN where there is none */
    uint32_t colour;
};

struct chart_line {
    const double *values; /* [records], NaN where there is none */
    uint32_t colour;
    double width;
    enum chart_dash dash;
    const char *label; /* at its end, if the chart has room for labels; may be NULL */
    const char *value; /* beside the label, tabular; may be NULL */
};

struct chart {
    int32_t start_day;  /* of the run, since 1970-01-01 */
    const double *days; /* [records] since the start, increasing */
    uint64_t records;
    double first, last; /* days shown */
    double low, high;   /* of the values; widened to at least `least_span` and to round figures */
    double least_span;
    double reference; /* a value with a line of its own (100 of an index); NaN for none */
    double cursor;    /* day */
    const struct event_marks *events; /* faint vertical lines; may be NULL */
    const char *unit;                 /* above the axis */
    double unit_room;                 /* width for it; 0 for all */
    double label_room;                /* on the right, for the names of lines; 0 for none */
    int line_count;
    const struct chart_line *lines; /* later ones are drawn over earlier ones */
    int band_count;
    const struct chart_band *bands;
    bool logarithmic; /* the axis; every value shown must be above zero */
};

/* Where the data goes within the chart's box, for finding what is under the mouse. */
struct box chart_plot(const struct chart *chart, struct box box);

/* The day under a horizontal position, clamped to what is shown. */
double chart_day(const struct chart *chart, struct box plot, double x);

double chart_x(const struct chart *chart, struct box plot, double day);

/* The value at the upper edge of the plot. */
double chart_top(const struct chart *chart);

void chart_draw(const struct chart *chart, struct ui *ui, struct box box);

/* A stretch of a line as it stands in a legend. */
void chart_swatch(struct ui *ui, struct box box, uint32_t colour, double width,
                  enum chart_dash dash);

/* The axes alone, for other kinds of charts over time: grid, ticks, unit. */
void chart_axes(const struct chart *chart, struct ui *ui, struct box box);
void chart_cursor(const struct chart *chart, struct ui *ui, struct box box);

#endif

/* Figures of a region over time, as the map and its panel show them: of the run itself, and of the
 * run that it is compared with. */
#ifndef KEIRETSU_VIZ_WORLD_HISTORY_H
#define KEIRETSU_VIZ_WORLD_HISTORY_H

#include "viz/versus.h"
#include "viz/world_figures.h"

/* In the order in which the panel shows them. */
enum world_figure_name {
    WORLD_REAL_GDP,
    WORLD_GDP,
    WORLD_PRICES,
    WORLD_UNEMPLOYMENT,
    WORLD_EXPORTS,
    WORLD_IMPORTS,
    WORLD_FIGURES
};

struct world_figure {
    const char *column, *title;
    const char *unit; /* for the tooltip */
    enum { WORLD_MONEY_REAL, WORLD_MONEY, WORLD_INDEX, WORLD_RATE } kind;
    bool turned; /* more of it is red */
};
extern const struct world_figure world_figures[WORLD_FIGURES];

struct world_history {
    const struct world_figure *figure;
    const struct playback_column *column;
    const struct playback_column *rate; /* currency per dollar; NULL where none is needed */
    double factor;
    uint64_t row, first; /* first record with a figure */
};

/* The figure of a row of /region; false where the file does not have it. */
bool world_history_find(struct playback *playback, enum world_figure_name figure, uint64_t row,
                        struct world_history *history);

/* The same figure and region of the run compared with, by the region's code; false where there is
 * no such run or it does not have it. */
bool world_history_other(const struct view *view, enum world_figure_name figure, const char *code,
                         struct world_history *history);

/* In dollars a year, per cent, or 100 at the start; NaN where there is none. */
double world_history_value(const struct world_history *history, uint64_t record);
double world_history_start(const struct world_history *history);

/* On a day since the start of its run; NaN before its first figure and after its last record. */
double world_history_on(const struct world_history *history, double day);

/* "$4.1 tn", "3.2 %", "104.1" */
char *world_figure_text(char text[static WORLD_TEXT], const struct world_figure *figure,
                        double value);

/* How far a value is from another: in per cent, in points for rates; NaN where one is missing. */
double world_figure_change(const struct world_figure *figure, double now, double from);
/* "+3.4 %", "−0.3 points"; `fine`: small ones with two places, for runs that hardly differ. */
char *world_figure_change_text(char text[static WORLD_TEXT], const struct world_figure *figure,
                               double change, bool fine);

#endif

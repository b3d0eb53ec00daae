/* The scoreboard of a run file: the figures by which runs are judged, for those who print them.
 *
 * Files without a scoreboard, or without some of its columns, are files too: what is missing is no
 * number (NAN). docs/model/scoreboard.md says what the figures are. */
#ifndef KEIRETSU_OUTPUT_BOARD_H
#define KEIRETSU_OUTPUT_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "output/reader.h"

enum board_unit {
    BOARD_MONEY,   /* cents */
    BOARD_WAGE,    /* cents, small */
    BOARD_PERSONS, /* persons */
    BOARD_SHARE,   /* shown in per cent, differences in points */
    BOARD_INDEX,   /* a plain number */
    BOARD_COUNT,   /* whole */
    BOARD_WEEKS,
    BOARD_YEAR /* of the run, from 1; 0: never */
};

struct board_figure {
    const char *column, *over; /* the figure is one column, or one over another */
    const char *name;          /* in JSON */
    const char *label;
    enum board_unit unit;
    bool summed; /* shown as a sum over the years, too */
};

enum { BOARD_REGIONS = 2, BOARD_FIGURES_MAX = 32, BOARD_TEXT = 48 };

/* Figures of one table in the order in which they are shown. */
struct board_list {
    const char *group;
    const struct board_figure *figure;
    int count;
};

extern const struct board_list board_of_region, board_of_facility;

/* The history of some figures of one row. */
struct board_history {
    uint64_t records;
    double *days;                      /* [records] */
    double *values[BOARD_FIGURES_MAX]; /* [records] of each figure of the list */
};

struct board {
    int regions; /* Japan and the United States, or the first two of the file */
    char region[BOARD_REGIONS][64];
    struct board_history of_region[BOARD_REGIONS];
    double *years;                 /* [records] that the records of the regions cover */
    struct board_history facility; /* without records if the run has no facility */
};

/* False if a table cannot be read; a file without scoreboard gives one without regions. Ends with
 * board_free in either case. */
bool board_read(struct board *board, struct reader *reader, struct error *err);
void board_free(struct board *board);

/* The last record of a whole year; the last one if there is none. */
uint64_t board_last(const struct board *board);

/* A figure of the facility at the end of that day: of its last record up to then, or no number. */
double board_facility_value(const struct board *board, int figure, double day);

/* "$4.17 tn", "38.6 %", "none" for what is no number; with a sign if it is a difference. */
char *board_text(enum board_unit unit, double value, bool difference, char text[BOARD_TEXT]);

/* B over A - 1 in per cent, "" where that says nothing: for shares, counts and what may be negative. */
char *board_relative(enum board_unit unit, double a, double b, char text[BOARD_TEXT]);

#endif

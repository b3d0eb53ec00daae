/* Printing the scoreboard of one run file. */
#ifndef KEIRETSU_OUTPUT_BOARD_TEXT_H
#define KEIRETSU_OUTPUT_BOARD_TEXT_H

#include <stdio.h>

#include "output/board.h"

/* Start, now and change a year, by region; the facility where there is one. */
void board_print(FILE *out, const struct reader *reader, const struct board *board);

/* The same as one JSON value: {from, to, regions [{region, figures [{name, unit, start, now,
 * change_a_year}]}], facility [{name, unit, value}]}, null without a scoreboard. */
void board_print_json(FILE *out, const struct reader *reader, const struct board *board);

/* "cent", "person", "1", ... */
const char *board_unit_name(enum board_unit unit);

#endif

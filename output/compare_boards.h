/* The scoreboards of two runs side by side: `keiretsu compare A B`. */
#ifndef KEIRETSU_OUTPUT_COMPARE_BOARDS_H
#define KEIRETSU_OUTPUT_COMPARE_BOARDS_H

#include <stdbool.h>
#include <stdio.h>

#include "core/error.h"

/* Prints the figures of the last year that both files record, one a line: A, B, B - A and B / A - 1;
 * for amounts a year also their sums over all years that both record. With json one object: a, b, to,
 * years, regions [{region, figures [{name, unit, a, b, difference, sum_a, sum_b}]}], facility
 * [{name, unit, a, b, difference}]. A file without a scoreboard is an error, a facility in one of them
 * is none. */
bool compare_boards(const char *a, const char *b, FILE *out, bool json, struct error *err);

#endif

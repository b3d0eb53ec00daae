/* Comparing two run files value by value. */
#ifndef KEIRETSU_OUTPUT_COMPARE_H
#define KEIRETSU_OUTPUT_COMPARE_H

#include <stdbool.h>
#include <stdio.h>

#include "core/error.h"

/* Prints where the runs differ first: in what they record, then in TRAIT columns, then at the
 * earliest time, there by group, column and row, with both values. Values are equal if they have
 * the same bits. Attributes (threads, seconds, ...) and parameters are not compared, but
 * parameters that differ are listed under a difference. Returns false if a file cannot be read. */
bool compare_files(const char *a, const char *b, FILE *out, bool *same, struct error *err);

#endif

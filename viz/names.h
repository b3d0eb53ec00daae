/* What people call the codes of a run file. A file may hold others: they are shown as they are. */
#ifndef KEIRETSU_VIZ_NAMES_H
#define KEIRETSU_VIZ_NAMES_H

#include <stddef.h>

const char *name_region(const char *code);   /* "Japan"; the code itself if unknown */
const char *name_industry(const char *code); /* "Motor vehicles" */

/* "real_gdp" to "Real gdp"; known columns by their usual name ("Real GDP"). */
char *name_column(char *text, size_t size, const char *column);

/* The unit of a column where it says something to a reader; "" for bare numbers, and for money,
 * which files count in cents a step and the screen shows in dollars. */
const char *name_unit(const char *unit);

/* Stages of a project and what holds the facility's pace back, by their number in the file. */
const char *name_stage(size_t stage);
const char *name_pace(size_t pace);         /* "permits, customers" */
const char *name_pace_meaning(size_t pace); /* a sentence */

#endif

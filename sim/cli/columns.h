/* Listing the columns of all tables: what the state holds, for the manual. */
#ifndef KEIRETSU_SIM_CLI_COLUMNS_H
#define KEIRETSU_SIM_CLI_COLUMNS_H

#include <stdbool.h>

/* Markdown, one table of the manual for each table, or JSON. pattern NULL: all tables. */
void columns_print(const char *pattern, bool as_json);

#endif

/* Tables of what is shown, as CSV (RFC 4180) for spreadsheets and statistics: a header, then rows
 * of dates (YYYY-MM-DD), texts and numbers in full precision. What is not known is left empty. */
#ifndef KEIRETSU_VIZ_CSV_H
#define KEIRETSU_VIZ_CSV_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "viz/view.h"

struct csv {
    FILE *file;
    bool runs;       /* several are open: each row begins with the name of its run */
    const char *run; /* of the rows that follow */
    char name[300];  /* room for it */
    bool headed;     /* the header stands */
    int cells;       /* of the row under way */
};

/* The names of the columns, ended by NULL, without that of the run; the second time nothing. */
void csv_header(struct csv *csv, const char *const *names);
#define CSV_HEADER(csv, ...) csv_header(csv, (const char *const[]){__VA_ARGS__, NULL})

/* Cells of a row, from the left; the first one begins with the run's. */
void csv_text(struct csv *csv, const char *text);
void csv_number(struct csv *csv, double number); /* the shortest text that reads as this number */
void csv_count(struct csv *csv, uint64_t count);
void csv_day(struct csv *csv, const struct view *view, double day); /* since the start of the run */
void csv_end(struct csv *csv);

/* What view_type.csv is for each of the views; they write what the frame last drawn showed. */
bool csv_charts(void *state, struct view *view, struct csv *csv);
bool csv_industries(void *state, struct view *view, struct csv *csv);
bool csv_accounts(void *state, struct view *view, struct csv *csv);
bool csv_network(void *state, struct view *view, struct csv *csv);
bool csv_world(void *state, struct view *view, struct csv *csv);
bool csv_facility(void *state, struct view *view, struct csv *csv);
bool csv_why(void *state, struct view *view, struct csv *csv);

#endif

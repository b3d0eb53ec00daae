/* Tables of what is shown, as CSV (RFC 4180) for spreadsheets and statistics: a header, then rows
 * of dates (YYYY-MM-DD), texts and numbers in full precision. What is not known is left empty. */
#ifndef KEIRETSU_VIZ_LISTING_H
#define KEIRETSU_VIZ_LISTING_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "viz/view.h"

struct listing {
    FILE *file;
    bool runs;       /* several are open: each row begins with the name of its run */
    const char *run; /* of the rows that follow */
    char name[300];  /* room for it */
    bool headed;     /* the header stands */
    int cells;       /* of the row under way */
};

/* The names of the columns, ended by NULL, without that of the run; the second time nothing. */
void listing_header(struct listing *csv, const char *const *names);
#define LISTING_HEADER(csv, ...) listing_header(csv, (const char *const[]){__VA_ARGS__, NULL})

/* Cells of a row, from the left; the first one begins with the run's. */
void listing_text(struct listing *csv, const char *text);
void listing_number(struct listing *csv,
                    double number); /* the shortest text that reads as this number */
void listing_count(struct listing *csv, uint64_t count);
void listing_day(struct listing *csv, const struct view *view,
                 double day); /* since the start of the run */
void listing_end(struct listing *csv);

/* What view_type.csv is for each of the views; they write what the frame last drawn showed. */
bool listing_charts(void *state, struct view *view, struct listing *csv);
bool listing_industries(void *state, struct view *view, struct listing *csv);
bool listing_accounts(void *state, struct view *view, struct listing *csv);
bool listing_network(void *state, struct view *view, struct listing *csv);
bool listing_world(void *state, struct view *view, struct listing *csv);
bool listing_facility(void *state, struct view *view, struct listing *csv);
bool listing_why(void *state, struct view *view, struct listing *csv);

#endif

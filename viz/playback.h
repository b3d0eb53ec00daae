/* A run file as the viewer wants it: groups whole, columns read once and kept, new records of
 * a run that is still going added as they come. */
#ifndef KEIRETSU_VIZ_PLAYBACK_H
#define KEIRETSU_VIZ_PLAYBACK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "output/reader.h"
#include "viz/event_marks.h"

struct playback_column {
    char group[128], name[64], unit[64], meaning[256];
    enum column_type type;
    enum column_nature nature;
    bool has_time;
    bool readable;          /* false: could not be read, and is not tried again */
    uint64_t records, rows; /* records is 1 without time */
    uint64_t capacity;      /* records allocated */
    double *values;         /* [records][rows] */
    const double *days;     /* [records] since the start; NULL without time */
};

struct playback {
    struct reader reader;
    int32_t start_day; /* of the run, since 1970-01-01 */
    uint64_t version;  /* grows whenever there are new records */
    int column_count, column_capacity;
    struct event_marks events;
    struct playback_column **columns; /* each allocated by itself: pointers stay valid */
    char title[256], subtitle[256];   /* what is simulated; seed, firms */
    char trouble[1024];               /* the last thing that could not be read, "" if none */
};

bool playback_open(struct playback *playback, const char *path, struct error *err);
void playback_close(struct playback *playback);

/* Reads new records of the groups and of the columns in use. */
bool playback_refresh(struct playback *playback, struct error *err);

const struct reader_group *playback_group(const struct playback *playback, const char *name);

/* NULL if the file has no such column, or it cannot be read, or is too large to be kept. */
const struct playback_column *playback_column(struct playback *playback, const char *group,
                                              const char *name);

/* The last record not after this day (since the start), 0 if all are later. */
uint64_t playback_at(const double *days, uint64_t records, double day);

/* The label of one position of a dimension; its number where there are none. */
const char *playback_label(const struct reader_group *group, int dimension, uint64_t position,
                           char text[static 24]);

/* Position of a label in a dimension, or -1. */
int64_t playback_position(const struct reader_group *group, int dimension, const char *label);

/* The dimension of this name, or -1. */
int playback_dimension(const struct reader_group *group, const char *name);

#endif

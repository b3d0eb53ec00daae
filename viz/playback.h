/* A run file as the viewer wants it: columns of small groups whole, read once and kept; records of
 * large ones as they are asked for; new records of a run that is still going added as they come.
 *
 * With playback_background() all reading is done by a thread of its own, and nothing here waits
 * for it: what is not there yet is NULL, and a later frame has it. Without it (pictures, tests)
 * everything is read at once. */
#ifndef KEIRETSU_VIZ_PLAYBACK_H
#define KEIRETSU_VIZ_PLAYBACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "output/reader.h"
#include "viz/event_marks.h"
#include "viz/loader.h"

struct playback_column {
    char group[128], name[64], unit[64], meaning[256];
    enum column_type type;
    enum column_nature nature;
    bool has_time;
    bool failed;              /* could not be read, and is not tried again */
    bool reading;             /* the loader has a job for it */
    bool missed;              /* somebody was told that it is not there yet */
    uint64_t records, rows;   /* records is 1 without time */
    uint64_t capacity;        /* records allocated */
    double *values;           /* [records][rows] */
    const double *days;       /* [records] since the start; NULL without time */
    struct playback_job *job; /* of the loader */
};

struct playback_cache; /* records of large groups (playback_record.c) */

struct playback {
    struct reader reader;
    int32_t start_day;     /* of the run, since 1970-01-01 */
    uint64_t version;      /* grows whenever there are new records, or columns that were awaited;
                            * no two runs that are opened ever have the same */
    struct loader *loader; /* NULL: everything is read at once */
    struct playback_cache *cache;
    uint64_t frame;  /* drawn so far */
    uint64_t until;  /* milliseconds of the clock: so long this frame may wait for what is small */
    bool waiting;    /* this frame has to do without something that is being read */
    bool late;       /* this frame has a column that a part of it had to do without */
    uint64_t values; /* kept in columns */
    int column_count, column_capacity;
    struct event_marks events;
    struct playback_column **columns; /* each allocated by itself: pointers stay valid */
    char title[256], subtitle[256];   /* what is simulated; seed, firms */
    char trouble[1024];               /* the last thing that could not be read, "" if none */
};

bool playback_open(struct playback *playback, const char *path, struct error *err);
void playback_close(struct playback *playback);

/* From now on a thread reads, where HDF5 allows it; `wake` is called from it when there is something new. */
void playback_background(struct playback *playback, void (*wake)(void));

/* Takes what has been read since the last frame. */
void playback_frame(struct playback *playback);

/* Whoever uses the reader itself does so between these, and briefly. */
void playback_lock(struct playback *playback);
void playback_unlock(struct playback *playback);

/* Reads new records of the groups and of the columns in use. */
bool playback_refresh(struct playback *playback, struct error *err);

const struct reader_group *playback_group(const struct playback *playback, const char *name);

/* NULL if the file has no such column, or it cannot be read, or is too large to be kept, or is not
 * there yet; `version` grows when it is. */
const struct playback_column *playback_column(struct playback *playback, const char *group,
                                              const char *name);

enum playback_answer {
    PLAYBACK_NONE,    /* there is no such column or record, or it cannot be read */
    PLAYBACK_READING, /* a later frame has it */
    PLAYBACK_HERE,
};

/* One record of a column, values [rows of the group], and of a column without time its only one.
 * They stay until playback_frame() at least. The record after it, in the direction in which
 * records are asked for, is read ahead. */
enum playback_answer playback_record(struct playback *playback, const char *group,
                                     const char *column, uint64_t record, const double **values);

/* The history of one row, values [records of the group]; as above. */
enum playback_answer playback_history(struct playback *playback, const char *group,
                                      const char *column, uint64_t row, const double **values);

/* Reads one record at once, waiting for whatever is being read; for small groups. */
bool playback_read(struct playback *playback, const struct reader_group *group, const char *column,
                   uint64_t record, double *values);

/* Work of a view's own with the reader: at once, or by the thread. The job's `work` and `of` are
 * set and it is otherwise zero when it is asked for first; it is asked for again until the answer
 * is HERE, or NONE where it failed. */
enum playback_answer playback_work(struct playback *playback, struct loader_job *job);

/* Ends the thread: what it had to do for others is done or will never be. */
void playback_foreground(struct playback *playback);

/* A parameter of the run; false if the file does not have it. */
bool playback_parameter(struct playback *playback, const char *name, char *text, uint64_t size);

/* "no-deal.h5": the file without its folders, and without its ending as well: "no-deal". */
const char *playback_name(const struct playback *playback);
char *playback_short_name(const struct playback *playback, char *text, size_t size);

/* The last record not after this day (since the start), 0 if all are later. */
uint64_t playback_at(const double *days, uint64_t records, double day);

/* The label of one position of a dimension; its number where there are none. */
const char *playback_label(const struct reader_group *group, int dimension, uint64_t position,
                           char text[static 24]);

/* Position of a label in a dimension, or -1. */
int64_t playback_position(const struct reader_group *group, int dimension, const char *label);

/* The position in a dimension of what has the same label in that of another group, perhaps of another
 * file; -1 where there is none. */
int64_t playback_match(const struct reader_group *group, int dimension,
                       const struct reader_group *other, int other_dimension, uint64_t position);

/* The dimension of this name, or -1. */
int playback_dimension(const struct reader_group *group, const char *name);

#endif

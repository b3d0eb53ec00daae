/* Reading run files: groups, columns, attributes and slabs, with every shape, type and size
 * checked before anything is allocated. A damaged, cut off or foreign file gives one error
 * line: it does not crash, hang or make the reader allocate without bound. What the reader does
 * not know (other groups, columns of other types) it leaves out.
 *
 * A file that is still being written is followed with reader_refresh; so is one whose writer was
 * killed, whose flushed records are all there. A reader is used by one thread at a time, and several
 * readers by several threads where the library of the files allows it.
 */
#ifndef KEIRETSU_OUTPUT_READER_H
#define KEIRETSU_OUTPUT_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/table.h"

struct reader_column {
    char name[64];
    char unit[64];
    char meaning[256];
    enum column_type type; /* as stored: a real that keeps at most 23 bits is a real32 */
    enum column_nature nature;
    int bits;      /* mantissa bits kept, 0 = exact */
    bool has_time; /* [time, dimensions...] or [dimensions...] */
};

struct reader_dimension {
    char name[64];
    uint64_t size;
    char **labels; /* size of them, or NULL */
};

struct reader_group {
    char name[128];
    char meaning[256];
    int64_t every;    /* steps between records, 0 if it has no fixed rhythm */
    uint64_t records; /* length of time */
    double *days;     /* [records] since the start, never decreasing */
    int dimension_count;
    struct reader_dimension dimensions[DIMENSIONS_MAX];
    uint64_t rows; /* product of the dimensions */
    int column_count;
    struct reader_column *columns;
};

struct reader {
    char path[1024];
    char start_date[16];
    double days_per_step;
    bool complete; /* the run ended as planned */
    bool live;     /* not closed by its writer, who is at work or was killed */
    int group_count;
    struct reader_group *groups;
    void *file; /* private */
};

/* Whether several threads may use readers at the same time, each its own. */
bool reader_by_threads(void);

/* Opens a finished file, or one that is still being written (SWMR). On failure nothing is left
 * open. A newer major version of the format is refused. */
bool reader_open(struct reader *reader, const char *path, struct error *err);
void reader_close(struct reader *reader);

/* Looks for new records in a file that is still being written: `records`, `days`, `complete` and
 * `live` change, nothing else does. Does nothing for a closed file. */
bool reader_refresh(struct reader *reader, struct error *err);

/* NULL if there is none of the name. */
const struct reader_group *reader_group(const struct reader *reader, const char *name);
const struct reader_column *reader_column(const struct reader_group *group, const char *name);

/* Date of a record as YYYY-MM-DD (its last whole day). */
char *reader_date(const struct reader *reader, double days, char text[static 16]);

/* Last record at or before a day, or -1. */
int64_t reader_record_at(const struct reader_group *group, double days);

/* "region=JPN industry=C26": where a row lies. */
void reader_row_name(const struct reader_group *group, uint64_t row, char *text, uint64_t size);

/* One record of a column as doubles (money and counts converted), values [group->rows].
 * For columns without time the record is ignored. */
bool reader_record(struct reader *reader, const struct reader_group *group, const char *column,
                   uint64_t record, double *values, struct error *err);

/* The same in the column's own type: rows * column_type_size(type) bytes. */
bool reader_record_raw(struct reader *reader, const struct reader_group *group, const char *column,
                       uint64_t record, void *values, struct error *err);

/* The whole history of one row, values [group->records]. */
bool reader_history(struct reader *reader, const struct reader_group *group, const char *column,
                    uint64_t row, double *values, struct error *err);

/* All records of a column, values [records * rows]; for small groups. */
bool reader_all(struct reader *reader, const struct reader_group *group, const char *column,
                double *values, struct error *err);

/* Attributes of the root as text (numbers formatted); false if it is not there. */
bool reader_attribute(const struct reader *reader, const char *name, char *text, uint64_t size);

/* Texts of a list: "parameter/value", "event/what", ... or the one text of a root dataset. Frees
 * with reader_texts_free. A list that is not there fails. */
bool reader_texts(struct reader *reader, const char *list, char ***texts, uint64_t *length,
                  struct error *err);
void reader_texts_free(char **texts, uint64_t length);

/* The value of a parameter; false if the file does not have it. */
bool reader_parameter(struct reader *reader, const char *name, char *text, uint64_t size);

/* Days of the events whose texts are "event/kind", "event/where" and "event/what"; events are
 * complete up to *length, whatever the lists hold. free() the days. No events is no failure. */
bool reader_event_days(struct reader *reader, double **days, uint64_t *length, struct error *err);

/* Another number of the events: "size", "until", ...; fails where the file, perhaps of an older
 * program, has none. free() the values. */
bool reader_event_numbers(struct reader *reader, const char *column, double **values,
                          uint64_t *length, struct error *err);

#endif

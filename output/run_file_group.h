/* One group of a run file: the datasets of a table at one cadence. Part of run_file.c, and used
 * by nothing else. */
#ifndef KEIRETSU_OUTPUT_RUN_FILE_GROUP_H
#define KEIRETSU_OUTPUT_RUN_FILE_GROUP_H

#include <hdf5.h>

#include "output/packer.h"
#include "output/run_file.h"

/* How a file counts its time. */
struct run_file_clock {
    const char *start_date;
    bool whole_days; /* `time` is an integer */
};

/* Most records of a group that wait for the next flush, and bytes of them where that is less. */
enum { RUN_GROUP_PENDING = 64, RUN_GROUP_PENDING_BYTES = 4 << 20 };

struct group_column {
    int column; /* of the table */
    hid_t dataset;
    enum column_type stored;
    char *waiting; /* values of the records that wait; only of a small group */
};

struct run_group {
    const struct table *table;
    char *name;
    uint32_t every;
    bool requested;
    int64_t last_step; /* that was recorded, or -1 */
    bool large;        /* columns are compressed, a record at a time */
    struct chunk_grid grid;
    uint64_t chunk_records;            /* of a small group: records in a chunk */
    uint64_t records;                  /* visible: the length of `time` */
    uint64_t written;                  /* with those that wait for the next flush */
    uint64_t room;                     /* records that can wait */
    char *waiting;                     /* memory of the columns' waiting values */
    double pending[RUN_GROUP_PENDING]; /* times of records .. written - 1 */
    bool whole_days;
    hid_t time;
    int column_count; /* those with time */
    struct group_column *columns;
};

/* True if a column is kept in the file. */
bool run_group_stores(const struct column *column);

/* Creates the group with its scales, empty datasets and attributes, and writes the TRAIT columns.
 * records_planned sizes the chunks of small groups, 0 if not known. */
bool run_group_create(struct run_group *group, hid_t file, const char *path,
                      const struct run_file_group *plan, const struct run_file_clock *clock,
                      uint64_t records_planned, struct packer *packer, struct error *err);

/* Closes and opens the datasets again, which SWMR writing needs. */
bool run_group_reopen(struct run_group *group, hid_t file, const char *path, struct error *err);

/* Takes a record of all columns; there must be room among the pending. A small group's record
 * waits in memory, since the library takes its time over each write, however short. */
bool run_group_write(struct run_group *group, const char *path, double days, struct packer *packer,
                     struct error *err);

/* Writes what waits, which stays invisible. */
bool run_group_write_waiting(struct run_group *group, const char *path, struct error *err);

/* Appends the times of pending records: readers see these when the file is flushed. */
bool run_group_commit(struct run_group *group, const char *path, struct error *err);

/* Bytes that a record takes at most. */
uint64_t run_group_record_bytes(const struct run_group *group);

void run_group_free(struct run_group *group);

/* In run_file_layout.c: how datasets and groups are made, also those of run_file_list.c. */

hid_t run_group_file_type(enum column_type type);

/* A small dataset [time, ...] whose chunks are written uncompressed and in place. */
hid_t run_group_small_dataset(hid_t parent, const char *name, hid_t type, int dimension_count,
                              const uint64_t *size, uint64_t chunk_records);
/* How groups (and the root) keep their links: in the order of creation, so that every tool lists
 * columns as they were declared; inside the group's header, which has a checksum, since HDF5 1.10
 * crashes on damage to the tables that many links otherwise go to; without the time of creation,
 * so that the same run writes the same bytes. */
bool run_group_plain_links(hid_t properties);

hid_t run_group_open_small(hid_t parent, const char *name);
bool run_group_make_time(hid_t group, const struct run_file_clock *clock, uint64_t chunk_records);
hid_t run_group_make_group(hid_t file, const char *name);
/* Appends `count` times behind those of `record` records. */
bool run_group_put_times(hid_t time, bool whole_days, uint64_t record, const double *days,
                         uint64_t count);
/* A dataset [size] of texts of variable length: the one kind of text that every library reads
 * well, but only for what does not change any more (SWMR cannot write it). */
hid_t run_group_make_texts(hid_t group, const char *name, uint64_t size, const char *const *texts);

/* The same as the scale of a dimension. */
bool run_group_make_labels(hid_t group, const char *name, uint64_t size, const char *const *labels);

#endif

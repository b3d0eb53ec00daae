/* Writing a run file: one HDF5 file per run (docs/file-format.md).
 *
 * The writer knows tables (core/table.h) and nothing of economics. Each group of the file is
 * one table at one cadence; its columns become datasets [time, dimensions...], TRAIT columns
 * datasets [dimensions...] written once. All datasets exist before SWMR writing starts, the
 * group's `time` is appended last and everything is flushed at every record, or some times a second
 * where records follow faster (until then records of small groups wait in memory), so a run can be
 * followed live and keeps all flushed records when killed. Only one thread calls HDF5; chunks are
 * compressed by the OpenMP team.
 *
 * The writer itself sets the root attributes format, format_version, program, program_version,
 * commit, compiler, flags, start_date, days_per_step, complete (0) and events_dropped; the same
 * name among `attributes` replaces one of them. Whoever ends a run as planned sets complete to 1.
 */
#ifndef KEIRETSU_OUTPUT_RUN_FILE_H
#define KEIRETSU_OUTPUT_RUN_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/table.h"

enum attribute_type { ATTRIBUTE_TEXT, ATTRIBUTE_INTEGER, ATTRIBUTE_REAL };

struct attribute {
    const char *name;
    enum attribute_type type;
    const char *text;
    int64_t integer;
    double real;
    uint32_t reserve; /* text: bytes kept for a longer one later; 0 = just this text */
};

/* One parameter of the run: a row of the group /parameter, whose columns value, unit, source,
 * meaning and is_default have the names as their dimension. */
struct run_parameter {
    const char *name, *value, *unit, *source, *meaning;
    bool is_default;
};

/* One event of the run: a record of the group /event, whose columns kind, where, what, region,
 * industry and rule are characters of a fixed number; what does not fit is cut off. */
enum {
    EVENT_KIND_BYTES = 32,
    EVENT_WHERE_BYTES = 64,
    EVENT_WHAT_BYTES = 192,
    EVENT_CODE_BYTES = 16
};

/* Numbers of an event; their names, units and meanings are in run_file_list.c. */
enum event_value {
    EVENT_FULL_UNTIL, /* days since the start; not a number: never */
    EVENT_UNTIL,
    EVENT_SIZE,
    EVENT_FIRMS,
    EVENT_OUTPUT_SHARE,
    EVENT_STAFF_SHARE,
    EVENT_LOST,
    EVENT_VALUES
};

struct run_event {
    double days; /* since the start */
    const char *kind, *where, *what;
    const char *region, *industry, *rule; /* codes; NULL or empty: all, or none */
    double value[EVENT_VALUES];
};

struct run_file_group {
    const struct table *table; /* must outlive the file; read at every record */
    const char *name; /* group name, "firm", or "ledger/USD" (intermediate groups are made) */
    uint32_t every;   /* steps between records; record when step % every == 0, and at step 0.
                         0: only when asked for (run_file_request) */
};

struct run_file_options {
    const char *path;
    bool overwrite;
    const char *start_date; /* ISO */
    double days_per_step;
    uint32_t steps; /* the run is planned to have, to size the file's pieces; 0 = not known */
    const struct attribute *attributes; /* of the root, besides format name and version */
    int attribute_count;
    const struct run_parameter *parameters;
    int parameter_count;
    const struct run_file_group *groups;
    int group_count;
    int events_max; /* room in /event; later ones are only counted (attribute events_dropped) */
    uint64_t disk_reserve; /* bytes left free on the disk; 0 = 64 MB */
    double flush_seconds;  /* least time between flushes; 0: at every record. A killed run keeps
                              what was flushed */
};

struct run_file;

/* Creates the file with all groups and writes TRAIT columns, so the tables must be set up. It is
 * made under a temporary name beside its place and moved there when it is complete: an existing
 * file is refused unless `overwrite`, and is not lost by a failure, which leaves no new file.
 * A table without rows gets no group, a column with bits -1 no dataset. *file is NULL after a
 * failure. */
bool run_file_create(struct run_file **file, const struct run_file_options *options,
                     struct error *err);

/* Makes a group record at the next run_file_record, whatever the step: quarterly accounts, the
 * last state hash. A group records only once per step. */
bool run_file_request(struct run_file *file, const char *group, struct error *err);

/* Appends a record to every group that is due at this step (0 = opening), then flushes: from
 * then on it survives the end of the process. Steps must not go back. Stops with an error
 * while 64 MB of disk are left. After a failure only run_file_close is allowed. */
bool run_file_record(struct run_file *file, uint32_t step, struct error *err);

/* Appends a record to one group at any time, for tools that copy records from elsewhere; it is
 * flushed by the next run_file_record or at the end. */
bool run_file_append(struct run_file *file, const char *group, double days, struct error *err);

/* Appends an event; it becomes visible with the next run_file_record, or at the end. */
bool run_file_event(struct run_file *file, const struct run_event *event, struct error *err);

/* Sets or replaces an attribute of the root that was created with the file (same type; text up
 * to the length reserved): state_hash, complete, wall_seconds, ... */
bool run_file_attribute(struct run_file *file, const struct attribute *attribute,
                        struct error *err);

/* Seconds spent in run_file_record so far. */
double run_file_seconds(const struct run_file *file);

/* Closes and frees the file, also after a failure; records that a failure left half written are
 * taken back. NULL is allowed. */
bool run_file_close(struct run_file *file, struct error *err);

#endif

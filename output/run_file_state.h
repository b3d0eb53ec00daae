/* A run file that is being written. Part of run_file*.c, and used by nothing else. */
#ifndef KEIRETSU_OUTPUT_RUN_FILE_STATE_H
#define KEIRETSU_OUTPUT_RUN_FILE_STATE_H

#include "core/date.h"
#include "output/run_file_group.h"
#include "output/run_file_list.h"

struct run_file {
    char *path;
    hid_t file;
    struct run_file_clock clock;
    char start_date[DATE_TEXT];
    double days_per_step;
    uint64_t disk_reserve, record_bytes;
    int group_count;
    struct run_group *groups;
    struct run_event_group events;
    struct packer packer;
    double seconds;
    double flush_seconds, flushed; /* least time between flushes, and when the last was */
    bool failed;
};

/* Frees the memory; the HDF5 file must be closed. */
void run_file_free(struct run_file *file);

#endif

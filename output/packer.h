/* The packer: chunks of large columns are collected, compressed by the OpenMP team, and written
 * by the calling thread, a bounded number of bytes at a time. The file's bytes do not depend on
 * the number of threads. */
#ifndef KEIRETSU_OUTPUT_PACKER_H
#define KEIRETSU_OUTPUT_PACKER_H

#include <hdf5.h>
#include <stdbool.h>

#include "core/error.h"
#include "output/chunk.h"

struct packer_job {
    hid_t dataset;
    const char *path, *group, *column; /* for messages */
    enum column_type type;
    int bits;
    const void *source; /* of this chunk; must not change until packer_finish */
    uint64_t length;    /* values there */
    uint64_t values;    /* of a whole chunk */
    hsize_t offset[1 + DIMENSIONS_MAX];
};

struct packer {
    struct chunk_worker **workers; /* one for each thread */
    int worker_count;
    uint64_t values_max;

    struct packer_job *jobs;
    struct packer_result *results;
    int job_count;
    unsigned char *pool;
    uint64_t pool_size, pool_used;
};

/* For chunks of at most values_max values. pool_size is raised to what one such chunk takes. */
bool packer_init(struct packer *packer, uint64_t values_max, uint64_t pool_size, struct error *err);
void packer_free(struct packer *packer);

/* Packs a job now or later. */
bool packer_add(struct packer *packer, const struct packer_job *job, struct error *err);

/* Adds all chunks of a record; `job` has everything but source, length, values and offset, and
 * `values` is the whole record. `record` < 0: the dataset has no time. */
bool packer_add_record(struct packer *packer, struct packer_job job, const void *values,
                       const struct chunk_grid *grid, int64_t record, struct error *err);

/* Packs what is left. */
bool packer_finish(struct packer *packer, struct error *err);

#endif

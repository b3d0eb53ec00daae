#include "output/packer.h"

#include <omp.h>
#include <stdlib.h>

#include "output/hdf.h"

enum { JOBS_MAX = 1024 };

/* A thread is not worth waking for less: half a millisecond of compressing. On a busy machine
 * the team is waited for much longer than that. */
enum { THREAD_BYTES = 128 << 10 };

struct packer_result {
    uint64_t at, size; /* in the pool */
    uint32_t left_out;
};

bool packer_init(struct packer *packer, uint64_t values_max, uint64_t pool_size, struct error *err)
{
    *packer = (struct packer){.values_max = values_max};
    uint64_t largest = chunk_stored_max(values_max, sizeof(uint64_t));
    packer->pool_size = pool_size > largest ? pool_size : largest;
    packer->jobs = malloc(JOBS_MAX * sizeof *packer->jobs);
    packer->results = malloc(JOBS_MAX * sizeof *packer->results);
    packer->pool = malloc(packer->pool_size);
    if (packer->jobs != NULL && packer->results != NULL && packer->pool != NULL)
        return true;
    packer_free(packer);
    return fail(err, ERROR_MEMORY, "out of memory for compressing the run file");
}

void packer_free(struct packer *packer)
{
    for (int w = 0; w < packer->worker_count; w++)
        chunk_worker_free(packer->workers[w]);
    free(packer->workers);
    free(packer->jobs);
    free(packer->results);
    free(packer->pool);
    *packer = (struct packer){0};
}

/* The team may have grown since the last time. */
static bool hire_workers(struct packer *packer, int wanted, struct error *err)
{
    if (packer->worker_count >= wanted)
        return true;
    struct chunk_worker **workers =
        realloc(packer->workers, (size_t)wanted * sizeof(struct chunk_worker *));
    if (workers == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for compressing the run file");
    packer->workers = workers;
    while (packer->worker_count < wanted) {
        struct chunk_worker *worker = chunk_worker_new(packer->values_max);
        if (worker == NULL)
            return fail(err, ERROR_MEMORY, "out of memory for compressing the run file");
        packer->workers[packer->worker_count++] = worker;
    }
    return true;
}

bool packer_finish(struct packer *packer, struct error *err)
{
    int jobs = packer->job_count;
    uint64_t worth = packer->pool_used / THREAD_BYTES;
    packer->job_count = 0;
    packer->pool_used = 0;
    if (jobs == 0)
        return true;
    int threads = omp_get_max_threads() < jobs ? omp_get_max_threads() : jobs;
    if (worth < (uint64_t)threads)
        threads = worth > 0 ? (int)worth : 1;
    if (!hire_workers(packer, threads, err))
        return false;

#pragma omp parallel for schedule(dynamic, 1) num_threads(threads) if (threads > 1)
    for (int j = 0; j < jobs; j++) {
        const struct packer_job *job = &packer->jobs[j];
        struct packer_result *result = &packer->results[j];
        result->size =
            chunk_pack(packer->workers[omp_get_thread_num()], job->type, job->bits, job->source,
                       job->length, job->values, packer->pool + result->at, &result->left_out);
    }

    for (int j = 0; j < jobs; j++) {
        const struct packer_job *job = &packer->jobs[j];
        const struct packer_result *result = &packer->results[j];
        if (H5Dwrite_chunk(job->dataset, H5P_DEFAULT, result->left_out, job->offset, result->size,
                           packer->pool + result->at) < 0)
            return hdf_fail(err, job->path, "cannot write %s/%s", job->group, job->column);
    }
    return true;
}

bool packer_add(struct packer *packer, const struct packer_job *job, struct error *err)
{
    size_t value_size = column_type_size(chunk_stored_type(job->type, job->bits));
    uint64_t most = (chunk_stored_max(job->values, value_size) + 63) / 64 * 64;
    if ((packer->job_count == JOBS_MAX || packer->pool_used + most > packer->pool_size) &&
        !packer_finish(packer, err))
        return false;
    packer->results[packer->job_count].at = packer->pool_used;
    packer->jobs[packer->job_count++] = *job;
    packer->pool_used += most;
    return true;
}

bool packer_add_record(struct packer *packer, struct packer_job job, const void *values,
                       const struct chunk_grid *grid, int64_t record, struct error *err)
{
    int lead = record >= 0;
    job.values = grid->values;
    for (uint64_t k = 0; k < grid->chunks; k++) {
        struct chunk_range range = chunk_range_of(grid, k);
        if (lead)
            job.offset[0] = (hsize_t)record;
        for (int d = 0; d < grid->dimension_count; d++)
            job.offset[lead + d] = range.start[d];
        job.source = (const char *)values + range.first * column_type_size(job.type);
        job.length = range.count;
        if (!packer_add(packer, &job, err))
            return false;
    }
    return true;
}

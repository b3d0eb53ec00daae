/* Chunks: the pieces in which a large column is compressed and stored.
 *
 * A record of a column with several dimensions is cut into pieces that are contiguous in
 * memory: the last dimensions whole, one dimension cut, the ones before it one index at a time.
 *
 *     size  [7, 37, 4000]  ->  chunk [1, 16, 4000]      at most CHUNK_VALUES values each
 *
 * A chunk is stored as HDF5's standard filters shuffle and deflate (gzip) would store it, so
 * that every reader of HDF5 understands it; libdeflate writes it several times faster than the
 * library's own pipeline, and in as many threads as there are. Nothing here calls HDF5.
 */
#ifndef KEIRETSU_OUTPUT_CHUNK_H
#define KEIRETSU_OUTPUT_CHUNK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/table.h"

enum { CHUNK_VALUES = 65536 };

/* Filters that were left out of a chunk, as HDF5 numbers them (position in the pipeline). */
enum { CHUNK_NOT_SHUFFLED = 1, CHUNK_NOT_DEFLATED = 2 };

struct chunk_grid {
    int dimension_count;
    uint64_t size[DIMENSIONS_MAX];
    uint64_t shape[DIMENSIONS_MAX]; /* of one chunk */
    uint64_t values;                /* of one chunk, padding at the edge included */
    uint64_t chunks;                /* of one record */
    uint64_t outer, parts;          /* chunks = outer * parts */
    uint64_t inner;                 /* values behind one index of the dimension that is cut */
    int cut;                        /* that dimension */
};

struct chunk_range {
    uint64_t start[DIMENSIONS_MAX]; /* index of the first value in each dimension */
    uint64_t first, count;          /* rows of the table */
};

/* Cuts a record of the given sizes (none for a single value) into chunks of at most `most`
 * values, as equal as possible. Sizes >= 1, most >= 1. */
struct chunk_grid chunk_grid_of(int dimension_count, const uint64_t *size, uint64_t most);

/* The grid with chunks of a given shape; false if a chunk is not contiguous in memory. */
bool chunk_grid_from_shape(struct chunk_grid *grid, int dimension_count, const uint64_t *size,
                           const uint64_t *shape);

struct chunk_range chunk_range_of(const struct chunk_grid *grid, uint64_t chunk);

/* The type in which a column is stored: real columns that keep at most 23 bits are stored in
 * single precision, all others as they are. */
enum column_type chunk_stored_type(enum column_type type, int bits);

/* Copies values of a column in their stored type. Real numbers keep `bits` mantissa bits
 * (relative error at most 2^-(bits+1), ties to even, infinities and NaNs unchanged); bits 0
 * keeps all. Other types are copied. `target` may not overlap `source`. */
void chunk_convert(enum column_type type, int bits, const void *source, uint64_t length,
                   void *target);

/* Byte b of all values, then byte b + 1, ...: as HDF5's shuffle filter. */
void chunk_shuffle(const void *source, uint64_t length, size_t value_size, void *target);
void chunk_unshuffle(const void *source, uint64_t length, size_t value_size, void *target);

/* One thread's compressor and scratch memory for chunks up to a size. */
struct chunk_worker;
struct chunk_worker *chunk_worker_new(uint64_t values_max);
void chunk_worker_free(struct chunk_worker *worker);

/* Bytes that a stored chunk can take at most. */
uint64_t chunk_stored_max(uint64_t values, size_t value_size);

/* Packs `length` values of a column as a chunk of `values` values (the rest is zero) into
 * `target` of chunk_stored_max(...) bytes. Returns the bytes used; *left_out says which
 * filters were not applied (a chunk that deflate cannot make smaller is stored without). */
uint64_t chunk_pack(struct chunk_worker *worker, enum column_type type, int bits,
                    const void *source, uint64_t length, uint64_t values, void *target,
                    uint32_t *left_out);

/* Unpacks exactly `values` values; false if the bytes are damaged. Reads and writes nothing
 * outside the two buffers. */
bool chunk_unpack(struct chunk_worker *worker, const void *stored, uint64_t stored_size,
                  uint32_t left_out, uint64_t values, size_t value_size, void *target);

#endif

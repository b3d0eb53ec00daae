/* What the reader keeps of an open file. Part of reader*.c, and used by nothing else. */
#ifndef KEIRETSU_OUTPUT_READER_FILE_H
#define KEIRETSU_OUTPUT_READER_FILE_H

#include <hdf5.h>

#include "output/chunk.h"
#include "output/reader.h"

enum reader_layout { READER_PLAIN, READER_PACKED };

struct reader_dataset {
    hid_t dataset; /* opened when first read */
    uint64_t records;
    enum reader_layout layout;
    struct chunk_grid grid; /* packed */
    uint64_t chunk_records; /* plain and chunked, else 0 */
};

struct reader_state {
    hid_t file;
    int descriptor; /* of the same file, for what the library reads without checks */
    hid_t *time;    /* [group] */
    struct reader_dataset **datasets; /* [group][column] */
    struct chunk_worker *worker;
    uint64_t worker_values;        /* of a chunk that it can take */
    void *stored, *chunk, *record; /* buffers that grow */
    uint64_t stored_size, chunk_size, record_size;
};

enum {
    READER_GROUPS_MAX = 4096,
    READER_COLUMNS_MAX = 4096,
    READER_LABELS_MAX = 1 << 20,
    READER_LABEL_BYTES_MAX = 1 << 20,
};

static inline struct reader_state *reader_state(const struct reader *reader)
{
    return reader->file;
}

uint64_t reader_file_bytes(const struct reader_state *state);

/* Finds the groups of the file. */
bool reader_scan(struct reader *reader, struct error *err);

/* Reads the days that are new in a group. */
bool reader_scan_days(struct reader *reader, int group, struct error *err);

/* Texts of variable or fixed length, or characters [n, length]; NULL if they cannot be read. */
char **reader_text_read(const struct reader_state *state, hid_t dataset, uint64_t *length);

/* Opens an object by name if it is a dataset that this file itself holds. */
hid_t reader_open_dataset(hid_t parent, const char *name);

#endif

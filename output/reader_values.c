/* Values of a run file: records, histories, whole columns. */
#include <stdlib.h>
#include <string.h>

#include "output/hdf.h"
#include "output/reader_file.h"

enum { RANK_MAX = 1 + DIMENSIONS_MAX };

/* A column that is being read. */
struct source {
    struct reader *reader;
    const struct reader_group *group;
    const struct reader_column *column;
    struct reader_dataset *dataset;
    size_t value_size;
};

static bool damaged(const struct source *source, const char *what, struct error *err)
{
    return fail(err, ERROR_FILE, "%s: %s/%s is damaged: %s", source->reader->path,
                source->group->name, source->column->name, what);
}

static void *grow(void **buffer, uint64_t *size, uint64_t wanted)
{
    if (wanted > *size) {
        free(*buffer);
        *buffer = malloc(wanted);
        *size = *buffer != NULL ? wanted : 0;
    }
    return *buffer;
}

static bool out_of_memory(const struct source *source, struct error *err)
{
    return fail(err, ERROR_MEMORY, "out of memory for %s", source->reader->path);
}

static hid_t native_type(enum column_type type)
{
    switch (type) {
    case COLUMN_money:
    case COLUMN_count:
        return H5T_NATIVE_INT64;
    case COLUMN_real:
        return H5T_NATIVE_DOUBLE;
    case COLUMN_real32:
        return H5T_NATIVE_FLOAT;
    case COLUMN_id:
        return H5T_NATIVE_UINT32;
    case COLUMN_small:
        return H5T_NATIVE_UINT16;
    case COLUMN_tiny:
        return H5T_NATIVE_UINT8;
    }
    return H5I_INVALID_HID;
}

static void to_doubles(enum column_type type, const void *source, uint64_t length, double *target)
{
#define CONVERT(c_type)                                                                            \
    for (uint64_t i = 0; i < length; i++)                                                          \
    target[i] = (double)((const c_type *)source)[i]
    switch (type) {
    case COLUMN_money:
    case COLUMN_count:
        CONVERT(int64_t);
        break;
    case COLUMN_real:
        memcpy(target, source, length * sizeof *target);
        break;
    case COLUMN_real32:
        CONVERT(float);
        break;
    case COLUMN_id:
        CONVERT(uint32_t);
        break;
    case COLUMN_small:
        CONVERT(uint16_t);
        break;
    case COLUMN_tiny:
        CONVERT(uint8_t);
        break;
    }
#undef CONVERT
}

/* Opens the dataset if need be, and has it see the records that `time` has. */
static bool ready(const struct source *source, struct error *err)
{
    struct reader_state *state = reader_state(source->reader);
    struct reader_dataset *dataset = source->dataset;
    if (dataset->dataset < 0) {
        char name[256];
        snprintf(name, sizeof name, "%s/%s", source->group->name, source->column->name);
        dataset->dataset = reader_open_dataset(state->file, name);
        if (dataset->dataset < 0)
            return hdf_fail(err, source->reader->path, "cannot open %s", name);
    }
    if (!source->column->has_time || dataset->records >= source->group->records)
        return true;
    hsize_t size[RANK_MAX] = {0};
    bool good = H5Drefresh(dataset->dataset) >= 0;
    hid_t space = good ? H5Dget_space(dataset->dataset) : H5I_INVALID_HID;
    good = good && H5Sget_simple_extent_ndims(space) == 1 + source->group->dimension_count &&
           H5Sget_simple_extent_dims(space, size, NULL) > 0;
    H5Sclose(space);
    if (!good || size[0] < source->group->records)
        return damaged(source, "it has fewer records than time", err);
    dataset->records = size[0];
    return true;
}

static bool find(struct reader *reader, const struct reader_group *group, const char *name,
                 struct source *source, struct error *err)
{
    const struct reader_column *column = reader_column(group, name);
    if (column == NULL)
        return fail(err, ERROR_FILE, "%s: there is no column %s/%s", reader->path, group->name,
                    name);
    hdf_quiet();
    struct reader_state *state = reader_state(reader);
    *source = (struct source){
        .reader = reader,
        .group = group,
        .column = column,
        .dataset = &state->datasets[group - reader->groups][column - group->columns],
        .value_size = column_type_size(column->type),
    };
    return ready(source, err);
}

static bool check_record(const struct source *source, uint64_t record, struct error *err)
{
    if (!source->column->has_time || record < source->group->records)
        return true;
    return fail(err, ERROR_FILE, "%s: %s has no record %llu, only %llu", source->reader->path,
                source->group->name, (unsigned long long)record,
                (unsigned long long)source->group->records);
}

/* --- packed columns: one chunk after the other, without the library's filters -------------- */

static bool read_chunk(const struct source *source, uint64_t record,
                       const struct chunk_range *range, struct error *err)
{
    struct reader_state *state = reader_state(source->reader);
    const struct chunk_grid *grid = &source->dataset->grid;
    hsize_t offset[RANK_MAX], stored = 0;
    int lead = source->column->has_time;
    offset[0] = record;
    for (int d = 0; d < grid->dimension_count; d++)
        offset[lead + d] = range->start[d];

    uint64_t raw = grid->values * source->value_size;
    if (H5Dget_chunk_storage_size(source->dataset->dataset, offset, &stored) < 0)
        return damaged(source, "a chunk cannot be found", err);
    if (stored == 0 || stored > raw + raw / 8 + 1024)
        return damaged(source, "a chunk is missing or has a wrong size", err);
    if (state->worker == NULL || state->worker_values < grid->values) {
        chunk_worker_free(state->worker);
        state->worker = chunk_worker_new(grid->values);
        state->worker_values = grid->values;
    }
    if (state->worker == NULL || grow(&state->stored, &state->stored_size, stored) == NULL ||
        grow(&state->chunk, &state->chunk_size, raw) == NULL)
        return out_of_memory(source, err);
    uint32_t left_out = 0;
    if (H5Dread_chunk(source->dataset->dataset, H5P_DEFAULT, offset, &left_out, state->stored) < 0)
        return damaged(source, "a chunk cannot be read", err);
    if (!chunk_unpack(state->worker, state->stored, stored, left_out, grid->values,
                      source->value_size, state->chunk))
        return damaged(source, "a chunk cannot be unpacked", err);
    return true;
}

static bool read_packed(const struct source *source, uint64_t record, void *values,
                        struct error *err)
{
    const struct chunk_grid *grid = &source->dataset->grid;
    for (uint64_t k = 0; k < grid->chunks; k++) {
        struct chunk_range range = chunk_range_of(grid, k);
        if (!read_chunk(source, record, &range, err))
            return false;
        memcpy((char *)values + range.first * source->value_size,
               reader_state(source->reader)->chunk, range.count * source->value_size);
    }
    return true;
}

static bool read_packed_value(const struct source *source, uint64_t record, uint64_t row,
                              double *value, struct error *err)
{
    const struct chunk_grid *grid = &source->dataset->grid;
    uint64_t behind = grid->inner * grid->size[grid->cut];
    uint64_t part = row % behind / grid->inner / grid->shape[grid->cut];
    struct chunk_range range = chunk_range_of(grid, row / behind * grid->parts + part);
    if (!read_chunk(source, record, &range, err))
        return false;
    const char *chunk = reader_state(source->reader)->chunk;
    to_doubles(source->column->type, chunk + (row - range.first) * source->value_size, 1, value);
    return true;
}

/* --- plain columns ------------------------------------------------------------------------- */

/* The library reads zeros where a file is cut off. A closed file is never shorter than its
 * header says; in one that was not closed each piece must be looked up. */
static bool check_pieces(const struct source *source, uint64_t first, uint64_t length,
                         struct error *err)
{
    struct reader_state *state = reader_state(source->reader);
    const struct reader_dataset *dataset = source->dataset;
    if (!source->reader->live)
        return true;
    uint64_t file_bytes = reader_file_bytes(state);
    uint64_t record_bytes = source->group->rows * source->value_size;
    if (dataset->chunk_records == 0) {
        haddr_t start = H5Dget_offset(dataset->dataset);
        if (start == HADDR_UNDEF || start > file_bytes || file_bytes - start < record_bytes)
            return damaged(source, "the file is cut off", err);
        return true;
    }
    uint64_t step = dataset->chunk_records;
    for (uint64_t at = first / step * step; at < first + length; at += step) {
        hsize_t offset[RANK_MAX] = {at}, size = 0;
        haddr_t start = HADDR_UNDEF;
        unsigned left_out;
        uint64_t used = first + length - at < step ? first + length - at : step;
        if (H5Dget_chunk_info_by_coord(dataset->dataset, offset, &left_out, &start, &size) < 0 ||
            start == HADDR_UNDEF || start > file_bytes || file_bytes - start < used * record_bytes)
            return damaged(source, "the file is cut off", err);
    }
    return true;
}

/* Records first .. first + length - 1 of one row or, for row < 0, of all. */
static bool read_plain(const struct source *source, uint64_t first, uint64_t length, int64_t row,
                       void *values, struct error *err)
{
    const struct reader_group *group = source->group;
    hsize_t start[RANK_MAX] = {first}, block[RANK_MAX] = {length};
    int lead = source->column->has_time, rank = lead + group->dimension_count;
    uint64_t behind = group->rows;
    for (int d = 0; d < group->dimension_count; d++) {
        behind /= group->dimensions[d].size;
        start[lead + d] = row < 0 ? 0 : (uint64_t)row / behind % group->dimensions[d].size;
        block[lead + d] = row < 0 ? group->dimensions[d].size : 1;
    }
    if (source->column->has_time && !check_pieces(source, first, length, err))
        return false;
    if (!source->column->has_time && !check_pieces(source, 0, 1, err))
        return false;
    hsize_t total = (lead ? length : 1) * (row < 0 ? group->rows : 1);
    hid_t space = H5Dget_space(source->dataset->dataset);
    hid_t memory = H5Screate_simple(1, &total, NULL);
    bool done =
        space >= 0 && memory >= 0 &&
        (rank == 0 || H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, block, NULL) >= 0) &&
        H5Dread(source->dataset->dataset, native_type(source->column->type), memory, space,
                H5P_DEFAULT, values) >= 0;
    H5Sclose(memory);
    H5Sclose(space);
    return done || damaged(source, "it cannot be read", err);
}

/* --- both ---------------------------------------------------------------------------------- */

static bool read_record(const struct source *source, uint64_t record, void *values,
                        struct error *err)
{
    if (!source->column->has_time)
        record = 0;
    return source->dataset->layout == READER_PACKED
               ? read_packed(source, record, values, err)
               : read_plain(source, record, 1, -1, values, err);
}

bool reader_record_raw(struct reader *reader, const struct reader_group *group, const char *column,
                       uint64_t record, void *values, struct error *err)
{
    struct source source;
    return find(reader, group, column, &source, err) && check_record(&source, record, err) &&
           read_record(&source, record, values, err);
}

static bool record_to_doubles(const struct source *source, uint64_t record, double *values,
                              struct error *err)
{
    struct reader_state *state = reader_state(source->reader);
    uint64_t bytes = source->group->rows * source->value_size;
    if (grow(&state->record, &state->record_size, bytes) == NULL)
        return out_of_memory(source, err);
    if (!read_record(source, record, state->record, err))
        return false;
    to_doubles(source->column->type, state->record, source->group->rows, values);
    return true;
}

bool reader_record(struct reader *reader, const struct reader_group *group, const char *column,
                   uint64_t record, double *values, struct error *err)
{
    struct source source;
    return find(reader, group, column, &source, err) && check_record(&source, record, err) &&
           record_to_doubles(&source, record, values, err);
}

/* Plain records first .. of a row or of all as doubles. */
static bool plain_to_doubles(const struct source *source, int64_t row, double *values,
                             struct error *err)
{
    struct reader_state *state = reader_state(source->reader);
    uint64_t length = source->group->records * (row < 0 ? source->group->rows : 1);
    if (length == 0)
        return true;
    if (grow(&state->record, &state->record_size, length * source->value_size) == NULL)
        return out_of_memory(source, err);
    if (!read_plain(source, 0, source->group->records, row, state->record, err))
        return false;
    to_doubles(source->column->type, state->record, length, values);
    return true;
}

bool reader_history(struct reader *reader, const struct reader_group *group, const char *column,
                    uint64_t row, double *values, struct error *err)
{
    struct source source;
    if (!find(reader, group, column, &source, err))
        return false;
    if (row >= group->rows)
        return fail(err, ERROR_FILE, "%s: %s has no row %llu, only %llu", reader->path, group->name,
                    (unsigned long long)row, (unsigned long long)group->rows);
    bool packed = source.dataset->layout == READER_PACKED;
    if (source.column->has_time && !packed)
        return plain_to_doubles(&source, (int64_t)row, values, err);
    if (packed && source.column->has_time) {
        for (uint64_t r = 0; r < group->records; r++)
            if (!read_packed_value(&source, r, row, &values[r], err))
                return false;
        return true;
    }
    double value; /* without time: the same at every record */
    if (packed) {
        if (!read_packed_value(&source, 0, row, &value, err))
            return false;
    } else {
        uint64_t raw = 0;
        if (!read_plain(&source, 0, 1, (int64_t)row, &raw, err))
            return false;
        to_doubles(source.column->type, &raw, 1, &value);
    }
    for (uint64_t r = 0; r < group->records; r++)
        values[r] = value;
    return true;
}

bool reader_all(struct reader *reader, const struct reader_group *group, const char *column,
                double *values, struct error *err)
{
    struct source source;
    if (!find(reader, group, column, &source, err))
        return false;
    if (source.column->has_time && source.dataset->layout == READER_PLAIN)
        return plain_to_doubles(&source, -1, values, err);
    for (uint64_t r = 0; r < group->records; r++)
        if (!record_to_doubles(&source, r, values + r * group->rows, err))
            return false;
    return true;
}

#include "output/run_file_group.h"

#include <stdlib.h>

#include "output/hdf.h"

enum { RANK_MAX = 1 + DIMENSIONS_MAX };

bool run_group_stores(const struct column *column)
{
    return column->nature != SCRATCH && column->bits >= 0;
}

hid_t run_group_file_type(enum column_type type)
{
    switch (type) {
    case COLUMN_money:
    case COLUMN_count:
        return H5T_STD_I64LE;
    case COLUMN_real:
        return H5T_IEEE_F64LE;
    case COLUMN_real32:
        return H5T_IEEE_F32LE;
    case COLUMN_id:
        return H5T_STD_U32LE;
    case COLUMN_small:
        return H5T_STD_U16LE;
    case COLUMN_tiny:
        return H5T_STD_U8LE;
    }
    return H5I_INVALID_HID;
}

/* Without a chunk cache an uncompressed chunk is written in place, only where it changes. */
hid_t run_group_open_small(hid_t parent, const char *name)
{
    hid_t properties = H5Pcreate(H5P_DATASET_ACCESS);
    hid_t dataset = H5I_INVALID_HID;
    if (properties >= 0 && H5Pset_chunk_cache(properties, 0, 0, 0.0) >= 0)
        dataset = H5Dopen2(parent, name, properties);
    H5Pclose(properties);
    return dataset;
}

bool run_group_put_times(hid_t time, bool whole_days, uint64_t record, const double *days,
                         uint64_t count)
{
    hsize_t size = record + count, start = record, length = count;
    int64_t whole[RUN_GROUP_PENDING];
    for (uint64_t i = 0; whole_days && i < count; i++)
        whole[i] = (int64_t)days[i];
    hid_t space = H5I_INVALID_HID, memory = H5Screate_simple(1, &length, NULL);
    bool done = memory >= 0 && H5Dset_extent(time, &size) >= 0 &&
                (space = H5Screate_simple(1, &size, NULL)) >= 0 &&
                H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, NULL, &length, NULL) >= 0 &&
                H5Dwrite(time, whole_days ? H5T_NATIVE_INT64 : H5T_NATIVE_DOUBLE, memory, space,
                         H5P_DEFAULT, whole_days ? (const void *)whole : days) >= 0;
    H5Sclose(space);
    H5Sclose(memory);
    return done;
}

bool run_group_reopen(struct run_group *group, hid_t file, const char *path, struct error *err)
{
    hid_t parent = H5Gopen2(file, group->name, H5P_DEFAULT);
    bool done = parent >= 0 && (group->time = run_group_open_small(parent, "time")) >= 0;
    for (int i = 0; done && i < group->column_count; i++) {
        struct group_column *column = &group->columns[i];
        /* The packer writes whole chunks past the cache as well. */
        column->dataset = run_group_open_small(parent, group->table->columns[column->column].name);
        done = column->dataset >= 0;
    }
    H5Gclose(parent);
    return done || hdf_fail(err, path, "cannot open the group %s", group->name);
}

static void record_sizes(const struct run_group *group, uint64_t records, hsize_t *size)
{
    size[0] = records;
    for (int d = 0; d < group->table->dimension_count; d++)
        size[1 + d] = group->table->dimensions[d].size;
}

static bool extend(const struct run_group *group, const char *path, const hsize_t *size,
                   struct error *err)
{
    for (int i = 0; i < group->column_count; i++)
        if (H5Dset_extent(group->columns[i].dataset, size) < 0)
            return hdf_fail(err, path, "cannot extend %s/%s", group->name,
                            group->table->columns[group->columns[i].column].name);
    return true;
}

static void keep_waiting(struct run_group *group, uint64_t at)
{
    const struct table *table = group->table;
    for (int i = 0; i < group->column_count; i++) {
        const struct group_column *stored = &group->columns[i];
        const struct column *column = &table->columns[stored->column];
        size_t bytes = table->rows * column_type_size(stored->stored);
        chunk_convert(column->type, column->bits, table->data[stored->column], table->rows,
                      stored->waiting + at * bytes);
    }
}

bool run_group_write_waiting(struct run_group *group, const char *path, struct error *err)
{
    const struct table *table = group->table;
    uint64_t records = group->written - group->records;
    if (group->large || records == 0)
        return true;
    int rank = 1 + table->dimension_count;
    hsize_t size[RANK_MAX], start[RANK_MAX] = {group->records}, length[RANK_MAX];
    record_sizes(group, group->written, size);
    record_sizes(group, records, length);
    if (!extend(group, path, size, err))
        return false;
    hid_t space = H5Screate_simple(rank, size, NULL);
    hid_t memory = H5Screate_simple(rank, length, NULL);
    bool done = (space >= 0 && memory >= 0 &&
                 H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, length, NULL) >= 0) ||
                hdf_fail(err, path, "cannot write %s", group->name);
    for (int i = 0; done && i < group->column_count; i++) {
        const struct group_column *stored = &group->columns[i];
        done = H5Dwrite(stored->dataset, run_group_file_type(stored->stored), memory, space,
                        H5P_DEFAULT, stored->waiting) >= 0 ||
               hdf_fail(err, path, "cannot write %s/%s", group->name,
                        table->columns[stored->column].name);
    }
    H5Sclose(memory);
    H5Sclose(space);
    return done;
}

bool run_group_write(struct run_group *group, const char *path, double days, struct packer *packer,
                     struct error *err)
{
    const struct table *table = group->table;
    uint64_t record = group->written++;
    group->pending[record - group->records] = days;
    if (!group->large) {
        keep_waiting(group, record - group->records);
        return true;
    }
    hsize_t size[RANK_MAX];
    record_sizes(group, record + 1, size);
    if (!extend(group, path, size, err))
        return false;
    for (int i = 0; i < group->column_count; i++) {
        const struct group_column *stored = &group->columns[i];
        const struct column *column = &table->columns[stored->column];
        struct packer_job job = {.dataset = stored->dataset,
                                 .path = path,
                                 .group = group->name,
                                 .column = column->name,
                                 .type = column->type,
                                 .bits = column->bits};
        if (!packer_add_record(packer, job, table->data[stored->column], &group->grid,
                               (int64_t)record, err))
            return false;
    }
    return true;
}

bool run_group_commit(struct run_group *group, const char *path, struct error *err)
{
    uint64_t count = group->written - group->records;
    if (count > 0 &&
        !run_group_put_times(group->time, group->whole_days, group->records, group->pending, count))
        return hdf_fail(err, path, "cannot write %s/time", group->name);
    group->records = group->written;
    return true;
}

uint64_t run_group_record_bytes(const struct run_group *group)
{
    uint64_t values = group->large ? group->grid.values * group->grid.chunks : group->table->rows;
    uint64_t bytes = sizeof(int64_t);
    for (int i = 0; i < group->column_count; i++)
        bytes += values * column_type_size(group->columns[i].stored);
    return bytes;
}

void run_group_free(struct run_group *group)
{
    free(group->name);
    free(group->columns);
    free(group->waiting);
    *group = (struct run_group){0};
}

/* Creating the groups of a run file: datasets, dimension scales, attributes. */
#include "output/run_file_group.h"

#include <hdf5_hl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/hdf.h"

/* Records of fewer rows are not compressed: deflate gains little on them, and many records share
 * a chunk that is written in place, so that a column of 520 records is a few chunks. */
enum { LARGE_ROWS = 1024 };

/* A small group's chunk is about this large. */
enum { SMALL_CHUNK_BYTES = 64 << 10, SMALL_RECORDS_MAX = 512, SMALL_RECORDS_MIN = 8 };

/* Up to so many links lie in the header of their group. */
enum { LINKS_MAX = 65535 };

enum { RANK_MAX = 1 + DIMENSIONS_MAX };

static uint64_t small_chunk_records(uint64_t bytes, uint64_t planned)
{
    uint64_t records = SMALL_CHUNK_BYTES / (bytes > 0 ? bytes : 1);
    if (records > SMALL_RECORDS_MAX)
        records = SMALL_RECORDS_MAX;
    if (records < SMALL_RECORDS_MIN)
        records = SMALL_RECORDS_MIN;
    return planned > 0 && planned < records ? planned : records;
}

bool run_group_plain_links(hid_t properties)
{
    return H5Pset_link_creation_order(properties, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED) >=
               0 &&
           H5Pset_link_phase_change(properties, LINKS_MAX, 0) >= 0 &&
           H5Pset_obj_track_times(properties, false) >= 0;
}

static hid_t create_group(hid_t parent, const char *name)
{
    hid_t properties = H5Pcreate(H5P_GROUP_CREATE), group = H5I_INVALID_HID;
    if (run_group_plain_links(properties))
        group = H5Gcreate2(parent, name, H5P_DEFAULT, properties, H5P_DEFAULT);
    H5Pclose(properties);
    return group;
}

hid_t run_group_make_group(hid_t file, const char *name)
{
    char path[256];
    if (strlen(name) >= sizeof path)
        return H5I_INVALID_HID;
    for (const char *end = strchr(name, '/'); end != NULL; end = strchr(end + 1, '/')) {
        snprintf(path, sizeof path, "%.*s", (int)(end - name), name);
        if (H5Lexists(file, path, H5P_DEFAULT) > 0)
            continue;
        hid_t parent = create_group(file, path);
        if (parent < 0)
            return parent;
        H5Gclose(parent);
    }
    return create_group(file, name);
}

/* A dataset [time, size...] or, for chunk_records 0, [size...]. With a grid it is compressed. */
static hid_t make_dataset(hid_t parent, const char *name, hid_t type, int dimension_count,
                          const uint64_t *size, uint64_t chunk_records,
                          const struct chunk_grid *grid)
{
    hsize_t now[RANK_MAX] = {0}, most[RANK_MAX] = {H5S_UNLIMITED}, chunk[RANK_MAX] = {0};
    int lead = chunk_records > 0;
    chunk[0] = chunk_records;
    for (int d = 0; d < dimension_count; d++) {
        now[lead + d] = most[lead + d] = size[d];
        chunk[lead + d] = grid != NULL ? grid->shape[d] : size[d];
    }
    int rank = lead + dimension_count;
    hid_t space = H5Screate_simple(rank, now, most);
    hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
    bool good = space >= 0 && properties >= 0 && H5Pset_obj_track_times(properties, false) >= 0;
    if (lead > 0 || grid != NULL) {
        good = good && H5Pset_chunk(properties, rank, chunk) >= 0;
        /* Every value below the extent is written, and nothing above it is ever read. */
        good = good && H5Pset_fill_time(properties, H5D_FILL_TIME_NEVER) >= 0;
    }
    if (grid != NULL)
        good = good && H5Pset_shuffle(properties) >= 0 && H5Pset_deflate(properties, 1) >= 0;
    hid_t dataset = H5I_INVALID_HID;
    if (good)
        dataset = H5Dcreate2(parent, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
    H5Pclose(properties);
    H5Sclose(space);
    return dataset;
}

hid_t run_group_small_dataset(hid_t parent, const char *name, hid_t type, int dimension_count,
                              const uint64_t *size, uint64_t chunk_records)
{
    return make_dataset(parent, name, type, dimension_count, size, chunk_records, NULL);
}

bool run_group_make_time(hid_t group, const struct run_file_clock *clock, uint64_t chunk_records)
{
    char units[64];
    snprintf(units, sizeof units, "days since %s", clock->start_date);
    hid_t type = clock->whole_days ? H5T_STD_I64LE : H5T_IEEE_F64LE;
    hid_t time = run_group_small_dataset(group, "time", type, 0, NULL, chunk_records);
    bool done = time >= 0 && H5DSset_scale(time, "time") >= 0 &&
                hdf_put_text(time, "units", units, 0) &&
                hdf_put_text(time, "calendar", "proleptic_gregorian", 0) &&
                hdf_put_text(time, "long_name", "end of the period", 0);
    H5Dclose(time);
    return done;
}

hid_t run_group_make_texts(hid_t group, const char *name, uint64_t size, const char *const *texts)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    bool done =
        type >= 0 && H5Tset_size(type, H5T_VARIABLE) >= 0 && H5Tset_cset(type, H5T_CSET_UTF8) >= 0;
    hid_t dataset = H5I_INVALID_HID;
    if (done)
        dataset = run_group_small_dataset(group, name, type, 1, &size, 0);
    done = dataset >= 0 && H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts) >= 0;
    H5Tclose(type);
    if (done)
        return dataset;
    H5Dclose(dataset);
    return H5I_INVALID_HID;
}

bool run_group_make_labels(hid_t group, const char *name, uint64_t size, const char *const *labels)
{
    hid_t scale = run_group_make_texts(group, name, size, labels);
    bool done = scale >= 0 && H5DSset_scale(scale, name) >= 0;
    H5Dclose(scale);
    return done;
}

/* Rows that are only numbered: 0, 1, 2, ... */
static bool make_numbers(hid_t group, const char *path, const char *group_name, const char *name,
                         uint64_t size, struct packer *packer, struct error *err)
{
    if (size > UINT32_MAX)
        return fail(err, ERROR_FILE, "%s: %s has more than %u rows", path, group_name, UINT32_MAX);
    struct chunk_grid grid = chunk_grid_of(1, &size, CHUNK_VALUES);
    bool large = size >= LARGE_ROWS;
    uint32_t *numbers = malloc(size * sizeof *numbers);
    if (numbers == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for the run file");
    for (uint64_t i = 0; i < size; i++)
        numbers[i] = (uint32_t)i;
    hid_t scale = make_dataset(group, name, H5T_STD_U32LE, 1, &size, 0, large ? &grid : NULL);
    bool done = scale >= 0 && H5DSset_scale(scale, name) >= 0;
    if (!done) {
        hdf_fail(err, path, "cannot create %s/%s", group_name, name);
    } else if (large) {
        struct packer_job job = {
            .dataset = scale, .path = path, .group = group_name, .column = name, .type = COLUMN_id};
        done =
            packer_add_record(packer, job, numbers, &grid, -1, err) && packer_finish(packer, err);
    } else if (H5Dwrite(scale, H5T_NATIVE_UINT32, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers) < 0) {
        done = hdf_fail(err, path, "cannot write %s/%s", group_name, name);
    }
    H5Dclose(scale);
    free(numbers);
    return done;
}

static bool make_scales(const struct run_group *group, hid_t parent, const char *path,
                        const struct run_file_clock *clock, uint64_t planned, struct packer *packer,
                        struct error *err)
{
    const struct table *table = group->table;
    if (!run_group_make_time(parent, clock, small_chunk_records(sizeof(int64_t), planned)))
        return hdf_fail(err, path, "cannot create %s/time", group->name);
    for (int d = 0; d < table->dimension_count; d++) {
        const struct dimension *dimension = &table->dimensions[d];
        if (H5Lexists(parent, dimension->name, H5P_DEFAULT) > 0)
            continue; /* region x region */
        bool done;
        if (dimension->labels != NULL) {
            done =
                run_group_make_labels(parent, dimension->name, dimension->size, dimension->labels);
            if (!done)
                hdf_fail(err, path, "cannot write %s/%s", group->name, dimension->name);
        } else {
            done = make_numbers(parent, path, group->name, dimension->name, dimension->size, packer,
                                err);
        }
        if (!done)
            return false;
    }
    return true;
}

static bool attach_scale(hid_t parent, hid_t dataset, const char *name, int dimension)
{
    hid_t scale = H5Dopen2(parent, name, H5P_DEFAULT);
    bool done = scale >= 0 && H5DSattach_scale(dataset, scale, (unsigned)dimension) >= 0;
    H5Dclose(scale);
    return done;
}

static bool describe_column(const struct run_group *group, hid_t parent, hid_t dataset,
                            const struct column *column)
{
    bool exact =
        column->bits == 0 || (column->type != COLUMN_real && column->type != COLUMN_real32);
    bool done = hdf_put_text(dataset, "units", column->unit, 0) &&
                hdf_put_text(dataset, "long_name", column->meaning, 0) &&
                hdf_put_text(dataset, "nature", column_nature_name(column->nature), 0) &&
                (exact || hdf_put_integer(dataset, "mantissa_bits", column->bits));
    int lead = column->nature != TRAIT;
    if (lead)
        done = done && attach_scale(parent, dataset, "time", 0);
    for (int d = 0; d < group->table->dimension_count; d++)
        done = done && attach_scale(parent, dataset, group->table->dimensions[d].name, lead + d);
    return done;
}

static bool write_trait(const struct run_group *group, hid_t dataset, const char *path, int c,
                        struct packer *packer, struct error *err)
{
    const struct table *table = group->table;
    const struct column *column = &table->columns[c];
    enum column_type stored = chunk_stored_type(column->type, column->bits);
    if (group->large) {
        struct packer_job job = {.dataset = dataset,
                                 .path = path,
                                 .group = group->name,
                                 .column = column->name,
                                 .type = column->type,
                                 .bits = column->bits};
        return packer_add_record(packer, job, table->data[c], &group->grid, -1, err) &&
               packer_finish(packer, err);
    }
    void *values = malloc(table->rows * column_type_size(stored));
    if (values == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for the run file");
    chunk_convert(column->type, column->bits, table->data[c], table->rows, values);
    bool done =
        H5Dwrite(dataset, run_group_file_type(stored), H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0;
    free(values);
    return done || hdf_fail(err, path, "cannot write %s/%s", group->name, column->name);
}

static bool make_column(struct run_group *group, hid_t parent, const char *path, int c,
                        struct packer *packer, struct error *err)
{
    const struct table *table = group->table;
    const struct column *column = &table->columns[c];
    if (H5Lexists(parent, column->name, H5P_DEFAULT) > 0)
        return fail(err, ERROR_FILE,
                    "%s: %s/%s: the name is taken by a dimension or another column", path,
                    group->name, column->name);
    enum column_type stored = chunk_stored_type(column->type, column->bits);
    bool trait = column->nature == TRAIT;
    hid_t dataset = make_dataset(
        parent, column->name, run_group_file_type(stored), table->dimension_count, group->grid.size,
        trait ? 0 : group->chunk_records, group->large ? &group->grid : NULL);
    bool done = dataset >= 0 && describe_column(group, parent, dataset, column);
    if (!done)
        hdf_fail(err, path, "cannot create %s/%s", group->name, column->name);
    else if (trait)
        done = write_trait(group, dataset, path, c, packer, err);
    else
        group->columns[group->column_count++] =
            (struct group_column){.column = c, .dataset = H5I_INVALID_HID, .stored = stored};
    H5Dclose(dataset);
    return done;
}

/* The names of the dimensions, in order, so that a reader need not follow references. */
static bool describe_group(const struct run_group *group, hid_t parent)
{
    char names[256] = "";
    size_t used = 0;
    for (int d = 0; d < group->table->dimension_count && used < sizeof names; d++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", d > 0 ? " " : "",
                                 group->table->dimensions[d].name);
    return used < sizeof names && hdf_put_text(parent, "dimensions", names, 0) &&
           hdf_put_text(parent, "long_name", group->table->meaning, 0) &&
           hdf_put_integer(parent, "every", group->every);
}

/* Memory for the records that wait. A large group's are written at once. */
static bool make_room(struct run_group *group, struct error *err)
{
    uint64_t bytes = run_group_record_bytes(group), room = RUN_GROUP_PENDING_BYTES / bytes;
    group->room = RUN_GROUP_PENDING;
    if (group->large)
        return true;
    group->room = room < 1 ? 1 : room < RUN_GROUP_PENDING ? room : RUN_GROUP_PENDING;
    group->waiting = malloc(group->room * bytes + (uint64_t)group->column_count * sizeof(int64_t));
    if (group->waiting == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for the run file");
    char *next = group->waiting;
    for (int i = 0; i < group->column_count; i++) {
        uint64_t size = column_type_size(group->columns[i].stored);
        uint64_t words = (group->room * group->table->rows * size + 7) / sizeof(int64_t);
        group->columns[i].waiting = next;
        next += words * sizeof(int64_t);
    }
    return true;
}

bool run_group_create(struct run_group *group, hid_t file, const char *path,
                      const struct run_file_group *plan, const struct run_file_clock *clock,
                      uint64_t records_planned, struct packer *packer, struct error *err)
{
    const struct table *table = plan->table;
    *group = (struct run_group){.table = table,
                                .every = plan->every,
                                .last_step = -1,
                                .whole_days = clock->whole_days,
                                .time = H5I_INVALID_HID};
    group->name = strdup(plan->name);
    group->columns = malloc(((size_t)table->column_count + 1) * sizeof *group->columns);
    if (group->name == NULL || group->columns == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for the run file");

    uint64_t size[DIMENSIONS_MAX] = {0};
    for (int d = 0; d < table->dimension_count; d++)
        size[d] = table->dimensions[d].size;
    group->large = table->rows >= LARGE_ROWS;
    group->grid = chunk_grid_of(table->dimension_count, size, CHUNK_VALUES);
    group->chunk_records =
        group->large ? 1 : small_chunk_records(table->rows * sizeof(int64_t), records_planned);

    if (H5Lexists(file, plan->name, H5P_DEFAULT) > 0)
        return fail(err, ERROR_FILE, "%s: two groups are named %s", path, plan->name);
    hid_t parent = run_group_make_group(file, plan->name);
    if (parent < 0)
        return hdf_fail(err, path, "cannot create the group %s", plan->name);
    bool done = describe_group(group, parent) ||
                hdf_fail(err, path, "cannot describe the group %s", plan->name);
    done = done && make_scales(group, parent, path, clock, records_planned, packer, err);
    for (int c = 0; done && c < table->column_count; c++)
        if (run_group_stores(&table->columns[c]))
            done = make_column(group, parent, path, c, packer, err);
    H5Gclose(parent);
    return done && make_room(group, err);
}

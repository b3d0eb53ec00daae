/* Ways to damage a run file: each changes a copy of a good one through HDF5, so that the file is
 * sound for the library and wrong for the viewer. */
#ifndef KEIRETSU_TESTS_DAMAGE_H
#define KEIRETSU_TESTS_DAMAGE_H

#include "support.h"

#include <hdf5.h>
#include <stdlib.h>
#include <string.h>

enum { DAMAGE_RANK = 8, DAMAGE_PATHS = 2048 };

struct damage_list {
    char path[DAMAGE_PATHS][96]; /* of datasets */
    int count;
};

static inline herr_t damage_collect(hid_t root, const char *name, const H5O_info_t *info,
                                    void *data)
{
    (void)root;
    struct damage_list *list = data;
    if (info->type == H5O_TYPE_DATASET && list->count < DAMAGE_PATHS && strlen(name) < 96)
        snprintf(list->path[list->count++], 96, "%s", name);
    return 0;
}

/* All datasets of the file. free() it. */
static inline struct damage_list *damage_datasets(hid_t file)
{
    struct damage_list *list = calloc(1, sizeof *list);
    assert_non_null(list);
    assert_true(H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, damage_collect, list, H5O_INFO_BASIC) >=
                0);
    return list;
}

static inline int damage_shape(hid_t dataset, hsize_t shape[DAMAGE_RANK])
{
    hid_t space = H5Dget_space(dataset);
    int rank = H5Sget_simple_extent_dims(space, shape, NULL);
    H5Sclose(space);
    return rank;
}

static inline hid_t damage_native(hid_t dataset, size_t *size)
{
    hid_t stored = H5Dget_type(dataset), native = H5Tget_native_type(stored, H5T_DIR_ASCEND);
    *size = H5Tget_size(native);
    H5Tclose(stored);
    return native;
}

static inline void damage_copy_attribute(hid_t from, hid_t to, const char *name)
{
    if (H5Aexists(from, name) <= 0)
        return;
    char text[4096] = "";
    hid_t old = H5Aopen(from, name, H5P_DEFAULT), type = H5Aget_type(old);
    hid_t space = H5Aget_space(old);
    hid_t made = H5Acreate2(to, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    if (H5Aget_storage_size(old) < sizeof text && H5Aread(old, type, text) >= 0)
        H5Awrite(made, type, text);
    H5Aclose(made), H5Sclose(space), H5Tclose(type), H5Aclose(old);
}

/* Puts another dataset in a dataset's place, with its unit, nature and meaning. Without data the
 * values are what the library fills in: in chunks, so that a vast one takes no room. */
static inline void damage_replace(hid_t file, const char *path, hid_t type, int rank,
                                  const hsize_t *shape, const void *data)
{
    hid_t old = H5Dopen2(file, path, H5P_DEFAULT);
    hid_t properties = H5Pcreate(H5P_DATASET_CREATE), space = H5Screate_simple(rank, shape, NULL);
    hsize_t chunk[DAMAGE_RANK];
    for (int d = 0; d < rank; d++)
        chunk[d] = shape[d] < 64 ? (shape[d] > 0 ? shape[d] : 1) : 64;
    if (!data)
        H5Pset_chunk(properties, rank, chunk);
    H5Ldelete(file, path, H5P_DEFAULT);
    hid_t made = H5Dcreate2(file, path, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
    assert_true(made >= 0);
    if (data)
        assert_true(H5Dwrite(made, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) >= 0);
    static const char *const KEPT[] = {"units", "nature", "long_name"};
    for (int i = 0; i < 3 && old >= 0; i++)
        damage_copy_attribute(old, made, KEPT[i]);
    H5Dclose(made), H5Sclose(space), H5Pclose(properties);
    if (old >= 0)
        H5Dclose(old);
}

/* Labels of a dimension. */
static inline void damage_labels(hid_t file, const char *path, int count, const char *const *labels)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    damage_replace(file, path, type, 1, (const hsize_t[]){(hsize_t)count}, labels);
    H5Tclose(type);
}

enum damage_numbers {
    DAMAGE_NAN,
    DAMAGE_INFINITE,
    DAMAGE_HUGE,
    DAMAGE_NEGATIVE, /* all numbers; those that have no sign become as large as can be */
    DAMAGE_ZERO,
    DAMAGE_MIXED /* every third of the above */
};

static inline double damage_real(enum damage_numbers kind, double value, size_t i)
{
    switch (kind == DAMAGE_MIXED ? (enum damage_numbers)(i % 3) : kind) {
    case DAMAGE_NAN:
        return NAN;
    case DAMAGE_INFINITE:
        return i % 2 ? (double)INFINITY : -(double)INFINITY;
    case DAMAGE_HUGE:
        return i % 2 ? 1e300 : -1e300;
    case DAMAGE_NEGATIVE:
        return -fabs(value) - 1;
    default:
        return 0;
    }
}

/* Rewrites the numbers of a dataset, except times and labels. */
static inline void damage_values(hid_t file, const char *path, enum damage_numbers kind)
{
    hsize_t shape[DAMAGE_RANK];
    size_t size, count = 1;
    const char *name = strrchr(path, '/');
    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT), type = damage_native(dataset, &size);
    H5T_class_t class = H5Tget_class(type);
    int rank = damage_shape(dataset, shape);
    for (int d = 0; d < rank; d++)
        count *= shape[d];
    bool is_real = class == H5T_FLOAT;
    if (count > 0 && rank > 0 && name && strcmp(name, "/time") != 0 &&
        (is_real || (class == H5T_INTEGER && kind != DAMAGE_NAN && kind != DAMAGE_MIXED))) {
        void *data = malloc(count * 8);
        assert_non_null(data);
        hid_t memory = is_real ? H5T_NATIVE_DOUBLE : H5T_NATIVE_INT64;
        assert_true(H5Dread(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) >= 0);
        bool has_sign = !is_real && H5Tget_sign(type) == H5T_SGN_2;
        for (size_t i = 0; i < count; i++)
            if (is_real)
                ((double *)data)[i] = damage_real(kind, ((double *)data)[i], i);
            else if (kind == DAMAGE_ZERO)
                ((int64_t *)data)[i] = 0;
            else if (kind == DAMAGE_NEGATIVE && has_sign)
                ((int64_t *)data)[i] = -1 - llabs(((int64_t *)data)[i] / 2);
            else /* too large for the type: written as its largest */
                ((int64_t *)data)[i] = i % 2 && has_sign ? INT64_MIN : INT64_MAX;
        assert_true(H5Dwrite(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) >= 0);
        free(data);
    }
    H5Tclose(type), H5Dclose(dataset);
}

static inline void damage_all_values(hid_t file, enum damage_numbers kind)
{
    struct damage_list *list = damage_datasets(file);
    for (int i = 0; i < list->count; i++)
        damage_values(file, list->path[i], kind);
    free(list);
}

/* Every number of a dataset becomes this one. */
static inline void damage_set(hid_t file, const char *path, double value)
{
    hsize_t shape[DAMAGE_RANK];
    size_t count = 1;
    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
    int rank = damage_shape(dataset, shape);
    for (int d = 0; d < rank; d++)
        count *= shape[d];
    double *data = malloc((count + 1) * sizeof *data);
    assert_non_null(data);
    for (size_t i = 0; i < count; i++)
        data[i] = value;
    assert_true(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) >= 0);
    free(data);
    H5Dclose(dataset);
}

/* Another number of records of a dataset that has time. */
static inline void damage_records(hid_t file, const char *path, hsize_t records)
{
    hsize_t shape[DAMAGE_RANK];
    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
    damage_shape(dataset, shape);
    shape[0] = records;
    assert_true(H5Dset_extent(dataset, shape) >= 0);
    H5Dclose(dataset);
}

/* The same for all columns of a group and its time, or of all groups where `group` is "". */
static inline void damage_group_records(hid_t file, const char *group, hsize_t records)
{
    struct damage_list *list = damage_datasets(file);
    for (int i = 0; i < list->count; i++) {
        hid_t dataset = H5Dopen2(file, list->path[i], H5P_DEFAULT), space = H5Dget_space(dataset);
        hsize_t shape[DAMAGE_RANK], most[DAMAGE_RANK];
        int rank = H5Sget_simple_extent_dims(space, shape, most);
        H5Sclose(space), H5Dclose(dataset);
        if (rank > 0 && most[0] == H5S_UNLIMITED &&
            strncmp(list->path[i], group, strlen(group)) == 0)
            damage_records(file, list->path[i], records);
    }
    free(list);
}

/* Keeps the first `keep` positions of a dimension, of all columns of a group. */
static inline void damage_shrink(hid_t file, const char *group, int position, hsize_t keep)
{
    struct damage_list *list = damage_datasets(file);
    char dimensions[256] = "", *rest = dimensions, *name = NULL;
    hid_t table = H5Gopen2(file, group, H5P_DEFAULT);
    hid_t attribute = H5Aopen(table, "dimensions", H5P_DEFAULT), text = H5Aget_type(attribute);
    assert_true(H5Aread(attribute, text, dimensions) >= 0);
    H5Tclose(text), H5Aclose(attribute), H5Gclose(table);
    int dimension_count = 0;
    char wanted[64] = "";
    while ((name = strsep(&rest, " ")) != NULL)
        if (dimension_count++ == position)
            snprintf(wanted, sizeof wanted, "%s", name);
    for (int i = 0; i < list->count; i++) {
        const char *path = list->path[i], *slash = strrchr(path, '/');
        size_t length = strlen(group), size;
        if (!slash || (size_t)(slash - path) != length || strncmp(path, group, length) != 0)
            continue;
        hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT), type = damage_native(dataset, &size);
        hsize_t shape[DAMAGE_RANK], count = 1;
        int rank = damage_shape(dataset, shape), place = rank - dimension_count + position;
        bool label = strcmp(slash + 1, wanted) == 0;
        place = label ? 0 : place;
        if (label || rank >= dimension_count) {
            hid_t space = H5Dget_space(dataset);
            hsize_t start[DAMAGE_RANK] = {0};
            shape[place] = keep;
            for (int d = 0; d < rank; d++)
                count *= shape[d];
            void *data = calloc(count, size);
            assert_non_null(data);
            hid_t memory = H5Screate_simple(rank, shape, NULL);
            H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, shape, NULL);
            assert_true(H5Dread(dataset, type, memory, space, H5P_DEFAULT, data) >= 0);
            H5Sclose(memory), H5Sclose(space);
            damage_replace(file, path, type, rank, shape, data);
            free(data);
        }
        H5Tclose(type), H5Dclose(dataset);
    }
    free(list);
}

#endif

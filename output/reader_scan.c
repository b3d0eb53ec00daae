/* Finding the groups, columns and dimensions of a run file. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/hdf.h"
#include "output/reader_file.h"

enum { DEPTH_MAX = 4, RANK_MAX = 1 + DIMENSIONS_MAX };

/* Deflate makes at most 1032 bytes of one: a table that claims more than the file could hold is
 * damaged, whatever its header says. */
enum { DEFLATE_RATIO = 1032 };

struct name_list {
    char (*names)[64];
    int length, most;
};

static herr_t collect_name(hid_t group, const char *name, const H5L_info_t *info, void *data)
{
    (void)group;
    struct name_list *list = data;
    if (info->type != H5L_TYPE_HARD || strlen(name) >= sizeof list->names[0])
        return 0; /* links that may lead elsewhere are none of ours */
    if (list->length == list->most) {
        if (list->most >= READER_COLUMNS_MAX)
            return 0;
        int most = list->most * 2 + 64;
        void *names = realloc(list->names, (size_t)most * sizeof list->names[0]);
        if (names == NULL)
            return -1;
        list->names = names;
        list->most = most;
    }
    memcpy(list->names[list->length++], name, strlen(name) + 1);
    return 0;
}

/* In the order of creation where the file keeps it, else by name. */
static bool list_names(hid_t group, struct name_list *list)
{
    *list = (struct name_list){0};
    if (H5Literate(group, H5_INDEX_CRT_ORDER, H5_ITER_INC, NULL, collect_name, list) >= 0)
        return true;
    list->length = 0;
    return H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, NULL, collect_name, list) >= 0;
}

hid_t reader_open_dataset(hid_t parent, const char *name)
{
    if (H5Lexists(parent, name, H5P_DEFAULT) <= 0)
        return H5I_INVALID_HID;
    hid_t access = H5Pcreate(H5P_DATASET_ACCESS);
    /* No chunk cache: it would keep the old contents of a chunk that is still being written. */
    H5Pset_chunk_cache(access, 0, 0, 0.0);
    hid_t dataset = H5Dopen2(parent, name, access);
    H5Pclose(access);
    if (dataset < 0)
        return dataset;
    hid_t properties = H5Dget_create_plist(dataset);
    H5D_layout_t layout = properties >= 0 ? H5Pget_layout(properties) : H5D_LAYOUT_ERROR;
    bool own = (layout == H5D_CONTIGUOUS || layout == H5D_CHUNKED || layout == H5D_COMPACT) &&
               H5Pget_external_count(properties) == 0;
    H5Pclose(properties);
    if (own)
        return dataset;
    H5Dclose(dataset);
    return H5I_INVALID_HID;
}

static bool simple_shape(hid_t dataset, int *rank, hsize_t size[RANK_MAX])
{
    hid_t space = H5Dget_space(dataset);
    *rank = H5Sget_simple_extent_ndims(space);
    bool good = H5Sget_simple_extent_type(space) != H5S_NULL && *rank >= 0 && *rank <= RANK_MAX &&
                H5Sget_simple_extent_dims(space, size, NULL) == *rank;
    H5Sclose(space);
    return good;
}

/* Amounts are counted in cents of some currency, flows per step: "cent", "US cent/step". */
static bool is_money(const char *unit)
{
    return strncmp(unit, "cent", 4) == 0 || strncmp(unit, "US cent", 7) == 0;
}

static bool type_of(hid_t dataset, const char *unit, enum column_type *type)
{
    hid_t stored = H5Dget_type(dataset);
    H5T_class_t class = H5Tget_class(stored);
    size_t size = H5Tget_size(stored);
    bool little = H5Tget_order(stored) == H5T_ORDER_LE || size == 1;
    bool sign = class == H5T_INTEGER && H5Tget_sign(stored) == H5T_SGN_2;
    bool ieee = H5Tequal(stored, H5T_IEEE_F64LE) > 0 || H5Tequal(stored, H5T_IEEE_F32LE) > 0;
    H5Tclose(stored);
    if (!little)
        return false;
    if (class == H5T_FLOAT && ieee)
        *type = size == 8 ? COLUMN_real : COLUMN_real32;
    else if (class == H5T_INTEGER && sign && size == 8)
        *type = is_money(unit) ? COLUMN_money : COLUMN_count;
    else if (class == H5T_INTEGER && !sign && size <= 4 && size != 3)
        *type = size == 4 ? COLUMN_id : size == 2 ? COLUMN_small : COLUMN_tiny;
    else
        return false;
    return true;
}

static enum column_nature nature_of(hid_t dataset)
{
    char text[16] = "";
    hdf_get_text(dataset, "nature", text, sizeof text);
    return strcmp(text, "flow") == 0 ? FLOW : strcmp(text, "trait") == 0 ? TRAIT : STOCK;
}

/* How the values lie: as the packer writes them, or in a way that is left to the library. */
static bool layout_of(hid_t dataset, const struct reader_group *group, bool has_time,
                      struct reader_dataset *found)
{
    hid_t properties = H5Dget_create_plist(dataset);
    hsize_t shape[RANK_MAX] = {0};
    int lead = has_time, rank = lead + group->dimension_count;
    int filters = H5Pget_nfilters(properties);
    bool packed = false, good = filters >= 0;
    if (H5Pget_layout(properties) == H5D_CHUNKED) {
        good = good && H5Pget_chunk(properties, RANK_MAX, shape) == rank && rank > 0;
        for (int i = 0; good && i < filters; i++) {
            unsigned flags, settings[8];
            size_t length = 8;
            H5Z_filter_t filter =
                H5Pget_filter2(properties, (unsigned)i, &flags, &length, settings, 0, NULL, NULL);
            H5Z_filter_t expected = i == 0 ? H5Z_FILTER_SHUFFLE : H5Z_FILTER_DEFLATE;
            packed = filter == expected;
            if (!packed)
                break;
        }
        packed = packed && filters == 2 && (lead == 0 || shape[0] == 1);
        found->chunk_records = lead ? shape[0] : 0;
    }
    H5Pclose(properties);
    uint64_t size[DIMENSIONS_MAX], chunk[DIMENSIONS_MAX];
    for (int d = 0; d < group->dimension_count; d++) {
        size[d] = group->dimensions[d].size;
        chunk[d] = shape[lead + d];
    }
    packed = packed && chunk_grid_from_shape(&found->grid, group->dimension_count, size, chunk) &&
             found->grid.values <= UINT32_MAX / sizeof(int64_t);
    found->layout = packed ? READER_PACKED : READER_PLAIN;
    return good;
}

/* False: not a column that this reader understands, which is no failure. */
static bool scan_column(const struct reader_group *group, hid_t parent, const char *name,
                        struct reader_column *column, struct reader_dataset *found)
{
    hid_t dataset = reader_open_dataset(parent, name);
    if (dataset < 0)
        return false;
    *column = (struct reader_column){0};
    *found = (struct reader_dataset){.dataset = H5I_INVALID_HID};
    memcpy(column->name, name, strlen(name) + 1);
    hdf_get_text(dataset, "units", column->unit, sizeof column->unit);
    hdf_get_text(dataset, "long_name", column->meaning, sizeof column->meaning);
    column->nature = nature_of(dataset);
    int64_t bits = 0;
    if (hdf_get_integers(dataset, "mantissa_bits", 1, &bits) && bits > 0 && bits <= 52)
        column->bits = (int)bits;

    int rank;
    hsize_t size[RANK_MAX];
    bool good = type_of(dataset, column->unit, &column->type) &&
                simple_shape(dataset, &rank, size) &&
                (rank == group->dimension_count || rank == group->dimension_count + 1);
    if (good) {
        column->has_time = rank > group->dimension_count;
        for (int d = 0; d < group->dimension_count; d++)
            good = good && size[column->has_time + d] == group->dimensions[d].size;
        good = good && layout_of(dataset, group, column->has_time, found);
        found->records = column->has_time ? size[0] : 0;
    }
    H5Dclose(dataset);
    return good;
}

static bool scan_dimension(const struct reader_state *state, hid_t parent, const char *name,
                           struct reader_dimension *dimension)
{
    if (strlen(name) >= sizeof dimension->name)
        return false;
    memcpy(dimension->name, name, strlen(name) + 1);
    hid_t scale = reader_open_dataset(parent, name);
    int rank;
    hsize_t size[RANK_MAX];
    bool good = scale >= 0 && simple_shape(scale, &rank, size) && rank == 1 && size[0] >= 1 &&
                size[0] <= UINT32_MAX;
    if (good) {
        dimension->size = size[0];
        hid_t type = H5Dget_type(scale);
        if (H5Tget_class(type) == H5T_STRING) {
            uint64_t length;
            dimension->labels = reader_text_read(state, scale, &length);
            good = dimension->labels != NULL;
        }
        H5Tclose(type);
    }
    H5Dclose(scale);
    return good;
}

static bool scan_dimensions(const struct reader_state *state, hid_t parent,
                            struct reader_group *group)
{
    char names[256], *rest = NULL;
    if (!hdf_get_text(parent, "dimensions", names, sizeof names))
        return false;
    uint64_t most = (reader_file_bytes(state) + 1) * DEFLATE_RATIO;
    group->rows = 1;
    for (char *name = strtok_r(names, " ", &rest); name != NULL;
         name = strtok_r(NULL, " ", &rest)) {
        if (group->dimension_count == DIMENSIONS_MAX)
            return false;
        struct reader_dimension *dimension = &group->dimensions[group->dimension_count++];
        if (!scan_dimension(state, parent, name, dimension) ||
            __builtin_mul_overflow(group->rows, dimension->size, &group->rows) ||
            group->rows > most)
            return false;
    }
    return true;
}

static bool is_dimension(const struct reader_group *group, const char *name)
{
    for (int d = 0; d < group->dimension_count; d++)
        if (strcmp(group->dimensions[d].name, name) == 0)
            return true;
    return strcmp(name, "time") == 0;
}

bool reader_scan_days(struct reader *reader, int g, struct error *err)
{
    struct reader_state *state = reader_state(reader);
    struct reader_group *group = &reader->groups[g];
    hid_t time = state->time[g];
    int rank;
    hsize_t length[RANK_MAX];
    if (!simple_shape(time, &rank, length) || rank != 1)
        return fail(err, ERROR_FILE, "%s: %s/time is damaged", reader->path, group->name);
    if (length[0] < group->records || length[0] > reader_file_bytes(state) / sizeof(int64_t))
        return fail(err, ERROR_FILE, "%s: %s/time is damaged: %llu records", reader->path,
                    group->name, (unsigned long long)length[0]);
    if (length[0] == group->records)
        return true;
    double *days = realloc(group->days, length[0] * sizeof *days);
    if (days == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for %s", reader->path);
    group->days = days;
    hsize_t start = group->records, count_new = length[0] - group->records;
    hid_t space = H5Dget_space(time), memory = H5Screate_simple(1, &count_new, NULL);
    bool done =
        H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, NULL, &count_new, NULL) >= 0 &&
        H5Dread(time, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, days + group->records) >= 0;
    H5Sclose(memory);
    H5Sclose(space);
    for (uint64_t i = group->records; done && i < length[0]; i++)
        done = isfinite(days[i]) && fabs(days[i]) < 1e9 && (i == 0 || days[i] >= days[i - 1]);
    if (!done)
        return fail(err, ERROR_FILE, "%s: %s/time is damaged", reader->path, group->name);
    group->records = length[0];
    return true;
}

static bool scan_columns(struct reader *reader, int g, hid_t parent, const struct name_list *names,
                         struct error *err)
{
    struct reader_group *group = &reader->groups[g];
    struct reader_state *state = reader_state(reader);
    group->columns = calloc((size_t)names->length + 1, sizeof *group->columns);
    state->datasets[g] = calloc((size_t)names->length + 1, sizeof **state->datasets);
    if (group->columns == NULL || state->datasets[g] == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for %s", reader->path);
    for (int i = 0; i < names->length; i++) {
        if (is_dimension(group, names->names[i]))
            continue;
        int c = group->column_count;
        if (!scan_column(group, parent, names->names[i], &group->columns[c],
                         &state->datasets[g][c]))
            continue;
        if (group->columns[c].has_time && state->datasets[g][c].records < group->records)
            return fail(err, ERROR_FILE, "%s: %s/%s is damaged: it has fewer records than time",
                        reader->path, group->name, names->names[i]);
        group->column_count++;
    }
    return true;
}

/* `time` is read before the columns: whoever sees a time finds its record. */
static bool scan_table(struct reader *reader, hid_t parent, const char *name,
                       const struct name_list *names, struct error *err)
{
    struct reader_state *state = reader_state(reader);
    if (reader->group_count == READER_GROUPS_MAX || strlen(name) >= sizeof reader->groups->name)
        return true;
    size_t length = (size_t)reader->group_count + 1;
    struct reader_group *groups = realloc(reader->groups, length * sizeof *groups);
    if (groups != NULL)
        reader->groups = groups;
    hid_t *time = realloc(state->time, length * sizeof *time);
    if (time != NULL)
        state->time = time;
    struct reader_dataset **datasets =
        realloc(state->datasets, length * sizeof(struct reader_dataset *));
    if (datasets != NULL)
        state->datasets = datasets;
    if (groups == NULL || time == NULL || datasets == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for %s", reader->path);

    int g = reader->group_count++;
    struct reader_group *group = &groups[g];
    *group = (struct reader_group){0};
    datasets[g] = NULL;
    memcpy(group->name, name, strlen(name) + 1);
    time[g] = reader_open_dataset(parent, "time");
    if (time[g] < 0 || !scan_dimensions(state, parent, group))
        return fail(err, ERROR_FILE, "%s: the group %s is damaged: its dimensions cannot be read",
                    reader->path, name);
    hdf_get_text(parent, "long_name", group->meaning, sizeof group->meaning);
    hdf_get_integers(parent, "every", 1, &group->every);
    return reader_scan_days(reader, g, err) && scan_columns(reader, g, parent, names, err);
}

static bool is_group(hid_t parent, const char *name)
{
    hid_t object = H5Oopen(parent, name, H5P_DEFAULT);
    bool group = object >= 0 && H5Iget_type(object) == H5I_GROUP;
    H5Oclose(object);
    return group;
}

static bool scan_group(struct reader *reader, hid_t parent, const char *name, int depth,
                       struct error *err)
{
    struct name_list names;
    if (!list_names(parent, &names)) {
        free(names.names);
        return hdf_fail(err, reader->path, "the group %s is damaged", name[0] != 0 ? name : "/");
    }
    bool done = true;
    if (H5Aexists(parent, "dimensions") > 0) {
        done = scan_table(reader, parent, name, &names, err);
    } else if (depth < DEPTH_MAX) {
        for (int i = 0; done && i < names.length; i++) {
            if (!is_group(parent, names.names[i]))
                continue;
            char path[256];
            int length = snprintf(path, sizeof path, "%s%s%s", name, name[0] != 0 ? "/" : "",
                                  names.names[i]);
            hid_t group = length < (int)sizeof path ? H5Gopen2(parent, names.names[i], H5P_DEFAULT)
                                                    : H5I_INVALID_HID;
            if (group >= 0)
                done = scan_group(reader, group, path, depth + 1, err);
            H5Gclose(group);
        }
    }
    free(names.names);
    return done;
}

bool reader_scan(struct reader *reader, struct error *err)
{
    hid_t root = H5Gopen2(reader_state(reader)->file, "/", H5P_DEFAULT);
    bool done = root >= 0 ? scan_group(reader, root, "", 0, err)
                          : hdf_fail(err, reader->path, "is damaged");
    H5Gclose(root);
    return done;
}

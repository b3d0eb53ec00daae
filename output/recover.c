#include "output/recover.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/memory.h"
#include "output/hdf.h"
#include "output/reader_file.h"
#include "output/run_file_list.h"

enum { TEXT_BYTES = 64 << 10, EVENT_OLD_TEXTS = 3, PARAMETER_LISTS = 5 };

/* The file as it was read, in the form in which the writer takes it. */
struct copy {
    struct reader reader;
    struct table *tables; /* [group] */
    struct run_file_group *groups;
    struct attribute *attributes;
    int attribute_count;
    struct run_parameter *parameters;
    int parameter_count;
    char **parameter_texts[PARAMETER_LISTS];
    uint64_t parameter_lengths[PARAMETER_LISTS];
};

/* --- tables -------------------------------------------------------------------------------- */

static bool copy_columns(struct table *table, const struct reader_group *group)
{
    struct column *columns = calloc((size_t)group->column_count + 1, sizeof *columns);
    table->columns = columns;
    table->column_count = group->column_count;
    table->data = calloc((size_t)group->column_count + 1, sizeof *table->data);
    if (columns == NULL || table->data == NULL)
        return false;
    for (int c = 0; c < group->column_count; c++) {
        const struct reader_column *from = &group->columns[c];
        enum column_nature nature = from->nature == TRAIT ? STOCK : from->nature;
        columns[c] = (struct column){
            .name = from->name,
            .type = from->type,
            .nature = from->has_time ? nature : TRAIT,
            .unit = from->unit,
            .bits = from->bits,
            .meaning = from->meaning,
        };
        table->data[c] = memory_block(group->rows * column_type_size(from->type));
        if (table->data[c] == NULL)
            return false;
    }
    return true;
}

static bool copy_table(struct copy *copy, int g, struct error *err)
{
    struct reader *reader = &copy->reader;
    const struct reader_group *group = &reader->groups[g];
    struct table *table = &copy->tables[g];
    *table = (struct table){.name = group->name,
                            .meaning = group->meaning,
                            .rows = group->rows,
                            .dimension_count = group->dimension_count};
    for (int d = 0; d < group->dimension_count; d++)
        table->dimensions[d] = (struct dimension){
            .name = group->dimensions[d].name,
            .size = group->dimensions[d].size,
            .labels = (const char *const *)group->dimensions[d].labels,
        };
    if (!copy_columns(table, group))
        return fail(err, ERROR_MEMORY, "out of memory for %s", reader->path);
    for (int c = 0; c < group->column_count; c++)
        if (!group->columns[c].has_time &&
            !reader_record_raw(reader, group, group->columns[c].name, 0, table->data[c], err))
            return false;
    uint32_t every = group->every > 0 && group->every < UINT32_MAX ? (uint32_t)group->every : 0;
    copy->groups[g] = (struct run_file_group){.table = table, .name = group->name, .every = every};
    return true;
}

/* --- attributes and parameters ------------------------------------------------------------- */

static struct attribute *add_attribute(struct copy *copy, const char *name)
{
    struct attribute *attributes =
        realloc(copy->attributes, ((size_t)copy->attribute_count + 1) * sizeof *copy->attributes);
    char *kept = strdup(name);
    if (attributes == NULL || kept == NULL) {
        copy->attributes = attributes != NULL ? attributes : copy->attributes;
        free(kept);
        return NULL;
    }
    copy->attributes = attributes;
    struct attribute *attribute = &attributes[copy->attribute_count++];
    *attribute = (struct attribute){.name = kept};
    return attribute;
}

static bool read_attribute(hid_t file, struct attribute *attribute)
{
    hid_t handle = H5Aopen(file, attribute->name, H5P_DEFAULT);
    hid_t type = H5Aget_type(handle), space = H5Aget_space(handle);
    bool done = H5Sget_simple_extent_npoints(space) == 1;
    H5T_class_t class = H5Tget_class(type);
    if (done && class == H5T_INTEGER) {
        attribute->type = ATTRIBUTE_INTEGER;
        done = H5Aread(handle, H5T_NATIVE_INT64, &attribute->integer) >= 0;
    } else if (done && class == H5T_FLOAT) {
        attribute->type = ATTRIBUTE_REAL;
        done = H5Aread(handle, H5T_NATIVE_DOUBLE, &attribute->real) >= 0;
    } else if (done && class == H5T_STRING) {
        char *text = malloc(TEXT_BYTES);
        attribute->type = ATTRIBUTE_TEXT;
        attribute->text = text;
        done = text != NULL && hdf_get_text(file, attribute->name, text, TEXT_BYTES);
    } else {
        done = false;
    }
    H5Sclose(space);
    H5Tclose(type);
    H5Aclose(handle);
    return done;
}

static bool is_written_anyway(const char *name)
{
    return strcmp(name, "format") == 0 || strcmp(name, "format_version") == 0 ||
           strcmp(name, "recovered") == 0;
}

static herr_t copy_attribute(hid_t file, const char *name, const H5A_info_t *info, void *data)
{
    (void)info;
    struct copy *copy = data;
    if (is_written_anyway(name))
        return 0;
    struct attribute *attribute = add_attribute(copy, name);
    if (attribute == NULL)
        return -1;
    if (!read_attribute(file, attribute)) { /* not one of ours: left out */
        free((void *)(uintptr_t)attribute->name);
        free((void *)(uintptr_t)attribute->text);
        copy->attribute_count--;
    }
    return 0;
}

/* Texts that were too long for an attribute are datasets of the root. */
static herr_t copy_long_text(hid_t file, const char *name, const H5L_info_t *info, void *data)
{
    (void)file;
    struct copy *copy = data;
    char **texts;
    uint64_t length;
    if (info->type != H5L_TYPE_HARD || !reader_texts(&copy->reader, name, &texts, &length, NULL))
        return 0;
    struct attribute *attribute = length == 1 ? add_attribute(copy, name) : NULL;
    if (attribute != NULL)
        attribute->text = strdup(texts[0]);
    reader_texts_free(texts, length);
    return 0;
}

static bool copy_attributes(struct copy *copy, struct error *err)
{
    hid_t file = reader_state(&copy->reader)->file;
    hsize_t at = 0;
    if (H5Aiterate2(file, H5_INDEX_NAME, H5_ITER_INC, &at, copy_attribute, copy) < 0 ||
        H5Literate(file, H5_INDEX_NAME, H5_ITER_INC, NULL, copy_long_text, copy) < 0)
        return hdf_fail(err, copy->reader.path, "cannot read its attributes");
    struct attribute *mark = add_attribute(copy, "recovered");
    if (mark == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for %s", copy->reader.path);
    mark->type = ATTRIBUTE_INTEGER;
    mark->integer = 1;
    return true;
}

static bool copy_parameters(struct copy *copy)
{
    const char *const lists[PARAMETER_LISTS] = {"parameter/parameter", "parameter/value",
                                                "parameter/unit", "parameter/source",
                                                "parameter/meaning"};
    for (int i = 0; i < PARAMETER_LISTS; i++)
        if (!reader_texts(&copy->reader, lists[i], &copy->parameter_texts[i],
                          &copy->parameter_lengths[i], NULL) ||
            copy->parameter_lengths[i] != copy->parameter_lengths[0])
            return true; /* a file without them */
    int length = (int)copy->parameter_lengths[0];
    uint8_t *defaults = calloc((size_t)length + 1, 1);
    copy->parameters = calloc((size_t)length + 1, sizeof *copy->parameters);
    if (copy->parameters == NULL || defaults == NULL) {
        free(defaults);
        return false;
    }
    hid_t dataset = reader_open_dataset(reader_state(&copy->reader)->file, "parameter/is_default");
    hid_t space = dataset >= 0 ? H5Dget_space(dataset) : H5I_INVALID_HID;
    if (H5Sget_simple_extent_npoints(space) == length)
        H5Dread(dataset, H5T_NATIVE_UINT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, defaults);
    H5Sclose(space);
    H5Dclose(dataset);
    char ***texts = copy->parameter_texts;
    for (int i = 0; i < length; i++)
        copy->parameters[i] = (struct run_parameter){texts[0][i], texts[1][i], texts[2][i],
                                                     texts[3][i], texts[4][i], defaults[i] != 0};
    copy->parameter_count = length;
    free(defaults);
    return true;
}

/* --- records ------------------------------------------------------------------------------- */

static bool read_tables_record(struct copy *copy, int g, uint64_t record)
{
    const struct reader_group *group = &copy->reader.groups[g];
    for (int c = 0; c < group->column_count; c++)
        if (group->columns[c].has_time &&
            !reader_record_raw(&copy->reader, group, group->columns[c].name, record,
                               copy->tables[g].data[c], NULL))
            return false;
    return true;
}

static bool copy_records(struct copy *copy, struct run_file *file, struct recover_result *result,
                         struct error *err)
{
    for (int g = 0; g < copy->reader.group_count; g++) {
        const struct reader_group *group = &copy->reader.groups[g];
        for (uint64_t r = 0; r < group->records; r++) {
            if (!read_tables_record(copy, g, r)) {
                result->lost += group->records - r;
                break;
            }
            if (!run_file_append(file, group->name, group->days[r], err))
                return false;
            result->records++;
            if (group->days[r] > result->days)
                result->days = group->days[r];
        }
    }
    return true;
}

/* The columns of /event; those that a file of an older program lacks stay empty. */
struct event_columns {
    uint64_t length;
    double *days, *value[EVENT_VALUES];
    char **text[EVENT_TEXTS];
    uint64_t text_length[EVENT_TEXTS];
};

static bool read_events(struct reader *reader, struct event_columns *columns)
{
    *columns = (struct event_columns){0};
    if (!reader_event_days(reader, &columns->days, &columns->length, NULL))
        return false;
    for (int i = 0; i < EVENT_TEXTS; i++) {
        char name[64];
        snprintf(name, sizeof name, "event/%s", run_event_text_name(i));
        bool there = reader_texts(reader, name, &columns->text[i], &columns->text_length[i], NULL);
        if ((!there || columns->text_length[i] < columns->length) && i < EVENT_OLD_TEXTS)
            return false;
    }
    for (int i = 0; i < EVENT_VALUES; i++) {
        uint64_t length;
        if (reader_event_numbers(reader, run_event_value_name(i), &columns->value[i], &length,
                                 NULL) &&
            length >= columns->length)
            continue;
        free(columns->value[i]);
        columns->value[i] = NULL;
    }
    return true;
}

static const char *text_of(const struct event_columns *columns, int which, uint64_t event)
{
    return event < columns->text_length[which] ? columns->text[which][event] : "";
}

static bool copy_events(struct copy *copy, struct run_file *file, struct recover_result *result,
                        struct error *err)
{
    struct event_columns columns;
    bool readable = read_events(&copy->reader, &columns), done = true;
    for (uint64_t e = 0; readable && done && e < columns.length; e++) {
        struct run_event event = {.days = columns.days[e],
                                  .kind = text_of(&columns, 0, e),
                                  .where = text_of(&columns, 1, e),
                                  .what = text_of(&columns, 2, e),
                                  .region = text_of(&columns, 3, e),
                                  .industry = text_of(&columns, 4, e),
                                  .rule = text_of(&columns, 5, e)};
        for (int i = 0; i < EVENT_VALUES; i++)
            event.value[i] = columns.value[i] != NULL ? columns.value[i][e] : 0;
        done = run_file_event(file, &event, err);
        result->events++;
    }
    for (int i = 0; i < EVENT_TEXTS; i++)
        reader_texts_free(columns.text[i], columns.text_length[i]);
    for (int i = 0; i < EVENT_VALUES; i++)
        free(columns.value[i]);
    free(columns.days);
    return done;
}

/* --- all ----------------------------------------------------------------------------------- */

static void free_copy(struct copy *copy)
{
    for (int g = 0; copy->tables != NULL && g < copy->reader.group_count; g++) {
        struct table *table = &copy->tables[g];
        for (int c = 0; table->data != NULL && c < table->column_count; c++)
            free(table->data[c]);
        free(table->data);
        free((void *)(uintptr_t)table->columns);
    }
    free(copy->tables);
    free(copy->groups);
    for (int i = 0; i < copy->attribute_count; i++) {
        free((void *)(uintptr_t)copy->attributes[i].name);
        free((void *)(uintptr_t)copy->attributes[i].text);
    }
    free(copy->attributes);
    free(copy->parameters);
    for (int i = 0; i < PARAMETER_LISTS; i++)
        reader_texts_free(copy->parameter_texts[i], copy->parameter_lengths[i]);
    reader_close(&copy->reader);
}

static bool read_copy(struct copy *copy, struct error *err)
{
    size_t groups = (size_t)copy->reader.group_count + 1;
    copy->tables = calloc(groups, sizeof *copy->tables);
    copy->groups = calloc(groups, sizeof *copy->groups);
    if (copy->tables == NULL || copy->groups == NULL || !copy_parameters(copy))
        return fail(err, ERROR_MEMORY, "out of memory for %s", copy->reader.path);
    for (int g = 0; g < copy->reader.group_count; g++)
        if (!copy_table(copy, g, err))
            return false;
    return copy_attributes(copy, err);
}

static bool write_copy(struct copy *copy, const char *out, bool overwrite,
                       struct recover_result *result, struct error *err)
{
    double *days;
    uint64_t events = 0;
    if (reader_event_days(&copy->reader, &days, &events, NULL))
        free(days);
    struct run_file_options options = {
        .path = out,
        .overwrite = overwrite,
        .start_date = copy->reader.start_date,
        .days_per_step = copy->reader.days_per_step,
        .attributes = copy->attributes,
        .attribute_count = copy->attribute_count,
        .parameters = copy->parameters,
        .parameter_count = copy->parameter_count,
        .groups = copy->groups,
        .group_count = copy->reader.group_count,
        .events_max = events < INT32_MAX ? (int)events + 1 : 0,
    };
    struct run_file *file;
    if (!run_file_create(&file, &options, err))
        return false;
    bool done = copy_records(copy, file, result, err) && copy_events(copy, file, result, err);
    done = run_file_close(file, done ? err : NULL) && done;
    if (!done)
        unlink(out);
    return done;
}

static bool same_file(const char *a, const char *b)
{
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

bool run_file_recover(const char *in, const char *out, bool overwrite,
                      struct recover_result *result, struct error *err)
{
    struct recover_result ignored;
    if (result == NULL)
        result = &ignored;
    *result = (struct recover_result){0};
    if (same_file(in, out))
        return fail(err, ERROR_FILE, "%s: a file cannot be recovered into itself", in);
    struct copy copy = {0};
    if (!reader_open(&copy.reader, in, err))
        return false;
    bool done = read_copy(&copy, err) && write_copy(&copy, out, overwrite, result, err);
    if (done)
        reader_date(&copy.reader, result->days, result->last_date);
    free_copy(&copy);
    return done;
}

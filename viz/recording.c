#include "viz/recording.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"

/* A column above this is not kept in memory: 32 Mi values, 256 MiB. */
#define VALUES_MAX ((uint64_t)32 << 20)

const struct reader_group *recording_group(const struct recording *recording, const char *name)
{
    return reader_group(&recording->reader, name);
}

/* The file's name without folder and ending. */
static void name_of_file(char *text, size_t size, const char *path)
{
    const char *slash = strrchr(path, '/');
    snprintf(text, size, "%s", slash ? slash + 1 : path);
    char *dot = strrchr(text, '.');
    if (dot && dot != text)
        *dot = '\0';
}

/* Digits in groups of three: 20,000. */
static void group_thousands(char *text, size_t size, const char *digits)
{
    size_t length = strlen(digits), used = 0;
    bool number = length > 0 && strspn(digits, "0123456789") == length;
    for (size_t i = 0; i < length && used + 2 < size; i++) {
        if (number && i > 0 && (length - i) % 3 == 0)
            text[used++] = ',';
        text[used++] = digits[i];
    }
    text[used] = '\0';
}

static void describe(struct recording *recording)
{
    const struct reader *reader = &recording->reader;
    char value[256], firms[64] = "";
    if (!reader_attribute(reader, "title", recording->title, sizeof recording->title) &&
        !reader_attribute(reader, "scenario", recording->title, sizeof recording->title))
        recording->title[0] = '\0';
    if (!recording->title[0])
        name_of_file(recording->title, sizeof recording->title, reader->path);

    size_t used = 0;
    if (reader_attribute(reader, "seed", value, sizeof value))
        used =
            (size_t)snprintf(recording->subtitle, sizeof recording->subtitle, "seed %.40s", value);
    const struct reader_group *group = reader_group(reader, "firm");
    int dimension = group ? recording_dimension(group, "firm") : -1;
    if (reader_attribute(reader, "firms", value, sizeof value))
        group_thousands(firms, sizeof firms, value);
    else if (dimension >= 0) {
        snprintf(value, sizeof value, "%" PRIu64, group->dimensions[dimension].size);
        group_thousands(firms, sizeof firms, value);
    }
    if (firms[0])
        snprintf(recording->subtitle + used, sizeof recording->subtitle - used, "%s%s firms",
                 used ? "  ·  " : "", firms);
}

bool recording_open(struct recording *recording, const char *path, struct error *err)
{
    memset(recording, 0, sizeof *recording);
    if (!reader_open(&recording->reader, path, err))
        return false;
    if (!date_parse(recording->reader.start_date, &recording->start_day)) {
        fail(err, ERROR_FILE, "%s: start date \"%s\" is no date (YYYY-MM-DD)", path,
             recording->reader.start_date);
        reader_close(&recording->reader);
        return false;
    }
    describe(recording);
    return true;
}

void recording_close(struct recording *recording)
{
    for (int i = 0; i < recording->column_count; i++) {
        free(recording->columns[i]->values);
        free(recording->columns[i]);
    }
    free(recording->columns);
    reader_close(&recording->reader);
    memset(recording, 0, sizeof *recording);
}

/* Room for more records; a quarter in reserve, so that following a run copies seldom. */
static bool reserve(struct recording_column *column, uint64_t records)
{
    if (records <= column->capacity)
        return true;
    uint64_t capacity = column->capacity ? records + records / 4 : records;
    if (column->rows == 0 || capacity > VALUES_MAX / column->rows)
        capacity = records;
    if (column->rows > 0 && capacity > VALUES_MAX / column->rows)
        return false;
    double *values = realloc(column->values, (capacity * column->rows + 1) * sizeof *values);
    if (!values)
        return false;
    column->values = values;
    column->capacity = capacity;
    return true;
}

/* Brings a column up to its group's records. */
static bool read_more(struct recording *recording, struct recording_column *column,
                      struct error *err)
{
    const struct reader_group *group = reader_group(&recording->reader, column->group);
    if (!group)
        return fail(err, ERROR_FILE, "%s: group %s is gone", recording->reader.path, column->group);
    uint64_t records = column->has_time ? group->records : 1;
    column->days = column->has_time ? group->days : NULL;
    if (records == column->records)
        return true;
    if (!reserve(column, records))
        return fail(err, ERROR_MEMORY,
                    "%s: /%s/%s is too large to be shown (%" PRIu64 " records of %" PRIu64 " rows)",
                    recording->reader.path, column->group, column->name, records, column->rows);
    if (column->records == 0 && column->has_time) {
        if (!reader_all(&recording->reader, group, column->name, column->values, err))
            return false;
    } else {
        for (uint64_t t = column->records; t < records; t++)
            if (!reader_record(&recording->reader, group, column->name, t,
                               column->values + t * column->rows, err))
                return false;
    }
    column->records = records;
    return true;
}

static struct recording_column *add_column(struct recording *recording,
                                           const struct reader_group *group,
                                           const struct reader_column *from)
{
    if (recording->column_count == recording->column_capacity) {
        int capacity = recording->column_capacity ? 2 * recording->column_capacity : 32;
        struct recording_column **columns =
            realloc(recording->columns, (size_t)capacity * sizeof *columns);
        if (!columns)
            return NULL;
        recording->columns = columns;
        recording->column_capacity = capacity;
    }
    struct recording_column *column = calloc(1, sizeof *column);
    if (!column)
        return NULL;
    snprintf(column->group, sizeof column->group, "%s", group->name);
    snprintf(column->name, sizeof column->name, "%s", from->name);
    snprintf(column->unit, sizeof column->unit, "%s", from->unit);
    snprintf(column->meaning, sizeof column->meaning, "%s", from->meaning);
    column->type = from->type;
    column->nature = from->nature;
    column->has_time = from->has_time;
    column->rows = group->rows;
    recording->columns[recording->column_count++] = column;
    return column;
}

const struct recording_column *recording_column(struct recording *recording, const char *group,
                                                const char *name)
{
    for (int i = 0; i < recording->column_count; i++) {
        struct recording_column *column = recording->columns[i];
        if (strcmp(column->name, name) == 0 && strcmp(column->group, group) == 0)
            return column->readable ? column : NULL;
    }
    const struct reader_group *found = reader_group(&recording->reader, group);
    const struct reader_column *from = found ? reader_column(found, name) : NULL;
    struct recording_column *column = from ? add_column(recording, found, from) : NULL;
    if (!column)
        return NULL;
    struct error err = {0};
    column->readable = read_more(recording, column, &err);
    if (!column->readable)
        snprintf(recording->trouble, sizeof recording->trouble, "%s", err.text);
    return column->readable ? column : NULL;
}

static uint64_t all_records(const struct reader *reader)
{
    uint64_t sum = 0;
    for (int i = 0; i < reader->group_count; i++)
        sum += reader->groups[i].records;
    return sum;
}

bool recording_refresh(struct recording *recording, struct error *err)
{
    uint64_t before = all_records(&recording->reader);
    if (!reader_refresh(&recording->reader, err))
        return false;
    if (all_records(&recording->reader) != before)
        recording->version++;
    for (int i = 0; i < recording->column_count; i++) {
        struct recording_column *column = recording->columns[i];
        if (!column->readable)
            continue;
        struct error trouble = {0};
        column->readable = read_more(recording, column, &trouble);
        if (!column->readable)
            snprintf(recording->trouble, sizeof recording->trouble, "%s", trouble.text);
    }
    return true;
}

uint64_t recording_at(const double *days, uint64_t records, double day)
{
    uint64_t low = 0, high = records; /* the first record after the day is in low..high */
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (days[middle] <= day + 1e-6)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : 0;
}

const char *recording_label(const struct reader_group *group, int dimension, uint64_t position,
                            char text[static 24])
{
    const struct reader_dimension *d = &group->dimensions[dimension];
    if (d->labels && position < d->size && d->labels[position])
        return d->labels[position];
    snprintf(text, 24, "%" PRIu64, position);
    return text;
}

int64_t recording_position(const struct reader_group *group, int dimension, const char *label)
{
    char text[24];
    for (uint64_t i = 0; i < group->dimensions[dimension].size; i++)
        if (strcmp(recording_label(group, dimension, i, text), label) == 0)
            return (int64_t)i;
    return -1;
}

int recording_dimension(const struct reader_group *group, const char *name)
{
    for (int i = 0; i < group->dimension_count; i++)
        if (strcmp(group->dimensions[i].name, name) == 0)
            return i;
    return -1;
}

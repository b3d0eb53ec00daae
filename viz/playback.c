#include "viz/playback.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"

/* A column above this is not kept in memory: 32 Mi values, 256 MiB. */
#define VALUES_MAX ((uint64_t)32 << 20)

const struct reader_group *playback_group(const struct playback *playback, const char *name)
{
    return reader_group(&playback->reader, name);
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

static void describe(struct playback *playback)
{
    const struct reader *reader = &playback->reader;
    char value[256], firms[64] = "";
    if (!reader_attribute(reader, "title", playback->title, sizeof playback->title) &&
        !reader_attribute(reader, "scenario", playback->title, sizeof playback->title))
        playback->title[0] = '\0';
    if (!playback->title[0])
        name_of_file(playback->title, sizeof playback->title, reader->path);

    size_t used = 0;
    if (reader_attribute(reader, "seed", value, sizeof value))
        used = (size_t)snprintf(playback->subtitle, sizeof playback->subtitle, "seed %.40s", value);
    const struct reader_group *group = reader_group(reader, "firm");
    int dimension = group ? playback_dimension(group, "firm") : -1;
    if (reader_attribute(reader, "firms", value, sizeof value))
        group_thousands(firms, sizeof firms, value);
    else if (dimension >= 0) {
        snprintf(value, sizeof value, "%" PRIu64, group->dimensions[dimension].size);
        group_thousands(firms, sizeof firms, value);
    }
    if (firms[0])
        snprintf(playback->subtitle + used, sizeof playback->subtitle - used, "%s%s firms",
                 used ? "  ·  " : "", firms);
}

bool playback_open(struct playback *playback, const char *path, struct error *err)
{
    memset(playback, 0, sizeof *playback);
    if (!reader_open(&playback->reader, path, err))
        return false;
    if (!date_parse(playback->reader.start_date, &playback->start_day)) {
        fail(err, ERROR_FILE, "%s: start date \"%s\" is no date (YYYY-MM-DD)", path,
             playback->reader.start_date);
        reader_close(&playback->reader);
        return false;
    }
    describe(playback);
    event_marks_read(&playback->events, &playback->reader);
    return true;
}

void playback_close(struct playback *playback)
{
    for (int i = 0; i < playback->column_count; i++) {
        free(playback->columns[i]->values);
        free(playback->columns[i]);
    }
    free(playback->columns);
    event_marks_free(&playback->events);
    reader_close(&playback->reader);
    memset(playback, 0, sizeof *playback);
}

/* Room for more records; a quarter in reserve, so that following a run copies seldom. */
static bool reserve(struct playback_column *column, uint64_t records)
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
static bool read_more(struct playback *playback, struct playback_column *column, struct error *err)
{
    const struct reader_group *group = reader_group(&playback->reader, column->group);
    if (!group)
        return fail(err, ERROR_FILE, "%s: group %s is gone", playback->reader.path, column->group);
    uint64_t records = column->has_time ? group->records : 1;
    column->days = column->has_time ? group->days : NULL;
    if (records == column->records)
        return true;
    if (!reserve(column, records))
        return fail(err, ERROR_MEMORY,
                    "%s: /%s/%s is too large to be shown (%" PRIu64 " records of %" PRIu64 " rows)",
                    playback->reader.path, column->group, column->name, records, column->rows);
    if (column->records == 0 && column->has_time) {
        if (!reader_all(&playback->reader, group, column->name, column->values, err))
            return false;
    } else {
        for (uint64_t t = column->records; t < records; t++)
            if (!reader_record(&playback->reader, group, column->name, t,
                               column->values + t * column->rows, err))
                return false;
    }
    column->records = records;
    return true;
}

static struct playback_column *add_column(struct playback *playback,
                                          const struct reader_group *group,
                                          const struct reader_column *from)
{
    if (playback->column_count == playback->column_capacity) {
        int capacity = playback->column_capacity ? 2 * playback->column_capacity : 32;
        struct playback_column **columns =
            realloc(playback->columns, (size_t)capacity * sizeof *columns);
        if (!columns)
            return NULL;
        playback->columns = columns;
        playback->column_capacity = capacity;
    }
    struct playback_column *column = calloc(1, sizeof *column);
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
    playback->columns[playback->column_count++] = column;
    return column;
}

const struct playback_column *playback_column(struct playback *playback, const char *group,
                                              const char *name)
{
    for (int i = 0; i < playback->column_count; i++) {
        struct playback_column *column = playback->columns[i];
        if (strcmp(column->name, name) == 0 && strcmp(column->group, group) == 0)
            return column->readable ? column : NULL;
    }
    const struct reader_group *found = reader_group(&playback->reader, group);
    const struct reader_column *from = found ? reader_column(found, name) : NULL;
    struct playback_column *column = from ? add_column(playback, found, from) : NULL;
    if (!column)
        return NULL;
    struct error err = {0};
    column->readable = read_more(playback, column, &err);
    if (!column->readable)
        snprintf(playback->trouble, sizeof playback->trouble, "%s", err.text);
    return column->readable ? column : NULL;
}

static uint64_t all_records(const struct reader *reader)
{
    uint64_t sum = 0;
    for (int i = 0; i < reader->group_count; i++)
        sum += reader->groups[i].records;
    return sum;
}

bool playback_refresh(struct playback *playback, struct error *err)
{
    uint64_t before = all_records(&playback->reader);
    /* The columns are brought up to date even then: days may have moved in memory. */
    bool good = reader_refresh(&playback->reader, err);
    if (all_records(&playback->reader) != before) {
        playback->version++;
        event_marks_read(&playback->events, &playback->reader);
    }
    for (int i = 0; i < playback->column_count; i++) {
        struct playback_column *column = playback->columns[i];
        if (!column->readable)
            continue;
        struct error trouble = {0};
        column->readable = read_more(playback, column, &trouble);
        if (!column->readable)
            snprintf(playback->trouble, sizeof playback->trouble, "%s", trouble.text);
    }
    return good;
}

uint64_t playback_at(const double *days, uint64_t records, double day)
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

const char *playback_label(const struct reader_group *group, int dimension, uint64_t position,
                           char text[static 24])
{
    const struct reader_dimension *d = &group->dimensions[dimension];
    if (d->labels && position < d->size && d->labels[position])
        return d->labels[position];
    snprintf(text, 24, "%" PRIu64, position);
    return text;
}

int64_t playback_position(const struct reader_group *group, int dimension, const char *label)
{
    char text[24];
    for (uint64_t i = 0; i < group->dimensions[dimension].size; i++)
        if (strcmp(playback_label(group, dimension, i, text), label) == 0)
            return (int64_t)i;
    return -1;
}

int playback_dimension(const struct reader_group *group, const char *name)
{
    for (int i = 0; i < group->dimension_count; i++)
        if (strcmp(group->dimensions[i].name, name) == 0)
            return i;
    return -1;
}

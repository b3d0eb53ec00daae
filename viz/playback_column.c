/* Columns that are kept whole. */
#include <SDL.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/playback_parts.h"

/* So many values are kept in all columns together: 32 Mi, 256 MiB. */
#define VALUES_MAX ((uint64_t)32 << 20)

/* Records of a column to be read: what the loader's thread gets and gives back. */
struct playback_job {
    struct loader_job job;
    char group[128], name[64];
    uint64_t first, last; /* records, last exclusive */
    uint64_t rows;
    double *values; /* [last - first][rows] */
};

/* Room for more records; a quarter in reserve, so that following a run copies seldom. */
static bool reserve(struct playback *playback, struct playback_column *column, uint64_t records)
{
    if (records <= column->capacity)
        return true;
    uint64_t others = playback->values - column->capacity * column->rows;
    uint64_t room = others < VALUES_MAX ? VALUES_MAX - others : 0;
    uint64_t most = column->rows > 0 ? room / column->rows : UINT64_MAX;
    uint64_t capacity = column->capacity ? records + records / 4 : records;
    capacity = capacity > most ? records : capacity;
    if (capacity > most)
        return false;
    double *values = realloc(column->values, (capacity * column->rows + 1) * sizeof *values);
    if (!values)
        return false;
    playback->values = others + capacity * column->rows;
    column->values = values;
    column->capacity = capacity;
    return true;
}

static bool read_records(struct reader *reader, void *of, struct error *err)
{
    struct playback_job *job = of;
    const struct reader_group *group = reader_group(reader, job->group);
    if (!group)
        return fail(err, ERROR_FILE, "%s: group %s is gone", reader->path, job->group);
    const struct reader_column *column = reader_column(group, job->name);
    if (job->first == 0 && column && column->has_time && job->last == group->records)
        return reader_all(reader, group, job->name, job->values, err);
    for (uint64_t t = job->first; t < job->last; t++)
        if (!reader_record(reader, group, job->name, t, job->values + (t - job->first) * job->rows,
                           err))
            return false;
    return true;
}

static struct playback_job *make_job(const struct playback_column *column, uint64_t records)
{
    struct playback_job *job = calloc(1, sizeof *job);
    uint64_t count = records - column->records;
    if (!job)
        return NULL;
    job->values = malloc((count * column->rows + 1) * sizeof *job->values);
    if (!job->values) {
        free(job);
        return NULL;
    }
    snprintf(job->group, sizeof job->group, "%s", column->group);
    snprintf(job->name, sizeof job->name, "%s", column->name);
    job->first = column->records, job->last = records, job->rows = column->rows;
    job->job = (struct loader_job){.work = read_records, .of = job};
    return job;
}

static void give_up(struct playback *playback, struct playback_column *column, const char *why)
{
    column->failed = true;
    snprintf(playback->trouble, sizeof playback->trouble, "%s", why);
}

/* Adds what a job has read to its column, and forgets the job. */
static void take(struct playback *playback, struct playback_column *column)
{
    struct playback_job *job = column->job;
    column->job = NULL, column->reading = column->missed = false;
    if (job->job.good) {
        if (job->last > job->first)
            memcpy(column->values + job->first * column->rows, job->values,
                   (job->last - job->first) * column->rows * sizeof *job->values);
        column->records = job->last;
    } else
        give_up(playback, column, job->job.err.text);
    free(job->values), free(job);
}

/* Has the missing records of a column read: by the thread, or at once. */
static void read_more(struct playback *playback, struct playback_column *column)
{
    const struct reader_group *group = reader_group(&playback->reader, column->group);
    uint64_t records = !column->has_time ? 1 : group ? group->records : 0;
    column->days = column->has_time && group ? group->days : NULL;
    if (column->reading || column->failed || !group || records <= column->records)
        return;
    if (!reserve(playback, column, records)) {
        char text[512];
        snprintf(text, sizeof text,
                 "/%s/%s is too large to be shown (%" PRIu64 " records of %" PRIu64 " rows)",
                 column->group, column->name, records, column->rows);
        give_up(playback, column, text);
        return;
    }
    struct playback_job *job = column->job = make_job(column, records);
    if (!job) {
        give_up(playback, column, "out of memory for what is shown");
        return;
    }
    column->reading = true;
    if (playback->loader) {
        loader_submit(playback->loader, &job->job, false);
        return;
    }
    job->job.good = job->job.work(&playback->reader, job, &job->job.err);
    take(playback, column);
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

static struct playback_column *find_column(const struct playback *playback, const char *group,
                                           const char *name)
{
    for (int i = 0; i < playback->column_count; i++)
        if (strcmp(playback->columns[i]->name, name) == 0 &&
            strcmp(playback->columns[i]->group, group) == 0)
            return playback->columns[i];
    return NULL;
}

bool playback_wait(struct playback *playback, const struct loader_job *job)
{
    uint64_t now = SDL_GetTicks64();
    uint32_t left = now < playback->until ? (uint32_t)(playback->until - now) : 0;
    return loader_wait(playback->loader, job, left);
}

const struct playback_column *playback_column(struct playback *playback, const char *group,
                                              const char *name)
{
    struct playback_column *column = find_column(playback, group, name);
    if (!column) {
        const struct reader_group *found = reader_group(&playback->reader, group);
        const struct reader_column *from = found ? reader_column(found, name) : NULL;
        column = from ? add_column(playback, found, from) : NULL;
        if (!column)
            return NULL;
        read_more(playback, column);
    }
    /* What it has is shown while new records are read; the first ones are worth a moment. */
    bool first = column->reading && column->records == 0;
    if (first && playback_wait(playback, &column->job->job)) {
        /* What was drawn before without it has to hear of it too. */
        playback->late = playback->late || column->missed;
        take(playback, column);
        first = false;
    }
    if (first)
        playback->waiting = column->missed = true;
    return column->failed || first ? NULL : column;
}

void playback_columns_grow(struct playback *playback)
{
    for (int i = 0; i < playback->column_count; i++)
        read_more(playback, playback->columns[i]);
}

bool playback_columns_take(struct playback *playback)
{
    bool any = false;
    for (int i = 0; i < playback->column_count; i++) {
        struct playback_column *column = playback->columns[i];
        if (!column->reading)
            continue;
        if (loader_done(playback->loader, &column->job->job)) {
            take(playback, column);
            any = true;
        } else if (column->missed) {
            playback->waiting =
                true; /* whoever did without it does not ask again before it comes */
        }
    }
    return any;
}

void playback_columns_free(struct playback *playback)
{
    for (int i = 0; i < playback->column_count; i++) {
        struct playback_column *column = playback->columns[i];
        if (column->job)
            free(column->job->values);
        free(column->job), free(column->values), free(column);
    }
    free(playback->columns);
}

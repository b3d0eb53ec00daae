/* Records and histories of large groups: a cache that holds those used last, and reads ahead. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/playback_parts.h"

/* In bytes; what the present frame uses is kept in any case. */
#define CACHE_MAX ((uint64_t)160 << 20)

enum { ENTRIES = 512, WALKS = 16, STRIDE_MAX = 32 };

enum entry_kind { ENTRY_FREE, ENTRY_RECORD, ENTRY_HISTORY };

struct entry {
    enum entry_kind kind;
    const struct reader_group *group; /* the reader's, which stay where they are */
    const struct reader_column *column;
    uint64_t at;     /* the record, or the row */
    uint64_t length; /* values */
    uint64_t used;   /* frame in which it was asked for last */
    bool reading, failed;
    double *values;
    struct loader_job job;
};

/* Which record of a column was asked for last: where this goes on, the next one is read ahead. */
struct walk {
    const struct reader_column *column;
    uint64_t last, used;
};

struct playback_cache {
    struct entry entry[ENTRIES];
    struct walk walk[WALKS];
    uint64_t bytes;
};

static uint64_t bytes_of(const struct entry *entry)
{
    return (entry->length + 1) * sizeof *entry->values;
}

static bool read_entry(struct reader *reader, void *of, struct error *err)
{
    struct entry *entry = of;
    if (entry->kind == ENTRY_HISTORY) {
        /* Records may have come since it was asked for. */
        if (entry->length < entry->group->records) {
            memset(entry->values, 0, entry->length * sizeof *entry->values);
            return true; /* nobody will find it: the length is part of the question */
        }
        return reader_history(reader, entry->group, entry->column->name, entry->at, entry->values,
                              err);
    }
    return reader_record(reader, entry->group, entry->column->name, entry->at, entry->values, err);
}

static void drop(struct playback_cache *cache, struct entry *entry)
{
    cache->bytes -= bytes_of(entry);
    free(entry->values);
    *entry = (struct entry){0};
}

/* Takes what the thread has done; true where it has nothing to do with the entry any more. */
static bool settle(struct playback *playback, struct entry *entry)
{
    if (!entry->reading)
        return true;
    if (!loader_done(playback->loader, &entry->job))
        return false;
    entry->reading = false;
    if (!entry->job.good) {
        entry->failed = true;
        snprintf(playback->trouble, sizeof playback->trouble, "%s", entry->job.err.text);
    }
    return true;
}

/* A place for so many bytes more: a free one, or that of what has not been used for longest. */
static struct entry *make_room(struct playback *playback, uint64_t bytes)
{
    struct playback_cache *cache = playback->cache;
    while (true) {
        struct entry *free_one = NULL, *oldest = NULL;
        for (int i = 0; i < ENTRIES; i++) {
            struct entry *entry = &cache->entry[i];
            if (entry->kind == ENTRY_FREE) {
                free_one = free_one ? free_one : entry;
                continue;
            }
            bool old = entry->used < playback->frame && (!oldest || entry->used < oldest->used);
            if (old && settle(playback, entry))
                oldest = entry;
        }
        bool fits = cache->bytes + bytes <= CACHE_MAX;
        if ((fits || !oldest) && free_one)
            return free_one;
        if (!oldest)
            return NULL;
        drop(cache, oldest);
    }
}

static struct entry *find(struct playback_cache *cache, enum entry_kind kind,
                          const struct reader_column *column, uint64_t at, uint64_t length)
{
    for (int i = 0; i < ENTRIES; i++) {
        struct entry *entry = &cache->entry[i];
        if (entry->at == at && entry->column == column && entry->kind == kind &&
            entry->length == length)
            return entry;
    }
    return NULL;
}

/* Jobs of a column that nobody asks for any more: the handle of the timeline has moved on. */
static void cancel_others(struct playback *playback, const struct reader_column *column)
{
    for (int i = 0; i < ENTRIES; i++) {
        struct entry *entry = &playback->cache->entry[i];
        if (entry->kind != ENTRY_FREE && entry->column == column && entry->reading &&
            entry->used < playback->frame && !loader_done(playback->loader, &entry->job) &&
            loader_cancel(playback->loader, &entry->job))
            drop(playback->cache, entry);
    }
}

static struct entry *ask(struct playback *playback, enum entry_kind kind,
                         const struct reader_group *group, const struct reader_column *column,
                         uint64_t at, bool urgent)
{
    uint64_t length = kind == ENTRY_RECORD ? group->rows : group->records;
    struct entry *entry = find(playback->cache, kind, column, at, length);
    if (entry) {
        entry->used = playback->frame;
        return entry;
    }
    if (urgent && playback->loader)
        cancel_others(playback, column);
    /* A file can claim any number of rows without having them. */
    if (length >= CACHE_MAX / sizeof(double)) {
        snprintf(playback->trouble, sizeof playback->trouble,
                 "/%s/%s is too large to be shown (%" PRIu64 " values)", group->name, column->name,
                 length);
        return NULL;
    }
    entry = make_room(playback, (length + 1) * sizeof *entry->values);
    double *values = entry ? malloc((length + 1) * sizeof *values) : NULL;
    if (!values)
        return NULL;
    *entry = (struct entry){.kind = kind,
                            .group = group,
                            .column = column,
                            .at = at,
                            .length = length,
                            .used = playback->frame,
                            .values = values};
    entry->job = (struct loader_job){.work = read_entry, .of = entry};
    playback->cache->bytes += bytes_of(entry);
    if (playback->loader) {
        entry->reading = true;
        loader_submit(playback->loader, &entry->job, urgent);
    } else
        entry->failed = !read_entry(&playback->reader, entry, &entry->job.err);
    if (entry->failed)
        snprintf(playback->trouble, sizeof playback->trouble, "%s", entry->job.err.text);
    return entry;
}

/* The one that comes next, if this goes on as it did. */
static void read_ahead(struct playback *playback, const struct reader_group *group,
                       const struct reader_column *column, uint64_t record)
{
    struct walk *walk = &playback->cache->walk[0];
    for (int i = 0; i < WALKS; i++) {
        struct walk *other = &playback->cache->walk[i];
        if (other->column == column) {
            walk = other;
            break;
        }
        if (other->used < walk->used)
            walk = other;
    }
    bool same = walk->column == column;
    int64_t by = same ? (int64_t)record - (int64_t)walk->last : 0;
    bool moves = by != 0 && by <= STRIDE_MAX && by >= -STRIDE_MAX;
    int64_t next = (int64_t)record + by;
    *walk = (struct walk){column, record, playback->frame};
    bool fits = group->rows < CACHE_MAX / 8 / sizeof(double);
    if (playback->loader && moves && fits && next >= 0 && next < (int64_t)group->records)
        ask(playback, ENTRY_RECORD, group, column, (uint64_t)next, false);
}

static enum playback_answer answer(struct playback *playback, struct entry *entry,
                                   const double **values)
{
    if (!entry)
        return PLAYBACK_NONE;
    if (entry->reading)
        playback_wait(playback, &entry->job);
    if (!settle(playback, entry))
        playback->waiting = true;
    else if (!entry->failed)
        *values = entry->values;
    return entry->reading ? PLAYBACK_READING : entry->failed ? PLAYBACK_NONE : PLAYBACK_HERE;
}

static const struct reader_group *find_group(struct playback *playback, const char *group,
                                             const char *column, const struct reader_column **found)
{
    const struct reader_group *of = reader_group(&playback->reader, group);
    *found = of ? reader_column(of, column) : NULL;
    if (!*found)
        return NULL;
    if (!playback->cache)
        playback->cache = calloc(1, sizeof *playback->cache);
    return playback->cache ? of : NULL;
}

enum playback_answer playback_record(struct playback *playback, const char *group,
                                     const char *column, uint64_t record, const double **values)
{
    const struct reader_column *found;
    const struct reader_group *of = find_group(playback, group, column, &found);
    *values = NULL;
    if (!of || (found->has_time && record >= of->records))
        return PLAYBACK_NONE;
    if (!found->has_time)
        record = 0;
    struct entry *entry = ask(playback, ENTRY_RECORD, of, found, record, true);
    enum playback_answer answered = answer(playback, entry, values);
    if (found->has_time)
        read_ahead(playback, of, found, record);
    return answered;
}

enum playback_answer playback_history(struct playback *playback, const char *group,
                                      const char *column, uint64_t row, const double **values)
{
    const struct reader_column *found;
    const struct reader_group *of = find_group(playback, group, column, &found);
    *values = NULL;
    if (!of || !found->has_time || row >= of->rows || of->records == 0)
        return PLAYBACK_NONE;
    return answer(playback, ask(playback, ENTRY_HISTORY, of, found, row, true), values);
}

void playback_cache_free(struct playback_cache *cache)
{
    for (int i = 0; cache && i < ENTRIES; i++)
        free(cache->entry[i].values);
    free(cache);
}

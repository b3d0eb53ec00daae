#include "viz/playback.h"

#include <SDL.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "viz/playback_parts.h"

const struct reader_group *playback_group(const struct playback *playback, const char *name)
{
    return reader_group(&playback->reader, name);
}

const char *playback_name(const struct playback *playback)
{
    const char *path = playback->reader.path, *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

char *playback_short_name(const struct playback *playback, char *text, size_t size)
{
    snprintf(text, size, "%.150s", playback_name(playback));
    char *dot = strrchr(text, '.');
    if (dot && dot != text)
        *dot = '\0';
    return text;
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
        playback_short_name(playback, playback->title, sizeof playback->title);

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

/* A run takes the place of another one in memory: views of runs beside it, which know it by its
 * place and its version, must not take what they made from the one before for made from this one. */
static uint64_t first_version(void)
{
    static uint64_t opened;
    return ++opened << 32;
}

bool playback_open(struct playback *playback, const char *path, struct error *err)
{
    memset(playback, 0, sizeof *playback);
    playback->version = first_version();
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
    playback_foreground(playback);
    playback_columns_free(playback);
    playback_cache_free(playback->cache);
    event_marks_free(&playback->events);
    reader_close(&playback->reader);
    memset(playback, 0, sizeof *playback);
}

void playback_background(struct playback *playback, void (*wake)(void))
{
    if (!playback->loader && reader_by_threads())
        playback->loader = loader_start(&playback->reader, wake);
}

void playback_foreground(struct playback *playback)
{
    if (playback->loader)
        loader_stop(playback->loader);
    playback->loader = NULL;
}

enum playback_answer playback_work(struct playback *playback, struct loader_job *job)
{
    if (!playback->loader && job->state != LOADER_DONE) {
        job->good = job->work(&playback->reader, job->of, &job->err);
        job->state = LOADER_DONE;
    } else if (playback->loader && !job->submitted && job->state == LOADER_NEW)
        loader_submit(playback->loader, job, false);
    if (playback->loader && !playback_wait(playback, job)) {
        playback->waiting = true;
        return PLAYBACK_READING;
    }
    return job->good ? PLAYBACK_HERE : PLAYBACK_NONE;
}

void playback_frame(struct playback *playback)
{
    /* A wait that nobody notices, so that what is small is there in the first frame. */
    enum { MILLISECONDS = 8 };
    playback->frame++;
    playback->until = SDL_GetTicks64() + MILLISECONDS;
    playback->waiting = false;
    bool any = playback_columns_take(playback);
    if (any || playback->late)
        playback->version++;
    playback->late = false;
}

void playback_lock(struct playback *playback)
{
    if (playback->loader)
        loader_lock(playback->loader);
}

void playback_unlock(struct playback *playback)
{
    if (playback->loader)
        loader_unlock(playback->loader);
}

bool playback_read(struct playback *playback, const struct reader_group *group, const char *column,
                   uint64_t record, double *values)
{
    struct error err = {0};
    if (!reader_column(group, column))
        return false;
    playback_lock(playback);
    bool good = reader_record(&playback->reader, group, column, record, values, &err);
    playback_unlock(playback);
    if (!good)
        snprintf(playback->trouble, sizeof playback->trouble, "%s", err.text);
    return good;
}

bool playback_parameter(struct playback *playback, const char *name, char *text, uint64_t size)
{
    playback_lock(playback);
    bool found = reader_parameter(&playback->reader, name, text, size);
    playback_unlock(playback);
    return found;
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
    if (playback->loader && !loader_try_lock(playback->loader))
        return true; /* it reads; the next look will do */
    bool good = reader_refresh(&playback->reader, err);
    bool more = all_records(&playback->reader) != before;
    if (more)
        event_marks_read(&playback->events, &playback->reader);
    playback_unlock(playback);
    if (more)
        playback->version++;
    /* The columns are brought up to date even then: days may have moved in memory. */
    playback_columns_grow(playback);
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

int64_t playback_match(const struct reader_group *group, int dimension,
                       const struct reader_group *other, int other_dimension, uint64_t position)
{
    char text[24];
    return playback_position(group, dimension,
                             playback_label(other, other_dimension, position, text));
}

int playback_dimension(const struct reader_group *group, const char *name)
{
    for (int i = 0; i < group->dimension_count; i++)
        if (strcmp(group->dimensions[i].name, name) == 0)
            return i;
    return -1;
}

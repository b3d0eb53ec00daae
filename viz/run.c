#include "viz/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static bool make_states(struct run *run, struct error *err)
{
    for (int i = 0; i < VIEW_KINDS; i++)
        if (!(run->state[i] = calloc(1, view_types[i]->state_size)))
            return fail(err, ERROR_MEMORY, "out of memory for the views");
    return true;
}

static void free_states(struct run *run)
{
    for (int i = 0; i < VIEW_KINDS; i++) {
        if (run->state[i] && view_types[i]->free)
            view_types[i]->free(run->state[i]);
        free(run->state[i]);
    }
}

/* A writer that was killed leaves the file as one at work does: what tells is the time. */
static double seconds_quiet(const struct reader *reader)
{
    struct stat status;
    if (!reader->live || stat(reader->path, &status) != 0)
        return 0;
    return fmax(0, difftime(time(NULL), status.st_mtime));
}

/* The clock of the screen is that of /region, else of the group with the most records. */
static void set_clock(struct run *run)
{
    const struct reader *reader = &run->playback.reader;
    const struct reader_group *clock = playback_group(&run->playback, "region");
    if (!clock || clock->records == 0)
        clock = playback_group(&run->playback, "industry");
    for (int i = 0; i < reader->group_count && (!clock || clock->records == 0); i++)
        if (reader->groups[i].records > 0)
            clock = &reader->groups[i];
    run->quiet = seconds_quiet(reader);
    run->timeline.live = reader->live && run->quiet < RUN_QUIET;
    run->timeline.events = &run->playback.events;
    run->timeline.strip = &run->strip;
    if (!clock || clock->records == 0) {
        timeline_set(&run->timeline, NULL, 0);
        return;
    }
    timeline_set(&run->timeline, clock->days, clock->records);
}

bool run_open(struct run *run, const char *path, struct ui *ui, struct error *err)
{
    memset(run, 0, sizeof *run);
    if (!playback_open(&run->playback, path, err))
        return false;
    if (!make_states(run, err)) {
        free_states(run);
        playback_close(&run->playback);
        return false;
    }
    run->timeline.start_day = run->playback.start_day;
    run->timeline.speed = TIMELINE_USUAL;
    run->view = (struct view){
        .ui = ui, .playback = &run->playback, .timeline = &run->timeline, .states = run->state};
    set_clock(run);
    timeline_go(&run->timeline, INT64_MAX);
    run->timeline.follow = run->timeline.live;
    return true;
}

void run_close(struct run *run)
{
    playback_foreground(&run->playback); /* it may be reading into the states */
    free_states(run);
    timeline_strip_free(&run->strip);
    playback_close(&run->playback);
    memset(run, 0, sizeof *run);
}

bool run_refresh(struct run *run)
{
    struct error err = {0};
    uint64_t before = run->playback.version;
    bool live = run->timeline.live;
    double minutes = floor(run->quiet / 60);
    if (!playback_refresh(&run->playback, &err))
        snprintf(run->playback.trouble, sizeof run->playback.trouble, "%s", err.text);
    set_clock(run);
    return run->playback.version != before || live != run->timeline.live || err.text[0] ||
           (run->quiet >= RUN_QUIET && floor(run->quiet / 60) != minutes);
}

void run_condition(const struct run *run, char *text, size_t size)
{
    const struct reader *reader = &run->playback.reader;
    double minutes = floor(run->quiet / 60);
    if (run->timeline.live)
        snprintf(text, size, "live: still being written");
    else if (reader->live && minutes < 120)
        snprintf(text, size, "not finished: nothing written for %.0f minutes", minutes);
    else if (reader->live)
        snprintf(text, size, "not finished: its writer was killed, or waits");
    else
        snprintf(text, size, "%s", reader->complete ? "" : "stopped early");
}

void run_go_to_date(struct run *run, double date)
{
    struct timeline *timeline = &run->timeline;
    if (timeline->records > 0)
        timeline_go(timeline, (int64_t)playback_at(timeline->days, timeline->records,
                                                   date - timeline->start_day));
}

double run_date(const struct run *run)
{
    return run->timeline.start_day + timeline_day(&run->timeline);
}

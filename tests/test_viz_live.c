/* A run that is looked at while it is made, to its end or until its program is killed. */
#include "viewer_sample.h"

#include <signal.h>
#include <sys/time.h>
#include <time.h>

#include "folder.h"
#include "viz/app.h"

#define LIVE "live.h5"

enum { STEPS = 120, PATIENCE = 200 }; /* seconds that the run may take here */

static pid_t start(const char *steps)
{
    unlink(LIVE);
    return program_start((const char *const[]){"run", SOURCE_DIR "/configs/baseline.yaml",
                                               "--firms", "2000", "--steps", steps, "--threads",
                                               "1", "--quiet", "-o", LIVE, NULL});
}

/* Opens the file as soon as it can be read and has a record. */
static struct app *open_live(void)
{
    struct app *app = calloc(1, sizeof *app);
    struct error err = {0};
    assert_non_null(app);
    const struct app_options options = {.paths = {LIVE}, .path_count = 1};
    for (int i = 0; i < PATIENCE * 50; i++) {
        if (app_open(app, &options, &err)) {
            if (app->run->timeline.records > 0) {
                assert_success(app_resize(app, 800, 600, 1, &err), err);
                return app;
            }
            app_close(app);
        }
        usleep(20000);
    }
    fail_msg("the run cannot be opened: %s", err.text);
}

/* Looks for new records until there are so many more, or the file is closed. */
static void wait_for(struct app *app, uint64_t records)
{
    for (int i = 0; i < PATIENCE * 50; i++) {
        app_refresh(app);
        if (app->run->timeline.records >= records || !app->run->playback.reader.live)
            return;
        usleep(20000);
    }
    fail_msg("no new records");
}

static const char *condition(const struct app *app)
{
    static char text[64];
    run_condition(app->run, text, sizeof text);
    return text;
}

static void end(struct app *app)
{
    app_close(app);
    free(app);
}

static void a_run_is_followed_to_its_end(void **unused)
{
    (void)unused;
    static struct outcome outcome;
    pid_t child = start("120");
    struct app *app = open_live();
    struct timeline *timeline = &app->run->timeline;
    kill(child, SIGSTOP); /* it cannot end before it was looked at */
    app_refresh(app);
    assert_true(timeline->records < STEPS);
    assert_true(timeline->live && timeline->follow);
    assert_string_equal(condition(app), "live: still being written");
    kill(child, SIGCONT);
    uint64_t grown = 0;
    for (int i = 0; i < 5 && timeline->live; i++) {
        uint64_t before = timeline->records;
        wait_for(app, before + 1);
        grown += timeline->records > before;
        assert_int_equal(timeline->record, timeline->records - 1); /* it follows */
        app->view = (enum view_kind)(i % VIEW_KINDS);
        app_draw(app);
        assert_string_equal(app->run->playback.trouble, "");
    }
    assert_true(grown >= 2);

    /* Whoever goes back in time stays there. */
    timeline_go(timeline, 1);
    wait_for(app, timeline->records + 2);
    assert_int_equal(timeline->record, 1);
    timeline_go(timeline, INT64_MAX);

    program_wait(child, &outcome);
    assert_int_equal(outcome.status, 0);
    wait_for(app, UINT64_MAX);
    assert_false(timeline->live);
    assert_int_equal(timeline->records, STEPS + 1);
    assert_string_equal(condition(app), "");
    for (int view = 0; view < VIEW_KINDS; view++) {
        app->view = (enum view_kind)view;
        app_draw(app);
    }
    end(app);
}

/* The time that the file was written last, so many seconds ago. */
static void make_old(time_t seconds)
{
    const struct timeval then = {time(NULL) - seconds, 0};
    assert_int_equal(utimes(LIVE, (const struct timeval[]){then, then}), 0);
}

static void a_killed_run_is_not_finished(void **unused)
{
    (void)unused;
    int status;
    pid_t child = start("3000");
    struct app *app = open_live();
    wait_for(app, 4);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    app_refresh(app);
    uint64_t records = app->run->timeline.records;
    assert_string_equal(condition(app), "live: still being written"); /* nobody can tell yet */
    make_old(15 * 60 + 5);
    assert_true(app_refresh(app)); /* something is to be drawn anew */
    assert_false(app->run->timeline.live);
    assert_string_equal(condition(app), "not finished: nothing written for 15 minutes");
    assert_false(app_refresh(app));
    assert_int_equal(app->run->timeline.records, records);
    alarm(60);
    for (int view = 0; view < VIEW_KINDS; view++) {
        app->view = (enum view_kind)view;
        app_draw(app);
        app_refresh(app);
    }
    timeline_toggle(&app->run->timeline); /* playing ends at the last record */
    timeline_advance(&app->run->timeline, 1e4);
    assert_false(app->run->timeline.playing);
    alarm(0);
    end(app);

    /* Opened afterwards, it is the same; and days later. */
    make_old(3 * 24 * 3600);
    app = open_live();
    assert_int_equal(app->run->timeline.records, records);
    assert_string_equal(condition(app), "not finished: its writer was killed, or waits");
    app_draw(app);
    end(app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_is_followed_to_its_end),
        cmocka_unit_test(a_killed_run_is_not_finished),
    };
    return cmocka_run_group_tests(tests, folder_create, folder_remove);
}

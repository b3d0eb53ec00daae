/* The timeline of the viewer: playing in step with the clock, the loop, bookmarks by key and by
 * mouse, and the strip of what was lost. */
#include "viewer_sample.h"

#include <SDL.h>

#include "folder.h"
#include "viewer_app.h"
#include "viz/timeline_marks.h"

#define RUN "run.h5"

static void press(struct app *app, int32_t code)
{
    app_key(app, (struct key){code, false, false});
}

/* Records a second of each speed, whatever the length of a frame. */
static void play_keeps_time(void **unused)
{
    (void)unused;
    static const int RECORDS[] = {1, 2, 4, 8, 15, 30, 60, 120};
    static const double FRAMES[] = {0.001, 0.013, 0.1, 0.37, 1.3};
    double days[2000];
    for (int t = 0; t < 2000; t++)
        days[t] = 7.0 * t;
    for (int speed = TIMELINE_SLOWEST; speed <= TIMELINE_FASTEST; speed++)
        for (size_t f = 0; f < sizeof FRAMES / sizeof *FRAMES; f++) {
            struct timeline timeline = {.speed = speed, .playing = true};
            timeline_set(&timeline, days, 2000);
            int frames = (int)(13 / FRAMES[f]);
            for (int i = 0; i < frames; i++)
                timeline_advance(&timeline, FRAMES[f]);
            double due = frames * FRAMES[f] * RECORDS[speed];
            assert_in_range(timeline.record + 1, (uint64_t)due, (uint64_t)due + 2);
        }
}

static void a_loop_goes_round(void **unused)
{
    (void)unused;
    double days[10];
    for (int t = 0; t < 10; t++)
        days[t] = 7.0 * t;
    struct timeline timeline = {.playing = true, .loop = true}; /* one record a second */
    timeline_set(&timeline, days, 10);
    timeline_go(&timeline, 8);
    timeline_advance(&timeline, 1);
    assert_int_equal(timeline.record, 9);
    timeline_advance(&timeline, 1);
    assert_int_equal(timeline.record, 0);
    assert_true(timeline.playing);
    timeline_advance(&timeline, 25); /* two rounds and a half */
    assert_int_equal(timeline.record, 5);

    assert_true(timeline_bookmark_add(&timeline, 7.0 * 6)); /* one alone changes nothing */
    timeline_go(&timeline, 9);
    timeline_advance(&timeline, 1);
    assert_int_equal(timeline.record, 0);
    assert_true(timeline_bookmark_add(&timeline, 7.0 * 3));
    timeline_go(&timeline, 5);
    timeline_advance(&timeline, 1);
    assert_int_equal(timeline.record, 6);
    timeline_advance(&timeline, 1);
    assert_int_equal(timeline.record, 3);
    timeline_advance(&timeline, 9);
    assert_int_equal(timeline.record, 4);
    timeline_go(&timeline, 1); /* before the part: into it */
    timeline_advance(&timeline, 2);
    assert_int_equal(timeline.record, 3);

    timeline.loop = false;
    timeline_go(&timeline, 8);
    timeline_advance(&timeline, 5);
    assert_int_equal(timeline.record, 9);
    assert_false(timeline.playing);
}

static void keys_set_and_find_bookmarks(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_CHARTS);
    struct timeline *timeline = &app->run->timeline;
    static const int SET[] = {12, 4, 17};
    for (int i = 0; i < 3; i++) {
        timeline_go(timeline, SET[i]);
        press(app, SDLK_j);
    }
    assert_int_equal(timeline->bookmark_count, 3);
    assert_true(timeline->bookmark[0] == 28 && timeline->bookmark[2] == 119);
    assert_non_null(strstr(app->notice, "5 May 2025"));
    timeline_toggle(timeline);
    press(app, SDLK_COMMA);
    assert_int_equal(timeline->record, 12);
    assert_false(timeline->playing);
    press(app, SDLK_COMMA);
    press(app, SDLK_COMMA);
    assert_int_equal(timeline->record, 4);
    assert_string_equal(app->notice, "No bookmark before; j sets one");
    press(app, SDLK_PERIOD);
    assert_int_equal(timeline->record, 12);
    press(app, SDLK_j); /* takes it away */
    assert_int_equal(timeline->bookmark_count, 2);
    press(app, SDLK_PERIOD);
    assert_int_equal(timeline->record, 17);
    press(app, SDLK_w);
    assert_true(timeline->loop);
    assert_non_null(strstr(app->notice, "first bookmark"));
    press(app, SDLK_w);
    assert_false(timeline->loop);
    app_end(app);
}

static void there_is_an_end_to_bookmarks(void **unused)
{
    (void)unused;
    double days[100];
    for (int t = 0; t < 100; t++)
        days[t] = t;
    struct timeline timeline = {0};
    assert_int_equal(timeline_bookmark(&timeline), BOOKMARK_NONE); /* no records */
    timeline_set(&timeline, days, 100);
    assert_false(timeline_bookmark_add(&timeline, NAN));
    assert_true(timeline_bookmark_add(&timeline, 5000)); /* of a longer run: kept, not shown */
    assert_false(timeline_bookmark_add(&timeline, 5000));
    assert_false(timeline_go_bookmark(&timeline, 1));
    for (int t = 1; t < 100; t++) {
        timeline_go(&timeline, t);
        assert_int_equal(timeline_bookmark(&timeline),
                         t < TIMELINE_BOOKMARKS ? BOOKMARK_SET : BOOKMARK_NONE);
    }
    assert_int_equal(timeline.bookmark_count, TIMELINE_BOOKMARKS);
}

/* Every pixel of the footer, until the moment is the one wanted. */
static bool click_takes_to(struct app *app, double x, double y, uint64_t record)
{
    app->ui.input = (struct input){.x = x, .y = y, .pressed = true, .down = true};
    app_draw(app);
    app->ui.input = (struct input){.x = -1e6, .y = -1e6};
    app_draw(app);
    return app->run->timeline.record == record;
}

static void a_click_goes_to_a_bookmark(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_CHARTS);
    struct timeline *timeline = &app->run->timeline;
    timeline_go(timeline, 12);
    press(app, SDLK_j);
    timeline_go(timeline, 0);
    int exact = 0;
    for (int x = 540; x < 880; x += 2) {
        timeline_go(timeline, 0);
        exact += click_takes_to(app, x, 668, 12);
    }
    /* A week is 45 wide: the ribbon's own width lies well within what goes there anyway, so the
     * reach is seen where the bookmark is not on a record of its own. */
    assert_in_range(exact, 18, 30);
    timeline->bookmark[0] += 3.4; /* between two records, its own is the one before */
    int moved = 0;
    for (int x = 540; x < 880; x += 2) {
        timeline_go(timeline, 0);
        moved += click_takes_to(app, x, 668, 12);
    }
    assert_true(moved > exact);
    app_end(app);
}

static void the_strip_has_what_was_lost(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_CHARTS);
    const struct timeline_strip *strip = &app->run->strip;
    assert_int_equal(strip->records, VIEWER_STEPS + 1);
    const struct strip_record *calm = timeline_strip_at(strip, 63);
    const struct strip_record *worst = timeline_strip_at(strip, 70);
    assert_true(calm->share == 0 && calm->cause == -1);
    assert_true(fabs(worst->share - (0.6 / 27.46)) < 1e-9);
    assert_true(fabs(worst->most - (0.4 / 27.46)) < 1e-9);
    assert_string_equal(strip->causes[worst->cause], "Named input");
    assert_true(strip->largest == worst->share);
    assert_true(timeline_strip_at(strip, 64)->day == 70); /* within the week that it ends */
    assert_null(timeline_strip_at(strip, 141));
    char text[STRIP_ROWS][2][STRIP_TEXT];
    struct ui_row rows[STRIP_ROWS];
    assert_int_equal(timeline_strip_rows(strip, 70, text, rows), 2);
    assert_string_equal(rows[0].right, "2.2 % of output");
    assert_string_equal(rows[1].left, "Most: Named input");

    snprintf(app->ui.selection.region, sizeof app->ui.selection.region, "USA");
    app_draw(app);
    assert_true(fabs(timeline_strip_at(strip, 70)->share - (0.6 / 9.28)) < 1e-9);
    snprintf(app->ui.selection.region, sizeof app->ui.selection.region, "JPN");
    app_draw(app);
    assert_true(timeline_strip_at(strip, 70)->share == 0);
    snprintf(app->ui.selection.region, sizeof app->ui.selection.region, "nowhere");
    app_draw(app);
    assert_true(fabs(timeline_strip_at(strip, 70)->share - (0.6 / 27.46)) < 1e-9);
    app_end(app);
}

/* The reddest pixel below the track, and where it stands. */
static int reddest(const struct app *app, int *where)
{
    int most = -1000;
    for (int x = 170; x < 1074; x++) {
        uint32_t pixel = app->canvas.pixels[675 * app->canvas.width + x];
        int red = (int)(pixel >> 16 & 0xff) - (int)(pixel & 0xff);
        if (red > most)
            most = red, *where = x;
    }
    return most;
}

static void the_strip_is_red_where_it_should_be(void **unused)
{
    (void)unused;
    int where = 0;
    struct app *app = app_of(RUN, VIEW_CHARTS);
    assert_true(reddest(app, &where) > 40);
    assert_in_range(where, 170 + 904 * 9 / 20, 170 + 904 * 10 / 20);
    app_end(app);
    viewer_write("plain.h5", 0, 2, VIEWER_STEPS); /* nothing about losses */
    app = app_of("plain.h5", VIEW_CHARTS);
    assert_null(app->run->strip.record);
    assert_true(reddest(app, &where) < 20);
    app_end(app);
}

static void files_without_records_have_an_empty_timeline(void **unused)
{
    (void)unused;
    for (int group = 0; group < 3; group++) {
        viewer_write("short.h5", group, 1, 0);
        struct app *app = app_of("short.h5", VIEW_CHARTS);
        static const int32_t KEYS[] = {SDLK_j, SDLK_w, SDLK_SPACE, SDLK_COMMA, SDLK_PERIOD, SDLK_j};
        for (int i = 0; i < 6; i++) {
            press(app, KEYS[i]);
            timeline_advance(&app->run->timeline, 3);
            app_draw(app);
        }
        assert_int_equal(app->run->timeline.record, 0);
        app_end(app);
        unlink("short.h5");
    }
}

static int set_up(void **state)
{
    if (folder_create(state) != 0)
        return -1;
    viewer_write(RUN, 0, 3, VIEWER_STEPS);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(play_keeps_time),
        cmocka_unit_test(a_loop_goes_round),
        cmocka_unit_test(keys_set_and_find_bookmarks),
        cmocka_unit_test(there_is_an_end_to_bookmarks),
        cmocka_unit_test(a_click_goes_to_a_bookmark),
        cmocka_unit_test(the_strip_has_what_was_lost),
        cmocka_unit_test(the_strip_is_red_where_it_should_be),
        cmocka_unit_test(files_without_records_have_an_empty_timeline),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

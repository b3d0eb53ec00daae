/* Marks of events in the viewer: read from the file, on the timeline and in charts, by key and by
 * mouse, and from files whose events are damaged. */
#include "viewer_sample.h"

#include <hdf5.h>

#include "folder.h"
#include "viewer_app.h"

#define RUN "run.h5"
#define BROKEN "broken.h5"

static void events_are_read_in_order(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_CHARTS);
    const struct event_marks *events = &app->run->playback.events;
    assert_int_equal(events->count, 3);
    assert_true(events->mark[0].day == 35 && events->mark[1].day == 35);
    assert_string_equal(events->mark[0].where, "ROW A");
    assert_true(events->mark[0].until == 91 && events->mark[1].until == HUGE_VAL);
    assert_string_equal(events->mark[2].kind, "capacity loss"); /* as people write it */
    assert_string_equal(events->mark[2].what, "share 0.4 for 4 weeks");
    assert_true(events->mark[2].until == 98);
    assert_int_equal(event_marks_from(events, 35), 0);
    assert_int_equal(event_marks_from(events, 36), 2);
    assert_int_equal(event_marks_from(events, 71), 3);
    app_end(app);
}

static void keys_go_from_event_to_event(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_CHARTS);
    assert_int_equal(app->run->timeline.record, VIEWER_STEPS);
    timeline_toggle(&app->run->timeline);
    timeline_go(&app->run->timeline, VIEWER_STEPS);
    app_event(app, -1);
    assert_int_equal(app->run->timeline.record, 10);
    assert_false(app->run->timeline.playing);
    assert_string_equal(app->notice, "17 Mar 2025: capacity loss, USA C26: share 0.4 for 4 weeks");
    app_event(app, -1);
    assert_int_equal(app->run->timeline.record, 5);
    app_event(app, -1);
    assert_int_equal(app->run->timeline.record, 5);
    assert_string_equal(app->notice, "No event before");
    timeline_go(&app->run->timeline, 0);
    app_event(app, 1); /* the first of two on one day */
    assert_int_equal(app->run->timeline.record, 5);
    assert_non_null(strstr(app->notice, "price, ROW A"));
    app_event(app, 1);
    assert_int_equal(app->run->timeline.record, 10);
    app_event(app, 1);
    assert_int_equal(app->run->timeline.record, 10);
    app_end(app);
}

/* Pixels that differ from a copy, in a part of the picture. */
static int differing(const struct app *app, const uint32_t *before, int x0, int y0, int x1, int y1)
{
    int count = 0;
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++) {
            size_t at = (size_t)y * (size_t)app->canvas.width + (size_t)x;
            count += app->canvas.pixels[at] != before[at];
        }
    return count;
}

static void a_flag_tells_and_takes_to_its_event(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_CHARTS);
    size_t bytes = 1280u * 720 * sizeof(uint32_t);
    uint32_t *before = malloc(bytes);
    assert_non_null(before);
    memcpy(before, app->canvas.pixels, bytes);
    /* The track runs from 170 to 1074 for 140 days: day 70 is at 622. Above it a tooltip that
     * reaches over the charts. */
    app->ui.input = (struct input){.x = 622, .y = 656};
    app_draw(app);
    assert_true(differing(app, before, 560, 590, 900, 640) > 2000);
    app->ui.input.x = 500; /* no flag here: a date and what was lost, in less room */
    app_draw(app);
    assert_int_equal(differing(app, before, 400, 560, 1000, 588), 0);
    app->ui.input = (struct input){.x = 624, .y = 656, .pressed = true, .down = true};
    app_draw(app);
    assert_int_equal(app->run->timeline.record, 10);
    assert_false(app->run->timeline.dragging);
    free(before);
    app_end(app);
}

/* Without its events the same file looks different on the track and in the charts. */
static void marks_are_drawn(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_CHARTS);
    size_t bytes = 1280u * 720 * sizeof(uint32_t);
    uint32_t *with = malloc(bytes);
    assert_non_null(with);
    memcpy(with, app->canvas.pixels, bytes);
    app->run->playback.events.count = 0;
    app_draw(app);
    assert_true(differing(app, with, 400, 648, 420, 664) > 30); /* the flag of day 35, at 404.5 */
    assert_true(differing(app, with, 0, 62, 1000, 640) > 200);
    free(with);
    app_end(app);
}

static void events_of_a_run_that_goes_on_come_in(void **unused)
{
    (void)unused;
    struct error err = {0};
    struct run_file *file;
    struct viewer_sample *sample = viewer_sample_new(BROKEN);
    assert_success(run_file_create(&file, &sample->options, &err), err);
    viewer_record(sample, file, 0, 3);
    struct app *app = app_of(BROKEN, VIEW_CHARTS);
    assert_int_equal(app->run->playback.events.count, 0);
    viewer_events(file);
    viewer_record(sample, file, 4, 12);
    assert_true(app_refresh(app));
    assert_int_equal(app->run->playback.events.count, 3);
    app_draw(app);
    app_event(app, -1);
    assert_int_equal(app->run->timeline.record, 10);
    app_end(app);
    assert_success(run_file_close(file, &err), err);
    viewer_sample_free(sample);
    unlink(BROKEN);
}

static void replace_numbers(hid_t file, const char *name, int rank, const hsize_t *size,
                            const double *values)
{
    H5Ldelete(file, name, H5P_DEFAULT);
    hid_t space = H5Screate_simple(rank, size, NULL);
    hid_t set =
        H5Dcreate2(file, name, H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    assert_true(set >= 0);
    H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
    H5Dclose(set);
    H5Sclose(space);
}

enum damage {
    NO_GROUP,
    NO_TIME,
    NO_TEXTS,
    TEXTS_ARE_NUMBERS,
    TIME_OF_TWO_DIMENSIONS,
    DAYS_ARE_NOT_FINITE,
    DAYS_OF_ANOTHER_CENTURY,
    MORE_DAYS_THAN_TEXTS,
    A_DATASET_FOR_THE_GROUP,
    DAMAGES
};

static int marks_of(enum damage damage)
{
    static const double ODD[] = {NAN, HUGE_VAL, 70}, FAR[] = {1e300, -1e300, 7e4};
    static const double MANY[] = {100, 7, 14, 21, 28};
    static const hsize_t THREE[] = {3}, TABLE[] = {1, 3}, FIVE[] = {5};
    viewer_write(BROKEN, 0, 3, VIEWER_STEPS);
    hid_t file = H5Fopen(BROKEN, H5F_ACC_RDWR, H5P_DEFAULT);
    assert_true(file >= 0);
    if (damage == NO_GROUP || damage == A_DATASET_FOR_THE_GROUP)
        H5Ldelete(file, "event", H5P_DEFAULT);
    if (damage == A_DATASET_FOR_THE_GROUP)
        replace_numbers(file, "event", 1, THREE, ODD);
    if (damage == NO_TIME)
        H5Ldelete(file, "event/time", H5P_DEFAULT);
    if (damage == NO_TEXTS) {
        H5Ldelete(file, "event/kind", H5P_DEFAULT);
        H5Ldelete(file, "event/where", H5P_DEFAULT);
        H5Ldelete(file, "event/what", H5P_DEFAULT);
        H5Ldelete(file, "event/until", H5P_DEFAULT);
    }
    if (damage == TEXTS_ARE_NUMBERS)
        replace_numbers(file, "event/what", 1, THREE, FAR);
    if (damage == TIME_OF_TWO_DIMENSIONS)
        replace_numbers(file, "event/time", 2, TABLE, FAR);
    if (damage == DAYS_ARE_NOT_FINITE)
        replace_numbers(file, "event/time", 1, THREE, ODD);
    if (damage == DAYS_OF_ANOTHER_CENTURY)
        replace_numbers(file, "event/time", 1, THREE, FAR);
    if (damage == MORE_DAYS_THAN_TEXTS)
        replace_numbers(file, "event/time", 1, FIVE, MANY);
    H5Fclose(file);

    struct app *app = app_of(BROKEN, VIEW_CHARTS);
    int count = app->run->playback.events.count;
    for (int i = 0; i < count; i++)
        assert_true(i == 0 || app->run->playback.events.mark[i - 1].day <=
                                  app->run->playback.events.mark[i].day);
    app_event(app, -1);
    app_event(app, 1);
    assert_true(app->run->timeline.record <= VIEWER_STEPS);
    for (int x = 150; x < 1150; x += 25) {
        app->ui.input = (struct input){.x = x, .y = 656, .pressed = x % 2, .down = x % 2};
        app_draw(app);
    }
    app_end(app);
    unlink(BROKEN);
    return count;
}

static void damaged_events_leave_the_rest_alone(void **unused)
{
    (void)unused;
    static const int MARKS[DAMAGES] = {[NO_TEXTS] = 3,
                                       [TEXTS_ARE_NUMBERS] = 3,
                                       [DAYS_ARE_NOT_FINITE] = 1,
                                       [DAYS_OF_ANOTHER_CENTURY] = 3,
                                       [MORE_DAYS_THAN_TEXTS] = 5};
    for (int damage = 0; damage < DAMAGES; damage++)
        assert_int_equal(marks_of((enum damage)damage), MARKS[damage]);
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
        cmocka_unit_test(events_are_read_in_order),
        cmocka_unit_test(keys_go_from_event_to_event),
        cmocka_unit_test(a_flag_tells_and_takes_to_its_event),
        cmocka_unit_test(marks_are_drawn),
        cmocka_unit_test(events_of_a_run_that_goes_on_come_in),
        cmocka_unit_test(damaged_events_leave_the_rest_alone),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

/* The reader's thread: what is asked for comes, in time and unharmed; nothing is read twice or kept
 * beyond its bound; a run can be closed at any moment. */
#include "viewer_sample.h"

#include <SDL.h>

#include "folder.h"
#include "viewer_app.h"
#include "viz/loader.h"

#define RUN "run.h5"
#define OTHER "other.h5"

static SDL_atomic_t wakes;

static void wake(void)
{
    SDL_AtomicAdd(&wakes, 1);
}

/* Frames until the column is there, at most for ten seconds. */
static const struct playback_column *await_column(struct playback *playback, const char *group,
                                                  const char *name)
{
    for (int i = 0; i < 10000; i++) {
        playback_frame(playback);
        const struct playback_column *column = playback_column(playback, group, name);
        if (column || !playback->waiting)
            return column;
        SDL_Delay(1);
    }
    return NULL;
}

static enum playback_answer await_record(struct playback *playback, const char *group,
                                         const char *name, uint64_t record, const double **values)
{
    enum playback_answer answer = PLAYBACK_READING;
    for (int i = 0; i < 10000 && answer == PLAYBACK_READING; i++) {
        playback_frame(playback);
        answer = playback_record(playback, group, name, record, values);
        if (answer == PLAYBACK_READING)
            SDL_Delay(1);
    }
    return answer;
}

static void open_run(struct playback *playback, bool background)
{
    struct error err = {0};
    assert_success(playback_open(playback, RUN, &err), err);
    if (background)
        playback_background(playback, wake);
}

static void a_thread_reads_the_same_columns(void **unused)
{
    (void)unused;
    struct playback at_once, later;
    open_run(&at_once, false), open_run(&later, true);
    const struct reader *reader = &at_once.reader;
    for (int g = 0; g < reader->group_count; g++)
        for (int c = 0; c < reader->groups[g].column_count; c++) {
            const char *group = reader->groups[g].name, *name = reader->groups[g].columns[c].name;
            const struct playback_column *a = playback_column(&at_once, group, name);
            const struct playback_column *b = await_column(&later, group, name);
            assert_non_null(a);
            assert_non_null(b);
            assert_int_equal(a->records, b->records);
            assert_memory_equal(a->values, b->values, a->records * a->rows * sizeof(double));
        }
    assert_null(await_column(&later, "region", "nothing"));
    assert_true(SDL_AtomicGet(&wakes) > 0);
    playback_close(&at_once), playback_close(&later);
}

static void records_and_histories_agree_with_columns(void **unused)
{
    (void)unused;
    for (int background = 0; background < 2; background++) {
        struct playback playback;
        open_run(&playback, background);
        const struct playback_column *column = await_column(&playback, "industry", "output");
        const double *values;
        for (uint64_t t = 0; t < column->records; t++) {
            assert_int_equal(await_record(&playback, "industry", "output", t, &values),
                             PLAYBACK_HERE);
            assert_memory_equal(values, column->values + t * column->rows,
                                column->rows * sizeof(double));
        }
        enum playback_answer answer = PLAYBACK_READING;
        for (int i = 0; i < 10000 && answer == PLAYBACK_READING; i++) {
            playback_frame(&playback);
            answer = playback_history(&playback, "industry", "output", 5, &values);
            SDL_Delay(1);
        }
        assert_int_equal(answer, PLAYBACK_HERE);
        for (uint64_t t = 0; t < column->records; t++)
            assert_true(values[t] == column->values[t * column->rows + 5]);
        assert_int_equal(playback_record(&playback, "industry", "output", 1000, &values),
                         PLAYBACK_NONE);
        assert_int_equal(playback_record(&playback, "industry", "nothing", 0, &values),
                         PLAYBACK_NONE);
        assert_int_equal(playback_record(&playback, "nothing", "output", 0, &values),
                         PLAYBACK_NONE);
        assert_int_equal(playback_history(&playback, "industry", "output", 1 << 20, &values),
                         PLAYBACK_NONE);
        assert_null(values);
        playback_close(&playback);
    }
}

static void what_comes_later_raises_the_version(void **unused)
{
    (void)unused;
    struct playback playback;
    open_run(&playback, true);
    /* The thread cannot read while somebody else uses the file, so this has to wait. */
    playback_lock(&playback);
    playback_frame(&playback);
    assert_null(playback_column(&playback, "industry", "output"));
    assert_true(playback.waiting);
    playback_frame(&playback);
    assert_true(playback.waiting); /* whether or not anybody asks again */
    uint64_t version = playback.version;
    playback_unlock(&playback);
    for (int i = 0; i < 10000 && playback.version == version; i++) {
        SDL_Delay(1);
        playback_frame(&playback);
    }
    assert_int_equal(playback.version, version + 1);
    assert_non_null(playback_column(&playback, "industry", "output"));
    assert_false(playback.waiting);
    playback_close(&playback);
}

/* A part of a frame had to do without a column that another part of the same frame has: the next
 * frame tells the first of them. */
static void what_comes_within_a_frame_raises_the_version(void **unused)
{
    (void)unused;
    struct playback playback;
    open_run(&playback, true);
    playback_lock(&playback);
    playback_frame(&playback);
    uint64_t version = playback.version;
    assert_null(playback_column(&playback, "industry", "output"));
    playback_unlock(&playback);
    for (int i = 0; i < 10000 && loader_busy(playback.loader) > 0; i++)
        SDL_Delay(1);
    assert_non_null(playback_column(&playback, "industry", "output"));
    playback_frame(&playback);
    assert_int_equal(playback.version, version + 1);
    playback_frame(&playback);
    assert_int_equal(playback.version, version + 1);
    playback_close(&playback);
}

/* Run i is opened where run i - 1 was: nobody may take the one for the other. */
static void no_two_runs_have_a_version_in_common(void **unused)
{
    (void)unused;
    struct playback playback;
    uint64_t before = 0;
    for (int i = 0; i < 3; i++) {
        open_run(&playback, false);
        assert_true(playback.version > before + 1000);
        before = playback.version;
        playback_close(&playback);
    }
}

static bool count_up(struct reader *reader, void *of, struct error *err)
{
    (void)reader, (void)err;
    ++*(int *)of;
    return true;
}

static void work_that_was_done_at_once_is_not_done_again(void **unused)
{
    (void)unused;
    struct playback playback;
    int done = 0;
    open_run(&playback, false);
    struct loader_job job = {.work = count_up, .of = &done};
    assert_int_equal(playback_work(&playback, &job), PLAYBACK_HERE);
    playback_background(&playback, wake);
    playback_frame(&playback);
    assert_int_equal(playback_work(&playback, &job), PLAYBACK_HERE);
    playback_close(&playback);
    assert_int_equal(done, 1);
}

/* The maps beside each other have the flows of the other run: with a new one in its place they have
 * to be read anew. */
static void a_run_is_replaced_beside_another(void **unused)
{
    (void)unused;
    for (int view = 0; view < VIEW_KINDS; view++) {
        struct error err = {0};
        struct app *app = app_of_two(RUN, OTHER, (enum view_kind)view, COMPARE_SIDES);
        struct app *fresh = app_of_two(OTHER, OTHER, (enum view_kind)view, COMPARE_SIDES);
        assert_success(app_replace(app, OTHER, &err), err);
        app->compare = fresh->compare = COMPARE_SIDES;
        for (int frame = 0; frame < 2; frame++)
            app_draw(app), app_draw(fresh);
        size_t size = (size_t)app->canvas.width * (size_t)app->canvas.height * 4;
        if (memcmp(app->canvas.pixels, fresh->canvas.pixels, size) != 0)
            fail_msg("%s still shows the run before", view_types[view]->name);
        app_end(app), app_end(fresh);
    }
}

static bool slow(struct reader *reader, void *of, struct error *err)
{
    (void)reader, (void)err;
    SDL_Delay(20);
    SDL_AtomicAdd(of, 1);
    return true;
}

static void jobs_can_be_taken_back_and_urgent_ones_go_first(void **unused)
{
    (void)unused;
    struct playback playback;
    SDL_atomic_t done = {0};
    open_run(&playback, true);
    struct loader_job job[3];
    playback_lock(&playback); /* so that the first one does not begin */
    for (int i = 0; i < 3; i++) {
        job[i] = (struct loader_job){.work = slow, .of = &done};
        loader_submit(playback.loader, &job[i], i == 2);
    }
    while (loader_busy(playback.loader) == 3 && loader_cancel(playback.loader, &job[1]))
        continue;
    assert_false(loader_wait(playback.loader, &job[0], 5));
    playback_unlock(&playback);
    assert_true(loader_wait(playback.loader, &job[2], 5000));
    assert_true(loader_wait(playback.loader, &job[0], 5000));
    assert_int_equal(SDL_AtomicGet(&done), 2);
    assert_int_equal(job[1].state, LOADER_NEW);
    /* Closing waits for what is under way and leaves the rest undone. */
    for (int i = 0; i < 3; i++) {
        job[i] = (struct loader_job){.work = slow, .of = &done};
        loader_submit(playback.loader, &job[i], false);
    }
    playback_close(&playback);
    assert_true(SDL_AtomicGet(&done) <= 4);
}

static void every_view_can_be_closed_while_it_reads(void **unused)
{
    (void)unused;
    for (int view = 0; view < VIEW_KINDS; view++)
        for (int frames = 0; frames < 3; frames++) {
            struct error err = {0};
            struct app *app = calloc(1, sizeof *app);
            struct app_options options = {
                .paths = {RUN}, .path_count = 1, .view = (enum view_kind)view};
            assert_success(app_open(app, &options, &err), err);
            assert_success(app_resize(app, 1280, 720, 1, &err), err);
            app_background(app, wake);
            for (int i = 0; i < frames; i++)
                app_draw(app);
            app_end(app);
        }
}

/* The picture is in the end the same, whoever reads. */
static void views_show_the_same_with_a_thread(void **unused)
{
    (void)unused;
    for (int view = 0; view < VIEW_KINDS; view++) {
        struct app *at_once = app_of(RUN, (enum view_kind)view);
        struct error err = {0};
        struct app *later = calloc(1, sizeof *later);
        struct app_options options = {
            .paths = {RUN}, .path_count = 1, .view = (enum view_kind)view};
        assert_success(app_open(later, &options, &err), err);
        assert_success(app_resize(later, 1280, 720, 1, &err), err);
        app_background(later, wake);
        app_draw(at_once); /* some views settle in their second frame */
        int frames = 0;
        do {
            SDL_Delay(1);
            app_draw(later);
        } while (later->run->playback.waiting && ++frames < 10000);
        app_draw(later);
        size_t size = (size_t)at_once->canvas.width * (size_t)at_once->canvas.height * 4;
        if (memcmp(at_once->canvas.pixels, later->canvas.pixels, size) != 0)
            fail_msg("%s differs when a thread reads", view_types[view]->name);
        app_end(at_once), app_end(later);
    }
}

static int set_up(void **state)
{
    if (folder_create(state) != 0)
        return -1;
    viewer_write(RUN, 0, 3, VIEWER_STEPS);
    viewer_write(OTHER, 0, 3, VIEWER_STEPS / 2);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thread_reads_the_same_columns),
        cmocka_unit_test(records_and_histories_agree_with_columns),
        cmocka_unit_test(what_comes_later_raises_the_version),
        cmocka_unit_test(what_comes_within_a_frame_raises_the_version),
        cmocka_unit_test(no_two_runs_have_a_version_in_common),
        cmocka_unit_test(work_that_was_done_at_once_is_not_done_again),
        cmocka_unit_test(a_run_is_replaced_beside_another),
        cmocka_unit_test(jobs_can_be_taken_back_and_urgent_ones_go_first),
        cmocka_unit_test(every_view_can_be_closed_while_it_reads),
        cmocka_unit_test(views_show_the_same_with_a_thread),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

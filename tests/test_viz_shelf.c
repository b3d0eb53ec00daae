/* The list of runs of a folder: what the cards say of good and bad files, keys and mouse, pictures,
 * and many files. */
#include "viewer_sample.h"

#include <SDL.h>
#include <utime.h>

#include "folder.h"
#include "viewer_app.h"
#include "viz/shelf.h"
#include "viz/theme.h"
#include "viz/window.h"

#define FOLDER "runs"

/* Of the day after the epoch by this number, so that the order is known. */
static void age(const char *path, int day)
{
    assert_int_equal(utime(path, &(struct utimbuf){day * 86400, day * 86400}), 0);
}

static struct app *list(const char *folder)
{
    struct error err = {0};
    struct app *app = calloc(1, sizeof *app);
    assert_non_null(app);
    struct app_options options = {.paths = {folder}, .path_count = 1, .patient = true};
    assert_success(app_open(app, &options, &err), err);
    assert_success(app_resize(app, 1280, 720, 1, &err), err);
    app_draw(app);
    return app;
}

static int work(struct app *app)
{
    int done = 0;
    while (app_list_work(app) && done < 10000)
        done++;
    app_draw(app);
    return done;
}

static void press(struct app *app, int32_t code)
{
    app_key(app, (struct key){code, false, false});
    app_draw(app);
}

static const struct shelf_card *card(const struct app *app, const char *name)
{
    for (int i = 0; i < app->shelf->count; i++)
        if (strcmp(app->shelf->card[i].name, name) == 0)
            return &app->shelf->card[i];
    fail_msg("no card for %s", name);
    return NULL;
}

static void cards_say_what_there_is(void **unused)
{
    (void)unused;
    struct error err = {0};
    struct run_file *file;
    struct viewer_sample *sample = viewer_sample_new(FOLDER "/live.h5");
    assert_success(run_file_create(&file, &sample->options, &err), err);
    viewer_record(sample, file, 0, 7);

    struct app *app = list(FOLDER);
    assert_int_equal(app->run_count, 0);
    const struct shelf *shelf = app->shelf;
    static const char *const ORDER[] = {"live.h5",  "good.h5", "short.h5",
                                        "empty.h5", "text.h5", "cut.h5"};
    assert_int_equal(shelf->count, 6); /* no checkpoint, no folder, nothing else */
    for (int i = 0; i < 6; i++)
        assert_string_equal(shelf->card[i].name, ORDER[i]);
    assert_int_equal(shelf->card[0].state, SHELF_UNKNOWN); /* opened later */
    assert_int_equal(work(app), 6 + 3);                    /* heads, and pictures of the good */
    const struct shelf_card *good = card(app, "good.h5");
    assert_int_equal(good->state, SHELF_COMPLETE);
    assert_string_equal(good->title, "A chip fire");
    assert_string_equal(good->subtitle, "seed 7  ·  20,000 firms");
    assert_string_equal(good->dates, "6 Jan 2025 – 26 May 2025  ·  21 records");
    assert_non_null(good->picture);
    assert_int_equal(card(app, "live.h5")->state, SHELF_LIVE);
    assert_non_null(strstr(card(app, "live.h5")->dates, "8 records"));
    static const char *const BROKEN[] = {"empty.h5", "text.h5", "cut.h5"};
    for (int i = 0; i < 3; i++) {
        const struct shelf_card *broken = card(app, BROKEN[i]);
        assert_int_equal(broken->state, SHELF_UNREADABLE);
        assert_true(strlen(broken->trouble) > 10);
        assert_null(strstr(broken->trouble, FOLDER)); /* the card has the name above it */
        assert_null(broken->picture);
    }
    assert_false(app_list_work(app)); /* and there it ends */
    app_end(app);
    assert_success(run_file_close(file, &err), err);
    viewer_sample_free(sample);
    app = list(FOLDER); /* closed, but not at its end */
    work(app);
    assert_int_equal(card(app, "live.h5")->state, SHELF_STOPPED);
    app_end(app);
    unlink(FOLDER "/live.h5");
}

static void keys_search_and_open(void **unused)
{
    (void)unused;
    struct app *app = list(FOLDER);
    work(app);
    assert_int_equal(app->shelf->columns, 4);
    press(app, SDLK_RIGHT);
    assert_int_equal(app->shelf->cursor, 1);
    press(app, SDLK_DOWN);
    assert_int_equal(app->shelf->cursor, 4); /* the last there is */
    press(app, SDLK_UP);
    assert_int_equal(app->shelf->cursor, 0);
    press(app, SDLK_UP);
    press(app, SDLK_LEFT);
    assert_int_equal(app->shelf->cursor, 0);
    for (const char *c = "short"; *c; c++)
        press(app, *c);
    assert_int_equal(app->shelf->shown_count, 1);
    press(app, SDLK_BACKSPACE);
    press(app, SDLK_z);
    assert_int_equal(app->shelf->shown_count, 0);
    press(app, SDLK_RETURN); /* nothing to open */
    assert_non_null(app->shelf);
    press(app, SDLK_ESCAPE);
    assert_int_equal(app->shelf->shown_count, 5);
    for (const char *c = "chip"; *c; c++) /* of the title */
        press(app, *c);
    assert_int_equal(app->shelf->shown_count, 2);
    press(app, SDLK_END);
    press(app, SDLK_RETURN);
    assert_null(app->shelf);
    assert_int_equal(app->run_count, 1);
    assert_string_equal(app->run->playback.reader.path, FOLDER "/short.h5");

    app_key(app, (struct key){SDLK_o, false, true}); /* back to the folder of the run */
    app_draw(app);
    assert_string_equal(app->shelf->folder, FOLDER);
    press(app, SDLK_ESCAPE);
    assert_null(app->shelf);
    assert_int_equal(app->run_count, 1);
    app_end(app);
}

static void two_that_are_chosen_are_compared(void **unused)
{
    (void)unused;
    struct app *app = list(FOLDER);
    app->view = VIEW_WORLD;
    work(app);
    press(app, SDLK_RIGHT);
    press(app, SDLK_SPACE);
    press(app, SDLK_RIGHT);
    press(app, SDLK_SPACE);
    press(app, SDLK_SPACE); /* not this one */
    press(app, SDLK_HOME);
    press(app, SDLK_SPACE);
    assert_int_equal(app->shelf->chosen_count, 2);
    press(app, SDLK_RETURN);
    assert_null(app->shelf);
    assert_int_equal(app->run_count, 2);
    assert_string_equal(app->run[0].playback.reader.path, FOLDER "/short.h5");
    assert_string_equal(app->run[1].playback.reader.path, FOLDER "/good.h5");
    assert_int_equal(app->compare, COMPARE_SIDES);
    assert_true(app_list(app, NULL));
    app_draw(app);
    assert_string_equal(app->shelf->card[app->shelf->shown[app->shelf->cursor]].name, "short.h5");
    app_list_close(app);
    app_end(app);
}

static void what_cannot_be_read_is_not_opened(void **unused)
{
    (void)unused;
    struct app *app = list(FOLDER);
    work(app);
    press(app, SDLK_END);
    press(app, SDLK_RETURN);
    assert_non_null(app->shelf);
    assert_int_equal(app->run_count, 0);
    assert_non_null(strstr(app->message.text, "cut.h5"));
    press(app, SDLK_RETURN); /* closes the message */
    assert_int_equal(app->message.title[0], 0);
    assert_int_equal(app->run_count, 0);
    assert_false(app_list(app, "nowhere"));
    assert_non_null(strstr(app->message.text, "nowhere"));
    assert_non_null(app->shelf); /* the list that there was */
    app_end(app);
}

static void click(struct app *app, double x, double y)
{
    app->ui.input = (struct input){.x = x, .y = y, .pressed = true};
    app_draw(app);
    app->ui.input = (struct input){.x = -1e6, .y = -1e6};
    app_draw(app);
}

static void the_mouse_chooses_scrolls_and_opens(void **unused)
{
    (void)unused;
    struct app *app = list(FOLDER);
    work(app);
    click(app, 620, 90); /* the switch of the second card */
    assert_int_equal(app->shelf->chosen_count, 1);
    assert_int_equal(app->shelf->chosen[0], 1);
    click(app, 620, 90);
    assert_int_equal(app->shelf->chosen_count, 0);
    for (int times = 1; times >= 0; times--) { /* with ctrl or shift anywhere on the card */
        app->ui.input = (struct input){.x = 500, .y = 150, .pressed = true, .control = true};
        app_draw(app);
        assert_int_equal(app->shelf->chosen_count, times);
    }
    app->ui.input = (struct input){.x = 600, .y = 300, .wheel = 50};
    struct error err = {0};
    assert_success(app_resize(app, 700, 500, 1, &err), err);
    app_draw(app);
    assert_true(app->shelf->scrolled > 0);
    app->ui.input = (struct input){.x = 600, .y = 300, .wheel = -500};
    app_draw(app);
    assert_true(app->shelf->scrolled == 0);
    assert_success(app_resize(app, 1280, 720, 1, &err), err);
    app_draw(app);
    click(app, 100, 150);
    assert_null(app->shelf);
    assert_string_equal(app->run->playback.reader.path, FOLDER "/good.h5");
    app_end(app);
}

static void pictures_follow_view_and_theme(void **unused)
{
    (void)unused;
    struct app *app = list(FOLDER);
    work(app);
    size_t bytes = sizeof(uint32_t) * SHELF_WIDTH * SHELF_HEIGHT;
    uint32_t *before = malloc(bytes);
    assert_non_null(before);
    memcpy(before, card(app, "good.h5")->picture, bytes);
    assert_int_equal(work(app), 0);
    press(app, SDLK_TAB);
    assert_int_equal(app->view, VIEW_INDUSTRIES);
    assert_int_equal(work(app), 2);
    assert_int_not_equal(memcmp(before, card(app, "good.h5")->picture, bytes), 0);
    app_key(app, (struct key){SDLK_TAB, true, false});
    app_draw(app);
    assert_int_equal(work(app), 2);
    assert_int_equal(memcmp(before, card(app, "good.h5")->picture, bytes), 0);
    theme_dark(true);
    assert_int_equal(work(app), 2);
    assert_int_not_equal(memcmp(before, card(app, "good.h5")->picture, bytes), 0);
    theme_dark(false);
    free(before);
    app_end(app);
}

static void pictures_are_made_smaller_by_area(void **unused)
{
    (void)unused;
    static const uint32_t FROM[12] = {0xff000000, 0xffffffff, 0xff000000, 0xffffffff,
                                      0xffffffff, 0xff000000, 0xffffffff, 0xff000000,
                                      0xff0000ff, 0xff0000ff, 0xff0000ff, 0xff0000ff};
    uint32_t to[12];
    shelf_reduce(FROM, 4, 3, to, 4, 3);
    assert_memory_equal(to, FROM, sizeof to);
    shelf_reduce(FROM, 4, 2, to, 2, 1);
    assert_int_equal(to[0], 0xff808080);
    assert_int_equal(to[1], 0xff808080);
    shelf_reduce(FROM, 3, 1, to, 2, 1); /* black, half of white | half of white, black */
    assert_int_equal(to[0], 0xff555555);
    assert_int_equal(to[1], 0xff555555);
    shelf_reduce(FROM, 4, 3, to, 1, 1);
    assert_int_equal(to[0], 0xff5555aa);
    shelf_reduce(FROM + 8, 1, 1, to, 3, 2); /* larger, too */
    for (int i = 0; i < 6; i++)
        assert_int_equal(to[i], 0xff0000ff);
}

static void many_files_are_listed_at_once(void **unused)
{
    (void)unused;
    char name[64];
    size_t size;
    enum { MANY = 500 };
    assert_int_equal(mkdir("many", 0700), 0);
    FILE *file = fopen(FOLDER "/short.h5", "rb");
    char *bytes = malloc(1 << 22);
    assert_true(file && bytes);
    size = fread(bytes, 1, 1 << 22, file);
    fclose(file);
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "many/%03d.h5", i);
        folder_write(name, bytes, size);
    }
    free(bytes);
    uint64_t start = SDL_GetTicks64();
    struct app *app = list("many");
    assert_int_equal(app->shelf->shown_count, MANY);
    int read = 0;
    for (int i = 0; i < MANY; i++)
        read += app->shelf->card[i].state != SHELF_UNKNOWN;
    assert_int_equal(read, 0);
    assert_true(SDL_GetTicks64() - start < 2000);
    for (int i = 0; i < 12; i++)
        assert_true(app_list_work(app));
    /* What is in sight comes first: heads and pictures in turn, none of the rest. */
    for (int i = 0; i < MANY; i++)
        assert_true(app->shelf->card[i].state == SHELF_UNKNOWN ||
                    app->shelf->card[i].seen == app->shelf->frame);
    assert_non_null(app->shelf->card[0].picture);
    app->ui.input = (struct input){.x = 600, .y = 300, .wheel = 1e6};
    app_draw(app);
    double lowest = app->shelf->scrolled; /* the last row ends where the window does */
    assert_true(lowest > 100 && fabs(lowest + app->shelf->page - MANY / 4.0) < 1e-9);
    press(app, SDLK_HOME);
    assert_true(app->shelf->scrolled == 0);
    press(app, SDLK_END);
    assert_true(app->shelf->scrolled == lowest);
    assert_true(app_list_work(app)); /* the last ones before those between */
    read = 0;
    for (int i = MANY - 12; i < MANY; i++)
        read += app->shelf->card[i].state != SHELF_UNKNOWN;
    assert_int_equal(read, 1);
    press(app, SDLK_HOME);
    for (int page = 0; page < 45; page++) { /* through the whole folder */
        for (int i = 0; i < 30; i++)
            app_list_work(app);
        press(app, SDLK_PAGEDOWN);
        int kept = 0;
        for (int i = 0; i < MANY; i++)
            kept += app->shelf->card[i].picture != NULL;
        assert_true(kept <= SHELF_PICTURES);
    }
    app_end(app);
}

static void a_folder_without_runs_says_so(void **unused)
{
    (void)unused;
    assert_int_equal(mkdir("nothing", 0700), 0);
    struct app *app = list("nothing");
    assert_int_equal(app->shelf->count, 0);
    static const int32_t KEYS[] = {SDLK_RETURN, SDLK_SPACE,    SDLK_DOWN, SDLK_END,
                                   SDLK_x,      SDLK_PAGEDOWN, SDLK_TAB,  SDLK_ESCAPE};
    for (int i = 0; i < 8; i++)
        press(app, KEYS[i]);
    assert_non_null(app->shelf);
    assert_int_equal(app->run_count, 0);
    app_end(app);
}

/* In a window the pictures are drawn by and by, with threads that read. */
static void a_window_draws_the_list_by_and_by(void **unused)
{
    (void)unused;
    struct error err = {0};
    struct window window;
    struct app *app = calloc(1, sizeof *app);
    assert_non_null(app);
    struct app_options options = {
        .paths = {FOLDER}, .path_count = 1, .patient = true, .width = 1000, .height = 640};
    assert_success(app_open(app, &options, &err), err);
    assert_success(window_open(&window, app, &options, &err), err);
    window_step(&window, app, &err);
    int taken = 0;
    for (; taken < 20000 && (window.working || taken < 3); taken++)
        window_step(&window, app, &err);
    assert_true(taken < 20000);
    assert_non_null(card(app, "good.h5")->picture);
    assert_non_null(card(app, "short.h5")->picture);
    SDL_Event event = {.type = SDL_KEYDOWN}; /* closed in the middle of a picture */
    event.key.keysym.sym = SDLK_TAB;
    SDL_PushEvent(&event);
    window_step(&window, app, &err);
    window_step(&window, app, &err);
    event.key.keysym.sym = SDLK_RETURN;
    SDL_PushEvent(&event);
    window_step(&window, app, &err);
    window_step(&window, app, &err);
    assert_int_equal(app->run_count, 1);
    window_close(&window);
    app_end(app);
}

static int set_up(void **state)
{
    if (folder_create(state) != 0 || mkdir(FOLDER, 0700) != 0 ||
        mkdir(FOLDER "/folder.h5", 0700) != 0)
        return -1;
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    viewer_write(FOLDER "/good.h5", 0, 3, VIEWER_STEPS);
    viewer_write(FOLDER "/short.h5", 0, 2, 5);
    folder_write_text(FOLDER "/empty.h5", "");
    folder_write_text(FOLDER "/text.h5", "year,gdp\n2025,1\n");
    folder_write_text(FOLDER "/notes.txt", "");
    folder_write_text(FOLDER "/run.checkpoint-52.h5", "");
    char *bytes = calloc(1, 1 << 22);
    FILE *file = fopen(FOLDER "/good.h5", "rb");
    if (!bytes || !file)
        return -1;
    size_t size = fread(bytes, 1, 1 << 22, file);
    fclose(file);
    folder_write(FOLDER "/cut.h5", bytes, size / 2);
    free(bytes);
    age(FOLDER "/good.h5", 5), age(FOLDER "/short.h5", 4), age(FOLDER "/empty.h5", 2);
    age(FOLDER "/text.h5", 1), age(FOLDER "/cut.h5", 0);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cards_say_what_there_is),
        cmocka_unit_test(keys_search_and_open),
        cmocka_unit_test(two_that_are_chosen_are_compared),
        cmocka_unit_test(what_cannot_be_read_is_not_opened),
        cmocka_unit_test(the_mouse_chooses_scrolls_and_opens),
        cmocka_unit_test(pictures_follow_view_and_theme),
        cmocka_unit_test(pictures_are_made_smaller_by_area),
        cmocka_unit_test(many_files_are_listed_at_once),
        cmocka_unit_test(a_folder_without_runs_says_so),
        cmocka_unit_test(a_window_draws_the_list_by_and_by),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

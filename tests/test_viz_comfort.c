/* The viewer around its views: files dropped on the window, what it remembers, messages, full
 * screen. */
#include "viewer_sample.h"

#include <SDL.h>
#include <signal.h>

#include "folder.h"
#include "viewer_app.h"
#include "viz/remember.h"
#include "viz/shelf.h"
#include "viz/theme.h"
#include "viz/timeline_marks.h"
#include "viz/window.h"

#define RUN "run.h5"
#define OTHER "other.h5"
#define BAD "bad.h5"

/* --- what is remembered --- */

static struct settings *settings_new(void)
{
    struct settings *settings = calloc(1, sizeof *settings);
    assert_non_null(settings);
    settings_clear(settings);
    return settings;
}

static void settings_end(struct settings *settings)
{
    settings_free(settings);
    free(settings);
}

static void settings_come_back(void **unused)
{
    (void)unused;
    struct error err = {0};
    struct settings *out = settings_new(), *in = settings_new();
    out->has_window = out->has_theme = out->dark = true;
    out->x = -20, out->y = 40, out->width = 1111, out->height = 777;
    out->shape = SETTINGS_MAXIMISED;
    out->speed = 5;
    snprintf(out->view, sizeof out->view, "world");
    struct settings_file *file = settings_keep(out, "/a path/with spaces  /1 2.h5");
    file->bookmarks = 2, file->bookmark[0] = 7, file->bookmark[1] = 0.1 + 0.2 + 70;
    file = settings_keep(out, "/b.h5");
    file->day = 1.0 / 3;
    assert_success(settings_write(out, "deep/er/settings", &err), err);
    assert_true(settings_read(in, "deep/er/settings"));
    assert_true(in->has_window && in->has_theme && in->dark);
    assert_true(in->x == -20 && in->y == 40 && in->width == 1111 && in->height == 777);
    assert_int_equal(in->shape, SETTINGS_MAXIMISED);
    assert_int_equal(in->speed, 5);
    assert_string_equal(in->view, "world");
    assert_int_equal(in->files, 2);
    assert_string_equal(in->file[0].path, "/b.h5"); /* the one used last */
    assert_true(in->file[0].day == 1.0 / 3);
    const struct settings_file *found = settings_find(in, "/a path/with spaces  /1 2.h5");
    assert_non_null(found);
    assert_true(isnan(found->day));
    assert_int_equal(found->bookmarks, 2);
    assert_true(found->bookmark[1] == 0.1 + 0.2 + 70);
    struct stat status;
    assert_int_equal(stat("deep/er/settings", &status), 0);
    assert_int_equal(status.st_mode & 0077, 0); /* paths are nobody else's business */
    settings_end(out), settings_end(in);
}

static void the_oldest_files_are_forgotten(void **unused)
{
    (void)unused;
    struct error err = {0};
    char path[32];
    struct settings *settings = settings_new(), *in = settings_new();
    for (int i = 0; i < SETTINGS_FILES + 50; i++) {
        snprintf(path, sizeof path, "/run-%d.h5", i);
        struct settings_file *file = settings_keep(settings, path);
        assert_non_null(file);
        file->day = i;
        if (i % 10 == 0)
            settings_keep(settings, "/run-0.h5"); /* in use all along */
    }
    assert_null(settings_keep(settings, "relative.h5"));
    assert_null(settings_keep(settings, "/line\nbreak.h5"));
    assert_success(settings_write(settings, "many", &err), err);
    assert_true(settings_read(in, "many"));
    assert_int_equal(in->files, SETTINGS_FILES);
    assert_non_null(settings_find(in, "/run-0.h5"));
    assert_non_null(settings_find(in, "/run-249.h5"));
    assert_true(settings_find(in, "/run-249.h5")->day == 249);
    assert_null(settings_find(in, "/run-50.h5"));
    settings_end(settings), settings_end(in);
}

#define HEAD "keiretsu-view settings 1\n"

static void damaged_settings_count_as_none(void **unused)
{
    (void)unused;
    static const char *const DAMAGED[] = {
        "",
        "\n\n",
        "year,gdp\n2025,1\nend\n",
        "keiretsu-view settings 2\nspeed 3\nend\n",
        HEAD "speed 3\n",    /* cut off: no end */
        HEAD "speed 3\nend", /* in the last line */
        HEAD "speed 3\nend\nmore\n",
        HEAD "end\nend\n",
        HEAD "speed fast\nend\n",
        HEAD "speed 99999999999999999999\nend\n",
        HEAD "window 0 0 0 0 normal\nend\n",
        HEAD "window 0 0 800 600 round\nend\n",
        HEAD "window 0 0 800 600 full too\nend\n",
        HEAD "theme blue\nend\n",
        HEAD "view one two\nend\n",
        HEAD "view \nend\n",
        HEAD "colour red\nend\n",
        HEAD "file 7 1 70\nend\n", /* no path */
        HEAD "file nan 0 /a.h5\nend\n",
        HEAD "file 1e300 0 /a.h5\nend\n",
        HEAD "file 7 33 1 2 3 /a.h5\nend\n",
        HEAD "file 7 2 70 70 /a.h5\nend\n", /* not in order */
        HEAD "file 7 -1 /a.h5\nend\n",
        HEAD "file 7 0 a.h5\nend\n",
        HEAD "file 7 0 /a.h5\nfile 7 0 /a.h5\nend\n",
        "end\n",
    };
    struct settings *settings = settings_new();
    for (size_t i = 0; i < sizeof DAMAGED / sizeof *DAMAGED; i++) {
        folder_write_text("damaged", DAMAGED[i]);
        if (settings_read(settings, "damaged"))
            fail_msg("taken for good: %s", DAMAGED[i]);
        assert_true(settings->files == 0 && !settings->has_window && !settings->has_theme &&
                    settings->speed == -1 && !settings->view[0]);
    }
    folder_write_text("damaged", HEAD "speed 3\nfile end 1 70 /a.h5\nend\n"); /* the test works */
    assert_true(settings_read(settings, "damaged"));
    settings_free(settings);
    static const char ZERO[] = HEAD "spe\0ed 3\nend\n";
    folder_write("damaged", ZERO, sizeof ZERO - 1);
    assert_false(settings_read(settings, "damaged"));
    char *huge = calloc(1, 3 << 20);
    assert_non_null(huge);
    memset(huge, 'x', 3 << 20);
    folder_write("damaged", huge, 3 << 20);
    free(huge);
    assert_false(settings_read(settings, "damaged"));
    assert_false(settings_read(settings, "."));
    assert_false(settings_read(settings, "not there"));
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_false(settings_read(settings, "pipe")); /* and does not wait for a writer */
    settings_end(settings);
}

static void a_file_that_cannot_be_written_is_no_harm(void **unused)
{
    (void)unused;
    struct error err = {0};
    struct settings *settings = settings_new();
    folder_write_text("file", "x");
    assert_false(settings_write(settings, "file/settings", &err));
    assert_non_null(strstr(err.text, "file/settings"));
    settings_end(settings);
}

static void the_path_of_settings(void **unused)
{
    (void)unused;
    char path[SETTINGS_PATH];
    setenv("XDG_CONFIG_HOME", "/x/y", 1);
    assert_true(settings_path(path, sizeof path));
    assert_string_equal(path, "/x/y/keiretsu/viewer");
    assert_false(settings_path(path, 8));
    setenv("XDG_CONFIG_HOME", "relative", 1);
    setenv("HOME", "/home/ann", 1);
    assert_true(settings_path(path, sizeof path));
    assert_string_equal(path, "/home/ann/.config/keiretsu/viewer");
    unsetenv("HOME");
    assert_false(settings_path(path, sizeof path));
}

/* --- windows that show nothing --- */

struct shown {
    struct window window;
    struct app *app;
};

static struct shown *show(struct app_options options)
{
    struct error err = {0};
    struct shown *shown = calloc(1, sizeof *shown);
    assert_non_null(shown);
    shown->app = calloc(1, sizeof *shown->app);
    assert_non_null(shown->app);
    options.width = options.width ? options.width : 1280;
    options.height = options.height ? options.height : 720;
    options.patient = true;
    assert_success(app_open(shown->app, &options, &err), err);
    assert_success(window_open(&shown->window, shown->app, &options, &err), err);
    return shown;
}

static void steps(struct shown *shown, int count)
{
    struct error err = {0};
    for (int i = 0; i < count; i++)
        assert_success(window_step(&shown->window, shown->app, &err), err);
}

static void close_window(struct shown *shown)
{
    window_close(&shown->window);
    app_close(shown->app);
    free(shown->app);
    free(shown);
}

static void drop(struct shown *shown, const char *path, bool shift)
{
    SDL_SetModState(shift ? KMOD_LSHIFT : KMOD_NONE);
    SDL_PushEvent(&(SDL_Event){.type = SDL_DROPBEGIN});
    SDL_Event event = {.type = SDL_DROPFILE};
    event.drop.file = SDL_strdup(path);
    SDL_PushEvent(&event);
    SDL_PushEvent(&(SDL_Event){.type = SDL_DROPCOMPLETE});
    steps(shown, 3);
    SDL_SetModState(KMOD_NONE);
}

static void press(struct shown *shown, int32_t code, uint16_t modifier)
{
    SDL_Event event = {.type = SDL_KEYDOWN};
    event.key.keysym.sym = code, event.key.keysym.mod = modifier;
    SDL_PushEvent(&event);
    steps(shown, 2);
}

static void click(struct shown *shown, int x, int y)
{
    SDL_Event event = {.type = SDL_MOUSEBUTTONDOWN};
    event.button.button = SDL_BUTTON_LEFT, event.button.x = x, event.button.y = y;
    SDL_PushEvent(&event);
    steps(shown, 1);
    event.type = SDL_MOUSEBUTTONUP;
    SDL_PushEvent(&event);
    steps(shown, 2);
}

static const char *path_of(const struct app *app, int run)
{
    return app->run[run].playback.reader.path;
}

static void a_dropped_file_takes_the_place_of_the_first(void **unused)
{
    (void)unused;
    struct shown *shown = show(
        (struct app_options){.paths = {RUN}, .path_count = 1, .view = VIEW_WORLD, .dark = true});
    struct app *app = shown->app;
    steps(shown, 2);
    assert_string_equal(shown->window.title, "A chip fire – keiretsu");
    app->ui.selection.firm = 7;
    drop(shown, OTHER, false);
    assert_int_equal(app->run_count, 1);
    assert_string_equal(path_of(app, 0), OTHER);
    assert_int_equal(app->view, VIEW_WORLD);
    assert_true(theme_is_dark());
    assert_int_equal(app->ui.selection.firm, 0); /* a row means nothing in another file */
    assert_non_null(strstr(app->notice, "Opened"));

    drop(shown, RUN, true);
    assert_int_equal(app->run_count, 2);
    assert_string_equal(path_of(app, 1), RUN);
    assert_true(app->run[1].view.playback == &app->run[1].playback);
    drop(shown, RUN, false); /* what it is compared with stays */
    assert_int_equal(app->run_count, 2);
    assert_string_equal(path_of(app, 0), RUN);
    assert_true(app->views[0] == &app->run[0].view && app->views[0]->playback);
    close_window(shown);
}

static void several_files_dropped_at_once_are_compared(void **unused)
{
    (void)unused;
    struct shown *shown = show((struct app_options){.paths = {RUN}, .path_count = 1});
    SDL_PushEvent(&(SDL_Event){.type = SDL_DROPBEGIN});
    for (int i = 0; i < 2; i++) {
        SDL_Event event = {.type = SDL_DROPFILE};
        event.drop.file = SDL_strdup(i == 0 ? OTHER : RUN);
        SDL_PushEvent(&event);
    }
    steps(shown, 4);
    assert_int_equal(shown->app->run_count, 2);
    assert_string_equal(path_of(shown->app, 0), OTHER);
    assert_string_equal(path_of(shown->app, 1), RUN);
    close_window(shown);
}

static void what_cannot_be_opened_changes_nothing(void **unused)
{
    (void)unused;
    static const char *const NOT_RUNS[] = {BAD, "not there.h5", "empty.h5"};
    struct shown *shown = show((struct app_options){.paths = {RUN}, .path_count = 1});
    struct app *app = shown->app;
    steps(shown, 2);
    timeline_go(&app->run->timeline, 4);
    for (int i = 0; i < 6; i++) {
        drop(shown, NOT_RUNS[i % 3], i > 2);
        assert_string_equal(app->message.title, "This file cannot be opened");
        assert_non_null(strstr(app->message.text, NOT_RUNS[i % 3]));
        assert_int_equal(app->run_count, 1);
        assert_string_equal(path_of(app, 0), RUN);
        assert_int_equal(app->run->timeline.record, 4);
        press(shown, SDLK_RIGHT, 0); /* closes the message, and no more */
        assert_int_equal(app->message.title[0], 0);
        assert_int_equal(app->run->timeline.record, 4);
    }
    drop(shown, BAD, false);
    click(shown, 640, 360);
    assert_int_equal(app->message.title[0], 0);
    assert_int_equal(app->run->timeline.record, 4);
    close_window(shown);
}

static void a_window_without_a_run_waits_for_one(void **unused)
{
    (void)unused;
    struct shown *shown = show((struct app_options){.paths = {BAD}, .path_count = 1});
    struct app *app = shown->app;
    assert_int_equal(app->run_count, 0);
    assert_non_null(strstr(app->refused.text, BAD));
    steps(shown, 2);
    assert_string_equal(shown->window.title, "keiretsu");
    /* No key and no click may need a run. */
    for (int32_t code = 32; code < 127; code++)
        if (code != SDLK_q)
            press(shown, code, 0);
    static const int32_t KEYS[] = {SDLK_LEFT, SDLK_END, SDLK_TAB, SDLK_ESCAPE, SDLK_F1, SDLK_F1};
    for (int i = 0; i < 6; i++)
        press(shown, KEYS[i], 0);
    for (int i = 0; i < 40; i++)
        click(shown, i * 197 % 1280, i * 89 % 300);
    assert_null(app->shelf);
    assert_non_null(strstr(app->message.text, BAD));
    drop(shown, RUN, false);
    assert_int_equal(app->run_count, 1);
    assert_int_equal(app->message.title[0], 0);
    close_window(shown);

    shown = show((struct app_options){.paths = {BAD, RUN}, .path_count = 2}); /* one is good */
    assert_int_equal(shown->app->run_count, 1);
    assert_non_null(strstr(shown->app->message.text, BAD));
    close_window(shown);
}

static void f11_fills_the_screen(void **unused)
{
    (void)unused;
    struct shown *shown = show((struct app_options){.paths = {RUN}, .path_count = 1});
    press(shown, SDLK_F11, 0);
    assert_true(SDL_GetWindowFlags(shown->window.window) & SDL_WINDOW_FULLSCREEN_DESKTOP);
    steps(shown, 3);
    press(shown, SDLK_F11, 0);
    assert_false(SDL_GetWindowFlags(shown->window.window) & SDL_WINDOW_FULLSCREEN_DESKTOP);
    close_window(shown);
}

/* Time that passed while the window waited is not played. */
static void play_begins_where_it_is(void **unused)
{
    (void)unused;
    struct shown *shown = show((struct app_options){.paths = {RUN}, .path_count = 1});
    struct timeline *timeline = &shown->app->run->timeline;
    steps(shown, 4);
    timeline_go(timeline, 0);
    timeline->speed = TIMELINE_FASTEST;
    SDL_Delay(120); /* 14 records */
    SDL_Event event = {.type = SDL_KEYDOWN};
    event.key.keysym.sym = SDLK_SPACE;
    SDL_PushEvent(&event);
    steps(shown, 1);
    assert_true(timeline->playing);
    assert_int_equal(timeline->record, 0);
    SDL_Delay(100); /* a slow frame: at 120 a second it is made up for */
    steps(shown, 1);
    assert_true(timeline->record >= 12);
    close_window(shown);
}

/* --- one start after the other --- */

static void settings_here(void)
{
    char *here = realpath(".", NULL);
    assert_non_null(here);
    setenv("XDG_CONFIG_HOME", here, 1);
    free(here);
}

static struct settings *started(struct app_options *options)
{
    settings_here();
    return options->settings = remember_start(options);
}

static void a_start_takes_up_where_the_last_one_left(void **unused)
{
    (void)unused;
    struct app_options options = {.paths = {RUN}, .path_count = 1, .view = VIEW_CHARTS};
    started(&options);
    struct shown *shown = show(options);
    struct app *app = shown->app;
    steps(shown, 2);
    assert_int_equal(app->run->timeline.record, VIEWER_STEPS);
    timeline_go(&app->run->timeline, 6);
    press(shown, SDLK_j, 0);
    timeline_go(&app->run->timeline, 9);
    press(shown, SDLK_PLUS, 0);
    press(shown, SDLK_t, 0);
    press(shown, SDLK_5, 0);
    SDL_SetWindowSize(shown->window.window, 900, 700);
    steps(shown, 3);
    app->settings->has_window = true; /* as the last event of the window says */
    app->settings->width = 900, app->settings->height = 700;
    remember_end(app);
    close_window(shown);

    struct app_options again = {.paths = {"./" RUN}, .path_count = 1};
    started(&again);
    assert_int_equal(again.width, 900);
    assert_true(again.dark);
    assert_int_equal(again.view, VIEW_WORLD);
    shown = show(again);
    app = shown->app;
    assert_int_equal(app->run->timeline.record, 9);
    assert_int_equal(app->run->timeline.speed, TIMELINE_USUAL + 1);
    assert_int_equal(app->run->timeline.bookmark_count, 1);
    assert_true(app->run->timeline.bookmark[0] == 42);
    drop(shown, OTHER, false); /* of which nothing is known; the first is put away */
    assert_int_equal(app->run->timeline.bookmark_count, 0);
    drop(shown, RUN, false);
    assert_int_equal(app->run->timeline.bookmark_count, 1);
    assert_int_equal(app->run->timeline.record, 9);
    close_window(shown); /* without remember_end: nothing is written */

    struct app_options said = {.paths = {RUN},
                               .path_count = 1,
                               .view = VIEW_WHY,
                               .at = "2025-01-20",
                               .width = 800,
                               .height = 600,
                               .view_given = true,
                               .theme_given = true,
                               .size_given = true};
    started(&said);
    assert_int_equal(said.view, VIEW_WHY);
    assert_false(said.dark);
    assert_int_equal(said.width, 800);
    shown = show(said);
    assert_int_equal(shown->app->run->timeline.record, 2);
    close_window(shown);
    theme_dark(false);
}

/* The program itself, in a window that shows nothing, asked to leave after a while. */
static int run_viewer(const char *const *arguments, bool window)
{
    const char *argv[8] = {VIEWER};
    for (int i = 0; arguments[i]; i++)
        argv[i + 1] = arguments[i];
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int out = open("messages", O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(out, STDERR_FILENO);
        unsetenv("DISPLAY"), unsetenv("WAYLAND_DISPLAY"), unsetenv("SDL_VIDEODRIVER");
        if (window)
            setenv("SDL_VIDEODRIVER", "dummy", 1);
        settings_here();
        alarm(60);
        execv(VIEWER, (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    if (window) {
        usleep(700000);
        kill(child, SIGTERM);
    }
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

#define RUN_VIEWER(window, ...) run_viewer((const char *const[]){__VA_ARGS__, NULL}, window)
#define KEPT "keiretsu/viewer"

static void only_windows_remember(void **unused)
{
    (void)unused;
    char text[4096];
    unlink(KEPT);
    assert_int_equal(RUN_VIEWER(false, RUN, "--screenshot", "a.png"), 0);
    assert_int_equal(RUN_VIEWER(false, RUN), 1); /* no display */
    assert_int_not_equal(access(KEPT, F_OK), 0);
    assert_int_equal(RUN_VIEWER(true, RUN, "--fresh"), 0);
    assert_int_not_equal(access(KEPT, F_OK), 0);
    assert_int_equal(RUN_VIEWER(true, RUN, "--view", "world", "--theme", "dark"), 0);
    folder_read(KEPT, text, sizeof text);
    assert_non_null(strstr(text, "theme dark\nview world\n"));
    assert_non_null(strstr(text, "/" RUN "\nend\n"));
    folder_write_text(KEPT, "rubbish");
    assert_int_equal(RUN_VIEWER(true, RUN), 0);
    folder_read(KEPT, text, sizeof text);
    assert_non_null(strstr(text, "theme light\nview charts\n"));
}

static void a_bad_file_is_said_and_the_window_stays(void **unused)
{
    (void)unused;
    char text[4096];
    assert_int_equal(RUN_VIEWER(true, BAD), 1);
    folder_read("messages", text, sizeof text);
    assert_non_null(strstr(text, "keiretsu-view: " BAD));
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1); /* one line, once */
    assert_int_equal(RUN_VIEWER(true, "."), 0);
    assert_int_equal(RUN_VIEWER(true, "--view", "world"), 0); /* the list of the current folder */
}

static int set_up(void **state)
{
    if (folder_create(state) != 0)
        return -1;
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    viewer_write(RUN, 0, 3, VIEWER_STEPS);
    viewer_write(OTHER, 0, 2, 12);
    folder_write_text(BAD, "year,gdp\n2025,1\n");
    folder_write_text("empty.h5", "");
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_come_back),
        cmocka_unit_test(the_oldest_files_are_forgotten),
        cmocka_unit_test(damaged_settings_count_as_none),
        cmocka_unit_test(a_file_that_cannot_be_written_is_no_harm),
        cmocka_unit_test(the_path_of_settings),
        cmocka_unit_test(a_dropped_file_takes_the_place_of_the_first),
        cmocka_unit_test(several_files_dropped_at_once_are_compared),
        cmocka_unit_test(what_cannot_be_opened_changes_nothing),
        cmocka_unit_test(a_window_without_a_run_waits_for_one),
        cmocka_unit_test(f11_fills_the_screen),
        cmocka_unit_test(play_begins_where_it_is),
        cmocka_unit_test(a_start_takes_up_where_the_last_one_left),
        cmocka_unit_test(only_windows_remember),
        cmocka_unit_test(a_bad_file_is_said_and_the_window_stays),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

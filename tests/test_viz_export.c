/* Videos: what ffmpeg is told and given, and what happens where it is missing, fails, or somebody
 * stops. A script takes the place of ffmpeg: it writes down its arguments and counts its input. */
#include "viewer_sample.h"

#include <SDL.h>
#include <signal.h>
#include <sys/stat.h>

#include "folder.h"
#include "viewer_app.h"
#include "viz/app_export.h"
#include "viz/export.h"
#include "viz/theme.h"
#include "viz/window.h"

#define RUN "run.h5"
#define MESSAGES "messages"

static char folder[FOLDER_PATH];

/* The last argument is the file to write. */
static const char SCRIPT[] = "#!/bin/sh\n"
                             "printf '%s\\n' \"$@\" >> arguments\n"
                             "wc -c | tr -d ' ' >> bytes\n"
                             "for last; do :; done\n"
                             "echo made > \"${last#file:}\"\n";

/* Puts a program of this text at the place of ffmpeg, NULL for none. */
static void set_ffmpeg(const char *script)
{
    char path[3 * FOLDER_PATH];
    unlink("arguments"), unlink("bytes"), unlink("bin/ffmpeg");
    mkdir("bin", 0700);
    if (script) {
        folder_write_text("bin/ffmpeg", script);
        assert_int_equal(chmod("bin/ffmpeg", 0700), 0);
    }
    /* Without one the machine's own must not be found. */
    snprintf(path, sizeof path, script ? "%s/bin:/usr/bin:/bin" : "%s/bin", folder);
    setenv("PATH", path, 1);
}

static pid_t view_start(const char *const *arguments)
{
    const char *argv[32] = {VIEWER};
    for (int i = 0; arguments[i]; i++)
        argv[i + 1] = arguments[i];
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(open(MESSAGES, O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
        unsetenv("DISPLAY"), unsetenv("WAYLAND_DISPLAY");
        alarm(120);
        execv(VIEWER, (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    return child;
}

static int view_wait(pid_t child)
{
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

#define VIEW(...) view_wait(view_start((const char *const[]){RUN, __VA_ARGS__, NULL}))

static char *text_of(const char *path)
{
    static char text[1 << 16];
    folder_read(path, text, sizeof text);
    return text;
}

static void assert_says(const char *words)
{
    char *text = text_of(MESSAGES), *end = strchr(text, '\n');
    if (!end || end[1] || !strstr(text, words))
        fail_msg("not one line with \"%s\": %s", words, text);
}

static void assert_argument(const char *two_lines)
{
    if (!strstr(text_of("arguments"), two_lines))
        fail_msg("no \"%s\" in %s", two_lines, text_of("arguments"));
}

/* Nothing is left of a video that was not made. */
static void assert_nothing(const char *path)
{
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_not_equal(system("ls | grep -q part"), 0);
}

static void every_record_is_a_frame(void **unused)
{
    (void)unused;
    set_ffmpeg(SCRIPT);
    assert_int_equal(VIEW("--export", "a.mp4", "--size", "320x400"), 0);
    assert_says("a.mp4: 21 frames, 0.8 s, 320 x 400, 0.0 MB");
    assert_int_equal(atoll(text_of("bytes")), 21 * 320 * 400 * 4);
    assert_argument("-pixel_format\nbgra\n-video_size\n320x400\n-framerate\n25\n-i\npipe:0\n");
    assert_argument("-c:v\nlibx264\n");
    assert_argument("-pix_fmt\nyuv420p\n");
    assert_argument("-movflags\n+faststart\n-f\nmp4\nfile:a.mp4.part-");
    assert_string_equal(text_of("a.mp4"), "made\n");
    unlink("a.mp4");
    assert_nothing("a.mp4");
}

static void a_part_can_be_asked_for(void **unused)
{
    (void)unused;
    set_ffmpeg(SCRIPT);
    /* Records 5 to 12, every third: 5, 8, 11. */
    assert_int_equal(VIEW("--export", "b.mp4", "--size", "320x320", "--from", "2025-02-10", "--to",
                          "2025-04-02", "--step", "3", "--fps", "10"),
                     0);
    assert_int_equal(atoll(text_of("bytes")), 3 * 320 * 320 * 4);
    assert_argument("-framerate\n10\n");
}

static void odd_sizes_become_even(void **unused)
{
    (void)unused;
    set_ffmpeg(SCRIPT);
    assert_int_equal(VIEW("--export", "c.mp4", "--size", "321x323"), 0);
    assert_says("320 x 322 (MP4 needs even sizes)");
    assert_argument("-video_size\n320x322\n");
    assert_int_equal(atoll(text_of("bytes")), 21 * 320 * 322 * 4);
    set_ffmpeg(SCRIPT);
    assert_int_equal(VIEW("--export", "c.gif", "--size", "321x323"), 0);
    assert_argument("-video_size\n321x323\n");
    assert_null(strstr(text_of(MESSAGES), "even"));
}

/* Colours first, from at most 16 of the frames, then all frames with these colours. */
static void a_gif_gets_a_palette(void **unused)
{
    (void)unused;
    set_ffmpeg(SCRIPT);
    assert_int_equal(VIEW("--export", "d.GIF", "--size", "320x320", "--step", "5"), 0);
    long long sizes[2] = {0};
    assert_int_equal(sscanf(text_of("bytes"), "%lld %lld", &sizes[0], &sizes[1]), 2);
    assert_int_equal(sizes[0], 5 * 320 * 320 * 4);
    assert_int_equal(sizes[1], 5 * 320 * 320 * 4);
    assert_argument("palettegen");
    assert_argument("pipe:0\n-i\nfile:d.GIF.part-");
    assert_argument("paletteuse");
    unlink("d.GIF");
    assert_nothing("d.GIF");
}

static void files_are_not_replaced_unless_asked(void **unused)
{
    (void)unused;
    set_ffmpeg(SCRIPT);
    folder_write_text("e.mp4", "mine\n");
    assert_int_equal(VIEW("--export", "e.mp4"), 1);
    assert_says("e.mp4: exists already (--force replaces it)");
    assert_string_equal(text_of("e.mp4"), "mine\n");
    assert_int_not_equal(access("arguments", F_OK), 0);
    assert_int_equal(VIEW("--export", "e.mp4", "--force", "--size", "320x320"), 0);
    assert_string_equal(text_of("e.mp4"), "made\n");
}

static void trouble_with_ffmpeg_is_said_in_one_line(void **unused)
{
    (void)unused;
    set_ffmpeg(NULL);
    assert_int_equal(VIEW("--export", "f.mp4"), 1);
    assert_says("ffmpeg, which is not installed (Debian, Ubuntu: apt install ffmpeg");
    /* At once, while frames are written; at the end; before it has read all. */
    set_ffmpeg("#!/bin/sh\necho first >&2\necho 'Unknown encoder libx264' >&2\nexit 3\n");
    assert_int_equal(VIEW("--export", "f.mp4"), 1);
    assert_says("ffmpeg failed with code 3: Unknown encoder libx264");
    assert_nothing("f.mp4");
    set_ffmpeg("#!/bin/sh\nfor last; do :; done\ncat > \"${last#file:}\"\necho full >&2\nexit 1\n");
    assert_int_equal(VIEW("--export", "f.mp4", "--size", "320x320"), 1);
    assert_says("ffmpeg failed with code 1: full");
    assert_nothing("f.mp4");
    set_ffmpeg("#!/bin/sh\nexit 0\n");
    assert_int_equal(VIEW("--export", "f.gif", "--size", "320x320"), 1);
    assert_says("ffmpeg ended before it had all pictures");
    assert_nothing("f.gif");
    set_ffmpeg(SCRIPT);
    assert_int_equal(VIEW("--export", "/nowhere/f.mp4", "--size", "320x320"), 1);
    assert_says("ffmpeg failed with code");
}

static void wrong_usage_is_one_line_and_2(void **unused)
{
    (void)unused;
    set_ffmpeg(SCRIPT);
#define REFUSED(words, ...)                                                                        \
    do {                                                                                           \
        assert_int_equal(VIEW(__VA_ARGS__), 2);                                                    \
        assert_says(words);                                                                        \
        assert_int_not_equal(access("arguments", F_OK), 0);                                        \
    } while (0)
    REFUSED("--from: 2025-05-12 is after 2025-03-03", "--export", "g.mp4", "--from", "2025-05-12",
            "--to", "2025-03-03");
    REFUSED("--to: 2031-01-01 is not in run.h5, use 2025-01-06 to 2025-05-26", "--export", "g.mp4",
            "--to", "2031-01-01");
    REFUSED("--from: \"soon\" is no date", "--export", "g.mp4", "--from", "soon");
    REFUSED("use FILE.mp4 or FILE.gif", "--export", "g.avi");
    REFUSED("--fps: \"0\" is no whole number from 1 to 120", "--export", "g.mp4", "--fps", "0");
    REFUSED("--step: \"2x\"", "--export", "g.mp4", "--step", "2x");
    REFUSED("--fps is for a video", "--fps", "25", "--screenshot", "g.png");
#undef REFUSED
    assert_nothing("g.mp4");
}

static void figures_and_tables_need_no_display(void **unused)
{
    (void)unused;
    assert_int_equal(VIEW("--svg", "a.svg", "--csv", "a.csv", "--screenshot", "a.png"), 0);
    assert_string_equal(text_of(MESSAGES), "");
    assert_memory_equal(text_of("a.svg"), "<?xml ", 6);
    assert_memory_equal(text_of("a.csv"), "date,series,region,value,unit\r\n", 31);
    assert_int_equal(access("a.png", F_OK), 0);
    assert_int_equal(VIEW("--csv", "b.csv", "--view", "facility"), 1);
    assert_says("b.csv: this view has nothing to write");
    assert_int_not_equal(access("b.csv", F_OK), 0);
    /* The run is not written over. */
    struct stat before, after;
    assert_int_equal(stat(RUN, &before), 0);
    assert_int_equal(VIEW("--svg", "./" RUN), 2);
    assert_says("./run.h5: is a run that is read");
    assert_int_equal(stat(RUN, &after), 0);
    assert_int_equal(after.st_size, before.st_size);
}

/* Waits until ffmpeg has begun to read. */
static void wait_for_arguments(void)
{
    for (int i = 0; i < 1000 && access("arguments", F_OK) != 0; i++)
        usleep(10000);
    assert_int_equal(access("arguments", F_OK), 0);
}

/* Also where ffmpeg hangs. */
static void control_c_leaves_nothing(void **unused)
{
    (void)unused;
    set_ffmpeg("#!/bin/sh\nfor last; do :; done\necho half > \"${last#file:}\"\n"
               "echo $$ > arguments\nexec sleep 60\n");
    pid_t child = view_start((const char *const[]){RUN, "--export", "h.mp4", NULL});
    wait_for_arguments();
    usleep(100000);
    kill(child, SIGINT);
    assert_int_equal(view_wait(child), 130);
    assert_says("h.mp4: stopped, nothing is written");
    assert_nothing("h.mp4");
    assert_int_not_equal(kill((pid_t)atoi(text_of("arguments")), 0), 0);
}

/* Each frame shows its own moment: a part of the run has the same frames as the whole. */
static void a_part_has_the_frames_of_the_whole(void **unused)
{
    (void)unused;
    set_ffmpeg("#!/bin/sh\nfor last; do :; done\ncat > \"${last#file:}\"\n");
    assert_int_equal(VIEW("--export", "k.mp4", "--size", "320x320"), 0);
    assert_int_equal(VIEW("--export", "l.mp4", "--size", "320x320", "--from", "2025-02-10", "--to",
                          "2025-02-20"),
                     0);
    struct stat whole;
    assert_int_equal(stat("l.mp4", &whole), 0);
    assert_int_equal(whole.st_size, 2 * 320 * 320 * 4);
    assert_int_equal(system("cmp -s -n 819200 -i 2048000:0 k.mp4 l.mp4"), 0); /* frames 5 and 6 */
    assert_int_not_equal(system("cmp -s -n 409600 -i 0:409600 l.mp4 l.mp4"), 0);
    /* The colours of a GIF come from the first frame, the last, and between them evenly. */
    set_ffmpeg("#!/bin/sh\nfor last; do :; done\ncat > \"${last#file:}\"\n"
               "case $last in *.png) cp \"${last#file:}\" colours;; esac\n");
    assert_int_equal(VIEW("--export", "m.gif", "--size", "320x320"), 0);
    assert_int_equal(stat("colours", &whole), 0);
    assert_int_equal(whole.st_size, 16 * 320 * 320 * 4);
    assert_int_equal(system("cmp -s -n 409600 colours k.mp4"), 0);
    assert_int_equal(system("cmp -s -i 6144000:8192000 colours k.mp4"), 0);
}

/* The same moment gives the same frame, whenever it is drawn. */
static void frames_do_not_depend_on_the_clock(void **unused)
{
    (void)unused;
    struct stat first, second;
    set_ffmpeg("#!/bin/sh\nfor last; do :; done\ncat > \"${last#file:}\"\n");
    assert_int_equal(VIEW("--export", "i.mp4", "--view", "world", "--size", "400x320"), 0);
    usleep(30000);
    assert_int_equal(VIEW("--export", "j.mp4", "--view", "world", "--size", "400x320"), 0);
    assert_int_equal(stat("i.mp4", &first), 0);
    assert_int_equal(stat("j.mp4", &second), 0);
    assert_true(first.st_size == 21 * 400 * 320 * 4 && second.st_size == first.st_size);
    assert_int_equal(system("cmp -s i.mp4 j.mp4"), 0);
}

static void key(struct app *app, int32_t code, bool shift)
{
    app_key(app, (struct key){code, shift, false});
}

/* In the window: started by a key, worked on in pieces, and the moment shown is back at the end. */
static void the_window_makes_one_too(void **unused)
{
    (void)unused;
    set_ffmpeg(SCRIPT);
    struct app *app = app_of(RUN, VIEW_CHARTS);
    timeline_go(&app->run->timeline, 7);
    key(app, SDLK_e, false);
    assert_non_null(app->export);
    key(app, SDLK_TAB, false); /* waits */
    assert_int_equal(app->view, VIEW_CHARTS);
    int steps = 0;
    for (; app->export && steps < 100000; steps++) {
        app_export_step(app, 5);
        if (steps == 3) {
            assert_non_null(strstr(app->notice, "of 21 frames"));
            assert_non_null(strstr(app->notice, "esc stops"));
            app_draw(app);
        }
    }
    assert_true(steps >= 21);
    assert_string_equal(app->notice, "Saved run-charts-2025-02-24.mp4: 0.8 s");
    assert_int_equal(app->run->timeline.record, 7);
    assert_int_equal(atoll(text_of("bytes")), 21 * 1280 * 720 * 4);
    key(app, SDLK_e, true);
    assert_non_null(app->export);
    app_export_step(app, 5);
    key(app, SDLK_ESCAPE, false);
    assert_null(app->export);
    assert_non_null(strstr(app->notice, "Stopped: run-charts-2025-02-24.gif is not written"));
    assert_nothing("run-charts-2025-02-24.gif");
    /* Between two bookmarks: records 4 to 9. */
    set_ffmpeg(SCRIPT);
    timeline_go(&app->run->timeline, 9);
    key(app, SDLK_j, false);
    timeline_go(&app->run->timeline, 4);
    key(app, SDLK_j, false);
    key(app, SDLK_e, false);
    while (app->export)
        app_export_step(app, 5);
    assert_int_equal(atoll(text_of("bytes")), 6 * 1280 * 720 * 4);
    set_ffmpeg(NULL);
    key(app, SDLK_e, false);
    assert_null(app->export);
    assert_non_null(strstr(app->notice, "not installed"));
    set_ffmpeg(SCRIPT);
    key(app, SDLK_e, false); /* closed in the middle of it */
    app_end(app);
    assert_nothing("run-charts-2025-02-03-2.mp4");
}

/* A window goes on while it makes a video: it takes events and shows how far it is. */
static void a_window_stays_alive(void **unused)
{
    (void)unused;
    struct error err = {0};
    struct window window;
    set_ffmpeg(SCRIPT);
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    struct app *app = app_of(RUN, VIEW_INDUSTRIES);
    assert_success(window_open(&window, app,
                               &(struct app_options){.width = 801, .height = 600, .fresh = true},
                               &err),
                   err);
    SDL_Event press = {.key = {.type = SDL_KEYDOWN, .keysym.sym = SDLK_e}};
    SDL_PushEvent(&press);
    assert_true(window_step(&window, app, &err));
    assert_non_null(app->export);
    int width = app->export->canvas.width, height = app->export->canvas.height, steps = 0;
    assert_int_equal(width % 2, 0);
    press.key.keysym.sym = SDLK_t; /* waits for nobody, and changes nothing */
    SDL_PushEvent(&press);
    for (; app->export && steps < 100000; steps++)
        assert_true(window_step(&window, app, &err));
    assert_false(theme_is_dark());
    assert_true(steps >= 21);
    assert_non_null(strstr(app->notice, "Saved run-industries-2025-05-26.mp4"));
    assert_int_equal(atoll(text_of("bytes")), 21 * width * height * 4);
    window_close(&window);
    app_end(app);
    unsetenv("SDL_VIDEODRIVER");
}

static int set_up(void **state)
{
    if (folder_create(state) != 0 || !getcwd(folder, sizeof folder))
        return -1;
    viewer_write(RUN, 0, 3, VIEWER_STEPS);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_record_is_a_frame),
        cmocka_unit_test(a_part_can_be_asked_for),
        cmocka_unit_test(odd_sizes_become_even),
        cmocka_unit_test(a_gif_gets_a_palette),
        cmocka_unit_test(files_are_not_replaced_unless_asked),
        cmocka_unit_test(trouble_with_ffmpeg_is_said_in_one_line),
        cmocka_unit_test(wrong_usage_is_one_line_and_2),
        cmocka_unit_test(figures_and_tables_need_no_display),
        cmocka_unit_test(control_c_leaves_nothing),
        cmocka_unit_test(a_part_has_the_frames_of_the_whole),
        cmocka_unit_test(frames_do_not_depend_on_the_clock),
        cmocka_unit_test(the_window_makes_one_too),
        cmocka_unit_test(a_window_stays_alive),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

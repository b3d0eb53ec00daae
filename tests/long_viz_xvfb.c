/* A real window, on a display that is kept in memory (Xvfb): what is on the screen is the picture
 * that the viewer draws, also after keys and another size. Skipped where there is no Xvfb; keys and
 * sizes need xdotool. KEIRETSU_SHOTS=FOLDER keeps pictures of the screen. */
#include "viewer_sample.h"

#include <signal.h>
#include <sys/wait.h>

#include "folder.h"
#include "picture.h"
#include "viz/app.h"
#include "viz/theme.h"

#define RUN "run.h5"

enum { SCREEN_WIDTH = 1500, SCREEN_HEIGHT = 900, WIDTH = 1000, HEIGHT = 640 };
enum { LEFT = (SCREEN_WIDTH - WIDTH) / 2, TOP = (SCREEN_HEIGHT - HEIGHT) / 2 }; /* in the middle */

static const double POINTER = 0.001; /* what the arrow of the mouse may cover */

static pid_t server, viewer;

static bool has(const char *program)
{
    char command[200];
    snprintf(command, sizeof command, "command -v %s >/dev/null", program);
    return system(command) == 0;
}

/* The server says through a pipe which display it is, once it is ready. */
static void start_server(void)
{
    int ready[2];
    char descriptor[16], display[32] = ":";
    assert_int_equal(pipe(ready), 0);
    snprintf(descriptor, sizeof descriptor, "%d", ready[1]);
    server = fork();
    if (server == 0) {
        close(ready[0]);
        int out = open("server.log", O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(out, STDERR_FILENO);
        execlp("Xvfb", "Xvfb", "-displayfd", descriptor, "-screen", "0", "1500x900x24", "-fbdir",
               ".", "-nolisten", "tcp", (char *)NULL);
        _exit(127);
    }
    close(ready[1]);
    size_t length = 1;
    while (length + 1 < sizeof display && read(ready[0], display + length, 1) == 1 &&
           display[length] != '\n')
        length++;
    close(ready[0]);
    if (length == 1)
        fail_msg("Xvfb does not start (server.log in its folder)");
    display[length] = '\0'; /* in place of the end of the line */
    setenv("DISPLAY", display, 1);
}

static void start_viewer(void)
{
    viewer = fork();
    if (viewer == 0) {
        setenv("SDL_RENDER_DRIVER", "software", 1);
        setenv("SDL_VIDEODRIVER", "x11", 1);
        setenv("HOME", ".", 1); /* what it remembers of other windows */
        unsetenv("XDG_CONFIG_HOME"), unsetenv("XDG_STATE_HOME"), unsetenv("XDG_DATA_HOME");
        execl(VIEWER, VIEWER, RUN, "--size", "1000x640", "--view", "industries", (char *)NULL);
        _exit(127);
    }
}

static void stop(pid_t *child)
{
    if (*child > 0) {
        kill(*child, SIGTERM);
        waitpid(*child, NULL, 0);
    }
    *child = 0;
}

static uint32_t big(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* The screen, which the server keeps in a file (XWD: a header of big-endian numbers, colours,
 * pixels of four bytes). */
static struct picture screen(void)
{
    static unsigned char bytes[8 << 20];
    struct picture picture = picture_new(SCREEN_WIDTH, SCREEN_HEIGHT);
    FILE *file = fopen("Xvfb_screen0", "rb");
    assert_non_null(file);
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    assert_true(length > 100);
    assert_int_equal(big(bytes + 16), SCREEN_WIDTH);
    assert_int_equal(big(bytes + 20), SCREEN_HEIGHT);
    uint32_t line = big(bytes + 48);
    size_t start = big(bytes) + 12 * (size_t)big(bytes + 76);
    assert_true(start + (size_t)line * SCREEN_HEIGHT <= length);
    for (int y = 0; y < SCREEN_HEIGHT; y++)
        memcpy(picture.pixels + y * SCREEN_WIDTH, bytes + start + (size_t)y * line,
               4 * SCREEN_WIDTH);
    return picture;
}

static struct picture window_part(const struct picture *whole, int width, int height)
{
    struct picture part = picture_new(width, height);
    for (int y = 0; y < height; y++)
        memcpy(part.pixels + y * width, whole->pixels + (TOP + y) * whole->width + LEFT,
               4 * (size_t)width);
    return part;
}

static struct picture expected(enum view_kind view, bool dark, int width, int height)
{
    struct error err = {0};
    static struct app app;
    const struct app_options options = {
        .paths = {RUN}, .path_count = 1, .view = view, .dark = dark};
    assert_success(app_open(&app, &options, &err), err);
    assert_success(app_resize(&app, width, height, 1, &err), err);
    app_draw(&app);
    struct picture picture = picture_new(width, height);
    memcpy(picture.pixels, app.canvas.pixels, 4 * (size_t)width * height);
    app_close(&app);
    return picture;
}

static void keep_shot(const struct picture *whole, const char *name)
{
    const char *folder = getenv("KEIRETSU_SHOTS");
    char path[1024];
    if (!folder)
        return;
    snprintf(path, sizeof path, "%s/%s.png", folder, name);
    picture_save(whole, path);
}

/* Waits until the window shows this; at most so large a share of its pixels may be others. */
static void assert_screen(const char *name, enum view_kind view, bool dark, int width, int height,
                          double most)
{
    struct picture_difference difference = {0};
    struct picture should = expected(view, dark, width, height);
    for (int i = 0; i < 300; i++) {
        struct picture whole = screen(), is = window_part(&whole, width, height);
        difference = picture_compare(&is, &should, 2);
        if (difference.share <= most || i == 299)
            keep_shot(&whole, name);
        picture_free(&whole), picture_free(&is);
        if (difference.share <= most) {
            picture_free(&should);
            return;
        }
        assert_int_equal(waitpid(viewer, NULL, WNOHANG), 0); /* still there */
        usleep(100000);
    }
    fail_msg("%s: %.1f %% of the window are not as drawn", name, 100 * difference.share);
}

static void xdotool(const char *arguments)
{
    char command[400];
    snprintf(command, sizeof command, "xdotool %s >/dev/null", arguments);
    assert_int_equal(system(command), 0);
}

static void the_screen_shows_what_is_drawn(void **unused)
{
    (void)unused;
    if (!has("Xvfb")) {
        print_message("Xvfb is not installed\n");
        skip();
    }
    start_server();
    start_viewer();
    /* The mouse of the server lies over the window, and something may stand out under it. */
    assert_screen("window", VIEW_INDUSTRIES, false, WIDTH, HEIGHT, 0.2);
    if (!has("xdotool")) {
        print_message("xdotool is not installed: no keys, no other sizes\n");
        return;
    }
    char move[64];
    snprintf(move, sizeof move, "mousemove %d %d", LEFT + 3, TOP + 3);
    xdotool(move);
    assert_screen("mouse-away", VIEW_INDUSTRIES, false, WIDTH, HEIGHT, POINTER);
    xdotool("key t");
    assert_screen("key-dark", VIEW_INDUSTRIES, true, WIDTH, HEIGHT, POINTER);
    xdotool("key 1");
    assert_screen("key-charts", VIEW_CHARTS, true, WIDTH, HEIGHT, POINTER);
    xdotool("search --name keiretsu windowsize --sync 1100 700");
    assert_screen("larger", VIEW_CHARTS, true, 1100, 700, POINTER);
    xdotool("search --name keiretsu windowsize --sync 700 500");
    assert_screen("smaller", VIEW_CHARTS, true, 700, 500, POINTER);
    xdotool("key q");
    int status;
    alarm(60);
    assert_int_equal(waitpid(viewer, &status, 0), viewer);
    alarm(0);
    viewer = 0;
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static int set_up(void **state)
{
    if (folder_create(state) != 0)
        return -1;
    viewer_write(RUN, 0, 3, VIEWER_STEPS);
    return 0;
}

static int tear_down(void **state)
{
    stop(&viewer), stop(&server);
    return folder_remove(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_screen_shows_what_is_drawn),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

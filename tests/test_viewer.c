/* The viewer as users start it: pictures without a display, and errors in one line. */
#include "viewer_sample.h"

#include <SDL.h>
#include <SDL_image.h>
#include <fcntl.h>
#include <sys/wait.h>

#include "folder.h"

/* In a folder of the test's own. */
#define RUN "run.h5"
#define PICTURE "a.png"
#define SECOND "b.png"
#define MESSAGES "messages"

/* Starts the viewer without a display and returns its exit code; -1 if it was killed. */
static int view(const char *const *arguments)
{
    const char *argv[16] = {VIEWER};
    for (int i = 0; arguments[i]; i++)
        argv[i + 1] = arguments[i];
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int out = open(MESSAGES, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(out, STDERR_FILENO);
        unsetenv("DISPLAY"), unsetenv("WAYLAND_DISPLAY"), unsetenv("SDL_VIDEODRIVER");
        alarm(60);
        execv(VIEWER, (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define VIEW(...) view((const char *const[]){__VA_ARGS__, NULL})

static char *contents(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = calloc(1, 4 << 20);
    assert_non_null(bytes);
    *size = fread(bytes, 1, (4 << 20) - 1, file);
    fclose(file);
    return bytes;
}

static bool same_bytes(const char *a, const char *b)
{
    size_t size_a, size_b;
    char *bytes_a = contents(a, &size_a), *bytes_b = contents(b, &size_b);
    bool same = size_a == size_b && memcmp(bytes_a, bytes_b, size_a) == 0;
    free(bytes_a), free(bytes_b);
    return same;
}

/* The same pixels in the rows from `top` up to `end`. */
static bool same_rows(const char *a, const char *b, int top, int end)
{
    SDL_Surface *one = IMG_Load(a), *two = IMG_Load(b);
    assert_true(one && two && one->pitch == two->pitch && one->h == two->h && end <= one->h);
    size_t from = (size_t)top * (size_t)one->pitch,
           bytes = (size_t)(end - top) * (size_t)one->pitch;
    bool same = memcmp((char *)one->pixels + from, (char *)two->pixels + from, bytes) == 0;
    SDL_FreeSurface(one), SDL_FreeSurface(two);
    return same;
}

/* The message is one line, begins with the program and holds the words. */
static void assert_message(const char *words)
{
    size_t size;
    char *text = contents(MESSAGES, &size);
    char *end = strchr(text, '\n');
    if (!end || end[1] != '\0' || strncmp(text, "keiretsu-view: ", 15) != 0 || !strstr(text, words))
        fail_msg("not one line with \"%s\": %s", words, text);
    free(text);
}

/* A PNG of this size with at least so many colours. */
static void assert_picture(const char *path, int width, int height, int colours)
{
    SDL_Surface *loaded = IMG_Load(path);
    if (!loaded)
        fail_msg("%s: %s", path, SDL_GetError());
    SDL_Surface *surface = SDL_ConvertSurfaceFormat(loaded, SDL_PIXELFORMAT_ARGB8888, 0);
    assert_int_equal(surface->w, width);
    assert_int_equal(surface->h, height);
    uint8_t *seen = calloc(1, 1 << 24);
    int found = 0;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            uint32_t pixel;
            memcpy(&pixel, (char *)surface->pixels + y * surface->pitch + 4 * x, sizeof pixel);
            found += !seen[pixel & 0xffffff];
            seen[pixel & 0xffffff] = 1;
        }
    free(seen);
    SDL_FreeSurface(surface), SDL_FreeSurface(loaded);
    if (found < colours)
        fail_msg("%s has %d colours only", path, found);
}

static void pictures_have_the_size_asked_for(void **unused)
{
    (void)unused;
    assert_int_equal(VIEW(RUN, "--screenshot", PICTURE), 0);
    assert_picture(PICTURE, 1280, 720, 100);
    assert_int_equal(
        VIEW(RUN, "--screenshot", PICTURE, "--view", "industries", "--size", "800x600"), 0);
    assert_picture(PICTURE, 800, 600, 100);
    assert_int_equal(VIEW(RUN, "--size=320x320", "--screenshot", PICTURE), 0);
    assert_picture(PICTURE, 320, 320, 20);
}

static void a_folder_is_shown_as_a_list(void **unused)
{
    (void)unused;
    assert_int_equal(VIEW(".", "--screenshot", PICTURE, "--size", "900x600"), 0);
    assert_picture(PICTURE, 900, 600, 100);
    VIEW(".", "--screenshot", SECOND, "--size", "900x600");
    assert_true(same_bytes(PICTURE, SECOND));
}

static void the_same_picture_has_the_same_bytes(void **unused)
{
    (void)unused;
    static const char *const VIEWS[] = {"charts", "industries", "facility"};
    for (int i = 0; i < 3; i++) {
        VIEW(RUN, "--view", VIEWS[i], "--screenshot", PICTURE);
        VIEW(RUN, "--view", VIEWS[i], "--screenshot", SECOND);
        assert_true(same_bytes(PICTURE, SECOND));
    }
}

static void options_change_the_picture(void **unused)
{
    (void)unused;
    VIEW(RUN, "--view", "industries", "--screenshot", PICTURE);
    /* Without --select the largest fall is shown, which is USA/C26; the timeline shows all regions. */
    VIEW(RUN, "--view", "industries", "--select", "USA/C26", "--screenshot", SECOND);
    assert_true(same_rows(PICTURE, SECOND, 0, 640));
    assert_false(same_rows(PICTURE, SECOND, 640, 720));
    VIEW(RUN, "--view", "industries", "--select", "JPN/A", "--screenshot", SECOND);
    assert_false(same_bytes(PICTURE, SECOND));
    VIEW(RUN, "--view", "industries", "--at", "2025-03-17", "--screenshot", SECOND);
    assert_false(same_bytes(PICTURE, SECOND));
    VIEW(RUN, "--screenshot", SECOND);
    assert_false(same_bytes(PICTURE, SECOND));
    /* The last record is the default; a day within a week shows that week. */
    VIEW(RUN, "--at", "2025-05-26", "--screenshot", PICTURE);
    assert_true(same_bytes(PICTURE, SECOND));
    VIEW(RUN, "--at", "2025-05-19", "--screenshot", PICTURE);
    VIEW(RUN, "--at", "2025-05-25", "--screenshot", SECOND);
    assert_true(same_bytes(PICTURE, SECOND));
    VIEW(RUN, "--screenshot", PICTURE);
    assert_false(same_bytes(PICTURE, SECOND));
}

static void wrong_usage_is_one_line_and_2(void **unused)
{
    (void)unused;
    unlink(PICTURE);
#define REFUSED(words, ...)                                                                        \
    do {                                                                                           \
        assert_int_equal(VIEW(__VA_ARGS__), 2);                                                    \
        assert_message(words);                                                                     \
        assert_int_not_equal(access(PICTURE, F_OK), 0);                                            \
    } while (0)
    REFUSED("no file given", "--view", "charts");
    REFUSED("no file given", "--screenshot", PICTURE);
    REFUSED("use one, sides or difference", RUN, RUN, "--compare", "both");
    REFUSED("--frob", RUN, "--frob", "--screenshot", PICTURE);
    REFUSED("--view needs a value", RUN, "--screenshot", PICTURE, "--view");
    REFUSED("use one of charts, industries", RUN, "--view", "nothing", "--screenshot", PICTURE);
    REFUSED("YYYY-MM-DD", RUN, "--at", "2025-02-30", "--screenshot", PICTURE);
    REFUSED("use 2025-01-06 to 2025-05-26", RUN, "--at", "2031-01-06", "--screenshot", PICTURE);
    REFUSED("\"XYZ\"", RUN, "--select", "JPN/XYZ", "--screenshot", PICTURE);
    REFUSED("--size", RUN, "--size", "12", "--screenshot", PICTURE);
    REFUSED("320 to 8192", RUN, "--size", "10x10", "--screenshot", PICTURE);
    REFUSED("320 to 8192", RUN, "--size", "800x600x", "--screenshot", PICTURE);
    REFUSED("320 to 8192", RUN, "--size", "99999999999999999999x600", "--screenshot", PICTURE);
#undef REFUSED
}

static void bad_files_are_one_line_and_1(void **unused)
{
    (void)unused;
    unlink(PICTURE);
    assert_int_equal(VIEW("bad.h5", "--screenshot", PICTURE), 1);
    assert_message("bad.h5");
    assert_int_equal(mkdir("folder", 0700), 0);
    assert_int_equal(VIEW("folder", "--screenshot", PICTURE), 1);
    assert_message("folder: no run files");
    assert_int_equal(VIEW(RUN, "folder", "--screenshot", PICTURE), 1); /* a folder among files */
    assert_message("folder");
    folder_write("bad.h5", "year,gdp\n2025,1\n", 16);
    assert_int_equal(VIEW("bad.h5", "--screenshot", PICTURE), 1);
    assert_message("bad.h5");
    size_t size;
    char *run = contents(RUN, &size);
    for (size_t cut = 0; cut < size; cut = cut * 3 + 1) {
        folder_write("bad.h5", run, cut);
        assert_int_equal(VIEW("bad.h5", "--screenshot", PICTURE), 1);
        assert_message("bad.h5");
    }
    free(run);
    assert_int_not_equal(access(PICTURE, F_OK), 0);
    assert_int_equal(VIEW(RUN, "--screenshot", "/nowhere/at/all.png"), 1);
    assert_message("/nowhere/at/all.png");
    assert_int_equal(VIEW(RUN), 1); /* a window, but no display */
    assert_message("--screenshot");
}

static void files_that_lack_something_are_shown(void **unused)
{
    (void)unused;
    static const struct {
        int first, count;
        uint32_t steps;
    } CASES[] = {{0, 3, 0}, {0, 3, 1}, {0, 1, 5}, {1, 1, 5}, {1, 2, 0}, {2, 1, 5}};
    const char *path = "lacks.h5";
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        viewer_write(path, CASES[i].first, CASES[i].count, CASES[i].steps);
        for (int v = 0; v < 2; v++) {
            int code = VIEW(path, "--view", v ? "industries" : "charts", "--screenshot", PICTURE);
            assert_int_equal(code, 0);
            assert_picture(PICTURE, 1280, 720, 20);
        }
        unlink(path);
    }
}

static void a_run_that_goes_on_can_be_watched(void **unused)
{
    (void)unused;
    struct error err = {0};
    struct run_file *file;
    const char *path = "live.h5";
    struct viewer_sample *sample = viewer_sample_new(path);
    assert_success(run_file_create(&file, &sample->options, &err), err);
    assert_int_equal(VIEW(path, "--screenshot", PICTURE), 0); /* no record yet */
    viewer_record(sample, file, 0, 7);
    assert_int_equal(VIEW(path, "--screenshot", PICTURE), 0);
    assert_picture(PICTURE, 1280, 720, 100);
    viewer_record(sample, file, 8, 9);
    assert_int_equal(VIEW(path, "--screenshot", SECOND), 0);
    assert_false(same_bytes(PICTURE, SECOND));
    assert_success(run_file_close(file, &err), err);
    viewer_sample_free(sample);
    unlink(path);
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
        cmocka_unit_test(pictures_have_the_size_asked_for),
        cmocka_unit_test(a_folder_is_shown_as_a_list),
        cmocka_unit_test(the_same_picture_has_the_same_bytes),
        cmocka_unit_test(options_change_the_picture),
        cmocka_unit_test(wrong_usage_is_one_line_and_2),
        cmocka_unit_test(bad_files_are_one_line_and_1),
        cmocka_unit_test(files_that_lack_something_are_shown),
        cmocka_unit_test(a_run_that_goes_on_can_be_watched),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

/* Files that are damaged, foreign or absurd: each is opened, every view drawn, clicked and given
 * every key. It may say in one line that it cannot show the file, or show what there is; it never
 * crashes, hangs or takes memory without bound.
 *
 * long_viz_damage tries the same with more places of the mouse, more keys and more pairs of files.
 * KEIRETSU_DAMAGE=WORD tries only the ways whose name has the word. */
#include "viewer_sample.h"

#include <SDL.h>
#include <signal.h>
#include <sys/resource.h>

#include "damage_values.h"
#include "folder.h"
#include "viz/app.h"

#define BASE "base.h5"
#define COPY "damaged.h5"

#ifdef DAMAGE_FULL
enum { FULL = 1 };
#else
enum { FULL = 0 };
#endif

#if defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = 1 };

/* What the library of the files loses when this test replaces objects in them is not the viewer's. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libhdf5";
}
#else
enum { SANITIZED = 0 };
#endif

/* Seconds for one step of a child: a frame or opening the file. */
enum { PATIENCE = SANITIZED ? 60 : 15 };

/* --- what is done with the file ----------------------------------------------------------- */

static void frame(struct app *app)
{
    alarm(PATIENCE);
    app_draw(app);
}

/* Presses, drags to somewhere else and releases; the wheel, and a double click. */
static void mouse(struct app *app, double x, double y, int turn)
{
    app->ui.input.x = x, app->ui.input.y = y;
    app->ui.input.pressed = app->ui.input.down = true;
    app->ui.input.doubled = turn % 3 == 2;
    app->ui.input.wheel = turn % 4 == 3 ? 3 : turn % 4 == 1 ? -2 : 0;
    frame(app);
    app->ui.input.x += 90, app->ui.input.y += 37;
    if (FULL || turn % 2)
        frame(app);
    app->ui.input.down = false;
}

/* Those that write files or leave are for other tests. */
static bool is_harmless(struct key key)
{
    return key.code != SDLK_q && key.code != SDLK_s && key.code != SDLK_d && key.code != SDLK_e &&
           key.code != SDLK_o && key.code != SDLK_F11 && key.code != SDLK_j;
}

static void press(struct app *app, struct key key)
{
    static int presses;
    if (!is_harmless(key))
        return;
    alarm(PATIENCE);
    app_key(app, key);
    if (FULL || ++presses % 3 == 0)
        frame(app);
}

static void press_all(struct app *app, enum view_kind view)
{
    const struct command *tables[] = {view_types[view]->commands, app_commands};
    for (int t = 0; t < (FULL || view == VIEW_CHARTS ? 2 : 1); t++)
        for (const struct command *c = tables[t]; c && c->keys; c++) {
            app->view = view;
            press(app, c->key);
        }
    static const int32_t ARROWS[] = {SDLK_UP,     SDLK_DOWN,     SDLK_RETURN, SDLK_HOME,
                                     SDLK_END,    SDLK_PAGEDOWN, SDLK_PAGEUP, SDLK_RIGHT,
                                     SDLK_ESCAPE, SDLK_LEFT,     SDLK_n,      SDLK_p};
    for (size_t i = 0; i < sizeof ARROWS / sizeof *ARROWS; i++) {
        app->view = view;
        press(app, (struct key){.code = ARROWS[i]});
    }
}

static int colours_of(const struct canvas *canvas)
{
    uint32_t seen[16];
    int count = 0;
    for (int i = 0; i < canvas->width * canvas->height && count < 16; i++) {
        int k = 0;
        while (k < count && seen[k] != canvas->pixels[i])
            k++;
        if (k == count)
            seen[count++] = canvas->pixels[i];
    }
    return count;
}

enum { FINE = 0, NOT_ONE_LINE = 10, EMPTY_PICTURE, OPENED, REFUSED, NO_SIZE };

static int one_line(const struct error *err)
{
    bool good = err->text[0] && !strchr(err->text, '\n') && strstr(err->text, COPY);
    return good ? FINE : NOT_ONE_LINE;
}

static int exercise_view(struct app *app, enum view_kind view, int width, int height, bool keys)
{
    struct error err = {0};
    int columns = FULL ? 12 : keys ? 2 : 1, rows = FULL ? 9 : keys ? 2 : 1;
    if (!app_resize(app, width, height, 1, &err))
        return NO_SIZE;
    app->view = view;
    app->ui.input = (struct input){.x = -1e6, .y = -1e6};
    frame(app);
    if (colours_of(&app->canvas) < 12)
        return EMPTY_PICTURE;
    for (int i = 0; i < columns * rows; i++) {
        app->view = view;
        mouse(app, width * (i % columns + 0.5) / columns, height * (i / columns + 0.6) / rows, i);
    }
    if (keys)
        press_all(app, view);
    return FINE;
}

/* Both files in the order given, by difference and in the other ways. */
static int exercise_pair(const char *first, const char *second)
{
    struct error err = {0};
    static struct app app;
    const struct app_options options = {.paths = {first, second}, .path_count = 2};
    alarm(PATIENCE);
    if (!app_open(&app, &options, &err))
        return one_line(&err);
    if (!app_resize(&app, 1000, 640, 1, &err))
        return NO_SIZE;
    for (int compare = FULL ? COMPARE_ONE : COMPARE_DIFFERENCE; compare < COMPARES; compare++)
        for (int view = 0; view < VIEW_KINDS; view++) {
            app.compare = (enum compare)compare, app.view = (enum view_kind)view;
            app.ui.input = (struct input){.x = 300, .y = 300};
            frame(&app);
            if (FULL)
                mouse(&app, 600, 250, 0);
        }
    app_close(&app);
    return FINE;
}

static void wake(void)
{
}

/* As in a window, where a thread reads. */
static int exercise_background(void)
{
    struct error err = {0};
    static struct app app;
    const struct app_options options = {.paths = {COPY}, .path_count = 1};
    alarm(PATIENCE);
    if (!app_open(&app, &options, &err))
        return one_line(&err);
    if (!app_resize(&app, 1000, 640, 1, &err))
        return NO_SIZE;
    app_background(&app, wake);
    for (int i = 0; i < (FULL ? 5 : 2) * VIEW_KINDS; i++) {
        app.view = (enum view_kind)(i % VIEW_KINDS);
        timeline_step(&app.run->timeline, -1);
        frame(&app);
        usleep(2000);
    }
    app_close(&app);
    return FINE;
}

static int exercise(const struct way *way)
{
    struct error err = {0};
    static struct app app;
    const struct app_options options = {.paths = {COPY}, .path_count = 1};
    alarm(PATIENCE);
    if (!app_open(&app, &options, &err))
        return way->opens ? REFUSED : one_line(&err);
    if (way->refused)
        return OPENED;
    int outcome = FINE;
    bool brief = way->brief && !FULL;
    for (int view = 0; view < VIEW_KINDS && outcome == FINE; view++) {
        if (brief) {
            outcome = exercise_view(&app, (enum view_kind)view, 1000, 640, false);
            continue;
        }
        outcome = exercise_view(&app, (enum view_kind)view, 1280, 720, false);
        if (outcome == FINE)
            outcome = exercise_view(&app, (enum view_kind)view, 640, 480, true);
    }
    app_close(&app);
    if (brief)
        return outcome;
    if (outcome == FINE)
        outcome = exercise_background();
    if (outcome == FINE)
        outcome = exercise_pair(COPY, BASE);
    return outcome == FINE && FULL ? exercise_pair(BASE, COPY) : outcome;
}

static void limit_memory(void)
{
    if (SANITIZED) /* it maps the whole address space */
        return;
    const struct rlimit limit = {(rlim_t)3 << 30, (rlim_t)3 << 30};
    setrlimit(RLIMIT_AS, &limit);
}

/* In a child, so that the next way is tried after a crash. Says how it ended; true if well. */
static bool survives(const struct way *way)
{
    fflush(stdout);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
        for (int i = 0; i < 5; i++) /* cmocka would go on with the next test */
            signal(signals[i], SIG_DFL);
        omp_set_num_threads(1); /* the team is not in the child */
        limit_memory();
        _exit(exercise(way));
    }
    int status;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == FINE)
        return true;
    char kept[128], command[300];
    snprintf(kept, sizeof kept, "/tmp/keiretsu-damaged-%.60s.h5", way->name);
    for (char *c = kept + 5; *c; c++)
        *c = *c == ' ' || *c == '/' ? '-' : *c;
    snprintf(command, sizeof command, "cp %s '%s'", COPY, kept);
    bool copied = system(command) == 0;
    static const char *const MEANING[] = {"an error that is not one line with the file's name",
                                          "an empty picture", "it was opened, and must not be",
                                          "it was refused, and must not be", "no size"};
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    print_error("%s: %s (exit %d, signal %d)%s%s\n", way->name,
                code >= NOT_ONE_LINE && code <= NO_SIZE              ? MEANING[code - NOT_ONE_LINE]
                : WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM ? "it hangs"
                                                                     : "it crashed",
                code, WIFSIGNALED(status) ? WTERMSIG(status) : 0, copied ? "; the file is " : "",
                copied ? kept : "");
    return false;
}

/* --- files -------------------------------------------------------------------------------- */

struct image {
    char *bytes;
    size_t length;
};

static struct image load(const char *path)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    struct image image = {malloc((size_t)status.st_size), (size_t)status.st_size};
    FILE *file = fopen(path, "rb");
    assert_non_null(image.bytes);
    assert_int_equal(fread(image.bytes, 1, image.length, file), image.length);
    fclose(file);
    return image;
}

static bool is_asked_for(const char *name)
{
    const char *word = getenv("KEIRETSU_DAMAGE");
    return word == NULL || strstr(name, word) != NULL;
}

/* A copy of the good file, damaged. */
static bool try(const struct image *good, const struct way *way)
{
    if (!is_asked_for(way->name))
        return true;
    folder_write(COPY, good->bytes, good->length);
    if (way->inflict) {
        hid_t file = H5Fopen(COPY, H5F_ACC_RDWR, H5P_DEFAULT);
        assert_true(file >= 0);
        way->inflict(file);
        H5Fclose(file);
    }
    return survives(way);
}

/* --- tests -------------------------------------------------------------------------------- */

static void wrong_contents_do_no_harm(void **unused)
{
    (void)unused;
    struct image good = load(BASE);
    int bad = 0;
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++)
        bad += !try(&good, &WAYS[i]);
    free(good.bytes);
    assert_int_equal(bad, 0);
}

static char missing_group[64];

static void delete_group(hid_t file)
{
    assert_true(H5Ldelete(file, missing_group, H5P_DEFAULT) >= 0);
}

static void any_group_may_be_missing(void **unused)
{
    (void)unused;
    struct image good = load(BASE);
    hid_t file = H5Fopen(BASE, H5F_ACC_RDONLY, H5P_DEFAULT);
    H5G_info_t info;
    int bad = 0;
    char names[64][64];
    assert_true(H5Gget_info(file, &info) >= 0);
    assert_in_range(info.nlinks, 20, 64);
    for (hsize_t i = 0; i < info.nlinks; i++)
        H5Lget_name_by_idx(file, ".", H5_INDEX_NAME, H5_ITER_INC, i, names[i], 64, H5P_DEFAULT);
    H5Fclose(file);
    for (hsize_t i = 0; i < info.nlinks; i++) {
        char name[80];
        snprintf(name, sizeof name, "no %s", names[i]);
        snprintf(missing_group, sizeof missing_group, "%s", names[i]);
        bad += !try(&good, &(struct way){name, delete_group, .opens = true, .brief = true});
    }
    free(good.bytes);
    assert_int_equal(bad, 0);
}

static void a_file_may_be_cut_off_anywhere(void **unused)
{
    (void)unused;
    struct image good = load(BASE);
    int bad = 0;
    for (size_t i = 0; i < 13; i++) {
        char name[32];
        size_t length = i < 12 ? good.length * i / 12 : good.length - 1;
        snprintf(name, sizeof name, "cut off %zu", i);
        if (!is_asked_for(name))
            continue;
        folder_write(COPY, good.bytes, length);
        bad += !survives(&(struct way){name, NULL, .refused = true});
    }
    free(good.bytes);
    assert_int_equal(bad, 0);
}

/* Cut off where the bytes of a column are, but with a length as if they were there. */
static void a_file_may_have_holes(void **unused)
{
    (void)unused;
    struct image good = load(BASE);
    struct image holed = {malloc(good.length), good.length};
    int bad = 0;
    assert_non_null(holed.bytes);
    for (size_t i = 1; i < 6; i++) {
        char name[32];
        snprintf(name, sizeof name, "hole %zu", i);
        if (!is_asked_for(name))
            continue;
        memcpy(holed.bytes, good.bytes, good.length);
        memset(holed.bytes + good.length * i / 6, 0, good.length / 8);
        folder_write(COPY, holed.bytes, good.length);
        bad += !survives(&(struct way){name, NULL, .brief = true});
    }
    free(good.bytes), free(holed.bytes);
    assert_int_equal(bad, 0);
}

static int set_up(void **state)
{
    if (folder_create(state) != 0)
        return -1;
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    static struct outcome outcome;
    char steps[16];
    snprintf(steps, sizeof steps, "%d", WEEKS);
    program_run((const char *const[]){"run", SOURCE_DIR "/configs/framework.yaml", "--firms",
                                      "2000", "--steps", steps, "--set", "output.link=true",
                                      "--threads", "1", "--quiet", "-o", BASE, NULL},
                &outcome);
    if (outcome.status != 0)
        print_error("%s", outcome.err);
    return outcome.status;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_contents_do_no_harm),
        cmocka_unit_test(any_group_may_be_missing),
        cmocka_unit_test(a_file_may_be_cut_off_anywhere),
        cmocka_unit_test(a_file_may_have_holes),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

/* Files that are damaged, foreign or absurd: each is opened, every view drawn, clicked and given
 * every key. It may say in one line that it cannot show the file, or show what there is; it never
 * crashes, hangs or takes memory without bound.
 *
 * long_viz_damage tries the same with more places of the mouse, more keys and more pairs of files.
 * KEIRETSU_DAMAGE=WORD tries only the ways whose name has the word. */
#include "viewer_sample.h"

#ifdef VIEWER

#include <SDL.h>
#include <signal.h>
#include <sys/resource.h>

#include "damage.h"
#include "folder.h"
#include "viz/app.h"

#define BASE "base.h5"
#define COPY "damaged.h5"

enum { WEEKS = 44 };

#ifdef DAMAGE_FULL
enum { FULL = 1 };
#else
enum { FULL = 0 };
#endif

#if defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

/* Seconds for one step of a child: a frame or opening the file. */
enum { PATIENCE = SANITIZED ? 60 : 15 };

/* A way to damage. */
struct way {
    const char *name;
    void (*inflict)(hid_t file); /* may be NULL */
    bool refused;                /* it must not open */
    bool opens;                  /* it must open */
    bool brief;                  /* each view is drawn, and that is all, unless FULL */
};

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

/* --- ways --------------------------------------------------------------------------------- */

static void set_version(hid_t file, int64_t major, int64_t minor)
{
    const int64_t version[] = {major, minor};
    hid_t attribute = H5Aopen(file, "format_version", H5P_DEFAULT);
    assert_true(H5Awrite(attribute, H5T_NATIVE_INT64, version) >= 0);
    H5Aclose(attribute);
}

static void newer_minor(hid_t file)
{
    set_version(file, 1, 99);
}

static void newer_major(hid_t file)
{
    set_version(file, 2, 0);
}

static void negative_version(hid_t file)
{
    set_version(file, -1, -1);
}

static void make_text(hid_t file, const char *path)
{
    hsize_t shape[DAMAGE_RANK];
    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT), type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, 8);
    damage_replace(file, path, type, damage_shape(dataset, shape), shape, NULL);
    H5Tclose(type), H5Dclose(dataset);
}

static void texts_for_numbers(hid_t file)
{
    static const char *const PATHS[] = {"region/gdp",    "region/real_gdp",  "industry/output",
                                        "project/cost",  "project/stage",    "firm/output",
                                        "firm/cell",     "link/supplier",    "ledger/flow",
                                        "trade/dollars", "facility/paid_out"};
    for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++)
        make_text(file, PATHS[i]);
}

static void integers_for_reals(hid_t file)
{
    struct damage_list *list = damage_datasets(file);
    for (int i = 0; i < list->count; i++) {
        size_t size;
        hsize_t shape[DAMAGE_RANK];
        hid_t dataset = H5Dopen2(file, list->path[i], H5P_DEFAULT);
        hid_t type = damage_native(dataset, &size);
        int rank = damage_shape(dataset, shape);
        const char *name = strrchr(list->path[i], '/');
        if (H5Tget_class(type) == H5T_FLOAT && rank > 0 && name && strcmp(name, "/time") != 0)
            damage_replace(file, list->path[i], H5T_STD_U8LE, rank, shape, NULL);
        H5Tclose(type), H5Dclose(dataset);
    }
    free(list);
}

static void times_as_text(hid_t file)
{
    make_text(file, "region/time");
}

static void wrong_ranks(hid_t file)
{
    const hsize_t flat[] = {WEEKS + 1}, deep[] = {WEEKS + 1, 7, 7, 2};
    damage_replace(file, "industry/output", H5T_IEEE_F64LE, 1, flat, NULL);
    damage_replace(file, "region/real_gdp", H5T_IEEE_F64LE, 4, deep, NULL);
    damage_replace(file, "firm/output", H5T_IEEE_F64LE, 4, deep, NULL);
    damage_replace(file, "project/stage", H5T_STD_U8LE, 1, flat, NULL);
    damage_replace(file, "ledger/flow", H5T_IEEE_F64LE, 1, flat, NULL);
}

static void times_with_two_dimensions(hid_t file)
{
    damage_replace(file, "industry/time", H5T_IEEE_F64LE, 2, (const hsize_t[]){WEEKS + 1, 2}, NULL);
}

/* As a writer leaves it that was killed between its columns and its time. */
static void columns_longer_than_time(hid_t file)
{
    struct damage_list *list = damage_datasets(file);
    for (int i = 0; i < list->count; i++) {
        const char *name = strrchr(list->path[i], '/');
        hid_t dataset = H5Dopen2(file, list->path[i], H5P_DEFAULT), space = H5Dget_space(dataset);
        hsize_t shape[DAMAGE_RANK], most[DAMAGE_RANK];
        int rank = H5Sget_simple_extent_dims(space, shape, most);
        H5Sclose(space), H5Dclose(dataset);
        if (name && strcmp(name, "/time") != 0 && rank > 0 && most[0] == H5S_UNLIMITED && i % 3)
            damage_records(file, list->path[i], shape[0] + 1);
    }
    free(list);
}

static void columns_shorter_than_time(hid_t file)
{
    damage_records(file, "region/real_gdp", 3);
}

static void groups_of_other_lengths(hid_t file)
{
    damage_group_records(file, "industry/", 5);
    damage_group_records(file, "firm/", 1);
    damage_group_records(file, "project/", 2);
    damage_group_records(file, "ledger/", 0);
    damage_group_records(file, "trade/", 1);
}

static void no_records(hid_t file)
{
    damage_group_records(file, "", 0);
}

static void one_record(hid_t file)
{
    damage_group_records(file, "", 1);
}

static void no_records_of_regions(hid_t file)
{
    damage_group_records(file, "region/", 0);
}

static void one_region(hid_t file)
{
    static const char *const GROUPS[] = {"region", "industry", "constraint",   "account",
                                         "ledger", "trade",    "balance_sheet"};
    for (size_t i = 0; i < sizeof GROUPS / sizeof *GROUPS; i++)
        damage_shrink(file, GROUPS[i], 0, 1);
}

static void one_industry(hid_t file)
{
    damage_shrink(file, "industry", 1, 1);
    damage_shrink(file, "constraint", 1, 1);
    damage_shrink(file, "trade", 2, 1);
}

static void one_of_everything(hid_t file)
{
    one_region(file);
    one_industry(file);
    damage_shrink(file, "firm", 0, 1);
    damage_shrink(file, "link", 0, 1);
    damage_shrink(file, "project", 0, 1);
    damage_shrink(file, "project_site", 0, 1);
    damage_shrink(file, "project_kind", 0, 1);
    damage_shrink(file, "ledger", 1, 1);
    damage_shrink(file, "ledger", 2, 1);
    damage_shrink(file, "constraint", 2, 1);
}

/* Tables that speak of other regions than the rest of the file. */
static void regions_do_not_match(hid_t file)
{
    static const char *const OTHERS[] = {"XXA", "XXB", "XXC", "XXD", "XXE", "XXF", "XXG"};
    damage_shrink(file, "industry", 0, 3);
    damage_labels(file, "trade/origin", 7, OTHERS);
    damage_labels(file, "ledger/currency", 7, OTHERS);
    damage_shrink(file, "constraint", 1, 5);
}

static const char *const LABELS[] = {
    "region/region",     "industry/region",   "industry/industry", "constraint/cause",
    "ledger/sector",     "trade/origin",      "ledger/currency",   "project_site/site",
    "trade/destination", "project_kind/kind", "trade/industry",    "ledger/transaction"};
enum { LABEL_LISTS = sizeof LABELS / sizeof *LABELS };

/* Every label becomes the same text, or where it has a %d, that with its place. */
static void relabel(hid_t file, const char *pattern, bool numbered)
{
    for (int i = 0; i < LABEL_LISTS; i++) {
        hsize_t shape[DAMAGE_RANK];
        hid_t dataset = H5Dopen2(file, LABELS[i], H5P_DEFAULT);
        damage_shape(dataset, shape);
        H5Dclose(dataset);
        char **labels = calloc(shape[0], sizeof *labels);
        for (hsize_t k = 0; k < shape[0]; k++) {
            labels[k] = calloc(1, strlen(pattern) + 16);
            snprintf(labels[k], strlen(pattern) + 16, "%s%.0d", pattern, numbered ? (int)k + 1 : 0);
        }
        damage_labels(file, LABELS[i], (int)shape[0], (const char *const *)labels);
        for (hsize_t k = 0; k < shape[0]; k++)
            free(labels[k]);
        free(labels);
    }
}

static void labels_missing(hid_t file)
{
    for (int i = 0; i < LABEL_LISTS; i++) {
        hsize_t shape[DAMAGE_RANK];
        hid_t dataset = H5Dopen2(file, LABELS[i], H5P_DEFAULT);
        int rank = damage_shape(dataset, shape);
        H5Dclose(dataset);
        damage_replace(file, LABELS[i], H5T_STD_I32LE, rank, shape, NULL);
    }
}

static void labels_gone(hid_t file)
{
    H5Ldelete(file, "industry/region", H5P_DEFAULT);
}

static void labels_empty(hid_t file)
{
    relabel(file, "", false);
}

static void labels_too_long(hid_t file)
{
    char pattern[5001];
    memset(pattern, 'W', sizeof pattern);
    pattern[5000] = '\0';
    relabel(file, pattern, true);
}

static void labels_not_utf8(hid_t file)
{
    relabel(file, "\xff\xfe\xe2\x88 \xc3", true);
}

static void labels_from_afar(hid_t file)
{
    relabel(file, "\u65e5\u672c\u8a9e \u0627\u0644 %s%n \U0001f680", true);
}

static void labels_the_same(hid_t file)
{
    relabel(file, "JPN", false);
}

static void all_nan(hid_t file)
{
    damage_all_values(file, DAMAGE_NAN);
}

static void all_infinite(hid_t file)
{
    damage_all_values(file, DAMAGE_INFINITE);
}

static void all_huge(hid_t file)
{
    damage_all_values(file, DAMAGE_HUGE);
}

static void all_negative(hid_t file)
{
    damage_all_values(file, DAMAGE_NEGATIVE);
}

static void all_zero(hid_t file)
{
    damage_all_values(file, DAMAGE_ZERO);
}

static void some_of_each(hid_t file)
{
    damage_all_values(file, DAMAGE_MIXED);
}

static void absurd_records(hid_t file)
{
    damage_records(file, "region/time", (hsize_t)1 << 40);
}

static void absurd_columns(hid_t file)
{
    damage_records(file, "region/real_gdp", (hsize_t)1 << 40);
    damage_records(file, "industry/output", (hsize_t)1 << 38);
}

static void absurd_dimension(hid_t file)
{
    damage_replace(file, "firm/firm", H5T_STD_I32LE, 1, (const hsize_t[]){(hsize_t)1 << 40}, NULL);
}

static void absurd_labels(hid_t file)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    damage_replace(file, "region/region", type, 1, (const hsize_t[]){(hsize_t)1 << 31}, NULL);
    H5Tclose(type);
}

/* Two billion firms, of which nothing was ever written. */
static void absurd_firms(hid_t file)
{
    const hsize_t rows = (hsize_t)1 << 31;
    damage_replace(file, "firm/firm", H5T_STD_I32LE, 1, &rows, NULL);
    damage_replace(file, "firm/cell", H5T_STD_U16LE, 1, &rows, NULL);
    damage_replace(file, "firm/output", H5T_IEEE_F64LE, 2, (const hsize_t[]){12, rows}, NULL);
}

/* Just below what a file of this size could hold. */
static void many_firms(hid_t file)
{
    const hsize_t rows = 5000000;
    damage_replace(file, "firm/firm", H5T_STD_I32LE, 1, &rows, NULL);
    damage_replace(file, "firm/cell", H5T_STD_U16LE, 1, &rows, NULL);
    damage_replace(file, "firm/output", H5T_IEEE_F64LE, 2, (const hsize_t[]){12, rows}, NULL);
}

static void write_days(hid_t file, const char *path, double first, double by)
{
    hsize_t shape[DAMAGE_RANK];
    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
    damage_shape(dataset, shape);
    double *days = calloc(shape[0] + 1, sizeof *days);
    for (hsize_t i = 0; i < shape[0]; i++)
        days[i] = first + by * (double)i;
    assert_true(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, days) >= 0);
    free(days);
    H5Dclose(dataset);
}

static void days_decrease(hid_t file)
{
    write_days(file, "region/time", 300, -7);
}

static void days_are_not_numbers(hid_t file)
{
    write_days(file, "industry/time", NAN, 1);
}

static void days_stand_still(hid_t file)
{
    write_days(file, "region/time", 7, 0);
    write_days(file, "industry/time", 7, 0);
}

static void days_of_centuries(hid_t file)
{
    write_days(file, "region/time", 0, 2e7);
    write_days(file, "industry/time", -9e8, 1);
}

static void days_of_seconds(hid_t file)
{
    write_days(file, "region/time", 0, 1e-7);
}

static void events_far_away(hid_t file)
{
    write_days(file, "event/time", -5e8, 2e8);
    damage_set(file, "event/until", -1e300);
}

static void events_not_numbers(hid_t file)
{
    damage_set(file, "event/until", NAN);
    damage_set(file, "event/size", (double)INFINITY);
    write_days(file, "event/time", NAN, 0);
}

static void events_of_other_lengths(hid_t file)
{
    damage_records(file, "event/until", 1);
    damage_records(file, "event/what", 2);
    damage_records(file, "event/kind", 40);
}

static void links_to_nowhere(hid_t file)
{
    damage_set(file, "link/supplier", 4294967295.0);
    damage_set(file, "link/customer", 2000);
}

static void links_in_a_circle(hid_t file)
{
    damage_set(file, "link/supplier", 3);
    damage_set(file, "link/customer", 3);
}

static void firms_in_no_cell(hid_t file)
{
    damage_set(file, "firm/cell", 65535);
    damage_set(file, "firm/constraint", 255);
}

static void projects_without_sites(hid_t file)
{
    damage_set(file, "project/site", 0);
    damage_set(file, "project/kind", 0);
}

static void projects_of_no_kind(hid_t file)
{
    static const char *const COLUMNS[] = {"site",     "kind",     "stage",
                                          "industry", "official", "permits"};
    for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++) {
        char path[64];
        snprintf(path, sizeof path, "project/%s", COLUMNS[i]);
        if (H5Lexists(file, path, H5P_DEFAULT) > 0)
            damage_set(file, path, 255);
    }
}

static void projects_with_wrong_dates(hid_t file)
{
    static const char *const COLUMNS[] = {"listed",   "screened", "recommended",
                                          "selected", "noticed",  "funded",
                                          "started",  "finished", "ended"};
    for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++) {
        char path[64];
        snprintf(path, sizeof path, "project/%s", COLUMNS[i]);
        damage_set(file, path, i % 2 ? 1e6 : 1);
    }
    damage_set(file, "project/build_weeks", 0);
}

static void sites_off_the_map(hid_t file)
{
    damage_set(file, "project_site/latitude", 1e9);
    damage_set(file, "project_site/longitude", NAN);
}

static void write_attribute(hid_t file, const char *name, const char *text)
{
    hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR);
    H5Tset_size(type, strlen(text) + 1);
    H5Adelete(file, name);
    hid_t made = H5Acreate2(file, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    assert_true(H5Awrite(made, type, text) >= 0);
    H5Aclose(made), H5Sclose(space), H5Tclose(type);
}

static void no_date(hid_t file)
{
    write_attribute(file, "start_date", "2025-02-31");
}

static void date_of_long_ago(hid_t file)
{
    write_attribute(file, "start_date", "0001-01-01");
}

static void odd_attributes(hid_t file)
{
    char title[3000];
    memset(title, '\xc3', sizeof title);
    title[2999] = '\0';
    write_attribute(file, "title", title);
    write_attribute(file, "seed", "%s%s%n");
    write_attribute(file, "firms", "minus many");
}

static void no_attributes(hid_t file)
{
    static const char *const KEPT[] = {"format", "format_version", "start_date", "days_per_step"};
    char names[64][64];
    int count = 0;
    hsize_t attributes = 64;
    for (hsize_t i = 0; i < attributes; i++)
        if (H5Aget_name_by_idx(file, ".", H5_INDEX_NAME, H5_ITER_INC, i, names[count], 64,
                               H5P_DEFAULT) > 0)
            count++;
    for (int i = 0; i < count; i++) {
        bool kept = false;
        for (int k = 0; k < 4; k++)
            kept = kept || strcmp(names[i], KEPT[k]) == 0;
        if (!kept)
            H5Adelete(file, names[i]);
    }
}

static const struct way WAYS[] = {
    {"nothing", NULL, .opens = true},
    {"newer minor", newer_minor, .opens = true},
    {"newer major", newer_major, .refused = true},
    {"negative version", negative_version, .opens = false},
    {"texts for numbers", texts_for_numbers, .opens = false},
    {"times as text", times_as_text, .refused = true},
    {"integers for reals", integers_for_reals, .opens = true},
    {"wrong ranks", wrong_ranks, .opens = false},
    {"times with two dimensions", times_with_two_dimensions, .refused = true},
    {"columns longer than time", columns_longer_than_time, .opens = true},
    {"columns shorter than time", columns_shorter_than_time, .refused = true},
    {"groups of other lengths", groups_of_other_lengths, .opens = true},
    {"no records", no_records, .opens = true},
    {"one record", one_record, .opens = true},
    {"no records of regions", no_records_of_regions, .opens = true},
    {"one region", one_region, .opens = true},
    {"one industry", one_industry, .opens = true},
    {"one of everything", one_of_everything, .opens = true},
    {"regions do not match", regions_do_not_match, .opens = true},
    {"labels missing", labels_missing, .opens = true},
    {"labels gone", labels_gone, .refused = true},
    {"labels empty", labels_empty, .opens = true},
    {"labels too long", labels_too_long, .opens = false},
    {"labels not utf8", labels_not_utf8, .opens = true},
    {"labels from afar", labels_from_afar, .opens = true},
    {"labels the same", labels_the_same, .opens = true},
    {"all nan", all_nan, .opens = true},
    {"all infinite", all_infinite, .opens = true},
    {"all huge", all_huge, .opens = true},
    {"all negative", all_negative, .opens = true},
    {"all zero", all_zero, .opens = true},
    {"some of each", some_of_each, .opens = true},
    {"absurd records", absurd_records, .refused = true},
    {"absurd columns", absurd_columns, .opens = false},
    {"absurd dimension", absurd_dimension, .refused = true},
    {"absurd labels", absurd_labels, .refused = true},
    {"absurd firms", absurd_firms, .opens = false},
    {"many firms", many_firms, .opens = false},
    {"days decrease", days_decrease, .refused = true},
    {"days are not numbers", days_are_not_numbers, .refused = true},
    {"days stand still", days_stand_still, .opens = true},
    {"days of centuries", days_of_centuries, .opens = false},
    {"days of seconds", days_of_seconds, .opens = true},
    {"events far away", events_far_away, .opens = false},
    {"events not numbers", events_not_numbers, .opens = false},
    {"events of other lengths", events_of_other_lengths, .opens = false},
    {"links to nowhere", links_to_nowhere, .opens = true},
    {"links in a circle", links_in_a_circle, .opens = true},
    {"firms in no cell", firms_in_no_cell, .opens = true},
    {"projects without sites", projects_without_sites, .opens = true},
    {"projects of no kind", projects_of_no_kind, .opens = true},
    {"projects with wrong dates", projects_with_wrong_dates, .opens = true},
    {"sites off the map", sites_off_the_map, .opens = true},
    {"no date", no_date, .refused = true},
    {"date of long ago", date_of_long_ago, .opens = false},
    {"odd attributes", odd_attributes, .opens = true},
    {"no attributes", no_attributes, .opens = true},
};

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

#else

int main(void)
{
    puts("built without the viewer");
    return 0;
}

#endif

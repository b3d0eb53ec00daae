/* Pictures of every view, of files with known contents, compared with those in tests/golden.
 *
 * A picture that differs is written, with one that shows where, to the folder golden-failed where
 * the test runs. tests/golden.sh --update takes the new pictures as right. */
#include "viewer_sample.h"

#include <dirent.h>
#include <sys/stat.h>

#include "accounts_sample.h"
#include "facility_sample.h"
#include "folder.h"
#include "network_sample.h"
#include "picture.h"
#include "trace_sample.h"
#include "viz/app.h"
#include "viz/text.h"
#include "viz/theme.h"
#include "world_sample.h"

#define GOLDEN SOURCE_DIR "/tests/golden"

/* Another version of the libraries may draw the edge of a letter a little differently, and the
 * pictures kept have 256 colours. */
enum { WIDTH = 960, HEIGHT = 600, LEVELS = 16 };
static const double SHARE_MOST = 0.002, MEAN_MOST = 0.5;

static const struct golden {
    const char *name;
    const char *first, *second; /* files; the second may be NULL */
    enum view_kind view;
    bool dark;
    enum compare compare;
    const char *at, *select;
    const char *keys; /* pressed after the first frame */
} PICTURES[] = {
    {"charts-light", "chips.h5", NULL, VIEW_CHARTS, .select = "JPN"},
    {"charts-dark", "chips.h5", NULL, VIEW_CHARTS, .dark = true},
    {"charts-one", "chips.h5", "other.h5", VIEW_CHARTS, .at = "2025-04-21", .select = "real_gdp"},
    {"charts-help", "chips.h5", NULL, VIEW_CHARTS, .keys = "h"},
    {"industries-light", "chips.h5", NULL, VIEW_INDUSTRIES, .at = "2025-03-17"},
    {"industries-dark", "chips.h5", NULL, VIEW_INDUSTRIES, .dark = true, .select = "JPN/C29"},
    {"industries-difference", "chips.h5", "other.h5", VIEW_INDUSTRIES,
     .compare = COMPARE_DIFFERENCE, .at = "2025-04-21"},
    {"accounts-light", "accounts.h5", NULL, VIEW_ACCOUNTS, .select = "JPN"},
    {"accounts-dark", "accounts.h5", NULL, VIEW_ACCOUNTS, .dark = true},
    {"network-light", "network.h5", NULL, VIEW_NETWORK, .dark = false},
    {"network-dark", "network.h5", NULL, VIEW_NETWORK, .dark = true, .select = "firm:5"},
    {"world-light", "world.h5", NULL, VIEW_WORLD, .dark = false},
    {"world-dark", "world.h5", NULL, VIEW_WORLD, .dark = true, .at = "2025-03-24"},
    {"world-sides", "world.h5", "early.h5", VIEW_WORLD, .compare = COMPARE_SIDES},
    {"facility-light", "facility.h5", NULL, VIEW_FACILITY, .dark = false},
    {"facility-dark", "facility.h5", NULL, VIEW_FACILITY, .dark = true, .at = "2025-04-07"},
    {"why-light", "why.h5", NULL, VIEW_WHY, .at = "2025-09-22"},
    {"why-dark", "why.h5", NULL, VIEW_WHY, .dark = true, .select = "JPN/C29"},
};
enum { PICTURE_COUNT = sizeof PICTURES / sizeof *PICTURES };

static char failed_folder[1024]; /* golden-failed, where the test was started */

static bool updating(void)
{
    const char *golden = getenv("KEIRETSU_GOLDEN");
    return golden != NULL && strcmp(golden, "update") == 0;
}

static void press(struct app *app, const char *keys)
{
    for (const char *key = keys; key && *key; key++) {
        app_key(app, (struct key){.code = *key});
        app_draw(app);
    }
}

static struct picture draw_picture(const struct golden *golden)
{
    struct error err = {0};
    struct app *app = calloc(1, sizeof *app);
    assert_non_null(app);
    const struct app_options options = {.paths = {golden->first, golden->second},
                                        .path_count = golden->second ? 2 : 1,
                                        .view = golden->view,
                                        .compare = golden->compare,
                                        .at = golden->at,
                                        .select = golden->select,
                                        .dark = golden->dark};
    assert_success(app_open(app, &options, &err), err);
    assert_success(app_resize(app, WIDTH, HEIGHT, 1, &err), err);
    app_draw(app);
    press(app, golden->keys);
    struct picture picture = picture_new(WIDTH, HEIGHT);
    memcpy(picture.pixels, app->canvas.pixels, sizeof(uint32_t) * WIDTH * HEIGHT);
    app_close(app);
    free(app);
    theme_dark(false);
    return picture;
}

/* Every size and weight, with signs that a letter alone does not show. */
static struct picture draw_letters(void)
{
    static const char *const LINES[] = {"Hamburgefonstiv 0123456789", "GDP −3.4 % · €1.2 bn → ±½",
                                        "Łódź Čačak Ñuñoa ß œ Ş Ž", "αβγδ Σ ∆ ≤ ≥ ≈ ≠ ∞ √ ∫",
                                        "← → ↑ ↓ ⇧ ⌘ ↵ ▲ ▶ ● ○ ★ ✓"};
    struct canvas canvas = {0};
    struct error err = {0};
    assert_success(text_open(&canvas.text, &err), err);
    assert_success(draw_resize(&canvas, WIDTH, HEIGHT, 1, &err), err);
    draw_clear(&canvas, 0xffffffffu);
    for (int style = 0; style < TEXT_STYLES; style++)
        for (int line = 0; line < 5; line++)
            text_draw(&canvas, line == 0 ? style | TEXT_TABULAR : style,
                      (enum text_align)(style % 3 == 0 ? TEXT_LEFT : style % 3),
                      style % 3 == 0   ? 20
                      : style % 3 == 1 ? 480
                                       : 940,
                      40 + (style / 3 * 7 + line) * 34, 0xff1a1a1au, LINES[line]);
    struct picture picture = picture_new(WIDTH, HEIGHT);
    memcpy(picture.pixels, canvas.pixels, sizeof(uint32_t) * WIDTH * HEIGHT);
    text_close(canvas.text);
    draw_free(&canvas);
    return picture;
}

static void keep_failure(const char *name, const struct picture *is, const struct picture *should)
{
    char path[1400];
    mkdir(failed_folder, 0777);
    snprintf(path, sizeof path, "%s/%s.png", failed_folder, name);
    picture_save(is, path);
    print_error("  it was written to %s\n", path);
    if (!should || should->width != is->width || should->height != is->height)
        return;
    struct picture difference = picture_of_difference(is, should, LEVELS);
    snprintf(path, sizeof path, "%s/%s-difference.png", failed_folder, name);
    picture_save(&difference, path);
    picture_free(&difference);
}

/* True if the picture is as the one kept; says what differs, or takes it over. */
static bool check(const char *name, const struct picture *is)
{
    char path[1024];
    struct picture should = {0};
    snprintf(path, sizeof path, "%s/%s.png", GOLDEN, name);
    bool there = picture_load(&should, path);
    bool same_size = there && should.width == is->width && should.height == is->height;
    struct picture_difference difference = {.share = 1, .mean = 255};
    if (same_size)
        difference = picture_compare(is, &should, LEVELS);
    bool good = difference.share <= SHARE_MOST && difference.mean <= MEAN_MOST;
    if (!good && updating()) {
        int reach = picture_save_small(is, path);
        print_message("%s: new, its colours are at most %d levels off\n", path, reach);
        good = true;
    } else if (!there) {
        print_error("%s: there is no such picture; tests/golden.sh --update makes it\n", path);
        keep_failure(name, is, NULL);
    } else if (!good) {
        print_error("%s: %.2f %% of the pixels differ by more than %d levels (mean %.2f), between "
                    "x = %d .. %d and y = %d .. %d\n",
                    name, 100 * difference.share, LEVELS, difference.mean, difference.x0,
                    difference.x1, difference.y0, difference.y1);
        keep_failure(name, is, &should);
    }
    picture_free(&should);
    return good;
}

static void letters_look_as_they_should(void **unused)
{
    (void)unused;
    struct picture picture = draw_letters();
    bool good = check("letters", &picture);
    picture_free(&picture);
    assert_true(good);
}

static void views_look_as_they_should(void **unused)
{
    (void)unused;
    int bad = 0;
    for (int i = 0; i < PICTURE_COUNT; i++) {
        struct picture picture = draw_picture(&PICTURES[i]);
        bad += !check(PICTURES[i].name, &picture);
        picture_free(&picture);
    }
    assert_int_equal(bad, 0);
}

/* A picture that no test looks at would be taken for tested. */
static void every_picture_kept_is_compared(void **unused)
{
    (void)unused;
    DIR *folder = opendir(GOLDEN);
    assert_non_null(folder);
    double bytes = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        const char *dot = strrchr(entry->d_name, '.');
        if (!dot || strcmp(dot, ".png") != 0)
            continue;
        size_t length = (size_t)(dot - entry->d_name);
        bool known = strcmp(entry->d_name, "letters.png") == 0;
        for (int i = 0; i < PICTURE_COUNT; i++)
            known = known || (strlen(PICTURES[i].name) == length &&
                              strncmp(PICTURES[i].name, entry->d_name, length) == 0);
        if (!known)
            fail_msg("%s/%s belongs to no test: delete it", GOLDEN, entry->d_name);
        struct stat status;
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", GOLDEN, entry->d_name);
        assert_int_equal(stat(path, &status), 0);
        bytes += (double)status.st_size;
    }
    closedir(folder);
    assert_true(bytes < 1.5e6);
}

/* The comparison itself: what it lets pass, and what not. */
static void small_differences_pass_and_others_do_not(void **unused)
{
    (void)unused;
    struct picture a = picture_new(100, 100), b = picture_new(100, 100);
    for (int i = 0; i < 10000; i++)
        a.pixels[i] = 0xff808080u, b.pixels[i] = 0xff908080u;
    struct picture_difference found = picture_compare(&a, &b, LEVELS);
    assert_close(found.share + 1, 1, 1e-12);
    assert_close(found.mean, 16 / 3.0, 1e-9);
    memcpy(b.pixels, a.pixels, 40000);
    b.pixels[30 * 100 + 20] = 0xff80c080u, b.pixels[40 * 100 + 25] = 0xff8080ffu;
    found = picture_compare(&a, &b, LEVELS);
    assert_close(found.share, 2e-4, 1e-9);
    assert_int_equal(found.x0, 20), assert_int_equal(found.x1, 26);
    assert_int_equal(found.y0, 30), assert_int_equal(found.y1, 41);
    struct picture shown = picture_of_difference(&a, &b, LEVELS), loaded = {0};
    assert_int_equal(shown.pixels[3020], 0xffe00000u);
    assert_int_not_equal(shown.pixels[3021], 0xffe00000u);
    picture_free(&shown);

    /* Thousands of colours, written with 256 of them. */
    for (int i = 0; i < 10000; i++)
        a.pixels[i] = 0xff000000u | (uint32_t)(i % 100) << 9 | (uint32_t)(i / 100) << 1;
    int reach = picture_save_small(&a, "small.png");
    assert_true(reach > 2 && reach < 32);
    assert_true(picture_load(&loaded, "small.png"));
    found = picture_compare(&a, &loaded, reach);
    assert_true(found.share == 0);
    int count;
    struct picture_colour *colours = picture_colours(&loaded, &count);
    assert_in_range(count, 100, 256);
    free(colours);
    picture_free(&a), picture_free(&b), picture_free(&loaded);
}

static int set_up(void **state)
{
    char here[900];
    if (!getcwd(here, sizeof here) || folder_create(state) != 0)
        return -1;
    snprintf(failed_folder, sizeof failed_folder, "%s/golden-failed", here);
    viewer_write("chips.h5", 0, 3, VIEWER_STEPS);
    viewer_calm = true;
    viewer_write("other.h5", 0, 3, VIEWER_STEPS - 4);
    viewer_calm = false;
    write_run("accounts.h5", 0, 4, REGIONS, STEPS, WHOLE);
    network_write("network.h5", NETWORK_FIRMS, true, VIEWER_STEPS);
    world_write("world.h5", 0, WORLD_SAMPLE_GROUPS, WORLD_STEPS - 1, false);
    world_write("early.h5", 0, WORLD_SAMPLE_GROUPS, 30, false);
    facility_write("facility.h5", 0, FACILITY_GROUPS, FACILITY_STEPS, false);
    trace_sample_write("why.h5", &(struct trace_options){.event = true});
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_differences_pass_and_others_do_not),
        cmocka_unit_test(letters_look_as_they_should),
        cmocka_unit_test(views_look_as_they_should),
        cmocka_unit_test(every_picture_kept_is_compared),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

/* A visit of an hour in a few seconds: some hundred key and mouse events through the real event
 * queue, on a run of the real model, and what is chosen and shown after each. */
#include "support.h"

#include <math.h>

#include "folder.h"
#include "window_script.h"

#define RUN "run.h5"
#define OTHER "other.h5"

static struct script script;

#define APP (&script.app)
#define TIMELINE (&script.app.run->timeline)
#define SELECTION (&script.app.ui.selection)

static void key(int32_t code)
{
    script_key(&script, code, 0);
}

/* A sum over the picture: two frames that look the same have the same. */
static uint64_t look(void)
{
    uint64_t sum = 14695981039346656037u;
    const struct canvas *canvas = &APP->canvas;
    for (int64_t i = 0; i < (int64_t)canvas->width * canvas->height; i++)
        sum = (sum ^ canvas->pixels[i]) * 1099511628211u;
    return sum;
}

static void views_by_key_tab_and_mouse(void **unused)
{
    (void)unused;
    assert_int_equal(APP->view, VIEW_CHARTS);
    for (int i = 0; i < VIEW_KINDS; i++) {
        key(SDLK_1 + i);
        assert_int_equal(APP->view, i);
    }
    for (int i = 0; i < VIEW_KINDS; i++) {
        key(SDLK_TAB);
        assert_int_equal(APP->view, i);
    }
    for (int i = VIEW_KINDS; i-- > 1;) {
        script_key(&script, SDLK_TAB, KMOD_LSHIFT);
        assert_int_equal(APP->view, i - 1);
    }
    /* The tabs lie in their order along one line. */
    bool seen[VIEW_KINDS] = {false};
    int last = -1;
    for (double x = 600; x < 1270; x += 22) {
        int before = (int)APP->view;
        script_click(&script, x, 30);
        if ((int)APP->view != before)
            assert_int_equal(APP->view, last < 0 ? (int)APP->view : last + 1);
        last = (int)APP->view > last ? (int)APP->view : last;
        seen[APP->view] = true;
    }
    for (int i = 0; i < VIEW_KINDS; i++)
        assert_true(seen[i]);
}

static void time_by_key_and_by_dragging(void **unused)
{
    (void)unused;
    key(SDLK_1);
    uint64_t last = TIMELINE->records - 1;
    key(SDLK_HOME);
    assert_int_equal(TIMELINE->record, 0);
    key(SDLK_LEFT); /* nothing is before the first */
    assert_int_equal(TIMELINE->record, 0);
    for (uint64_t i = 1; i <= 5; i++) {
        key(SDLK_RIGHT);
        assert_int_equal(TIMELINE->record, i);
    }
    script_key(&script, SDLK_RIGHT, KMOD_RSHIFT);
    assert_int_equal(TIMELINE->record, 18);
    script_key(&script, SDLK_LEFT, KMOD_LSHIFT);
    assert_int_equal(TIMELINE->record, 5);
    key(SDLK_END);
    assert_int_equal(TIMELINE->record, last);
    key(SDLK_RIGHT);
    assert_int_equal(TIMELINE->record, last);
    /* The track lies between the date and the speed; its ends are the ends of the run. */
    double y = 666;
    uint64_t shown = look();
    script_drag(&script, (struct point){640, y}, (struct point){400, y}, 12);
    assert_in_range(TIMELINE->record, last / 8, last / 2);
    assert_true(look() != shown);
    script_drag(&script, (struct point){640, y}, (struct point){10, y}, 4);
    assert_int_equal(TIMELINE->record, 0);
    script_drag(&script, (struct point){200, y}, (struct point){1275, y}, 4);
    assert_int_equal(TIMELINE->record, last);
    int speed = TIMELINE->speed;
    key(SDLK_PLUS), key(SDLK_EQUALS);
    assert_int_equal(TIMELINE->speed, speed + 2);
    for (int i = 0; i < 12; i++)
        key(SDLK_MINUS);
    assert_int_equal(TIMELINE->speed, TIMELINE_SLOWEST);
    for (int i = 0; i < 12; i++)
        key(SDLK_KP_PLUS);
    assert_int_equal(TIMELINE->speed, TIMELINE_FASTEST);
}

static void playing_moves_and_ends(void **unused)
{
    (void)unused;
    struct error err = {0};
    key(SDLK_HOME);
    script_key(&script, SDLK_SPACE, 0);
    assert_true(TIMELINE->playing);
    uint64_t until = SDL_GetTicks64() + 20000;
    while (TIMELINE->playing && SDL_GetTicks64() < until)
        assert_success(window_step(&script.window, APP, &err), err);
    assert_false(TIMELINE->playing);
    assert_int_equal(TIMELINE->record, TIMELINE->records - 1);
    key(SDLK_SPACE); /* from the start again */
    assert_true(TIMELINE->playing);
    key(SDLK_SPACE);
    assert_false(TIMELINE->playing);
    assert_true(TIMELINE->record < TIMELINE->records - 1);
    script_click(&script, 37, 666);
    assert_true(TIMELINE->playing);
    key(SDLK_LEFT); /* a step pauses */
    assert_false(TIMELINE->playing);
}

static void help_lies_over_everything(void **unused)
{
    (void)unused;
    uint64_t before = look();
    key(SDLK_F1);
    assert_true(APP->help);
    assert_true(look() != before);
    enum view_kind view = APP->view;
    script_click(&script, 1200, 30); /* closes it, and nothing below notices */
    assert_false(APP->help);
    assert_int_equal(APP->view, view);
    script_key(&script, SDLK_SLASH, KMOD_LSHIFT);
    assert_true(APP->help);
    key(SDLK_ESCAPE);
    assert_false(APP->help);
    script_move(&script, -5, -5);
}

static void a_cell_chosen_in_one_view_is_chosen_in_the_others(void **unused)
{
    (void)unused;
    key(SDLK_2);
    key(SDLK_DOWN);
    assert_true(SELECTION->cell_region[0] && SELECTION->industry[0]);
    char industry[64], region[64];
    snprintf(industry, sizeof industry, "%s", SELECTION->industry);
    key(SDLK_DOWN);
    assert_string_not_equal(SELECTION->industry, industry);
    key(SDLK_UP);
    assert_string_equal(SELECTION->industry, industry);
    snprintf(region, sizeof region, "%s", SELECTION->cell_region);
    key(SDLK_RIGHTBRACKET);
    assert_string_not_equal(SELECTION->cell_region, region);
    key(SDLK_LEFTBRACKET);
    assert_string_equal(SELECTION->cell_region, region);
    /* A click on the map of industries chooses what lies there. */
    snprintf(industry, sizeof industry, "%s", SELECTION->industry);
    script_move(&script, 420, 400);
    script_click(&script, 420, 400);
    char clicked[64];
    snprintf(clicked, sizeof clicked, "%s", SELECTION->industry);
    script_click(&script, 420, 300);
    assert_string_not_equal(SELECTION->industry, clicked);
    for (int view = 0; view < VIEW_KINDS; view++) {
        snprintf(industry, sizeof industry, "%s", SELECTION->industry);
        key(SDLK_1 + view);
        assert_string_equal(SELECTION->industry, industry);
    }
}

static void firms_are_walked_along_their_industry(void **unused)
{
    (void)unused;
    key(SDLK_4);
    key(SDLK_DOWN);
    assert_true(SELECTION->firm > 0);
    uint64_t firm = SELECTION->firm;
    key(SDLK_DOWN);
    assert_int_not_equal(SELECTION->firm, firm);
    key(SDLK_UP);
    assert_int_equal(SELECTION->firm, firm);
    uint64_t shown = look();
    key(SDLK_c);
    assert_true(look() != shown);
    script_key(&script, SDLK_c, KMOD_LSHIFT);
    script_move(&script, 400, 350);
    for (int i = 0; i < 6; i++)
        script_wheel(&script, i < 3 ? 1 : -1);
    script_drag(&script, (struct point){400, 350}, (struct point){450, 380}, 5);
    key(SDLK_0);
    key(SDLK_ESCAPE);
    assert_int_equal(SELECTION->firm, 0);
    key(SDLK_ESCAPE);
}

static void anything_is_found_by_typing(void **unused)
{
    (void)unused;
    key(SDLK_1);
    script_key(&script, SDLK_k, KMOD_LCTRL);
    assert_true(APP->finder.open);
    script_text(&script, "taiwan");
    assert_int_equal(APP->view, VIEW_CHARTS); /* letters are no keys meanwhile */
    key(SDLK_RETURN);
    assert_false(APP->finder.open);
    assert_string_equal(SELECTION->region, "TWN");
    script_key(&script, SDLK_f, KMOD_LCTRL);
    script_text(&script, "> next view");
    key(SDLK_RETURN);
    assert_int_equal(APP->view, VIEW_INDUSTRIES);
    script_key(&script, SDLK_LEFT, KMOD_LALT);
    assert_int_equal(APP->view, VIEW_CHARTS);
    script_key(&script, SDLK_RIGHT, KMOD_LALT);
    assert_int_equal(APP->view, VIEW_INDUSTRIES);
    script_key(&script, SDLK_k, KMOD_LCTRL);
    script_text(&script, "motor");
    key(SDLK_ESCAPE); /* nothing has happened */
    assert_int_equal(APP->view, VIEW_INDUSTRIES);
}

static void bookmarks_are_gone_back_to(void **unused)
{
    (void)unused;
    key(SDLK_HOME);
    script_key(&script, SDLK_RIGHT, KMOD_LSHIFT);
    uint64_t here = TIMELINE->record;
    key(SDLK_j);
    key(SDLK_END);
    key(SDLK_j);
    key(SDLK_COMMA);
    assert_int_equal(TIMELINE->record, here);
    key(SDLK_PERIOD);
    assert_int_equal(TIMELINE->record, TIMELINE->records - 1);
    key(SDLK_j), key(SDLK_COMMA), key(SDLK_j); /* away with both */
    key(SDLK_END);
    key(SDLK_COMMA);
    assert_int_equal(TIMELINE->record, TIMELINE->records - 1);
}

static void the_theme_changes_and_comes_back(void **unused)
{
    (void)unused;
    script_move(&script, -5, -5);
    for (int view = 0; view < VIEW_KINDS; view++) {
        key(SDLK_1 + view);
        uint64_t light = look();
        key(SDLK_t);
        assert_true(look() != light);
        key(SDLK_t);
        assert_true(look() == light);
    }
}

static void a_second_run_is_compared_in_every_view(void **unused)
{
    (void)unused;
    struct error err = {0};
    key(SDLK_v); /* with one run open nothing but a word of advice */
    assert_int_equal(APP->compare, COMPARE_ONE);
    assert_success(app_add(APP, OTHER, &err), err);
    for (int view = 0; view < VIEW_KINDS; view++) {
        key(SDLK_1 + view);
        uint64_t alone = look();
        key(SDLK_v);
        assert_int_equal(APP->compare, COMPARE_SIDES);
        uint64_t sides = look();
        assert_true(sides != alone);
        key(SDLK_v);
        assert_int_equal(APP->compare, COMPARE_DIFFERENCE);
        key(SDLK_RIGHT), key(SDLK_LEFT);
        key(SDLK_v);
        assert_int_equal(APP->compare, COMPARE_ONE);
        /* Swapped twice they are as before; both show the same day. */
        double date = run_date(APP->run);
        char path[sizeof APP->run->playback.reader.path];
        memcpy(path, APP->run->playback.reader.path, sizeof path);
        key(SDLK_x);
        assert_string_equal(APP->run[1].playback.reader.path, path);
        assert_true(fabs(run_date(APP->run) - date) < 1e-6);
        key(SDLK_x);
        assert_string_equal(APP->run->playback.reader.path, path);
        assert_true(fabs(run_date(APP->run) - run_date(&APP->run[1])) < 1e-6);
    }
}

static void the_window_can_be_resized(void **unused)
{
    (void)unused;
    static const int SIZES[][2] = {{640, 480}, {1920, 1080}, {1280, 720}};
    for (int i = 0; i < 3; i++) {
        SDL_SetWindowSize(script.window.window, SIZES[i][0], SIZES[i][1]);
        script_settle(&script);
        assert_int_equal(APP->canvas.width, SIZES[i][0]);
        assert_int_equal(APP->canvas.height, SIZES[i][1]);
        key(SDLK_TAB);
    }
}

static void leaving_is_asked_for_last(void **unused)
{
    (void)unused;
    print_message("%d events\n", script.events);
    assert_true(script.events >= 200);
    assert_false(APP->quit);
    script_key(&script, SDLK_q, 0);
    assert_true(APP->quit);
}

static int set_up(void **state)
{
    if (folder_create(state) != 0)
        return -1;
    char config[512];
    static struct outcome outcome;
    snprintf(config, sizeof config, "%s/configs/framework.yaml", SOURCE_DIR);
    static const char *const NAMES[] = {RUN, OTHER};
    for (int i = 0; i < 2; i++) {
        const char *const arguments[] = {"run",     config,      "--firms", "2000",   "--steps",
                                         "60",      "--threads", "1",       "--seed", i ? "2" : "1",
                                         "--quiet", "-o",        NAMES[i],  NULL};
        program_run(arguments, &outcome);
        if (outcome.status != 0)
            return -1;
    }
    script_open(
        &script,
        &(struct app_options){
            .paths = {RUN}, .path_count = 1, .view = VIEW_CHARTS, .width = 1280, .height = 720});
    return 0;
}

static int tear_down(void **state)
{
    script_close(&script);
    return folder_remove(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(views_by_key_tab_and_mouse),
        cmocka_unit_test(time_by_key_and_by_dragging),
        cmocka_unit_test(playing_moves_and_ends),
        cmocka_unit_test(help_lies_over_everything),
        cmocka_unit_test(a_cell_chosen_in_one_view_is_chosen_in_the_others),
        cmocka_unit_test(firms_are_walked_along_their_industry),
        cmocka_unit_test(anything_is_found_by_typing),
        cmocka_unit_test(bookmarks_are_gone_back_to),
        cmocka_unit_test(the_theme_changes_and_comes_back),
        cmocka_unit_test(a_second_run_is_compared_in_every_view),
        cmocka_unit_test(the_window_can_be_resized),
        cmocka_unit_test(leaving_is_asked_for_last),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

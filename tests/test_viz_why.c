/* The view Why: what is chosen, where clicks and keys lead, and files that lack things. */
#include "viewer_sample.h"

#include <SDL.h>

#include "folder.h"
#include "trace_sample.h"
#include "viewer_app.h"
#include "viz/why.h"

static void write_sample(const struct trace_options *options)
{
    trace_sample_write("why.h5", options);
}

static void press(struct app *app, int32_t code, bool shift)
{
    assert_true(view_types[VIEW_WHY]->key(app->run->state[VIEW_WHY], &app->run->view,
                                          (struct key){.code = code, .shift = shift}));
    app_draw(app);
}

static void click(struct app *app, double x, double y)
{
    app->ui.input = (struct input){.x = x, .y = y, .pressed = true, .down = true};
    app_draw(app);
    app->ui.input = (struct input){.x = -1e6, .y = -1e6};
    app_draw(app);
}

static void the_worst_fall_and_its_cause_are_shown(void **unused)
{
    (void)unused;
    write_sample(&(struct trace_options){.event = true});
    struct app *app = app_of("why.h5", VIEW_WHY);
    struct view_why *why = app->run->state[VIEW_WHY];
    assert_true(why->ready);
    assert_int_equal(why->count, 4); /* the world and three cells */
    assert_int_equal(why_fall(why)->industry, TR_C29);
    assert_string_equal(why->chain.first_cause, "Labour loss: TWN C26");
    assert_string_equal(why->chain.step[0].title, "Motor vehicles, Japan");
    for (int i = 0; i < why->count; i++)
        assert_true(why->cause[why->places[i]].known);
    char text[96];
    assert_string_equal(why_amount(why, 0.8e9, text, sizeof text), "$8 m a week");
    app_end(app);
}

static void keys_choose_falls_steps_and_scopes(void **unused)
{
    (void)unused;
    write_sample(&(struct trace_options){.event = true});
    struct app *app = app_of("why.h5", VIEW_WHY);
    struct view_why *why = app->run->state[VIEW_WHY];
    press(app, SDLK_UP, false);
    assert_int_equal(why_fall(why)->industry, TRACE_ALL);
    press(app, SDLK_UP, false);
    assert_int_equal(why->chosen, 0);
    press(app, SDLK_DOWN, false);
    assert_string_equal(app->ui.selection.cell_region, "JPN");
    assert_string_equal(app->ui.selection.industry, "C29");
    press(app, SDLK_DOWN, true);
    press(app, SDLK_DOWN, true);
    assert_int_equal(why->step, 2);
    press(app, SDLK_RETURN, false); /* Taiwan's chips, at their lowest */
    assert_string_equal(app->ui.selection.cell_region, "TWN");
    assert_string_equal(app->ui.selection.industry, "C26");
    assert_int_equal(app->run->timeline.record, why_fall(why)->onset - 4);
    press(app, SDLK_RIGHTBRACKET, false); /* Japan alone */
    assert_int_equal(why->region, TR_JPN);
    assert_int_equal(why->count, 3);
    press(app, SDLK_i, false);
    assert_int_equal(why->industry, TR_C26);
    assert_int_equal(why->count, 1);
    assert_string_equal(why->chain.first_cause, "Consumption in United States");
    press(app, SDLK_i, true);
    press(app, SDLK_LEFTBRACKET, false);
    press(app, SDLK_l, false);
    assert_int_equal(why->count, 3); /* the world, Japan, Taiwan */
    assert_int_equal(why_fall(why)->region, TR_JPN);
    assert_int_equal(why_fall(why)->industry, TRACE_ALL);
    press(app, SDLK_l, false);
    press(app, SDLK_l, false);
    press(app, SDLK_o, false);
    assert_int_equal(why->order, TRACE_BY_DEPTH);
    assert_int_equal(why_fall(why)->region, TR_TWN);
    app_end(app);
}

static void a_click_on_a_row_goes_to_the_fall(void **unused)
{
    (void)unused;
    write_sample(&(struct trace_options){0});
    struct app *app = app_of("why.h5", VIEW_WHY);
    struct view_why *why = app->run->state[VIEW_WHY];
    /* Rows begin 64 under the top of the card, 50 apart: 62 + 36 + 72 + 64 + 2 * 50. */
    click(app, 600, 357);
    assert_int_equal(why->chosen, 2);
    assert_int_equal(app->run->timeline.record, why_fall(why)->trough);
    assert_string_equal(app->ui.selection.cell_region, "TWN");
    click(app, 60, 138); /* World, it is already */
    assert_int_equal(why->region, TRACE_ALL);
    click(app, 400, 138); /* the second of four cards */
    assert_int_equal(why->region, TR_JPN);
    app_end(app);
}

static void the_selection_sets_the_scope(void **unused)
{
    (void)unused;
    write_sample(&(struct trace_options){0});
    struct error err = {0};
    struct app *app = calloc(1, sizeof *app);
    assert_success(
        app_open(app,
                 &(struct app_options){
                     .paths = {"why.h5"}, .path_count = 1, .view = VIEW_WHY, .select = "JPN/C29"},
                 &err),
        err);
    assert_success(app_resize(app, 1280, 720, 1, &err), err);
    app_draw(app);
    struct view_why *why = app->run->state[VIEW_WHY];
    assert_int_equal(why->count, 1);
    assert_int_equal(why_fall(why)->industry, TR_C29);
    app_end(app);
}

static void regions_say_how_badly_they_were_hit(void **unused)
{
    (void)unused;
    write_sample(&(struct trace_options){0});
    struct app *app = app_of("why.h5", VIEW_WHY);
    struct view_why *why = app->run->state[VIEW_WHY];
    assert_close(why->hit[TR_JPN + 1].depth, 1.0 / 6, 1e-9); /* 0.8 and 0.2 of 6 */
    assert_close(why->hit[TR_JPN + 1].amount, 1e9, 1e-9);
    assert_close(why->hit[0].depth, 1.5 / 18, 1e-9); /* of the world */
    assert_false(why->hit[TR_USA + 1].known);
    press(app, SDLK_i, false); /* C26 alone */
    assert_close(why->hit[TR_JPN + 1].depth, 0.2, 1e-9);
    assert_close(why->hit[TR_TWN + 1].depth, 0.5, 1e-9);
    app_end(app);
}

static void falls_are_held_against_another_run(void **unused)
{
    (void)unused;
    write_sample(&(struct trace_options){0});
    trace_sample_write("calm.h5", &(struct trace_options){.calm = true});
    struct app *app = app_of_two("why.h5", "calm.h5", VIEW_WHY, COMPARE_DIFFERENCE);
    struct view_why *why = app->run->state[VIEW_WHY];
    struct view_why *against = why_against(why, &app->run->view);
    assert_non_null(against);
    assert_close(why->hit[TR_JPN + 1].depth, 1.0 / 6, 1e-9);
    assert_close(why->hit[TR_JPN + 1].amount, 26 * 0.8e9 + 20 * 0.2e9, 1e-9);
    assert_close(why->hit[TR_TWN + 1].amount, 30 * 0.5e9, 1e-9);
    assert_close(why->hit[TR_USA + 1].depth, 0, 1e-12);
    for (int i = 0; i < why->trace.fall_count; i++)
        assert_false(why_is_shared(&app->run->view, why, against, &why->trace.fall[i]));
    app_end(app);
    trace_sample_write("calm.h5", &(struct trace_options){0});
    app = app_of_two("why.h5", "calm.h5", VIEW_WHY, COMPARE_DIFFERENCE);
    why = app->run->state[VIEW_WHY];
    against = why_against(why, &app->run->view);
    for (int i = 0; i < why->trace.fall_count; i++)
        assert_true(why_is_shared(&app->run->view, why, against, &why->trace.fall[i]));
    assert_close(why->hit[0].depth, 0, 1e-12);
    app->compare = COMPARE_SIDES;
    app_draw(app);
    assert_null(why_against(why, &app->run->view));
    app_end(app);
    unlink("calm.h5");
}

static void an_industry_is_found_in_the_list(void **unused)
{
    (void)unused;
    write_sample(&(struct trace_options){0});
    struct app *app = app_of("why.h5", VIEW_WHY);
    struct view_why *why = app->run->state[VIEW_WHY];
    click(app, 160, 75);
    assert_true(why->menu);
    click(app, 60, 92 + 8 + 2 * 22 + 11); /* all, C26, C29 */
    assert_int_equal(why->industry, TR_C29);
    assert_false(why->menu);
    assert_int_equal(why_fall(why)->region, TR_JPN);
    press(app, SDLK_a, false);
    assert_true(why->menu);
    click(app, 1200, 600); /* beside it */
    assert_false(why->menu);
    press(app, SDLK_a, false);
    press(app, SDLK_ESCAPE, false);
    assert_false(why->menu);
    app_end(app);
}

static void click_everywhere(struct app *app)
{
    static const int SIZES[][2] = {{1280, 720}, {320, 320}, {640, 1400}, {2560, 400}};
    static const int32_t KEYS[] = {SDLK_UP,           SDLK_DOWN, SDLK_RETURN, SDLK_LEFTBRACKET,
                                   SDLK_RIGHTBRACKET, SDLK_i,    SDLK_o,      SDLK_l};
    struct error err = {0};
    app->view = VIEW_WHY;
    for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++) {
        assert_success(app_resize(app, SIZES[s][0], SIZES[s][1], 1, &err), err);
        for (int i = 0; i < 60; i++) {
            app->ui.input.wheel = i % 3 - 1;
            view_types[VIEW_WHY]->key(app->run->state[VIEW_WHY], &app->run->view,
                                      (struct key){.code = KEYS[i % 8], .shift = i % 2 == 0});
            click(app, i * 197 % SIZES[s][0] / 1.1, 62 + i * 89 % SIZES[s][1] / 1.4);
            app->view = VIEW_WHY;
        }
    }
}

static void pairs_that_lack_things_are_shown(void **unused)
{
    (void)unused;
    static const struct trace_options CASES[] = {
        {.event = true}, {.no_constraint = true}, {.odd = true}, {.weeks = 2}};
    trace_sample_write("other.h5", &(struct trace_options){.event = true});
    viewer_write("part.h5", 0, 3, VIEWER_STEPS); /* other regions and industries */
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        write_sample(&CASES[i]);
        const char *other = i < 2 ? "part.h5" : "other.h5";
        struct app *app = app_of_two(i % 2 ? other : "why.h5", i % 2 ? "why.h5" : other, VIEW_WHY,
                                     i == 1 ? COMPARE_SIDES : COMPARE_DIFFERENCE);
        click_everywhere(app);
        app_end(app);
    }
    unlink("part.h5");
    unlink("other.h5");
}

static void files_that_lack_things_are_shown(void **unused)
{
    (void)unused;
    static const struct trace_options CASES[] = {
        {.event = true},    {.no_constraint = true},
        {.no_trade = true}, {.odd = true},
        {.weeks = 1},       {.weeks = 2},
        {.links = true},    {.no_trade = true, .no_constraint = true},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        write_sample(&CASES[i]);
        struct app *app = app_of("why.h5", VIEW_WHY);
        click_everywhere(app);
        app_end(app);
    }
    /* Only regions, only industries, only losses. */
    for (int first = 0; first < 3; first++) {
        viewer_write("part.h5", first, 1, VIEWER_STEPS);
        struct app *app = app_of("part.h5", VIEW_WHY);
        assert_int_equal(((struct view_why *)app->run->state[VIEW_WHY])->ready, first == 1);
        click_everywhere(app);
        app_end(app);
        unlink("part.h5");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worst_fall_and_its_cause_are_shown),
        cmocka_unit_test(keys_choose_falls_steps_and_scopes),
        cmocka_unit_test(a_click_on_a_row_goes_to_the_fall),
        cmocka_unit_test(the_selection_sets_the_scope),
        cmocka_unit_test(regions_say_how_badly_they_were_hit),
        cmocka_unit_test(falls_are_held_against_another_run),
        cmocka_unit_test(an_industry_is_found_in_the_list),
        cmocka_unit_test(pairs_that_lack_things_are_shown),
        cmocka_unit_test(files_that_lack_things_are_shown),
    };
    return cmocka_run_group_tests(tests, folder_create, folder_remove);
}

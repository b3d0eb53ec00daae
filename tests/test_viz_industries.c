/* Industries: levels, totals, growth, the difference of two runs, colours. */
#include "charts_sample.h"

#include <SDL.h>
#include <unistd.h>

#include "folder.h"
#include "viewer_app.h"
#include "viz/industry_measure.h"
#include "viz/theme.h"

static double value(const struct view_industries *industries, const struct series *series,
                    uint64_t region, int64_t industry, uint64_t record)
{
    return series_row(series, industry_measure_line(industries, region, industry))[record];
}

static void levels_add_up(void **unused)
{
    (void)unused;
    struct app *app = app_of("a.h5", VIEW_INDUSTRIES);
    app->ui.industries.mode = SERIES_ABSOLUTE;
    app_draw(app);
    const struct view_industries *industries = app->run->state[VIEW_INDUSTRIES];
    const struct series *series = industry_measure_shown(industries);
    assert_string_equal(industries->column, "output");
    assert_true(industries->totals);
    assert_string_equal(series->unit, "USD a year at opening rates");
    /* Regions have the numbers 1 and 2, industries 4 and 5; 150 cents a week in step 50. */
    double unit = 1.5 * 52;
    assert_close(value(industries, series, 0, 0, 50), 4 * unit, 1e-12);
    assert_close(value(industries, series, 1, -1, 50), 2 * 9 * unit, 1e-12);
    assert_close(value(industries, series, 2, 1, 50), 3 * 5 * unit, 1e-12);
    assert_close(value(industries, series, 2, -1, 50), 27 * unit, 1e-12);
    assert_false(industries->scale.diverging);
    assert_true(isnan(value(industries, series, 0, 0, 0))); /* a flow, in the opening */

    app->ui.industries.mode = SERIES_YEAR;
    app_draw(app);
    series = industry_measure_shown(industries);
    /* Weeks 59 to 110 have a mean of 184.5, those of the year before one of 132.5. */
    assert_close(value(industries, series, 2, -1, 110), 100 * (184.5 / 132.5 - 1), 1e-9);
    assert_true(industries->scale.diverging);
    assert_close(industries->scale.middle, 0, 1e-12);

    view_industries_measure(&app->run->view, 1);
    app_draw(app);
    assert_string_equal(industries->column, "price");
    assert_false(industries->totals); /* a sum of prices says nothing */
    app_end(app);
}

static void runs_are_matched_by_label(void **unused)
{
    (void)unused;
    /* b.h5 has three regions and both industries in another order, three times as much. */
    struct app *app = app_of_two("a.h5", "b.h5", VIEW_INDUSTRIES, COMPARE_DIFFERENCE);
    app->ui.industries.mode = SERIES_ABSOLUTE;
    app_draw(app);
    const struct view_industries *industries = app->run->state[VIEW_INDUSTRIES];
    assert_close(value(industries, &industries->second, 1, 0, 50), 3 * 2 * 4 * 1.5 * 52, 1e-9);
    assert_close(value(industries, &industries->difference, 1, 0, 50), -100 * 2 / 3.0, 1e-9);
    assert_string_equal(industries->difference.unit, "% against b");
    /* Its world has Taiwan as well. */
    assert_close(value(industries, &industries->second, 2, -1, 50), 3 * 6 * 9 * 1.5 * 52, 1e-9);
    app->compare = COMPARE_ONE;
    app_draw(app);
    assert_null(industries->difference.values);
    assert_non_null(industries->second.values); /* for the history of the cell */
    app_end(app);
}

static void both_of_two_views_have_the_same_colours(void **unused)
{
    (void)unused;
    struct app *app = app_of_two("a.h5", "b.h5", VIEW_INDUSTRIES, COMPARE_SIDES);
    const struct view_industries *left = app->run[0].state[VIEW_INDUSTRIES];
    const struct view_industries *right = app->run[1].state[VIEW_INDUSTRIES];
    for (int mode = 0; mode < SERIES_MODES; mode++) {
        app->ui.industries.mode = mode;
        app_draw(app);
        assert_int_equal(left->scale.diverging, right->scale.diverging);
        assert_int_equal(left->scale.logarithmic, right->scale.logarithmic);
        assert_close(left->scale.limit, right->scale.limit, 1e-12);
        assert_close(left->scale.high, right->scale.high, 1e-12);
        assert_string_equal(left->measure.unit, right->measure.unit);
    }
    app_key(app, (struct key){.code = SDLK_i});
    assert_int_equal(app->ui.industries.mode, 0); /* once, not once for each */
    app_end(app);
}

static void a_column_is_chosen_from_the_list(void **unused)
{
    (void)unused;
    struct app *app = app_of("a.h5", VIEW_INDUSTRIES);
    struct view_industries *industries = app->run->state[VIEW_INDUSTRIES];
    app->ui.input = (struct input){.x = industries->button.x + 20,
                                   .y = industries->button.y + 10,
                                   .pressed = true,
                                   .down = true};
    app_draw(app);
    assert_true(industries->menu.open);
    app_draw(app); /* stays open without another click */
    assert_true(industries->menu.open);
    app_key(app, (struct key){.code = SDLK_DOWN});
    app_key(app, (struct key){.code = SDLK_RETURN});
    app_draw(app);
    assert_string_equal(industries->column, "price");
    assert_false(industries->menu.open);
    app->ui.input.pressed = true;
    app_draw(app);
    app->ui.input.y = industries->button.y + industries->button.h + 20; /* its first item */
    app->ui.input.pressed = true;
    app_draw(app);
    app_draw(app);
    assert_string_equal(industries->column, "output");
    assert_false(industries->menu.open);
    app_end(app);
}

static double linear(uint32_t part)
{
    double share = part / 255.0;
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t colour)
{
    return 0.05 + 0.2126 * linear(colour >> 16 & 0xff) + 0.7152 * linear(colour >> 8 & 0xff) +
           0.0722 * linear(colour & 0xff);
}

static void numbers_can_be_read_on_every_colour(void **unused)
{
    (void)unused;
    for (int dark = 0; dark < 2; dark++) {
        theme_dark(dark);
        double before = dark ? 0 : 2;
        for (int i = 0; i <= 200; i++) {
            const uint32_t colours[] = {theme_sequential(i / 200.0),
                                        theme_diverging(i / 100.0 - 1)};
            for (int c = 0; c < 2; c++) {
                double a = luminance(colours[c]), b = luminance(theme_ink_on(colours[c]));
                assert_true(fmax(a, b) / fmin(a, b) >= 4.5);
            }
            double light = luminance(colours[0]); /* the order shows without hues */
            assert_true(dark ? light >= before - 1e-3 : light <= before + 1e-3);
            before = light;
        }
        double card = luminance(theme_in_use->panel), paper = luminance(theme_in_use->paper);
        const uint32_t inks[] = {theme_in_use->ink, theme_in_use->text, theme_in_use->quiet};
        for (int i = 0; i < 3; i++) {
            double ink = luminance(inks[i]);
            assert_true(fmax(card, ink) / fmin(card, ink) >= 4.5);
            assert_true(fmax(paper, ink) / fmin(paper, ink) >= 4.5);
        }
    }
    theme_dark(false);
}

static int set_up(void **state)
{
    if (folder_create(state) != 0)
        return -1;
    charts_write(&(struct charts_sample){.path = "a.h5",
                                         .regions = CHARTS_TWO,
                                         .region_count = 2,
                                         .industries = CHARTS_INDUSTRIES,
                                         .industry_count = 2,
                                         .factor = 1});
    charts_write(&(struct charts_sample){.path = "b.h5",
                                         .regions = CHARTS_THREE,
                                         .region_count = 3,
                                         .industries = CHARTS_INDUSTRIES_TURNED,
                                         .industry_count = 2,
                                         .factor = 3});
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_add_up),
        cmocka_unit_test(runs_are_matched_by_label),
        cmocka_unit_test(both_of_two_views_have_the_same_colours),
        cmocka_unit_test(a_column_is_chosen_from_the_list),
        cmocka_unit_test(numbers_can_be_read_on_every_colour),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

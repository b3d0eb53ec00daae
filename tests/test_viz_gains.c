/* Who gains: real income and its parts against what two files hold, matched by the calendar and by
 * labels; what keys and clicks choose; and files that cannot be compared. */
#include "gains_sample.h"

#include <SDL.h>
#include <math.h>

#include "folder.h"
#include "viewer_app.h"
#include "viz/facility.h"

#define DEAL "deal.h5"
#define NO_DEAL "no-deal.h5"
#define OTHER "other.h5"

static const enum gains_measure AMOUNTS[] = {GAINS_INCOME, GAINS_PRODUCT, GAINS_CONSUMPTION};

static struct view_facility *facility_of(struct app *app)
{
    return app->run->state[VIEW_FACILITY];
}

static struct app *open_pair(const char *path, const char *other)
{
    struct app *app = app_of_two(path, other, VIEW_FACILITY, COMPARE_DIFFERENCE);
    facility_of(app)->page = PAGE_GAINS;
    app_draw(app);
    return app;
}

static void press(struct app *app, int32_t code)
{
    assert_true(view_type_facility.key(app->run->state[VIEW_FACILITY], &app->run->view,
                                       (struct key){.code = code}));
    app_draw(app);
}

static void quarters_are_matched_by_the_calendar_and_regions_by_label(void **unused)
{
    (void)unused;
    struct app *app = open_pair(DEAL, NO_DEAL);
    const struct gains *gains = &facility_of(app)->gains.gains;
    assert_null(gains->trouble);
    assert_int_equal(gains->regions, 2);
    assert_string_equal(gains->region[0], "JPN");
    assert_int_equal(gains->quarters, 5);
    assert_int_equal(gains_quarter(gains, &app->run->view), 4);
    static const double PART[] = {1.5, 1, 0.5};
    for (int m = 0; m < 3; m++) {
        /* The last four quarters: those without the deal had 2, 3, 4 and 5 hundredths more. */
        struct gains_pair japan = gains_year(gains, AMOUNTS[m], 0, 4);
        assert_close(japan.mine, PART[m] * 52 * 110, 1e-9);
        assert_close(japan.theirs, PART[m] * 52 * 103.5, 1e-9);
        struct gains_pair world = gains_year(gains, AMOUNTS[m], 2, 4);
        assert_close(world.mine, PART[m] * 52 * 330, 1e-9);
        assert_close(gains_rate(gains, AMOUNTS[m], 1, 0), PART[m] * 52 * (220 - 202), 1e-9);
        /* In the first quarter there is only that one, at an annual rate. */
        assert_close(gains_year(gains, AMOUNTS[m], 0, 0).theirs, PART[m] * 52 * 101, 1e-9);
    }
    assert_close(gains_year(gains, GAINS_WORK, 0, 4).mine, 1010, 1e-12);
    assert_close(gains_year(gains, GAINS_WORK, 2, 4).theirs, 2000, 1e-12);
    app_end(app);
}

static void sums_are_discounted_by_the_year(void **unused)
{
    (void)unused;
    struct app *app = open_pair(DEAL, NO_DEAL);
    const struct gains *gains = &facility_of(app)->gains.gains;
    double quarter = 13 * 1.5 * 100, first = quarter * (0.09 + 0.08 + 0.07 + 0.06);
    assert_close(gains_sum(gains, GAINS_INCOME, 0, 4, 0), first + quarter * 0.05, 1e-9);
    assert_close(gains_sum(gains, GAINS_INCOME, 0, 3, 0), first, 1e-9);
    assert_close(gains_sum(gains, GAINS_INCOME, 0, 4, 0.02),
                 first / pow(1.02, 0.5) + quarter * 0.05 / pow(1.02, 1.5), 1e-9);
    app_end(app);
}

static void parts_of_income_add_up(void **unused)
{
    (void)unused;
    struct app *app = open_pair(DEAL, NO_DEAL);
    const struct gains *gains = &facility_of(app)->gains.gains;
    double sum = 0;
    for (int s = GAINS_WAGES; s <= GAINS_ABROAD; s++)
        sum += gains_year(gains, s, 0, 4).mine;
    assert_close(sum, gains_year(gains, GAINS_INCOME, 0, 4).mine, 1e-9);
    assert_close(gains_year(gains, GAINS_WAGES, 0, 4).mine, 0.6 * 52 * 110, 1e-9);
    struct gains_industry industries[GAINS_INDUSTRIES];
    assert_int_equal(gains_industries(gains, &app->run->view, 0, 4, industries), 2);
    assert_string_equal(industries[0].code, "C29");
    assert_close(industries[0].value.mine, 0.5 * 52 * 110, 1e-9);
    assert_close(industries[0].value.theirs, 0.4 * 52 * 103.5, 1e-9);
    assert_int_equal(gains_industries(gains, &app->run->view, 2, 4, industries), 2); /* world */
    assert_close(industries[1].value.theirs, 0.25 * 52 * 310.5, 1e-9);
    app_end(app);
}

static void keys_choose_region_and_measure(void **unused)
{
    (void)unused;
    struct app *app = open_pair(DEAL, NO_DEAL);
    struct gains_page *page = &facility_of(app)->gains;
    assert_int_equal(gains_chosen(page, &app->run->view), 0); /* the lender's, unless chosen */
    press(app, SDLK_DOWN);
    assert_string_equal(app->ui.selection.region, "USA");
    press(app, SDLK_DOWN);
    assert_int_equal(gains_chosen(page, &app->run->view), 2);
    press(app, SDLK_DOWN); /* there is nothing below the world */
    assert_int_equal(gains_chosen(page, &app->run->view), 2);
    press(app, SDLK_UP);
    assert_int_equal(gains_chosen(page, &app->run->view), 1);
    press(app, SDLK_m);
    assert_int_equal(page->measure, GAINS_PRODUCT);
    app->ui.input = (struct input){.x = 100, .y = 310, .pressed = true};
    app_draw(app); /* the first row */
    assert_int_equal(gains_chosen(page, &app->run->view), 0);
    timeline_go(&app->run->timeline, 5); /* no quarter has ended */
    app_draw(app);
    assert_int_equal(gains_quarter(&page->gains, &app->run->view), -1);
    app_end(app);
}

static void amounts_have_a_sign(void **unused)
{
    (void)unused;
    char text[FORMAT_MAX];
    assert_string_equal(gains_amount(text, GAINS_INCOME, 18.4e9), "+$18.4 bn");
    assert_string_equal(gains_amount(text, GAINS_INCOME, -18.4e9), "−$18.4 bn");
    assert_string_equal(gains_amount(text, GAINS_INCOME, 0), "$0");
    assert_string_equal(gains_amount(text, GAINS_WORK, 154321), "+154,321");
    assert_string_equal(gains_percent(text, (struct gains_pair){101, 100}), "+1.00 %");
    assert_string_equal(gains_percent(text, (struct gains_pair){1, -1}), "–");
    assert_string_equal(gains_percent(text, (struct gains_pair){NAN, 1}), "–");
}

static void what_cannot_be_compared_is_said(void **unused)
{
    (void)unused;
    struct app *app = app_of(DEAL, VIEW_FACILITY); /* one run alone */
    facility_of(app)->page = PAGE_GAINS;
    app_draw(app);
    assert_non_null(strstr(gains_page_update(&facility_of(app)->gains, &app->run->view),
                           "ctrl O lists the runs"));
    app_end(app);
    gains_write(OTHER, true, 1); /* without accounts */
    app = open_pair(DEAL, OTHER);
    assert_non_null(strstr(facility_of(app)->gains.gains.trouble, "No quarterly accounts"));
    app_end(app);
    gains_write(OTHER, true, 2); /* without industries */
    app = open_pair(OTHER, NO_DEAL);
    struct gains_industry industries[GAINS_INDUSTRIES];
    assert_null(facility_of(app)->gains.gains.trouble);
    assert_int_equal(
        gains_industries(&facility_of(app)->gains.gains, &app->run->view, 0, 4, industries), 0);
    app_end(app);
    app = open_pair(NO_DEAL, OTHER); /* the other is without industries */
    assert_int_equal(
        gains_industries(&facility_of(app)->gains.gains, &app->run->view, 0, 4, industries), 0);
    app_end(app);
}

static void any_size_can_be_drawn_and_clicked(void **unused)
{
    (void)unused;
    static const int SIZES[][2] = {{1280, 720}, {760, 560}, {600, 900}, {420, 330}, {1920, 1080}};
    struct error err = {0};
    for (int s = 0; s < 5; s++)
        for (int compare = 0; compare < COMPARES; compare++) {
            struct app *app = open_pair(DEAL, NO_DEAL);
            assert_success(app_resize(app, SIZES[s][0], SIZES[s][1], 1, &err), err);
            app->compare = (enum compare)compare;
            for (int y = 90; y < SIZES[s][1] - 80; y += 101)
                for (int x = 25; x < SIZES[s][0]; x += 187) {
                    app->ui.input = (struct input){.x = x, .y = y, .pressed = true};
                    app_draw(app);
                    facility_of(app)->page = PAGE_GAINS;
                }
            app_end(app);
        }
}

static int set_up(void **state)
{
    if (folder_create(state) != 0)
        return -1;
    gains_write(DEAL, true, 3);
    gains_write(NO_DEAL, false, 3);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quarters_are_matched_by_the_calendar_and_regions_by_label),
        cmocka_unit_test(sums_are_discounted_by_the_year),
        cmocka_unit_test(parts_of_income_add_up),
        cmocka_unit_test(keys_choose_region_and_measure),
        cmocka_unit_test(amounts_have_a_sign),
        cmocka_unit_test(what_cannot_be_compared_is_said),
        cmocka_unit_test(any_size_can_be_drawn_and_clicked),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

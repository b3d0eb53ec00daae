/* The facility's view: figures against the file, what keys and clicks choose, and files without
 * a facility, without records, or with figures that are not finite. */
#include "facility_sample.h"

#include <SDL.h>
#include <time.h>

#include "folder.h"
#include "viewer_app.h"
#include "viz/facility.h"
#include "viz/names.h"

#define RUN "facility.h5"
#define OTHER "other.h5"

static struct view_facility *facility_of(struct app *app)
{
    return app->run->state[VIEW_FACILITY];
}

static void press(struct app *app, int32_t code)
{
    view_type_facility.key(app->run->state[VIEW_FACILITY], &app->run->view,
                           (struct key){.code = code});
    app_draw(app);
}

static void click(struct app *app, double x, double y, bool doubled)
{
    app->ui.input = (struct input){.x = x, .y = y, .pressed = true, .doubled = doubled};
    app_draw(app);
}

static void go(struct app *app, int64_t record)
{
    timeline_go(&app->run->timeline, record);
    app_draw(app);
}

static void projects_are_described_at_the_moment_shown(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_FACILITY);
    const struct facility_project *project = facility_of(app)->data.projects;
    assert_string_equal(project[0].name, "Steel 1");
    assert_string_equal(project[1].name, "Great reactor");
    assert_string_equal(project[1].site, "Texas");
    assert_int_equal(project[1].stage, STAGE_OPERATING);
    assert_close(project[1].delay, 8 - 6, 1e-9);
    assert_close(project[1].overrun, 4.0 / 3.2 - 1, 1e-9); /* what is in kind is not cash */
    assert_close(project[1].irr_home, 0.05, 1e-12);
    assert_int_equal(project[2].stage, STAGE_FAILED);
    assert_int_equal(project[2].reached, STAGE_CONSTRUCTION);
    assert_close(project[2].lost, 2 * BN, 1e-12);
    assert_int_equal(project[3].stage, STAGE_DECLINED);
    assert_int_equal(project[3].reached, STAGE_NOTICED);
    assert_int_equal(project[4].stage, STAGE_EMPTY);

    go(app, 4); /* nothing is late, over or reckoned yet */
    assert_int_equal(project[1].stage, STAGE_CONSTRUCTION);
    assert_true(isnan(project[1].delay) && isnan(project[1].overrun));
    assert_true(isnan(project[0].irr_home)); /* nothing was paid */
    go(app, 9);                              /* seven weeks of a plan of six */
    assert_close(project[1].delay, 1, 1e-9);
    go(app, 0);
    assert_int_equal(project[1].stage, STAGE_EMPTY);
    app_end(app);
}

static void the_pipeline_loses_nothing(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_FACILITY);
    struct view_facility *facility = facility_of(app);
    assert_int_equal(facility->page, PAGE_PIPELINE);
    struct facility_flow flow =
        facility_flow_count(&facility->data, &app->run->view, facility->by_number);
    assert_close(flow.come[STAGE_CANDIDATE], 13 * BN, 1e-9);
    assert_close(flow.come[STAGE_NOTICED], 12 * BN, 1e-9);
    assert_close(flow.come[STAGE_FUNDED], 7 * BN, 1e-9);
    assert_close(flow.come[STAGE_OPERATING], 4 * BN, 1e-9);
    assert_close(flow.left[STAGE_DECLINED][STAGE_NOTICED], 5 * BN, 1e-9);
    assert_close(flow.left[STAGE_FAILED][STAGE_CONSTRUCTION], 3 * BN, 1e-9);

    press(app, SDLK_m);
    assert_true(facility->by_number);
    for (int t = 0; t <= FACILITY_STEPS; t++) {
        go(app, t);
        flow = facility_flow_count(&facility->data, &app->run->view, facility->by_number);
        assert_close(flow.come[STAGE_CANDIDATE], t > 0 ? 6 : 0, 1e-9); /* forgotten ones too */
        for (int k = STAGE_CANDIDATE; k <= STAGE_OPERATING; k++) {
            double rest = flow.here[k] + (k < STAGE_OPERATING ? flow.come[k + 1] : 0);
            for (int e = STAGE_FAILED; e < STAGES; e++)
                rest += flow.left[e][k];
            assert_close(rest, flow.come[k], 1e-9);
        }
    }
    app_end(app);
}

static void sums_add_up_to_what_was_received(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_FACILITY);
    const struct facility_data *data = &facility_of(app)->data;
    uint64_t t = FACILITY_STEPS;
    double weeks = 11;
    assert_close(facility_sum(data, SUM_PREMIUM)[t], weeks * 1e8, 1e-9);
    assert_close(facility_sum(data, SUM_TO_POLICY)[t], weeks * 4e8, 1e-9);
    assert_close(facility_sum(data, SUM_TO_HOST)[t], weeks * 5e8, 1e-9);
    assert_close(facility_sum(data, SUM_LEASE)[t], weeks * 10e8, 1e-9);
    assert_close(facility_sum(data, SUM_PREMIUM)[9], 0, 1e-9);
    assert_close(facility_now(&app->run->view, "facility", "envelope"), 10 * BN, 1e-12);
    assert_true(isnan(facility_now(&app->run->view, "facility", "nothing")));
    app_end(app);
}

static void who_lost_most_is_one_key_away(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_FACILITY);
    struct view_facility *facility = facility_of(app);
    press(app, SDLK_l);
    assert_int_equal(facility->page, PAGE_PROJECTS);
    assert_int_equal(facility->row[0], 2);
    assert_string_equal(app->ui.selection.project, "2");
    assert_int_equal(facility->count, 4);
    press(app, SDLK_RETURN);
    assert_true(facility->card);
    press(app, SDLK_ESCAPE);
    assert_false(facility->card);
    app->ui.selection.project[0] = '\0';
    facility->page = PAGE_PIPELINE;
    click(app, 820, 100, false); /* "Lost" in the headline does the same */
    assert_int_equal(facility->page, PAGE_PROJECTS);
    assert_int_equal(facility->order, ORDER_LOST);
    app_end(app);
}

static void the_table_sorts_selects_and_filters(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_FACILITY);
    struct view_facility *facility = facility_of(app);
    press(app, SDLK_RIGHTBRACKET);
    assert_int_equal(facility->page, PAGE_MONEY);
    press(app, SDLK_RIGHTBRACKET);
    assert_int_equal(facility->order, ORDER_PAID_OUT);
    assert_int_equal(facility->row[0], 1); /* most was paid out to it */
    assert_int_equal(facility->row[1], 2);

    click(app, 60, 215, false); /* the header of names */
    app_draw(app);
    assert_int_equal(facility->order, ORDER_NAME);
    assert_string_equal(facility->data.projects[facility->row[0]].name, "Chip factory 4");
    click(app, 60, 215, false);
    app_draw(app);
    assert_string_equal(facility->data.projects[facility->row[0]].name, "Steel 3");

    click(app, 60, 246 + 23, false); /* the second line */
    assert_string_equal(app->ui.selection.project, "0");
    press(app, SDLK_DOWN);
    assert_string_equal(app->ui.selection.project, "1");
    press(app, SDLK_DOWN);
    press(app, SDLK_DOWN); /* stays on the last */
    assert_string_equal(app->ui.selection.project, "3");
    press(app, SDLK_UP);
    assert_string_equal(app->ui.selection.project, "1");
    click(app, 60, 246, true);
    assert_true(facility->card);
    assert_string_equal(app->ui.selection.project, "2");
    press(app, SDLK_RETURN);
    assert_false(facility->card);

    press(app, SDLK_f); /* candidates */
    assert_int_equal(facility->stage, STAGE_CANDIDATE);
    assert_int_equal(facility->count, 1);
    assert_int_equal(facility->row[0], 0);
    press(app, SDLK_f);
    assert_int_equal(facility->stage, STAGE_OPERATING);
    press(app, SDLK_ESCAPE);
    assert_int_equal(facility->count, 4);

    facility->order = ORDER_NPV; /* the worst first */
    app_draw(app);
    assert_int_equal(facility->row[0], 2);
    press(app, SDLK_r);
    assert_int_equal(facility->row[0], 1);
    press(app, SDLK_o);
    assert_int_equal(facility->order, ORDER_LOST);
    assert_false(facility->reversed);
    app_end(app);
}

static void any_place_can_be_clicked_on_any_page(void **unused)
{
    (void)unused;
    static const int SIZES[][2] = {{1280, 720}, {320, 320}, {640, 1400}, {2560, 1440}};
    static const int32_t KEYS[] = {
        SDLK_RIGHTBRACKET, SDLK_m, SDLK_DOWN, SDLK_RETURN, SDLK_f, SDLK_o, SDLK_r, SDLK_PAGEDOWN};
    static const char *const FILES[] = {RUN, OTHER};
    struct error err = {0};
    facility_write(OTHER, 0, FACILITY_GROUPS, FACILITY_STEPS, true);
    for (int f = 0; f < 2; f++) {
        struct app *app = app_of(FILES[f], VIEW_FACILITY);
        for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++) {
            assert_success(app_resize(app, SIZES[s][0], SIZES[s][1], 1, &err), err);
            for (int i = 0; i < 48; i++) {
                app->view = VIEW_FACILITY; /* a click may have hit another tab */
                go(app, i % (FACILITY_STEPS + 1));
                press(app, KEYS[(i * 5 + i / 8) % 8]);
                app->ui.input.wheel = i % 3 - 1;
                click(app, i * 197 % SIZES[s][0] / 1.2, i * 89 % SIZES[s][1] / 1.2, i % 7 == 0);
            }
        }
        app_end(app);
    }
}

/* The time of the processor, which other programs do not lengthen. */
static void a_frame_is_fast(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_FACILITY);
    for (int page = 0; page < FACILITY_PAGES; page++) {
        facility_of(app)->page = (enum facility_page)page;
        app_draw(app); /* what is made once */
        clock_t start = clock();
        for (int i = 0; i < 10; i++)
            app_draw(app);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC / 10;
        assert_true(seconds < 0.033);
    }
    app_end(app);
}

static void files_without_a_facility_say_so(void **unused)
{
    (void)unused;
    static const struct {
        int first, count, last;
    } FILES[] = {
        {GROUP_REGION, 1, 3},                /* no facility */
        {GROUP_REGION, 2, 3},                /* no projects */
        {GROUP_KIND, 2, 3},                  /* kinds and sites alone */
        {GROUP_REGION, FACILITY_GROUPS, -1}, /* no records */
        {GROUP_PROJECT, 1, 3},               /* projects alone */
        {GROUP_REGION, FACILITY_GROUPS, 0},  /* the opening alone */
        {GROUP_YEAR, 1, 2},
    };
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        facility_write(OTHER, FILES[i].first, FILES[i].count, FILES[i].last, false);
        struct app *app = app_of(OTHER, VIEW_FACILITY);
        bool shown = facility_of(app)->data.version > 0;
        assert_int_equal(shown, i >= 4 && i < 6);
        for (int n = 0; n < 8; n++) {
            press(app, SDLK_RIGHTBRACKET);
            press(app, SDLK_l);
            press(app, SDLK_RETURN);
            click(app, 600, 300 + 40 * n, true);
        }
        app_end(app);
    }
}

/* The other run ends after twelve weeks: the steel works have not failed yet. */
static void two_facilities_are_compared_by_name(void **unused)
{
    (void)unused;
    facility_write(OTHER, 0, FACILITY_GROUPS, 12, false);
    struct app *app = app_of_two(RUN, OTHER, VIEW_FACILITY, COMPARE_DIFFERENCE);
    struct view_facility *facility = facility_of(app);
    assert_int_equal(facility->page, PAGE_PIPELINE);
    assert_true(facility->compared && facility->differs);
    assert_int_equal(facility->data.projects[2].stage, STAGE_FAILED);
    assert_int_equal(facility->theirs.projects[2].stage, STAGE_CONSTRUCTION);
    for (uint64_t row = 0; row < 4; row++)
        assert_int_equal(facility_twin(&facility->data, row, &facility->theirs), row);
    snprintf(facility->theirs.projects[0].name, 40, "Steel 3"); /* another row */
    snprintf(facility->theirs.projects[2].name, 40, "Steel 9");
    assert_int_equal(facility_twin(&facility->data, 2, &facility->theirs), 0);
    assert_int_equal(facility_twin(&facility->data, 0, &facility->theirs), -1);
    struct facility_flow flow = facility_flow_count(&facility->theirs, app->run->view.other, false);
    assert_close(flow.come[STAGE_FAILED], 0, 1e-12);
    assert_close(flow.come[STAGE_DECLINED], 5 * BN, 1e-9);
    go(app, 10); /* both at the same day */
    assert_close(facility->theirs.projects[1].paid_out, facility->data.projects[1].paid_out, 1e-12);
    for (int page = 0; page < 5; page++) {
        press(app, SDLK_RIGHTBRACKET);
        for (int y = 120; y < 640; y += 97)
            for (int x = 25; x < 1260; x += 173)
                click(app, x, y, false);
        app->view = VIEW_FACILITY;
    }
    facility->page = PAGE_PIPELINE; /* clicks led anywhere */
    app->compare = COMPARE_SIDES;
    app_draw(app);
    assert_true(facility->compared && !facility->differs);
    app_end(app);

    facility_write(OTHER, 0, 1, FACILITY_STEPS, false); /* regions alone */
    app = app_of_two(RUN, OTHER, VIEW_FACILITY, COMPARE_DIFFERENCE);
    assert_int_equal(facility_of(app)->page, PAGE_GAINS); /* the question that is left */
    facility_of(app)->page = PAGE_MONEY;
    app_draw(app);
    assert_false(facility_of(app)->compared);
    app_end(app);
}

/* Who gains is said once, of both; the other pages stand beside each other, the same on both. */
static void gains_are_not_put_beside_gains(void **unused)
{
    (void)unused;
    facility_write(OTHER, 0, 1, FACILITY_STEPS, false);
    struct app *app = app_of_two(RUN, OTHER, VIEW_FACILITY, COMPARE_SIDES);
    app_draw(app);
    struct view_facility *facility = facility_of(app);
    struct view_facility *second = app->run[app->second].state[VIEW_FACILITY];
    assert_int_equal(facility->page, PAGE_GAINS);
    assert_int_equal(app->run->view.compare, COMPARE_DIFFERENCE);
    facility->page = PAGE_MONEY;
    app_draw(app);
    assert_int_equal(second->page, PAGE_MONEY);
    assert_int_equal(app->run->view.compare, COMPARE_SIDES);
    second->page = PAGE_GAINS; /* chosen on the right */
    app_draw(app);
    assert_int_equal(facility->page, PAGE_GAINS);
    assert_int_equal(app->run->view.compare, COMPARE_DIFFERENCE);
    app_end(app);
}

static void numbers_have_names(void **unused)
{
    (void)unused;
    char text[FORMAT_MAX];
    assert_string_equal(name_stage(STAGE_CONSTRUCTION), "Under construction");
    assert_string_equal(name_stage(99), "Unknown stage");
    assert_string_equal(name_pace(2), "permits, customers");
    assert_string_equal(name_pace(99), "unknown");
    assert_string_equal(facility_money(text, 1.234 * BN), "$1.23 bn");
    assert_string_equal(facility_money(text, -12.34 * BN), "−$12.3 bn");
    assert_string_equal(facility_money(text, 550 * BN), "$550 bn");
    assert_string_equal(facility_more(text, 12.34 * BN), "+$12.3 bn");
    assert_string_equal(facility_more(text, -12.34 * BN), "−$12.3 bn");
    assert_string_equal(facility_more(text, 0), "$0");
    assert_string_equal(facility_money(text, 0), "$0");
    assert_string_equal(facility_money(text, NAN), "–");
    assert_string_equal(format_percent(text, 0.0425, 1), "4.2 %");
}

static int set_up(void **state)
{
    if (folder_create(state) != 0)
        return -1;
    facility_write(RUN, 0, FACILITY_GROUPS, FACILITY_STEPS, false);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(projects_are_described_at_the_moment_shown),
        cmocka_unit_test(the_pipeline_loses_nothing),
        cmocka_unit_test(sums_add_up_to_what_was_received),
        cmocka_unit_test(who_lost_most_is_one_key_away),
        cmocka_unit_test(the_table_sorts_selects_and_filters),
        cmocka_unit_test(any_place_can_be_clicked_on_any_page),
        cmocka_unit_test(a_frame_is_fast),
        cmocka_unit_test(files_without_a_facility_say_so),
        cmocka_unit_test(two_facilities_are_compared_by_name),
        cmocka_unit_test(gains_are_not_put_beside_gains),
        cmocka_unit_test(numbers_have_names),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

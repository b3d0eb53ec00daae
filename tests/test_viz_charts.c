/* Charts: growth, levels, logarithmic axes, lines of a group, several runs. */
#include "charts_sample.h"

#include <SDL.h>
#include <unistd.h>

#include "core/date.h"
#include "folder.h"
#include "viewer_app.h"
#include "viz/chart.h"
#include "viz/charts_page.h"
#include "viz/charts_panel.h"
#include "viz/format.h"
#include "viz/series_growth.h"
#include "viz/series_runs.h"

static struct series series_of(struct playback *playback, const char *column, enum series_mode mode)
{
    struct series series;
    const struct playback_column *from = playback_column(playback, "region", column);
    assert_non_null(from);
    assert_true(series_build(
        &series, &(struct series_wish){.column = from, .mode = mode, .days_per_step = 7}));
    return series;
}

static void growth_is_that_of_the_year(void **unused)
{
    (void)unused;
    struct playback playback;
    struct error err = {0};
    assert_success(playback_open(&playback, "a.h5", &err), err);
    /* A flow: weeks 59 to 110 have a mean of 84.5, those of the year before one of 32.5. */
    struct series series = series_of(&playback, "real_gdp", SERIES_YEAR);
    assert_int_equal(series.kind, SERIES_CHANGE);
    assert_string_equal(series.unit, "% growth, 52 weeks on the 52 before");
    assert_close(series_row(&series, 0)[110], 100 * (84.5 / 32.5 - 1), 1e-12);
    assert_close(series_row(&series, 0)[104], 100 * (78.5 / 26.5 - 1), 1e-12);
    assert_true(isnan(series_row(&series, 0)[103])); /* the year before is not whole */
    series_free(&series);

    series = series_of(&playback, "debt", SERIES_YEAR);
    assert_string_equal(series.unit, "% growth, on a year before");
    assert_close(series_row(&series, 1)[60], 100 * (1600.0 / 1080 - 1), 1e-12);
    assert_close(series_row(&series, 1)[52], 52, 1e-12);
    assert_true(isnan(series_row(&series, 1)[51]));
    series_free(&series);

    series = series_of(&playback, "unemployment_rate", SERIES_YEAR);
    assert_true(series.points);
    assert_close(series_row(&series, 0)[80], 5.2, 1e-9); /* 52 times 0.1 points */
    series_free(&series);

    /* A balance has no growth: its change over a year, of dollars a year. */
    series = series_of(&playback, "balance", SERIES_YEAR);
    assert_false(series.relative);
    assert_string_equal(series.unit,
                        "USD a year at opening rates, change, 52 weeks on the 52 before");
    assert_close(series_row(&series, 0)[110], 52 * 0.01 * 52, 1e-9);
    series_free(&series);
    playback_close(&playback);
}

static void growth_needs_whole_years(void **unused)
{
    (void)unused;
    enum { RECORDS = 9 }; /* two a year */
    double days[RECORDS], values[RECORDS];
    for (int t = 0; t < RECORDS; t++)
        days[t] = 182 * t, values[t] = t;
    values[5] = NAN;
    struct growth growth = {
        .days = days, .records = RECORDS, .windows = true, .relative = true, .factor = 1};
    assert_true(series_growth_open(&growth));
    series_growth(&growth, values);
    series_growth_close(&growth);
    assert_true(isnan(values[3])); /* no second year */
    assert_close(values[4], 100 * ((3 + 4) / (1 + 2.0) - 1), 1e-12);
    for (int t = 5; t <= 8; t++)
        assert_true(isnan(values[t])); /* the missing record is in one of the two years */
}

static void levels_have_readable_units(void **unused)
{
    (void)unused;
    struct playback playback;
    struct error err = {0};
    assert_success(playback_open(&playback, "a.h5", &err), err);
    struct series series = series_of(&playback, "real_gdp", SERIES_ABSOLUTE);
    assert_int_equal(series.kind, SERIES_LEVEL);
    assert_string_equal(series.unit, "USD a year at opening rates");
    assert_close(series_row(&series, 1)[100], 2 * 100 * 0.01 * 52, 1e-12);
    assert_true(isnan(series_row(&series, 1)[0]));
    series_free(&series);
    series = series_of(&playback, "unemployment_rate", SERIES_ABSOLUTE);
    assert_int_equal(series.kind, SERIES_PERCENT);
    series_free(&series);
    const struct playback_column *cost = playback_column(&playback, "facility", "cost");
    assert_true(series_build(
        &series,
        &(struct series_wish){.column = cost, .mode = SERIES_ABSOLUTE, .days_per_step = 7}));
    assert_string_equal(series.unit, "USD"); /* dollars of their day: no opening rates */
    assert_close(series_row(&series, 0)[100], 7, 1e-12);
    series_free(&series);
    playback_close(&playback);
}

static void periods_count_as_years(void **unused)
{
    (void)unused;
    /* Two quarters of 13 weeks, and two weeks of one at the end of the run. */
    double days[] = {91, 182, 196}, amounts[] = {1300, 2600, 500}, steps[] = {13, 13, 2};
    struct playback_column amount = {.name = "gdp",
                                     .unit = "cent",
                                     .records = 3,
                                     .rows = 1,
                                     .has_time = true,
                                     .values = amounts,
                                     .days = days};
    struct playback_column period = {.name = "steps",
                                     .unit = "step",
                                     .records = 3,
                                     .rows = 1,
                                     .has_time = true,
                                     .values = steps,
                                     .days = days};
    struct series series;
    assert_true(series_build(&series, &(struct series_wish){.column = &amount,
                                                            .mode = SERIES_ABSOLUTE,
                                                            .days_per_step = 7,
                                                            .period = &period,
                                                            .period_days = 7}));
    assert_string_equal(series.unit, "USD a year at opening rates");
    assert_int_equal(series.records, 2);
    assert_close(series_row(&series, 0)[0], 52, 1e-12);
    assert_close(series_at(&series, 0, 200), 104, 1e-12); /* the last whole one */
    series_free(&series);
}

static void logarithmic_ticks_are_round(void **unused)
{
    (void)unused;
    struct ticks ticks = format_log_ticks(8, 600, 10);
    assert_int_equal(ticks.count, 6); /* 10 20 50 100 200 500 */
    static const double EXPECTED[] = {10, 20, 50, 100, 200, 500};
    for (int i = 0; i < 6; i++)
        assert_close(ticks.at[i], EXPECTED[i], 1e-12);
    ticks = format_log_ticks(8, 60000, 4); /* decades alone */
    assert_int_equal(ticks.count, 4);
    assert_close(ticks.at[0], 10, 1e-12);
    assert_close(ticks.at[3], 10000, 1e-12);
    ticks = format_log_ticks(0.9, 2e6, 4); /* and of these every second */
    assert_int_equal(ticks.count, 4);
    assert_close(ticks.at[1], 100, 1e-12);
    ticks = format_log_ticks(97, 150, 5); /* too near each other: as on a linear axis */
    assert_int_equal(ticks.count, 3);
    assert_close(ticks.at[1], 120, 1e-12);
    static const double RANGES[][2] = {{1e-320, 1}, {1e-300, 1e300}, {0, 1},      {-1, 1},
                                       {1, 1},      {NAN, 2},        {1, NAN},    {1, HUGE_VAL},
                                       {5, 5.0001}, {1e15, 1e16},    {1e-9, 2e-9}};
    for (size_t i = 0; i < sizeof RANGES / sizeof *RANGES; i++)
        for (int most = 0; most < 30; most++) {
            ticks = format_log_ticks(RANGES[i][0], RANGES[i][1], most);
            assert_true(ticks.count <= most && ticks.count <= TICKS_MAX);
            for (int t = 0; t < ticks.count; t++)
                assert_true(ticks.at[t] >= RANGES[i][0] * 0.999 &&
                            ticks.at[t] <= RANGES[i][1] * 1.001);
        }
}

static struct app *app_of_many(const char *const *paths, int count, enum compare compare)
{
    struct error err = {0};
    struct app *app = calloc(1, sizeof *app);
    assert_non_null(app);
    struct app_options options = {.path_count = count, .compare = compare};
    for (int i = 0; i < count; i++)
        options.paths[i] = paths[i];
    assert_success(app_open(app, &options, &err), err);
    assert_success(app_resize(app, 1280, 720, 1, &err), err);
    app_draw(app);
    return app;
}

static struct charts_panel *panel_of(struct app *app, int run, const char *column)
{
    struct view_charts *charts = app->run[run].state[VIEW_CHARTS];
    for (int i = 0; i < charts->count; i++)
        if (strcmp(charts->panels[i].column, column) == 0) {
            charts_panel_make(&charts->panels[i], &charts->page, &app->run[run].view);
            return &charts->panels[i];
        }
    fail_msg("no chart of %s", column);
    return NULL;
}

static void runs_are_matched_by_label_and_day(void **unused)
{
    (void)unused;
    /* b.h5 began 21 days later, with every second record and the regions in another order. */
    struct app *app = app_of_many((const char *const[]){"a.h5", "b.h5"}, 2, COMPARE_ONE);
    app->ui.charts.mode = SERIES_ABSOLUTE;
    app_draw(app);
    const struct charts_panel *panel = panel_of(app, 0, "debt");
    assert_int_equal(panel->run_count, 2);
    assert_int_equal(panel->second, 1);
    assert_true(isnan(series_row(&panel->runs[1], 0)[2])); /* it had not begun */
    /* Step 50 here is step 47 there, whose record at or before is step 46. */
    assert_close(series_row(&panel->runs[0], 1)[50], 2 * 15.00, 1e-12);
    assert_close(series_row(&panel->runs[1], 1)[50], 3 * 2 * 14.60, 1e-12);
    assert_close(series_row(&panel->runs[1], 0)[50], 3 * 1 * 14.60, 1e-12);
    app_end(app);
}

static void differences_are_per_cent_or_points(void **unused)
{
    (void)unused;
    struct app *app = app_of_many((const char *const[]){"a.h5", "b.h5"}, 2, COMPARE_DIFFERENCE);
    app->ui.charts.mode = SERIES_ABSOLUTE;
    app_draw(app);
    const struct charts_panel *panel = panel_of(app, 0, "debt");
    assert_int_equal(panel->run_count, 1);
    assert_string_equal(panel->runs[0].unit, "% against b");
    assert_close(series_row(&panel->runs[0], 1)[50], 100 * (1500.0 / (3 * 1460) - 1), 1e-12);
    panel = panel_of(app, 0, "unemployment_rate");
    assert_string_equal(panel->runs[0].unit, "points against b");
    assert_close(series_row(&panel->runs[0], 0)[50], 10.0 - (5 + 0.1 * 46 * 3), 1e-9);
    panel = panel_of(app, 0, "balance");
    assert_string_equal(panel->runs[0].unit, "USD a year at opening rates against b");
    assert_close(series_row(&panel->runs[0], 0)[50], 0.52 * (-10.0 - 3 * -14), 1e-9);
    app->ui.charts.mode = SERIES_YEAR;
    app_draw(app);
    panel = panel_of(app, 0, "debt");
    assert_string_equal(panel->runs[0].unit, "points of growth against b");
    assert_close(series_row(&panel->runs[0], 0)[60],
                 100 * (1600.0 / 1080 - 1) - 100 * (1560.0 / 1040 - 1), 1e-9);
    app_end(app);
}

static void many_runs_are_a_range(void **unused)
{
    (void)unused;
    static const char *const PATHS[] = {"a.h5", "f2.h5", "f5.h5", "f9.h5"};
    struct app *app = app_of_many(PATHS, 4, COMPARE_ONE);
    app->ui.charts.mode = SERIES_ABSOLUTE;
    app_draw(app);
    const struct charts_panel *panel = panel_of(app, 0, "debt"); /* factors 1, 2, 5 and 9 */
    assert_true(panel->band);
    assert_close(series_row(&panel->low, 1)[50], 2 * 15.0, 1e-12);
    assert_close(series_row(&panel->middle, 1)[50], 3.5 * 2 * 15.0, 1e-12);
    assert_close(series_row(&panel->high, 1)[50], 9 * 2 * 15.0, 1e-12);
    /* f9 has fewer steps: where it has ended there is no range of four runs. */
    assert_true(isnan(series_row(&panel->high, 1)[119]));
    assert_true(isnan(series_row(&panel->middle, 1)[119]));
    app->compare = COMPARE_DIFFERENCE;
    app_draw(app);
    panel = panel_of(app, 0, "debt");
    assert_true(panel->band);
    assert_string_equal(panel->runs[0].unit, "% against mean of 3 runs");
    assert_close(series_row(&panel->runs[0], 0)[50], 100 * (1 / (16 / 3.0) - 1), 1e-9);
    assert_close(series_row(&panel->low, 0)[50], 100 * (1 / 9.0 - 1), 1e-9);
    assert_close(series_row(&panel->high, 0)[50], -50, 1e-9);
    assert_true(isnan(series_row(&panel->runs[0], 0)[119])); /* nor a mean of three */
    app->compare = COMPARE_SIDES;
    app_draw(app);
    panel = panel_of(app, 0, "debt");
    assert_false(panel->band);
    assert_int_equal(panel->run_count, 2); /* both, for the same scale */
    app_end(app);
}

static void the_smaller_rows_are_the_rest(void **unused)
{
    (void)unused;
    struct app *app = app_of_many((const char *const[]){"forty.h5"}, 1, COMPARE_ONE);
    app->ui.charts.mode = SERIES_ABSOLUTE;
    app_draw(app);
    struct view_charts *charts = app->run->state[VIEW_CHARTS];
    const struct charts_page *page = &charts->page;
    assert_int_equal(page->line_count, CHARTS_LINES_MAX);
    assert_string_equal(page->lines[0].label, "R29"); /* 11 lines of their own */
    assert_string_equal(page->lines[10].label, "R39");
    assert_true(page->lines[11].rest);
    assert_string_equal(page->lines[11].name, "29 others");
    const struct charts_panel *panel = panel_of(app, 0, "debt"); /* region r times r + 1 */
    assert_close(series_row(&panel->runs[0], 0)[100], 20.0 * 30, 1e-12);
    assert_close(series_row(&panel->runs[0], 11)[100], 20.0 * 29 * 30 / 2, 1e-12);
    panel = panel_of(app, 0, "unemployment_rate"); /* of rates the mean */
    assert_close(series_row(&panel->runs[0], 11)[100], 15, 1e-12);
    app_end(app);
}

static void groups_without_a_dimension_have_charts(void **unused)
{
    (void)unused;
    struct app *app = app_of_many((const char *const[]){"a.h5"}, 1, COMPARE_ONE);
    struct view_charts *charts = app->run->state[VIEW_CHARTS];
    assert_string_equal(charts->page.group, "region");
    assert_int_equal(charts->count, 4);
    assert_string_equal(charts->panels[0].column, "real_gdp"); /* the first of the usual order */
    app_key(app, (struct key){.code = SDLK_g});
    app_draw(app);
    assert_string_equal(charts->page.group, "facility");
    assert_int_equal(charts->count, 1); /* codes are no series */
    assert_int_equal(charts->page.line_count, 1);
    assert_string_equal(charts->page.lines[0].name, "Facility");
    app_key(app, (struct key){.code = SDLK_g});
    app_draw(app);
    assert_string_equal(charts->page.group, "region");
    view_charts_show(&app->ui, "facility", "cost");
    app_draw(app);
    assert_true(app->ui.charts.enlarged);
    assert_string_equal(charts->panels[charts->chosen].column, "cost");
    app_end(app);
}

static void keys_change_both_of_two_views_once(void **unused)
{
    (void)unused;
    struct app *app = app_of_many((const char *const[]){"a.h5", "b.h5"}, 2, COMPARE_SIDES);
    app_key(app, (struct key){.code = SDLK_i});
    assert_int_equal(app->ui.charts.mode, SERIES_ABSOLUTE);
    app_key(app, (struct key){.code = SDLK_l});
    assert_true(app->ui.charts.logarithmic);
    app_key(app, (struct key){.code = SDLK_RETURN});
    assert_true(app->ui.charts.enlarged);
    app_draw(app);
    const struct view_charts *left = app->run[0].state[VIEW_CHARTS];
    const struct view_charts *right = app->run[1].state[VIEW_CHARTS];
    assert_int_equal(left->mode, right->mode);
    assert_string_equal(left->panels[left->chosen].column, right->panels[right->chosen].column);
    app_end(app);
}

/* The lowest dark pixel of a column of the picture, or -1. */
static int lowest(const struct canvas *canvas, int x, int from, int to)
{
    for (int y = to; y-- > from;)
        if ((canvas->pixels[y * canvas->width + x] & 0xff) < 100)
            return y;
    return -1;
}

static void growth_is_straight_on_a_logarithmic_axis(void **unused)
{
    (void)unused;
    enum { RECORDS = 101 };
    double days[RECORDS], values[RECORDS];
    for (int t = 0; t < RECORDS; t++)
        days[t] = t, values[t] = pow(10, 0.02 * t); /* 1 to 100 */
    struct error err = {0};
    struct app *app = app_of_many((const char *const[]){"a.h5"}, 1, COMPARE_ONE);
    struct canvas *canvas = &app->canvas;
    assert_success(app_resize(app, 600, 400, 1, &err), err);
    struct chart_line line = {.values = values, .colour = 0xff000000u, .width = 1};
    struct chart chart = {.days = days,
                          .records = RECORDS,
                          .last = 100,
                          .low = 1,
                          .high = 100,
                          .reference = NAN,
                          .cursor = -1,
                          .unit = "",
                          .lines = &line,
                          .line_count = 1,
                          .logarithmic = true};
    struct box box = {0, 0, draw_width(canvas), draw_height(canvas)};
    draw_clear(canvas, 0xffffffffu);
    chart_draw(&chart, &app->ui, box);
    struct box plot = chart_plot(&chart, box);
    double s = canvas->scale;
    int top = (int)(plot.y * s), bottom = (int)((plot.y + plot.h) * s) - 2;
    int y[3];
    for (int i = 0; i < 3; i++) {
        y[i] = lowest(canvas, (int)((plot.x + plot.w * (0.25 + 0.25 * i)) * s), top, bottom);
        assert_true(y[i] > 0);
    }
    assert_true(abs(y[0] - 2 * y[1] + y[2]) <= 2);
    assert_true(y[0] - y[2] > 100);
    assert_close(chart_top(&chart), pow(10, 2.12), 1e-9); /* six per cent of air */
    app_end(app);
}

static void anything_can_be_clicked_in_any_comparison(void **unused)
{
    (void)unused;
    static const char *const PATHS[] = {"forty.h5", "a.h5", "b.h5", "one.h5", "f9.h5"};
    static const int SIZES[][2] = {{1280, 720}, {320, 320}, {760, 560}, {2560, 500}};
    struct error err = {0};
    for (int first = 0; first < 5; first++) {
        const char *paths[5];
        for (int i = 0; i < 5; i++)
            paths[i] = PATHS[(first + i) % 5];
        struct app *app = app_of_many(paths, 5, COMPARE_ONE);
        for (int s = 0; s < 4; s++) {
            assert_success(app_resize(app, SIZES[s][0], SIZES[s][1], 1, &err), err);
            for (int i = 0; i < 60; i++) {
                static const int32_t KEYS[] = {SDLK_i,    SDLK_l,      SDLK_g,  SDLK_v,
                                               SDLK_DOWN, SDLK_RETURN, SDLK_UP, SDLK_ESCAPE};
                app_key(app, (struct key){.code = KEYS[i * 5 % 8], .shift = i % 7 == 0});
                app->ui.input = (struct input){.x = i * 197 % SIZES[s][0],
                                               .y = i * 89 % SIZES[s][1],
                                               .pressed = true,
                                               .down = true,
                                               .wheel = i % 3 - 1};
                app_draw(app);
            }
        }
        app_end(app);
    }
}

static int set_up(void **state)
{
    if (folder_create(state) != 0)
        return -1;
    charts_write(&(struct charts_sample){
        .path = "a.h5", .regions = CHARTS_TWO, .region_count = 2, .factor = 1, .facility = true});
    charts_write(&(struct charts_sample){.path = "b.h5",
                                         .start = "2025-01-27",
                                         .regions = CHARTS_THREE,
                                         .region_count = 3,
                                         .factor = 3,
                                         .every = 2});
    charts_write(&(struct charts_sample){
        .path = "f2.h5", .regions = CHARTS_TWO, .region_count = 2, .factor = 2});
    charts_write(&(struct charts_sample){
        .path = "f5.h5", .regions = CHARTS_TWO, .region_count = 2, .factor = 5});
    charts_write(&(struct charts_sample){
        .path = "f9.h5", .regions = CHARTS_TWO, .region_count = 2, .factor = 9, .steps = 80});
    charts_write(&(struct charts_sample){.path = "forty.h5", .region_count = 40, .factor = 1});
    charts_write(&(struct charts_sample){
        .path = "one.h5", .regions = CHARTS_TWO, .region_count = 1, .factor = 1, .steps = 1});
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(growth_is_that_of_the_year),
        cmocka_unit_test(growth_needs_whole_years),
        cmocka_unit_test(levels_have_readable_units),
        cmocka_unit_test(periods_count_as_years),
        cmocka_unit_test(logarithmic_ticks_are_round),
        cmocka_unit_test(runs_are_matched_by_label_and_day),
        cmocka_unit_test(differences_are_per_cent_or_points),
        cmocka_unit_test(many_runs_are_a_range),
        cmocka_unit_test(the_smaller_rows_are_the_rest),
        cmocka_unit_test(groups_without_a_dimension_have_charts),
        cmocka_unit_test(keys_change_both_of_two_views_once),
        cmocka_unit_test(growth_is_straight_on_a_logarithmic_axis),
        cmocka_unit_test(anything_can_be_clicked_in_any_comparison),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

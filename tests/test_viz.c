/* The parts of the viewer: shapes, numbers, dates, indices, and what the mouse does. */
#include "viewer_sample.h"

#include "core/date.h"
#include "folder.h"
#include "viewer_app.h"
#include "viz/format.h"
#include "viz/series.h"

#define RUN "run.h5" /* in a folder of the test's own */

static uint32_t pixel(const struct canvas *canvas, int x, int y)
{
    return canvas->pixels[y * canvas->width + x];
}

static struct canvas white_canvas(int width, int height)
{
    struct canvas canvas = {0};
    struct error err = {0};
    assert_success(draw_resize(&canvas, width, height, 1, &err), err);
    draw_clear(&canvas, 0xffffffffu);
    return canvas;
}

static void boxes_fill_whole_pixels(void **unused)
{
    (void)unused;
    struct canvas canvas = white_canvas(10, 10);
    draw_fill(&canvas, (struct box){2.4, 3, 3, 2}, 0xff000000u);
    for (int y = 0; y < 10; y++)
        for (int x = 0; x < 10; x++)
            assert_int_equal(pixel(&canvas, x, y),
                             x >= 2 && x < 5 && y >= 3 && y < 5 ? 0xff000000u : 0xffffffffu);
    draw_free(&canvas);
}

static void lines_cover_what_they_cross(void **unused)
{
    (void)unused;
    struct canvas canvas = white_canvas(40, 20);
    /* Two units wide about y = 10: rows 9 and 10 whole, their neighbours not at all. */
    struct point flat[] = {{5, 10}, {35, 10}};
    draw_polyline(&canvas, flat, 2, 2, 0xff000000u);
    assert_int_equal(pixel(&canvas, 20, 9), 0xff000000u);
    assert_int_equal(pixel(&canvas, 20, 10), 0xff000000u);
    assert_int_equal(pixel(&canvas, 20, 8), 0xffffffffu);
    assert_int_equal(pixel(&canvas, 20, 11), 0xffffffffu);
    for (int i = 0; i < 800; i++)
        assert_int_equal(canvas.mask[i], 0);

    /* A translucent line that crosses itself is painted once. */
    draw_clear(&canvas, 0xffffffffu);
    struct point cross[] = {{5, 10}, {35, 10}, {20, 2}, {20, 18}};
    draw_polyline(&canvas, cross, 4, 2, 0x80000000u);
    assert_int_equal(pixel(&canvas, 20, 10), pixel(&canvas, 10, 10));

    /* Points that are not finite break it. */
    draw_clear(&canvas, 0xffffffffu);
    struct point broken[] = {{2, 10}, {10, 10}, {NAN, 10}, {30, 10}, {38, 10}};
    draw_polyline(&canvas, broken, 5, 2, 0xff000000u);
    assert_int_equal(pixel(&canvas, 20, 10), 0xffffffffu);
    assert_int_equal(pixel(&canvas, 34, 10), 0xff000000u);
    draw_free(&canvas);
}

static void nothing_is_drawn_outside_the_clip(void **unused)
{
    (void)unused;
    struct canvas canvas = white_canvas(30, 30);
    draw_clip(&canvas, (struct box){10, 10, 10, 10});
    struct point wild[] = {{-1e9, 5}, {15, -400}, {1e5, 1e5}, {-1e5, 15}, {40, 15}};
    double x[] = {-50, 80}, top[] = {-100, -100}, bottom[] = {200, 200};
    draw_polyline(&canvas, wild, 5, 9, 0xff000000u);
    draw_circle(&canvas, 15, 15, 100, 0xff112233u);
    draw_band(&canvas, x, top, bottom, 2, 0xff445566u);
    draw_rounded(&canvas, (struct box){-100, -100, 300, 300}, 8, 0xff778899u);
    draw_pixel(&canvas, 9, 15, 0xff000000u, 1);
    draw_pixel(&canvas, 15, 20, 0xff000000u, 1);
    for (int j = 0; j < 30; j++)
        for (int i = 0; i < 30; i++)
            assert_int_equal(pixel(&canvas, i, j) != 0xffffffffu,
                             i >= 10 && i < 20 && j >= 10 && j < 20);
    draw_free(&canvas);
}

static void numbers_are_written_for_people(void **unused)
{
    (void)unused;
    char text[FORMAT_MAX];
    assert_string_equal(format_number(text, 99.95, 1), "100.0");
    assert_string_equal(format_number(text, 1234, 0), "1234");
    assert_string_equal(format_number(text, 1234567.25, 2), "1,234,567.25");
    assert_string_equal(format_number(text, -0.04, 1), "0.0");
    assert_string_equal(format_dollars(text, 1.234e12), "$1.23 tn");
    assert_string_equal(format_dollars(text, 32.46e12), "$32.5 tn");
    assert_string_equal(format_dollars(text, 2e11), "$200 bn"); /* round: no places */
    assert_string_equal(format_dollars(text, 8e9), "$8 bn");
    assert_string_equal(format_dollars(text, -8.44e9), "−$8.44 bn");
    assert_string_equal(format_dollars(text, -0.001), "$0");
    assert_string_equal(format_dollars(text, NAN), "–");
    assert_string_equal(format_amount(text, -3.4e8), "−340 m");
    assert_string_equal(format_percent(text, 0.034, 1), "3.4 %");
    assert_string_equal(format_number(text, -12, 0), "−12");
    assert_string_equal(format_number(text, NAN, 1), "–");
    assert_string_equal(format_number(text, -(double)INFINITY, 1), "–");
    assert_string_equal(format_signed(text, 1.26, 1), "+1.3");
    assert_string_equal(format_signed(text, 0.04, 1), "0.0");
    assert_string_equal(format_signed(text, -1.26, 1), "−1.3");
    assert_true(strlen(format_number(text, -1e300, 6)) < FORMAT_MAX);
    assert_true(strlen(format_number(text, -123456789012.123456, 6)) < FORMAT_MAX);
    assert_string_equal(format_date(text, date_day(2025, 1, 6)), "6 Jan 2025");
}

static void ticks_are_round_and_within(void **unused)
{
    (void)unused;
    struct ticks ticks = format_ticks(97.3, 104.2, 5);
    assert_int_equal(ticks.count, 4); /* 98 100 102 104 */
    assert_close(ticks.at[0], 98, 1e-12);
    assert_close(ticks.at[3], 104, 1e-12);
    assert_int_equal(ticks.decimals, 0);
    static const double RANGES[][2] = {
        {0, 1e-300},      {0, 1e-320},   {-1e300, 1e300}, {1e20, 1e20 * 1.0001},
        {1e16, 1e16 + 8}, {-3, 5e-9},    {0, 0},          {5, 1},
        {NAN, 1},         {0, HUGE_VAL}, {-7, -6.999}};
    for (size_t i = 0; i < sizeof RANGES / sizeof *RANGES; i++)
        for (int most = 0; most < 40; most++) {
            ticks = format_ticks(RANGES[i][0], RANGES[i][1], most);
            assert_true(ticks.count <= most && ticks.count <= TICKS_MAX);
        }
}

static void dates_are_marked_at_first_days(void **unused)
{
    (void)unused;
    int first = date_day(2025, 1, 6), last = date_day(2034, 12, 25);
    struct date_ticks ticks = format_date_ticks(first, last, 10);
    assert_int_equal(ticks.count, 9);
    assert_string_equal(ticks.label[0], "2026");
    assert_int_equal((int)ticks.at[0], date_day(2026, 1, 1));
    assert_string_equal(ticks.label[8], "2034");
    ticks = format_date_ticks(first, last, 5);
    assert_string_equal(ticks.label[1], "2028");
    ticks = format_date_ticks(first, last, 3); /* 2030 alone would be no scale */
    assert_int_equal(ticks.count, 2);
    assert_string_equal(ticks.label[1], "2032");
    ticks = format_date_ticks(first, date_day(2026, 3, 1), 6);
    assert_string_equal(ticks.label[0], "Apr");
    assert_string_equal(ticks.label[3], "2026");
    for (double span = 0; span < 3e6; span = span * 1.7 + 1)
        for (int most = 0; most < 20; most++)
            assert_true(format_date_ticks(first, first + span, most).count <= most);
}

static void levels_become_indices_and_rates_per_cent(void **unused)
{
    (void)unused;
    struct playback playback;
    struct series series;
    struct error err = {0};
    assert_success(playback_open(&playback, RUN, &err), err);
    const struct playback_column *gdp = playback_column(&playback, "region", "real_gdp");
    assert_non_null(gdp);
    assert_true(series_make(&series, gdp, NULL, false, 7));
    assert_int_equal(series.kind, SERIES_INDEX);
    assert_int_equal(series.first, 1); /* a flow has no figure in the opening */
    assert_true(isnan(series_row(&series, 0)[0]));
    assert_close(series_row(&series, 1)[1], 100, 1e-12);
    assert_close(series_row(&series, 1)[VIEWER_STEPS], 100 * (1 + 0.001 * VIEWER_STEPS) / 1.001,
                 1e-12);
    assert_close(series.high, series_row(&series, 2)[VIEWER_STEPS], 1e-12);
    series_free(&series);

    const struct playback_column *rate = playback_column(&playback, "region", "unemployment_rate");
    assert_true(series_make(&series, rate, NULL, false, 7));
    assert_int_equal(series.kind, SERIES_PERCENT);
    assert_close(series_row(&series, 2)[0], 5, 1e-12);
    series_free(&series);

    const struct playback_column *balance = playback_column(&playback, "region", "trade_balance");
    assert_true(series_make(&series, balance, NULL, false, 7));
    assert_int_equal(series.kind, SERIES_LEVEL);
    assert_string_equal(series.unit, "bn USD a year at opening rates");
    assert_close(series_row(&series, 2)[VIEWER_STEPS], 10.4, 1e-12); /* 52 times 2e10 cents */
    series_free(&series);

    const struct playback_column *output = playback_column(&playback, "industry", "output");
    const struct playback_column *start = playback_column(&playback, "industry", "opening_output");
    assert_true(series_make(&series, output, start, true, 7));
    assert_close(series_row(&series, VIEWER_INDUSTRIES + 1)[10], 60, 1e-12);
    assert_true(
        isnan(series_row(&series, 2 * VIEWER_INDUSTRIES + 1)[10])); /* starts from nothing */
    series_free(&series);
    assert_null(playback_column(&playback, "region", "nothing"));
    assert_null(playback_column(&playback, "nothing", "real_gdp"));
    playback_close(&playback);
}

static void a_playback_follows_its_run(void **unused)
{
    (void)unused;
    struct error err = {0};
    struct run_file *file;
    struct playback playback;
    struct viewer_sample *sample = viewer_sample_new("live.h5");
    assert_success(run_file_create(&file, &sample->options, &err), err);
    viewer_record(sample, file, 0, 3);
    assert_success(playback_open(&playback, "live.h5", &err), err);
    const struct playback_column *price = playback_column(&playback, "industry", "price");
    assert_int_equal(price->records, 4);
    for (uint32_t step = 4; step <= VIEWER_STEPS; step++) {
        viewer_record(sample, file, step, step);
        uint64_t before = playback.version;
        assert_success(playback_refresh(&playback, &err), err);
        assert_true(playback.version > before);
        assert_int_equal(price->records, step + 1);
        assert_close(price->values[step * price->rows + 5], 1 + 0.001 * step, 1e-12);
        assert_close(price->days[step], 7.0 * step, 1e-12);
    }
    assert_close(price->values[2 * price->rows], 1.002, 1e-12); /* the old ones are kept */
    playback_close(&playback);
    assert_success(run_file_close(file, &err), err);
    viewer_sample_free(sample);
    unlink("live.h5");
}

static void click(struct app *app, double x, double y)
{
    app->ui.input = (struct input){.x = x, .y = y, .pressed = true, .down = true};
    app_draw(app);
    app->ui.input.down = false;
    app_draw(app);
}

static void the_mouse_scrubs_and_selects(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_CHARTS);
    assert_int_equal(app->run->timeline.record, VIEWER_STEPS);
    click(app, 640, 666); /* the middle of the track, nearly */
    assert_true(app->run->timeline.record > 8 && app->run->timeline.record < 12);
    uint64_t there = app->run->timeline.record;
    click(app, 37, 666); /* play */
    assert_true(app->run->timeline.playing);
    timeline_advance(&app->run->timeline, 0.25);
    assert_int_equal(app->run->timeline.record, there + 2); /* at 8 records a second */
    timeline_advance(&app->run->timeline, 100);
    assert_int_equal(app->run->timeline.record, VIEWER_STEPS);
    assert_false(app->run->timeline.playing);

    for (double x = 1240; x > 300 && app->view != VIEW_INDUSTRIES; x -= 20)
        click(app, x, 30); /* tab by tab, from the last one */
    assert_int_equal(app->view, VIEW_INDUSTRIES);
    timeline_go(&app->run->timeline, 10);
    app->ui.selection.cell_region[0] = app->ui.selection.industry[0] = '\0';
    app_draw(app);
    assert_string_equal(app->ui.selection.cell_region, "USA"); /* the largest fall */
    assert_string_equal(app->ui.selection.industry, "C26");
    assert_string_equal(app->ui.selection.region, ""); /* nobody chose it */
    view_industries_move(app->run->state[VIEW_INDUSTRIES], &app->run->view, 1, -1);
    assert_string_equal(app->ui.selection.cell_region, "JPN");
    assert_string_equal(app->ui.selection.industry, "C29");
    app_draw(app);
    assert_string_equal(app->ui.selection.region, "JPN"); /* that was a choice: for all views */
    app_end(app);
}

static void any_place_can_be_clicked_at_any_size(void **unused)
{
    (void)unused;
    static const int SIZES[][2] = {{1280, 720}, {320, 320}, {640, 1400}, {2560, 400}};
    struct error err = {0};
    struct app *app = app_of(RUN, VIEW_CHARTS);
    for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++) {
        assert_success(app_resize(app, SIZES[s][0], SIZES[s][1], s == 3 ? 2 : 1, &err), err);
        for (int i = 0; i < 60; i++) {
            app->ui.input.wheel = i % 3 - 1;
            view_charts_choose(app->run->state[VIEW_CHARTS], &app->run->view, i % 2 ? 1 : -1);
            view_industries_measure(&app->run->view, 1);
            click(app, i * 197 % SIZES[s][0] / 1.1, i * 89 % SIZES[s][1] / 1.1);
            assert_true(app->run->timeline.record <= VIEWER_STEPS);
        }
    }
    app_end(app);
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
        cmocka_unit_test(boxes_fill_whole_pixels),
        cmocka_unit_test(lines_cover_what_they_cross),
        cmocka_unit_test(nothing_is_drawn_outside_the_clip),
        cmocka_unit_test(numbers_are_written_for_people),
        cmocka_unit_test(ticks_are_round_and_within),
        cmocka_unit_test(dates_are_marked_at_first_days),
        cmocka_unit_test(levels_become_indices_and_rates_per_cent),
        cmocka_unit_test(a_playback_follows_its_run),
        cmocka_unit_test(the_mouse_scrubs_and_selects),
        cmocka_unit_test(any_place_can_be_clicked_at_any_size),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

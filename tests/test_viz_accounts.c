/* The view of accounts: what a year adds up to, what the keys and the mouse choose, and files that
 * lack what it shows. */
#include "accounts_sample.h"
#include "viewer_sample.h"

#include <SDL.h>

#include "folder.h"
#include "viewer_app.h"
#include "viz/accounts.h"
#include "viz/sankey.h"

#define RUN "run.h5"
#define OTHER "other.h5"

static struct view_accounts *state_of(struct app *app)
{
    return app->run->state[VIEW_ACCOUNTS];
}

static void press(struct app *app, int32_t code)
{
    view_type_accounts.key(app->run->state[VIEW_ACCOUNTS], &app->run->view,
                           (struct key){.code = code});
    app_draw(app);
}

static void click(struct app *app, double x, double y)
{
    app->ui.input = (struct input){.x = x, .y = y, .pressed = true, .down = true};
    app_draw(app);
    app->ui.input.down = false;
    app_draw(app);
}

static void select_region(struct app *app, const char *region)
{
    snprintf(app->ui.selection.region, sizeof app->ui.selection.region, "%s", region);
    app_draw(app);
}

/* Steps first .. last of region r, in dollars, each at the rate of its step. */
static double dollars(int r, uint32_t first, uint32_t last)
{
    double sum = 0;
    for (uint32_t step = first; step <= last; step++)
        sum += (double)step * (r + 1) / rate(r, step);
    return sum;
}

static void a_year_is_added_up_in_dollars(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_ACCOUNTS);
    const struct accounts_table *flows = &state_of(app)->flows;
    double world = dollars(0, STEPS - 51, STEPS) + dollars(1, STEPS - 51, STEPS);
    assert_int_equal(flows->steps, 52);
    assert_close(flows->value[HOUSEHOLDS][CONSUMPTION], -100 * world, 1e-12);
    assert_close(flows->gdp, 200 * world, 1e-12);
    select_region(app, "JPN");
    double japan = dollars(0, STEPS - 51, STEPS);
    assert_close(flows->value[FIRMS][CONSUMPTION], 100 * japan, 1e-12);
    assert_close(flows->value[HOUSEHOLDS][WAGES], 60 * japan, 1e-12);
    assert_close(flows->gdp, 200 * japan, 1e-12);
    assert_true(accounts_residual(flows) == 0);
    assert_close(accounts_net(flows, HOUSEHOLDS), -40.01 * japan, 1e-9);

    timeline_go(&app->run->timeline, 10); /* less than a year: all there is, but not the opening */
    app_draw(app);
    assert_int_equal(flows->steps, 10);
    assert_close(flows->value[FIRMS][CONSUMPTION], 100 * dollars(0, 1, 10), 1e-12);
    app_end(app);
}

static void the_dealer_is_the_rest_of_the_world(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_ACCOUNTS);
    select_region(app, "USA");
    const struct accounts_table *flows = &state_of(app)->flows;
    assert_string_equal(flows->sector[REST], ACCOUNTS_REST);
    assert_true(flows->value[FUNDS][EXPORTS] == 0);
    assert_close(flows->value[REST][EXPORTS], -10 * dollars(1, STEPS - 51, STEPS), 1e-12);
    press(app, SDLK_b);
    const struct accounts_table *sheet = &state_of(app)->balance;
    assert_close(sheet->value[FUNDS][FOREIGN], -500 * STEPS, 1e-12); /* dollars already */
    assert_close(sheet->value[REST][FOREIGN], 500 * STEPS, 1e-12);
    assert_true(accounts_residual(sheet) == 0);
    select_region(app, "JPN");
    assert_close(sheet->value[HOUSEHOLDS][DEPOSITS], 1000.0 * STEPS / 4, 1e-12);
    select_region(app, "");
    assert_true(sheet->value[REST][FOREIGN] == 0);
    assert_close(sheet->value[FIRMS][DEPOSITS], -1000.0 * STEPS * (0.25 + 2), 1e-12);
    app_end(app);
}

static void a_missing_cent_is_seen(void **unused)
{
    (void)unused;
    write_run(OTHER, 0, 4, REGIONS, STEPS, CENT_MISSING);
    struct app *app = app_of(OTHER, VIEW_ACCOUNTS);
    const struct accounts_table *flows = &state_of(app)->flows;
    assert_close(accounts_residual(flows), 0.01, 1e-9); /* four cents, a quarter of a dollar each */
    select_region(app, "USA");
    assert_true(accounts_residual(flows) == 0);
    app_end(app);
}

static void playing_reads_one_record_a_step(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_ACCOUNTS);
    const struct accounts_ring *ring = &state_of(app)->ring;
    timeline_go(&app->run->timeline, 60);
    app_draw(app);
    uint64_t before = ring->read;
    for (int step = 61; step <= STEPS; step++) {
        timeline_go(&app->run->timeline, step);
        app_draw(app);
    }
    assert_int_equal(ring->read, before); /* the last year was read at the start */
    select_region(app, "JPN");
    select_region(app, "USA");
    assert_int_equal(ring->read, before);
    timeline_go(&app->run->timeline, 20);
    app_draw(app);
    before = ring->read;
    for (int step = 21; step <= 40; step++) {
        timeline_go(&app->run->timeline, step);
        app_draw(app);
    }
    assert_true(ring->read <= before + 20);
    app_end(app);
}

static void gdp_is_the_same_three_ways(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_ACCOUNTS);
    select_region(app, "JPN");
    press(app, SDLK_g);
    const struct accounts_product *product = &state_of(app)->product;
    assert_int_equal(product->records, STEPS / QUARTER);
    assert_true(product->sales);
    double sum = 0;
    for (uint32_t step = STEPS - QUARTER + 1; step <= STEPS; step++)
        sum += step;
    uint64_t last = product->records - 1;
    for (int a = 0; a < ACCOUNTS_APPROACHES; a++)
        assert_close(accounts_part(product, a, ACCOUNTS_PARTS)[last], 4 * 200 * sum / 4, 1e-12);
    assert_close(accounts_part(product, ACCOUNTS_PRODUCTION, 0)[last], 190 * sum, 1e-12);
    assert_close(accounts_part(product, ACCOUNTS_PRODUCTION, 2)[last], 7 * sum, 1e-12);
    assert_close(accounts_part(product, ACCOUNTS_EXPENDITURE, 5)[last], -10 * sum, 1e-12);
    assert_true(isnan(accounts_part(product, ACCOUNTS_INCOME, 0)[last])); /* not in this file */
    press(app, SDLK_m);
    assert_string_equal(product->unit, "% of GDP");
    assert_close(product->shown[last], 105, 1e-12); /* consumption */
    timeline_go(&app->run->timeline, 5);            /* before the first quarter has ended */
    app_draw(app);
    assert_non_null(strstr(accounts_make_product(state_of(app), &app->run->view), "No quarter"));
    app_end(app);
}

static void keys_choose(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_ACCOUNTS);
    static const char *const ROUND[] = {"JPN", "USA", "", "JPN"};
    for (int i = 0; i < 4; i++) {
        press(app, SDLK_RIGHTBRACKET);
        assert_string_equal(app->ui.selection.region, ROUND[i]);
        assert_string_equal(state_of(app)->flows.region, ROUND[i]);
    }
    press(app, SDLK_LEFTBRACKET);
    assert_string_equal(app->ui.selection.region, "");
    press(app, SDLK_b);
    assert_int_equal(state_of(app)->mode, ACCOUNTS_BALANCE);
    press(app, SDLK_g);
    assert_int_equal(state_of(app)->mode, ACCOUNTS_PRODUCT);
    press(app, SDLK_DOWN);
    assert_int_equal(state_of(app)->approach, ACCOUNTS_INCOME);
    press(app, SDLK_g);
    assert_int_equal(state_of(app)->mode, ACCOUNTS_FLOWS);
    press(app, SDLK_DOWN);
    assert_string_equal(state_of(app)->sector, "households");
    press(app, SDLK_UP);
    press(app, SDLK_UP);
    assert_string_equal(state_of(app)->sector, ACCOUNTS_REST);
    press(app, SDLK_ESCAPE);
    assert_string_equal(state_of(app)->sector, "");
    snprintf(app->ui.selection.region, sizeof app->ui.selection.region, "ZZZ");
    press(app, SDLK_b); /* another view's region that this file does not have: the world */
    assert_string_equal(state_of(app)->balance.region, "");
    app_end(app);
}

static void clicks_choose(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_ACCOUNTS);
    click(app, 1240, 76); /* the last region of the row */
    assert_string_equal(app->ui.selection.region, "USA");
    click(app, 140, 76); /* the second mode */
    assert_int_equal(state_of(app)->mode, ACCOUNTS_BALANCE);
    click(app, 55, 76);
    assert_int_equal(state_of(app)->mode, ACCOUNTS_FLOWS);
    click(app, 1100, 200); /* the second line of net lending */
    assert_string_equal(state_of(app)->sector, "firms");
    click(app, 1100, 200);
    assert_string_equal(state_of(app)->sector, "");
    app_end(app);
}

static void what_is_missing_is_said(void **unused)
{
    (void)unused;
    typedef const char *make(struct view_accounts *, struct view *);
    static make *const MAKE[] = {accounts_make_flows, accounts_make_balance, accounts_make_product};
    for (int first = 0; first < 4; first++) { /* one group alone */
        write_run(OTHER, first, 1, REGIONS, first == 3 ? 0 : 20, WHOLE);
        struct app *app = app_of(OTHER, VIEW_ACCOUNTS);
        for (int mode = 0; mode < ACCOUNTS_MODES; mode++) {
            state_of(app)->mode = (enum accounts_mode)mode;
            app_draw(app);
            const char *message = MAKE[mode](state_of(app), &app->run->view);
            assert_int_equal(message == NULL, mode + 1 == first && first < 3);
        }
        if (first == 1)
            assert_true(state_of(app)->flows.own_currency && isnan(state_of(app)->flows.gdp));
        app_end(app);
    }
    write_run(OTHER, 0, 4, REGIONS, 0, WHOLE); /* no records at all */
    struct app *app = app_of(OTHER, VIEW_ACCOUNTS);
    for (int mode = 0; mode < ACCOUNTS_MODES; mode++) {
        state_of(app)->mode = (enum accounts_mode)mode;
        press(app, SDLK_DOWN);
        assert_non_null(MAKE[mode](state_of(app), &app->run->view));
    }
    app_end(app);
    viewer_write(OTHER "2", 0, 3, 3); /* a file that knows nothing of accounts */
    app = app_of(OTHER "2", VIEW_ACCOUNTS);
    for (int mode = 0; mode < ACCOUNTS_MODES; mode++)
        assert_non_null(MAKE[mode](state_of(app), &app->run->view));
    app_end(app);
}

static void odd_values_do_no_harm(void **unused)
{
    (void)unused;
    write_run(OTHER, 0, 4, 1, STEPS, NOT_NUMBERS); /* and /region lacks a currency */
    struct app *app = app_of(OTHER, VIEW_ACCOUNTS);
    const struct accounts_table *flows = &state_of(app)->flows;
    assert_true(flows->damaged);
    for (int mode = 0; mode < ACCOUNTS_MODES; mode++)
        for (int s = 0; s < flows->sectors; s++) {
            state_of(app)->mode = (enum accounts_mode)mode;
            press(app, SDLK_DOWN);
            for (int k = 0; k < flows->kinds; k++)
                assert_true(isfinite(flows->value[s][k]));
        }
    app_end(app);
}

static void any_place_can_be_clicked_at_any_size(void **unused)
{
    (void)unused;
    static const int SIZES[][2] = {{1280, 720}, {320, 320}, {640, 1400}, {2560, 400}};
    struct error err = {0};
    struct app *app = app_of(RUN, VIEW_ACCOUNTS);
    for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++) {
        assert_success(app_resize(app, SIZES[s][0], SIZES[s][1], s == 3 ? 2 : 1, &err), err);
        for (int i = 0; i < 90; i++) {
            app->view = VIEW_ACCOUNTS;
            state_of(app)->mode = (enum accounts_mode)(i % 3);
            state_of(app)->own_scale = i % 2;
            click(app, i * 197 % SIZES[s][0] / 1.1, 60 + i * 89 % SIZES[s][1] / 1.1);
            assert_true(app->run->timeline.record <= STEPS);
        }
    }
    app_end(app);
}

static void amounts_are_written_for_people(void **unused)
{
    (void)unused;
    char text[FORMAT_MAX];
    assert_string_equal(format_dollars(text, 1.234e12), "$1.23 tn");
    assert_string_equal(format_dollars(text, -45.64e9), "−$45.6 bn");
    assert_string_equal(format_dollars(text, 0.001), "$0");
    assert_string_equal(format_dollars(text, 0.01), "$0.01");
    assert_string_equal(format_dollars(text, NAN), "–");
    assert_string_equal(accounts_share(text, 3.44, 100), "3.4 %");
    assert_string_equal(accounts_share(text, 0.0123, 100), "0.012 %");
    assert_string_equal(accounts_share(text, 1, NAN), "–");
}

/* --- two runs ------------------------------------------------------------------------------- */

static void tables_are_matched_by_label(void **unused)
{
    (void)unused;
    struct accounts_table mine = {.sectors = 2, .kinds = 2}, theirs = {.sectors = 3, .kinds = 3};
    struct accounts_table aligned;
    snprintf(mine.sector[0], ACCOUNTS_LABEL, "households");
    snprintf(mine.sector[1], ACCOUNTS_LABEL, "firms");
    snprintf(mine.kind[0], ACCOUNTS_LABEL, "wages");
    snprintf(mine.kind[1], ACCOUNTS_LABEL, "leases");
    mine.value[0][0] = 60, mine.value[1][0] = -60, mine.value[0][1] = 5;
    snprintf(theirs.sector[0], ACCOUNTS_LABEL, "firms");
    snprintf(theirs.sector[1], ACCOUNTS_LABEL, "insurer");
    snprintf(theirs.sector[2], ACCOUNTS_LABEL, "households");
    snprintf(theirs.kind[0], ACCOUNTS_LABEL, "offtake");
    snprintf(theirs.kind[1], ACCOUNTS_LABEL, "wages");
    snprintf(theirs.kind[2], ACCOUNTS_LABEL, "nothing");
    theirs.value[0][0] = 7, theirs.value[0][1] = -50, theirs.value[2][1] = 50;
    theirs.residual[1] = 0.25, theirs.gdp = 99;
    assert_int_equal(accounts_align(&mine, &theirs, &aligned), 1); /* offtake has no place */
    assert_close(aligned.value[0][0], 50, 1e-12);
    assert_close(aligned.value[1][0], -50, 1e-12);
    assert_close(aligned.value[0][1], 0, 1e-12);
    assert_close(aligned.residual[0], 0.25, 1e-12);
    assert_close(aligned.gdp, 99, 1e-12);
    assert_string_equal(aligned.kind[1], "leases");
}

static void changes_are_written_with_sign_and_share(void **unused)
{
    (void)unused;
    char text[2 * FORMAT_MAX];
    assert_string_equal(accounts_change(text, 103.2e9, 100e9), "+$3.20 bn  +3.20 %");
    assert_string_equal(accounts_change(text, -90e9, -100e9), "+$10 bn  +10 %");
    assert_string_equal(accounts_change(text, 5e9, 0), "+$5 bn  new");
    assert_string_equal(accounts_change(text, 0, 0), "$0  ");
    assert_string_equal(accounts_signed(text, -2e6), "−$2 m");
}

/* The other run has the same accounts and lacks four cents in week 50. */
static void the_other_run_is_brought_to_the_same_moment(void **unused)
{
    (void)unused;
    write_run(OTHER, 0, 4, REGIONS, STEPS, CENT_MISSING);
    struct app *app = app_of_two(RUN, OTHER, VIEW_ACCOUNTS, COMPARE_DIFFERENCE);
    struct view_accounts *accounts = state_of(app);
    struct view_accounts *against = accounts_against(accounts, &app->run->view);
    assert_non_null(against);
    assert_true(accounts_residual(&accounts->flows) == 0);
    assert_close(accounts_residual(&against->flows), 0.01, 1e-9); /* of a currency of 4 a dollar */
    assert_close(accounts->flows.value[FIRMS][CONSUMPTION] -
                     against->flows.value[FIRMS][CONSUMPTION],
                 0.01, 1e-3);
    timeline_go(&app->run->timeline, 40); /* before it is missing */
    app_draw(app);
    against = accounts_against(accounts, &app->run->view);
    assert_int_equal(against->flows.record, 40);
    assert_true(accounts_residual(&against->flows) == 0);
    press(app, SDLK_g);
    against = accounts_against(accounts, &app->run->view);
    assert_int_equal(against->mode, ACCOUNTS_PRODUCT);
    assert_int_equal(accounts_same_quarter(&app->run->view, app->run->view.other, 2), 2);
    select_region(app, "JPN");
    assert_string_equal(accounts_against(accounts, &app->run->view)->product.region, "JPN");
    app_end(app);

    write_run(OTHER, 0, 4, 1, STEPS, WHOLE); /* Japan alone has accounts there */
    app = app_of_two(RUN, OTHER, VIEW_ACCOUNTS, COMPARE_DIFFERENCE);
    select_region(app, "USA");
    accounts = state_of(app);
    press(app, SDLK_g);
    app_end(app);
    write_run(OTHER, 0, 1, REGIONS, STEPS, WHOLE); /* no ledger */
    app = app_of_two(RUN, OTHER, VIEW_ACCOUNTS, COMPARE_DIFFERENCE);
    assert_null(accounts_against(state_of(app), &app->run->view));
    app_end(app);
}

static void write_nothing(char text[static 32], double value)
{
    (void)value;
    text[0] = '\0';
}

static void diagrams_can_share_a_scale(void **unused)
{
    (void)unused;
    struct sankey sankey = {.ends = 2, .nodes = 1, .selected = -1, .write = write_nothing};
    const struct box box = {0, 0, 800, 400};
    sankey.paid[0][0] = 100, sankey.received[1][0] = 100;
    sankey_place(&sankey, box);
    double own = sankey.scale;
    assert_close(own, 4, 1e-6);
    sankey.most_scale = own / 2;
    sankey_place(&sankey, box);
    assert_true(sankey.scale == own / 2);
    assert_close(sankey.node[0].h, 200, 1e-6);
    sankey.most_scale = 2 * own; /* no more than fits */
    sankey_place(&sankey, box);
    assert_close(sankey.scale, own, 1e-6);
}

static void two_runs_can_be_clicked_anywhere(void **unused)
{
    (void)unused;
    static const int SIZES[][2] = {{1280, 720}, {760, 560}, {420, 330}};
    struct error err = {0};
    write_run(OTHER, 0, 4, REGIONS, 40, NOT_NUMBERS); /* shorter */
    for (int s = 0; s < 3; s++)
        for (int i = 0; i < 12; i++) {
            struct app *app = app_of_two(i % 2 ? RUN : OTHER, i % 2 ? OTHER : RUN, VIEW_ACCOUNTS,
                                         i % 4 < 2 ? COMPARE_DIFFERENCE : COMPARE_SIDES);
            assert_success(app_resize(app, SIZES[s][0], SIZES[s][1], 1, &err), err);
            state_of(app)->mode = (enum accounts_mode)(i / 4);
            for (int y = 90; y < SIZES[s][1] - 80; y += 131)
                for (int x = 25; x < SIZES[s][0]; x += 211) {
                    click(app, x, y);
                    app->view = VIEW_ACCOUNTS;
                }
            app_end(app);
        }
}

static int set_up(void **state)
{
    if (folder_create(state) != 0)
        return -1;
    write_run(RUN, 0, 4, REGIONS, STEPS, WHOLE);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_is_added_up_in_dollars),
        cmocka_unit_test(the_dealer_is_the_rest_of_the_world),
        cmocka_unit_test(a_missing_cent_is_seen),
        cmocka_unit_test(playing_reads_one_record_a_step),
        cmocka_unit_test(gdp_is_the_same_three_ways),
        cmocka_unit_test(keys_choose),
        cmocka_unit_test(clicks_choose),
        cmocka_unit_test(what_is_missing_is_said),
        cmocka_unit_test(odd_values_do_no_harm),
        cmocka_unit_test(any_place_can_be_clicked_at_any_size),
        cmocka_unit_test(amounts_are_written_for_people),
        cmocka_unit_test(tables_are_matched_by_label),
        cmocka_unit_test(changes_are_written_with_sign_and_share),
        cmocka_unit_test(the_other_run_is_brought_to_the_same_moment),
        cmocka_unit_test(diagrams_can_share_a_scale),
        cmocka_unit_test(two_runs_can_be_clicked_anywhere),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

/* The view of accounts: what a year adds up to, what the keys and the mouse choose, and files that
 * lack what it shows. Two regions and three sectors; a unit of Japan's is half a dollar, from step
 * 30 on a quarter. In step t households of region r pay firms 100 t (r + 1) and receive 60 t (r + 1)
 * as wages; firms export for 10 t (r + 1). */
#include "viewer_sample.h"

#ifdef VIEWER

#include <SDL.h>

#include "folder.h"
#include "viewer_app.h"
#include "viz/accounts.h"

#define RUN "run.h5"
#define OTHER "other.h5"

enum { REGIONS = 2, SECTORS = 3, TRANSACTIONS = 4, INSTRUMENTS = 2, STEPS = 65, QUARTER = 13 };
enum { HOUSEHOLDS, FIRMS, FUNDS, REST };
enum { CONSUMPTION, WAGES, EXPORTS, START_UP };
enum { DEPOSITS, FOREIGN };
enum damage { WHOLE, CENT_MISSING, NOT_NUMBERS };

static const char *const REGION[] = {"JPN", "USA"};
static const char *const SECTOR[] = {"households", "firms", "funds"};
static const char *const TRANSACTION[] = {"consumption", "wages", "exports", "start-up equity"};
static const char *const INSTRUMENT[] = {"deposits", "foreign position"};

static const struct column REGION_COLUMNS[] = {
    {"exchange_rate", COLUMN_real, STOCK, "currency/USD", 0, "units per US dollar"},
    {"gdp", COLUMN_money, FLOW, "cent/step", 0, "gross domestic product"},
    {"sales_less_inputs", COLUMN_money, FLOW, "cent/step", 0, "sales less inputs"},
};
static const struct column LEDGER_COLUMNS[] = {
    {"flow", COLUMN_real, FLOW, "cent/step", 0, "received or paid"},
};
static const struct column SHEET_COLUMNS[] = {
    {"position", COLUMN_money, STOCK, "cent", 0, "asset or liability"},
};
static const struct column ACCOUNT_COLUMNS[] = {
    {"steps", COLUMN_count, STOCK, "step", 0, "steps in the period"},
    {"gdp", COLUMN_money, STOCK, "cent", 0, "gross domestic product"},
    {"gdp_income", COLUMN_money, STOCK, "cent", 0, "by income"},
    {"gdp_production", COLUMN_money, STOCK, "cent", 0, "by production"},
    {"consumption", COLUMN_money, STOCK, "cent", 0, "consumption"},
    {"imports", COLUMN_money, STOCK, "cent", 0, "imports"},
    {"stock_change", COLUMN_money, STOCK, "cent", 0, "stock building"},
};

struct sample {
    struct table tables[4];
    void *data[4][7];
    struct run_file_group groups[4];
};

static double rate(int r, uint32_t step)
{
    return r == 1 ? 1 : step < 30 ? 2 : 4;
}

static void add_table(struct sample *sample, int g, const char *name, const struct column *columns,
                      int column_count, const struct dimension *dimensions, int dimension_count)
{
    struct table *table = &sample->tables[g];
    *table = (struct table){.name = name,
                            .meaning = "a table",
                            .rows = 1,
                            .dimension_count = dimension_count,
                            .column_count = column_count,
                            .columns = columns,
                            .data = sample->data[g]};
    for (int d = 0; d < dimension_count; d++) {
        table->dimensions[d] = dimensions[d];
        table->rows *= dimensions[d].size;
    }
    for (int c = 0; c < column_count; c++)
        sample->data[g][c] = calloc(table->rows * REGIONS, sizeof(uint64_t)); /* of a larger one */
    sample->groups[g] = (struct run_file_group){table, name, 1};
}

static void fill(struct sample *sample, uint32_t step, enum damage damage)
{
    double *rates = sample->data[0][0], *flows = sample->data[1][0];
    money *gdp = sample->data[0][1], *sales = sample->data[0][2], *sheet = sample->data[2][0];
    memset(flows, 0, sizeof *flows * REGIONS * SECTORS * TRANSACTIONS);
    for (int r = 0; r < REGIONS; r++) {
        double t = (double)step * (r + 1) * 100; /* cents of a unit a step */
        double(*flow)[TRANSACTIONS] = (void *)(flows + r * SECTORS * TRANSACTIONS);
        flow[HOUSEHOLDS][CONSUMPTION] = -100 * t, flow[FIRMS][CONSUMPTION] = 100 * t;
        flow[HOUSEHOLDS][WAGES] = 60 * t, flow[FIRMS][WAGES] = -60 * t;
        flow[FUNDS][EXPORTS] = -10 * t, flow[FIRMS][EXPORTS] = 10 * t;
        flow[HOUSEHOLDS][START_UP] = -0.01 * t, flow[FIRMS][START_UP] = 0.01 * t;
        if (damage == CENT_MISSING && r == 0 && step == 50)
            flow[FIRMS][CONSUMPTION] -= 4;
        if (damage == NOT_NUMBERS && step == 50)
            flow[FIRMS][CONSUMPTION] = NAN, flow[FIRMS][WAGES] = -(double)INFINITY;
        rates[r] = damage == NOT_NUMBERS && step > 40 ? NAN : rate(r, step);
        gdp[r] = (money)(200 * t), sales[r] = (money)(190 * t);
        money(*position)[INSTRUMENTS] = (void *)(sheet + r * SECTORS * INSTRUMENTS);
        position[HOUSEHOLDS][DEPOSITS] = (money)(1000 * t);
        position[FIRMS][DEPOSITS] = (money)(-1000 * t);
        position[FUNDS][FOREIGN] = (r ? -1 : 1) * 500 * 100 * (money)step;
    }
}

static void fill_quarter(struct sample *sample, uint32_t last)
{
    for (int r = 0; r < REGIONS; r++) {
        double t = 0;
        for (uint32_t step = last - QUARTER + 1; step <= last; step++)
            t += (double)step * (r + 1) * 100;
        const double values[] = {QUARTER, 200 * t, 200 * t, 200 * t, 210 * t, 10 * t, 3 * t};
        for (int c = 0; c < 7; c++)
            ((int64_t *)sample->data[3][c])[r] = (int64_t)values[c];
    }
}

/* The groups first .. first + count - 1 of region, ledger, balance_sheet and account. */
static void write_run(const char *path, int first, int count, int regions, uint32_t steps,
                      enum damage damage)
{
    const struct dimension region = {"region", (uint64_t)regions, REGION};
    const struct dimension flow[] = {{"currency", REGIONS, REGION},
                                     {"sector", SECTORS, SECTOR},
                                     {"transaction", 4, TRANSACTION}};
    const struct dimension position[] = {
        {"currency", REGIONS, REGION}, {"sector", SECTORS, SECTOR}, {"instrument", 2, INSTRUMENT}};
    struct sample *sample = calloc(1, sizeof *sample);
    struct run_file *file;
    struct error err = {0};
    assert_non_null(sample);
    add_table(sample, 0, "region", REGION_COLUMNS, 3, &region, 1);
    add_table(sample, 1, "ledger", LEDGER_COLUMNS, 1, flow, 3);
    add_table(sample, 2, "balance_sheet", SHEET_COLUMNS, 1, position, 3);
    add_table(sample, 3, "account", ACCOUNT_COLUMNS, 7, &region, 1);
    sample->groups[3].every = 0;
    struct run_file_options options = {
        .path = path,
        .overwrite = true,
        .start_date = "2025-01-06",
        .days_per_step = 7,
        .steps = STEPS,
        .groups = sample->groups + first,
        .group_count = count,
    };
    assert_success(run_file_create(&file, &options, &err), err);
    for (uint32_t step = 0; step <= steps && steps > 0; step++) {
        fill(sample, step, damage);
        assert_success(run_file_record(file, step, &err), err);
        if (step == 0 || step % QUARTER > 0 || first + count < 4)
            continue;
        fill_quarter(sample, step);
        assert_success(run_file_append(file, "account", 7.0 * step, &err), err);
    }
    assert_success(run_file_close(file, &err), err);
    for (int g = 0; g < 4; g++)
        for (int c = 0; c < 7; c++)
            free(sample->data[g][c]);
    free(sample);
}

static struct view_accounts *state_of(struct app *app)
{
    return app->state[VIEW_ACCOUNTS];
}

static void press(struct app *app, int32_t code)
{
    view_type_accounts.key(app->state[VIEW_ACCOUNTS], &app->shared, (struct key){.code = code});
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

    timeline_go(&app->timeline, 10); /* less than a year: all there is, but not the opening */
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
    timeline_go(&app->timeline, 60);
    app_draw(app);
    uint64_t before = ring->read;
    for (int step = 61; step <= STEPS; step++) {
        timeline_go(&app->timeline, step);
        app_draw(app);
    }
    assert_int_equal(ring->read, before); /* the last year was read at the start */
    select_region(app, "JPN");
    select_region(app, "USA");
    assert_int_equal(ring->read, before);
    timeline_go(&app->timeline, 20);
    app_draw(app);
    before = ring->read;
    for (int step = 21; step <= 40; step++) {
        timeline_go(&app->timeline, step);
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
    timeline_go(&app->timeline, 5);                 /* before the first quarter has ended */
    app_draw(app);
    assert_non_null(strstr(accounts_make_product(state_of(app), &app->shared), "No quarter"));
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
            const char *message = MAKE[mode](state_of(app), &app->shared);
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
        assert_non_null(MAKE[mode](state_of(app), &app->shared));
    }
    app_end(app);
    viewer_write(OTHER "2", 0, 3, 3); /* a file that knows nothing of accounts */
    app = app_of(OTHER "2", VIEW_ACCOUNTS);
    for (int mode = 0; mode < ACCOUNTS_MODES; mode++)
        assert_non_null(MAKE[mode](state_of(app), &app->shared));
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
            assert_true(app->timeline.record <= STEPS);
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

/* Tables: what is written can be read back, and is what the file has. */
#include "accounts_sample.h"
#include "viewer_sample.h"

#include <SDL.h>
#include <math.h>

#include "facility_sample.h"
#include "folder.h"
#include "network_sample.h"
#include "viewer_app.h"
#include "viz/accounts.h"
#include "viz/facility.h"
#include "viz/listing.h"
#include "viz/view_network.h"
#include "world_sample.h"

enum { CELLS_MOST = 24, ROWS_MOST = 4000, CELL = 160 };

struct sheet {
    int rows, columns;
    char (*cell)[CELLS_MOST][CELL];
};

/* Reads RFC 4180: rows end with CR LF, quoted cells may hold anything, all rows are as wide. */
static struct sheet sheet_of(const char *path)
{
    struct sheet sheet = {.cell = calloc(ROWS_MOST, sizeof *sheet.cell)};
    assert_non_null(sheet.cell);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    int c, column = 0;
    size_t length = 0;
    bool quoted = false;
    while ((c = fgetc(file)) != EOF) {
        char *cell = sheet.cell[sheet.rows][column];
        if (c == '"' && !quoted && length == 0) {
            quoted = true;
        } else if (c == '"' && quoted) {
            int next = fgetc(file);
            if (next == '"') {
                cell[length++] = '"';
                continue;
            }
            quoted = false;
            assert_true(next == ',' || next == '\r');
            ungetc(next, file);
        } else if (!quoted && c == ',') {
            column++, length = 0;
        } else if (!quoted && c == '\r') {
            assert_int_equal(fgetc(file), '\n');
            sheet.columns = sheet.rows == 0 ? column + 1 : sheet.columns;
            assert_int_equal(column + 1, sheet.columns);
            sheet.rows++, column = 0, length = 0;
        } else {
            assert_true(length + 1 < CELL && (quoted || (c != '"' && c != '\n')));
            cell[length++] = (char)c;
        }
        assert_true(column < CELLS_MOST && sheet.rows < ROWS_MOST);
    }
    assert_true(column == 0 && !quoted);
    fclose(file);
    return sheet;
}

static void sheet_free(struct sheet *sheet)
{
    free(sheet->cell);
}

/* The only row whose first cells are these, NULL for any. */
static char (*find(const struct sheet *sheet, const char *const *cells, size_t count))[CELL]
{
    int found = 0;
    for (int row = 1; row < sheet->rows; row++) {
        bool same = true;
        for (size_t i = 0; i < count; i++)
            same = same && (!cells[i] || strcmp(cells[i], sheet->cell[row][i]) == 0);
        if (same && found)
            fail_msg("rows %d and %d both begin with these cells", found, row);
        found = same ? row : found;
    }
    if (!found)
        fail_msg("no row begins with %s", cells[0] ? cells[0] : "*");
    return sheet->cell[found];
}
#define FIND(sheet, ...)                                                                           \
    find(sheet, (const char *const[]){__VA_ARGS__},                                                \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static void assert_number(const char *cell, double expected)
{
    char *end;
    double value = strtod(cell, &end);
    if (!cell[0] || *end || fabs(value - expected) > 1e-12 * fabs(expected))
        fail_msg("\"%s\" is not %.17g", cell, expected);
}

static struct sheet save(struct app *app)
{
    struct error err = {0};
    assert_success(app_save_csv(app, "table.csv", &err), err);
    return sheet_of("table.csv");
}

static void key(struct app *app, int32_t code)
{
    app_key(app, (struct key){.code = code});
    app_draw(app);
}

static void cells_are_quoted_and_numbers_exact(void **unused)
{
    (void)unused;
    static const double NUMBERS[] = {0.1, 1.0 / 3, 1e300, -123456789012345678.0, 5e-324, 100};
    struct listing csv = {.file = fopen("plain.csv", "wb")};
    assert_non_null(csv.file);
    LISTING_HEADER(&csv, "a", "b, c");
    LISTING_HEADER(&csv, "not", "again");
    for (int i = 0; i < 6; i++) {
        listing_text(&csv, "say \"so\",\r\nor not");
        listing_number(&csv, NUMBERS[i]);
        listing_end(&csv);
    }
    listing_text(&csv, "");
    listing_number(&csv, NAN);
    listing_end(&csv);
    fclose(csv.file);
    struct sheet sheet = sheet_of("plain.csv");
    assert_int_equal(sheet.rows, 8);
    assert_string_equal(sheet.cell[0][1], "b, c");
    for (int i = 0; i < 6; i++) {
        assert_string_equal(sheet.cell[1 + i][0], "say \"so\",\r\nor not");
        assert_true(strtod(sheet.cell[1 + i][1], NULL) == NUMBERS[i]);
    }
    assert_string_equal(sheet.cell[1][1], "0.1");
    assert_string_equal(sheet.cell[6][1], "100");
    assert_string_equal(sheet.cell[7][1], "");
    sheet_free(&sheet);
}

/* In the sample GDP of region r is 1e12 (r + 1) (1 + 0.001 step) cents, from step 1. */
static void charts_are_long_and_an_enlarged_one_is_wide(void **unused)
{
    (void)unused;
    struct app *app = app_of("run.h5", VIEW_CHARTS);
    struct sheet sheet = save(app);
    assert_int_equal(sheet.columns, 5);
    assert_string_equal(sheet.cell[0][2], "region");
    char(*row)[CELL] = FIND(&sheet, "2025-01-20", "Real GDP", "Japan");
    assert_number(row[3], 100 * 1.002 / 1.001);
    assert_string_equal(row[4], "start = 100");
    row = FIND(&sheet, "2025-05-26", "Unemployment rate", "United States");
    assert_number(row[3], 4);
    assert_string_equal(row[4], "%");
    int rows = sheet.rows;
    sheet_free(&sheet);
    app_end(app);
    /* Series below the screen are written too. */
    struct error err = {0};
    app = calloc(1, sizeof *app);
    assert_non_null(app);
    assert_success(app_open(app, &(struct app_options){.paths = {"run.h5"}, .path_count = 1}, &err),
                   err);
    assert_success(app_resize(app, 330, 330, 1, &err), err);
    sheet = save(app);
    const struct view_charts *charts = app->run->state[VIEW_CHARTS];
    assert_int_equal(charts->count, 4);
    assert_int_equal(sheet.rows, rows);
    sheet_free(&sheet);
    key(app, SDLK_RETURN);
    sheet = save(app);
    assert_int_equal(sheet.columns, 4);
    assert_int_equal(sheet.rows, 1 + VIEWER_STEPS);
    assert_string_equal(sheet.cell[0][0], "date");
    assert_string_equal(sheet.cell[0][1], "Japan (start = 100)");
    assert_number(FIND(&sheet, "2025-03-17")[2], 100 * 1.01 / 1.001);
    sheet_free(&sheet);
    app_end(app);
}

static void several_runs_are_named(void **unused)
{
    (void)unused;
    struct error err = {0};
    struct app *app = app_of("run.h5", VIEW_CHARTS);
    assert_success(app_add(app, "second, run.h5", &err), err);
    key(app, SDLK_RETURN);
    struct sheet sheet = save(app);
    assert_string_equal(sheet.cell[0][0], "run");
    assert_int_equal(sheet.rows, 1 + VIEWER_STEPS + 10);
    assert_number(FIND(&sheet, "second, run", "2025-03-17")[2], 100 * 1.01 / 1.001);
    assert_number(FIND(&sheet, "run", "2025-03-17")[2], 100 * 1.01 / 1.001);
    sheet_free(&sheet);
    app->compare = COMPARE_DIFFERENCE;
    sheet = save(app);
    assert_number(FIND(&sheet, "run less second, run", "2025-03-17")[2], 0);
    sheet_free(&sheet);
    /* Of another view, both runs are written instead of their difference. */
    app->view = VIEW_INDUSTRIES;     /* which draws no difference */
    run_go_to_date(app->run, 20173); /* 2025-03-26 */
    sheet = save(app);
    assert_number(FIND(&sheet, "second, run", "2025-03-17", "USA", "C26")[5], 60);
    assert_number(FIND(&sheet, "run", "2025-03-24", "USA", "C26")[5], 64);
    sheet_free(&sheet);
    app_end(app);
    app = app_of("accounts.h5", VIEW_ACCOUNTS); /* which draws one */
    assert_success(app_add(app, "accounts.h5", &err), err);
    app->compare = COMPARE_DIFFERENCE;
    sheet = save(app);
    assert_int_equal(app->compare, COMPARE_DIFFERENCE);
    assert_string_equal(sheet.cell[0][0], "run");
    assert_true(sheet.rows > 3 && sheet.rows % 2 == 1);
    for (int row = 1; 2 * row < sheet.rows; row++)
        assert_string_equal(sheet.cell[row][6], sheet.cell[row + sheet.rows / 2][6]);
    sheet_free(&sheet);
    app_end(app);
}

static void the_heat_map_comes_with_the_history_of_a_cell(void **unused)
{
    (void)unused;
    struct app *app = app_of("run.h5", VIEW_INDUSTRIES);
    timeline_go(&app->run->timeline, 12);
    snprintf(app->ui.selection.cell_region, sizeof app->ui.selection.cell_region, "USA");
    snprintf(app->ui.selection.industry, sizeof app->ui.selection.industry, "C26");
    struct sheet sheet = save(app);
    /* All cells, then the chosen one in the records with figures but the one shown. */
    assert_int_equal(sheet.rows, 1 + VIEWER_REGIONS * VIEWER_INDUSTRIES + VIEWER_STEPS - 1);
    assert_number(FIND(&sheet, "2025-03-31", "USA", "C26")[4], viewer_output(1, 1, 12));
    assert_number(FIND(&sheet, "2025-03-31", "JPN", "Q")[4], viewer_output(0, 3, 12));
    assert_number(FIND(&sheet, "2025-02-03", "USA", "C26")[4], viewer_output(1, 1, 4));
    assert_string_equal(FIND(&sheet, "2025-03-31", "ROW", "C26")[4], ""); /* it has none */
    sheet_free(&sheet);
    app_end(app);
}

static void the_map_has_figures_and_sales(void **unused)
{
    (void)unused;
    struct app *app = app_of("world.h5", VIEW_WORLD);
    struct view_type const *type = view_types[VIEW_WORLD];
    assert_ptr_equal(type->csv, listing_world);
    struct sheet sheet = save(app);
    assert_int_equal(sheet.columns, 7);
    const struct reader_group *group = playback_group(&app->run->playback, "trade");
    const struct playback_column *sales =
        playback_column(&app->run->playback, "trade", group->columns[0].name);
    assert_non_null(sales);
    /* From JPN to USA, both industries, in dollars a year. */
    const double *now = sales->values + (sales->records - 1) * sales->rows;
    char(*row)[CELL] = FIND(&sheet, NULL, "Sales", WORLD_CODES[0], WORLD_CODES[1]);
    assert_number(row[4], (now[2] + now[3]) / 100 * 52);
    assert_string_equal(row[6], "USD a year");
    assert_true(FIND(&sheet, NULL, "Real GDP a year", "JPN")[4][0] != '\0');
    sheet_free(&sheet);
    app_end(app);
}

static void projects_stand_in_the_order_of_their_table(void **unused)
{
    (void)unused;
    struct app *app = app_of("facility.h5", VIEW_FACILITY);
    struct view_facility *facility = app->run->state[VIEW_FACILITY];
    facility->page = PAGE_PROJECTS;
    facility_table_show(facility, STAGE_EMPTY, ORDER_COST);
    struct sheet sheet = save(app);
    assert_int_equal(sheet.rows, 1 + facility->count);
    assert_true(facility->count > 2);
    for (int i = 0; i < facility->count; i++) {
        const struct facility_project *project = &facility->data.projects[facility->row[i]];
        assert_string_equal(sheet.cell[1 + i][1], project->name);
        assert_number(sheet.cell[1 + i][4], project->cost / 100);
    }
    sheet_free(&sheet);
    facility_table_show(facility, STAGE_FAILED, ORDER_COST);
    sheet = save(app);
    assert_int_equal(sheet.rows, 1 + facility->count);
    for (int i = 1; i < sheet.rows; i++)
        assert_string_equal(sheet.cell[i][3], "Failed");
    sheet_free(&sheet);
    facility->page = PAGE_PIPELINE, facility->by_number = true;
    sheet = save(app);
    struct facility_flow flow =
        facility_flow_count(&facility->data, &app->run->view, facility->by_number);
    assert_number(FIND(&sheet, NULL, "Failed", "", "reached so far")[4], flow.come[STAGE_FAILED]);
    sheet_free(&sheet);
    facility->page = PAGE_MONEY;
    sheet = save(app);
    const struct facility_data *data = &facility->data;
    assert_int_equal(sheet.rows, 1 + FACILITY_SUMS * (int)data->records);
    assert_number(sheet.cell[data->records][2],
                  facility_sum(data, SUM_POLICY)[data->records - 1] / 100);
    sheet_free(&sheet);
    app_end(app);
}

/* Cell 5 of the sample, USA/C26, has firms 5, 17, 29, 41 and 53 with i + 1 million dollars each; 5
 * lost half of it. Firm 20 buys from 21, 21 from 22, and so on. */
static void the_network_has_cells_or_links(void **unused)
{
    (void)unused;
    struct app *app = app_of("network.h5", VIEW_NETWORK);
    struct view_network *state = app->run->state[VIEW_NETWORK];
    struct sheet sheet = save(app);
    assert_int_equal(sheet.rows, 1 + NETWORK_CELLS);
    char(*row)[CELL] = FIND(&sheet, NULL, "USA", "C26");
    assert_string_equal(row[3], "5");
    assert_number(row[5], (6 + 18 + 30 + 42 + 54) * 1e6);
    assert_number(row[6], (3 + 18 + 30 + 42 + 54) * 1e6);
    assert_string_equal(FIND(&sheet, NULL, "USA", "Q")[4], "1"); /* firm 7 */
    sheet_free(&sheet);
    view_network_choose_firm(state, &app->run->view, state->network.place[20]);
    app_draw(app);
    sheet = save(app);
    assert_int_equal(sheet.rows, 1 + 6); /* three steps each way */
    row = FIND(&sheet, NULL, "2", "supplier");
    assert_string_equal(row[3], "22");
    assert_string_equal(row[4], "ROW"); /* 22 % 12 is cell 10 */
    assert_string_equal(row[6], "21");
    assert_number(row[9], 220);
    row = FIND(&sheet, NULL, "1", "customer");
    assert_string_equal(row[3], "20");
    assert_string_equal(row[6], "19");
    sheet_free(&sheet);
    app_end(app);
}

static double sum_of(const struct sheet *sheet, int column, const char *kind)
{
    double sum = 0;
    for (int row = 1; row < sheet->rows; row++)
        if (strcmp(sheet->cell[row][column - 1], kind) == 0)
            sum += strtod(sheet->cell[row][column], NULL);
    return sum;
}

static void books_are_written_as_shown(void **unused)
{
    (void)unused;
    struct app *app = app_of("accounts.h5", VIEW_ACCOUNTS);
    struct view_accounts *accounts = app->run->state[VIEW_ACCOUNTS];
    struct sheet sheet = save(app);
    const struct accounts_table *flows = &accounts->flows;
    for (int s = 0; s < flows->sectors; s++)
        for (int k = 0; k < flows->kinds; k++)
            if (flows->value[s][k] != 0)
                assert_number(
                    FIND(&sheet, NULL, NULL, "world", flows->sector[s], flows->kind[k])[5],
                    flows->value[s][k]);
    assert_true(sheet.rows > 6);
    assert_true(fabs(sum_of(&sheet, 5, "wages")) < 1); /* who pays and who receives */
    sheet_free(&sheet);
    accounts_choose(accounts, "households"); /* alone */
    sheet = save(app);
    for (int row = 1; row < sheet.rows; row++)
        assert_string_equal(sheet.cell[row][3], "households");
    assert_true(sheet.rows > 1);
    sheet_free(&sheet);
    accounts->mode = ACCOUNTS_BALANCE, accounts->sector[0] = '\0';
    sheet = save(app);
    assert_string_equal(sheet.cell[0][3], "instrument");
    assert_true(sheet.rows > 1);
    sheet_free(&sheet);
    accounts->mode = ACCOUNTS_PRODUCT;
    sheet = save(app);
    const struct reader_group *quarters = playback_group(&app->run->playback, "account");
    int wholes = 0;
    for (int row = 1; row < sheet.rows; row++)
        wholes += strcmp(sheet.cell[row][3], "GDP") == 0;
    assert_int_equal(wholes, 3 * (int)quarters->records); /* three ways */
    /* They give the same GDP. */
    assert_number(sheet.cell[sheet.rows - 1][4], strtod(FIND(&sheet, sheet.cell[sheet.rows - 1][0],
                                                             "world", "Expenditure", "GDP")[4],
                                                        NULL));
    sheet_free(&sheet);
    app_end(app);
}

/* The fall of USA/C26 by 40 % in step 10, and its path. */
static void falls_come_with_the_path_of_one(void **unused)
{
    (void)unused;
    struct app *app = app_of("run.h5", VIEW_WHY);
    struct sheet sheet = save(app);
    char(*row)[CELL] = FIND(&sheet, "fall", NULL, "", "USA", "C26", "", NULL, "2025-03-17");
    assert_string_equal(row[7], "2025-03-17");
    assert_number(row[10], 100 * (1 - 60 / 100.8));
    row = FIND(&sheet, "path", "1");
    assert_string_equal(row[4], "C26");
    row = FIND(&sheet, "path", "2"); /* the end of it: no date, no amount */
    assert_string_equal(row[2], "The input is not named");
    assert_string_equal(row[6], "");
    assert_string_equal(row[8], "");
    sheet_free(&sheet);
    app_end(app);
}

static void what_is_not_there_is_said(void **unused)
{
    (void)unused;
    struct error err = {0};
    struct app *app = app_of("run.h5", VIEW_FACILITY);
    assert_false(app_save_csv(app, "none.csv", &err));
    assert_non_null(strstr(err.text, "nothing to write"));
    assert_int_not_equal(access("none.csv", F_OK), 0);
    err = (struct error){0};
    app->view = VIEW_CHARTS;
    assert_false(app_save_csv(app, "/nowhere/at/all.csv", &err));
    assert_non_null(strstr(err.text, "/nowhere/at/all.csv: cannot be written"));
    key(app, SDLK_d);
    assert_non_null(strstr(app->notice, "Saved run-charts-2025-05-26.csv in /")); /* and where */
    assert_int_equal(access("run-charts-2025-05-26.csv", F_OK), 0);
    app_end(app);
}

static void nobody(void)
{
}

/* Charts that are out of sight are read when they are written: what is not there yet is no reason
 * to leave them out. */
static void what_is_still_being_read_is_not_left_out(void **unused)
{
    (void)unused;
    struct error err = {0};
    struct app *app = app_of("run.h5", VIEW_CHARTS);
    struct sheet all = save(app);
    app_end(app);
    app = calloc(1, sizeof *app);
    const struct app_options options = {.paths = {"run.h5"}, .path_count = 1};
    assert_success(app_open(app, &options, &err), err);
    app_background(app, nobody);
    assert_success(app_resize(app, 330, 330, 1, &err), err);
    do {
        SDL_Delay(1);
        app_draw(app);
    } while (app_waiting(app));
    struct playback *playback = &app->run->playback;
    playback_lock(playback); /* so that the thread cannot read in time */
    assert_false(app_save_csv(app, "later.csv", &err));
    assert_non_null(strstr(err.text, "Still reading"));
    playback_unlock(playback);
    bool saved = false;
    for (int i = 0; i < 10000 && !saved; i++) {
        SDL_Delay(1);
        saved = app_save_csv(app, "later.csv", &err);
    }
    assert_success(saved, err);
    struct sheet later = sheet_of("later.csv");
    assert_int_equal(later.rows, all.rows);
    sheet_free(&all), sheet_free(&later);
    app_end(app);
}

static int set_up(void **state)
{
    if (folder_create(state) != 0)
        return -1;
    viewer_write("run.h5", 0, 3, VIEWER_STEPS);
    viewer_write("second, run.h5", 0, 3, 10);
    facility_write("facility.h5", 0, FACILITY_GROUPS, FACILITY_STEPS, false);
    network_write("network.h5", NETWORK_FIRMS, true, VIEWER_STEPS);
    write_run("accounts.h5", 0, 4, REGIONS, STEPS, WHOLE);
    world_write("world.h5", 0, WORLD_SAMPLE_GROUPS, 52, false);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_quoted_and_numbers_exact),
        cmocka_unit_test(charts_are_long_and_an_enlarged_one_is_wide),
        cmocka_unit_test(several_runs_are_named),
        cmocka_unit_test(the_heat_map_comes_with_the_history_of_a_cell),
        cmocka_unit_test(the_map_has_figures_and_sales),
        cmocka_unit_test(projects_stand_in_the_order_of_their_table),
        cmocka_unit_test(the_network_has_cells_or_links),
        cmocka_unit_test(books_are_written_as_shown),
        cmocka_unit_test(falls_come_with_the_path_of_one),
        cmocka_unit_test(what_is_not_there_is_said),
        cmocka_unit_test(what_is_still_being_read_is_not_left_out),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

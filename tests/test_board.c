/* The scoreboard of run files: read, printed, compared; without it, and damaged. */
#include "folder.h"

#include <math.h>
#include <signal.h>

#include "output/board_text.h"
#include "output/compare_boards.h"
#include "output/inspect.h"
#include "output/run_file.h"

enum { REGIONS = 3, COLUMNS_MAX = 40, TEXT_MAX = 1 << 16 };

/* A table of real columns by name, with one value for all rows of a column. */
struct sheet {
    struct table table;
    struct column columns[COLUMNS_MAX];
    double values[COLUMNS_MAX][REGIONS];
    void *data[COLUMNS_MAX];
};

static const char *const regions[REGIONS] = {"USA", "KOR", "JPN"};

static int column_of(struct sheet *sheet, const char *name)
{
    int n = 0;
    while (n < sheet->table.column_count && strcmp(sheet->columns[n].name, name) != 0)
        n++;
    return n;
}

static void add_column(struct sheet *sheet, const char *name)
{
    int n = column_of(sheet, name);
    if (n < sheet->table.column_count)
        return;
    sheet->columns[n] = (struct column){name, COLUMN_real, STOCK, "1", 0, "a figure"};
    sheet->data[n] = sheet->values[n];
    sheet->table.column_count++;
}

static void make_sheet(struct sheet *sheet, const struct board_list *list,
                       struct dimension dimension)
{
    *sheet = (struct sheet){.table = {.name = list->group,
                                      .meaning = "figures",
                                      .rows = dimension.size,
                                      .dimension_count = 1,
                                      .dimensions = {dimension},
                                      .columns = sheet->columns,
                                      .data = sheet->data}};
    for (int n = 0; n < list->count; n++) {
        add_column(sheet, list->figure[n].column);
        if (list->figure[n].over != NULL)
            add_column(sheet, list->figure[n].over);
    }
}

static void put(struct sheet *sheet, const char *column, double value)
{
    int n = column_of(sheet, column);
    assert_true(n < sheet->table.column_count);
    for (int r = 0; r < REGIONS; r++)
        sheet->values[n][r] = value * (r == 0 ? 1 : 2); /* others have twice what the first has */
}

/* Two years and a half: GDP of $100 bn a year grows by `growth` a year. */
static void write_file(const char *path, double growth, bool facility)
{
    static struct sheet board, score;
    struct error err = {0};
    struct run_file *file;
    make_sheet(&board, &board_of_region, (struct dimension){"region", REGIONS, regions});
    add_column(&board, "years");
    make_sheet(&score, &board_of_facility, (struct dimension){"facility", 1, NULL});
    const struct run_file_group groups[] = {{&board.table, "scoreboard", 0},
                                            {&score.table, "facility_score", 0}};
    struct run_file_options options = {.path = path,
                                       .overwrite = true,
                                       .start_date = "2025-01-06",
                                       .days_per_step = 7,
                                       .groups = groups,
                                       .group_count = facility ? 2 : 1};
    assert_success(run_file_create(&file, &options, &err), err);
    for (int year = 1; year <= 3; year++) {
        double level = 1e13 * pow(1 + growth, year - 1);
        put(&board, "gdp", level);
        put(&board, "real_gdp", level);
        put(&board, "employed", 67620000);
        put(&board, "real_wage", 3183100);
        put(&board, "public_debt", 1.5 + 0.1 * growth * year);
        put(&board, "current_account", -0.02 * level);
        put(&board, "facility_gain", -123456789012.0);
        put(&board, "misallocation", 0.25);
        for (int r = 0; r < REGIONS; r++)
            board.values[column_of(&board, "years")][r] = year < 3 ? 1 : 0.5;
        put(&score, "started", 12);
        put(&score, "irr_home", (double)NAN);
        put(&score, "irr_host", 0.0725);
        put(&score, "payback_year", year < 3 ? 0 : 7);
        assert_success(run_file_request(file, "scoreboard", &err), err);
        if (facility)
            assert_success(run_file_request(file, "facility_score", &err), err);
        assert_success(run_file_record(file, year < 3 ? 52 * (uint32_t)year : 130, &err), err);
    }
    assert_success(run_file_close(file, &err), err);
}

static char text[TEXT_MAX];

static void read_stream(FILE *stream)
{
    rewind(stream);
    text[fread(text, 1, TEXT_MAX - 1, stream)] = '\0';
    fclose(stream);
}

static void inspect(const char *path, bool json)
{
    struct error err = {0};
    FILE *stream = tmpfile();
    assert_success(inspect_file(path, stream, json, &err), err);
    read_stream(stream);
}

static void compare(const char *a, const char *b, bool json)
{
    struct error err = {0};
    FILE *stream = tmpfile();
    assert_success(compare_boards(a, b, stream, json, &err), err);
    read_stream(stream);
}

static void assert_says(const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", part, text);
}

static void assert_unit(enum board_unit unit, double value, bool difference, const char *expected)
{
    char of_unit[BOARD_TEXT];
    assert_string_equal(board_text(unit, value, difference, of_unit), expected);
}

static void figures_have_units(void **unused)
{
    (void)unused;
    assert_unit(BOARD_MONEY, 123456789012.0, false, "$1.235 bn");
    assert_unit(BOARD_MONEY, -4.18e14, true, "-$4.180 tn");
    assert_unit(BOARD_MONEY, 99999.9999e6, false, "$1.000 bn");
    assert_unit(BOARD_MONEY, 0, true, "$0");
    assert_unit(BOARD_WAGE, 3183149, false, "$31,831");
    assert_unit(BOARD_WAGE, 12345, true, "+$123.45");
    assert_unit(BOARD_PERSONS, 67623262, false, "67.62 m");
    assert_unit(BOARD_SHARE, 0.034, false, "3.40 %");
    assert_unit(BOARD_SHARE, -0.002, true, "-0.20 pp");
    assert_unit(BOARD_INDEX, 0.5, false, "0.5000");
    assert_unit(BOARD_COUNT, 3, true, "+3");
    assert_unit(BOARD_WEEKS, 12.34, false, "12.3 weeks");
    assert_unit(BOARD_YEAR, 0, false, "never");
    assert_unit(BOARD_YEAR, 14, false, "year 14");
    assert_unit(BOARD_SHARE, (double)NAN, false, "none");
    assert_unit(BOARD_MONEY, 1e300, false, "none");
}

static void inspect_shows_start_and_now(void **unused)
{
    (void)unused;
    write_file("a.h5", 0.02, true);
    inspect("a.h5", false);
    /* The part of a year is not shown. Japan has twice what the United States have, and is first. */
    assert_says("scoreboard   years to 2027-01-04");
    assert_true(strstr(text, "\nJPN ") < strstr(text, "\nUSA "));
    assert_says("  real GDP                            $200.0 bn      $204.0 bn        +2.01 %\n");
    assert_says("  real GDP                            $100.0 bn      $102.0 bn        +2.01 %\n");
    assert_says("  persons working                       67.62 m        67.62 m        +0.00 %\n");
    assert_says("  public debt / GDP                    150.20 %       150.40 %       +0.20 pp\n");
    assert_says("  current account / GDP                 -2.00 %        -2.00 %        0.00 pp\n");
    assert_says("  state's gain from the facility     -$1.235 bn     -$1.235 bn             $0\n");
    assert_says("\nfacility                             2027-01-04\n");
    assert_says("  projects started                           12\n");
    assert_says("  IRR, lender's side                       none\n");
    assert_says("  IRR, host's side                       7.25 %\n");
    assert_says("  lender's side paid back                 never\n");
    inspect("a.h5", true);
    assert_says("\"scoreboard\": {\"from\": \"2026-01-05\", \"to\": \"2027-01-04\"");
    assert_says("{\"name\": \"irr_home\", \"unit\": \"1\", \"value\": null}");
    assert_says("{\"name\": \"real_gdp\", \"unit\": \"cent\", \"start\": 2e+13, \"now\": 2.04e+13");
}

static void compare_shows_differences(void **unused)
{
    (void)unused;
    write_file("a.h5", 0.02, false);
    write_file("b.h5", 0.05, true);
    compare("a.h5", "b.h5", false);
    assert_says("A  a.h5\nB  b.h5\nyear to 2027-01-04; sums over 2 years");
    assert_says("  real GDP                                    $204.0 bn      $210.0 bn     "
                "+$6.000 bn     +2.94 %\n");
    assert_says("  real GDP, sum                               $404.0 bn      $410.0 bn     "
                "+$6.000 bn     +1.49 %\n");
    assert_says("  public debt / GDP                            150.40 %       151.00 %       "
                "+0.60 pp\n");
    assert_says("  projects started                                 none             12\n");
    compare("a.h5", "b.h5", true);
    assert_says("\"a\": \"a.h5\",");
    assert_says("{\"name\": \"real_gdp\", \"unit\": \"cent\", \"a\": 2.04e+13, \"b\": 2.1e+13, "
                "\"difference\": 600000000000, \"sum_a\": 4.04e+13, \"sum_b\": 4.1e+13}");
    assert_says("{\"name\": \"started\", \"unit\": \"projects\", \"a\": null, \"b\": 12, "
                "\"difference\": null}");
    compare("a.h5", "a.h5", false);
    assert_says("facility: in neither run\n");
    assert_null(strstr(text, "+0.01"));
}

/* A run file of another kind: a table, no scoreboard. */
static void write_other(const char *path, const char *start)
{
    static struct sheet sheet;
    struct error err = {0};
    struct run_file *file;
    make_sheet(&sheet, &board_of_facility, (struct dimension){"region", REGIONS, regions});
    const struct run_file_group group = {&sheet.table, "region", 1};
    struct run_file_options options = {.path = path,
                                       .overwrite = true,
                                       .start_date = start,
                                       .days_per_step = 7,
                                       .groups = &group,
                                       .group_count = 1};
    assert_success(run_file_create(&file, &options, &err), err);
    assert_success(run_file_record(file, 0, &err), err);
    assert_success(run_file_close(file, &err), err);
}

static void files_without_a_scoreboard_are_named(void **unused)
{
    (void)unused;
    struct error err = {0};
    write_file("a.h5", 0.02, false);
    write_other("other.h5", "2025-01-06");
    inspect("other.h5", false);
    assert_says("scoreboard   none in this file\n");
    inspect("other.h5", true);
    assert_says("\"scoreboard\": null\n");
    assert_false(compare_boards("a.h5", "other.h5", stderr, false, &err));
    assert_non_null(strstr(err.text, "other.h5 has no scoreboard"));
    assert_false(compare_boards("a.h5", "missing.h5", stderr, false, NULL));
    static struct outcome outcome;
    const char *const lacking[] = {"compare", "a.h5", "other.h5", NULL};
    const char *const one[] = {"compare", "a.h5", NULL}, *const two[] = {"compare", "a.h5", "a.h5",
                                                                         NULL};
    program_run(lacking, &outcome);
    assert_int_equal(outcome.status, 2);
    program_run(one, &outcome);
    assert_int_equal(outcome.status, 2);
    program_run(two, &outcome);
    assert_int_equal(outcome.status, 0);
    assert_non_null(strstr(outcome.out, "real GDP, sum"));
}

static uint64_t turn_bits(uint64_t turn)
{
    uint64_t bits = (turn + 1) * 0x9e3779b97f4a7c15u;
    bits ^= bits >> 31;
    bits *= 0xbf58476d1ce4e5b9u;
    return bits ^ bits >> 29;
}

/* In a child, which no signal may end: bytes changed anywhere, also in the figures. */
static void damaged_files_do_no_harm(void **unused)
{
    (void)unused;
    write_file("a.h5", 0.02, true);
    pid_t child = fork();
    if (child == 0) {
        FILE *nowhere = fopen("/dev/null", "w"), *original = fopen("a.h5", "rb");
        static unsigned char bytes[1 << 20], image[1 << 20];
        size_t length = fread(bytes, 1, sizeof bytes, original);
        const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
        for (int i = 0; i < 5; i++)
            signal(signals[i], SIG_DFL);
        for (uint64_t turn = 0; turn < 200; turn++) {
            memcpy(image, bytes, length);
            for (uint64_t k = 0; k < 1 + turn % 40; k++)
                image[turn_bits(turn * 100 + k) % length] = (unsigned char)turn_bits(turn + k * 7);
            FILE *copy = fopen("damaged.h5", "wb");
            if (fwrite(image, 1, turn % 10 == 9 ? length * turn / 200 : length, copy) == 0)
                _exit(1);
            fclose(copy);
            alarm(20);
            inspect_file("damaged.h5", nowhere, turn % 2 == 0, NULL);
            compare_boards("a.h5", "damaged.h5", nowhere, turn % 2 == 0, NULL);
        }
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_have_units),
        cmocka_unit_test(inspect_shows_start_and_now),
        cmocka_unit_test(compare_shows_differences),
        cmocka_unit_test(files_without_a_scoreboard_are_named),
        cmocka_unit_test(damaged_files_do_no_harm),
    };
    return cmocka_run_group_tests(tests, folder_create, folder_remove);
}

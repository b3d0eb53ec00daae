/* The CSV reader: what it accepts, and that everything else is one clear line. */
#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agents/csv.h"

static int make_folder(void **state)
{
    char *folder = strdup("/tmp/keiretsu-csv-XXXXXX");
    *state = folder;
    return folder == NULL || mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    int failed = rmdir(*state);
    free(*state);
    return failed;
}

static void write_bytes(const char *folder, const char *bytes, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "%s/t.csv", folder);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static bool open_bytes(const char *folder, struct csv *csv, const char *bytes, size_t size,
                       struct error *err)
{
    char path[64];
    snprintf(path, sizeof path, "%s/t.csv", folder);
    write_bytes(folder, bytes, size);
    *err = (struct error){.kind = ERROR_NONE};
    bool ok = csv_open(csv, folder, "t.csv", err);
    assert_int_equal(remove(path), 0);
    return ok;
}

static void fields_quotes_comments_and_empty_lines(void **state)
{
    const char *folder = *state;
    const char text[] = "# about\nname,value,note\n\na,1,\n# in between\n"
                        "\"b, c\",-2.5,\"said \"\"no\"\"\"\n\"\",3,\xc3\xa9\n";
    struct csv csv;
    struct error err;
    assert_true(open_bytes(folder, &csv, text, sizeof text - 1, &err));
    assert_true(csv_expect(&csv, "name,value,note", &err));
    bool found;
    double number;
    assert_true(csv_next(&csv, &found, &err) && found);
    assert_int_equal(csv.line, 4);
    assert_string_equal(csv.field[0], "a");
    assert_string_equal(csv.field[2], "");
    assert_true(csv_next(&csv, &found, &err) && found);
    assert_int_equal(csv.line, 6);
    assert_string_equal(csv.field[0], "b, c");
    assert_string_equal(csv.field[2], "said \"no\"");
    assert_true(csv_number(&csv, 1, -3, 0, &number, &err));
    assert_true(number == -2.5);
    assert_true(csv_next(&csv, &found, &err) && found);
    assert_string_equal(csv.field[0], "");
    assert_string_equal(csv.field[2], "\xc3\xa9");
    assert_true(csv_next(&csv, &found, &err));
    assert_false(found);
    csv_close(&csv);
}

/* Opens the text and reads it to the end; returns the message of the failure. */
static const char *refusal(const char *folder, const char *bytes, size_t size, struct error *err)
{
    struct csv csv;
    if (!open_bytes(folder, &csv, bytes, size, err))
        return err->text;
    bool found = true;
    while (found && csv_next(&csv, &found, err))
        ;
    csv_close(&csv);
    return err->text;
}

static void everything_else_is_refused(void **state)
{
    const char *folder = *state;
    struct error err;
    static const struct {
        const char *bytes;
        size_t size; /* 0: up to the end of the string */
        const char *text;
    } cases[] = {
        {"\n\n# x\n", 0, "t.csv: the file has no header line"},
        {"\xef\xbb\xbfname\n", 0, "t.csv:1: the file starts with a byte order mark"},
        {"a,b\r\n1,2\r\n", 0, "t.csv:1: the line ends in CR"},
        {"a,b\n1\t2,3\n", 0, "t.csv:2: control character 0x09"},
        {"a,b\n1\0,3\n", 9, "t.csv:2: control character 0x00"},
        {"\x7f\x45\x4c\x46\x02\n", 0, "t.csv:1: control character 0x7f"},
        {"a,b\n\n\xff,3\n", 0, "t.csv:3: byte 0xff is not UTF-8"},
        {"a,b\n\xc0\x80,3\n", 0, "t.csv:2: byte 0xc0 is not UTF-8"},
        {"a,b\n\xed\xa0\x80,3\n", 0, "t.csv:2: byte 0xed is not UTF-8"},
        {"a,b\n1,2", 0, "t.csv:2: the last line has no line end"},
        {"a,b\n1\n", 0, "t.csv:2: 1 fields; the header has 2 columns"},
        {"a,b\n1,2,3\n", 0, "t.csv:2: 3 fields; the header has 2 columns"},
        {"a,b\n1,\"2\n", 0, "t.csv:2: a quoted field has no closing quote"},
        {"a,b\n1,\"2\"3\n", 0, "t.csv:2: text follows the closing quote"},
        {"a,b\n1,2\"\n", 0, "t.csv:2: a quote inside a field"},
    };
    assert_non_null(strstr(refusal(folder, "", 0, &err), "t.csv: the file is empty"));
    for (size_t n = 0; n < sizeof cases / sizeof cases[0]; n++) {
        size_t size = cases[n].size > 0 ? cases[n].size : strlen(cases[n].bytes);
        const char *text = refusal(folder, cases[n].bytes, size, &err);
        if (strstr(text, cases[n].text) == NULL)
            fail_msg("case %zu: '%s' does not contain '%s'", n, text, cases[n].text);
        assert_null(strchr(text, '\n'));
    }
    char *line = malloc(200000);
    assert_non_null(line);
    memset(line, 'x', 200000);
    line[199999] = '\n';
    assert_non_null(strstr(refusal(folder, line, 200000, &err),
                           "t.csv:1: the line is longer than 65536 bytes"));
    memset(line, ',', 199999);
    for (int n = 8000; n < 199999; n += 8000)
        line[n] = '\n';
    assert_non_null(
        strstr(refusal(folder, line, 200000, &err), "t.csv:1: 8001 columns; at most 4096"));
    free(line);
}

static void folder_or_nothing_is_no_file(void **state)
{
    const char *folder = *state;
    struct csv csv;
    struct error err = {.kind = ERROR_NONE};
    assert_false(csv_open(&csv, folder, "none.csv", &err));
    assert_non_null(strstr(err.text, "none.csv: cannot be opened"));
    assert_int_equal(error_exit_code(&err), 2);
    err = (struct error){.kind = ERROR_NONE};
    assert_false(csv_open(&csv, folder, "..", &err));
    assert_non_null(strstr(err.text, "cannot be"));
}

static void header_must_be_exact(void **state)
{
    const char *folder = *state;
    struct csv csv;
    struct error err;
    assert_true(open_bytes(folder, &csv, "a,bc\n1,2\n", 9, &err));
    assert_true(csv_expect(&csv, "a,bc", &err));
    static const char *const wrong[] = {"a", "a,b", "a,bc,d", "bc,a", "a,bcd", ""};
    for (size_t n = 0; n < sizeof wrong / sizeof wrong[0]; n++) {
        err = (struct error){.kind = ERROR_NONE};
        assert_false(csv_expect(&csv, wrong[n], &err));
        assert_non_null(strstr(err.text, "t.csv:1: the header is wrong"));
    }
    csv_close(&csv);
}

static void only_plain_numbers_are_numbers(void **unused)
{
    (void)unused;
    static const char *const wrong[] = {"",       " ",        "1 ",
                                        " 1",     "+",        "-",
                                        ".",      "-.",       "1e",
                                        "1e+",    "e5",       "0x1",
                                        "inf",    "nan",      "INF",
                                        "1,5",    "1.5.2",    "--1",
                                        "1e5.5",  "1_0",      "1e999",
                                        "12a",    "1d5",      "-inf",
                                        "nan(1)", "\xd9\xa1", "1e99999999999999999999",
                                        "0x1p3",  "1e 5",     "infinity"};
    double number;
    for (size_t n = 0; n < sizeof wrong / sizeof wrong[0]; n++)
        if (csv_parse_number(wrong[n], &number))
            fail_msg("'%s' was taken for the number %g", wrong[n], number);
    static const char *const right[] = {"0",
                                        "-0",
                                        "1",
                                        "+1.5",
                                        ".5",
                                        "5.",
                                        "1e-07",
                                        "1E+3",
                                        "0.1",
                                        "123456789012345",
                                        "1234567890123456789",
                                        "0.30000000000000004",
                                        "2.2250738585072014e-308",
                                        "1.7976931348623157e308",
                                        "9007199254740993",
                                        "1e22",
                                        "1e23",
                                        "123.456e-20",
                                        "000000000000000000001",
                                        "4.9e-324",
                                        "1e-999"};
    for (size_t n = 0; n < sizeof right / sizeof right[0]; n++) {
        assert_true(csv_parse_number(right[n], &number));
        double expected = strtod(right[n], NULL);
        assert_memory_equal(&number, &expected, sizeof number);
    }
}

static void numbers_are_rounded_as_strtod_does(void **unused)
{
    (void)unused;
    uint64_t state = 1;
    for (int n = 0; n < 100000; n++) {
        char text[64];
        state = state * 6364136223846793005u + 1442695040888963407u;
        uint64_t digits = state >> (4 + state % 57);
        snprintf(text, sizeof text, n % 2 ? "%llu.%02lluE%d" : "%llu.%05llue%d",
                 (unsigned long long)digits, (unsigned long long)(state >> 33) % 100,
                 (int)(state % 61) - 30);
        double number, expected = strtod(text, NULL);
        assert_true(csv_parse_number(text, &number));
        if (memcmp(&number, &expected, sizeof number) != 0)
            fail_msg("%s is read as %.17g, strtod gives %.17g", text, number, expected);
    }
}

static void numbers_and_texts_name_their_place(void **state)
{
    const char *folder = *state;
    struct csv csv;
    struct error err;
    bool found;
    double number;
    char text[4];
    assert_true(open_bytes(folder, &csv, "a,b\n5,long\n,x\n", 14, &err));
    assert_true(csv_next(&csv, &found, &err));
    assert_false(csv_number(&csv, 0, 0, 1, &number, &err));
    assert_non_null(strstr(err.text, "t.csv:2: column a: 5 must be in [0, 1]"));
    err = (struct error){.kind = ERROR_NONE};
    assert_false(csv_number(&csv, 1, 0, 1, &number, &err));
    assert_non_null(strstr(err.text, "t.csv:2: column b: 'long' is not a number"));
    err = (struct error){.kind = ERROR_NONE};
    assert_false(csv_text(&csv, 1, text, sizeof text, &err));
    assert_non_null(strstr(err.text, "t.csv:2: column b: 'long' has 4 bytes; at most 3"));
    assert_true(csv_next(&csv, &found, &err));
    err = (struct error){.kind = ERROR_NONE};
    assert_false(csv_text(&csv, 0, text, sizeof text, &err));
    assert_non_null(strstr(err.text, "t.csv:3: column a: must not be empty"));
    csv_close(&csv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_quotes_comments_and_empty_lines),
        cmocka_unit_test(everything_else_is_refused),
        cmocka_unit_test(folder_or_nothing_is_no_file),
        cmocka_unit_test(header_must_be_exact),
        cmocka_unit_test(only_plain_numbers_are_numbers),
        cmocka_unit_test(numbers_are_rounded_as_strtod_does),
        cmocka_unit_test(numbers_and_texts_name_their_place),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

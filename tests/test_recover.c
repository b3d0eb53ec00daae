/* Runs that were killed are recovered; two runs are compared; a file is summed up. */
#include "run_file_sample.h"

#include <hdf5.h>
#include <signal.h>
#include <sys/wait.h>

#include "output/compare.h"
#include "output/inspect.h"
#include "output/recover.h"

static char folder[256];

static char *name_of(const char *name)
{
    static char paths[8][512];
    static int turn;
    char *path = paths[turn++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

/* Writes without end until it is killed after some time. */
static void write_and_kill(const char *path, useconds_t after)
{
    unlink(path);
    pid_t child = fork();
    if (child == 0) {
        alarm(60);
        omp_set_num_threads(1); /* the team is not in the child */
        struct sample *sample = sample_new(path);
        sample_shrink(sample, 2000);
        struct run_file *file;
        if (!run_file_create(&file, &sample->options, NULL))
            _exit(1);
        sample_steps(sample, file, 0, 1000000);
        _exit(1);
    }
    while (!sample_exists(path))
        usleep(200);
    usleep(after);
    kill(child, SIGKILL);
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static uint64_t last_step(const char *path)
{
    struct error err = {0};
    struct reader reader;
    assert_success(reader_open(&reader, path, &err), err);
    const struct reader_group *region = reader_group(&reader, "region");
    uint64_t records = region->records;
    /* Groups of one step are made visible one after the other: a kill may come between. */
    for (int g = 0; g < reader.group_count; g++) {
        const struct reader_group *group = &reader.groups[g];
        if (records > 0 && group->records > 0)
            assert_true(group->days[group->records - 1] <= region->days[records - 1] + 7);
    }
    reader_close(&reader);
    return records;
}

static void killed_runs_keep_every_flushed_record(void **unused)
{
    (void)unused;
    const char *killed = name_of("killed.h5"), *plain = name_of("plain.h5");
    struct sample *sample = sample_new(killed);
    sample_shrink(sample, 2000);
    for (useconds_t after = 0; after < 240000; after += 30000 + after / 8) {
        write_and_kill(killed, after);
        uint64_t records = last_step(killed);
        struct error err = {0};
        struct recover_result result;
        assert_success(run_file_recover(killed, plain, true, &result, &err), err);
        assert_int_equal(result.lost, 0);
        assert_int_equal(last_step(plain), records);

        struct reader reader;
        assert_success(reader_open(&reader, plain, &err), err);
        assert_false(reader.live);
        assert_false(reader.complete);
        uint64_t total = 0;
        for (int g = 0; g < 4; g++) {
            const struct reader_group *group = reader_group(&reader, sample->groups[g].name);
            total += group->records;
            sample_check_group(sample, &reader, g, 0);
        }
        assert_int_equal(result.records, total);
        char text[64];
        assert_true(reader_attribute(&reader, "recovered", text, sizeof text));
        assert_true(reader_attribute(&reader, "seed", text, sizeof text));
        assert_string_equal(text, "42");
        assert_true(reader_parameter(&reader, "growth.rate", text, sizeof text));
        assert_string_equal(text, "0.01");
        reader_close(&reader);
        hid_t file = H5Fopen(plain, H5F_ACC_RDONLY, H5P_DEFAULT); /* as other programs do */
        assert_true(file >= 0);
        H5Fclose(file);
    }
    sample_free(sample);
}

/* What run_file_record has returned from is safe, the last record too. */
static void a_recorded_step_is_safe_at_once(void **unused)
{
    (void)unused;
    const char *path = name_of("at-once.h5");
    pid_t child = fork();
    if (child == 0) {
        omp_set_num_threads(1);
        struct sample *sample = sample_new(path);
        sample_shrink(sample, 2000);
        struct run_file *file;
        if (!run_file_create(&file, &sample->options, NULL))
            _exit(1);
        sample_steps(sample, file, 0, 12);
        kill(getpid(), SIGKILL);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));
    struct sample *sample = sample_new(path);
    sample_shrink(sample, 2000);
    sample_check(sample, path, 12);
    struct error err = {0};
    struct reader reader;
    double *days;
    uint64_t length;
    assert_success(reader_open(&reader, path, &err), err);
    assert_success(reader_event_days(&reader, &days, &length, &err), err);
    assert_int_equal(length, 2); /* at steps 3 and 8 */
    free(days);
    reader_close(&reader);
    sample_free(sample);
}

static void a_recovered_file_is_the_same(void **unused)
{
    (void)unused;
    const char *path = name_of("whole.h5"), *copy = name_of("copy.h5");
    struct sample *sample = sample_new(path);
    sample_shrink(sample, 3000);
    sample_write(sample, 20);
    struct error err = {0};
    struct recover_result result;
    assert_success(run_file_recover(path, copy, false, &result, &err), err);
    assert_int_equal(result.events, 3);
    assert_string_equal(result.last_date, "2025-05-26");
    bool same = false;
    assert_success(compare_files(path, copy, stderr, &same, &err), err);
    assert_true(same);

    assert_false(run_file_recover(path, copy, false, NULL, &err));
    assert_non_null(strstr(err.text, "exists already"));
    err = (struct error){0};
    assert_false(run_file_recover(path, path, true, NULL, &err));
    assert_non_null(strstr(err.text, "into itself"));
    assert_true(sample_exists(path));
    sample_free(sample);
}

/* --- compare ------------------------------------------------------------------------------- */

static char *text_of(FILE *stream)
{
    static char text[65536];
    rewind(stream);
    size_t length = fread(text, 1, sizeof text - 1, stream);
    text[length] = '\0';
    fclose(stream);
    return text;
}

static const char *difference(const char *a, const char *b)
{
    struct error err = {0};
    bool same = true;
    FILE *stream = tmpfile();
    assert_success(compare_files(a, b, stream, &same, &err), err);
    assert_false(same);
    return text_of(stream);
}

static void assert_says(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("'%s' does not say '%s'", text, part);
}

/* Changes one value of a dataset, [record, row] or [row]. */
static void change(const char *path, const char *name, int rank, hsize_t record, hsize_t row,
                   double value)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT), space = H5Dget_space(dataset);
    const hsize_t two[2] = {record, row}, one[2] = {1, 1};
    H5Sselect_hyperslab(space, H5S_SELECT_SET, rank == 2 ? two : two + 1, NULL, one, NULL);
    hid_t memory = H5Screate_simple(1, one, NULL);
    assert_true(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, &value) >= 0);
    H5Sclose(memory);
    H5Sclose(space);
    H5Dclose(dataset);
    H5Fclose(file);
}

static void the_first_difference_is_named(void **unused)
{
    (void)unused;
    const char *a = name_of("a.h5"), *b = name_of("b.h5");
    struct sample *sample = sample_new(a);
    sample_shrink(sample, 1500);
    sample_write(sample, 8);
    sample->options.path = b;
    sample->parameters[1].value = "0.02";
    sample_write(sample, 8);
    bool same = false;
    struct error err = {0};
    assert_success(compare_files(a, b, stderr, &same, &err), err);
    assert_true(same); /* parameters alone make no difference */

    change(b, "firm/price", 2, 2, 1234, 7.5); /* the library's own filters write what we read */
    const char *text = difference(a, b);
    assert_says(text, "first difference at 2025-03-03: firm/price[firm=1234] is ");
    assert_says(text, "7.5 in ");
    assert_says(text, "(1 of 1500 rows differ)");
    assert_says(text, "parameter growth.rate is 0.01 in ");
    change(b, "region/prices", 2, 7, 2, 1.25);
    assert_says(difference(a, b), "2025-02-24: region/prices[region=E\u00dcR] is "); /* earlier */
    change(b, "region/population", 1, 0, 1, 3);
    assert_says(difference(a, b), "at the opening: region/population[region=USA] is ");
    assert_says(difference(a, b), ", 3 in ");
    sample_free(sample);
}

static void what_is_not_in_both_is_named(void **unused)
{
    (void)unused;
    const char *a = name_of("long.h5"), *b = name_of("short.h5");
    struct sample *sample = sample_new(a);
    sample_shrink(sample, 100);
    sample_write(sample, 6);
    sample->options.path = b;
    sample->options.overwrite = true;
    sample_write(sample, 5);
    assert_says(difference(a, b), "first difference at 2025-02-17: region is recorded only in ");
    assert_says(difference(b, a), "first difference at 2025-02-17: region is recorded only in ");

    sample->options.group_count = 3;
    sample_fill(sample, 0);
    struct error err = {0};
    struct run_file *file;
    assert_success(run_file_create(&file, &sample->options, &err), err);
    assert_success(run_file_close(file, &err), err);
    assert_says(difference(a, b), "ledger/USD is only in ");

    sample->options.group_count = SAMPLE_GROUPS;
    sample->tables[1].column_count = 3;
    assert_success(run_file_create(&file, &sample->options, &err), err);
    assert_success(run_file_close(file, &err), err);
    assert_says(difference(a, b), "region/rounded is only in ");
    assert_says(difference(b, a), "region/rounded is only in ");

    sample->tables[1].column_count = 4;
    sample_shrink(sample, 99);
    assert_success(run_file_create(&file, &sample->options, &err), err);
    assert_success(run_file_close(file, &err), err);
    assert_says(difference(a, b), "firm has the dimension firm of 100 in ");

    sample_shrink(sample, 100);
    sample->options.start_date = "2025-01-13";
    assert_success(run_file_create(&file, &sample->options, &err), err);
    assert_success(run_file_close(file, &err), err);
    assert_says(difference(a, b), "starts on 2025-01-06");

    bool same;
    assert_false(compare_files(a, name_of("none.h5"), stderr, &same, &err));
    assert_non_null(strstr(err.text, "none.h5: cannot open: No such file"));
    sample_free(sample);
}

/* --- inspect ------------------------------------------------------------------------------- */

static void a_file_is_summed_up(void **unused)
{
    (void)unused;
    const char *path = name_of("summary.h5");
    struct sample *sample = sample_new(path);
    sample_shrink(sample, 100);
    sample->attributes[0].text = "a \"b\"\n\\ \xff \u00e9";
    sample_write(sample, 6);
    struct error err = {0};
    FILE *stream = tmpfile();
    assert_success(inspect_file(path, stream, false, &err), err);
    const char *text = text_of(stream);
    assert_says(text, "2025-01-06 to 2025-02-17, 6 steps of 7 days");
    assert_says(text, "state        complete\n");
    assert_says(text, "sector 5 x instrument 4");

    stream = tmpfile();
    assert_success(inspect_file(path, stream, true, &err), err);
    text = text_of(stream);
    assert_says(text, "\"scenario\": \"a \\\"b\\\"\\u000a\\\\ \\ufffd \u00e9\",");
    assert_says(text, "\"seed\": 42,");
    assert_says(text, "\"steps\": 6,");
    assert_says(text, "\"start\": \"2025-01-06\",");
    assert_says(text, "\"end\": \"2025-02-17\",");
    assert_says(text, "\"complete\": true,");
    assert_says(text, "\"firms\": 100,");
    assert_says(text, "\"links\": null,");
    assert_says(text, "\"state_hash\": \"0123456789abcdef\",");
    assert_says(text,
                "{\"name\": \"firm\", \"meaning\": \"a table\", \"every\": 4, \"records\": 2,");
    assert_says(text,
                "{\"name\": \"sales\", \"type\": \"money\", \"nature\": \"flow\", \"time\": true, "
                "\"unit\": \"cent\", \"meaning\": \"sales\"}");
    assert_false(inspect_file(folder, stderr, true, &err));
    sample_free(sample);
}

int main(void)
{
    sample_folder(folder);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_runs_keep_every_flushed_record),
        cmocka_unit_test(a_recorded_step_is_safe_at_once),
        cmocka_unit_test(a_recovered_file_is_the_same),
        cmocka_unit_test(the_first_difference_is_named),
        cmocka_unit_test(what_is_not_in_both_is_named),
        cmocka_unit_test(a_file_is_summed_up),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    return !sample_remove_folder(folder) || failed != 0;
}

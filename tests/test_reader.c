/* The reader: whole histories and columns; files that are of another kind, newer, or still being
 * written. */
#include "reader_support.h"

#include <hdf5.h>
#include <sys/wait.h>

static void histories_and_columns_agree_with_records(void **unused)
{
    (void)unused;
    const char *path = name_of("history.h5");
    struct sample *sample = sample_new(path);
    sample_write(sample, 12);
    struct error err = {0};
    struct reader reader;
    assert_success(reader_open(&reader, path, &err), err);
    const struct reader_group *firm = reader_group(&reader, "firm");
    double history[4];
    for (uint64_t row = 0; row < firm->rows; row += 6999) { /* both chunks of a record */
        assert_success(reader_history(&reader, firm, "sales", row, history, &err), err);
        for (uint64_t r = 0; r < 4; r++)
            assert_same(history[r], sample_expected(&SAMPLE_FIRM[2], 0, 2, row, r * 4));
        assert_success(reader_history(&reader, firm, "industry", row, history, &err), err);
        assert_same(history[3], sample_expected(&SAMPLE_FIRM[0], 0, 0, row, 0));
    }
    const struct reader_group *trade = reader_group(&reader, "trade");
    double *all = malloc(7 * trade->rows * sizeof *all), values[7];
    assert_success(reader_all(&reader, trade, "value", all, &err), err);
    for (uint64_t row = 0; row < trade->rows; row += 13) {
        assert_success(reader_history(&reader, trade, "value", row, values, &err), err);
        for (uint64_t r = 0; r < 7; r++) {
            assert_same(values[r], sample_expected(&SAMPLE_TRADE[0], 2, 0, row, r * 2));
            assert_same(all[r * trade->rows + row], values[r]);
        }
    }
    assert_success(reader_all(&reader, trade, "tariff", all, &err), err);
    assert_same(all[6 * trade->rows + 5], sample_expected(&SAMPLE_TRADE[1], 2, 1, 5, 0));
    const struct reader_group *region = reader_group(&reader, "region");
    double series[13];
    for (uint64_t row = 0; row < 3; row++) {
        assert_success(reader_history(&reader, region, "prices", row, series, &err), err);
        for (uint64_t r = 0; r < 13; r++)
            assert_same(series[r], sample_expected(&SAMPLE_REGION[2], 1, 2, row, r));
        assert_success(reader_history(&reader, region, "population", row, series, &err), err);
        assert_same(series[12], sample_expected(&SAMPLE_REGION[0], 1, 0, row, 0));
    }
    free(all);

    assert_false(reader_record(&reader, region, "prices", 13, series, &err));
    assert_non_null(strstr(err.text, "region has no record 13, only 13"));
    assert_false(reader_history(&reader, region, "prices", 3, series, NULL));
    assert_false(reader_record(&reader, region, "price", 0, series, NULL));
    reader_close(&reader);
    reader_close(&reader); /* harmless */
    sample_free(sample);
}

static void exact_values_come_back_raw(void **unused)
{
    (void)unused;
    const char *path = name_of("raw.h5");
    struct sample *sample = sample_new(path);
    sample_write(sample, 0);
    struct error err = {0};
    struct reader reader;
    assert_success(reader_open(&reader, path, &err), err);
    const struct reader_group *firm = reader_group(&reader, "firm");
    int64_t *sales = malloc(firm->rows * sizeof *sales);
    assert_success(reader_record_raw(&reader, firm, "sales", 0, sales, &err), err);
    assert_memory_equal(sales, sample->tables[0].data[2], firm->rows * sizeof *sales);
    free(sales);
    reader_close(&reader);
    sample_free(sample);
}

/* --- files of other kinds ------------------------------------------------------------------ */

static void assert_refused(const char *path, const char *why)
{
    struct error err = {0};
    struct reader reader;
    assert_false(reader_open(&reader, path, &err));
    assert_int_equal(err.kind, ERROR_FILE);
    if (strstr(err.text, why) == NULL)
        fail_msg("'%s' does not say '%s'", err.text, why);
    assert_null(strchr(err.text, '\n'));
    assert_null(reader.file);
}

static void other_files_are_refused(void **unused)
{
    (void)unused;
    assert_refused(name_of("none.h5"), "No such file");
    assert_refused(folder, "is not a file");
    assert_refused("/dev/null", "is not a file");
    const char *path = name_of("other.h5");
    write_bytes(path, "", 0);
    assert_refused(path, "not HDF5");
    write_bytes(path, "title: a scenario\n", 18);
    assert_refused(path, "not HDF5");
    write_bytes(path, "\x89HDF\r\n\x1a\n\3\10\10", 11);
    assert_refused(path, "cut off");

    hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    H5Fclose(file);
    assert_refused(path, "superblock version 0");
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_V110);
    file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, access);
    H5Fclose(file);
    H5Pclose(access);
    assert_refused(path, "another kind");
}

static void change_attribute(const char *path, const char *name, hid_t type, const void *value)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    hid_t attribute = H5Aopen(file, name, H5P_DEFAULT);
    assert_true(H5Awrite(attribute, type, value) >= 0);
    H5Aclose(attribute);
    H5Fclose(file);
}

static void versions_are_checked(void **unused)
{
    (void)unused;
    const char *path = name_of("version.h5");
    struct sample *sample = sample_new(path);
    sample_shrink(sample, 100);
    sample_write(sample, 1);
    const int64_t newer[2] = {2, 0}, minor[2] = {1, 99};
    change_attribute(path, "format_version", H5T_NATIVE_INT64, newer);
    assert_refused(path, "has format version 2.0, this program reads up to 1.x");
    change_attribute(path, "format_version", H5T_NATIVE_INT64, minor);
    struct error err = {0};
    struct reader reader;
    assert_success(reader_open(&reader, path, &err), err);
    reader_close(&reader);
    const double step = -7;
    change_attribute(path, "days_per_step", H5T_NATIVE_DOUBLE, &step);
    assert_refused(path, "no days per step");
    sample_free(sample);
}

/* What a reader does not know it leaves out, and what was changed by others it still reads. */
static void unknown_things_are_left_out(void **unused)
{
    (void)unused;
    const char *path = name_of("unknown.h5");
    struct sample *sample = sample_new(path);
    sample_shrink(sample, 100);
    sample_write(sample, 4);
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    H5Gclose(H5Gcreate2(file, "future", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    H5Lcreate_soft("/region", file, "region/loop", H5P_DEFAULT, H5P_DEFAULT);
    H5Lcreate_external("none.h5", "/x", file, "region/outside", H5P_DEFAULT, H5P_DEFAULT);
    H5Lcreate_hard(file, "/region", file, "region/itself", H5P_DEFAULT, H5P_DEFAULT);
    hsize_t size[1] = {99};
    hid_t space = H5Screate_simple(1, size, NULL);
    H5Dclose(H5Dcreate2(file, "region/odd", H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT,
                        H5P_DEFAULT));
    H5Sclose(space);
    H5Fclose(file);
    struct error err = {0};
    struct reader reader;
    assert_success(reader_open(&reader, path, &err), err);
    assert_int_equal(reader.group_count, 4);
    assert_int_equal(reader_group(&reader, "region")->column_count, 4);
    for (int g = 0; g < 3; g++)
        sample_check_group(sample, &reader, g, 0);
    reader_close(&reader);
    sample_free(sample);
}

/* --- following ----------------------------------------------------------------------------- */

static void a_running_writer_is_followed(void **unused)
{
    (void)unused;
    enum { LAST = 200 };
    char path[512];
    snprintf(path, sizeof path, "%s", name_of("live.h5"));
    pid_t child = fork();
    if (child == 0) {
        alarm(120);
        omp_set_num_threads(1);
        struct sample *sample = sample_new(path);
        sample_shrink(sample, 2000);
        struct run_file *file;
        struct attribute complete = {.name = "complete", .type = ATTRIBUTE_INTEGER, .integer = 1};
        bool done = run_file_create(&file, &sample->options, NULL);
        for (uint32_t step = 0; done && step <= LAST; step++) {
            sample_fill(sample, step);
            if (step == 10)
                done = run_file_request(file, "ledger/USD", NULL);
            done = done && run_file_record(file, step, NULL);
            usleep(2000);
        }
        done = done && run_file_attribute(file, &complete, NULL) && run_file_close(file, NULL);
        _exit(done ? 0 : 1);
    }
    struct sample *sample = sample_new(path);
    sample_shrink(sample, 2000);
    struct error err = {0};
    struct reader reader;
    for (int wait = 0; wait < 5000 && !sample_exists(path); wait++)
        usleep(1000);
    assert_success(reader_open(&reader, path, &err), err); /* whole from its first moment */
    assert_true(reader.live);
    uint64_t seen[SAMPLE_GROUPS] = {0};
    int looks = 0, news = 0;
    for (bool live = true; live; looks++) {
        live = reader.live;
        for (int g = 0; g < 4; g++) {
            const struct reader_group *group = reader_group(&reader, sample->groups[g].name);
            if (group->records > seen[g]) {
                sample_check_group(sample, &reader, g, seen[g]);
                news++;
            }
            seen[g] = group->records;
        }
        usleep(3000);
        assert_success(reader_refresh(&reader, &err), err);
    }
    assert_true(reader.complete);
    assert_int_equal(reader_group(&reader, "region")->records, LAST + 1);
    assert_int_equal(seen[1], LAST + 1);
    assert_int_equal(seen[0], LAST / 4 + 1);
    assert_true(looks > 5 && news > 10); /* it was live, not read at the end */
    reader_close(&reader);
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    sample_free(sample);
}

int main(void)
{
    sample_folder(folder);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(histories_and_columns_agree_with_records),
        cmocka_unit_test(exact_values_come_back_raw),
        cmocka_unit_test(other_files_are_refused),
        cmocka_unit_test(versions_are_checked),
        cmocka_unit_test(unknown_things_are_left_out),
        cmocka_unit_test(a_running_writer_is_followed),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    if (failed != 0)
        return failed; /* the file that broke it is kept */
    return !sample_remove_folder(folder);
}

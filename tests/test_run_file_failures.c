/* Run files: creation is all or nothing; errors leave a readable file. */
#include "run_file_folder.h"

#include <dirent.h>
#include <hdf5.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static int files_in_folder(void)
{
    DIR *directory = opendir(folder);
    int length = -2; /* . and .. */
    while (readdir(directory) != NULL)
        length++;
    closedir(directory);
    return length;
}

static void an_existing_file_is_refused(void **unused)
{
    (void)unused;
    const char *path = name_of("old.h5");
    struct sample *sample = sample_new(path);
    sample_shrink(sample, 100);
    sample_write(sample, 3);
    uint64_t before = file_hash(path);
    struct error err = {0};
    struct run_file *file;
    assert_false(run_file_create(&file, &sample->options, &err));
    assert_null(file);
    assert_non_null(strstr(err.text, "old.h5: exists already"));
    assert_true(file_hash(path) == before);

    /* A failure after the new file was begun leaves the old one, and nothing else. */
    int files = files_in_folder();
    sample->options.overwrite = true;
    sample->groups[3].name = "firm";
    err = (struct error){0};
    assert_false(run_file_create(&file, &sample->options, &err));
    assert_non_null(strstr(err.text, "two groups are named firm"));
    assert_true(file_hash(path) == before);
    assert_int_equal(files_in_folder(), files);

    sample->groups[3].name = "ledger/USD";
    sample_write(sample, 2);
    assert_true(file_hash(path) != before);
    assert_int_equal(files_in_folder(), files);
    sample_free(sample);
}

static void what_cannot_be_created_says_why(void **unused)
{
    (void)unused;
    struct sample *sample = sample_new(name_of("no/such/folder/run.h5"));
    struct run_file *file;
    struct error err = {0};
    assert_false(run_file_create(&file, &sample->options, &err));
    assert_int_equal(err.kind, ERROR_FILE);
    assert_non_null(strstr(err.text, "No such file or directory"));

    sample->options.path = folder;
    sample->options.overwrite = true;
    err = (struct error){0};
    assert_false(run_file_create(&file, &sample->options, &err));
    assert_non_null(strstr(err.text, "exists and is not a file"));

    sample->options.path = name_of("bad.h5");
    sample->options.start_date = "2025-02-30";
    err = (struct error){0};
    assert_false(run_file_create(&file, &sample->options, &err));
    assert_non_null(strstr(err.text, "'2025-02-30' is not a date"));
    sample->options.start_date = "2025-01-06";

    const struct column clash[] = {{"region", COLUMN_real, STOCK, "1", 0, "a name twice"}};
    sample->tables[1].columns = clash;
    sample->tables[1].column_count = 1;
    err = (struct error){0};
    assert_false(run_file_create(&file, &sample->options, &err));
    assert_non_null(strstr(err.text, "region/region: the name is taken"));
    assert_false(sample_exists(sample->options.path));
    sample_free(sample);
}

static void a_full_disk_stops_before_the_record(void **unused)
{
    (void)unused;
    const char *path = name_of("full.h5");
    struct sample *sample = sample_new(path);
    sample_shrink(sample, 100);
    sample->options.disk_reserve = UINT64_MAX / 2;
    struct error err = {0};
    struct run_file *file;
    assert_success(run_file_create(&file, &sample->options, &err), err);
    assert_false(run_file_record(file, 0, &err));
    assert_non_null(strstr(err.text, "disk almost full"));
    assert_false(run_file_record(file, 1, NULL));
    err = (struct error){0};
    assert_success(run_file_close(file, &err), err);
    struct reader reader;
    assert_success(reader_open(&reader, path, &err), err);
    assert_false(reader.complete);
    assert_int_equal(reader_group(&reader, "region")->records, 0);
    reader_close(&reader);
    sample_free(sample);
}

/* A limit on the size of files stands for a disk that fills up in the middle of a record. */
static int run_into_the_limit(const char *path, bool space_comes_back)
{
    pid_t child = fork();
    if (child != 0) {
        int status;
        waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    alarm(60);
    omp_set_num_threads(1); /* the team is not in the child */
    signal(SIGXFSZ, SIG_IGN);
    struct sample *sample = sample_new(path);
    struct error err = {0};
    struct run_file *file;
    if (!run_file_create(&file, &sample->options, &err))
        _exit(10);
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = 9000000; /* the fourth record of /firm does not fit */
    setrlimit(RLIMIT_FSIZE, &limit);
    uint32_t step = 0;
    do {
        sample_fill(sample, step);
        if (step == 10 && !run_file_request(file, "ledger/USD", &err))
            _exit(13);
    } while (run_file_record(file, step, &err) && ++step < 40);
    if (step != 12 || strstr(err.text, "cannot write firm/") == NULL ||
        strstr(err.text, "File too large") == NULL)
        _exit(11);
    limit.rlim_cur = limit.rlim_max;
    if (space_comes_back)
        setrlimit(RLIMIT_FSIZE, &limit);
    exit(run_file_close(file, &err) ? 0 : 12); /* with all that runs at exit */
}

static void a_failed_write_keeps_the_records_before(void **unused)
{
    (void)unused;
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
    skip(); /* it does not follow a fork of a process that has a team of threads */
#endif
#endif
    for (int space_comes_back = 0; space_comes_back < 2; space_comes_back++) {
        const char *path = name_of(space_comes_back ? "limit.h5" : "limit2.h5");
        assert_int_equal(run_into_the_limit(path, space_comes_back), space_comes_back ? 0 : 12);
        struct error err = {0};
        struct reader reader;
        assert_success(reader_open(&reader, path, &err), err);
        assert_int_equal(reader.live, !space_comes_back);
        reader_close(&reader);
        struct sample *sample = sample_new(path);
        sample_check(sample, path, 11);
        sample_free(sample);
        if (space_comes_back) { /* what was half written is taken back: all lengths agree */
            hid_t again = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
            const char *const columns[] = {"firm/price", "firm/sales", "firm/time"};
            for (int c = 0; c < 3; c++) {
                hid_t dataset = H5Dopen2(again, columns[c], H5P_DEFAULT);
                hid_t space = H5Dget_space(dataset);
                hsize_t size[2];
                H5Sget_simple_extent_dims(space, size, NULL);
                assert_int_equal(size[0], 3);
                H5Sclose(space);
                H5Dclose(dataset);
            }
            H5Fclose(again);
        }
    }
}

int main(void)
{
    sample_folder(folder);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_existing_file_is_refused),
        cmocka_unit_test(what_cannot_be_created_says_why),
        cmocka_unit_test(a_full_disk_stops_before_the_record),
        cmocka_unit_test(a_failed_write_keeps_the_records_before),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    return !sample_remove_folder(folder) || failed != 0;
}

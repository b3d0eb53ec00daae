/* Run files: what is written is read back, exactly or rounded as declared; creation is all or
 * nothing; errors leave a readable file. */
#include "run_file_sample.h"

#include <dirent.h>
#include <hdf5.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "output/chunk.h"

static char folder[256];

static char *name_of(const char *name)
{
    static char paths[4][512];
    static int turn;
    char *path = paths[turn++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static int files_in_folder(void)
{
    DIR *directory = opendir(folder);
    int length = -2; /* . and .. */
    while (readdir(directory) != NULL)
        length++;
    closedir(directory);
    return length;
}

static void every_value_comes_back(void **unused)
{
    (void)unused;
    const char *path = name_of("values.h5");
    struct sample *sample = sample_new(path);
    sample_write(sample, 12);
    sample_check(sample, path, 12);
    sample_free(sample);
}

static void small_chunks_go_on_into_the_next(void **unused)
{
    (void)unused;
    const char *path = name_of("many.h5");
    struct sample *sample = sample_new(path);
    sample_shrink(sample, 8);
    sample->options.steps = 0; /* not known: 512 records in a chunk of /region */
    struct error err = {0};
    struct run_file *file;
    assert_success(run_file_create(&file, &sample->options, &err), err);
    sample_steps(sample, file, 0, 1100);
    assert_success(run_file_close(file, &err), err);
    struct reader reader;
    assert_success(reader_open(&reader, path, &err), err);
    const struct reader_group *group = reader_group(&reader, "region");
    assert_int_equal(group->records, 1101);
    double *all = malloc(1101 * 3 * sizeof *all);
    assert_success(reader_all(&reader, group, "gdp", all, &err), err);
    for (uint64_t step = 0; step <= 1100; step++)
        for (uint64_t r = 0; r < 3; r++)
            assert_same(all[step * 3 + r], sample_expected(&SAMPLE_REGION[1], 1, 1, r, step));
    free(all);
    reader_close(&reader);
    sample_free(sample);
}

static void columns_say_what_they_are(void **unused)
{
    (void)unused;
    const char *path = name_of("columns.h5");
    struct sample *sample = sample_new(path);
    sample_shrink(sample, 100);
    sample_write(sample, 5);
    struct error err = {0};
    struct reader reader;
    assert_success(reader_open(&reader, path, &err), err);
    assert_true(reader.complete);
    assert_false(reader.live);
    assert_string_equal(reader.start_date, "2025-01-06");
    assert_int_equal(reader.group_count, 4); /* a table without rows has no group */

    const struct reader_group *firm = reader_group(&reader, "firm");
    assert_int_equal(firm->every, 4);
    assert_int_equal(firm->column_count, 9);
    const struct reader_column *sales = reader_column(firm, "sales");
    assert_string_equal(sales->unit, "cent");
    assert_string_equal(sales->meaning, "sales");
    assert_int_equal(sales->type, COLUMN_money);
    assert_int_equal(sales->nature, FLOW);
    assert_true(sales->has_time);
    const struct reader_column *price = reader_column(firm, "price");
    assert_int_equal(price->bits, 12);
    assert_int_equal(price->type, COLUMN_real32); /* 12 bits fit */
    assert_int_equal(reader_column(firm, "long_real")->type, COLUMN_real);
    assert_int_equal(reader_column(firm, "orders")->type, COLUMN_count);
    assert_int_equal(reader_column(firm, "industry")->nature, TRAIT);
    assert_false(reader_column(firm, "industry")->has_time);
    /* Declared order, not the order of names. */
    assert_string_equal(firm->columns[0].name, "industry");
    assert_string_equal(firm->columns[1].name, "price");

    const struct reader_group *ledger = reader_group(&reader, "ledger/USD");
    assert_int_equal(ledger->dimension_count, 2);
    assert_string_equal(ledger->dimensions[1].labels[3], "x");
    char text[128];
    reader_row_name(ledger, 6, text, sizeof text);
    assert_string_equal(text, "sector=1 instrument=bond");
    const struct reader_group *region = reader_group(&reader, "region");
    assert_string_equal(region->dimensions[0].labels[2], "E\u00dcR");
    char date[16];
    assert_string_equal(reader_date(&reader, region->days[1], date), "2025-01-13");
    assert_int_equal(reader_record_at(region, -0.5), -1);
    assert_int_equal(reader_record_at(region, 7), 1);
    assert_int_equal(reader_record_at(region, 13.9), 1);
    assert_int_equal(reader_record_at(region, 1e6), 5);

    assert_true(reader_attribute(&reader, "scenario", text, sizeof text));
    assert_string_equal(text, "sample \"1\"");
    assert_true(reader_attribute(&reader, "seed", text, sizeof text));
    assert_string_equal(text, "42");
    assert_true(reader_attribute(&reader, "wall_seconds", text, sizeof text));
    assert_string_equal(text, "0.5");
    assert_true(reader_attribute(&reader, "state_hash", text, sizeof text));
    assert_string_equal(text, "0123456789abcdef");
    assert_true(reader_attribute(&reader, "format", text, sizeof text));
    assert_string_equal(text, "keiretsu-run");
    assert_false(reader_attribute(&reader, "hostname", text, sizeof text));
    assert_true(reader_parameter(&reader, "growth.rate", text, sizeof text));
    assert_string_equal(text, "0.01");
    assert_false(reader_parameter(&reader, "growth", text, sizeof text));
    reader_close(&reader);
    sample_free(sample);
}

static void parameters_and_events_are_lists(void **unused)
{
    (void)unused;
    const char *path = name_of("lists.h5");
    struct sample *sample = sample_new(path);
    sample_shrink(sample, 100);
    sample_write(sample, 20); /* four events at steps 3, 8, 13, 18, with room for three */
    struct error err = {0};
    struct reader reader;
    assert_success(reader_open(&reader, path, &err), err);
    char **texts;
    uint64_t length;
    assert_success(reader_texts(&reader, "parameter/source", &texts, &length, &err), err);
    assert_int_equal(length, 3);
    assert_string_equal(texts[1], "a \u20ac source");
    assert_string_equal(texts[2], "");
    reader_texts_free(texts, length);
    double *days;
    assert_success(reader_event_days(&reader, &days, &length, &err), err);
    assert_int_equal(length, 3);
    assert_same(days[2], 13 * 7 + 0.5);
    free(days);
    assert_success(reader_texts(&reader, "event/what", &texts, &length, &err), err);
    assert_string_equal(texts[0], "caf\u00e9 closes");
    reader_texts_free(texts, length);
    assert_success(reader_texts(&reader, "event/rule", &texts, &length, &err), err);
    assert_string_equal(texts[2], "largest");
    reader_texts_free(texts, length);
    static const struct {
        const char *name;
        double value;
    } NUMBERS[] = {{"until", 13 * 7 + 20}, {"size", 0.25}, {"lost", 1e12}, {"firms", 0}};
    for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
        double *values;
        assert_success(reader_event_numbers(&reader, NUMBERS[i].name, &values, &length, &err), err);
        assert_int_equal(length, 3);
        assert_same(values[2], NUMBERS[i].value);
        free(values);
    }
    char text[32];
    assert_true(reader_attribute(&reader, "events_dropped", text, sizeof text));
    assert_string_equal(text, "1");
    assert_false(reader_texts(&reader, "nothing/here", &texts, &length, &err));
    reader_close(&reader);
    sample_free(sample);
}

static void long_texts_become_datasets(void **unused)
{
    (void)unused;
    const char *path = name_of("long.h5");
    struct sample *sample = sample_new(path);
    sample_shrink(sample, 100);
    char *text = malloc(200001);
    memset(text, 'c', 200000);
    text[200000] = '\0';
    sample->attributes[0] = (struct attribute){.name = "configuration", .text = text};
    sample_write(sample, 1);
    struct error err = {0};
    struct reader reader;
    assert_success(reader_open(&reader, path, &err), err);
    char **texts;
    uint64_t length;
    assert_success(reader_texts(&reader, "configuration", &texts, &length, &err), err);
    assert_int_equal(length, 1);
    assert_string_equal(texts[0], text);
    reader_texts_free(texts, length);
    reader_close(&reader);
    free(text);
    sample_free(sample);
}

static uint64_t file_hash(const char *path)
{
    FILE *stream = fopen(path, "rb");
    uint64_t hash = 14695981039346656037u;
    for (int c = fgetc(stream); c != EOF; c = fgetc(stream))
        hash = (hash ^ (uint64_t)c) * 1099511628211u;
    fclose(stream);
    return hash;
}

static void bytes_do_not_depend_on_threads(void **unused)
{
    (void)unused;
    int threads_before = omp_get_max_threads();
    uint64_t expected = 0;
    for (int t = 0; t < THREAD_CASES; t++) {
        const char *path = name_of("threads.h5");
        struct sample *sample = sample_new(path);
        sample->options.overwrite = true;
        omp_set_num_threads(THREADS[t]);
        sample_write(sample, 4);
        uint64_t hash = file_hash(path);
        if (t == 0)
            expected = hash;
        assert_true(hash == expected);
        sample_free(sample);
    }
    omp_set_num_threads(threads_before);
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

static void attributes_keep_their_type_and_length(void **unused)
{
    (void)unused;
    const char *path = name_of("attributes.h5");
    struct sample *sample = sample_new(path);
    sample_shrink(sample, 100);
    struct error err = {0};
    struct run_file *file;
    assert_success(run_file_create(&file, &sample->options, &err), err);
    struct attribute seed = {.name = "seed", .type = ATTRIBUTE_TEXT, .text = "x"};
    assert_false(run_file_attribute(file, &seed, NULL));
    struct attribute none = {.name = "none", .type = ATTRIBUTE_TEXT, .text = "x"};
    assert_false(run_file_attribute(file, &none, NULL));
    /* Cut off between characters: 15 letters and a half e with accent do not fit into 16. */
    struct attribute hash = {.name = "state_hash", .text = "123456789012345\u00e9"};
    assert_success(run_file_attribute(file, &hash, &err), err);
    assert_success(run_file_close(file, &err), err);
    struct reader reader;
    assert_success(reader_open(&reader, path, &err), err);
    char text[64];
    assert_true(reader_attribute(&reader, "state_hash", text, sizeof text));
    assert_string_equal(text, "123456789012345");
    reader_close(&reader);
    sample_free(sample);
}

static void a_step_is_recorded_once(void **unused)
{
    (void)unused;
    const char *path = name_of("once.h5");
    struct sample *sample = sample_new(path);
    sample_shrink(sample, 100);
    struct error err = {0};
    struct run_file *file;
    assert_success(run_file_create(&file, &sample->options, &err), err);
    assert_success(run_file_record(file, 0, &err), err);
    assert_success(run_file_record(file, 3, &err), err);
    assert_success(run_file_request(file, "firm", &err), err);
    assert_success(run_file_request(file, "region", &err), err);
    assert_success(run_file_record(file, 3, &err), err);
    assert_false(run_file_request(file, "nothing", NULL));
    assert_success(run_file_close(file, &err), err);
    struct reader reader;
    assert_success(reader_open(&reader, path, &err), err);
    assert_int_equal(reader_group(&reader, "region")->records, 2);
    assert_int_equal(reader_group(&reader, "firm")->records, 2);
    assert_int_equal(reader_group(&reader, "trade")->records, 1);
    reader_close(&reader);
    sample_free(sample);
}

/* --- chunks -------------------------------------------------------------------------------- */

static void chunks_cover_every_row_once(void **unused)
{
    (void)unused;
    const uint64_t cases[][DIMENSIONS_MAX] = {
        {1},        {7},        {65536},    {65537},    {200000},       {7, 37},
        {7, 40000}, {3, 70000}, {70000, 3}, {7, 7, 37}, {5, 100, 1000}, {2, 3, 100000},
    };
    const int ranks[] = {1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3};
    for (int i = 0; i < 12; i++)
        for (uint64_t most = 1000; most <= CHUNK_VALUES; most *= 4) {
            struct chunk_grid grid = chunk_grid_of(ranks[i], cases[i], most);
            assert_true(grid.values <= most);
            uint64_t next = 0;
            for (uint64_t k = 0; k < grid.chunks; k++) {
                struct chunk_range range = chunk_range_of(&grid, k);
                assert_int_equal(range.first, next);
                assert_true(range.count >= 1 && range.count <= grid.values);
                uint64_t row = 0;
                for (int d = 0; d < ranks[i]; d++) {
                    assert_int_equal(range.start[d] % grid.shape[d], 0);
                    row = row * cases[i][d] + range.start[d];
                }
                assert_int_equal(row, range.first);
                next += range.count;
            }
            uint64_t rows = 1;
            for (int d = 0; d < ranks[i]; d++)
                rows *= cases[i][d];
            assert_int_equal(next, rows);
            struct chunk_grid same;
            assert_true(chunk_grid_from_shape(&same, ranks[i], cases[i], grid.shape));
            assert_memory_equal(&same, &grid, sizeof same);
        }
    struct chunk_grid grid;
    assert_false(chunk_grid_from_shape(&grid, 2, (uint64_t[]){4, 6}, (uint64_t[]){2, 3}));
    assert_false(chunk_grid_from_shape(&grid, 1, (uint64_t[]){4}, (uint64_t[]){5}));
    assert_false(chunk_grid_from_shape(&grid, 1, (uint64_t[]){4}, (uint64_t[]){0}));
}

static void rounding_keeps_the_bits_declared(void **unused)
{
    (void)unused;
    enum { LENGTH = 4096 };
    double source[LENGTH], wide[LENGTH];
    float narrow[LENGTH];
    for (int i = 0; i < LENGTH; i++)
        source[i] = sample_real(0, 1, (uint64_t)i, 1);
    source[0] = (double)NAN;
    for (int bits = 1; bits <= 52; bits++) {
        bool single = chunk_stored_type(COLUMN_real, bits) == COLUMN_real32;
        assert_int_equal(single, bits <= 23);
        chunk_convert(COLUMN_real, bits, source, LENGTH, single ? (void *)narrow : (void *)wide);
        assert_true(isnan(single ? (double)narrow[0] : wide[0]));
        for (int i = 1; i < LENGTH; i++)
            assert_same(single ? (double)narrow[i] : wide[i], sample_round(source[i], bits));
    }
    const float nan_bits = (float)NAN;
    chunk_convert(COLUMN_real32, 7, &nan_bits, 1, narrow);
    assert_true(isnan(narrow[0]));
    int64_t large = INT64_MAX - 1, kept;
    chunk_convert(COLUMN_money, 12, &large, 1, &kept); /* money is always exact */
    assert_true(kept == large);
}

static void packing_survives_any_bytes(void **unused)
{
    (void)unused;
    enum { LENGTH = 3000 };
    struct chunk_worker *worker = chunk_worker_new(LENGTH);
    unsigned char *stored = malloc(chunk_stored_max(LENGTH, 8));
    int64_t source[LENGTH], back[LENGTH];
    uint32_t left_out;
    for (int noise = 0; noise < 2; noise++) {
        for (int i = 0; i < LENGTH; i++)
            source[i] = noise ? (int64_t)sample_bits(1, 1, (uint64_t)i, 1) : i % 50;
        int length = noise ? LENGTH : LENGTH - 100; /* the rest is padding */
        uint64_t size = chunk_pack(worker, COLUMN_count, 0, source, (uint64_t)length, LENGTH,
                                   stored, &left_out);
        assert_int_equal(left_out, noise ? CHUNK_NOT_DEFLATED : 0);
        assert_true(noise ? size == LENGTH * 8 : size < LENGTH);
        assert_true(chunk_unpack(worker, stored, size, left_out, LENGTH, 8, back));
        assert_memory_equal(back, source, (size_t)length * sizeof *back);
        for (int i = length; i < LENGTH; i++)
            assert_int_equal(back[i], 0);
        assert_false(chunk_unpack(worker, stored, size - 1, left_out, LENGTH, 8, back));
        assert_false(chunk_unpack(worker, stored, size, left_out, LENGTH + 1, 8, back));
        assert_false(chunk_unpack(worker, stored, size, left_out, LENGTH - 1, 8, back));
    }
    for (uint64_t i = 0; i < 2000; i++) { /* damaged, it fails or gives other values, no more */
        uint64_t size =
            chunk_pack(worker, COLUMN_count, 0, source, LENGTH, LENGTH, stored, &left_out);
        for (uint64_t k = 0; k < size; k += 1 + i % 7)
            stored[k] = (unsigned char)sample_bits(2, 2, k, i);
        chunk_unpack(worker, stored, size, 0, LENGTH, 8, back);
    }
    free(stored);
    chunk_worker_free(worker);
}

/* Money: the last bytes are noise and stay as they are, in more than one stored block. */
static void noisy_bytes_are_stored(void **unused)
{
    (void)unused;
    enum { LENGTH = 70000 };
    struct chunk_worker *worker = chunk_worker_new(LENGTH);
    unsigned char *stored = malloc(chunk_stored_max(LENGTH, 8));
    int64_t *source = malloc(LENGTH * sizeof *source), *back = malloc(LENGTH * sizeof *back);
    for (int noisy = 0; noisy <= 8; noisy++) {
        uint32_t left_out;
        uint64_t mask = noisy < 8 ? (UINT64_C(1) << (8 * noisy)) - 1 : UINT64_MAX;
        for (int i = 0; i < LENGTH; i++)
            source[i] = (int64_t)(sample_bits(1, 1, (uint64_t)i, 1) & mask);
        uint64_t size =
            chunk_pack(worker, COLUMN_count, 0, source, LENGTH, LENGTH, stored, &left_out);
        assert_int_equal(left_out, noisy == 8 ? CHUNK_NOT_DEFLATED : 0);
        uint64_t plain = (uint64_t)noisy * LENGTH;
        assert_in_range(size, plain, plain + LENGTH / 10);
        if (noisy > 0 && noisy < 8)
            assert_int_equal(stored[2], 0); /* begins with a stored block */
        assert_true(chunk_unpack(worker, stored, size, left_out, LENGTH, 8, back));
        assert_memory_equal(back, source, LENGTH * sizeof *back);
    }
    free(back);
    free(source);
    free(stored);
    chunk_worker_free(worker);
}

int main(void)
{
    sample_folder(folder);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_comes_back),
        cmocka_unit_test(small_chunks_go_on_into_the_next),
        cmocka_unit_test(columns_say_what_they_are),
        cmocka_unit_test(parameters_and_events_are_lists),
        cmocka_unit_test(long_texts_become_datasets),
        cmocka_unit_test(bytes_do_not_depend_on_threads),
        cmocka_unit_test(an_existing_file_is_refused),
        cmocka_unit_test(what_cannot_be_created_says_why),
        cmocka_unit_test(a_full_disk_stops_before_the_record),
        cmocka_unit_test(a_failed_write_keeps_the_records_before),
        cmocka_unit_test(attributes_keep_their_type_and_length),
        cmocka_unit_test(a_step_is_recorded_once),
        cmocka_unit_test(chunks_cover_every_row_once),
        cmocka_unit_test(rounding_keeps_the_bits_declared),
        cmocka_unit_test(packing_survives_any_bytes),
        cmocka_unit_test(noisy_bytes_are_stored),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    return !sample_remove_folder(folder) || failed != 0;
}

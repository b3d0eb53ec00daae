/* Run files: what is written is read back, exactly or rounded as declared, and says what it is. */
#include "run_file_folder.h"

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
        cmocka_unit_test(attributes_keep_their_type_and_length),
        cmocka_unit_test(a_step_is_recorded_once),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    return !sample_remove_folder(folder) || failed != 0;
}

/* The list of parameters: types, ranges, defaults, texts and suggestions. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "agents/parameters.h"

static const struct parameter *find(const char *key)
{
    const struct parameter *parameter = parameter_find(key);
    assert_non_null(parameter);
    return parameter;
}

/* Reads the value; the error's text, or "" where it is taken. */
static const char *refusal(const char *key, const char *text, struct error *err)
{
    struct parameters p;
    parameters_default(&p);
    *err = (struct error){0};
    bool good = parameter_read(find(key), text, "here", &p, err);
    assert_int_equal(good, err->kind == ERROR_NONE);
    return err->text;
}

static void every_default_is_allowed_and_reads_back(void **unused)
{
    (void)unused;
    struct parameters p;
    parameters_default(&p);
    for (int i = 0; i < PARAMETER_COUNT; i++) {
        const struct parameter *parameter = &parameter_list[i];
        char text[PARAMETER_VALUE];
        struct error err = {0};
        parameter_format(parameter, &p, NULL, text);
        if (!parameter_read(parameter, text, "default", &p, &err))
            fail_msg("%s", err.text);
        assert_true(parameter_is_default(parameter, &p));
    }
}

static void every_line_of_the_list_is_complete(void **unused)
{
    (void)unused;
    for (int i = 0; i < PARAMETER_COUNT; i++) {
        const struct parameter *parameter = &parameter_list[i];
        assert_ptr_equal(parameter_find(parameter->key), parameter); /* no key twice */
        assert_true(strlen(parameter->meaning) > 10);
        assert_true(parameter->least <= parameter->most);
        bool number = parameter->type == PARAMETER_TYPE_REAL ||
                      parameter->type == PARAMETER_TYPE_WHOLE ||
                      parameter->type == PARAMETER_TYPE_REAL_BY_REGION;
        if (number && !(parameter->least < parameter->most))
            fail_msg("%s has no range", parameter->key);
        if (parameter->type == PARAMETER_TYPE_WHOLE && fabs(parameter->most) > 9007199254740992.0)
            fail_msg("%s: range beyond what a double counts", parameter->key);
        if ((parameter->type == PARAMETER_TYPE_REAL) && parameter->source[0] == '\0')
            fail_msg("%s has no source", parameter->key);
        assert_null(strchr(parameter->meaning, '|')); /* would break the manual's tables */
    }
}

static void keys_are_section_and_name(void **unused)
{
    (void)unused;
    assert_string_equal(parameter_list[PARAMETER_population_firms].key, "population.firms");
    assert_string_equal(parameter_list[PARAMETER__seed].key, "seed");
    assert_null(parameter_find("firms"));
    assert_null(parameter_find(""));
    assert_null(parameter_find("population."));
}

static void values_are_read_into_their_members(void **unused)
{
    (void)unused;
    struct parameters p;
    struct error err = {0};
    parameters_default(&p);
    assert_int_equal(p.firms, 20000);
    assert_true(parameter_read(find("population.firms"), "12345", "here", &p, &err));
    assert_int_equal(p.firms, 12345);
    assert_true(parameter_read(find("population.firms"), "1e6", "here", &p, &err));
    assert_int_equal(p.firms, 1000000);
    assert_true(parameter_read(find("clock.step"), "day", "here", &p, &err));
    assert_int_equal(p.step, CLOCK_DAY);
    assert_true(parameter_read(find("clock.start"), "2024-02-29", "here", &p, &err));
    assert_string_equal(p.start, "2024-02-29");
    assert_true(parameter_read(find("output.link"), "true", "here", &p, &err));
    assert_true(p.link);
    assert_true(parameter_read(find("policy.tariff"), "0.25", "here", &p, &err));
    for (int r = 0; r < REGIONS_MAX; r++)
        assert_true(p.tariff[r] == 0.25);
    assert_true(parameter_read_region(find("policy.tariff"), 1, "USA", "0.5", "here", &p, &err));
    assert_true(p.tariff[0] == 0.25 && p.tariff[1] == 0.5 && p.tariff[2] == 0.25);
    assert_false(parameter_is_default(find("policy.tariff"), &p));
    assert_true(parameter_is_default(find("policy.exchange_rate"), &p));
}

static void wrong_types_and_ranges_are_refused(void **unused)
{
    (void)unused;
    static const struct {
        const char *key, *text, *what;
    } bad[] = {
        {"population.firms", "many", "is not a whole number"},
        {"population.firms", "", "is not a whole number"},
        {"population.firms", "20000.5", "is not a whole number"},
        {"population.firms", "0x5000", "is not a whole number"},
        {"population.firms", "5000 ", "is not a whole number"},
        {"population.firms", "1999", "is out of range"},
        {"population.firms", "10000001", "is out of range"},
        {"population.firms", "-20000", "is out of range"},
        {"population.firms", "99999999999999999999999999", "is out of range"},
        {"population.firms", "1e999", "is out of range"},
        {"population.size_tail", "nan", "is not a number"},
        {"population.size_tail", "inf", "is not a number"},
        {"population.size_tail", "1.1.1", "is not a number"},
        {"population.size_tail", "1,1", "is not a number"},
        {"population.size_tail", "-1e999", "is out of range"},
        {"population.size_tail", "2.0001", "is out of range"},
        {"population.size_tail", "1.0099", "is out of range"},
        {"growth.trends", "yes", "is not a flag"},
        {"clock.step", "month", "is not known"},
        {"clock.start", "2025-02-29", "is not a day of the calendar"},
        {"clock.start", "2025-1-6", "is not a day of the calendar"},
        {"clock.start", "06.01.2025", "is not a day of the calendar"},
        {"clock.start", "1899-12-31", "is out of range"},
        {"clock.start", "2200-01-01", "is out of range"},
        {"policy.tariff", "-0.1", "is out of range"},
    };
    struct error err;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *text = refusal(bad[i].key, bad[i].text, &err);
        if (strstr(text, bad[i].what) == NULL || strstr(text, bad[i].key) == NULL ||
            strstr(text, bad[i].text) == NULL || strstr(text, "allowed: ") == NULL ||
            strncmp(text, "here: ", 6) != 0)
            fail_msg("%s=%s: \"%s\"", bad[i].key, bad[i].text, text);
        assert_int_equal(err.kind, ERROR_CONFIG);
    }
}

static void ends_of_ranges_are_allowed(void **unused)
{
    (void)unused;
    struct error err;
    assert_string_equal(refusal("population.firms", "2000", &err), "");
    assert_string_equal(refusal("population.firms", "10000000", &err), "");
    assert_string_equal(refusal("population.size_tail", "1.01", &err), "");
    assert_string_equal(refusal("population.size_tail", "2", &err), "");
    assert_string_equal(refusal("seed", "4294967295", &err), "");
    assert_string_not_equal(refusal("seed", "4294967296", &err), "");
}

static void a_refused_value_changes_nothing(void **unused)
{
    (void)unused;
    struct parameters p, before;
    parameters_default(&p);
    before = p;
    for (int i = 0; i < PARAMETER_COUNT; i++) {
        const struct parameter *parameter = &parameter_list[i];
        char text[1000];
        memset(text, 'x', sizeof text - 1); /* too long for texts, wrong for all others */
        text[sizeof text - 1] = '\0';
        assert_false(parameter_read(parameter, text, "here", &p, NULL));
    }
    assert_memory_equal(&p, &before, sizeof p);
}

static void numbers_are_written_as_short_as_they_read_back(void **unused)
{
    (void)unused;
    char text[32];
    assert_string_equal(number_format(0.1, text), "0.1");
    assert_string_equal(number_format(110000, text), "110000");
    assert_string_equal(number_format(10000000, text), "10000000");
    assert_string_equal(number_format(4294967295.0, text), "4294967295");
    assert_string_equal(number_format(-0.001, text), "-0.001");
    assert_string_equal(number_format(0, text), "0");
    double awkward[] = {0.1 + 0.2, 1.0 / 3, 1e-300, 123456.789012345678, 5e-324, 1.7e308};
    for (size_t i = 0; i < sizeof awkward / sizeof *awkward; i++)
        assert_true(strtod(number_format(awkward[i], text), NULL) == awkward[i]);
}

static void regions_are_written_by_code_where_they_differ(void **unused)
{
    (void)unused;
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->regions = 2;
    snprintf(world->region[0].code, sizeof world->region[0].code, "JPN");
    snprintf(world->region[1].code, sizeof world->region[1].code, "USA");
    struct parameters p;
    char text[PARAMETER_VALUE];
    parameters_default(&p);
    assert_string_equal(parameter_format(find("policy.tariff"), &p, world, text), "0");
    p.tariff[1] = 0.1;
    assert_string_equal(parameter_format(find("policy.tariff"), &p, world, text),
                        "{JPN: 0, USA: 0.1}");
    /* The longest that can be: it must fit. */
    world->regions = REGIONS_MAX;
    for (int r = 0; r < REGIONS_MAX; r++) {
        snprintf(world->region[r].code, sizeof world->region[r].code, "LONGESTREGION%02d", r);
        p.tariff[r] = -1.2345678901234567e-300 * (r + 1);
    }
    parameter_format(find("policy.tariff"), &p, world, text);
    assert_int_equal(text[strlen(text) - 1], '}');
    free(world);
}

static void mistyped_keys_suggest_the_right_one(void **unused)
{
    (void)unused;
    static const struct {
        const char *given, *hint;
    } words[] = {
        {"population.frms", " (did you mean population.firms?)"},
        {"population.firm", " (did you mean population.firms?)"},
        {"firms", " (did you mean population.firms?)"},
        {"rules.firms", " (did you mean population.firms?)"},
        {"Seed", " (did you mean seed?)"},
        {"rules.build_tiem", " (did you mean rules.build_time?)"},
        {"qqqqqqqqqqqq", ""},
        {"", ""},
    };
    char hint[SUGGEST_TEXT];
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_string_equal(parameter_suggest(words[i].given, hint), words[i].hint);
}

static void distance_counts_slips_of_the_finger(void **unused)
{
    (void)unused;
    assert_int_equal(suggest_distance("firms", "firms"), 0);
    assert_int_equal(suggest_distance("FIRMS", "firms"), 0);
    assert_int_equal(suggest_distance("frms", "firms"), 1);
    assert_int_equal(suggest_distance("fimrs", "firms"), 1);
    assert_int_equal(suggest_distance("firmes", "firms"), 1);
    assert_int_equal(suggest_distance("birds", "firms"), 2);
    assert_int_equal(suggest_distance("", "abc"), 3);
    char word[200];
    memset(word, 'a', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    assert_int_equal(suggest_distance(word, "a"), 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_default_is_allowed_and_reads_back),
        cmocka_unit_test(every_line_of_the_list_is_complete),
        cmocka_unit_test(keys_are_section_and_name),
        cmocka_unit_test(values_are_read_into_their_members),
        cmocka_unit_test(wrong_types_and_ranges_are_refused),
        cmocka_unit_test(ends_of_ranges_are_allowed),
        cmocka_unit_test(a_refused_value_changes_nothing),
        cmocka_unit_test(numbers_are_written_as_short_as_they_read_back),
        cmocka_unit_test(regions_are_written_by_code_where_they_differ),
        cmocka_unit_test(mistyped_keys_suggest_the_right_one),
        cmocka_unit_test(distance_counts_slips_of_the_finger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

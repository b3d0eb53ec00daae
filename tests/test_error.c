/* Errors: the first one stands, and each kind has its exit code. */
#include "support.h"

#include <string.h>

static void the_first_failure_stands(void **unused)
{
    (void)unused;
    struct error err = {0};
    assert_false(fail(&err, ERROR_CONFIG, "%s:%d: wrong", "a.yaml", 3));
    assert_false(fail(&err, ERROR_FILE, "closing failed as well"));
    assert_int_equal(err.kind, ERROR_CONFIG);
    assert_string_equal(err.text, "a.yaml:3: wrong");
    assert_false(fail(NULL, ERROR_FILE, "nobody asks"));
}

static void long_texts_are_cut(void **unused)
{
    (void)unused;
    struct error err = {0};
    fail(&err, ERROR_FILE, "%5000d", 1);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
}

static void exit_codes(void **unused)
{
    (void)unused;
    const enum error_kind kinds[] = {ERROR_NONE,   ERROR_USAGE,    ERROR_CONFIG,     ERROR_FILE,
                                     ERROR_MEMORY, ERROR_IDENTITY, ERROR_INTERRUPTED};
    const int codes[] = {0, 2, 2, 1, 1, 3, 130};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        assert_int_equal(error_exit_code(&(struct error){.kind = kinds[k]}), codes[k]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_failure_stands),
        cmocka_unit_test(long_texts_are_cut),
        cmocka_unit_test(exit_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Progress: few lines where it is no terminal, none when quiet. */
#include "support.h"

#include <string.h>

#include "core/progress.h"

static int run(uint64_t total, uint64_t until, bool terminal, char *text, size_t length)
{
    struct progress progress;
    progress_start(&progress, "running", total, false);
    progress.stream = tmpfile();
    assert_non_null(progress.stream);
    progress.terminal = terminal;
    FILE *stream = progress.stream;
    for (uint64_t done = 1; done <= until; done++)
        progress_update(&progress, done, "2025-01-06");
    progress_finish(&progress);
    rewind(stream);
    size_t got = fread(text, 1, length - 1, stream);
    text[got] = '\0';
    fclose(stream);
    int lines = 0;
    for (size_t k = 0; k < got; k++)
        lines += text[k] == '\n';
    return lines;
}

static void a_line_every_twentieth(void **unused)
{
    (void)unused;
    char text[8192];
    assert_int_equal(run(520, 520, false, text, sizeof text), 21);
    assert_non_null(strstr(text, "running: 5 %, 2025-01-06"));
    assert_non_null(strstr(text, "running: 100 %"));
    assert_non_null(strstr(text, "running: done in 0 s\n"));
    assert_null(strchr(text, '\r'));
    assert_int_equal(run(3, 3, false, text, sizeof text), 4);
    assert_int_equal(run(0, 0, false, text, sizeof text), 1);
    run(100, 40, false, text, sizeof text);
    assert_non_null(strstr(text, "running: stopped in"));
}

static void a_bar_on_a_terminal(void **unused)
{
    (void)unused;
    char text[8192];
    assert_int_equal(run(520, 520, true, text, sizeof text), 1);
    assert_non_null(strstr(text, "100 %"));
    assert_non_null(strstr(text, "\rrunning: done in"));
}

static void the_time_left_is_that_of_the_rest(void **unused)
{
    (void)unused;
    struct progress progress;
    progress_start(&progress, "running", 100, false);
    progress.stream = tmpfile();
    assert_non_null(progress.stream);
    progress.terminal = false;
    FILE *stream = progress.stream;
    progress.start -= 600; /* ten minutes ago */
    progress_update(&progress, 75, NULL);
    rewind(stream);
    char text[256] = "";
    assert_non_null(fgets(text, sizeof text, stream));
    assert_string_equal(text, "running: 75 %, left: 3 min 20 s\n");
    fclose(stream);
}

static void quiet_is_silent(void **unused)
{
    (void)unused;
    struct progress progress;
    progress_start(&progress, "running", 3, true);
    assert_null(progress.stream);
    progress_update(&progress, 1, NULL);
    progress_finish(&progress);
}

static void durations(void **unused)
{
    (void)unused;
    char text[32];
    assert_string_equal(progress_duration(0.2, text), "0 s");
    assert_string_equal(progress_duration(99, text), "99 s");
    assert_string_equal(progress_duration(200, text), "3 min 20 s");
    assert_string_equal(progress_duration(7500, text), "2 h 05 min");
    assert_string_equal(progress_duration(-1, text), "0 s");
    assert_string_equal(progress_duration(NAN, text), "0 s");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_every_twentieth),
        cmocka_unit_test(a_bar_on_a_terminal),
        cmocka_unit_test(the_time_left_is_that_of_the_rest),
        cmocka_unit_test(quiet_is_silent),
        cmocka_unit_test(durations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The program as users meet it: help, listings, precedence, run files, signals. What it refuses
 * is in test_bad_input.c. */
#include "folder.h"

#include <signal.h>
#include <time.h>

#include "agents/parameters.h"
#include "agents/state.h"

static struct outcome outcome; /* too large for the stack of every test */

/* Runs the program; fails unless it ends with this status. */
static void run(int status, const char *const *arguments)
{
    program_run(arguments, &outcome);
    if (outcome.status != status)
        fail_msg("%s: exit status %d, said \"%s\"", arguments[0], outcome.status, outcome.err);
}

#define RUN(status, ...) run(status, (const char *const[]){__VA_ARGS__, NULL})

static void assert_says(const char *text)
{
    if (strstr(outcome.out, text) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", text, outcome.out);
}

static int occurrences(const char *text, const char *part)
{
    int count = 0;
    for (text = strstr(text, part); text != NULL; text = strstr(text + 1, part))
        count++;
    return count;
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static void every_verb_has_help(void **state)
{
    (void)state;
    static const char *const verbs[] = {"run",     "check",   "params", "inspect",
                                        "compare", "recover", "why"};
    RUN(0, "--help");
    for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++)
        assert_says(verbs[v]);
    for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++) {
        char usage[64];
        snprintf(usage, sizeof usage, "usage: keiretsu %s", verbs[v]);
        RUN(0, verbs[v], "--help");
        assert_says(usage);
        RUN(0, "help", verbs[v]);
        assert_says(usage);
        assert_string_equal(outcome.err, "");
    }
    RUN(0, "--version");
    assert_memory_equal(outcome.out, "keiretsu ", 9);
    run(2, (const char *const[]){NULL});
    assert_string_equal(outcome.out, "");
}

static void params_lists_every_parameter(void **state)
{
    (void)state;
    char part[128];
    RUN(0, "params", "--json");
    assert_int_equal(occurrences(outcome.out, "\"key\": "), PARAMETER_COUNT);
    assert_int_equal(occurrences(outcome.out, "\"default\": "), PARAMETER_COUNT);
    assert_int_equal(occurrences(outcome.out, "\"meaning\": "), PARAMETER_COUNT);
    RUN(0, "params", "--markdown");
    for (int p = 0; p < PARAMETER_COUNT; p++) {
        snprintf(part, sizeof part, "| `%s` |", parameter_list[p].key);
        assert_int_equal(occurrences(outcome.out, part), 1);
    }
    RUN(0, "params");
    assert_int_equal(occurrences(outcome.out, "\n"), PARAMETER_COUNT + 1);
    RUN(0, "params", "population.");
    assert_int_equal(occurrences(outcome.out, "\npopulation."), occurrences(outcome.out, "\n") - 1);
}

static void params_lists_every_column(void **state)
{
    (void)state;
    int columns = 0;
    for (int t = 0; t < STATE_TABLES; t++)
        columns += state_schema[t].column_count;
    RUN(0, "params", "--columns");
    assert_int_equal(occurrences(outcome.out, "\n## ") + 1, STATE_TABLES);
    assert_int_equal(occurrences(outcome.out, "\n| `"), columns);
    RUN(0, "params", "--columns", "--json");
    assert_int_equal(occurrences(outcome.out, "\"nature\": "), columns);
}

static void the_flag_wins_over_set_over_the_file(void **state)
{
    (void)state;
    folder_write_text("order.yaml", "population: {firms: 3000}\nseed: 2\n");
    RUN(0, "check", "order.yaml", "--json");
    assert_says("\"firms\": 3000,");
    RUN(0, "check", "--set", "population.firms=4000", "order.yaml", "--json");
    assert_says("\"firms\": 4000,");
    RUN(0, "check", "--firms", "5000", "order.yaml", "--set", "population.firms=4000", "--json");
    assert_says("\"firms\": 5000,");
    RUN(0, "check", "order.yaml", "--seed=9", "--until", "2025-03-03", "--set", "seed=8", "--json");
    assert_says("\"seed\": 9,");
    assert_says("\"steps\": 8,");
    RUN(0, "check", "order.yaml", "--steps", "4", "--set", "clock.step=day", "--json");
    assert_says("\"end\": \"2025-01-10\"");
}

static void check_prints_a_scenario_that_reads_back(void **state)
{
    (void)state;
    static char text[CAPTURE_MAX];
    folder_write_text("full.yaml",
                      "title: all of it\npolicy: {tariff: {USA: 0.1}}\n"
                      "events: [{kind: final_demand, start: 2026-01-05, weeks: 4, share: -0.1}]\n");
    RUN(0, "check", "full.yaml", "--yaml");
    snprintf(text, sizeof text, "%s", outcome.out);
    folder_write_text("again.yaml", text);
    RUN(0, "check", "again.yaml", "--yaml");
    assert_string_equal(outcome.out, text);
    RUN(0, "check", "full.yaml");
    assert_says("policy.tariff: {JPN: 0, USA: 0.1");
    assert_says("final_demand, share -0.1");
    RUN(0, "check", "full.yaml", "--until", "2025-06-02");
    assert_says("after the end: does not happen");
    assert_false(exists("runs"));
}

static void a_run_writes_where_it_is_told_to(void **state)
{
    (void)state;
    folder_write_text("tiny.yaml", "title: tiny\npopulation: {firms: 3000}\n"
                                   "output: {firm_every: 1}\n");
    RUN(0, "run", "tiny.yaml", "--steps", "2", "-q", "-o", "a.h5");
    assert_string_equal(outcome.out, "");
    assert_string_equal(outcome.err, "");
    assert_true(exists("a.h5"));
    RUN(2, "run", "tiny.yaml", "--steps", "2", "-q", "-o", "a.h5");
    RUN(0, "run", "tiny.yaml", "--steps", "2", "-q", "-o", "a.h5", "--force");

    RUN(0, "run", "tiny.yaml", "--steps", "2", "--json");
    assert_true(exists("runs/tiny-1.h5"));
    static const char *const members[] = {
        "file",         "scenario",       "seed",         "threads",        "firms",
        "links",        "households",     "banks",        "steps",          "setup_seconds",
        "step_seconds", "output_seconds", "wall_seconds", "peak_rss_bytes", "state_hash",
        "phases",       "identities",     "checked",      "distinct",       "worst_cents",
        "names",        "regions",        "complete"};
    char member[40];
    for (size_t m = 0; m < sizeof members / sizeof *members; m++) {
        snprintf(member, sizeof member, "\"%s\": ", members[m]);
        assert_says(member);
    }
    assert_says("\"file\": \"runs/tiny-1.h5\"");
    assert_says("\"firms\": 3000,");
    assert_says("\"steps\": 2,");
    RUN(0, "run", "tiny.yaml", "--steps", "2", "--threads", "1");
    assert_true(exists("runs/tiny-1-2.h5"));
    assert_says("runs/tiny-1-2.h5");
    assert_says("JPN");
    RUN(0, "run", "tiny.yaml", "--steps", "2", "-q", "--seed", "2");
    assert_true(exists("runs/tiny-2.h5"));

    RUN(0, "inspect", "runs/tiny-1.h5", "--json");
    assert_says("\"complete\": true");
    assert_says("\"firms\": 3000");
    RUN(0, "inspect", "a.h5", "runs/tiny-1-2.h5"); /* whatever the number of threads */
    RUN(1, "inspect", "a.h5", "runs/tiny-2.h5");
    RUN(2, "inspect", "a.h5", "missing.h5");
}

/* Waits until the file of a run that has been started grows. */
static void wait_for_records(pid_t child, const char *path)
{
    struct stat status = {0};
    off_t first = 0;
    for (int i = 0; i < 6000 && waitpid(child, NULL, WNOHANG) == 0; i++) {
        if (stat(path, &status) == 0 && status.st_size > 0) {
            if (first == 0)
                first = status.st_size;
            else if (status.st_size > first)
                return;
        }
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    fail_msg("%s does not grow", path);
}

static void a_signal_ends_the_run_with_a_valid_file(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGTERM};
    folder_write_text("long.yaml", "population: {firms: 3000}\noutput: {firm_every: 1}\n"
                                   "clock: {end: 2199-12-31}\n");
    for (size_t s = 0; s < sizeof signals / sizeof *signals; s++) {
        const char *const arguments[] = {"run",     "long.yaml", "-o", "stopped.h5",
                                         "--force", "--quiet",   NULL};
        remove("stopped.h5");
        pid_t child = program_start(arguments);
        wait_for_records(child, "stopped.h5");
        assert_int_equal(kill(child, signals[s]), 0);
        program_wait(child, &outcome);
        if (outcome.status != 130)
            fail_msg("exit status %d, said \"%s\"", outcome.status, outcome.err);
        assert_non_null(strstr(outcome.err, "interrupted after step "));
        assert_int_equal(occurrences(outcome.err, "\n"), 1);
        RUN(0, "inspect", "stopped.h5", "--json");
        assert_says("\"complete\": false");
    }
}

static void a_killed_run_can_be_recovered(void **state)
{
    (void)state;
    folder_write_text("long.yaml", "population: {firms: 3000}\noutput: {firm_every: 1}\n"
                                   "clock: {end: 2199-12-31}\n");
    const char *const arguments[] = {"run", "long.yaml", "-o", "killed.h5", "--quiet", NULL};
    pid_t child = program_start(arguments);
    wait_for_records(child, "killed.h5");
    assert_int_equal(kill(child, SIGKILL), 0);
    program_wait(child, &outcome);
    assert_int_equal(outcome.status, 1000 + SIGKILL);
    RUN(0, "recover", "killed.h5", "-o", "recovered.h5");
    assert_says("recovered.h5: ");
    RUN(0, "inspect", "recovered.h5", "--json");
    assert_says("\"firms\": 3000");
    RUN(2, "recover", "killed.h5", "-o", "recovered.h5"); /* exists now */
    RUN(0, "recover", "killed.h5", "-o", "recovered.h5", "--force");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_verb_has_help),
        cmocka_unit_test(params_lists_every_parameter),
        cmocka_unit_test(params_lists_every_column),
        cmocka_unit_test(the_flag_wins_over_set_over_the_file),
        cmocka_unit_test(check_prints_a_scenario_that_reads_back),
        cmocka_unit_test(a_run_writes_where_it_is_told_to),
        cmocka_unit_test(a_signal_ends_the_run_with_a_valid_file),
        cmocka_unit_test(a_killed_run_can_be_recovered),
    };
    return cmocka_run_group_tests(tests, folder_create, folder_remove);
}

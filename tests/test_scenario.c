/* Good scenarios: values, precedence, parents, the clock, worlds, and the text that reads back as
 * the same scenario. */
#include "scenario_support.h"

#include <glob.h>

static void one_line_is_enough(void **state)
{
    (void)state;
    struct scenario *s = read_text("title: nothing but defaults\n");
    struct parameters initial;
    parameters_default(&initial);
    assert_string_equal(s->name, "scenario");
    assert_string_equal(s->p.title, "nothing but defaults");
    for (int p = 0; p < PARAMETER_COUNT; p++) {
        assert_int_equal(s->is_set[p], p == PARAMETER__title);
        assert_int_equal(parameter_is_default(&parameter_list[p], &s->p), p != PARAMETER__title);
    }
    assert_int_equal(s->event_count, 0);
    assert_int_equal(s->steps, 520);
    assert_int_equal(world_region(&s->world, "JPN"), 0);
    discard(s);
}

static void every_type_is_read(void **state)
{
    (void)state;
    struct scenario *s = read_text("title: \"quotes \\\" and: colons # stay\"\n"
                                   "question: >\n  folded over\n  two lines\n"
                                   "expect: |\n  kept\n  lines\n"
                                   "seed: 7\n"
                                   "clock: {start: 2024-02-29, end: '2024-12-31', step: day}\n"
                                   "population:\n  firms: 3000\n  size_tail: 1.2\n"
                                   "growth:\n" /* a section with all its lines left out */
                                   "noise: {shocks: false}\n"
                                   "rules:\n  rationing: random\n"
                                   "output:\n  link: true\n");
    assert_string_equal(s->p.title, "quotes \" and: colons # stay");
    assert_string_equal(s->p.question, "folded over two lines");
    assert_string_equal(s->p.expect, "kept lines");
    assert_int_equal(s->p.seed, 7);
    assert_string_equal(s->p.start, "2024-02-29");
    assert_string_equal(s->p.end, "2024-12-31");
    assert_int_equal(s->p.step, CLOCK_DAY);
    assert_int_equal(s->p.firms, 3000);
    assert_true(s->p.size_tail == 1.2);
    assert_true(s->p.link && !s->p.shocks && !s->p.trends);
    assert_int_equal(s->p.rationing, 5);
    assert_true(s->is_set[PARAMETER_output_link] && !s->is_set[PARAMETER_output_household]);
    discard(s);
}

static void settings_come_after_files_in_their_order(void **state)
{
    (void)state;
    folder_write_text("scenario.yaml", "population: {firms: 3000}\nseed: 2\n");
    const struct scenario_setting settings[] = {{"--set", "population.firms", "4000"},
                                                {"--set", "population.firms", "5000"},
                                                {"--set", "title", "a: b # c"},
                                                {"--firms", "population.firms", "6000"}};
    struct scenario *s = read_with("scenario.yaml", 0, settings, 1);
    assert_int_equal(s->p.firms, 4000);
    assert_int_equal(s->p.seed, 2);
    discard(s);
    s = read_with("scenario.yaml", 0, settings, 3);
    assert_int_equal(s->p.firms, 5000);
    assert_string_equal(s->p.title, "a: b # c");
    discard(s);
    s = read_with("scenario.yaml", 0, settings, 4);
    assert_int_equal(s->p.firms, 6000);
    discard(s);
}

static void children_override_parents(void **state)
{
    (void)state;
    assert_int_equal(mkdir("parents", 0777), 0);
    folder_write_text("parents/top.yaml", "seed: 1\npopulation: {firms: 3000, size_tail: 1.3}\n"
                                          "policy: {tariff: {JPN: 0.1, USA: 0.2}}\n"
                                          "events: [{kind: input_stock_loss, start: 2025-02-03, "
                                          "share: 0.1}]\n");
    folder_write_text("parents/middle.yaml", "extends: top.yaml\nseed: 2\n"
                                             "population:\n  firms: 4000\n");
    folder_write_text("scenario.yaml", "title: child\npopulation: {firms: 5000}\n"
                                       "policy: {tariff: {USA: 0.4}}\n"
                                       "extends: parents/middle.yaml\n");
    struct scenario *s = read_with("scenario.yaml", 0, NULL, 0);
    assert_string_equal(s->p.title, "child");
    assert_int_equal(s->p.seed, 2);
    assert_int_equal(s->p.firms, 5000);
    assert_true(s->p.size_tail == 1.3);
    assert_true(s->p.tariff[world_region(&s->world, "JPN")] == 0.1);
    assert_true(s->p.tariff[world_region(&s->world, "USA")] == 0.4);
    assert_true(s->p.tariff[world_region(&s->world, "TWN")] == 0);
    assert_int_equal(s->event_count, 1);
    discard(s);

    folder_write_text("without.yaml", "extends: parents/middle.yaml\nevents: []\n");
    s = read_with("without.yaml", 0, NULL, 0);
    assert_int_equal(s->event_count, 0);
    discard(s);
    folder_write_text("flat.yaml", "extends: scenario.yaml\npolicy: {tariff: 0.3}\n");
    s = read_with("flat.yaml", 0, NULL, 0);
    for (int r = 0; r < s->world.regions; r++)
        assert_true(s->p.tariff[r] == 0.3);
    discard(s);
}

static void the_clock_counts_steps(void **state)
{
    (void)state;
    static const struct {
        const char *clock;
        uint32_t steps, count;
        const char *end;
    } cases[] = {
        {"{start: 2025-01-06, end: 2025-01-13}", 0, 1, "2025-01-13"},
        {"{start: 2025-01-06, end: 2025-01-07}", 0, 1, "2025-01-13"}, /* reaches that day */
        {"{start: 2025-01-06, end: 2025-01-14}", 0, 2, "2025-01-20"},
        {"{start: 2025-01-06, end: 2025-01-14, step: day}", 0, 8, "2025-01-14"},
        {"{start: 2024-02-28, end: 2024-03-01, step: day}", 0, 2, "2024-03-01"}, /* leap year */
        {"{start: 2025-01-06, end: 2034-12-25}", 52, 52, "2026-01-05"},
        {"{start: 2025-01-06, end: 2025-01-13, step: day}", 365, 365, "2026-01-06"},
    };
    char text[200], date[16];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(text, sizeof text, "clock: %s\n", cases[i].clock);
        folder_write_text("scenario.yaml", text);
        struct scenario *s = read_with("scenario.yaml", cases[i].steps, NULL, 0);
        assert_int_equal(s->steps, cases[i].count);
        assert_string_equal(scenario_date(s, s->steps, date), cases[i].end);
        if (cases[i].steps > 0)
            assert_string_equal(s->p.end, cases[i].end);
        discard(s);
    }
}

static void the_whole_text_reads_back_as_the_same_scenario(void **state)
{
    (void)state;
    struct scenario *s = read_text(
        "title: \"a \\\"title\\\" with \\\\ and é: # signs\"\nseed: 4294967295\n"
        "population: {size_tail: 1.0999999999999999, firms: 10000000}\n"
        "policy: {tariff: {USA: 0.1, ROW: 0.30000000000000004}, bank_region: ''}\n"
        "rules: {rationing: smallest-first-final-last}\n"
        "events:\n"
        "  - {kind: capacity_loss, start: 2026-01-05, weeks: 0.1, share: 0.3, region: TWN, "
        "industry: C26, recovery: linear, recovery_weeks: 8}\n"
        "  - {kind: input_stock_loss, start: 2025-01-06, share: 0.01}\n"
        "  - {kind: final_demand, start: 2027-01-06, share: -1, weeks: 3, industry: C29}\n");
    folder_write_text("again.yaml", s->text);
    struct scenario *again = read_with("again.yaml", 0, NULL, 0);
    assert_string_equal(again->text, s->text);
    assert_memory_equal(&again->p, &s->p, sizeof s->p);
    assert_int_equal(again->event_count, s->event_count);
    for (int e = 0; e < s->event_count; e++) {
        struct event one = s->events[e], other = again->events[e];
        one.line = other.line = 0;
        assert_string_equal(one.start, other.start);
        assert_true(one.kind == other.kind && one.weeks == other.weeks &&
                    one.share == other.share && one.region == other.region &&
                    one.industry == other.industry && one.recovery == other.recovery &&
                    one.recovery_weeks == other.recovery_weeks);
    }
    discard(again);
    discard(s);
}

/* The name of a world is looked for beside the file that sets it, then in configs beside it,
 * then where $KEIRETSU_CONFIGS says, then in the program's own folder. */
static void worlds_are_found(void **state)
{
    (void)state;
    assert_int_equal(mkdir("a", 0777), 0);
    assert_int_equal(mkdir("a/configs", 0777), 0);
    assert_int_equal(mkdir("named", 0777), 0);
    assert_int_equal(symlink(SOURCE_DIR "/configs/world-2022", "a/beside"), 0);
    assert_int_equal(symlink(SOURCE_DIR "/configs/world-2022", "a/configs/below"), 0);
    assert_int_equal(symlink(SOURCE_DIR "/configs/world-2022", "named/elsewhere"), 0);
    assert_int_equal(setenv("KEIRETSU_CONFIGS", "named", 1), 0);
    static const char *const worlds[][2] = {
        {"beside", "a/beside"},
        {"below", "a/configs/below"},
        {"elsewhere", "named/elsewhere"},
        {"../named/elsewhere", "a/../named/elsewhere"},
        {SOURCE_DIR "/configs/world-2022", SOURCE_DIR "/configs/world-2022"},
    };
    char text[600];
    for (size_t i = 0; i < sizeof worlds / sizeof *worlds; i++) {
        snprintf(text, sizeof text, "world: %s\n", worlds[i][0]);
        folder_write_text("a/scenario.yaml", text);
        folder_write_text("child.yaml", "extends: a/scenario.yaml\n"); /* not beside this one */
        struct scenario *s = read_with("child.yaml", 0, NULL, 0);
        assert_string_equal(s->world.folder, worlds[i][1]);
        discard(s);
    }
    const struct scenario_setting setting = {"--set", "world", "a/beside"};
    folder_write_text("named/scenario.yaml", "world: nowhere\n");
    struct scenario *s = read_with("named/scenario.yaml", 0, &setting, 1);
    assert_string_equal(s->world.folder, "./a/beside");
    discard(s);
    unsetenv("KEIRETSU_CONFIGS");
}

/* Every scenario of configs/, as read; each says its title, question and what to expect. */
static void shipped_scenarios_are_good_and_say_what_they_ask(void **state)
{
    (void)state;
    glob_t files;
    assert_int_equal(glob(SOURCE_DIR "/configs/*.yaml", 0, NULL, &files), 0);
    assert_true(files.gl_pathc > 20);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        struct scenario *s = read_with(files.gl_pathv[i], 0, NULL, 0);
        const char *name = strrchr(files.gl_pathv[i], '/') + 1;
        size_t length = strlen(s->name);
        if (strncmp(s->name, name, length) != 0 || strcmp(name + length, ".yaml") != 0)
            fail_msg("%s is called %s", name, s->name);
        if (s->p.title[0] == '\0' || s->p.question[0] == '\0' || s->p.expect[0] == '\0')
            fail_msg("%s does not say what it asks", name);
        assert_int_equal(s->p.firms, 20000);
        assert_true(s->steps >= 520);
        discard(s);
    }
    globfree(&files);
}

static void scenarios_of_events_have_them(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool events, living;
    } SHIPPED[] = {{"baseline", false, true},    {"fixed-point", false, false},
                   {"taiwan-shock", true, true}, {"strait-closure", true, true},
                   {"us-recession", true, true}, {"car-tariff", true, true},
                   {"ai-bust", true, true}};
    char path[600];
    for (size_t i = 0; i < sizeof SHIPPED / sizeof *SHIPPED; i++) {
        snprintf(path, sizeof path, SOURCE_DIR "/configs/%s.yaml", SHIPPED[i].name);
        struct scenario *s = read_with(path, 0, NULL, 0);
        assert_true((s->event_count > 0) == SHIPPED[i].events);
        assert_true(s->p.trends == SHIPPED[i].living && s->p.shocks == SHIPPED[i].living);
        discard(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_line_is_enough),
        cmocka_unit_test(every_type_is_read),
        cmocka_unit_test(settings_come_after_files_in_their_order),
        cmocka_unit_test(children_override_parents),
        cmocka_unit_test(the_clock_counts_steps),
        cmocka_unit_test(the_whole_text_reads_back_as_the_same_scenario),
        cmocka_unit_test(worlds_are_found),
        cmocka_unit_test(shipped_scenarios_are_good_and_say_what_they_ask),
        cmocka_unit_test(scenarios_of_events_have_them),
    };
    return cmocka_run_group_tests(tests, folder_create, folder_remove);
}

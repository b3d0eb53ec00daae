/* What scenarios set by region or as a list: numbers, choices, tariffs, events. */
#include "scenario_support.h"

static void numbers_by_region_are_set_in_three_ways(void **state)
{
    (void)state;
    folder_write_text("scenario.yaml", "policy: {tariff: 0.1}\n");
    const struct scenario_setting settings[] = {
        {"--set", "policy.tariff.USA", "0.2"},
        {"--set", "policy.tariff", "{JPN: 0.3, KOR: 0.4}"},
        {"--set", "policy.exchange_rate", "2"},
    };
    struct scenario *s = read_with("scenario.yaml", 0, settings, 3);
    const double expected[] = {0.3, 0.2, 0.1, 0.1, 0.4, 0.1, 0.1};
    assert_int_equal(s->world.regions, 7);
    for (int r = 0; r < 7; r++) {
        assert_true(s->p.tariff[r] == expected[r]);
        assert_true(s->p.exchange_rate[r] == 2);
    }
    discard(s);
}

static void choices_by_region_are_read(void **state)
{
    (void)state;
    struct scenario *s = read_text("policy:\n  exchange_regime: {CHN: fixed}\n");
    for (int r = 0; r < 7; r++)
        assert_true(
            s->p.exchange_regime[r] ==
            (strcmp(s->world.region[r].code, "CHN") == 0 ? EXCHANGE_FIXED : EXCHANGE_FLOAT));
    assert_non_null(strstr(s->text, "CHN: fixed"));
    discard(s);
}

static void variants_of_the_population_are_read(void **state)
{
    (void)state;
    struct scenario *s = read_text("growth:\n"
                                   "  demography: true\n"
                                   "  fertility: {JPN: 0.831}\n"
                                   "  mortality: 0.9\n"
                                   "  migration: 1.2\n"
                                   "  retirement: {JPN: 5, KOR: -1.5}\n");
    for (int r = 0; r < s->world.regions; r++) {
        bool japan = strcmp(s->world.region[r].code, "JPN") == 0;
        bool korea = strcmp(s->world.region[r].code, "KOR") == 0;
        assert_true(s->p.fertility[r] == (japan ? 0.831 : 1));
        assert_true(s->p.mortality[r] == 0.9);
        assert_true(s->p.migration[r] == 1.2); /* the last region's too: it mirrors the others */
        assert_true(s->p.retirement[r] == (japan ? 5 : korea ? -1.5 : 0));
    }
    discard(s);
}

/* As written, and once more as the run file keeps it. */
static void tariffs_are_read_and_written(void **state)
{
    (void)state;
    struct scenario *s = read_text("policy:\n"
                                   "  tariffs:\n"
                                   "    - {importer: USA, rate: 0.1}\n"
                                   "    - {importer: USA, exporter: JPN, industry: C29, "
                                   "rate: 0.275, old_rate: 0.025}\n");
    for (int again = 0; again < 2; again++) {
        assert_int_equal(s->tariff_count, 2);
        const struct tariff *all = &s->tariffs[0], *cars = &s->tariffs[1];
        assert_string_equal(s->world.region[all->importer].code, "USA");
        assert_true(all->exporter == -1 && all->industry == -1 && all->old_rate == 0);
        assert_string_equal(s->world.region[cars->exporter].code, "JPN");
        assert_string_equal(s->world.industry[cars->industry].code, "C29");
        assert_true(cars->rate == 0.275 && cars->old_rate == 0.025);
        struct scenario *next = again == 0 ? read_text(s->text) : NULL;
        discard(s);
        s = next;
    }
}

static void every_kind_of_event_is_read(void **state)
{
    (void)state;
    struct scenario *s = read_text("events:\n"
                                   "  - kind: final_demand\n"
                                   "    start: 2027-03-01\n"
                                   "    weeks: 13\n"
                                   "    share: -0.05\n"
                                   "    region: USA\n"
                                   "    recovery: exponential\n"
                                   "    recovery_weeks: 26.5\n"
                                   "  - kind: capacity_loss\n"
                                   "    start: 2026-01-05\n"
                                   "    weeks: 0\n"
                                   "    share: 0.3\n"
                                   "    region: TWN\n"
                                   "    industry: C26\n"
                                   "    recovery: linear\n"
                                   "    recovery_weeks: 8\n"
                                   "  - {kind: input_stock_loss, start: 2025-01-06, share: 1, "
                                   "region: all, industry: all}\n"
                                   "  - {kind: capacity_loss, start: 2026-01-05, weeks: 2, "
                                   "share: 0, recovery: at_once}\n");
    assert_int_equal(s->event_count, 4);
    const struct event *e = s->events; /* in order of time, those of one day as they stand */
    assert_int_equal(e[0].kind, EVENT_INPUT_STOCK_LOSS);
    assert_true(e[0].share == 1 && e[0].region == -1 && e[0].industry == -1 && e[0].weeks == 0);
    assert_int_equal(e[0].line, 17);
    assert_int_equal(scenario_event_step(s, &e[0]), 1);
    assert_int_equal(e[1].kind, EVENT_CAPACITY_LOSS);
    assert_int_equal(e[1].region, world_region(&s->world, "TWN"));
    assert_int_equal(e[1].industry, world_industry(&s->world, "C26"));
    assert_int_equal(e[1].recovery, RECOVERY_LINEAR);
    assert_true(e[1].recovery_weeks == 8 && e[1].weeks == 0);
    assert_int_equal(scenario_event_step(s, &e[1]), 53);
    assert_int_equal(e[2].recovery, RECOVERY_AT_ONCE);
    assert_true(e[2].weeks == 2);
    assert_int_equal(e[3].kind, EVENT_FINAL_DEMAND);
    assert_string_equal(e[3].start, "2027-03-01");
    assert_true(e[3].share == -0.05 && e[3].recovery_weeks == 26.5);
    assert_int_equal(e[3].recovery, RECOVERY_EXPONENTIAL);
    discard(s);
}

static void events_are_set_on_the_command_line_too(void **state)
{
    (void)state;
    folder_write_text("scenario.yaml", "events: [{kind: input_stock_loss, start: 2025-02-03, "
                                       "share: 0.1}]\n");
    const struct scenario_setting none = {"--set", "events", "[]"};
    struct scenario *s = read_with("scenario.yaml", 0, &none, 1);
    assert_int_equal(s->event_count, 0);
    discard(s);
    const struct scenario_setting two = {
        "--set", "events",
        "[{kind: input_stock_loss, start: 2026-02-02, share: 0.1},"
        " {kind: final_demand, start: 2025-02-03, share: 0.1, weeks: 4}]"};
    s = read_with("scenario.yaml", 0, &two, 1);
    assert_int_equal(s->event_count, 2);
    assert_int_equal(s->events[0].kind, EVENT_FINAL_DEMAND);
    discard(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_by_region_are_set_in_three_ways),
        cmocka_unit_test(choices_by_region_are_read),
        cmocka_unit_test(variants_of_the_population_are_read),
        cmocka_unit_test(tariffs_are_read_and_written),
        cmocka_unit_test(every_kind_of_event_is_read),
        cmocka_unit_test(events_are_set_on_the_command_line_too),
    };
    return cmocka_run_group_tests(tests, folder_create, folder_remove);
}

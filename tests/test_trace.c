/* Why output fell: falls that are known, and the way from them to their first cause. */
#include "trace_sample.h"

#include "folder.h"
#include "output/trace.h"
#include "output/trace_parts.h"

static struct reader reader;
static struct trace trace;

static void open_sample(const struct trace_options *options)
{
    struct error err = {0};
    trace_sample_write("trace.h5", options);
    assert_success(reader_open(&reader, "trace.h5", &err), err);
    assert_success(trace_open(&trace, &reader, &err), err);
}

static void close_sample(void)
{
    trace_close(&trace);
    reader_close(&reader);
}

/* The deepest fall of a place. */
static const struct trace_fall *fall_of(int region, int industry)
{
    struct trace_scope scope = {region, industry, -HUGE_VAL, HUGE_VAL, TRACE_SUM};
    int place;
    if (trace_falls(&trace, &scope, TRACE_BY_DEPTH, &place, 1) == 0)
        return NULL;
    return &trace.fall[place];
}

static void falls_are_found_where_they_are(void **unused)
{
    (void)unused;
    open_sample(&(struct trace_options){0});
    const struct trace_fall *cars = fall_of(TR_JPN, TR_C29);
    assert_non_null(cars);
    assert_close(cars->depth, 0.4, 1e-9);
    assert_close(cars->before, 2e9, 1);
    assert_int_equal(cars->onset, 34);
    assert_true(cars->trough >= 34 && cars->trough < 60);
    assert_int_equal(cars->end, 59);
    assert_int_equal(cars->role, TRACE_INPUT);
    assert_close(cars->role_share[TRACE_INPUT], 1, 1e-9);
    assert_string_equal(trace.cause[cars->cause], "market input");
    const struct trace_fall *chips = fall_of(TR_TWN, TR_C26);
    assert_close(chips->depth, 0.5, 1e-9);
    assert_int_equal(chips->role, TRACE_LABOUR);
    /* Nothing was held back: what is missing was not ordered. */
    const struct trace_fall *sold = fall_of(TR_JPN, TR_C26);
    assert_int_equal(sold->role, TRACE_DEMAND);
    assert_close(sold->role_share[TRACE_DEMAND], 1, 1e-9);
    assert_null(fall_of(TR_USA, TR_Q));
    /* 0.8 of 2, 0.5 and 0.2 of 1 are lost of 3 times (1 + 2 + 3). */
    const struct trace_fall *world = fall_of(TRACE_ALL, TRACE_ALL);
    assert_close(world->depth, 1.5 / 18, 1e-9);
    close_sample();
}

static void lists_are_in_order(void **unused)
{
    (void)unused;
    open_sample(&(struct trace_options){0});
    struct trace_scope scope = {TRACE_ALL, TRACE_ALL, -HUGE_VAL, HUGE_VAL, TRACE_CELLS};
    int places[10];
    assert_int_equal(trace_falls(&trace, &scope, TRACE_BY_SIZE, places, 10), 3);
    assert_int_equal(trace.fall[places[0]].industry, TR_C29);
    assert_int_equal(trace.fall[places[2]].region, TR_JPN);
    assert_int_equal(trace_falls(&trace, &scope, TRACE_BY_DEPTH, places, 10), 3);
    assert_int_equal(trace.fall[places[0]].region, TR_TWN);
    assert_int_equal(trace_falls(&trace, &scope, TRACE_BY_DATE, places, 1), 3);
    assert_int_equal(trace.fall[places[0]].region, TR_TWN);
    scope.which = TRACE_REGIONS;
    assert_int_equal(trace_falls(&trace, &scope, TRACE_BY_SIZE, places, 10), 2);
    assert_int_equal(trace.fall[places[0]].region, TR_JPN);
    assert_int_equal(trace.fall[places[0]].industry, TRACE_ALL);
    assert_close(trace.fall[places[0]].depth, 1.0 / 6, 1e-9);
    scope.which = TRACE_INDUSTRIES;
    assert_int_equal(trace_falls(&trace, &scope, TRACE_BY_DEPTH, places, 10), 2);
    assert_int_equal(trace.fall[places[0]].industry, TR_C26);
    scope.which = TRACE_CELLS;
    scope.last_day = 7 * 29;
    assert_int_equal(trace_falls(&trace, &scope, TRACE_BY_SIZE, places, 10), 0);
    close_sample();
}

/* Cars in Japan, chips from Taiwan, output there, labour. */
static void missing_inputs_lead_upstream(void **unused)
{
    (void)unused;
    struct trace_chain chain;
    open_sample(&(struct trace_options){0});
    trace_follow(&trace, fall_of(TR_JPN, TR_C29), &chain);
    assert_int_equal(chain.count, 3);
    assert_int_equal(chain.step[0].kind, TRACE_STEP_CELL);
    const struct trace_step *flow = &chain.step[1];
    assert_int_equal(flow->kind, TRACE_STEP_FLOW);
    assert_int_equal(flow->evidence, TRACE_BY_TRADE);
    assert_int_equal(flow->region, TR_TWN);
    assert_int_equal(flow->industry, TR_C26);
    assert_int_equal(flow->destination, TR_JPN);
    assert_close(flow->depth, 0.5, 1e-9);
    assert_close(flow->onset, 30 * 7, 1e-9);
    assert_int_equal(chain.step[2].kind, TRACE_STEP_CELL);
    assert_int_equal(chain.step[2].region, TR_TWN);
    assert_int_equal(chain.step[2].role, TRACE_LABOUR);
    assert_string_equal(chain.first_cause, "Labour in C26, TWN");
    close_sample();

    open_sample(&(struct trace_options){.event = true});
    trace_follow(&trace, fall_of(TR_JPN, TR_C29), &chain);
    assert_int_equal(chain.count, 4);
    assert_int_equal(chain.step[3].kind, TRACE_STEP_EVENT);
    assert_string_equal(chain.first_cause, "Labour loss: TWN C26");
    close_sample();
}

/* A tenth less of an input does not explain two fifths less output, nor a fall of long ago one now. */
static void weak_evidence_is_none(void **unused)
{
    (void)unused;
    struct trace_chain chain;
    open_sample(&(struct trace_options){.mild = true});
    trace_follow(&trace, fall_of(TR_JPN, TR_C29), &chain);
    assert_int_equal(chain.count, 2);
    assert_int_equal(chain.step[1].kind, TRACE_STEP_END);
    assert_string_equal(chain.step[1].title, "The input is not named");
    close_sample();
    open_sample(&(struct trace_options){0});
    assert_ptr_equal(trace_fall_of(&trace, TR_TWN, TR_C26, 55 * 7, 58 * 7),
                     fall_of(TR_TWN, TR_C26));
    assert_null(trace_fall_of(&trace, TR_TWN, TR_C26, 57 * 7, 58 * 7));
    close_sample();
}

static void missing_demand_leads_to_who_bought_less(void **unused)
{
    (void)unused;
    struct trace_chain chain;
    open_sample(&(struct trace_options){0});
    trace_follow(&trace, fall_of(TR_JPN, TR_C26), &chain);
    assert_int_equal(chain.count, 3);
    assert_int_equal(chain.step[1].kind, TRACE_STEP_FLOW);
    assert_int_equal(chain.step[1].destination, TR_USA);
    assert_close(chain.step[1].depth, 0.3, 1e-9);
    assert_close(chain.step[1].share, 1, 1e-9);
    assert_int_equal(chain.step[2].kind, TRACE_STEP_USE);
    assert_close(chain.step[2].depth, 0.1, 1e-6);
    assert_string_equal(chain.first_cause, "Consumption in USA");
    close_sample();
}

static void links_tell_who_failed(void **unused)
{
    (void)unused;
    struct trace_chain chain;
    open_sample(&(struct trace_options){.links = true, .no_trade = true});
    trace_follow(&trace, fall_of(TR_JPN, TR_C29), &chain);
    assert_int_equal(chain.count, 3);
    assert_int_equal(chain.step[1].evidence, TRACE_BY_LINKS);
    assert_int_equal(chain.step[1].region, TR_TWN);
    assert_close(chain.step[1].depth, 0.6, 1e-6);
    assert_string_equal(chain.first_cause, "Labour in C26, TWN");
    close_sample();
}

static void what_is_missing_in_the_file_ends_the_path(void **unused)
{
    (void)unused;
    struct trace_chain chain;
    open_sample(&(struct trace_options){.no_trade = true});
    trace_follow(&trace, fall_of(TR_JPN, TR_C29), &chain);
    assert_int_equal(chain.count, 2);
    assert_int_equal(chain.step[1].kind, TRACE_STEP_END);
    assert_string_equal(chain.first_cause, "Inputs of C29, JPN");
    close_sample();

    open_sample(&(struct trace_options){.no_constraint = true, .no_trade = true});
    assert_int_equal(fall_of(TR_JPN, TR_C29)->role, TRACE_UNKNOWN);
    trace_follow(&trace, fall_of(TR_JPN, TR_C29), &chain);
    assert_int_equal(chain.count, 1);
    close_sample();
}

static void sums_lead_to_their_largest_part(void **unused)
{
    (void)unused;
    struct trace_chain chain;
    open_sample(&(struct trace_options){.event = true});
    trace_follow(&trace, fall_of(TR_TWN, TRACE_ALL), &chain);
    assert_int_equal(chain.step[1].evidence, TRACE_BY_PART);
    assert_int_equal(chain.step[1].industry, TR_C26);
    assert_string_equal(chain.first_cause, "Labour loss: TWN C26");
    close_sample();
}

static void odd_files_do_no_harm(void **unused)
{
    (void)unused;
    struct trace_chain chain;
    open_sample(&(struct trace_options){.odd = true, .event = true, .links = true});
    for (int i = 0; i < trace.fall_count; i++) {
        assert_true(trace.fall[i].depth >= 0.01 && trace.fall[i].depth <= 1);
        trace_follow(&trace, &trace.fall[i], &chain);
        assert_true(chain.count >= 1 && chain.count <= TRACE_STEPS);
    }
    close_sample();
    open_sample(&(struct trace_options){.weeks = 1});
    assert_int_equal(trace.fall_count, 0);
    close_sample();
}

/* --- The verb -------------------------------------------------------------------------------- */

static char said[60000];

static int why(const char *arguments)
{
    char command[512];
    snprintf(command, sizeof command, "%s why %s > why.txt 2>&1", PROGRAM, arguments);
    int status = system(command);
    FILE *file = fopen("why.txt", "r");
    assert_non_null(file);
    size_t length = fread(said, 1, sizeof said - 1, file);
    said[length] = '\0';
    fclose(file);
    return status >> 8;
}

static void the_verb_answers(void **unused)
{
    (void)unused;
    trace_sample_write("trace.h5", &(struct trace_options){.event = true});
    assert_int_equal(why("trace.h5 JPN/C29"), 0);
    assert_non_null(strstr(said, " 1. JPN C29  2025-"));
    assert_non_null(
        strstr(said, "40.0 % down, $8.0 m a week less.  First cause: Labour loss: TWN"));
    assert_non_null(strstr(said, "<- C26 from TWN to JPN"));
    assert_int_equal(why("trace.h5 --json"), 0);
    assert_non_null(strstr(said, "\"region\": null, \"industry\": null, \"peak\": \""));
    assert_non_null(strstr(said, "\"shares\": {\"inputs\": 1}"));
    assert_non_null(strstr(said, "\"first_cause\": \"Consumption in USA\""));
    assert_int_equal(why("trace.h5 --list regions"), 0);
    assert_non_null(strstr(said, " 2. JPN all industries"));
    assert_non_null(strstr(said, " 3. TWN all industries"));
    assert_int_equal(why("trace.h5 JPN/C29 --at 2025-03-03"), 0);
    assert_non_null(strstr(said, "No fall"));
    assert_int_equal(why("trace.h5 JPN/C29 --at 2025-10-06"), 0);
    assert_non_null(strstr(said, " 1. JPN C29"));
}

static void the_verb_refuses_in_one_line(void **unused)
{
    (void)unused;
    static const char *const CASES[][2] = {
        {"trace.h5 MARS", "is no region or industry"},
        {"trace.h5 JPN/JPN", "is no region or industry"},
        {"trace.h5 /", "is no region or industry"},
        {"trace.h5 --at yesterday", "is no date"},
        {"trace.h5 --at 1999-01-01", "is not in trace.h5, use 2025-01-06 to "},
        {"trace.h5 --list stars", "cells, regions or industries"},
        {"nothing.h5", "nothing.h5"},
    };
    trace_sample_write("trace.h5", &(struct trace_options){0});
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        assert_int_equal(why(CASES[i][0]), 2);
        assert_non_null(strstr(said, CASES[i][1]));
        assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(falls_are_found_where_they_are),
        cmocka_unit_test(lists_are_in_order),
        cmocka_unit_test(missing_inputs_lead_upstream),
        cmocka_unit_test(weak_evidence_is_none),
        cmocka_unit_test(missing_demand_leads_to_who_bought_less),
        cmocka_unit_test(links_tell_who_failed),
        cmocka_unit_test(what_is_missing_in_the_file_ends_the_path),
        cmocka_unit_test(sums_lead_to_their_largest_part),
        cmocka_unit_test(odd_files_do_no_harm),
        cmocka_unit_test(the_verb_answers),
        cmocka_unit_test(the_verb_refuses_in_one_line),
    };
    return cmocka_run_group_tests(tests, folder_create, folder_remove);
}

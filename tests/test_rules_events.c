/* Events: what each kind does and how long, worked out by hand; what the log says; the rules that
 * read them; and that nothing is left when they are over (events.c, event_log.c). */
#include "event_support.h"

#include <math.h>

#include "agents/final_demand.h"

/* Two that overlap: one everywhere for ten weeks, one for cars of the east for two weeks and four
 * of recovery. */
static void factors_add_up_and_pass(void **unused)
{
    (void)unused;
    static const struct {
        enum event_kind kind;
        enum event_of of;
        size_t column;
    } KINDS[] = {
#define CELL_COLUMN(name) offsetof(struct industry_table, name)
        {EVENT_FINAL_DEMAND, OF_HOUSEHOLDS, CELL_COLUMN(demand_factor)},
        {EVENT_FINAL_DEMAND, OF_GOVERNMENT, CELL_COLUMN(public_demand_factor)},
        {EVENT_FINAL_DEMAND, OF_INVESTORS, CELL_COLUMN(investment_demand_factor)},
        {EVENT_PRODUCTIVITY, 0, CELL_COLUMN(productivity_factor)},
        {EVENT_PRICE, 0, CELL_COLUMN(price_factor)},
        {EVENT_CONFIDENCE, OF_SELLERS, CELL_COLUMN(sales_confidence)},
        {EVENT_CONFIDENCE, OF_INVESTORS, CELL_COLUMN(investment_confidence)},
    };
    /* of cars in the east, and of everything else, week by week */
    static const double CARS_EAST[] = {1.2, 1.2, 1.2, 1.125, 1.05, 0.975, 0.9, 0.9, 0.9, 0.9, 1, 1};
    static const double OTHERS[] = {0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 1, 1};
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        struct event list[] = {
            {.kind = KINDS[i].kind,
             .of = KINDS[i].of,
             .weeks = 10,
             .share = -0.1,
             .region = -1,
             .industry = -1},
            {.kind = KINDS[i].kind,
             .of = KINDS[i].of,
             .weeks = 2,
             .share = 0.3,
             .region = EAST,
             .industry = CARS,
             .recovery = RECOVERY_LINEAR,
             .recovery_weeks = 4},
        };
        struct model *m = model_with(list, 2);
        for (uint32_t step = 0; step < 12; step++) {
            events_at(m, step);
            const struct industry_table *industry = &m->state.industry;
            const double *column =
                *(double *const *)(const void *)((const char *)industry + KINDS[i].column);
            for (int c = 0; c < 6; c++)
                assert_near(column[c], c == CARS ? CARS_EAST[step] : OTHERS[step], 1e-14);
            for (size_t other = 0; other < sizeof KINDS / sizeof *KINDS; other++)
                if (other != i)
                    assert_true((*(double *const *)(const void *)((const char *)industry +
                                                                  KINDS[other].column))[CARS] == 1);
        }
        model_free(m);
    }
}

static void regions_have_factors_too(void **unused)
{
    (void)unused;
    struct event list[] = {
        {.kind = EVENT_GOVERNMENT_SPENDING, .weeks = 1, .share = 0.25, .region = WEST},
        {.kind = EVENT_CONFIDENCE, .of = OF_HOUSEHOLDS, .weeks = 1, .share = -0.05, .region = -1},
        {.kind = EVENT_POLICY_RATE,
         .weeks = 1,
         .share = 0.02,
         .region = EAST,
         .recovery = RECOVERY_EXPONENTIAL,
         .recovery_weeks = 2},
        {.kind = EVENT_POLICY_RATE, .weeks = 2, .share = 0.05, .is_level = true, .region = WEST},
    };
    struct model *m = model_with(list, 4);
    struct state *s = &m->state;
    s->region.rule_rate[EAST] = s->region.rule_rate[WEST] = 0.015;
    events_at(m, 0);
    assert_true(s->government.purchases_factor[EAST] == 1);
    assert_true(s->government.purchases_factor[WEST] == 1.25);
    assert_near(final_public_investment(s, WEST), 1.25 * s->opening_public_investment[WEST], 1e-6);
    assert_true(s->region.consumption_confidence[EAST] == 0.95);
    assert_near(s->region.policy_rate_shift[EAST], 0.02, 1e-16);
    assert_near(s->region.policy_rate_shift[WEST], 0.035, 1e-16);
    events_at(m, 1);
    assert_near(s->region.policy_rate_shift[EAST], 0.02, 1e-16);
    events_at(m, 3);
    assert_near(s->region.policy_rate_shift[EAST], 0.02 * exp(-1), 1e-16);
    assert_true(s->region.policy_rate_shift[WEST] == 0);
    assert_true(s->government.purchases_factor[WEST] == 1);
    model_free(m);
}

/* 25 % on what bears 15 % already: 1.25 / 1.15, on top of the scenario's own tariff. */
static void tariffs_change_delivered_prices(void **unused)
{
    (void)unused;
    struct event list[] = {{.kind = EVENT_TARIFF,
                            .weeks = HUGE_VAL,
                            .share = 1.25 / 1.15 - 1,
                            .rate = 0.25,
                            .old_rate = 0.15,
                            .region = EAST,
                            .destination = WEST,
                            .industry = CARS}};
    struct model *m = model_with(list, 1);
    struct state *s = &m->state;
    int t = (EAST * 2 + WEST) * 3 + CARS;
    double price = final_price(s, CARS, WEST);
    events_at(m, 0);
    assert_near(s->trade.tariff[t], 0.08695652173913, 1e-13);
    assert_near(final_price(s, CARS, WEST) / price, 1.25 / 1.15, 1e-14);
    s->trade.opening_tariff[t] = 0.1;
    events_at(m, 5000);
    assert_near(s->trade.tariff[t], 0.19565217391304, 1e-13); /* 1.1 * 1.25 / 1.15 - 1 */
    for (int other = 0; other < 12; other++)
        assert_true(other == t || s->trade.tariff[other] == 0);
    model_free(m);
}

static void the_log_has_dates_and_sizes(void **unused)
{
    (void)unused;
    struct event list[] = {
        {.kind = EVENT_CAPACITY_LOSS,
         .weeks = 4,
         .share = 0.3,
         .region = EAST,
         .industry = ORE,
         .recovery = RECOVERY_EXPONENTIAL,
         .recovery_weeks = 5},
        {.kind = EVENT_TARIFF,
         .weeks = HUGE_VAL,
         .share = 0.1,
         .rate = 0.1,
         .region = -1,
         .destination = WEST,
         .industry = -1},
        {.kind = EVENT_FINAL_DEMAND, .weeks = 2, .share = -0.1, .region = WEST, .industry = AID},
    };
    for (int e = 0; e < 3; e++)
        start_in(&list[e], 2);
    struct model *m = model_with(list, 3);
    struct state *s = &m->state;
    s->parameters.events_scale = 2;
    for (uint32_t step = 0; step < 5; step++)
        events_at(m, step);
    assert_int_equal(s->event_log.count, 3);
    const struct event_entry *entry = s->event_log.entry;
    double capital = 0;
    int64_t firms = 0;
    for (uint32_t f = 0; f < s->population.firms; f++)
        if (s->firm.cell[f] == ORE)
            capital += s->firm.capital[f], firms++;
    assert_true(entry[0].day == 14 && entry[0].full_until == 42 && entry[0].until == 42 + 105);
    assert_near(entry[0].size, 0.6, 1e-15);
    assert_close(entry[0].lost, 0.6 * capital, 1e-12);
    assert_int_equal(entry[0].firms, firms);
    assert_near(entry[0].output_share, 1, 1e-12);
    assert_string_equal(entry[0].where, "R0 K0");
    assert_string_equal(entry[0].rule, "all");
    assert_true(isinf(entry[1].until) && entry[1].firms == 0);
    assert_string_equal(entry[1].where, "all to R1 all");
    assert_string_equal(entry[1].rule, "");
    assert_near(entry[2].size, -0.2, 1e-15);
    assert_true(entry[2].lost == 0 && entry[2].until == 28);
    /* Rules may add to it; what does not fit is counted. */
    struct event_entry own = {.kind = "strike", .region = EAST};
    for (int i = 3; i < EVENT_LOG_MAX + 10; i++)
        event_log_add(s, &own);
    assert_int_equal(s->event_log.count, EVENT_LOG_MAX + 10);
    assert_string_equal(s->event_log.entry[EVENT_LOG_MAX - 1].kind, "strike");
    model_free(m);
}

/* Twice the event is twice the size, up to all there is; factors stay above zero. */
static void the_scale_multiplies_every_size(void **unused)
{
    (void)unused;
    struct event list[] = {
        {.kind = EVENT_CAPACITY_LOSS, .weeks = 1, .share = 0.3, .region = EAST, .industry = ORE},
        {.kind = EVENT_LABOUR_LOSS, .weeks = 1, .share = 0.8, .region = -1, .industry = -1},
        {.kind = EVENT_PRODUCTIVITY, .weeks = 1, .share = -0.9, .region = EAST, .industry = ORE},
        {.kind = EVENT_FINAL_DEMAND, .weeks = 1, .share = -0.1, .region = EAST, .industry = ORE},
        {.kind = EVENT_POLICY_RATE, .weeks = 1, .share = 0.01, .region = EAST},
        {.kind = EVENT_ROUTE_CLOSURE,
         .weeks = 1,
         .share = 0.7,
         .delay = 1,
         .region = EAST,
         .destination = WEST},
    };
    struct model *m = model_with(list, 6);
    struct state *s = &m->state;
    s->parameters.events_scale = 2;
    events_at(m, 0);
    assert_true(s->firm.damage[0] == 0.6 && s->firm.absence[0] == 1);
    assert_true(s->industry.productivity_factor[ORE] == 0.01);
    assert_near(s->industry.demand_factor[ORE], 0.8, 1e-15);
    assert_near(s->region.policy_rate_shift[EAST], 0.02, 1e-16);
    assert_true(s->route.capacity[EAST * 2 + WEST] == 0 && s->route.delay[EAST * 2 + WEST] == 2);
    s->parameters.events_scale = 0;
    events_at(m, 0);
    assert_true(s->firm.damage[0] == 0 && s->firm.absence[0] == 0);
    assert_true(s->industry.productivity_factor[ORE] == 1 && s->route.delay[EAST * 2 + WEST] == 0);
    model_free(m);
}

/* What a rule made of factors of 1.1, against what it makes of 1. */
static void rules_multiply_what_events_say(void **unused)
{
    (void)unused;
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state, *before = tables_copy(s);
    s->industry.productivity_factor[CARS] = 1.1;
    trends(s);
    for (uint32_t f = 0; f < s->population.firms; f++)
        assert_close(s->firm.productivity[f],
                     before->firm.labour_productivity[f] * (s->firm.cell[f] == CARS ? 1.1 : 1),
                     1e-14);
    tables_restore(s, before);
    s->industry.sales_confidence[CARS] = 1.1;
    expectations(s);
    for (uint32_t f = 0; f < s->population.firms; f++) {
        double q = before->firm.expected_sales[f], seen = before->firm.demand_seen[f];
        double then = q + (seen * (s->firm.cell[f] == CARS ? 1.1 : 1) - q) * speed_of(s, 8);
        assert_close(s->firm.expected_sales[f], then, 1e-12);
    }
    tables_restore(s, before);
    s->industry.price_factor[CARS] = 1.1;
    prices(s);
    for (uint32_t f = 0; f < s->population.firms; f++)
        assert_close(s->firm.price[f],
                     1 + (s->firm.cell[f] == CARS ? 0.1 * speed_of(s, 1 / 0.08) : 0), 1e-9);
    tables_restore(s, before);
    s->industry.investment_confidence[CARS] = 1.1;
    investment_plan(s);
    for (uint32_t f = 0; f < s->population.firms; f++)
        assert_close(s->firm.investment_order[f],
                     before->firm.investment_order[f] *
                         (1 + (s->firm.cell[f] == CARS ? 0.1 * speed_of(s, 26) : 0)),
                     1e-9);
    tables_restore(s, before);
    s->region.consumption_confidence[EAST] = 0.9;
    household_budgets(s);
    money budgets[2] = {0}, usual[2] = {0};
    for (int r = 0; r < 2; r++)
        for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++)
            budgets[r] += s->household.budget[h];
    s->region.consumption_confidence[EAST] = 1;
    household_budgets(s);
    for (int r = 0; r < 2; r++)
        for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++)
            usual[r] += s->household.budget[h];
    /* What is spent out of wealth is not the mood's: rows differ in it by a few parts in 10,000. */
    assert_close((double)budgets[EAST], 0.9 * (double)usual[EAST], 3e-4);
    assert_int_equal(budgets[WEST], usual[WEST]);
    tables_free(before);
    model_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(factors_add_up_and_pass),
        cmocka_unit_test(regions_have_factors_too),
        cmocka_unit_test(tariffs_change_delivered_prices),
        cmocka_unit_test(the_log_has_dates_and_sizes),
        cmocka_unit_test(the_scale_multiplies_every_size),
        cmocka_unit_test(rules_multiply_what_events_say),
    };
    return cmocka_run_group_tests(tests, one_thread, NULL);
}

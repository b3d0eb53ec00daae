/* Which firms events hit, and what these lose; with any number of threads (event_firms.c). */
#include "event_support.h"

#include <math.h>

#include "agents/firm_terms.h"

static bool is_hit(const struct state *s, int e, uint32_t f)
{
    return event_touches(&s->events[e], &s->cell[s->firm.cell[f]]) &&
           event_hits(s->event_firms[e], f);
}

static void the_largest_and_smallest_are_hit(void **unused)
{
    (void)unused;
    struct event list[] = {
        {.kind = EVENT_CAPACITY_LOSS,
         .weeks = 3,
         .share = 0.5,
         .region = EAST,
         .industry = -1,
         .firms = FIRMS_LARGEST,
         .firms_share = 0.1},
        {.kind = EVENT_CAPACITY_LOSS,
         .weeks = 3,
         .share = 0.2,
         .region = EAST,
         .industry = CARS,
         .firms = FIRMS_SMALLEST,
         .firms_share = 0.25},
        {.kind = EVENT_LABOUR_LOSS,
         .weeks = 3,
         .share = 1,
         .region = WEST,
         .industry = AID,
         .firms = FIRMS_LARGEST,
         .firms_share = 0},
    };
    struct model *m = model_with(list, 3);
    struct state *s = &m->state;
    s->firm.capital[5] = s->firm.capital[6]; /* equals: the first counts */
    s->firm.capital_productivity[5] = s->firm.capital_productivity[6];
    events_at(m, 0);
    for (int e = 0; e < 3; e++)
        for (int c = 0; c < 6; c++) {
            uint32_t firms = 0, hit = 0;
            double least_hit = HUGE_VAL, most_spared = 0, most_hit = 0, least_spared = HUGE_VAL;
            for (uint32_t f = 0; f < s->population.firms; f++) {
                if (s->firm.cell[f] != c)
                    continue;
                double capacity = firm_full_capacity(&s->firm, f);
                firms++;
                if (is_hit(s, e, f)) {
                    hit++;
                    least_hit = fmin(least_hit, capacity), most_hit = fmax(most_hit, capacity);
                } else {
                    most_spared = fmax(most_spared, capacity);
                    least_spared = fmin(least_spared, capacity);
                }
            }
            bool touched = event_touches(&list[e], &s->cell[c]);
            uint32_t wanted = (uint32_t)fmax(1, nearbyint(list[e].firms_share * firms));
            assert_int_equal(hit, touched ? wanted : 0);
            if (touched && list[e].firms == FIRMS_LARGEST)
                assert_true(least_hit >= most_spared);
            if (touched && list[e].firms == FIRMS_SMALLEST)
                assert_true(most_hit <= least_spared);
        }
    for (uint32_t f = 0; f < s->population.firms; f++) {
        double damage = (is_hit(s, 0, f) ? 0.5 : 0) + (is_hit(s, 1, f) ? 0.2 : 0);
        assert_near(s->firm.damage[f], damage, 1e-15);
        assert_true(s->firm.absence[f] == (is_hit(s, 2, f) ? 1 : 0));
    }
    /* Whoever grows later: the choice stays. */
    struct state *before = tables_copy(s);
    for (uint32_t f = 0; f < s->population.firms; f++)
        s->firm.capital[f] *= 1 + f % 7;
    events_at(m, 2);
    for (uint32_t f = 0; f < s->population.firms; f++)
        assert_true(s->firm.damage[f] == before->firm.damage[f]);
    events_at(m, 3);
    for (uint32_t f = 0; f < s->population.firms; f++)
        assert_true(s->firm.damage[f] == 0 && s->firm.absence[f] == 0);
    tables_free(before);
    model_free(m);
}

static void lots_and_lists_are_hit(void **unused)
{
    (void)unused;
    struct event list[] = {
        {.kind = EVENT_CAPACITY_LOSS,
         .weeks = 3,
         .share = 0.6,
         .region = -1,
         .industry = -1,
         .firms = FIRMS_RANDOM,
         .firms_share = 0.3},
        {.kind = EVENT_CAPACITY_LOSS,
         .weeks = 3,
         .share = 0.3,
         .region = -1,
         .industry = -1,
         .firms = FIRMS_RANDOM,
         .firms_share = 0.3},
        {.kind = EVENT_LABOUR_LOSS,
         .weeks = 3,
         .share = 0.4,
         .region = -1,
         .industry = -1,
         .firms = FIRMS_LIST,
         .firm = {0, 64, 1999},
         .firm_count = 3},
    };
    struct model *m = model_with(list, 3);
    struct state *s = &m->state;
    events_at(m, 0);
    int hit[3] = {0}, both = 0;
    for (uint32_t f = 0; f < 2000; f++) {
        for (int e = 0; e < 3; e++)
            hit[e] += is_hit(s, e, f);
        both += is_hit(s, 0, f) && is_hit(s, 1, f);
        double damage = (is_hit(s, 0, f) ? 0.6 : 0) + (is_hit(s, 1, f) ? 0.3 : 0);
        assert_near(s->firm.damage[f], damage, 1e-15);
        assert_true(s->firm.absence[f] == (f == 0 || f == 64 || f == 1999 ? 0.4 : 0));
        struct rng rng = {.seed = s->rng.seed, .step = 1};
        assert_true(is_hit(s, 0, f) == (rng_uniform(rng, RNG_FIRM, f, RNG_EVENT_FIRMS, 0) < 0.3));
    }
    assert_true(hit[0] > 500 && hit[0] < 700 && hit[1] > 500 && hit[1] < 700);
    assert_true(both > 120 && both < 240); /* drawn apart: 0.09 of 2000 */
    assert_int_equal(hit[2], 3);
    model_free(m);
}

/* Half the staff away: output at longest hours is half as much. */
static void absence_limits_production(void **unused)
{
    (void)unused;
    struct event list[] = {
        {.kind = EVENT_LABOUR_LOSS, .weeks = 1, .share = 0.5, .region = EAST, .industry = AID}};
    struct model *m = model_with(list, 1);
    struct state *s = &m->state;
    trends(s);
    events_at(m, 0);
    output_plan(s);
    household_budgets(s);
    input_orders(s);
    final_demand(s);
    production(s);
    for (uint32_t f = 0; f < s->population.firms; f++) {
        double most = firm_productivity(s, f) * (double)s->firm.staff[f] * 1.1 *
                      (s->firm.cell[f] == AID ? 0.5 : 1);
        assert_true(s->firm.output[f] <= most * (1 + 1e-12));
        if (s->firm.cell[f] == AID) {
            assert_close(s->firm.output[f], most, 1e-12);
            assert_int_equal(s->firm.constraint[f], CAUSE_LABOUR);
        }
    }
    model_free(m);
}

static void stocks_of_the_hit_are_lost_and_counted(void **unused)
{
    (void)unused;
    struct event list[] = {
        {.kind = EVENT_FINISHED_STOCK_LOSS,
         .share = 0.25,
         .region = EAST,
         .industry = CARS,
         .firms = FIRMS_LARGEST,
         .firms_share = 0.5},
        {.kind = EVENT_INPUT_STOCK_LOSS,
         .share = 0.4,
         .region = WEST,
         .industry = CARS,
         .firms = FIRMS_RANDOM,
         .firms_share = 0.5},
    };
    struct model *m = model_with(list, 2);
    struct state *s = &m->state, *before = tables_copy(s);
    events_at(m, 0);
    double finished = 0, links = 0, markets = 0, sales[2] = {0}, all[2] = {0}, staff[2] = {0},
           all_staff[2] = {0};
    int64_t firms[2] = {0};
    for (uint32_t f = 0; f < s->population.firms; f++) {
        double kept = is_hit(s, 0, f) ? 0.75 : 1, held = is_hit(s, 1, f) ? 0.6 : 1;
        assert_close(s->firm.finished_stock[f], kept * before->firm.finished_stock[f], 1e-15);
        finished += before->firm.finished_stock[f] - s->firm.finished_stock[f];
        for (uint64_t l = s->population.supplier_first[f]; l < s->population.supplier_first[f + 1];
             l++) {
            assert_close(s->link.stock[l], held * before->link.stock[l], 1e-15);
            links += before->link.stock[l] - s->link.stock[l];
        }
        for (int e = 0; e < 2; e++) {
            if (!event_touches(&list[e], &s->cell[s->firm.cell[f]]))
                continue;
            all[e] += s->firm.expected_sales[f], all_staff[e] += (double)s->firm.staff[f];
            if (!is_hit(s, e, f))
                continue;
            sales[e] += s->firm.expected_sales[f], staff[e] += (double)s->firm.staff[f];
            firms[e]++;
        }
    }
    for (int mk = 0; mk < 18; mk++) {
        double share = mk / 3 == WEST * 3 + CARS ? sales[1] / all[1] : 0;
        assert_close(s->market.stock[mk], (1 - 0.4 * share) * before->market.stock[mk], 1e-12);
        markets += before->market.stock[mk] - s->market.stock[mk];
    }
    assert_int_equal(s->event_log.count, 2);
    for (int e = 0; e < 2; e++) {
        const struct event_entry *entry = &s->event_log.entry[e];
        assert_string_equal(entry->kind, event_kind_names[list[e].kind]);
        assert_string_equal(entry->rule, e == 0 ? "largest" : "random");
        assert_int_equal(entry->firms, firms[e]);
        assert_close(entry->output_share, sales[e] / all[e], 1e-12);
        assert_close(entry->staff_share, staff[e] / all_staff[e], 1e-12);
        assert_close(entry->lost, e == 0 ? finished : links + markets, 1e-9);
        assert_int_equal(entry->region, list[e].region);
        assert_int_equal(entry->industry, CARS);
        assert_true(entry->day == 0 && entry->full_until == 0 && entry->until == 0);
    }
    tables_free(before);
    model_free(m);
}

static uint64_t hash_after_all(int threads)
{
    struct event list[] = {
        {.kind = EVENT_CAPACITY_LOSS,
         .weeks = 3,
         .share = 0.5,
         .region = -1,
         .industry = -1,
         .firms = FIRMS_LARGEST,
         .firms_share = 0.2},
        {.kind = EVENT_LABOUR_LOSS,
         .weeks = 3,
         .share = 0.3,
         .region = EAST,
         .industry = -1,
         .firms = FIRMS_RANDOM,
         .firms_share = 0.4},
        {.kind = EVENT_INPUT_STOCK_LOSS,
         .share = 0.4,
         .region = -1,
         .industry = CARS,
         .firms = FIRMS_SMALLEST,
         .firms_share = 0.9},
        {.kind = EVENT_FINISHED_STOCK_LOSS,
         .share = 0.4,
         .region = -1,
         .industry = -1,
         .firms = FIRMS_RANDOM,
         .firms_share = 0.5},
        {.kind = EVENT_ROUTE_CLOSURE,
         .weeks = 3,
         .share = 0.5,
         .delay = 1,
         .region = -1,
         .destination = -1},
        {.kind = EVENT_PRICE, .weeks = 3, .share = 0.5, .region = -1, .industry = ORE},
        {.kind = EVENT_PRODUCTIVITY, .weeks = 3, .share = -0.1, .region = WEST, .industry = -1},
    };
    omp_set_num_threads(threads);
    struct model *m = model_with(list, 7);
    struct state *s = &m->state;
    for (uint32_t step = 0; step < 5; step++) {
        events_at(m, step);
        trends(s);
        expectations(s);
        prices(s);
        output_plan(s);
        investment_plan(s);
        household_budgets(s);
        arrivals(s);
        input_orders(s);
        final_demand(s);
        production(s);
        rationing(s);
        markets(s);
        shipping(s);
    }
    uint64_t hash = state_hash(s);
    for (int e = 0; e < s->event_log.count; e++)
        hash = hash * 31 + (uint64_t)(s->event_log.entry[e].lost * 1e-3);
    model_free(m);
    return hash;
}

static void threads_change_nothing(void **unused)
{
    (void)unused;
    uint64_t expected = hash_after_all(1);
    for (size_t i = 0; i < sizeof THREADS / sizeof *THREADS; i++)
        assert_true(hash_after_all(THREADS[i]) == expected);
    omp_set_num_threads(1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_largest_and_smallest_are_hit),
        cmocka_unit_test(lots_and_lists_are_hit),
        cmocka_unit_test(absence_limits_production),
        cmocka_unit_test(stocks_of_the_hit_are_lost_and_counted),
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, one_thread, NULL);
}

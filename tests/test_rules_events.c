/* Events: what each kind does, to whom and how long, worked out by hand; which firms are hit; what
 * the log says; and that nothing is left when they are over. events.c, event_firms.c, event_log.c. */
#include "rule_support.h"

#include <math.h>

#include "agents/events.h"
#include "agents/final_demand.h"
#include "agents/firm_terms.h"
#include "core/date.h"

/* Monday of the week that begins so many weeks after the start of the run. */
static void start_in(struct event *event, int weeks)
{
    date_format(date_day(2025, 1, 6) + 7 * weeks, event->start);
}

static struct model *model_with(struct event *events, int count)
{
    struct model *m = model_of(CLOCK_WEEK);
    struct error err = {0};
    m->state.clock.first_day = date_day(2025, 1, 6);
    for (int e = 0; e < count; e++)
        if (events[e].start[0] == '\0')
            start_in(&events[e], 0);
    assert_success(events_open(&m->state, events, count, &err), err);
    return m;
}

static void events_at(struct model *m, uint32_t step)
{
    m->state.clock.step = step;
    m->state.rng.step = step + 1;
    state_clear_flows(&m->state);
    events(&m->state);
}

/* --- factors ------------------------------------------------------------------------------- */

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

/* --- routes -------------------------------------------------------------------------------- */

static void routes_take_less_and_longer(void **unused)
{
    (void)unused;
    struct event list[] = {
        {.kind = EVENT_ROUTE_CLOSURE,
         .weeks = 4,
         .share = 0.3,
         .region = EAST,
         .destination = WEST},
        {.kind = EVENT_ROUTE_CLOSURE,
         .weeks = 4,
         .share = 0.1,
         .region = -1,
         .destination = WEST,
         .delay = 2},
        {.kind = EVENT_CHOKEPOINT_CLOSURE, .weeks = 2, .share = 0.9, .region = -1},
        {.kind = EVENT_CHOKEPOINT_CLOSURE,
         .weeks = 2,
         .share = 0.9,
         .region = EAST,
         .chokepoint = 1},
    };
    struct model *m = model_with(list, 4);
    struct state *s = &m->state;
    m->world.chokepoints = 2;
    m->world.route_chokepoints[WEST][EAST] = 1; /* passes the first only */
    events_at(m, 0);
    assert_near(s->route.capacity[EAST * 2 + WEST], 0.6, 1e-15);
    assert_near(s->route.capacity[WEST * 2 + EAST], 0.1, 1e-15);
    assert_true(s->route.capacity[EAST * 2 + EAST] == 1 && s->route.capacity[WEST * 2 + WEST] == 1);
    assert_true(s->route.delay[EAST * 2 + WEST] == 2 && s->route.delay[WEST * 2 + EAST] == 0);
    events_at(m, 2);
    assert_true(s->route.capacity[WEST * 2 + EAST] == 1);
    events_at(m, 4);
    assert_true(s->route.capacity[EAST * 2 + WEST] == 1 && s->route.delay[EAST * 2 + WEST] == 0);
    model_free(m);
}

/* Of goods that are two weeks late a third arrives, and the rest is due again: nothing is lost. */
static void late_goods_arrive_later(void **unused)
{
    (void)unused;
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state;
    uint64_t late = 0;
    while (s->link.lag[late] < 3 || !s->cell[s->population.cell[s->link.supplier[late]]].goods)
        late++; /* a link across the border; the way takes three weeks */
    double *due = &s->shipment.quantity[s->link.shipments[late]];
    s->route.delay[EAST * 2 + WEST] = s->route.delay[WEST * 2 + EAST] = 2;
    due[0] = 9, due[1] = 6, due[2] = 0;
    double stock = s->link.stock[late], transit = s->link.transit[late];
    arrivals(s); /* step 0: 9 due */
    assert_near(s->link.stock[late], stock + 3, 1e-6);
    assert_near(due[1], 12, 1e-12);
    s->clock.step = 1;
    arrivals(s);
    assert_near(s->link.stock[late], stock + 3 + 4, 1e-6);
    assert_near(due[2], 8, 1e-12);
    assert_near(s->link.transit[late], transit - 7, 1e-6);
    s->route.delay[EAST * 2 + WEST] = s->route.delay[WEST * 2 + EAST] = 0;
    s->clock.step = 2;
    arrivals(s); /* the way is free: all that was held back comes */
    assert_near(s->link.stock[late], stock + 15, 1e-6);
    model_free(m);
}

/* A link's order grows by the weeks that goods are late, times use, as fast as gaps are closed. */
static void customers_order_for_the_delay(void **unused)
{
    (void)unused;
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state;
    output_plan(s);
    input_orders(s);
    uint64_t links = s->population.links, tried = 0;
    double *usual = malloc(links * sizeof *usual);
    memcpy(usual, s->link.order, links * sizeof *usual);
    s->route.delay[EAST * 2 + WEST] = 0.5;
    input_orders(s);
    for (uint32_t f = 0; f < s->population.firms; f++)
        for (uint64_t l = s->population.supplier_first[f]; l < s->population.supplier_first[f + 1];
             l++) {
            const struct cell_traits *from = &s->cell[s->population.cell[s->link.supplier[l]]];
            bool late =
                from->goods && from->region == EAST && s->cell[s->firm.cell[f]].region == WEST;
            int j = s->link.input[l];
            double use = s->link.share[l] * s->market.coefficient[s->firm.cell[f] * s->inputs + j] *
                         s->firm.expected_sales[f];
            double more = late ? 0.5 * use * speed_of(s, 6) : 0;
            assert_near(s->link.order[l], usual[l] + more, 1e-9 * use);
            tried += late;
        }
    assert_true(tried > 0);
    free(usual);
    model_free(m);
}

/* Final users buy what the route takes; investors get, and pay for, what was delivered. */
static void final_users_share_the_route(void **unused)
{
    (void)unused;
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state;
    household_budgets(s);
    final_demand(s);
    struct state *usual = tables_copy(s);
    s->route.capacity[EAST * 2 + WEST] = 0.4;
    state_clear_flows(s);
    final_demand(s);
    double orders = 0, wanted = 0;
    for (int d = 0; d < 6; d++)
        for (int r = 0; r < 2; r++)
            for (int use = 0; use < FINAL_USES; use++) {
                int row = (d * 2 + r) * FINAL_USES + use;
                double share = d / 3 == EAST && r == WEST && s->cell[d].goods ? 0.4 : 1;
                assert_close(s->final_sourcing.order[row], share * usual->final_sourcing.order[row],
                             1e-13);
                s->final_sourcing.delivered[row] = s->final_sourcing.order[row];
                if (r == WEST && use == USE_INVESTMENT) {
                    orders += s->final_sourcing.order[row];
                    wanted += usual->final_sourcing.order[row];
                }
            }
    assert_true(orders < 0.99 * wanted);
    assert_close(s->region.investment_wanted[WEST], wanted, 1e-13);
    assert_true(bindings_of(s, BOUND_ROUTE) > 0);
    double building = 0, private_orders = 0, finished = 0;
    for (uint64_t f = s->region_firm[WEST]; f < s->region_firm[WEST + 1]; f++) {
        building -= s->firm.construction[f];
        finished += s->firm.construction[f] / 39;
        private_orders += s->firm.investment_order[f];
    }
    construction(s);
    for (uint64_t f = s->region_firm[WEST]; f < s->region_firm[WEST + 1]; f++)
        building += s->firm.construction[f];
    assert_close(building + finished, private_orders * orders / wanted, 1e-9);
    tables_free(usual);
    model_free(m);
}

/* --- firms --------------------------------------------------------------------------------- */

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

/* --- stocks and the log -------------------------------------------------------------------- */

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

/* --- rules that read them ------------------------------------------------------------------ */

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

/* --- threads ------------------------------------------------------------------------------- */

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
        cmocka_unit_test(factors_add_up_and_pass),
        cmocka_unit_test(regions_have_factors_too),
        cmocka_unit_test(tariffs_change_delivered_prices),
        cmocka_unit_test(routes_take_less_and_longer),
        cmocka_unit_test(late_goods_arrive_later),
        cmocka_unit_test(customers_order_for_the_delay),
        cmocka_unit_test(final_users_share_the_route),
        cmocka_unit_test(the_largest_and_smallest_are_hit),
        cmocka_unit_test(lots_and_lists_are_hit),
        cmocka_unit_test(absence_limits_production),
        cmocka_unit_test(stocks_of_the_hit_are_lost_and_counted),
        cmocka_unit_test(the_log_has_dates_and_sizes),
        cmocka_unit_test(the_scale_multiplies_every_size),
        cmocka_unit_test(rules_multiply_what_events_say),
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, one_thread, NULL);
}

/* The course of events in the still world: how they begin, fade and end, and that all accounts hold
 * while they last. */
#include "agents/trends.h"
#include "finance_support.h"

/* Strength `day` days after the start of the run, of an event that begins with the step that
 * holds its date. */
static double strength(const struct still_world *w, const struct event *event, int32_t start)
{
    int per_step = w->s.clock.days_per_step;
    double weeks = ((int)w->s.clock.step - start / per_step) * per_step / 7.0;
    if (weeks < -1e-9)
        return 0;
    double after = weeks - event->weeks;
    if (after < -1e-9)
        return 1;
    if (event->recovery == RECOVERY_LINEAR)
        return fmax(0, 1 - after / event->recovery_weeks);
    return event->recovery == RECOVERY_EXPONENTIAL ? exp(-after / event->recovery_weeks) : 0;
}

static void events_come_and_go_by_their_curves(void **unused)
{
    (void)unused;
    static const struct {
        int days; /* from the start of the run */
        const char *start;
    } DATES[] = {{0, "2025-01-06"}, {6, "2025-01-12"}, {7, "2025-01-13"}, {20, "2025-01-26"}};
    for (int day = 0; day < 2; day++) {
        struct still_world *w = still_create((struct still_options){.day = day});
        struct state *s = &w->s;
        int home = still_region(w, "JPN"), industry = 4;
        for (int i = 0; i < 4; i++) {
            still_event(w, (struct event){.kind = EVENT_CAPACITY_LOSS,
                                          .share = 0.15 + 0.1 * i,
                                          .weeks = 1 + i,
                                          .region = i < 2 ? home : -1,
                                          .industry = i % 2 == 0 ? -1 : industry,
                                          .recovery = (enum event_recovery)(i % 3),
                                          .recovery_weeks = 2.5});
            still_event(w, (struct event){.kind = EVENT_FINAL_DEMAND,
                                          .share = i % 2 == 0 ? 0.3 : -0.2,
                                          .weeks = 2,
                                          .region = i == 3 ? home : -1,
                                          .industry = i == 2 ? industry : -1,
                                          .recovery = (enum event_recovery)(i % 3),
                                          .recovery_weeks = 4});
            for (int j = 2 * i; j < 2 * i + 2; j++)
                strcpy(w->event[j].start, DATES[i].start);
        }
        double most = 0;
        for (s->clock.step = 0; s->clock.step < 100; s->clock.step++) {
            events(s);
            for (int c = 0; c < s->cells; c++) {
                double damage = 0, factor = 1;
                for (int i = 0; i < 8; i++) {
                    const struct event *event = &w->event[i];
                    if ((event->region >= 0 && event->region != c / s->industries) ||
                        (event->industry >= 0 && event->industry != c % s->industries))
                        continue;
                    double size = event->share * strength(w, event, DATES[i / 2].days);
                    if (event->kind == EVENT_CAPACITY_LOSS)
                        damage += size;
                    else
                        factor += size;
                }
                most = fmax(most, damage);
                assert_true(fabs(s->industry.demand_factor[c] - factor) < 1e-12);
                for (uint32_t n = s->population.cell_first[c]; n < s->population.cell_first[c + 1];
                     n++) {
                    const struct firm_run *run = &s->population.run[s->population.cell_run[n]];
                    for (uint32_t f = run->first; f < run->first + run->count; f++)
                        assert_true(fabs(s->firm.damage[f] - fmin(1, damage)) < 1e-12);
                }
            }
        }
        assert_true(most > 1); /* the events overlapped to more than all there is */
        still_free(w);
    }
}

/* Once, in the step that holds the date; only the users' stocks, on links and in markets. */
static void stocks_are_lost_once(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int home = still_region(w, "TWN"), industry = 2;
    still_event(w, (struct event){.kind = EVENT_INPUT_STOCK_LOSS,
                                  .start = "2025-01-19", /* a Sunday: step 1 */
                                  .share = 0.3,
                                  .region = home,
                                  .industry = industry});
    still_event(w, (struct event){.kind = EVENT_INPUT_STOCK_LOSS,
                                  .start = "2025-01-13",
                                  .share = 0.5,
                                  .region = -1,
                                  .industry = industry});
    double *links = still_column(s->link.stock, s->population.links);
    double *markets = still_column(s->market.stock, s->market.table.rows);
    for (s->clock.step = 0; s->clock.step < 4; s->clock.step++) {
        events(s);
        bool hit = s->clock.step > 0;
        for (uint32_t f = 0; f < s->population.firms; f++) {
            const struct cell_traits *cell = &s->cell[s->firm.cell[f]];
            double kept = !hit || cell->industry != industry ? 1
                          : cell->region == home             ? 0.35
                                                             : 0.5;
            for (uint64_t l = s->population.supplier_first[f];
                 l < s->population.supplier_first[f + 1]; l++)
                assert_close(s->link.stock[l], links[l] * kept, 1e-14);
        }
        for (uint64_t m = 0; m < s->market.table.rows; m++) {
            const struct cell_traits *cell = &s->cell[m / (uint64_t)s->inputs];
            double kept = !hit || cell->industry != industry ? 1
                          : cell->region == home             ? 0.35
                                                             : 0.5;
            assert_close(s->market.stock[m], markets[m] * kept, 1e-14);
        }
    }
    free(links);
    free(markets);
    still_free(w);
}

/* A day's step: an event of w weeks is at full size for 7 w steps, whatever w is. */
static void weeks_of_an_event_are_seven_days(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.day = true});
    struct state *s = &w->s;
    struct event *event = still_event(w, (struct event){.kind = EVENT_FINAL_DEMAND,
                                                        .start = "2025-01-06",
                                                        .share = 0.5,
                                                        .region = -1,
                                                        .industry = -1});
    for (int weeks = 1; weeks < 520; weeks++) {
        event->weeks = weeks;
        s->clock.step = (uint32_t)(7 * weeks - 1);
        events(s);
        assert_true(s->industry.demand_factor[0] == 1.5);
        s->clock.step++;
        events(s);
        assert_true(s->industry.demand_factor[0] == 1);
    }
    still_free(w);
}

/* Two events that together take more than there is leave nothing, not less. */
static void overlapping_losses_of_demand_end_at_zero(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    int r = still_region(w, "USA");
    for (int i = 0; i < 2; i++)
        still_event(w, (struct event){.kind = EVENT_FINAL_DEMAND,
                                      .start = "2025-01-06",
                                      .weeks = 2,
                                      .share = -0.7,
                                      .region = r,
                                      .industry = -1});
    still_steps(w, 1);
    for (int k = 0; k < w->s.industries; k++)
        assert_true(w->s.industry.demand_factor[r * w->s.industries + k] == 0);
    assert_int_equal(w->s.region.consumption[r], 0);
    still_steps(w, 2);
    assert_true(w->s.region.consumption[r] > 0);
    still_free(w);
}

/* The largest events that a scenario may hold: every identity holds, nobody delivers less than
 * nothing, nobody owns less than nothing. */
static void the_largest_events_run_through(void **unused)
{
    (void)unused;
    static const struct {
        enum event_kind kind;
        double share;
        const char *region; /* NULL: all */
    } EVENTS[] = {{EVENT_CAPACITY_LOSS, 1, NULL},
                  {EVENT_CAPACITY_LOSS, 0.9, "JPN"},
                  {EVENT_FINAL_DEMAND, -1, NULL},
                  {EVENT_FINAL_DEMAND, 1, NULL},
                  {EVENT_INPUT_STOCK_LOSS, 1, NULL}};
    for (size_t i = 0; i < sizeof EVENTS / sizeof *EVENTS; i++) {
        struct still_world *w = still_default();
        struct state *s = &w->s;
        int region = EVENTS[i].region != NULL ? still_region(w, EVENTS[i].region) : -1;
        for (int n = 0; n < 2; n++)
            still_event(w, (struct event){.kind = EVENTS[i].kind,
                                          .start = "2025-01-13",
                                          .weeks = 4,
                                          .share = EVENTS[i].share,
                                          .region = region,
                                          .industry = -1});
        still_steps(w, 10);
        assert_true(reduce_min(s->firm.finished_stock, s->population.firms) >= 0);
        assert_true(reduce_min(s->firm.output, s->population.firms) >= 0);
        assert_true(reduce_min(s->sourcing.delivered, s->sourcing.table.rows) >= 0);
        assert_true(reduce_min(s->final_sourcing.delivered, s->final_sourcing.table.rows) >= 0);
        for (uint64_t h = 0; h < s->population.rows; h++)
            assert_true(s->household.deposits[h] >= 0);
        for (uint32_t f = 0; f < s->population.firms; f++)
            assert_true(s->firm.deposits[f] >= 0);
        still_free(w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_come_and_go_by_their_curves),
        cmocka_unit_test(stocks_are_lost_once),
        cmocka_unit_test(weeks_of_an_event_are_seven_days),
        cmocka_unit_test(overlapping_losses_of_demand_end_at_zero),
        cmocka_unit_test(the_largest_events_run_through),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

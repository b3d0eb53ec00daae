/* The tariff tie: rates by day with and without the ceiling, reviews, and trade that is not touched
 * where it is off. */
#include "finance_support.h"

#include "agents/facility.h"
#include "agents/tariff_deal.h"

static const double BN = 1e11;

static void with_tie(struct parameters *p, struct world *world)
{
    (void)world;
    p->facility = p->tariffs = true;
}

static void without_deal(struct parameters *p, struct world *world)
{
    (void)world;
    p->tariffs = true;
}

static int industry(const struct state *s, const char *code)
{
    int k = world_industry(s->world, code);
    assert_true(k >= 0);
    return k;
}

/* Cars bear 2.5 % before April 2025, 27.5 % until 16 September, then 15 % under the deal; textiles
 * 10 %, then 20, then 15 (duty included) or 35; machinery 1.5, 11.5, 15 or 26.5; steel the same. */
static void rates_follow_the_calendar(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = with_tie});
    const struct state *s = &w->s;
    static const struct {
        const char *industry;
        int year, month, day;
        double with, without;
    } cases[] = {
        {"C29", 2025, 4, 2, 0.025, 0.025},
        {"C29", 2025, 4, 3, 0.275, 0.275},
        {"C29", 2025, 9, 15, 0.275, 0.275},
        {"C29", 2025, 9, 16, 0.15, 0.275},
        {"C13T15", 2025, 4, 4, 0.1, 0.1},
        {"C13T15", 2025, 7, 31, 0.2, 0.2},
        {"C13T15", 2025, 8, 7, 0.15, 0.35},
        {"C28", 2025, 4, 5, 0.115, 0.115},
        {"C28", 2025, 8, 1, 0.115, 0.265},
        {"C28", 2025, 8, 7, 0.15, 0.265},
        {"C24", 2030, 1, 1, 0.01, 0.01},
        {"C21", 2030, 1, 1, 0, 0},
        {"C302", 2030, 1, 1, 0.005 + 0.2 * 0.145, 0.255},
    };
    for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
        int k = industry(s, cases[n].industry);
        int32_t day = date_day(cases[n].year, cases[n].month, cases[n].day);
        assert_close(tariff_deal_rate(s, k, day, true) + 1, cases[n].with + 1, 1e-12);
        assert_close(tariff_deal_rate(s, k, day, false) + 1, cases[n].without + 1, 1e-12);
    }
    assert_true(s->facility.tariff_change[0] > 0.05 && s->facility.tariff_change[0] < 0.12);
    still_free(w);
}

static double car_tariff(const struct state *s, const char *from, const char *to)
{
    int o = world_region(s->world, from), r = world_region(s->world, to);
    return s->trade.tariff[(o * s->regions + r) * s->industries + industry(s, "C29")];
}

/* Step 38 begins on 22 September 2025. */
static void trade_bears_the_change(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = with_tie});
    struct state *s = &w->s;
    s->clock.step = 37;
    still_run(w, "events", "events");
    assert_close(car_tariff(s, "JPN", "USA"), 1.15 / 1.025 - 1, 1e-12);
    assert_true(car_tariff(s, "USA", "JPN") == 0 && car_tariff(s, "KOR", "USA") == 0);
    s->facility.ceiling[0] = 0;
    still_run(w, "events", "events");
    assert_close(car_tariff(s, "JPN", "USA"), 1.275 / 1.025 - 1, 1e-12);
    s->parameters.tie = TIE_ALWAYS;
    still_run(w, "events", "events");
    assert_close(car_tariff(s, "JPN", "USA"), 1.15 / 1.025 - 1, 1e-12);
    s->parameters.tariffs = false;
    still_run(w, "events", "events");
    assert_true(car_tariff(s, "JPN", "USA") == 0);
    still_free(w);
}

static void without_a_facility_no_ceiling_holds(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = without_deal});
    struct state *s = &w->s;
    s->clock.step = 37;
    still_run(w, "events", "events");
    assert_close(car_tariff(s, "JPN", "USA"), 1.275 / 1.025 - 1, 1e-12);
    assert_false(tariff_deal_holds(s));
    still_free(w);
}

/* 60 of 300 declined is more than a tenth; after a memory's length times ln 2 it counts 30. */
static void the_ceiling_comes_back_when_refusals_are_forgotten(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = with_tie});
    struct state *s = &w->s;
    assert_true(tariff_deal_holds(s));
    s->facility.due[0] = 300 * BN;
    s->facility.missed[0] = 60 * BN;
    s->clock.step = 12; /* the thirteenth week: a review */
    tariff_deal_review(s);
    assert_close(s->facility.shortfall[0], 0.2 * exp(-1.0 / 104), 1e-12);
    assert_false(tariff_deal_holds(s));
    int reviews = 0;
    for (; !tariff_deal_holds(s) && reviews < 500; reviews++) {
        s->clock.step++;
        tariff_deal_review(s);
    }
    assert_int_equal(reviews, 78); /* weeks: the first review after 104 ln 2 = 72.1 */
    still_free(w);
}

/* A notice that has been open for half a year beyond its time counts like a refusal. */
static void late_funding_is_a_shortfall(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = with_tie});
    struct state *s = &w->s;
    s->facility.due[0] = 270 * BN;
    s->project.stage[0] = PROJECT_NOTICED;
    s->project.noticed[0] = 1;
    s->project.cost[0] = 30 * BN;
    s->clock.step = 25;
    tariff_deal_review(s);
    assert_true(s->facility.shortfall[0] == 0); /* 125 business days of 175 */
    s->clock.step = 38;
    tariff_deal_review(s);
    assert_close(s->facility.shortfall[0], 0.1, 1e-12);
    assert_true(tariff_deal_holds(s));
    s->facility.due[0] = 70 * BN; /* less than a year of the pledge, 550 bn in 1206 days */
    s->clock.step = 51;
    tariff_deal_review(s);
    assert_close(s->facility.shortfall[0], 30 / (550 * 365.25 / 1206), 1e-12);
    assert_false(tariff_deal_holds(s));
    still_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_follow_the_calendar),
        cmocka_unit_test(trade_bears_the_change),
        cmocka_unit_test(without_a_facility_no_ceiling_holds),
        cmocka_unit_test(the_ceiling_comes_back_when_refusals_are_forgotten),
        cmocka_unit_test(late_funding_is_a_shortfall),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* People by year of age (agents/cohorts.c): hand-computed steps, and Japan's path from its
 * rates. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "agents/cohorts.h"

enum { YEAR = 52 };

static struct world *read_world(void)
{
    struct world *w = calloc(1, sizeof *w);
    struct error err = {0};
    assert_success(world_read(w, SOURCE_DIR "/configs/world-2022", &err), err);
    return w;
}

static struct cohort_time at(int year, int step)
{
    return (struct cohort_time){.steps = YEAR,
                                .step = step,
                                .years = year + (double)step / YEAR,
                                .rng = {.seed = 1, .step = (uint32_t)(year * YEAR + step + 1)}};
}

static int64_t sum(const int64_t *waiting, const int64_t *turned, int first, int end)
{
    int64_t persons = 0;
    for (int age = first; age < end; age++)
        persons += waiting[age] + turned[age];
    return persons;
}

static void groups_begin_where_their_labels_say(void **unused)
{
    (void)unused;
    struct world *w = read_world();
    int first[AGE_GROUPS_MAX + 1];
    static const int EXPECTED[] = {0, 15, 25, 35, 45, 55, 65, AGES};
    cohort_groups(w, first);
    for (int a = 0; a < 8; a++)
        assert_int_equal(first[a], EXPECTED[a]);
    world_free(w);
    free(w);
}

static void a_year_makes_everybody_a_year_older(void **unused)
{
    (void)unused;
    struct world *w = calloc(1, sizeof *w);
    int64_t waiting[AGES] = {0}, turned[AGES] = {0}, none[AGES] = {0};
    struct cohort_flows flows;
    int64_t crossed = 0;
    w->regions = 1;
    w->age_groups = 2;
    snprintf(w->age[0].label, sizeof w->age[0].label, "0-14");
    snprintf(w->age[1].label, sizeof w->age[1].label, "15+");
    waiting[3] = 1000;
    waiting[14] = 5200;
    waiting[99] = 10;
    waiting[100] = 5;
    for (int step = 0; step < YEAR; step++) {
        struct cohort_time time = at(0, step);
        cohorts_step(w, 0, &time, none, waiting, turned, &flows);
        crossed += flows.birthdays[0];
        assert_true(llabs(crossed - 100 * (step + 1)) < 60); /* evenly over the year */
        assert_int_equal(sum(waiting, turned, 0, AGES), 6215);
    }
    assert_int_equal(waiting[4], 1000);
    assert_int_equal(waiting[15], 5200);
    assert_int_equal(waiting[100], 15);
    assert_int_equal(crossed, 5200);
    assert_int_equal(sum(turned, turned, 0, AGES), 0);
    free(w);
}

/* 1,000,000 women and men of 30 at 0.1 births a woman: 0.485 * 100,000 / 52 = 932.7 a week; deaths
 * 0.0104 / 52 = 200 a week of those alive. */
static void births_and_deaths_follow_their_rates(void **unused)
{
    (void)unused;
    struct world *w = calloc(1, sizeof *w);
    int64_t waiting[AGES] = {0}, turned[AGES] = {0}, none[AGES] = {0};
    struct cohort_flows flows;
    struct cohort_time time = at(0, 0);
    w->regions = 1;
    w->age_groups = 1;
    snprintf(w->age[0].label, sizeof w->age[0].label, "0+");
    w->cohort_fertility[6][0] = 0.1;
    w->cohort_mortality[6][0] = 0.0104;
    waiting[30] = 1000000;
    cohorts_step(w, 0, &time, none, waiting, turned, &flows);
    assert_true(flows.births == 932 || flows.births == 933);
    assert_int_equal(flows.deaths[0], 200);
    assert_int_equal(turned[0], flows.births);
    /* Birthdays of those left: 999,800 / 52. */
    assert_true(turned[31] == 19226 || turned[31] == 19227);
    free(w);
}

static void migrants_of_all_regions_are_nobody(void **unused)
{
    (void)unused;
    struct world *w = read_world();
    static int64_t migrants[REGIONS_MAX][AGES];
    int japan = world_region(w, "JPN");
    int64_t came = 0;
    for (int step = 0; step < YEAR; step++) {
        struct cohort_time time = at(0, step);
        cohorts_migrants(w, &time, migrants);
        for (int age = 0; age < AGES; age++) {
            int64_t all = 0;
            for (int r = 0; r < w->regions; r++)
                all += migrants[r][age];
            assert_int_equal(all, 0);
            came += migrants[japan][age];
        }
    }
    assert_true(llabs(came - 130000) < 200);
    world_free(w);
    free(w);
}

/* The last group works less the older it is; its rate at the start is that of the figures. */
static void the_potential_labour_force_begins_with_the_figures(void **unused)
{
    (void)unused;
    struct world *w = read_world();
    int64_t waiting[AGES], turned[AGES] = {0};
    double potential[AGE_GROUPS_MAX];
    for (int r = 0; r < w->regions; r++) {
        cohorts_open(w, r, waiting);
        double scale = cohort_scale(w, waiting);
        struct cohort_work work = {.scale = scale};
        cohorts_potential(w, r, waiting, turned, &work, potential);
        for (int a = 0; a < w->age_groups; a++)
            assert_close(potential[a], w->age[a].population[r] * w->age[a].participation[r], 1e-6);
    }
    int japan = world_region(w, "JPN");
    cohorts_open(w, japan, waiting);
    double scale = cohort_scale(w, waiting);
    struct cohort_work work = {.scale = scale}, later = {.scale = scale, .years = 5};
    double young = cohort_participation(w, japan, 6, 67, &work);
    double old = cohort_participation(w, japan, 6, 80, &work);
    assert_true(young > 0.45 && young < 0.60); /* Labour Force Survey 2024: 0.54 (recalled) */
    assert_true(old > 0.10 && old < 0.20);
    /* A third of the way of fifteen years is 1 - exp(-1/3) of it. */
    assert_close(cohort_participation(w, japan, 2, 30, &later), 0.905 + 0.02 * (1 - exp(-1.0 / 3)),
                 1e-9);
    world_free(w);
    free(w);
}

/* Japan on the first of October of a year, in millions, from the rates alone; the projection
 * (IPSS, 2023 revision, medium variant) is only compared with. */
static void japan_follows_the_projection_within_a_hundredth(void **unused)
{
    (void)unused;
    static const struct {
        int year;
        double all, working;
    } PROJECTION[] = {{2030, 120.1, 70.8}, {2040, 112.8, 62.1}, {2050, 104.7, 55.4}};
    struct world *w = read_world();
    static int64_t waiting[REGIONS_MAX][AGES], turned[REGIONS_MAX][AGES];
    static int64_t migrants[REGIONS_MAX][AGES];
    struct cohort_flows flows;
    int japan = world_region(w, "JPN"), n = 0;
    for (int r = 0; r < w->regions; r++)
        cohorts_open(w, r, waiting[r]);
    for (int step = 0; n < 3; step++) {
        struct cohort_time time = at(step / YEAR, step % YEAR);
        cohorts_migrants(w, &time, migrants);
        cohorts_step(w, japan, &time, migrants[japan], waiting[japan], turned[japan], &flows);
        if (step + 1 != (PROJECTION[n].year - 2025) * YEAR + 39)
            continue;
        double all = 1e-6 * (double)sum(waiting[japan], turned[japan], 0, AGES);
        double working = 1e-6 * (double)sum(waiting[japan], turned[japan], 15, 65);
        print_message("%d: %.2f m (projection %.1f), of 15 to 64 %.2f m (%.1f)\n",
                      PROJECTION[n].year, all, PROJECTION[n].all, working, PROJECTION[n].working);
        assert_close(all, PROJECTION[n].all, 0.01);
        assert_close(working, PROJECTION[n].working, 0.01);
        n++;
    }
    world_free(w);
    free(w);
}

/* The case of births_and_deaths_follow_their_rates with twice the births and half the deaths: 1,865
 * and 100 a week; and Japan's 130,000 net migrants times 1.26, which the last region sends. */
static void a_variant_multiplies_rates(void **unused)
{
    (void)unused;
    static const double TWICE[REGIONS_MAX] = {2}, HALF[REGIONS_MAX] = {0.5};
    struct world *w = calloc(1, sizeof *w);
    int64_t waiting[AGES] = {0}, turned[AGES] = {0}, none[AGES] = {0};
    struct cohort_flows flows;
    struct cohort_variant variant = {.fertility = TWICE, .mortality = HALF, .migration = HALF};
    struct cohort_time time = at(0, 0);
    time.variant = &variant;
    w->regions = 1;
    w->age_groups = 1;
    snprintf(w->age[0].label, sizeof w->age[0].label, "0+");
    w->cohort_fertility[6][0] = 0.1;
    w->cohort_mortality[6][0] = 0.0104;
    waiting[30] = 1000000;
    cohorts_step(w, 0, &time, none, waiting, turned, &flows);
    assert_true(flows.births == 1865 || flows.births == 1866);
    assert_int_equal(flows.deaths[0], 100);
    free(w);

    w = read_world();
    static int64_t migrants[REGIONS_MAX][AGES], usual[REGIONS_MAX][AGES];
    double more[REGIONS_MAX] = {0};
    int japan = world_region(w, "JPN"), last = w->regions - 1;
    int64_t came = 0, sent = 0;
    more[japan] = 1.26; /* nobody else moves */
    variant.migration = more;
    for (int step = 0; step < YEAR; step++) {
        struct cohort_time now = at(0, step);
        cohorts_migrants(w, &now, usual);
        now.variant = &variant;
        cohorts_migrants(w, &now, migrants);
        for (int age = 0; age < AGES; age++) {
            came += migrants[japan][age];
            sent -= migrants[last][age];
        }
    }
    assert_true(llabs(came - 163800) < 200);
    assert_int_equal(sent, came);
    world_free(w);
    free(w);
}

/* Five years longer, in the end: at 70 as at 65 before, at 65 to 69 as in the group before; two
 * and a half: half of those of 67 as in the group before. Nothing at the start, and other groups
 * do not change. */
static void working_lives_get_longer(void **unused)
{
    (void)unused;
    struct world *w = read_world();
    int64_t waiting[AGES];
    int japan = world_region(w, "JPN");
    cohorts_open(w, japan, waiting);
    struct cohort_work usual = {.scale = cohort_scale(w, waiting), .years = 1e6}, longer = usual;
    longer.longer = 5;
    double before = w->age[5].participation_limit[japan];
    double at_65 = cohort_participation(w, japan, 6, 65, &usual);
    assert_close(cohort_participation(w, japan, 6, 70, &longer), at_65, 1e-12);
    assert_close(cohort_participation(w, japan, 6, 69, &longer), before, 1e-12);
    assert_close(cohort_participation(w, japan, 6, 65, &longer), before, 1e-12);
    assert_close(cohort_participation(w, japan, 5, 60, &longer), before, 1e-12);
    assert_close(cohort_participation(w, japan, 6, 80, &longer),
                 cohort_participation(w, japan, 6, 75, &usual), 1e-12);
    longer.longer = 2.5;
    assert_close(cohort_participation(w, japan, 6, 67, &longer), (before + at_65) / 2, 1e-12);
    longer.longer = -5;
    assert_close(cohort_participation(w, japan, 6, 65, &longer),
                 cohort_participation(w, japan, 6, 70, &usual), 1e-12);
    usual.years = longer.years = 0;
    assert_true(cohort_participation(w, japan, 6, 66, &longer) ==
                cohort_participation(w, japan, 6, 66, &usual));
    world_free(w);
    free(w);
}

/* Millions in Japan in October 2070. */
static double japan_in_2070(const struct world *w, double fertility)
{
    static int64_t waiting[REGIONS_MAX][AGES], turned[REGIONS_MAX][AGES];
    static int64_t migrants[REGIONS_MAX][AGES];
    struct cohort_flows flows;
    double births[REGIONS_MAX], one[REGIONS_MAX];
    struct cohort_variant variant = {.fertility = births, .mortality = one, .migration = one};
    int japan = world_region(w, "JPN");
    for (int r = 0; r < REGIONS_MAX; r++) {
        births[r] = fertility;
        one[r] = 1;
    }
    memset(turned, 0, sizeof turned);
    for (int r = 0; r < w->regions; r++)
        cohorts_open(w, r, waiting[r]);
    for (int step = 0; step < 45 * YEAR + 39; step++) {
        struct cohort_time time = at(step / YEAR, step % YEAR);
        time.variant = &variant;
        cohorts_migrants(w, &time, migrants);
        cohorts_step(w, japan, &time, migrants[japan], waiting[japan], turned[japan], &flows);
    }
    return 1e-6 * (double)sum(waiting[japan], turned[japan], 0, AGES);
}

/* Official variants of 2070 (IPSS, 2023 revision, mortality of the medium variant, recalled): 87.0
 * m, 95.5 with a fertility of 1.64 in place of 1.36, 80.2 with 1.13. */
static void variants_of_fertility_are_near_the_official_ones(void **unused)
{
    (void)unused;
    struct world *w = read_world();
    double medium = japan_in_2070(w, 1), high = japan_in_2070(w, 1.64 / 1.36);
    double low = japan_in_2070(w, 1.13 / 1.36);
    print_message("2070: %.1f m (87.0), high %.1f (95.5), low %.1f (80.2)\n", medium, high, low);
    assert_close(medium, 87.0, 0.02);
    assert_close(high / medium, 95.5 / 87.0, 0.02);
    assert_close(low / medium, 80.2 / 87.0, 0.02);
    world_free(w);
    free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_begin_where_their_labels_say),
        cmocka_unit_test(a_year_makes_everybody_a_year_older),
        cmocka_unit_test(births_and_deaths_follow_their_rates),
        cmocka_unit_test(migrants_of_all_regions_are_nobody),
        cmocka_unit_test(the_potential_labour_force_begins_with_the_figures),
        cmocka_unit_test(japan_follows_the_projection_within_a_hundredth),
        cmocka_unit_test(a_variant_multiplies_rates),
        cmocka_unit_test(working_lives_get_longer),
        cmocka_unit_test(variants_of_fertility_are_near_the_official_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

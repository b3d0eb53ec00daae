/* People in household rows: demography.c and its parts, contracts, distribution.c. */
#include "finance_support.h"

static void with_demography(struct parameters *parameters, struct world *world)
{
    (void)world;
    parameters->demography = true;
}

static struct still_world *living_world(void)
{
    return still_create((struct still_options){.change = with_demography});
}

struct sums {
    int64_t persons, deposits, shares, staff;
};

static struct sums region_sums(const struct state *s, int r)
{
    struct sums sums = {0};
    for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++) {
        sums.persons += s->household.persons[h];
        sums.deposits += s->household.deposits[h];
        sums.shares += s->household.shares[h];
    }
    for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++)
        sums.staff += s->firm.staff[f];
    return sums;
}

/* One call alone: no cent and no claim is lost, staff falls by who left, and what cohorts say is
 * either in the rows or due. */
static void a_step_keeps_what_people_own(void **unused)
{
    (void)unused;
    struct still_world *w = living_world();
    struct state *s = &w->s;
    struct sums before[REGIONS_MAX];
    still_run(w, "events", "events");
    for (int r = 0; r < s->regions; r++)
        before[r] = region_sums(s, r);
    demography(s);
    still_check(w, still_phase("demography"));
    for (int r = 0; r < s->regions; r++) {
        struct sums after = region_sums(s, r);
        int64_t quits = 0, due = 0;
        assert_int_equal(after.deposits, before[r].deposits);
        assert_int_equal(after.shares, before[r].shares);
        for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++)
            quits += s->firm.quits[f];
        assert_true(quits > 0);
        assert_int_equal(after.staff, before[r].staff - quits);
        for (int a = 0; a < s->world->age_groups; a++)
            due += s->age.arrivals_due[r * s->world->age_groups + a] -
                   s->age.deaths_due[r * s->world->age_groups + a];
        assert_int_equal(after.persons + due, before[r].persons + s->region.births[r] -
                                                  s->region.deaths[r] + s->region.migration[r]);
    }
    /* Japan in a week: births 0.485 * sum of women's rates / 52, about 16 thousand; deaths of
     * about 1.64 m a year. */
    int japan = still_region(w, "JPN");
    assert_in_range(s->region.births[japan], 15000, 17000);
    assert_in_range(s->region.deaths[japan], 30500, 32500);
    still_free(w);
}

static int64_t locality_persons(const struct state *s, uint32_t l, int status)
{
    int64_t persons = 0;
    for (uint64_t h = s->population.locality_row[l]; h < s->population.locality_row[l + 1]; h++)
        persons += s->household.status[h] == status ? s->household.persons[h] : 0;
    return persons;
}

/* A year with every check: ages of rows follow the cohorts, nobody's locality empties, and no row
 * without persons owns anything. */
static void rows_follow_the_cohorts(void **unused)
{
    (void)unused;
    struct still_world *w = living_world();
    struct state *s = &w->s;
    const struct population *p = &s->population;
    int ages = s->world->age_groups;
    static const int FIRST[] = {0, 15, 25, 35, 45, 55, 65, AGES};
    int64_t *before = calloc((size_t)3 * p->localities, sizeof *before);
    for (uint32_t l = 0; l < 3 * p->localities; l++)
        before[l] = locality_persons(s, l / 3, (int)(l % 3));
    still_steps(w, 53);
    for (int r = 0; r < s->regions; r++)
        for (int a = 0; a < ages; a++) {
            int64_t persons = 0, i = r * ages + a;
            for (int age = FIRST[a]; age < FIRST[a + 1]; age++)
                persons += s->cohort.waiting[r * AGES + age] + s->cohort.turned[r * AGES + age];
            /* Those due to leave the group are still in it, those due to come are not. */
            persons += s->age.deaths_due[i] + s->age.birthdays_due[i] - s->age.arrivals_due[i];
            persons -= a > 0 ? s->age.birthdays_due[i - 1] : 0;
            assert_int_equal(s->age.persons[i], persons);
        }
    for (uint64_t h = 0; h < p->rows; h++)
        if (s->household.persons[h] == 0) {
            assert_int_equal(s->household.deposits[h], 0);
            assert_int_equal(s->household.shares[h], 0);
        }
    for (uint32_t l = 0; l < 3 * p->localities; l++)
        assert_true(locality_persons(s, l / 3, (int)(l % 3)) * 3 >= before[l]);
    for (int i = 0; i < s->regions * ages; i++) /* nothing piles up: less than a week's worth */
        assert_true(s->age.deaths_due[i] * 500 <= s->age.persons[i] &&
                    s->age.birthdays_due[i] * 200 <= s->age.persons[i]);
    free(before);
    still_free(w);
}

static void every_number_of_threads_gives_the_same_bits(void **unused)
{
    (void)unused;
    uint64_t expected = 0;
    for (int n = 0; n < THREAD_CASES; n++) {
        struct still_world *w = living_world();
        struct state *s = &w->s;
        omp_set_num_threads(THREADS[n]);
        for (uint32_t step = 0; step < 4; step++) {
            s->rng.step = s->clock.step = step;
            state_clear_flows(s);
            demography(s);
            labour(s);
            distribution_count(s);
        }
        omp_set_num_threads(1);
        uint64_t hash = state_hash(s);
        expected = n == 0 ? hash : expected;
        assert_int_equal(hash, expected);
        still_free(w);
    }
}

/* Contracts: shares by age in each region are those of the figures, up to a row a locality. */
static void contracts_have_the_shares_of_the_figures(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    double all = 0, nonregular = 0;
    int japan = still_region(w, "JPN");
    for (uint64_t h = s->region_row[japan]; h < s->region_row[japan + 1]; h++)
        if (s->household.status[h] == HOUSEHOLD_EMPLOYED) {
            all += s->household.persons[h];
            nonregular += s->household.contract[h] ? s->household.persons[h] : 0;
        } else {
            assert_int_equal(s->household.contract[h], 0);
        }
    assert_close(nonregular / all, 0.365, 0.04); /* 0.37 in the survey */
    assert_close(s->nonregular_share[japan], nonregular / all, 1e-12);
    still_free(w);
}

/* Two incomes, three persons of 1 and one of 5: Gini = 1 - (0.75 * 0.375 + 0.25 * (0.75 +
 * 0.625)). */
static void a_gini_coefficient_by_hand(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int r = still_region(w, "TWN");
    for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++) {
        bool rich = h == s->region_row[r], poor = h == s->region_row[r] + 1;
        s->household.persons[h] = rich ? 1000 : poor ? 3000 : 0;
        s->household.income[h] = rich ? 5000000 : poor ? 3000000 : 0;
        s->household.deposits[h] = rich || poor ? 1000 * s->household.persons[h] : 0;
        s->household.spending[h] = s->household.income[h] / 2;
    }
    distribution_count(s);
    assert_close(s->region.gini_income[r], 0.375, 1e-12);
    assert_true(fabs(s->region.gini_deposits[r]) < 1e-12);
    const double *fifth = s->quintile.income + r * 5;
    assert_close(fifth[0], 800000, 1e-9);           /* 800 persons of 1000 cents */
    assert_close(fifth[3], 600000 + 1000000, 1e-9); /* 600 poor, 200 rich */
    assert_close(fifth[4], 4000000, 1e-9);          /* 800 rich */
    assert_close(s->quintile.spending[r * 5 + 4], 2000000, 1e-9);
    still_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_keeps_what_people_own),
        cmocka_unit_test(rows_follow_the_cohorts),
        cmocka_unit_test(every_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(contracts_have_the_shares_of_the_figures),
        cmocka_unit_test(a_gini_coefficient_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Who moves in the labour market and what moves along, hires by age group, and who enters and
 * leaves the labour force: labour.c, labour_hiring.c, labour_force.c. */
#include "labour_support.h"

/* --- who moves and what moves along -------------------------------------------------------- */

struct group_sums {
    int64_t persons, deposits, shares;
    double incomes;
};

/* Sums of household rows by region and age group. */
static struct group_sums *group_sums(const struct state *s)
{
    int ages = s->world->age_groups;
    struct group_sums *sums = calloc((size_t)(s->regions * ages), sizeof *sums);
    for (int r = 0; r < s->regions; r++)
        for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++) {
            struct group_sums *sum = &sums[r * ages + s->household.age[h]];
            sum->persons += s->household.persons[h];
            sum->deposits += s->household.deposits[h];
            sum->shares += s->household.shares[h];
            sum->incomes += s->household.labour_income_short[h] +
                            2 * s->household.labour_income_long[h] +
                            3 * s->household.property_income_long[h];
        }
    return sums;
}

static void assert_same_groups(const struct state *s, const struct group_sums *a,
                               const struct group_sums *b)
{
    for (int i = 0; i < s->regions * s->world->age_groups; i++) {
        assert_int_equal(a[i].persons, b[i].persons);
        assert_int_equal(a[i].deposits, b[i].deposits);
        assert_int_equal(a[i].shares, b[i].shares);
        assert_close(a[i].incomes, b[i].incomes, 1e-12);
    }
}

/* Heavy churn for twenty steps: nothing is lost between rows, and nobody changes age or region. */
static void persons_take_their_belongings_along(void **unused)
{
    (void)unused;
    struct still_world *w = world_with_plans(0.2, 1.5);
    struct state *s = &w->s;
    uint64_t rows = s->population.rows;
    struct group_sums *before = group_sums(s);
    int64_t hires = 0, layoffs = 0;
    for (int n = 0; n < 20; n++) {
        table_clear_flows(&s->firm.table);
        set_plans(s, (uint32_t)n, 0.2, 1.7);
        s->rng.step++;
        labour_checked(w);
        hires += reduce_total(s->firm.hires, s->population.firms);
        layoffs += reduce_total(s->firm.layoffs, s->population.firms);
        for (uint64_t h = 0; h < rows; h++)
            assert_true(s->household.persons[h] > 0 ||
                        (s->household.deposits[h] == 0 && s->household.shares[h] == 0 &&
                         s->household.labour_income_long[h] == 0));
    }
    assert_true(hires > 10000000 && layoffs > 10000000);
    struct group_sums *after = group_sums(s);
    assert_same_groups(s, before, after);
    free(before);
    free(after);
    still_free(w);
}

/* One firm only: its rows lose by persons, each part of everything, to the unemployed of the same
 * locality and age group. */
static void layoffs_take_persons_in_proportion(void **unused)
{
    (void)unused;
    struct still_world *w = world_with_plans(1, 1);
    struct state *s = &w->s;
    const struct household_table *household = &s->household;
    const struct population *p = &s->population;
    int ages = w->world.age_groups;
    uint32_t f = 0;
    while (s->firm.staff[f] < 100000 ||
           population_row_end(p, locality_of(p, f), f, ages) - p->firm_row[f] < 4)
        f++;
    uint32_t l = locality_of(p, f), r = cell_region(s, s->firm.cell[f]);
    w->world.of_region.participation_elasticity[r] = 0;
    w->world.of_region.firing_speed[r] = w->world.of_region.nonregular_firing_speed[r] = 0.5;
    s->firm.expected_sales[f] *= 0.4;
    s->firm.planned_output[f] *= 0.4;
    int64_t staff = s->firm.staff[f];
    struct household_table before = s->household; /* copies of the columns that move */
    before.persons = still_column(household->persons, p->rows);
    before.deposits = still_column(household->deposits, p->rows);
    before.shares = still_column(household->shares, p->rows);
    before.labour_income_short = still_column(household->labour_income_short, p->rows);
    before.property_income_long = still_column(household->property_income_long, p->rows);
    labour_checked(w);
    int64_t layoffs = s->firm.layoffs[f], left = 0, joined = 0, deposits = 0, received = 0;
    assert_true(layoffs > 10000);
    assert_int_equal(s->firm.staff[f], staff - layoffs);
    for (uint64_t h = p->firm_row[f]; h < population_row_end(p, l, f, ages); h++) {
        int64_t gone = (int64_t)before.persons[h] - household->persons[h];
        double part = (double)gone / before.persons[h];
        assert_true(fabs((double)gone - (double)layoffs * before.persons[h] / (double)staff) < 1);
        assert_true(fabs((double)(before.deposits[h] - household->deposits[h]) -
                         part * (double)before.deposits[h]) <= 1);
        assert_true(fabs((double)(before.shares[h] - household->shares[h]) -
                         part * (double)before.shares[h]) <= 1);
        assert_close(household->labour_income_short[h], before.labour_income_short[h] * (1 - part),
                     1e-12);
        assert_close(household->property_income_long[h],
                     before.property_income_long[h] * (1 - part), 1e-12);
        left += gone;
        deposits += before.deposits[h] - household->deposits[h];
    }
    assert_int_equal(left, layoffs);
    uint64_t first = p->unemployed_row[l * (uint32_t)(ages + 1)];
    uint64_t end = p->unemployed_row[l * (uint32_t)(ages + 1) + (uint32_t)ages];
    for (uint64_t h = 0; h < p->rows; h++)
        if (h >= first && h < end) {
            joined += (int64_t)household->persons[h] - before.persons[h];
            received += household->deposits[h] - before.deposits[h];
        } else if (household->employer[h] != f) {
            assert_int_equal(household->persons[h], before.persons[h]);
            assert_int_equal(household->deposits[h], before.deposits[h]);
        }
    assert_int_equal(joined, layoffs);
    assert_int_equal(received, deposits);
    void *copies[] = {before.persons, before.deposits, before.shares, before.labour_income_short,
                      before.property_income_long};
    for (size_t i = 0; i < sizeof copies / sizeof *copies; i++)
        free(copies[i]);
    still_free(w);
}

/* All of a firm go, with everything; later it hires again, by who looks for work. */
static void an_empty_firm_can_hire_again(void **unused)
{
    (void)unused;
    struct still_world *w = world_with_plans(1, 1);
    struct state *s = &w->s;
    const struct population *p = &s->population;
    uint32_t f = 0;
    while (s->firm.staff[f] < 1000 || s->firm.staff[f] > 100000)
        f++;
    uint32_t l = locality_of(p, f), r = cell_region(s, s->firm.cell[f]);
    uint64_t end = population_row_end(p, l, f, w->world.age_groups);
    w->world.of_region.firing_speed[r] = w->world.of_region.hiring_speed[r] = 1e9;
    w->world.of_region.nonregular_firing_speed[r] = 1e9;
    int64_t staff = s->firm.staff[f];
    for (uint32_t g = 0; g < p->firms; g++) /* all others at normal hours */
        s->firm.output[g] = s->firm.productivity[g] * (double)s->firm.staff[g];
    s->firm.expected_sales[f] = s->firm.planned_output[f] = 0;
    labour_checked(w);
    assert_int_equal(s->firm.layoffs[f], staff);
    assert_int_equal(s->firm.staff[f], 0);
    for (uint64_t h = p->firm_row[f]; h < end; h++) {
        assert_int_equal(s->household.persons[h], 0);
        assert_int_equal(s->household.deposits[h], 0);
        assert_int_equal(s->household.shares[h], 0);
    }
    s->firm.output[f] = 0;
    wages(s); /* pays nobody, for no hours */
    assert_int_equal(s->bound.bindings[BOUND_HOURS], 0);
    assert_int_equal(s->firm.wage_bill[f], 0);

    s->firm.expected_sales[f] = s->firm.planned_output[f] = s->firm.productivity[f] * (double)staff;
    s->firm.layoffs[f] = 0;
    labour(s);
    assert_int_equal(s->firm.vacancies[f], staff);
    assert_int_equal(s->firm.hires[f], s->firm.staff[f]);
    assert_int_equal(s->firm.staff[f], staff);
    for (uint64_t h = p->firm_row[f]; h < end; h++) /* evenly within an age group and contract */
        for (uint64_t i = p->firm_row[f]; i < end; i++)
            if (s->household.age[h] == s->household.age[i] &&
                s->household.contract[h] == s->household.contract[i])
                assert_true(llabs((int64_t)s->household.persons[h] -
                                  (int64_t)s->household.persons[i]) <= 1);
    assert_true(s->household.persons[p->firm_row[f]] > 0);
    still_free(w);
}

/* More vacancies in an age group than unemployed: those there are go round, nobody twice. */
static void hires_end_with_the_unemployed(void **unused)
{
    (void)unused;
    struct still_world *w = world_with_plans(1.5, 2);
    struct state *s = &w->s;
    int r = still_region(w, "TWN");
    w->parameters.job_finding = 1;
    s->parameters.job_finding = 1;
    w->world.of_region.hiring_speed[r] = 1e9;
    w->world.of_region.participation_elasticity[r] = 0;
    int64_t unemployed = s->region.unemployed[r];
    labour_checked(w);
    assert_true(s->region.hires[r] > unemployed / 2 && s->region.hires[r] <= unemployed);
    int64_t hires = 0;
    for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++) {
        assert_in_range(s->firm.hires[f], 0, s->firm.vacancies[f]);
        hires += s->firm.hires[f];
    }
    assert_int_equal(hires, s->region.hires[r]);
    assert_int_equal(s->region.unemployed[r], unemployed - hires);
    still_free(w);
}

/* --- the labour force ---------------------------------------------------------------------- */

/* Those who leave spread over the inactive rows of their locality and age group. */
static void check_spread(const struct state *s, const uint32_t *before)
{
    const struct population *p = &s->population;
    uint32_t stride = (uint32_t)s->world->age_groups + 1, groups = 0;
    for (uint32_t i = 0; i < p->localities * stride; i++) {
        if (i % stride == stride - 1)
            continue;
        uint64_t rows = p->inactive_row[i + 1] - p->inactive_row[i];
        if (rows < 4 || p->unemployed_row[i + 1] - p->unemployed_row[i] < 4)
            continue;
        int64_t all = 0, most = 0;
        for (uint64_t h = p->inactive_row[i]; h < p->inactive_row[i + 1]; h++) {
            int64_t gain = (int64_t)s->household.persons[h] - before[h];
            all += gain;
            most = gain > most ? gain : most;
        }
        assert_true(most * 2 <= all + 20);
        groups++;
    }
    assert_true(groups > 10);
}

/* force = opening force (1 + pe (employed / opening employed - 1)), rounded by a draw for each age
 * group. */
static void the_labour_force_follows_employment(void **unused)
{
    (void)unused;
    for (int sign = -1; sign <= 1; sign += 2) {
        struct still_world *w = world_with_plans(1, 1);
        struct state *s = &w->s;
        const struct population *p = &s->population;
        int ages = w->world.age_groups;
        for (int r = 0; r < s->regions; r++) /* as if employment were 2 % below or above */
            s->opening_employed[r] = (int64_t)((double)s->region.employed[r] / (1 + 0.02 * sign));
        uint32_t *before = still_column(s->household.persons, p->rows);
        int64_t force[REGIONS_MAX];
        memcpy(force, s->region.labour_force, sizeof *force * (size_t)s->regions);
        labour_checked(w);
        for (int r = 0; r < s->regions; r++) {
            double employed = (double)s->region.employed[r] / (double)s->opening_employed[r] - 1;
            double wanted = (double)s->opening_labour_force[r] *
                            (1 + w->world.of_region.participation_elasticity[r] * employed);
            assert_true(fabs((double)s->region.labour_force[r] - wanted) < ages);
            assert_true((s->region.labour_force[r] - force[r]) * sign > 1000);
            assert_true(s->region.unemployment_rate[r] ==
                        (double)s->region.unemployed[r] / (double)s->region.labour_force[r]);
        }
        /* Within localities and age groups, and none of those who do not work at that age. */
        for (uint32_t l = 0; l < p->localities; l++)
            for (int a = 0; a < ages; a++) {
                uint64_t i = (uint64_t)l * (uint64_t)(ages + 1) + (uint64_t)a;
                int64_t unemployed = 0, inactive = 0;
                for (uint64_t h = p->unemployed_row[i]; h < p->unemployed_row[i + 1]; h++)
                    unemployed += (int64_t)s->household.persons[h] - before[h];
                for (uint64_t h = p->inactive_row[i]; h < p->inactive_row[i + 1]; h++)
                    inactive += (int64_t)s->household.persons[h] - before[h];
                assert_int_equal(unemployed, -inactive);
                if (w->world.age[a].participation[0] <= 0)
                    assert_int_equal(unemployed, 0);
                else
                    assert_true(unemployed * sign >= 0);
            }
        if (sign < 0)
            check_spread(s, before);
        free(before);
        still_free(w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(persons_take_their_belongings_along),
        cmocka_unit_test(layoffs_take_persons_in_proportion),
        cmocka_unit_test(an_empty_firm_can_hire_again),
        cmocka_unit_test(hires_end_with_the_unemployed),
        cmocka_unit_test(the_labour_force_follows_employment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

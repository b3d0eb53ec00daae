/* Labour market and wages: plans and tightness, threads (labour.c); wage bills (wages.c). */
#include "labour_support.h"

#include "agents/wages.h"

/* Share of a surplus that leaves in a step: by contract. */
static double firing_speed(const struct still_world *w, uint32_t f)
{
    const struct state *s = &w->s;
    uint32_t r = cell_region(s, s->firm.cell[f]);
    double leave = 0;
    uint64_t end =
        population_row_end(&s->population, locality_of(&s->population, f), f, s->world->age_groups);
    for (uint64_t h = s->population.firm_row[f]; h < end; h++)
        leave += s->household.persons[h] *
                 still_speed(s, 1 / (s->household.contract[h]
                                         ? w->world.of_region.nonregular_firing_speed[r]
                                         : w->world.of_region.firing_speed[r]));
    return leave / (double)s->firm.staff[f];
}

/* Expected persons that a firm's plan asks for (+) or sets free (-) in this step, before the
 * region's limit on hiring: the gap times the speed. */
static double staff_wanted(const struct still_world *w, uint32_t f)
{
    const struct state *s = &w->s;
    const struct firm_table *firm = &s->firm;
    uint32_t r = cell_region(s, firm->cell[f]);
    double weight = s->parameters.staff_weight_sales;
    double output = weight * firm->expected_sales[f] + (1 - weight) * firm->planned_output[f];
    output = fmin(output, firm->capital_productivity[f] * firm->capital[f]);
    double gap = output / firm->productivity[f] - (double)firm->staff[f];
    return gap > 0 ? gap * still_speed(s, 1 / s->world->of_region.hiring_speed[r])
                   : gap * firing_speed(w, f);
}

/* --- plans --------------------------------------------------------------------------------- */

static void an_opening_without_gaps_moves_nobody(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    still_run(w, "events", "labour market");
    for (uint32_t f = 0; f < w->s.population.firms; f++) {
        assert_int_equal(w->s.firm.hires[f], 0);
        assert_int_equal(w->s.firm.layoffs[f], 0);
    }
    assert_int_equal(w->s.bound.bindings[BOUND_JOB_FINDING], 0);
    still_free(w);
}

/* Every firm gets the whole number below or above what it wants, and all together as many as they
 * want: with a standard deviation of at most half a person each. */
static void gaps_close_at_the_speeds_of_hiring_and_firing(void **unused)
{
    (void)unused;
    struct still_world *w = world_with_plans(0.97, 1.02);
    struct state *s = &w->s;
    double *wanted = calloc(s->population.firms, sizeof *wanted);
    for (uint32_t f = 0; f < s->population.firms; f++)
        wanted[f] = staff_wanted(w, f);
    labour_checked(w);
    for (int r = 0; r < s->regions; r++) {
        double more = 0, fewer = 0, vacancies = 0, layoffs = 0, firms = 0;
        for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++) {
            if (wanted[f] > 0) {
                assert_true(fabs((double)s->firm.vacancies[f] - wanted[f]) < 1);
                assert_int_equal(s->firm.layoffs[f], 0);
                more += wanted[f];
                vacancies += (double)s->firm.vacancies[f];
            } else {
                assert_true(fabs((double)s->firm.layoffs[f] + wanted[f]) < 1);
                assert_int_equal(s->firm.vacancies[f], 0);
                fewer -= wanted[f];
                layoffs += (double)s->firm.layoffs[f];
            }
            firms++;
        }
        assert_true(fabs(more - vacancies) < 2.5 * sqrt(firms));
        assert_true(fabs(fewer - layoffs) < 2.5 * sqrt(firms));
        assert_true(fewer > 1000 && more > 1000);
    }
    free(wanted);
    still_free(w);
}

/* Firms that want three tenths of a person more or fewer get one in three tenths of the draws,
 * each firm by itself: not never, and not all in the same step. */
static void fractions_of_persons_are_drawn(void **unused)
{
    (void)unused;
    enum { DRAWS = 50 };
    struct still_world *w = still_default();
    struct state *s = &w->s;
    const double WANTED = 0.3, DEVIATION = sqrt(DRAWS * WANTED * (1 - WANTED));
    uint32_t firms = s->population.firms;
    double *moved = calloc(firms, sizeof *moved), sum = 0;
    for (int n = 0; n < DRAWS; n++) {
        int sign = n % 2 == 0 ? 1 : -1;
        double of_step = 0;
        s->rng.step++;
        table_clear_flows(&s->firm.table);
        for (uint32_t f = 0; f < firms; f++) {
            uint32_t r = cell_region(s, s->firm.cell[f]);
            double speed = sign > 0 ? still_speed(s, 1 / w->world.of_region.hiring_speed[r])
                                    : firing_speed(w, f);
            s->firm.planned_output[f] = s->firm.expected_sales[f] =
                s->firm.productivity[f] * ((double)s->firm.staff[f] + sign * WANTED / speed);
        }
        labour(s);
        for (uint32_t f = 0; f < firms; f++) {
            int64_t persons = sign > 0 ? s->firm.vacancies[f] : s->firm.layoffs[f];
            assert_in_range(persons, 0, 1);
            assert_int_equal(sign > 0 ? s->firm.layoffs[f] : s->firm.vacancies[f], 0);
            moved[f] += (double)persons;
            of_step += (double)persons;
        }
        assert_true(fabs(of_step - WANTED * firms) < 5 * sqrt(firms * WANTED * (1 - WANTED)));
        sum += of_step;
    }
    assert_true(fabs(sum - DRAWS * WANTED * firms) < 4 * DEVIATION * sqrt(firms));
    for (uint32_t f = 0; f < firms; f++)
        assert_true(fabs(moved[f] - DRAWS * WANTED) < 5 * DEVIATION);
    free(moved);
    still_free(w);
}

/* h = min(1, finding * unemployed * min(1, U / u*) / what all firms want at the speed of hiring) */
static void tightness_limits_hiring(void **unused)
{
    (void)unused;
    for (int lean = 0; lean < 2; lean++) {
        struct still_world *w = world_with_plans(1.2, 1.6);
        struct state *s = &w->s;
        int r = still_region(w, "USA");
        s->opening_unemployment[r] *= lean ? 2 : 0.5; /* U / u* is 1/2 or 2 */
        double wanted = 0, firms = 0, vacancies = 0;
        double *of_firm = calloc(s->population.firms, sizeof *of_firm);
        for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++)
            wanted += of_firm[f] = staff_wanted(w, (uint32_t)f);
        double found =
            s->parameters.job_finding * (double)s->region.unemployed[r] * (lean ? 0.5 : 1);
        assert_true(found < wanted);
        labour_checked(w);
        for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++) {
            assert_true(fabs((double)s->firm.vacancies[f] - of_firm[f] * found / wanted) < 1);
            vacancies += (double)s->firm.vacancies[f];
            firms++;
        }
        assert_true(fabs(vacancies - found) < 2.5 * sqrt(firms));
        assert_int_equal(s->bound.bindings[BOUND_JOB_FINDING], s->regions);
        free(of_firm);
        still_free(w);
    }
}

static void without_unemployed_nobody_is_hired(void **unused)
{
    (void)unused;
    struct still_world *w = world_with_plans(1.1, 1.2);
    struct state *s = &w->s;
    int r = still_region(w, "KOR");
    w->world.of_region.participation_elasticity[r] = 0;
    for (int a = 0; a < s->world->age_groups; a++) { /* all others leave the labour force */
        int i = r * s->world->age_groups + a;
        s->opening_force[r][a] = s->age.potential[i] = (double)s->age.employed[i];
    }
    s->region.unemployment_rate[r] = 0;
    labour_checked(w);
    assert_int_equal(s->region.hires[r], 0);
    assert_int_equal(s->region.unemployed[r], 0);
    assert_int_equal(s->region.labour_force[r], s->region.employed[r]);
    table_clear_flows(&s->firm.table);
    set_plans(s, 1, 1.1, 1.2);
    labour(s);
    assert_int_equal(s->region.hires[r], 0);
    assert_true(s->region.unemployment_rate[r] == 0);
    still_free(w);
}

/* --- threads ------------------------------------------------------------------------------- */

static void every_number_of_threads_gives_the_same_bits(void **unused)
{
    (void)unused;
    uint64_t expected = 0;
    for (int n = 0; n < THREAD_CASES; n++) {
        struct still_world *w = world_with_plans(0.2, 1.7);
        struct state *s = &w->s;
        omp_set_num_threads(THREADS[n]);
        for (uint32_t step = 0; step < 5; step++) {
            table_clear_flows(&s->firm.table);
            set_plans(s, step, 0.2, 1.7);
            s->rng.step = step;
            labour(s);
            for (uint32_t f = 0; f < s->population.firms; f++)
                s->firm.output[f] = 0.9 * s->firm.expected_sales[f];
            wages(s);
        }
        omp_set_num_threads(1);
        uint64_t hash =
            state_hash(s) ^
            table_column_hash(&s->household.table, table_column(&s->household.table, "wage"));
        if (n == 0)
            expected = hash;
        assert_int_equal(hash, expected);
        still_free(w);
    }
}

/* --- wages --------------------------------------------------------------------------------- */

/* bill = wage level * index * N * [1 + hours_pay (h - 1)], h = y / (productivity N) in 0.5 .. 1.5
 */
static void a_wage_bill_pays_for_hours(void **unused)
{
    (void)unused;
    struct still_world *w = world_with_plans(1, 1);
    struct state *s = &w->s;
    const struct population *p = &s->population;
    int64_t bound = 0;
    double *hours = calloc(p->firms, sizeof *hours);
    money *firm_deposits = still_column(s->firm.deposits, p->firms);
    money *row_deposits = still_column(s->household.deposits, p->rows);
    for (int r = 0; r < s->regions; r++)
        s->region.wage_index[r] = 1 + 0.01 * r;
    for (uint32_t f = 0; f < p->firms; f++) {
        hours[f] = 0.3 + 1.4 * still_draw(f);
        s->firm.output[f] = hours[f] * s->firm.productivity[f] * (double)s->firm.staff[f];
    }
    wages(s);
    still_check(w, still_phase("wages"));
    for (uint32_t l = 0; l < p->localities; l++)
        for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++) {
            double paid_hours = fmin(fmax(hours[f], 0.5), 1.5);
            uint32_t r = cell_region(s, s->firm.cell[f]);
            double staff = (double)s->firm.staff[f], bill = (double)s->firm.wage_bill[f];
            double exact = s->firm.wage_level[f] * (1 + 0.01 * r) * staff *
                           (1 + s->parameters.hours_pay * (paid_hours - 1));
            assert_true(fabs(bill - exact) < 0.5 + 1e-12 * exact);
            bound += hours[f] < 0.5 || hours[f] > 1.5;
            assert_int_equal(s->firm.deposits[f], firm_deposits[f] - s->firm.wage_bill[f]);
            money sum = 0;
            double weights = 0, pay[] = {1, w->world.of_region.nonregular_wage[r]};
            for (uint64_t h = p->firm_row[f]; h < population_row_end(p, l, f, p->age_groups); h++)
                weights += s->household.persons[h] * pay[s->household.contract[h]];
            for (uint64_t h = p->firm_row[f]; h < population_row_end(p, l, f, p->age_groups); h++) {
                money wage = s->household.wage[h];
                double part = s->household.persons[h] * pay[s->household.contract[h]] / weights;
                assert_true(fabs((double)wage - bill * part) < 1);
                assert_int_equal(s->household.deposits[h], row_deposits[h] + wage);
                sum += wage;
            }
            assert_int_equal(sum, s->firm.wage_bill[f]);
        }
    assert_true(bound > 100);
    assert_int_equal(s->bound.bindings[BOUND_HOURS], bound);
    for (int r = 0; r < s->regions; r++) {
        money sum = 0;
        for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++)
            sum += s->firm.wage_bill[f];
        assert_int_equal(s->region.wages[r], sum);
        assert_int_equal(still_flow(s, r, SECTOR_FIRM, FLOW_WAGES), -sum);
        assert_int_equal(still_flow(s, r, SECTOR_HOUSEHOLD, FLOW_WAGES), sum);
    }
    free(hours);
    free(firm_deposits);
    free(row_deposits);
    still_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_opening_without_gaps_moves_nobody),
        cmocka_unit_test(gaps_close_at_the_speeds_of_hiring_and_firing),
        cmocka_unit_test(fractions_of_persons_are_drawn),
        cmocka_unit_test(tightness_limits_hiring),
        cmocka_unit_test(without_unemployed_nobody_is_hired),
        cmocka_unit_test(every_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(a_wage_bill_pays_for_hours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

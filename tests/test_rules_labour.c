/* Labour market and wages: labour.c, wages.c. */
#include "finance_support.h"

#include "agents/wages.h"

static uint32_t locality_of(const struct population *p, uint32_t f)
{
    uint32_t l = 0;
    while (p->locality_firm[l + 1] <= f)
        l++;
    return l;
}

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

/* Plans of every firm at its staff times a factor that differs from firm to firm. */
static void set_plans(struct state *s, uint32_t salt, double least, double most)
{
    for (uint32_t f = 0; f < s->population.firms; f++) {
        double factor = least + (most - least) * still_draw(f + salt * s->population.firms);
        double normal = s->firm.productivity[f] * (double)s->firm.staff[f];
        s->firm.expected_sales[f] = normal * factor;
        s->firm.planned_output[f] = normal * (1 + 0.5 * (factor - 1));
    }
}

static struct still_world *world_with_plans(double least, double most)
{
    struct still_world *w = still_default();
    still_run(w, "events", "credit");
    set_plans(&w->s, 0, least, most);
    return w;
}

static void labour_checked(struct still_world *w)
{
    labour(&w->s);
    still_check(w, still_phase("labour market"));
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
        cmocka_unit_test(persons_take_their_belongings_along),
        cmocka_unit_test(layoffs_take_persons_in_proportion),
        cmocka_unit_test(an_empty_firm_can_hire_again),
        cmocka_unit_test(hires_end_with_the_unemployed),
        cmocka_unit_test(the_labour_force_follows_employment),
        cmocka_unit_test(every_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(a_wage_bill_pays_for_hours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

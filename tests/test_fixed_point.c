/* The still world: with growth, noise and events off and every rule running, the opening state
 * stands still for ten years, by the week or by the day, at any size and for any seed. And it is
 * alive: disturbed once, it moves, and comes back. */
#include "property_support.h"

/* --- nothing real moves --- */

/* The largest move of a column, of any row in any step, relative to its opening value. */
struct watch {
    const char *table, *column;
    double *opening;
    double worst;
    uint64_t row;
    uint32_t step;
};

static const struct watch WATCHED[] = {
    {.table = "firm", .column = "output"},        {.table = "firm", .column = "price"},
    {.table = "firm", .column = "staff"},         {.table = "firm", .column = "capital"},
    {.table = "firm", .column = "loans"},         {.table = "firm", .column = "deposits"},
    {.table = "region", .column = "wage_index"},  {.table = "bank", .column = "deposits"},
    {.table = "bank", .column = "loans"},         {.table = "bank", .column = "bonds"},
    {.table = "bank", .column = "reserves"},      {.table = "bank", .column = "equity"},
    {.table = "household", .column = "spending"}, {.table = "region", .column = "consumption"},
    {.table = "fund", .column = "deposits"},      {.table = "region", .column = "real_gdp"},
};

enum { WATCHES = sizeof WATCHED / sizeof *WATCHED };

struct stillness {
    struct watch watch[WATCHES];
    double household_deposits[REGIONS_MAX]; /* at the opening */
    double household_deposits_worst;
    money bond_interest[REGIONS_MAX]; /* of the first step */
    double exports[REGIONS_MAX], imports[REGIONS_MAX];
    double trade_worst;
    money debt_worst; /* debt less its path, cents */
    int unexpected;   /* drifts of anything but the opening flows */
    money debt[REGIONS_MAX], foreign[REGIONS_MAX], fund_bonds[REGIONS_MAX]; /* of the last step */
};

static const struct table *table_of(const struct state *s, const struct watch *watch)
{
    return s->tables[find_table(s, watch->table)];
}

static void watch_begin(struct watch *watch, const struct state *s)
{
    const struct table *table = table_of(s, watch);
    int column = find_column(table, watch->column);
    watch->opening = malloc(table->rows * sizeof *watch->opening);
    assert_non_null(watch->opening);
    for (uint64_t row = 0; row < table->rows; row++)
        watch->opening[row] = value_at(table, column, row);
}

/* Relative change; a row that was zero must stay zero. */
static double change_of(double now, double before)
{
    if (now == before)
        return 0;
    return before != 0 ? fabs(now / before - 1) : HUGE_VAL;
}

static void watch_step(struct watch *watch, const struct state *s)
{
    const struct table *table = table_of(s, watch);
    int column = find_column(table, watch->column);
    for (uint64_t row = 0; row < table->rows; row++) {
        double change = change_of(value_at(table, column, row), watch->opening[row]);
        if (change > watch->worst) {
            watch->worst = change;
            watch->row = row;
            watch->step = s->clock.step;
        }
    }
}

static void sum_household_deposits(const struct state *s, double *sums)
{
    for (int r = 0; r < s->regions; r++) {
        money sum = 0;
        for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++)
            sum += s->household.deposits[h];
        sums[r] = (double)sum;
    }
}

/* Debt may be off by the few loans whose interest is a whole number of cents and a half: the half
 * follows the last bit of the rate of interest, and taxes on profits and the debt follow it. */
static const money DEBT_ROUNDING = 0; /* cents a step */

/* Says so where something else drifts, and goes on, so that all of it is seen. */
static void expect(struct stillness *still, bool met, const struct state *s, int r,
                   const char *what)
{
    if (!met && still->unexpected++ < 5)
        print_error("step %d, %s: %s\n", (int)s->clock.step, s->region_labels[r], what);
}

/* Debt, the bonds of the funds and foreign positions drift by their opening flows, and by nothing
 * else. */
static void check_drift(struct stillness *still, const struct state *s)
{
    const struct policy_bank_table *policy_bank = &s->policy_bank;
    bool first = s->clock.step == 1;
    for (int r = 0; r < s->regions; r++) {
        money debt = s->government.debt[r], before = still->debt[r];
        money interest = s->government.bond_interest[r];
        money foreign = s->fund.exports[r] - s->fund.imports[r] + s->fund.foreign_income[r];
        if (policy_bank->region[0] == r)
            foreign += policy_bank->loan_interest[0] - policy_bank->bond_interest[0];
        if (first) {
            still->bond_interest[r] = interest;
            still->exports[r] = (double)s->fund.exports[r];
            still->imports[r] = (double)s->fund.imports[r];
        }
        double added = (double)(before - s->government.opening_debt[r]);
        double on_added = added * s->world->of_region.bond_yield[r] * s->clock.years;

        money off = llabs(debt - s->government.benchmark_debt[r]);
        still->debt_worst = money_max(still->debt_worst, off);
        money more = interest - still->bond_interest[r];
        money rise = s->government.opening_deficit[r] + more;
        expect(still, off <= DEBT_ROUNDING * s->clock.step, s, r, "debt left its path");
        expect(still, llabs(debt - before - rise) <= DEBT_ROUNDING, s, r,
               "debt rose by more than opening deficit and interest on what was added");
        expect(still, fabs((double)more - on_added) <= 1, s, r, "interest on added debt");
        expect(still, s->fund.bonds[r] - still->fund_bonds[r] == debt - before, s, r,
               "the fund's bonds rose by more than the debt");
        expect(still, s->fund.foreign_position[r] - still->foreign[r] == foreign, s, r,
               "the foreign position rose by more than net exports and income");
        still->trade_worst =
            fmax(still->trade_worst, change_of((double)s->fund.exports[r], still->exports[r]));
        still->trade_worst =
            fmax(still->trade_worst, change_of((double)s->fund.imports[r], still->imports[r]));
        still->debt[r] = debt;
        still->foreign[r] = s->fund.foreign_position[r];
        still->fund_bonds[r] = s->fund.bonds[r];
    }
}

static void still_begin(struct stillness *still, const struct state *s)
{
    memcpy(still->watch, WATCHED, sizeof WATCHED);
    for (int w = 0; w < WATCHES; w++)
        watch_begin(&still->watch[w], s);
    sum_household_deposits(s, still->household_deposits);
    for (int r = 0; r < s->regions; r++) {
        still->debt[r] = s->government.debt[r];
        still->foreign[r] = s->fund.foreign_position[r];
        still->fund_bonds[r] = s->fund.bonds[r];
    }
}

static void still_step(struct stillness *still, const struct state *s)
{
    double deposits[REGIONS_MAX];
#pragma omp parallel for schedule(dynamic, 1)
    for (int w = 0; w < WATCHES; w++)
        watch_step(&still->watch[w], s);
    sum_household_deposits(s, deposits);
    for (int r = 0; r < s->regions; r++)
        still->household_deposits_worst = fmax(
            still->household_deposits_worst, change_of(deposits[r], still->household_deposits[r]));
    check_drift(still, s);
}

static void still_end(struct stillness *still)
{
    for (int w = 0; w < WATCHES; w++) {
        const struct watch *watch = &still->watch[w];
        if (watch->worst > 0)
            print_message("  %s.%s moved by %.1e (row %d, step %d)\n", watch->table, watch->column,
                          watch->worst, (int)watch->row, (int)watch->step);
        free(watch->opening);
    }
    print_message("  household deposits of regions %.1e, exports and imports %.1e, debt off its "
                  "path by %d cents\n",
                  still->household_deposits_worst, still->trade_worst, (int)still->debt_worst);
    for (int w = 0; w < WATCHES; w++)
        assert_true(still->watch[w].worst <= 1e-6);
    assert_true(still->household_deposits_worst <= 1e-6);
    assert_int_equal(still->unexpected, 0);
    assert_true(still->trade_worst <= 1e-9);
    free(still);
}

static void no_bound_held(const struct trial *trial, const uint64_t *bindings)
{
    struct simulation_summary *summary = calloc(1, sizeof *summary);
    simulation_summary(trial->simulation, summary);
    for (int b = 0; b < BOUNDS; b++)
        if (bindings[b] != 0)
            fail_msg("the bound '%s' held %d times", bound_labels[b], (int)bindings[b]);
    assert_int_equal(summary->bounds_bound, 0);
    free(summary);
}

static void stands_still(struct trial_plan plan)
{
    struct trial *trial = trial_begin(plan);
    struct stillness *still = calloc(1, sizeof *still);
    uint64_t bindings[BOUNDS] = {0};
    assert_non_null(still);
    still_begin(still, trial->s);
    uint32_t steps = simulation_steps(trial->simulation);
    for (uint32_t n = 0; n < steps; n++) {
        trial_step(trial);
        still_step(still, trial->s);
        for (int b = 0; b < BOUNDS; b++)
            bindings[b] += (uint64_t)trial->s->bound.bindings[b];
    }
    print_message("  %d firms, seed %u, %d steps of %d days\n", (int)trial->s->population.firms,
                  (unsigned)trial->scenario.p.seed, (int)steps, trial->scenario.days_per_step);
    no_bound_held(trial, bindings);
    still_end(still);
    trial_end(trial);
}

static void weeks_stand_still(void **state)
{
    (void)state;
    stands_still((struct trial_plan){.steps = SANITIZED ? 30 : 0, .set = {{MANY_FIRMS}}});
}

static void days_stand_still(void **state)
{
    (void)state;
    stands_still((struct trial_plan){.steps = SANITIZED ? 30 : 730,
                                     .set = {{"clock.step", "day"}, {FEW_FIRMS}}});
}

static void every_seed_stands_still(void **state)
{
    (void)state;
    static const char *const seeds[] = {"1", "2", "4294967295"};
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++)
        stands_still((struct trial_plan){.steps = SANITIZED ? 10 : 0,
                                         .set = {{FEW_FIRMS}, {"seed", seeds[i]}}});
}

/* --- it moves, and comes back --- */

/* How far a figure was from its opening, at most and at the end. */
struct path {
    double opening, most, last;
};

static void path_follow(struct path *path, double value)
{
    path->last = change_of(value, path->opening);
    path->most = fmax(path->most, path->last);
}

struct paths {
    struct path gdp[REGIONS_MAX], prices[REGIONS_MAX];
    struct path output[REGIONS_MAX * INDUSTRIES_MAX], price[REGIONS_MAX * INDUSTRIES_MAX];
};

static void follow(struct paths *paths, const struct state *s, bool open)
{
    for (int r = 0; r < s->regions; r++) {
        if (open) {
            paths->gdp[r].opening = s->region.real_gdp[r];
            paths->prices[r].opening = s->region.consumer_prices[r];
        }
        path_follow(&paths->gdp[r], s->region.real_gdp[r]);
        path_follow(&paths->prices[r], s->region.consumer_prices[r]);
    }
    for (int c = 0; c < s->cells; c++) {
        if (open) {
            paths->output[c].opening = s->industry.output[c];
            paths->price[c].opening = s->industry.price[c];
        }
        path_follow(&paths->output[c], s->industry.output[c]);
        path_follow(&paths->price[c], s->industry.price[c]);
    }
}

static const char *place_of(const struct state *s, int i, bool cells, char text[static 40])
{
    snprintf(text, 40, "%s %s", s->region_labels[cells ? i / s->industries : i],
             cells ? s->industry_labels[i % s->industries] : "");
    return text;
}

/* Everything moved, by far more than it does at rest, and most by more than 1e-5; and everything
 * is back within 1.2 thousandths (construction, whose orders follow capital, is last). */
static void moved_and_back(const struct state *s, const char *what, const struct path *path,
                           int count, bool cells)
{
    int least = 0, worst = 0, moved = 0;
    char from[40], to[40];
    for (int i = 0; i < count; i++) {
        least = path[i].most < path[least].most ? i : least;
        worst = path[i].last > path[worst].last ? i : worst;
        moved += path[i].most > 1e-5;
    }
    print_message("  %-20s %d of %d moved by more than 1e-5, %s by %.1e; back within %.1e (%s)\n",
                  what, moved, count, place_of(s, least, cells, from), path[least].most,
                  path[worst].last, place_of(s, worst, cells, to));
    assert_true(path[least].most > 1e-8);
    assert_true(moved > count / 2);
    assert_true(path[worst].last < 1.2e-3);
}

static void a_loss_of_stocks_passes(void **state)
{
    (void)state;
    /* The loss is in step 53; two years later is step 157. */
    struct trial *trial = trial_begin((struct trial_plan){
        .steps = 52 + 105,
        .set = {{"events", "[{kind: input_stock_loss, start: 2026-01-05, share: 0.01}]"},
                {FEW_FIRMS}}});
    const struct state *s = trial->s;
    struct paths *paths = calloc(1, sizeof *paths);
    assert_non_null(paths);
    follow(paths, s, true);
    for (int step = 1; step <= 157; step++) {
        trial_step(trial);
        follow(paths, s, false);
        if (step == 52) /* still, until then */
            for (int r = 0; r < s->regions; r++)
                assert_true(paths->gdp[r].most < 1e-9 && paths->prices[r].most < 1e-9);
    }
    moved_and_back(s, "real GDP of regions", paths->gdp, s->regions, false);
    moved_and_back(s, "consumer prices", paths->prices, s->regions, false);
    moved_and_back(s, "output of cells", paths->output, s->cells, true);
    moved_and_back(s, "prices of cells", paths->price, s->cells, true);
    free(paths);
    trial_end(trial);
}

/* --- days and weeks agree --- */

enum { QUARTERS = 4 };

/* Loss of real GDP in Taiwan by quarter, as a share of the opening quarter, after half of its
 * chip capacity stood still for 13 weeks. */
static void lost_product(const char *clock_step, int per_quarter, double *loss)
{
    struct trial *trial = trial_begin((struct trial_plan){
        .steps = (uint32_t)(4 * per_quarter / 13 + QUARTERS * per_quarter),
        .set = {{"clock.step", clock_step},
                {"events", "[{kind: capacity_loss, start: 2025-02-03, weeks: 13, share: 0.5, "
                           "region: TWN, industry: C26}]"},
                {FEW_FIRMS}}});
    int r = world_region(&trial->scenario.world, "TWN");
    double opening = trial->s->region.real_gdp[r];
    for (int step = 0; step < 4 * per_quarter / 13; step++)
        trial_step(trial);
    for (int q = 0; q < QUARTERS; q++) {
        loss[q] = 0;
        for (int step = 0; step < per_quarter; step++) {
            trial_step(trial);
            loss[q] += (1 - trial->s->region.real_gdp[r] / opening) / per_quarter;
        }
    }
    trial_end(trial);
}

static void days_and_weeks_agree(void **state)
{
    (void)state;
    double week[QUARTERS], day[QUARTERS];
    if (SANITIZED)
        skip(); /* hundreds of steps of what the others do as well */
    lost_product("week", 13, week);
    lost_product("day", 91, day);
    for (int q = 0; q < QUARTERS; q++)
        print_message("  quarter %d: loss of GDP %.3f %% by weeks, %.3f %% by days\n", q + 1,
                      100 * week[q], 100 * day[q]);
    assert_true(week[0] > 0.01);
    for (int q = 0; q < QUARTERS; q++)
        if (fabs(week[q]) > 0.01)
            assert_close(week[q], day[q], 0.1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weeks_stand_still),       cmocka_unit_test(days_stand_still),
        cmocka_unit_test(every_seed_stands_still), cmocka_unit_test(a_loss_of_stocks_passes),
        cmocka_unit_test(days_and_weeks_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

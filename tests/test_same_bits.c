/* The same bits: one hash of the state for every number of threads and every cadence of output,
 * and a hash that sees every bit. That the comparison can fail is seen by a rule with a race. */
#include "folder.h"
#include "property_support.h"

enum { STEPS = SANITIZED ? 6 : 30 };

typedef void rule(struct state *s);

/* Runs the disturbed world, with one more rule at the end of every step if there is one, and
 * recorded to a file if one is named. */
static uint64_t hash_after(struct trial_plan plan, rule *extra, const char *file)
{
    struct trial *trial = trial_begin(plan);
    struct simulation *simulation = trial->simulation;
    struct error err = {0};
    if (file != NULL) {
        assert_success(simulation_record_open(simulation, file, true, &trial->scenario, &err), err);
        assert_success(simulation_record(simulation, &err), err);
    }
    for (uint32_t step = 0; step < plan.steps; step++) {
        trial_step(trial);
        if (extra != NULL)
            extra(trial->s);
        assert_success(simulation_record(simulation, &err), err);
    }
    uint64_t hash = simulation_hash(simulation);
    assert_success(simulation_record_close(simulation, true, &err), err);
    trial_end(trial);
    return hash;
}

/* Whether the hash is the same for all numbers of threads. */
static bool same_for_all_threads(struct trial_plan plan, rule *extra)
{
    bool same = true;
    uint64_t first = 0;
    for (int i = 0; i < THREAD_CASES; i++) {
        plan.threads = THREADS[i];
        uint64_t hash = hash_after(plan, extra, NULL);
        if (i == 0)
            first = hash;
        if (extra == NULL)
            print_message("  %2d threads: %016llx\n", THREADS[i], (unsigned long long)hash);
        same = same && hash == first;
    }
    omp_set_num_threads(omp_get_num_procs());
    return same;
}

static void the_number_of_threads_does_not_matter(void **state)
{
    (void)state;
    assert_true(same_for_all_threads(
        (struct trial_plan){.steps = STEPS, .set = {{DISTURBED}, {MANY_FIRMS}}}, NULL));
}

/* The facility: projects are few, and each is decided by one thread; their money passes through
 * all. */
static void nor_does_it_with_the_facility(void **state)
{
    (void)state;
    assert_true(same_for_all_threads((struct trial_plan){.scenario = "framework.yaml",
                                                         .steps = SANITIZED ? 8 : 90,
                                                         .set = {{FEW_FIRMS},
                                                                 {"framework.agreed", "2025-01-06"},
                                                                 {"framework.opens", "2025-01-06"},
                                                                 {"framework.permit_speed", "50"},
                                                                 {"framework.screening", "100"}}},
                                     NULL));
}

/* The living world, where people age and move, firms fail and open, and suppliers change. */
static void nor_does_it_in_the_living_world(void **state)
{
    (void)state;
    assert_true(same_for_all_threads((struct trial_plan){.scenario = "baseline.yaml",
                                                         .steps = SANITIZED ? 6 : 52,
                                                         .set = {{"population.firms", "3000"}}},
                                     NULL));
}

static void nor_do_checks_and_days(void **state)
{
    (void)state;
    struct trial_plan plan = {.steps = STEPS / 3, .set = {{DISTURBED}, {FEW_FIRMS}}};
    uint64_t plain = hash_after(plan, NULL, NULL);
    plan.check = true;
    assert_int_equal(hash_after(plan, NULL, NULL), plain);
    plan.check = false;
    plan.set[2][0] = "clock.step";
    plan.set[2][1] = "day";
    assert_true(same_for_all_threads(plan, NULL));
}

static void output_does_not_matter(void **state)
{
    (void)state;
    static const char *const cadences[] = {"1", "4", "0"};
    struct trial_plan plan = {.steps = STEPS, .set = {{DISTURBED}, {MANY_FIRMS}}};
    uint64_t without = hash_after(plan, NULL, NULL);
    for (size_t i = 0; i < sizeof cadences / sizeof *cadences; i++) {
        plan.set[2][0] = "output.firm_every";
        plan.set[2][1] = cadences[i];
        assert_int_equal(hash_after(plan, NULL, "run.h5"), without);
    }
}

/* --- the hash sees every bit --- */

static void flip(const struct table *table, int column, uint64_t bit)
{
    ((unsigned char *)table->data[column])[bit / 8] ^= (unsigned char)(1 << bit % 8);
}

static uint64_t hash_with_flipped(struct trial *trial, const struct table *table, int column,
                                  uint64_t bit)
{
    flip(table, column, bit);
    uint64_t hash = simulation_hash(trial->simulation);
    flip(table, column, bit);
    return hash;
}

/* One bit of each column, anywhere, changes the hash if the column is part of the state, and only
 * then; so does each bit of one value. */
static void every_bit_counts(void **state)
{
    (void)state;
    struct trial *trial = trial_begin((struct trial_plan){.steps = 4, .set = {{FEW_FIRMS}}});
    const struct state *s = trial->s;
    trial_step(trial);
    uint64_t hash = simulation_hash(trial->simulation);
    uint32_t draw = 0;
    int seen = 0, ignored = 0;
    for (int t = 0; t < STATE_TABLES; t++)
        for (int c = 0; c < s->tables[t]->column_count; c++) {
            const struct table *table = s->tables[t];
            bool kept = table->columns[c].nature == STOCK || table->columns[c].nature == TRAIT;
            uint64_t bits = column_bytes(table, c) * 8;
            struct rng rng = {.seed = 1};
            uint64_t bit =
                (uint64_t)(rng_uniform(rng, RNG_TABLE_NONE, 0, RNG_TEST, draw++) * (double)bits);
            bool changed = hash_with_flipped(trial, table, c, bit) != hash;
            if (changed != kept)
                fail_msg("bit %llu of %s.%s: %s", (unsigned long long)bit, table->name,
                         table->columns[c].name, kept ? "not in the hash" : "in the hash");
            seen += kept;
            ignored += !kept;
        }
    int c = find_column(&s->firm.table, "deposits");
    uint64_t last = (s->firm.table.rows - 1) * 64; /* of the last firm */
    for (uint64_t bit = last; bit < last + 64; bit++)
        assert_true(hash_with_flipped(trial, &s->firm.table, c, bit) != hash);
    assert_true(simulation_hash(trial->simulation) == hash);
    print_message("  %d columns are in the hash, %d flows and scratch columns are not\n", seen,
                  ignored);
    trial_end(trial);
}

/* --- a race is seen --- */

enum { ADDITIONS = 500000 };

/* Every firm adds to one shared number, which nobody owns. */
static void racing_rule(struct state *s)
{
    volatile double *shared = &s->region.output_smoothed[0];
    *shared = 0;
#pragma omp parallel for schedule(static)
    for (uint32_t i = 0; i < ADDITIONS; i++)
        *shared = *shared + s->firm.output[i % s->population.firms];
}

/* The same sum, by somebody who owns it. */
static void owned_rule(struct state *s)
{
    double sum = 0;
    for (uint32_t i = 0; i < ADDITIONS; i++)
        sum += s->firm.output[i % s->population.firms];
    s->region.output_smoothed[0] = sum;
}

static void a_race_is_seen(void **state)
{
    (void)state;
    if (SANITIZED)
        skip(); /* which would see it as well, and stop */
    struct trial_plan plan = {.steps = 2, .set = {{DISTURBED}, {FEW_FIRMS}}};
    assert_true(same_for_all_threads(plan, owned_rule));
    int tries = 1;
    while (tries < 20 && same_for_all_threads(plan, racing_rule))
        tries++;
    print_message("  seen at the %d. try\n", tries);
    assert_true(tries < 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_number_of_threads_does_not_matter),
        cmocka_unit_test(nor_does_it_in_the_living_world),
        cmocka_unit_test(nor_does_it_with_the_facility),
        cmocka_unit_test(nor_do_checks_and_days),
        cmocka_unit_test(output_does_not_matter),
        cmocka_unit_test(every_bit_counts),
        cmocka_unit_test(a_race_is_seen),
    };
    return cmocka_run_group_tests(tests, folder_create, folder_remove);
}

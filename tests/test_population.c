/* Opening population: threads, seeds, golden hashes, sharing, own functions, errors. */
#include "population_support.h"

#include "agents/population_internal.h"

/* --- threads, seeds and separate purposes ---------------------------------------------------- */

static void every_number_of_threads_gives_the_same_bits(void **unused)
{
    (void)unused;
    struct economy *e = economy_real();
    int before = omp_get_max_threads();
    uint64_t expected = 0;
    for (int n = 0; n < THREAD_CASES; n++) {
        omp_set_num_threads(THREADS[n]);
        struct population p = population_of(e, options_for(20000, 7));
        uint64_t hash = population_hash(&p);
        if (n == 0)
            expected = hash;
        assert_int_equal(hash, expected);
        p.flow[p.links - 1] ^= 1; /* the hash sees it */
        assert_int_not_equal(population_hash(&p), expected);
        population_free(&p);
    }
    omp_set_num_threads(before);
    economy_free(e);
}

/* A change of the recipe changes these numbers, and every published result: only on purpose. They
 * hold on every platform, because the set-up uses no function of the C library. */
static void populations_are_what_they_were(void **unused)
{
    (void)unused;
    static const struct {
        uint64_t world;
        uint32_t firms;
        uint64_t hash;
    } GOLDEN[] = {{11, 2000, UINT64_C(0x4d629b3b9c6ab884)},
                  {11, 20000, UINT64_C(0x649504aac15ad08e)},
                  {31, 5000, UINT64_C(0xae39111c9bb7b78e)}};
    for (size_t n = 0; n < sizeof GOLDEN / sizeof *GOLDEN; n++) {
        struct economy *e = economy_random(GOLDEN[n].world);
        struct population p = population_of(e, options_for(GOLDEN[n].firms, 1));
        if (population_hash(&p) != GOLDEN[n].hash)
            fail_msg("world %d, %u firms: hash 0x%016llx", (int)GOLDEN[n].world, GOLDEN[n].firms,
                     (unsigned long long)population_hash(&p));
        population_free(&p);
        economy_free(e);
    }
}

static int compare_sales(const void *a, const void *b)
{
    money x = *(const money *)a, y = *(const money *)b;
    return (x > y) - (x < y);
}

/* The sales of a cell's firms, sorted. */
static uint32_t sorted_sales(const struct population *p, uint16_t cell, money *sales)
{
    uint32_t count = 0;
    for (uint32_t f = 0; f < p->firms; f++)
        if (p->cell[f] == cell)
            sales[count++] = p->sales[f];
    qsort(sales, count, sizeof *sales, compare_sales);
    return count;
}

static void another_seed_keeps_the_sizes(void **unused)
{
    (void)unused;
    enum { FIRMS = 20000 };
    struct economy *e = economy_real();
    struct population p = population_of(e, options_for(FIRMS, 1));
    struct population q = population_of(e, options_for(FIRMS, 2));
    money *a = calloc(FIRMS, sizeof *a), *b = calloc(FIRMS, sizeof *b);
    assert_int_not_equal(population_hash(&p), population_hash(&q));
    for (uint16_t c = 0; c < p.cells; c += 5) {
        uint32_t count = sorted_sales(&p, c, a);
        assert_int_equal(sorted_sales(&q, c, b), count);
        /* Rank q + 1/4 .. q + 3/4: the largest differs by 3^(1/1.05), the tenth by 5 %, and all
         * with the sum of the cell. */
        for (uint32_t n = 10; n < count; n++)
            assert_close((double)a[count - n], (double)b[count - n], 0.6);
    }
    free(a);
    free(b);
    population_free(&p);
    population_free(&q);
    economy_free(e);
}

static void links_do_not_touch_sizes_and_households(void **unused)
{
    (void)unused;
    struct economy *e = economy_real();
    struct population_options options = options_for(5000, 1), other = options;
    other.mean_suppliers = 8;
    other.degree_exponent = 0.7;
    struct population p = population_of(e, options), q = population_of(e, other);
    assert_int_not_equal(p.links, q.links);
    assert_int_equal(p.rows, q.rows);
    assert_memory_equal(p.size, q.size, p.firms * sizeof *p.size);
    assert_memory_equal(p.sales, q.sales, p.firms * sizeof *p.sales);
    assert_memory_equal(p.staff, q.staff, p.firms * sizeof *p.staff);
    assert_memory_equal(p.persons, q.persons, p.rows * sizeof *p.persons);
    assert_memory_equal(p.age, q.age, p.rows * sizeof *p.age);
    assert_memory_equal(p.employer, q.employer, p.rows * sizeof *p.employer);
    population_free(&p);
    population_free(&q);
    economy_free(e);
}

/* --- sharing by one running sum -------------------------------------------------------------- */

static void shares_are_exact_up_to_the_limits(void **unused)
{
    (void)unused;
    struct economy *e = economy_random(3);
    struct population p = population_of(e, options_for(4000, 3));
    uint64_t *weight = calloc(p.firms, sizeof *weight);
    money *part = calloc(p.firms, sizeof *part), total[CELLS_TRIED] = {0};
    uint32_t number = 0;
    for (int round = 0; round < 20; round++) {
        for (uint32_t c = 0; c < p.cells; c++) {
            const struct firm_run *last = &p.run[p.cell_run[p.cell_first[c + 1] - 1]];
            uint64_t firms = last->position + last->count;
            total[c] = firms == 0 ? 0 : (money)(1e14 * economy_draw(9, &number));
            uint64_t left = UINT64_C(1) << 63; /* the weights of the cell add up to it */
            for (uint32_t n = p.cell_first[c]; n < p.cell_first[c + 1]; n++)
                for (uint32_t i = 0; i < p.run[p.cell_run[n]].count; i++) {
                    uint32_t f = p.run[p.cell_run[n]].first + i;
                    weight[f] = (uint64_t)((double)left * 0.01 * economy_draw(9, &number));
                    if (round % 2 == 0 && --firms == 0)
                        weight[f] = left;
                    left -= weight[f];
                }
        }
        population_share(&p, total, weight, part);
        for (uint32_t c = 0; c < p.cells; c++) {
            unsigned __int128 sum = 0, running = 0;
            money given = 0;
            for (int pass = 0; pass < 2; pass++)
                for (uint32_t n = p.cell_first[c]; n < p.cell_first[c + 1]; n++)
                    for (uint32_t i = 0; i < p.run[p.cell_run[n]].count; i++) {
                        uint32_t f = p.run[p.cell_run[n]].first + i;
                        if (pass == 0) {
                            sum += weight[f];
                            continue;
                        }
                        running += weight[f];
                        money until = (money)((unsigned __int128)total[c] * running / sum);
                        assert_int_equal(part[f], until - given);
                        given = until;
                    }
            assert_int_equal(given, total[c]);
        }
    }
    free(weight);
    free(part);
    population_free(&p);
    economy_free(e);
}

/* --- own elementary functions ---------------------------------------------------------------- */

static void own_functions_are_those_of_mathematics(void **unused)
{
    (void)unused;
    uint32_t number = 0;
    enum { DRAWS = 20000 };
    for (int n = 0; n < DRAWS; n++) {
        double x = exp(600 * (economy_draw(1, &number) - 0.5));
        double y = 200 * (economy_draw(1, &number) - 0.5);
        assert_close(population_log2(x), log2(x), 2e-15);
        assert_close(population_exp2(y), exp2(y), 1e-14);
        assert_close(population_exp(y), exp(y), 1e-13);
        assert_close(population_power(x, 0.78), pow(x, 0.78), 1e-12);

        uint32_t word = (uint32_t)(0x1p32 * economy_draw(1, &number)) >> (n % 32);
        double p = ((double)word + 0.5) * 0x1p-32, z = population_normal(word);
        assert_true(fabs(0.5 * erfc(-z / sqrt(2)) - p) < 1e-5 * p);
        assert_true(population_normal(~word) == -z);
    }
    assert_true(population_power(0, 0.78) == 0);
    assert_true(population_log2(1) == 0 && population_exp2(-3) == 0.125);
}

/* --- what cannot be made --------------------------------------------------------------------- */

static void assert_refused(const struct economy *e, struct population_options options,
                           const char *text)
{
    struct error err = {0};
    struct population p;
    assert_false(population_create(&p, &e->world, &e->table, &options, &err));
    assert_int_equal(err.kind, ERROR_CONFIG);
    if (strstr(err.text, text) == NULL)
        fail_msg("'%s' does not say '%s'", err.text, text);
}

static void impossible_populations_are_refused(void **unused)
{
    (void)unused;
    struct economy *e = economy_random(4);
    struct population_options options = options_for(1999, 1);
    assert_refused(e, options, "population.firms: 1999, must be 2000 to 10000000");
    options = options_for(2000, 1);
    options.size_tail = 1;
    assert_refused(e, options, "population.size_tail: 1, must be");
    options.size_tail = NAN;
    assert_refused(e, options, "population.size_tail: nan, must be");

    options = options_for(2000, 1);
    double persons = e->world.age[0].population[0];
    for (int a = 0; a < e->world.age_groups; a++)
        e->world.age[a].population[0] = 3;
    assert_refused(e, options, "ages.csv");
    for (int a = 0; a < e->world.age_groups; a++)
        e->world.age[a].population[0] = 1e6 + persons;

    for (int n = 0; n < e->table.cells * e->table.cells; n++)
        e->table.intermediate[n] = 0;
    for (int c = 0; c < e->table.cells; c++)
        e->table.output[c] = 20000;
    assert_refused(e, options, "population.firms: 2000, more firms than");
    e->table.intermediate[0] = 20001;
    assert_refused(e, options, "population.firms");
    economy_free(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(populations_are_what_they_were),
        cmocka_unit_test(another_seed_keeps_the_sizes),
        cmocka_unit_test(links_do_not_touch_sizes_and_households),
        cmocka_unit_test(own_functions_are_those_of_mathematics),
        cmocka_unit_test(shares_are_exact_up_to_the_limits),
        cmocka_unit_test(impossible_populations_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

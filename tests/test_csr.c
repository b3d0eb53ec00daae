/* Compressed rows: against a sort that cannot be wrong, on all sizes of the algorithm. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "core/csr.h"
#include "core/rng.h"

enum pattern { SPREAD, SKEWED, ONE_GROUP, NONE_AT_ALL, SOME_NONE };

static uint32_t make_key(enum pattern pattern, uint32_t item, uint32_t groups)
{
    const struct rng rng = {.seed = 11};
    double u = rng_uniform(rng, RNG_LINK, item, RNG_TEST, 0);
    switch (pattern) {
    case SPREAD:
        break;
    case SKEWED:
        return (uint32_t)(u * u * u * u * groups);
    case ONE_GROUP:
        return groups - 1;
    case NONE_AT_ALL:
        return CSR_NONE;
    case SOME_NONE:
        if (item % 3 == 1)
            return CSR_NONE;
        break;
    }
    return (uint32_t)(u * groups);
}

static uint32_t *make_keys(enum pattern pattern, uint32_t items, uint32_t groups)
{
    uint32_t *key = malloc((items + 1) * sizeof *key);
    for (uint32_t i = 0; i < items; i++)
        key[i] = make_key(pattern, i, groups);
    return key;
}

/* Groups with exactly the scratch that csr_scratch promises to be enough. */
static struct csr grouped(const uint32_t *key, uint32_t items, uint32_t groups)
{
    struct error err = {0};
    struct csr csr;
    struct arena arena;
    assert_success(csr_allocate(&csr, groups, items, &err), err);
    assert_success(arena_create(&arena, csr_scratch(groups, items), &err), err);
    csr_group(&csr, key, items, &arena);
    assert_int_equal(arena.used, 0);
    arena_free(&arena);
    return csr;
}

/* Ascending items of the right key in every group, as many as there are: no other answer. */
static void assert_grouped(const struct csr *csr, const uint32_t *key, uint32_t items)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < items; i++)
        kept += key[i] != CSR_NONE;
    assert_int_equal(csr->start[0], 0);
    assert_int_equal(csr->start[csr->groups], kept);
    for (uint32_t g = 0; g < csr->groups; g++) {
        assert_true(csr->start[g] <= csr->start[g + 1]);
        for (uint64_t p = csr->start[g]; p < csr->start[g + 1]; p++) {
            assert_true(csr->item[p] < items);
            assert_true(key[csr->item[p]] == g);
            assert_true(p == csr->start[g] || csr->item[p - 1] < csr->item[p]);
        }
    }
}

static void groups_of_all_shapes(void **unused)
{
    (void)unused;
    const uint32_t groups[] = {1, 2, 37, 2047, 2048, 2049, 4097, 100000};
    const uint32_t items[] = {0, 1, 2, 4095, 8193, 100003};
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++)
        for (size_t n = 0; n < sizeof items / sizeof *items; n++)
            for (int pattern = SPREAD; pattern <= SOME_NONE; pattern++) {
                uint32_t *key = make_keys((enum pattern)pattern, items[n], groups[g]);
                struct csr csr = grouped(key, items[n], groups[g]);
                assert_grouped(&csr, key, items[n]);
                csr_free(&csr);
                free(key);
            }
}

static void no_groups(void **unused)
{
    (void)unused;
    struct csr csr = grouped(NULL, 0, 0);
    assert_int_equal(csr.start[0], 0);
    csr_free(&csr);
}

static void the_same_for_any_number_of_threads(void **unused)
{
    (void)unused;
    enum { ITEMS = 300007, GROUPS = 20011 };
    uint32_t *key = make_keys(SKEWED, ITEMS, GROUPS);
    for (int k = 0; k < THREAD_CASES; k++) {
        omp_set_num_threads(THREADS[k]);
        for (int repeat = 0; repeat < 3; repeat++) {
            struct csr csr = grouped(key, ITEMS, GROUPS);
            assert_grouped(&csr, key, ITEMS);
            csr_free(&csr);
        }
    }
    omp_set_num_threads(THREADS[1]);
    free(key);
}

static void transpose_of_the_transpose_is_the_original(void **unused)
{
    (void)unused;
    enum { CUSTOMERS = 30000, SUPPLIERS = 25000, LINKS = 120000 };
    struct error err = {0};
    struct arena arena;
    assert_success(arena_create(&arena, csr_scratch(CUSTOMERS, LINKS), &err), err);

    /* Rows: the links of each customer, with the supplier as column. */
    uint32_t *customer = make_keys(SKEWED, LINKS, CUSTOMERS);
    struct csr rows = grouped(customer, LINKS, CUSTOMERS), transpose, back;
    for (uint32_t p = 0; p < LINKS; p++)
        rows.item[p] = rng_index((struct rng){.seed = 2}, RNG_LINK, p, RNG_TEST, 0, SUPPLIERS);

    assert_success(csr_allocate(&transpose, SUPPLIERS, LINKS, &err), err);
    csr_transpose(&transpose, &rows, &arena);
    assert_grouped(&transpose, rows.item, LINKS);

    uint32_t *supplier = malloc(LINKS * sizeof *supplier);
    csr_owners(&transpose, supplier);
    uint32_t *row = malloc(LINKS * sizeof *row);
    csr_owners(&rows, row);
    for (uint32_t q = 0; q < LINKS; q++)
        assert_int_equal(supplier[q], rows.item[transpose.item[q]]);

    /* The transpose with customers as columns; transposed, it has the rows' shape again, and
     * each customer's links come by ascending supplier. */
    for (uint32_t q = 0; q < LINKS; q++)
        transpose.item[q] = row[transpose.item[q]];
    assert_success(csr_allocate(&back, CUSTOMERS, LINKS, &err), err);
    csr_transpose(&back, &transpose, &arena);
    assert_memory_equal(back.start, rows.start, (CUSTOMERS + 1) * sizeof *back.start);
    for (uint32_t c = 0; c < CUSTOMERS; c++) {
        uint64_t expected = 0, sum = 0;
        for (uint64_t p = rows.start[c]; p < rows.start[c + 1]; p++) {
            expected += rows.item[p];
            sum += supplier[back.item[p]];
            assert_true(p == back.start[c] || supplier[back.item[p - 1]] <= supplier[back.item[p]]);
        }
        assert_int_equal(sum, expected);
    }
    csr_free(&back);
    csr_free(&transpose);
    csr_free(&rows);
    free(row);
    free(supplier);
    free(customer);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_of_all_shapes),
        cmocka_unit_test(no_groups),
        cmocka_unit_test(the_same_for_any_number_of_threads),
        cmocka_unit_test(transpose_of_the_transpose_is_the_original),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

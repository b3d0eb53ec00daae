/* Reductions: right, and the same bits whoever adds. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "core/reduce.h"
#include "core/rng.h"

enum { ROWS = 5000011 }; /* more than one batch of blocks */

static const uint64_t SIZES[] = {0, 1, 7, 8, 9, 4095, 4096, 4097, 8192, 50003, 4194304, ROWS};
enum { SIZE_CASES = sizeof SIZES / sizeof *SIZES };

/* Amounts from 1e-8 to 1e8 of both signs: any other order of adding gives other bits. */
static double *make_values(uint32_t draw)
{
    double *values = malloc(ROWS * sizeof *values);
#pragma omp parallel for schedule(static)
    for (uint32_t i = 0; i < ROWS; i++) {
        struct rng_block block = rng_words((struct rng){.seed = 5}, RNG_FIRM, i, RNG_TEST, draw);
        int exponent = (int)(block.word[2] % 53) - 26;
        values[i] = ldexp((double)(int32_t)block.word[0], exponent - 31);
    }
    return values;
}

static void sums_are_right(void **unused)
{
    (void)unused;
    double *a = make_values(0), *b = make_values(1);
    for (int s = 0; s < SIZE_CASES; s++) {
        long double sum = 0, size = 0, dot = 0, dot_size = 0;
        double most = -HUGE_VAL, least = HUGE_VAL;
        for (uint64_t i = 0; i < SIZES[s]; i++) {
            sum += a[i];
            size += fabs(a[i]);
            dot += (long double)a[i] * b[i];
            dot_size += fabsl((long double)a[i] * b[i]);
            most = fmax(most, a[i]);
            least = fmin(least, a[i]);
        }
        assert_true(fabsl(reduce_sum(a, SIZES[s]) - sum) <= 1e-14L * size);
        assert_true(fabsl(reduce_dot(a, b, SIZES[s]) - dot) <= 1e-14L * dot_size);
        assert_true(reduce_max(a, SIZES[s]) == most);
        assert_true(reduce_min(a, SIZES[s]) == least);
    }
    free(a);
    free(b);
}

static void the_last_row_counts(void **unused)
{
    (void)unused;
    double *values = calloc(ROWS, sizeof *values);
    for (int s = 1; s < SIZE_CASES; s++) {
        uint64_t last = SIZES[s] - 1;
        values[last] = 3;
        assert_true(reduce_sum(values, SIZES[s]) == 3);
        assert_true(reduce_dot(values, values, SIZES[s]) == 9);
        assert_true(reduce_max(values, SIZES[s]) == 3);
        values[last] = -3;
        assert_true(reduce_min(values, SIZES[s]) == -3);
        assert_true(reduce_sum(values, last) == 0);
        values[last] = 0;
    }
    free(values);
}

static void totals_are_exact(void **unused)
{
    (void)unused;
    int64_t *amounts = malloc(ROWS * sizeof *amounts);
    for (uint32_t i = 0; i < ROWS; i++) /* far beyond what a double holds */
        amounts[i] = INT64_C(1800000000000) + (i % 2 == 0 ? (int64_t)i : -(int64_t)i);
    for (int s = 0; s < SIZE_CASES; s++) {
        int64_t expected = 0;
        for (uint64_t i = 0; i < SIZES[s]; i++)
            expected += amounts[i];
        assert_int_equal(reduce_total(amounts, SIZES[s]), expected);
    }
    free(amounts);
}

static void same_bits_for_any_number_of_threads(void **unused)
{
    (void)unused;
    double *a = make_values(0), *b = make_values(1);
    for (int s = 0; s < SIZE_CASES; s++) {
        double first[4];
        for (int k = 0; k < THREAD_CASES; k++) {
            omp_set_num_threads(THREADS[k]);
            double now[] = {reduce_sum(a, SIZES[s]), reduce_dot(a, b, SIZES[s]),
                            reduce_max(a, SIZES[s]), reduce_min(a, SIZES[s])};
            if (k == 0)
                memcpy(first, now, sizeof now);
            assert_memory_equal(first, now, sizeof now);
        }
    }
    omp_set_num_threads(THREADS[1]);
    free(a);
    free(b);
}

/* The order of the terms is part of every published result: block by block in eight lanes. */
static void the_order_is_the_documented_one(void **unused)
{
    (void)unused;
    double *a = make_values(0);
    double sum = 0;
    for (uint64_t block = 0; block < ROWS; block += REDUCE_BLOCK) {
        double lane[8] = {0};
        for (uint64_t i = block; i < block + REDUCE_BLOCK && i < ROWS; i++)
            lane[(i - block) % 8] += a[i];
        sum += ((lane[0] + lane[4]) + (lane[2] + lane[6])) +
               ((lane[1] + lane[5]) + (lane[3] + lane[7]));
    }
    assert_true(reduce_sum(a, ROWS) == sum);
    free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_right),
        cmocka_unit_test(the_last_row_counts),
        cmocka_unit_test(totals_are_exact),
        cmocka_unit_test(same_bits_for_any_number_of_threads),
        cmocka_unit_test(the_order_is_the_documented_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

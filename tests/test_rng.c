/* Random numbers: the published answers of Philox, independence of the arguments, moments. */
#include "support.h"

#include "core/rng.h"

static const struct rng RANDOM = {.seed = UINT64_C(0x299f31d0a4093822), .step = 3};

static void assert_words(struct rng rng, uint32_t agent, uint32_t draw, uint32_t last,
                         const uint32_t expected[4])
{
    struct rng_block block = rng_words(rng, (enum rng_table)(last >> 16), agent,
                                       (enum rng_purpose)(last & 0xffff), draw);
    for (int k = 0; k < 4; k++)
        assert_int_equal(block.word[k], expected[k]);
}

/* philox4x32 with 10 rounds in the file kat_vectors of Random123. */
static void known_answers(void **unused)
{
    (void)unused;
    assert_words((struct rng){0}, 0, 0, 0,
                 (uint32_t[]){0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    assert_words((struct rng){.seed = UINT64_MAX, .step = UINT32_MAX}, UINT32_MAX, UINT32_MAX,
                 UINT32_MAX, (uint32_t[]){0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    assert_words((struct rng){.seed = UINT64_C(0x299f31d0a4093822), .step = 0x85a308d3}, 0x243f6a88,
                 0x13198a2e, 0x03707344,
                 (uint32_t[]){0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

static void every_argument_counts(void **unused)
{
    (void)unused;
    struct rng other_seed = RANDOM, other_half = RANDOM, other_step = RANDOM;
    other_seed.seed ^= 1;
    other_half.seed ^= UINT64_C(1) << 40;
    other_step.step++;
    const struct rng_block block[] = {
        rng_words(RANDOM, RNG_FIRM, 5, RNG_TEST, 0),
        rng_words(other_seed, RNG_FIRM, 5, RNG_TEST, 0),
        rng_words(other_half, RNG_FIRM, 5, RNG_TEST, 0),
        rng_words(other_step, RNG_FIRM, 5, RNG_TEST, 0),
        rng_words(RANDOM, RNG_LINK, 5, RNG_TEST, 0),
        rng_words(RANDOM, RNG_FIRM, 6, RNG_TEST, 0),
        rng_words(RANDOM, RNG_FIRM, 5, RNG_FIRM_SIZE, 0),
        rng_words(RANDOM, RNG_FIRM, 5, RNG_TEST, 1),
    };
    enum { BLOCKS = sizeof block / sizeof *block };
    for (int i = 0; i < BLOCKS; i++)
        for (int j = 0; j < i; j++)
            assert_memory_not_equal(&block[i], &block[j], sizeof block[i]);
}

static void purposes_fit_their_bits(void **unused)
{
    (void)unused;
    enum {
#define PURPOSE(name, meaning) LINE_##name,
#include "core/rng_purpose.def"
#undef PURPOSE
        PURPOSES
    };
    assert_true(PURPOSES < 1 << 16);
    assert_int_equal(RNG_TEST, 0); /* append only: the first one stays the first */
}

static void uniform_numbers_are_uniform(void **unused)
{
    (void)unused;
    enum { DRAWS = 400000, BINS = 16 };
    double sum = 0, squares = 0;
    int bin[BINS] = {0};
    for (uint32_t i = 0; i < DRAWS; i++) {
        double u = rng_uniform(RANDOM, RNG_FIRM, i, RNG_TEST, 0);
        assert_true(u >= 0 && u < 1);
        sum += u;
        squares += u * u;
        bin[(int)(BINS * u)]++;
    }
    assert_true(fabs(sum / DRAWS - 0.5) < 5 * 0.2887 / sqrt(DRAWS));
    assert_close(squares / DRAWS, 1.0 / 3, 0.01);
    for (int b = 0; b < BINS; b++)
        assert_close(bin[b], (double)DRAWS / BINS, 0.04); /* six standard deviations */
}

static void normal_numbers_are_normal(void **unused)
{
    (void)unused;
    enum { DRAWS = 400000 };
    double sum = 0, squares = 0, cubes = 0, fourth = 0;
    int beyond_two = 0;
    for (uint32_t i = 0; i < DRAWS; i++) {
        double z = rng_normal(RANDOM, RNG_HOUSEHOLD, i, RNG_TEST, 2);
        assert_true(isfinite(z));
        sum += z;
        squares += z * z;
        cubes += z * z * z;
        fourth += z * z * z * z;
        beyond_two += fabs(z) > 2;
    }
    assert_true(fabs(sum / DRAWS) < 5 / sqrt(DRAWS));
    assert_close(squares / DRAWS, 1, 0.015);
    assert_true(fabs(cubes / DRAWS) < 0.03);
    assert_close(fourth / DRAWS, 3, 0.03);
    assert_close((double)beyond_two / DRAWS, 0.0455, 0.05);
}

static void index_reaches_every_value_and_no_other(void **unused)
{
    (void)unused;
    enum { COUNT = 7, DRAWS = 70000 };
    int seen[COUNT] = {0};
    for (uint32_t i = 0; i < DRAWS; i++) {
        uint32_t k = rng_index(RANDOM, RNG_BANK, i, RNG_TEST, 0, COUNT);
        assert_true(k < COUNT);
        seen[k]++;
        assert_int_equal(rng_index(RANDOM, RNG_BANK, i, RNG_TEST, 0, 1), 0);
    }
    for (int k = 0; k < COUNT; k++)
        assert_close(seen[k], (double)DRAWS / COUNT, 0.06);
    /* Not only small numbers come from a large count. */
    uint32_t largest = 0;
    for (uint32_t i = 0; i < 100; i++) {
        uint32_t k = rng_index(RANDOM, RNG_BANK, i, RNG_TEST, 1, UINT32_MAX);
        largest = k > largest ? k : largest;
    }
    assert_true(largest > UINT32_MAX / 4 * 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_answers),
        cmocka_unit_test(every_argument_counts),
        cmocka_unit_test(purposes_fit_their_bits),
        cmocka_unit_test(uniform_numbers_are_uniform),
        cmocka_unit_test(normal_numbers_are_normal),
        cmocka_unit_test(index_reaches_every_value_and_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

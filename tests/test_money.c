/* Money: rounding, conversion, and shares that add up to the cent. */
#include "support.h"

#include <stdlib.h>

#include "core/money.h"
#include "core/rng.h"

static const struct rng RANDOM = {.seed = 7};

/* A random number of a random number of bits, up to 2^bits - 1: small and large ones alike. */
static uint64_t random_bits(uint32_t trial, uint32_t draw, uint32_t bits)
{
    struct rng_block block = rng_words(RANDOM, RNG_TABLE_NONE, trial, RNG_TEST, draw);
    uint64_t value = (uint64_t)block.word[0] << 32 | block.word[1];
    uint32_t wanted = block.word[2] % (bits + 1);
    return wanted == 0 ? 0 : value >> (64 - wanted);
}

static void rounds_to_the_nearest_cent_and_ties_to_even(void **unused)
{
    (void)unused;
    assert_int_equal(money_round(0.5), 0);
    assert_int_equal(money_round(1.5), 2);
    assert_int_equal(money_round(2.5), 2);
    assert_int_equal(money_round(-1.5), -2);
    assert_int_equal(money_round(-2.4), -2);
    assert_int_equal(money_scale(1000, 0.0125), 12);
    assert_int_equal(money_scale(INT64_C(9000000000000001), 1), INT64_C(9000000000000001));
}

static void shares_are_exact(void **unused)
{
    (void)unused;
    for (uint32_t trial = 0; trial < 20000; trial++) {
        enum { PARTS_MAX = 24 };
        uint32_t parts = 1 + trial % PARTS_MAX;
        uint64_t weight[PARTS_MAX], sum = 0;
        for (uint32_t i = 0; i < parts; i++)
            sum += weight[i] = random_bits(trial, i, 58); /* 24 * 2^58 < 2^63 */
        money total = (money)random_bits(trial, PARTS_MAX, 63);
        if (sum == 0)
            continue;

        struct money_share share = money_share_of(total, sum);
        uint64_t before = 0;
        money given = 0;
        for (uint32_t i = 0; i < parts; i++) {
            unsigned __int128 exact = (unsigned __int128)(uint64_t)total * (before + weight[i]);
            assert_int_equal(money_share_until(&share, before + weight[i]),
                             (uint64_t)(exact / sum));
            money part = money_share_part(&share, before, weight[i]);
            /* |part - total * w / sum| < 1, in whole numbers */
            __int128 error = (__int128)part * sum - (__int128)total * weight[i];
            assert_true(part >= 0 && error < (__int128)sum && -error < (__int128)sum);
            before += weight[i];
            given += part;
        }
        assert_int_equal(given, total);
    }
}

static void shares_of_the_sum_are_the_weights(void **unused)
{
    (void)unused;
    for (uint32_t trial = 0; trial < 20000; trial++) {
        uint64_t before = random_bits(trial, 0, 61), weight = random_bits(trial, 1, 61);
        uint64_t sum = before + weight + random_bits(trial, 2, 61);
        struct money_share share = money_share_of((money)sum, sum);
        assert_int_equal(money_share_part(&share, before, weight), weight);
    }
}

static void shares_at_the_ends_of_the_range(void **unused)
{
    (void)unused;
    const uint64_t most = UINT64_C(1) << 63;
    struct money_share share = money_share_of(INT64_MAX, most);
    assert_int_equal(money_share_until(&share, most), INT64_MAX);
    assert_int_equal(money_share_until(&share, most - 1), INT64_MAX - 1);
    assert_int_equal(money_share_until(&share, 1), 0);
    assert_int_equal(money_share_until(&share, 0), 0);

    share = money_share_of(INT64_MAX, 1);
    assert_int_equal(money_share_part(&share, 0, 1), INT64_MAX);
    share = money_share_of(0, 5);
    assert_int_equal(money_share_part(&share, 0, 5), 0);
    share = money_share_of(0, 0);
    assert_int_equal(money_share_part(&share, 0, 0), 0);
}

static void measured_shares_add_up_and_are_within_a_cent(void **unused)
{
    (void)unused;
    for (uint32_t trial = 0; trial < 20000; trial++) {
        enum { PARTS_MAX = 40 };
        uint32_t parts = 1 + trial % PARTS_MAX;
        double weight[PARTS_MAX], sum = 0;
        money part[PARTS_MAX], given = 0;
        for (uint32_t i = 0; i < parts; i++) {
            uint32_t mode = trial / PARTS_MAX % 3; /* equal, some of them zero, any size */
            double any = rng_uniform(RANDOM, RNG_TABLE_NONE, trial, RNG_TEST, i);
            weight[i] = mode == 0 ? 1 : mode == 1 ? floor(3 * any) : exp(20 * any);
            sum += weight[i];
        }
        money total = (money)random_bits(trial, PARTS_MAX, 49);
        total = trial % 2 == 0 ? total : -total;
        money_share_measured(total, weight, parts, part);
        for (uint32_t i = 0; i < parts; i++) {
            given += part[i];
            if (sum > 0)
                assert_true(fabs((double)part[i] - (double)total * (weight[i] / sum)) < 1.001);
            assert_true(weight[i] > 0 || part[i] == 0);
            assert_true(total >= 0 ? part[i] >= 0 : part[i] <= 0);
        }
        assert_int_equal(given, sum > 0 ? total : 0);
    }
}

static void a_cent_is_not_shared_by_taking_a_thousand_from_one(void **unused)
{
    (void)unused;
    double weight[1000];
    money part[1000];
    for (int i = 0; i < 1000; i++)
        weight[i] = 1;
    money_share_measured(600, weight, 1000, part); /* 0.6 each: all round up */
    money sum = 0;
    for (int i = 0; i < 1000; i++) {
        assert_true(part[i] == 0 || part[i] == 1);
        sum += part[i];
    }
    assert_int_equal(sum, 600);
}

static void measured_shares_that_are_whole_come_out_as_they_are(void **unused)
{
    (void)unused;
    for (uint32_t trial = 0; trial < 5000; trial++) {
        enum { PARTS = 37 };
        double weight[PARTS];
        money whole[PARTS], part[PARTS], total = 0;
        for (uint32_t i = 0; i < PARTS; i++) {
            whole[i] = (money)random_bits(trial, i, 46);
            total += whole[i];
            weight[i] = (double)whole[i] * 1.37 / 3; /* no longer whole numbers */
        }
        money_share_measured(total, weight, PARTS, part);
        for (uint32_t i = 0; i < PARTS; i++)
            assert_int_equal(part[i], whole[i]);
    }
}

static void measured_shares_beyond_a_double_still_add_up(void **unused)
{
    (void)unused;
    double weight[] = {1, 1, 1};
    money part[3];
    money_share_measured(INT64_C(8999999999999999999), weight, 3, part);
    assert_int_equal(part[0] + part[1] + part[2], INT64_C(8999999999999999999));
}

static void assert_within(money a, money b, money cents)
{
    if (llabs(a - b) > cents)
        fail_msg("%lld and %lld differ by more than %lld cents", (long long)a, (long long)b,
                 (long long)cents);
}

static void conversion_there_and_back(void **unused)
{
    (void)unused;
    const double rate = 1.37;
    for (uint32_t trial = 0; trial < 100000; trial++) {
        money small = (money)random_bits(trial, 0, 40) * (trial % 2 == 0 ? 1 : -1);
        money large = (money)random_bits(trial, 1, 52);
        assert_within(money_convert(money_convert(small, 1, rate), rate, 1), small, 0);
        assert_within(money_convert(money_convert(large, 1, rate), rate, 1), large, 1);
        assert_within(money_convert(money_convert(small, rate, 1), 1, rate), small, 1);
        assert_within(money_convert(money_convert(large, 100, 1), 1, 100), large, 51);
        assert_int_equal(money_convert(small, rate, rate), small);
    }
    assert_int_equal(money_convert(100, 1, 137), 13700);
    assert_int_equal(money_convert(INT64_MAX, 137, 137), INT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounds_to_the_nearest_cent_and_ties_to_even),
        cmocka_unit_test(shares_are_exact),
        cmocka_unit_test(shares_of_the_sum_are_the_weights),
        cmocka_unit_test(shares_at_the_ends_of_the_range),
        cmocka_unit_test(measured_shares_add_up_and_are_within_a_cent),
        cmocka_unit_test(a_cent_is_not_shared_by_taking_a_thousand_from_one),
        cmocka_unit_test(measured_shares_that_are_whole_come_out_as_they_are),
        cmocka_unit_test(measured_shares_beyond_a_double_still_add_up),
        cmocka_unit_test(conversion_there_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Pieces of a run file: chunks, rounding and packing. */
#include "run_file_folder.h"

#include "output/chunk.h"

static void chunks_cover_every_row_once(void **unused)
{
    (void)unused;
    const uint64_t cases[][DIMENSIONS_MAX] = {
        {1},        {7},        {65536},    {65537},    {200000},       {7, 37},
        {7, 40000}, {3, 70000}, {70000, 3}, {7, 7, 37}, {5, 100, 1000}, {2, 3, 100000},
    };
    const int ranks[] = {1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3};
    for (int i = 0; i < 12; i++)
        for (uint64_t most = 1000; most <= CHUNK_VALUES; most *= 4) {
            struct chunk_grid grid = chunk_grid_of(ranks[i], cases[i], most);
            assert_true(grid.values <= most);
            uint64_t next = 0;
            for (uint64_t k = 0; k < grid.chunks; k++) {
                struct chunk_range range = chunk_range_of(&grid, k);
                assert_int_equal(range.first, next);
                assert_true(range.count >= 1 && range.count <= grid.values);
                uint64_t row = 0;
                for (int d = 0; d < ranks[i]; d++) {
                    assert_int_equal(range.start[d] % grid.shape[d], 0);
                    row = row * cases[i][d] + range.start[d];
                }
                assert_int_equal(row, range.first);
                next += range.count;
            }
            uint64_t rows = 1;
            for (int d = 0; d < ranks[i]; d++)
                rows *= cases[i][d];
            assert_int_equal(next, rows);
            struct chunk_grid same;
            assert_true(chunk_grid_from_shape(&same, ranks[i], cases[i], grid.shape));
            assert_memory_equal(&same, &grid, sizeof same);
        }
    struct chunk_grid grid;
    assert_false(chunk_grid_from_shape(&grid, 2, (uint64_t[]){4, 6}, (uint64_t[]){2, 3}));
    assert_false(chunk_grid_from_shape(&grid, 1, (uint64_t[]){4}, (uint64_t[]){5}));
    assert_false(chunk_grid_from_shape(&grid, 1, (uint64_t[]){4}, (uint64_t[]){0}));
}

static void rounding_keeps_the_bits_declared(void **unused)
{
    (void)unused;
    enum { LENGTH = 4096 };
    double source[LENGTH], wide[LENGTH];
    float narrow[LENGTH];
    for (int i = 0; i < LENGTH; i++)
        source[i] = sample_real(0, 1, (uint64_t)i, 1);
    source[0] = (double)NAN;
    for (int bits = 1; bits <= 52; bits++) {
        bool single = chunk_stored_type(COLUMN_real, bits) == COLUMN_real32;
        assert_int_equal(single, bits <= 23);
        chunk_convert(COLUMN_real, bits, source, LENGTH, single ? (void *)narrow : (void *)wide);
        assert_true(isnan(single ? (double)narrow[0] : wide[0]));
        for (int i = 1; i < LENGTH; i++)
            assert_same(single ? (double)narrow[i] : wide[i], sample_round(source[i], bits));
    }
    const float nan_bits = (float)NAN;
    chunk_convert(COLUMN_real32, 7, &nan_bits, 1, narrow);
    assert_true(isnan(narrow[0]));
    int64_t large = INT64_MAX - 1, kept;
    chunk_convert(COLUMN_money, 12, &large, 1, &kept); /* money is always exact */
    assert_true(kept == large);
}

static void packing_survives_any_bytes(void **unused)
{
    (void)unused;
    enum { LENGTH = 3000 };
    struct chunk_worker *worker = chunk_worker_new(LENGTH);
    unsigned char *stored = malloc(chunk_stored_max(LENGTH, 8));
    int64_t source[LENGTH], back[LENGTH];
    uint32_t left_out;
    for (int noise = 0; noise < 2; noise++) {
        for (int i = 0; i < LENGTH; i++)
            source[i] = noise ? (int64_t)sample_bits(1, 1, (uint64_t)i, 1) : i % 50;
        int length = noise ? LENGTH : LENGTH - 100; /* the rest is padding */
        uint64_t size = chunk_pack(worker, COLUMN_count, 0, source, (uint64_t)length, LENGTH,
                                   stored, &left_out);
        assert_int_equal(left_out, noise ? CHUNK_NOT_DEFLATED : 0);
        assert_true(noise ? size == LENGTH * 8 : size < LENGTH);
        assert_true(chunk_unpack(worker, stored, size, left_out, LENGTH, 8, back));
        assert_memory_equal(back, source, (size_t)length * sizeof *back);
        for (int i = length; i < LENGTH; i++)
            assert_int_equal(back[i], 0);
        assert_false(chunk_unpack(worker, stored, size - 1, left_out, LENGTH, 8, back));
        assert_false(chunk_unpack(worker, stored, size, left_out, LENGTH + 1, 8, back));
        assert_false(chunk_unpack(worker, stored, size, left_out, LENGTH - 1, 8, back));
    }
    for (uint64_t i = 0; i < 2000; i++) { /* damaged, it fails or gives other values, no more */
        uint64_t size =
            chunk_pack(worker, COLUMN_count, 0, source, LENGTH, LENGTH, stored, &left_out);
        for (uint64_t k = 0; k < size; k += 1 + i % 7)
            stored[k] = (unsigned char)sample_bits(2, 2, k, i);
        chunk_unpack(worker, stored, size, 0, LENGTH, 8, back);
    }
    free(stored);
    chunk_worker_free(worker);
}

/* Money: the last bytes are noise and stay as they are, in more than one stored block. */
static void noisy_bytes_are_stored(void **unused)
{
    (void)unused;
    enum { LENGTH = 70000 };
    struct chunk_worker *worker = chunk_worker_new(LENGTH);
    unsigned char *stored = malloc(chunk_stored_max(LENGTH, 8));
    int64_t *source = malloc(LENGTH * sizeof *source), *back = malloc(LENGTH * sizeof *back);
    for (int noisy = 0; noisy <= 8; noisy++) {
        uint32_t left_out;
        uint64_t mask = noisy < 8 ? (UINT64_C(1) << (8 * noisy)) - 1 : UINT64_MAX;
        for (int i = 0; i < LENGTH; i++)
            source[i] = (int64_t)(sample_bits(1, 1, (uint64_t)i, 1) & mask);
        uint64_t size =
            chunk_pack(worker, COLUMN_count, 0, source, LENGTH, LENGTH, stored, &left_out);
        assert_int_equal(left_out, noisy == 8 ? CHUNK_NOT_DEFLATED : 0);
        uint64_t plain = (uint64_t)noisy * LENGTH;
        assert_in_range(size, plain, plain + LENGTH / 10);
        if (noisy > 0 && noisy < 8)
            assert_int_equal(stored[2], 0); /* begins with a stored block */
        assert_true(chunk_unpack(worker, stored, size, left_out, LENGTH, 8, back));
        assert_memory_equal(back, source, LENGTH * sizeof *back);
    }
    free(back);
    free(source);
    free(stored);
    chunk_worker_free(worker);
}

int main(void)
{
    sample_folder(folder);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chunks_cover_every_row_once),
        cmocka_unit_test(rounding_keeps_the_bits_declared),
        cmocka_unit_test(packing_survives_any_bytes),
        cmocka_unit_test(noisy_bytes_are_stored),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    return !sample_remove_folder(folder) || failed != 0;
}

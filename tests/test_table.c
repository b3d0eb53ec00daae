/* Tables: allocation, flows, and hashes that see every bit and no thread. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "core/rng.h"
#include "core/table.h"

#define COLUMNS(COLUMN)                                                                            \
    COLUMN(money, deposits, STOCK, "cent", 0, "bank deposits")                                     \
    COLUMN(money, sales, FLOW, "cent", 0, "sales in the step")                                     \
    COLUMN(real, price, STOCK, "1", 20, "price relative to the opening")                           \
    COLUMN(real32, share, TRAIT, "1", 10, "share of the input")                                    \
    COLUMN(count, workers, STOCK, "person", 0, "staff")                                            \
    COLUMN(id, bank, TRAIT, "row", 0, "main bank")                                                 \
    COLUMN(small, cell, TRAIT, "row", 0, "region and industry")                                    \
    COLUMN(tiny, binding, FLOW, "code", 0, "what held output back")                                \
    COLUMN(real, wanted, SCRATCH, "1", 0, "output wanted")

struct shop_table {
    struct table table;
    COLUMNS(TABLE_MEMBER)
};

static const struct column shop_columns[] = {COLUMNS(TABLE_DESCRIPTOR)};
enum { SHOP_COLUMNS = sizeof shop_columns / sizeof *shop_columns };

static struct shop_table shops_of(uint64_t regions, uint64_t shops)
{
    return (struct shop_table){
        .table = {.name = "shop",
                  .meaning = "a table for tests",
                  .dimension_count = 2,
                  .dimensions = {{"region", regions, NULL}, {"shop", shops, NULL}},
                  .column_count = SHOP_COLUMNS,
                  .columns = shop_columns}};
}

static size_t column_bytes(const struct table *table, int column)
{
    return table->rows * column_type_size(table->columns[column].type);
}

static void fill(struct table *table)
{
    const struct rng rng = {.seed = 3};
    for (int c = 0; c < table->column_count; c++)
        for (size_t k = 0; k < column_bytes(table, c); k++) {
            struct rng_block block =
                rng_words(rng, RNG_FIRM, (uint32_t)(k / 16), RNG_TEST, (uint32_t)c);
            ((unsigned char *)table->data[c])[k] = ((unsigned char *)block.word)[k % 16];
        }
}

static struct shop_table filled(uint64_t regions, uint64_t shops)
{
    struct shop_table shop = shops_of(regions, shops);
    struct error err = {0};
    assert_success(table_allocate(&shop, &err), err);
    fill(&shop.table);
    return shop;
}

static uint64_t hash_of(const struct shop_table *shop)
{
    const struct table *tables[] = {&shop->table};
    return table_hash(tables, 1);
}

static void allocation_sets_typed_pointers_to_aligned_zeros(void **unused)
{
    (void)unused;
    struct shop_table shop = shops_of(3, 1000);
    struct error err = {0};
    assert_success(table_allocate(&shop, &err), err);
    assert_int_equal(shop.table.rows, 3000);
    assert_ptr_equal(shop.deposits, shop.table.data[0]);
    assert_ptr_equal(shop.share, shop.table.data[3]);
    assert_ptr_equal(shop.wanted, shop.table.data[SHOP_COLUMNS - 1]);
    for (int c = 0; c < SHOP_COLUMNS; c++) {
        assert_int_equal((uintptr_t)shop.table.data[c] % 64, 0);
        for (size_t k = 0; k < column_bytes(&shop.table, c); k++)
            assert_int_equal(((unsigned char *)shop.table.data[c])[k], 0);
    }
    shop.price[2999] = 1.5;
    assert_true(((double *)shop.table.data[2])[2999] == 1.5);
    table_free(&shop);
    assert_null(shop.deposits);
    table_free(&shop); /* freeing twice is harmless */
}

static void large_columns_are_zero_as_well(void **unused)
{
    (void)unused;
    struct shop_table shop = shops_of(1, 1000003);
    struct error err = {0};
    assert_success(table_allocate(&shop, &err), err);
    for (int c = 0; c < SHOP_COLUMNS; c++) {
        const unsigned char *bytes = shop.table.data[c];
        size_t length = column_bytes(&shop.table, c);
        assert_int_equal(bytes[0], 0);
        assert_int_equal(memcmp(bytes, bytes + 1, length - 1), 0);
    }
    table_free(&shop);
}

static void impossible_sizes_fail_with_the_name(void **unused)
{
    (void)unused;
    struct shop_table shop = shops_of(UINT64_C(1) << 40, UINT64_C(1) << 40);
    struct error err = {0};
    assert_false(table_allocate(&shop, &err));
    assert_int_equal(err.kind, ERROR_MEMORY);
    assert_non_null(strstr(err.text, "shop"));
    table_free(&shop);

    shop = shops_of(1, UINT64_C(1) << 58);
    err = (struct error){0};
    assert_false(table_allocate(&shop, &err));
    assert_non_null(strstr(err.text, "deposits"));
    assert_null(shop.table.data);
    table_free(&shop);
}

static void no_rows_are_allowed(void **unused)
{
    (void)unused;
    struct shop_table shop = shops_of(0, 5);
    struct error err = {0};
    assert_success(table_allocate(&shop, &err), err);
    assert_int_equal(shop.table.rows, 0);
    table_clear_flows(&shop.table);
    hash_of(&shop);
    table_free(&shop);
}

static void columns_are_found_by_name(void **unused)
{
    (void)unused;
    struct shop_table shop = shops_of(1, 1);
    assert_int_equal(table_column(&shop.table, "deposits"), 0);
    assert_int_equal(table_column(&shop.table, "wanted"), SHOP_COLUMNS - 1);
    assert_int_equal(table_column(&shop.table, "want"), -1);
}

static void descriptors_name_types_and_natures(void **unused)
{
    (void)unused;
    const char *types[] = {"money", "money", "real", "real32", "count",
                           "id",    "small", "tiny", "real"};
    const size_t sizes[] = {8, 8, 8, 4, 8, 4, 2, 1, 8};
    const char *natures[] = {"stock", "flow",  "stock", "trait",  "stock",
                             "trait", "trait", "flow",  "scratch"};
    for (int c = 0; c < SHOP_COLUMNS; c++) {
        assert_string_equal(column_type_name(shop_columns[c].type), types[c]);
        assert_int_equal(column_type_size(shop_columns[c].type), sizes[c]);
        assert_string_equal(column_nature_name(shop_columns[c].nature), natures[c]);
    }
}

static void only_flows_are_cleared(void **unused)
{
    (void)unused;
    struct shop_table shop = filled(2, 50001);
    uint64_t before[SHOP_COLUMNS];
    for (int c = 0; c < SHOP_COLUMNS; c++)
        before[c] = table_column_hash(&shop.table, c);
    table_clear_flows(&shop.table);
    for (int c = 0; c < SHOP_COLUMNS; c++) {
        if (shop_columns[c].nature != FLOW) {
            assert_int_equal(table_column_hash(&shop.table, c), before[c]);
            continue;
        }
        const unsigned char *bytes = shop.table.data[c];
        assert_int_equal(bytes[0], 0);
        assert_int_equal(memcmp(bytes, bytes + 1, column_bytes(&shop.table, c) - 1), 0);
    }
    table_free(&shop);
}

static void hashes_do_not_depend_on_threads(void **unused)
{
    (void)unused;
    uint64_t hash = 0, column = 0;
    for (int k = 0; k < THREAD_CASES; k++) {
        omp_set_num_threads(THREADS[k]);
        struct shop_table shop = filled(3, 150001); /* 3.4 MiB a column */
        if (k == 0) {
            hash = hash_of(&shop);
            column = table_column_hash(&shop.table, 2);
        }
        assert_int_equal(hash_of(&shop), hash);
        assert_int_equal(table_column_hash(&shop.table, 2), column);
        table_free(&shop);
    }
    omp_set_num_threads(THREADS[1]);
}

/* Hashes are written to run files and compared with those of other versions of the program. */
static void hashes_are_those_of_earlier_versions(void **unused)
{
    (void)unused;
    struct shop_table shop = filled(3, 150001);
    assert_int_equal(table_column_hash(&shop.table, 0), UINT64_C(0xffe4c97e1c6649e2));
    assert_int_equal(hash_of(&shop), UINT64_C(0xd0b115491cf70960));
    table_free(&shop);
}

static void any_flipped_bit_changes_the_hash(void **unused)
{
    (void)unused;
    struct shop_table shop = filled(1, 67);
    for (int c = 0; c < SHOP_COLUMNS; c++) {
        unsigned char *bytes = shop.table.data[c];
        uint64_t column = table_column_hash(&shop.table, c), state = hash_of(&shop);
        bool in_state = shop_columns[c].nature == STOCK || shop_columns[c].nature == TRAIT;
        for (size_t bit = 0; bit < 8 * column_bytes(&shop.table, c); bit++) {
            bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
            assert_int_not_equal(table_column_hash(&shop.table, c), column);
            assert_int_equal(hash_of(&shop) != state, in_state);
            bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        }
        assert_int_equal(table_column_hash(&shop.table, c), column);
    }
    table_free(&shop);
}

/* Each of the blocks that are hashed apart counts, and so does their order. */
static void every_block_of_a_large_column_counts(void **unused)
{
    (void)unused;
    enum { BLOCK = 1 << 20, BLOCKS = 258 };
    static const struct column columns[] = {{"bytes", COLUMN_tiny, STOCK, "1", 0, "bytes"}};
    struct {
        struct table table;
        uint8_t *bytes;
    } large = {.table = {.name = "large",
                         .dimension_count = 1,
                         .dimensions = {{"byte", (uint64_t)BLOCKS * BLOCK + 5, NULL}},
                         .column_count = 1,
                         .columns = columns}};
    struct error err = {0};
    assert_success(table_allocate(&large, &err), err);
    large.bytes[0] = 1;
    uint64_t hash = table_column_hash(&large.table, 0);
    const uint64_t places[] = {BLOCK, 255 * (uint64_t)BLOCK, 257 * (uint64_t)BLOCK + 77,
                               large.table.rows - 1};
    for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
        large.bytes[places[k]] ^= 4;
        assert_int_not_equal(table_column_hash(&large.table, 0), hash);
        large.bytes[places[k]] ^= 4;
    }
    large.bytes[0] = 0, large.bytes[BLOCK] = 1; /* two blocks change places */
    assert_int_not_equal(table_column_hash(&large.table, 0), hash);
    table_free(&large);
}

static void names_and_order_of_tables_count(void **unused)
{
    (void)unused;
    struct shop_table a = filled(1, 10), b = filled(1, 10);
    b.price[0] += 1;
    const struct table *ab[] = {&a.table, &b.table}, *ba[] = {&b.table, &a.table};
    assert_int_not_equal(table_hash(ab, 2), table_hash(ba, 2));
    assert_int_not_equal(table_hash(ab, 2), table_hash(ab, 1));
    uint64_t hash = hash_of(&a);
    a.table.name = "shed";
    assert_int_not_equal(hash_of(&a), hash);
    a.table.name = "shop";
    assert_int_equal(hash_of(&a), hash);

    struct column renamed[SHOP_COLUMNS];
    memcpy(renamed, shop_columns, sizeof renamed);
    renamed[0].name = "deposit";
    a.table.columns = renamed;
    assert_int_not_equal(hash_of(&a), hash);
    table_free(&a);
    table_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocation_sets_typed_pointers_to_aligned_zeros),
        cmocka_unit_test(large_columns_are_zero_as_well),
        cmocka_unit_test(impossible_sizes_fail_with_the_name),
        cmocka_unit_test(no_rows_are_allowed),
        cmocka_unit_test(columns_are_found_by_name),
        cmocka_unit_test(descriptors_name_types_and_natures),
        cmocka_unit_test(only_flows_are_cleared),
        cmocka_unit_test(hashes_do_not_depend_on_threads),
        cmocka_unit_test(hashes_are_those_of_earlier_versions),
        cmocka_unit_test(any_flipped_bit_changes_the_hash),
        cmocka_unit_test(every_block_of_a_large_column_counts),
        cmocka_unit_test(names_and_order_of_tables_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

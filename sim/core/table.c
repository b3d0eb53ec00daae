#include "core/table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "core/memory.h"

size_t column_type_size(enum column_type type)
{
    switch (type) {
    case COLUMN_money:
        return sizeof(money_value);
    case COLUMN_real:
        return sizeof(real_value);
    case COLUMN_real32:
        return sizeof(real32_value);
    case COLUMN_count:
        return sizeof(count_value);
    case COLUMN_id:
        return sizeof(id_value);
    case COLUMN_small:
        return sizeof(small_value);
    case COLUMN_tiny:
        return sizeof(tiny_value);
    }
    return 0;
}

const char *column_type_name(enum column_type type)
{
    switch (type) {
    case COLUMN_money:
        return "money";
    case COLUMN_real:
        return "real";
    case COLUMN_real32:
        return "real32";
    case COLUMN_count:
        return "count";
    case COLUMN_id:
        return "id";
    case COLUMN_small:
        return "small";
    case COLUMN_tiny:
        return "tiny";
    }
    return "unknown";
}

const char *column_nature_name(enum column_nature nature)
{
    switch (nature) {
    case STOCK:
        return "stock";
    case FLOW:
        return "flow";
    case TRAIT:
        return "trait";
    case SCRATCH:
        return "scratch";
    }
    return "unknown";
}

/* Under the schedule that rules use for rows, up to a chunk, so that on a machine with several
 * memories each thread's rows lie in its own. Short columns are not worth waking the team. */
static void zero_rows(void *data, size_t size, uint64_t rows)
{
    enum { CHUNK = 512, SHORT = 64 << 10 };
    uint64_t chunks = (rows + CHUNK - 1) / CHUNK;
#pragma omp parallel for schedule(static) if (rows * size > SHORT)
    for (uint64_t k = 0; k < chunks; k++) {
        uint64_t first = k * CHUNK, count = rows - first < CHUNK ? rows - first : CHUNK;
        memset((char *)data + first * size, 0, count * size);
    }
}

/* The typed pointers follow the struct table. They are copied as bytes, since pointers to
 * different types cannot be written through one another. */
static void set_typed_pointer(void *typed, int column, void *pointer)
{
    memcpy((char *)typed + sizeof(struct table) + (size_t)column * sizeof(void *), &pointer,
           sizeof pointer);
}

static bool count_rows(struct table *table)
{
    assert(table->dimension_count >= 1 && table->dimension_count <= DIMENSIONS_MAX);
    table->rows = 1;
    for (int d = 0; d < table->dimension_count; d++)
        if (__builtin_mul_overflow(table->rows, table->dimensions[d].size, &table->rows))
            return false;
    return table->rows <= SIZE_MAX / 16; /* no column is wider than that in bytes */
}

bool table_allocate(void *typed, struct error *err)
{
    struct table *table = typed;
    table->data = NULL;
    if (!count_rows(table))
        return fail(err, ERROR_MEMORY, "out of memory: table %s has too many rows", table->name);
    table->data = calloc((size_t)table->column_count + 1, sizeof *table->data);
    if (table->data == NULL)
        return fail(err, ERROR_MEMORY, "out of memory: table %s", table->name);
    for (int c = 0; c < table->column_count; c++) {
        size_t size = column_type_size(table->columns[c].type);
        table->data[c] = memory_block(table->rows * size);
        if (table->data[c] == NULL) {
            fail(err, ERROR_MEMORY, "out of memory: table %s, column %s: %llu rows of %zu bytes",
                 table->name, table->columns[c].name, (unsigned long long)table->rows, size);
            table_free(typed);
            return false;
        }
        zero_rows(table->data[c], size, table->rows);
        set_typed_pointer(typed, c, table->data[c]);
    }
    return true;
}

void table_free(void *typed)
{
    struct table *table = typed;
    if (table->data == NULL)
        return;
    for (int c = 0; c < table->column_count; c++) {
        free(table->data[c]);
        set_typed_pointer(typed, c, NULL);
    }
    free(table->data);
    table->data = NULL;
}

int table_column(const struct table *table, const char *name)
{
    for (int c = 0; c < table->column_count; c++)
        if (strcmp(table->columns[c].name, name) == 0)
            return c;
    return -1;
}

void table_clear_flows(struct table *table)
{
    for (int c = 0; c < table->column_count; c++)
        if (table->columns[c].nature == FLOW)
            zero_rows(table->data[c], column_type_size(table->columns[c].type), table->rows);
}

/* Blocks of fixed size are hashed by any thread; the hash of a column is the hash of its block
 * hashes, BATCH at a time, each batch seeded with the result of the one before. */
static uint64_t bytes_hash(const unsigned char *bytes, size_t length)
{
    enum { BLOCK = 1 << 20, BATCH = 256 };
    uint64_t part[BATCH];
    size_t blocks = (length + BLOCK - 1) / BLOCK;
    uint64_t hash = 0;
    for (size_t start = 0; start < blocks; start += BATCH) {
        size_t batch = blocks - start < BATCH ? blocks - start : BATCH;
#pragma omp parallel for schedule(static) if (batch > 1)
        for (size_t k = 0; k < batch; k++) {
            size_t first = (start + k) * BLOCK;
            size_t size = length - first < BLOCK ? length - first : BLOCK;
            part[k] = XXH3_64bits(bytes + first, size);
        }
        hash = XXH3_64bits_withSeed(part, batch * sizeof *part, hash);
    }
    return hash;
}

uint64_t table_column_hash(const struct table *table, int column)
{
    assert(column >= 0 && column < table->column_count);
    return bytes_hash(table->data[column],
                      table->rows * column_type_size(table->columns[column].type));
}

static uint64_t mix_name(uint64_t hash, const char *name)
{
    return XXH3_64bits_withSeed(name, strlen(name), hash);
}

uint64_t table_hash(const struct table *const *tables, int table_count)
{
    uint64_t hash = 0;
    for (int t = 0; t < table_count; t++) {
        const struct table *table = tables[t];
        hash = mix_name(hash, table->name);
        for (int c = 0; c < table->column_count; c++) {
            if (table->columns[c].nature != STOCK && table->columns[c].nature != TRAIT)
                continue;
            hash = mix_name(hash, table->columns[c].name);
            uint64_t values = table_column_hash(table, c);
            hash = XXH3_64bits_withSeed(&values, sizeof values, hash);
        }
    }
    return hash;
}

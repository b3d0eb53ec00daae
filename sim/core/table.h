/* Tables: columns declared once.
 *
 * A .def file has one line per column,
 *
 *     COLUMN(type, name, NATURE, "unit", bits, "what it means")
 *
 * and from it come the struct of arrays, the descriptors below, allocation, hashing, output,
 * comparison, viewer labels and the manual. A table has named dimensions; its rows are their
 * product, last dimension fastest (table cell = region x industry).
 *
 * type    money (int64, cents), real (double), real32 (float), count (int64), id (uint32),
 *         small (uint16), tiny (uint8)
 * NATURE  STOCK    level at the end of the step
 *         FLOW     total over the step; the engine sets it to zero at the start of a step
 *         TRAIT    fixed after set-up
 *         SCRATCH  rewritten within every step before it is read; not hashed, not stored
 * bits    mantissa bits kept in the run file, 0 = exact (money, counts and ids always exact)
 */
#ifndef KEIRETSU_CORE_TABLE_H
#define KEIRETSU_CORE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/money.h"

typedef double real;
typedef float real32;

/* The C types of the column types. */
typedef money money_value;
typedef real real_value;
typedef real32 real32_value;
typedef int64_t count_value;
typedef uint32_t id_value;
typedef uint16_t small_value;
typedef uint8_t tiny_value;

enum column_type {
    COLUMN_money,
    COLUMN_real,
    COLUMN_real32,
    COLUMN_count,
    COLUMN_id,
    COLUMN_small,
    COLUMN_tiny,
};

enum column_nature { STOCK, FLOW, TRAIT, SCRATCH };

struct column {
    const char *name;
    enum column_type type;
    enum column_nature nature;
    const char *unit;
    int bits;
    const char *meaning;
};

enum { DIMENSIONS_MAX = 3 };

struct dimension {
    const char *name; /* "firm", "region", "industry", ...: owned by the caller, must outlive */
    uint64_t size;
    const char *const *labels; /* size of them, or NULL where rows are only numbered */
};

/* The generic view of a table. Every table struct made from a .def begins with one; the
 * typed column pointers of that struct point into the same storage as `data`. */
struct table {
    const char *name;
    const char *meaning;
    uint64_t rows; /* product of the dimension sizes */
    int dimension_count;
    struct dimension dimensions[DIMENSIONS_MAX];
    int column_count;
    const struct column *columns; /* column_count of them, static */
    void **data; /* column_count pointers, each to `rows` values, 64-byte aligned */
};

/* What a .def file expands to. In the header of the table:
 *
 *     struct firm_table {
 *         struct table table;
 *     #define COLUMN TABLE_MEMBER
 *     #include "agents/firm.def"
 *     #undef COLUMN
 *     };
 *
 * and where it is made:
 *
 *     static const struct column firm_columns[] = {
 *     #define COLUMN TABLE_DESCRIPTOR
 *     #include "agents/firm.def"
 *     #undef COLUMN
 *     };
 *     struct firm_table firm = {.table = {
 *         .name = "firm", .meaning = "producers",
 *         .dimension_count = 1, .dimensions = {{"firm", firms, NULL}},
 *         .column_count = sizeof firm_columns / sizeof *firm_columns, .columns = firm_columns}};
 *     if (!table_allocate(&firm, err))
 *         return false;
 *     firm.price[f] = 1;
 *
 * The struct must hold the table, then the columns, and nothing between them.
 */
#define TABLE_MEMBER(type, name, nature, unit, bits, meaning) type##_value *name;
#define TABLE_DESCRIPTOR(type, name, nature, unit, bits, meaning)                                  \
    {#name, COLUMN_##type, nature, unit, bits, meaning},

size_t column_type_size(enum column_type type);
const char *column_type_name(enum column_type type);       /* "money", "real", ... */
const char *column_nature_name(enum column_nature nature); /* "stock", "flow", "trait", "scratch" */

/* Allocates the columns, all zero, first touched in parallel by the threads that will use
 * them. `typed` is the struct that begins with the table, of which name, dimensions and columns
 * are set; rows, data and the typed pointers are set here. On failure nothing is allocated. */
bool table_allocate(void *typed, struct error *err);
void table_free(void *typed); /* also where the allocation failed */

/* Index of the column, or -1. */
int table_column(const struct table *table, const char *name);

/* All FLOW columns to zero. */
void table_clear_flows(struct table *table);

/* 64-bit hash of one column: the same for every number of threads. Covers every byte. */
uint64_t table_column_hash(const struct table *table, int column);

/* Hash of the state: every STOCK and TRAIT column of the tables, with the names of tables and
 * columns, in order. FLOW and SCRATCH columns carry nothing into the next step. */
uint64_t table_hash(const struct table *const *tables, int table_count);

#endif

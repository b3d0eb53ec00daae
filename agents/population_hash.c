/* One number for the whole population, from the hashes of its arrays in order. */
#include "agents/population_internal.h"
#include "core/table.h"

static void add(uint64_t *hash, uint64_t value)
{
    *hash = (*hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    *hash ^= *hash >> 29;
}

static void add_array(uint64_t *hash, enum column_type type, void *values, uint64_t count)
{
    struct column column = {.name = "", .type = type};
    struct table table = {.rows = count, .column_count = 1, .columns = &column, .data = &values};
    add(hash, count);
    add(hash, table_column_hash(&table, 0));
}

/* Field by field: the struct has padding. */
static void add_runs(uint64_t *hash, const struct population *p)
{
    add(hash, p->runs);
    for (uint32_t n = 0; n < p->runs; n++) {
        add(hash, (uint64_t)p->run[n].first << 32 | p->run[n].count);
        add(hash, (uint64_t)p->run[n].locality << 32 | p->run[n].position);
        add(hash, p->run[n].cell);
    }
}

uint64_t population_hash(const struct population *p)
{
    uint64_t hash = p->cells, firms = p->firms;
    uint64_t blocks = (uint64_t)p->localities * (uint64_t)(p->age_groups + 1);
    add_runs(&hash, p);
    add_array(&hash, COLUMN_id, p->cell_run, p->runs);
    add_array(&hash, COLUMN_id, p->locality_firm, (uint64_t)p->localities + 1);
    add_array(&hash, COLUMN_small, p->cell, firms);
    add_array(&hash, COLUMN_count, p->size, firms);
    add_array(&hash, COLUMN_money, p->sales, firms);
    add_array(&hash, COLUMN_money, p->input_cost, firms);
    add_array(&hash, COLUMN_money, p->market_purchases, firms);
    add_array(&hash, COLUMN_money, p->market_sales, firms);
    add_array(&hash, COLUMN_count, p->staff, firms);
    add_array(&hash, COLUMN_count, p->supplier_first, firms + 1);
    add_array(&hash, COLUMN_id, p->supplier, p->links);
    add_array(&hash, COLUMN_money, p->flow, p->links);
    add_array(&hash, COLUMN_count, p->customer_first, firms + 1);
    add_array(&hash, COLUMN_id, p->customer_link, p->links);
    add_array(&hash, COLUMN_money, p->market, (uint64_t)p->cells * p->cells);
    add_array(&hash, COLUMN_count, p->firm_row, firms + 1);
    add_array(&hash, COLUMN_count, p->locality_row, (uint64_t)p->localities + 1);
    add_array(&hash, COLUMN_count, p->unemployed_row, blocks);
    add_array(&hash, COLUMN_count, p->inactive_row, blocks);
    add_array(&hash, COLUMN_id, p->persons, p->rows);
    add_array(&hash, COLUMN_tiny, p->age, p->rows);
    add_array(&hash, COLUMN_tiny, p->status, p->rows);
    add_array(&hash, COLUMN_id, p->employer, p->rows);
    return hash;
}

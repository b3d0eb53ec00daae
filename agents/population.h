/* Opening population: firms, links, market shares, households, from a table in whole cents.
 *
 * Every purchase is either identified (a link from a named supplier) or comes from the market
 * of a supplier cell. Per step and in cents (c = customer cell, d = supplier cell):
 *
 *     sum over i in c of sales_i            = output_c
 *     sum over i in c of input_cost_i       = sum over d of intermediate_dc
 *     sum of links d -> c + market_dc       = intermediate_dc
 *     input_cost_i = links into i + market_purchases_i          all terms >= 0
 *     sales_j      = links out of j + market_sales_j            market_sales_j >= 5 % of sales
 *     sum over j in d of market_sales_j     = sum over c of market_dc + final_d
 *
 * all exactly, for every number of firms and every seed, the same bits on any number of
 * threads. The recipe and its sources are in docs/model/population.md.
 *
 * Numbering of firms: region > locality > industry > position. A maximal block of firms of one
 * (region, locality, industry) is a run. Household rows are numbered by locality: first the rows
 * of the locality's firms in firm order, then its unemployed rows by age group, then its
 * inactive rows by age group; every (locality, age group) has at least one row of both kinds,
 * which may stand for 0 persons.
 */
#ifndef KEIRETSU_AGENTS_POPULATION_H
#define KEIRETSU_AGENTS_POPULATION_H

#include <stdint.h>

#include "agents/world.h"
#include "core/error.h"
#include "core/money.h"
#include "core/rng.h"

enum { SUPPLIER_NONE = 0xffffffffu };

/* The table in cents per step, all >= 0, balanced exactly:
 * output[d] = sum over c of intermediate[d][c] + sum over final[d]. */
struct opening_table {
    int regions, industries, cells;
    money *output;       /* [cell] */
    money *intermediate; /* [supplier cell][customer cell] */
    money *final;        /* [supplier cell][region][FINAL_USES] */
    double *value_added; /* [cell], same unit; only for spreading employment over cells */
    int inputs;          /* industries and varieties (world.h) */
    uint8_t *input;      /* [supplier cell][customer cell] which input the purchase counts as */
};

struct population_options {
    uint64_t seed;
    uint32_t firms;          /* 2,000 .. 10,000,000 */
    double rows_per_firm;    /* household rows wanted per firm, employed or not; 14 */
    double link_share_limit; /* 0.95: most identified sales in a firm's sales */
    double size_tail;        /* 1.05 */
    double degree_exponent;  /* 0.78 */
    double mean_suppliers;   /* 5.4 */
};

struct firm_run {
    uint32_t first, count; /* firms first .. first + count - 1 */
    uint32_t locality;     /* over all regions */
    uint32_t position;     /* of its first firm inside the cell */
    uint16_t cell;
};

enum household_status { HOUSEHOLD_EMPLOYED, HOUSEHOLD_UNEMPLOYED, HOUSEHOLD_INACTIVE };

struct population {
    uint32_t cells;
    uint32_t firms;
    uint64_t links;
    uint64_t rows;  /* household rows */
    int age_groups; /* A below */

    uint32_t runs;        /* localities * industries: one for every pair, some without firms */
    struct firm_run *run; /* [locality * industries + industry] */
    uint32_t *cell_first; /* [cells + 1] into cell_run */
    uint32_t *cell_run;   /* [runs] runs of each cell, in order of position and locality */
    uint32_t localities;
    uint32_t *region_locality; /* [regions + 1] first locality of each region */
    uint32_t *locality_firm;   /* [localities + 1] first firm of each locality */

    uint16_t *cell;    /* [firms] */
    uint64_t *size;    /* [firms] whole-number weight, the base of every running-sum split */
    money *sales;      /* [firms] */
    money *input_cost; /* [firms] */
    money *market_purchases, *market_sales; /* [firms] */
    int64_t *staff;                         /* [firms] persons, >= 1 */

    uint64_t *supplier_first; /* [firms + 1]: links of each customer, sorted by (input, supplier) */
    uint32_t *supplier;       /* [links] */
    money *flow;              /* [links] cents per step, >= 100 */
    uint64_t *customer_first; /* [firms + 1]: links of each supplier ... */
    uint32_t *customer_link;  /* [links] ... as positions in the arrays above, ascending;
                                 afterwards kept in step with link.supplier */

    money *market; /* [supplier cell][customer cell] */

    uint64_t *firm_row;       /* [firms + 1] first row of each firm; end: population_row_end */
    uint64_t *locality_row;   /* [localities + 1] first row of each locality */
    uint64_t *unemployed_row; /* rows of (locality l, age group a) without work begin at
                                 unemployed_row[l * (A + 1) + a] and end where a + 1 begins */
    uint64_t *inactive_row;   /* same layout */
    uint32_t *persons;        /* [rows] */
    uint8_t *age;             /* [rows] age group */
    uint8_t *status;          /* [rows] enum household_status */
    uint32_t *employer;       /* [rows] firm, or SUPPLIER_NONE */
};

bool population_create(struct population *population, const struct world *world,
                       const struct opening_table *table, const struct population_options *options,
                       struct error *err);
void population_free(struct population *population);

/* Hash of all arrays: the same for every number of threads, and on every machine that keeps
 * IEEE 754. */
uint64_t population_hash(const struct population *population);

/* Shares cell totals out over firms by weight, with one running sum per cell: exact, parallel,
 * deterministic. totals [cells] >= 0, 0 for a cell without weight; parts [firms], must not
 * overlap the weights. weights NULL means population->size. The weights of a cell add up to 2^63
 * at most. Of two totals the larger can give a firm a cent less than the smaller: where a
 * difference must not be negative, share out the difference. */
void population_share(const struct population *population, const money *totals,
                      const uint64_t *weights, money *parts);

/* The part of a firm's fitness as supplier that is not size: how often it is drawn is in proportion
 * to size^degree_exponent times this. */
double population_supplier_noise(uint64_t seed, uint32_t firm);

/* Where a customer of that locality looks for a supplier from the cell: the run of its own
 * locality or of one near, by words 0 and 1 of the block; NULL: in the whole region. */
const struct firm_run *population_local_run(const struct population *p, uint32_t industries,
                                            uint32_t cell, uint32_t locality,
                                            struct rng_block block);

/* First row after the rows of firm f of the locality. */
static inline uint64_t population_row_end(const struct population *p, uint32_t locality, uint32_t f,
                                          int age_groups)
{
    return f + 1 < p->locality_firm[locality + 1]
               ? p->firm_row[f + 1]
               : p->unemployed_row[(uint64_t)locality * (uint64_t)(age_groups + 1)];
}

#endif

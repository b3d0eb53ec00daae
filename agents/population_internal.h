/* Inside of the opening population: what its files share. The steps, in order, are those of
 * docs/model/population.md; population_create calls them. */
#ifndef KEIRETSU_AGENTS_POPULATION_INTERNAL_H
#define KEIRETSU_AGENTS_POPULATION_INTERNAL_H

#include <stdlib.h>

#include "agents/population.h"
#include "core/rng.h"

enum { CELLS_MAX = REGIONS_MAX * INDUSTRIES_MAX };

/* A firm is not made smaller than this in cents a step, so that every part of its accounts can
 * be counted: cells of less output have fewer firms than the others. */
enum { CENTS_PER_FIRM = 10000 };

/* Links of fewer cents a step are left to the market. */
enum { LEAST_FLOW = 100 };

/* Persons of a region in whole numbers. */
struct population_labour {
    int64_t population[AGE_GROUPS_MAX];
    int64_t employed[AGE_GROUPS_MAX], unemployed[AGE_GROUPS_MAX], inactive[AGE_GROUPS_MAX];
    int64_t employed_total;
    double persons_per_row;
};

struct population_build {
    struct population *population; /* being made */
    const struct world *world;
    const struct opening_table *table;
    const struct population_options *options;
    struct rng rng;
    uint32_t cell_firms[CELLS_MAX];
    money inputs[CELLS_MAX];       /* a cell's purchases: its column of the table */
    int64_t employment[CELLS_MAX]; /* persons */
    struct population_labour labour[REGIONS_MAX];

    /* For drawing suppliers; freed once the links are drawn. */
    float *fitness;           /* [firms] */
    double *run_fitness;      /* [runs] running sum over the runs of a cell */
    struct firm_alias *alias; /* [firms] */
};

static inline money population_flow(const struct population_build *b, int supplier, int customer)
{
    return b->table->intermediate[(size_t)supplier * (size_t)b->table->cells + (size_t)customer];
}

/* The input as which customer cell c counts what it buys from cell d. */
static inline int population_input(const struct population_build *b, int supplier, int customer)
{
    return b->table->input[(size_t)supplier * (size_t)b->table->cells + (size_t)customer];
}

static inline int population_region(const struct population_build *b, int cell)
{
    return cell / b->table->industries;
}

/* Allocates *array with room for count elements (contents undefined) or fails. */
#define population_array(array, count, err)                                                        \
    ((*(array) = population_memory((count), sizeof **(array), (err))) != NULL)
void *population_memory(uint64_t count, size_t size, struct error *err);

/* Steps. Each fills its part of b->population. */
bool population_counts(struct population_build *b, struct error *err);  /* b->cell_firms */
bool population_places(struct population_build *b, struct error *err);  /* runs, numbering */
bool population_sizes(struct population_build *b, struct error *err);   /* size, sales, cost */
bool population_fitness(struct population_build *b, struct error *err); /* b->fitness, alias */
bool population_links(struct population_build *b, struct error *err);   /* supplier lists */
bool population_flows(struct population_build *b, struct error *err);   /* flow, market, ... */
bool population_labour(struct population_build *b, struct error *err);  /* persons, staff */
bool population_rows(struct population_build *b, struct error *err);    /* household rows */
bool population_ages(struct population_build *b, const uint32_t *reserve, struct error *err);
bool population_transpose(struct population *p, struct error *err); /* links by supplier */

/* Which supplier cells a cell's firms name, as cumulative weights (population_inputs.c). */
struct supplier_line {
    const uint16_t *cell; /* supplier cells by (input, cell) */
    const double *until;  /* running sum of their weights */
    uint32_t count;       /* 0: nothing to name */
};
struct supplier_lines {
    struct supplier_line all[CELLS_MAX], own[CELLS_MAX]; /* [customer cell]: own region's cells */
    double share[CELLS_MAX]; /* cost of inputs that can be named, in output */
    uint16_t *cells;
    double *untils;
};
bool population_inputs(const struct population_build *b, struct supplier_lines *lines,
                       struct error *err);
void population_inputs_free(struct supplier_lines *lines);

/* How many suppliers each firm draws (slots), as offsets [firms + 1]. */
bool population_degrees(const struct population_build *b, const struct supplier_lines *lines,
                        uint64_t *slot, struct error *err);

/* A firm of cell d as supplier of a firm in `locality`, by its draw number. SUPPLIER_NONE where
 * none but the customer itself could be found. */
uint32_t population_supplier(const struct population_build *b, uint32_t customer, int cell,
                             uint32_t locality, uint32_t draw);

/* Drawing a firm of a run in proportion to fitness: take firm first + i with i uniform, or its
 * alias if a second number is not below the threshold (Vose 1991). */
struct firm_alias {
    uint32_t threshold, alias;
};

/* Elementary functions from the basic operations only, so that they give the same bits with
 * every C library. Relative error below 1e-14 (normal: absolute error below 1e-6). */
double population_log2(double x);            /* x > 0, normal */
double population_exp2(double x);            /* |x| < 1000 */
double population_power(double x, double y); /* x >= 0 */
double population_exp(double x);
double population_normal(uint32_t word); /* standard normal quantile of (word + 1/2) / 2^32 */

#endif

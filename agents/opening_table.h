/* The opening table: the estimated world table, made to clear exactly and counted in cents.
 *
 *  1. Input coefficients a_dc = Z_dc / X_c are those of the table (below 1e-7: none). The rate of
 *     input taxes t_c = taxes_c / sum over d of Z_dc.
 *  2. Changes in inventories are dropped: nothing piles up in a stationary world. The other
 *     final demand of region r is multiplied by one number s_r, so that output
 *
 *         X = (1 - A)^-1 sum over r of s_r F_r         [USD million a year]
 *
 *     gives every region the nominal GDP of the start date,
 *
 *         GDP_r = sum over c in r of (1 - sum over d of a_dc) X_c + tC_r s_r C_r
 *
 *     (value added, input taxes, and the consumption tax that comes on top of the table's basic
 *     prices). GDP is linear in s, so s is the solution of one small linear system.
 *  3. Every flow is rounded to whole cents a step, and output is the sum of its row: supply
 *     equals use in every cell to the cent.
 *
 * Source: the stationary version of the world model's opening; the scaling and the dropped
 * column are our assumptions (docs/model/opening.md).
 */
#ifndef KEIRETSU_AGENTS_OPENING_TABLE_H
#define KEIRETSU_AGENTS_OPENING_TABLE_H

#include <stdio.h>

#include "agents/population.h"
#include "agents/world.h"
#include "core/error.h"

struct opening_report {
    double scale[REGIONS_MAX]; /* s_r */
    double gdp[REGIONS_MAX];   /* GDP at market prices of the table in cents, USD million a year */
    double *moved;             /* [cell] output relative to the table's, corrected for the
                                  region's change of GDP; 1 = as in the table */
};

/* years_per_step: 1/52 or 1/365. The caller frees both with opening_table_free. */
bool opening_table_create(struct opening_table *table, const struct world *world,
                          double years_per_step, struct opening_report *report, struct error *err);
void opening_table_free(struct opening_table *table, struct opening_report *report);

/* Lists the cells that the opening moved by more than `threshold` (0.05), largest first. */
void opening_report_print(const struct opening_report *report, const struct world *world,
                          double threshold, FILE *out);

static inline money opening_flow(const struct opening_table *t, int supplier, int customer)
{
    return t->intermediate[(size_t)supplier * (size_t)t->cells + (size_t)customer];
}

static inline money opening_final(const struct opening_table *t, int supplier, int region,
                                  enum final_use use)
{
    return t->final[((size_t)supplier * (size_t)t->regions + (size_t)region) * FINAL_USES + use];
}

#endif

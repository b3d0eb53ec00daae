/* Worlds to try the opening population on, and its identities. */
#ifndef KEIRETSU_TESTS_POPULATION_SUPPORT_H
#define KEIRETSU_TESTS_POPULATION_SUPPORT_H

#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "agents/opening_table.h"
#include "agents/population.h"
#include "agents/world.h"
#include "core/rng.h"

enum { CELLS_TRIED = REGIONS_MAX * INDUSTRIES_MAX };

struct economy {
    struct world world;
    struct opening_table table;
    struct opening_report report;
    bool made_up;
};

static inline struct population_options options_for(uint32_t firms, uint64_t seed)
{
    return (struct population_options){.seed = seed,
                                       .firms = firms,
                                       .rows_per_firm = 14,
                                       .link_share_limit = 0.95,
                                       .size_tail = 1.05,
                                       .degree_exponent = 0.78,
                                       .mean_suppliers = 5.4};
}

/* The world of 2022 with its solved table, in weeks. Ends with economy_free. */
static inline struct economy *economy_real(void)
{
    struct economy *e = calloc(1, sizeof *e);
    struct error err = {0};
    assert_success(world_read(&e->world, SOURCE_DIR "/configs/world-2022", &err), err);
    assert_success(opening_table_create(&e->table, &e->world, 1.0 / 52, &e->report, &err), err);
    return e;
}

static inline double economy_draw(uint64_t seed, uint32_t *number)
{
    return rng_uniform((struct rng){.seed = seed}, RNG_TABLE_NONE, 0, RNG_TEST, (*number)++);
}

/* 10^least .. 10^most, all orders of magnitude alike. Without pow, which is not the same
 * everywhere. */
static inline double economy_size(uint64_t seed, uint32_t *number, double least, double most)
{
    double decades = least + (most - least) * economy_draw(seed, number), size = 1;
    for (; decades >= 1; decades--)
        size *= 10;
    return size * (1 + 9 * decades);
}

/* A made-up world of at most 5 regions and 9 industries. Sizes of cells differ by a factor of
 * 10^6, some cells make nothing, some flows are missing, some regions are samples. */
static inline struct economy *economy_random(uint64_t seed)
{
    struct economy *e = calloc(1, sizeof *e);
    struct world *w = &e->world;
    struct opening_table *t = &e->table;
    uint32_t n = 0;
    e->made_up = true;
    snprintf(w->folder, sizeof w->folder, "made-up-%d", (int)seed);
    w->regions = 1 + (int)(5 * economy_draw(seed, &n));
    w->industries = 2 + (int)(8 * economy_draw(seed, &n));
    w->age_groups = 1 + (int)(8 * economy_draw(seed, &n));
    w->varieties = w->regions > 1 && economy_draw(seed, &n) < 0.5;
    size_t cells = (size_t)(w->regions * w->industries), regions = (size_t)w->regions;
    w->cells = t->cells = (int)cells;
    t->regions = w->regions;
    t->industries = w->industries;
    t->inputs = w->industries + w->varieties;
    t->output = calloc(cells, sizeof *t->output);
    t->intermediate = calloc(cells * cells, sizeof *t->intermediate);
    t->final = calloc(cells * regions * FINAL_USES, sizeof *t->final);
    t->value_added = calloc(cells, sizeof *t->value_added);
    t->input = calloc(cells * cells, sizeof *t->input);

    for (int r = 0; r < w->regions; r++) {
        snprintf(w->region[r].code, sizeof w->region[r].code, "R%d", r);
        w->of_region.modelled_in_full[r] = economy_draw(seed, &n) < 0.6;
        w->of_region.enterprises[r] = 1e5 + 1e7 * economy_draw(seed, &n);
        w->of_region.localities[r] = 1 + floor(12 * economy_draw(seed, &n));
        w->of_region.unemployment_rate[r] = 0.001 + 0.399 * economy_draw(seed, &n);
        for (int k = 0; k < w->industries; k++)
            w->enterprises[r][k] = 1 + 1000 * economy_draw(seed, &n);
        for (int a = 0; a < w->age_groups; a++) {
            w->age[a].population[r] = 1e5 + economy_size(seed, &n, 4, 8.5);
            w->age[a].participation[r] = a == 0 && w->age_groups > 1 ? 0 : economy_draw(seed, &n);
            w->age[a].unemployment[r] = floor(4 * economy_draw(seed, &n));
        }
        double *oldest = &w->age[w->age_groups - 1].participation[r];
        *oldest += 0.3 * (1 - *oldest);
    }
    bool empty[CELLS_TRIED];
    for (int k = 0; k < w->industries; k++) {
        snprintf(w->industry[k].code, sizeof w->industry[k].code, "I%d", k);
        w->of_industry.goods[k] = economy_draw(seed, &n) < 0.5;
        w->of_industry.linkable[k] = economy_draw(seed, &n) < 0.7;
    }
    for (size_t d = 0; d < cells; d++)
        empty[d] = d % (size_t)w->industries != 0 && economy_draw(seed, &n) < 0.1;
    for (size_t d = 0; d < cells; d++)
        for (size_t c = 0; c < cells; c++) {
            size_t pair = d * cells + c;
            t->input[pair] = (uint8_t)(d % (size_t)w->industries);
            if (w->varieties == 1 && d == 1 && c >= (size_t)w->industries)
                t->input[pair] = (uint8_t)w->industries;
            if (empty[d] || empty[c] || economy_draw(seed, &n) < 0.2)
                continue;
            t->intermediate[pair] = (money)economy_size(seed, &n, 3, 11);
        }
    for (size_t d = 0; d < cells; d++) {
        money sold = 0, bought = 0;
        for (size_t c = 0; c < cells; c++) {
            sold += t->intermediate[d * cells + c];
            bought += t->intermediate[c * cells + d];
        }
        money *final = t->final + d * regions * FINAL_USES; /* as a table: without projects */
        for (size_t u = 0; u < regions * TABLE_USES && !empty[d]; u++)
            final[u / TABLE_USES * FINAL_USES + u % TABLE_USES] =
                (money)economy_size(seed, &n, 0, 7);
        if (bought > sold) /* must sell what it costs */
            final[0] += bought - sold;
        t->output[d] = sold;
        for (size_t u = 0; u < regions * FINAL_USES; u++)
            t->output[d] += final[u];
        t->value_added[d] = (double)(t->output[d] - bought) - 10;
    }
    return e;
}

static inline void economy_free(struct economy *e)
{
    opening_table_free(&e->table, &e->report);
    if (!e->made_up)
        world_free(&e->world);
    free(e);
}

static inline struct population population_of(const struct economy *e,
                                              struct population_options options)
{
    struct population p;
    struct error err = {0};
    assert_success(population_create(&p, &e->world, &e->table, &options, &err), err);
    return p;
}

#endif

#include "agents/population.h"

#include "agents/population_internal.h"
#include "core/memory.h"

void *population_memory(uint64_t count, size_t size, struct error *err)
{
    void *memory =
        count <= SIZE_MAX / size - 1 ? memory_block((count + (count == 0)) * size) : NULL;
    if (memory == NULL)
        fail(err, ERROR_MEMORY, "out of memory for the population: %llu elements of %zu bytes",
             (unsigned long long)count, size);
    return memory;
}

static bool check_range(const char *key, double value, double least, double most, struct error *err)
{
    return (value >= least && value <= most) ||
           fail(err, ERROR_CONFIG, "population.%s: %.15g, must be %.15g to %.15g", key, value,
                least, most);
}

static bool check_options(const struct population_options *o, struct error *err)
{
    return check_range("firms", o->firms, 2000, 10000000, err) &&
           check_range("rows_per_firm", o->rows_per_firm, 1, 1000, err) &&
           check_range("link_share_limit", o->link_share_limit, 0.01, 0.99, err) &&
           check_range("size_tail", o->size_tail, 1.01, 10, err) &&
           check_range("degree_exponent", o->degree_exponent, 0.1, 1, err) &&
           check_range("mean_suppliers", o->mean_suppliers, 0, 100, err);
}

bool population_create(struct population *population, const struct world *world,
                       const struct opening_table *table, const struct population_options *options,
                       struct error *err)
{
    *population = (struct population){
        .cells = (uint32_t)table->cells, .firms = options->firms, .age_groups = world->age_groups};
    if (!check_options(options, err))
        return false;
    struct population_build *build = calloc(1, sizeof *build);
    bool ok = build != NULL || fail(err, ERROR_MEMORY, "out of memory for the population");
    if (ok) {
        build->population = population;
        build->world = world;
        build->table = table;
        build->options = options;
        build->rng = (struct rng){.seed = options->seed};
        ok = population_counts(build, err) && population_places(build, err) &&
             population_sizes(build, err) && population_links(build, err) &&
             population_flows(build, err) && population_labour(build, err) &&
             population_rows(build, err);
    }
    free(build);
    if (!ok)
        population_free(population);
    return ok;
}

void population_free(struct population *population)
{
    struct population *p = population;
    free(p->run);
    free(p->cell_first);
    free(p->cell_run);
    free(p->region_locality);
    free(p->locality_firm);
    free(p->cell);
    free(p->size);
    free(p->sales);
    free(p->input_cost);
    free(p->market_purchases);
    free(p->market_sales);
    free(p->staff);
    free(p->supplier_first);
    free(p->supplier);
    free(p->flow);
    free(p->customer_first);
    free(p->customer_link);
    free(p->market);
    free(p->firm_row);
    free(p->locality_row);
    free(p->unemployed_row);
    free(p->inactive_row);
    free(p->persons);
    free(p->age);
    free(p->status);
    free(p->employer);
    *p = (struct population){0};
}

/* The state: allocated for a world, a population and parameters, cleared, hashed, freed. */
#include "agents/state.h"

#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/state_tables.h"
#include "core/csr.h"
#include "core/date.h"
#include "core/memory.h"

double step_rate(const struct state *s, double lag_weeks)
{
    return -expm1(-s->clock.weeks / lag_weeks);
}

static bool set_labels(struct state *s, struct error *err)
{
    const struct world *w = s->world;
    for (int r = 0; r < w->regions; r++)
        s->region_labels[r] = w->region[r].code;
    for (int a = 0; a < w->age_groups; a++)
        s->age_labels[a] = w->age[a].label;
    s->kind_labels[0] = s->site_labels[0] = s->candidate_labels[0] = "none";
    for (int n = 0; n < w->kinds; n++)
        s->kind_labels[n] = w->kind[n].name;
    for (int n = 0; n < w->sites; n++)
        s->site_labels[n] = w->site[n].name;
    for (int n = 0; n < w->candidates; n++)
        s->candidate_labels[n] = w->candidate[n].name;
    for (int k = 0; k < w->industries; k++)
        s->input_labels[k] = s->industry_labels[k] = w->industry[k].code;
    for (int v = 0; v < w->varieties; v++) {
        snprintf(s->variety_label[v], sizeof s->variety_label[v], "%s_%s",
                 w->region[w->variety[v].origin].code, w->industry[w->variety[v].industry].code);
        s->input_labels[w->industries + v] = s->variety_label[v];
    }
    for (int r = 0; r < w->regions; r++)
        s->region_bank[r + 1] = s->region_bank[r] + (int)w->of_region.banks[r];
    int banks = s->region_bank[w->regions];
    s->bank_label = calloc((size_t)banks, sizeof *s->bank_label);
    s->bank_labels = calloc((size_t)banks, sizeof *s->bank_labels);
    if (s->bank_label == NULL || s->bank_labels == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for banks");
    for (int r = 0; r < w->regions; r++)
        for (int b = s->region_bank[r]; b < s->region_bank[r + 1]; b++) {
            snprintf(s->bank_label[b], sizeof s->bank_label[b], "%s-%d", w->region[r].code,
                     b - s->region_bank[r] + 1);
            s->bank_labels[b] = s->bank_label[b];
        }
    return true;
}

static bool set_cells(struct state *s, const struct opening_table *table, struct error *err)
{
    const struct world *w = s->world;
    size_t cells = (size_t)s->cells;
    s->cell = calloc(cells, sizeof *s->cell);
    s->market_ring = calloc(cells * cells, sizeof *s->market_ring);
    s->input_of = malloc(cells * cells);
    s->essentiality = calloc((size_t)(s->industries * s->inputs), sizeof *s->essentiality);
    if (s->cell == NULL || s->market_ring == NULL || s->input_of == NULL || s->essentiality == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for cells");
    memcpy(s->input_of, table->input, cells * cells);
    for (int c = 0; c < s->cells; c++) {
        double inputs = 0;
        for (int d = 0; d < s->cells; d++)
            inputs += w->intermediate[(size_t)d * cells + (size_t)c];
        s->cell[c] = (struct cell_traits){
            .region = (uint16_t)(c / s->industries),
            .industry = (uint16_t)(c % s->industries),
            .input_tax = inputs > 0 ? w->input_taxes[c] / inputs : 0,
            .goods = w->of_industry.goods[c % s->industries] > 0.5,
        };
    }
    for (int j = 0; j < s->inputs; j++) {
        const struct variety *variety = j < w->industries ? NULL : &w->variety[j - w->industries];
        s->input_industry[j] = variety != NULL ? variety->industry : j;
        s->variety_dependence[j] =
            variety != NULL ? variety->dependence * s->parameters.variety_dependence : 1;
        for (int user = 0; user < s->industries; user++)
            s->essentiality[user * s->inputs + j] = w->essentiality[s->input_industry[j]][user];
    }
    return true;
}

/* Lags in steps, and the rings of the trade between cells. Services do not travel: what a
 * service cell sells abroad arrives with the domestic lag. */
static bool set_routes(struct state *s, const struct opening_table *table, uint64_t *slots,
                       struct error *err)
{
    const struct world *w = s->world;
    uint64_t next = 0;
    for (int o = 0; o < s->regions; o++)
        for (int r = 0; r < s->regions; r++) {
            double steps = w->route_weeks[o][r] / s->clock.weeks;
            if (steps > UINT8_MAX)
                return fail(err, ERROR_CONFIG, "%s/routes.csv: %s to %s takes %g steps, at most %d",
                            w->folder, w->region[o].code, w->region[r].code, steps, UINT8_MAX);
            s->lag[o][r] = (uint32_t)fmax(1, nearbyint(steps));
        }
    for (int d = 0; d < s->cells; d++)
        for (int c = 0; c < s->cells; c++) {
            if (opening_flow(table, d, c) == 0)
                continue;
            uint32_t lag = s->lag[s->cell[d].region][s->cell[c].region];
            if (!s->cell[d].goods)
                lag = s->lag[s->cell[c].region][s->cell[c].region];
            s->market_ring[d * s->cells + c] = (struct ring){(uint32_t)next, lag};
            next += lag;
        }
    *slots = next;
    return next < UINT32_MAX ||
           fail(err, ERROR_CONFIG, "%s/routes.csv: routes are too long", w->folder);
}

static bool set_household_blocks(struct state *s, struct error *err)
{
    const struct population *p = &s->population;
    uint64_t blocks = 0;
    for (int r = 0; r < s->regions; r++)
        blocks += (s->region_row[r + 1] - s->region_row[r] + HOUSEHOLD_BLOCK - 1) / HOUSEHOLD_BLOCK;
    s->household_block = calloc(blocks + 1, sizeof *s->household_block);
    s->household_block_region = calloc(blocks + 1, sizeof *s->household_block_region);
    if (s->household_block == NULL || s->household_block_region == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for households");
    uint32_t b = 0;
    for (int r = 0; r < s->regions; r++)
        for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h += HOUSEHOLD_BLOCK) {
            s->household_block[b] = h;
            s->household_block_region[b++] = (uint16_t)r;
        }
    s->household_block[b] = p->rows;
    s->household_blocks = b;
    return true;
}

static bool count_shipments(const struct state *s, uint64_t *shipments, struct error *err)
{
    const struct population *p = &s->population;
    uint64_t total = 0;
    for (int r = 0; r < s->regions; r++)
        for (uint64_t l = p->supplier_first[s->region_firm[r]];
             l < p->supplier_first[s->region_firm[r + 1]]; l++)
            total += state_link_lag(s, p->supplier[l], r);
    *shipments = total;
    return total < UINT32_MAX ||
           fail(err, ERROR_CONFIG, "population.firms: too many goods under way for daily steps");
}

static void set_links(struct state *s)
{
    const struct population *p = &s->population;
    uint32_t next = 0;
    for (int r = 0; r < s->regions; r++)
        for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++) {
            uint64_t links = p->supplier_first[f + 1] - p->supplier_first[f];
            s->links_most = links > s->links_most ? links : s->links_most;
            for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++) {
                s->link.customer[l] = (uint32_t)f;
                s->link.supplier[l] = p->supplier[l];
                s->link.input[l] = s->input_of[p->cell[p->supplier[l]] * s->cells + p->cell[f]];
                s->link.shipments[l] = next;
                s->link.lag[l] = (uint8_t)state_link_lag(s, p->supplier[l], r);
                next += s->link.lag[l];
            }
        }
}

void state_index_customers(struct state *s)
{
    struct population *p = &s->population;
    struct csr customers = {p->firms, p->customer_first, p->customer_link};
    csr_group(&customers, s->link.supplier, p->links, &s->scratch);
}

static size_t scratch_bytes(const struct state *s)
{
    size_t firms = s->population.firms, rows = s->household_blocks + 1, runs = s->population.runs;
    size_t cells = (size_t)s->cells, inputs = (size_t)s->inputs;
    return (size_t)64 * 1024 * 1024 + firms * 48 + rows * 256 + runs * (inputs * 2 + 32) * 8 +
           cells * cells * 16 + s->population.rows * 4 +
           (s->links_most + 256) * 32 * (size_t)omp_get_max_threads() +
           csr_scratch(s->population.firms, s->population.links);
}

/* Rows for projects, and for the years in which they pay and receive: those of the run. */
static void set_projects(struct state *s)
{
    const struct parameters *p = &s->parameters;
    int32_t first = 0, last = 0;
    s->projects = s->project_years = s->kinds = s->sites = s->candidates = 1;
    if (!p->facility || !date_parse(p->start, &first) || !date_parse(p->end, &last))
        return;
    s->projects = (int)p->slots;
    s->project_years = 1 + (int)(last > first ? (last - first) / 365 : 0);
    s->kinds = s->world->kinds > 1 ? s->world->kinds : 1;
    s->sites = s->world->sites > 1 ? s->world->sites : 1;
    s->candidates = s->world->candidates > 1 ? s->world->candidates : 1;
}

bool state_allocate(struct state *s, const struct world *world, const struct parameters *parameters,
                    const struct opening_table *table, struct error *err)
{
    struct population population = s->population;
    struct clock clock = s->clock;
    *s = (struct state){.world = world,
                        .parameters = *parameters,
                        .population = population,
                        .clock = clock,
                        .rng = {.seed = (uint64_t)parameters->seed},
                        .regions = world->regions,
                        .industries = world->industries,
                        .cells = world->cells,
                        .inputs = world->industries + world->varieties};
    set_projects(s);
    uint64_t shipments = 0, market_shipments = 0;
    for (int r = 0; r <= s->regions; r++) {
        uint32_t locality = population.region_locality[r];
        s->region_firm[r] = population.locality_firm[locality];
        s->region_row[r] = population.locality_row[locality];
    }
    if (!set_labels(s, err) || !set_cells(s, table, err) ||
        !set_routes(s, table, &market_shipments, err) || !count_shipments(s, &shipments, err) ||
        !set_household_blocks(s, err))
        return false;
    state_tables(s, shipments, market_shipments);
    for (int t = 0; t < STATE_TABLES; t++)
        if (!table_allocate(s->tables[t], err))
            return false;
    set_links(s);
    return arena_create(&s->scratch, scratch_bytes(s), err);
}

void state_free(struct state *s)
{
    for (int t = 0; t < STATE_TABLES; t++)
        if (s->tables[t] != NULL)
            table_free(s->tables[t]);
    for (int e = 0; e < EVENTS_MAX; e++)
        free(s->event_firms[e]);
    arena_free(&s->scratch);
    population_free(&s->population);
    free(s->bank_label);
    free(s->bank_labels);
    free(s->input_of);
    free(s->essentiality);
    free(s->cell);
    free(s->market_ring);
    free(s->household_block);
    free(s->household_block_region);
    *s = (struct state){0};
}

void state_clear_flows(struct state *s)
{
    for (int t = 0; t < STATE_TABLES; t++)
        table_clear_flows(s->tables[t]);
}

uint64_t state_hash(const struct state *s)
{
    const struct table *tables[STATE_TABLES];
    for (int t = 0; t < STATE_TABLES; t++)
        tables[t] = s->tables[t];
    return table_hash(tables, STATE_TABLES);
}

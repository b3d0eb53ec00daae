/* Production: the least of what is wanted and what capital, staff and each input allow.
 *
 *     goods     y = min(y*, limits)            services  y = min(demand, limits)
 *     capital   capital productivity * K * (1 - damage)
 *     staff     labour productivity * N * (1 - absence) * longest hours
 *     input j   held_j = stocks of the links + the firm's claim on the cell's market stock
 *               critical    held_j / a_j,  for a variety (1 - kT) capital + kT held_j / a_j
 *               important  (held_j / a_j + capital) / 2
 *               uncritical  no limit
 *
 * Which input is what to whom is data (essentiality.csv). Demand of a firm is the orders of its
 * named customers and its market share of what cells and final users order in the market. The
 * binding limit is recorded, and the output that it cost.
 *
 * Source: partially binding Leontief production of Pichler et al. 2022; varieties are our
 * assumption (docs/model/production.md).
 * Reads   link.{stock, share}, market.{stock, need}, sourcing.order, final_sourcing.order,
 * firm.{planned_output, link_orders, staff, capital, damage, market_share}.
 * Writes  firm.{output, spare, market_orders, final_orders, constraint}, market.cover,
 * constraint.output_lost.
 */
#include <math.h>

#include "agents/cell_sums.h"
#include "agents/firm_terms.h"
#include "agents/input_groups.h"
#include "agents/rules.h"
#include "core/extremes.h"

/* Output that an input allows is free + capacity_part * capacity + input_part * held / a. */
struct input_terms {
    double free; /* 0; no limit: infinity */
    double capacity_part, input_part;
};

/* Inputs of a cell, and by how far the market stock covers the planned need, scarcest first. */
struct cell_inputs {
    struct input_terms terms[INPUTS_MAX];
    int count[3]; /* critical, important, varieties */
    uint8_t by_cover[3][INPUTS_MAX];
};

typedef unsigned __int128 input_set; /* one bit per input */
_Static_assert(INPUTS_MAX <= 128, "an input_set has a bit for every input");

static struct input_terms input_terms(enum essentiality kind, double dependence)
{
    switch (kind) {
    case INPUT_CRITICAL:
        return (struct input_terms){0, 1 - dependence, dependence};
    case INPUT_IMPORTANT:
        return (struct input_terms){0, 0.5, 0.5};
    case INPUT_UNCRITICAL:
        break;
    }
    return (struct input_terms){HUGE_VAL, 0, 0};
}

static void insert_by_cover(const double *cover, uint8_t *list, int *count, int j)
{
    int at = (*count)++;
    while (at > 0 && cover[list[at - 1]] > cover[j]) {
        list[at] = list[at - 1];
        at--;
    }
    list[at] = (uint8_t)j;
}

static void sort_inputs(struct state *s, int c, struct cell_inputs *inputs)
{
    int user = s->cell[c].industry;
    double *cover = s->market.cover + c * s->inputs;
    *inputs = (struct cell_inputs){0};
    for (int j = 0; j < s->inputs; j++) {
        int m = c * s->inputs + j;
        enum essentiality kind = s->essentiality[user * s->inputs + j];
        cover[j] = s->market.need[m] > 0 ? s->market.stock[m] / s->market.need[m] : 0;
        inputs->terms[j] = input_terms(kind, s->variety_dependence[j]);
        if (s->market.coefficient[m] <= 0 || kind == INPUT_UNCRITICAL)
            continue;
        int list = s->variety_dependence[j] < 1 ? 2 : kind == INPUT_CRITICAL ? 0 : 1;
        insert_by_cover(cover, inputs->by_cover[list], &inputs->count[list], j);
    }
}

/* The scarcest inputs that the firm does not buy from named suppliers. */
static double market_limit(const struct cell_inputs *inputs, const double *cover, input_set named,
                           double plan, double capacity)
{
    double limit = HUGE_VAL;
    for (int list = 0; list < 3; list++)
        for (int i = 0; i < inputs->count[list]; i++) {
            int j = inputs->by_cover[list][i];
            if (named >> j & 1)
                continue;
            const struct input_terms *terms = &inputs->terms[j];
            limit = smaller(limit,
                            terms->capacity_part * capacity + terms->input_part * plan * cover[j]);
            if (list < 2)
                break; /* the others of its kind allow more */
        }
    return limit;
}

static double named_limit(const struct state *s, const struct cell_inputs *inputs, uint32_t f,
                          const double *cover, double plan, double capacity, input_set *named)
{
    const struct population *p = &s->population;
    const double *coefficient = s->market.coefficient + s->firm.cell[f] * s->inputs;
    double limit = HUGE_VAL;
    uint64_t end = p->supplier_first[f + 1];
    *named = 0;
    for (uint64_t l = p->supplier_first[f]; l < end;) {
        struct input_group group = input_group_at(&s->link, l, end);
        int j = group.input;
        const struct input_terms *terms = &inputs->terms[j];
        *named |= (input_set)1 << j;
        double claim = input_group_claim(&group, coefficient[j], cover[j], plan);
        double allowed = (group.stock + claim) / coefficient[j];
        limit = smaller(
            terms->free + (terms->capacity_part * capacity + terms->input_part * allowed), limit);
        l = group.end;
    }
    return limit;
}

static void produce(struct state *s, const struct cell_inputs *inputs, uint32_t f,
                    const double *cell_demand, double *lost)
{
    struct firm_table *firm = &s->firm;
    uint16_t c = firm->cell[f];
    const double *cover = s->market.cover + c * s->inputs;
    double plan = firm->planned_output[f];
    firm->market_orders[f] = firm->market_share[f] * cell_demand[0];
    firm->final_orders[f] = firm->market_share[f] * cell_demand[1];
    double demand = firm->link_orders[f] + firm->market_orders[f] + firm->final_orders[f];
    double wanted = s->cell[c].goods ? plan : demand;

    input_set named;
    double capacity = firm_capacity(firm, f);
    double by_links = named_limit(s, inputs, f, cover, plan, capacity, &named);
    const double limits[CAUSES] = {
        [CAUSE_DEMAND] = wanted,
        [CAUSE_CAPACITY] = firm->damage[f] > 0 ? HUGE_VAL : capacity,
        [CAUSE_DAMAGE] = firm->damage[f] > 0 ? capacity : HUGE_VAL,
        [CAUSE_LABOUR] = firm_productivity(s, f) * (double)firm->staff[f] * (1 - firm->absence[f]) *
                         s->parameters.hours_most,
        [CAUSE_NAMED_INPUT] = by_links,
        [CAUSE_MARKET_INPUT] = market_limit(inputs, cover, named, plan, capacity),
    };
    int cause = CAUSE_DEMAND;
    double output = wanted, possible = HUGE_VAL;
    for (int i = 1; i < CAUSES; i++) {
        cause = limits[i] < output ? i : cause;
        output = smaller(output, limits[i]);
        possible = smaller(possible, limits[i]);
    }
    firm->output[f] = output;
    firm->spare[f] = possible - output; /* services: what could still be served */
    firm->constraint[f] = (uint8_t)cause;
    lost[cause] += wanted - output;
}

static void add_cell_demand(const struct state *s, int d, double *demand)
{
    demand[0] = demand[1] = 0;
    for (int c = 0; c < s->cells; c++)
        demand[0] += s->sourcing.order[(size_t)d * (size_t)s->cells + (size_t)c];
    for (int i = 0; i < s->regions * FINAL_USES; i++)
        demand[1] += s->final_sourcing.order[d * s->regions * FINAL_USES + i];
}

void production(struct state *s)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    struct cell_inputs *inputs = arena_array(&s->scratch, struct cell_inputs, (size_t)s->cells);
    double *demand = arena_array(&s->scratch, double, (size_t)s->cells * 2);
    double *lost = arena_array(&s->scratch, double, (size_t)p->runs *CAUSES);
#pragma omp parallel for schedule(static)
    for (int c = 0; c < s->cells; c++) {
        sort_inputs(s, c, &inputs[c]);
        add_cell_demand(s, c, &demand[2 * c]);
    }
#pragma omp parallel for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++) {
        const struct firm_run *run = &p->run[n];
        double *of_run = lost + (size_t)n * CAUSES;
        for (int i = 0; i < CAUSES; i++)
            of_run[i] = 0;
        for (uint32_t f = run->first; f < run->first + run->count; f++)
            produce(s, &inputs[run->cell], f, &demand[2 * run->cell], of_run);
    }
    cell_sums(s, lost, CAUSES, s->constraint.output_lost);
    arena_reset(&s->scratch, mark);
}

/* Production: the least of what is wanted and what capital, staff and each input allow.
 *
 *     goods     y = min(y*, limits)            services  y = min(demand, limits)
 *     capital   capital productivity * K * (1 - damage)
 *     staff     labour productivity * N * longest hours
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
 * Writes  firm.{output, spare, market_orders, final_orders, constraint}, constraint.output_lost,
 * industry.demand.
 */
#include <math.h>

#include "agents/cell_sums.h"
#include "agents/firm_terms.h"
#include "agents/input_holdings.h"
#include "agents/rules.h"

/* Inputs of a cell by how far the market stock covers the planned need, scarcest first. */
struct cell_inputs {
    int critical, important, varieties;
    uint8_t by_cover[3][INPUTS_MAX]; /* critical, important, varieties */
};

static void insert_by_cover(const struct state *s, int c, uint8_t *list, int *count, int j)
{
    int at = (*count)++;
    double cover = market_cover(s, c * s->inputs + j);
    while (at > 0 && market_cover(s, c * s->inputs + list[at - 1]) > cover) {
        list[at] = list[at - 1];
        at--;
    }
    list[at] = (uint8_t)j;
}

static void sort_inputs(const struct state *s, int c, struct cell_inputs *inputs)
{
    int user = s->cell[c].industry;
    inputs->critical = inputs->important = inputs->varieties = 0;
    for (int j = 0; j < s->inputs; j++) {
        enum essentiality kind = s->essentiality[user * s->inputs + j];
        if (s->market.coefficient[c * s->inputs + j] <= 0 || kind == INPUT_UNCRITICAL)
            continue;
        if (s->variety_dependence[j] < 1)
            insert_by_cover(s, c, inputs->by_cover[2], &inputs->varieties, j);
        else if (kind == INPUT_CRITICAL)
            insert_by_cover(s, c, inputs->by_cover[0], &inputs->critical, j);
        else
            insert_by_cover(s, c, inputs->by_cover[1], &inputs->important, j);
    }
}

static double input_limit(const struct state *s, int user, int j, double allowed, double capacity)
{
    double kept = s->variety_dependence[j];
    switch (s->essentiality[user * s->inputs + j]) {
    case INPUT_CRITICAL:
        return (1 - kept) * capacity + kept * allowed;
    case INPUT_IMPORTANT:
        return (allowed + capacity) / 2;
    case INPUT_UNCRITICAL:
        break;
    }
    return HUGE_VAL;
}

/* The scarcest inputs that the firm does not buy from named suppliers. */
static double market_limit(const struct state *s, const struct cell_inputs *inputs,
                           const struct input_holdings *held, uint16_t c, double plan,
                           double capacity)
{
    int user = s->cell[c].industry;
    const int counts[] = {inputs->critical, inputs->important, inputs->varieties};
    double limit = HUGE_VAL;
    for (int kind = 0; kind < 3; kind++)
        for (int i = 0; i < counts[kind]; i++) {
            int j = inputs->by_cover[kind][i];
            if (held->named[j])
                continue;
            double allowed = plan * market_cover(s, c * s->inputs + j);
            limit = fmin(limit, input_limit(s, user, j, allowed, capacity));
            if (kind < 2)
                break; /* the others of its kind allow more */
        }
    return limit;
}

static double named_limit(const struct state *s, const struct input_holdings *held, uint16_t c,
                          double plan, double capacity)
{
    double limit = HUGE_VAL;
    for (int i = 0; i < held->count; i++) {
        int j = held->input[i], m = c * s->inputs + j;
        double allowed = (held->stock[j] + market_claim(s, held, m, j, plan)) /
                         s->market.coefficient[m];
        limit = fmin(limit, input_limit(s, s->cell[c].industry, j, allowed, capacity));
    }
    return limit;
}

static void produce(struct state *s, const struct cell_inputs *inputs,
                    struct input_holdings *held, uint32_t f, const double *cell_demand,
                    double *lost)
{
    struct firm_table *firm = &s->firm;
    uint16_t c = firm->cell[f];
    double plan = firm->planned_output[f];
    firm->market_orders[f] = firm->market_share[f] * cell_demand[0];
    firm->final_orders[f] = firm->market_share[f] * cell_demand[1];
    double demand = firm->link_orders[f] + firm->market_orders[f] + firm->final_orders[f];
    double wanted = s->cell[c].goods ? plan : demand;

    input_holdings_gather(held, s, f);
    double capacity = firm_capacity(firm, f);
    const double limits[CAUSES] = {
        [CAUSE_DEMAND] = wanted,
        [CAUSE_CAPACITY] = firm->damage[f] > 0 ? HUGE_VAL : capacity,
        [CAUSE_DAMAGE] = firm->damage[f] > 0 ? capacity : HUGE_VAL,
        [CAUSE_LABOUR] = firm->labour_productivity[f] * (double)firm->staff[f] *
                         s->parameters.hours_most,
        [CAUSE_NAMED_INPUT] = named_limit(s, held, c, plan, capacity),
        [CAUSE_MARKET_INPUT] = market_limit(s, inputs, held, c, plan, capacity),
    };
    int cause = CAUSE_DEMAND, tightest = CAUSE_CAPACITY;
    for (int i = 1; i < CAUSES; i++) {
        if (limits[i] < limits[cause])
            cause = i;
        if (limits[i] < limits[tightest])
            tightest = i;
    }
    firm->output[f] = limits[cause];
    firm->spare[f] = limits[tightest] - limits[cause]; /* services: what could still be served */
    firm->constraint[f] = (uint8_t)cause;
    lost[cause] += wanted - limits[cause];
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
    double *lost = arena_array(&s->scratch, double, (size_t)p->runs * CAUSES);
#pragma omp parallel for schedule(static)
    for (int c = 0; c < s->cells; c++) {
        sort_inputs(s, c, &inputs[c]);
        add_cell_demand(s, c, &demand[2 * c]);
    }
#pragma omp parallel
    {
        struct input_holdings held = {0};
#pragma omp for schedule(dynamic, 16)
        for (uint32_t n = 0; n < p->runs; n++) {
            const struct firm_run *run = &p->run[n];
            double *of_run = lost + (size_t)n * CAUSES;
            for (int i = 0; i < CAUSES; i++)
                of_run[i] = 0;
            for (uint32_t f = run->first; f < run->first + run->count; f++)
                produce(s, &inputs[run->cell], &held, f, &demand[2 * run->cell], of_run);
        }
    }
    cell_sums(s, lost, CAUSES, s->constraint.output_lost);
    arena_reset(&s->scratch, mark);
}

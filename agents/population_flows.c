/* What flows over the links, and what is left to the market.
 *
 * A link's flow A_ji may be anything that respects three upper limits (cents a step):
 *
 *     (I1)  sum_i A_ji <= limit x_j, limit = 0.95     a supplier's sales
 *     (I2)  sum over suppliers of input k <= x_i Z_kc / X_c    a customer's need of an input
 *     (I3)  sum over d -> c of A_ji <= Z_dc           the table's flow between two cells
 *
 * and should be as large as they allow. Ten sweeps of proportional fitting get close: customers
 * scale each input to its limit (up or down), then pairs of cells and suppliers only down. At
 * the end suppliers and pairs scale down once more and flows are rounded down, so that all three
 * hold in whole cents; the market takes what is left. Nothing has to converge.
 *
 * Weights are floats; GUARD keeps their rounding from breaking a limit by a cent.
 */
#include <omp.h>

#include "agents/population_internal.h"

enum { SWEEPS = 10 };
static const double GUARD = 1 - 1e-6;

/* Side by side, because a customer reads both of a random supplier at once. */
struct supplier_state {
    float rate; /* r_j: what of the weights the supplier can deliver */
    uint16_t cell;
};

/* One matrix of sums by pair of cells for each thread, [thread][customer cell][supplier cell].
 * Sums are whole numbers, so it does not matter which thread adds what. */
struct pair_sums {
    int threads;
    uint64_t pairs;
    money *sum;
    bool *used; /* [threads] */
};

struct fitting {
    const struct population_build *b;
    struct population *p;
    float *weight;                   /* [links] */
    struct supplier_state *supplier; /* [firms] */
    float *pair_rate;                /* g, [customer cell][supplier cell] */
    double *need;                    /* Z_kc, [customer cell][input] */
    struct pair_sums sums;
};

static bool pair_sums_allocate(struct pair_sums *sums, uint64_t cells, struct error *err)
{
    sums->threads = omp_get_max_threads();
    sums->pairs = cells * cells;
    return population_array(&sums->sum, sums->pairs * (uint64_t)sums->threads, err) &&
           population_array(&sums->used, sums->threads, err);
}

static void pair_sums_clear(struct pair_sums *sums)
{
    for (int t = 0; t < sums->threads; t++)
        sums->used[t] = false;
}

/* The calling thread's matrix, cleared when it is first asked for. */
static money *pair_sums_mine(struct pair_sums *sums)
{
    int thread = omp_get_thread_num();
    money *mine = sums->sum + (uint64_t)thread * sums->pairs;
    if (!sums->used[thread])
        for (uint64_t n = 0; n < sums->pairs; n++)
            mine[n] = 0;
    sums->used[thread] = true;
    return mine;
}

static money pair_sums_total(const struct pair_sums *sums, uint64_t pair)
{
    money total = 0;
    for (int t = 0; t < sums->threads; t++)
        if (sums->used[t])
            total += sums->sum[(uint64_t)t * sums->pairs + pair];
    return total;
}

static bool allocate_fitting(struct fitting *fit, struct error *err)
{
    uint64_t cells = (uint64_t)fit->b->table->cells, inputs = (uint64_t)fit->b->table->inputs;
    return population_array(&fit->weight, fit->p->links, err) &&
           population_array(&fit->supplier, fit->p->firms, err) &&
           population_array(&fit->pair_rate, cells * cells, err) &&
           population_array(&fit->need, cells * inputs, err) &&
           pair_sums_allocate(&fit->sums, cells, err);
}

static void free_fitting(struct fitting *fit)
{
    free(fit->weight);
    free(fit->supplier);
    free(fit->pair_rate);
    free(fit->need);
    free(fit->sums.sum);
    free(fit->sums.used);
}

/* At the start a supplier offers all its sales in equal parts to its customers. */
static void start_fitting(struct fitting *fit)
{
    const struct population *p = fit->p;
    int cells = fit->b->table->cells, inputs = fit->b->table->inputs;
    for (int c = 0; c < cells; c++) {
        double *need = fit->need + (size_t)c * (size_t)inputs;
        for (int k = 0; k < inputs; k++)
            need[k] = 0;
        for (int d = 0; d < cells; d++) {
            need[population_input(fit->b, d, c)] += (double)population_flow(fit->b, d, c);
            fit->pair_rate[(size_t)c * (size_t)cells + (size_t)d] = 1;
        }
    }
#pragma omp parallel for schedule(static)
    for (uint32_t j = 0; j < p->firms; j++) {
        uint64_t customers = p->customer_first[j + 1] - p->customer_first[j];
        float part = customers > 0 ? (float)p->sales[j] / (float)customers : 0;
        fit->supplier[j] = (struct supplier_state){part, p->cell[j]};
    }
#pragma omp parallel for schedule(static)
    for (uint64_t n = 0; n < p->links; n++)
        fit->weight[n] = fit->supplier[p->supplier[n]].rate;
#pragma omp parallel for schedule(static)
    for (uint32_t j = 0; j < p->firms; j++)
        fit->supplier[j].rate = 1;
}

/* One customer: takes the suppliers' and pairs' rates, then scales each input to its limit.
 * The links of an input lie side by side. */
static void fit_customer(struct fitting *fit, const struct firm_run *run, uint32_t i, money *sum)
{
    const struct population *p = fit->p;
    size_t cells = (size_t)fit->b->table->cells, inputs = (size_t)fit->b->table->inputs;
    const uint8_t *input_of = fit->b->table->input + run->cell; /* of cell d: [d * cells] */
    const float *pair_rate = fit->pair_rate + run->cell * cells;
    const double *need = fit->need + run->cell * inputs;
    money inputs_of_cell = fit->b->inputs[run->cell];
    /* The smaller of two ratios that only rounding makes different: input cost and market
     * purchases must not go below zero by a cent either. */
    double by_cost = (double)p->input_cost[i] / (double)inputs_of_cell;
    double by_sales = (double)p->sales[i] / (double)fit->b->table->output[run->cell];
    double scale = (by_cost < by_sales ? by_cost : by_sales) * GUARD;

    uint64_t end = p->supplier_first[i + 1];
    for (uint64_t first = p->supplier_first[i], n = first; first < end; first = n) {
        double total = 0;
        int input = input_of[fit->supplier[p->supplier[first]].cell * cells];
        for (; n < end; n++) {
            const struct supplier_state *supplier = &fit->supplier[p->supplier[n]];
            if (input_of[supplier->cell * cells] != input)
                break;
            fit->weight[n] *= supplier->rate * pair_rate[supplier->cell];
            total += fit->weight[n];
        }
        float factor = total > 0 ? (float)(need[input] * scale / total) : 0;
        for (uint64_t m = first; m < n; m++) {
            fit->weight[m] *= factor;
            sum[fit->supplier[p->supplier[m]].cell] += (money)fit->weight[m] + 1;
        }
    }
}

static void fit_customers(struct fitting *fit)
{
    const struct population *p = fit->p;
    pair_sums_clear(&fit->sums);
#pragma omp parallel for schedule(dynamic, 4)
    for (uint32_t n = 0; n < p->runs; n++) {
        if (p->run[n].count == 0)
            continue;
        money *sum =
            pair_sums_mine(&fit->sums) + (uint64_t)p->run[n].cell * (uint64_t)fit->b->table->cells;
        for (uint32_t i = p->run[n].first; i < p->run[n].first + p->run[n].count; i++)
            fit_customer(fit, &p->run[n], i, sum);
    }
}

/* g_dc = min(1, Z_dc / V_dc). V counts every flow rounded up, so that the flows, rounded down,
 * stay below Z_dc. */
static void fit_pairs(struct fitting *fit)
{
    int cells = fit->b->table->cells;
#pragma omp parallel for schedule(static)
    for (int c = 0; c < cells; c++)
        for (int d = 0; d < cells; d++) {
            size_t pair = (size_t)c * (size_t)cells + (size_t)d;
            double used = (double)pair_sums_total(&fit->sums, pair);
            double limit = (double)population_flow(fit->b, d, c) * GUARD;
            fit->pair_rate[pair] = used > limit ? (float)(limit / used) : 1;
        }
}

static void fit_suppliers(struct fitting *fit)
{
    const struct population *p = fit->p;
    double share = fit->b->options->link_share_limit * GUARD;
#pragma omp parallel for schedule(dynamic, 1024)
    for (uint32_t j = 0; j < p->firms; j++) {
        double used = 0;
        for (uint64_t n = p->customer_first[j]; n < p->customer_first[j + 1]; n++)
            used += fit->weight[p->customer_link[n]];
        double limit = share * (double)p->sales[j];
        fit->supplier[j].rate = used > limit ? (float)(limit / used) : 1;
    }
}

/* The suppliers' last word; then the pairs are summed up again. */
static void deliver(struct fitting *fit)
{
    const struct population *p = fit->p;
    pair_sums_clear(&fit->sums);
#pragma omp parallel for schedule(dynamic, 4)
    for (uint32_t n = 0; n < p->runs; n++) {
        if (p->run[n].count == 0)
            continue;
        money *sum =
            pair_sums_mine(&fit->sums) + (uint64_t)p->run[n].cell * (uint64_t)fit->b->table->cells;
        uint32_t last = p->run[n].first + p->run[n].count;
        for (uint64_t l = p->supplier_first[p->run[n].first]; l < p->supplier_first[last]; l++) {
            const struct supplier_state *supplier = &fit->supplier[p->supplier[l]];
            fit->weight[l] *= supplier->rate;
            sum[supplier->cell] += (money)fit->weight[l] + 1;
        }
    }
}

static money rounded_flow(const struct fitting *fit, const struct firm_run *run, uint64_t link)
{
    size_t cells = (size_t)fit->b->table->cells;
    uint16_t d = fit->supplier[fit->p->supplier[link]].cell;
    return (money)(fit->weight[link] * fit->pair_rate[run->cell * cells + d]);
}

/* Keeps the links of LEAST_FLOW and more, in new lists without gaps. */
static bool keep_links(struct fitting *fit, struct error *err)
{
    struct population *p = fit->p;
    uint64_t *first = NULL;
    uint32_t *supplier = NULL;
    if (!population_array(&first, (uint64_t)p->firms + 1, err))
        return false;
#pragma omp parallel for schedule(dynamic, 4)
    for (uint32_t n = 0; n < p->runs; n++)
        for (uint32_t i = p->run[n].first; i < p->run[n].first + p->run[n].count; i++) {
            first[i] = 0;
            for (uint64_t l = p->supplier_first[i]; l < p->supplier_first[i + 1]; l++)
                first[i] += rounded_flow(fit, &p->run[n], l) >= LEAST_FLOW;
        }
    uint64_t next = 0;
    for (uint32_t i = 0; i < p->firms; i++) {
        uint64_t count = first[i];
        first[i] = next;
        next += count;
    }
    first[p->firms] = next;
    if (!population_array(&supplier, next, err) || !population_array(&p->flow, next, err)) {
        free(first);
        free(supplier);
        return false;
    }
    pair_sums_clear(&fit->sums);
#pragma omp parallel for schedule(dynamic, 4)
    for (uint32_t n = 0; n < p->runs; n++) {
        if (p->run[n].count == 0)
            continue;
        money *sum =
            pair_sums_mine(&fit->sums) + (uint64_t)p->run[n].cell * (uint64_t)fit->b->table->cells;
        uint64_t kept = first[p->run[n].first];
        uint32_t last = p->run[n].first + p->run[n].count;
        for (uint64_t l = p->supplier_first[p->run[n].first]; l < p->supplier_first[last]; l++) {
            money flow = rounded_flow(fit, &p->run[n], l);
            if (flow < LEAST_FLOW)
                continue;
            supplier[kept] = p->supplier[l];
            p->flow[kept++] = flow;
            sum[fit->supplier[p->supplier[l]].cell] += flow;
        }
    }
    free(p->supplier_first);
    free(p->supplier);
    p->supplier_first = first;
    p->supplier = supplier;
    p->links = next;
    return true;
}

static bool market_flows(struct fitting *fit, struct error *err)
{
    struct population *p = fit->p;
    int cells = fit->b->table->cells;
    if (!population_array(&p->market, fit->sums.pairs, err))
        return false;
#pragma omp parallel for schedule(static)
    for (int d = 0; d < cells; d++)
        for (int c = 0; c < cells; c++)
            p->market[(size_t)d * (size_t)cells + (size_t)c] =
                population_flow(fit->b, d, c) -
                pair_sums_total(&fit->sums, (uint64_t)c * (uint64_t)cells + (uint64_t)d);
    return true;
}

/* What firms buy and sell in the market is what links do not carry. */
static bool market_parts(struct population *p, struct error *err)
{
    if (!population_array(&p->market_purchases, p->firms, err) ||
        !population_array(&p->market_sales, p->firms, err))
        return false;
#pragma omp parallel for schedule(dynamic, 1024)
    for (uint32_t f = 0; f < p->firms; f++) {
        money bought = 0, sold = 0;
        for (uint64_t n = p->supplier_first[f]; n < p->supplier_first[f + 1]; n++)
            bought += p->flow[n];
        for (uint64_t n = p->customer_first[f]; n < p->customer_first[f + 1]; n++)
            sold += p->flow[p->customer_link[n]];
        p->market_purchases[f] = p->input_cost[f] - bought;
        p->market_sales[f] = p->sales[f] - sold;
    }
    return true;
}

static bool fit_flows(struct fitting *fit, struct error *err)
{
    if (!population_transpose(fit->p, err) || !allocate_fitting(fit, err))
        return false;
    start_fitting(fit);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        fit_customers(fit);
        fit_pairs(fit);
        fit_suppliers(fit);
    }
    deliver(fit);
    fit_pairs(fit);
    return keep_links(fit, err) && market_flows(fit, err);
}

bool population_flows(struct population_build *b, struct error *err)
{
    struct fitting fit = {.b = b, .p = b->population};
    bool ok = fit_flows(&fit, err);
    free_fitting(&fit);
    return ok && population_transpose(b->population, err) && market_parts(b->population, err);
}

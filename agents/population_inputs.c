/* How many suppliers a firm names, and of which cells.
 *
 * Inputs that can be named: products of linkable industries that make up at least 1 % of the
 * cell's input cost (all origins together). With y_i their part of firm i's cost, it draws
 *
 *     K_i = floor(kappa_r y_i^b exp(sd g - sd^2 / 2) + u)     suppliers, sd = 1, b = 0.78
 *
 * kappa_r makes the mean of region r what is asked for (5.4); goods producers draw at least 3.
 * The noise makes small firms that sell but name nobody. The K_i draws are equidistant points
 * with one random phase on the line of supplier cells, each as long as
 *
 *     Z_dc sbar_k^-0.4,   sbar_k = geometric mean over the full regions of sales per firm
 *
 * so that links are more numerous where suppliers are small, and every input that matters to a
 * firm with many suppliers has a named one. Firms with fewer than 4 suppliers name none abroad.
 *
 * Source: the exponent is the size tail over the degree tail, 1.05 / 1.35 (Fujiwara and Aoyama
 * 2010, recalled); everything else is our assumption, chosen to give the shape of the Japanese
 * network (docs/model/population.md).
 */
#include <math.h>

#include "agents/population_internal.h"

static const double BUNDLED = 0.01, SMALL_SUPPLIERS = 0.4, NOISE = 1;
enum { GOODS_SUPPLIERS_LEAST = 3 };

/* log2 of sbar_k; over all regions if none is modelled in full or makes the product. */
static double mean_log_sales(const struct population_build *b, int k)
{
    for (int all = 0; all < 2; all++) {
        double sum = 0;
        int regions = 0;
        for (int r = 0; r < b->world->regions; r++) {
            int c = r * b->world->industries + k;
            if ((all || b->world->of_region.modelled_in_full[r] > 0.5) && b->cell_firms[c] > 0) {
                sum += population_log2((double)b->table->output[c] / b->cell_firms[c]);
                regions++;
            }
        }
        if (regions > 0)
            return sum / regions;
    }
    return 0;
}

/* Which products cell c names suppliers for; returns their part of its input cost. */
static money nameable(const struct population_build *b, int c, bool *named)
{
    money sum = 0;
    for (int k = 0; k < b->world->industries; k++) {
        money cost = 0;
        for (int r = 0; r < b->world->regions; r++)
            cost += population_flow(b, r * b->world->industries + k, c);
        named[k] = b->world->of_industry.linkable[k] > 0.5 && cost > 0 &&
                   (double)cost >= BUNDLED * (double)b->inputs[c];
        if (named[k])
            sum += cost;
    }
    return sum;
}

/* The line of one cell behind the entries that are there already. Returns how many it added. */
static uint32_t make_line(const struct population_build *b, int c, bool own, const bool *named,
                          const double *log_sales, uint16_t *cell, double *until)
{
    uint32_t count = 0;
    double running = 0;
    for (int input = 0; input < b->table->inputs; input++)
        for (int d = 0; d < b->table->cells; d++) {
            if (population_input(b, d, c) != input || !named[d % b->world->industries] ||
                (own && population_region(b, d) != population_region(b, c)))
                continue;
            money flow = population_flow(b, d, c);
            if (flow == 0 || b->cell_firms[d] == 0)
                continue;
            running += (double)flow *
                       population_exp2(-SMALL_SUPPLIERS * log_sales[d % b->world->industries]);
            cell[count] = (uint16_t)d;
            until[count++] = running;
        }
    return count;
}

bool population_inputs(const struct population_build *b, struct supplier_lines *lines,
                       struct error *err)
{
    uint64_t cells = (uint64_t)b->table->cells;
    uint64_t room = cells * (cells + (uint64_t)b->world->industries);
    double log_sales[INDUSTRIES_MAX];
    if (!population_array(&lines->cells, room, err) || !population_array(&lines->untils, room, err))
        return false;
    for (int k = 0; k < b->world->industries; k++)
        log_sales[k] = mean_log_sales(b, k);
    uint64_t used = 0;
    for (int c = 0; c < b->table->cells; c++) {
        bool named[INDUSTRIES_MAX];
        money cost = nameable(b, c, named);
        if (b->cell_firms[c] == 0)
            continue;
        lines->share[c] = (double)cost / (double)b->table->output[c];
        for (int own = 0; own < 2; own++) {
            uint16_t *cell = lines->cells + used;
            double *until = lines->untils + used;
            uint32_t count = make_line(b, c, own, named, log_sales, cell, until);
            (own ? lines->own : lines->all)[c] = (struct supplier_line){cell, until, count};
            used += count;
        }
    }
    return true;
}

void population_inputs_free(struct supplier_lines *lines)
{
    free(lines->cells);
    free(lines->untils);
}

/* y^b exp(noise) of the firms of a run, and their sum. */
static double wish_run(const struct population_build *b, const struct supplier_lines *lines,
                       const struct firm_run *run, float *wish)
{
    double sum = 0;
    for (uint32_t f = run->first; f < run->first + run->count; f++) {
        struct rng_block block = rng_words(b->rng, RNG_FIRM, f, RNG_SUPPLIER_COUNT, 0);
        double noise = population_exp(NOISE * population_normal(block.word[0]) - NOISE * NOISE / 2);
        double cost = (double)b->population->sales[f] * lines->share[run->cell];
        wish[f] = (float)(population_power(cost, b->options->degree_exponent) * noise);
        sum += wish[f];
    }
    return sum;
}

static void count_run(const struct population_build *b, const struct supplier_lines *lines,
                      const struct firm_run *run, double kappa, const float *wish, uint64_t *slot)
{
    bool goods = b->world->of_industry.goods[run->cell % b->world->industries] > 0.5;
    double most = b->options->firms;
    for (uint32_t f = run->first; f < run->first + run->count; f++) {
        struct rng_block block = rng_words(b->rng, RNG_FIRM, f, RNG_SUPPLIER_COUNT, 0);
        double u = (double)block.word[1] * 0x1p-32;
        double count = floor(fmin(kappa * wish[f], most) + u);
        if (goods && count < GOODS_SUPPLIERS_LEAST)
            count = GOODS_SUPPLIERS_LEAST;
        slot[f] = lines->all[run->cell].count > 0 ? (uint64_t)count : 0;
    }
}

bool population_degrees(const struct population_build *b, const struct supplier_lines *lines,
                        uint64_t *slot, struct error *err)
{
    struct population *p = b->population;
    float *wish;
    double *sum, kappa[REGIONS_MAX];
    if (!population_array(&wish, p->firms, err))
        return false;
    if (!population_array(&sum, p->runs, err)) {
        free(wish);
        return false;
    }
#pragma omp parallel for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++)
        sum[n] = wish_run(b, lines, &p->run[n], wish);
    for (int r = 0; r < b->world->regions; r++) {
        uint32_t first = p->region_locality[r], end = p->region_locality[r + 1];
        uint32_t industries = (uint32_t)b->world->industries;
        double total = 0, firms = p->locality_firm[end] - p->locality_firm[first];
        for (uint32_t n = first * industries; n < end * industries; n++)
            total += sum[n];
        kappa[r] = total > 0 ? b->options->mean_suppliers * firms / total : 0;
    }
#pragma omp parallel for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++)
        count_run(b, lines, &p->run[n], kappa[population_region(b, p->run[n].cell)], wish, slot);
    free(wish);
    free(sum);

    uint64_t next = 0;
    for (uint32_t f = 0; f < p->firms; f++) {
        uint64_t count = slot[f];
        slot[f] = next;
        next += count;
    }
    slot[p->firms] = next;
    return true;
}

/* Rewiring: customers change named suppliers.
 *
 * At every date (rewiring_every) a link l from supplier i to a customer is compared with another
 * firm j of the supplier's cell, drawn as at the opening (population_fitness.c): 55 % in the
 * customer's locality, 15 % near it, else anywhere in the region, in proportion to
 *
 *     fitness   capacity_j^0.78 exp(0.4 g_j)                 undamaged capacity, g_j of the opening
 *     compared  with probability 1 - exp(-review * time),    always where F_i < rewiring_fill_least
 *     advantage D = ln(p_i / p_j) + e ln(F_j / F_i)          in terms of price
 *     changed   with probability tanh(response D / 2) where D > 0
 *     turnover  1 - exp(-turnover * time) of the links go to j for reasons outside the model
 *
 * p price, F remembered fill rate (at least .1), e the exponent of fill rates in the choice of
 * suppliers (sourcing.c). With utilities response * D and logit choice, tanh(x / 2) is by how much
 * more choose the better than the worse one; taste that would move as many customers one way as the
 * other is turnover, and there is none without shocks: where all charge the same, nobody changes.
 *
 * Both firms are of one cell, so the lag, the tariff and the currency stay. The customer keeps the
 * link's share, stock and goods under way; nothing is paid. A firm without the capacity for the
 * link's usual order, a supplier of that input already, or the customer itself, is no candidate:
 * the link stays.
 *
 * Source: our assumption. Rising probability with the advantage: discrete choice (McFadden 1974);
 * new partners in proportion to size to a power: Fujiwara and Aoyama 2010, Bernard, Moxnes and
 * Saito 2019 (recalled); links of Japanese firms live 5 to 12 years (recalled).
 * Reads   firm.{price, fill_rate, expected_sales, capital, ...}. Writes link.supplier,
 * region.link_changes, and the index of links by supplier.
 * Keeps   goods and money: none moves. Numbers of links.
 */
#include <math.h>

#include "agents/firm_terms.h"
#include "agents/rules.h"
#include "agents/sourcing.h"
#include "agents/tally.h"
#include "core/memory.h"

struct rewiring_terms {
    double turnover, review; /* probabilities at a date */
    double *firm_upto;       /* [firm] fitness of its run up to and with it */
    double *run_upto;        /* [run] fitness of its cell up to and with it, in the cell's order */
};

static double unit(uint32_t word)
{
    return ((double)word + 0.5) * 0x1p-32; /* above 0: rounding errors of prices move nobody */
}

static void set_fitness(struct state *s, const struct rewiring_terms *terms)
{
    const struct population *p = &s->population;
#pragma omp parallel for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++) {
        double sum = 0;
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++) {
            sum += pow(firm_capacity(&s->firm, f), s->parameters.degree_exponent) *
                   population_supplier_noise(s->rng.seed, f);
            terms->firm_upto[f] = sum;
        }
        terms->run_upto[n] = sum;
    }
    for (uint32_t c = 0; c < p->cells; c++) {
        double sum = 0;
        for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++)
            terms->run_upto[p->cell_run[n]] = sum += terms->run_upto[p->cell_run[n]];
    }
}

/* The first of `count` places, in the order of `place` where it is given, whose running sum lies
 * above the point. */
static uint32_t first_above(const double *upto, const uint32_t *place, uint32_t count, double point)
{
    uint32_t low = 0, high = count - 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (upto[place != NULL ? place[middle] : middle] > point)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Another firm of the cell for a customer of that locality, or SUPPLIER_NONE. */
static uint32_t draw_candidate(const struct state *s, const struct rewiring_terms *terms,
                               uint64_t l, uint16_t cell, uint32_t locality, struct rng_block where)
{
    const struct population *p = &s->population;
    struct rng_block who = rng_words(s->rng, RNG_LINK, (uint32_t)l, RNG_REWIRING, 2);
    const struct firm_run *run =
        population_local_run(p, (uint32_t)s->industries, cell, locality, where);
    if (run == NULL || terms->firm_upto[run->first + run->count - 1] <= 0) {
        const uint32_t *runs = p->cell_run + p->cell_first[cell];
        uint32_t count = p->cell_first[cell + 1] - p->cell_first[cell];
        double all = terms->run_upto[runs[count - 1]];
        run = &p->run[runs[first_above(terms->run_upto, runs, count, unit(where.word[2]) * all)]];
    }
    const double *upto = terms->firm_upto + run->first;
    if (run->count == 0 || upto[run->count - 1] <= 0) /* nobody has any capacity */
        return SUPPLIER_NONE;
    return run->first +
           first_above(upto, NULL, run->count, unit(who.word[0]) * upto[run->count - 1]);
}

/* True if the firm sells the customer the input of link l already. */
static bool supplies(const struct state *s, uint64_t l, uint32_t customer, uint32_t firm)
{
    const struct link_table *link = &s->link;
    uint64_t first = s->population.supplier_first[customer];
    uint64_t end = s->population.supplier_first[customer + 1], i = l;
    while (i > first && link->input[i - 1] == link->input[l])
        i--;
    for (; i < end && link->input[i] == link->input[l]; i++)
        if (link->supplier[i] == firm)
            return true;
    return false;
}

/* True if the firm's capacity is enough for its sales and the usual order over the link. */
static bool can_serve(const struct state *s, uint64_t l, uint32_t customer, uint32_t firm)
{
    int m = s->firm.cell[customer] * s->inputs + s->link.input[l];
    double order = s->link.share[l] * s->market.coefficient[m] * s->firm.expected_sales[customer];
    return s->firm.expected_sales[firm] + order <= firm_capacity(&s->firm, firm);
}

static double advantage(const struct state *s, uint32_t supplier, uint32_t other)
{
    const struct firm_table *firm = &s->firm;
    double ratio = larger(firm->fill_rate[other], SOURCING_FILL_LEAST) /
                   larger(firm->fill_rate[supplier], SOURCING_FILL_LEAST);
    return log(firm->price[supplier] / firm->price[other]) +
           s->parameters.sourcing_fill_exponent * log(ratio);
}

/* The new supplier of a link that ends or is compared; SUPPLIER_NONE: it stays. */
static uint32_t new_supplier(const struct state *s, const struct rewiring_terms *terms, uint64_t l,
                             const struct firm_run *run, uint32_t customer, bool ends)
{
    uint32_t old = s->link.supplier[l];
    struct rng_block draw = rng_words(s->rng, RNG_LINK, (uint32_t)l, RNG_REWIRING, 1);
    uint32_t other = draw_candidate(s, terms, l, s->firm.cell[old], run->locality, draw);
    if (other == SUPPLIER_NONE || other == old || other == customer)
        return SUPPLIER_NONE;
    double response = s->parameters.rewiring_response;
    if (!ends && unit(draw.word[3]) >= tanh(response * advantage(s, old, other) / 2))
        return SUPPLIER_NONE;
    bool candidate = can_serve(s, l, customer, other) && !supplies(s, l, customer, other);
    return candidate ? other : SUPPLIER_NONE;
}

static int64_t rewire_run(struct state *s, const struct rewiring_terms *terms,
                          const struct firm_run *run)
{
    const uint64_t *links = s->population.supplier_first;
    const struct firm_table *firm = &s->firm;
    uint64_t last = links[run->first + run->count]; /* links of other runs may be changing */
    double leaving = terms->turnover + (1 - terms->turnover) * terms->review;
    int64_t changed = 0;
    struct rng_block draw = {0};
    bool drawn = false;
    for (uint32_t f = run->first; f < run->first + run->count; f++)
        for (uint64_t l = links[f]; l < links[f + 1]; l++) {
            __builtin_prefetch(&firm->fill_rate[s->link.supplier[memory_ahead(l, last)]]);
            if (!drawn || l % 4 == 0) /* one block serves four links */
                draw = rng_words(s->rng, RNG_LINK, (uint32_t)(l / 4), RNG_REWIRING, 0);
            drawn = true;
            double u = unit(draw.word[l % 4]);
            if (u >= leaving &&
                firm->fill_rate[s->link.supplier[l]] >= s->parameters.rewiring_fill_least)
                continue;
            uint32_t supplier = new_supplier(s, terms, l, run, f, u < terms->turnover);
            if (supplier != SUPPLIER_NONE) {
                s->link.supplier[l] = supplier;
                changed++;
            }
        }
    return changed;
}

void rewiring(struct state *s)
{
    const struct parameters *parameters = &s->parameters;
    uint32_t week = (uint32_t)(1 / s->clock.weeks + 0.5);
    uint32_t every = (uint32_t)parameters->rewiring_every * week;
    if (every == 0 || (s->clock.step + 1) % every != 0)
        return;
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    double years = every * s->clock.years;
    struct rewiring_terms terms = {
        .turnover = parameters->shocks ? 1 - exp(-parameters->rewiring_turnover * years) : 0,
        .review = 1 - exp(-parameters->rewiring_review * years),
        .firm_upto = arena_array(&s->scratch, double, p->firms),
        .run_upto = arena_array(&s->scratch, double, p->runs),
    };
    struct tally tally = tally_open(&s->scratch, (size_t)s->regions);
    set_fitness(s, &terms);
#pragma omp parallel
    {
        int64_t *mine = tally_mine(&tally);
#pragma omp for schedule(dynamic, 16)
        for (uint32_t n = 0; n < p->runs; n++)
            mine[s->cell[p->run[n].cell].region] += rewire_run(s, &terms, &p->run[n]);
    }
    int64_t changed = 0;
    for (int r = 0; r < s->regions; r++)
        changed += s->region.link_changes[r] = tally_sum(&tally, (size_t)r);
    arena_reset(&s->scratch, mark);
    if (changed > 0)
        state_index_customers(s);
}

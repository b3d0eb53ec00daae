/* The firms and links of a list, a handful of firms whose every number can be computed by hand, and
 * of the tables only what firms, links and markets need. */
#ifndef KEIRETSU_TESTS_NETWORK_SUPPORT_H
#define KEIRETSU_TESTS_NETWORK_SUPPORT_H

#include "rule_support.h"

/* Tables of a population without households, as far as supply needs them. */
static inline void model_open_supply(struct model *m)
{
    struct error err = {0};
    struct state *s = &m->state;
    struct opening *o = calloc(1, sizeof *o);
    assert_success(state_allocate(s, &m->world, &m->parameters, &m->table, &err), err);
    size_t cells = (size_t)s->cells;
    o->table = &m->table;
    o->wages = calloc(cells, sizeof *o->wages);
    o->investment = calloc(cells, sizeof *o->investment);
    o->loans = calloc(cells, sizeof *o->loans);
    o->even_leverage = calloc(cells, sizeof *o->even_leverage);
    for (int r = 0; r < s->regions; r++) {
        s->region.wage_index[r] = s->region.exchange_rate[r] = 1;
        s->region.consumer_prices[r] = s->region.investment_prices[r] = 1;
    }
    trends_opening(s);
    assert_success(opening_cells(s, o, &err), err);
    assert_success(opening_firms(s, o, &err), err);
    opening_markets(s, o);
    opening_links(s);
    free(o->wages);
    free(o->investment);
    free(o->loans);
    free(o->even_leverage);
    free(o);
}

/* Positions of each supplier's links, from the links of each customer. */
static inline void population_index_customers(struct population *p)
{
    uint64_t *next = calloc(p->firms + 1, sizeof *next);
    memset(p->customer_first, 0, (p->firms + 1) * sizeof *p->customer_first);
    for (uint64_t l = 0; l < p->links; l++)
        p->customer_first[p->supplier[l] + 1]++;
    for (uint32_t f = 0; f < p->firms; f++)
        next[f + 1] = p->customer_first[f + 1] += p->customer_first[f];
    for (uint64_t l = 0; l < p->links; l++)
        p->customer_link[next[p->supplier[l]]++] = (uint32_t)l;
    free(next);
}

/* A firm of a list, in the order of cells (region * industries + industry), and a link between
 * two of them; in cents a step. Links in the order of customers, then industries of suppliers. */
struct network_firm {
    int cell;
    money sales;
};

struct network_link {
    uint32_t supplier, customer;
    money flow;
};

static inline void network_allocate(struct model *m, uint32_t firms, uint64_t links)
{
    struct population *p = &m->state.population;
    uint32_t cells = (uint32_t)m->world.cells, regions = (uint32_t)m->world.regions;
    *p = (struct population){.cells = cells,
                             .firms = firms,
                             .links = links,
                             .age_groups = m->world.age_groups,
                             .runs = cells,
                             .localities = regions};
    p->run = calloc(cells, sizeof *p->run);
    p->cell_first = calloc(cells + 1, sizeof *p->cell_first);
    p->cell_run = calloc(cells, sizeof *p->cell_run);
    p->region_locality = calloc(regions + 1, sizeof *p->region_locality);
    p->locality_firm = calloc(regions + 1, sizeof *p->locality_firm);
    p->locality_row = calloc(regions + 1, sizeof *p->locality_row);
    p->cell = calloc(firms, sizeof *p->cell);
    p->size = calloc(firms, sizeof *p->size);
    p->sales = calloc(firms, sizeof *p->sales);
    p->input_cost = calloc(firms, sizeof *p->input_cost);
    p->market_purchases = calloc(firms, sizeof *p->market_purchases);
    p->market_sales = calloc(firms, sizeof *p->market_sales);
    p->staff = calloc(firms, sizeof *p->staff);
    p->supplier_first = calloc(firms + 1, sizeof *p->supplier_first);
    p->supplier = calloc(links + 1, sizeof *p->supplier);
    p->flow = calloc(links + 1, sizeof *p->flow);
    p->customer_first = calloc(firms + 1, sizeof *p->customer_first);
    p->customer_link = calloc(links + 1, sizeof *p->customer_link);
    p->market = calloc((size_t)cells * cells, sizeof *p->market);
}

static inline void network_set_runs(struct population *p, int industries)
{
    for (uint32_t c = 0, f = 0; c < p->cells; c++) {
        p->cell_first[c] = p->cell_run[c] = c;
        p->run[c] = (struct firm_run){
            .first = f, .locality = c / (uint32_t)industries, .cell = (uint16_t)c};
        while (f < p->firms && p->cell[f] == c) {
            p->run[c].count++;
            f++;
        }
        p->cell_first[c + 1] = c + 1;
        p->region_locality[p->run[c].locality + 1] = p->run[c].locality + 1;
        p->locality_firm[p->run[c].locality + 1] = f;
    }
}

/* What firms do not sell over links or to cells goes to the households of their region, a fifth
 * of it to its investors. */
static inline void network_set_table(struct model *m)
{
    struct population *p = &m->state.population;
    struct opening_table *t = &m->table;
    size_t cells = (size_t)m->world.cells, regions = (size_t)m->world.regions;
    *t = (struct opening_table){.regions = m->world.regions,
                                .industries = m->world.industries,
                                .cells = m->world.cells,
                                .inputs = m->world.industries};
    t->output = calloc(cells, sizeof *t->output);
    t->intermediate = calloc(cells * cells, sizeof *t->intermediate);
    t->final = calloc(cells * regions * FINAL_USES, sizeof *t->final);
    t->value_added = calloc(cells, sizeof *t->value_added);
    t->input = calloc(cells * cells, sizeof *t->input);
    memcpy(t->intermediate, p->market, cells * cells * sizeof *p->market);
    for (uint32_t f = 0; f < p->firms; f++) {
        t->output[p->cell[f]] += p->sales[f];
        for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++)
            t->intermediate[p->cell[p->supplier[l]] * cells + p->cell[f]] += p->flow[l];
    }
    for (size_t d = 0; d < cells; d++) {
        money rest = t->output[d], inputs = 0;
        for (size_t c = 0; c < cells; c++) {
            t->input[d * cells + c] = (uint8_t)(d % (size_t)m->world.industries);
            rest -= t->intermediate[d * cells + c];
            inputs += t->intermediate[c * cells + d];
        }
        assert_true(rest >= 0);
        t->value_added[d] = (double)(t->output[d] - inputs);
        money *final = t->final + (d * regions + d / (size_t)m->world.industries) * FINAL_USES;
        final[USE_INVESTMENT] = rest / 5;
        final[USE_HOUSEHOLD] = rest - rest / 5;
    }
}

/* Opens a list of firms and links in the model's world. market [supplier cell][customer cell] is
 * what cells buy without naming a supplier; NULL for nothing. The firms of a cell buy the same
 * inputs per unit of output, so their links must leave room for that. */
static inline void network_open(struct model *m, enum clock_step step,
                                const struct network_firm *firm, uint32_t firms,
                                const struct network_link *link, uint64_t links,
                                const money *market)
{
    struct population *p = &m->state.population;
    model_set_clock(m, step);
    network_allocate(m, firms, links);
    size_t cells = p->cells;
    if (market != NULL)
        memcpy(p->market, market, cells * cells * sizeof *market);
    for (uint32_t f = 0; f < firms; f++) {
        assert_true(f == 0 || firm[f - 1].cell <= firm[f].cell);
        p->cell[f] = (uint16_t)firm[f].cell;
        p->size[f] = (uint64_t)firm[f].sales;
        p->sales[f] = p->market_sales[f] = firm[f].sales;
        p->staff[f] = firm[f].sales / 1000 + 1;
    }
    network_set_runs(p, m->world.industries);
    for (uint64_t l = 0; l < links; l++) {
        assert_true(l == 0 || link[l - 1].customer < link[l].customer ||
                    (link[l - 1].customer == link[l].customer &&
                     firm[link[l - 1].supplier].cell % m->world.industries <=
                         firm[link[l].supplier].cell % m->world.industries));
        p->supplier_first[link[l].customer + 1] = l + 1;
        p->supplier[l] = link[l].supplier;
        p->flow[l] = link[l].flow;
        p->market_sales[link[l].supplier] -= link[l].flow;
    }
    for (uint32_t f = 0; f < firms; f++)
        if (p->supplier_first[f + 1] < p->supplier_first[f])
            p->supplier_first[f + 1] = p->supplier_first[f];
    population_index_customers(p);
    network_set_table(m);
    for (uint32_t f = 0; f < firms; f++) {
        double inputs = (double)m->table.output[p->cell[f]] - m->table.value_added[p->cell[f]];
        p->input_cost[f] = p->market_purchases[f] =
            money_round(inputs * (double)p->sales[f] / (double)m->table.output[p->cell[f]]);
        for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++)
            p->market_purchases[f] -= p->flow[l];
        assert_true(p->market_sales[f] >= 0 && p->market_purchases[f] >= 0);
    }
    model_open_supply(m);
    for (uint32_t f = 0; f < firms; f++) /* a cell that sells nothing in the market */
        if (!(m->state.firm.market_share[f] >= 0))
            m->state.firm.market_share[f] = m->state.firm.appeal[f] = 0;
}

#endif

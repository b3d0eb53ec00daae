/* The supply phases in small worlds: two firms by hand, recovery, more stocks, other labels. */
#include "network_support.h"
#include "supply_support.h"

/* Firm 0 and firm 1 sell 100 a day to each other and 100 to households. Goods arrive on the next
 * day, two days of use are held, half of a gap is ordered each day (g = 1/2), capacity is 200. */
enum { UNIT = 10000 };

static struct model *cycle_new(bool goods, enum rationing_rule rule)
{
    static const struct network_firm FIRMS[] = {{0, 200 * UNIT}, {1, 200 * UNIT}};
    static const struct network_link LINKS[] = {{1, 0, 100 * UNIT}, {0, 1, 100 * UNIT}};
    struct model *m = calloc(1, sizeof *m);
    parameters_default(&m->parameters);
    m->parameters.normal_utilisation = 1;
    m->parameters.stock_gap_lag = 1 / (7 * log(2));
    m->parameters.rationing = rule;
    world_clear(&m->world, 1, 2);
    m->world.route_weeks[0][0] = 1.0 / 7;
    for (int k = 0; k < 2; k++) {
        m->world.of_industry.goods[k] = goods;
        m->world.of_industry.finished_stock[k] = goods ? 1.0 / 7 : 0;
        m->world.of_industry.input_stock[k] = 2.0 / 7;
        for (int user = 0; user < 2; user++)
            m->world.essentiality[k][user] = INPUT_CRITICAL;
    }
    network_open(m, CLOCK_DAY, FIRMS, 2, LINKS, 2, NULL);
    m->state.firm.damage[0] = 0.1;
    return m;
}

/* The same economy in plain numbers. */
struct cycle {
    double stock[2], under_way[2], finished[2]; /* of firm 0 and 1, in units */
    double order[2], output[2], link[2], final[2];
};

static void cycle_step(struct cycle *x, bool goods, bool weighted)
{
    static const double CAPACITY[] = {180, 200};
    double plan[2];
    for (int f = 0; f < 2; f++) {
        plan[f] = goods ? fmin(200 + (200 - x->finished[f]) / 2, 200) : 200;
        x->stock[f] += x->under_way[f];
        double order = 0.5 * (plan[f] + 200) / 2 + (300 - x->stock[f]) / 2;
        x->order[f] = clipped(order, 0, 130);
    }
    for (int f = 0; f < 2; f++) {
        double orders = x->order[1 - f], demand = orders + 100;
        double wanted = goods ? plan[f] : demand;
        x->output[f] = fmin(fmin(wanted, CAPACITY[f]), 2 * x->stock[f]);
        double available = x->output[f] + (goods ? x->finished[f] : 0), lack = demand - available;
        double least = fmax(lack, 0) / demand, most = least; /* what firms and households lose */
        if (weighted && lack > 0) {
            least = fmin(lack / (orders + 2 * 100), 0.5);
            most = 2 * least;
        }
        x->link[f] = orders * (1 - least);
        x->final[f] = 100 * (1 - most);
        x->finished[f] = goods ? available - x->link[f] - x->final[f] : 0;
    }
    for (int f = 0; f < 2; f++) {
        x->stock[f] -= 0.5 * x->output[f];
        x->under_way[f] = x->link[1 - f];
    }
}

static void assert_units(double cents, double units)
{
    assert_close(cents / UNIT, units, 1e-12);
}

static void two_firms_do_as_computed_by_hand(void **unused)
{
    (void)unused;
    for (int kind = 0; kind < 4; kind++) {
        bool goods = kind % 2, weighted = kind / 2;
        struct model *m = cycle_new(goods, weighted ? RATIONING_WEIGHTED : RATIONING_PROPORTIONAL);
        struct state *s = &m->state;
        struct supply supply = supply_of(s, false);
        struct cycle x = {.stock = {200, 200}, .under_way = {100, 100}};
        x.finished[0] = x.finished[1] = goods ? 200 : 0;
        bool rationed = false;
        for (int day = 1; day <= 60; day++) {
            supply_step(&supply);
            cycle_step(&x, goods, weighted);
            for (uint32_t f = 0; f < 2; f++) {
                /* Link 0 is firm 0's purchase, link 1 firm 1's. */
                assert_units(s->link.order[f], x.order[f]);
                assert_units(s->firm.output[f], x.output[f]);
                assert_units(s->firm.deliveries[f], x.link[f] + x.final[f]);
                assert_units(s->firm.market_delivered[f], x.final[f]);
                assert_units(s->link.stock[f], x.stock[f]);
                assert_units(s->link.transit[f], x.under_way[f]);
                assert_near(s->firm.finished_stock[f] / UNIT, x.finished[f], 1e-9);
                rationed |= x.final[f] < 99.9;
            }
            if (goods && day == 1) {
                /* All is served from stock. */
                assert_units(s->firm.output[0], 180);
                assert_units(s->firm.finished_stock[0], 180);
                assert_units(s->link.stock[0], 210);
            } else if (goods && day == 2) {
                /* Plan min(200 + 20/2, 200), orders 100 + (300 - 310)/2 and 100. */
                assert_units(s->link.order[0], 95);
                assert_units(s->firm.finished_stock[0], 160);
                assert_units(s->firm.output[1], 200);
                assert_units(s->firm.finished_stock[1], 205);
            } else if (!goods && !weighted && day == 1) {
                assert_units(s->firm.output[0], 180);
                assert_units(s->link.transit[1], 90);
                assert_units(s->link.stock[0], 210);
                assert_units(s->link.stock[1], 200);
            } else if (!goods && !weighted && day == 2) {
                /* Orders 100 + (300 - 310)/2 and 100 + (300 - 290)/2; 180 for orders of 205. */
                assert_units(s->link.order[0], 95);
                assert_units(s->link.order[1], 105);
                assert_units(s->link.transit[1], 105 * 36.0 / 41);
                assert_units(s->firm.output[1], 195);
                assert_units(s->link.stock[0], 220);
                assert_units(s->link.stock[1], 192.5);
            } else if (!goods && !weighted && day == 3) {
                assert_units(s->link.order[0], 92.5);
                assert_units(s->link.order[1], 100 + (300 - 192.5 - 3780 / 41.0) / 2);
            } else if (!goods && weighted && day == 1) {
                /* 20 short: x = 20 / (100 + 2 * 100) = 1/15. */
                assert_units(s->link.transit[1], 100 * 14.0 / 15);
                assert_units(s->firm.market_delivered[0], 100 * 13.0 / 15);
            }
        }
        assert_true(rationed);
        assert_int_equal(s->firm.constraint[0], CAUSE_DAMAGE);
        supply_end(&supply);
        model_free(m);
    }
}

/* Half of the east's car capacity is lost for 30 days. Finished goods are made up at the speed of
 * their gap, input stocks that damaged firms went on ordering are worked off, and in the longest
 * of these ways everything is back to one part in a million after four years and a half; after
 * six where firms also learn, and learn too much, from the orders of those days. */
static void everything_returns_after_full_recovery(void **unused)
{
    (void)unused;
    static const int DAYS[] = {1638, 2190};
    const double most = 1e-6;
    struct model *m = model_of(CLOCK_DAY);
    struct state *s = &m->state, *opening = tables_copy(s);
    uint64_t firms = s->population.firms, links = s->population.links;
    for (int learning = 0; learning < 2; learning++) {
        tables_restore(s, opening);
        struct supply supply = supply_of(s, learning);
        double furthest = 0;
        for (int day = 0; day < DAYS[learning]; day++) {
            for (uint32_t f = 0; f < firms; f++)
                s->firm.damage[f] = day < 30 && s->firm.cell[f] == CARS ? 0.5 : 0;
            supply_step(&supply);
            if (day < 60)
                furthest = fmax(furthest, drift(s->firm.output, opening->firm.output, firms));
        }
        assert_true(furthest > 0.4);
        assert_true(drift(s->firm.output, opening->firm.output, firms) < most);
        assert_true(drift(s->firm.deliveries, opening->firm.deliveries, firms) < most);
        assert_true(drift(s->firm.expected_sales, opening->firm.expected_sales, firms) < most);
        assert_true(drift(s->firm.finished_stock, opening->firm.finished_stock, firms) < most);
        assert_true(drift(s->firm.fill_rate, opening->firm.fill_rate, firms) < most);
        assert_true(drift(s->link.stock, opening->link.stock, links) < most);
        assert_true(drift(s->link.order, opening->link.order, links) < most);
        assert_true(drift(s->market.stock, opening->market.stock, s->market.table.rows) < most);
        supply_end(&supply);
    }
    tables_free(opening);
    model_free(m);
}

enum { CHAIN = 4 };

/* A chain of makers of goods; the first is down for 20 of 200 days. Output of the last and of
 * all, with safety stocks of so many days. */
static void chain_output(int stock_days, bool learning, double *last, double *all)
{
    struct network_firm firms[CHAIN];
    struct network_link links[CHAIN - 1];
    struct model *m = calloc(1, sizeof *m);
    parameters_default(&m->parameters);
    world_clear(&m->world, 1, CHAIN);
    m->world.route_weeks[0][0] = 1.0 / 7;
    for (int k = 0; k < CHAIN; k++) {
        m->world.of_industry.goods[k] = 1;
        m->world.of_industry.finished_stock[k] = 2.0 / 7;
        m->world.of_industry.input_stock[k] = stock_days / 7.0;
        for (int user = 0; user < CHAIN; user++)
            m->world.essentiality[k][user] = INPUT_CRITICAL;
        firms[k] = (struct network_firm){k, (100 + 50 * k) * UNIT};
        if (k > 0)
            links[k - 1] =
                (struct network_link){(uint32_t)k - 1, (uint32_t)k, (80 + 50 * (k - 1)) * UNIT};
    }
    network_open(m, CLOCK_DAY, firms, CHAIN, links, CHAIN - 1, NULL);
    struct supply supply = supply_of(&m->state, learning);
    *last = *all = 0;
    for (int day = 0; day < 200; day++) {
        m->state.firm.damage[0] = day >= 5 && day < 25;
        supply_step(&supply);
        for (int f = 0; f < CHAIN; f++)
            *all += m->state.firm.output[f] / UNIT;
        *last += m->state.firm.output[CHAIN - 1] / UNIT;
    }
    supply_end(&supply);
    model_free(m);
}

static void more_stocks_never_mean_less_output(void **unused)
{
    (void)unused;
    for (int learning = 0; learning < 2; learning++) {
        double last[2], all[2], first = 0;
        for (int days = 0; days <= 30; days++) {
            chain_output(days, learning, &last[days % 2], &all[days % 2]);
            first = days == 0 ? last[0] : first;
            if (days > 0) {
                assert_true(last[days % 2] >= last[1 - days % 2] * (1 - 1e-12));
                /* Where firms learn, larger losses also mean more restocking in between. */
                assert_true(learning || all[days % 2] >= all[1 - days % 2] * (1 - 1e-12));
            }
        }
        assert_true(last[0] > first * 1.05); /* and 30 days are much better than none */
    }
}

/* The firms of each run in another order; links follow them, sorted by input and supplier. */
static uint32_t *relabel_firms(struct population *p, const uint8_t *input_of)
{
    uint32_t *old = calloc(p->firms, sizeof *old), *new = calloc(p->firms, sizeof *new), number = 0;
    struct population q = *p;
    for (uint32_t n = 0; n < p->runs; n++) {
        const struct firm_run *run = &p->run[n];
        for (uint32_t i = 0; i < run->count; i++) {
            uint32_t other = (uint32_t)draw_between(0, i + 1, &number);
            old[run->first + i] = old[run->first + other];
            old[run->first + other] = run->first + i;
        }
    }
    for (uint32_t f = 0; f < p->firms; f++)
        new[old[f]] = f;
    p->size = calloc(p->firms, sizeof *p->size);
    p->sales = calloc(p->firms, sizeof *p->sales);
    p->input_cost = calloc(p->firms, sizeof *p->input_cost);
    p->market_purchases = calloc(p->firms, sizeof *p->market_purchases);
    p->market_sales = calloc(p->firms, sizeof *p->market_sales);
    p->staff = calloc(p->firms, sizeof *p->staff);
    p->supplier_first = calloc(p->firms + 1, sizeof *p->supplier_first);
    p->supplier = calloc(p->links, sizeof *p->supplier);
    p->flow = calloc(p->links, sizeof *p->flow);
    for (uint32_t f = 0; f < p->firms; f++) {
        p->size[f] = q.size[old[f]];
        p->sales[f] = q.sales[old[f]];
        p->input_cost[f] = q.input_cost[old[f]];
        p->market_purchases[f] = q.market_purchases[old[f]];
        p->market_sales[f] = q.market_sales[old[f]];
        p->staff[f] = q.staff[old[f]];
        uint64_t first = p->supplier_first[f], end = first;
        for (uint64_t l = q.supplier_first[old[f]]; l < q.supplier_first[old[f] + 1]; l++) {
            uint32_t supplier = new[q.supplier[l]];
            const uint8_t *input = input_of + p->cell[f];
            uint64_t at = end++;
            for (; at > first; at--) {
                uint32_t above = p->supplier[at - 1];
                int order = input[p->cell[above] * p->cells] - input[p->cell[supplier] * p->cells];
                if (order < 0 || (order == 0 && above < supplier))
                    break;
                p->supplier[at] = above;
                p->flow[at] = p->flow[at - 1];
            }
            p->supplier[at] = supplier;
            p->flow[at] = q.flow[l];
        }
        p->supplier_first[f + 1] = end;
    }
    population_index_customers(p);
    free(q.size);
    free(q.sales);
    free(q.input_cost);
    free(q.market_purchases);
    free(q.market_sales);
    free(q.staff);
    free(q.supplier_first);
    free(q.supplier);
    free(q.flow);
    free(old);
    return new;
}

static struct model *population_opened(uint32_t **labels)
{
    struct error err = {0};
    struct model *m = model_new();
    struct population_options options = model_options(m, 2000);
    model_create_table(m, CLOCK_DAY);
    assert_success(population_create(&m->state.population, &m->world, &m->table, &options, &err),
                   err);
    if (labels != NULL)
        *labels = relabel_firms(&m->state.population, m->table.input);
    model_open_supply(m);
    return m;
}

/* Lots are drawn by the number of the link, so the random rule is another draw, and left out. */
static void labels_of_firms_do_not_matter(void **unused)
{
    (void)unused;
    uint32_t *label, moved = 0;
    struct model *a = population_opened(NULL), *b = population_opened(&label);
    struct state *s = &a->state, *t = &b->state, *opening[] = {tables_copy(s), tables_copy(t)};
    struct supply first = supply_of(s, true), second = supply_of(t, true);
    for (int rule = 0; rule < RATIONING_RULES; rule++) {
        if (rule == RATIONING_RANDOM)
            continue;
        tables_restore(s, opening[0]);
        tables_restore(t, opening[1]);
        s->parameters.rationing = t->parameters.rationing = rule;
        damage_firms(s);
        for (uint32_t f = 0; f < s->population.firms; f++) {
            t->firm.damage[label[f]] = s->firm.damage[f];
            moved += label[f] != f;
        }
        for (int day = 0; day < 40; day++) {
            supply_step(&first);
            supply_step(&second);
        }
        double totals[2][6][5] = {{{0}}};
        for (uint32_t f = 0; f < s->population.firms; f++) {
            double sales = opening[0]->firm.expected_sales[f];
            assert_near(t->firm.output[label[f]], s->firm.output[f], 1e-8 * sales);
            for (int i = 0; i < 2; i++) {
                const struct state *x = i == 0 ? s : t;
                double *total = totals[i][x->firm.cell[f]];
                total[0] += x->firm.output[f];
                total[1] += x->firm.deliveries[f];
                total[2] += x->firm.demand_seen[f];
                total[3] += x->firm.finished_stock[f];
                total[4] += opening[i]->firm.expected_sales[f];
            }
        }
        for (int c = 0; c < 6; c++) {
            double scale = 1e-11 * totals[0][c][4];
            for (int i = 0; i < 5; i++)
                assert_near(totals[0][c][i], totals[1][c][i], scale);
            for (int j = 0; j < 3; j++)
                assert_near(s->market.stock[c * 3 + j], t->market.stock[c * 3 + j], scale);
        }
    }
    assert_true(moved > 6 * 1500);
    free(label);
    for (int i = 0; i < 2; i++)
        tables_free(opening[i]);
    supply_end(&first);
    supply_end(&second);
    model_free(a);
    model_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_firms_do_as_computed_by_hand),
        cmocka_unit_test(everything_returns_after_full_recovery),
        cmocka_unit_test(more_stocks_never_mean_less_output),
        cmocka_unit_test(labels_of_firms_do_not_matter),
    };
    return cmocka_run_group_tests(tests, one_thread, NULL);
}

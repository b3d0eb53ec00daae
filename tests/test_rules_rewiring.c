/* Rewiring: who changes its supplier and how often, by hand; nobody where nothing is gained; goods
 * and money stay; the index by supplier; the same bits for any number of threads. */
#include "network_support.h"

#include "agents/firm_terms.h"

/* Two sellers of one size. All customers name the first, the last one names both. */
enum { DEAR, CHEAP, SELLERS, CUSTOMERS = 6000, LINKS = CUSTOMERS + 1, UNIT = 10000 };
enum { DATE = 12 }; /* steps before a date: every 13th step is one */

static struct model *market_new(void)
{
    struct network_firm *firm = calloc(SELLERS + CUSTOMERS, sizeof *firm);
    struct network_link *link = calloc(LINKS, sizeof *link);
    static const money MARKET[4] = {0, (money)150 * CUSTOMERS * UNIT, 0, 0};
    firm[DEAR] = firm[CHEAP] = (struct network_firm){0, (money)1000000 * UNIT};
    for (uint32_t i = 0; i < CUSTOMERS; i++) {
        firm[SELLERS + i] = (struct network_firm){1, 1000 * UNIT};
        link[i] = (struct network_link){DEAR, SELLERS + i, 100 * UNIT};
    }
    link[LINKS - 1] = (struct network_link){CHEAP, SELLERS + CUSTOMERS - 1, 100 * UNIT};
    struct model *m = calloc(1, sizeof *m);
    parameters_default(&m->parameters);
    world_clear(&m->world, 1, 2);
    network_open(m, CLOCK_WEEK, firm, SELLERS + CUSTOMERS, link, LINKS, MARKET);
    m->state.clock.step = DATE;
    m->state.rng.step = DATE + 1;
    free(firm);
    free(link);
    return m;
}

static int64_t changes_of(struct state *s)
{
    state_clear_flows(s);
    rewiring(s);
    return s->region.link_changes[0];
}

static int64_t links_of(const struct state *s, uint32_t supplier)
{
    const struct population *p = &s->population;
    return (int64_t)(p->customer_first[supplier + 1] - p->customer_first[supplier]);
}

/* How often the cheap firm is drawn of the two. */
static double drawn(const struct state *s)
{
    double fitness[SELLERS];
    for (uint32_t f = 0; f < SELLERS; f++)
        fitness[f] = population_supplier_noise(s->rng.seed, f); /* they are of one size */
    return fitness[CHEAP] / (fitness[DEAR] + fitness[CHEAP]);
}

/* Within four standard deviations of that many of the customers that can change. */
static void assert_about(int64_t changes, double probability)
{
    double mean = (CUSTOMERS - 1) * probability, deviation = sqrt(mean * (1 - probability));
    assert_in_range((uint64_t)changes, (uint64_t)fmax(0, mean - 4 * deviation),
                    (uint64_t)(mean + 4 * deviation));
}

static void nobody_changes_without_a_gain(void **unused)
{
    (void)unused;
    struct model *m = market_new();
    struct state *s = &m->state;
    m->state.parameters.rewiring_review = 50;
    assert_int_equal(changes_of(s), 0);
    s->firm.price[DEAR] = 1 + 1e-13; /* rounding errors are no gain */
    assert_int_equal(changes_of(s), 0);
    s->firm.price[DEAR] = 0.9;
    assert_int_equal(changes_of(s), 0);
    s->firm.price[DEAR] = 1.1;
    s->clock.step = DATE + 1; /* no date */
    assert_int_equal(changes_of(s), 0);
    s->clock.step = DATE;
    s->parameters.rewiring_every = 0;
    assert_int_equal(changes_of(s), 0);
    model_free(m);
}

static void customers_move_to_the_cheaper_seller(void **unused)
{
    (void)unused;
    struct model *m = market_new();
    struct state *s = &m->state;
    /* Compared once a year, so 1 - exp(-1/4) at a date; tanh(10 ln 1.1 / 2) = 0.4435. */
    s->firm.price[DEAR] = 1.1;
    int64_t changes = changes_of(s);
    assert_about(changes, 0.2211992 * drawn(s) * 0.4434771);
    assert_int_equal(links_of(s, CHEAP), changes + 1);
    assert_int_equal(links_of(s, DEAR), LINKS - changes - 1);
    model_free(m);
}

static void customers_leave_who_does_not_deliver(void **unused)
{
    (void)unused;
    struct model *m = market_new();
    struct state *s = &m->state;
    s->parameters.rewiring_review = 0;
    s->firm.fill_rate[DEAR] = 0.51; /* nobody compares */
    assert_int_equal(changes_of(s), 0);
    /* All compare; D = ln(1 / 0.49) / 2 = 0.35667, tanh(10 D / 2) = 0.94506. */
    s->firm.fill_rate[DEAR] = 0.49;
    assert_about(changes_of(s), drawn(s) * 0.9450570);
    model_free(m);
}

static void links_end_by_themselves_with_shocks_only(void **unused)
{
    (void)unused;
    struct model *m = market_new();
    struct state *s = &m->state;
    s->parameters.rewiring_turnover = 1; /* 1 - exp(-1/4) at a date */
    assert_int_equal(changes_of(s), 0);
    s->parameters.shocks = true;
    assert_about(changes_of(s), 0.2211992 * drawn(s));
    model_free(m);
}

static void who_cannot_serve_gets_no_customers(void **unused)
{
    (void)unused;
    struct model *m = market_new();
    struct state *s = &m->state;
    s->parameters.rewiring_review = 50;
    s->firm.price[DEAR] = 2;
    /* A link brings orders of 100 units: a tenth of the customer's sales. */
    double capital = s->firm.capital[CHEAP];
    s->firm.expected_sales[CHEAP] = firm_capacity(&s->firm, CHEAP) - 99 * UNIT;
    assert_int_equal(changes_of(s), 0);
    s->firm.capital[CHEAP] = s->firm.expected_sales[CHEAP] = 0;
    assert_int_equal(changes_of(s), 0);
    s->firm.capital[DEAR] = 0; /* nobody to draw at all */
    assert_int_equal(changes_of(s), 0);
    s->firm.capital[CHEAP] = capital;
    s->firm.expected_sales[CHEAP] = firm_capacity(&s->firm, CHEAP) - 101 * UNIT;
    assert_true(changes_of(s) > 0);
    model_free(m);
}

static void only_suppliers_move(void **unused)
{
    (void)unused;
    struct model *m = market_new();
    struct state *s = &m->state;
    s->firm.price[DEAR] = 1.3;
    s->parameters.rewiring_review = 50;
    state_clear_flows(s);
    struct state *before = tables_copy(s);
    int64_t changes = changes_of(s);
    assert_true(changes > CUSTOMERS / 4);
    for (int t = 0; t < STATE_TABLES; t++)
        for (int c = 0; c < s->tables[t]->column_count; c++) {
            const struct table *table = s->tables[t];
            bool may = table->data[c] == (void *)s->link.supplier ||
                       table->data[c] == (void *)s->region.link_changes;
            size_t bytes = table->rows * column_type_size(table->columns[c].type);
            if (!may && memcmp(table->data[c], before->tables[t]->data[c], bytes) != 0)
                fail_msg("%s.%s changed", table->name, table->columns[c].name);
        }
    /* The customer of both keeps both. */
    assert_int_equal(s->link.supplier[LINKS - 2], DEAR);
    assert_int_equal(s->link.supplier[LINKS - 1], CHEAP);
    /* The index lists every link once, with its supplier, in ascending order. */
    const struct population *p = &s->population;
    assert_int_equal(p->customer_first[p->firms], LINKS);
    for (uint32_t f = 0; f < p->firms; f++)
        for (uint64_t i = p->customer_first[f]; i < p->customer_first[f + 1]; i++) {
            assert_int_equal(s->link.supplier[p->customer_link[i]], f);
            assert_true(i == p->customer_first[f] || p->customer_link[i - 1] < p->customer_link[i]);
        }
    tables_free(before);
    model_free(m);
}

/* A world of localities: every firm is somebody's supplier or customer. */
static void threads_change_nothing(void **unused)
{
    (void)unused;
    uint64_t first_hash = 0, first_index = 0;
    struct model *m = model_of(CLOCK_WEEK);
    struct state *s = &m->state;
    uint32_t number = 0;
    s->clock.step = DATE;
    s->rng.step = DATE + 1;
    s->parameters.shocks = true;
    s->parameters.rewiring_review = 5;
    for (uint32_t f = 0; f < s->population.firms; f++)
        s->firm.price[f] = draw_between(0.8, 1.2, &number);
    struct state *before = tables_copy(s);
    for (int n = 0; n < THREAD_CASES; n++) {
        tables_restore(s, before);
        state_index_customers(s);
        omp_set_num_threads(THREADS[n]);
        rewiring(s);
        assert_true(s->region.link_changes[EAST] > 0 && s->region.link_changes[WEST] > 0);
        uint64_t hash = state_hash(s), index = population_hash(&s->population);
        first_hash = n == 0 ? hash : first_hash;
        first_index = n == 0 ? index : first_index;
        assert_int_equal(hash, first_hash);
        assert_int_equal(index, first_index);
    }
    /* New suppliers are of the same cell, and none of the customer's others. */
    for (uint32_t f = 0; f < s->population.firms; f++)
        for (uint64_t l = s->population.supplier_first[f]; l < s->population.supplier_first[f + 1];
             l++) {
            uint32_t was = before->link.supplier[l], is = s->link.supplier[l];
            assert_int_equal(s->firm.cell[was], s->firm.cell[is]);
            assert_true(was == is || is != f);
            for (uint64_t i = s->population.supplier_first[f]; was != is && i < l; i++)
                assert_true(s->link.supplier[i] != is || s->link.input[i] != s->link.input[l]);
        }
    omp_set_num_threads(1);
    tables_free(before);
    model_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_changes_without_a_gain),
        cmocka_unit_test(customers_move_to_the_cheaper_seller),
        cmocka_unit_test(customers_leave_who_does_not_deliver),
        cmocka_unit_test(links_end_by_themselves_with_shocks_only),
        cmocka_unit_test(who_cannot_serve_gets_no_customers),
        cmocka_unit_test(only_suppliers_move),
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, one_thread, NULL);
}

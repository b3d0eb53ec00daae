/* Shape of the network of firms inside Japan, against what is known of the real one: numbers of
 * partners and their tails, sizes, assortativity, the bow-tie, localities.
 *
 * Below a million firms tails are cut off by the size of cells, so 20,000 firms are only asked
 * for the bow-tie, means and signs. KEIRETSU_LONG=1 runs a million firms, with time and memory;
 * KEIRETSU_LONG=10000000 that many. */
#include "population_support.h"

#include <sys/resource.h>

struct shape {
    double firms, linked;              /* linked: with a partner in the region */
    double suppliers;                  /* of a firm */
    double tail_in, tail_out;          /* Hill, top 1 % of firms with suppliers (customers) */
    double tail_size;                  /* Hill inside cells, top 5 % */
    double assortativity;              /* of total degree over links */
    double core, upstream, downstream; /* of linked firms: GSCC, IN, OUT */
    double no_supplier, no_customer;
    double local, modularity; /* of localities */
    double identified;        /* links in intermediate value, all regions */
};

/* The links among firms first .. first + firms - 1, numbered from 0, in both directions. */
struct graph {
    uint32_t first, firms;
    const struct population *p;
    uint32_t *in, *out; /* numbers of partners */
};

static bool inside(const struct graph *g, uint32_t f)
{
    return f >= g->first && f < g->first + g->firms;
}

static struct graph graph_of(const struct population *p, int region)
{
    struct graph g = {.p = p, .first = p->locality_firm[p->region_locality[region]]};
    g.firms = p->locality_firm[p->region_locality[region + 1]] - g.first;
    g.in = calloc(g.firms, sizeof *g.in);
    g.out = calloc(g.firms, sizeof *g.out);
    for (uint32_t i = g.first; i < g.first + g.firms; i++)
        for (uint64_t n = p->supplier_first[i]; n < p->supplier_first[i + 1]; n++)
            if (inside(&g, p->supplier[n])) {
                g.in[i - g.first]++;
                g.out[p->supplier[n] - g.first]++;
            }
    return g;
}

/* Marks what can be reached from a firm; downstream follows the goods. Returns how many. */
static uint32_t reach(const struct graph *g, uint32_t from, bool downstream, uint8_t *seen,
                      uint8_t mark)
{
    const struct population *p = g->p;
    uint32_t *queue = calloc(g->firms, sizeof *queue), length = 0;
    uint32_t *customer = NULL;
    if (downstream) { /* customer of each link */
        customer = calloc(p->links + 1, sizeof *customer);
        for (uint32_t i = 0; i < p->firms; i++)
            for (uint64_t n = p->supplier_first[i]; n < p->supplier_first[i + 1]; n++)
                customer[n] = i;
    }
    queue[length++] = from;
    seen[from - g->first] |= mark;
    for (uint32_t at = 0; at < length; at++) {
        uint32_t f = queue[at];
        const uint64_t *first = downstream ? p->customer_first : p->supplier_first;
        for (uint64_t n = first[f]; n < first[f + 1]; n++) {
            uint32_t next = downstream ? customer[p->customer_link[n]] : p->supplier[n];
            if (!inside(g, next) || (seen[next - g->first] & mark))
                continue;
            seen[next - g->first] |= mark;
            queue[length++] = next;
        }
    }
    free(queue);
    free(customer);
    return length;
}

static int compare_down(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

/* Hill's estimate of the tail exponent from the largest part of the values. Sorts them. */
static double hill(double *values, uint32_t count, double part)
{
    uint32_t top = (uint32_t)(part * count);
    qsort(values, count, sizeof *values, compare_down);
    double sum = 0;
    for (uint32_t n = 0; n < top; n++)
        sum += log(values[n] / values[top]);
    return top / sum;
}

static double hill_degree(const struct graph *g, const uint32_t *degree)
{
    double *values = calloc(g->firms, sizeof *values);
    uint32_t count = 0;
    for (uint32_t f = 0; f < g->firms; f++)
        if (degree[f] > 0)
            values[count++] = degree[f];
    double exponent = hill(values, count, 0.01);
    free(values);
    return exponent;
}

/* Over the cells of the region together: sizes relative to the cell's 5 % point. */
static double hill_size(const struct graph *g)
{
    const struct population *p = g->p;
    double *values = calloc(g->firms, sizeof *values), sum = 0, tops = 0;
    for (uint32_t c = 0; c < p->cells; c++) {
        uint32_t count = 0;
        for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++) {
            const struct firm_run *run = &p->run[p->cell_run[n]];
            for (uint32_t f = run->first; f < run->first + run->count && inside(g, f); f++)
                values[count++] = (double)p->sales[f];
        }
        if (count < 200)
            continue;
        double top = floor(0.05 * count);
        sum += top / hill(values, count, 0.05);
        tops += top;
    }
    free(values);
    return tops / sum;
}

static double assortativity(const struct graph *g)
{
    double links = 0, sum_x = 0, sum_y = 0, sum_xx = 0, sum_yy = 0, sum_xy = 0;
    for (uint32_t i = g->first; i < g->first + g->firms; i++)
        for (uint64_t n = g->p->supplier_first[i]; n < g->p->supplier_first[i + 1]; n++) {
            uint32_t a = i - g->first, b = g->p->supplier[n] - g->first;
            if (!inside(g, g->p->supplier[n]))
                continue;
            double x = g->in[a] + g->out[a], y = g->in[b] + g->out[b];
            links += 1, sum_x += x, sum_y += y;
            sum_xx += x * x, sum_yy += y * y, sum_xy += x * y;
        }
    double cov = sum_xy / links - sum_x / links * sum_y / links;
    double var_x = sum_xx / links - sum_x / links * sum_x / links;
    double var_y = sum_yy / links - sum_y / links * sum_y / links;
    return cov / sqrt(var_x * var_y);
}

static void measure_localities(const struct graph *g, int region, struct shape *shape)
{
    const struct population *p = g->p;
    double links = 0, local = 0, chance = 0;
    for (uint32_t f = 0; f < g->firms; f++)
        links += g->in[f];
    for (uint32_t l = p->region_locality[region]; l < p->region_locality[region + 1]; l++) {
        double degree = 0;
        for (uint32_t i = p->locality_firm[l]; i < p->locality_firm[l + 1]; i++) {
            degree += g->in[i - g->first] + g->out[i - g->first];
            for (uint64_t n = p->supplier_first[i]; n < p->supplier_first[i + 1]; n++)
                local += p->supplier[n] >= p->locality_firm[l] &&
                         p->supplier[n] < p->locality_firm[l + 1];
        }
        chance += degree / (2 * links) * (degree / (2 * links));
    }
    shape->local = local / links;
    shape->modularity = local / links - chance;
}

static void measure_bow_tie(const struct graph *g, struct shape *shape)
{
    uint8_t *seen = calloc(g->firms, 1);
    uint32_t hub = 0, core = 0;
    for (uint32_t f = 0; f < g->firms; f++)
        if ((uint64_t)g->in[f] * g->out[f] > (uint64_t)g->in[hub] * g->out[hub])
            hub = f;
    double down = reach(g, g->first + hub, true, seen, 1);
    double up = reach(g, g->first + hub, false, seen, 2);
    for (uint32_t f = 0; f < g->firms; f++)
        core += seen[f] == 3;
    shape->core = core / shape->linked;
    shape->upstream = (up - core) / shape->linked;
    shape->downstream = (down - core) / shape->linked;
    free(seen);
}

static struct shape measure(const struct economy *e, const struct population *p, int region)
{
    struct graph g = graph_of(p, region);
    struct shape shape = {.firms = g.firms};
    double links = 0, linked = 0, all = 0;
    for (uint32_t f = 0; f < g.firms; f++) {
        links += g.in[f];
        shape.linked += g.in[f] + g.out[f] > 0;
        shape.no_supplier += g.in[f] == 0;
        shape.no_customer += g.out[f] == 0;
    }
    shape.suppliers = links / shape.firms;
    shape.no_supplier /= shape.firms;
    shape.no_customer /= shape.firms;
    shape.tail_in = hill_degree(&g, g.in);
    shape.tail_out = hill_degree(&g, g.out);
    shape.tail_size = hill_size(&g);
    shape.assortativity = assortativity(&g);
    measure_localities(&g, region, &shape);
    measure_bow_tie(&g, &shape);
    for (uint64_t n = 0; n < p->links; n++)
        linked += (double)p->flow[n];
    for (int n = 0; n < e->table.cells * e->table.cells; n++)
        all += (double)e->table.intermediate[n];
    shape.identified = linked / all;
    free(g.in);
    free(g.out);
    return shape;
}

static void print_shape(const struct shape *s)
{
    print_message("firms %.0f, linked %.3f, suppliers %.2f (linked %.2f), tails in %.2f out %.2f "
                  "size %.3f, assortativity %.3f\n"
                  "core %.3f in %.3f out %.3f, no supplier %.3f no customer %.3f, local %.3f "
                  "modularity %.3f, identified %.3f\n",
                  s->firms, s->linked / s->firms, s->suppliers, s->suppliers * s->firms / s->linked,
                  s->tail_in, s->tail_out, s->tail_size, s->assortativity, s->core, s->upstream,
                  s->downstream, s->no_supplier, s->no_customer, s->local, s->modularity,
                  s->identified);
}

#define assert_between(value, least, most)                                                         \
    do {                                                                                           \
        if (!((value) >= (least) && (value) <= (most)))                                            \
            fail_msg(#value " is %g, must be %g to %g", (double)(value), (double)(least),          \
                     (double)(most));                                                              \
    } while (0)

static void twenty_thousand_firms_have_the_shape(void **unused)
{
    (void)unused;
    struct economy *e = economy_real();
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct population p = population_of(e, options_for(20000, seed));
        struct shape shape = measure(e, &p, world_region(&e->world, "JPN"));
        print_shape(&shape);
        assert_between(shape.firms, 5000, 6500);
        assert_between(shape.suppliers, 3.5, 5);
        assert_between(shape.core, 0.4, 0.6);
        assert_between(shape.upstream, 0.1, 0.25);
        assert_between(shape.downstream, 0.2, 0.4);
        assert_between(shape.assortativity, -0.3, 0);
        assert_between(shape.modularity, 0.3, 0.6);
        assert_between(shape.tail_size, 0.95, 1.15);
        assert_between(shape.identified, 0.55, 0.62);
        population_free(&p);
    }
    economy_free(e);
}

static void a_million_firms_have_the_shape(void **unused)
{
    (void)unused;
    const char *wish = getenv("KEIRETSU_LONG");
    if (wish == NULL || wish[0] == '\0')
        skip();
    uint32_t firms = (uint32_t)strtoul(wish, NULL, 10);
    firms = firms < 1000000 ? 1000000 : firms;
    struct economy *e = economy_real();
    double start = omp_get_wtime();
    struct population p = population_of(e, options_for(firms, 1));
    double seconds = omp_get_wtime() - start;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    struct shape shape = measure(e, &p, world_region(&e->world, "JPN"));
    print_message("%u firms, %llu links, %llu rows, %.1f s, %.2f GB\n", p.firms,
                  (unsigned long long)p.links, (unsigned long long)p.rows, seconds,
                  (double)usage.ru_maxrss / (1 << 20));
    print_shape(&shape);
    assert_between(seconds, 0, firms * 20e-6);
    assert_between((double)usage.ru_maxrss * 1024, 0, firms * 700.0 + 1e8);
    assert_between(shape.suppliers, 4, 6);
    assert_between(shape.tail_in, 1.2, firms < 3000000 ? 1.6 : 1.5);
    assert_between(shape.tail_out, 1.2, firms < 3000000 ? 1.6 : 1.5);
    assert_between(shape.tail_size, 1.03, 1.07);
    assert_between(shape.assortativity, -0.3, 0);
    assert_between(shape.core, 0.4, 0.6);
    assert_between(shape.upstream, 0.1, 0.25);
    assert_between(shape.modularity, 0.4, 0.7);
    population_free(&p);
    economy_free(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twenty_thousand_firms_have_the_shape),
        cmocka_unit_test(a_million_firms_have_the_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

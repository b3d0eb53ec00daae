/* Opening population: identities in whole cents, numbering, households, in the real world and in
 * made-up ones. */
#include "population_support.h"

static void assert_numbering(const struct economy *e, const struct population *p)
{
    uint32_t next = 0, counted[CELLS_TRIED] = {0};
    int industries = e->table.industries;
    assert_int_equal(p->runs, p->localities * (uint32_t)industries);
    for (uint32_t n = 0; n < p->runs; n++) {
        const struct firm_run *run = &p->run[n];
        int r = run->cell / industries;
        assert_int_equal(run->first, next);
        assert_int_equal(run->locality, n / (uint32_t)industries);
        assert_int_equal(run->cell % industries, n % (uint32_t)industries);
        assert_in_range(run->locality, p->region_locality[r], p->region_locality[r + 1] - 1);
        assert_int_equal(run->position, counted[run->cell]);
        if (n % (uint32_t)industries == 0)
            assert_int_equal(p->locality_firm[run->locality], run->first);
        for (uint32_t f = run->first; f < run->first + run->count; f++)
            assert_int_equal(p->cell[f], run->cell);
        counted[run->cell] += run->count;
        next += run->count;
    }
    assert_int_equal(next, p->firms);
    assert_int_equal(p->locality_firm[p->localities], p->firms);
    for (int c = 0; c < e->table.cells; c++) {
        uint32_t listed = 0;
        for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++) {
            assert_int_equal(p->run[p->cell_run[n]].cell, c);
            assert_int_equal(p->run[p->cell_run[n]].position, listed);
            listed += p->run[p->cell_run[n]].count;
        }
        assert_int_equal(listed, counted[c]);
        assert_int_equal(counted[c] > 0, e->table.output[c] > 0);
    }
}

/* Every cell with output has at least clamp(N / 20,000, 3, 100) firms, if N allows. */
static void assert_least_firms(const struct economy *e, const struct population *p)
{
    uint32_t least = p->firms / 20000;
    least = least < 3 ? 3 : least > 100 ? 100 : least;
    for (int c = 0; c < e->table.cells; c++) {
        const struct firm_run *last = &p->run[p->cell_run[p->cell_first[c + 1] - 1]];
        if (e->table.output[c] > 0)
            assert_true(last->position + last->count >= least);
    }
}

static void assert_links(const struct economy *e, const struct population *p)
{
    size_t cells = (size_t)e->table.cells;
    assert_int_equal(p->supplier_first[0], 0);
    assert_int_equal(p->supplier_first[p->firms], p->links);
    assert_int_equal(p->customer_first[p->firms], p->links);
    for (uint32_t i = 0; i < p->firms; i++) {
        money need[INDUSTRIES_MAX + VARIETIES_MAX] = {0}, used = 0;
        int input = -1;
        for (uint64_t n = p->supplier_first[i]; n < p->supplier_first[i + 1]; n++) {
            uint32_t j = p->supplier[n];
            int next = e->table.input[p->cell[j] * cells + p->cell[i]];
            assert_true(j < p->firms && j != i);
            assert_true(p->flow[n] >= 100);
            assert_true(e->world.of_industry.linkable[p->cell[j] % e->table.industries] == 1);
            assert_true(n == p->supplier_first[i] || next > input ||
                        (next == input && j > p->supplier[n - 1]));
            if (next != input) {
                used = 0;
                for (size_t d = 0; need[next] == 0 && d < cells; d++)
                    if (e->table.input[d * cells + p->cell[i]] == next)
                        used += e->table.intermediate[d * cells + p->cell[i]];
                need[next] = used;
                used = 0;
                input = next;
            }
            used += p->flow[n];
            assert_true((double)used <= (double)p->sales[i] * (double)need[input] /
                                            (double)e->table.output[p->cell[i]]);
        }
        for (uint64_t n = p->customer_first[i]; n < p->customer_first[i + 1]; n++) {
            assert_int_equal(p->supplier[p->customer_link[n]], i);
            assert_true(n == p->customer_first[i] || p->customer_link[n] > p->customer_link[n - 1]);
        }
    }
}

/* Section "identities" of population.h; residual 0, not small. */
static void assert_books(const struct economy *e, const struct population *p, double limit)
{
    size_t cells = (size_t)e->table.cells, uses = (size_t)e->table.regions * FINAL_USES;
    money *linked = calloc(cells * cells, sizeof *linked);
    money sales[CELLS_TRIED] = {0}, purchases[CELLS_TRIED] = {0}, market_sales[CELLS_TRIED] = {0};
    money input_cost[CELLS_TRIED] = {0};
    for (uint32_t i = 0; i < p->firms; i++) {
        money bought = 0, sold = 0;
        uint16_t c = p->cell[i];
        for (uint64_t n = p->supplier_first[i]; n < p->supplier_first[i + 1]; n++) {
            linked[p->cell[p->supplier[n]] * cells + c] += p->flow[n];
            bought += p->flow[n];
        }
        for (uint64_t n = p->customer_first[i]; n < p->customer_first[i + 1]; n++)
            sold += p->flow[p->customer_link[n]];
        assert_true(p->sales[i] > 0);
        assert_true(p->input_cost[i] >= 0 && p->input_cost[i] <= p->sales[i]);
        assert_true(p->market_purchases[i] >= 0 && p->market_sales[i] >= 0);
        assert_int_equal(bought + p->market_purchases[i], p->input_cost[i]);
        assert_int_equal(sold + p->market_sales[i], p->sales[i]);
        assert_true((double)p->market_sales[i] >= (1 - limit) * (double)p->sales[i] - 1);
        sales[c] += p->sales[i];
        input_cost[c] += p->input_cost[i];
        purchases[c] += p->market_purchases[i];
        market_sales[c] += p->market_sales[i];
    }
    for (size_t c = 0; c < cells; c++) {
        money column = 0, market_column = 0, market_row = 0, final = 0;
        for (size_t d = 0; d < cells; d++) {
            assert_true(p->market[d * cells + c] >= 0);
            assert_int_equal(linked[d * cells + c] + p->market[d * cells + c],
                             e->table.intermediate[d * cells + c]);
            column += e->table.intermediate[d * cells + c];
            market_column += p->market[d * cells + c];
            market_row += p->market[c * cells + d];
        }
        for (size_t u = 0; u < uses; u++)
            final += e->table.final[c * uses + u];
        assert_int_equal(sales[c], e->table.output[c]);
        assert_int_equal(input_cost[c], column);
        assert_int_equal(purchases[c], market_column);
        assert_int_equal(market_sales[c], market_row + final);
    }
    free(linked);
}

/* Money of one opening week: firms pay suppliers and their cell's market account, which passes
 * it on to the supplier cells, where it is split by market shares. */
static void assert_week_settles(const struct economy *e, const struct population *p)
{
    size_t cells = (size_t)e->table.cells, uses = (size_t)e->table.regions * FINAL_USES;
    money *received = calloc(p->firms, sizeof *received), *paid = calloc(p->firms, sizeof *paid);
    money *part = calloc(p->firms, sizeof *part);
    uint64_t *weight = calloc(p->firms, sizeof *weight);
    money account[CELLS_TRIED] = {0}, seller[CELLS_TRIED] = {0};
    for (uint32_t i = 0; i < p->firms; i++) {
        for (uint64_t n = p->supplier_first[i]; n < p->supplier_first[i + 1]; n++) {
            paid[i] += p->flow[n];
            received[p->supplier[n]] += p->flow[n];
        }
        paid[i] += p->market_purchases[i];
        account[p->cell[i]] += p->market_purchases[i];
        weight[i] = (uint64_t)p->market_sales[i];
    }
    for (size_t d = 0; d < cells; d++) {
        for (size_t c = 0; c < cells; c++) {
            account[c] -= p->market[d * cells + c];
            seller[d] += p->market[d * cells + c];
        }
        for (size_t u = 0; u < uses; u++)
            seller[d] += e->table.final[d * uses + u];
    }
    population_share(p, seller, weight, part);
    for (uint32_t i = 0; i < p->firms; i++) {
        assert_int_equal(part[i], p->market_sales[i]);
        assert_int_equal(received[i] + part[i], p->sales[i]);
        assert_int_equal(paid[i], p->input_cost[i]);
    }
    for (size_t c = 0; c < cells; c++)
        assert_int_equal(account[c], 0);
    free(received);
    free(paid);
    free(part);
    free(weight);
}

static void assert_households(const struct economy *e, const struct population *p)
{
    const struct world *w = &e->world;
    uint64_t groups = (uint64_t)w->age_groups;
    for (int r = 0; r < w->regions; r++) {
        int64_t persons[3][AGE_GROUPS_MAX] = {{0}}, labour = 0, unemployed = 0, staff = 0;
        for (uint32_t l = p->region_locality[r]; l < p->region_locality[r + 1]; l++) {
            uint64_t row = p->locality_row[l];
            for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++) {
                uint64_t end = population_row_end(p, l, f, w->age_groups);
                int64_t employed = 0;
                assert_int_equal(p->firm_row[f], row);
                assert_true(p->staff[f] >= 1 && end > row);
                for (; row < end; row++) {
                    assert_int_equal(p->employer[row], f);
                    assert_int_equal(p->status[row], HOUSEHOLD_EMPLOYED);
                    assert_true(p->persons[row] >= 1 && p->age[row] < groups);
                    employed += p->persons[row];
                    persons[HOUSEHOLD_EMPLOYED][p->age[row]] += p->persons[row];
                }
                assert_int_equal(employed, p->staff[f]);
                staff += employed;
            }
            for (int s = HOUSEHOLD_UNEMPLOYED; s <= HOUSEHOLD_INACTIVE; s++) {
                const uint64_t *first =
                    (s == HOUSEHOLD_UNEMPLOYED ? p->unemployed_row : p->inactive_row) +
                    l * (groups + 1);
                assert_int_equal(first[0], row);
                for (uint64_t a = 0; a < groups; a++) {
                    assert_true(first[a + 1] > first[a]);
                    for (; row < first[a + 1]; row++) {
                        assert_int_equal(p->age[row], a);
                        assert_int_equal(p->status[row], s);
                        assert_int_equal(p->employer[row], SUPPLIER_NONE);
                        persons[s][a] += p->persons[row];
                    }
                }
            }
            assert_int_equal(row, p->locality_row[l + 1]);
        }
        for (int a = 0; a < w->age_groups; a++) {
            int64_t population = llrint(w->age[a].population[r]);
            int64_t force = llrint((double)population * w->age[a].participation[r]);
            assert_int_equal(persons[0][a] + persons[1][a], force);
            assert_int_equal(persons[2][a], population - force);
            labour += force;
            unemployed += persons[1][a];
        }
        assert_int_equal(unemployed, llrint((double)labour * w->of_region.unemployment_rate[r]));
        assert_int_equal(staff, labour - unemployed);
    }
    assert_int_equal(p->locality_row[p->localities], p->rows);
}

static void assert_all(const struct economy *e, const struct population *p)
{
    assert_numbering(e, p);
    assert_links(e, p);
    assert_books(e, p, 0.95);
    assert_week_settles(e, p);
    assert_households(e, p);
}

static void identities_hold_in_the_real_world(void **unused)
{
    (void)unused;
    static const uint32_t FIRMS[] = {2000, 5000, 20000};
    struct economy *e = economy_real();
    for (int n = 0; n < 3; n++)
        for (uint64_t seed = 1; seed <= 5; seed++) {
            struct population p = population_of(e, options_for(FIRMS[n], seed * seed));
            assert_int_equal(p.firms, FIRMS[n]);
            assert_all(e, &p);
            assert_least_firms(e, &p);
            assert_close((double)p.rows, 14.0 * FIRMS[n], 0.01);
            population_free(&p);
        }
    economy_free(e);
}

static void identities_hold_in_any_world(void **unused)
{
    (void)unused;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct economy *e = economy_random(seed);
        struct population_options options = options_for(2000 + 37 * (uint32_t)seed, seed);
        options.rows_per_firm = seed % 3 == 0 ? 1 : seed % 3 == 1 ? 5 : 40;
        options.mean_suppliers = (double)(seed % 4) * 3;
        struct error err = {0};
        struct population p;
        if (population_create(&p, &e->world, &e->table, &options, &err)) {
            assert_all(e, &p);
            population_free(&p);
        } else { /* the world may be too small for so many firms */
            assert_int_equal(err.kind, ERROR_CONFIG);
            assert_non_null(strstr(err.text, "firms"));
        }
        economy_free(e);
    }
}

/* As many rows as persons: each stands for one, and the ages are still exact. */
static void a_row_can_be_a_person(void **unused)
{
    (void)unused;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct economy *e = economy_random(seed);
        double persons = 0;
        for (int r = 0; r < e->world.regions; r++)
            for (int a = 0; a < e->world.age_groups; a++) {
                double *population = &e->world.age[a].population[r];
                *population = 3000 + fmod(*population, 5000) + 4000.0 / e->world.age_groups;
                e->world.age[a].participation[r] = a > 0 || e->world.age_groups == 1 ? 0.9 : 0;
                persons += *population;
            }
        struct population_options options = options_for(2000, seed);
        options.rows_per_firm = 1000;
        struct error err = {0};
        struct population p;
        if (population_create(&p, &e->world, &e->table, &options, &err)) {
            assert_true((double)p.rows >= persons - 100);
            for (uint64_t h = 0; h < p.rows; h++)
                assert_true(p.persons[h] <= 1);
            assert_all(e, &p);
            population_free(&p);
        } else {
            assert_non_null(strstr(err.text, "employed persons in"));
        }
        economy_free(e);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identities_hold_in_the_real_world),
        cmocka_unit_test(identities_hold_in_any_world),
        cmocka_unit_test(a_row_can_be_a_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The opening reproduces the table: output, value added, GDP and every single flow between two
 * cells, to the cent, and a year of standing still changes none of them. */
#include "property_support.h"

#include "agents/opening_table.h"

/* A world, with the table that it was opened from. */
struct opened {
    struct trial *trial;
    const struct state *s;
    struct opening_table table;
    struct opening_report report;
};

static struct opened *opened_begin(void)
{
    struct opened *opened = calloc(1, sizeof *opened);
    struct error err = {0};
    assert_non_null(opened);
    opened->trial = trial_begin((struct trial_plan){.steps = 52, .set = {{MANY_FIRMS}}});
    opened->s = opened->trial->s;
    assert_success(opening_table_create(&opened->table, &opened->trial->scenario.world,
                                        opened->s->clock.years, &opened->report, &err),
                   err);
    return opened;
}

static void opened_end(struct opened *opened)
{
    opening_table_free(&opened->table, &opened->report);
    trial_end(opened->trial);
    free(opened);
}

/* Payments over links, by supplier cell and customer cell. */
static money *link_payments(const struct state *s)
{
    size_t cells = (size_t)s->cells;
    const uint64_t *first = s->population.supplier_first;
    money *sums = calloc(cells * cells, sizeof *sums);
    assert_non_null(sums);
    for (uint32_t f = 0; f < s->population.firms; f++)
        for (uint64_t l = first[f]; l < first[f + 1]; l++)
            sums[s->firm.cell[s->link.supplier[l]] * cells + s->firm.cell[f]] += s->link.payment[l];
    return sums;
}

static void cells_are_those_of_the_table(void **state)
{
    (void)state;
    struct opened *opened = opened_begin();
    const struct state *s = opened->s;
    const struct opening_table *t = &opened->table;
    double output_worst = 0, value_added_worst = 0, after_tax_worst = 0;
    money *input_tax = calloc((size_t)s->cells, sizeof *input_tax);
    assert_non_null(input_tax);
    for (uint32_t f = 0; f < s->population.firms; f++)
        input_tax[s->firm.cell[f]] += s->firm.input_tax[f];
    for (int c = 0; c < s->cells; c++) {
        money inputs = 0;
        for (int d = 0; d < s->cells; d++)
            inputs += opening_flow(t, d, c);
        double added = (double)(t->output[c] - inputs);
        output_worst = fmax(output_worst, fabs(s->industry.output[c] - (double)t->output[c]));
        value_added_worst = fmax(value_added_worst, fabs(s->industry.value_added[c] - added));
        after_tax_worst =
            fmax(after_tax_worst, fabs(added - (double)input_tax[c] - t->value_added[c]) /
                                      (1e-13 * (double)t->output[c] + s->population.firms));
    }
    print_message("  output off by %.3f cents, value added by %.3f cents, of %.1e\n", output_worst,
                  value_added_worst, (double)t->output[0]);
    assert_true(output_worst < 0.5);
    assert_true(value_added_worst < 0.5);
    assert_true(after_tax_worst < 1);
    free(input_tax);
    opened_end(opened);
}

static void gdp_is_that_of_the_world(void **state)
{
    (void)state;
    struct opened *opened = opened_begin();
    const struct state *s = opened->s;
    double worst = 0;
    for (int r = 0; r < s->regions; r++) {
        double step = s->world->of_region.gdp[r] * 1e8 * s->clock.years;
        double uses =
            (double)(s->region.consumption[r] + s->region.government_consumption[r] +
                     s->region.investment[r] + s->region.exports[r] - s->region.imports[r]);
        worst = fmax(worst, fabs((double)s->region.gdp[r] / step - 1));
        worst = fmax(worst, fabs(s->region.real_gdp[r] / step - 1));
        worst = fmax(worst, fabs(uses / step - 1));
    }
    print_message("  GDP of regions off by %.1e\n", worst);
    assert_true(worst < 1e-9);
    opened_end(opened);
}

/* Before the first step nothing is paid in the market yet: what a cell will buy there is what its
 * output takes less what its links bring. */
static void opening_flows_are_those_of_the_table(void **state)
{
    (void)state;
    struct opened *opened = opened_begin();
    const struct state *s = opened->s;
    money *links = link_payments(s);
    double worst = 0;
    int flows = 0;
    for (int c = 0; c < s->cells; c++) {
        double purchases[INPUTS_MAX];
        for (int j = 0; j < s->inputs; j++)
            purchases[j] = s->market.coefficient[c * s->inputs + j] * s->industry.output[c];
        for (int d = 0; d < s->cells; d++)
            purchases[s->input_of[d * s->cells + c]] -= (double)links[d * s->cells + c];
        for (int d = 0; d < s->cells; d++) {
            int pair = d * s->cells + c;
            double market = s->sourcing.weight[pair] * purchases[s->input_of[pair]];
            double off = market + (double)links[pair] - (double)opening_flow(&opened->table, d, c);
            worst = fmax(worst, fabs(off));
            flows += opening_flow(&opened->table, d, c) > 0;
            /* What is under way is the same flow once more. */
            struct ring ring = s->market_ring[pair];
            for (uint32_t i = 0; i < ring.lag; i++)
                assert_true(s->market_shipment.quantity[ring.first + i] + (double)links[pair] ==
                            (double)opening_flow(&opened->table, d, c));
        }
    }
    print_message("  %d flows, the worst off by %.3f cents\n", flows, worst);
    assert_true(worst < 0.5);
    free(links);
    opened_end(opened);
}

/* What was paid in a step, over links and in the market, by cells and by final users. */
static void payments_are_the_table(const struct opened *opened)
{
    const struct state *s = opened->s;
    money *links = link_payments(s), total = 0;
    for (int d = 0; d < s->cells; d++) {
        for (int c = 0; c < s->cells; c++) {
            int pair = d * s->cells + c;
            money paid = links[pair] + s->sourcing.payment[pair];
            if (paid != opening_flow(&opened->table, d, c))
                fail_msg("step %d: %s %s pays %s %s %lld instead of %lld cents", (int)s->clock.step,
                         s->region_labels[c / s->industries], s->industry_labels[c % s->industries],
                         s->region_labels[d / s->industries], s->industry_labels[d % s->industries],
                         (long long)paid, (long long)opening_flow(&opened->table, d, c));
            total += paid;
        }
        for (int i = 0; i < s->regions * FINAL_USES; i++) {
            int row = d * s->regions * FINAL_USES + i;
            assert_int_equal(s->final_sourcing.payment[row], opened->table.final[row]);
            total += opened->table.final[row];
        }
    }
    print_message("  step %d: %lld cents\n", (int)s->clock.step, (long long)total);
    free(links);
}

static void payments_stay_those_of_the_table(void **state)
{
    (void)state;
    struct opened *opened = opened_begin();
    for (int step = 1; step <= 52; step++) {
        trial_step(opened->trial);
        if (step == 1 || step == 52)
            payments_are_the_table(opened);
    }
    opened_end(opened);
}

/* The list of moved cells, against the published table itself. */
static void moved_cells_are_listed(void **state)
{
    (void)state;
    struct opened *opened = opened_begin();
    const struct world *w = &opened->trial->scenario.world;
    const struct opening_table *t = &opened->table;
    int expected = 0, listed = 0;
    double cents = 1e8 * opened->s->clock.years;
    for (int r = 0; r < w->regions; r++) {
        double before = 0, now = 0;
        for (int c = r * w->industries; c < (r + 1) * w->industries; c++) {
            before += w->value_added[c] + w->input_taxes[c];
            now += (double)t->output[c] / cents;
            for (int d = 0; d < w->cells; d++)
                now -= (double)opening_flow(t, d, c) / cents;
        }
        for (int c = r * w->industries; c < (r + 1) * w->industries; c++) {
            double moved = (double)t->output[c] / cents / (w->output[c] * now / before);
            assert_close(opened->report.moved[c], moved, 1e-9);
            expected += fabs(moved - 1) > 0.05;
        }
    }
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    assert_non_null(file);
    opening_report_print(&opened->report, w, 0.05, file);
    fclose(file);
    double last = HUGE_VAL;
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"), listed++) {
        char region[16], industry[16];
        double percent;
        assert_int_equal(sscanf(line, " %15s %15s %lf", region, industry, &percent), 3);
        assert_true(fabs(percent) >= 5 && fabs(percent) <= last + 0.1);
        assert_true(world_region(w, region) >= 0 && world_industry(w, industry) >= 0);
        if (listed < 3)
            print_message("%s\n", line);
        last = fabs(percent);
    }
    print_message("  %d of %d cells moved by more than 5 %%\n", listed, w->cells);
    assert_true(listed > 0);
    assert_int_equal(listed, expected);
    free(text);
    opened_end(opened);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_those_of_the_table),
        cmocka_unit_test(gdp_is_that_of_the_world),
        cmocka_unit_test(opening_flows_are_those_of_the_table),
        cmocka_unit_test(payments_stay_those_of_the_table),
        cmocka_unit_test(moved_cells_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

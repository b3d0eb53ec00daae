#include "agents/opening_table.h"

#include <math.h>
#include <stdlib.h>

static const double COEFFICIENT_LEAST = 1e-7;
static const double CENTS_PER_MILLION = 1e8;

/* Output that a final demand calls forth: X = F + A X, round after round of suppliers'
 * suppliers, until nothing is added any more. Converges since every column of A is below 1. */
static bool leontief_output(const double *coefficient, const double *demand, int cells,
                            double *output)
{
    double *round = malloc((size_t)cells * 2 * sizeof *round);
    if (round == NULL)
        return false;
    double *next = round + cells;
    for (int c = 0; c < cells; c++)
        output[c] = round[c] = demand[c];
    double largest = 1;
    for (int pass = 0; pass < 2000 && largest > 0; pass++) {
        largest = 0;
        for (int d = 0; d < cells; d++) {
            double sum = 0;
            for (int c = 0; c < cells; c++)
                sum += coefficient[(size_t)d * (size_t)cells + (size_t)c] * round[c];
            next[d] = sum;
        }
        for (int d = 0; d < cells; d++) {
            output[d] += next[d];
            round[d] = next[d];
            if (next[d] > 1e-18 * output[d])
                largest = fmax(largest, next[d]);
        }
    }
    free(round);
    return true;
}

/* Solves a small dense system by elimination with row exchange; false if it is singular. */
static bool solve_small(double matrix[REGIONS_MAX][REGIONS_MAX], double *right, int n)
{
    for (int column = 0; column < n; column++) {
        int pivot = column;
        for (int row = column + 1; row < n; row++)
            if (fabs(matrix[row][column]) > fabs(matrix[pivot][column]))
                pivot = row;
        if (matrix[pivot][column] == 0)
            return false;
        for (int k = 0; k < n; k++) {
            double swap = matrix[column][k];
            matrix[column][k] = matrix[pivot][k];
            matrix[pivot][k] = swap;
        }
        double swap = right[column];
        right[column] = right[pivot];
        right[pivot] = swap;
        for (int row = column + 1; row < n; row++) {
            double factor = matrix[row][column] / matrix[column][column];
            for (int k = column; k < n; k++)
                matrix[row][k] -= factor * matrix[column][k];
            right[row] -= factor * right[column];
        }
    }
    for (int row = n - 1; row >= 0; row--) {
        for (int k = row + 1; k < n; k++)
            right[row] -= matrix[row][k] * right[k];
        right[row] /= matrix[row][row];
    }
    return true;
}

static double final_flow(const struct world *w, int d, int r, int use)
{
    return w->final[((size_t)d * (size_t)w->regions + (size_t)r) * FINAL_USES + (size_t)use];
}

struct solution {
    double *coefficient;       /* [supplier][customer] */
    double *value_added_share; /* [cell] 1 - sum of coefficients: value added and input taxes */
    double *output_of[REGIONS_MAX]; /* [cell] output called forth by the final demand of a region */
};

static void solution_free(struct solution *solution)
{
    free(solution->coefficient);
    free(solution->value_added_share);
    for (int r = 0; r < REGIONS_MAX; r++)
        free(solution->output_of[r]);
}

static bool solve_coefficients(struct solution *s, const struct world *w, struct error *err)
{
    size_t cells = (size_t)w->cells;
    s->coefficient = calloc(cells * cells, sizeof *s->coefficient);
    s->value_added_share = calloc(cells, sizeof *s->value_added_share);
    if (s->coefficient == NULL || s->value_added_share == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for the opening table");
    for (size_t c = 0; c < cells; c++) {
        double share = 1;
        for (size_t d = 0; d < cells && w->output[c] > 0; d++) {
            double a = w->intermediate[d * cells + c] / w->output[c];
            if (a < COEFFICIENT_LEAST)
                continue;
            s->coefficient[d * cells + c] = a;
            share -= a;
        }
        s->value_added_share[c] = share;
        if (share <= 0)
            return fail(err, ERROR_CONFIG,
                        "%s/output.csv: inputs of %s %s cost more than its output", w->folder,
                        w->region[c / (size_t)w->industries].code,
                        w->industry[c % (size_t)w->industries].code);
    }
    return true;
}

static bool solve_outputs(struct solution *s, const struct world *w, struct error *err)
{
    size_t cells = (size_t)w->cells;
    double *demand = malloc(cells * sizeof *demand);
    if (demand == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for the opening table");
    bool ok = true;
    for (int r = 0; r < w->regions && ok; r++) {
        s->output_of[r] = malloc(cells * sizeof **s->output_of);
        for (int d = 0; d < w->cells; d++)
            demand[d] = final_flow(w, d, r, USE_HOUSEHOLD) + final_flow(w, d, r, USE_GOVERNMENT) +
                        final_flow(w, d, r, USE_INVESTMENT);
        ok = s->output_of[r] != NULL &&
             leontief_output(s->coefficient, demand, w->cells, s->output_of[r]);
    }
    free(demand);
    return ok || fail(err, ERROR_MEMORY, "out of memory for the opening table");
}

/* s_r such that every region's GDP is its target. */
static bool solve_scales(const struct solution *s, const struct world *w, double *scale,
                         struct error *err)
{
    double gdp[REGIONS_MAX][REGIONS_MAX] = {{0}}; /* [region][final demand of region] at s = 1 */
    for (int r = 0; r < w->regions; r++) {
        for (int q = 0; q < w->regions; q++)
            for (int c = r * w->industries; c < (r + 1) * w->industries; c++)
                gdp[r][q] += s->value_added_share[c] * s->output_of[q][c];
        for (int d = 0; d < w->cells; d++)
            gdp[r][r] += w->of_region.consumption_tax[r] * final_flow(w, d, r, USE_HOUSEHOLD);
        scale[r] = w->of_region.gdp[r];
    }
    if (!solve_small(gdp, scale, w->regions))
        return fail(err, ERROR_CONFIG, "%s: the opening table has no solution", w->folder);
    for (int r = 0; r < w->regions; r++)
        if (!(scale[r] > 0))
            return fail(err, ERROR_CONFIG,
                        "%s/region-figures.csv: gdp of %s is %g, too far from the table: its final "
                        "demand would have to be negative",
                        w->folder, w->region[r].code, w->of_region.gdp[r]);
    return true;
}

static bool allocate_table(struct opening_table *t, const struct world *w, struct error *err)
{
    size_t cells = (size_t)w->cells;
    *t = (struct opening_table){
        .regions = w->regions, .industries = w->industries, .cells = w->cells};
    t->output = calloc(cells, sizeof *t->output);
    t->intermediate = calloc(cells * cells, sizeof *t->intermediate);
    t->final = calloc(cells * (size_t)w->regions * FINAL_USES, sizeof *t->final);
    t->value_added = calloc(cells, sizeof *t->value_added);
    t->inputs = w->industries + w->varieties;
    t->input = malloc(cells * cells);
    if (t->output == NULL || t->intermediate == NULL || t->final == NULL ||
        t->value_added == NULL || t->input == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for the opening table");
    return true;
}

static void count_in_cents(struct opening_table *t, const struct solution *s, const struct world *w,
                           const double *scale, const double *output, double cents)
{
    size_t cells = (size_t)w->cells, regions = (size_t)w->regions;
    for (size_t d = 0; d < cells; d++) {
        for (size_t c = 0; c < cells; c++) {
            money flow = money_round(s->coefficient[d * cells + c] * output[c] * cents);
            t->intermediate[d * cells + c] = flow;
            t->output[d] += flow;
        }
        for (size_t r = 0; r < regions; r++)
            for (int use = 0; use < FINAL_USES; use++) {
                money flow = money_round(final_flow(w, (int)d, (int)r, use) * scale[r] * cents);
                t->final[(d * regions + r) * FINAL_USES + (size_t)use] = flow;
                t->output[d] += flow;
            }
    }
    for (size_t c = 0; c < cells; c++) {
        money inputs = 0;
        for (size_t d = 0; d < cells; d++)
            inputs += t->intermediate[d * cells + c];
        double rate = 0, before = 0;
        for (size_t d = 0; d < cells; d++)
            before += w->intermediate[d * cells + c];
        if (before > 0)
            rate = w->input_taxes[c] / before;
        t->value_added[c] = (double)(t->output[c] - inputs) - rate * (double)inputs;
    }
}

/* A purchase counts as its industry's product, or as a variety of its own where the customer, a
 * goods industry elsewhere, depends on that origin (world.h). */
static void name_inputs(struct opening_table *t, const struct solution *s, const struct world *w)
{
    for (int d = 0; d < w->cells; d++)
        for (int c = 0; c < w->cells; c++)
            t->input[(size_t)d * (size_t)w->cells + (size_t)c] = (uint8_t)(d % w->industries);
    for (int v = 0; v < w->varieties; v++) {
        const struct variety *variety = &w->variety[v];
        int d = variety->origin * w->industries + variety->industry;
        for (int c = 0; c < w->cells; c++) {
            double from_all = 0;
            for (int o = 0; o < w->regions; o++)
                from_all += s->coefficient[(size_t)(o * w->industries + variety->industry) *
                                               (size_t)w->cells +
                                           (size_t)c];
            double from_origin = s->coefficient[(size_t)d * (size_t)w->cells + (size_t)c];
            if (c / w->industries != variety->origin &&
                w->of_industry.goods[c % w->industries] > 0.5 &&
                from_all > variety->least_coefficient &&
                from_origin > variety->least_share * from_all)
                t->input[(size_t)d * (size_t)w->cells + (size_t)c] = (uint8_t)(w->industries + v);
        }
    }
}

static void report_moves(struct opening_report *report, const struct opening_table *t,
                         const struct world *w, const double *scale, double cents)
{
    for (int r = 0; r < w->regions; r++) {
        double before = 0, now = 0;
        report->scale[r] = scale[r];
        for (int k = 0; k < w->industries; k++) {
            int c = r * w->industries + k;
            before += w->value_added[c] + w->input_taxes[c];
            now += (double)t->output[c];
            for (int d = 0; d < w->cells; d++)
                now -= (double)opening_flow(t, d, c);
        }
        report->gdp[r] = now;
        for (int d = 0; d < w->cells; d++)
            report->gdp[r] +=
                w->of_region.consumption_tax[r] * (double)opening_final(t, d, r, USE_HOUSEHOLD);
        report->gdp[r] /= cents;
        for (int k = 0; k < w->industries; k++) {
            int c = r * w->industries + k;
            double expected = w->output[c] * (now / cents) / before;
            report->moved[c] = expected > 0 ? (double)t->output[c] / cents / expected : 1;
        }
    }
}

bool opening_table_create(struct opening_table *table, const struct world *world,
                          double years_per_step, struct opening_report *report, struct error *err)
{
    struct solution solution = {0};
    double scale[REGIONS_MAX], cents = CENTS_PER_MILLION * years_per_step;
    *table = (struct opening_table){0};
    *report = (struct opening_report){0};
    double *output = calloc((size_t)world->cells, sizeof *output);
    report->moved = calloc((size_t)world->cells, sizeof *report->moved);
    bool ok = (output != NULL && report->moved != NULL) ||
              fail(err, ERROR_MEMORY, "out of memory for the opening table");
    ok = ok && allocate_table(table, world, err) && solve_coefficients(&solution, world, err) &&
         solve_outputs(&solution, world, err) && solve_scales(&solution, world, scale, err);
    if (ok) {
        for (int r = 0; r < world->regions; r++)
            for (int c = 0; c < world->cells; c++)
                output[c] += scale[r] * solution.output_of[r][c];
        count_in_cents(table, &solution, world, scale, output, cents);
        name_inputs(table, &solution, world);
        report_moves(report, table, world, scale, cents);
    }
    solution_free(&solution);
    free(output);
    if (!ok)
        opening_table_free(table, report);
    return ok;
}

void opening_table_free(struct opening_table *table, struct opening_report *report)
{
    free(table->output);
    free(table->intermediate);
    free(table->final);
    free(table->value_added);
    free(table->input);
    *table = (struct opening_table){0};
    if (report != NULL) {
        free(report->moved);
        *report = (struct opening_report){0};
    }
}

void opening_report_print(const struct opening_report *report, const struct world *world,
                          double threshold, FILE *out)
{
    bool *printed = calloc((size_t)world->cells, sizeof *printed);
    for (int n = 0; printed != NULL && n < world->cells; n++) {
        int largest = -1;
        for (int c = 0; c < world->cells; c++)
            if (!printed[c] && fabs(report->moved[c] - 1) > threshold &&
                (largest < 0 || fabs(report->moved[c] - 1) > fabs(report->moved[largest] - 1)))
                largest = c;
        if (largest < 0)
            break;
        printed[largest] = true;
        fprintf(out, "  %s %-7s %+6.1f %%\n", world->region[largest / world->industries].code,
                world->industry[largest % world->industries].code,
                100 * (report->moved[largest] - 1));
    }
    free(printed);
}

/* The world input-output table: output.csv, intermediate.csv, final.csv.
 *
 * Cells stand in the order of regions.csv and, within a region, of industries.csv; the labels
 * REGION_INDUSTRY of rows and columns are checked against it, so that a file with a column
 * moved or dropped is refused. Sales are never negative; only changes in inventories and input
 * taxes may be. The table must balance within TOLERANCE of each cell's output: the released
 * one does to 0.03 %, because it was fitted by rows and columns in turn.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/world_files.h"

static const char *const FINAL_LABELS[TABLE_USES + 1] = {"HH", "GOV", "GFCF", "INV"};
static const double ENTRY_MOST = 1e9; /* USD million: ten times the world's yearly output */
static const double TOLERANCE = 0.001, TOLERANCE_USD_MILLION = 1;

static void cell_label(const struct world *world, int cell, char label[40])
{
    snprintf(label, 40, "%s_%s", world->region[cell / world->industries].code,
             world->industry[cell % world->industries].code);
}

/* The next row, which must be that of the cell; cell == cells asks for the end of the file. */
static bool next_cell(const struct world *world, struct csv *csv, int cell, struct error *err)
{
    bool found;
    if (!csv_next(csv, &found, err))
        return false;
    if (cell == world->cells)
        return !found || fail(err, ERROR_CONFIG, "%s:%d: a row after the last cell; there are %d",
                              csv->path, csv->line, world->cells);
    char label[40];
    cell_label(world, cell, label);
    if (!found)
        return fail(err, ERROR_CONFIG, "%s: the row of %s is missing; there must be %d rows",
                    csv->path, label, world->cells);
    if (strcmp(csv->field[0], label) != 0)
        return csv_fail(csv, 0, err,
                        "'%.60s' must be %s: rows stand in the order of regions.csv and "
                        "industries.csv",
                        csv->field[0], label);
    return true;
}

static bool check_column(const struct csv *csv, int column, const char *label, struct error *err)
{
    if (strcmp(csv->column[column], label) != 0)
        return fail(err, ERROR_CONFIG,
                    "%s:%d: column %d is '%.60s' and must be %s: columns stand in the order of "
                    "regions.csv and industries.csv",
                    csv->path, csv->line, column + 1, csv->column[column], label);
    return true;
}

static bool check_columns(const struct csv *csv, int columns, struct error *err)
{
    if (csv->columns != columns)
        return fail(err, ERROR_CONFIG, "%s:%d: %d columns; there must be %d", csv->path, csv->line,
                    csv->columns, columns);
    return check_column(csv, 0, "supplier", err);
}

static bool read_output(struct world *world, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, "output.csv", err))
        return false;
    bool ok = csv_expect(&csv, "cell,output,input_taxes,value_added,source", err);
    for (int c = 0; ok && c < world->cells; c++)
        ok = next_cell(world, &csv, c, err) &&
             csv_number(&csv, 1, 1, ENTRY_MOST, &world->output[c], err) &&
             csv_number(&csv, 2, -ENTRY_MOST, ENTRY_MOST, &world->input_taxes[c], err) &&
             csv_number(&csv, 3, 1e-3, ENTRY_MOST, &world->value_added[c], err) &&
             (csv.field[4][0] != '\0' || csv_fail(&csv, 4, err, "every row needs a source"));
    ok = ok && next_cell(world, &csv, world->cells, err);
    csv_close(&csv);
    return ok;
}

static bool read_intermediate(struct world *world, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, "intermediate.csv", err))
        return false;
    bool ok = check_columns(&csv, world->cells + 1, err);
    for (int c = 0; ok && c < world->cells; c++) {
        char label[40];
        cell_label(world, c, label);
        ok = check_column(&csv, c + 1, label, err);
    }
    for (int d = 0; ok && d < world->cells; d++) {
        double *row = world->intermediate + (size_t)d * (size_t)world->cells;
        ok = next_cell(world, &csv, d, err);
        for (int c = 0; ok && c < world->cells; c++)
            ok = csv_number(&csv, c + 1, 0, ENTRY_MOST, &row[c], err);
    }
    ok = ok && next_cell(world, &csv, world->cells, err);
    csv_close(&csv);
    return ok;
}

static bool read_final_row(struct world *world, const struct csv *csv, int cell, struct error *err)
{
    for (int r = 0; r < world->regions; r++) {
        size_t buyer = (size_t)cell * (size_t)world->regions + (size_t)r;
        int column = 1 + r * (TABLE_USES + 1);
        for (int use = 0; use < TABLE_USES; use++)
            if (!csv_number(csv, column + use, 0, ENTRY_MOST,
                            &world->final[buyer * FINAL_USES + (size_t)use], err))
                return false;
        if (!csv_number(csv, column + TABLE_USES, -ENTRY_MOST, ENTRY_MOST,
                        &world->inventories[buyer], err))
            return false;
    }
    return true;
}

static bool read_final(struct world *world, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, "final.csv", err))
        return false;
    int columns = world->regions * (TABLE_USES + 1);
    bool ok = check_columns(&csv, columns + 1, err);
    for (int n = 0; ok && n < columns; n++) {
        char label[40];
        snprintf(label, sizeof label, "%s_%s", world->region[n / (TABLE_USES + 1)].code,
                 FINAL_LABELS[n % (TABLE_USES + 1)]);
        ok = check_column(&csv, n + 1, label, err);
    }
    for (int d = 0; ok && d < world->cells; d++)
        ok = next_cell(world, &csv, d, err) && read_final_row(world, &csv, d, err);
    ok = ok && next_cell(world, &csv, world->cells, err);
    csv_close(&csv);
    return ok;
}

static bool check_sum(const struct world *world, int cell, double sum, const char *what,
                      struct error *err)
{
    double output = world->output[cell];
    if (fabs(sum - output) <= TOLERANCE * output + TOLERANCE_USD_MILLION)
        return true;
    char label[40];
    cell_label(world, cell, label);
    return fail(err, ERROR_CONFIG,
                "%s: the table does not balance: %s of %s are %.2f, its output in output.csv is "
                "%.2f; they may differ by %g %%",
                world->folder, what, label, sum, output, 100 * TOLERANCE);
}

static bool check_balance(const struct world *world, struct error *err)
{
    size_t cells = (size_t)world->cells, regions = (size_t)world->regions;
    for (size_t c = 0; c < cells; c++) {
        double sales = 0, cost = world->input_taxes[c] + world->value_added[c];
        for (size_t n = 0; n < cells; n++) {
            sales += world->intermediate[c * cells + n];
            cost += world->intermediate[n * cells + c];
        }
        for (size_t n = 0; n < regions * FINAL_USES; n++)
            sales += world->final[c * regions * FINAL_USES + n];
        for (size_t n = 0; n < regions; n++)
            sales += world->inventories[c * regions + n];
        if (!check_sum(world, (int)c, sales, "sales", err) ||
            !check_sum(world, (int)c, cost, "inputs, input taxes and value added", err))
            return false;
    }
    return true;
}

bool world_read_table(struct world *world, struct error *err)
{
    size_t cells = (size_t)world->cells, regions = (size_t)world->regions;
    world->intermediate = calloc(cells * cells, sizeof(double));
    world->final = calloc(cells * regions * FINAL_USES, sizeof(double));
    world->inventories = calloc(cells * regions, sizeof(double));
    world->output = calloc(cells, sizeof(double));
    world->input_taxes = calloc(cells, sizeof(double));
    world->value_added = calloc(cells, sizeof(double));
    if (world->intermediate == NULL || world->final == NULL || world->inventories == NULL ||
        world->output == NULL || world->input_taxes == NULL || world->value_added == NULL)
        return fail(err, ERROR_MEMORY, "%s: no memory for a table of %d cells", world->folder,
                    world->cells);
    return read_output(world, err) && read_intermediate(world, err) && read_final(world, err) &&
           check_balance(world, err);
}

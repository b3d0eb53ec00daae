#include "agents/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/csv.h"
#include "agents/world_files.h"
#include "core/suggest.h"

static const char *const GRADE_NAMES[GRADES] = {"published", "computed", "recalled", "assumed"};

const char *world_grade_name(enum grade grade)
{
    return GRADE_NAMES[grade];
}

static int find_code(const struct world_name *names, int count, const char *code)
{
    for (int n = 0; n < count; n++)
        if (strcmp(names[n].code, code) == 0)
            return n;
    return -1;
}

int world_region(const struct world *world, const char *code)
{
    return find_code(world->region, world->regions, code);
}

int world_industry(const struct world *world, const char *code)
{
    return find_code(world->industry, world->industries, code);
}

int world_kind(const struct world *world, const char *code)
{
    for (int n = 0; n < world->kinds; n++)
        if (strcmp(world->kind[n].code, code) == 0)
            return n;
    return -1;
}

int world_site(const struct world *world, const char *code)
{
    for (int n = 0; n < world->sites; n++)
        if (strcmp(world->site[n].code, code) == 0)
            return n;
    return -1;
}

static bool find_field(const struct csv *csv, int column, const struct world_name *names, int count,
                       const char *what, int *index, struct error *err)
{
    const char *code = csv->field[column];
    *index = find_code(names, count, code);
    if (*index >= 0)
        return true;
    struct suggest suggest = suggest_for(code);
    char text[SUGGEST_TEXT];
    for (int n = 0; n < count; n++)
        suggest_offer(&suggest, names[n].code);
    return csv_fail(csv, column, err, "'%.60s' is not %s%s", code, what,
                    suggest_text(&suggest, text));
}

bool world_field_region(const struct world *world, const struct csv *csv, int column, int *region,
                        struct error *err)
{
    return find_field(csv, column, world->region, world->regions, "a region of regions.csv", region,
                      err);
}

bool world_field_industry(const struct world *world, const struct csv *csv, int column,
                          int *industry, struct error *err)
{
    return find_field(csv, column, world->industry, world->industries,
                      "an industry of industries.csv", industry, err);
}

bool world_field_grade(const struct csv *csv, int column, enum grade *grade, struct error *err)
{
    for (int n = 0; n < GRADES; n++)
        if (strcmp(csv->field[column], GRADE_NAMES[n]) == 0) {
            *grade = (enum grade)n;
            return true;
        }
    return csv_fail(csv, column, err, "'%.60s' must be published, computed, recalled or assumed",
                    csv->field[column]);
}

static bool read_title(struct world *world, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, "world.csv", err))
        return false;
    bool ok = csv_expect(&csv, "key,value", err), found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found) {
        bool title = strcmp(csv.field[0], "title") == 0;
        if (!title && strcmp(csv.field[0], "notice") != 0)
            ok = csv_fail(&csv, 0, err, "'%.60s' must be title or notice", csv.field[0]);
        else if ((title ? world->title : world->notice)[0] != '\0')
            ok = csv_fail(&csv, 0, err, "%s is given twice", csv.field[0]);
        else
            ok = csv_text(&csv, 1, title ? world->title : world->notice,
                          title ? sizeof world->title : sizeof world->notice, err);
    }
    if (ok && (world->title[0] == '\0' || world->notice[0] == '\0'))
        ok = fail(err, ERROR_CONFIG, "%s: %s is missing", csv.path,
                  world->title[0] == '\0' ? "title" : "notice");
    csv_close(&csv);
    return ok;
}

/* Codes stand in labels of cells and in names of datasets, and must not look like the lower
 * case keywords of essentiality.csv. */
static bool check_code(const struct csv *csv, int column, struct error *err)
{
    const char *code = csv->field[column];
    size_t allowed = strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    if (code[allowed] != '\0' || code[0] < 'A' || code[0] > 'Z')
        return csv_fail(csv, column, err,
                        "'%.60s' must be capital letters, digits and _, a letter first", code);
    return true;
}

static bool read_name(const struct csv *csv, struct world_name *name, struct error *err)
{
    return csv_text(csv, 0, name->code, sizeof name->code, err) && check_code(csv, 0, err) &&
           csv_text(csv, 1, name->name, sizeof name->name, err) &&
           (csv->columns < 3 || (csv_text(csv, 2, name->currency, sizeof name->currency, err) &&
                                 check_code(csv, 2, err)));
}

/* regions.csv or industries.csv: the list, in the order of every array of the world. */
static bool read_names(const char *folder, const char *file, const char *header, int most,
                       struct world_name *names, int *count, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, folder, file, err))
        return false;
    bool ok = csv_expect(&csv, header, err), found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found) {
        struct world_name name = {.currency = ""};
        ok = read_name(&csv, &name, err);
        if (ok && *count == most)
            ok = fail(err, ERROR_CONFIG, "%s:%d: more than %d rows", csv.path, csv.line, most);
        if (ok && find_code(names, *count, name.code) >= 0)
            ok = csv_fail(&csv, 0, err, "%s is given twice", name.code);
        for (int n = 0; ok && n < *count && csv.columns > 2; n++)
            if (strcmp(names[n].currency, name.currency) == 0)
                ok = csv_fail(&csv, 2, err, "%s is the currency of %s; each region has its own",
                              name.currency, names[n].code);
        if (ok)
            names[(*count)++] = name;
    }
    if (ok && *count == 0)
        ok = fail(err, ERROR_CONFIG, "%s: the list is empty", csv.path);
    csv_close(&csv);
    return ok;
}

/* What no single file can tell. */
static bool check_consistency(const struct world *world, struct error *err)
{
    const char *file = "region-figures.csv";
    bool any_in_full = false;
    for (int r = 0; r < world->regions; r++) {
        double held =
            world->of_region.public_debt_central_bank[r] + world->of_region.public_debt_banks[r];
        if (held > world->of_region.public_debt[r] + 1e-9)
            return fail(err, ERROR_CONFIG,
                        "%s/%s: the central bank and banks of %s hold %g of GDP in public debt; "
                        "public_debt is only %g",
                        world->folder, file, world->region[r].code, held,
                        world->of_region.public_debt[r]);
        double depreciation = world->of_region.depreciation[r] + world->of_region.trend_growth[r];
        if (depreciation <= 0)
            return fail(err, ERROR_CONFIG,
                        "%s/%s: depreciation plus trend_growth of %s is %g; it must be above 0",
                        world->folder, file, world->region[r].code, depreciation);
        any_in_full = any_in_full || world->of_region.modelled_in_full[r] == 1;
        double labour_force = 0;
        for (int a = 0; a < world->age_groups; a++)
            labour_force += world->age[a].population[r] * world->age[a].participation[r];
        if (labour_force < 1)
            return fail(err, ERROR_CONFIG, "%s/ages.csv: nobody in %s is in the labour force",
                        world->folder, world->region[r].code);
    }
    for (int k = 0; k < world->industries; k++) {
        double most = world->of_industry.trade_elasticity[k];
        double year = world->of_industry.trade_elasticity_year[k];
        if (year >= most && most + year > 0)
            return fail(
                err, ERROR_CONFIG,
                "%s/industry-figures.csv: trade_elasticity_year of %s is %g; it must be below "
                "trade_elasticity, which is %g",
                world->folder, world->industry[k].code, year, most);
    }
    if (!any_in_full)
        return fail(err, ERROR_CONFIG, "%s/%s: modelled_in_full must be 1 in at least one region",
                    world->folder, file);
    return true;
}

bool world_read(struct world *world, const char *folder, struct error *err)
{
    memset(world, 0, sizeof *world);
    int length = snprintf(world->folder, sizeof world->folder, "%s", folder);
    if (length < 0 || (size_t)length >= sizeof world->folder)
        return fail(err, ERROR_CONFIG, "world: the path of the folder has %d bytes; at most %zu",
                    length, sizeof world->folder - 1);
    bool ok = read_title(world, err) &&
              read_names(folder, "regions.csv", "code,name,currency", REGIONS_MAX, world->region,
                         &world->regions, err) &&
              read_names(folder, "industries.csv", "code,name", INDUSTRIES_MAX, world->industry,
                         &world->industries, err);
    world->cells = world->regions * world->industries;
    ok = ok && world_read_region_figures(world, err) && world_read_industry_figures(world, err) &&
         world_read_ages(world, err) && world_read_cohorts(world, err) &&
         world_read_enterprises(world, err) && world_read_essentiality(world, err) &&
         world_read_varieties(world, err) && world_read_routes(world, err) &&
         world_read_projects(world, err) && world_read_table(world, err) &&
         check_consistency(world, err);
    if (!ok)
        world_free(world);
    return ok;
}

void world_free(struct world *world)
{
    free(world->intermediate);
    free(world->final);
    free(world->inventories);
    free(world->output);
    free(world->input_taxes);
    free(world->value_added);
    for (int n = 0; n < world->figures; n++)
        free(world->figure[n].source);
    free(world->figure);
    memset(world, 0, sizeof *world);
}

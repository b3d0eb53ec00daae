/* Figures in long format: one line a figure, with its unit, grade and source.
 *
 * The names, units and ranges are the .def lists; each figure must be given exactly once for
 * each of its places (region, industry, age group and region).
 */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agents/world_files.h"
#include "core/suggest.h"

#define FIGURE(name, unit, least, most, meaning)                                                   \
    {#name, unit, least, most, offsetof(struct world, of_region.name)},
static const struct world_figure_form REGION_FIGURES[] = {
#include "agents/world_region.def"
};
#undef FIGURE

#define FIGURE(name, unit, least, most, meaning)                                                   \
    {#name, unit, least, most, offsetof(struct world, of_industry.name)},
static const struct world_figure_form INDUSTRY_FIGURES[] = {
#include "agents/world_industry.def"
};
#undef FIGURE

static const struct world_figure_form AGE_FIGURES[] = {
    {"population", "persons", 0, 1e10, offsetof(struct age_group, population)},
    {"participation", "share of population", 0, 1, offsetof(struct age_group, participation)},
    {"unemployment_weight", "1", 0, 100, offsetof(struct age_group, unemployment)},
    {"pension_weight", "1", 0, 100, offsetof(struct age_group, pension_weight)},
    {"wealth_weight", "1", 0, 100, offsetof(struct age_group, wealth_weight)},
    {"participation_limit", "share of population", 0, 1,
     offsetof(struct age_group, participation_limit)},
    {"nonregular", "share of employed", 0, 1, offsetof(struct age_group, nonregular)},
};

static const struct world_figure_form COHORT_FIGURES[] = {
    {"population", "persons", 0, 1e10, offsetof(struct world, cohort_population)},
    {"mortality", "1/year", 0, 1, offsetof(struct world, cohort_mortality)},
    {"fertility", "1/year", 0, 1, offsetof(struct world, cohort_fertility)},
    {"migration", "persons/year", -1e9, 1e9, offsetof(struct world, cohort_migration)},
};

static const struct world_figure_form ENTERPRISES = {"enterprises", "thousand firms", 1e-6, 1e7, 0};

enum {
    REGION_COUNT = sizeof REGION_FIGURES / sizeof REGION_FIGURES[0],
    INDUSTRY_COUNT = sizeof INDUSTRY_FIGURES / sizeof INDUSTRY_FIGURES[0],
    AGE_COUNT = sizeof AGE_FIGURES / sizeof AGE_FIGURES[0],
    COHORT_COUNT = sizeof COHORT_FIGURES / sizeof COHORT_FIGURES[0],
    COHORT_REQUIRED = 2 /* population and mortality, of every band and region */
};

int world_figure_find(const struct csv *csv, const struct world_figure_form *figures, int count,
                      const char *of, struct error *err)
{
    struct suggest suggest = suggest_for(csv->field[0]);
    for (int n = 0; n < count; n++) {
        if (strcmp(figures[n].name, csv->field[0]) == 0)
            return n;
        suggest_offer(&suggest, figures[n].name);
    }
    char text[SUGGEST_TEXT];
    csv_fail(csv, 0, err, "'%.60s' is not a figure of %s%s; docs/model/world-data.md lists them",
             csv->field[0], of, suggest_text(&suggest, text));
    return -1;
}

static bool unit_is_whole(const char *unit)
{
    return strcmp(unit, "flag") == 0 || strcmp(unit, "month") == 0 ||
           strcmp(unit, "localities") == 0 || strcmp(unit, "banks") == 0;
}

bool world_figure_read(struct world *world, const struct csv *csv,
                       const struct world_figure_form *figure, struct world_figure *record,
                       struct error *err)
{
    int column = csv->columns - 4;
    if (!csv_number(csv, column, figure->least, figure->most, &record->value, err))
        return false;
    if (unit_is_whole(figure->unit) && floor(record->value) != record->value)
        return csv_fail(csv, column, err, "%s must be a whole number", csv->field[column]);
    if (strcmp(csv->field[column + 1], figure->unit) != 0)
        return csv_fail(csv, column + 1, err, "'%.60s' must be '%s', the unit of %s",
                        csv->field[column + 1], figure->unit, figure->name);
    if (!world_field_grade(csv, column + 2, &record->grade, err))
        return false;
    if (csv->field[column + 3][0] == '\0')
        return csv_fail(csv, column + 3, err, "every figure needs a source (for assumptions: why)");

    record->name = figure->name;
    record->unit = figure->unit;
    if (world->figures % 256 == 0) {
        size_t room = (size_t)world->figures + 256;
        struct world_figure *grown = realloc(world->figure, room * sizeof *grown);
        if (grown == NULL)
            return fail(err, ERROR_MEMORY, "%s: no memory for %zu figures", csv->path, room);
        world->figure = grown;
    }
    record->source = strdup(csv->field[column + 3]);
    if (record->source == NULL)
        return fail(err, ERROR_MEMORY, "%s: no memory for a source", csv->path);
    world->figure[world->figures++] = *record;
    return true;
}

bool world_figure_once(const struct csv *csv, int *line_of, struct error *err)
{
    if (*line_of != 0)
        return fail(err, ERROR_CONFIG, "%s:%d: the same figure stands in line %d; give it once",
                    csv->path, csv->line, *line_of);
    *line_of = csv->line;
    return true;
}

/* One kind of figures: which there are, and what they belong to (regions or industries). */
struct figure_file {
    const char *name, *header;
    const struct world_figure_form *figures;
    int count, places;
    bool by_region;
};

static bool read_figure_row(struct world *world, const struct csv *csv,
                            const struct figure_file *file, int *line_of, struct error *err)
{
    int f = world_figure_find(csv, file->figures, file->count,
                              file->by_region ? "a region" : "an industry", err);
    int place;
    if (f < 0 || !(file->by_region ? world_field_region(world, csv, 1, &place, err)
                                   : world_field_industry(world, csv, 1, &place, err)))
        return false;
    if (!world_figure_once(csv, &line_of[f * file->places + place], err))
        return false;
    struct world_figure record = {.region = file->by_region ? place : -1,
                                  .industry = file->by_region ? -1 : place,
                                  .age = -1};
    if (!world_figure_read(world, csv, &file->figures[f], &record, err))
        return false;
    double *values = (double *)(void *)((char *)world + file->figures[f].offset);
    values[place] = record.value;
    return true;
}

static bool read_figures(struct world *world, const struct figure_file *file, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, file->name, err))
        return false;
    int *line_of = calloc((size_t)(file->count * file->places), sizeof *line_of);
    bool ok = line_of != NULL || fail(err, ERROR_MEMORY, "%s: no memory", csv.path);
    ok = ok && csv_expect(&csv, file->header, err);
    bool found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found)
        ok = read_figure_row(world, &csv, file, line_of, err);
    for (int n = 0; ok && n < file->count * file->places; n++)
        if (line_of[n] == 0) {
            const struct world_name *names = file->by_region ? world->region : world->industry;
            ok = fail(err, ERROR_CONFIG, "%s: %s of %s is missing", csv.path,
                      file->figures[n / file->places].name, names[n % file->places].code);
        }
    free(line_of);
    csv_close(&csv);
    return ok;
}

bool world_read_region_figures(struct world *world, struct error *err)
{
    const struct figure_file file = {.name = "region-figures.csv",
                                     .header = "figure,region,value,unit,grade,source",
                                     .figures = REGION_FIGURES,
                                     .count = REGION_COUNT,
                                     .places = world->regions,
                                     .by_region = true};
    return read_figures(world, &file, err);
}

bool world_read_industry_figures(struct world *world, struct error *err)
{
    const struct figure_file file = {.name = "industry-figures.csv",
                                     .header = "figure,industry,value,unit,grade,source",
                                     .figures = INDUSTRY_FIGURES,
                                     .count = INDUSTRY_COUNT,
                                     .places = world->industries,
                                     .by_region = false};
    return read_figures(world, &file, err);
}

/* Age groups are numbered in the order in which the file first names them. */
static bool find_age(struct world *world, const struct csv *csv, int *age, struct error *err)
{
    for (*age = 0; *age < world->age_groups; (*age)++)
        if (strcmp(world->age[*age].label, csv->field[1]) == 0)
            return true;
    if (*age == AGE_GROUPS_MAX)
        return csv_fail(csv, 1, err, "'%.60s' is one age group too many; at most %d are allowed",
                        csv->field[1], AGE_GROUPS_MAX);
    world->age_groups++;
    return csv_text(csv, 1, world->age[*age].label, sizeof world->age[*age].label, err);
}

static bool read_age_row(struct world *world, const struct csv *csv,
                         int line_of[AGE_COUNT][AGE_GROUPS_MAX][REGIONS_MAX], struct error *err)
{
    int f = world_figure_find(csv, AGE_FIGURES, AGE_COUNT, "an age group", err);
    struct world_figure record = {.industry = -1};
    if (f < 0 || !find_age(world, csv, &record.age, err) ||
        !world_field_region(world, csv, 2, &record.region, err) ||
        !world_figure_once(csv, &line_of[f][record.age][record.region], err) ||
        !world_figure_read(world, csv, &AGE_FIGURES[f], &record, err))
        return false;
    double *values = (double *)(void *)((char *)&world->age[record.age] + AGE_FIGURES[f].offset);
    values[record.region] = record.value;
    return true;
}

bool world_read_ages(struct world *world, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, "ages.csv", err))
        return false;
    int line_of[AGE_COUNT][AGE_GROUPS_MAX][REGIONS_MAX] = {{{0}}};
    bool ok = csv_expect(&csv, "figure,age,region,value,unit,grade,source", err), found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found)
        ok = read_age_row(world, &csv, line_of, err);
    if (ok && world->age_groups == 0)
        ok = fail(err, ERROR_CONFIG, "%s: there are no age groups", csv.path);
    for (int f = 0; ok && f < AGE_COUNT; f++)
        for (int a = 0; ok && a < world->age_groups; a++)
            for (int r = 0; ok && r < world->regions; r++)
                if (line_of[f][a][r] == 0)
                    ok = fail(err, ERROR_CONFIG, "%s: %s of age %s in %s is missing", csv.path,
                              AGE_FIGURES[f].name, world->age[a].label, world->region[r].code);
    csv_close(&csv);
    return ok;
}

static bool read_cohort_row(struct world *world, const struct csv *csv,
                            int line_of[COHORT_COUNT][COHORT_BANDS][REGIONS_MAX], struct error *err)
{
    int f = world_figure_find(csv, COHORT_FIGURES, COHORT_COUNT, "a band of ages", err);
    double age;
    struct world_figure record = {.industry = -1, .age = -1, .by_band = true};
    if (f < 0 || !csv_number(csv, 1, 0, AGES - 1, &age, err))
        return false;
    if (fmod(age, COHORT_BAND) != 0)
        return csv_fail(csv, 1, err, "bands begin at ages that five divides");
    record.first_age = (int)age;
    int band = record.first_age / COHORT_BAND;
    if (!world_field_region(world, csv, 2, &record.region, err))
        return false;
    if (COHORT_FIGURES[f].offset == offsetof(struct world, cohort_migration) &&
        record.region == world->regions - 1)
        return csv_fail(csv, 2, err, "the last region takes what the others send or receive");
    if (!world_figure_once(csv, &line_of[f][band][record.region], err) ||
        !world_figure_read(world, csv, &COHORT_FIGURES[f], &record, err))
        return false;
    double *values = (double *)(void *)((char *)world + COHORT_FIGURES[f].offset);
    values[band * REGIONS_MAX + record.region] = record.value;
    return true;
}

/* A world without the file has no demography. */
bool world_read_cohorts(struct world *world, struct error *err)
{
    struct csv csv;
    char path[640];
    snprintf(path, sizeof path, "%s/cohorts.csv", world->folder);
    if (access(path, F_OK) != 0)
        return true;
    if (!csv_open(&csv, world->folder, "cohorts.csv", err))
        return false;
    int line_of[COHORT_COUNT][COHORT_BANDS][REGIONS_MAX] = {{{0}}};
    bool ok = csv_expect(&csv, "figure,band,region,value,unit,grade,source", err), found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found)
        ok = read_cohort_row(world, &csv, line_of, err);
    for (int f = 0; ok && f < COHORT_REQUIRED; f++)
        for (int band = 0; ok && band < COHORT_BANDS; band++)
            for (int r = 0; ok && r < world->regions; r++)
                if (line_of[f][band][r] == 0)
                    ok = fail(err, ERROR_CONFIG, "%s: %s of band %d in %s is missing", csv.path,
                              COHORT_FIGURES[f].name, band * COHORT_BAND, world->region[r].code);
    world->cohorts_known = ok;
    csv_close(&csv);
    return ok;
}

bool world_read_enterprises(struct world *world, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, "enterprises.csv", err))
        return false;
    int line_of[REGIONS_MAX][INDUSTRIES_MAX] = {{0}};
    bool ok = csv_expect(&csv, "region,industry,value,unit,grade,source", err), found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found) {
        struct world_figure record = {.age = -1};
        ok = world_field_region(world, &csv, 0, &record.region, err) &&
             world_field_industry(world, &csv, 1, &record.industry, err) &&
             world_figure_once(&csv, &line_of[record.region][record.industry], err);
        if (ok && world->of_region.modelled_in_full[record.region] != 1)
            ok = csv_fail(&csv, 0, err,
                          "%s is not modelled in full (region-figures.csv), so its "
                          "firms are not split by numbers of enterprises",
                          csv.field[0]);
        ok = ok && world_figure_read(world, &csv, &ENTERPRISES, &record, err);
        if (ok)
            world->enterprises[record.region][record.industry] = record.value;
    }
    for (int r = 0; ok && r < world->regions; r++)
        for (int k = 0; ok && k < world->industries && world->of_region.modelled_in_full[r] == 1;
             k++)
            if (line_of[r][k] == 0)
                ok = fail(err, ERROR_CONFIG, "%s: enterprises of %s in %s are missing", csv.path,
                          world->region[r].code, world->industry[k].code);
    csv_close(&csv);
    return ok;
}

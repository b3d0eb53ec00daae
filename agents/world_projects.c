/* Kinds of projects of the investment facility, its official candidates, and the tariffs of the
 * deal, by industry. A world without project-kinds.csv has no projects, one without
 * deal-tariffs.csv no tariffs of the deal. */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "agents/world_files.h"
#include "core/date.h"
#include "core/suggest.h"

#define FIGURE(name, unit, least, most, meaning)                                                   \
    {#name, unit, least, most, offsetof(struct project_kind, name)},
static const struct world_figure_form KIND_FIGURES[] = {
#include "agents/world_kind.def"
};
#undef FIGURE

#define FIGURE(name, unit, least, most, meaning)                                                   \
    {#name, unit, least, most, offsetof(struct world, deal.name)},
static const struct world_figure_form DEAL_FIGURES[] = {
#include "agents/deal_tariff.def"
};
#undef FIGURE

static const struct world_figure_form MIX = {"mix", "share", 0, 1, 0};

enum {
    KIND_COUNT = sizeof KIND_FIGURES / sizeof KIND_FIGURES[0],
    DEAL_COUNT = sizeof DEAL_FIGURES / sizeof DEAL_FIGURES[0]
};

static const double MIX_TOLERANCE = 1e-9;

static bool exists(const struct world *world, const char *file)
{
    char path[640];
    snprintf(path, sizeof path, "%s/%s", world->folder, file);
    return access(path, F_OK) == 0;
}

static bool read_kind(struct world *world, const struct csv *csv, struct error *err)
{
    struct project_kind kind = {.industry = -1};
    if (!csv_text(csv, 0, kind.code, sizeof kind.code, err) ||
        !csv_text(csv, 1, kind.name, sizeof kind.name, err) ||
        !world_field_industry(world, csv, 2, &kind.industry, err))
        return false;
    if (kind.code[strspn(kind.code, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0')
        return csv_fail(csv, 0, err, "'%.60s' must be small letters, digits and -", kind.code);
    if (world_kind(world, kind.code) >= 0)
        return csv_fail(csv, 0, err, "%s is given twice", kind.code);
    if (world->kinds == KINDS_MAX)
        return fail(err, ERROR_CONFIG, "%s:%d: more than %d kinds", csv->path, csv->line,
                    KINDS_MAX);
    world->kind[world->kinds++] = kind;
    return true;
}

static bool read_kinds(struct world *world, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, "project-kinds.csv", err))
        return false;
    bool ok = csv_expect(&csv, "code,name,industry", err), found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found)
        ok = read_kind(world, &csv, err);
    if (ok && world->kinds == 0)
        ok = fail(err, ERROR_CONFIG, "%s: the list is empty", csv.path);
    csv_close(&csv);
    return ok;
}

bool world_field_kind(const struct world *world, const struct csv *csv, int column, int *kind,
                      struct error *err)
{
    *kind = world_kind(world, csv->field[column]);
    if (*kind >= 0)
        return true;
    struct suggest suggest = suggest_for(csv->field[column]);
    char text[SUGGEST_TEXT];
    for (int n = 0; n < world->kinds; n++)
        suggest_offer(&suggest, world->kind[n].code);
    return csv_fail(csv, column, err, "'%.60s' is not a kind of project-kinds.csv%s",
                    csv->field[column], suggest_text(&suggest, text));
}

static bool read_figures(struct world *world, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, "project-figures.csv", err))
        return false;
    int line_of[KIND_COUNT][KINDS_MAX] = {{0}};
    bool ok = csv_expect(&csv, "figure,kind,value,unit,grade,source", err), found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found) {
        int f = world_figure_find(&csv, KIND_FIGURES, KIND_COUNT, "a kind of project", err), kind;
        struct world_figure record = {.region = -1, .industry = -1, .age = -1};
        ok = f >= 0 && world_field_kind(world, &csv, 1, &kind, err) &&
             world_figure_once(&csv, &line_of[f][kind], err);
        if (!ok)
            break;
        record.kind = kind + 1;
        ok = world_figure_read(world, &csv, &KIND_FIGURES[f], &record, err);
        if (ok)
            *(double *)(void *)((char *)&world->kind[kind] + KIND_FIGURES[f].offset) = record.value;
    }
    for (int f = 0; ok && f < KIND_COUNT; f++)
        for (int kind = 0; ok && kind < world->kinds; kind++)
            if (line_of[f][kind] == 0)
                ok = fail(err, ERROR_CONFIG, "%s: %s of %s is missing", csv.path,
                          KIND_FIGURES[f].name, world->kind[kind].code);
    csv_close(&csv);
    return ok;
}

/* Products that are not given have no part in the cost. */
static bool read_mix(struct world *world, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, "project-mix.csv", err))
        return false;
    int line_of[KINDS_MAX][INDUSTRIES_MAX] = {{0}};
    bool ok = csv_expect(&csv, "kind,product,value,unit,grade,source", err), found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found) {
        int kind;
        struct world_figure record = {.region = -1, .age = -1};
        ok = world_field_kind(world, &csv, 0, &kind, err) &&
             world_field_industry(world, &csv, 1, &record.industry, err) &&
             world_figure_once(&csv, &line_of[kind][record.industry], err);
        if (!ok)
            break;
        record.kind = kind + 1;
        ok = world_figure_read(world, &csv, &MIX, &record, err);
        if (ok)
            world->kind[kind].mix[record.industry] = record.value;
    }
    for (int kind = 0; ok && kind < world->kinds; kind++) {
        double sum = 0;
        for (int k = 0; k < world->industries; k++)
            sum += world->kind[kind].mix[k];
        if (fabs(sum - 1) > MIX_TOLERANCE)
            ok = fail(err, ERROR_CONFIG, "%s: the products of %s add up to %g and must be 1",
                      csv.path, world->kind[kind].code, sum);
    }
    csv_close(&csv);
    return ok;
}

static bool read_candidate(struct world *world, const struct csv *csv, struct error *err)
{
    struct project_candidate candidate = {.site = -1};
    if (!csv_text(csv, 0, candidate.name, sizeof candidate.name, err) ||
        !world_field_kind(world, csv, 1, &candidate.kind, err) ||
        !csv_number(csv, 2, 1, 1e6, &candidate.cost, err))
        return false;
    if (!date_parse(csv->field[3], &candidate.listed))
        return csv_fail(csv, 3, err, "'%.60s' must be a day as YYYY-MM-DD", csv->field[3]);
    if (!world_field_industry(world, csv, 4, &candidate.partner_industry, err) ||
        (csv->field[5][0] != '\0' && !world_field_site(world, csv, 5, &candidate.site, err)) ||
        !world_field_grade(csv, 6, &candidate.grade, err))
        return false;
    if (csv->field[7][0] == '\0')
        return csv_fail(csv, 7, err, "every candidate needs a source (for assumptions: why)");
    if (!csv_text(csv, 7, candidate.source, sizeof candidate.source, err))
        return false;
    for (int n = 0; n < world->candidates; n++)
        if (strcmp(world->candidate[n].name, candidate.name) == 0)
            return csv_fail(csv, 0, err, "%.90s is given twice", candidate.name);
    if (world->candidates == CANDIDATES_MAX)
        return fail(err, ERROR_CONFIG, "%s:%d: more than %d candidates", csv->path, csv->line,
                    CANDIDATES_MAX);
    world->candidate[world->candidates++] = candidate;
    return true;
}

static bool read_candidates(struct world *world, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, "candidates.csv", err))
        return false;
    bool ok = csv_expect(&csv, "name,kind,cost,listed,partner,site,grade,source", err),
         found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found)
        ok = read_candidate(world, &csv, err);
    csv_close(&csv);
    return ok;
}

/* Every figure of every industry whose output can be stored: services bear no tariff. */
static bool read_deal(struct world *world, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, "deal-tariffs.csv", err))
        return false;
    int line_of[DEAL_COUNT][INDUSTRIES_MAX] = {{0}};
    bool ok = csv_expect(&csv, "figure,industry,value,unit,grade,source", err), found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found) {
        int f = world_figure_find(&csv, DEAL_FIGURES, DEAL_COUNT, "the deal's tariffs", err);
        struct world_figure record = {.region = -1, .age = -1};
        ok = f >= 0 && world_field_industry(world, &csv, 1, &record.industry, err);
        if (ok && world->of_industry.goods[record.industry] != 1)
            ok = csv_fail(&csv, 1, err, "%s is a service, which bears no tariff", csv.field[1]);
        ok = ok && world_figure_once(&csv, &line_of[f][record.industry], err) &&
             world_figure_read(world, &csv, &DEAL_FIGURES[f], &record, err);
        if (ok)
            ((double *)(void *)((char *)world + DEAL_FIGURES[f].offset))[record.industry] =
                record.value;
    }
    for (int f = 0; ok && f < DEAL_COUNT; f++)
        for (int k = 0; ok && k < world->industries; k++)
            if (line_of[f][k] == 0 && world->of_industry.goods[k] == 1)
                ok = fail(err, ERROR_CONFIG, "%s: %s of %s is missing", csv.path,
                          DEAL_FIGURES[f].name, world->industry[k].code);
    world->deal_known = ok;
    csv_close(&csv);
    return ok;
}

bool world_read_projects(struct world *world, struct error *err)
{
    if (exists(world, "deal-tariffs.csv") && !read_deal(world, err))
        return false;
    return !exists(world, "project-kinds.csv") ||
           (read_kinds(world, err) && read_figures(world, err) && read_mix(world, err) &&
            (!exists(world, "project-sites.csv") || world_read_sites(world, err)) &&
            (!exists(world, "candidates.csv") || read_candidates(world, err)));
}

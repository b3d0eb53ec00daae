/* Sites of projects in the host region, and which part of each kind is where. */
#include <math.h>
#include <string.h>

#include "agents/world_files.h"
#include "core/suggest.h"

static const struct world_figure_form SHARE = {"site_share", "share", 0, 1, 0};

static const double SHARE_TOLERANCE = 1e-9;

bool world_field_site(const struct world *world, const struct csv *csv, int column, int *site,
                      struct error *err)
{
    *site = world_site(world, csv->field[column]);
    if (*site >= 0)
        return true;
    struct suggest suggest = suggest_for(csv->field[column]);
    char text[SUGGEST_TEXT];
    for (int n = 0; n < world->sites; n++)
        suggest_offer(&suggest, world->site[n].code);
    return csv_fail(csv, column, err, "'%.60s' is not a site of project-sites.csv%s",
                    csv->field[column], suggest_text(&suggest, text));
}

static bool read_site(struct world *world, const struct csv *csv, struct error *err)
{
    struct project_site site = {.latitude = 0};
    enum grade grade;
    if (!csv_text(csv, 0, site.code, sizeof site.code, err) ||
        !csv_text(csv, 1, site.name, sizeof site.name, err) ||
        !csv_number(csv, 2, -90, 90, &site.latitude, err) ||
        !csv_number(csv, 3, -180, 180, &site.longitude, err) ||
        !world_field_grade(csv, 4, &grade, err))
        return false;
    if (csv->field[5][0] == '\0')
        return csv_fail(csv, 5, err, "every site needs a source (for assumptions: why)");
    if (world_site(world, site.code) >= 0)
        return csv_fail(csv, 0, err, "%s is given twice", site.code);
    if (world->sites == SITES_MAX)
        return fail(err, ERROR_CONFIG, "%s:%d: more than %d sites", csv->path, csv->line,
                    SITES_MAX);
    world->site[world->sites++] = site;
    return true;
}

static bool read_sites(struct world *world, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, "project-sites.csv", err))
        return false;
    bool ok = csv_expect(&csv, "code,name,latitude,longitude,grade,source", err), found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found)
        ok = read_site(world, &csv, err);
    if (ok && world->sites == 0)
        ok = fail(err, ERROR_CONFIG, "%s: the list is empty", csv.path);
    csv_close(&csv);
    return ok;
}

/* Sites that are not given have no part of the kind. */
static bool read_shares(struct world *world, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, "project-site-shares.csv", err))
        return false;
    int line_of[KINDS_MAX][SITES_MAX] = {{0}};
    bool ok = csv_expect(&csv, "kind,site,value,unit,grade,source", err), found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found) {
        int kind, site;
        struct world_figure record = {.region = -1, .industry = -1, .age = -1};
        ok = world_field_kind(world, &csv, 0, &kind, err) &&
             world_field_site(world, &csv, 1, &site, err) &&
             world_figure_once(&csv, &line_of[kind][site], err);
        if (!ok)
            break;
        record.kind = kind + 1;
        record.site = site + 1;
        ok = world_figure_read(world, &csv, &SHARE, &record, err);
        if (ok)
            world->site[site].share[kind] = record.value;
    }
    for (int kind = 0; ok && kind < world->kinds; kind++) {
        double sum = 0;
        for (int n = 0; n < world->sites; n++)
            sum += world->site[n].share[kind];
        if (fabs(sum - 1) > SHARE_TOLERANCE)
            ok = fail(err, ERROR_CONFIG, "%s: the shares of %s add up to %g and must be 1",
                      csv.path, world->kind[kind].code, sum);
    }
    csv_close(&csv);
    return ok;
}

bool world_read_sites(struct world *world, struct error *err)
{
    return read_sites(world, err) && read_shares(world, err);
}

/* How long goods travel between regions and what they pass: chokepoints.csv and routes.csv. */
#include <string.h>

#include "agents/world_files.h"

static const char *const MODES[TRANSPORT_MODES] = {"land", "sea", "air"};

static int find_chokepoint(const struct world *world, const char *name, size_t length)
{
    for (int n = 0; n < world->chokepoints; n++)
        if (strlen(world->chokepoint[n]) == length &&
            memcmp(world->chokepoint[n], name, length) == 0)
            return n;
    return -1;
}

static bool read_chokepoints(struct world *world, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, "chokepoints.csv", err))
        return false;
    bool ok = csv_expect(&csv, "name,meaning", err), found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found) {
        if (world->chokepoints == CHOKEPOINTS_MAX)
            ok = fail(err, ERROR_CONFIG, "%s:%d: more than %d chokepoints", csv.path, csv.line,
                      CHOKEPOINTS_MAX);
        else if (strchr(csv.field[0], ';') != NULL)
            ok = csv_fail(&csv, 0, err, "'%.60s' must not contain a semicolon", csv.field[0]);
        else if (find_chokepoint(world, csv.field[0], strlen(csv.field[0])) >= 0)
            ok = csv_fail(&csv, 0, err, "%.60s is given twice", csv.field[0]);
        else if (csv_text(&csv, 0, world->chokepoint[world->chokepoints],
                          sizeof world->chokepoint[0], err))
            world->chokepoints++;
        else
            ok = false;
    }
    csv_close(&csv);
    return ok;
}

/* "Malacca;Suez" as a bit set; an empty field is the empty set. */
static bool read_passed(const struct world *world, const struct csv *csv, int column,
                        uint32_t *passed, struct error *err)
{
    *passed = 0;
    const char *name = csv->field[column];
    while (*name != '\0') {
        size_t length = strcspn(name, ";");
        int n = find_chokepoint(world, name, length);
        if (n < 0)
            return csv_fail(csv, column, err,
                            "'%.*s' is not a chokepoint of chokepoints.csv; put a "
                            "semicolon between several",
                            (int)(length < 60 ? length : 60), name);
        *passed |= 1u << n;
        name += length + (name[length] == ';');
    }
    return true;
}

static bool read_route(struct world *world, const struct csv *csv,
                       int line_of[REGIONS_MAX][REGIONS_MAX], struct error *err)
{
    int o, d, mode = 0;
    if (!world_field_region(world, csv, 0, &o, err) || !world_field_region(world, csv, 1, &d, err))
        return false;
    if (line_of[o][d] != 0)
        return fail(err, ERROR_CONFIG,
                    "%s:%d: the route from %s to %s stands in line %d; give it once", csv->path,
                    csv->line, csv->field[0], csv->field[1], line_of[o][d]);
    line_of[o][d] = csv->line;
    while (mode < TRANSPORT_MODES && strcmp(csv->field[2], MODES[mode]) != 0)
        mode++;
    if (mode == TRANSPORT_MODES)
        return csv_fail(csv, 2, err, "'%.60s' must be land, sea or air", csv->field[2]);
    enum grade grade;
    if (!csv_number(csv, 3, 0.1, 52, &world->route_weeks[o][d], err) ||
        !read_passed(world, csv, 4, &world->route_chokepoints[o][d], err) ||
        !world_field_grade(csv, 5, &grade, err))
        return false;
    if (mode != MODE_SEA && world->route_chokepoints[o][d] != 0)
        return csv_fail(csv, 4, err, "only routes by sea pass chokepoints");
    if (csv->field[6][0] == '\0')
        return csv_fail(csv, 6, err, "every route needs a source (for assumptions: why)");
    world->route_mode[o][d] = (enum transport_mode)mode;
    return true;
}

bool world_read_routes(struct world *world, struct error *err)
{
    struct csv csv;
    if (!read_chokepoints(world, err) || !csv_open(&csv, world->folder, "routes.csv", err))
        return false;
    int line_of[REGIONS_MAX][REGIONS_MAX] = {{0}};
    bool ok = csv_expect(&csv, "origin,destination,mode,weeks,chokepoints,grade,source", err);
    bool found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found)
        ok = read_route(world, &csv, line_of, err);
    for (int o = 0; ok && o < world->regions; o++)
        for (int d = 0; ok && d < world->regions; d++)
            if (line_of[o][d] == 0)
                ok = fail(err, ERROR_CONFIG, "%s: the route from %s to %s is missing", csv.path,
                          world->region[o].code, world->region[d].code);
    csv_close(&csv);
    return ok;
}

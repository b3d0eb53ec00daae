#include "viz/world_projects.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Stages as /project/stage counts them (docs/model/facility.md); below the first nothing is
 * announced, and what was dropped before a notice is not shown. */
enum { STAGE_NOTICED = 5, STAGE_DECLINED = 10 };
enum { ROWS_MAX = 1 << 16, COLUMNS_MAX = 13 };

const char *const world_stage_names[WORLD_STAGES] = {"notice given", "funded", "under construction",
                                                     "in operation", "failed", "declined"};

/* One record of a column; false where there is none. */
static bool read(struct playback *playback, const struct reader_group *group, const char *column,
                 uint64_t record, double *values)
{
    return playback_read(playback, group, column, record, values);
}

static bool reserve(struct world_projects *projects, uint64_t rows)
{
    if (rows <= projects->room_rows)
        return true;
    double *room =
        rows <= ROWS_MAX ? realloc(projects->room, COLUMNS_MAX * rows * sizeof *room) : NULL;
    if (!room)
        return false;
    projects->room = room, projects->room_rows = rows;
    return true;
}

static bool read_sites(struct world_projects *projects, struct playback *playback,
                       const struct reader_group *group)
{
    double *east = projects->room, *north = projects->room + group->rows;
    if (!read(playback, group, "longitude", 0, east) ||
        !read(playback, group, "latitude", 0, north))
        return false;
    projects->sites = (int)group->rows;
    for (uint64_t i = 0; i < group->rows; i++) {
        bool good = fabs(east[i]) <= 180 && fabs(north[i]) <= 90;
        projects->east[i] = good ? east[i] : NAN, projects->north[i] = good ? north[i] : NAN;
    }
    return true;
}

/* What the sites have in all. */
static void read_sums(struct world_projects *projects, struct playback *playback,
                      const struct reader_group *group, uint64_t record)
{
    static const char *const NAMES[] = {"committed", "paid_out"};
    double *sums[] = {projects->site_committed, projects->site_paid};
    for (int c = 0; c < 2; c++) {
        bool has = read(playback, group, NAMES[c], record, projects->room);
        for (uint64_t i = 0; i < group->rows; i++)
            sums[c][i] = has && isfinite(projects->room[i]) ? projects->room[i] / 100 : 0;
    }
}

static void add(struct world_projects *projects, struct world_mark mark)
{
    if (projects->count == WORLD_MARKS_MAX || mark.site < 0 || mark.site >= projects->sites ||
        !isfinite(projects->east[mark.site]) || !(mark.cost > 0) || !isfinite(mark.cost))
        return;
    mark.built = isfinite(mark.built) ? fmax(0, fmin(1, mark.built)) : 0;
    mark.east = projects->east[mark.site], mark.north = projects->north[mark.site];
    projects->marks[projects->count++] = mark;
    projects->stages[mark.stage]++;
}

/* A mark for every project that was given notice. */
static bool read_projects(struct world_projects *projects, struct playback *playback, double day)
{
    enum {
        STAGE,
        SITE,
        KIND,
        COST,
        PROMISED,
        PAID,
        BUILT,
        WORK,
        FUNDED,
        STARTED,
        FINISHED,
        NOTICED,
        OFFICIAL,
        COLUMNS
    };
    static const char *const NAMES[COLUMNS] = {
        "stage", "site",   "kind",    "cost",     "commitment", "paid_out", "built",
        "work",  "funded", "started", "finished", "noticed",    "official"};
    const struct reader_group *group = playback_group(playback, "project");
    if (!group || group->records == 0 || group->rows == 0 || !reserve(projects, group->rows))
        return false;
    uint64_t record = playback_at(group->days, group->records, day);
    bool has[COLUMNS];
    double *column[COLUMNS];
    for (int c = 0; c < COLUMNS; c++) {
        column[c] = projects->room + (uint64_t)c * group->rows;
        has[c] = read(playback, group, NAMES[c], record, column[c]);
    }
    if (!has[STAGE] || !has[SITE] || !has[COST])
        return false;
    for (uint64_t p = 0; p < group->rows; p++) {
        double stage = column[STAGE][p];
        if (!(stage >= STAGE_NOTICED && stage <= STAGE_DECLINED))
            continue;
        struct world_mark mark = {
            .stage = (enum world_stage)(stage - STAGE_NOTICED),
            .project = (int)p,
            .site = column[SITE][p] >= 1 && column[SITE][p] <= projects->sites
                        ? (int)column[SITE][p] - 1
                        : -1,
            .kind = has[KIND] && column[KIND][p] >= 0 && column[KIND][p] < 1e6
                        ? (int)column[KIND][p]
                        : -1,
            .official = has[OFFICIAL] && column[OFFICIAL][p] >= 1 && column[OFFICIAL][p] < 1e6
                            ? (int)column[OFFICIAL][p] - 1
                            : -1,
            .cost = column[COST][p] / 100,
            .commitment = has[PROMISED] ? column[PROMISED][p] / 100 : NAN,
            .paid = has[PAID] ? column[PAID][p] / 100 : NAN,
        };
        if (has[BUILT] && has[WORK])
            mark.built = column[BUILT][p] / (column[BUILT][p] + column[WORK][p]);
        if (mark.stage == WORLD_NOTICED && has[NOTICED])
            mark.since = column[NOTICED][p];
        if (mark.stage == WORLD_FUNDED && has[FUNDED])
            mark.since = column[FUNDED][p];
        if (mark.stage == WORLD_BUILDING && has[STARTED])
            mark.since = column[STARTED][p];
        if (mark.stage == WORLD_OPERATING && has[FINISHED])
            mark.since = column[FINISHED][p];
        add(projects, mark);
    }
    return true;
}

/* Without the projects themselves: one mark for all of a site. */
static void read_totals(struct world_projects *projects, struct playback *playback,
                        const struct reader_group *group, uint64_t record)
{
    enum { NAMED, COMMITTED, PAID, FUNDED, OPERATING, FAILED, COLUMNS };
    static const char *const NAMES[COLUMNS] = {"named",  "committed", "paid_out",
                                               "funded", "operating", "failed"};
    double *column[COLUMNS];
    for (int c = 0; c < COLUMNS; c++) {
        column[c] = projects->room + (uint64_t)c * group->rows;
        if (!read(playback, group, NAMES[c], record, column[c]))
            memset(column[c], 0, group->rows * sizeof *column[c]);
    }
    for (uint64_t i = 0; i < group->rows; i++) {
        bool building = column[FUNDED][i] > 0, works = column[OPERATING][i] > 0;
        add(projects, (struct world_mark){
                          .stage = building                   ? WORLD_BUILDING
                                   : works                    ? WORLD_OPERATING
                                   : column[FAILED][i] > 0    ? WORLD_FAILED
                                   : column[COMMITTED][i] > 0 ? WORLD_FUNDED
                                                              : WORLD_NOTICED,
                          .project = -1,
                          .site = (int)i,
                          .kind = -1,
                          .official = -1,
                          .cost = fmax(column[NAMED][i], column[COMMITTED][i]) / 100,
                          .commitment = column[COMMITTED][i] / 100,
                          .paid = column[PAID][i] / 100,
                          .built = column[PAID][i] / column[COMMITTED][i],
                      });
    }
}

static double facility(struct playback *playback, const char *name, double day)
{
    const struct playback_column *column = playback_column(playback, "facility", name);
    if (!column || column->rows < 1 || column->records == 0)
        return NAN;
    uint64_t record = column->has_time ? playback_at(column->days, column->records, day) : 0;
    return column->values[record * column->rows] / 100;
}

static void read_facility(struct world_projects *projects, struct playback *playback, double day)
{
    projects->paid = facility(playback, "paid_out", day);
    projects->paid_year = projects->paid - facility(playback, "paid_out", day - 365);
    projects->committed = facility(playback, "committed", day);
    projects->named = facility(playback, "named", day);
    projects->envelope = facility(playback, "envelope", day);
}

bool world_projects_update(struct world_projects *projects, struct playback *playback, double day)
{
    const struct reader_group *group = playback_group(playback, "project_site");
    read_facility(projects, playback, day);
    if (projects->lender[0] == '\0') {
        if (!playback_parameter(playback, "policy.bank_region", projects->lender,
                                sizeof projects->lender))
            snprintf(projects->lender, sizeof projects->lender, "JPN");
        if (!playback_parameter(playback, "framework.host", projects->host, sizeof projects->host))
            snprintf(projects->host, sizeof projects->host, "USA");
    }
    if (!group || group->records == 0 || group->rows == 0 || group->rows > WORLD_SITES_MAX ||
        group->dimension_count != 1 || !reserve(projects, group->rows))
        return false;
    const struct reader_group *rows = playback_group(playback, "project");
    bool single = rows && rows->records > 0 && rows->rows > 0 && reader_column(rows, "stage");
    const struct reader_group *clock = single ? rows : group;
    uint64_t record = playback_at(clock->days, clock->records, day);
    if (projects->version == playback->version + 1 && projects->record == record)
        return projects->sites > 0;
    projects->version = playback->version + 1, projects->record = record;
    projects->count = projects->sites = 0;
    memset(projects->stages, 0, sizeof projects->stages);
    if (!read_sites(projects, playback, group))
        return false;
    uint64_t of_sites = playback_at(group->days, group->records, day);
    read_sums(projects, playback, group, of_sites);
    if (!read_projects(projects, playback, day))
        read_totals(projects, playback, group, of_sites);
    return true;
}

void world_projects_free(struct world_projects *projects)
{
    free(projects->room);
    *projects = (struct world_projects){0};
}

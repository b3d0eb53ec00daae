#include "viz/world_other.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/world_history.h"

void world_other_free(struct world_other *other)
{
    world_trade_free(&other->trade);
    world_projects_free(&other->projects);
    *other = (struct world_other){0};
}

double world_other_flow(const struct world_other *other, const struct view *view,
                        const char *origin, const char *destination, double day)
{
    const struct world_trade *trade = &other->trade;
    if (!other->playback || !trade->dollars)
        return NAN;
    const struct reader_group *group = playback_group(other->playback, "trade");
    int from = group ? playback_dimension(group, "origin") : -1;
    int to = group ? playback_dimension(group, "destination") : -1;
    if (from < 0 || to < 0)
        return NAN;
    int64_t o = playback_position(group, from, origin);
    int64_t d = playback_position(group, to, destination);
    uint64_t record;
    if (o < 0 || d < 0 ||
        !versus_record(trade->dollars->days, trade->records, versus_day(view, day), &record))
        return NAN;
    return world_trade_flow(trade, record, (uint64_t)o, (uint64_t)d);
}

/* Differences of the flows that are drawn, over all records that both have. */
static void find_limit(struct world_other *other, const struct view *view,
                       const struct world_trade *own)
{
    other->limit = 1;
    const struct reader_group *group = playback_group(view->playback, "trade");
    int dimension = group ? playback_dimension(group, "origin") : -1;
    if (!own->dollars || !other->trade.dollars || dimension < 0)
        return;
    size_t count = 0;
    double *sizes = malloc((own->records * own->regions * own->regions + 1) * sizeof *sizes);
    char from[24], to[24];
    for (uint64_t o = 0; o < own->regions && sizes; o++)
        for (uint64_t d = 0; d < own->regions; d++)
            for (uint64_t t = 0; t < own->records && o != d; t++) {
                double here = world_trade_flow(own, t, o, d);
                if (here < own->least)
                    continue;
                double there = world_other_flow(
                    other, view, playback_label(group, dimension, o, from),
                    playback_label(group, dimension, d, to), own->dollars->days[t]);
                if (there > 0)
                    sizes[count++] = fabs(100 * (here / there - 1));
            }
    if (sizes)
        other->limit = versus_limit(sizes, count, 1);
    free(sizes);
}

void world_other_update(struct world_other *other, const struct view *view,
                        const struct world_trade *own)
{
    struct playback *playback =
        view->other && view->compare != COMPARE_ONE ? view->other->playback : NULL;
    if (other->playback != playback) {
        world_other_free(other);
        other->playback = playback;
    }
    if (!playback)
        return;
    world_trade_update(&other->trade, playback);
    other->has_projects =
        world_projects_update(&other->projects, playback, timeline_day(view->other->timeline));
    if (other->version == playback->version + 1 &&
        other->own_version == view->playback->version + 1)
        return;
    other->version = playback->version + 1, other->own_version = view->playback->version + 1;
    find_limit(other, view, own);
}

/* What a project is known by in any run: "" where nothing is known of it. */
static void name_of(const struct world_mark *mark, const struct playback *playback,
                    char name[static 160])
{
    static const char *const GROUPS[] = {"project_candidate", "project_site", "project_kind"};
    static const char *const DIMENSIONS[] = {"candidate", "site", "kind"};
    const int rows[] = {mark->official, mark->site, mark->kind};
    size_t used = 0;
    name[0] = '\0';
    for (int i = 0; i < 3; i++) {
        const struct reader_group *group = playback_group(playback, GROUPS[i]);
        int dimension = group ? playback_dimension(group, DIMENSIONS[i]) : -1;
        char number[24];
        if (dimension < 0 || rows[i] < 0 || (uint64_t)rows[i] >= group->dimensions[dimension].size)
            continue;
        used += (size_t)snprintf(name + used, 160 - used, "%.60s;",
                                 playback_label(group, dimension, (uint64_t)rows[i], number));
        if (i == 0 || used >= 159) /* a name of its own says enough */
            return;
    }
}

void world_projects_join(struct world_projects *projects, const struct view *view,
                         const struct world_projects *other)
{
    int own = 0;
    while (own < projects->count && projects->marks[own].only != WORLD_OTHER_RUN)
        own++;
    projects->count = own; /* those added before go, whatever they were added for */
    for (int i = 0; i < own && !other; i++)
        projects->marks[i].only = WORLD_BOTH_RUNS;
    if (!other)
        return;
    char(*names)[160] = calloc((size_t)(own + 1), sizeof *names);
    if (!names)
        return;
    for (int i = 0; i < own; i++) {
        projects->marks[i].only = WORLD_THIS_RUN;
        name_of(&projects->marks[i], view->playback, names[i]);
    }
    for (int k = 0; k < other->count; k++) {
        struct world_mark mark = other->marks[k];
        char name[160];
        name_of(&mark, view->other->playback, name);
        int i = 0;
        while (i < own &&
               (projects->marks[i].only == WORLD_BOTH_RUNS || strcmp(names[i], name) != 0))
            i++;
        if (i < own) {
            projects->marks[i].only = WORLD_BOTH_RUNS;
        } else if (projects->count < WORLD_MARKS_MAX) {
            mark.only = WORLD_OTHER_RUN;
            projects->marks[projects->count++] = mark;
        }
    }
    free(names);
}

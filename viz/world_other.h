/* The run that the map's run is compared with: its trade and its projects. */
#ifndef KEIRETSU_VIZ_WORLD_OTHER_H
#define KEIRETSU_VIZ_WORLD_OTHER_H

#include "viz/world_projects.h"
#include "viz/world_trade.h"

struct world_other {
    const struct playback *playback; /* NULL: no run is compared with */
    struct world_trade trade;
    struct world_projects projects;
    bool has_projects;
    double limit; /* per cent: a difference of trade with the deepest colour */
    uint64_t own_version, version;
};

/* Brings it to the day shown; lets go of a run that is no longer compared with. `own` may hold no
 * trade. */
void world_other_update(struct world_other *other, const struct view *view,
                        const struct world_trade *own);
void world_other_free(struct world_other *other);

/* Dollars a year from one region to another on a day of the view's run, by their codes; NaN where
 * the other run does not have it. */
double world_other_flow(const struct world_other *other, const struct view *view,
                        const char *origin, const char *destination, double day);

/* Marks each project as of both runs or of one, by name, else by site and kind, and adds those of
 * the other run alone to the list. Without another run (NULL) all are as if of both. */
void world_projects_join(struct world_projects *projects, const struct view *view,
                         const struct world_projects *other);

#endif

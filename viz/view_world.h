/* The state of the map of the world (view_world.c). */
#ifndef KEIRETSU_VIZ_VIEW_WORLD_H
#define KEIRETSU_VIZ_VIEW_WORLD_H

#include "viz/view.h"
#include "viz/world_labels.h"
#include "viz/world_measure.h"
#include "viz/world_other.h"

struct view_world {
    struct world_trade trade;
    struct world_projects projects;
    struct world_land land, states, alaska;
    struct world_other other;            /* the run compared with */
    struct world_measure measure;        /* what the land's colours say */
    struct world_projection projection;  /* of the map in the last frame */
    struct world_labels labels;          /* of the last frame */
    struct box chips[WORLD_REGIONS_MAX]; /* names of the regions in the last frame */
    bool has_projects;                   /* the file has sites */
    bool enlarged;                       /* the inset of the host's sites fills the map */
    uint64_t event_version;
    double *sizes; /* of events, as in the file */
    uint64_t size_count;
};

#endif

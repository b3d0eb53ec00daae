/* Projects of the investment facility at their sites, and what was paid out for them. */
#ifndef KEIRETSU_VIZ_WORLD_PROJECTS_H
#define KEIRETSU_VIZ_WORLD_PROJECTS_H

#include "viz/world_map.h"
#include "viz/world_places.h"

enum { WORLD_MARKS_MAX = 512, WORLD_SITES_MAX = 256 };

/* The stages that are shown, in the order in which a project passes them. */
enum world_stage {
    WORLD_NOTICED,
    WORLD_FUNDED,
    WORLD_BUILDING,
    WORLD_OPERATING,
    WORLD_FAILED,
    WORLD_DECLINED,
    WORLD_STAGES
};
extern const char *const world_stage_names[WORLD_STAGES];

/* Which run has a project, where two are compared. */
enum world_only { WORLD_BOTH_RUNS, WORLD_THIS_RUN, WORLD_OTHER_RUN };

struct world_mark {
    enum world_stage stage;
    enum world_only only;
    int project;    /* row of the group, -1: all projects of the site together */
    int site, kind; /* rows of project_site and project_kind, -1: not known */
    int official;   /* row of project_candidate, -1: proposed by a firm of the model */
    double since;   /* step in which the stage began, 0 if not known */
    double cost, commitment, paid; /* dollars */
    double built;                  /* part of the work that is done */
    double east, north;            /* of its site */
    double x, y, radius;           /* set by world_projects_place */
};

struct world_projects {
    uint64_t version, record; /* that the marks are of; version 0: none yet */
    int count;                /* of marks */
    struct world_mark marks[WORLD_MARKS_MAX];
    int sites;
    double east[WORLD_SITES_MAX], north[WORLD_SITES_MAX];
    double site_committed[WORLD_SITES_MAX], site_paid[WORLD_SITES_MAX]; /* dollars, 0: none */
    int stages[WORLD_STAGES];  /* how many marks are in each */
    char lender[16], host[16]; /* regions of the facility */
    double *room;              /* [room_rows] for one record of a column */
    uint64_t room_rows;
    double paid_year, paid, committed, named,
        envelope; /* of the facility, dollars; NaN: not known */
};

/* Reads the record of a day; false where the file has no sites of projects. */
bool world_projects_update(struct world_projects *projects, struct playback *playback, double day);
void world_projects_free(struct world_projects *projects);

/* Places the marks about their sites, without overlaps; `largest` is the radius of $40 bn. */
void world_projects_place(struct world_projects *projects, const struct world_projection *map,
                          const struct world_projection *alaska, double largest);

/* Draws the marks; the one under the mouse or -1. The clip stays as it was. */
int world_projects_draw(const struct world_projects *projects, const struct view *view,
                        struct box clip);

/* Under the mouse: a click selects its project, a click on the one that is selected asks for its
 * card. Does nothing where a mark stands for a whole site or for a project of the other run. */
void world_projects_click(const struct world_projects *projects, const struct view *view, int mark);

/* One mark as it is drawn, for legends. */
void world_mark_draw(struct canvas *canvas, const struct world_mark *mark, struct box clip);

void world_projects_tooltip(const struct world_projects *projects, const struct view *view,
                            int mark);

#endif

/* The parts of the view Why: toolbar, losses over time, list of falls, path of one fall. */
#ifndef KEIRETSU_VIZ_WHY_H
#define KEIRETSU_VIZ_WHY_H

#include "output/trace.h"
#include "viz/chart.h"
#include "viz/view.h"

enum { WHY_FALLS = 400, WHY_SEGMENTS = 26 /* height of switches */ };

/* The first cause of a fall, found when its row is first shown. */
struct why_cause {
    bool known;
    uint32_t colour;
    char text[128];
};

/* How badly a region was hit, in the industries of the scope. */
struct why_hit {
    bool known;
    double depth; /* the worst fall, or the largest shortfall against the other run: 1 - now/then */
    double amount; /* of that fall a step; against another run: less output in the whole run */
    double day;    /* of its trough, since the start */
};

struct view_why {
    struct why_hit *hit;                /* [regions + 1]: the world first */
    int hit_industry;                   /* that they are for */
    const struct view_why *hit_against; /* only to see whether it is the same */
    uint64_t hit_records;               /* of the other run */
    bool menu;                          /* the list of industries is open */
    bool narrow, losses;                /* small windows show losses or falls */
    struct playback *playback;          /* of the run */
    struct trace trace;
    struct trace next;         /* that is being read */
    struct loader_job reading; /* of it */
    bool ready;                /* the trace is there */
    uint64_t asked;            /* of the ui, in the last frame */
    struct selection seen;     /* in the last frame: one that was made elsewhere sets the scope */
    uint64_t records;          /* that the trace was made from */
    char trouble[1024];        /* why there is no trace */
    int region, industry;      /* scope, TRACE_ALL for all */
    enum trace_order order;
    enum trace_which which;
    int *places; /* [1 + WHY_FALLS] shown, in trace.fall: the sum of the scope first */
    int count;
    struct why_cause *cause; /* [trace.fall_count] */
    int chosen;              /* in places, -1: none */
    struct trace_chain chain;
    int step;        /* chosen card */
    int scrolled;    /* rows above the list */
    double path_top; /* of the path above its card */
    double *scratch; /* [4 * records] */
    char unit[64];   /* "$ a week", or the file's own */
    double factor;   /* to that unit */
};

/* "$3.3 bn a week", in the file's unit where that is not cents. */
char *why_amount(const struct view_why *why, double amount, char *text, size_t size);

/* trace_follow() while nobody else reads. */
void why_trace(const struct view_why *why, const struct trace_fall *fall,
               struct trace_chain *chain);

uint32_t why_role_colour(const struct trace *trace, enum trace_role role, int cause);

/* The fall that is shown, or NULL. */
const struct trace_fall *why_fall(const struct view_why *why);

void why_choose(struct view_why *why, struct view *view, int place);
void why_choose_step(struct view_why *why, int step);
void why_go_to_step(struct view_why *why, struct view *view);
void why_set_scope(struct view_why *why, struct view *view, int region, int industry);
void why_set_which(struct view_why *why, struct view *view, enum trace_which which);
void why_set_order(struct view_why *why, struct view *view, enum trace_order order);

/* Reads what there is to read; true where there is something to show. */
bool why_update(struct view_why *why, struct view *view);

void why_free(struct view_why *why);

/* What was chosen elsewhere becomes the scope; what was chosen here leaves it as it is. */
void why_follow(struct view_why *why, const struct view *view);

/* The run compared with, where differences are shown and it has been read, or NULL. */
struct view_why *why_against(struct view_why *why, struct view *view);

/* The other run's region or industry of the same code, TRACE_ALL for all, -2 where it has none. */
int why_other_region(const struct view_why *why, const struct view_why *against, int region);
int why_other_industry(const struct view_why *why, const struct view_why *against, int industry);

/* The other's record of the same day of the calendar, or -1. */
int64_t why_other_record(const struct view *view, const struct view_why *why,
                         const struct view_why *against, uint64_t record);

/* Whether the other run has a fall like it: of the same cell, its trough within half a year, and at
 * least half as deep. */
bool why_is_shared(const struct view *view, const struct view_why *why,
                   const struct view_why *against, const struct trace_fall *fall);

/* The regions and how badly each was hit, with a line that says so if there is room for a caption.
 * Returns the height used. */
double why_strip_draw(struct view_why *why, struct view_why *against, struct view *view,
                      struct box box, bool caption);
/* The list of industries over everything else; it closes when one is chosen. */
void why_menu_draw(struct view_why *why, struct view *view, struct box box);

void why_toolbar_draw(struct view_why *why, struct view *view, struct box box);

/* `against` is why_against(). */
void why_stack_draw(struct view_why *why, struct view_why *against, struct view *view,
                    struct box box);
void why_list_draw(struct view_why *why, const struct view_why *against, struct view *view,
                   struct box box);
void why_path_draw(struct view_why *why, struct view *view, struct box box);

#endif

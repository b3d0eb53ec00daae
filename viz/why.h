/* The parts of the view Why: toolbar, losses over time, list of falls, path of one fall. */
#ifndef KEIRETSU_VIZ_WHY_H
#define KEIRETSU_VIZ_WHY_H

#include "output/trace.h"
#include "viz/chart.h"
#include "viz/view.h"

enum { WHY_FALLS = 400, WHY_SEGMENTS = 26 };

/* The first cause of a fall, found when its row is first shown. */
struct why_cause {
    bool known;
    uint32_t colour;
    char text[128];
};

struct view_why {
    struct playback *playback; /* of the run */
    struct trace trace;
    struct trace next;         /* that is being read */
    struct loader_job reading; /* of it */
    bool ready;                /* the trace is there */
    bool asked;                /* the scope was taken from the selection */
    uint64_t records;          /* that the trace was made from */
    bool complete;             /* the file was finished then */
    char trouble[1024];        /* why there is no trace */
    int region, industry;      /* scope, TRACE_ALL for all */
    enum trace_order order;
    enum trace_which which;
    int *places; /* [1 + WHY_FALLS] shown, in trace.fall: the sum of the scope first */
    int count, total;
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

/* A switch at a point, WHY_SEGMENTS high; returns its right edge. *clicked stays where it is not. */
double why_segments(struct view *view, const char *const *names, int count, int active, double x,
                    double y, int *clicked);

void why_stack_draw(struct view_why *why, struct view *view, struct box box);
void why_list_draw(struct view_why *why, struct view *view, struct box box);
void why_path_draw(struct view_why *why, struct view *view, struct box box);

#endif

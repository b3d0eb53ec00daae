/* Projects whose rows a test sets by hand, and weeks of the facility alone. */
#ifndef KEIRETSU_TESTS_PIPELINE_SUPPORT_H
#define KEIRETSU_TESTS_PIPELINE_SUPPORT_H

#include "finance_support.h"

#include "agents/facility.h"

static const double BN = 1e11; /* US cents */

/* The facility is open from the first day to the end of 2026; nobody proposes by himself. */
static inline void open_facility(struct parameters *p, struct world *world)
{
    (void)world;
    p->facility = true;
    p->official = false;
    p->proposals = 0;
    snprintf(p->agreed, sizeof p->agreed, "2025-01-06");
    snprintf(p->opens, sizeof p->opens, "2025-01-06");
    snprintf(p->deadline, sizeof p->deadline, "2026-12-28");
}

static inline struct still_world *facility_world(void)
{
    return still_create((struct still_options){.change = open_facility});
}

static inline int kind_of(const struct state *s, const char *code)
{
    int kind = world_kind(s->world, code);
    assert_true(kind >= 0);
    return kind;
}

/* A project in row p; listed in step p + 1, so that rows have draws of their own. */
static inline void put(struct state *s, int p, enum project_stage stage, const char *kind,
                       double billion, double true_return)
{
    struct project_table *project = &s->project;
    int k = kind_of(s, kind);
    project->stage[p] = (uint8_t)stage;
    project->kind[p] = (uint16_t)k;
    project->industry[p] = (uint16_t)s->world->kind[k].industry;
    project->listed[p] = (uint32_t)p + 1;
    project->cost[p] = billion * BN;
    project->true_return[p] = project->lender_estimate[p] = project->sponsor_estimate[p] =
        true_return;
    project->build_weeks[p] = 104;
    project->overrun[p] = project->delay[p] = project->quality[p] = 1;
    project->operator[p] = s->population.run[0].first;
    project->permits[p] = project->customers[p] = 1;
}

static inline void week(struct state *s)
{
    state_clear_flows(s);
    s->rng.step = s->clock.step + 1;
    facility(s);
    s->clock.step++;
}

static inline void weeks(struct state *s, int count)
{
    for (int n = 0; n < count; n++)
        week(s);
}

#endif

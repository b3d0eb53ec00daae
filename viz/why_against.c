/* The other run's trace, and what of it stands for the same place and time. */
#include <math.h>

#include "viz/why.h"

struct view_why *why_against(struct view_why *why, struct view *view)
{
    if (view->compare != COMPARE_DIFFERENCE || !view->other)
        return NULL;
    struct view_why *against = view->other->states[VIEW_WHY];
    return against != why && why_update(against, view->other) ? against : NULL;
}

int why_other_region(const struct view_why *why, const struct view_why *against, int region)
{
    return region == TRACE_ALL ? TRACE_ALL
                               : trace_region(&against->trace, why->trace.region[region]);
}

int why_other_industry(const struct view_why *why, const struct view_why *against, int industry)
{
    return industry == TRACE_ALL ? TRACE_ALL
                                 : trace_industry(&against->trace, why->trace.industry[industry]);
}

int64_t why_other_record(const struct view *view, const struct view_why *why,
                         const struct view_why *against, uint64_t record)
{
    const struct trace *theirs = &against->trace;
    double day =
        why->trace.days[record] + view->timeline->start_day - view->other->timeline->start_day;
    if (theirs->records == 0)
        return -1;
    uint64_t t = trace_at(theirs->days, theirs->records, day + 3);
    return fabs(theirs->days[t] - day) <= 3 ? (int64_t)t : -1;
}

bool why_is_shared(const struct view *view, const struct view_why *why,
                   const struct view_why *against, const struct trace_fall *fall)
{
    const struct trace *theirs = &against->trace;
    int region = why_other_region(why, against, fall->region);
    int industry = why_other_industry(why, against, fall->industry);
    double day = why->trace.days[fall->trough] + view->timeline->start_day -
                 view->other->timeline->start_day;
    for (int i = 0; i < theirs->fall_count; i++) {
        const struct trace_fall *other = &theirs->fall[i];
        if (other->region == region && other->industry == industry &&
            fabs(theirs->days[other->trough] - day) <= 183 && other->depth >= fall->depth / 2)
            return true;
    }
    return false;
}

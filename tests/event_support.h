/* The made-up world with events, at any step. */
#ifndef KEIRETSU_TESTS_EVENT_SUPPORT_H
#define KEIRETSU_TESTS_EVENT_SUPPORT_H

#include "rule_support.h"

#include "agents/events.h"
#include "core/date.h"

/* Monday of the week that begins so many weeks after the start of the run. */
static inline void start_in(struct event *event, int weeks)
{
    date_format(date_day(2025, 1, 6) + 7 * weeks, event->start);
}

static inline struct model *model_with(struct event *events, int count)
{
    struct model *m = model_of(CLOCK_WEEK);
    struct error err = {0};
    m->state.clock.first_day = date_day(2025, 1, 6);
    for (int e = 0; e < count; e++)
        if (events[e].start[0] == '\0')
            start_in(&events[e], 0);
    assert_success(events_open(&m->state, events, count, &err), err);
    return m;
}

static inline void events_at(struct model *m, uint32_t step)
{
    m->state.clock.step = step;
    m->state.rng.step = step + 1;
    state_clear_flows(&m->state);
    events(&m->state);
}

#endif

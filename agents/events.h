/* What the files of events share, and what sets them up. */
#ifndef KEIRETSU_AGENTS_EVENTS_H
#define KEIRETSU_AGENTS_EVENTS_H

#include "agents/state.h"

/* Gives the state the events of a scenario, and memory for the choice of their firms. After the
 * opening; the events must outlive the state. */
bool events_open(struct state *s, const struct event *events, int count, struct error *err);

/* Every column that events set, at the value that changes nothing. Part of the opening. */
void events_set_neutral(struct state *s);

/* True if the event is about this cell: region and industry, or everywhere. */
static inline bool event_touches(const struct event *event, const struct cell_traits *cell)
{
    return (event->region < 0 || event->region == cell->region) &&
           (event->industry < 0 || event->industry == cell->industry);
}

/* True if the event, which touches the firm's cell, hits the firm. */
static inline bool event_hits(const uint64_t *firms, uint32_t f)
{
    return firms == NULL || (firms[f / 64] >> (f % 64) & 1) != 0;
}

/* Share that the event adds or takes away at full strength, with events_scale. */
double event_size(const struct state *s, const struct event *event);

/* event_firms.c: chooses the firms of event e, which begins in this step. */
void event_firms_choose(struct state *s, int e);

/* event_log.c: appends to the log; an entry that does not fit is only counted. */
void event_log_add(struct state *s, const struct event_entry *entry);

/* Appends event e, which begins in this step, with what it finds; before it does anything. */
void event_log_begin(struct state *s, int e);

#endif

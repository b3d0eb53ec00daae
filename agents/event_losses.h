/* What events take from firms; see event_losses.c. */
#ifndef KEIRETSU_AGENTS_EVENT_LOSSES_H
#define KEIRETSU_AGENTS_EVENT_LOSSES_H

#include "agents/event.h"
#include "agents/state.h"

/* Losses of firms in force in this step: those of whole cells as sums, others one by one. */
struct event_losses {
    bool any;
    double *damage, *absence; /* [cell] */
    int chosen;
    struct {
        int event;
        double size;
    } of_firms[EVENTS_MAX];
};

/* None yet; in scratch of the state. */
struct event_losses event_losses(struct state *s);

/* Adds what event e takes of capacity or staff in this step. */
void event_losses_add(const struct state *s, struct event_losses *losses, int e, double size);

/* Writes the sums into the firms. */
void event_losses_set(struct state *s, const struct event_losses *losses);

/* Stocks are lost once, in the step in which event e begins. */
void event_lose_stocks(struct state *s, int e);

#endif

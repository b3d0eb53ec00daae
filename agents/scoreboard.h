/* What a year was: the figures by which runs are judged and compared. scoreboard.c */
#ifndef KEIRETSU_AGENTS_SCOREBOARD_H
#define KEIRETSU_AGENTS_SCOREBOARD_H

#include <math.h>

#include "agents/state.h"

/* Steps of a year: 52 weeks or 365 days. */
static inline uint32_t scoreboard_steps(const struct state *s)
{
    return (uint32_t)(1 / s->clock.years + 0.5);
}

/* The last step done ended a year of the run. */
static inline bool scoreboard_due(const struct state *s)
{
    return s->clock.step > 0 && s->clock.step % scoreboard_steps(s) == 0;
}

/* scoreboard_capital.c: how unevenly capital earns, by region. */
void scoreboard_misallocation(struct state *s);

/* scoreboard_facility.c: what the projects came to, at the end of a year. */
void scoreboard_facility(struct state *s);

/* scoreboard_trade.c: who supplies chips and energy, over the year so far. */
void scoreboard_add_trade(struct state *s);
void scoreboard_clear_trade(struct state *s);
void scoreboard_supplies(struct state *s);

#endif

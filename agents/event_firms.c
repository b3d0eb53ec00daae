/* Which firms of its cells an event hits, decided once, when it begins.
 *
 *     all       every firm
 *     random    each firm with the chance firms_share, drawn by firm, step and event
 *     largest   of each cell the firms_share of its firms, to the nearest whole number and at
 *     smallest  least one, that have most (least) capacity; of equals those with the lowest number
 *     list      the firms named
 *
 * Source: our assumption; the draw of random is keyed by the seed, so paired scenarios share it.
 * Reads   firm.{capital, capital_productivity}. Writes state.event_firms.
 */
#include <math.h>
#include <string.h>

#include "agents/events.h"
#include "agents/firm_terms.h"

/* Size that is compared: the largest come first. */
static double rank_value(const struct state *s, const struct event *event, uint32_t f)
{
    double capacity = firm_full_capacity(&s->firm, f);
    return event->firms == FIRMS_LARGEST ? capacity : -capacity;
}

static uint32_t count_above(const struct state *s, const struct event *event, int c, double level)
{
    const struct population *p = &s->population;
    uint32_t count = 0;
    for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++) {
        const struct firm_run *run = &p->run[p->cell_run[n]];
        for (uint32_t f = run->first; f < run->first + run->count; f++)
            count += rank_value(s, event, f) > level;
    }
    return count;
}

static uint32_t count_firms(const struct state *s, int c)
{
    const struct population *p = &s->population;
    uint32_t count = 0;
    for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++)
        count += p->run[p->cell_run[n]].count;
    return count;
}

/* The value above which fewer than `wanted` firms are, and at which it is reached: by bisection,
 * because a sort would need memory. */
static double rank_level(const struct state *s, const struct event *event, int c, uint32_t wanted)
{
    double low = -HUGE_VAL, high = -HUGE_VAL;
    const struct population *p = &s->population;
    for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++) {
        const struct firm_run *run = &p->run[p->cell_run[n]];
        for (uint32_t f = run->first; f < run->first + run->count; f++) {
            double value = rank_value(s, event, f);
            high = fmax(high, value);
            low = isinf(low) ? value : fmin(low, value);
        }
    }
    if (count_above(s, event, c, low) < wanted)
        return low;
    for (;;) { /* count_above(low) >= wanted > count_above(high) */
        double middle = 0.5 * (low + high);
        if (middle <= low || middle >= high)
            return high;
        if (count_above(s, event, c, middle) >= wanted)
            low = middle;
        else
            high = middle;
    }
}

static void choose_by_size(struct state *s, int e, int c)
{
    const struct population *p = &s->population;
    const struct event *event = &s->events[e];
    uint64_t *chosen = s->event_firms[e];
    uint32_t firms = count_firms(s, c);
    if (firms == 0)
        return;
    uint32_t wanted = (uint32_t)fmax(1, nearbyint(event->firms_share * firms));
    double level = rank_level(s, event, c, wanted);
    uint32_t equals = wanted - count_above(s, event, c, level);
    for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++) {
        const struct firm_run *run = &p->run[p->cell_run[n]];
        for (uint32_t f = run->first; f < run->first + run->count; f++) {
            double value = rank_value(s, event, f);
            bool taken = value > level || (value == level && equals > 0);
            equals -= taken && value == level;
            chosen[f / 64] |= (uint64_t)taken << (f % 64);
        }
    }
}

static void choose_by_lot(struct state *s, int e, int c)
{
    const struct population *p = &s->population;
    uint64_t *chosen = s->event_firms[e];
    for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++) {
        const struct firm_run *run = &p->run[p->cell_run[n]];
        for (uint32_t f = run->first; f < run->first + run->count; f++) {
            bool hit = rng_uniform(s->rng, RNG_FIRM, f, RNG_EVENT_FIRMS, (uint32_t)e) <
                       s->events[e].firms_share;
            chosen[f / 64] |= (uint64_t)hit << (f % 64);
        }
    }
}

void event_firms_choose(struct state *s, int e)
{
    const struct event *event = &s->events[e];
    uint64_t *chosen = s->event_firms[e];
    if (chosen == NULL)
        return;
    memset(chosen, 0, (s->population.firms / 64 + 1) * sizeof *chosen);
    for (int i = 0; i < event->firm_count; i++)
        if (event->firm[i] < s->population.firms)
            chosen[event->firm[i] / 64] |= (uint64_t)1 << (event->firm[i] % 64);
    for (int c = 0; c < s->cells; c++) {
        if (!event_touches(event, &s->cell[c]))
            continue;
        if (event->firms == FIRMS_RANDOM)
            choose_by_lot(s, e, c);
        else if (event->firms == FIRMS_LARGEST || event->firms == FIRMS_SMALLEST)
            choose_by_size(s, e, c);
    }
}

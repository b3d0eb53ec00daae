/* Events: what the scenario does to the world, from its date on.
 *
 * An event of size v that starts in step n0 has, t weeks later, the strength
 *
 *     1                          while t < weeks
 *     0 | 1 - u/T | exp(-u/T)    afterwards, u = t - weeks, T = recovery_weeks
 *                                (at_once | linear | exponential)
 *
 *     input_stock_loss  once, in step n0: stocks of inputs held by the cells, times 1 - v
 *     capacity_loss     damage of the cells' firms: the sum of v * strength over events, at most 1
 *     final_demand      household demand for the products of the industries in the region, times
 *                       1 + the sum of v * strength, at least 0
 *
 * Overlapping events add up. Source: scenario input; the recovery curves are those of Inoue and
 * Todo 2019 and Hallegatte 2008 (our selection). Lost stocks are lost to their owners' wealth;
 * no money moves.
 *
 * Reads   the scenario's events. Writes  firm.damage, link.stock, market.stock, trade.tariff,
 * industry.demand_factor, government.purchases_factor, region.policy_rate_shift,
 * trade.tariff_change.
 */
#include <math.h>

#include "agents/rules.h"
#include "core/date.h"

static bool touches(const struct event *event, const struct cell_traits *cell)
{
    return (event->region < 0 || event->region == cell->region) &&
           (event->industry < 0 || event->industry == cell->industry);
}

/* Steps since the event began; negative before. */
static int32_t steps_since(const struct state *s, const struct event *event)
{
    int32_t day = s->clock.first_day;
    date_parse(event->start, &day);
    int32_t first = (day - s->clock.first_day) / s->clock.days_per_step;
    return (int32_t)s->clock.step - first;
}

static double strength(const struct state *s, const struct event *event)
{
    int32_t steps = steps_since(s, event);
    if (steps < 0)
        return 0;
    double after = steps * s->clock.weeks - event->weeks;
    if (after < 0)
        return 1;
    switch (event->recovery) {
    case RECOVERY_LINEAR:
        return fmax(0, 1 - after / event->recovery_weeks);
    case RECOVERY_EXPONENTIAL:
        return exp(-after / event->recovery_weeks);
    case RECOVERY_AT_ONCE:
    case EVENT_RECOVERIES:
        break;
    }
    return 0;
}

static void lose_input_stocks(struct state *s, const struct event *event)
{
    const struct population *p = &s->population;
    double kept = 1 - event->share;
#pragma omp parallel for schedule(dynamic, 64)
    for (uint32_t n = 0; n < p->runs; n++) {
        const struct firm_run *run = &p->run[n];
        if (!touches(event, &s->cell[run->cell]))
            continue;
        for (uint64_t l = p->supplier_first[run->first];
             l < p->supplier_first[run->first + run->count]; l++)
            s->link.stock[l] *= kept;
    }
    for (int c = 0; c < s->cells; c++)
        if (touches(event, &s->cell[c]))
            for (int j = 0; j < s->inputs; j++)
                s->market.stock[c * s->inputs + j] *= kept;
}

static void set_damage(struct state *s, const double *damage)
{
    const struct population *p = &s->population;
#pragma omp parallel for schedule(dynamic, 64)
    for (uint32_t n = 0; n < p->runs; n++)
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++)
            s->firm.damage[f] = fmin(1, damage[p->run[n].cell]);
}

/* What events change and nothing else: as if there were none. */
static void reset(struct state *s)
{
    for (int c = 0; c < s->cells; c++)
        s->industry.demand_factor[c] = 1;
    for (int r = 0; r < s->regions; r++) {
        s->government.purchases_factor[r] = 1;
        s->region.policy_rate_shift[r] = 0;
    }
    for (uint64_t t = 0; t < s->trade.table.rows; t++)
        s->trade.tariff_change[t] = 0;
}

static void set_tariffs(struct state *s)
{
    for (uint64_t t = 0; t < s->trade.table.rows; t++) {
        double opening = s->trade.opening_tariff[t], change = s->trade.tariff_change[t];
        s->trade.tariff[t] = change == 0 ? opening : (1 + opening) * (1 + change) - 1;
    }
}

void events(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    double *damage = arena_array(&s->scratch, double, (size_t)s->cells);
    bool damaged = false;
    reset(s);
    for (int c = 0; c < s->cells; c++)
        damage[c] = 0;
    for (int e = 0; e < s->event_count; e++) {
        const struct event *event = &s->events[e];
        if (event->kind == EVENT_INPUT_STOCK_LOSS) {
            if (steps_since(s, event) == 0)
                lose_input_stocks(s, event);
            continue;
        }
        double size = event->share * strength(s, event);
        damaged |= event->kind == EVENT_CAPACITY_LOSS;
        for (int c = 0; c < s->cells; c++) {
            if (!touches(event, &s->cell[c]))
                continue;
            if (event->kind == EVENT_CAPACITY_LOSS)
                damage[c] += size;
            else
                s->industry.demand_factor[c] += size;
        }
    }
    for (int c = 0; c < s->cells; c++)
        s->industry.demand_factor[c] = fmax(0, s->industry.demand_factor[c]);
    if (damaged)
        set_damage(s, damage);
    set_tariffs(s);
    arena_reset(&s->scratch, mark);
}

/* Events: what the scenario does to the world, from its date on.
 *
 * An event of size v that starts in step n0 has, t weeks later, the strength
 *
 *     1                          while t < weeks
 *     0 | 1 - u/T | exp(-u/T)    afterwards, u = t - weeks, T = recovery_weeks
 *                                (at_once | linear | exponential)
 *
 * v is what the scenario says times events_scale, x below the sum of v * strength over all
 * events of the kind that touch the place.
 *
 *     input_stock_loss     once, in step n0: stocks of inputs of the firms hit, times 1 - v
 *     finished_stock_loss  the same for finished goods
 *     capacity_loss        damage of a firm = x, at most 1
 *     labour_loss          share of a firm's staff that cannot work = x, at most 1
 *     final_demand         demand of households, government or investors for a product, times 1 + x
 *     government_spending  purchases of the government, all products and capital goods, times 1 + x
 *     productivity         output per person, times 1 + x
 *     price                mark-up of the sellers, times 1 + x
 *     confidence           budgets of households, expected sales or wanted investment, times 1 + x
 *     tariff               1 + tariff, times 1 + x; v = (1 + rate) / (1 + old rate) - 1; on top
 *                          come the tariffs of the deal (tariff_deal.h)
 *     policy_rate          policy rate = rule + x; a level l adds (l - rule) * strength, the rule
 *                          of the last step
 *     chokepoint_closure, route_closure   routes pass 1 - x of their goods, which are on their way
 *                          for `delay` * strength weeks longer
 *
 * Factors are at least 0, those of productivity and prices at least 0.01. Overlapping events
 * add up; of overlapping levels of a rate the last of the list holds. Source: scenario input; the
 * recovery curves are those of Inoue and Todo 2019 and Hallegatte 2008 (our selection). Lost
 * stocks are lost to their owners' wealth; no money moves.
 *
 * Reads   the scenario's events. Writes  firm.{damage, absence, finished_stock}, link.stock,
 * market.stock, route.{capacity, delay}, region.{policy_rate_shift, consumption_confidence},
 * government.purchases_factor, trade.{tariff, tariff_change}, industry.{demand_factor, ...}, the
 * log.
 */
#include "agents/events.h"

#include <math.h>
#include <stdlib.h>

#include "agents/event_losses.h"
#include "agents/rules.h"
#include "agents/tariff_deal.h"
#include "core/date.h"

static const double FACTOR_LEAST = 0.01; /* of productivity and prices */

/* Steps since the event began; negative before. */
static int32_t steps_since(const struct state *s, const struct event *event)
{
    int32_t day = s->clock.first_day;
    date_parse(event->start, &day);
    int32_t first = (day - s->clock.first_day) / s->clock.days_per_step;
    return (int32_t)s->clock.step - first;
}

static double strength(const struct state *s, const struct event *event, int32_t steps)
{
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

double event_size(const struct state *s, const struct event *event)
{
    return event->is_level ? event->share : event->share * s->parameters.events_scale;
}

void events_set_neutral(struct state *s)
{
    struct industry_table *industry = &s->industry;
    for (int c = 0; c < s->cells; c++)
        industry->demand_factor[c] = industry->public_demand_factor[c] =
            industry->investment_demand_factor[c] = industry->productivity_factor[c] =
                industry->price_factor[c] = industry->sales_confidence[c] =
                    industry->investment_confidence[c] = 1;
    for (int r = 0; r < s->regions; r++) {
        s->region.consumption_confidence[r] = s->government.purchases_factor[r] = 1;
        s->region.policy_rate_shift[r] = 0;
    }
    for (int route = 0; route < s->regions * s->regions; route++) {
        s->route.capacity[route] = 1;
        s->route.delay[route] = 0;
    }
    for (uint64_t t = 0; t < s->trade.table.rows; t++)
        s->trade.tariff_change[t] = 0;
}

bool events_open(struct state *s, const struct event *events, int count, struct error *err)
{
    s->events = events;
    s->event_count = count;
    for (int e = 0; e < count; e++) {
        if (events[e].firms == FIRMS_ALL)
            continue;
        s->event_firms[e] = calloc(s->population.firms / 64 + 1, sizeof *s->event_firms[e]);
        if (s->event_firms[e] == NULL)
            return fail(err, ERROR_MEMORY, "out of memory for events");
    }
    return true;
}

/* --- demand, prices, confidence, policy, trade --------------------------------------------- */

static void add_to_cells(const struct state *s, const struct event *event, double *factor, double x)
{
    for (int c = 0; c < s->cells; c++)
        if (event_touches(event, &s->cell[c]))
            factor[c] += x;
}

static void add_to_regions(const struct state *s, const struct event *event, double *factor,
                           double x)
{
    for (int r = 0; r < s->regions; r++)
        if (event->region < 0 || event->region == r)
            factor[r] += x;
}

static void add_demand(struct state *s, const struct event *event, double x)
{
    struct industry_table *industry = &s->industry;
    double *factor = event->of == OF_GOVERNMENT  ? industry->public_demand_factor
                     : event->of == OF_INVESTORS ? industry->investment_demand_factor
                                                 : industry->demand_factor;
    add_to_cells(s, event, factor, x);
}

static void add_confidence(struct state *s, const struct event *event, double x)
{
    if (event->of == OF_HOUSEHOLDS)
        add_to_regions(s, event, s->region.consumption_confidence, x);
    else
        add_to_cells(s, event,
                     event->of == OF_SELLERS ? s->industry.sales_confidence
                                             : s->industry.investment_confidence,
                     x);
}

static void add_tariff(struct state *s, const struct event *event, double x)
{
    for (int o = 0; o < s->regions; o++)
        for (int r = 0; r < s->regions; r++) {
            bool touched = o != r && (event->region < 0 || event->region == o) &&
                           (event->destination < 0 || event->destination == r);
            for (int k = 0; touched && k < s->industries; k++)
                if (event->industry < 0 || event->industry == k)
                    s->trade.tariff_change[(o * s->regions + r) * s->industries + k] += x;
        }
}

static void close_routes(struct state *s, const struct event *event, double x, double delay)
{
    for (int o = 0; o < s->regions; o++)
        for (int r = 0; r < s->regions; r++) {
            bool touched;
            if (event->kind == EVENT_CHOKEPOINT_CLOSURE)
                touched = (s->world->route_chokepoints[o][r] >> event->chokepoint & 1) != 0 &&
                          (event->region < 0 || event->region == o || event->region == r);
            else
                touched = o != r && (event->region < 0 || event->region == o) &&
                          (event->destination < 0 || event->destination == r);
            if (!touched)
                continue;
            s->route.capacity[o * s->regions + r] -= x;
            s->route.delay[o * s->regions + r] += delay;
        }
}

static void shift_rate(struct state *s, const struct event *event, double full)
{
    for (int r = 0; r < s->regions; r++) {
        if (event->region >= 0 && event->region != r)
            continue;
        if (event->is_level)
            s->region.policy_rate_shift[r] = (event->share - s->region.rule_rate[r]) * full;
        else
            s->region.policy_rate_shift[r] += event_size(s, event) * full;
    }
}

/* Adds what event e does in this step at the given strength. */
static void add_event(struct state *s, int e, double full)
{
    const struct event *event = &s->events[e];
    double x = event_size(s, event) * full;
    switch (event->kind) {
    case EVENT_FINAL_DEMAND:
        add_demand(s, event, x);
        break;
    case EVENT_GOVERNMENT_SPENDING:
        add_to_regions(s, event, s->government.purchases_factor, x);
        break;
    case EVENT_PRODUCTIVITY:
        add_to_cells(s, event, s->industry.productivity_factor, x);
        break;
    case EVENT_PRICE:
        add_to_cells(s, event, s->industry.price_factor, x);
        break;
    case EVENT_CONFIDENCE:
        add_confidence(s, event, x);
        break;
    case EVENT_TARIFF:
        add_tariff(s, event, x);
        break;
    case EVENT_POLICY_RATE:
        shift_rate(s, event, full);
        break;
    case EVENT_CHOKEPOINT_CLOSURE:
    case EVENT_ROUTE_CLOSURE:
        close_routes(s, event, x, event->delay * s->parameters.events_scale * full);
        break;
    case EVENT_INPUT_STOCK_LOSS: /* those of firms: event_losses.c */
    case EVENT_FINISHED_STOCK_LOSS:
    case EVENT_CAPACITY_LOSS:
    case EVENT_LABOUR_LOSS:
    case EVENT_KINDS:
        break;
    }
}

static void set_tariffs(struct state *s)
{
    for (uint64_t t = 0; t < s->trade.table.rows; t++) {
        double opening = s->trade.opening_tariff[t], change = s->trade.tariff_change[t];
        s->trade.tariff[t] = change == 0 ? opening : (1 + opening) * (1 + change) - 1;
    }
    tariff_deal_apply(s);
}

/* Overlapping events may add up to more than there is. */
static void bound_sums(struct state *s)
{
    struct industry_table *industry = &s->industry;
    for (int c = 0; c < s->cells; c++) {
        industry->demand_factor[c] = fmax(0, industry->demand_factor[c]);
        industry->public_demand_factor[c] = fmax(0, industry->public_demand_factor[c]);
        industry->investment_demand_factor[c] = fmax(0, industry->investment_demand_factor[c]);
        industry->sales_confidence[c] = fmax(0, industry->sales_confidence[c]);
        industry->investment_confidence[c] = fmax(0, industry->investment_confidence[c]);
        industry->productivity_factor[c] = fmax(FACTOR_LEAST, industry->productivity_factor[c]);
        industry->price_factor[c] = fmax(FACTOR_LEAST, industry->price_factor[c]);
    }
    for (int r = 0; r < s->regions; r++) {
        s->region.consumption_confidence[r] = fmax(0, s->region.consumption_confidence[r]);
        s->government.purchases_factor[r] = fmax(0, s->government.purchases_factor[r]);
    }
    for (int route = 0; route < s->regions * s->regions; route++)
        s->route.capacity[route] = fmax(0, s->route.capacity[route]);
}

void events(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    struct event_losses losses = event_losses(s);
    events_set_neutral(s);
    for (int e = 0; e < s->event_count; e++) {
        const struct event *event = &s->events[e];
        int32_t steps = steps_since(s, event);
        if (steps == 0) {
            event_firms_choose(s, e);
            event_log_begin(s, e);
        }
        if (event_is_once(event->kind)) {
            if (steps == 0)
                event_lose_stocks(s, e);
            continue;
        }
        double full = strength(s, event, steps);
        bool of_firms = event->kind == EVENT_CAPACITY_LOSS || event->kind == EVENT_LABOUR_LOSS;
        if (of_firms && (full > 0 || strength(s, event, steps - 1) > 0)) /* and once when over */
            event_losses_add(s, &losses, e, event_size(s, event) * full);
        else if (full > 0)
            add_event(s, e, full);
    }
    bound_sums(s);
    set_tariffs(s);
    if (losses.any)
        event_losses_set(s, &losses);
    arena_reset(&s->scratch, mark);
}

/* Deliveries between regions: which fell, and whether the seller or the way was the reason. A fall
 * that all origins of a product share is the buyers' doing; one that only one origin has is not. */
#include <math.h>

#include "output/trace_parts.h"

static const double YEAR = 365, LATER = 35, LEAST_DEPTH = 0.05;

/* A flow that fell by less than this part of what it is to explain is not the reason: firms need
 * inputs in proportion to output. What one supplier did not send is not seen in trade. */
static const double COMMENSURATE = 0.75;

static double traded(const struct trace *trace, uint64_t t, int origin, int destination,
                     int industry)
{
    size_t at = ((t * (size_t)trace->regions + (size_t)origin) * (size_t)trace->regions +
                 (size_t)destination) *
                    (size_t)trace->industries +
                (size_t)industry;
    return isfinite(trace->trade[at]) ? fmax(0, trace->trade[at]) : 0;
}

static double bought_elsewhere(const struct trace *trace, uint64_t t, int origin, int destination,
                               int industry)
{
    double sum = 0;
    for (int o = 0; o < trace->regions; o++)
        if (o != origin)
            sum += traded(trace, t, o, destination, industry);
    return sum;
}

/* Part of the seller's output that something else than demand kept back. */
static double held_back(const struct trace *trace, int region, int industry, double day)
{
    uint64_t t = trace_at(trace->days, trace->records, day);
    double lost = 0, output = trace_output(trace, region, industry)[t], held = 0;
    for (int c = 0; c < trace->causes && trace->lost != NULL; c++)
        if (trace->cause_role[c] != TRACE_DEMAND)
            lost += trace_lost(trace, region, industry, c)[t];
    if (lost > 0)
        held = lost / (fmax(0, output) + lost);
    if (trace->fill != NULL) {
        size_t row = (size_t)region * (size_t)(trace->industries + 1) + (size_t)industry;
        double fill = trace->fill[row * trace->records + t];
        if (isfinite(fill))
            held = fmax(held, fmin(1, 1 - fill));
    }
    return held;
}

/* The highest level in the year before `from`, then the lowest one until `to`. */
static bool measure(const struct trace *trace, int destination, double from, double to,
                    struct trace_flow *flow)
{
    uint64_t count = trace->trade_records, peak = 0, low = 0;
    uint64_t last = trace_at(trace->trade_days, count, to);
    flow->before = 0;
    for (uint64_t t = 0; t <= last; t++) {
        if (trace->trade_days[t] < from - YEAR || trace->trade_days[t] > from)
            continue;
        double value = traded(trace, t, flow->origin, destination, flow->industry);
        /* One high record is no level: the next one counts too. */
        double next =
            t + 1 < count ? traded(trace, t + 1, flow->origin, destination, flow->industry) : value;
        double prior =
            t > 0 ? traded(trace, t - 1, flow->origin, destination, flow->industry) : value;
        value = fmin(value, fmax(next, prior));
        if (value > flow->before)
            flow->before = value, peak = t;
    }
    if (!(flow->before > 0))
        return false;
    flow->least = flow->before;
    for (uint64_t t = peak; t <= last; t++) {
        double value = traded(trace, t, flow->origin, destination, flow->industry);
        if (value < flow->least)
            flow->least = value, low = t;
    }
    flow->depth = 1 - flow->least / flow->before;
    if (!(flow->depth > 0))
        return false;
    uint64_t onset = low;
    while (onset > peak + 1 && traded(trace, onset - 1, flow->origin, destination, flow->industry) <
                                   flow->before - 0.5 * (flow->before - flow->least))
        onset--;
    flow->onset = trace->trade_days[onset];
    flow->day = trace->trade_days[low];
    double usual = bought_elsewhere(trace, peak, flow->origin, destination, flow->industry);
    flow->others =
        usual > 0
            ? 1 - bought_elsewhere(trace, low, flow->origin, destination, flow->industry) / usual
            : flow->depth;
    return true;
}

bool trace_missing_input(const struct trace *trace, const struct trace_fall *fall,
                         struct trace_flow *flow)
{
    *flow = (struct trace_flow){.evidence = TRACE_BY_TRADE};
    if (trace->trade == NULL || fall->region == TRACE_ALL)
        return false;
    double from = trace->days[fall->onset], to = fmin(from + LATER, trace->days[fall->trough]);
    bool found = false;
    for (int o = 0; o < trace->regions; o++)
        for (int k = 0; k < trace->industries; k++) {
            struct trace_flow one = {
                .origin = o, .industry = k, .evidence = TRACE_BY_TRADE, .score = 0};
            bool own = o == fall->region && k == fall->industry;
            if (own || !trace->goods[k] || !measure(trace, fall->region, from, to, &one) ||
                one.depth < fmax(LEAST_DEPTH, COMMENSURATE * fall->depth))
                continue;
            one.held = held_back(trace, o, k, one.day);
            double alone = one.depth - fmax(0, one.others);
            if (trace_event_of_flow(trace, o, fall->region, k, one.onset) >= 0)
                alone = one.depth;
            double strength = fmax(alone, fmin(one.depth, one.held));
            one.score = strength < LEAST_DEPTH ? 0 : strength * sqrt(one.before - one.least);
            if (one.score > flow->score) {
                *flow = one;
                found = true;
            }
        }
    return found;
}

bool trace_missing_buyer(const struct trace *trace, const struct trace_fall *fall,
                         struct trace_flow *flow, double *share)
{
    double sum = 0, most = 0;
    *share = 0;
    *flow = (struct trace_flow){.industry = fall->industry, .evidence = TRACE_BY_TRADE};
    if (trace->trade == NULL || fall->region == TRACE_ALL || fall->industry == TRACE_ALL)
        return false;
    uint64_t peak = trace_at(trace->trade_days, trace->trade_records, trace->days[fall->peak]);
    uint64_t low = trace_at(trace->trade_days, trace->trade_records, trace->days[fall->trough]);
    if (peak == low)
        return false;
    for (int d = 0; d < trace->regions; d++) {
        double before = traded(trace, peak, fall->region, d, fall->industry);
        double now = traded(trace, low, fall->region, d, fall->industry);
        sum += fmax(0, before - now);
        if (before - now <= most)
            continue;
        most = before - now;
        flow->origin = d; /* the buyer */
        flow->before = before, flow->least = now, flow->depth = 1 - now / before;
    }
    flow->onset = trace->trade_days[peak], flow->day = trace->trade_days[low];
    *share = sum > 0 ? most / sum : 0;
    return most > 0;
}

/* Trends: what grows by itself in every region, and smoothing that knows of it.
 *
 *     real output     g  = productivity trend + labour trend
 *     nominal output  n  = g + expected inflation
 *     wages           gw = productivity trend + expected inflation               (all per year)
 *
 * In the still world all are zero. With growth, everything that follows something else with a lag
 * carries the trend of what it follows, or it would be behind by lag times growth for ever: a
 * 26-week lag behind incomes that grow by 3 % holds demand back by 1.5 %.
 */
#ifndef KEIRETSU_AGENTS_TRENDS_H
#define KEIRETSU_AGENTS_TRENDS_H

#include <math.h>

#include "agents/state.h"

/* The central bank's target, per year: zero in a world without trends. */
static inline double inflation_target(const struct state *s)
{
    return s->parameters.trends ? s->parameters.inflation_target : 0;
}

/* Growth of real output on trend, per year. */
static inline double trend_real(const struct state *s, int r)
{
    return s->region.trend_productivity[r] + s->region.trend_labour[r];
}

static inline double trend_nominal(const struct state *s, int r)
{
    return trend_real(s, r) + s->region.expected_inflation[r];
}

/* Wages in consumer prices. Beyond output per hour they grow where consumer goods become cheaper
 * than others (industry_trends.c). */
static inline double trend_real_wage(const struct state *s, int r)
{
    return s->region.trend_productivity[r] + s->region.trend_real_wage[r];
}

static inline double trend_wage(const struct state *s, int r)
{
    return trend_real_wage(s, r) + s->region.expected_inflation[r];
}

/* Trends of a cell: of output per hour, real output, prices; industry_trends.c. */
void industry_trends(struct state *s);

static inline double trend_real_of_cell(const struct state *s, int c)
{
    return trend_real(s, s->cell[c].region) + s->industry.trend_output[c];
}

static inline double trend_price_of_cell(const struct state *s, int c)
{
    return s->region.expected_inflation[s->cell[c].region] + s->industry.trend_price[c];
}

/* A rate per year as growth in one step. */
static inline double trend_step(const struct state *s, double rate)
{
    return rate * s->clock.years;
}

/* Nominal output of the step on the undisturbed path, start = 1: real trend, prices at target. */
static inline double undisturbed_output(const struct state *s, int r)
{
    double inflation = trend_step(s, inflation_target(s));
    return s->region.output_index[r] * pow(1 + inflation, s->clock.step + 1.0);
}

/* x follows z at a speed (share of the gap closed in a step) and grows by itself. */
static inline double smooth(double x, double z, double speed, double growth)
{
    double trend = x * (1 + growth);
    return trend + (z - trend) * speed;
}

/* The real policy rate less its opening value, per year: what spending reacts to. */
static inline double real_rate_gap(const struct state *s, int r)
{
    return s->region.policy_rate[r] - s->region.expected_inflation[r] -
           (s->world->of_region.policy_rate[r] - inflation_target(s));
}

/* Gross investment that lets capital grow on trend, per unit of capital and step: what wears out,
 * the growth of capital, and that of the capital under construction. */
static inline double trend_investment_rate(const struct state *s, int r)
{
    double growth = trend_step(s, trend_real(s, r));
    double finished = s->clock.weeks / s->parameters.build_time;
    return (s->depreciation[r] * s->clock.years + growth) * (1 + growth / finished);
}

#endif

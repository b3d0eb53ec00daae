/* Policy and expectations of prices: rates, wages, the tax rule.
 *
 *     i*   = i0 + a (pi - pi*) + b (utilisation / u0 - 1),
 *     i   += (i* - i)(1 - exp(-step / lag)),  i >= floor;  policy rate = i + shift of events
 *     yield follows i - i0 with the average life of the debt
 *     deposit rate = opening rate + pass-through (i - i0), >= 0;  loan rate = i + spread
 *     pi^e follows anchor pi* + (1 - anchor) pi
 *     w    grows by trend of real wages + pi^e + beta u* clip(uS / U - 1, -.6, 2) a year
 *     uS   += (anchor u* + (1 - anchor) U - uS) (1 - exp(-step / reference lag)),
 *             within half and double u*
 *     uH   += (U - uH) (1 - exp(-step / risk lag))           what households are used to
 *     tW   = opening + c (debt / GDP - b* / GDP), with a lag
 *
 * i0, u*, tW at the opening; anchor of uS one half; b* the undisturbed debt path
 * (public_finance.c). Inflation pi is of consumer prices over a year.
 *
 * Source: Taylor 1993; Phillips curve; Bohn 1998 for the fiscal rule; coefficients as documented
 * in parameters. Reads region.{inflation, utilisation, unemployment_rate, gdp, policy_rate_shift},
 * government.{debt, benchmark_debt}. Writes region.{policy_rate, rule_rate, bond_yield,
 * deposit_rate, loan_rate, expected_inflation, wage_index, reference_unemployment,
 * usual_unemployment, wage_tax, output_smoothed, output_long}, bound.
 */
#include <math.h>

#include "agents/rules.h"
#include "agents/tally.h"
#include "agents/trends.h"

static void set_rates(struct state *s, int r)
{
    const struct parameters *p = &s->parameters;
    struct region_table *region = &s->region;
    double opening = s->world->of_region.policy_rate[r];
    double rule = opening + p->inflation_response * (region->inflation[r] - inflation_target(s)) +
                  p->output_response * (region->utilisation[r] / p->normal_utilisation - 1);
    double least = fmin(p->rate_floor, opening);
    int64_t *bound = &s->bound.bindings[BOUND_POLICY_RATE];
    double rate = region->rule_rate[r] + (rule - region->rule_rate[r]) * step_rate(s, p->rate_lag);
    region->rule_rate[r] = bounded(rate, least, HUGE_VAL, bound);
    double shifted = region->rule_rate[r] + region->policy_rate_shift[r];
    region->policy_rate[r] =
        region->policy_rate_shift[r] == 0 ? shifted : bounded(shifted, least, HUGE_VAL, bound);
    double change = region->policy_rate[r] - opening;
    double yield = s->world->of_region.bond_yield[r] + change;
    region->bond_yield[r] += (yield - region->bond_yield[r]) * step_rate(s, p->yield_lag);
    region->loan_rate[r] = region->policy_rate[r] + s->world->of_region.loan_spread[r];
    double deposit = fmax(0, opening - p->deposit_spread) + p->deposit_pass_through * change;
    /* Rates at the opening are at or above zero by definition; below zero only the bound helps. */
    region->deposit_rate[r] =
        deposit > -1e-15 ? fmax(deposit, 0)
                         : bounded(deposit, 0, HUGE_VAL, &s->bound.bindings[BOUND_DEPOSIT_RATE]);
}

static void set_wages(struct state *s, int r)
{
    struct region_table *region = &s->region;
    const struct parameters *p = &s->parameters;
    double expected = p->inflation_anchor * inflation_target(s) +
                      (1 - p->inflation_anchor) * region->inflation[r];
    region->expected_inflation[r] +=
        (expected - region->expected_inflation[r]) * step_rate(s, p->inflation_lag);
    double opening = s->opening_unemployment[r];
    double slack = region->unemployment_rate[r] > 0
                       ? region->reference_unemployment[r] / region->unemployment_rate[r] - 1
                       : 2;
    slack = bounded(slack, -0.6, 2, &s->bound.bindings[BOUND_WAGE]);
    double growth = trend_wage(s, r) + s->world->of_region.wage_slope[r] * opening * slack;
    region->wage_index[r] *= 1 + growth * s->clock.years;
    region->usual_unemployment[r] +=
        (region->unemployment_rate[r] - region->usual_unemployment[r]) * step_rate(s, p->risk_lag);
    double reference = region->reference_unemployment[r];
    double accustomed =
        p->reference_anchor * opening + (1 - p->reference_anchor) * region->unemployment_rate[r];
    reference += (accustomed - reference) * step_rate(s, p->reference_lag);
    region->reference_unemployment[r] =
        bounded(reference, opening / 2, opening * 2, &s->bound.bindings[BOUND_REFERENCE]);
}

static void set_tax(struct state *s, int r)
{
    struct region_table *region = &s->region;
    double undisturbed = s->opening_output[r] * undisturbed_output(s, r);
    double ratio = (double)s->government.debt[r] / region->output_long[r];
    double path = (double)s->government.benchmark_debt[r] / undisturbed;
    double beyond = (ratio - path) * s->clock.years;
    double rule = s->opening_wage_tax[r] + s->parameters.debt_response * beyond;
    region->wage_tax[r] += (rule - region->wage_tax[r]) * step_rate(s, s->parameters.debt_lag);
}

void policy(struct state *s)
{
    for (int r = 0; r < s->regions; r++) {
        double output = (double)s->region.gdp[r], growth = trend_step(s, trend_nominal(s, r));
        s->region.output_smoothed[r] =
            smooth(s->region.output_smoothed[r], output, step_rate(s, 26), growth);
        s->region.output_long[r] = smooth(s->region.output_long[r], output,
                                          step_rate(s, s->parameters.debt_output_lag), growth);
        set_rates(s, r);
        set_wages(s, r);
        set_tax(s, r);
    }
}

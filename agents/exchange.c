/* Exchange rates and the external balance.
 *
 *     ln E* = ln(P / P_0) - a (rr - rr_0) - b (ca - ca_0) + z - z_0 + e - e_0
 *     ln E += (ln E* - ln E)(1 - exp(-step / lag)),  quoted with twelve decimals   [currency/USD]
 *     ca   += (dollars earned less those of the undisturbed path, over GDP - ca)(1 - exp(-step/52))
 *     z    -= c ca a year
 *
 * of every region with a floating rate; 0 marks the numeraire (USA), whose rate is 1. P consumer
 * prices, rr = i - pi^e less its opening value, e a random part (noise). A pegged rate stands
 * still. The undisturbed path: opening exports between two regions grow with the geometric mean of
 * their trends of nominal output, and positions earn the external yield; it is kept in cents with
 * the roundings of the real accounts, so that the still world's deviation is exactly zero.
 *
 *     revaluation = round(position * E) - value at the end of the last step            [cents]
 *
 * A region's dealer holds its position in dollars; its value in own currency moves by what is paid
 * and received, and by the revaluation, in which the halves of cents of conversions end up. It is
 * no income and nobody's spending reacts to it.
 *
 * Source: relative purchasing power parity in the long run; real rates as in Frankel 1979 (rise of
 * 1 point: 1-3 %, Eichenbaum and Evans 1995, recalled); slow part and lags are our assumptions.
 * Reads   region.{consumer_prices, policy_rate, expected_inflation, output_smoothed,
 * exchange_shock}, fund and policy bank flows. Writes region.{exchange_rate, exchange_equilibrium,
 * current_account_gap}, fund.{foreign_value, revaluation, benchmark_position}, policy_bank.{value,
 * revaluation}.
 * Keeps   positions and benchmark positions add to zero over the world; value = flows +
 * revaluation.
 */
#include <math.h>

#include "agents/project_terms.h"
#include "agents/rates.h"
#include "agents/rules.h"
#include "agents/trends.h"

/* What moves a currency besides prices: real rate, current account, slow part and noise. */
static double pull(const struct state *s, int r)
{
    const struct parameters *p = &s->parameters;
    const struct region_table *region = &s->region;
    return log(region->consumer_prices[r]) - p->exchange_rate_response * real_rate_gap(s, r) -
           p->exchange_balance_response * region->current_account_gap[r] +
           region->exchange_equilibrium[r] + region->exchange_shock[r];
}

static void revalue(struct state *s, int r)
{
    double rate = s->region.exchange_rate[r];
    money value = money_convert(s->fund.foreign_position[r], 1, rate);
    s->fund.revaluation[r] = value - s->fund.foreign_value[r];
    s->fund.foreign_value[r] = value;
    if (s->policy_bank.region[0] != r)
        return;
    money claims = money_convert(s->policy_bank.loans[0] - s->policy_bank.bonds[0], 1, rate);
    s->policy_bank.revaluation[0] = claims - s->policy_bank.value[0];
    s->policy_bank.value[0] = claims;
}

void exchange_rates(struct state *s)
{
    const struct parameters *p = &s->parameters;
    double numeraire = pull(s, s->numeraire);
    double speed = step_rate(s, p->exchange_lag);
    for (int r = 0; r < s->regions; r++) {
        if (r != s->numeraire && p->exchange_regime[r] == EXCHANGE_FLOAT) {
            double now = log(s->region.exchange_rate[r]);
            double moved = exp(now + (pull(s, r) - numeraire - now) * speed);
            s->region.exchange_rate[r] = nearbyint(moved * 1e12) * 1e-12;
        }
        revalue(s, r);
    }
}

/* Exports of one region to another on the undisturbed path, in US cents a step. */
static money benchmark_exports(const struct state *s, int origin, int destination)
{
    double growth = sqrt(undisturbed_output(s, origin) * undisturbed_output(s, destination));
    return money_scale(s->opening_exports[origin][destination], growth);
}

static money benchmark_trade(const struct state *s, int r)
{
    money balance = 0;
    for (int q = 0; q < s->regions; q++)
        if (q != r)
            balance += benchmark_exports(s, r, q) - benchmark_exports(s, q, r);
    return balance;
}

void external_balance(struct state *s)
{
    struct region_table *region = &s->region;
    const struct policy_bank_table *bank = &s->policy_bank;
    money policy = bank->loan_interest[0] - bank->bond_interest[0], others = policy;
    for (int r = 0; r < s->regions; r++) {
        /* Incomes as in interest.c: the last region's balances those of all others. */
        money income = r == s->regions - 1 ? -others
                                           : rate_interest(s, s->fund.benchmark_position[r],
                                                           s->parameters.external_yield);
        others += income;
        money to_home = policy != 0 && bank->region[0] == r ? policy : 0;
        money benchmark = benchmark_trade(s, r) + income + to_home;
        money earned =
            s->fund.exports[r] - s->fund.imports[r] + s->fund.foreign_income[r] + to_home;
        if (s->parameters.facility)
            earned += project_net_income(s, r);
        s->fund.benchmark_position[r] += benchmark;

        double output = region->output_smoothed[r] / region->exchange_rate[r];
        double gap = (double)(earned - benchmark) / output;
        region->current_account_gap[r] += (gap - region->current_account_gap[r]) * step_rate(s, 52);
        region->exchange_equilibrium[r] -= s->parameters.exchange_equilibrium_speed *
                                           region->current_account_gap[r] * s->clock.years;
    }
}

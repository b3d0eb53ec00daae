/* Household budgets: what each row wants to spend this step.
 *
 *     Yp  = labour income over a quarter + property income over five years         (real)
 *     YL  = labour income over five years + property income over five years        (real)
 *     b   = alpha P [c Yp + (1 - c) YL] (1 - a rr) (1 - k (U - uS))
 *           + (D - d0 P YL) (1 - exp(-step / wealth lag))
 *
 * but at least half of alpha P Yp, and not more than its deposits. alpha is the share of income
 * that the opening spends (below 1 where deposits must grow with income), P consumer prices, D
 * deposits at the start of the step, d0 the deposits that the opening shows per step of income, rr
 * the real policy rate less its opening value. The budget includes the consumption tax.
 *
 * U - uS, the unemployment rate less its mean over the last years (policy.c), stands for the risk
 * of losing work, against which people save until they have saved enough.
 *
 * Source: permanent-income mix and wealth effect (Carroll; propensity 0.03 a year recalled);
 * weights and lags are our assumptions. Smoothing real rather than nominal income keeps a fall
 * of prices from raising consumption.
 * Reads   household incomes and deposits, region rates and prices. Writes household.budget.
 */
#include <math.h>

#include "agents/books.h"
#include "agents/rules.h"
#include "agents/trends.h"

struct budget_terms {
    double current, permanent;   /* weights with prices and the rate response */
    double wealth_speed, target; /* target: steps of income */
    double least;                /* of current income */
};

static money row_budget(const struct household_table *household, const struct budget_terms *terms,
                        uint64_t h, int64_t *bounds)
{
    double property = household->property_income_long[h];
    double current = household->labour_income_short[h] + property;
    double permanent = household->labour_income_long[h] + property;
    double deposits = (double)(household->deposits[h] - household->income[h]);
    double wanted = terms->current * current + terms->permanent * permanent +
                    (deposits - terms->target * permanent) * terms->wealth_speed;
    double least = terms->least * current;
    if (wanted < least) {
        bounds[BOUND_CONSUMPTION_LEAST]++;
        wanted = least;
    }
    money budget = money_round(wanted);
    if (budget > household->deposits[h]) {
        bounds[BOUND_CONSUMPTION_DEPOSITS]++;
        budget = household->deposits[h];
    }
    return money_max(budget, 0);
}

void household_budgets(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    struct tally tally = tally_open(&s->scratch, BOUNDS);
    const struct parameters *p = &s->parameters;
    struct budget_terms of_region[REGIONS_MAX];
    for (int r = 0; r < s->regions; r++) {
        double real_rate = real_rate_gap(s, r);
        double prices = s->region.consumer_prices[r];
        double risk = s->region.unemployment_rate[r] - s->region.usual_unemployment[r];
        double lean = prices * s->propensity[r] * exp(s->region.consumption_shock[r]) *
                      (1 - p->consumption_risk_response * risk) *
                      (1 - p->consumption_rate_response * real_rate) *
                      s->region.consumption_confidence[r];
        of_region[r] = (struct budget_terms){
            .current = lean * p->consumption_current,
            .permanent = lean * (1 - p->consumption_current),
            .wealth_speed = step_rate(s, p->wealth_lag),
            .target = s->deposit_target[r] * prices,
            .least = p->consumption_least * s->propensity[r] * prices,
        };
    }
#pragma omp parallel
    {
        int64_t *bounds = tally_mine(&tally);
#pragma omp for schedule(static)
        for (uint32_t b = 0; b < s->household_blocks; b++) {
            const struct budget_terms *terms = &of_region[s->household_block_region[b]];
            for (uint64_t h = s->household_block[b]; h < s->household_block[b + 1]; h++)
                s->household.budget[h] = row_budget(&s->household, terms, h, bounds);
        }
    }
    books_count_bounds(s, &tally, 0);
    arena_reset(&s->scratch, mark);
}

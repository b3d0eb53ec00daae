/* Investment plan: replacement, leaning on use of capacity, return and the real interest rate.
 *
 *     us  += (q / (u0 capacity) - us) (1 - exp(-step / memory))
 *     rho += ((p - v) q / (K P_K) - rho) (1 - exp(-step / (2 memory)))                [1/year]
 *     I*   = i K [1 + a clip(us - 1, +-.3) + b clip(rho - rho0, +-.1) - c rr] (e + (1 - e) credit)
 *            + gamma K
 *     order  = order (1 + g), order += (clip(I*, least, most) - order) (1 - exp(-step / lag))
 *                                                                            [cents a step]
 *
 * i K is what keeps capital on its trend: replacement and trend growth (trend_investment_rate).
 *
 * gamma is what its industry's output grows by beyond the region's on trend (industry_trends.c).
 *
 * A firm in administration (insolvency.c) wants no investment.
 *
 * rr = (policy rate - expected inflation) less its opening value; credit is the share of loan
 * demand that the firm's bank grants; P_K the price of capital goods.
 *
 * Source: accelerator with time to build; coefficients are our assumptions. An accelerator of 15
 * instead of 4.5 makes output swing by 10 % (docs/model/firms.md).
 * Reads   firm.{expected_sales, price, unit costs, capital}, region rates, bank.credit_supply.
 * Writes  firm.{utilisation, gross_return, investment_order}, bound.
 */
#include "agents/books.h"
#include "agents/firm_terms.h"
#include "agents/rules.h"
#include "agents/trends.h"

/* trend: investment on trend per unit of capital and step. */
static double desired_investment(const struct state *s, uint32_t f, uint32_t r, double trend,
                                 int64_t *bounds)
{
    const struct firm_table *firm = &s->firm;
    const struct parameters *p = &s->parameters;
    double real_rate = real_rate_gap(s, (int)r);
    double use = bounded(firm->utilisation[f] - 1, -p->investment_utilisation_band,
                         p->investment_utilisation_band, &bounds[BOUND_INVESTMENT_UTILISATION]);
    double profit =
        bounded(firm->gross_return[f] - firm->opening_return[f], -p->investment_return_band,
                p->investment_return_band, &bounds[BOUND_INVESTMENT_RETURN]);
    double lean = 1 + p->investment_accelerator * use + p->investment_return_response * profit -
                  p->investment_rate_response * real_rate;
    lean *= s->industry.investment_confidence[firm->cell[f]];
    double credit = s->bank.credit_supply[firm->bank[f]];
    lean *= 1 + s->region.investment_shock[r];
    lean *= p->investment_own_funds + (1 - p->investment_own_funds) * credit;
    lean = bounded(lean, p->investment_least, p->investment_most, &bounds[BOUND_INVESTMENT]);
    double ahead = trend_step(s, s->industry.trend_output[firm->cell[f]]);
    return (lean * trend + ahead) * firm->capital[f];
}

void investment_plan(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    struct tally tally = tally_open(&s->scratch, BOUNDS);
    struct firm_table *firm = &s->firm;
    double use_speed = step_rate(s, s->parameters.investment_memory);
    double return_speed = step_rate(s, 2 * s->parameters.investment_memory);
    double order_speed = step_rate(s, s->parameters.investment_lag);
    double growth[REGIONS_MAX * INDUSTRIES_MAX], trend[REGIONS_MAX];
    for (int c = 0; c < s->cells; c++)
        growth[c] = trend_step(s, trend_real_of_cell(s, c));
    for (int r = 0; r < s->regions; r++)
        trend[r] = trend_investment_rate(s, r);
#pragma omp parallel
    {
        int64_t *bounds = tally_mine(&tally);
#pragma omp for schedule(static)
        for (uint32_t f = 0; f < s->population.firms; f++) {
            uint32_t r = cell_region(s, firm->cell[f]);
            double sales = firm->expected_sales[f];
            double use = sales / (s->parameters.normal_utilisation * firm_full_capacity(firm, f));
            double gain = (firm->price[f] - firm_unit_cost(s, f, r)) * sales /
                          (firm->capital[f] * s->region.investment_prices[r] * s->clock.years);
            firm->utilisation[f] += (use - firm->utilisation[f]) * use_speed;
            firm->gross_return[f] += (gain - firm->gross_return[f]) * return_speed;
            double desired =
                firm->administration[f] > 0 ? 0 : desired_investment(s, f, r, trend[r], bounds);
            firm->investment_order[f] =
                smooth(firm->investment_order[f], desired, order_speed, growth[firm->cell[f]]);
        }
    }
    books_count_bounds(s, &tally, 0);
    arena_reset(&s->scratch, mark);
}

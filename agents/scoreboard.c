/* Scoreboard: what the year so far was, by region, at annual rates.
 *
 *     per year       x = sum over the steps of the year / time of the year so far
 *     real GNI       = GNI / GDP * real GDP
 *     real wage      = (sum of wages / consumer prices) / mean of persons working, a year
 *     investment     = sum of investment / price of capital goods
 *     public debt    = debt at the end / GDP a year
 *     facility gain of the lender's government (own currency)
 *                    = claims of the policy bank - dollars raised for them, at the rate of the day
 *                      + handed to the treasury - paid in as its capital - grants
 *                      + premiums - claims of the insurer                         since the start
 *     of the host's  = income from vehicles - offtake payments                    since the start
 *
 * A year is 52 weeks or 365 days from the start of the run. Claims count at book value, until they are
 * written off. Capital that the insurer gets to pay claims is no loss beyond the claims. What the host's
 * public bodies give in kind is not counted, nor are taxes, which have a column of their own.
 *
 * Source: System of National Accounts 2008 for the accounts; the rest is our definition, see
 * docs/model/scoreboard.md.
 * Reads   region, account flows, government, policy_bank, insurer, trade, industry, firm.{surplus,
 * capital}. Writes scoreboard, trade.{year_paid, year_quantity}. No rule reads them.
 */
#include "agents/scoreboard.h"

#include "agents/books.h"
#include "agents/project_terms.h"
#include "agents/rules.h"

static void begin_year(struct state *s)
{
    struct scoreboard_table *board = &s->scoreboard;
    for (int r = 0; r < s->regions; r++) {
        board->steps[r] = 0;
        board->sum_gdp[r] = board->sum_gni[r] = board->sum_current_account[r] = 0;
        board->sum_taxes[r] = board->sum_employed[r] = board->sum_real_gdp[r] = 0;
        board->sum_real_wages[r] = board->sum_investment[r] = 0;
        board->sum_project_investment[r] = board->sum_energy_own[r] = 0;
    }
    scoreboard_clear_trade(s);
}

static money taxes(const struct government_table *government, int r)
{
    return government->consumption_tax[r] + government->input_tax[r] + government->tariffs[r] +
           government->wage_tax[r] + government->profit_tax[r] + government->dividend_tax[r];
}

/* What the step brought or cost the region's government, but for claims that it holds. */
static money facility_cash(const struct state *s, int r)
{
    const struct government_table *government = &s->government;
    money cash = 0;
    if (r == s->host)
        cash += government->project_income[r] - government->offtake[r];
    if (r == s->lender)
        cash += money_convert(s->policy_bank.facility_surplus[0], 1, s->region.exchange_rate[r]) +
                s->insurer.premiums[0] - s->insurer.claims[0] + s->insurer.injection[0] -
                government->facility_capital[r] - government->project_grants[r];
    return cash;
}

static money facility_claims(const struct state *s, int r)
{
    money net = s->policy_bank.project_claims[0] - s->policy_bank.facility_bonds[0];
    return r == s->lender ? money_convert(net, 1, s->region.exchange_rate[r]) : 0;
}

static void add_step(struct state *s, int r)
{
    struct scoreboard_table *board = &s->scoreboard;
    const struct region_table *region = &s->region;
    money foreign = accounts_foreign_income(s, r);
    board->steps[r]++;
    board->sum_gdp[r] += (double)region->gdp[r];
    board->sum_gni[r] += (double)(region->gdp[r] + foreign);
    board->sum_current_account[r] += (double)(region->exports[r] - region->imports[r] + foreign);
    board->sum_taxes[r] += (double)taxes(&s->government, r);
    board->sum_employed[r] += (double)region->employed[r];
    board->sum_real_gdp[r] += region->real_gdp[r];
    board->sum_real_wages[r] += (double)region->wages[r] / region->consumer_prices[r];
    board->sum_investment[r] += (double)region->investment[r] / region->investment_prices[r];
    board->sum_project_investment[r] +=
        (double)region->project_investment[r] / region->investment_prices[r];
    if (s->parameters.facility)
        board->facility_cash[r] += (double)facility_cash(s, r);
}

static void set_figures(struct state *s, int r)
{
    struct scoreboard_table *board = &s->scoreboard;
    double years = (double)board->steps[r] * s->clock.years;
    double employed = board->sum_employed[r] / (double)board->steps[r];
    board->years[r] = years;
    board->gdp[r] = board->sum_gdp[r] / years;
    board->real_gdp[r] = board->sum_real_gdp[r] / years;
    board->real_gni[r] = board->sum_gni[r] / board->sum_gdp[r] * board->real_gdp[r];
    board->employed[r] = employed;
    board->real_wage[r] = employed > 0 ? board->sum_real_wages[r] / years / employed : 0;
    board->investment[r] = board->sum_investment[r] / years;
    board->project_investment[r] = board->sum_project_investment[r] / years;
    board->public_debt[r] = (double)s->government.debt[r] / board->gdp[r];
    board->current_account[r] = board->sum_current_account[r] / years;
    board->tax_revenue[r] = board->sum_taxes[r] / years;
    if (s->parameters.facility)
        board->facility_gain[r] = board->facility_cash[r] + (double)facility_claims(s, r);
}

void scoreboard(struct state *s)
{
    bool begins = s->clock.step % scoreboard_steps(s) == 0;
    if (begins)
        begin_year(s);
    scoreboard_add_trade(s);
    for (int r = 0; r < s->regions; r++) {
        add_step(s, r);
        set_figures(s, r);
    }
    scoreboard_supplies(s);
    /* Rare: it takes all firms. A part of a year shows that of its last quarter. */
    if ((s->clock.step + 1) % ((scoreboard_steps(s) + 3) / 4) == 0 ||
        (s->clock.step + 1) % scoreboard_steps(s) == 0)
        scoreboard_misallocation(s);
    if (s->parameters.facility && (s->clock.step + 1) % scoreboard_steps(s) == 0)
        scoreboard_facility(s);
}

/* Public finance: the deficit of the step and the bonds that cover it.
 *
 *     deficit = purchases + benefits + interest - taxes - profits received           [cents]
 *     bonds   = deficit: bought by the region's fund, or bought back from it in a surplus
 *     sold on = n B_banks + (D* - D) (1 - exp(-step / bond lag)) to the banks,
 *               n B_cb to the central bank
 *     b*'     = the debt on the undisturbed path: d Y* + i (b* - b0 Y*), Y* nominal output on trend
 *               (start = 1), d opening deficit, b0 opening debt, i opening yield
 *
 * The government's account at the central bank is empty at the end of every step; purchases,
 * taxes and transfers were booked where they arose. Market makers are not modelled: the fund buys
 * whatever is issued at the average yield (our assumption).
 *
 * Reads   government.*, central_bank.government_account. Writes government.{deficit, bond_issues,
 * debt, benchmark_debt}, fund.{bonds, bond_purchases, deposits}, bank.*, central_bank.*.
 * Keeps   bonds outstanding = bonds held.
 */
#include "agents/books.h"
#include "agents/rates.h"
#include "agents/rules.h"
#include "agents/trends.h"

/* Banks buy by their deposits, and sell by what they hold. */
static void trade_with_banks(struct state *s, int r, money sale)
{
    int first = s->region_bank[r], banks = s->region_bank[r + 1] - first;
    double weights[BANKS_OF_REGION_MAX] = {0};
    money parts[BANKS_OF_REGION_MAX];
    for (int b = 0; b < banks; b++)
        weights[b] = (double)(sale > 0 ? s->bank.deposits[first + b] : s->bank.bonds[first + b]);
    money_share_measured(sale > 0 ? sale : -sale, weights, (size_t)banks, parts);
    for (int b = 0; b < banks; b++) {
        money bought = sale > 0 ? parts[b] : -parts[b];
        s->bank.bond_purchases[first + b] = bought;
        s->bank.bonds[first + b] += bought;
        s->bank.reserves[first + b] -= bought;
    }
}

/* Money grows with the economy: banks and the central bank buy bonds from the fund, which in
 * turn keeps the deposits that it wants. */
static void sell_on(struct state *s, int r)
{
    double growth = trend_step(s, trend_nominal(s, r));
    double wanted =
        (double)s->fund.opening_deposits[r] * s->region.wage_index[r] * s->region.labour_index[r];
    money held = 0;
    for (int b = s->region_bank[r]; b < s->region_bank[r + 1]; b++)
        held += s->bank.bonds[b];
    money to_central_bank = money_scale(s->central_bank.bonds[r], growth);
    double gap = wanted - (double)s->fund.deposits[r] * (1 + growth);
    money to_banks =
        money_round(growth * (double)held + gap * step_rate(s, s->parameters.bond_lag));
    to_banks = money_max(to_banks, -held);
    to_central_bank = money_max(to_central_bank, -s->central_bank.bonds[r]);
    to_banks = money_min(to_banks, money_max(0, s->fund.bonds[r] - to_central_bank));
    if (to_banks != 0)
        trade_with_banks(s, r, to_banks);
    s->central_bank.bond_purchases[r] = to_central_bank;
    s->central_bank.bonds[r] += to_central_bank;
    s->central_bank.reserves[r] += to_central_bank;
    money sold = to_banks + to_central_bank;
    s->fund.bond_sales[r] = sold;
    s->fund.bonds[r] -= sold;
    books_fund_receives(s, r, sold);
}

static money deficit_of(const struct government_table *g, int r)
{
    money spending = g->consumption[r] + g->investment[r] + g->benefits[r] +
                     g->unemployment_benefits[r] + g->bond_interest[r] + g->offtake[r] +
                     g->project_grants[r] + g->facility_capital[r];
    money revenue = g->consumption_tax[r] + g->input_tax[r] + g->tariffs[r] + g->wage_tax[r] +
                    g->profit_tax[r] + g->dividend_tax[r] + g->central_bank_profit[r] +
                    g->policy_profit[r] + g->bank_dividends[r] + g->project_income[r];
    return spending - revenue;
}

void public_finance(struct state *s)
{
    struct government_table *government = &s->government;
    for (int r = 0; r < s->regions; r++) {
        government->deficit[r] = deficit_of(government, r);
        money issue = -s->central_bank.government_account[r];
        government->bond_issues[r] = issue;
        government->debt[r] += issue;
        s->fund.bonds[r] += issue;
        s->fund.bond_purchases[r] += issue; /* beside those from the insurer */
        books_fund_receives(s, r, -issue);
        books_government_pays(s, r, -issue);
        sell_on(s, r);
        /* Without a disturbance everything grows with output but the interest on what debt, all
         * with the fund, has grown more or less. */
        double yield = s->world->of_region.bond_yield[r], growth = undisturbed_output(s, r);
        money held = money_scale(s->fund.opening_bonds[r], growth);
        money added =
            government->benchmark_debt[r] - money_scale(government->opening_debt[r], growth);
        money more = rate_interest(s, held + added, yield) - rate_interest(s, held, yield);
        government->benchmark_deficit[r] =
            money_scale(government->opening_deficit[r], growth) + more;
        government->benchmark_debt[r] += government->benchmark_deficit[r];
    }
}

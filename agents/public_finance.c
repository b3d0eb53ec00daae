/* Public finance: the deficit of the step and the bonds that cover it.
 *
 *     deficit = purchases + benefits + interest - taxes - profits received           [cents]
 *     bonds   = deficit: bought by the region's fund, or bought back from it in a surplus
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

static money deficit_of(const struct government_table *g, int r)
{
    money spending = g->consumption[r] + g->investment[r] + g->benefits[r] +
                     g->unemployment_benefits[r] + g->bond_interest[r];
    money revenue = g->consumption_tax[r] + g->input_tax[r] + g->tariffs[r] + g->wage_tax[r] +
                    g->profit_tax[r] + g->dividend_tax[r] + g->central_bank_profit[r] +
                    g->policy_profit[r] + g->bank_dividends[r];
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
        s->fund.bond_purchases[r] = issue;
        books_fund_receives(s, r, -issue);
        books_government_pays(s, r, -issue);
        /* Without a disturbance everything grows with output but the interest on what debt, all with
         * the fund, has grown more or less. */
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

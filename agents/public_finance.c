/* Public finance: the deficit of the step and the bonds that cover it.
 *
 *     deficit = purchases + benefits + interest - taxes - profits received           [cents]
 *     bonds   = deficit: bought by the region's fund, or bought back from it in a surplus
 *     b*'     = the debt on the undisturbed path: opening deficit, and interest on what it adds
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
        /* Without a disturbance only the interest on added debt, all with the fund, changes. */
        double yield = s->world->of_region.bond_yield[r];
        money added = government->benchmark_debt[r] - government->opening_debt[r];
        money more = rate_interest(s, s->fund.opening_bonds[r] + added, yield) -
                     rate_interest(s, s->fund.opening_bonds[r], yield);
        government->benchmark_deficit[r] = government->opening_deficit[r] + more;
        government->benchmark_debt[r] += government->benchmark_deficit[r];
    }
}

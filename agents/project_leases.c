/* Project leases: operators pay vehicles for the plants that they use.
 *
 *     surplus = sales + change of finished stock at unit cost - wages - inputs used - input tax
 *               - depreciation of all capital at P_K                              [US cents]
 *     due     = surplus * plant / capital, losses of earlier steps made up for first
 *     lease   = max(0, due)
 *     offtake = max(0, guaranteed share * sponsor's return * cost - lease)   paid by the host's
 *               government
 *
 * The operator runs the plant as part of its own and keeps it up: depreciation stays with it. A plant
 * that nobody needs earns nothing, because its operator sells nothing more.
 *
 * Source: operating lease at the plant's share of the surplus, our assumption; offtake contracts
 * as contracts for difference (recalled).
 * Reads   firm sales, wages, inputs, capital; project.{plant, operator, offtake}. Writes firm.{lease,
 * deposits}, project.{lease, offtake_payment, deposits, carried, cash_rate, support_rate}, government.offtake, bank, ledger.
 * Keeps   what operators and government pay vehicles receive.
 */
#include <math.h>

#include "agents/firm_terms.h"
#include "agents/project_books.h"
#include "agents/project_terms.h"
#include "agents/rules.h"

static double surplus(const struct state *s, uint32_t f, uint32_t r)
{
    const struct firm_table *firm = &s->firm;
    double change = s->cell[firm->cell[f]].goods ? firm->output[f] - firm->deliveries[f] : 0;
    double earned = (double)(firm->link_receipts[f] + firm->market_receipts[f] -
                             firm->wage_bill[f] - firm->input_tax[f]) +
                    change * firm_unit_cost(s, f, r) - firm->inputs_used[f];
    return earned -
           s->depreciation[r] * s->clock.years * firm->capital[f] * s->region.investment_prices[r];
}

static money guaranteed(const struct state *s, int j)
{
    const struct project_table *project = &s->project;
    if (project->stage[j] != PROJECT_OPERATING)
        return 0;
    return money_round(project->offtake[j] * project->sponsor_estimate[j] * project->cost[j] *
                       s->clock.years);
}

static void settle_plant(struct state *s, int j, money *leases, money *offtake)
{
    struct project_table *project = &s->project;
    uint32_t f = project->operator[j];
    double share = s->firm.capital[f] > 0 ? fmin(1, project->plant[j] / s->firm.capital[f]) : 0;
    double due = project->carried[j] + surplus(s, f, (uint32_t)s->host) * share;
    money lease = due > 0 ? money_round(due) : 0;
    project->carried[j] = due > 0 ? 0 : due;
    money support = money_max(0, guaranteed(s, j) - lease);
    project->lease[j] = lease;
    project->offtake_payment[j] = support;
    s->firm.lease[f] += lease;
    s->firm.deposits[f] -= lease;
    books_settle_client(s, s->firm.bank[f], -lease);
    project_receives(s, j, lease + support);
    s->project_year.paid_host[project_now(s, j)] += (double)support;
    double rate = (double)(lease + support) / s->clock.years;
    double support_rate = (double)support / s->clock.years;
    project->cash_rate[j] += (rate - project->cash_rate[j]) * step_rate(s, 52);
    project->support_rate[j] += (support_rate - project->support_rate[j]) * step_rate(s, 52);
    *leases += lease;
    *offtake += support;
}

void project_leases(struct state *s)
{
    money leases = 0, offtake = 0;
    int host = s->host;
    if (!s->parameters.facility)
        return;
    for (int j = 0; j < s->projects; j++)
        if (project_has_plant(s, j))
            settle_plant(s, j, &leases, &offtake);
    s->government.offtake[host] += offtake;
    books_government_pays(s, host, offtake);
    books_enter(s, host, SECTOR_FIRM, FLOW_LEASES, -leases);
    books_enter(s, host, SECTOR_VEHICLE, FLOW_LEASES, leases);
    books_enter(s, host, SECTOR_GOVERNMENT, FLOW_OFFTAKE, -offtake);
    books_enter(s, host, SECTOR_VEHICLE, FLOW_OFFTAKE, offtake);
}

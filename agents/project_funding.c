/* Project funding: construction begins, work is ordered, money is drawn.
 *
 *     work      W = cost (1 - in kind) overrun / P_w                     at opening prices, hidden
 *     order     min(W left / steps left, pace W / steps),  steps = build time * delay
 *     cash need order P_w + interest on bank loans + premium, for tranche_weeks
 *     draw      need - deposits once a step's need is not there, as long as
 *               paid out + draw <= commitment
 *     beyond it the lenders go on if V = (net return) K P_K annuity(life) >= cost left and the
 *               envelope has room, and promise that much more; else investors of the host complete
 *               it alone if (1 - lender_split) V >= cost left; else it is abandoned (project_debts.c)
 *
 * P_w is the price of a unit of work (project_terms.h), K the plant that will work. A draw is split by the
 * project's shares: grant of the lender's government, equity and loan of the policy bank, loans of
 * its region's banks, equity of investors of the host. The policy bank and the banks raise the
 * dollars where they are: the host's fund holds as many of their debts (project_books.h).
 *
 * Source: tranches and lenders' shares see docs/model/facility.md; going on because what was
 * spent is gone is how large projects are decided (Flyvbjerg 2014, recalled).
 * Reads   project.{stage, cost, overrun, ...}, prices. Writes project.{stage, started, work, order,
 * deposits, claims, draws, commitment}, policy_bank, bank.project_loans, fund, government,
 * facility.{paid_out, committed}, project_year, ledger.
 * Keeps   what a vehicle receives is what its lenders and owners pay.
 */
#include <math.h>

#include "agents/project_books.h"
#include "agents/project_debts.h"
#include "agents/project_terms.h"
#include "agents/rules.h"

/* What all vehicles drew in the step. */
struct draws {
    money policy, banks, grants, host;
};

static double build_steps(const struct state *s, int j)
{
    return fmax(1, s->project.build_weeks[j] * s->project.delay[j] / s->clock.weeks);
}

static void begin_construction(struct state *s, int j, double price)
{
    struct project_table *project = &s->project;
    double cost = project->cost[j] / price;
    project->stage[j] = PROJECT_CONSTRUCTION;
    project->started[j] = s->clock.step + 1;
    project->planned_work[j] = cost;
    project->work[j] = cost * (1 - project->in_kind[j]) * project->overrun[j];
    s->project_year.paid_host[project_now(s, j)] += project->cost[j] * project->in_kind[j];
}

/* Capital that the plant will be. */
static double future_plant(const struct state *s, int j)
{
    return s->project.quality[j] * s->project.planned_work[j];
}

/* What the plant of a project will have earned, once it works, in today's money. */
static double completed_value(const struct state *s, int j)
{
    return project_net_return(s, j) * future_plant(s, j) * s->region.investment_prices[s->host] *
           project_annuity(s, s->parameters.plant_life);
}

static double wanted_order(const struct state *s, int j)
{
    const struct project_table *project = &s->project;
    double steps = build_steps(s, j), elapsed = s->clock.step + 1 - project->started[j];
    double all = project->work[j] + project->built[j];
    double even = project->work[j] / fmax(1, steps - elapsed);
    return fmin(even, s->parameters.build_pace_most * all / steps);
}

/* Interest and premium of a step while the plant is built. */
static double carrying_cost(const struct state *s, int j)
{
    const struct project_table *project = &s->project;
    double rate = project->loan_rate[j] + s->parameters.premium * project->cover[j];
    return (double)project->bank_loans[j] * rate * s->clock.years;
}

static void draw(struct state *s, int j, money amount, struct draws *all)
{
    struct project_table *project = &s->project;
    bool alone = project->host_completes[j] != 0;
    money grant = alone ? 0 : money_scale(amount, project->grant_share[j]);
    money banks = alone ? 0 : money_scale(amount, project->bank_share[j]);
    money host = alone ? amount : money_scale(amount, project->host_share[j]);
    money policy = amount - grant - banks - host;
    if (!alone &&
        project->equity_share[j] + project->loan_share[j] <= 0) { /* the rounding of the others */
        *(project->bank_share[j] > 0 ? &banks : &grant) += policy;
        policy = 0;
    }
    project->drawn_grants[j] = grant;
    project->drawn_banks[j] = banks;
    project->drawn_host[j] = host;
    project->drawn_policy[j] = policy;
    project->policy_claim[j] += policy;
    project->bank_loans[j] += banks;
    project->bank_drawn[j] += banks;
    project->host_equity[j] += host;
    project->paid_out[j] += amount;
    size_t year = project_now(s, j);
    s->project_year.paid_home[year] += (double)(grant + banks + policy);
    s->project_year.paid_policy[year] += (double)policy;
    s->project_year.paid_state[year] += (double)(grant + policy);
    s->project_year.paid_host[year] += (double)host;
    project_book_funding(s, j, grant + banks + policy);
    project_receives(s, j, host);
    *all = (struct draws){all->policy + policy, all->banks + banks, all->grants + grant,
                          all->host + host};
}

/* Where the promised money does not reach, lenders promise more as far as the envelope has room; or the
 * host's investors complete it alone, if their part of the cash is worth what is left; or all give up. */
static bool go_on(struct state *s, int j, double price)
{
    struct project_table *project = &s->project;
    double left = project->work[j] * price + carrying_cost(s, j) * build_steps(s, j) / 2;
    double more =
        fmax((double)(project->paid_out[j] - project->deposits[j]) + left - project->commitment[j],
             0.01 * project->cost[j]);
    double value = completed_value(s, j);
    if (value >= left && more <= s->facility.open_envelope[0]) {
        project->commitment[j] += more;
        s->facility.committed[0] += more;
        s->facility.open_envelope[0] -= more;
        return true;
    }
    project->host_completes[j] = (1 - s->parameters.lender_split) * value >= left;
    return project->host_completes[j] != 0;
}

static void order_work(struct state *s, int j, double price, struct draws *all)
{
    struct project_table *project = &s->project;
    double order = wanted_order(s, j), step = order * price + carrying_cost(s, j);
    double tranche = s->parameters.tranche_weeks / s->clock.weeks;
    if ((double)project->deposits[j] < step) {
        double rest = project->work[j] * price + carrying_cost(s, j) * tranche;
        money wanted = money_round(fmin(step * tranche, rest)) + 100 - project->deposits[j];
        double room = project->commitment[j] - (double)project->paid_out[j];
        bool short_of =
            project->host_completes[j] == 0 && room < step - (double)project->deposits[j];
        if (short_of && !go_on(s, j, price)) {
            project_abandon(s, j);
            return;
        }
        room = project->commitment[j] - (double)project->paid_out[j];
        if (project->host_completes[j] == 0)
            wanted = money_min(wanted, (money)room);
        if (wanted > 0)
            draw(s, j, wanted, all);
    }
    double cash = (double)project->deposits[j] - carrying_cost(s, j);
    project->order[j] = fmax(0, fmin(order, cash / price));
}

/* The other side of the draws, all vehicles together. */
static void book_lenders(struct state *s, const struct draws *all)
{
    money parts[BANKS_OF_REGION_MAX];
    int first = s->region_bank[s->lender], home = s->lender, host = s->host;
    s->policy_bank.project_claims[0] += all->policy;
    s->policy_bank.facility_bonds[0] += all->policy;
    project_split_banks(s, all->banks, true, parts);
    for (int b = first; all->banks != 0 && b < s->region_bank[home + 1]; b++)
        s->bank.project_loans[b] += parts[b - first];
    /* Government buys the dollars that it gives. */
    money given = -project_convert(s, SECTOR_GOVERNMENT, -all->grants);
    s->government.project_grants[home] += given;
    books_government_pays(s, home, given);
    books_fund_receives(s, host, -all->host);
    books_enter(s, host, SECTOR_FUND, FLOW_PROJECT_EQUITY, -all->host);
    books_enter(s, host, SECTOR_VEHICLE, FLOW_PROJECT_EQUITY, all->host);
    s->facility.paid_out[0] += all->policy + all->banks + all->grants + all->host;
}

void project_funding(struct state *s)
{
    struct draws all = {0};
    double price[KINDS_MAX];
    if (!s->parameters.facility)
        return;
    for (int kind = 0; kind < s->world->kinds; kind++)
        price[kind] = project_work_price(s, kind);
    for (int j = 0; j < s->projects; j++) {
        double of_work = price[s->project.kind[j]];
        if (s->project.stage[j] == PROJECT_FUNDED)
            begin_construction(s, j, of_work);
        if (project_is_building(s, j))
            order_work(s, j, of_work, &all);
    }
    book_lenders(s, &all);
}

/* From notice to funding: the clock, the limits of the lenders, and the mix of the money.
 *
 * A project that was noticed can be funded notice_days business days later, in a step in which
 *
 *     policy bank   loans + exposure + new <= (own capital + promised) / policy_capital_least
 *     banks         exposure + new <= bank_limit * own funds
 *     insurer       guarantees + covered + new <= insurer_gearing (capital + promised)
 *     dollars       dollar_spread + dollar_response (1 - reserve_share) draws <= dollar_spread_most
 *     draws         <= yearly_cap, where there is one                   [US cents/year]
 *
 * draws: commitments of projects funded and not finished over their building time, the new one
 * with them. Where the policy bank or the insurer lacks capital, the lender's government promises
 * more, at most policy_capital_most and insurer_top_up a year. Cash of a project, by form:
 *
 *     mix         host_share host, equity_share policy bank, of the rest bank_share banks under cover,
 *                 as far as their limits go, the remainder the policy bank
 *     loans       host_share host, the rest the policy bank
 *     guarantees  host_share host, the rest banks under cover
 *     grants      all given by the lender's government
 *
 * The commitment is the estimated cost less what the host contributes in kind, and the contingency
 * that lenders fund without a new decision on top. When funding is
 * possible the lender's country decides (project_decision.c): with framework.decline at
 * expected-value it declines what is worth less than the penalty.
 *
 * Source: memorandum of 4 September 2025; limits are our assumptions.
 * Reads   policy_bank, insurer, bank.equity, region.{exchange_rate, bond_yield}.
 * Writes  project.{stage, shares, commitment, loan_rate, funded, ended, waits_for},
 * facility.{committed, declined, due, missed, top_up, insurer_top_up, planned_draws}.
 */
#include "agents/project_decision.h"

#include <math.h>

#include "agents/facility.h"

/* What lenders can still take on, in US cents, and the draws that are planned. */
struct room {
    double policy, banks, insurer;
    double draws; /* US cents a year */
};

static const double WEEKS_OF_YEAR = 52, QUARTER = 0.25;

static bool is_building(const struct state *s, int p)
{
    return s->project.stage[p] == PROJECT_FUNDED || s->project.stage[p] == PROJECT_CONSTRUCTION;
}

static double draws_of(const struct state *s, int p, double cash)
{
    return cash / fmax(s->project.build_weeks[p] / WEEKS_OF_YEAR, QUARTER);
}

/* Commitments while a project is built, then what is still owed. */
static void take_exposure(const struct state *s, int p, struct room *room)
{
    const struct project_table *project = &s->project;
    if (is_building(s, p)) {
        double commitment = project->commitment[p], banks = commitment * project->bank_share[p];
        room->policy -= commitment * (project->loan_share[p] + project->equity_share[p]);
        room->banks -= banks;
        room->insurer -= banks * project->cover[p];
        room->draws += draws_of(s, p, commitment);
    } else if (project->stage[p] == PROJECT_OPERATING) {
        room->policy -= (double)project->policy_claim[p];
        room->banks -= (double)project->bank_loans[p];
        room->insurer -= (double)project->bank_loans[p] * project->cover[p];
    }
}

static struct room find_room(const struct state *s)
{
    const struct parameters *p = &s->parameters;
    const struct facility_table *facility = &s->facility;
    double rate = s->region.exchange_rate[s->lender], own_funds = 0;
    for (int b = s->region_bank[s->lender]; b < s->region_bank[s->lender + 1]; b++)
        own_funds += fmax(0, (double)s->bank.equity[b]);
    struct room room = {0};
    /* Own capital as it is now, and what government promised and has not paid in. */
    const struct policy_bank_table *bank = &s->policy_bank;
    double own = (double)(bank->capital[0] + bank->project_claims[0] - bank->facility_bonds[0]);
    own += fmax(0, facility->top_up[0] - (double)bank->facility_capital[0]);
    room.policy = p->policy_capital_least > 0 ? own / p->policy_capital_least : INFINITY;
    room.policy -= (double)bank->loans[0];
    room.banks = p->bank_limit * own_funds / rate;
    room.insurer =
        p->insurer_gearing * ((double)s->insurer.capital[0] / rate + facility->insurer_top_up[0]) -
        (double)s->insurer.guarantees[0] / rate;
    for (int i = 0; i < s->projects; i++)
        take_exposure(s, i, &room);
    return room;
}

/* --- the mix ---------------------------------------------------------------------------------- */

struct mix {
    double grant, equity, loan, bank, host, cover;
};

/* Shares of the cash. Where the banks or the insurer cannot take their part the policy bank does. */
static struct mix find_mix(const struct state *s, double cash, const struct room *room)
{
    const struct parameters *p = &s->parameters;
    struct mix mix = {.host = p->host_share};
    double rest = 1 - mix.host;
    switch ((enum framework_form)p->form) {
    case FORM_GRANTS:
        mix.grant = 1;
        mix.host = 0;
        return mix;
    case FORM_LOANS:
        mix.loan = rest;
        return mix;
    case FORM_GUARANTEES:
        mix.bank = rest;
        mix.cover = p->cover;
        return mix;
    case FORM_MIX:
        break;
    }
    mix.equity = fmin(p->equity_share, rest);
    mix.cover = p->cover;
    double lent = rest - mix.equity, most = room->banks / cash;
    if (mix.cover > 0)
        most = fmin(most, room->insurer / (mix.cover * cash));
    mix.bank = fmin(lent * p->bank_share, fmax(0, most));
    mix.loan = lent - mix.bank;
    return mix;
}

/* What keeps the lenders from signing, PACE_NONE if nothing does. */
static enum pace obstacle(const struct state *s, int i, double cash, const struct mix *mix,
                          const struct room *room)
{
    const struct parameters *p = &s->parameters;
    bool policy = cash * (mix->loan + mix->equity) <= fmax(0, room->policy);
    bool banks = cash * mix->bank <= fmax(0, room->banks);
    bool insurer = cash * mix->bank * mix->cover <= fmax(0, room->insurer);
    if (!policy || !banks || !insurer)
        return PACE_CAPITAL;
    double draws = room->draws + draws_of(s, i, cash);
    double spread = p->dollar_spread +
                    p->dollar_response * (1 - p->reserve_share) * draws / (1e5 * FACILITY_CENTS);
    bool raised = p->form == FORM_GRANTS || spread <= p->dollar_spread_most;
    bool capped = p->yearly_cap > 0 && draws > p->yearly_cap * FACILITY_CENTS;
    return raised && !capped ? PACE_NONE : PACE_DOLLARS;
}

/* --- closing ---------------------------------------------------------------------------------- */

static void fund(struct state *s, int i, double cash, const struct mix *mix, struct room *room)
{
    struct project_table *project = &s->project;
    project->stage[i] = PROJECT_FUNDED;
    project->funded[i] = s->clock.step + 1;
    project->commitment[i] = cash;
    project->grant_share[i] = mix->grant;
    project->equity_share[i] = mix->equity;
    project->loan_share[i] = mix->loan;
    project->bank_share[i] = mix->bank;
    project->host_share[i] = mix->host;
    project->cover[i] = mix->cover;
    project->loan_rate[i] = s->region.bond_yield[s->host] + s->parameters.loan_spread;
    s->facility.committed[0] += cash;
    s->facility.due[0] += project->cost[i];
    take_exposure(s, i, room);
}

static void decline(struct state *s, int i)
{
    project_end(s, i, PROJECT_DECLINED);
    s->facility.declined[0]++;
    s->facility.due[0] += s->project.cost[i];
    s->facility.missed[0] += s->project.cost[i];
}

/* The government promises capital where it is what is missing. */
static void top_up(struct state *s, const struct mix *mix)
{
    const struct parameters *p = &s->parameters;
    double year = s->clock.years * FACILITY_CENTS;
    if (mix->loan + mix->equity > 0)
        s->facility.top_up[0] += p->policy_capital_most * year;
    if (mix->bank > 0 || p->form == FORM_MIX)
        s->facility.insurer_top_up[0] += p->insurer_top_up * year;
}

static bool may_be_funded(const struct state *s, int i)
{
    int32_t today = facility_today(s), noticed = facility_step_day(s, s->project.noticed[i]);
    return s->project.stage[i] == PROJECT_NOTICED && today >= facility_day(s->parameters.opens) &&
           facility_business_days(noticed, today) >= s->parameters.notice_days;
}

void project_closing(struct state *s)
{
    struct room room = find_room(s);
    bool promised = false;
    for (int i = 0; i < s->projects; i++) {
        if (s->project.stage[i] == PROJECT_NOTICED)
            s->project.waits_for[i] = PACE_CLOCK;
        if (!may_be_funded(s, i))
            continue;
        if (s->parameters.decline == DECLINE_EXPECTED_VALUE && project_advantage(s, i) < 0) {
            decline(s, i);
            s->project.waits_for[i] = PACE_NONE;
            continue;
        }
        double cash = project_commitment(s, i);
        struct mix mix = find_mix(s, cash, &room);
        enum pace waits = obstacle(s, i, cash, &mix, &room);
        s->project.waits_for[i] = (uint8_t)waits;
        if (waits == PACE_NONE)
            fund(s, i, cash, &mix, &room);
        else if (waits == PACE_CAPITAL && !promised) {
            top_up(s, &mix);
            promised = true;
        }
    }
    s->facility.planned_draws[0] = room.draws;
}

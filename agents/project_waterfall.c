/* Waterfall: how a vehicle's cash is divided, step by step.
 *
 *     agreed interest  C += i C                    on the policy bank's claim, until it fails
 *     premium          p = premium rate * covered part of the bank loans L_b
 *     while it is built: interest i L_b and p are paid out of what was drawn
 *     afterwards: cash after p is X, deemed allocation A = C + L_b
 *         lender   a X                            while A > 0      (a = lender_split)
 *                  A + b (X - A / a)              in the step that pays A off
 *                  b X                            afterwards       (b = lender_split_after)
 *         host     the rest: investors by their part of equity and contributions in kind, government
 *     of the lender's part: interest i L_b, repayment L_b / steps left, then the policy bank's claim,
 *     then the banks' remaining loans, then a share of profit to the policy bank
 *
 * Arrears count the weeks whose interest was not covered; after failure_arrears the debts are
 * written down (project_debts.c). What the policy bank receives pays back the dollars that it
 * raised, of which beyond that the treasury gets the worth in own currency.
 *
 * Source: memorandum of 4 September 2025, half each until the deemed allocation (principal and
 * agreed interest) is paid, then 90 to 10; ranks inside the lender's part and the treatment of
 * arrears are our assumptions. docs/model/facility.md.
 * Reads   project.{deposits, claims, shares}. Writes project.{deposits, policy_claim, bank_loans, covered,
 * arrears, received, flows}, policy_bank (with capital_ratio and bad_claims), bank.{project_loans, project_income, equity, reserves},
 * insurer.{premiums, deposits, capital, project_guarantees}, fund, government.{project_income,
 * policy_profit, facility_capital}, facility, project_year, ledger.
 * Keeps   what vehicles pay is what the others receive; claims fall by what is repaid.
 */
#include <math.h>

#include "agents/project_books.h"
#include "agents/project_debts.h"
#include "agents/project_terms.h"
#include "agents/rates.h"
#include "agents/rules.h"

/* What all vehicles paid in the step. */
struct payments {
    money premium, interest, principal, policy, government, investors;
};

static bool is_served(const struct state *s, int j)
{
    return project_is_building(s, j) || project_has_plant(s, j) ||
           (s->project.stage[j] == PROJECT_FAILED && s->project.deposits[j] > 0);
}

/* The lender's part of the cash. */
static money lender_part(const struct state *s, money cash, money owed)
{
    double before = s->parameters.lender_split, after = s->parameters.lender_split_after;
    if (owed <= 0)
        return money_scale(cash, after);
    money part = money_scale(cash, before);
    if (part <= owed)
        return part;
    double beyond = (double)cash - (double)owed / before;
    return money_min(cash, owed + money_round(after * fmax(0, beyond)));
}

static money scheduled_principal(const struct state *s, int j)
{
    double steps = s->parameters.loan_years / s->clock.years;
    double left = steps - (double)(s->clock.step + 1 - s->project.finished[j]);
    return money_scale(s->project.bank_loans[j], 1 / fmax(1, left));
}

static void count_arrears(struct state *s, int j, money due, money paid)
{
    double *arrears = &s->project.arrears[j], weeks = s->clock.weeks;
    if (s->project.stage[j] != PROJECT_OPERATING)
        return;
    if (paid < due)
        *arrears += weeks * (1 - (double)paid / (double)due);
    else
        *arrears = fmax(0, *arrears - weeks);
}

/* The lender's part by rank. */
static void pay_lenders(struct state *s, int j, money part, money interest_due)
{
    struct project_table *project = &s->project;
    money interest = money_min(interest_due, part);
    part -= interest;
    money principal = money_min(part, money_min(scheduled_principal(s, j), project->bank_loans[j]));
    part -= principal;
    money claim = money_min(part, project->policy_claim[j]);
    part -= claim;
    money prepaid = money_min(part, project->bank_loans[j] - principal);
    part -= prepaid;
    project->bank_interest[j] = interest;
    project->bank_principal[j] = principal + prepaid;
    project->to_policy[j] = claim + part;
    project->profit_share[j] = part;
    project->bank_loans[j] -= principal + prepaid;
    project->policy_claim[j] -= claim;
    count_arrears(s, j, interest_due, interest);
}

static money pay_host(struct state *s, int j, money part)
{
    const struct project_table *project = &s->project;
    double kind = project->in_kind[j] * project->cost[j], equity = (double)project->host_equity[j];
    double all = kind + equity;
    s->project.to_host[j] = part;
    return all > 0 ? money_scale(part, equity / all) : 0;
}

static void serve(struct state *s, int j, struct payments *all)
{
    struct project_table *project = &s->project;
    money cash = money_max(0, project->deposits[j]);
    money accrued = project->stage[j] == PROJECT_FAILED
                        ? 0
                        : rate_interest(s, project->policy_claim[j], project->loan_rate[j]);
    project->accrued[j] = accrued;
    project->policy_claim[j] += accrued;
    s->policy_bank.project_claims[0] += accrued;
    s->policy_bank.facility_income[0] += accrued;
    money premium = money_min(cash, rate_interest(s, project->covered[j], s->parameters.premium));
    money interest_due = rate_interest(s, project->bank_loans[j], project->loan_rate[j]);
    project->premium[j] = premium;
    cash -= premium;
    money investors = 0;
    if (project_is_building(s, j)) {
        project->bank_interest[j] = money_min(cash, interest_due);
    } else {
        money part = lender_part(s, cash, project_claims(s, j));
        pay_lenders(s, j, part, interest_due);
        investors = pay_host(s, j, cash - part);
    }
    money service =
        premium + project->bank_interest[j] + project->bank_principal[j] + project->to_policy[j];
    project_book_service(s, j, service);
    project_receives(s, j, -project->to_host[j]);
    project->received_home[j] += service;
    project->received_host[j] += project->to_host[j] - project->offtake_payment[j];
    size_t year = project_now(s, j);
    s->project_year.received_home[year] += (double)service;
    s->project_year.received_policy[year] += (double)project->to_policy[j];
    s->project_year.received_state[year] += (double)(project->to_policy[j] + premium);
    s->project_year.received_host[year] += (double)project->to_host[j];
    s->policy_bank.facility_income[0] += project->profit_share[j];
    s->policy_bank.project_claims[0] -= project->to_policy[j] - project->profit_share[j];
    all->premium += premium;
    all->interest += project->bank_interest[j];
    all->principal += project->bank_principal[j];
    all->policy += project->to_policy[j];
    all->investors += investors;
    all->government += project->to_host[j] - investors;
}

static void book_host(struct state *s, const struct payments *all)
{
    int host = s->host;
    books_fund_receives(s, host, all->investors);
    books_government_pays(s, host, -all->government);
    s->government.project_income[host] += all->government;
    books_enter(s, host, SECTOR_VEHICLE, FLOW_PROJECT_DIVIDENDS,
                -(all->investors + all->government));
    books_enter(s, host, SECTOR_FUND, FLOW_PROJECT_DIVIDENDS, all->investors);
    books_enter(s, host, SECTOR_GOVERNMENT, FLOW_PROJECT_DIVIDENDS, all->government);
}

static void book_banks(struct state *s, const struct payments *all)
{
    money interest[BANKS_OF_REGION_MAX], principal[BANKS_OF_REGION_MAX];
    int first = s->region_bank[s->lender], banks = s->region_bank[s->lender + 1] - first;
    if (all->interest == 0 && all->principal == 0)
        return;
    money value = project_convert(s, SECTOR_BANK, all->interest);
    project_split_banks(s, value, false, interest);
    project_split_banks(s, all->principal, false, principal);
    for (int b = 0; b < banks; b++) {
        s->bank.project_loans[first + b] -= principal[b];
        s->bank.project_income[first + b] += interest[b];
        s->bank.equity[first + b] += interest[b];
        s->bank.reserves[first + b] += interest[b];
    }
}

static void book_insurer(struct state *s, money premium)
{
    money value = project_convert(s, SECTOR_INSURER, premium);
    s->insurer.premiums[0] += value;
    s->insurer.deposits[0] += value;
    s->insurer.capital[0] += value;
    books_settle_client(s, s->fund.bank[s->lender], value);
}

/* What the policy bank receives pays back what it raised; dollars beyond that it sells, and hands
 * the treasury what they are worth. */
static void book_policy_bank(struct state *s, money received)
{
    struct policy_bank_table *bank = &s->policy_bank;
    int home = s->lender;
    money repaid = money_min(received, bank->facility_bonds[0]);
    bank->facility_bonds[0] -= repaid;
    bank->facility_surplus[0] = received - repaid;
    money value = project_convert(s, SECTOR_POLICY_BANK, received - repaid);
    bank->profit_payment[0] += value;
    s->government.policy_profit[home] += value;
    books_government_pays(s, home, -value);
    books_enter(s, home, SECTOR_POLICY_BANK, FLOW_POLICY_PROFIT, -value);
    books_enter(s, home, SECTOR_GOVERNMENT, FLOW_POLICY_PROFIT, value);
}

/* Own funds of the policy bank, in dollars. */
static double policy_capital(const struct policy_bank_table *bank)
{
    return (double)(bank->capital[0] + bank->project_claims[0] - bank->facility_bonds[0]);
}

/* Government pays in capital where the policy bank's falls below its floor. */
static void pay_in_capital(struct state *s)
{
    struct policy_bank_table *bank = &s->policy_bank;
    int home = s->lender;
    double claims = (double)(bank->loans[0] + bank->project_claims[0]);
    double lacking = s->parameters.policy_capital_least * claims - policy_capital(bank);
    double most = s->parameters.policy_capital_most * 1e8 * s->clock.years;
    money dollars = money_round(fmax(0, fmin(lacking, most)));
    dollars = money_min(dollars, bank->facility_bonds[0]);
    if (dollars == 0)
        return;
    bank->facility_bonds[0] -= dollars;
    bank->facility_capital[0] += dollars;
    bank->injection[0] = dollars;
    money value = -project_convert(s, SECTOR_POLICY_BANK, -dollars);
    s->government.facility_capital[home] += value;
    books_government_pays(s, home, value);
    books_enter(s, home, SECTOR_GOVERNMENT, FLOW_PUBLIC_CAPITAL, -value);
    books_enter(s, home, SECTOR_POLICY_BANK, FLOW_PUBLIC_CAPITAL, value);
}

/* What the lenders' part of its cash does not cover grows, whatever the books call it. */
static bool earns_its_interest(const struct state *s, int j)
{
    double due = s->project.loan_rate[j] * (double)project_claims(s, j);
    return s->project.stage[j] != PROJECT_FAILED &&
           (!project_has_plant(s, j) ||
            s->parameters.lender_split * s->project.cash_rate[j] >= due);
}

static void judge_policy_bank(struct state *s)
{
    struct policy_bank_table *bank = &s->policy_bank;
    double claims = (double)(bank->loans[0] + bank->project_claims[0]);
    for (int j = 0; j < s->projects; j++)
        if (!earns_its_interest(s, j))
            bank->bad_claims[0] += (double)s->project.policy_claim[j];
    bank->capital_ratio[0] = claims > 0 ? policy_capital(bank) / claims : 0;
}

static void cover_loans(struct state *s)
{
    money sum = 0;
    for (int j = 0; j < s->projects; j++) {
        s->project.covered[j] = money_scale(s->project.bank_loans[j], s->project.cover[j]);
        sum += s->project.covered[j];
    }
    s->insurer.project_guarantees[0] = sum;
}

/* Dollars raised a year, and what they cost: the faster, the more. */
static void price_dollars(struct state *s)
{
    double raised = 0;
    for (int j = 0; j < s->projects; j++)
        raised += (double)(s->project.drawn_policy[j] + s->project.drawn_banks[j]);
    double *issuance = &s->facility.issuance[0];
    *issuance += (raised / s->clock.years - *issuance) * step_rate(s, 26);
    s->facility.dollar_spread[0] =
        s->parameters.dollar_spread +
        s->parameters.dollar_response * (1 - s->parameters.reserve_share) * *issuance / 1e13;
}

void project_waterfall(struct state *s)
{
    struct payments all = {0};
    if (!s->parameters.facility)
        return;
    for (int j = 0; j < s->projects; j++)
        if (is_served(s, j))
            serve(s, j, &all);
    book_host(s, &all);
    book_banks(s, &all);
    book_insurer(s, all.premium);
    book_policy_bank(s, all.policy);
    for (int j = 0; j < s->projects; j++)
        if (s->project.arrears[j] >= s->parameters.failure_arrears &&
            s->project.stage[j] == PROJECT_OPERATING) {
            s->project.stage[j] = PROJECT_FAILED;
            s->project.ended[j] = s->clock.step + 1;
            s->facility.failed[0]++;
            project_write_down(s, j);
        }
    pay_in_capital(s);
    judge_policy_bank(s);
    cover_loans(s);
    price_dollars(s);
}

/* Project debts: what lenders lose when a project is abandoned or cannot pay, and who bears it.
 *
 *     worth     V = lender's split * cash a year * annuity(life)             [US cents]
 *     banks     lose max(0, L_b - V), of which the insurer pays the covered part
 *     policy    loses max(0, C - max(0, V - L_b))
 *
 * cash a year is the smoothed cash from operation, of an abandoned project the net return on its salvage
 * value. The plant works on in its operator's hands, and what it pays goes to what is left of
 * the claims: recoveries are real. Banks funded their loans with as many dollars: they buy the dollars
 * that they lack from the dealer. The insurer pays from deposits, then from bonds that the fund buys,
 * then from capital that government pays in.
 *
 * Source: cover of commercial and political risk as NEXI's (recalled); write-down to the value of
 * expected cash as in IFRS 9; the split of the loss by rank (banks before the policy bank) is our
 * assumption.
 * Reads   project.*. Writes project.{stage, ended, plant, policy_claim, bank_loans, covered, losses},
 * firm.{capital, leased}, policy_bank.{project_claims, facility_losses}, bank.{project_loans,
 * equity, reserves, project_losses, claims_received}, insurer.*, fund.*, government.facility_capital,
 * facility.failed, ledger.
 * Keeps   what vehicles are let off, banks, policy bank and insurer lose.
 */
#include "agents/project_debts.h"

#include <math.h>

#include "agents/project_books.h"
#include "agents/project_terms.h"

void project_hand_over(struct state *s, int j, double plant)
{
    uint32_t f = s->project.operator[j];
    s->project.plant[j] = plant;
    s->firm.capital[f] += plant;
    s->firm.leased[f] += plant;
}

static void fail_project(struct state *s, int j)
{
    s->project.stage[j] = PROJECT_FAILED;
    s->project.ended[j] = s->clock.step + 1;
    s->facility.failed[0]++;
}

void project_abandon(struct state *s, int j)
{
    struct project_table *project = &s->project;
    double useful = fmin(project->built[j], project->planned_work[j]);
    fail_project(s, j);
    project->work[j] = 0;
    project_hand_over(s, j, s->parameters.salvage * project->quality[j] * useful);
    project->cash_rate[j] =
        project_net_return(s, j) * project->plant[j] * s->region.investment_prices[s->host];
    project_write_down(s, j);
}

/* The insurer raises the cash that it lacks: bonds first, then capital from government. */
static void raise_cash(struct state *s, money claim)
{
    struct insurer_table *insurer = &s->insurer;
    int home = s->lender, bank = s->fund.bank[home];
    money lacking = money_max(0, claim - insurer->deposits[0]);
    money sold = money_min(lacking, insurer->bonds[0]), paid_in = lacking - sold;
    insurer->bonds[0] -= sold;
    insurer->bond_sales[0] += sold;
    insurer->deposits[0] += sold + paid_in;
    insurer->capital[0] += paid_in;
    insurer->injection[0] += paid_in;
    s->fund.bonds[home] += sold;
    s->fund.bond_purchases[home] += sold;
    books_fund_receives(s, home, -sold);
    books_settle_client(s, bank, sold + paid_in);
    s->government.facility_capital[home] += paid_in;
    books_government_pays(s, home, paid_in);
    books_enter(s, home, SECTOR_GOVERNMENT, FLOW_PUBLIC_CAPITAL, -paid_in);
    books_enter(s, home, SECTOR_INSURER, FLOW_PUBLIC_CAPITAL, paid_in);
}

static void pay_claim(struct state *s, money claim)
{
    int home = s->lender;
    raise_cash(s, claim);
    s->insurer.deposits[0] -= claim;
    s->insurer.capital[0] -= claim;
    s->insurer.claims[0] += claim;
    books_settle_client(s, s->fund.bank[home], -claim);
    books_enter(s, home, SECTOR_INSURER, FLOW_INSURANCE_CLAIMS, -claim);
    books_enter(s, home, SECTOR_BANK, FLOW_INSURANCE_CLAIMS, claim);
}

/* Banks buy the dollars that they owe and will not get back; the insurer makes up for its part. */
static void book_bank_loss(struct state *s, money loss, double cover)
{
    money dollars[BANKS_OF_REGION_MAX], values[BANKS_OF_REGION_MAX], claims[BANKS_OF_REGION_MAX];
    double weights[BANKS_OF_REGION_MAX];
    int first = s->region_bank[s->lender], banks = s->region_bank[s->lender + 1] - first;
    project_split_banks(s, loss, false, dollars);
    money value = -project_convert(s, SECTOR_BANK, -loss);
    money claim = money_scale(value, cover);
    for (int b = 0; b < banks; b++)
        weights[b] = (double)dollars[b];
    money_share_measured(value, weights, (size_t)banks, values);
    money_share_measured(claim, weights, (size_t)banks, claims);
    pay_claim(s, claim);
    for (int b = 0; b < banks; b++) {
        s->bank.project_loans[first + b] -= dollars[b];
        s->bank.project_losses[first + b] += values[b];
        s->bank.claims_received[first + b] += claims[b];
        s->bank.equity[first + b] += claims[b] - values[b];
        s->bank.reserves[first + b] += claims[b] - values[b];
    }
}

void project_write_down(struct state *s, int j)
{
    struct project_table *project = &s->project;
    double worth = fmax(0, s->parameters.lender_split * project->cash_rate[j] *
                               project_annuity(s, s->parameters.plant_life));
    money value = money_round(fmin(worth, (double)project_claims(s, j)));
    money bank_loss = money_max(0, project->bank_loans[j] - value);
    money left = money_max(0, value - project->bank_loans[j]);
    money policy_loss = money_max(0, project->policy_claim[j] - left);
    project->arrears[j] = 0;
    project->bank_loans[j] -= bank_loss;
    project->policy_claim[j] -= policy_loss;
    project->bank_loss[j] += bank_loss;
    project->policy_loss[j] += policy_loss;
    project->claims_paid[j] += project->cover[j] * (double)bank_loss;
    s->project_year.paid_state[project_now(s, j)] += project->cover[j] * (double)bank_loss;
    project->lost[j] += bank_loss + policy_loss;
    s->policy_bank.project_claims[0] -= policy_loss;
    s->policy_bank.facility_losses[0] += policy_loss;
    if (bank_loss > 0)
        book_bank_loss(s, bank_loss, project->cover[j]);
}

/* Banks' profits: provisions, tax, dividends, new capital.
 *
 *     allowance* = .005 (L - bad) + .4 bad                     losses to be expected on loans
 *     provisions = (allowance* - allowance) (1 - exp(-step / provision lag)), and what write-offs
 *                  of the step lacked (books_write_off)
 *     profit   = interest on loans, bonds and reserves - interest on deposits - provisions
 *     dividend = max(profit - tax - n equity
 *                    + (equity - target * A) (1 - exp(-step / capital lag)), 0)
 *                of which the state receives its share of a bank that it rescued
 *     issue    = (target * A - equity) (1 - exp(-step / issue lag)) of a weak bank, at most half
 *                of the region's dividends of the step less the equity of new firms
 *
 * A loans weighted by risk, bad ones by half as much again (bank_terms.h). Owners pay for new
 * shares out of their dividends: the fund, as custodian, keeps that much back. A share issue thus
 * is a negative dividend, slow, and never more than what owners receive.
 *
 * Source: payout towards a capital target, our lag; loss given default of 40 % as in the Basel
 * foundation approach (recalled); general allowance, lags and limit are our assumptions.
 * Reads   bank interest columns, loans, bad_loans. Writes bank.{provisions, allowance, profit_tax,
 * dividend, public_dividend, new_shares, equity, deposits, reserves, capital_ratio,
 * bad_loan_ratio, return_on_equity}, region.{dividends, bank_shares}, government.{profit_tax,
 * bank_dividends}, fund.deposits (custodian, see profits.c), ledger.
 */
#include <math.h>

#include "agents/bank_terms.h"
#include "agents/books.h"
#include "agents/rules.h"
#include "agents/trends.h"

static void provide(struct state *s, int b)
{
    struct bank_table *bank = &s->bank;
    double speed = step_rate(s, s->parameters.provision_lag);
    money provisions = money_scale(bank_expected_losses(s, b) - bank->allowance[b], speed);
    bank->provisions[b] += provisions;
    bank->allowance[b] += provisions;
    bank->equity[b] -= provisions;
}

static void pay_out(struct state *s, int b, money tax, money dividend)
{
    struct bank_table *bank = &s->bank;
    int r = bank->region[b];
    money public = money_scale(dividend, bank->public_share[b]);
    bank->profit_tax[b] = tax;
    bank->dividend[b] = dividend - public;
    bank->public_dividend[b] = public;
    bank->equity[b] -= tax + dividend;
    bank->reserves[b] -= tax + dividend;
    s->government.profit_tax[r] += tax;
    s->government.bank_dividends[r] += public;
    s->region.dividends[r] += dividend - public;
    books_government_pays(s, r, -tax - public);
    books_enter(s, r, SECTOR_BANK, FLOW_PROFIT_TAX, -tax);
    books_enter(s, r, SECTOR_GOVERNMENT, FLOW_PROFIT_TAX, tax);
    books_fund_receives(s, r, dividend - public);
    books_enter(s, r, SECTOR_BANK, FLOW_DIVIDENDS, -dividend);
    books_enter(s, r, SECTOR_FUND, FLOW_DIVIDENDS, bank->dividend[b]);
    books_enter(s, r, SECTOR_GOVERNMENT, FLOW_DIVIDENDS, public);
}

static void close_bank(struct state *s, int b)
{
    struct bank_table *bank = &s->bank;
    provide(s, b);
    money profit = bank->loan_interest[b] + bank->bond_interest[b] + bank->reserve_interest[b] -
                   bank->deposit_interest[b] - bank->provisions[b] + bank->project_income[b] +
                   bank->claims_received[b] - bank->project_losses[b];
    money tax = money_scale(profit, s->world->of_region.profit_tax[bank->region[b]]);
    if (tax < 0) {
        s->bound.bindings[BOUND_LOSS]++;
        tax = 0;
    }
    /* Equity before this step's profit: that is what the target is compared with. */
    double target = s->parameters.bank_capital_target * bank_risk_assets(s, b);
    double gap = (double)(bank->equity[b] - profit) - target;
    double speed = step_rate(s, s->parameters.bank_capital_lag);
    double growth =
        trend_step(s, trend_nominal(s, bank->region[b])) * (double)(bank->equity[b] - profit);
    money dividend = money_round((double)(profit - tax) - growth + gap * speed);
    if (dividend < 0) {
        s->bound.bindings[BOUND_DIVIDEND]++;
        dividend = 0;
    }
    double before = (double)(bank->equity[b] - profit);
    bank->return_on_equity[b] = before > 0 ? (double)(profit - tax) / (before * s->clock.years) : 0;
    pay_out(s, b, tax, dividend);
}

static void issue_shares(struct state *s, int b)
{
    struct bank_table *bank = &s->bank;
    int r = bank->region[b];
    if (!bank_is_weak(s, b))
        return;
    double target = s->parameters.bank_capital_target * bank_risk_assets(s, b);
    double speed = step_rate(s, s->parameters.bank_issue_lag);
    money wanted = money_round((target - (double)bank->equity[b]) * speed);
    /* Founders of firms come first (entry.c). */
    money most =
        s->region.dividends[r] / 2 - s->region.start_up_equity[r] - s->region.bank_shares[r];
    money sold = money_min(wanted, money_max(most, 0));
    s->bound.bindings[BOUND_SHARE_ISSUE] += sold < wanted;
    bank->new_shares[b] = sold;
    bank->equity[b] += sold;
    bank->reserves[b] += sold;
    s->region.bank_shares[r] += sold;
    books_fund_receives(s, r, -sold);
    books_enter(s, r, SECTOR_BANK, FLOW_BANK_SHARES, sold);
    books_enter(s, r, SECTOR_FUND, FLOW_BANK_SHARES, -sold);
}

void bank_profits(struct state *s)
{
    struct bank_table *bank = &s->bank;
    int banks = s->region_bank[s->regions];
    for (int b = 0; b < banks; b++)
        close_bank(s, b);
    for (int b = 0; b < banks; b++) { /* when all dividends of the region are known */
        issue_shares(s, b);
        bank->capital_ratio[b] = bank_capital_ratio(s, b);
        bank->bad_loan_ratio[b] =
            bank->loans[b] > 0 ? (double)bank->bad_loans[b] / (double)bank->loans[b] : 0;
    }
}

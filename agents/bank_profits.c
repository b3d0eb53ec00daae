/* Banks' profits: tax and dividends.
 *
 *     profit   = interest on loans, bonds and reserves - interest on deposits
 *     dividend = max(profit - tax + (equity - target * loans) (1 - exp(-step / capital lag)), 0)
 *
 * of which the state receives its share of a bank that it rescued.
 *
 * Source: payout towards a capital target, our lag. Reads bank interest columns.
 * Writes  bank.{profit_tax, dividend, public_dividend, equity, reserves}, region.dividends,
 * government.{profit_tax, bank_dividends}, fund.deposits (custodian, see profits.c), ledger.
 */
#include <math.h>

#include "agents/books.h"
#include "agents/rules.h"

void bank_profits(struct state *s)
{
    struct bank_table *bank = &s->bank;
    double speed = step_rate(s, s->parameters.bank_capital_lag);
    for (int b = 0; b < s->region_bank[s->regions]; b++) {
        int r = bank->region[b];
        money profit = bank->loan_interest[b] + bank->bond_interest[b] + bank->reserve_interest[b] -
                       bank->deposit_interest[b];
        money tax = money_scale(profit, s->world->of_region.profit_tax[r]);
        if (tax < 0) {
            s->bound.bindings[BOUND_LOSS]++;
            tax = 0;
        }
        double target = s->parameters.bank_capital_target * (double)bank->loans[b];
        /* Equity before this step's profit: that is what the target is compared with. */
        double gap = (double)(bank->equity[b] - profit) - target;
        money dividend = money_round((double)(profit - tax) + gap * speed);
        if (dividend < 0) {
            s->bound.bindings[BOUND_DIVIDEND]++;
            dividend = 0;
        }
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
}

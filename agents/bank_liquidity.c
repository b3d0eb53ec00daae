/* Bank liquidity: a bank that has paid out more reserves than it had sells bonds for them.
 *
 *     sale = min(-reserves, bonds) if reserves < 0                                   [cents]
 *
 * The buyer is the region's fund, at book value, out of its deposits; the fund's bank hands over
 * the reserves. Where that is the bank itself, or where bonds do not suffice, reserves stay below
 * zero: the central bank lends them at the policy rate (interest.c).
 *
 * Source: government bonds as the banks' second line of liquidity; buyer and price are our
 * assumptions. Reads bank.{reserves, bonds}. Writes bank.{bonds, reserves, deposits},
 * bank.bond_purchases, fund.{bonds, deposits, bond_sales}.
 * Keeps   equity of the bank and wealth of the fund; bonds outstanding = bonds held.
 */
#include "agents/books.h"
#include "agents/rules.h"

void bank_liquidity(struct state *s)
{
    for (int b = 0; b < s->region_bank[s->regions]; b++) {
        int r = s->bank.region[b];
        if (s->bank.reserves[b] >= 0 || s->fund.bank[r] == b)
            continue;
        money sale = money_max(0, money_min(-s->bank.reserves[b], s->bank.bonds[b]));
        s->bank.bonds[b] -= sale;
        s->bank.reserves[b] += sale;
        s->fund.bonds[r] += sale;
        s->bank.bond_purchases[b] -= sale;
        s->fund.bond_sales[r] -= sale;
        books_fund_receives(s, r, -sale);
    }
}

/* Interest: on loans, deposits, bonds and reserves, on what was held at the start of the step.
 *
 *     amount = round(stock * rate * step in years), rates quoted with twelve decimals   [cents]
 *
 * loan rate = policy rate + the firm's spread (loan_terms.c), deposit rate see policy.c, bonds at
 * the average yield of the debt, reserves at the policy rate. Rates by region. Foreign positions
 * earn external_yield in dollars, which stays abroad and is added to the position; what rounding
 * leaves over falls to the last region, so that positions always add to zero over the world. The
 * policy bank's net dollar income is sold to the dealer of its home for own currency. Dollars
 * raised for the facility bear the yield of the host's government bonds and a spread
 * (project_waterfall.c).
 *
 * Source: the stock-flow consistent accounts of Godley and Lavoie 2007; one rate on
 * deposits and bonds per region and the external yield are our assumptions.
 *
 * Reads   stocks and rates. Writes  deposits of firms, households, funds, policy bank; the
 * interest columns; bank deposits, equity, reserves; central_bank.*; fund.foreign_position;
 * household.income (interest of the row, to which household_incomes adds).
 * Keeps   what debtors pay is what creditors receive, per currency.
 */
#include "agents/books.h"
#include "agents/loan_risk.h"
#include "agents/project_books.h"
#include "agents/rates.h"
#include "agents/rules.h"

/* Entries of a tally row: per bank three sums, per region two. */
enum { LOAN, DEPOSIT_FIRM, DEPOSIT_HOUSEHOLD, PER_BANK };

static void firms_and_banks(struct state *s, struct tally *tally)
{
    const struct population *p = &s->population;
    struct firm_table *firm = &s->firm;
#pragma omp parallel
    {
        int64_t *mine = tally_mine(tally);
#pragma omp for schedule(static)
        for (uint32_t f = 0; f < p->firms; f++) {
            uint32_t r = cell_region(s, firm->cell[f]);
            money on_loans = rate_interest(s, firm->loans[f], firm_loan_rate(s, f, r));
            money on_deposits = rate_interest(s, firm->deposits[f], s->region.deposit_rate[r]);
            firm->loan_interest[f] = on_loans;
            firm->deposit_interest[f] = on_deposits;
            firm->deposits[f] += on_deposits - on_loans;
            mine[firm->bank[f] * PER_BANK + LOAN] += on_loans;
            mine[firm->bank[f] * PER_BANK + DEPOSIT_FIRM] += on_deposits;
        }
    }
}

static void households_and_banks(struct state *s, struct tally *tally)
{
    struct household_table *household = &s->household;
#pragma omp parallel
    {
        int64_t *mine = tally_mine(tally);
#pragma omp for schedule(static)
        for (uint32_t b = 0; b < s->household_blocks; b++) {
            double rate = rate_per_step(s, s->region.deposit_rate[s->household_block_region[b]]);
            if (rate == 0)
                continue; /* nothing is earned on any row: the amounts are zero */
            for (uint64_t h = s->household_block[b]; h < s->household_block[b + 1]; h++) {
                money earned = money_scale(household->deposits[h], rate);
                household->income[h] = earned;
                household->deposits[h] += earned;
                mine[household->bank[h] * PER_BANK + DEPOSIT_HOUSEHOLD] += earned;
            }
        }
    }
}

/* The clients' interest is settled inside the bank: deposits against equity. */
static void book_clients(struct state *s, const struct tally *tally)
{
    for (int b = 0; b < s->region_bank[s->regions]; b++) {
        int r = s->bank.region[b];
        money loans = tally_sum(tally, (size_t)(b * PER_BANK + LOAN));
        money firms = tally_sum(tally, (size_t)(b * PER_BANK + DEPOSIT_FIRM));
        money households = tally_sum(tally, (size_t)(b * PER_BANK + DEPOSIT_HOUSEHOLD));
        s->bank.loan_interest[b] += loans;
        s->bank.deposit_interest[b] += firms + households;
        s->bank.deposits[b] += firms + households - loans;
        s->bank.equity[b] += loans - firms - households;
        books_enter(s, r, SECTOR_BANK, FLOW_LOAN_INTEREST, s->bank.loan_interest[b]);
        books_enter(s, r, SECTOR_BANK, FLOW_DEPOSIT_INTEREST, -s->bank.deposit_interest[b]);
        books_enter(s, r, SECTOR_FIRM, FLOW_LOAN_INTEREST, -loans);
        books_enter(s, r, SECTOR_FIRM, FLOW_DEPOSIT_INTEREST, firms);
        books_enter(s, r, SECTOR_HOUSEHOLD, FLOW_DEPOSIT_INTEREST, households);
    }
}

static void book_fund_deposits(struct state *s, int r)
{
    money earned = rate_interest(s, s->fund.deposits[r], s->region.deposit_rate[r]);
    int b = s->fund.bank[r];
    s->fund.deposit_interest[r] = earned;
    s->fund.deposits[r] += earned;
    s->bank.deposit_interest[b] += earned;
    s->bank.deposits[b] += earned;
    s->bank.equity[b] -= earned;
    books_enter(s, r, SECTOR_FUND, FLOW_DEPOSIT_INTEREST, earned);
    books_enter(s, r, SECTOR_BANK, FLOW_DEPOSIT_INTEREST, -earned);
}

static void pay_bond_interest(struct state *s, int r)
{
    double yield = s->region.bond_yield[r];
    money paid = 0;
    for (int b = s->region_bank[r]; b < s->region_bank[r + 1]; b++) {
        money earned = rate_interest(s, s->bank.bonds[b], yield);
        money on_reserves = rate_interest(s, s->bank.reserves[b], s->region.policy_rate[r]);
        s->bank.bond_interest[b] = earned;
        s->bank.reserve_interest[b] = on_reserves;
        s->bank.reserves[b] += earned + on_reserves;
        s->bank.equity[b] += earned + on_reserves;
        s->central_bank.reserve_interest[r] += on_reserves;
        s->central_bank.reserves[r] += on_reserves;
        paid += earned;
        books_enter(s, r, SECTOR_BANK, FLOW_BOND_INTEREST, earned);
        books_enter(s, r, SECTOR_BANK, FLOW_RESERVE_INTEREST, on_reserves);
    }
    money fund = rate_interest(s, s->fund.bonds[r], yield);
    s->fund.bond_interest[r] = fund;
    books_fund_receives(s, r, fund);
    books_enter(s, r, SECTOR_FUND, FLOW_BOND_INTEREST, fund);
    paid += fund;
    if (s->insurer.region[0] == r) {
        money insurer = rate_interest(s, s->insurer.bonds[0], yield);
        s->insurer.bond_interest[0] = insurer;
        s->insurer.deposits[0] += insurer;
        books_settle_client(s, s->fund.bank[r], insurer);
        books_enter(s, r, SECTOR_INSURER, FLOW_BOND_INTEREST, insurer);
        paid += insurer;
    }
    books_government_pays(s, r, paid);

    /* The central bank keeps the government's account itself: its interest needs no reserves. */
    money central_bank = rate_interest(s, s->central_bank.bonds[r], yield);
    s->central_bank.bond_interest[r] = central_bank;
    s->central_bank.government_account[r] -= central_bank;
    s->government.bond_interest[r] = paid + central_bank;
    books_enter(s, r, SECTOR_CENTRAL_BANK, FLOW_BOND_INTEREST, central_bank);
    books_enter(s, r, SECTOR_CENTRAL_BANK, FLOW_RESERVE_INTEREST,
                -s->central_bank.reserve_interest[r]);
    books_enter(s, r, SECTOR_GOVERNMENT, FLOW_BOND_INTEREST, -s->government.bond_interest[r]);

    s->central_bank.profit[r] = central_bank - s->central_bank.reserve_interest[r];
    s->central_bank.government_account[r] += s->central_bank.profit[r];
    s->government.central_bank_profit[r] = s->central_bank.profit[r];
    books_enter(s, r, SECTOR_CENTRAL_BANK, FLOW_CENTRAL_BANK_PROFIT, -s->central_bank.profit[r]);
    books_enter(s, r, SECTOR_GOVERNMENT, FLOW_CENTRAL_BANK_PROFIT,
                s->government.central_bank_profit[r]);
}

/* Dollars that the facility's lenders owe the host's fund. */
static money facility_debts(const struct state *s)
{
    money debts = s->policy_bank.facility_bonds[0];
    for (int b = s->region_bank[s->lender]; b < s->region_bank[s->lender + 1]; b++)
        debts += s->bank.project_loans[b];
    return debts;
}

/* Interest on them: the policy bank raises its own in turn, banks buy theirs from the dealer. */
static money facility_interest(struct state *s)
{
    if (!s->parameters.facility)
        return 0;
    int home = s->lender;
    double base = s->region.bond_yield[s->host];
    money policy =
        rate_interest(s, s->policy_bank.facility_bonds[0], base + s->facility.dollar_spread[0]);
    s->policy_bank.facility_interest[0] = policy;
    s->policy_bank.facility_bonds[0] += policy;
    money banks = 0;
    for (int b = s->region_bank[home]; b < s->region_bank[home + 1]; b++) {
        money dollars =
            rate_interest(s, s->bank.project_loans[b], base + s->parameters.bank_funding_spread);
        money value = dollars == 0 ? 0 : -project_convert(s, SECTOR_BANK, -dollars);
        s->bank.funding_interest[b] = dollars;
        s->bank.project_income[b] -= value;
        s->bank.equity[b] -= value;
        s->bank.reserves[b] -= value;
        banks += dollars;
    }
    return policy + banks;
}

static void foreign_income(struct state *s)
{
    double yield = s->parameters.external_yield;
    struct policy_bank_table *bank = &s->policy_bank;
    int home = bank->region[0], abroad = bank->borrower_region[0];
    money net = 0;
    if (home != abroad) {
        bank->loan_interest[0] = rate_interest(s, bank->loans[0], yield);
        bank->bond_interest[0] = rate_interest(s, bank->bonds[0], yield);
        net = bank->loan_interest[0] - bank->bond_interest[0];
    }
    money held = facility_debts(s), facility = facility_interest(s);
    /* Wherever its home is: the last region's balance must know of it. What the facility owes, its
     * host holds: that income is the host's, and not at the external yield. */
    money others = net - facility;
    for (int r = 0; r < s->regions; r++) {
        bool last = r == s->regions - 1;
        money earned = last ? -others : rate_interest(s, s->fund.foreign_position[r], yield);
        if (facility != 0 && r == s->host && !last)
            earned += facility - rate_interest(s, held, yield);
        others += earned;
        s->fund.foreign_income[r] = earned;
        s->fund.foreign_income_value[r] = money_convert(earned, 1, s->region.exchange_rate[r]);
        s->fund.foreign_position[r] += earned;
        s->fund.foreign_value[r] += s->fund.foreign_income_value[r];
    }
    if (home == abroad || net == 0)
        return;
    /* The dollars that the policy bank earned become the dealer's, for own currency. */
    s->fund.foreign_position[home] += net;
    bank->conversion[0] = money_convert(net, 1, s->region.exchange_rate[home]);
    s->fund.foreign_value[home] += bank->conversion[0];
    bank->deposits[0] += bank->conversion[0];
    books_settle_client(s, s->fund.bank[home], bank->conversion[0]);
    books_fund_receives(s, home, -money_convert(net, 1, s->region.exchange_rate[home]));
    books_enter(s, home, SECTOR_POLICY_BANK, FLOW_CONVERSION, bank->conversion[0]);
    books_enter(s, home, SECTOR_FUND, FLOW_CONVERSION,
                -money_convert(net, 1, s->region.exchange_rate[home]));
}

/* Policy bank and insurer hand their income to the treasury. */
static void pay_treasury(struct state *s)
{
    int home = s->policy_bank.region[0];
    money policy = s->policy_bank.conversion[0], insurer = s->insurer.bond_interest[0];
    s->policy_bank.profit_payment[0] = policy;
    s->policy_bank.deposits[0] -= policy;
    s->insurer.profit_payment[0] = insurer;
    s->insurer.deposits[0] -= insurer;
    books_settle_client(s, s->fund.bank[home], -policy - insurer);
    books_government_pays(s, home, -policy - insurer);
    s->government.policy_profit[home] = policy + insurer;
    books_enter(s, home, SECTOR_POLICY_BANK, FLOW_POLICY_PROFIT, -policy);
    books_enter(s, home, SECTOR_INSURER, FLOW_POLICY_PROFIT, -insurer);
    books_enter(s, home, SECTOR_GOVERNMENT, FLOW_POLICY_PROFIT, s->government.policy_profit[home]);
}

void interest(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    struct tally tally = tally_open(&s->scratch, (size_t)s->region_bank[s->regions] * PER_BANK);
    firms_and_banks(s, &tally);
    households_and_banks(s, &tally);
    book_clients(s, &tally);
    arena_reset(&s->scratch, mark);
    for (int r = 0; r < s->regions; r++) {
        book_fund_deposits(s, r); /* before the bond interest, which is not yet a deposit */
        pay_bond_interest(s, r);
    }
    foreign_income(s);
    pay_treasury(s);
}

/* Bank resolution: a bank without capital is taken over by a stronger one or by the state.
 *
 *     fails     if equity < floor * (loans + bonds + reserves)
 *     merger    with the bank of the region that leaves the highest (E + E') / (L + L'), if that
 *               is not below the least capital and what comes out would not fail itself
 *     state     else, or with policy.resolution = state: capital of
 *               max((least + width) L, floor * assets after it) - E, paid in new government bonds
 *
 * A merger moves all that the bank owns and owes, the flows of the step included, and all its
 * clients; its row stays behind empty. Depositors never lose a cent: what a bank lacks, the owners
 * of the bank that takes it or the taxpayers give. The state owns the share of a rescued bank that
 * its capital makes up, and receives that share of its dividends (bank_profits.c). Paying in bonds
 * needs no money: government owes more, the bank owns as much more (as in Sweden 1992 and Korea
 * 1998, recalled).
 *
 * Source: critically undercapitalised at 2 % of assets, FDIC Improvement Act of 1991 (recalled);
 * purchase and assumption before public money, and by whom, are our assumptions.
 * Reads   bank.{loans, bonds, reserves, equity}. Writes every money column of bank,
 * bank.{successor, public_share}, {firm, household, fund}.bank, government.{bank_rescues, deficit,
 * bond_issues, debt}, ledger.
 * Keeps   deposits, loans, reserves of a region; bonds outstanding = bonds held.
 */
#include "agents/bank_terms.h"
#include "agents/books.h"
#include "agents/rules.h"

static double bank_assets(const struct bank_table *bank, int b)
{
    return (double)bank->loans[b] + (double)bank->bonds[b] + (double)bank->reserves[b];
}

static bool bank_fails(const struct state *s, int b)
{
    double assets = bank_assets(&s->bank, b);
    return assets > 0 && (double)s->bank.equity[b] < s->parameters.resolution_floor * assets;
}

/* Capital ratio of two banks together, or below zero if they could not stand. */
static double ratio_together(const struct state *s, int a, int b)
{
    const struct bank_table *bank = &s->bank;
    double equity = (double)(bank->equity[a] + bank->equity[b]);
    double loans = bank_risk_assets(s, a) + bank_risk_assets(s, b);
    double assets = bank_assets(bank, a) + bank_assets(bank, b);
    bool stands = equity >= s->parameters.bank_capital_least * loans &&
                  equity >= s->parameters.resolution_floor * assets && loans > 0;
    return stands ? equity / loans : -1;
}

/* The bank to take over b, or b itself if there is none. */
static int find_acquirer(const struct state *s, int b)
{
    int r = s->bank.region[b], best = b;
    double most = 0;
    for (int a = s->region_bank[r]; a < s->region_bank[r + 1]; a++) {
        if (a == b || s->bank.successor[a] != a || bank_fails(s, a))
            continue;
        double ratio = ratio_together(s, a, b);
        if (ratio > most) {
            most = ratio;
            best = a;
        }
    }
    return best;
}

/* Everything that is counted in money, stocks and the flows of the step: the books of the two
 * become one. What was lent before the step is the part that changed hands. */
static void merge_books(struct state *s, int from, int to)
{
    struct bank_table *bank = &s->bank;
    double equity = (double)money_max(bank->equity[to], 0);
    double other = (double)money_max(bank->equity[from], 0);
    double public = bank->public_share[to] * equity + bank->public_share[from] * other;
    money lent = bank->loans[from] - bank->new_loans[from] + bank->write_offs[from] -
                 bank->acquired_loans[from];
    for (int n = 0; n < bank->table.column_count; n++) {
        if (bank->table.columns[n].type != COLUMN_money)
            continue;
        money *column = bank->table.data[n];
        column[to] += column[from];
        column[from] = 0;
    }
    bank->acquired_loans[to] += lent;
    bank->acquired_loans[from] = -lent;
    bank->public_share[to] = equity + other > 0 ? public / (equity + other) : 0;
    bank->public_share[from] = 0;
    bank->successor[from] = (uint16_t)to;
}

static void rescue(struct state *s, int b)
{
    struct bank_table *bank = &s->bank;
    const struct parameters *p = &s->parameters;
    int r = bank->region[b];
    double equity = (double)bank->equity[b], least = p->resolution_floor;
    double by_loans =
        (p->bank_capital_least + p->bank_capital_width) * bank_risk_assets(s, b) - equity;
    /* Bonds are assets too: what they add must itself be covered. */
    double by_assets = (least * bank_assets(bank, b) - equity) / (1 - least);
    money capital = (money)ceil(fmax(by_loans, by_assets));
    double old = fmax(equity, 0);
    bank->public_share[b] =
        (bank->public_share[b] * old + (double)capital) / (old + (double)capital);
    bank->rescue[b] += capital;
    bank->bonds[b] += capital;
    bank->equity[b] += capital;
    s->government.bank_rescues[r] += capital;
    s->government.deficit[r] += capital;
    s->government.bond_issues[r] += capital;
    s->government.debt[r] += capital;
    books_enter(s, r, SECTOR_BANK, FLOW_BANK_RESCUES, capital);
    books_enter(s, r, SECTOR_GOVERNMENT, FLOW_BANK_RESCUES, -capital);
}

static void move_clients(struct state *s)
{
    const uint16_t *successor = s->bank.successor;
#pragma omp parallel
    {
#pragma omp for schedule(static) nowait
        for (uint32_t f = 0; f < s->population.firms; f++)
            s->firm.bank[f] = successor[s->firm.bank[f]];
#pragma omp for schedule(static)
        for (uint64_t h = 0; h < s->population.rows; h++)
            s->household.bank[h] = successor[s->household.bank[h]];
    }
    for (int r = 0; r < s->regions; r++)
        s->fund.bank[r] = successor[s->fund.bank[r]];
}

void bank_resolution(struct state *s)
{
    bool merged = false;
    for (int b = 0; b < s->region_bank[s->regions]; b++) {
        if (!bank_fails(s, b))
            continue;
        int to = s->parameters.resolution == RESOLUTION_MERGER ? find_acquirer(s, b) : b;
        s->bound.bindings[BOUND_RESOLUTION]++;
        if (to == b)
            rescue(s, b);
        else
            merge_books(s, b, to);
        merged |= to != b;
    }
    if (merged)
        move_clients(s);
}

#include "agents/books.h"

void books_enter(struct state *s, int r, enum sector sector, enum transaction transaction,
                 money amount)
{
    s->ledger.flow[(r * SECTORS + (int)sector) * TRANSACTIONS + (int)transaction] += amount;
}

void books_settle_client(struct state *s, int bank, money received)
{
    s->bank.deposits[bank] += received;
    s->bank.reserves[bank] += received;
}

void books_settle_banks(struct state *s, const struct tally *tally, size_t first_entry)
{
    for (int b = 0; b < s->region_bank[s->regions]; b++)
        books_settle_client(s, b, tally_sum(tally, first_entry + (size_t)b));
}

void books_government_pays(struct state *s, int r, money amount)
{
    s->central_bank.government_account[r] -= amount;
    s->central_bank.reserves[r] += amount;
}

void books_fund_receives(struct state *s, int r, money amount)
{
    s->fund.deposits[r] += amount;
    books_settle_client(s, s->fund.bank[r], amount);
}

void books_write_off(struct state *s, int bank, money amount)
{
    int r = s->bank.region[bank];
    s->bank.loans[bank] -= amount;
    money lacking = money_max(0, amount - s->bank.allowance[bank]);
    s->bank.provisions[bank] += lacking;
    s->bank.equity[bank] -= lacking;
    s->bank.allowance[bank] += lacking - amount;
    s->bank.write_offs[bank] += amount;
    s->region.write_offs[r] += amount;
    books_enter(s, r, SECTOR_BANK, FLOW_WRITE_OFFS, -amount);
    books_enter(s, r, SECTOR_FIRM, FLOW_WRITE_OFFS, amount);
}

void books_count_bounds(struct state *s, const struct tally *tally, size_t first_entry)
{
    for (int n = 0; n < BOUNDS; n++)
        s->bound.bindings[n] += tally_sum(tally, first_entry + (size_t)n);
}

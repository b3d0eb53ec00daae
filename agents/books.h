/* Booking payments: the ledger of the step, and what a payment does to banks, the central bank
 * and the government's account.
 *
 * A payment between clients of banks moves deposits and, between banks, reserves; a payment by
 * or to the government moves its account at the central bank against the banks' reserves. Each
 * side is booked from its own columns: the identities (identities.h) compare them.
 */
#ifndef KEIRETSU_AGENTS_BOOKS_H
#define KEIRETSU_AGENTS_BOOKS_H

#include "agents/state.h"
#include "agents/tally.h"

/* One side of a transaction: received (+) or paid (-) by a sector of region r. */
void books_enter(struct state *s, int r, enum sector sector, enum transaction transaction,
                 money amount);

/* Payments received less payments made by the clients of each bank: deposits and reserves. The
 * tally holds one entry per bank from `first_entry` on. */
void books_settle_banks(struct state *s, const struct tally *tally, size_t first_entry);

/* The same for one client of one bank. */
void books_settle_client(struct state *s, int bank, money received);

/* The government pays (+) or receives (-) through its account at the central bank. */
void books_government_pays(struct state *s, int r, money amount);

/* A region's fund receives (+) or pays (-) deposits. */
void books_fund_receives(struct state *s, int r, money amount);

/* A bank writes a loan off against its own funds; the loan itself (firm.loans) the caller lowers.
 * Nobody's deposit changes. */
void books_write_off(struct state *s, int bank, money amount);

/* Adds how often bounds held something back; entries first_entry + enum bound. */
void books_count_bounds(struct state *s, const struct tally *tally, size_t first_entry);

#endif

/* Bookings of the facility between vehicles, dealers and lenders.
 *
 * No deposit crosses a border. What the lender's region lends, the dealer of the host region pays
 * out: it then holds so many dollars of the debts of the policy bank and the banks abroad (its
 * foreign position rises); what vehicles pay to lenders abroad it keeps, and its position falls.
 * Whoever in the lender's region ends up with dollars sells them to the dealer there, who sells
 * dollars to those who lack them.
 */
#ifndef KEIRETSU_AGENTS_PROJECT_BOOKS_H
#define KEIRETSU_AGENTS_PROJECT_BOOKS_H

#include "agents/books.h"

/* The vehicle's cash changes; its deposits are with the bank of the host's fund. */
void project_receives(struct state *s, int project, money amount);

/* Lent or given from abroad: the host's dealer pays the vehicle. */
void project_book_funding(struct state *s, int project, money dollars);

/* Paid to lenders or the insurer abroad: the host's dealer receives it from the vehicle. */
void project_book_service(struct state *s, int project, money dollars);

/* A sector of the lender's region sells dollars to the dealer there (negative: buys them);
 * returns what it receives in own currency. The sector's own stocks are the caller's. */
money project_convert(struct state *s, enum sector sector, money dollars);

/* Splits dollars over the commercial banks of the lender's region: new loans by own funds, the rest
 * by what each has lent. parts [banks of the region]. */
void project_split_banks(const struct state *s, money dollars, bool new_loans, money *parts);

#endif

/* The opening state: every stock, such that the world stands still.
 *
 * Quantities that rules multiply are derived from whole-cent flows, not the other way round: a
 * firm's capital is its weekly investment in cents over the rate of depreciation, its input
 * coefficients are cents over cents. Each rule then gives back the opening flow exactly, every
 * account closes to the cent, and nothing has to be held in place.
 *
 * The equations, with sources and figures, are in docs/model/opening.md.
 */
#ifndef KEIRETSU_AGENTS_OPENING_H
#define KEIRETSU_AGENTS_OPENING_H

#include "agents/opening_table.h"
#include "agents/state.h"
#include "core/error.h"

/* Working figures of the opening, in cents a step unless said otherwise. */
struct opening {
    const struct opening_table *table;
    money *wages;                   /* [cell] */
    money *investment;              /* [cell] private */
    money *loans;                   /* [cell] cents */
    bool *even_leverage;            /* [cell] all firms have the same loans over capital */
    double gdp[REGIONS_MAX];        /* at market prices */
    money consumption[REGIONS_MAX]; /* at basic prices */
    money public_investment[REGIONS_MAX];
    money net_exports[REGIONS_MAX];
    money bank_loans[REGIONS_MAX], firm_deposits[REGIONS_MAX], dividends[REGIONS_MAX];
    money household_deposits[REGIONS_MAX];
    double household_deposits_of_bank[REGIONS_MAX * 64]; /* wanted, [bank] */
};

/* Fills all tables of an allocated state. The population must be that of the same table. */
bool opening_create(struct state *s, const struct opening_table *table, struct error *err);

/* The steps, in order. */
bool opening_cells(struct state *s, struct opening *o, struct error *err);
bool opening_firms(struct state *s, struct opening *o, struct error *err);
void opening_markets(struct state *s, struct opening *o);
void opening_links(struct state *s);
bool opening_banks(struct state *s, struct opening *o, struct error *err);
bool opening_institutions(struct state *s, struct opening *o, struct error *err);
/* Trends by industry, from the table and staff (industry_trends.c). */
void industry_trends_opening(struct state *s, const struct opening *o);
bool opening_households(struct state *s, struct opening *o, struct error *err);

#endif

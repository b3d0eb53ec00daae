/* How the rows of tables fall into the groups of accounting identities: identities.c. */
#ifndef KEIRETSU_AGENTS_IDENTITY_GROUPS_H
#define KEIRETSU_AGENTS_IDENTITY_GROUPS_H

#include "agents/state.h"

/* How the rows of a column fall into the groups of an identity. */
enum identity_key {
    WORLD,
    REGION, /* of the row: its own, its cell's, its bank's, the buyer's in final_sourcing */
    BANK,
    FIRM,
    CELL,
    EMPLOYER,        /* household rows by firm */
    UNEMPLOYED,      /* unemployed household rows by region */
    SUPPLIER,        /* links by supplying firm */
    SUPPLIER_CELL,   /* links, sourcing, final_sourcing by the seller's cell; trade by origin and
                      industry */
    DESTINATION,     /* trade by buyer's region */
    HOME,            /* trade within regions */
    FROM_ABROAD,     /* trade across borders by buyer's region */
    TO_ABROAD,       /* trade across borders by seller's region */
    IN_OWN_CURRENCY, /* dollars of a region, at its exchange rate */
    IN_DOLLARS, /* what buyers abroad pay, by seller's region: each payment converted on its own */
    FOR_HOUSEHOLDS, /* final_sourcing of one use, by the buyer's region */
    FOR_GOVERNMENT,
    FOR_INVESTMENT,
    FOR_PROJECTS,
    TRANSACTION, /* ledger by currency and transaction */
    ENTRY,       /* one sector and transaction of the ledger, by currency */
    SECTOR,      /* all transactions of one sector of the ledger, by currency */
    INSTRUMENT,  /* balance sheet by currency and instrument, foreign positions in one group */
};

struct identity_term {
    int sign;
    bool start; /* the sum at the start of the step, taken off */
    const char *table, *column;
    enum identity_key key;
    int sector, transaction;
};

enum { IDENTITY_GROUPS_FEW = 4096 }; /* up to so many are summed by thread */

uint64_t identity_group_count(const struct state *s, enum identity_key group);

/* "the world", "JPN C26", "firm 7". */
void identity_group_name(const struct state *s, enum identity_key group, uint64_t g, char *text,
                         size_t size);

/* Adds sign times the column's sums by group to `sums`; by_thread has room for IDENTITY_GROUPS_FEW
 * sums of each thread. */
void identity_add_sums(const struct state *s, const struct identity_term *term, int sign,
                       int64_t *sums, uint64_t groups, int64_t *by_thread);

#endif

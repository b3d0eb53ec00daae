/* Sectors, transactions, instruments, causes and bounds: lists that are dimensions of tables. */
#ifndef KEIRETSU_AGENTS_LABELS_H
#define KEIRETSU_AGENTS_LABELS_H

enum sector {
#define SECTOR(name, label) SECTOR_##name,
#include "agents/sector.def"
#undef SECTOR
    SECTORS
};

/* Rows of the transaction matrix: each adds to zero over the sectors of a currency. */
enum transaction {
#define TRANSACTION(name, label, meaning) FLOW_##name,
#include "agents/transaction.def"
#undef TRANSACTION
    TRANSACTIONS
};

/* Rows of the balance sheet. */
enum instrument {
#define INSTRUMENT(name, label, meaning) POSITION_##name,
#include "agents/instrument.def"
#undef INSTRUMENT
    INSTRUMENTS
};

/* What held a firm's output back. */
enum cause {
#define CAUSE(name, label, meaning) CAUSE_##name,
#include "agents/cause.def"
#undef CAUSE
    CAUSES
};

/* Bounds of the rules that a still state must not touch. */
enum bound {
#define BOUND(name, label, meaning) BOUND_##name,
#include "agents/bounds.def"
#undef BOUND
    BOUNDS
};

extern const char *const sector_labels[SECTORS];
extern const char *const transaction_labels[TRANSACTIONS];
extern const char *const instrument_labels[INSTRUMENTS];
extern const char *const cause_labels[CAUSES];
extern const char *const bound_labels[BOUNDS];

#endif

#include "agents/labels.h"

const char *const sector_labels[SECTORS] = {
#define SECTOR(name, label) label,
#include "agents/sector.def"
#undef SECTOR
};

const char *const transaction_labels[TRANSACTIONS] = {
#define TRANSACTION(name, label, meaning) label,
#include "agents/transaction.def"
#undef TRANSACTION
};

const char *const instrument_labels[INSTRUMENTS] = {
#define INSTRUMENT(name, label, meaning) label,
#include "agents/instrument.def"
#undef INSTRUMENT
};

const char *const cause_labels[CAUSES] = {
#define CAUSE(name, label, meaning) label,
#include "agents/cause.def"
#undef CAUSE
};

const char *const bound_labels[BOUNDS] = {
#define BOUND(name, label, meaning) label,
#include "agents/bounds.def"
#undef BOUND
};

#include "agents/labels.h"

#include "agents/framework.h"

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

const char *const project_stage_names[PROJECT_STAGES] = {
#define PROJECT_STAGE(id, name, meaning) name,
#include "agents/project_stage.def"
#undef PROJECT_STAGE
};

const char *const pace_labels[PACES] = {
#define PACE(id, label, meaning) label,
#include "agents/pace.def"
#undef PACE
};

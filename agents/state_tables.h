/* Names, columns and dimensions of all tables; see state_tables.c. */
#ifndef KEIRETSU_AGENTS_STATE_TABLES_H
#define KEIRETSU_AGENTS_STATE_TABLES_H

#include "agents/state.h"

/* Before they are allocated; labels, regions, industries, inputs and projects must be known.
 * Slots of the rings of goods under way: over links, and between cells. */
void state_tables(struct state *s, uint64_t shipments, uint64_t market_shipments);

#endif

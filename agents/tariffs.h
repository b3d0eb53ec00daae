/* Tariffs of a scenario by importer, exporter and industry.
 *
 * The table's trade bears the tariffs of its year, so that a tariff of the model is a change:
 *
 *     change = (1 + rate) / (1 + old rate) - 1
 *
 * on the value in the importer's currency at the border, on top of policy.tariff. */
#ifndef KEIRETSU_AGENTS_TARIFFS_H
#define KEIRETSU_AGENTS_TARIFFS_H

#include "agents/state.h"

enum { TARIFFS_MAX = 256 };

struct tariff {
    int importer, exporter, industry; /* -1: all, of industries all goods */
    double rate, old_rate;
};

/* Sets the tariffs of the list from the opening on; a later one replaces an earlier one. */
void tariffs_open(struct state *s, const struct tariff *tariffs, int count);

#endif

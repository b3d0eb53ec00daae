/* Tariffs of the agreement: what the host puts on the lender's goods with, before and without it.
 *
 *     rate     duty + covered max(0, ceiling - duty)     the ceiling holds
 *              sector, where there is a sectoral tariff  before, and without
 *              duty + general * general rate             the same elsewhere
 *     change   (1 + rate) / (1 + duty) - 1               on the table's trade
 *
 * The general rate is tariff_before from tariff_before_from on, tariff_without from
 * tariff_without_from on. Duty, covered, general and sector are figures of deal-tariffs.csv.
 */
#ifndef KEIRETSU_AGENTS_TARIFF_DEAL_H
#define KEIRETSU_AGENTS_TARIFF_DEAL_H

#include "agents/state.h"

/* Rate on goods of an industry on a day, ordinary duty included. */
double tariff_deal_rate(const struct state *s, int industry, int32_t day, bool ceiling);

/* Whether the ceiling is in force: performance, or what the scenario says. */
bool tariff_deal_holds(const struct state *s);

/* Multiplies 1 + trade.tariff by the change of the step; nothing where framework.tariffs is off. */
void tariff_deal_apply(struct state *s);

/* Mean rise of the tariff, in the price at the border, that a snap-back means for the lender's
 * goods, weighted by the trade of the table. */
double tariff_deal_snap_back(const struct state *s);

/* Every review: whether the lender performed. */
void tariff_deal_review(struct state *s);

/* Funding missed over funding due, as the host's government counts it. */
double tariff_deal_shortfall(const struct state *s, double missed, double due);

#endif

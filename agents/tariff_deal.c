/* The tie of the tariff to the lender's performance. Rates: tariff_deal.h.
 *
 *     shortfall = (missed + late) / max(due + late, a year of the pledge: envelope / term)
 *
 * due: funding made or declined so far, missed: of this declined, forgotten over
 * performance_memory; late: funding noticed and not made grace_days after the least time. Every
 * review_weeks the host's government looks: the ceiling holds if shortfall <= tolerance, else the
 * tariff without agreement comes back, until performance is restored.
 *
 * Source: executive order of 4 September 2025 for the tie; the measure is our assumption.
 * Reads   project.{stage, noticed, cost}, facility.{due, missed}.
 * Writes  facility.{shortfall, ceiling}, trade.tariff.
 */
#include "agents/tariff_deal.h"

#include <math.h>

#include "agents/facility.h"

double tariff_deal_rate(const struct state *s, int industry, int32_t day, bool ceiling)
{
    const struct parameters *p = &s->parameters;
    const struct world *w = s->world;
    double duty = w->deal.duty[industry], sector = w->deal.sector[industry];
    int32_t from = facility_day(sector > 0 ? p->tariff_sector_until : p->tariff_ceiling_from);
    if (ceiling && day >= from)
        return duty + w->deal.covered[industry] * fmax(0, p->tariff_ceiling - duty);
    if (sector > 0)
        return day >= facility_day(p->tariff_sector_from) ? sector : duty;
    double general = !ceiling && day >= facility_day(p->tariff_without_from) ? p->tariff_without
                     : day >= facility_day(p->tariff_before_from)            ? p->tariff_before
                                                                             : 0;
    return duty + w->deal.general[industry] * general;
}

bool tariff_deal_holds(const struct state *s)
{
    switch ((enum framework_tie)s->parameters.tie) {
    case TIE_ALWAYS:
        return true;
    case TIE_NEVER:
        return false;
    case TIE_PERFORMANCE:
        break;
    }
    return s->parameters.facility && s->facility.ceiling[0] != 0;
}

static double change(const struct state *s, int industry, int32_t day, bool ceiling)
{
    double duty = s->world->deal.duty[industry];
    return (1 + tariff_deal_rate(s, industry, day, ceiling)) / (1 + duty) - 1;
}

void tariff_deal_apply(struct state *s)
{
    if (!s->parameters.tariffs)
        return;
    int32_t today = facility_today(s);
    bool ceiling = tariff_deal_holds(s);
    double *tariff = s->trade.tariff + (s->lender * s->regions + s->host) * s->industries;
    for (int k = 0; k < s->industries; k++)
        if (s->world->of_industry.goods[k] > 0.5)
            tariff[k] = (1 + tariff[k]) * (1 + change(s, k, today, ceiling)) - 1;
}

/* Sales of the lender's industry to the host in the table, USD million a year. */
static double table_trade(const struct state *s, int industry)
{
    const struct world *w = s->world;
    size_t supplier = (size_t)(s->lender * s->industries + industry), cells = (size_t)s->cells;
    double sum = 0;
    for (int k = 0; k < s->industries; k++)
        sum += w->intermediate[supplier * cells + (size_t)(s->host * s->industries + k)];
    for (int use = 0; use < TABLE_USES; use++)
        sum +=
            w->final[(supplier * (size_t)s->regions + (size_t)s->host) * FINAL_USES + (size_t)use];
    return sum;
}

double tariff_deal_snap_back(const struct state *s)
{
    const struct parameters *p = &s->parameters;
    int32_t late = facility_day(p->tariff_sector_until);
    late =
        late > facility_day(p->tariff_ceiling_from) ? late : facility_day(p->tariff_ceiling_from);
    late =
        late > facility_day(p->tariff_without_from) ? late : facility_day(p->tariff_without_from);
    double sum = 0, risen = 0;
    for (int k = 0; k < s->industries; k++) {
        double trade = s->world->of_industry.goods[k] > 0.5 ? table_trade(s, k) : 0;
        sum += trade;
        risen += trade * (change(s, k, late, false) - change(s, k, late, true));
    }
    return sum > 0 ? risen / sum : 0;
}

/* What is due counts for a year of the pledge at least: or what was missed once would weigh the
 * more, the less falls due afterwards, and be held against the lender for ever. */
double tariff_deal_shortfall(const struct state *s, double missed, double due)
{
    int32_t opens = facility_day(s->parameters.opens), ends = facility_day(s->parameters.deadline);
    double year = s->facility.envelope[0] * 365.25 / fmax(1, ends - opens);
    double least = fmax(due, year);
    return least > 0 ? missed / least : 0;
}

/* Cost of projects that were noticed and should have been funded for long. */
static double late_funding(const struct state *s)
{
    const struct parameters *p = &s->parameters;
    int32_t today = facility_today(s);
    double late = 0;
    for (int i = 0; i < s->projects; i++)
        if (s->project.stage[i] == PROJECT_NOTICED &&
            facility_business_days(facility_step_day(s, s->project.noticed[i]), today) >
                p->notice_days + p->grace_days)
            late += s->project.cost[i];
    return late;
}

void tariff_deal_review(struct state *s)
{
    const struct parameters *p = &s->parameters;
    s->facility.missed[0] *= exp(-s->clock.weeks / p->performance_memory);
    uint32_t every = (uint32_t)fmax(1, (double)p->review_weeks / s->clock.weeks + 0.5);
    if ((s->clock.step + 1) % every != 0)
        return;
    double late = late_funding(s);
    s->facility.shortfall[0] =
        tariff_deal_shortfall(s, s->facility.missed[0] + late, s->facility.due[0] + late);
    s->facility.ceiling[0] = s->facility.shortfall[0] <= p->tolerance;
}

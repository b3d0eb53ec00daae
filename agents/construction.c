/* Construction: what investors received becomes capital after a while, and capital wears out.
 *
 *     C += order * delivered share - finished,   finished = C step / build time
 *     K += finished - depreciation * K                      [cents at opening prices]
 *
 * Source: time to build as a lag with mean build_time (our assumption, 39 weeks). In a world
 * without growth, depreciation includes the growth that the calibration's capital supported.
 * Reads   firm.investment_order, region.investment_wanted, final_sourcing. Writes
 * firm.{construction, capital, leased}.
 */
#include "agents/rules.h"

void construction(struct state *s)
{
    struct firm_table *firm = &s->firm;
    double delivered[REGIONS_MAX], finished = s->clock.weeks / s->parameters.build_time;
    for (int r = 0; r < s->regions; r++) {
        double orders = s->region.investment_wanted[r], deliveries = 0;
        for (int d = 0; d < s->cells; d++) {
            int row = (d * s->regions + r) * FINAL_USES + USE_INVESTMENT;
            deliveries += s->final_sourcing.delivered[row];
        }
        delivered[r] = orders > 0 ? deliveries / orders : 0;
    }
#pragma omp parallel for schedule(static)
    for (uint32_t f = 0; f < s->population.firms; f++) {
        uint32_t r = cell_region(s, firm->cell[f]);
        double done = firm->construction[f] * finished;
        firm->construction[f] += firm->investment_order[f] * delivered[r] - done;
        double before = firm->capital[f];
        firm->capital[f] += done - s->depreciation[r] * s->clock.years * before;
        /* Leased plants wear like the rest, and are renewed as far as it is. */
        if (firm->leased[f] > 0 && firm->capital[f] < before)
            firm->leased[f] *= firm->capital[f] / before;
    }
}

/* Trends: productivity and the indices that public spending and pay-outs follow.
 *
 *     A_c   += (trend_productivity + d_c) A_c                        (per step, start = 1)
 *     output of a person and step at normal hours = opening value * A_c * phi_c * exp(a_c + a_f)
 *     output index += g * output index,   labour index += trend_labour * labour index
 *     purchases index += (g + z) * purchases index
 *
 * d_c and z are what the industry has beyond the region, industry_trends.c. phi_c is 1 but for
 * events; a_c and a_f are the logs of the cell's productivity relative to its trend and of the
 * firm's relative to its cell (noise.c). The trend of productivity is what the opening's trend
 * growth leaves beside the labour force of the calibration; the labour force itself grows through
 * people (demography), not by a trend.
 *
 * Source: trend growth see world data (region-figures.csv); Harrod-neutral progress, so that
 * capital per unit of output, the wage share and relative prices stay on a balanced path.
 * Reads   region.{trend_productivity, trend_labour, trend_purchases}, firm.productivity_shock,
 * industry.
 * Writes  industry.{productivity, trend_productivity}, firm.productivity,
 * region.{output_index, purchases_index, labour_index}.
 */
#include "agents/trends.h"

#include <math.h>

#include "agents/demography.h"
#include "agents/rules.h"

void trends(struct state *s)
{
    const struct population *p = &s->population;
    struct region_table *region = &s->region;
    industry_trends(s);
    for (int r = 0; r < s->regions; r++) {
        region->output_index[r] *= 1 + trend_step(s, trend_real(s, r));
        region->purchases_index[r] *=
            1 + trend_step(s, trend_real(s, r) + region->trend_purchases[r]);
        region->labour_index[r] *= 1 + trend_step(s, region->trend_labour[r]);
    }
    for (int c = 0; c < s->cells; c++) {
        double growth = region->trend_productivity[s->cell[c].region];
        growth += s->industry.trend_productivity[c];
        s->industry.productivity[c] *= 1 + trend_step(s, growth);
    }
#pragma omp parallel for schedule(dynamic, 64)
    for (uint32_t n = 0; n < p->runs; n++) {
        const struct firm_run *run = &p->run[n];
        double of_cell = s->industry.productivity[run->cell] *
                         s->industry.productivity_factor[run->cell] *
                         exp(s->industry.productivity_shock[run->cell]);
        for (uint32_t f = run->first; f < run->first + run->count; f++) {
            double shock = s->firm.productivity_shock[f];
            s->firm.productivity[f] =
                s->firm.labour_productivity[f] * of_cell * (shock != 0 ? exp(shock) : 1);
        }
    }
}

void trends_opening(struct state *s)
{
    const struct world *w = s->world;
    demography_opening_cohorts(s);
    for (int r = 0; r < s->regions; r++) {
        double growth = w->of_region.trend_growth[r], labour = w->of_region.trend_labour_growth[r];
        s->region.output_index[r] = s->region.labour_index[r] = 1;
        s->region.purchases_index[r] = 1;
        s->region.trend_productivity[r] = s->parameters.trends ? growth - labour : 0;
        s->region.expected_inflation[r] = s->region.inflation[r] = inflation_target(s);
        /* The opening's capital is that of a path with the calibration's growth: what this world
         * grows less wears out instead, so that the table's investment is right in every mode. */
        s->depreciation[r] = w->of_region.depreciation[r] + growth - trend_real(s, r);
    }
    for (int c = 0; c < s->cells; c++)
        s->industry.productivity[c] = 1;
}

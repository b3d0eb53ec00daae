/* Opening, cells: wages, investment, loans.
 *
 *     wages        W_c = l_c VA_c,  l_c = clip(weight_k * factor_r, 0.04, 0.92), the factor such
 *                  that the region's labour share is the published one
 *     profits      GOS_c = VA_c - W_c                                 (before interest and tax)
 *     investment   the region's private investment in proportion to GOS_c, so that
 *     capital      K_c = I_c / (rate of investment on trend, trends.h): the same gross return
 *                  everywhere
 *     loans        L_c = (loans to capital)_r K_c
 *
 * Depreciation here includes the trend growth of the calibration: in a world without growth,
 * what the table invests is what wears out. Labour weights are our assumption, labour shares
 * of Japan and the US from the Penn World Table (world data, region-figures.csv).
 */
#include "agents/opening.h"
#include "agents/trends.h"

#include <math.h>

static double labour_share(double weight, double factor)
{
    return fmin(fmax(weight * factor, 0.04), 0.92);
}

static double region_wages(const struct state *s, const struct opening *o, int r, double factor)
{
    double sum = 0;
    for (int k = 0; k < s->industries; k++)
        sum += labour_share(s->world->of_industry.labour_weight[k], factor) *
               o->table->value_added[r * s->industries + k];
    return sum;
}

/* The factor by bisection: wages rise with it. */
static double labour_factor(const struct state *s, const struct opening *o, int r)
{
    double value_added = 0, low = 0, high = 100;
    for (int k = 0; k < s->industries; k++)
        value_added += o->table->value_added[r * s->industries + k];
    for (int pass = 0; pass < 200; pass++) {
        double middle = 0.5 * (low + high);
        if (region_wages(s, o, r, middle) < s->world->of_region.labour_share[r] * value_added)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

static void sum_region(const struct state *s, struct opening *o, int r)
{
    const struct opening_table *t = o->table;
    money consumption = 0, government = 0, investment = 0, exports = 0, imports = 0;
    for (int d = 0; d < s->cells; d++) {
        consumption += opening_final(t, d, r, USE_HOUSEHOLD);
        government += opening_final(t, d, r, USE_GOVERNMENT);
        investment += opening_final(t, d, r, USE_INVESTMENT);
        bool home = s->cell[d].region == r;
        for (int q = 0; q < s->regions; q++)
            for (int use = 0; use < FINAL_USES; use++) {
                if (home && q != r)
                    exports += opening_final(t, d, q, (enum final_use)use);
                if (!home && q == r)
                    imports += opening_final(t, d, q, (enum final_use)use);
            }
        for (int c = 0; c < s->cells; c++) {
            if (home && s->cell[c].region != r)
                exports += opening_flow(t, d, c);
            if (!home && s->cell[c].region == r)
                imports += opening_flow(t, d, c);
        }
    }
    o->consumption[r] = consumption;
    o->net_exports[r] = exports - imports;
    o->public_investment[r] =
        money_scale(investment, s->world->of_region.public_investment_share[r]);
    o->gdp[r] = (double)(consumption + government + investment + exports - imports) +
                (double)money_scale(consumption, s->world->of_region.consumption_tax[r]);
}

bool opening_cells(struct state *s, struct opening *o, struct error *err)
{
    const struct world *w = s->world;
    for (int r = 0; r < s->regions; r++) {
        sum_region(s, o, r);
        double factor = labour_factor(s, o, r), surplus[INDUSTRIES_MAX];
        money investment = -o->public_investment[r];
        for (int d = 0; d < s->cells; d++)
            investment += opening_final(o->table, d, r, USE_INVESTMENT);
        for (int k = 0; k < s->industries; k++) {
            int c = r * s->industries + k;
            double value_added = o->table->value_added[c];
            if (value_added < 0)
                return fail(err, ERROR_CONFIG,
                            "%s/output.csv: value added of %s %s is negative in the opening "
                            "table: its inputs and their taxes cost more than its output",
                            w->folder, w->region[r].code, w->industry[k].code);
            o->wages[c] =
                money_round(labour_share(w->of_industry.labour_weight[k], factor) * value_added);
            surplus[k] = value_added - (double)o->wages[c];
        }
        money_share_measured(investment, surplus, (size_t)s->industries,
                             o->investment + r * s->industries);
        for (int k = 0; k < s->industries; k++) {
            int c = r * s->industries + k;
            double capital = (double)o->investment[c] / trend_investment_rate(s, r);
            o->loans[c] = money_scale(money_round(capital), w->of_region.loans_to_capital[r]);
        }
    }
    return true;
}

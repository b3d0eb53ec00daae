/* Trends of industries: output per hour grows faster in some than in others, and prices follow.
 *
 *     d_c   = scale (growth_k - mean of growth_k in the region)                            [1/year]
 *     pi_c  = omega_c (h_r - d_c) + sum over suppliers d of sigma_dc pi_d
 *     h_r   such that the mean of pi over what households buy at the opening is zero
 *     z_r   = h_r - mean of pi over what government buys at the opening
 *     y_c gamma_c = sum over cells c' of Z_cc' gamma_c' + sum over regions r of
 *                   [C_cr (h_r - e pi_c) + G_cr z_r]
 *
 * d is the trend of productivity beyond the region's. The mean is weighted by value added, wages
 * of the day times the opening's value added over wages: the region's output per hour grows by its
 * trend also when work has moved to where it grows slowly, because the trend of the calibration
 * comes from forecasts of whole economies, which include that.
 *
 * pi is the trend of a price beyond the region's inflation. Wages grow alike in all industries and
 * margins are in proportion to cost, so a price falls by d times the share of wages in variable
 * cost (omega), and by what inputs (shares sigma) save. h is what real wages gain beyond
 * productivity because consumer goods become cheaper than others, so that wages and inflation
 * agree. Government buys much of what becomes dearer; its real purchases grow less than output
 * (z), so that their share in the value of output stays (our assumption). gamma is the trend of
 * output beyond the region's; Z inputs, C consumption, G public purchases, y output at the opening,
 * e the elasticity between products. All that smooths a price or a quantity carries pi and gamma.
 *
 * As demand hardly follows relative prices (elasticities below one), work moves from fast to slow
 * industries: Baumol 1967, Ngai and Pissarides 2007. Source: the price dual of the input-output
 * table; growth by industry is recalled (industry-figures.csv). Progress saves labour only, and
 * margins stay: where prices fall, capital goods become dearer relative to them and returns
 * decline slowly.
 *
 * Reads   world of_industry.productivity_growth, firm.{staff, wage_level}, the opening table.
 * Writes  industry.{trend_productivity, value_added_per_wage, trend_price, trend_output},
 * region.{trend_real_wage, trend_purchases}.
 */
#include <math.h>

#include "agents/cell_sums.h"
#include "agents/opening.h"
#include "agents/trends.h"

void industry_trends(struct state *s)
{
    double scale = s->parameters.trends ? s->parameters.industry_trends : 0;
    if (scale == 0)
        return;
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    double *of_run = arena_array(&s->scratch, double, p->runs);
    double *wages = arena_array(&s->scratch, double, (size_t)s->cells);
#pragma omp parallel for schedule(dynamic, 64)
    for (uint32_t n = 0; n < p->runs; n++) {
        of_run[n] = 0;
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++)
            of_run[n] += (double)s->firm.staff[f] * s->firm.wage_level[f];
    }
    cell_sums(s, of_run, 1, wages);
    for (int c = 0; c < s->cells; c++)
        wages[c] *= s->industry.value_added_per_wage[c];
    const double *growth = s->world->of_industry.productivity_growth;
    for (int r = 0; r < s->regions; r++) {
        const double *of_region = wages + r * s->industries;
        double sum = 0, all = 0;
        for (int k = 0; k < s->industries; k++) {
            sum += of_region[k] * growth[k];
            all += of_region[k];
        }
        for (int k = 0; k < s->industries; k++)
            s->industry.trend_productivity[r * s->industries + k] =
                all > 0 ? scale * (growth[k] - sum / all) : 0;
    }
    arena_reset(&s->scratch, mark);
}

/* The mean over what region r uses of a trend by supplier cell. */
static double mean_of_use(const struct state *s, const struct opening *o, int r, enum final_use use,
                          const double *trend)
{
    double sum = 0, all = 0;
    for (int d = 0; d < s->cells; d++) {
        double spent = (double)opening_final(o->table, d, r, use);
        sum += spent * trend[d];
        all += spent;
    }
    return all > 0 ? sum / all : 0;
}

/* One pass of the price equation: costs of a unit, with prices of inputs as they are. */
static void pass_prices(struct state *s, const struct opening *o, const double *price, double *next)
{
#pragma omp parallel for schedule(static)
    for (int c = 0; c < s->cells; c++) {
        double wages = (double)o->wages[c], inputs = 0, dearer = 0;
        for (int d = 0; d < s->cells; d++) {
            double flow = (double)opening_flow(o->table, d, c);
            inputs += flow;
            dearer += flow * price[d];
        }
        double wage = s->region.trend_real_wage[s->cell[c].region];
        double tax = 1 + s->cell[c].input_tax, cost = wages + inputs * tax;
        double unit = wage - s->industry.trend_productivity[c];
        next[c] = cost > 0 ? (dearer * tax + wages * unit) / cost : 0;
    }
    /* What consumption becomes dearer by, wages do not get. */
    for (int r = 0; r < s->regions; r++)
        s->region.trend_real_wage[r] -= mean_of_use(s, o, r, USE_HOUSEHOLD, next);
}

static void pass_output(struct state *s, const struct opening *o, const double *output,
                        double *next)
{
    double e = s->parameters.product_elasticity;
#pragma omp parallel for schedule(static)
    for (int c = 0; c < s->cells; c++) {
        double change = 0, all = (double)o->table->output[c];
        for (int d = 0; d < s->cells; d++)
            change += (double)opening_flow(o->table, c, d) * output[d];
        for (int r = 0; r < s->regions; r++) {
            double consumed = (double)opening_final(o->table, c, r, USE_HOUSEHOLD);
            double purchased = (double)opening_final(o->table, c, r, USE_GOVERNMENT);
            change += consumed * (s->region.trend_real_wage[r] - e * s->industry.trend_price[c]) +
                      purchased * s->region.trend_purchases[r];
        }
        next[c] = all > 0 ? change / all : 0;
    }
}

enum { PASSES = 1000 };
static const double CLOSE = 1e-9; /* per year */

/* Repeats a pass until nothing moves: the sums converge like the powers of the shares of inputs. */
static void solve(struct state *s, const struct opening *o, double *trend,
                  void (*pass)(struct state *, const struct opening *, const double *, double *))
{
    double next[REGIONS_MAX * INDUSTRIES_MAX];
    for (int n = 0; n < PASSES; n++) {
        double moved = 0;
        pass(s, o, trend, next);
        for (int c = 0; c < s->cells; c++) {
            moved = fmax(moved, fabs(next[c] - trend[c]));
            trend[c] = next[c];
        }
        if (moved < CLOSE)
            break;
    }
}

void industry_trends_opening(struct state *s, const struct opening *o)
{
    if (!s->parameters.trends || s->parameters.industry_trends == 0)
        return;
    for (int c = 0; c < s->cells; c++)
        s->industry.value_added_per_wage[c] =
            o->wages[c] > 0 ? o->table->value_added[c] / (double)o->wages[c] : 0;
    industry_trends(s);
    solve(s, o, s->industry.trend_price, pass_prices);
    for (int r = 0; r < s->regions; r++)
        s->region.trend_purchases[r] =
            s->region.trend_real_wage[r] -
            mean_of_use(s, o, r, USE_GOVERNMENT, s->industry.trend_price);
    solve(s, o, s->industry.trend_output, pass_output);
}

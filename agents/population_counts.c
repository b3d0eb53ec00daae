/* How many firms each cell has.
 *
 * Regions modelled in full share the firms by their numbers of enterprises; the other regions
 * are samples of min(40,000, N/20) blocks of business, spread over industries by the square
 * root of the mean number of enterprises in the full regions. Every cell with output has at
 * least clamp(N / 20,000, 3, 100) firms (fewer only where N is too small for that, or a firm
 * would sell less than CENTS_PER_FIRM a step), a cell without output none.
 */
#include <math.h>

#include "agents/population_internal.h"

enum { PARTNER_FIRMS_MOST = 40000, PARTNER_PART = 20 };

struct bounds {
    double least, most;
};

static double clamp(double x, struct bounds bounds)
{
    return x < bounds.least ? bounds.least : x > bounds.most ? bounds.most : x;
}

static double filled(int count, const double *weight, const struct bounds *bounds, double level)
{
    double sum = 0;
    for (int n = 0; n < count; n++)
        sum += clamp(level * weight[n], bounds[n]);
    return sum;
}

/* Whole parts of total, in proportion to the weights as far as the bounds allow: the level at
 * which clamp(level * weight) adds up, then cumulative rounding of what exceeds the lower
 * bounds. A part may exceed its upper bound by one. False if no level is enough or too much. */
static bool share_between(uint32_t total, int count, const double *weight,
                          const struct bounds *bounds, uint32_t *part)
{
    double low = 0, high = 1;
    if (filled(count, weight, bounds, 0) > total)
        return false;
    while (filled(count, weight, bounds, high) < total) {
        if (high > 1e100)
            return false;
        high *= 2;
    }
    for (int round = 0; round < 200; round++) {
        double middle = low + (high - low) / 2;
        *(filled(count, weight, bounds, middle) < total ? &low : &high) = middle;
    }
    double extra = 0, rest = total;
    for (int n = 0; n < count; n++) {
        rest -= bounds[n].least;
        extra += clamp(high * weight[n], bounds[n]) - bounds[n].least;
    }
    double running = 0, given = 0;
    for (int n = 0; n < count; n++) {
        running += clamp(high * weight[n], bounds[n]) - bounds[n].least;
        double until = extra > 0 ? floor(running / extra * rest + 0.5) : 0;
        part[n] = (uint32_t)(bounds[n].least + until - given);
        given = until;
    }
    return given == rest;
}

static bool in_full(const struct world *w, int r)
{
    return w->of_region.modelled_in_full[r] > 0.5;
}

/* Mean number of enterprises of an industry in the regions modelled in full. */
static double mean_enterprises(const struct world *w, int industry)
{
    double sum = 0;
    int regions = 0;
    for (int r = 0; r < w->regions; r++)
        if (in_full(w, r)) {
            sum += w->enterprises[r][industry];
            regions++;
        }
    return regions > 0 ? sum / regions : 1;
}

static double cell_weight(const struct world *w, int r, int k)
{
    return in_full(w, r) ? w->enterprises[r][k] : sqrt(mean_enterprises(w, k));
}

static void set_cell_bounds(const struct population_build *b, struct bounds *cell)
{
    double firms = b->options->firms;
    int live = 0;
    for (int c = 0; c < b->table->cells; c++)
        live += b->table->output[c] > 0;
    double least = floor(fmin(fmax(firms / 20000, 3), 100));
    if (live > 0)
        least = fmax(1, fmin(least, floor(firms / (2.0 * live))));
    for (int c = 0; c < b->table->cells; c++) {
        money output = b->table->output[c];
        double most = output > 0 ? fmax(1, floor((double)output / CENTS_PER_FIRM)) : 0;
        cell[c] = (struct bounds){fmin(least, most), fmin(most, firms)};
    }
}

/* Firms of each region. Partner regions get their sample if that leaves enough for the others;
 * in a world of many regions and few firms everybody gives way. */
static bool count_regions(const struct population_build *b, const struct bounds *cell,
                          uint32_t *firms)
{
    const struct world *w = b->world;
    uint32_t total = b->options->firms;
    struct bounds bounds[REGIONS_MAX] = {0}, fixed[REGIONS_MAX];
    double weight[REGIONS_MAX], enterprises = 0;
    int partners = 0;
    for (int r = 0; r < w->regions; r++) {
        for (int k = 0; k < w->industries; k++) {
            bounds[r].least += cell[r * w->industries + k].least;
            bounds[r].most += cell[r * w->industries + k].most;
        }
        partners += !in_full(w, r);
        enterprises += in_full(w, r) ? w->of_region.enterprises[r] : 0;
    }
    if (partners == w->regions) {
        for (int r = 0; r < w->regions; r++)
            weight[r] = 1;
        return share_between(total, w->regions, weight, bounds, firms);
    }
    double sample = fmin(PARTNER_FIRMS_MOST, floor((double)total / PARTNER_PART));
    if (partners > 0)
        sample = fmin(sample, floor(total / (2.0 * partners)));
    for (int r = 0; r < w->regions; r++) {
        fixed[r] = bounds[r];
        if (in_full(w, r)) {
            weight[r] = w->of_region.enterprises[r] / enterprises * (total - partners * sample);
        } else {
            weight[r] = sample;
            fixed[r].least = fixed[r].most = clamp(sample, bounds[r]);
        }
    }
    return share_between(total, w->regions, weight, fixed, firms) ||
           share_between(total, w->regions, weight, bounds, firms);
}

bool population_counts(struct population_build *b, struct error *err)
{
    const struct world *w = b->world;
    struct bounds cell[CELLS_MAX];
    uint32_t firms[REGIONS_MAX];
    set_cell_bounds(b, cell);
    bool ok = count_regions(b, cell, firms);
    for (int r = 0; r < w->regions && ok; r++) {
        int first = r * w->industries;
        double weight[INDUSTRIES_MAX];
        for (int k = 0; k < w->industries; k++)
            weight[k] = cell_weight(w, r, k);
        ok = share_between(firms[r], w->industries, weight, cell + first, b->cell_firms + first);
    }
    double most = 0;
    for (int c = 0; c < b->table->cells && !ok; c++)
        most += cell[c].most;
    return ok || fail(err, ERROR_CONFIG,
                      "population.firms: %u, more firms than the output of this world feeds: at "
                      "most about %.0f, each selling %d cents or more a step",
                      b->options->firms, most, CENTS_PER_FIRM);
}

/* Persons: by age and status in each region, by cell, and the staff of each firm.
 *
 *     labour force_a = population_a participation_a,
 *     unemployed     = rate x sum of the labour force, over age groups by weight_a labour force_a,
 *     employed_a     = labour force_a - unemployed_a,   inactive_a = population_a - labour force_a
 *
 * in whole persons. The employed of a region are shared out over its cells by value added (our
 * assumption: output per person differs between firms of a cell only by rounding), at least one
 * per firm; a firm's staff is one and its share, by size, of what its cell has beyond that.
 */
#include <math.h>
#include <string.h>

#include "agents/population_internal.h"

/* Shares total persons out by weights, nobody getting more than there is room for. */
static void share_persons(int64_t total, int groups, const double *weights, const int64_t *room,
                          int64_t *part)
{
    double weight[AGE_GROUPS_MAX];
    money more[AGE_GROUPS_MAX];
    memcpy(weight, weights, (size_t)groups * sizeof *weight);
    memset(part, 0, (size_t)groups * sizeof *part);
    while (total > 0) {
        double sum = 0;
        for (int a = 0; a < groups; a++) {
            if (part[a] == room[a])
                weight[a] = 0;
            sum += weight[a];
        }
        if (!(sum > 0)) /* only groups without weight have room: as they have it */
            for (int a = 0; a < groups; a++)
                weight[a] = (double)(room[a] - part[a]);
        money_share_measured(total, weight, (size_t)groups, more);
        for (int a = 0; a < groups; a++) {
            int64_t given = more[a] < room[a] - part[a] ? more[a] : room[a] - part[a];
            part[a] += given;
            total -= given;
        }
    }
}

static void count_persons(struct population_build *b, int r)
{
    const struct world *w = b->world;
    struct population_labour *labour = &b->labour[r];
    int64_t force[AGE_GROUPS_MAX], total = 0;
    double weight[AGE_GROUPS_MAX];
    for (int a = 0; a < w->age_groups; a++) {
        const struct age_group *group = &w->age[a];
        double share = fmin(1, fmax(0, group->participation[r]));
        labour->population[a] = llrint(fmax(0, group->population[r]));
        force[a] = llrint((double)labour->population[a] * share);
        weight[a] = group->unemployment[r] * (double)force[a];
        total += force[a];
    }
    int64_t unemployed = llrint((double)total * fmin(1, w->of_region.unemployment_rate[r]));
    share_persons(unemployed, w->age_groups, weight, force, labour->unemployed);
    labour->employed_total = total - unemployed;
    for (int a = 0; a < w->age_groups; a++) {
        labour->employed[a] = force[a] - labour->unemployed[a];
        labour->inactive[a] = labour->population[a] - force[a];
    }
}

/* Cells whose share by value added is below one person a firm get just that; the others share
 * the rest. */
static bool employ(struct population_build *b, int r, struct error *err)
{
    int industries = b->world->industries, first = r * industries;
    const uint32_t *firms = b->cell_firms + first;
    const double *added = b->table->value_added + first;
    double weight[INDUSTRIES_MAX], sum = 0;
    money extra[INDUSTRIES_MAX];
    int64_t rest = b->labour[r].employed_total, needed = 0;
    for (int k = 0; k < industries; k++) {
        weight[k] = firms[k] > 0 ? fmax(0, added[k]) : 0;
        sum += weight[k];
        needed += firms[k];
    }
    if (needed == 0)
        return fail(err, ERROR_CONFIG, "%s/output.csv: no output in %s, must be positive",
                    b->world->folder, b->world->region[r].code);
    if (rest < needed)
        return fail(err, ERROR_CONFIG,
                    "%s/ages.csv: %lld employed persons in %s, must be at least as many as its "
                    "%lld firms",
                    b->world->folder, (long long)rest, b->world->region[r].code, (long long)needed);
    for (int k = 0; k < industries && !(sum > 0); k++)
        weight[k] = firms[k];
    for (bool changed = true; changed;) {
        changed = false;
        sum = 0;
        for (int k = 0; k < industries; k++)
            sum += weight[k];
        for (int k = 0; k < industries; k++)
            if (weight[k] > 0 && (double)rest * weight[k] / sum < firms[k]) {
                sum -= weight[k];
                weight[k] = 0;
                rest -= firms[k];
                changed = true;
            }
    }
    sum = 0;
    for (int k = 0; k < industries; k++)
        sum += weight[k];
    for (int k = 0; k < industries; k++)
        if (weight[k] > 0)
            weight[k] = fmax((double)rest * weight[k] / sum - firms[k], 0);
    money_share_measured(b->labour[r].employed_total - needed, weight, (size_t)industries, extra);
    for (int k = 0; k < industries; k++)
        b->employment[first + k] = firms[k] + extra[k];
    return true;
}

bool population_labour(struct population_build *b, struct error *err)
{
    struct population *p = b->population;
    money extra[CELLS_MAX];
    for (int r = 0; r < b->world->regions; r++) {
        count_persons(b, r);
        if (!employ(b, r, err))
            return false;
    }
    if (!population_array(&p->staff, p->firms, err))
        return false;
    for (int c = 0; c < b->table->cells; c++)
        extra[c] = b->employment[c] - b->cell_firms[c];
    population_share(p, extra, NULL, p->staff);
#pragma omp parallel for schedule(static)
    for (uint32_t f = 0; f < p->firms; f++)
        p->staff[f] += 1;
    return true;
}

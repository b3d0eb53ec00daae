#include "viz/world_trade.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viz/world_figures.h"

/* Finds the dimensions; false for a group of another shape. */
static bool shape(struct world_trade *trade, const struct reader_group *group)
{
    int origin = playback_dimension(group, "origin");
    int destination = playback_dimension(group, "destination");
    int industry = playback_dimension(group, "industry");
    if (origin < 0 || destination < 0 || group->dimension_count != 2 + (industry >= 0) ||
        group->dimensions[origin].size != group->dimensions[destination].size ||
        group->dimensions[origin].size > WORLD_REGIONS_MAX)
        return false;
    uint64_t step[DIMENSIONS_MAX], product = 1;
    for (int d = group->dimension_count - 1; d >= 0; d--) {
        step[d] = product;
        product *= group->dimensions[d].size;
    }
    trade->regions = group->dimensions[origin].size;
    trade->industries = industry >= 0 ? group->dimensions[industry].size : 0;
    trade->origin_step = step[origin], trade->destination_step = step[destination];
    trade->industry_step = industry >= 0 ? step[industry] : 0;
    return trade->regions > 0;
}

static double value_of(const struct world_trade *trade, uint64_t record, uint64_t origin,
                       uint64_t destination, uint64_t industry)
{
    double value =
        trade->dollars
            ->values[record * trade->dollars->rows + origin * trade->origin_step +
                     destination * trade->destination_step + industry * trade->industry_step];
    return isfinite(value) ? value : 0;
}

/* The start is the first record with any trade: a flow has none before the first step. */
static void find_start(struct world_trade *trade)
{
    uint64_t pairs = trade->regions * trade->regions;
    trade->most = 0;
    for (uint64_t t = 0; t < trade->records && !(trade->most > 0); t++) {
        memcpy(trade->start, trade->flows + t * pairs, pairs * sizeof *trade->start);
        for (uint64_t o = 0; o < trade->regions; o++)
            for (uint64_t d = 0; d < trade->regions; d++)
                if (o != d)
                    trade->most = fmax(trade->most, world_trade_start(trade, o, d));
    }
    double power = pow(10, floor(log10(fmax(trade->most / 20, 1))));
    static const double STEPS[] = {1, 2, 5, 10};
    for (int i = 3; i >= 0; i--)
        if (STEPS[i] * power >= trade->most / 20)
            trade->threshold = STEPS[i] * power;
}

static bool add_up(struct world_trade *trade, double steps_a_year)
{
    uint64_t pairs = trade->regions * trade->regions;
    double *flows = calloc(trade->records * pairs + 1, sizeof *flows);
    double *start = calloc(pairs + 1, sizeof *start);
    if (!flows || !start) {
        free(flows), free(start);
        return false;
    }
    free(trade->flows), free(trade->start);
    trade->flows = flows, trade->start = start;
    uint64_t industries = trade->industries > 0 ? trade->industries : 1;
    for (uint64_t t = 0; t < trade->records; t++)
        for (uint64_t o = 0; o < trade->regions; o++)
            for (uint64_t d = 0; d < trade->regions; d++) {
                double sum = 0;
                for (uint64_t k = 0; k < industries && (trade->industry_step > 0 || k == 0); k++)
                    sum += value_of(trade, t, o, d, k);
                flows[t * pairs + o * trade->regions + d] = sum / 100 * steps_a_year;
            }
    find_start(trade);
    world_trade_scale(trade, NULL);
    return true;
}

bool world_trade_update(struct world_trade *trade, struct playback *playback)
{
    if (trade->version == playback->version + 1)
        return trade->dollars != NULL;
    const struct reader_group *group = playback_group(playback, "trade");
    trade->version = playback->version + 1;
    trade->dollars = NULL;
    if (!group || group->records == 0 || !shape(trade, group))
        return false;
    const struct playback_column *dollars = playback_column(playback, "trade", "dollars");
    if (!dollars || !dollars->has_time || dollars->records == 0)
        return false;
    trade->dollars = dollars;
    trade->records = dollars->records;
    if (!add_up(trade, world_steps_a_year(playback)))
        trade->dollars = NULL;
    return trade->dollars != NULL;
}

void world_trade_free(struct world_trade *trade)
{
    free(trade->flows), free(trade->start);
    *trade = (struct world_trade){0};
}

uint64_t world_trade_record(const struct world_trade *trade, double day)
{
    return playback_at(trade->dollars->days, trade->records, day);
}

double world_trade_industry(const struct world_trade *trade, const struct playback *playback,
                            uint64_t record, uint64_t origin, uint64_t destination, uint64_t place,
                            uint64_t *industry)
{
    double before = HUGE_VAL, found = 0;
    uint64_t before_at = 0;
    for (uint64_t p = 0; p <= place; p++) {
        double most = -HUGE_VAL;
        uint64_t at = 0;
        for (uint64_t k = 0; k < trade->industries; k++) {
            double value = value_of(trade, record, origin, destination, k);
            bool later = value < before || (value == before && p > 0 && k > before_at);
            if (later && value > most)
                most = value, at = k;
        }
        before = most, before_at = at, found = most;
    }
    *industry = before_at;
    return isfinite(found) ? found / 100 * world_steps_a_year(playback) : 0;
}

double world_trade_width(const struct world_trade *trade, double dollars)
{
    return trade->widest > 0 && dollars > 0 ? fmin(14, 1 + 8.5 * sqrt(dollars / trade->widest)) : 0;
}

void world_trade_scale(struct world_trade *trade, const struct world_trade *other)
{
    bool both = other && other->dollars;
    trade->widest = both ? fmax(trade->most, other->most) : trade->most;
    trade->least = both ? fmax(trade->threshold, other->threshold) : trade->threshold;
}

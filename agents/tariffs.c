#include "agents/tariffs.h"

static bool touches(const struct tariff *tariff, int origin, int destination, int industry)
{
    return origin != destination && (tariff->importer < 0 || tariff->importer == destination) &&
           (tariff->exporter < 0 || tariff->exporter == origin) &&
           (tariff->industry < 0 || tariff->industry == industry);
}

void tariffs_open(struct state *s, const struct tariff *tariffs, int count)
{
    for (uint64_t t = 0; t < s->trade.table.rows; t++) {
        int k = (int)(t % (uint64_t)s->industries), pair = (int)(t / (uint64_t)s->industries);
        int origin = pair / s->regions, destination = pair % s->regions;
        double change = 0;
        for (int i = 0; i < count; i++)
            if (s->world->of_industry.goods[k] > 0.5 &&
                touches(&tariffs[i], origin, destination, k))
                change = (1 + tariffs[i].rate) / (1 + tariffs[i].old_rate) - 1;
        if (change == 0)
            continue;
        s->trade.opening_tariff[t] = (1 + s->trade.opening_tariff[t]) * (1 + change) - 1;
        s->trade.tariff[t] = s->trade.opening_tariff[t];
    }
}

#include "viz/network_bands.h"

#include <math.h>
#include <string.h>

#include "viz/theme.h"

static const double WIDEST = 15;

/* Trade from region to region in dollars a step, of one product or of all. */
static double trade_between(const struct playback_column *trade, const struct reader_group *group,
                            uint64_t record, uint64_t from, uint64_t to, int64_t industry)
{
    uint64_t regions = group->dimensions[0].size, products = group->dimensions[2].size;
    const double *values = trade->values + record * trade->rows + (from * regions + to) * products;
    double sum = 0;
    for (uint64_t k = 0; k < products; k++)
        if (industry < 0 || k == (uint64_t)industry)
            sum += isfinite(values[k]) ? values[k] / 100 : 0;
    return sum;
}

static void add(struct network_bands *bands, int64_t from, int64_t to, double dollars)
{
    if (!(dollars > 0))
        return;
    int at = bands->count < NETWORK_BANDS ? bands->count++ : -1;
    for (int i = 0; at < 0 && i < NETWORK_BANDS; i++) /* full: in the place of a smaller one */
        if (bands->band[i].dollars < dollars)
            at = i;
    if (at >= 0)
        bands->band[at] = (struct network_band){.from = from, .to = to, .dollars = dollars};
}

static void from_trade(struct network_bands *bands, const struct network *network,
                       struct playback *playback, const struct network_choice *choice)
{
    const struct reader_group *group = playback_group(playback, "trade");
    if (!group || group->dimension_count != 3 || group->records == 0 ||
        playback_dimension(group, "origin") != 0 || playback_dimension(group, "destination") != 1 ||
        group->dimensions[0].size != network->regions ||
        group->dimensions[1].size != network->regions ||
        group->dimensions[2].size != network->industries)
        return;
    const struct playback_column *trade = playback_column(playback, "trade", "dollars");
    const struct reader_group *firms = playback_group(playback, "firm");
    if (!trade || !trade->days || trade->records == 0 || !firms)
        return;
    uint64_t record = playback_at(trade->days, trade->records, firms->days[network->record]);
    for (uint64_t from = 0; from < network->regions; from++)
        for (uint64_t to = 0; to < network->regions; to++)
            if (from != to && network->region[from].radius > 0 && network->region[to].radius > 0)
                add(bands, (int64_t)from, (int64_t)to,
                    trade_between(trade, group, record, from, to, choice->industry));
}

/* The largest trade between two regions of another run on a day. */
static double most_beside(struct playback *beside, const char *industry, double day)
{
    const struct reader_group *group = playback_group(beside, "trade");
    if (!group || group->dimension_count != 3 || group->records == 0 ||
        playback_dimension(group, "origin") != 0 || playback_dimension(group, "destination") != 1)
        return 0;
    const struct playback_column *trade = playback_column(beside, "trade", "dollars");
    int64_t product = industry ? playback_position(group, 2, industry) : -1;
    if (!trade || !trade->days || trade->records == 0 || (industry && product < 0))
        return 0;
    uint64_t record = playback_at(trade->days, trade->records, day);
    double most = 0;
    for (uint64_t from = 0; from < group->dimensions[0].size; from++)
        for (uint64_t to = 0; to < group->dimensions[1].size; to++)
            if (from != to)
                most = fmax(most, trade_between(trade, group, record, from, to, product));
    return most;
}

void network_bands_make(struct network_bands *bands, const struct network *network,
                        const struct network_links *links, struct playback *playback,
                        const struct network_lens *lens, const struct network_choice *choice,
                        struct playback *beside)
{
    char number[24];
    struct network_flow flows[NETWORK_FLOWS];
    memset(bands, 0, sizeof *bands);
    int count = network_links_flows(links, network, choice->cell, flows);
    bands->cells = count > 0;
    for (int i = 0; i < count; i++)
        add(bands, flows[i].from, flows[i].to, flows[i].dollars);
    if (!bands->cells)
        from_trade(bands, network, playback, choice);
    for (int i = 0; i < bands->count; i++)
        bands->most = fmax(bands->most, bands->band[i].dollars);
    const struct reader_group *firms = playback_group(playback, "firm");
    if (beside && !bands->cells && firms) {
        const char *industry =
            choice->industry < 0
                ? NULL
                : network_industry_code(network, (uint64_t)choice->industry, number);
        double shift = playback->start_day - beside->start_day;
        bands->most =
            fmax(bands->most, most_beside(beside, industry, firms->days[network->record] + shift));
    }
    for (int i = 0; i < bands->count; i++) {
        struct network_band *band = &bands->band[i];
        const struct network_circle *circles = bands->cells ? network->cell : network->region;
        uint64_t region = (uint64_t)band->from / (bands->cells ? network->industries : 1);
        network_bend(band, lens, &circles[band->from], &circles[band->to]);
        band->width = fmax(0.8, WIDEST * band->dollars / bands->most);
        band->colour = bands->cells
                           ? band->to == choice->cell ? THEME_SUPPLIER : THEME_CUSTOMER
                           : theme_region(network_region_code(network, region, number), region);
    }
}

int network_bands_at(const struct network_bands *bands, double x, double y)
{
    int best = -1;
    double nearest = 3;
    for (int i = 0; i < bands->count; i++)
        for (int p = 0; p + 1 < NETWORK_BAND_POINTS; p++) {
            struct point a = bands->band[i].point[p], b = bands->band[i].point[p + 1];
            double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
            double t = square > 0 ? ((x - a.x) * dx + (y - a.y) * dy) / square : 0;
            t = fmax(0, fmin(1, t));
            double away = hypot(x - a.x - t * dx, y - a.y - t * dy) - bands->band[i].width / 2;
            if (away < nearest) {
                nearest = away;
                best = i;
            }
        }
    return best;
}

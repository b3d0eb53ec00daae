/* The map: the figures of its regions, and what they sell each other. */
#include <math.h>

#include "viz/listing.h"
#include "viz/view_world.h"

static void write_row(struct listing *csv, struct view *view, const char *series,
                      const char *region, const char *partner, double value, double start,
                      const char *unit)
{
    listing_day(csv, view, timeline_day(view->timeline));
    listing_text(csv, series);
    listing_text(csv, region);
    listing_text(csv, partner);
    listing_number(csv, value);
    listing_number(csv, start);
    listing_text(csv, unit);
    listing_end(csv);
}

static void write_regions(struct view *view, struct listing *csv, const struct reader_group *group,
                          int dimension)
{
    static const char *const UNITS[] = {"USD a year at opening prices", "USD a year", "start = 100",
                                        "%"};
    struct world_region regions[WORLD_REGIONS_MAX];
    struct world_history history;
    int count = world_regions(group, dimension, regions);
    double day = timeline_day(view->timeline);
    for (int f = 0; f < WORLD_FIGURES; f++)
        for (int r = 0; r < count; r++)
            if (world_history_find(view->playback, (enum world_figure_name)f, regions[r].row,
                                   &history))
                write_row(csv, view, world_figures[f].title, regions[r].code, "",
                          world_history_on(&history, day), world_history_start(&history),
                          UNITS[world_figures[f].kind]);
}

static void write_trade(const struct world_trade *trade, struct view *view, struct listing *csv)
{
    const struct reader_group *group = playback_group(view->playback, "trade");
    int origin = group ? playback_dimension(group, "origin") : -1;
    int destination = group ? playback_dimension(group, "destination") : -1;
    if (!trade->dollars || origin < 0 || destination < 0)
        return;
    char from[24], to[24];
    uint64_t record = world_trade_record(trade, timeline_day(view->timeline));
    for (uint64_t a = 0; a < trade->regions; a++)
        for (uint64_t b = 0; b < trade->regions; b++)
            if (a != b)
                write_row(csv, view, "Sales", playback_label(group, origin, a, from),
                          playback_label(group, destination, b, to),
                          world_trade_flow(trade, record, a, b), world_trade_start(trade, a, b),
                          "USD a year");
}

bool listing_world(void *state, struct view *view, struct listing *csv)
{
    const struct view_world *world = state;
    const struct reader_group *group = playback_group(view->playback, "region");
    int dimension = group ? playback_dimension(group, "region") : -1;
    bool regions = group && dimension >= 0 && group->records > 0;
    if (!regions && !world->trade.dollars)
        return false;
    LISTING_HEADER(csv, "date", "series", "region", "sold to", "value", "value at the start",
                   "unit");
    if (regions)
        write_regions(view, csv, group, dimension);
    write_trade(&world->trade, view, csv);
    return true;
}

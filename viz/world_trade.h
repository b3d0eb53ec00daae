/* Trade between regions: dollars a year by origin and destination, and the arcs that show them. */
#ifndef KEIRETSU_VIZ_WORLD_TRADE_H
#define KEIRETSU_VIZ_WORLD_TRADE_H

#include "viz/world_map.h"
#include "viz/world_places.h"

struct world_trade {
    const struct playback_column *dollars; /* NULL: the file has none that can be shown */
    uint64_t version;                      /* of the playback that it was made from, plus one */
    uint64_t regions;                      /* both dimensions */
    uint64_t industries;                   /* 0 without this dimension */
    uint64_t origin_step, destination_step, industry_step; /* between rows of the column */
    uint64_t records;
    double *flows;    /* [records][regions * regions], dollars a year */
    double *start;    /* [regions * regions], of the first record with any trade */
    double most;      /* of the start */
    double threshold; /* a round figure above a twentieth of it */
    double widest;    /* the flow with the widest arc; that of both runs where two are shown */
    double least;     /* flows below it are drawn only for the region that is selected */
};

/* Reads what is new; false where there is nothing to show. */
bool world_trade_update(struct world_trade *trade, struct playback *playback);
void world_trade_free(struct world_trade *trade);

/* The record of a day. */
uint64_t world_trade_record(const struct world_trade *trade, double day);

static inline double world_trade_flow(const struct world_trade *trade, uint64_t record,
                                      uint64_t origin, uint64_t destination)
{
    return trade->flows[(record * trade->regions + origin) * trade->regions + destination];
}
static inline double world_trade_start(const struct world_trade *trade, uint64_t origin,
                                       uint64_t destination)
{
    return trade->start[origin * trade->regions + destination];
}

/* The industry that sells most from one region to the other; its dollars a year. */
double world_trade_industry(const struct world_trade *trade, const struct playback *playback,
                            uint64_t record, uint64_t origin, uint64_t destination, uint64_t place,
                            uint64_t *industry);

double world_trade_width(const struct world_trade *trade, double dollars);

/* The same scale of arcs as another run's; NULL: its own. */
void world_trade_scale(struct world_trade *trade, const struct world_trade *other);

struct world_other;

struct world_flows {
    const struct world_trade *trade;
    const struct world_projection *projection;
    const struct world_region *regions;
    int region_count;
    int selected; /* row of the list, -1 */
    uint64_t record;
    double day;
    const struct world_closure *closures;
    int closure_count;
    const struct world_other *other; /* the run whose trade the colours compare with, or NULL */
    const struct view *view;
};

struct world_flow_hit {
    int origin, destination; /* -1: none is under the mouse */
};

/* Draws the arcs within the clip; what the mouse is over. */
struct world_flow_hit world_flows_draw(const struct world_flows *flows, struct ui *ui,
                                       struct box box);
/* Two rows of 19 and, where something has fallen, a third: true. A low box has the first alone. */
bool world_flows_legend(const struct world_flows *flows, struct ui *ui, struct box box);
void world_flows_tooltip(const struct world_flows *flows, const struct view *view,
                         struct world_flow_hit hit);

#endif

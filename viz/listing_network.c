/* The network: firms and output of each cell, or the links of the firm that is chosen. */
#include "viz/listing.h"
#include "viz/view_network.h"

static void write_place(const struct network *network, struct listing *csv, uint64_t cell)
{
    char number[24];
    listing_text(csv, network_region_code(network, cell / network->industries, number));
    listing_text(csv, network_industry_code(network, cell % network->industries, number));
}

static void write_cells(const struct network *network, struct view *view, struct listing *csv)
{
    LISTING_HEADER(csv, "date", "region", "industry", "firms", "in administration",
                   "output at the start (USD a step)", "output (USD a step)");
    for (uint64_t c = 0; c < network->cells; c++) {
        const struct network_sum *sum = &network->sum[c];
        if (sum->firms == 0)
            continue;
        listing_day(csv, view, timeline_day(view->timeline));
        write_place(network, csv, c);
        listing_count(csv, sum->firms);
        listing_count(csv, sum->administration);
        listing_number(csv, sum->start / 100);
        listing_number(csv, sum->now / 100);
        listing_end(csv);
    }
}

/* Who supplies whom, the nearest first, as the lines are drawn. */
static void write_links(const struct network *network, const struct network_links *links,
                        struct view *view, struct listing *csv)
{
    LISTING_HEADER(csv, "date", "steps from the firm", "direction", "supplier", "supplier region",
                   "supplier industry", "customer", "customer region", "customer industry",
                   "USD a step");
    for (int i = 0; i < links->count; i++) {
        const struct network_line *line = &links->line[i];
        const uint32_t ends[] = {line->supplier, line->customer};
        listing_day(csv, view, timeline_day(view->timeline));
        listing_count(csv, line->step);
        listing_text(csv, line->upstream ? "supplier" : "customer");
        for (int e = 0; e < 2; e++) {
            listing_count(csv, network->firm[ends[e]].row);
            write_place(network, csv, network->firm[ends[e]].cell);
        }
        listing_number(csv, (double)line->dollars);
        listing_end(csv);
    }
}

bool listing_network(void *state, struct view *view, struct listing *csv)
{
    const struct view_network *shown = state;
    const struct network *network = &shown->network;
    if (!network->ready || !network->sum)
        return false;
    bool links = shown->choice.firm >= 0 && shown->links.firm == shown->choice.firm &&
                 shown->links.count > 0;
    if (links)
        write_links(network, &shown->links, view, csv);
    else
        write_cells(network, view, csv);
    return true;
}

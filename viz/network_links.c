#include "viz/network_links.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS_MOST = 2000 };

double network_rate(struct playback *playback, const struct network *network, uint64_t region,
                    double day)
{
    const struct playback_column *rates = playback_column(playback, "region", "exchange_rate");
    if (!rates || rates->rows != network->regions || rates->records == 0 || !rates->days)
        return 1;
    double rate =
        rates->values[playback_at(rates->days, rates->records, day) * rates->rows + region];
    return rate > 0 && isfinite(rate) ? rate : 1;
}

void network_links_free(struct network_links *links)
{
    free(links->supplier), free(links->customer), free(links->values);
    free(links->mark), free(links->between);
    memset(links, 0, sizeof *links);
}

/* Rows of /firm as places. */
static void take_ends(const struct network_links *links, const struct network *network,
                      const double *rows, uint32_t *ends)
{
    for (uint64_t l = 0; l < links->links; l++) {
        bool shown = rows[l] >= 0 && rows[l] < (double)network->rows;
        ends[l] = shown ? network->place[(uint64_t)rows[l]] : UINT32_MAX;
    }
}

/* Who the customers are never changes. Tried again while it is being read. */
static void open_links(struct network_links *links, const struct network *network,
                       struct playback *playback)
{
    const struct reader_group *group = playback_group(playback, "link");
    const double *customers;
    links->tried = true;
    links->firm = -1;
    if (!group || group->rows == 0 || group->records == 0 || group->dimension_count != 1 ||
        group->rows > UINT32_MAX || !reader_column(group, "customer") ||
        !reader_column(group, "supplier"))
        return;
    enum playback_answer answer = playback_record(playback, "link", "customer", 0, &customers);
    links->tried = answer != PLAYBACK_READING;
    if (answer != PLAYBACK_HERE)
        return;
    links->links = group->rows;
    links->supplier = calloc(group->rows, sizeof *links->supplier);
    links->customer = calloc(group->rows, sizeof *links->customer);
    links->values = calloc(group->rows, sizeof *links->values);
    links->mark = calloc(network->firms, 1);
    links->recorded = links->supplier && links->customer && links->values && links->mark;
    if (links->recorded)
        take_ends(links, network, customers, links->customer);
}

/* Suppliers and payments of a record, these in dollars. */
static enum playback_answer read_links(struct network_links *links, const struct network *network,
                                       struct playback *playback, uint64_t record)
{
    const struct reader_group *group = playback_group(playback, "link");
    bool paid = reader_column(group, "payment") != NULL;
    double dollars[64];
    const double *suppliers, *payments;
    enum playback_answer answers[] = {
        playback_record(playback, "link", "supplier", record, &suppliers),
        playback_record(playback, "link", paid ? "payment" : "order", record, &payments)};
    if (answers[0] == PLAYBACK_READING || answers[1] == PLAYBACK_READING)
        return PLAYBACK_READING;
    if (answers[0] == PLAYBACK_NONE || answers[1] == PLAYBACK_NONE)
        return PLAYBACK_NONE;
    take_ends(links, network, suppliers, links->supplier);
    for (uint64_t r = 0; r < 64; r++) /* orders are at opening prices: rate 1 */
        dollars[r] = paid && r < network->regions
                         ? 0.01 / network_rate(playback, network, r, group->days[record])
                         : 0.01;
    for (uint64_t l = 0; l < links->links; l++) {
        uint32_t from = links->supplier[l];
        uint64_t region =
            from < network->firms ? network->firm[from].cell / network->industries : 0;
        double value = payments[l] * dollars[region < 64 ? region : 63];
        links->values[l] = isfinite(value) && value > 0 ? value : 0;
    }
    return PLAYBACK_HERE;
}

static void add_up(struct network_links *links, const struct network *network)
{
    uint64_t count = network->cells * network->cells;
    if (network->cells > CELLS_MOST)
        return;
    if (!links->between)
        links->between = malloc(count * sizeof *links->between);
    if (links->between)
        memset(links->between, 0, count * sizeof *links->between);
    for (uint64_t l = 0; links->between && l < links->links; l++) {
        uint32_t from = links->supplier[l], to = links->customer[l];
        if (from < network->firms && to < network->firms)
            links->between[network->firm[from].cell * network->cells + network->firm[to].cell] +=
                (float)links->values[l];
    }
}

/* Bit of a direction and step in `mark`. */
static uint8_t bit(int direction, int step)
{
    return (uint8_t)(1u << (direction * 4 + step));
}

static int by_dollars(const void *left, const void *right)
{
    const struct network_line *a = left, *b = right;
    if (a->dollars != b->dollars)
        return a->dollars > b->dollars ? -1 : 1;
    if (a->supplier != b->supplier)
        return a->supplier < b->supplier ? -1 : 1;
    return a->customer < b->customer ? -1 : a->customer > b->customer;
}

/* Keeps the largest lines of a step: sorts and cuts whenever the room is used up. */
static void take_step(struct network_links *links, int direction, int step)
{
    static const int ROOM[NETWORK_STEPS] = {60, 80, 100};
    struct network_line lines[256];
    int count = 0, most = ROOM[step];
    uint8_t all = (uint8_t)(0xfu << (direction * 4));
    for (uint64_t l = 0; l < links->links; l++) {
        uint32_t near = direction ? links->supplier[l] : links->customer[l];
        uint32_t far = direction ? links->customer[l] : links->supplier[l];
        if (near == UINT32_MAX || far == UINT32_MAX || !(links->mark[near] & bit(direction, step)))
            continue;
        /* Reached before, and not in this step: a way back or a shorter way. */
        if ((links->mark[far] & all) && !(links->mark[far] & bit(direction, step + 1)))
            continue;
        links->mark[far] |= step + 1 < 4 ? bit(direction, step + 1) : 0;
        links->found[direction][step]++;
        if (count == 256) {
            qsort(lines, 256, sizeof *lines, by_dollars);
            count = most;
        }
        lines[count++] = (struct network_line){
            .supplier = links->supplier[l],
            .customer = links->customer[l],
            .dollars = (float)links->values[l],
            .step = (uint8_t)(step + 1),
            .upstream = direction == 0,
        };
    }
    qsort(lines, (size_t)count, sizeof *lines, by_dollars);
    for (int i = 0; i < count && i < most && links->count < NETWORK_LINES; i++)
        links->line[links->count++] = lines[i];
}

bool network_links_update(struct network_links *links, const struct network *network,
                          struct playback *playback, int64_t firm, int64_t cell)
{
    if (!links->tried)
        open_links(links, network, playback);
    const struct reader_group *group = playback_group(playback, "link");
    const struct reader_group *firms = playback_group(playback, "firm");
    if (!links->recorded || !group || !firms)
        return false;
    if (firm < 0 && cell < 0) { /* nothing to read for */
        links->firm = -1, links->count = 0;
        return true;
    }
    uint64_t record = playback_at(group->days, group->records, firms->days[network->record]);
    if (links->read && links->record == record && links->firm == firm)
        return true;
    if (!links->read || links->record != record) {
        if (links->wanted > 0 && links->wanted <= group->records)
            record = links->wanted - 1; /* what was asked for first is shown first */
        enum playback_answer answer = read_links(links, network, playback, record);
        links->wanted = answer == PLAYBACK_READING ? record + 1 : 0;
        if (answer == PLAYBACK_NONE)
            return links->recorded = links->read = false;
        if (answer == PLAYBACK_HERE) {
            links->read = true, links->record = record;
            links->version++;
            add_up(links, network);
        } else if (!links->read || links->firm == firm) {
            return links->read;
        }
    }
    links->firm = firm;
    links->count = 0;
    memset(links->found, 0, sizeof links->found);
    memset(links->mark, 0, network->firms);
    if (firm < 0)
        return true;
    links->mark[firm] = bit(0, 0) | bit(1, 0);
    for (int step = 0; step < NETWORK_STEPS; step++)
        for (int direction = 0; direction < 2; direction++)
            take_step(links, direction, step);
    return true;
}

/* Puts a flow where it belongs among the largest so far. */
static int keep(struct network_flow *flows, int count, struct network_flow flow)
{
    int at = count < NETWORK_FLOWS ? count : NETWORK_FLOWS - 1;
    if (count == NETWORK_FLOWS && flows[at].dollars >= flow.dollars)
        return count;
    for (; at > 0 && flows[at - 1].dollars < flow.dollars; at--)
        flows[at] = flows[at - 1];
    flows[at] = flow;
    return count < NETWORK_FLOWS ? count + 1 : count;
}

int network_links_flows(const struct network_links *links, const struct network *network,
                        int64_t cell, struct network_flow flows[static NETWORK_FLOWS])
{
    int count = 0;
    if (!links->between || cell < 0)
        return 0;
    uint64_t here = (uint64_t)cell;
    for (uint64_t c = 0; c < network->cells; c++) {
        double in = (double)links->between[c * network->cells + here];
        double out = (double)links->between[here * network->cells + c];
        if (c == here)
            continue;
        if (in > 0)
            count = keep(flows, count, (struct network_flow){(uint32_t)c, (uint32_t)here, in});
        if (out > 0)
            count = keep(flows, count, (struct network_flow){(uint32_t)here, (uint32_t)c, out});
    }
    return count;
}

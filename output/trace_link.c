/* Deliveries over links between firms: orders against what came, in files that record firms and
 * links with their customers. */
#include <math.h>
#include <stdlib.h>

#include "output/trace_parts.h"

static const double EARLIER = 28, LATER = 35, LEAST_DEPTH = 0.05;

enum { SUPPLIER, CUSTOMER, INPUT, ORDER, DELIVERED, COLUMNS };
static const char *const NAMES[COLUMNS] = {"supplier", "customer", "input", "order", "delivered"};

struct links {
    const struct trace *trace;
    const struct reader_group *link, *firm;
    double *cell;              /* [firms] */
    double *value[COLUMNS];    /* [links] of the record at hand */
    double *order, *delivered; /* [cells] ordered from and delivered by a cell, over the window */
    double least_fill, least_day;
};

static bool prepare(struct links *links, const struct trace *trace)
{
    *links = (struct links){.trace = trace,
                            .link = reader_group(trace->reader, "link"),
                            .firm = reader_group(trace->reader, "firm")};
    if (links->link == NULL || links->firm == NULL || links->link->records == 0 ||
        links->link->rows == 0 || links->firm->rows == 0 ||
        reader_column(links->firm, "cell") == NULL)
        return false;
    for (int c = 0; c < COLUMNS; c++)
        if (reader_column(links->link, NAMES[c]) == NULL)
            return false;
    size_t cells = (size_t)trace->regions * (size_t)trace->industries;
    links->cell = malloc(links->firm->rows * sizeof(double));
    links->order = calloc(2 * cells, sizeof(double));
    bool made = links->cell != NULL && links->order != NULL;
    for (int c = 0; c < COLUMNS && made; c++)
        made = (links->value[c] = malloc(links->link->rows * sizeof(double))) != NULL;
    if (!made)
        return false;
    links->delivered = links->order + cells;
    return reader_record(trace->reader, links->firm, "cell", 0, links->cell, NULL);
}

static void release(struct links *links)
{
    free(links->cell), free(links->order);
    for (int c = 0; c < COLUMNS; c++)
        free(links->value[c]);
}

static int cell_of(const struct links *links, double firm)
{
    if (!(firm >= 0) || firm >= (double)links->firm->rows)
        return -1;
    double cell = links->cell[(size_t)firm];
    int cells = links->trace->regions * links->trace->industries;
    return cell >= 0 && cell < cells ? (int)cell : -1;
}

static bool add_record(struct links *links, uint64_t record, int customer)
{
    for (int c = 0; c < COLUMNS; c++)
        if (!reader_record(links->trace->reader, links->link, NAMES[c], record, links->value[c],
                           NULL))
            return false;
    for (uint64_t l = 0; l < links->link->rows; l++) {
        int supplier = cell_of(links, links->value[SUPPLIER][l]);
        double order = links->value[ORDER][l], delivered = links->value[DELIVERED][l];
        if (supplier < 0 || cell_of(links, links->value[CUSTOMER][l]) != customer ||
            !isfinite(order) || !isfinite(delivered))
            continue;
        links->order[supplier] += fmax(0, order);
        links->delivered[supplier] += fmin(fmax(0, delivered), fmax(0, order));
    }
    return true;
}

bool trace_missing_link(const struct trace *trace, const struct trace_fall *fall,
                        struct trace_flow *flow)
{
    struct links links;
    *flow = (struct trace_flow){.evidence = TRACE_BY_LINKS};
    bool ready = fall->region != TRACE_ALL && fall->industry != TRACE_ALL && prepare(&links, trace);
    if (!ready) {
        if (fall->region != TRACE_ALL && fall->industry != TRACE_ALL)
            release(&links);
        return false;
    }
    double onset = trace->days[fall->onset], to = fmin(onset + LATER, trace->days[fall->trough]);
    int customer = fall->region * trace->industries + fall->industry;
    uint64_t records = links.link->records, read = 0;
    double first = HUGE_VAL, last = 0;
    for (uint64_t t = trace_at(links.link->days, records, onset - EARLIER); t < records; t++) {
        if (links.link->days[t] < onset - EARLIER)
            continue;
        if (links.link->days[t] > to && read > 0)
            break;
        if (!add_record(&links, t, customer))
            break;
        first = fmin(first, links.link->days[t]), last = links.link->days[t];
        read++;
    }
    int cells = trace->regions * trace->industries;
    for (int c = 0; c < cells && read > 0; c++) {
        double missing = links.order[c] - links.delivered[c];
        double depth = links.order[c] > 0 ? missing / links.order[c] : 0;
        double score = depth * sqrt(fmax(0, missing));
        if (depth < LEAST_DEPTH || score <= flow->score)
            continue;
        *flow = (struct trace_flow){.origin = c / trace->industries,
                                    .industry = c % trace->industries,
                                    .onset = fmin(onset, first),
                                    .day = last,
                                    .before = links.order[c] / (double)read,
                                    .least = links.delivered[c] / (double)read,
                                    .depth = depth,
                                    .others = NAN,
                                    .score = score,
                                    .evidence = TRACE_BY_LINKS};
    }
    release(&links);
    return flow->score > 0;
}

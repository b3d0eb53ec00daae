/* What the parts of the tracing share. */
#ifndef KEIRETSU_OUTPUT_TRACE_PARTS_H
#define KEIRETSU_OUTPUT_TRACE_PARTS_H

#include "output/trace.h"

/* Fills trace->fall. */
bool trace_find_falls(struct trace *trace, struct error *err);

/* Fills trace->event; a file without events has none. */
bool trace_read_events(struct trace *trace, struct error *err);

/* The event that can explain why a cell fell for this reason, or -1. */
int trace_event_of_cell(const struct trace *trace, const struct trace_fall *fall);

/* The event that can explain why deliveries fell from a day on, or -1. */
int trace_event_of_flow(const struct trace *trace, int origin, int destination, int industry,
                        double onset);

/* The event that can explain why a region bought less for final use, or -1. */
int trace_event_of_use(const struct trace *trace, int region, double onset);

/* Deliveries that fell and may have stopped a cell. */
struct trace_flow {
    int origin, industry;
    double onset, day;    /* first record below, and the lowest */
    double before, least; /* a step */
    double depth, others; /* fall of the flow, and of the same product from other origins */
    double held;          /* part of the seller's output that was held back, not by demand */
    double score;
    enum trace_evidence evidence;
};

/* The deliveries that best explain why a cell lacked an input; false if none do. */
bool trace_missing_input(const struct trace *trace, const struct trace_fall *fall,
                         struct trace_flow *flow);

/* The same from orders and deliveries over links, where the file has them with customers. */
bool trace_missing_link(const struct trace *trace, const struct trace_fall *fall,
                        struct trace_flow *flow);

/* The region to which a cell's deliveries fell most; false if they are not recorded. `share`: its
 * part of all that fell. */
bool trace_missing_buyer(const struct trace *trace, const struct trace_fall *fall,
                         struct trace_flow *flow, double *share);

/* The deepest fall of a cell that began by the trough of another and not a year before it; NULL if
 * there is none. */
const struct trace_fall *trace_fall_of(const struct trace *trace, int region, int industry,
                                       double from_day, double to_day);

#endif

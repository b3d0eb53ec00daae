/* The falls in their order, and the steps of the path from the one chosen to its first cause. */
#include <math.h>

#include "viz/listing.h"
#include "viz/why.h"

static const char *code(const struct trace *trace, int region)
{
    return region >= 0 && region < trace->regions ? trace->region[region] : "";
}
static const char *industry_code(const struct trace *trace, int industry)
{
    return industry >= 0 && industry < trace->industries ? trace->industry[industry] : "";
}
static const char *cause(const struct trace *trace, int number)
{
    return number >= 0 && number < trace->causes ? trace->cause[number] : "";
}

static void write_fall(const struct view_why *why, struct view *view, struct listing *csv,
                       int number)
{
    const struct trace *trace = &why->trace;
    const struct trace_fall *fall = &trace->fall[why->places[number]];
    listing_text(csv, "fall");
    listing_count(csv, (uint64_t)number + 1);
    listing_text(csv, "");
    listing_text(csv, code(trace, fall->region));
    listing_text(csv, industry_code(trace, fall->industry));
    listing_text(csv, "");
    listing_day(csv, view, trace->days[fall->onset]);
    listing_day(csv, view, trace->days[fall->trough]);
    listing_number(csv, fall->before * why->factor);
    listing_number(csv, fall->least * why->factor);
    listing_number(csv, 100 * fall->depth);
    listing_text(csv, cause(trace, fall->cause));
    listing_text(csv, why->unit);
    listing_end(csv);
}

static void write_step(const struct view_why *why, struct view *view, struct listing *csv,
                       int number)
{
    const struct trace *trace = &why->trace;
    const struct trace_step *step = &why->chain.step[number];
    listing_text(csv, "path");
    listing_count(csv, (uint64_t)number + 1);
    listing_text(csv, step->title);
    listing_text(csv, code(trace, step->region));
    listing_text(csv, industry_code(trace, step->industry));
    listing_text(csv, code(trace, step->kind == TRACE_STEP_FLOW ? step->destination : -1));
    bool dated = step->kind != TRACE_STEP_END, counted = dated && step->kind != TRACE_STEP_EVENT;
    listing_day(csv, view, dated ? step->onset : NAN);
    listing_day(csv, view, dated ? step->day : NAN);
    listing_number(csv, counted ? step->before * why->factor : NAN);
    listing_number(csv, counted ? step->least * why->factor : NAN);
    listing_number(csv, counted ? 100 * step->depth : NAN);
    listing_text(csv, step->reason[0] ? step->reason : cause(trace, step->cause));
    listing_text(csv, why->unit);
    listing_end(csv);
}

bool listing_why(void *state, struct view *view, struct listing *csv)
{
    const struct view_why *why = state;
    if (!why->ready)
        return false;
    LISTING_HEADER(csv, "table", "number", "title", "region", "industry", "sold to", "from",
                   "lowest on", "before", "lowest", "fall (%)", "cause", "unit");
    for (int i = 0; i < why->count; i++)
        write_fall(why, view, csv, i);
    for (int i = 0; i < why->chain.count && why->chosen >= 0; i++)
        write_step(why, view, csv, i);
    return true;
}

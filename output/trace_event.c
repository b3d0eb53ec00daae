/* Events of the scenario, and which of them can explain a fall: by kind, place and date. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/trace_parts.h"

enum { EVENTS_MAX = 4096 };

/* A fall shows within so many days of what made it. */
static const double BEFORE = 270, AFTER = 28, TOLERANCE = 14;

/* What a kind of event can do to a cell; kinds that are not listed can do anything. */
static const struct {
    const char *kind;
    unsigned roles;
} KINDS[] = {
    {"input_stock_loss", 1u << TRACE_INPUT},
    {"finished_stock_loss", 1u << TRACE_OTHER},
    {"capacity_loss", 1u << TRACE_DAMAGE | 1u << TRACE_CAPACITY},
    {"labour_loss", 1u << TRACE_LABOUR},
    {"productivity", 1u << TRACE_LABOUR},
    {"final_demand", 1u << TRACE_DEMAND},
    {"government_spending", 1u << TRACE_DEMAND},
    {"confidence", 1u << TRACE_DEMAND},
    {"policy_rate", 1u << TRACE_DEMAND},
    {"price", 1u << TRACE_DEMAND},
    {"tariff", 1u << TRACE_DEMAND},
    {"chokepoint_closure", 1u << TRACE_DEMAND},
    {"route_closure", 1u << TRACE_DEMAND},
};

static unsigned roles_of(const char *kind)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (strcmp(KINDS[i].kind, kind) == 0)
            return KINDS[i].roles;
    return ~0u;
}

static bool is_route(const struct trace_event *event)
{
    return strcmp(event->kind, "chokepoint_closure") == 0 ||
           strcmp(event->kind, "route_closure") == 0;
}

static void copy(char *to, size_t size, char **texts, uint64_t length, uint64_t place)
{
    snprintf(to, size, "%s", place < length && texts[place] != NULL ? texts[place] : "");
}

bool trace_read_events(struct trace *trace, struct error *err)
{
    enum { KIND, WHERE, WHAT, REGION, INDUSTRY, LISTS };
    static const char *const NAMES[LISTS] = {"event/kind", "event/where", "event/what",
                                             "event/region", "event/industry"};
    double *days = NULL, *until = NULL;
    uint64_t count = 0, ends = 0, lengths[LISTS] = {0};
    char **texts[LISTS] = {NULL};
    if (!reader_event_days(trace->reader, &days, &count, NULL) || count == 0) {
        free(days);
        return true;
    }
    count = count < EVENTS_MAX ? count : EVENTS_MAX;
    for (int i = 0; i < LISTS; i++)
        if (!reader_texts(trace->reader, NAMES[i], &texts[i], &lengths[i], NULL))
            lengths[i] = 0;
    if (!reader_event_numbers(trace->reader, "until", &until, &ends, NULL))
        ends = 0;
    trace->event = calloc(count, sizeof *trace->event);
    for (uint64_t e = 0; e < count && trace->event != NULL; e++) {
        if (!isfinite(days[e]))
            continue;
        struct trace_event *event = &trace->event[trace->event_count++];
        event->day = days[e];
        event->until = e < ends && isfinite(until[e]) ? fmax(until[e], days[e]) : HUGE_VAL;
        copy(event->kind, sizeof event->kind, texts[KIND], lengths[KIND], e);
        copy(event->where, sizeof event->where, texts[WHERE], lengths[WHERE], e);
        copy(event->what, sizeof event->what, texts[WHAT], lengths[WHAT], e);
        copy(event->region, sizeof event->region, texts[REGION], lengths[REGION], e);
        copy(event->industry, sizeof event->industry, texts[INDUSTRY], lengths[INDUSTRY], e);
    }
    for (int i = 0; i < LISTS; i++)
        reader_texts_free(texts[i], lengths[i]);
    free(days), free(until);
    return trace->event != NULL || fail(err, ERROR_MEMORY, "out of memory for the events");
}

/* Whether a text names a code as a word. */
static bool names(const char *text, const char *code)
{
    size_t length = strlen(code);
    for (const char *at = text; length > 0 && (at = strstr(at, code)) != NULL; at++) {
        bool starts = at == text || !(isalnum((unsigned char)at[-1]) || at[-1] == '_');
        bool ends = !(isalnum((unsigned char)at[length]) || at[length] == '_');
        if (starts && ends)
            return true;
    }
    return false;
}

static bool names_any(const char *text, char (*codes)[TRACE_CODE], int count)
{
    for (int i = 0; i < count; i++)
        if (names(text, codes[i]))
            return true;
    return false;
}

/* 2: the event names the place, 1: it names none, 0: it names another. */
static int fits(const char *own, const char *where, const char *code, char (*codes)[TRACE_CODE],
                int count)
{
    if (own[0] != '\0' && names_any(own, codes, count))
        return names(own, code) || names(where, code) ? 2 : 0;
    if (names_any(where, codes, count))
        return names(where, code) ? 2 : 0;
    return 1;
}

static bool in_time(const struct trace_event *event, double onset)
{
    return event->day <= onset + TOLERANCE && event->day >= onset - BEFORE &&
           event->until + AFTER >= onset;
}

int trace_event_of_cell(const struct trace *trace, const struct trace_fall *fall)
{
    if (fall->region == TRACE_ALL || fall->industry == TRACE_ALL)
        return -1;
    int best = -1;
    double most = 0, onset = trace->days[fall->onset];
    for (int e = 0; e < trace->event_count; e++) {
        const struct trace_event *event = &trace->event[e];
        if (!(roles_of(event->kind) >> fall->role & 1) || !in_time(event, onset))
            continue;
        int region = fits(event->region, event->where, trace->region[fall->region], trace->region,
                          trace->regions);
        int industry = fits(event->industry, event->where, trace->industry[fall->industry],
                            trace->industry, trace->industries);
        /* A tariff takes the customers of the region that it begins with, of goods. */
        if (strcmp(event->kind, "tariff") == 0 &&
            (!trace->goods[fall->industry] || strncmp(event->where, trace->region[fall->region],
                                                      strlen(trace->region[fall->region])) != 0))
            continue;
        /* A route takes the customers only of a region that it serves. */
        if (region == 0 || industry == 0 || (is_route(event) && region < 2))
            continue;
        double score = region + industry - (onset - event->day) / BEFORE;
        if (score > most)
            most = score, best = e;
    }
    return best;
}

int trace_event_of_flow(const struct trace *trace, int origin, int destination, int industry,
                        double onset)
{
    int best = -1;
    double most = 0;
    for (int e = 0; e < trace->event_count; e++) {
        const struct trace_event *event = &trace->event[e];
        bool tariff = strcmp(event->kind, "tariff") == 0;
        if ((!is_route(event) && !tariff) || !in_time(event, onset) || origin == destination)
            continue;
        int from =
            fits(event->region, event->where, trace->region[origin], trace->region, trace->regions);
        int to = fits(event->region, event->where, trace->region[destination], trace->region,
                      trace->regions);
        int product = fits(event->industry, event->where, trace->industry[industry],
                           trace->industry, trace->industries);
        bool both = names(event->where, trace->region[origin]) &&
                    names(event->where, trace->region[destination]);
        if (product == 0 || (tariff ? !both : from == 0 && to == 0))
            continue;
        double score = fmax(from, to) + product - (onset - event->day) / BEFORE;
        if (score > most)
            most = score, best = e;
    }
    return best;
}

int trace_event_of_use(const struct trace *trace, int region, double onset)
{
    int best = -1;
    for (int e = 0; e < trace->event_count; e++) {
        const struct trace_event *event = &trace->event[e];
        if (is_route(event) || !(roles_of(event->kind) >> TRACE_DEMAND & 1) ||
            strcmp(event->kind, "tariff") == 0 || !in_time(event, onset) ||
            fits(event->region, event->where, trace->region[region], trace->region,
                 trace->regions) == 0)
            continue;
        if (best < 0 || event->day > trace->event[best].day)
            best = e;
    }
    return best;
}

/* The log of events: what began when, and what it hit. Rules and scenarios write it, the run
 * file's group /event is made from it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "agents/events.h"
#include "core/date.h"

void event_log_add(struct state *s, const struct event_entry *entry)
{
    struct event_log *log = &s->event_log;
    if (log->count < EVENT_LOG_MAX)
        log->entry[log->count] = *entry;
    log->count++;
}

static const char *name_of(const char *const *names, int index)
{
    return index < 0 ? "all" : names[index];
}

static void describe_place(const struct state *s, const struct event *event,
                           struct event_entry *entry)
{
    char *where = entry->where;
    switch (event->kind) {
    case EVENT_CHOKEPOINT_CLOSURE:
        snprintf(where, EVENT_LOG_WHERE, "%s, routes of %s",
                 s->world->chokepoint[event->chokepoint], name_of(s->region_labels, event->region));
        return;
    case EVENT_ROUTE_CLOSURE:
        snprintf(where, EVENT_LOG_WHERE, "%s to %s", name_of(s->region_labels, event->region),
                 name_of(s->region_labels, event->destination));
        return;
    case EVENT_TARIFF:
        snprintf(where, EVENT_LOG_WHERE, "%s to %s %s", name_of(s->region_labels, event->region),
                 name_of(s->region_labels, event->destination),
                 name_of(s->industry_labels, event->industry));
        return;
    default:
        break;
    }
    const char *region = event->region < 0 ? "all regions" : s->region_labels[event->region];
    if (event->firms == FIRMS_LIST) {
        snprintf(where, EVENT_LOG_WHERE, "firms");
    } else if (!event_takes(event->kind, EVENT_KEY_industry) ||
               (event->kind == EVENT_CONFIDENCE && event->of == OF_HOUSEHOLDS)) {
        snprintf(where, EVENT_LOG_WHERE, "%s", region);
    } else {
        snprintf(where, EVENT_LOG_WHERE, "%s %s", region,
                 event->industry < 0 ? "all industries" : s->industry_labels[event->industry]);
    }
}

static void describe(const struct state *s, const struct event *event, struct event_entry *entry)
{
    char course[80] = "";
    if (isinf(event->weeks))
        snprintf(course, sizeof course, ", until the end");
    else if (event->recovery != RECOVERY_AT_ONCE)
        snprintf(course, sizeof course, " for %g weeks, %s recovery over %g weeks", event->weeks,
                 event_recovery_names[event->recovery], event->recovery_weeks);
    else if (!event_is_once(event->kind))
        snprintf(course, sizeof course, " for %g weeks", event->weeks);
    char delay[40] = "", firms[48] = "";
    if (event->delay > 0)
        snprintf(delay, sizeof delay, ", %g weeks longer",
                 event->delay * s->parameters.events_scale);
    if (event->firms == FIRMS_LIST)
        snprintf(firms, sizeof firms, ", %d firms", event->firm_count);
    else if (event->firms != FIRMS_ALL)
        snprintf(firms, sizeof firms, ", %s %g of firms", event_firms_names[event->firms],
                 event->firms_share);
    bool of = event_takes(event->kind, EVENT_KEY_of);
    snprintf(entry->what, sizeof entry->what, "%s%s%s %g%s%s%s",
             of ? event_of_names[event->of] : "", of ? ": " : "",
             event->is_level ? "level" : event_key_names[event_forms[event->kind].size],
             event->kind == EVENT_TARIFF ? event->rate : entry->size, delay, firms, course);
}

/* Firms that the event hits, and what they have at stake. */
struct hit {
    int64_t firms;
    double sales, staff, capital, stock;
    double all_sales, all_staff; /* of the cells */
};

static void add_firm(const struct state *s, const struct event *event, uint32_t f, struct hit *hit)
{
    const struct population *p = &s->population;
    hit->firms++;
    hit->sales += s->firm.expected_sales[f];
    hit->staff += (double)s->firm.staff[f];
    hit->capital += s->firm.capital[f];
    if (event->kind == EVENT_FINISHED_STOCK_LOSS)
        hit->stock += s->firm.finished_stock[f];
    if (event->kind == EVENT_INPUT_STOCK_LOSS)
        for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++)
            hit->stock += s->link.stock[l];
}

/* One cell after the other, so that the sums do not depend on threads. */
static void add_cell(const struct state *s, int e, int c, struct hit *hit)
{
    const struct population *p = &s->population;
    double sales = 0, of_hit = hit->sales;
    for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++) {
        const struct firm_run *run = &p->run[p->cell_run[n]];
        for (uint32_t f = run->first; f < run->first + run->count; f++) {
            sales += s->firm.expected_sales[f];
            hit->all_staff += (double)s->firm.staff[f];
            if (event_hits(s->event_firms[e], f))
                add_firm(s, &s->events[e], f, hit);
        }
    }
    hit->all_sales += sales;
    double share = sales > 0 ? (hit->sales - of_hit) / sales : 0;
    for (int j = 0; s->events[e].kind == EVENT_INPUT_STOCK_LOSS && j < s->inputs; j++)
        hit->stock += share * s->market.stock[c * s->inputs + j];
}

/* True if the event changes what firms of its cells do, and not only what others buy of them. */
static bool is_about_firms(const struct event *event)
{
    if (event->kind == EVENT_CONFIDENCE)
        return event->of != OF_HOUSEHOLDS;
    return event_takes(event->kind, EVENT_KEY_firms) || event->kind == EVENT_PRODUCTIVITY ||
           event->kind == EVENT_PRICE;
}

void event_log_begin(struct state *s, int e)
{
    const struct event *event = &s->events[e];
    struct event_entry entry = {
        .region = event->region,
        .industry = event_takes(event->kind, EVENT_KEY_industry) ? event->industry : -1,
        .size = event_size(s, event)};
    int32_t day = s->clock.first_day;
    date_parse(event->start, &day);
    entry.day = day - s->clock.first_day;
    entry.full_until = entry.day + 7 * event->weeks;
    /* An exponential recovery is counted as over when a twentieth is left. */
    double recovery =
        event->recovery == RECOVERY_EXPONENTIAL ? 3 * event->recovery_weeks : event->recovery_weeks;
    entry.until = entry.full_until + 7 * recovery;
    snprintf(entry.kind, sizeof entry.kind, "%s", event_kind_names[event->kind]);
    describe_place(s, event, &entry);
    describe(s, event, &entry);
    if (is_about_firms(event)) {
        struct hit hit = {0};
        snprintf(entry.rule, sizeof entry.rule, "%s", event_firms_names[event->firms]);
        for (int c = 0; c < s->cells; c++)
            if (event_touches(event, &s->cell[c]))
                add_cell(s, e, c, &hit);
        entry.firms = hit.firms;
        entry.output_share = hit.all_sales > 0 ? hit.sales / hit.all_sales : 0;
        entry.staff_share = hit.all_staff > 0 ? hit.staff / hit.all_staff : 0;
        double lost = fmin(1, entry.size);
        entry.lost = event->kind == EVENT_CAPACITY_LOSS ? lost * hit.capital : lost * hit.stock;
    }
    event_log_add(s, &entry);
}

/* From a fall upstream: each step asks what held the cell back and goes to who caused that. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "output/trace_parts.h"

struct walk {
    const struct trace *trace;
    struct trace_chain *chain;
    const struct trace_fall *visited[TRACE_STEPS];
    int visits;
};

static const char *const USES[] = {"Consumption", "Investment", "Public consumption"};
static const double MONTH = 28, LEAST_USE = 0.01, LEAST_SALES = 0.01, LEAST_PART = 0.25;

const char *trace_role_name(enum trace_role role)
{
    static const char *const NAMES[TRACE_ROLES] = {
        [TRACE_DEMAND] = "demand",       [TRACE_INPUT] = "inputs",  [TRACE_LABOUR] = "labour",
        [TRACE_CAPACITY] = "capacity",   [TRACE_DAMAGE] = "damage", [TRACE_OTHER] = "other causes",
        [TRACE_UNKNOWN] = "not recorded"};
    return NAMES[role];
}

const char *trace_evidence_name(enum trace_evidence evidence)
{
    static const char *const NAMES[] = {"choice", "part",     "links", "trade",
                                        "output", "accounts", "event", "nothing"};
    return NAMES[evidence];
}

const char *trace_step_name(enum trace_step_kind kind)
{
    static const char *const NAMES[] = {"cell", "flow", "use", "event", "end"};
    return NAMES[kind];
}

static const char *region_name(const struct trace *trace, int region)
{
    return region == TRACE_ALL ? "the world" : trace->region_name(trace->region[region]);
}

static const char *industry_name(const struct trace *trace, int industry)
{
    return industry == TRACE_ALL ? "All industries"
                                 : trace->industry_name(trace->industry[industry]);
}

static struct trace_step *add(struct walk *walk, enum trace_step_kind kind,
                              enum trace_evidence evidence)
{
    struct trace_chain *chain = walk->chain;
    struct trace_step *step = &chain->step[chain->count++];
    *step = (struct trace_step){.kind = kind,
                                .evidence = evidence,
                                .region = TRACE_ALL,
                                .industry = TRACE_ALL,
                                .destination = TRACE_ALL,
                                .cause = -1,
                                .event = -1,
                                .use = -1,
                                .role = TRACE_UNKNOWN};
    return step;
}

static bool has_room(const struct walk *walk)
{
    return walk->chain->count < TRACE_STEPS - 3;
}

static bool was_visited(const struct walk *walk, int region, int industry)
{
    for (int i = 0; i < walk->visits; i++)
        if (walk->visited[i]->region == region && walk->visited[i]->industry == industry)
            return true;
    return false;
}

static void say_first_cause(struct walk *walk, const char *text)
{
    snprintf(walk->chain->first_cause, sizeof walk->chain->first_cause, "%s", text);
}

static void end_without(struct walk *walk, const char *title, const char *reason)
{
    struct trace_step *step = add(walk, TRACE_STEP_END, TRACE_BY_NOTHING);
    snprintf(step->title, sizeof step->title, "%s", title);
    snprintf(step->reason, sizeof step->reason, "%s", reason);
}

static void add_event(struct walk *walk, int place)
{
    const struct trace_event *event = &walk->trace->event[place];
    struct trace_step *step = add(walk, TRACE_STEP_EVENT, TRACE_BY_EVENT);
    step->event = place;
    step->onset = step->day = event->day;
    char kind[sizeof event->kind], text[128];
    snprintf(kind, sizeof kind, "%s", event->kind);
    for (char *c = kind; *c != '\0'; c++)
        *c = *c == '_' ? ' ' : *c;
    if (kind[0] >= 'a' && kind[0] <= 'z')
        kind[0] = (char)(kind[0] - 'a' + 'A');
    snprintf(text, sizeof text, "%s%s%s", kind, event->where[0] != '\0' ? ": " : "", event->where);
    snprintf(step->title, sizeof step->title, "%.95s", text);
    snprintf(step->reason, sizeof step->reason, "An event of the scenario%s%s",
             event->what[0] != '\0' ? ": " : "", event->what);
    say_first_cause(walk, text);
}

static struct trace_step *add_cell(struct walk *walk, const struct trace_fall *fall,
                                   enum trace_evidence evidence)
{
    const struct trace *trace = walk->trace;
    struct trace_step *step = add(walk, TRACE_STEP_CELL, evidence);
    step->region = fall->region, step->industry = fall->industry;
    step->onset = trace->days[fall->onset], step->day = trace->days[fall->trough];
    step->before = fall->before, step->least = fall->least, step->depth = fall->depth;
    step->role = fall->role, step->cause = fall->cause;
    step->share = fall->role_share[fall->role];
    snprintf(step->title, sizeof step->title, "%s, %s", industry_name(trace, fall->industry),
             region_name(trace, fall->region));
    walk->visited[walk->visits++] = fall;
    if (fall->role == TRACE_UNKNOWN)
        snprintf(step->reason, sizeof step->reason,
                 "The file does not record what held output back");
    else
        snprintf(step->reason, sizeof step->reason, "%.0f %% by %s%s%s%s", 100 * step->share,
                 fall->role == TRACE_DEMAND ? "missing demand" : trace_role_name(fall->role),
                 fall->cause >= 0 && fall->role == TRACE_INPUT ? " (" : "",
                 fall->cause >= 0 && fall->role == TRACE_INPUT ? trace->cause[fall->cause] : "",
                 fall->cause >= 0 && fall->role == TRACE_INPUT ? ")" : "");
    return step;
}

/* The cell of a sum that lost most between its peak and its trough. */
static const struct trace_fall *largest_part(const struct trace *trace,
                                             const struct trace_fall *fall, double *share)
{
    const struct trace_fall *best = NULL;
    double most = 0, sum = 0;
    for (int r = 0; r < trace->regions; r++)
        for (int k = 0; k < trace->industries; k++) {
            if ((fall->region != TRACE_ALL && fall->region != r) ||
                (fall->industry != TRACE_ALL && fall->industry != k))
                continue;
            const double *x = trace_output(trace, r, k);
            double lost = x[fall->peak] - x[fall->trough];
            sum += isfinite(lost) ? lost : 0;
            const struct trace_fall *one =
                trace_fall_of(trace, r, k, trace->days[fall->onset], trace->days[fall->trough]);
            if (one == NULL || !(lost > 0))
                continue;
            /* Parts that fell for the reason that most of the sum fell for come first. */
            bool same = one->role == fall->role, so_far = best != NULL && best->role == fall->role;
            if (best == NULL || (same && !so_far) || (same == so_far && lost > most))
                most = lost, best = one;
        }
    *share = sum > 0 ? fmin(1, most / sum) : 0;
    return best;
}

static struct trace_step *add_flow(struct walk *walk, const struct trace_flow *flow, int origin,
                                   int destination)
{
    const struct trace *trace = walk->trace;
    struct trace_step *step = add(walk, TRACE_STEP_FLOW, flow->evidence);
    step->region = origin, step->industry = flow->industry, step->destination = destination;
    step->onset = flow->onset, step->day = flow->day;
    step->before = flow->before, step->least = flow->least, step->depth = flow->depth;
    if (origin == destination)
        snprintf(step->title, sizeof step->title, "%s within %s",
                 industry_name(trace, flow->industry), region_name(trace, origin));
    else
        snprintf(step->title, sizeof step->title, "%s from %s to %s",
                 industry_name(trace, flow->industry), region_name(trace, origin),
                 region_name(trace, destination));
    return step;
}

static void say_why_flow(struct trace_step *step, const struct trace_flow *flow)
{
    if (flow->evidence == TRACE_BY_LINKS)
        snprintf(step->reason, sizeof step->reason,
                 "%.0f %% of what its firms ordered over links did not come", 100 * flow->depth);
    else
        snprintf(step->reason, sizeof step->reason,
                 "%.0f %% less came, from other origins %.0f %% %s%s", 100 * flow->depth,
                 100 * fabs(flow->others), flow->others >= 0 ? "less" : "more",
                 flow->held > 0.02 ? "; the seller was held back itself" : "");
}

/* Returns the fall to go on from, or NULL at the end. */
static const struct trace_fall *go_upstream(struct walk *walk, const struct trace_fall *fall)
{
    const struct trace *trace = walk->trace;
    struct trace_flow flow;
    char text[128];
    int event = trace_event_of_cell(trace, fall);
    if (event >= 0) {
        add_event(walk, event);
        return NULL;
    }
    if (!trace_missing_link(trace, fall, &flow) && !trace_missing_input(trace, fall, &flow)) {
        end_without(walk, "The input is not named",
                    trace->trade == NULL ? "The file records neither trade nor links with customers"
                                         : "No deliveries to the region fell enough before it");
        snprintf(text, sizeof text, "inputs of %s",
                 walk->chain->step[walk->chain->count - 2].title);
        say_first_cause(walk, text);
        return NULL;
    }
    say_why_flow(add_flow(walk, &flow, flow.origin, fall->region), &flow);
    event = trace_event_of_flow(trace, flow.origin, fall->region, flow.industry, flow.onset);
    if (event >= 0) {
        add_event(walk, event);
        return NULL;
    }
    const struct trace_fall *next =
        trace_fall_of(trace, flow.origin, flow.industry, flow.onset - MONTH, flow.day);
    snprintf(text, sizeof text, "Shortage of %s", walk->chain->step[walk->chain->count - 1].title);
    say_first_cause(walk, text);
    if (next == NULL)
        end_without(walk, "The seller made as much as before",
                    "Its goods went elsewhere, or were held up on the way");
    else if (was_visited(walk, next->region, next->industry)) {
        end_without(walk, "The way leads back", "The seller is further up this path already");
        next = NULL;
    } else
        add_cell(walk, next, flow.evidence);
    return next;
}

static double mean_about(const double *x, uint64_t at, uint64_t count)
{
    double sum = 0, n = 0;
    for (uint64_t t = at > 2 ? at - 2 : 0; t < count && t <= at + 2; t++)
        if (isfinite(x[t]))
            sum += x[t], n++;
    return n > 0 ? sum / n : NAN;
}

/* The highest level of the half year before a record: demand falls before what it buys. */
static double highest_about(const struct trace *trace, const double *x, uint64_t record)
{
    double most = NAN;
    for (uint64_t t = record + 1; t-- > 0 && trace->days[t] > trace->days[record] - 182;)
        most = fmax(most, mean_about(x, t, trace->records));
    return most;
}

/* The lowest level from one record to four weeks after another. */
static double lowest_about(const struct trace *trace, const double *x, uint64_t from, uint64_t to)
{
    double least = NAN;
    for (uint64_t t = from; t < trace->records && trace->days[t] <= trace->days[to] + MONTH; t++)
        least = fmin(least, mean_about(x, t, trace->records));
    return least;
}

/* What fell most, relative to itself, of final demand in a region; -1 if nothing did. */
static int weakest_use(const struct trace *trace, int region, const struct trace_fall *fall,
                       struct trace_step *step)
{
    int best = -1;
    step->depth = 0;
    for (int u = 0; u < 3; u++) {
        if (trace->use[u] == NULL)
            continue;
        const double *x = trace->use[u] + (size_t)region * trace->records;
        double before = highest_about(trace, x, fall->peak);
        double least = lowest_about(trace, x, fall->onset, fall->trough);
        if (!(before > 0) || !(1 - least / before > fmax(step->depth, LEAST_USE)))
            continue;
        best = u;
        step->before = before, step->least = least, step->depth = 1 - least / before;
    }
    return best;
}

/* How many steps there were in a row that only missing demand links. */
static int hops_of_demand(const struct walk *walk)
{
    int hops = 0;
    while (hops < walk->visits && walk->visited[walk->visits - 1 - hops]->role == TRACE_DEMAND)
        hops++;
    return hops;
}

/* The industry of a region that lost most and fell no later than its supplier did. What only
 * lacked demand itself must have fallen first, and counts half: nothing else shows that it buys. */
static const struct trace_fall *weakest_customer(const struct walk *walk, int region,
                                                 const struct trace_fall *fall, double *share)
{
    const struct trace *trace = walk->trace;
    const struct trace_fall *best = NULL;
    double most = 0, sum = 0, before = 0, onset = trace->days[fall->onset];
    for (int k = 0; k < trace->industries; k++) {
        const double *x = trace_output(trace, region, k);
        const struct trace_fall *one =
            trace_fall_of(trace, region, k, onset - MONTH, trace->days[fall->trough]);
        before += isfinite(x[fall->peak]) ? fmax(0, x[fall->peak]) : 0;
        sum += one != NULL && k != fall->industry ? one->before - one->least : 0;
        if (one == NULL || k == fall->industry || was_visited(walk, region, k) ||
            one->before - one->least < LEAST_PART * (fall->before - fall->least))
            continue;
        bool led = one->role == TRACE_DEMAND;
        if (trace->days[one->onset] > (led ? onset : onset + MONTH) ||
            (led && hops_of_demand(walk) >= 2))
            continue;
        double lost = (one->before - one->least) * (led ? 0.5 : 1);
        if (lost > most)
            most = lost, best = one;
    }
    *share = before > 0 ? sum / before : 0; /* fall of all of them */
    return best;
}

static const struct trace_fall *go_downstream(struct walk *walk, const struct trace_fall *fall)
{
    const struct trace *trace = walk->trace;
    struct trace_flow flow;
    double share, fell;
    int event = trace_event_of_cell(trace, fall), buyer = fall->region;
    if (event >= 0) {
        add_event(walk, event);
        return NULL;
    }
    if (trace_missing_buyer(trace, fall, &flow, &share) && flow.depth >= LEAST_SALES) {
        buyer = flow.origin;
        struct trace_step *step = add_flow(walk, &flow, fall->region, buyer);
        step->share = share;
        snprintf(step->reason, sizeof step->reason,
                 "%.0f %% less was sold there: %.0f %% of what was lost", 100 * flow.depth,
                 100 * share);
    }
    struct trace_step use = {0};
    int best = weakest_use(trace, buyer, fall, &use);
    const struct trace_fall *customer = weakest_customer(walk, buyer, fall, &fell);
    if (customer != NULL && fell >= use.depth) {
        char reason[sizeof use.reason];
        struct trace_step *step = add_cell(walk, customer, TRACE_BY_OUTPUT);
        snprintf(reason, sizeof reason, "%.200s; its weakest buyer", step->reason);
        memcpy(step->reason, reason, sizeof reason);
        return customer;
    }
    char text[128];
    if (best < 0) {
        snprintf(text, sizeof text, "demand for %s",
                 walk->chain->step[walk->chain->count - 1].title);
        say_first_cause(walk, text);
        end_without(walk, "Whose demand is not recorded",
                    "Neither final demand nor industries there fell at the time");
        return NULL;
    }
    struct trace_step *step = add(walk, TRACE_STEP_USE, TRACE_BY_ACCOUNTS);
    step->region = buyer, step->use = best;
    step->before = use.before, step->least = use.least, step->depth = use.depth;
    step->onset = trace->days[fall->peak], step->day = trace->days[fall->trough];
    snprintf(step->title, sizeof step->title, "%s in %s", USES[best], region_name(trace, buyer));
    snprintf(step->reason, sizeof step->reason,
             "%.1f %% less at constant prices, the most of final demand", 100 * use.depth);
    say_first_cause(walk, step->title);
    event = trace_event_of_use(trace, buyer, trace->days[fall->onset]);
    if (event >= 0)
        add_event(walk, event);
    return NULL;
}

static const struct trace_fall *go_on(struct walk *walk, const struct trace_fall *fall)
{
    const struct trace *trace = walk->trace;
    if (fall->region == TRACE_ALL || fall->industry == TRACE_ALL) {
        double share;
        const struct trace_fall *part = largest_part(trace, fall, &share);
        if (part == NULL) {
            end_without(walk, "No part stands out", "No industry fell by 1 % or more");
            say_first_cause(walk, "many small falls");
            return NULL;
        }
        char reason[240];
        struct trace_step *step = add_cell(walk, part, TRACE_BY_PART);
        snprintf(reason, sizeof reason, "%.180s; the largest part, %.0f %%", step->reason,
                 100 * share);
        memcpy(step->reason, reason, sizeof step->reason);
        return part;
    }
    if (fall->role == TRACE_INPUT)
        return go_upstream(walk, fall);
    if (fall->role == TRACE_DEMAND)
        return go_downstream(walk, fall);
    int event = trace_event_of_cell(trace, fall);
    if (event >= 0) {
        add_event(walk, event);
        return NULL;
    }
    char text[128];
    snprintf(text, sizeof text, "%s in %s",
             fall->role == TRACE_UNKNOWN ? "a cause that is not recorded"
                                         : trace_role_name(fall->role),
             walk->chain->step[walk->chain->count - 1].title);
    say_first_cause(walk, text);
    return NULL;
}

void trace_follow(const struct trace *trace, const struct trace_fall *fall,
                  struct trace_chain *chain)
{
    *chain = (struct trace_chain){0};
    struct walk walk = {.trace = trace, .chain = chain};
    add_cell(&walk, fall, TRACE_BY_CHOICE);
    while (fall != NULL && has_room(&walk))
        fall = go_on(&walk, fall);
    if (fall != NULL)
        end_without(&walk, "And so on", "The path is longer than is shown");
    if (chain->first_cause[0] == '\0')
        say_first_cause(&walk, chain->step[chain->count > 1 ? chain->count - 2 : 0].title);
    if (chain->first_cause[0] >= 'a' && chain->first_cause[0] <= 'z')
        chain->first_cause[0] = (char)(chain->first_cause[0] - 'a' + 'A');
}

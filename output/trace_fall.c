/* Falls of output: where each series lies furthest below its highest level of the year before. */
#include <math.h>
#include <stdlib.h>

#include "output/trace_parts.h"

enum { FALLS_EACH = 4 };
static const double YEAR = 365, LEAST_DEPTH = 0.01;

/* Middle of three: one record alone is no level. */
static double level(const double *x, uint64_t t, uint64_t count)
{
    double a = x[t > 0 ? t - 1 : t], b = x[t], c = x[t + 1 < count ? t + 1 : t];
    return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

struct search {
    const struct trace *trace;
    const double *x;
    double *reference; /* [records]: highest level of the year before */
    uint64_t *peak;    /* and its record */
    bool *used;        /* [records] */
};

static void find_references(struct search *search)
{
    const struct trace *trace = search->trace;
    uint64_t first = 0, best = 0;
    double most = 0;
    for (uint64_t t = 0; t < trace->records; t++) {
        while (first < t && trace->days[first] < trace->days[t] - YEAR)
            first++;
        if (best < first) {
            most = 0;
            for (uint64_t i = first; i < t; i++) {
                double value = level(search->x, i, trace->records);
                if (value >= most)
                    most = value, best = i;
            }
        }
        search->reference[t] = most;
        search->peak[t] = best;
        double value = level(search->x, t, trace->records);
        if (value >= most)
            most = value, best = t;
    }
}

static void take_share(const struct trace *trace, struct trace_fall *fall)
{
    double gap = fall->before - fall->least, delta[TRACE_CAUSES] = {0}, sum = 0, most = 0;
    for (int c = 0; c < TRACE_ROLES; c++)
        fall->role_share[c] = 0;
    fall->cause = -1, fall->role = TRACE_UNKNOWN;
    if (trace->lost == NULL) {
        fall->role_share[TRACE_UNKNOWN] = 1;
        return;
    }
    uint64_t from = fall->onset > 4 ? fall->onset - 4 : 0;
    for (int c = 0; c < trace->causes; c++) {
        const double *lost = trace_lost(trace, fall->region, fall->industry, c);
        double usual = 0;
        for (uint64_t t = from; t < fall->onset; t++)
            usual += lost[t] / (double)(fall->onset - from);
        delta[c] = fmax(0, lost[fall->trough] - usual);
        sum += delta[c];
    }
    double total = fmax(gap, sum);
    for (int c = 0; c < trace->causes; c++)
        fall->role_share[trace->cause_role[c]] += delta[c] / total;
    fall->role_share[TRACE_DEMAND] += fmax(0, gap - sum) / total;
    for (int role = 0; role < TRACE_ROLES; role++)
        if (fall->role_share[role] > most)
            most = fall->role_share[role], fall->role = (enum trace_role)role;
    most = 0;
    for (int c = 0; c < trace->causes; c++)
        if (trace->cause_role[c] == fall->role && delta[c] > most)
            most = delta[c], fall->cause = c;
}

static bool next_fall(struct search *search, struct trace_fall *fall)
{
    const struct trace *trace = search->trace;
    const double *x = search->x;
    double most = 0;
    bool found = false;
    for (uint64_t t = 1; t < trace->records; t++) {
        double reference = search->reference[t];
        if (search->used[t] || !(reference > 0) ||
            !(found ? 1 - x[t] / reference > most : 1 - x[t] / reference >= LEAST_DEPTH))
            continue;
        most = 1 - x[t] / reference;
        fall->trough = t;
        found = true;
    }
    if (!found)
        return false;
    uint64_t trough = fall->trough;
    fall->peak = search->peak[trough];
    fall->before = search->reference[trough];
    fall->least = fmax(0, x[trough]);
    fall->depth = 1 - fall->least / fall->before;
    double gap = fall->before - fall->least;
    fall->onset = trough;
    while (fall->onset > fall->peak + 1 && !search->used[fall->onset - 1] &&
           !(fall->before - x[fall->onset - 1] < 0.1 * gap))
        fall->onset--;
    fall->end = trough;
    while (fall->end + 1 < trace->records && !search->used[fall->end + 1] &&
           !(fall->before - x[fall->end + 1] < 0.5 * gap))
        fall->end++;
    for (uint64_t t = fall->onset; t <= fall->end; t++)
        search->used[t] = true;
    return true;
}

static void falls_of(struct search *search, struct trace *trace, int region, int industry)
{
    search->x = trace_output(trace, region, industry);
    find_references(search);
    for (uint64_t t = 0; t < trace->records; t++)
        search->used[t] = false;
    for (int i = 0; i < FALLS_EACH; i++) {
        struct trace_fall *fall = &trace->fall[trace->fall_count];
        *fall = (struct trace_fall){.region = region, .industry = industry};
        if (!next_fall(search, fall))
            return;
        take_share(trace, fall);
        trace->fall_count++;
    }
}

bool trace_find_falls(struct trace *trace, struct error *err)
{
    size_t series = (size_t)(trace->regions + 1) * (size_t)(trace->industries + 1);
    struct search search = {.trace = trace};
    trace->fall = calloc(series * FALLS_EACH + 1, sizeof *trace->fall);
    search.reference = malloc(trace->records * sizeof *search.reference);
    search.peak = malloc(trace->records * sizeof *search.peak);
    search.used = malloc(trace->records * sizeof *search.used);
    bool made = trace->fall != NULL && search.reference != NULL && search.peak != NULL &&
                search.used != NULL;
    for (int r = TRACE_ALL; made && r < trace->regions; r++)
        for (int k = TRACE_ALL; k < trace->industries; k++)
            falls_of(&search, trace, r, k);
    free(search.reference), free(search.peak), free(search.used);
    return made || fail(err, ERROR_MEMORY, "out of memory for the falls");
}

/* --- Lists ----------------------------------------------------------------------------------- */

static double rank(const struct trace_fall *fall, enum trace_order order)
{
    return order == TRACE_BY_SIZE    ? fall->before - fall->least
           : order == TRACE_BY_DEPTH ? fall->depth
                                     : -(double)fall->trough;
}

static bool is_in(const struct trace *trace, const struct trace_scope *scope,
                  const struct trace_fall *fall)
{
    double day = trace->days[fall->trough];
    if (day < scope->first_day || day > scope->last_day)
        return false;
    bool all_regions = fall->region == TRACE_ALL, all_industries = fall->industry == TRACE_ALL;
    bool same_region = fall->region == scope->region, same = fall->industry == scope->industry;
    switch (scope->which) {
    case TRACE_SUM:
        return same_region && same;
    case TRACE_REGIONS:
        return !all_regions && same && (scope->region == TRACE_ALL || same_region);
    case TRACE_INDUSTRIES:
        return !all_industries && same_region && (scope->industry == TRACE_ALL || same);
    default:
        return !all_regions && !all_industries && (scope->region == TRACE_ALL || same_region) &&
               (scope->industry == TRACE_ALL || same);
    }
}

/* The best are few: they are put into their places one by one. */
int trace_falls(const struct trace *trace, const struct trace_scope *scope, enum trace_order order,
                int *places, int most)
{
    int count = 0, kept = 0;
    for (int i = 0; i < trace->fall_count; i++) {
        if (!is_in(trace, scope, &trace->fall[i]))
            continue;
        count++;
        double value = rank(&trace->fall[i], order);
        int at = kept;
        while (at > 0 && rank(&trace->fall[places[at - 1]], order) < value)
            at--;
        if (at >= most)
            continue;
        kept = kept < most ? kept + 1 : most;
        for (int j = kept - 1; j > at; j--)
            places[j] = places[j - 1];
        places[at] = i;
    }
    return count;
}

/* A fall whose worst was so long before is not what stops anybody now, however slowly it heals:
 * stocks and goods on their way last for weeks. */
static const double STALE = 182;

const struct trace_fall *trace_fall_of(const struct trace *trace, int region, int industry,
                                       double from_day, double to_day)
{
    const struct trace_fall *best = NULL;
    for (int i = 0; i < trace->fall_count; i++) {
        const struct trace_fall *fall = &trace->fall[i];
        if (fall->region == region && fall->industry == industry &&
            trace->days[fall->onset] <= to_day && trace->days[fall->end] >= from_day &&
            trace->days[fall->trough] >= from_day - STALE &&
            (best == NULL || fall->depth > best->depth))
            best = fall;
    }
    return best;
}

/* keiretsu why: the worst falls of output in a run file, and what caused them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "output/trace.h"
#include "sim/cli/cli.h"
#include "sim/cli/json.h"

enum { OPTION_JSON = 1000, OPTION_AT, OPTION_TOP, OPTION_BY, OPTION_LIST, TOP_MAX = 100 };

static const struct option options[] = {
    {"at", required_argument, NULL, OPTION_AT},
    {"top", required_argument, NULL, OPTION_TOP},
    {"by", required_argument, NULL, OPTION_BY},
    {"list", required_argument, NULL, OPTION_LIST},
    {"json", no_argument, NULL, OPTION_JSON},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

struct question {
    const char *path, *place, *at;
    uint64_t top;
    enum trace_order order;
    enum trace_which which;
    bool json;
};

static const char *region_code(const struct trace *trace, int region)
{
    return region == TRACE_ALL ? NULL : trace->region[region];
}

static const char *industry_code(const struct trace *trace, int industry)
{
    return industry == TRACE_ALL ? NULL : trace->industry[industry];
}

/* "JPN/C29", "JPN", "C29": what it names, TRACE_ALL for the rest. */
static bool find_place(const struct trace *trace, const char *place, struct trace_scope *scope,
                       struct error *err)
{
    char word[2][TRACE_CODE] = {"", ""};
    size_t length = strcspn(place, "/");
    bool fits = length < TRACE_CODE && strlen(place) < 2 * TRACE_CODE;
    if (fits) {
        snprintf(word[0], TRACE_CODE, "%.*s", (int)length, place);
        if (place[length] == '/')
            snprintf(word[1], TRACE_CODE, "%.*s", TRACE_CODE - 1, place + length + 1);
    }
    for (int i = 0; i < 2 && fits; i++) {
        int region = trace_region(trace, word[i]), industry = trace_industry(trace, word[i]);
        if (word[i][0] == '\0')
            continue;
        if (region >= 0 && scope->region == TRACE_ALL)
            scope->region = region;
        else if (industry >= 0 && scope->industry == TRACE_ALL)
            scope->industry = industry;
        else
            fits = false;
    }
    if (fits && word[0][0] != '\0')
        return true;
    return fail(err, ERROR_USAGE,
                "keiretsu why: \"%.60s\" is no region or industry of %.300s, use for example %s/%s",
                place, trace->reader->path, trace->region[0], trace->industry[0]);
}

static bool find_day(const struct trace *trace, const char *at, double *day, struct error *err)
{
    int32_t date, start;
    if (!date_parse(at, &date) || !date_parse(trace->reader->start_date, &start))
        return fail(err, ERROR_USAGE, "keiretsu why: --at: \"%.60s\" is no date, use YYYY-MM-DD",
                    at);
    *day = (double)date - start;
    if (*day >= floor(trace->days[0]) && *day <= ceil(trace->days[trace->records - 1]))
        return true;
    char first[16], last[16];
    return fail(err, ERROR_USAGE, "keiretsu why: --at: %s is not in %.300s, use %s to %s", at,
                trace->reader->path, reader_date(trace->reader, trace->days[0], first),
                reader_date(trace->reader, trace->days[trace->records - 1], last));
}

/* Falls that last over the day come first, nearest to it; the others are left out. */
static int at_day(const struct trace *trace, int *places, int count, double day)
{
    int kept = 0;
    for (int i = 0; i < count; i++) {
        const struct trace_fall *fall = &trace->fall[places[i]];
        if (trace->days[fall->peak] <= day && trace->days[fall->end] >= day)
            places[kept++] = places[i];
    }
    return kept;
}

static void print_step(const struct trace *trace, const struct trace_step *step, int number)
{
    char onset[16], day[16];
    reader_date(trace->reader, step->onset, onset);
    reader_date(trace->reader, step->day, day);
    printf("   %s%-44s", number == 0 ? "  " : "<- ", step->title);
    if (step->kind == TRACE_STEP_EVENT)
        printf("  %s", onset);
    else if (step->kind != TRACE_STEP_END)
        printf("  %s to %s  %5.1f %% down", onset, day, 100 * step->depth);
    printf("\n       %s\n", step->reason);
}

static void print_fall(const struct trace *trace, const struct trace_fall *fall, int number)
{
    struct trace_chain chain;
    char day[16];
    trace_follow(trace, fall, &chain);
    double dollars = (fall->before - fall->least) / 100 * 7 / trace->reader->days_per_step;
    bool billions = dollars >= 1e9;
    printf("%2d. %s %s  %s  %.1f %% down, $%.1f %s a week less.  First cause: %s\n", number,
           fall->region == TRACE_ALL ? "world" : trace->region[fall->region],
           fall->industry == TRACE_ALL ? "all industries" : trace->industry[fall->industry],
           reader_date(trace->reader, trace->days[fall->trough], day), 100 * fall->depth,
           dollars / (billions ? 1e9 : 1e6), billions ? "bn" : "m", chain.first_cause);
    for (int i = 0; i < chain.count; i++)
        print_step(trace, &chain.step[i], i);
}

static void json_date(struct json *json, const struct trace *trace, const char *key, double day)
{
    char text[16];
    json_text(json, key, reader_date(trace->reader, day, text));
}

static void json_step(struct json *json, const struct trace *trace, const struct trace_step *step)
{
    json_object(json, NULL);
    json_text(json, "step", trace_step_name(step->kind));
    json_text(json, "region", region_code(trace, step->region));
    json_text(json, "industry", industry_code(trace, step->industry));
    json_text(json, "destination", region_code(trace, step->destination));
    bool dated = step->kind != TRACE_STEP_END, sized = dated && step->kind != TRACE_STEP_EVENT;
    if (dated) {
        json_date(json, trace, "onset", step->onset);
        json_date(json, trace, "date", step->day);
    }
    json_real(json, "before", sized ? step->before : NAN);
    json_real(json, "least", sized ? step->least : NAN);
    json_real(json, "depth", sized ? step->depth : NAN);
    json_text(json, "cause", step->kind == TRACE_STEP_CELL ? trace_role_name(step->role) : NULL);
    json_real(json, "share", step->share > 0 ? step->share : NAN);
    json_text(json, "evidence", trace_evidence_name(step->evidence));
    json_text(json, "title", step->title);
    json_text(json, "reason", step->reason);
    json_end_object(json);
}

static void json_fall(struct json *json, const struct trace *trace, const struct trace_fall *fall)
{
    struct trace_chain chain;
    trace_follow(trace, fall, &chain);
    json_object(json, NULL);
    json_text(json, "region", region_code(trace, fall->region));
    json_text(json, "industry", industry_code(trace, fall->industry));
    json_date(json, trace, "peak", trace->days[fall->peak]);
    json_date(json, trace, "onset", trace->days[fall->onset]);
    json_date(json, trace, "date", trace->days[fall->trough]);
    json_real(json, "before", fall->before);
    json_real(json, "least", fall->least);
    json_real(json, "depth", fall->depth);
    json_object(json, "shares");
    for (int role = 0; role < TRACE_ROLES; role++)
        if (fall->role_share[role] > 0)
            json_real(json, trace_role_name((enum trace_role)role), fall->role_share[role]);
    json_end_object(json);
    json_text(json, "first_cause", chain.first_cause);
    json_array(json, "chain");
    for (int i = 0; i < chain.count; i++)
        json_step(json, trace, &chain.step[i]);
    json_end_array(json);
    json_end_object(json);
}

static void print_json(const struct question *question, const struct trace *trace,
                       const int *places, int count)
{
    struct json json = {.stream = stdout};
    json_object(&json, NULL);
    json_text(&json, "file", question->path);
    json_text(&json, "unit", "cent/step at opening prices");
    json_array(&json, "falls");
    for (int i = 0; i < count; i++)
        json_fall(&json, trace, &trace->fall[places[i]]);
    json_end_array(&json);
    json_end_object(&json);
    fputc('\n', stdout);
}

static bool answer(const struct question *question, const struct trace *trace, struct error *err)
{
    struct trace_scope scope = {TRACE_ALL, TRACE_ALL, -HUGE_VAL, HUGE_VAL, TRACE_CELLS};
    double day = 0;
    if ((question->place != NULL && !find_place(trace, question->place, &scope, err)) ||
        (question->at != NULL && !find_day(trace, question->at, &day, err)))
        return false;
    int *places = malloc((size_t)(trace->fall_count + 1) * sizeof *places);
    if (places == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for the list of falls");
    int count = 0;
    bool one = question->which == TRACE_REGIONS ? scope.region != TRACE_ALL
               : question->which == TRACE_INDUSTRIES
                   ? scope.industry != TRACE_ALL
                   : scope.region != TRACE_ALL && scope.industry != TRACE_ALL;
    if (!one) { /* the sum that was asked for, then its parts */
        scope.which = TRACE_SUM;
        int sums = trace_falls(trace, &scope, question->order, places, 1);
        count = sums > 0;
        if (question->at != NULL)
            count = at_day(trace, places,
                           trace_falls(trace, &scope, question->order, places, trace->fall_count),
                           day) > 0;
    }
    scope.which = question->which;
    int parts =
        trace_falls(trace, &scope, question->order, places + count, trace->fall_count - count);
    parts = parts < trace->fall_count - count ? parts : trace->fall_count - count;
    if (question->at != NULL)
        parts = at_day(trace, places + count, parts, day);
    count = count + parts < (int)question->top ? count + parts : (int)question->top;
    if (question->json)
        print_json(question, trace, places, count);
    else if (count == 0)
        printf("No fall of output by 1 %% or more%s\n",
               question->at != NULL ? " at that date" : "");
    for (int i = 0; i < count && !question->json; i++)
        print_fall(trace, &trace->fall[places[i]], i + 1);
    free(places);
    return true;
}

static int trace_file(const struct question *question)
{
    struct error err = {0};
    struct reader reader;
    struct trace trace;
    bool done = reader_open(&reader, question->path, &err);
    if (done) {
        done = trace_open(&trace, &reader, &err);
        if (done) {
            done = answer(question, &trace, &err);
            trace_close(&trace);
        }
        reader_close(&reader);
    }
    if (done)
        return EXIT_DONE;
    int status = cli_error(&err);
    return err.kind == ERROR_FILE ? EXIT_BAD_INPUT : status;
}

static int run(int argc, char **argv)
{
    struct question question = {.top = 10};
    for (int code; (code = cli_option(&verb_why, argc, argv, ":h", options)) != -1;) {
        if (code == 'h')
            return EXIT_DONE;
        if (code == '?' || (code == OPTION_TOP &&
                            !cli_whole(&verb_why, "--top", optarg, 1, TOP_MAX, &question.top)))
            return EXIT_BAD_INPUT;
        if (code == OPTION_AT)
            question.at = optarg;
        if (code == OPTION_BY && strcmp(optarg, "size") != 0 && strcmp(optarg, "depth") != 0 &&
            strcmp(optarg, "date") != 0)
            return cli_usage(&verb_why, "--by: \"%.60s\" is not size, depth or date", optarg);
        if (code == OPTION_LIST && strcmp(optarg, "cells") != 0 && strcmp(optarg, "regions") != 0 &&
            strcmp(optarg, "industries") != 0)
            return cli_usage(&verb_why, "--list: \"%.60s\" is not cells, regions or industries",
                             optarg);
        if (code == OPTION_LIST)
            question.which = optarg[0] == 'c'   ? TRACE_CELLS
                             : optarg[0] == 'r' ? TRACE_REGIONS
                                                : TRACE_INDUSTRIES;
        if (code == OPTION_BY)
            question.order = optarg[0] == 's'   ? TRACE_BY_SIZE
                             : optarg[1] == 'e' ? TRACE_BY_DEPTH
                                                : TRACE_BY_DATE;
        question.json |= code == OPTION_JSON;
    }
    int count = argc - optind;
    if (count < 1 || count > 2)
        return cli_usage(&verb_why, "needs a FILE and perhaps a REGION/INDUSTRY, got %d", count);
    question.path = argv[optind];
    question.place = count > 1 ? argv[optind + 1] : NULL;
    return trace_file(&question);
}

const struct verb verb_why = {
    .name = "why",
    .arguments = "FILE [REGION/INDUSTRY] [--at DATE] [--list WHAT] [--by ORDER] [--top N] [--json]",
    .summary = "the worst falls of output in a run file, and what caused them",
    .run = run,
    .help =
        "\n"
        "  Falls of output from the highest level of the year before, and for each the path to\n"
        "  its first cause: what held output back, whose deliveries or whose demand were missing,\n"
        "  what held these back, and so on until an event of the scenario or as far as the file\n"
        "  has it (docs/why.md says how, and what it cannot know). REGION/INDUSTRY is a cell such\n"
        "  as JPN/C29, or a region or an industry: then its sum comes first, and its cells after\n"
        "  it. Exit status 0, or 2 if the file cannot be read.\n"
        "\n"
        "  --at DATE    only falls that last over this day\n"
        "  --list WHAT  cells (default), regions or industries: sums over the others\n"
        "  --top N      so many falls, 1 to 100 (10)\n"
        "  --by ORDER   size: by output lost (default); depth: in per cent; date: the first first\n"
        "  --json       one JSON object: file, unit, falls [region, industry, peak, onset, date,\n"
        "               before, least, depth, shares {cause}, first_cause, chain [step, region,\n"
        "               industry, destination, onset, date, before, least, depth, cause, share,\n"
        "               evidence, title, reason]]; what the file does not say is null\n",
};

#include "sim/recording.h"

#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "agents/scoreboard.h"
#include "output/provenance.h"

enum { GROUPS_MAX = 40, EVENT_RECORDS_MAX = EVENT_LOG_MAX };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static const struct column hash_columns[] = {
    {"hash", COLUMN_count, STOCK, "", 0, "XXH3 of the column's bytes, as a signed number"},
};

/* The table of hashes: a row per STOCK and TRAIT column of the state. */
static bool create_hash_table(struct recording *recording, const struct state *s, struct error *err)
{
    uint64_t rows = 0;
    for (int t = 0; t < STATE_TABLES; t++)
        for (int c = 0; c < s->tables[t]->column_count; c++)
            rows += s->tables[t]->columns[c].nature == STOCK ||
                    s->tables[t]->columns[c].nature == TRAIT;
    recording->hashes = calloc(rows, sizeof *recording->hashes);
    recording->hash_names = calloc(rows, sizeof *recording->hash_names);
    recording->hash_labels = calloc(rows, sizeof *recording->hash_labels);
    if (recording->hashes == NULL || recording->hash_names == NULL ||
        recording->hash_labels == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for recording");
    uint64_t row = 0;
    for (int t = 0; t < STATE_TABLES; t++)
        for (int c = 0; c < s->tables[t]->column_count; c++) {
            const struct column *column = &s->tables[t]->columns[c];
            if (column->nature != STOCK && column->nature != TRAIT)
                continue;
            snprintf(recording->hash_names[row], sizeof recording->hash_names[row], "%s.%s",
                     s->tables[t]->name, column->name);
            recording->hash_labels[row] = recording->hash_names[row];
            row++;
        }
    recording->hash_data[0] = recording->hashes;
    recording->hash_table = (struct table){.name = "hash",
                                           .meaning = "hashes of the state's columns",
                                           .rows = rows,
                                           .dimension_count = 1,
                                           .dimensions = {{"column", rows, recording->hash_labels}},
                                           .column_count = 1,
                                           .columns = hash_columns,
                                           .data = recording->hash_data};
    return true;
}

static void take_hashes(struct recording *recording, const struct state *s)
{
    uint64_t row = 0;
    for (int t = 0; t < STATE_TABLES; t++)
        for (int c = 0; c < s->tables[t]->column_count; c++)
            if (s->tables[t]->columns[c].nature == STOCK ||
                s->tables[t]->columns[c].nature == TRAIT)
                recording->hashes[row++] = (int64_t)table_column_hash(s->tables[t], c);
}

static int list_groups(const struct recording *recording, const struct state *s,
                       struct run_file_group *groups)
{
    const struct parameters *p = &s->parameters;
    uint32_t week = (uint32_t)(1 / s->clock.weeks + 0.5);
    uint32_t firms = (uint32_t)p->firm_every * week, trade = (uint32_t)p->trade_every * week;
    uint32_t institutions = (uint32_t)p->institution_every * week;
    int n = 0;
    groups[n++] = (struct run_file_group){&s->region.table, "region", 1};
    groups[n++] = (struct run_file_group){&s->account.table, "account", 0};
    groups[n++] = (struct run_file_group){&s->scoreboard.table, "scoreboard", 0};
    groups[n++] = (struct run_file_group){&s->industry.table, "industry", week};
    groups[n++] = (struct run_file_group){&s->constraint.table, "constraint", week};
    groups[n++] = (struct run_file_group){&s->age.table, "age", 4 * week};
    groups[n++] = (struct run_file_group){&s->quintile.table, "quintile", 13 * week};
    groups[n++] = (struct run_file_group){&s->cohort.table, "cohort", 52 * week};
    groups[n++] = (struct run_file_group){&s->bank.table, "bank", institutions};
    groups[n++] = (struct run_file_group){&s->fund.table, "fund", institutions};
    groups[n++] = (struct run_file_group){&s->government.table, "government", institutions};
    groups[n++] = (struct run_file_group){&s->central_bank.table, "central_bank", institutions};
    groups[n++] = (struct run_file_group){&s->policy_bank.table, "policy_bank", institutions};
    groups[n++] = (struct run_file_group){&s->insurer.table, "insurer", institutions};
    if (p->facility) {
        groups[n++] = (struct run_file_group){&s->project.table, "project", 4 * week};
        groups[n++] = (struct run_file_group){&s->project_kind.table, "project_kind", 4 * week};
        groups[n++] = (struct run_file_group){&s->project_site.table, "project_site", 4 * week};
        groups[n++] =
            (struct run_file_group){&s->project_candidate.table, "project_candidate", 52 * week};
        groups[n++] = (struct run_file_group){&s->project_year.table, "project_year", 0};
        groups[n++] = (struct run_file_group){&s->facility_score.table, "facility_score", 0};
        groups[n++] = (struct run_file_group){&s->facility.table, "facility", week};
    }
    groups[n++] = (struct run_file_group){&s->ledger.table, "ledger", week};
    groups[n++] = (struct run_file_group){&s->balance_sheet.table, "balance_sheet", week};
    groups[n++] = (struct run_file_group){&s->bound.table, "bound", 1};
    groups[n++] =
        (struct run_file_group){&recording->hash_table, "hash", (uint32_t)p->hash_every * week};
    if (trade > 0)
        groups[n++] = (struct run_file_group){&s->trade.table, "trade", trade};
    if (firms > 0) {
        groups[n++] = (struct run_file_group){&s->firm.table, "firm", firms};
        if (p->link)
            groups[n++] = (struct run_file_group){&s->link.table, "link", firms};
        if (p->household)
            groups[n++] = (struct run_file_group){&s->household.table, "household", firms};
    }
    return n;
}

static int list_attributes(const struct recording *recording, const struct state *s,
                           const char *end_date, struct attribute *attributes)
{
    const struct scenario *scenario = recording->scenario;
    int n = provenance_attributes(attributes);
#define TEXT(label, value)                                                                         \
    attributes[n++] = (struct attribute){.name = label, .type = ATTRIBUTE_TEXT, .text = value}
#define INTEGER(label, value)                                                                      \
    attributes[n++] = (struct attribute)                                                           \
    {                                                                                              \
        .name = label, .type = ATTRIBUTE_INTEGER, .integer = (int64_t)(value)                      \
    }
    TEXT("scenario", scenario->name);
    TEXT("title", scenario->p.title);
    TEXT("question", scenario->p.question);
    TEXT("expect", scenario->p.expect);
    TEXT("configuration", scenario->text);
    TEXT("world", s->world->title);
    TEXT("world_notice", s->world->notice);
    TEXT("start", scenario->p.start);
    TEXT("end", end_date);
    INTEGER("seed", scenario->p.seed);
    INTEGER("steps", scenario->steps);
    INTEGER("threads", omp_get_max_threads());
    INTEGER("firms", s->population.firms);
    INTEGER("links", s->population.links);
    INTEGER("households", s->population.rows);
    INTEGER("banks", s->region_bank[s->regions]);
    INTEGER("steps_done", 0);
    TEXT("state_hash", "0000000000000000");
#undef TEXT
#undef INTEGER
    return n;
}

enum { NAME_TEXT = 96, SOURCE_TEXT = 512 };

/* What the texts of the group /parameter point to while it is written. */
struct parameter_texts {
    struct run_parameter *list;
    char (*value)[PARAMETER_VALUE];
    char (*name)[NAME_TEXT];     /* of figures */
    char (*source)[SOURCE_TEXT]; /* "grade: source" */
};

static bool allocate_texts(struct parameter_texts *texts, const struct world *world,
                           struct error *err)
{
    size_t count = PARAMETER_COUNT + (size_t)world->figures;
    texts->list = calloc(count, sizeof *texts->list);
    texts->value = calloc(count, sizeof *texts->value);
    texts->name = calloc((size_t)world->figures + 1, sizeof *texts->name);
    texts->source = calloc((size_t)world->figures + 1, sizeof *texts->source);
    return (texts->list != NULL && texts->value != NULL && texts->name != NULL &&
            texts->source != NULL) ||
           fail(err, ERROR_MEMORY, "out of memory for recording");
}

static void free_texts(struct parameter_texts *texts)
{
    free(texts->list);
    free(texts->value);
    free(texts->name);
    free(texts->source);
}

/* "world.gdp.JPN", "world.price_speed.C26", "world.population.JPN.65+" */
static void name_figure(const struct world *world, const struct world_figure *figure,
                        char name[static NAME_TEXT])
{
    int length = snprintf(name, NAME_TEXT, "world.%s", figure->name);
    if (figure->region >= 0)
        length += snprintf(name + length, NAME_TEXT - (size_t)length, ".%s",
                           world->region[figure->region].code);
    if (figure->industry >= 0)
        length += snprintf(name + length, NAME_TEXT - (size_t)length, ".%s",
                           world->industry[figure->industry].code);
    if (figure->kind > 0)
        length += snprintf(name + length, NAME_TEXT - (size_t)length, ".%s",
                           world->kind[figure->kind - 1].code);
    if (figure->site > 0)
        length += snprintf(name + length, NAME_TEXT - (size_t)length, ".%s",
                           world->site[figure->site - 1].code);
    if (figure->age >= 0)
        snprintf(name + length, NAME_TEXT - (size_t)length, ".%s", world->age[figure->age].label);
    if (figure->by_band)
        snprintf(name + length, NAME_TEXT - (size_t)length, ".band-%d", figure->first_age);
}

/* Every parameter with its value, and every figure of the world with its grade and source. */
static int list_parameters(const struct scenario *scenario, struct parameter_texts *texts)
{
    const struct world *world = &scenario->world;
    for (int n = 0; n < PARAMETER_COUNT; n++) {
        const struct parameter *parameter = &parameter_list[n];
        texts->list[n] = (struct run_parameter){
            .name = parameter->key,
            .value = parameter_format(parameter, &scenario->p, world, texts->value[n]),
            .unit = parameter->unit,
            .source = parameter->source,
            .meaning = parameter->meaning,
            .is_default = !scenario->is_set[n],
        };
    }
    for (int i = 0; i < world->figures; i++) {
        const struct world_figure *figure = &world->figure[i];
        int n = PARAMETER_COUNT + i;
        name_figure(world, figure, texts->name[i]);
        snprintf(texts->value[n], sizeof texts->value[n], "%.10g", figure->value);
        snprintf(texts->source[i], sizeof texts->source[i], "%s: %s",
                 world_grade_name(figure->grade), figure->source);
        texts->list[n] = (struct run_parameter){.name = texts->name[i],
                                                .value = texts->value[n],
                                                .unit = figure->unit,
                                                .source = texts->source[i],
                                                .meaning = "figure of the world data",
                                                .is_default = true};
    }
    return PARAMETER_COUNT + world->figures;
}

bool recording_open(struct recording *recording, struct state *s, const char *path, bool force,
                    const struct scenario *scenario, struct error *err)
{
    *recording = (struct recording){.scenario = scenario};
    double start = now();
    struct run_file_group groups[GROUPS_MAX];
    struct attribute attributes[40];
    char end[16];
    struct parameter_texts texts = {0};
    bool ok = allocate_texts(&texts, &scenario->world, err) && create_hash_table(recording, s, err);
    if (ok) {
        struct run_file_options options = {
            .path = path,
            .overwrite = force,
            .start_date = scenario->p.start,
            .days_per_step = s->clock.days_per_step,
            .steps = scenario->steps,
            .attributes = attributes,
            .attribute_count = list_attributes(
                recording, s, scenario_date(scenario, scenario->steps, end), attributes),
            .parameters = texts.list,
            .parameter_count = list_parameters(scenario, &texts),
            .groups = groups,
            .group_count = list_groups(recording, s, groups),
            .events_max = EVENT_RECORDS_MAX,
            .flush_seconds = 0.25,
        };
        ok = run_file_create(&recording->file, &options, err);
    }
    free_texts(&texts);
    recording->seconds += now() - start;
    return ok;
}

/* What never comes is no number in a file: programs make dates of these. */
static double day_or_never(double days)
{
    return isinf(days) ? NAN : days;
}

/* Events that began in the step just done: the log grows, and is written as far as it is new. */
static bool record_events(struct recording *recording, const struct state *s, struct error *err)
{
    const struct event_log *log = &s->event_log;
    bool ok = true;
    for (; ok && recording->event < log->count; recording->event++) {
        struct run_event record = {0}; /* beyond the log's room: only counted */
        if (recording->event < EVENT_LOG_MAX) {
            const struct event_entry *entry = &log->entry[recording->event];
            record = (struct run_event){
                .days = entry->day,
                .kind = entry->kind,
                .where = entry->where,
                .what = entry->what,
                .region = entry->region < 0 ? "" : s->region_labels[entry->region],
                .industry = entry->industry < 0 ? "" : s->industry_labels[entry->industry],
                .rule = entry->rule,
                .value = {[EVENT_FULL_UNTIL] = day_or_never(entry->full_until),
                          [EVENT_UNTIL] = day_or_never(entry->until),
                          [EVENT_SIZE] = entry->size,
                          [EVENT_FIRMS] = (double)entry->firms,
                          [EVENT_OUTPUT_SHARE] = entry->output_share,
                          [EVENT_STAFF_SHARE] = entry->staff_share,
                          [EVENT_LOST] = entry->lost},
            };
        }
        ok = run_file_event(recording->file, &record, err);
    }
    return ok;
}

/* The scoreboard, and the years of the projects, where there are any. The opening has none. */
static bool request_scoreboard(struct recording *recording, const struct state *s,
                               struct error *err)
{
    if (s->clock.step == 0)
        return true;
    return run_file_request(recording->file, "scoreboard", err) &&
           (!s->parameters.facility || (run_file_request(recording->file, "project_year", err) &&
                                        run_file_request(recording->file, "facility_score", err)));
}

bool recording_step(struct recording *recording, struct state *s, struct error *err)
{
    if (recording->file == NULL)
        return true;
    double start = now();
    uint32_t week = (uint32_t)(1 / s->clock.weeks + 0.5);
    if (s->clock.step % ((uint32_t)s->parameters.hash_every * week) == 0)
        take_hashes(recording, s);
    bool ok = record_events(recording, s, err);
    if (ok && s->account_due)
        ok = run_file_request(recording->file, "account", err);
    if (ok && (scoreboard_due(s) || s->clock.step == recording->scenario->steps))
        ok = request_scoreboard(recording, s, err);
    ok = ok && run_file_record(recording->file, s->clock.step, err);
    recording->seconds += now() - start;
    return ok;
}

static bool write_end(struct recording *recording, const struct state *s, struct error *err)
{
    char hash[24];
    snprintf(hash, sizeof hash, "%016llx", (unsigned long long)state_hash(s));
    const struct attribute steps = {
        .name = "steps_done", .type = ATTRIBUTE_INTEGER, .integer = s->clock.step};
    const struct attribute text = {.name = "state_hash", .type = ATTRIBUTE_TEXT, .text = hash};
    return run_file_attribute(recording->file, &steps, err) &&
           run_file_attribute(recording->file, &text, err);
}

bool recording_close(struct recording *recording, struct state *s, bool complete, struct error *err)
{
    bool ok = true;
    if (recording->file != NULL) {
        double start = now();
        const struct attribute done = {
            .name = "complete", .type = ATTRIBUTE_INTEGER, .integer = complete};
        ok = write_end(recording, s, err) && run_file_attribute(recording->file, &done, err);
        ok &= run_file_close(recording->file, err);
        recording->seconds += now() - start;
    }
    free(recording->hashes);
    free(recording->hash_names);
    free(recording->hash_labels);
    recording->file = NULL;
    recording->hashes = NULL;
    recording->hash_names = NULL;
    recording->hash_labels = NULL;
    return ok;
}

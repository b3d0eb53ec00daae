/* keiretsu check: reads a scenario and its world, and says what would run. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "agents/opening_table.h"
#include "sim/cli/json.h"
#include "sim/cli/scenario_arguments.h"

enum { OPTION_JSON = ARGUMENTS_END, OPTION_YAML };

enum form { FORM_TEXT, FORM_JSON, FORM_YAML };

static const struct option options[] = {
    SCENARIO_ARGUMENTS,
    {"json", no_argument, NULL, OPTION_JSON},
    {"yaml", no_argument, NULL, OPTION_YAML},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

static const char *code_of(const struct world_name *names, int index)
{
    return index < 0 ? "all" : names[index].code;
}

static void print_event(const struct scenario *scenario, const struct event *event)
{
    uint32_t step = scenario_event_step(scenario, event);
    const struct world_name *regions = scenario->world.region;
    const char *size = event->is_level ? "level" : event_key_names[event_forms[event->kind].size];
    printf("  %s  %s, %s %g", event->start, event_kind_names[event->kind], size,
           event->kind == EVENT_TARIFF ? event->rate : event->share);
    if (event->kind == EVENT_CHOKEPOINT_CLOSURE)
        printf(", %s", scenario->world.chokepoint[event->chokepoint]);
    if (event_takes(event->kind, EVENT_KEY_region))
        printf(", region %s", code_of(regions, event->region));
    else
        printf(", from %s to %s", code_of(regions, event->region),
               code_of(regions, event->destination));
    if (event_takes(event->kind, EVENT_KEY_industry))
        printf(", industry %s", code_of(scenario->world.industry, event->industry));
    if (event_takes(event->kind, EVENT_KEY_of))
        printf(", of %s", event_of_names[event->of]);
    if (event->firms != FIRMS_ALL)
        printf(", firms %s", event_firms_names[event->firms]);
    if (event->delay > 0)
        printf(", %g weeks longer", event->delay);
    if (isinf(event->weeks))
        printf(", until the end");
    else if (!event_is_once(event->kind))
        printf(", for %g weeks", event->weeks);
    if (event->recovery != RECOVERY_AT_ONCE)
        printf(", recovery %s over %g weeks", event_recovery_names[event->recovery],
               event->recovery_weeks);
    if (step <= scenario->steps)
        printf(" (step %u)\n", step);
    else
        printf(" (after the end: does not happen)\n");
}

static void print_text(const struct scenario *scenario)
{
    const struct parameters *p = &scenario->p;
    char last[16], value[PARAMETER_VALUE];
    int changed = 0;
    printf("scenario    %s\n", scenario->path);
    if (p->title[0] != '\0')
        printf("title       %s\n", p->title);
    if (p->question[0] != '\0')
        printf("question    %s\n", p->question);
    if (p->expect[0] != '\0')
        printf("expect      %s\n", p->expect);
    printf("world       %s: %d regions, %d industries\n", scenario->world.folder,
           scenario->world.regions, scenario->world.industries);
    printf("clock       %s to %s, %u steps of a %s\n", p->start,
           scenario_date(scenario, scenario->steps, last), scenario->steps,
           p->step == CLOCK_DAY ? "day" : "week");
    printf("population  %lld firms, about %.0f household rows\n", (long long)p->firms,
           (double)p->firms * p->rows_per_firm);
    printf("seed        %lld\n", (long long)p->seed);
    printf("events      %s\n", scenario->event_count == 0 ? "none" : "");
    for (int e = 0; e < scenario->event_count; e++)
        print_event(scenario, &scenario->events[e]);
    for (int i = 0; i < PARAMETER_COUNT; i++) {
        const struct parameter *parameter = &parameter_list[i];
        if (parameter_is_default(parameter, p) ||
            (parameter->type == PARAMETER_TYPE_TEXT && parameter->section[0] == '\0'))
            continue;
        if (changed++ == 0)
            printf("changed     from the default\n");
        printf("  %s: %s (default %s)\n", parameter->key,
               parameter_format(parameter, p, &scenario->world, value), parameter->initial);
    }
}

/* What opening the world moved: cells whose output differs from the world table's by over 5 %,
 * for a year as for a week. */
static bool print_opening(const struct scenario *scenario, struct error *err)
{
    struct opening_table table;
    struct opening_report report;
    if (!opening_table_create(&table, &scenario->world, 1.0 / 52, &report, err))
        return false;
    printf("opening     moved the output of these cells by more than 5 %% of the world table\n");
    opening_report_print(&report, &scenario->world, 0.05, stdout);
    opening_table_free(&table, &report);
    return true;
}

static void print_json(const struct scenario *scenario)
{
    const struct parameters *p = &scenario->p;
    char last[16], value[PARAMETER_VALUE];
    struct json json = {.stream = stdout};
    json_object(&json, NULL);
    json_text(&json, "file", scenario->path);
    json_text(&json, "scenario", scenario->name);
    json_text(&json, "title", p->title);
    json_text(&json, "world", scenario->world.folder);
    json_integer(&json, "regions", scenario->world.regions);
    json_integer(&json, "industries", scenario->world.industries);
    json_integer(&json, "seed", p->seed);
    json_text(&json, "start", p->start);
    json_text(&json, "end", scenario_date(scenario, scenario->steps, last));
    json_integer(&json, "steps", scenario->steps);
    json_integer(&json, "firms", p->firms);
    json_array(&json, "events");
    for (int e = 0; e < scenario->event_count; e++) {
        const struct event *event = &scenario->events[e];
        json_object(&json, NULL);
        json_text(&json, "kind", event_kind_names[event->kind]);
        json_text(&json, "start", event->start);
        json_integer(&json, "step", scenario_event_step(scenario, event));
        json_real(&json, "share", event->share);
        json_text(&json, "region", code_of(scenario->world.region, event->region));
        json_text(&json, "industry", code_of(scenario->world.industry, event->industry));
        if (event->destination >= 0)
            json_text(&json, "destination", code_of(scenario->world.region, event->destination));
        json_text(&json, "firms", event_firms_names[event->firms]);
        if (!isinf(event->weeks)) /* JSON knows no infinity: until the end */
            json_real(&json, "weeks", event->weeks);
        json_text(&json, "recovery", event_recovery_names[event->recovery]);
        json_real(&json, "recovery_weeks", event->recovery_weeks);
        json_end_object(&json);
    }
    json_end_array(&json);
    json_object(&json, "parameters");
    for (int i = 0; i < PARAMETER_COUNT; i++)
        json_text(&json, parameter_list[i].key,
                  parameter_format(&parameter_list[i], p, &scenario->world, value));
    json_end_object(&json);
    json_end_object(&json);
}

static int check(struct scenario_arguments *arguments, const char *path, enum form form)
{
    struct error err = {0};
    struct scenario *scenario = calloc(1, sizeof *scenario);
    if (scenario == NULL) {
        fail(&err, ERROR_MEMORY, "out of memory");
        return cli_error(&err);
    }
    int status = EXIT_DONE;
    if (!scenario_arguments_read(arguments, path, scenario, &err)) {
        status = cli_error(&err);
    } else {
        if (form == FORM_YAML)
            fputs(scenario->text, stdout);
        else if (form == FORM_JSON)
            print_json(scenario);
        else {
            print_text(scenario);
            if (!print_opening(scenario, &err))
                status = cli_error(&err);
        }
        scenario_free(scenario);
    }
    free(scenario);
    return status;
}

static int run(int argc, char **argv)
{
    struct error err = {0};
    struct scenario_arguments arguments;
    if (!scenario_arguments_create(&arguments, argc, &err))
        return cli_error(&err);
    enum form form = FORM_TEXT;
    int status = -1;
    for (int code;
         status < 0 && (code = cli_option(&verb_check, argc, argv, ":h", options)) != -1;) {
        if (code == 'h')
            status = EXIT_DONE;
        else if (code == OPTION_JSON)
            form = FORM_JSON;
        else if (code == OPTION_YAML)
            form = FORM_YAML;
        else if (code == '?' || !scenario_arguments_take(&arguments, &verb_check, code, optarg))
            status = EXIT_BAD_INPUT;
    }
    if (status < 0 && argc - optind != 1)
        status = cli_usage(&verb_check, "needs one SCENARIO, got %d", argc - optind);
    if (status < 0)
        status = check(&arguments, argv[optind], form);
    scenario_arguments_free(&arguments);
    return status;
}

const struct verb verb_check = {
    .name = "check",
    .arguments = "SCENARIO [OPTIONS]",
    .summary = "read a scenario and its world, and say what would run",
    .run = run,
    .help =
        "\n" SCENARIO_ARGUMENTS_HELP
        "  --yaml               print the whole configuration as a scenario\n"
        "  --json               print one JSON object: file, scenario, title, world, regions,\n"
        "                       industries, seed, start, end, steps, firms, events, parameters\n",
};

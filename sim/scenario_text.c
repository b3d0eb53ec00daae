/* The whole configuration of a run as YAML: every parameter, also those left at their default,
 * and the events. Stored in the run file, it reads back as the same scenario. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario_reading.h"

static void write_quoted(FILE *stream, const char *text)
{
    fputc('"', stream);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', stream);
        fputc(*text, stream);
    }
    fputc('"', stream);
}

static void write_parameter(FILE *stream, const struct scenario *scenario,
                            const struct parameter *parameter)
{
    char value[PARAMETER_VALUE];
    parameter_format(parameter, &scenario->p, &scenario->world, value);
    fprintf(stream, "%s%s: ", parameter->section[0] != '\0' ? "  " : "", parameter->name);
    if (parameter->type == PARAMETER_TYPE_TEXT)
        write_quoted(stream, value);
    else
        fputs(value, stream);
    fputc('\n', stream);
}

/* The list stands inside its section. */
static void write_tariffs(FILE *stream, const struct scenario *scenario)
{
    const struct world *world = &scenario->world;
    fputs(scenario->tariff_count > 0 ? "  tariffs:\n" : "  tariffs: []\n", stream);
    for (int i = 0; i < scenario->tariff_count; i++) {
        const struct tariff *tariff = &scenario->tariffs[i];
        char rate[32], old_rate[32];
        fprintf(stream, "    - {rate: %s, old_rate: %s", number_format(tariff->rate, rate),
                number_format(tariff->old_rate, old_rate));
        if (tariff->importer >= 0)
            fprintf(stream, ", importer: \"%s\"", world->region[tariff->importer].code);
        if (tariff->exporter >= 0)
            fprintf(stream, ", exporter: \"%s\"", world->region[tariff->exporter].code);
        if (tariff->industry >= 0)
            fprintf(stream, ", industry: \"%s\"", world->industry[tariff->industry].code);
        fputs("}\n", stream);
    }
}

/* The section's parameters need not stand together in parameters.def. */
static void write_section(FILE *stream, const struct scenario *scenario, const char *section)
{
    if (section[0] != '\0')
        fprintf(stream, "%s:\n", section);
    for (int p = 0; p < PARAMETER_COUNT; p++)
        if (strcmp(parameter_list[p].section, section) == 0)
            write_parameter(stream, scenario, &parameter_list[p]);
    if (strcmp(section, "policy") == 0)
        write_tariffs(stream, scenario);
}

static bool is_first_of_section(int parameter)
{
    for (int p = 0; p < parameter; p++)
        if (strcmp(parameter_list[p].section, parameter_list[parameter].section) == 0)
            return false;
    return true;
}

/* A key with a number. */
static void write_number(FILE *stream, const char *key, double value)
{
    char number[32];
    fprintf(stream, ", %s: %s", key, number_format(value, number));
}

static void write_code(FILE *stream, const char *key, const struct world_name *names, int index)
{
    fprintf(stream, ", %s: \"%s\"", key, index < 0 ? "all" : names[index].code);
}

static void write_firms(FILE *stream, const struct event *event)
{
    if (event->firms == FIRMS_LIST) {
        for (int i = 0; i < event->firm_count; i++)
            fprintf(stream, "%s%u", i == 0 ? ", firms: [" : ", ", event->firm[i]);
        fputc(']', stream);
    } else if (event->firms != FIRMS_ALL) {
        fprintf(stream, ", firms: %s", event_firms_names[event->firms]);
        write_number(stream, "firms_share", event->firms_share);
    }
}

static void write_size(FILE *stream, const struct event *event)
{
    if (event->is_level)
        write_number(stream, "level", event->share);
    else if (event->kind == EVENT_TARIFF)
        write_number(stream, "rate", event->rate);
    else
        write_number(stream, event_key_names[event_forms[event->kind].size], event->share);
}

static void write_place(FILE *stream, const struct world *world, const struct event *event)
{
    bool tariff = event->kind == EVENT_TARIFF;
    if (tariff || event->kind == EVENT_ROUTE_CLOSURE) {
        write_code(stream, tariff ? "exporter" : "origin", world->region, event->region);
        write_code(stream, tariff ? "importer" : "destination", world->region, event->destination);
    } else if (event->region >= 0) {
        write_code(stream, "region", world->region, event->region);
    }
    if (event->industry >= 0 && event_takes(event->kind, EVENT_KEY_industry))
        write_code(stream, "industry", world->industry, event->industry);
    if (event->kind == EVENT_CHOKEPOINT_CLOSURE)
        fprintf(stream, ", chokepoint: \"%s\"", world->chokepoint[event->chokepoint]);
}

static void write_event(FILE *stream, const struct world *world, const struct event *event)
{
    fprintf(stream, "  - {kind: %s, start: %s", event_kind_names[event->kind], event->start);
    write_size(stream, event);
    write_place(stream, world, event);
    if (event_takes(event->kind, EVENT_KEY_of))
        fprintf(stream, ", of: %s", event_of_names[event->of]);
    write_firms(stream, event);
    if (event->kind == EVENT_TARIFF)
        write_number(stream, "old_rate", event->old_rate);
    if (event->delay > 0)
        write_number(stream, "delay", event->delay);
    if (!event_is_once(event->kind) && !isinf(event->weeks)) {
        write_number(stream, "weeks", event->weeks);
        fprintf(stream, ", recovery: %s", event_recovery_names[event->recovery]);
    }
    if (event->recovery != RECOVERY_AT_ONCE)
        write_number(stream, "recovery_weeks", event->recovery_weeks);
    fputs("}\n", stream);
}

char *scenario_text(const struct scenario *scenario)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    if (stream == NULL)
        return NULL;
    for (int p = 0; p < PARAMETER_COUNT; p++)
        if (is_first_of_section(p))
            write_section(stream, scenario, parameter_list[p].section);
    fputs(scenario->event_count > 0 ? "events:\n" : "events: []\n", stream);
    for (int e = 0; e < scenario->event_count; e++)
        write_event(stream, &scenario->world, &scenario->events[e]);
    if (fclose(stream) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

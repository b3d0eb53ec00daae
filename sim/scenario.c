#include "sim/scenario.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "sim/scenario_reading.h"

char *origin_place(const struct reading *reading, const struct origin *origin,
                   char text[static PLACE_TEXT])
{
    if (origin->option != NULL)
        snprintf(text, PLACE_TEXT, "%s", origin->option);
    else if (origin->file != NULL)
        scenario_file_place(origin->file, origin->node, text);
    else
        snprintf(text, PLACE_TEXT, "%.800s", reading->scenario->path);
    return text;
}

/* The value of `extends`, or NULL; text is NULL with a failure where it is no text. */
static const yaml_node_t *find_extends(const struct scenario_file *file, const char **text,
                                       struct error *err)
{
    const yaml_node_t *root = scenario_file_root(file);
    for (const yaml_node_pair_t *pair = root->data.mapping.pairs.start;
         pair < root->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = scenario_file_node(file, pair->key);
        if (key->type != YAML_SCALAR_NODE ||
            strcmp((const char *)key->data.scalar.value, "extends") != 0)
            continue;
        const yaml_node_t *value = scenario_file_node(file, pair->value);
        *text = scenario_node_text(file, value, "extends", err);
        return value;
    }
    return NULL;
}

/* The scenario, its parent, and so on. */
static bool read_chain(struct reading *reading, const char *path, struct error *err)
{
    if (!scenario_file_read(&reading->chain[0], path, NULL, err))
        return false;
    reading->chain_length = 1;
    for (;;) {
        const struct scenario_file *child = &reading->chain[reading->chain_length - 1];
        const char *name = NULL;
        const yaml_node_t *node = find_extends(child, &name, err);
        if (node == NULL)
            return true;
        if (name == NULL)
            return false;
        char place[PLACE_TEXT], asked_by[PLACE_TEXT + 16], folder[PATH_MAX], parent[PATH_MAX * 2];
        scenario_file_place(child, node, place);
        snprintf(asked_by, sizeof asked_by, "%s: extends", place);
        if (reading->chain_length == CHAIN_MAX)
            return fail(err, ERROR_CONFIG, "%s: more than %d files extend each other", asked_by,
                        CHAIN_MAX);
        snprintf(folder, sizeof folder, "%s", child->path);
        if (name[0] == '/')
            snprintf(parent, sizeof parent, "%s", name);
        else
            snprintf(parent, sizeof parent, "%s/%s", dirname(folder), name);
        /* Beside a scenario of the current folder, "./" would only lengthen messages. */
        const char *shown = strncmp(parent, "./", 2) == 0 ? parent + 2 : parent;
        struct scenario_file *file = &reading->chain[reading->chain_length];
        if (!scenario_file_read(file, shown, asked_by, err))
            return false;
        reading->chain_length++;
        for (int i = 0; i < reading->chain_length - 1; i++)
            if (reading->chain[i].device == file->device && reading->chain[i].inode == file->inode)
                return fail(err, ERROR_CONFIG, "%s: %.300s extends this file, in a circle",
                            asked_by, shown);
    }
}

/* Parents first, so that children have the last word, and the command line after them. */
static bool apply_all(struct reading *reading, const struct scenario_options *options,
                      struct error *err)
{
    for (int i = reading->chain_length - 1; i >= 0; i--)
        if (!scenario_apply_file(reading, &reading->chain[i], err))
            return false;
    for (int i = 0; i < options->setting_count; i++)
        if (!scenario_apply_setting(reading, &options->settings[i], err))
            return false;
    return true;
}

static bool set_clock(struct reading *reading, uint32_t steps, struct error *err)
{
    struct scenario *scenario = reading->scenario;
    struct parameters *p = &scenario->p;
    char place[PLACE_TEXT];
    int32_t end;
    date_parse(p->start, &scenario->start_day);
    scenario->days_per_step = p->step == CLOCK_DAY ? 1 : 7;
    if (steps > 0) {
        int64_t last = scenario->start_day + (int64_t)steps * scenario->days_per_step;
        char text[DATE_TEXT];
        if (last > DATE_LAST ||
            !parameter_read(&parameter_list[PARAMETER_clock_end], date_format((int32_t)last, text),
                            "--steps", p, NULL))
            return fail(err, ERROR_USAGE, "--steps: %u steps end after the year 2199", steps);
        scenario->is_set[PARAMETER_clock_end] = true;
    }
    date_parse(p->end, &end);
    if (end <= scenario->start_day) {
        bool end_set = scenario->is_set[PARAMETER_clock_end];
        int culprit = end_set ? PARAMETER_clock_end : PARAMETER_clock_start;
        return fail(err, ERROR_CONFIG,
                    "%s: %s: \"%s\" makes no run; allowed: clock.end (%s) after clock.start (%s)",
                    origin_place(reading, &reading->origin[culprit], place),
                    parameter_list[culprit].key, end_set ? p->end : p->start, p->end, p->start);
    }
    int32_t days = end - scenario->start_day;
    scenario->steps = (uint32_t)((days + scenario->days_per_step - 1) / scenario->days_per_step);
    return true;
}

/* Text parameters that name a region. */
static bool check_regions(const struct reading *reading, struct error *err)
{
    char place[PLACE_TEXT], code[PARAMETER_VALUE];
    for (int p = 0; p < PARAMETER_COUNT; p++) {
        const struct parameter *parameter = &parameter_list[p];
        if (parameter->type != PARAMETER_TYPE_TEXT || strcmp(parameter->unit, "region") != 0)
            continue;
        parameter_format(parameter, &reading->scenario->p, NULL, code);
        if (code[0] != '\0' && scenario_region(&reading->scenario->world, code,
                                               origin_place(reading, &reading->origin[p], place),
                                               parameter->key, err) < 0)
            return false;
    }
    return true;
}

/* What the last region sends or receives follows from the others: a factor of its own would be
 * ignored. One factor for all regions is its factor too. */
static bool check_migration(const struct reading *reading, struct error *err)
{
    const struct scenario *scenario = reading->scenario;
    const double *factor = scenario->p.migration;
    int last = scenario->world.regions - 1;
    bool own = false;
    char place[PLACE_TEXT], value[32];
    for (int r = 0; r < last && factor[last] != 1; r++)
        own = own || factor[r] != factor[last];
    return !own ||
           fail(
               err, ERROR_CONFIG,
               "%s: growth.migration.%s: %s is a factor of its own; allowed: none, the last region "
               "takes what the others send or receive",
               origin_place(reading, &reading->origin[PARAMETER_growth_migration], place),
               scenario->world.region[last].code, number_format(factor[last], value));
}

static void set_name(struct scenario *scenario, const char *path)
{
    const char *slash = strrchr(path, '/');
    snprintf(scenario->path, sizeof scenario->path, "%s", path);
    snprintf(scenario->name, sizeof scenario->name, "%s", slash != NULL ? slash + 1 : path);
    char *dot = strrchr(scenario->name, '.');
    if (dot != NULL && dot != scenario->name)
        *dot = '\0';
}

static bool read_all(struct reading *reading, const char *path,
                     const struct scenario_options *options, struct error *err)
{
    struct scenario *scenario = reading->scenario;
    /* Twice: the world must be known for the codes of regions, and which one it is must be read
     * before that. Faults that need no world are found without it. */
    if (!read_chain(reading, path, err) || !apply_all(reading, options, err) ||
        !scenario_world_read(reading, err) || !apply_all(reading, options, err) ||
        !set_clock(reading, options->steps, err) || !check_regions(reading, err) ||
        !check_migration(reading, err) || !scenario_events_read(reading, err) ||
        !scenario_tariffs_read(reading, err))
        return false;
    scenario->text = scenario_text(scenario);
    return scenario->text != NULL ||
           fail(err, ERROR_MEMORY, "out of memory while reading %.800s", path);
}

bool scenario_read(struct scenario *scenario, const char *path,
                   const struct scenario_options *options, struct error *err)
{
    memset(scenario, 0, sizeof *scenario);
    set_name(scenario, path);
    parameters_default(&scenario->p);
    struct reading *reading = calloc(1, sizeof *reading);
    if (reading == NULL)
        return fail(err, ERROR_MEMORY, "out of memory while reading %.800s", path);
    reading->scenario = scenario;
    const struct scenario_options none = {0};
    bool good = read_all(reading, path, options != NULL ? options : &none, err);
    for (int i = 0; i < CHAIN_MAX; i++)
        scenario_file_free(&reading->chain[i]);
    scenario_file_free(&reading->events_setting);
    scenario_file_free(&reading->tariffs_setting);
    free(reading);
    if (!good)
        scenario_free(scenario);
    return good;
}

void scenario_free(struct scenario *scenario)
{
    world_free(&scenario->world);
    free(scenario->text);
    scenario->text = NULL;
}

uint32_t scenario_event_step(const struct scenario *scenario, const struct event *event)
{
    int32_t day = scenario->start_day;
    date_parse(event->start, &day);
    return (uint32_t)((day - scenario->start_day) / scenario->days_per_step) + 1;
}

char *scenario_date(const struct scenario *scenario, uint32_t step, char text[static 16])
{
    return date_format(scenario->start_day + (int32_t)step * scenario->days_per_step, text);
}

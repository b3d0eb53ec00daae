/* The list of scheduled events: which keys a kind of event takes, and what they may be. */
#include <stdio.h>
#include <string.h>

#include "core/date.h"
#include "sim/scenario_reading.h"

enum event_key {
    KEY_KIND,
    KEY_START,
    KEY_WEEKS,
    KEY_SHARE,
    KEY_REGION,
    KEY_INDUSTRY,
    KEY_RECOVERY,
    KEY_RECOVERY_WEEKS,
    EVENT_KEYS
};

static const char *const key_names[EVENT_KEYS] = {
    "kind", "start", "weeks", "share", "region", "industry", "recovery", "recovery_weeks"};

/* Longest that an event may last or take to pass: a century. */
static const double WEEKS_MOST = 5200;

/* One event while it is read. */
struct item {
    const struct reading *reading;
    const struct scenario_file *file;
    const yaml_node_t *node;              /* the mapping */
    const yaml_node_t *value[EVENT_KEYS]; /* NULL where the key is not there */
    const char *text[EVENT_KEYS];
    int number; /* in the list, from 1 */
};

/* The place of a key's value, or of the item where the key is missing, and "events[2].share". */
static const char *place_of(const struct item *item, enum event_key key,
                            char place[static PLACE_TEXT])
{
    return scenario_file_place(item->file, item->value[key] != NULL ? item->value[key] : item->node,
                               place);
}

static char *name_of(const struct item *item, const char *key, char name[static 96])
{
    snprintf(name, 96, "events[%d].%.60s", item->number, key);
    return name;
}

static bool refuse(const struct item *item, enum event_key key, const char *what,
                   const char *allowed, struct error *err)
{
    char place[PLACE_TEXT], name[96];
    const char *text = item->text[key];
    place_of(item, key, place);
    name_of(item, key_names[key], name);
    if (text == NULL)
        return fail(err, ERROR_CONFIG, "%s: %s: %s; allowed: %s", place, name, what, allowed);
    return fail(err, ERROR_CONFIG, "%s: %s: \"%.60s\" %s; allowed: %s", place, name, text, what,
                allowed);
}

static bool read_keys(struct item *item, struct error *err)
{
    char place[PLACE_TEXT], name[96], hint[SUGGEST_TEXT];
    if (item->node->type != YAML_MAPPING_NODE)
        return fail(err, ERROR_CONFIG,
                    "%s: events[%d]: is %s; allowed: a mapping such as "
                    "{kind: capacity_loss, start: 2026-01-05, ...}",
                    scenario_file_place(item->file, item->node, place), item->number,
                    scenario_node_kind(item->node));
    for (const yaml_node_pair_t *pair = item->node->data.mapping.pairs.start;
         pair < item->node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key_node = scenario_file_node(item->file, pair->key);
        name_of(item, "key", name);
        const char *key = scenario_node_text(item->file, key_node, name, err);
        if (key == NULL)
            return false;
        name_of(item, key, name);
        int k = 0;
        struct suggest suggest = suggest_for(key);
        for (; k < EVENT_KEYS && strcmp(key, key_names[k]) != 0; k++)
            suggest_offer(&suggest, key_names[k]);
        if (k == EVENT_KEYS)
            return fail(err, ERROR_CONFIG,
                        "%s: %s: unknown key; allowed: kind, start, weeks, share, region, "
                        "industry, recovery, recovery_weeks%s",
                        scenario_file_place(item->file, key_node, place), name,
                        suggest_text(&suggest, hint));
        if (!scenario_key_is_new(item->file, item->node, pair, name, err))
            return false;
        item->value[k] = scenario_file_node(item->file, pair->value);
        item->text[k] = scenario_node_text(item->file, item->value[k], name, err);
        if (item->text[k] == NULL)
            return false;
    }
    return true;
}

/* Index of the text in names, or -1 with a failure. */
static int read_name(const struct item *item, enum event_key key, const char *const *names,
                     int count, struct error *err)
{
    char allowed[400] = "", hint[SUGGEST_TEXT];
    size_t used = 0;
    struct suggest suggest = suggest_for(item->text[key] != NULL ? item->text[key] : "");
    for (int i = 0; i < count; i++) {
        if (item->text[key] != NULL && strcmp(item->text[key], names[i]) == 0)
            return i;
        suggest_offer(&suggest, names[i]);
        used += (size_t)snprintf(allowed + used, sizeof allowed - used, "%s%s", i > 0 ? ", " : "",
                                 names[i]);
    }
    snprintf(allowed + used, sizeof allowed - used, "%s", suggest_text(&suggest, hint));
    refuse(item, key, item->text[key] == NULL ? "is missing" : "is not known", allowed, err);
    return -1;
}

static bool read_number(const struct item *item, enum event_key key, double least, double most,
                        const char *allowed, double *number, struct error *err)
{
    if (item->text[key] == NULL)
        return refuse(item, key, "is missing", allowed, err);
    if (item->value[key]->data.scalar.style != YAML_PLAIN_SCALAR_STYLE ||
        !number_read(item->text[key], number))
        return refuse(item, key, "is not a number", allowed, err);
    if (!(*number >= least && *number <= most))
        return refuse(item, key, "is out of range", allowed, err);
    return true;
}

static bool read_start(const struct item *item, struct event *event, struct error *err)
{
    char allowed[80];
    int32_t day, start = item->reading->scenario->start_day;
    char first[DATE_TEXT];
    snprintf(allowed, sizeof allowed, "a day as YYYY-MM-DD, from clock.start, %s, on",
             date_format(start, first));
    if (item->text[KEY_START] == NULL)
        return refuse(item, KEY_START, "is missing", allowed, err);
    if (!date_parse(item->text[KEY_START], &day))
        return refuse(item, KEY_START, "is not a day of the calendar", allowed, err);
    if (day < start)
        return refuse(item, KEY_START, "is before the run begins", allowed, err);
    memcpy(event->start, item->text[KEY_START], DATE_TEXT);
    return true;
}

/* A code, or nothing or `all` for everywhere: -1. */
static bool read_place(const struct item *item, struct event *event, struct error *err)
{
    const struct world *world = &item->reading->scenario->world;
    char place[PLACE_TEXT], name[96];
    const char *region = item->text[KEY_REGION], *industry = item->text[KEY_INDUSTRY];
    event->region = event->industry = -1;
    if (region != NULL && strcmp(region, "all") != 0) {
        event->region = scenario_region(world, region, place_of(item, KEY_REGION, place),
                                        name_of(item, "region", name), err);
        if (event->region < 0)
            return false;
    }
    if (industry != NULL && strcmp(industry, "all") != 0) {
        event->industry = scenario_industry(world, industry, place_of(item, KEY_INDUSTRY, place),
                                            name_of(item, "industry", name), err);
        if (event->industry < 0)
            return false;
    }
    return true;
}

/* How long it lasts and how it passes. A loss of stocks does neither: they are gone at once,
 * and what fills them up again is the firms' own orders. */
static bool read_course(const struct item *item, struct event *event, struct error *err)
{
    if (event->kind == EVENT_INPUT_STOCK_LOSS) {
        static const enum event_key unused[] = {KEY_WEEKS, KEY_RECOVERY, KEY_RECOVERY_WEEKS};
        for (size_t i = 0; i < sizeof unused / sizeof *unused; i++)
            if (item->text[unused[i]] != NULL)
                return refuse(item, unused[i], "means nothing for input_stock_loss",
                              "kind, start, share, region, industry", err);
        return true;
    }
    if (!read_number(item, KEY_WEEKS, 0, WEEKS_MOST, "0 to 5200 weeks", &event->weeks, err))
        return false;
    if (item->text[KEY_RECOVERY] != NULL) {
        int recovery = read_name(item, KEY_RECOVERY, event_recovery_names, EVENT_RECOVERIES, err);
        if (recovery < 0)
            return false;
        event->recovery = (enum event_recovery)recovery;
    }
    if (event->recovery != RECOVERY_AT_ONCE)
        return read_number(item, KEY_RECOVERY_WEEKS, 0.01, WEEKS_MOST, "0.01 to 5200 weeks",
                           &event->recovery_weeks, err);
    if (item->text[KEY_RECOVERY_WEEKS] != NULL)
        return refuse(item, KEY_RECOVERY_WEEKS, "needs a recovery that takes time",
                      "recovery: linear, recovery: exponential", err);
    if (event->weeks <= 0)
        return refuse(item, KEY_WEEKS, "is an event that never is",
                      "above 0 weeks, or a recovery that takes time", err);
    return true;
}

static bool read_event(struct item *item, struct event *event, struct error *err)
{
    *event = (struct event){
        .line = item->file->option == NULL ? (int)item->node->start_mark.line + 1 : 0};
    if (!read_keys(item, err))
        return false;
    int kind = read_name(item, KEY_KIND, event_kind_names, EVENT_KINDS, err);
    if (kind < 0)
        return false;
    event->kind = (enum event_kind)kind;
    bool demand = event->kind == EVENT_FINAL_DEMAND;
    return read_start(item, event, err) &&
           read_number(item, KEY_SHARE, demand ? -1 : 0, 1,
                       demand ? "-1 to 1, the share of final demand that is added"
                              : "0 to 1, the share that is lost",
                       &event->share, err) &&
           read_place(item, event, err) && read_course(item, event, err);
}

/* Stable: events of one day keep the order of the list. ISO dates sort as text. */
static void sort_by_start(struct event *events, int count)
{
    for (int i = 1; i < count; i++) {
        struct event event = events[i];
        int j = i;
        for (; j > 0 && strcmp(events[j - 1].start, event.start) > 0; j--)
            events[j] = events[j - 1];
        events[j] = event;
    }
}

bool scenario_events_read(struct reading *reading, struct error *err)
{
    struct scenario *scenario = reading->scenario;
    const yaml_node_t *list = reading->events.node;
    scenario->event_count = 0;
    if (list == NULL || list->type != YAML_SEQUENCE_NODE)
        return true;
    for (const yaml_node_item_t *i = list->data.sequence.items.start;
         i < list->data.sequence.items.top; i++) {
        struct item item = {.reading = reading,
                            .file = reading->events.file,
                            .node = scenario_file_node(reading->events.file, *i),
                            .number = scenario->event_count + 1};
        if (scenario->event_count == EVENTS_MAX) {
            char place[PLACE_TEXT];
            return fail(err, ERROR_CONFIG, "%s: events: holds more than %d events",
                        scenario_file_place(item.file, item.node, place), EVENTS_MAX);
        }
        if (!read_event(&item, &scenario->events[scenario->event_count], err))
            return false;
        scenario->event_count++;
    }
    sort_by_start(scenario->events, scenario->event_count);
    return true;
}

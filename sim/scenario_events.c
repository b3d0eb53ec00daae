/* The list of scheduled events: which keys a kind of event takes (agents/event_kind.def), and what
 * they may be. A list of regions or industries stands for as many events. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/date.h"
#include "sim/scenario_reading.h"

/* Longest that an event may last or take to pass: a century. */
static const double WEEKS_MOST = 5200;

/* One event while it is read. */
struct item {
    const struct reading *reading;
    const struct scenario_file *file;
    const yaml_node_t *node;              /* the mapping */
    const yaml_node_t *value[EVENT_KEYS]; /* NULL where the key is not there */
    const char *text[EVENT_KEYS];         /* NULL for a list */
    int number;                           /* in the list, from 1 */
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

enum { KEYS_TEXT = 320 };

static bool refuse(const struct item *item, enum event_key key, const char *what,
                   const char *allowed, struct error *err)
{
    char place[PLACE_TEXT], name[96];
    const char *text = item->text[key];
    place_of(item, key, place);
    name_of(item, event_key_names[key], name);
    if (text == NULL)
        return fail(err, ERROR_CONFIG, "%s: %s: %s%s; allowed: %s", place, name,
                    item->value[key] != NULL ? "the list " : "", what, allowed);
    return fail(err, ERROR_CONFIG, "%s: %s: \"%.60s\" %s; allowed: %s", place, name, text, what,
                allowed);
}

static bool may_be_list(enum event_key key)
{
    return key == EVENT_KEY_region || key == EVENT_KEY_industry || key == EVENT_KEY_firms;
}

/* The kind that the item names, or EVENT_KINDS. */
static enum event_kind kind_of(const struct item *item)
{
    const yaml_node_t *node = item->node;
    for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = scenario_file_node(item->file, pair->key);
        const yaml_node_t *value = scenario_file_node(item->file, pair->value);
        if (key->type != YAML_SCALAR_NODE || value->type != YAML_SCALAR_NODE ||
            strcmp((const char *)key->data.scalar.value, "kind") != 0)
            continue;
        for (int kind = 0; kind < EVENT_KINDS; kind++)
            if (strcmp((const char *)value->data.scalar.value, event_kind_names[kind]) == 0)
                return (enum event_kind)kind;
    }
    return EVENT_KINDS;
}

/* The keys that the item's kind takes; all where it has none. */
static char *list_keys(const struct item *item, char text[static KEYS_TEXT])
{
    enum event_kind kind = kind_of(item);
    size_t used = 0;
    for (int key = 0; key < EVENT_KEYS; key++)
        if (kind == EVENT_KINDS || event_takes(kind, (enum event_key)key))
            used += (size_t)snprintf(text + used, KEYS_TEXT - used, "%s%s", used > 0 ? ", " : "",
                                     event_key_names[key]);
    return text;
}

static bool read_keys(struct item *item, struct error *err)
{
    char place[PLACE_TEXT], name[96], hint[SUGGEST_TEXT], keys[KEYS_TEXT];
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
        for (; k < EVENT_KEYS && strcmp(key, event_key_names[k]) != 0; k++)
            suggest_offer(&suggest, event_key_names[k]);
        if (k == EVENT_KEYS)
            return fail(err, ERROR_CONFIG, "%s: %s: unknown key; allowed: %s%s",
                        scenario_file_place(item->file, key_node, place), name,
                        list_keys(item, keys), suggest_text(&suggest, hint));
        if (!scenario_key_is_new(item->file, item->node, pair, name, err))
            return false;
        item->value[k] = scenario_file_node(item->file, pair->value);
        if (may_be_list((enum event_key)k) && item->value[k]->type == YAML_SEQUENCE_NODE)
            continue;
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
    if (item->text[EVENT_KEY_start] == NULL)
        return refuse(item, EVENT_KEY_start, "is missing", allowed, err);
    if (!date_parse(item->text[EVENT_KEY_start], &day))
        return refuse(item, EVENT_KEY_start, "is not a day of the calendar", allowed, err);
    if (day < start)
        return refuse(item, EVENT_KEY_start, "is before the run begins", allowed, err);
    memcpy(event->start, item->text[EVENT_KEY_start], DATE_TEXT);
    return true;
}

/* --- places -------------------------------------------------------------------------------- */

/* Places that one item names: one, or the members of a list. */
struct places {
    int count;
    int index[REGIONS_MAX > INDUSTRIES_MAX ? REGIONS_MAX : INDUSTRIES_MAX];
};

/* The code of one region or industry: its index, -1 for `all`, -2 with a failure. */
static int find_place(const struct item *item, enum event_key key, const char *code,
                      const yaml_node_t *node, struct error *err)
{
    const struct world *world = &item->reading->scenario->world;
    char place[PLACE_TEXT], name[96];
    if (strcmp(code, "all") == 0)
        return -1;
    scenario_file_place(item->file, node, place);
    name_of(item, event_key_names[key], name);
    int index = key == EVENT_KEY_industry ? scenario_industry(world, code, place, name, err)
                                          : scenario_region(world, code, place, name, err);
    return index < 0 ? -2 : index;
}

static bool read_place_list(const struct item *item, enum event_key key, struct places *places,
                            struct error *err)
{
    char name[96], place[PLACE_TEXT];
    name_of(item, event_key_names[key], name);
    const yaml_node_t *list = item->value[key];
    places->count = 0;
    for (const yaml_node_item_t *i = list->data.sequence.items.start;
         i < list->data.sequence.items.top; i++) {
        const yaml_node_t *node = scenario_file_node(item->file, *i);
        const char *code = scenario_node_text(item->file, node, name, err);
        int index = code != NULL ? find_place(item, key, code, node, err) : -2;
        if (index == -2)
            return false;
        if (index == -1)
            return fail(err, ERROR_CONFIG, "%s: %s: \"all\" stands alone, not in a list",
                        scenario_file_place(item->file, node, place), name);
        for (int n = 0; n < places->count; n++)
            if (places->index[n] == index)
                return fail(err, ERROR_CONFIG, "%s: %s: \"%.60s\" is named twice",
                            scenario_file_place(item->file, node, place), name, code);
        places->index[places->count++] = index;
    }
    return places->count > 0 || fail(err, ERROR_CONFIG, "%s: %s: is an empty list; allowed: all",
                                     scenario_file_place(item->file, list, place), name);
}

/* A code, or nothing or `all` for everywhere. */
static bool read_places(const struct item *item, enum event_key key, struct places *places,
                        struct error *err)
{
    *places = (struct places){.count = 1, .index = {-1}};
    if (item->text[key] != NULL)
        places->index[0] = find_place(item, key, item->text[key], item->value[key], err);
    else if (item->value[key] != NULL)
        return read_place_list(item, key, places, err);
    return places->index[0] != -2;
}

/* One code. */
static bool read_place(const struct item *item, enum event_key key, int *index, struct error *err)
{
    struct places places;
    if (item->text[key] == NULL)
        return refuse(item, key, "is missing", "all, or the code of a region", err);
    bool good = read_places(item, key, &places, err);
    *index = places.index[0];
    return good;
}

static bool read_chokepoint(const struct item *item, struct event *event, struct error *err)
{
    const struct world *world = &item->reading->scenario->world;
    const char *names[CHOKEPOINTS_MAX];
    for (int n = 0; n < world->chokepoints; n++)
        names[n] = world->chokepoint[n];
    event->chokepoint = read_name(item, EVENT_KEY_chokepoint, names, world->chokepoints, err);
    return event->chokepoint >= 0;
}

/* --- firms --------------------------------------------------------------------------------- */

static bool read_firm_list(const struct item *item, struct event *event, struct error *err)
{
    char name[96], place[PLACE_TEXT];
    double most = (double)item->reading->scenario->p.firms - 1, number;
    const yaml_node_t *list = item->value[EVENT_KEY_firms];
    name_of(item, "firms", name);
    event->firms = FIRMS_LIST;
    for (const yaml_node_item_t *i = list->data.sequence.items.start;
         i < list->data.sequence.items.top; i++) {
        const yaml_node_t *node = scenario_file_node(item->file, *i);
        const char *text = scenario_node_text(item->file, node, name, err);
        if (text == NULL)
            return false;
        scenario_file_place(item->file, node, place);
        if (!number_read(text, &number) || !(number >= 0 && number <= most) ||
            number != floor(number))
            return fail(err, ERROR_CONFIG,
                        "%s: %s: \"%.60s\" is no firm; allowed: whole numbers from 0 to %.0f",
                        place, name, text, most);
        if (event->firm_count == EVENT_FIRMS_MAX)
            return fail(err, ERROR_CONFIG, "%s: %s: names more than %d firms", place, name,
                        EVENT_FIRMS_MAX);
        event->firm[event->firm_count++] = (uint32_t)number;
    }
    return event->firm_count > 0 ||
           refuse(item, EVENT_KEY_firms, "is empty", "the numbers of firms, such as [3, 17]", err);
}

static bool read_firms(const struct item *item, struct event *event, struct error *err)
{
    bool listed = item->value[EVENT_KEY_firms] != NULL && item->text[EVENT_KEY_firms] == NULL;
    if (listed) {
        static const enum event_key unused[] = {EVENT_KEY_region, EVENT_KEY_industry,
                                                EVENT_KEY_firms_share};
        for (size_t i = 0; i < sizeof unused / sizeof *unused; i++)
            if (item->value[unused[i]] != NULL)
                return refuse(item, unused[i], "means nothing where firms are listed",
                              "a list of firms alone", err);
        return read_firm_list(item, event, err);
    }
    if (item->text[EVENT_KEY_firms] != NULL) {
        int rule = read_name(item, EVENT_KEY_firms, event_firms_names, FIRMS_LIST, err);
        if (rule < 0)
            return false;
        event->firms = (enum event_firms)rule;
    }
    if (event->firms != FIRMS_ALL)
        return read_number(item, EVENT_KEY_firms_share, 0, 1, "0 to 1, the share of the firms",
                           &event->firms_share, err);
    return item->value[EVENT_KEY_firms_share] == NULL ||
           refuse(item, EVENT_KEY_firms_share, "needs a rule",
                  "firms: random, firms: largest, firms: smallest", err);
}

/* --- course and size ----------------------------------------------------------------------- */

/* How long it lasts and how it passes. A loss of stocks does neither: they are gone at once,
 * and what fills them up again is the firms' own orders. A tariff may stay. */
static bool read_course(const struct item *item, struct event *event, struct error *err)
{
    if (event->kind == EVENT_TARIFF && item->value[EVENT_KEY_weeks] == NULL) {
        event->weeks = HUGE_VAL;
        for (int key = EVENT_KEY_recovery; key <= EVENT_KEY_recovery_weeks; key++)
            if (item->value[key] != NULL)
                return refuse(item, (enum event_key)key, "needs an end",
                              "with weeks: how long the tariff lasts", err);
        return true;
    }
    if (!read_number(item, EVENT_KEY_weeks, 0, WEEKS_MOST, "0 to 5200 weeks", &event->weeks, err))
        return false;
    if (item->text[EVENT_KEY_recovery] != NULL) {
        int recovery =
            read_name(item, EVENT_KEY_recovery, event_recovery_names, EVENT_RECOVERIES, err);
        if (recovery < 0)
            return false;
        event->recovery = (enum event_recovery)recovery;
    }
    if (event->recovery != RECOVERY_AT_ONCE)
        return read_number(item, EVENT_KEY_recovery_weeks, 0.01, WEEKS_MOST, "0.01 to 5200 weeks",
                           &event->recovery_weeks, err);
    if (item->text[EVENT_KEY_recovery_weeks] != NULL)
        return refuse(item, EVENT_KEY_recovery_weeks, "needs a recovery that takes time",
                      "recovery: linear, recovery: exponential", err);
    if (event->weeks <= 0)
        return refuse(item, EVENT_KEY_weeks, "is an event that never is",
                      "above 0 weeks, or a recovery that takes time", err);
    return true;
}

static bool read_tariff(const struct item *item, struct event *event, struct error *err)
{
    event->rate = event->share;
    if (item->text[EVENT_KEY_old_rate] != NULL &&
        !read_number(item, EVENT_KEY_old_rate, 0, 5, "0 to 5, the rate that trade bears already",
                     &event->old_rate, err))
        return false;
    event->share = (1 + event->rate) / (1 + event->old_rate) - 1;
    return read_place(item, EVENT_KEY_importer, &event->destination, err) &&
           read_place(item, EVENT_KEY_exporter, &event->region, err);
}

static bool read_of(const struct item *item, struct event *event, struct error *err)
{
    bool demand = event->kind == EVENT_FINAL_DEMAND;
    static const char *const others[] = {"households", "investors", "sellers"};
    static const enum event_of whose[] = {OF_HOUSEHOLDS, OF_INVESTORS, OF_SELLERS};
    if (demand && item->text[EVENT_KEY_of] == NULL)
        return true;
    int of = demand ? read_name(item, EVENT_KEY_of, event_of_names, OF_SELLERS, err)
                    : read_name(item, EVENT_KEY_of, others, 3, err);
    if (of < 0)
        return false;
    event->of = demand ? (enum event_of)of : whose[of];
    if (!demand && event->of == OF_HOUSEHOLDS && item->value[EVENT_KEY_industry] != NULL)
        return refuse(item, EVENT_KEY_industry, "means nothing for households",
                      "of: sellers, of: investors", err);
    return true;
}

static bool read_level(const struct item *item, struct event *event, struct error *err)
{
    event->is_level = true;
    if (item->value[EVENT_KEY_change] != NULL)
        return refuse(item, EVENT_KEY_level, "stands beside a change", "one of the two", err);
    return read_number(item, EVENT_KEY_level, -0.05, 1, "-0.05 to 1 a year, the rate itself",
                       &event->share, err);
}

/* A closure may only lengthen the way. */
static bool read_delay(const struct item *item, struct event *event, struct error *err)
{
    return item->text[EVENT_KEY_delay] == NULL ||
           read_number(item, EVENT_KEY_delay, 0, 52, "0 to 52 weeks more", &event->delay, err);
}

static bool read_size(const struct item *item, struct event *event, struct error *err)
{
    const struct event_form *form = &event_forms[event->kind];
    if (event_takes(event->kind, EVENT_KEY_level) && item->value[EVENT_KEY_level] != NULL)
        return read_level(item, event, err);
    return read_number(item, form->size, form->least, form->most, form->allowed, &event->share,
                       err);
}

/* What only some kinds have, in the order in which a reader expects to be told. */
static bool read_rest(const struct item *item, struct event *event, struct error *err)
{
    enum event_kind kind = event->kind;
    if (event_takes(kind, EVENT_KEY_of) && !read_of(item, event, err))
        return false;
    if (event_takes(kind, EVENT_KEY_firms) && !read_firms(item, event, err))
        return false;
    if (event_takes(kind, EVENT_KEY_chokepoint) && !read_chokepoint(item, event, err))
        return false;
    if (event_takes(kind, EVENT_KEY_delay) && !read_delay(item, event, err))
        return false;
    if (kind == EVENT_ROUTE_CLOSURE &&
        (!read_place(item, EVENT_KEY_origin, &event->region, err) ||
         !read_place(item, EVENT_KEY_destination, &event->destination, err)))
        return false;
    return kind != EVENT_TARIFF || read_tariff(item, event, err);
}

static bool check_keys(const struct item *item, enum event_kind kind, struct error *err)
{
    char keys[KEYS_TEXT], what[96];
    for (int key = 0; key < EVENT_KEYS; key++)
        if (item->value[key] != NULL && !event_takes(kind, (enum event_key)key)) {
            snprintf(what, sizeof what, "means nothing for %s", event_kind_names[kind]);
            return refuse(item, (enum event_key)key, what, list_keys(item, keys), err);
        }
    return true;
}

/* Reads an item into one event, and the places that it stands for. */
static bool read_event(struct item *item, struct event *event, struct places *regions,
                       struct places *industries, struct error *err)
{
    *event = (struct event){
        .line = item->file->option == NULL ? (int)item->node->start_mark.line + 1 : 0,
        .region = -1,
        .industry = -1,
        .destination = -1};
    if (!read_keys(item, err))
        return false;
    int kind = read_name(item, EVENT_KEY_kind, event_kind_names, EVENT_KINDS, err);
    if (kind < 0)
        return false;
    event->kind = (enum event_kind)kind;
    return check_keys(item, event->kind, err) && read_start(item, event, err) &&
           read_size(item, event, err) && read_places(item, EVENT_KEY_region, regions, err) &&
           read_places(item, EVENT_KEY_industry, industries, err) && read_rest(item, event, err) &&
           (event_is_once(event->kind) || read_course(item, event, err));
}

/* A list of places is as many events, which differ in nothing else. */
static bool add_events(struct item *item, const struct event *event, const struct places *regions,
                       const struct places *industries, struct error *err)
{
    struct scenario *scenario = item->reading->scenario;
    for (int r = 0; r < regions->count; r++)
        for (int k = 0; k < industries->count; k++) {
            if (scenario->event_count == EVENTS_MAX) {
                char place[PLACE_TEXT];
                return fail(err, ERROR_CONFIG, "%s: events: holds more than %d events",
                            scenario_file_place(item->file, item->node, place), EVENTS_MAX);
            }
            struct event *added = &scenario->events[scenario->event_count++];
            *added = *event;
            if (event_takes(event->kind, EVENT_KEY_region))
                added->region = regions->index[r];
            if (event_takes(event->kind, EVENT_KEY_industry))
                added->industry = industries->index[k];
        }
    return true;
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
    int number = 0;
    scenario->event_count = 0;
    if (list == NULL || list->type != YAML_SEQUENCE_NODE)
        return true;
    for (const yaml_node_item_t *i = list->data.sequence.items.start;
         i < list->data.sequence.items.top; i++) {
        struct item item = {.reading = reading,
                            .file = reading->events.file,
                            .node = scenario_file_node(reading->events.file, *i),
                            .number = ++number};
        struct event event;
        struct places regions, industries;
        if (!read_event(&item, &event, &regions, &industries, err) ||
            !add_events(&item, &event, &regions, &industries, err))
            return false;
    }
    sort_by_start(scenario->events, scenario->event_count);
    return true;
}

/* The list of scheduled events: which keys a kind of event takes (agents/event_kind.def), and what
 * they may be. A list of regions or industries stands for as many events. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/date.h"
#include "sim/scenario_event_item.h"

/* Longest that an event may last or take to pass: a century. */
static const double WEEKS_MOST = 5200;

static bool read_start(const struct event_item *item, struct event *event, struct error *err)
{
    char allowed[80];
    int32_t day, start = item->reading->scenario->start_day;
    char first[DATE_TEXT];
    snprintf(allowed, sizeof allowed, "a day as YYYY-MM-DD, from clock.start, %s, on",
             date_format(start, first));
    if (item->text[EVENT_KEY_start] == NULL)
        return event_item_refuse(item, EVENT_KEY_start, "is missing", allowed, err);
    if (!date_parse(item->text[EVENT_KEY_start], &day))
        return event_item_refuse(item, EVENT_KEY_start, "is not a day of the calendar", allowed,
                                 err);
    if (day < start)
        return event_item_refuse(item, EVENT_KEY_start, "is before the run begins", allowed, err);
    memcpy(event->start, item->text[EVENT_KEY_start], DATE_TEXT);
    return true;
}

static bool read_chokepoint(const struct event_item *item, struct event *event, struct error *err)
{
    const struct world *world = &item->reading->scenario->world;
    const char *names[CHOKEPOINTS_MAX];
    for (int n = 0; n < world->chokepoints; n++)
        names[n] = world->chokepoint[n];
    event->chokepoint =
        event_item_choice(item, EVENT_KEY_chokepoint, names, world->chokepoints, err);
    return event->chokepoint >= 0;
}

static bool read_firm_list(const struct event_item *item, struct event *event, struct error *err)
{
    char name[96], place[PLACE_TEXT];
    double most = (double)item->reading->scenario->p.firms - 1, number;
    const yaml_node_t *list = item->value[EVENT_KEY_firms];
    event_item_name(item, "firms", name);
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
    return event->firm_count > 0 || event_item_refuse(item, EVENT_KEY_firms, "is empty",
                                                      "the numbers of firms, such as [3, 17]", err);
}

static bool read_firms(const struct event_item *item, struct event *event, struct error *err)
{
    bool listed = item->value[EVENT_KEY_firms] != NULL && item->text[EVENT_KEY_firms] == NULL;
    if (listed) {
        static const enum event_key unused[] = {EVENT_KEY_region, EVENT_KEY_industry,
                                                EVENT_KEY_firms_share};
        for (size_t i = 0; i < sizeof unused / sizeof *unused; i++)
            if (item->value[unused[i]] != NULL)
                return event_item_refuse(item, unused[i], "means nothing where firms are listed",
                                         "a list of firms alone", err);
        return read_firm_list(item, event, err);
    }
    if (item->text[EVENT_KEY_firms] != NULL) {
        int rule = event_item_choice(item, EVENT_KEY_firms, event_firms_names, FIRMS_LIST, err);
        if (rule < 0)
            return false;
        event->firms = (enum event_firms)rule;
    }
    if (event->firms != FIRMS_ALL)
        return event_item_number(item, EVENT_KEY_firms_share, 0, 1,
                                 "0 to 1, the share of the firms", &event->firms_share, err);
    return item->value[EVENT_KEY_firms_share] == NULL ||
           event_item_refuse(item, EVENT_KEY_firms_share, "needs a rule",
                             "firms: random, firms: largest, firms: smallest", err);
}

/* --- course and size ----------------------------------------------------------------------- */

/* How long it lasts and how it passes. A loss of stocks does neither: they are gone at once,
 * and what fills them up again is the firms' own orders. A tariff may stay. */
static bool read_course(const struct event_item *item, struct event *event, struct error *err)
{
    if (event->kind == EVENT_TARIFF && item->value[EVENT_KEY_weeks] == NULL) {
        event->weeks = HUGE_VAL;
        for (int key = EVENT_KEY_recovery; key <= EVENT_KEY_recovery_weeks; key++)
            if (item->value[key] != NULL)
                return event_item_refuse(item, (enum event_key)key, "needs an end",
                                         "with weeks: how long the tariff lasts", err);
        return true;
    }
    if (!event_item_number(item, EVENT_KEY_weeks, 0, WEEKS_MOST, "0 to 5200 weeks", &event->weeks,
                           err))
        return false;
    if (item->text[EVENT_KEY_recovery] != NULL) {
        int recovery = event_item_choice(item, EVENT_KEY_recovery, event_recovery_names,
                                         EVENT_RECOVERIES, err);
        if (recovery < 0)
            return false;
        event->recovery = (enum event_recovery)recovery;
    }
    if (event->recovery != RECOVERY_AT_ONCE)
        return event_item_number(item, EVENT_KEY_recovery_weeks, 0.01, WEEKS_MOST,
                                 "0.01 to 5200 weeks", &event->recovery_weeks, err);
    if (item->text[EVENT_KEY_recovery_weeks] != NULL)
        return event_item_refuse(item, EVENT_KEY_recovery_weeks, "needs a recovery that takes time",
                                 "recovery: linear, recovery: exponential", err);
    if (event->weeks <= 0)
        return event_item_refuse(item, EVENT_KEY_weeks, "is an event that never is",
                                 "above 0 weeks, or a recovery that takes time", err);
    return true;
}

static bool read_tariff(const struct event_item *item, struct event *event, struct error *err)
{
    event->rate = event->share;
    if (item->text[EVENT_KEY_old_rate] != NULL &&
        !event_item_number(item, EVENT_KEY_old_rate, 0, 5,
                           "0 to 5, the rate that trade bears already", &event->old_rate, err))
        return false;
    event->share = (1 + event->rate) / (1 + event->old_rate) - 1;
    return event_item_region(item, EVENT_KEY_importer, &event->destination, err) &&
           event_item_region(item, EVENT_KEY_exporter, &event->region, err);
}

static bool read_of(const struct event_item *item, struct event *event, struct error *err)
{
    bool demand = event->kind == EVENT_FINAL_DEMAND;
    static const char *const others[] = {"households", "investors", "sellers"};
    static const enum event_of whose[] = {OF_HOUSEHOLDS, OF_INVESTORS, OF_SELLERS};
    if (demand && item->text[EVENT_KEY_of] == NULL)
        return true;
    int of = demand ? event_item_choice(item, EVENT_KEY_of, event_of_names, OF_SELLERS, err)
                    : event_item_choice(item, EVENT_KEY_of, others, 3, err);
    if (of < 0)
        return false;
    event->of = demand ? (enum event_of)of : whose[of];
    if (!demand && event->of == OF_HOUSEHOLDS && item->value[EVENT_KEY_industry] != NULL)
        return event_item_refuse(item, EVENT_KEY_industry, "means nothing for households",
                                 "of: sellers, of: investors", err);
    return true;
}

static bool read_level(const struct event_item *item, struct event *event, struct error *err)
{
    event->is_level = true;
    if (item->value[EVENT_KEY_change] != NULL)
        return event_item_refuse(item, EVENT_KEY_level, "stands beside a change", "one of the two",
                                 err);
    return event_item_number(item, EVENT_KEY_level, -0.05, 1, "-0.05 to 1 a year, the rate itself",
                             &event->share, err);
}

/* A closure may only lengthen the way. */
static bool read_delay(const struct event_item *item, struct event *event, struct error *err)
{
    return item->text[EVENT_KEY_delay] == NULL ||
           event_item_number(item, EVENT_KEY_delay, 0, 52, "0 to 52 weeks more", &event->delay,
                             err);
}

static bool read_size(const struct event_item *item, struct event *event, struct error *err)
{
    const struct event_form *form = &event_forms[event->kind];
    if (event_takes(event->kind, EVENT_KEY_level) && item->value[EVENT_KEY_level] != NULL)
        return read_level(item, event, err);
    return event_item_number(item, form->size, form->least, form->most, form->allowed,
                             &event->share, err);
}

/* What only some kinds have, in the order in which a reader expects to be told. */
static bool read_rest(const struct event_item *item, struct event *event, struct error *err)
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
        (!event_item_region(item, EVENT_KEY_origin, &event->region, err) ||
         !event_item_region(item, EVENT_KEY_destination, &event->destination, err)))
        return false;
    return kind != EVENT_TARIFF || read_tariff(item, event, err);
}

static bool check_keys(const struct event_item *item, enum event_kind kind, struct error *err)
{
    char keys[EVENT_KEYS_TEXT], what[96];
    for (int key = 0; key < EVENT_KEYS; key++)
        if (item->value[key] != NULL && !event_takes(kind, (enum event_key)key)) {
            snprintf(what, sizeof what, "means nothing for %s", event_kind_names[kind]);
            return event_item_refuse(item, (enum event_key)key, what, event_item_keys(item, keys),
                                     err);
        }
    return true;
}

/* Reads an item into one event, and the places that it stands for. */
static bool read_event(struct event_item *item, struct event *event, struct event_places *regions,
                       struct event_places *industries, struct error *err)
{
    *event = (struct event){
        .line = item->file->option == NULL ? (int)item->node->start_mark.line + 1 : 0,
        .region = -1,
        .industry = -1,
        .destination = -1};
    if (!event_item_read(item, err))
        return false;
    int kind = event_item_choice(item, EVENT_KEY_kind, event_kind_names, EVENT_KINDS, err);
    if (kind < 0)
        return false;
    event->kind = (enum event_kind)kind;
    return check_keys(item, event->kind, err) && read_start(item, event, err) &&
           read_size(item, event, err) && event_item_places(item, EVENT_KEY_region, regions, err) &&
           event_item_places(item, EVENT_KEY_industry, industries, err) &&
           read_rest(item, event, err) &&
           (event_is_once(event->kind) || read_course(item, event, err));
}

/* A list of places is as many events, which differ in nothing else. */
static bool add_events(struct event_item *item, const struct event *event,
                       const struct event_places *regions, const struct event_places *industries,
                       struct error *err)
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
        struct event_item item = {.reading = reading,
                                  .file = reading->events.file,
                                  .node = scenario_file_node(reading->events.file, *i),
                                  .number = ++number};
        struct event event;
        struct event_places regions, industries;
        if (!read_event(&item, &event, &regions, &industries, err) ||
            !add_events(&item, &event, &regions, &industries, err))
            return false;
    }
    sort_by_start(scenario->events, scenario->event_count);
    return true;
}

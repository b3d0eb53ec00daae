/* One item of the list of events: its keys and their values, and what is wrong with them. */
#include "sim/scenario_event_item.h"

#include <stdio.h>
#include <string.h>

static const char *place_of(const struct event_item *item, enum event_key key,
                            char place[static PLACE_TEXT])
{
    return scenario_file_place(item->file, item->value[key] != NULL ? item->value[key] : item->node,
                               place);
}

char *event_item_name(const struct event_item *item, const char *key, char name[static 96])
{
    snprintf(name, 96, "events[%d].%.60s", item->number, key);
    return name;
}

bool event_item_refuse(const struct event_item *item, enum event_key key, const char *what,
                       const char *allowed, struct error *err)
{
    char place[PLACE_TEXT], name[96];
    const char *text = item->text[key];
    place_of(item, key, place);
    event_item_name(item, event_key_names[key], name);
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
static enum event_kind kind_of(const struct event_item *item)
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

char *event_item_keys(const struct event_item *item, char text[static EVENT_KEYS_TEXT])
{
    enum event_kind kind = kind_of(item);
    size_t used = 0;
    for (int key = 0; key < EVENT_KEYS; key++)
        if (kind == EVENT_KINDS || event_takes(kind, (enum event_key)key))
            used += (size_t)snprintf(text + used, EVENT_KEYS_TEXT - used, "%s%s",
                                     used > 0 ? ", " : "", event_key_names[key]);
    return text;
}

bool event_item_read(struct event_item *item, struct error *err)
{
    char place[PLACE_TEXT], name[96], hint[SUGGEST_TEXT], keys[EVENT_KEYS_TEXT];
    if (item->node->type != YAML_MAPPING_NODE)
        return fail(err, ERROR_CONFIG,
                    "%s: events[%d]: is %s; allowed: a mapping such as "
                    "{kind: capacity_loss, start: 2026-01-05, ...}",
                    scenario_file_place(item->file, item->node, place), item->number,
                    scenario_node_kind(item->node));
    for (const yaml_node_pair_t *pair = item->node->data.mapping.pairs.start;
         pair < item->node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key_node = scenario_file_node(item->file, pair->key);
        event_item_name(item, "key", name);
        const char *key = scenario_node_text(item->file, key_node, name, err);
        if (key == NULL)
            return false;
        event_item_name(item, key, name);
        int k = 0;
        struct suggest suggest = suggest_for(key);
        for (; k < EVENT_KEYS && strcmp(key, event_key_names[k]) != 0; k++)
            suggest_offer(&suggest, event_key_names[k]);
        if (k == EVENT_KEYS)
            return fail(err, ERROR_CONFIG, "%s: %s: unknown key; allowed: %s%s",
                        scenario_file_place(item->file, key_node, place), name,
                        event_item_keys(item, keys), suggest_text(&suggest, hint));
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

int event_item_choice(const struct event_item *item, enum event_key key, const char *const *names,
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
    event_item_refuse(item, key, item->text[key] == NULL ? "is missing" : "is not known", allowed,
                      err);
    return -1;
}

bool event_item_number(const struct event_item *item, enum event_key key, double least, double most,
                       const char *allowed, double *number, struct error *err)
{
    if (item->text[key] == NULL)
        return event_item_refuse(item, key, "is missing", allowed, err);
    if (item->value[key]->data.scalar.style != YAML_PLAIN_SCALAR_STYLE ||
        !number_read(item->text[key], number))
        return event_item_refuse(item, key, "is not a number", allowed, err);
    if (!(*number >= least && *number <= most))
        return event_item_refuse(item, key, "is out of range", allowed, err);
    return true;
}

/* The code of one region or industry: its index, -1 for `all`, -2 with a failure. */
static int find_place(const struct event_item *item, enum event_key key, const char *code,
                      const yaml_node_t *node, struct error *err)
{
    const struct world *world = &item->reading->scenario->world;
    char place[PLACE_TEXT], name[96];
    if (strcmp(code, "all") == 0)
        return -1;
    scenario_file_place(item->file, node, place);
    event_item_name(item, event_key_names[key], name);
    int index = key == EVENT_KEY_industry ? scenario_industry(world, code, place, name, err)
                                          : scenario_region(world, code, place, name, err);
    return index < 0 ? -2 : index;
}

static bool read_place_list(const struct event_item *item, enum event_key key,
                            struct event_places *places, struct error *err)
{
    char name[96], place[PLACE_TEXT];
    event_item_name(item, event_key_names[key], name);
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

bool event_item_places(const struct event_item *item, enum event_key key,
                       struct event_places *places, struct error *err)
{
    *places = (struct event_places){.count = 1, .index = {-1}};
    if (item->text[key] != NULL)
        places->index[0] = find_place(item, key, item->text[key], item->value[key], err);
    else if (item->value[key] != NULL)
        return read_place_list(item, key, places, err);
    return places->index[0] != -2;
}

bool event_item_region(const struct event_item *item, enum event_key key, int *index,
                       struct error *err)
{
    struct event_places places;
    if (item->text[key] == NULL)
        return event_item_refuse(item, key, "is missing", "all, or the code of a region", err);
    bool good = event_item_places(item, key, &places, err);
    *index = places.index[0];
    return good;
}

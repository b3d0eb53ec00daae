/* From YAML nodes, or settings of the command line, to values of parameters. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario_reading.h"

enum { KEY_TEXT = 160 };

static bool is_section(const char *name)
{
    for (int p = 0; p < PARAMETER_COUNT; p++)
        if (parameter_list[p].section[0] != '\0' && strcmp(parameter_list[p].section, name) == 0)
            return true;
    return false;
}

bool scenario_key_is_new(const struct scenario_file *file, const yaml_node_t *mapping,
                         const yaml_node_pair_t *pair, const char *key, struct error *err)
{
    const yaml_node_t *mine = scenario_file_node(file, pair->key);
    for (const yaml_node_pair_t *p = mapping->data.mapping.pairs.start; p < pair; p++) {
        const yaml_node_t *other = scenario_file_node(file, p->key);
        if (strcmp((const char *)other->data.scalar.value, (const char *)mine->data.scalar.value) ==
            0) {
            char place[PLACE_TEXT];
            return fail(err, ERROR_CONFIG, "%s: %s: is set twice, first in line %zu",
                        scenario_file_place(file, mine, place), key, other->start_mark.line + 1);
        }
    }
    return true;
}

static bool unknown_key(const char *place, const char *section, const char *name, struct error *err)
{
    char key[KEY_TEXT], hint[SUGGEST_TEXT];
    snprintf(key, sizeof key, "%.60s%s%.60s", section, section[0] != '\0' ? "." : "", name);
    struct suggest suggest = suggest_for(name);
    if (section[0] == '\0') { /* sections first: they are what stands at the top level */
        suggest_offer(&suggest, "extends");
        suggest_offer(&suggest, "events");
        for (int p = 0; p < PARAMETER_COUNT; p++)
            suggest_offer(&suggest, parameter_list[p].section[0] != '\0' ? parameter_list[p].section
                                                                         : parameter_list[p].key);
    }
    if (suggest.best != NULL)
        suggest_text(&suggest, hint);
    else
        parameter_suggest(key, hint);
    return fail(err, ERROR_CONFIG, "%s: %s: unknown key; `keiretsu params` lists all%s", place, key,
                hint);
}

/* Block scalars hold line ends; a text parameter is one line. */
static char *one_line(const char *text)
{
    char *copy = strdup(text);
    if (copy == NULL)
        return NULL;
    for (char *c = copy; *c != '\0'; c++)
        if (*c == '\n' || *c == '\r' || *c == '\t')
            *c = ' ';
    for (size_t length = strlen(copy); length > 0 && copy[length - 1] == ' ';)
        copy[--length] = '\0';
    return copy;
}

static bool apply_text(struct reading *reading, const struct parameter *parameter, const char *text,
                       const char *place, struct error *err)
{
    char *line = one_line(text);
    if (line == NULL)
        return fail(err, ERROR_MEMORY, "out of memory while reading %s", parameter->key);
    bool good = parameter_read(parameter, line, place, &reading->scenario->p, err);
    free(line);
    return good;
}

static bool apply_regions(struct reading *reading, const struct parameter *parameter,
                          const struct scenario_file *file, const yaml_node_t *mapping,
                          struct error *err)
{
    char place[PLACE_TEXT], key[KEY_TEXT];
    for (const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
         pair < mapping->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key_node = scenario_file_node(file, pair->key);
        const yaml_node_t *value_node = scenario_file_node(file, pair->value);
        const char *code = scenario_node_text(file, key_node, parameter->key, err);
        if (code == NULL)
            return false;
        snprintf(key, sizeof key, "%s.%.60s", parameter->key, code);
        int region =
            scenario_region(&reading->scenario->world, code,
                            scenario_file_place(file, key_node, place), parameter->key, err);
        if (region < 0 || !scenario_key_is_new(file, mapping, pair, key, err))
            return false;
        const char *text = scenario_node_text(file, value_node, key, err);
        if (text == NULL || !parameter_read_region(parameter, region, code, text,
                                                   scenario_file_place(file, value_node, place),
                                                   &reading->scenario->p, err))
            return false;
    }
    return true;
}

static bool apply_value(struct reading *reading, const struct parameter *parameter,
                        const struct scenario_file *file, const yaml_node_t *node,
                        struct error *err)
{
    char place[PLACE_TEXT];
    ptrdiff_t id = parameter - parameter_list;
    bool by_region = parameter_is_by_region(parameter);
    if (by_region && !reading->world_known)
        return true;
    if (by_region && node->type == YAML_MAPPING_NODE) {
        if (!apply_regions(reading, parameter, file, node, err))
            return false;
    } else {
        const char *text = scenario_node_text(file, node, parameter->key, err);
        if (text == NULL)
            return false;
        scenario_file_place(file, node, place);
        bool quoted = node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
        bool wants_text = parameter->type == PARAMETER_TYPE_TEXT ||
                          parameter->type == PARAMETER_TYPE_CHOICE ||
                          parameter->type == PARAMETER_TYPE_CHOICE_BY_REGION ||
                          parameter->type == PARAMETER_TYPE_DATE;
        if (quoted && !wants_text) {
            char allowed[PARAMETER_VALUE];
            return fail(err, ERROR_CONFIG,
                        "%s: %s: \"%.60s\" is text because of its quotes; allowed: %s", place,
                        parameter->key, text, parameter_allowed(parameter, allowed));
        }
        if (!apply_text(reading, parameter, text, place, err))
            return false;
    }
    reading->scenario->is_set[id] = true;
    reading->origin[id] = (struct origin){.file = file, .node = node};
    return true;
}

/* Nothing behind the colon: a section, or a list, whose lines are all comments. */
static bool is_nothing(const yaml_node_t *node)
{
    return node->type == YAML_SCALAR_NODE && node->data.scalar.length == 0 &&
           node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

/* Notes a list (events, policy.tariffs) for when the world is known. */
static bool note_list(struct origin *origin, const char *key, const struct scenario_file *file,
                      const yaml_node_t *node, struct error *err)
{
    char place[PLACE_TEXT];
    if (!is_nothing(node) && node->type != YAML_SEQUENCE_NODE)
        return fail(err, ERROR_CONFIG, "%s: %s: is %s; allowed: a list, or []",
                    scenario_file_place(file, node, place), key, scenario_node_kind(node));
    *origin = (struct origin){.file = file, .node = node};
    return true;
}

static const char TARIFFS[] = "policy.tariffs";

static bool apply_section(struct reading *reading, const char *section,
                          const struct scenario_file *file, const yaml_node_t *node,
                          struct error *err)
{
    char place[PLACE_TEXT], key[KEY_TEXT];
    if (is_nothing(node))
        return true;
    if (node->type != YAML_MAPPING_NODE)
        return fail(err, ERROR_CONFIG,
                    "%s: %s: is %s; allowed: a mapping, one indented \"key: value\" a line",
                    scenario_file_place(file, node, place), section, scenario_node_kind(node));
    for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key_node = scenario_file_node(file, pair->key);
        const char *name = scenario_node_text(file, key_node, section, err);
        if (name == NULL)
            return false;
        snprintf(key, sizeof key, "%s.%.60s", section, name);
        if (strcmp(key, TARIFFS) == 0) {
            if (!scenario_key_is_new(file, node, pair, key, err) ||
                !note_list(&reading->tariffs, key, file, scenario_file_node(file, pair->value),
                           err))
                return false;
            continue;
        }
        const struct parameter *parameter = parameter_find(key);
        if (parameter == NULL)
            return unknown_key(scenario_file_place(file, key_node, place), section, name, err);
        if (!scenario_key_is_new(file, node, pair, key, err) ||
            !apply_value(reading, parameter, file, scenario_file_node(file, pair->value), err))
            return false;
    }
    return true;
}

bool scenario_apply_file(struct reading *reading, const struct scenario_file *file,
                         struct error *err)
{
    char place[PLACE_TEXT];
    const yaml_node_t *root = scenario_file_root(file);
    for (const yaml_node_pair_t *pair = root->data.mapping.pairs.start;
         pair < root->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key_node = scenario_file_node(file, pair->key);
        const yaml_node_t *value_node = scenario_file_node(file, pair->value);
        const char *name = scenario_node_text(file, key_node, "key", err);
        if (name == NULL)
            return false;
        const struct parameter *parameter = strchr(name, '.') == NULL ? parameter_find(name) : NULL;
        bool known = parameter != NULL || strcmp(name, "extends") == 0 ||
                     strcmp(name, "events") == 0 || is_section(name);
        if (!known)
            return unknown_key(scenario_file_place(file, key_node, place), "", name, err);
        if (!scenario_key_is_new(file, root, pair, name, err))
            return false;
        if (strcmp(name, "events") == 0) {
            if (!note_list(&reading->events, name, file, value_node, err))
                return false;
        } else if (parameter != NULL) {
            if (!apply_value(reading, parameter, file, value_node, err))
                return false;
        } else if (strcmp(name, "extends") != 0) { /* extends has been followed already */
            if (!apply_section(reading, name, file, value_node, err))
                return false;
        }
    }
    return true;
}

/* events=[...], policy.tariffs=[...] */
static bool apply_list_setting(struct scenario_file *file, struct origin *origin,
                               const struct scenario_setting *setting, struct error *err)
{
    scenario_file_free(file);
    *origin = (struct origin){0};
    if (!scenario_file_parse(file, setting->option, setting->key, setting->value, err))
        return false;
    const yaml_node_t *root = scenario_file_root(file);
    if (root->type != YAML_SEQUENCE_NODE)
        return fail(err, ERROR_CONFIG, "%s: %s: is %s; allowed: a list, or []", setting->option,
                    setting->key, scenario_node_kind(root));
    *origin = (struct origin){.file = file, .node = root, .option = setting->option};
    return true;
}

/* policy.tariff={USA: 0.1} */
static bool apply_regions_setting(struct reading *reading, const struct parameter *parameter,
                                  const struct scenario_setting *setting, struct error *err)
{
    struct scenario_file file;
    if (!scenario_file_parse(&file, setting->option, setting->key, setting->value, err))
        return false;
    bool good = apply_value(reading, parameter, &file, scenario_file_root(&file), err);
    scenario_file_free(&file);
    return good;
}

/* policy.tariff.USA=0.1; *parameter stays NULL where the key does not begin like that. */
static bool apply_region_setting(struct reading *reading, const struct scenario_setting *setting,
                                 const struct parameter **parameter, struct error *err)
{
    char key[KEY_TEXT];
    const char *dot = strrchr(setting->key, '.');
    if (dot == NULL || (size_t)(dot - setting->key) >= sizeof key)
        return true;
    snprintf(key, sizeof key, "%.*s", (int)(dot - setting->key), setting->key);
    const struct parameter *found = parameter_find(key);
    if (found == NULL || !parameter_is_by_region(found))
        return true;
    *parameter = found;
    if (!reading->world_known)
        return true;
    int region = scenario_region(&reading->scenario->world, dot + 1, setting->option, key, err);
    return region >= 0 && parameter_read_region(found, region, dot + 1, setting->value,
                                                setting->option, &reading->scenario->p, err);
}

bool scenario_apply_setting(struct reading *reading, const struct scenario_setting *setting,
                            struct error *err)
{
    size_t bad;
    if (!scenario_text_is_clean(setting->value, strlen(setting->value), &bad))
        return fail(err, ERROR_CONFIG, "%s: %.60s: holds a byte that no text holds; allowed: UTF-8",
                    setting->option, setting->key);
    if (strcmp(setting->key, "events") == 0)
        return apply_list_setting(&reading->events_setting, &reading->events, setting, err);
    if (strcmp(setting->key, TARIFFS) == 0)
        return apply_list_setting(&reading->tariffs_setting, &reading->tariffs, setting, err);
    if (strcmp(setting->key, "extends") == 0)
        return fail(err, ERROR_CONFIG, "%s: extends: stands in scenario files only",
                    setting->option);
    if (is_section(setting->key))
        return fail(err, ERROR_CONFIG, "%s: %s: is a section; write %s.NAME=VALUE", setting->option,
                    setting->key, setting->key);

    const struct parameter *parameter = parameter_find(setting->key);
    if (parameter == NULL) {
        if (!apply_region_setting(reading, setting, &parameter, err))
            return false;
        if (parameter == NULL)
            return unknown_key(setting->option, "", setting->key, err);
    } else if (parameter_is_by_region(parameter)) {
        if (!reading->world_known)
            return true;
        if (setting->value[0] == '{') {
            if (!apply_regions_setting(reading, parameter, setting, err))
                return false;
        } else if (!apply_text(reading, parameter, setting->value, setting->option, err)) {
            return false;
        }
    } else if (!apply_text(reading, parameter, setting->value, setting->option, err)) {
        return false;
    }
    ptrdiff_t id = parameter - parameter_list;
    reading->scenario->is_set[id] = true;
    reading->origin[id] = (struct origin){.option = setting->option};
    return true;
}

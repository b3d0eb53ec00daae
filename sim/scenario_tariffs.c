/* The list policy.tariffs: who puts which tariff on whose goods from the start on.
 *
 *     policy:
 *       tariffs:
 *         - {importer: USA, exporter: JPN, industry: C29, rate: 0.275, old_rate: 0.025}
 */
#include <stdio.h>
#include <string.h>

#include "sim/scenario_reading.h"

enum tariff_key { KEY_IMPORTER, KEY_EXPORTER, KEY_INDUSTRY, KEY_RATE, KEY_OLD_RATE, TARIFF_KEYS };

static const char *const key_names[TARIFF_KEYS] = {"importer", "exporter", "industry", "rate",
                                                   "old_rate"};
static const char ALLOWED_KEYS[] = "importer, exporter, industry, rate, old_rate";
static const double RATE_MOST = 5;

/* One tariff while it is read. */
struct item {
    const struct world *world;
    const struct scenario_file *file;
    const yaml_node_t *node, *value[TARIFF_KEYS];
    const char *text[TARIFF_KEYS]; /* NULL where the key is not there */
    int number;                    /* in the list, from 1 */
};

static char *name_of(const struct item *item, const char *key, char name[static 96])
{
    snprintf(name, 96, "policy.tariffs[%d].%.60s", item->number, key);
    return name;
}

static bool read_keys(struct item *item, struct error *err)
{
    char place[PLACE_TEXT], name[96], hint[SUGGEST_TEXT];
    if (item->node->type != YAML_MAPPING_NODE)
        return fail(err, ERROR_CONFIG,
                    "%s: policy.tariffs[%d]: is %s; allowed: a mapping such as "
                    "{importer: USA, exporter: JPN, industry: C29, rate: 0.15}",
                    scenario_file_place(item->file, item->node, place), item->number,
                    scenario_node_kind(item->node));
    for (const yaml_node_pair_t *pair = item->node->data.mapping.pairs.start;
         pair < item->node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key_node = scenario_file_node(item->file, pair->key);
        const char *key = scenario_node_text(item->file, key_node, name_of(item, "key", name), err);
        if (key == NULL)
            return false;
        int k = 0;
        struct suggest suggest = suggest_for(key);
        for (; k < TARIFF_KEYS && strcmp(key, key_names[k]) != 0; k++)
            suggest_offer(&suggest, key_names[k]);
        name_of(item, key, name);
        if (k == TARIFF_KEYS)
            return fail(err, ERROR_CONFIG, "%s: %s: unknown key; allowed: %s%s",
                        scenario_file_place(item->file, key_node, place), name, ALLOWED_KEYS,
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

static bool read_rate(const struct item *item, enum tariff_key key, double *rate, struct error *err)
{
    char place[PLACE_TEXT], name[96];
    const yaml_node_t *at = item->value[key] != NULL ? item->value[key] : item->node;
    if (item->text[key] != NULL && number_read(item->text[key], rate) && *rate >= 0 &&
        *rate <= RATE_MOST)
        return true;
    return fail(err, ERROR_CONFIG, "%s: %s: \"%.60s\" is no rate; allowed: 0 to %g",
                scenario_file_place(item->file, at, place), name_of(item, key_names[key], name),
                item->text[key] != NULL ? item->text[key] : "", RATE_MOST);
}

/* A code, or nothing or `all` for all: -1. */
static bool read_region(const struct item *item, enum tariff_key key, int *region,
                        struct error *err)
{
    char place[PLACE_TEXT], name[96];
    *region = -1;
    if (item->text[key] == NULL || strcmp(item->text[key], "all") == 0)
        return true;
    *region = scenario_region(item->world, item->text[key],
                              scenario_file_place(item->file, item->value[key], place),
                              name_of(item, key_names[key], name), err);
    return *region >= 0;
}

static bool read_industry(const struct item *item, int *industry, struct error *err)
{
    char place[PLACE_TEXT], name[96];
    const char *text = item->text[KEY_INDUSTRY];
    *industry = -1;
    if (text == NULL || strcmp(text, "all") == 0)
        return true;
    scenario_file_place(item->file, item->value[KEY_INDUSTRY], place);
    name_of(item, key_names[KEY_INDUSTRY], name);
    *industry = scenario_industry(item->world, text, place, name, err);
    if (*industry < 0)
        return false;
    return item->world->of_industry.goods[*industry] > 0.5 ||
           fail(err, ERROR_CONFIG, "%s: %s: \"%.60s\" is a service; allowed: goods", place, name,
                text);
}

bool scenario_tariffs_read(struct reading *reading, struct error *err)
{
    struct scenario *scenario = reading->scenario;
    const struct scenario_file *file = reading->tariffs.file;
    const yaml_node_t *list = reading->tariffs.node;
    scenario->tariff_count = 0;
    if (list == NULL || list->type != YAML_SEQUENCE_NODE)
        return true;
    for (const yaml_node_item_t *i = list->data.sequence.items.start;
         i < list->data.sequence.items.top; i++) {
        struct item item = {.world = &scenario->world,
                            .file = file,
                            .node = scenario_file_node(file, *i),
                            .number = scenario->tariff_count + 1};
        char place[PLACE_TEXT];
        if (scenario->tariff_count == TARIFFS_MAX)
            return fail(err, ERROR_CONFIG, "%s: policy.tariffs: holds more than %d tariffs",
                        scenario_file_place(file, item.node, place), TARIFFS_MAX);
        struct tariff *tariff = &scenario->tariffs[scenario->tariff_count];
        *tariff = (struct tariff){0};
        if (!read_keys(&item, err) || !read_rate(&item, KEY_RATE, &tariff->rate, err) ||
            (item.text[KEY_OLD_RATE] != NULL &&
             !read_rate(&item, KEY_OLD_RATE, &tariff->old_rate, err)) ||
            !read_region(&item, KEY_IMPORTER, &tariff->importer, err) ||
            !read_region(&item, KEY_EXPORTER, &tariff->exporter, err) ||
            !read_industry(&item, &tariff->industry, err))
            return false;
        scenario->tariff_count++;
    }
    return true;
}

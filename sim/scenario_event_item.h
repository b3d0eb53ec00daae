/* One item of the list of events while it is read: keys, numbers, choices and places. Failures are
 * one line with file, line, key, value and what is allowed. */
#ifndef KEIRETSU_SIM_SCENARIO_EVENT_ITEM_H
#define KEIRETSU_SIM_SCENARIO_EVENT_ITEM_H

#include "sim/scenario_reading.h"

/* One event while it is read. */
struct event_item {
    const struct reading *reading;
    const struct scenario_file *file;
    const yaml_node_t *node;              /* the mapping */
    const yaml_node_t *value[EVENT_KEYS]; /* NULL where the key is not there */
    const char *text[EVENT_KEYS];         /* NULL for a list */
    int number;                           /* in the list, from 1 */
};

/* Places that one item names: one, or the members of a list. */
struct event_places {
    int count;
    int index[REGIONS_MAX > INDUSTRIES_MAX ? REGIONS_MAX : INDUSTRIES_MAX];
};

/* "events[2].share". */
char *event_item_name(const struct event_item *item, const char *key, char name[static 96]);

enum { EVENT_KEYS_TEXT = 320 };

/* The keys that the item's kind takes; all where it has none. */
char *event_item_keys(const struct event_item *item, char text[static EVENT_KEYS_TEXT]);

/* "PLACE: events[2].share: "3" is out of range; allowed: ..."; always false. */
bool event_item_refuse(const struct event_item *item, enum event_key key, const char *what,
                       const char *allowed, struct error *err);

/* Takes the keys of the mapping; which of them the kind has is not asked here. */
bool event_item_read(struct event_item *item, struct error *err);

/* Index of the text in names, or -1 with a failure. */
int event_item_choice(const struct event_item *item, enum event_key key, const char *const *names,
                      int count, struct error *err);

bool event_item_number(const struct event_item *item, enum event_key key, double least, double most,
                       const char *allowed, double *number, struct error *err);

/* A code, a list of codes, or nothing or `all` for everywhere. */
bool event_item_places(const struct event_item *item, enum event_key key,
                       struct event_places *places, struct error *err);

/* One code, or `all`. */
bool event_item_region(const struct event_item *item, enum event_key key, int *index,
                       struct error *err);

#endif

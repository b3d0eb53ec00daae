/* Events of a scenario as they were read, and the log of those that began.
 *
 * What a kind of event is and takes is one line of event_kind.def; what it does to the world is
 * in events.c and event_losses.c, which firms it hits in event_firms.c, and what is recorded in
 * event_log.c.
 */
#ifndef KEIRETSU_AGENTS_EVENT_H
#define KEIRETSU_AGENTS_EVENT_H

#include <stdbool.h>
#include <stdint.h>

enum event_key {
#define KEY(name) EVENT_KEY_##name,
#include "agents/event_key.def"
#undef KEY
    EVENT_KEYS
};

/* Sets of keys, one bit each. */
enum {
    EVENT_TAKES_REGION = 1 << EVENT_KEY_region,
    EVENT_TAKES_CELLS = EVENT_TAKES_REGION | 1 << EVENT_KEY_industry,
    EVENT_TAKES_FIRMS = 1 << EVENT_KEY_firms | 1 << EVENT_KEY_firms_share,
    EVENT_TAKES_COURSE =
        1 << EVENT_KEY_weeks | 1 << EVENT_KEY_recovery | 1 << EVENT_KEY_recovery_weeks,
    EVENT_TAKES_OF = 1 << EVENT_KEY_of,
    EVENT_TAKES_TARIFF = 1 << EVENT_KEY_industry | 1 << EVENT_KEY_old_rate |
                         1 << EVENT_KEY_importer | 1 << EVENT_KEY_exporter,
    EVENT_TAKES_LEVEL = 1 << EVENT_KEY_level,
    EVENT_TAKES_CHOKEPOINT = 1 << EVENT_KEY_chokepoint,
    EVENT_TAKES_ROUTE = 1 << EVENT_KEY_origin | 1 << EVENT_KEY_destination,
    EVENT_TAKES_DELAY = 1 << EVENT_KEY_delay,
};

enum event_kind {
#define EVENT(id, name, size, least, most, allowed, keys, meaning) EVENT_##id,
#include "agents/event_kind.def"
#undef EVENT
    EVENT_KINDS
};

enum event_recovery { RECOVERY_AT_ONCE, RECOVERY_LINEAR, RECOVERY_EXPONENTIAL, EVENT_RECOVERIES };

/* Whose demand (the first three) or confidence (households, sellers, investors) moves. */
enum event_of { OF_HOUSEHOLDS, OF_GOVERNMENT, OF_INVESTORS, OF_SELLERS, EVENT_OFS };

/* Which firms of the cells are hit. */
enum event_firms {
    FIRMS_ALL,
    FIRMS_RANDOM,
    FIRMS_LARGEST,
    FIRMS_SMALLEST,
    FIRMS_LIST,
    EVENT_FIRMS_RULES
};

enum { EVENTS_MAX = 256, EVENT_FIRMS_MAX = 64 };

struct event {
    enum event_kind kind;
    char start[16];       /* ISO date */
    double weeks;         /* at full size; 0 for losses of stocks, infinite: until the end */
    double share;         /* the size: event_kind.def; of a tariff the change of (1 + rate) */
    int region, industry; /* -1 all; of tariffs and routes the region is the origin */
    enum event_recovery recovery;
    double recovery_weeks;
    enum event_of of;
    enum event_firms firms;
    double firms_share; /* of the firms of a cell; random: the chance of each */
    uint32_t firm[EVENT_FIRMS_MAX];
    int firm_count;
    int destination;       /* of tariffs and routes; -1 all */
    double rate, old_rate; /* tariffs, as they were given */
    bool is_level;         /* policy rate: share is the rate itself */
    int chokepoint;
    double delay; /* weeks that goods are longer under way */
    int line;     /* in the scenario, for messages */
};

/* What event_kind.def says of a kind. */
struct event_form {
    const char *name;
    enum event_key size;
    double least, most;
    const char *allowed;
    uint32_t keys; /* bits of enum event_key, with kind, start and the size */
    const char *meaning;
};

extern const struct event_form event_forms[EVENT_KINDS];
extern const char *const event_key_names[EVENT_KEYS];

/* Names in scenarios. */
extern const char *const event_kind_names[EVENT_KINDS];
extern const char *const event_recovery_names[EVENT_RECOVERIES];
extern const char *const event_of_names[EVENT_OFS];
extern const char *const event_firms_names[EVENT_FIRMS_RULES];

/* True if the kind takes the key. */
static inline bool event_takes(enum event_kind kind, enum event_key key)
{
    return event_forms[kind].keys >> key & 1;
}

/* Losses of stocks happen once and have no course. */
static inline bool event_is_once(enum event_kind kind)
{
    return !event_takes(kind, EVENT_KEY_weeks);
}

/* --- the log ------------------------------------------------------------------------------- */

enum {
    EVENT_LOG_MAX = 512,
    EVENT_LOG_KIND = 32,
    EVENT_LOG_WHERE = 64,
    EVENT_LOG_WHAT = 192,
    EVENT_LOG_RULE = 16
};

/* Something that began. Days count from the start of the run, infinite is never; region and
 * industry -1 for all or where they do not apply. */
struct event_entry {
    char kind[EVENT_LOG_KIND];
    char where[EVENT_LOG_WHERE];
    char what[EVENT_LOG_WHAT];
    char rule[EVENT_LOG_RULE]; /* which firms: all, random, ...; empty: no firms */
    int32_t day;
    int32_t region, industry;
    double full_until, until;         /* end of full strength, end of recovery; days */
    double size;                      /* of the event, with events_scale */
    int64_t firms;                    /* touched */
    double output_share, staff_share; /* of these in the cells that the event touches */
    double lost; /* goods destroyed, capital put out of use: cents at opening prices */
};

/* Kept in struct state, so that rules can report without knowing of files. */
struct event_log {
    int count; /* of all that began: those beyond EVENT_LOG_MAX are lost, and counted */
    struct event_entry entry[EVENT_LOG_MAX];
};

#endif

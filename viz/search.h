/* What can be found by typing: commands, views, places, projects, firms, series, events and days.
 *
 * What a file names is listed once; firms, cells and days are made from what is typed, so that a
 * million firms cost nothing. */
#ifndef KEIRETSU_VIZ_SEARCH_H
#define KEIRETSU_VIZ_SEARCH_H

#include "viz/network.h"
#include "viz/view.h"

/* Among equally good hits the earlier kind comes first. */
enum search_kind {
    SEARCH_DATE,
    SEARCH_VIEW,
    SEARCH_REGION,
    SEARCH_INDUSTRY,
    SEARCH_CELL,
    SEARCH_FIRM,
    SEARCH_PROJECT,
    SEARCH_SERIES,  /* a column of a group that Charts shows */
    SEARCH_MEASURE, /* a column of /industry */
    SEARCH_EVENT,
    SEARCH_COMMAND,
    SEARCH_KINDS
};

enum { SEARCH_HITS = 120, SEARCH_QUERY = 128 };

struct search_item {
    enum search_kind kind;
    char name[160];
    char more[384];    /* the quiet text beside it: unit and meaning, a date */
    char code[64];     /* what the file calls it, "" for none: found before all else */
    const char *words; /* what people call it besides; never NULL */
    const char *keys;  /* of a command, NULL for others */
    struct key key;    /* of a command */
    int view;          /* of a view */
    char region[64], industry[64];
    char group[128]; /* of a series */
    uint64_t row;    /* of /firm or /project */
    double day;      /* of an event or a day, since the start */
    double bonus;    /* added to its score */
};

/* Where to look. */
struct search_source {
    const struct view *view;           /* of the run */
    const struct command *commands[2]; /* of the app and of the view shown; NULL for none */
    const struct network *network;     /* what is known of firms, NULL before it is read */
};

struct search_found {
    double score;
    int kind, place; /* in the list; of a cell: region * industries + industry */
};

struct search {
    struct search_source source;
    struct search_item *items;
    int item_count, item_capacity;
    int regions, industries; /* items of these kinds: they come first, regions before industries */
    struct search_found *found;
    int found_count, found_capacity;
    struct search_item hit[SEARCH_HITS]; /* the best first */
    int hit_count;
    int matches; /* of all that were found */
};

/* Lists what the file has now; what was listed before is forgotten. False without memory. */
bool search_open(struct search *search, const struct search_source *source);
void search_close(struct search *search);

/* Finds; every word has to be found in an item. "" finds all that is listed, ">" commands. */
void search_find(struct search *search, const char *query);

/* 100 the whole text, 80 its beginning, 65 the beginning of a word, 45 within, less where the
 * letters only stand in this order; 0 not at all. Case does not matter. `word` is lower case. */
double search_score(const char *word, size_t length, const char *text);

/* "Event", "Region". */
const char *search_kind_name(enum search_kind kind);

/* What else people call a region or an industry: "cars". "" for others. */
const char *search_words(const char *code);

/* What else people call a command, by its title: "export". "" for most. */
const char *search_command_words(const char *title);

/* The first day that is meant by "2027", "2027-03", "15 Mar 2027", "mar 2027" (lower case);
 * since 1970-01-01. */
bool search_date(const char *query, int32_t *day);

#endif

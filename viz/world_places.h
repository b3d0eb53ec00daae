/* Where things are on the map: regions, and the passages that events close. */
#ifndef KEIRETSU_VIZ_WORLD_PLACES_H
#define KEIRETSU_VIZ_WORLD_PLACES_H

#include "viz/event_marks.h"
#include "viz/text.h"
#include "viz/view.h"

enum { WORLD_REGIONS_MAX = 24, WORLD_CLOSURES_MAX = 32 };

struct world_region {
    const char *code;
    double east, north;
    double label_x, label_y; /* of its label, from the middle of its disc */
    enum text_align align;
    uint32_t colour;
    uint64_t row;    /* in the group that it was found in */
    char number[24]; /* stands for a label that is missing */
};

/* The regions of a group's dimension; how many. Those that the map does not know stand in a row in
 * the South Pacific. */
int world_regions(const struct reader_group *group, int dimension,
                  struct world_region regions[static WORLD_REGIONS_MAX]);

/* The place in the list of a code, -1 if there is none. */
int world_region_find(const struct world_region *regions, int count, const char *code);

/* What closes a passage or a route on the day shown. */
struct world_closure {
    const struct event_mark *mark;
    double share; /* of the goods that does not pass; 0: they only take longer */
    int passage;  /* of world_passages, -1: a route, or one that the map does not know */
    char origin[16], destination[16]; /* of a route; "" for a passage */
};

/* Those of a day; `sizes` are the events' sizes as in the file, may be NULL. */
int world_closures(const struct event_marks *events, const double *sizes, uint64_t size_count,
                   double day, struct world_closure closures[static WORLD_CLOSURES_MAX]);

struct world_passage {
    const char *name; /* as in chokepoints.csv of a world */
    double east, north;
    double label_x, label_y;
    enum text_align align;
    bool always; /* false: shown only while something closes it */
};
enum { WORLD_PASSAGES = 10 };
extern const struct world_passage world_passages[WORLD_PASSAGES];

#endif

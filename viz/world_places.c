#include "viz/world_places.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/theme.h"

/* By hand: about where most of the people live; ROW is nowhere, and has the Indian Ocean. Labels
 * keep clear of each other where the coasts of Asia are crowded. */
static const struct {
    const char *code;
    double east, north, label_x, label_y;
    enum text_align align;
} PLACES[] = {
    {"JPN", 138.5, 36.2, 13, -6, TEXT_LEFT},   {"USA", -98.5, 39.5, 0, -20, TEXT_CENTRE},
    {"TWN", 122.4, 22.8, 13, 7, TEXT_LEFT},    {"CHN", 107, 33, -13, -6, TEXT_RIGHT},
    {"KOR", 127.8, 36.4, -2, -24, TEXT_RIGHT}, {"EUR", 9.5, 49.5, 2, -20, TEXT_CENTRE},
    {"ROW", 79, -12, 0, 18, TEXT_CENTRE},
};
enum { PLACE_COUNT = sizeof PLACES / sizeof *PLACES };

const struct world_passage world_passages[WORLD_PASSAGES] = {
    {"Taiwan Strait", 118.0, 25.4, -9, 4, TEXT_RIGHT, true},
    {"Malacca", 101, 2.6, -9, 2, TEXT_RIGHT, true},
    {"Hormuz", 56.4, 26.4, 9, 2, TEXT_LEFT, true},
    {"Panama", -79.8, 9.1, 9, -3, TEXT_LEFT, true},
    {"Suez", 32.5, 30, 8, -7, TEXT_LEFT, true},
    {"Bab el-Mandeb", 43.4, 12.6, 9, 3, TEXT_LEFT, false},
    {"Gibraltar", -5.6, 36, 8, 7, TEXT_LEFT, false},
    {"Bosporus", 29, 41.1, 8, -7, TEXT_LEFT, false},
    {"Danish Straits", 11, 56, 9, -7, TEXT_LEFT, false},
    {"Cape of Good Hope", 18.4, -34.6, 9, 6, TEXT_LEFT, false},
};

int world_regions(const struct reader_group *group, int dimension,
                  struct world_region regions[static WORLD_REGIONS_MAX])
{
    int count = 0, unknown = 0;
    for (uint64_t row = 0; row < group->dimensions[dimension].size && count < WORLD_REGIONS_MAX;
         row++) {
        struct world_region *region = &regions[count++];
        const char *code = playback_label(group, dimension, row, region->number);
        *region = (struct world_region){.code = code,
                                        .row = row,
                                        .label_y = 18,
                                        .align = TEXT_CENTRE,
                                        .colour = theme_region(code, row)};
        if (!group->dimensions[dimension].labels)
            region->code = playback_label(group, dimension, row, region->number);
        int place = 0;
        while (place < PLACE_COUNT && strcmp(PLACES[place].code, region->code) != 0)
            place++;
        if (place == PLACE_COUNT) {
            region->east = -165 + 12 * (unknown % 8);
            region->north = -18 - 14 * (unknown / 8);
            unknown++;
            continue;
        }
        region->east = PLACES[place].east, region->north = PLACES[place].north;
        region->label_x = PLACES[place].label_x, region->label_y = PLACES[place].label_y;
        region->align = PLACES[place].align;
    }
    return count;
}

int world_region_find(const struct world_region *regions, int count, const char *code)
{
    for (int i = 0; i < count; i++)
        if (strcmp(regions[i].code, code) == 0)
            return i;
    return -1;
}

static int passage_of(const char *where)
{
    size_t length = strcspn(where, ","); /* "Taiwan Strait, routes of TWN" */
    for (int i = 0; i < WORLD_PASSAGES; i++)
        if (strlen(world_passages[i].name) == length &&
            strncmp(world_passages[i].name, where, length) == 0)
            return i;
    return -1;
}

int world_closures(const struct event_marks *events, const double *sizes, uint64_t size_count,
                   double day, struct world_closure closures[static WORLD_CLOSURES_MAX])
{
    int count = 0;
    for (int i = 0; i < events->count && count < WORLD_CLOSURES_MAX; i++) {
        const struct event_mark *mark = &events->mark[i];
        bool passage = strcmp(mark->kind, "chokepoint closure") == 0;
        bool route = strcmp(mark->kind, "route closure") == 0;
        if ((!passage && !route) || day < mark->day || day >= mark->until)
            continue;
        struct world_closure closure = {.mark = mark, .share = 1, .passage = -1};
        if (sizes && (uint64_t)mark->place < size_count && isfinite(sizes[mark->place]))
            closure.share = fmax(0, fmin(1, sizes[mark->place]));
        if (passage)
            closure.passage = passage_of(mark->where);
        if (route && sscanf(mark->where, "%15s to %15s", closure.origin, closure.destination) != 2)
            closure.origin[0] = closure.destination[0] = '\0';
        closures[count++] = closure;
    }
    return count;
}

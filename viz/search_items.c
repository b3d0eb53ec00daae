/* What a file names: the list that search.c looks through. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <SDL_keycode.h>

#include "viz/charts_page.h"
#include "viz/facility_data.h"
#include "viz/industry_measure.h"
#include "viz/names.h"
#include "viz/search.h"

/* The next item, or NULL without memory. */
static struct search_item *add(struct search *search, enum search_kind kind, const char *name)
{
    if (search->item_count == search->item_capacity) {
        int capacity = search->item_capacity ? 2 * search->item_capacity : 256;
        struct search_item *items =
            realloc(search->items, (size_t)capacity * sizeof *search->items);
        if (!items)
            return NULL;
        search->items = items;
        search->item_capacity = capacity;
    }
    struct search_item *item = &search->items[search->item_count++];
    *item = (struct search_item){.kind = kind, .words = "", .view = -1};
    snprintf(item->name, sizeof item->name, "%s", name);
    return item;
}

/* The group and dimension that name regions or industries. */
static const struct reader_group *named(const struct playback *playback, const char *dimension,
                                        int *place)
{
    static const char *const GROUPS[] = {"region", "industry", "constraint"};
    for (int i = 0; i < 3; i++) {
        const struct reader_group *group = playback_group(playback, GROUPS[i]);
        *place = group ? playback_dimension(group, dimension) : -1;
        if (*place >= 0)
            return group;
    }
    return NULL;
}

/* Returns how many were added; -1 without memory. */
static int add_places(struct search *search, bool region)
{
    int dimension, before = search->item_count;
    const char *kind = region ? "region" : "industry";
    const struct reader_group *group = named(search->source.view->playback, kind, &dimension);
    for (uint64_t i = 0; group && i < group->dimensions[dimension].size && i < 4096; i++) {
        char number[24];
        const char *code = playback_label(group, dimension, i, number);
        struct search_item *item = add(search, region ? SEARCH_REGION : SEARCH_INDUSTRY,
                                       region ? name_region(code) : name_industry(code));
        if (!item)
            return -1;
        snprintf(item->code, sizeof item->code, "%s", code);
        snprintf(region ? item->region : item->industry, sizeof item->region, "%s", code);
        snprintf(item->more, sizeof item->more, "%s", code);
        item->words = search_words(code);
    }
    return search->item_count - before;
}

static bool add_commands(struct search *search)
{
    for (int t = 0; t < 2; t++)
        for (const struct command *c = search->source.commands[t]; c && c->keys; c++) {
            /* The key 1 stands for all views, which are listed by name. */
            if (t == 0 && c->key.code == SDLK_1)
                continue;
            struct search_item *item = add(search, SEARCH_COMMAND, c->title);
            if (!item)
                return false;
            item->key = c->key, item->keys = c->keys;
            item->words = search_command_words(c->title);
            item->bonus = t == 1 ? 1 : 0; /* of the view shown */
        }
    return true;
}

static bool add_views(struct search *search)
{
    for (int i = 0; i < VIEW_KINDS; i++) {
        struct search_item *item = add(search, SEARCH_VIEW, view_types[i]->title);
        if (!item)
            return false;
        snprintf(item->code, sizeof item->code, "%s", view_types[i]->name);
        snprintf(item->more, sizeof item->more, "%s", view_types[i]->meaning);
        item->view = i;
    }
    return true;
}

/* With unit and meaning, and of which group where that is not the regions. */
static bool add_column(struct search *search, enum search_kind kind,
                       const struct reader_group *group, const struct reader_column *column)
{
    char name[80], title[64], of[72] = "";
    struct search_item *item = add(search, kind, name_column(name, sizeof name, column->name));
    if (!item)
        return false;
    bool region = strcmp(group->name, "region") == 0, own = region || kind == SEARCH_MEASURE;
    const char *unit = name_unit(column->unit);
    if (!own)
        snprintf(of, sizeof of, "%.60s  ·  ", charts_page_title(group, title, sizeof title));
    snprintf(item->code, sizeof item->code, "%s", column->name);
    snprintf(item->group, sizeof item->group, "%s", group->name);
    snprintf(item->more, sizeof item->more, "%s%s%s%.240s", of, unit,
             unit[0] && column->meaning[0] ? "  ·  " : "", column->meaning);
    item->bonus = own ? 0 : -2;
    return true;
}

/* Those that Charts and Industries can show. */
static bool add_series(struct search *search)
{
    const struct reader_group *groups[CHARTS_GROUPS_MAX];
    int count = charts_page_groups(search->source.view, groups);
    for (int g = 0; g < count; g++)
        for (int c = 0; c < groups[g]->column_count; c++)
            if (charts_page_shows(&groups[g]->columns[c]) &&
                !add_column(search, SEARCH_SERIES, groups[g], &groups[g]->columns[c]))
                return false;
    const struct reader_group *group = playback_group(search->source.view->playback, "industry");
    for (int c = 0; group && c < group->column_count; c++)
        if (group->columns[c].has_time && industry_measure_is(&group->columns[c]) &&
            !add_column(search, SEARCH_MEASURE, group, &group->columns[c]))
            return false;
    return true;
}

static bool add_events(struct search *search)
{
    const struct event_marks *events = &search->source.view->playback->events;
    const struct timeline *timeline = search->source.view->timeline;
    for (int e = 0; e < events->count; e++) {
        const struct event_mark *mark = &events->mark[e];
        char date[FORMAT_MAX], name[160];
        snprintf(name, sizeof name, "%s%s%s", mark->kind, mark->where[0] ? ", " : "", mark->where);
        struct search_item *item = add(search, SEARCH_EVENT, name);
        if (!item)
            return false;
        snprintf(item->more, sizeof item->more, "%s%s%s",
                 format_date(date, timeline_date(timeline, mark->day)),
                 mark->what[0] ? "  ·  " : "", mark->what);
        item->day = mark->day;
    }
    return true;
}

/* --- projects ------------------------------------------------------------------------------- */

static double project_value(struct playback *playback, const char *name, uint64_t row, double day)
{
    const struct playback_column *column = playback_column(playback, "project", name);
    if (!column || column->records == 0 || row >= column->rows)
        return NAN;
    uint64_t record = column->has_time ? playback_at(column->days, column->records, day) : 0;
    return column->values[record * column->rows + row];
}

static const char *label_of(const struct playback *playback, const char *name, double place)
{
    const struct reader_group *group = playback_group(playback, name);
    if (!group || group->dimension_count != 1 || !group->dimensions[0].labels || !(place >= 0) ||
        place >= (double)group->dimensions[0].size)
        return "";
    const char *label = group->dimensions[0].labels[(uint64_t)place];
    return label ? label : "";
}

/* The name of a project in a record of /project, and where and what it is; false where the row is
 * not used then. */
static bool describe_project(struct playback *playback, uint64_t row, double day, char *name,
                             size_t size, char *more, size_t more_size)
{
    double stage = project_value(playback, "stage", row, day);
    if (!(stage > STAGE_EMPTY) || !(stage < STAGES))
        return false;
    const char *official =
        label_of(playback, "project_candidate", project_value(playback, "official", row, day) - 1);
    const char *kind =
        label_of(playback, "project_kind", project_value(playback, "kind", row, day));
    const char *site =
        label_of(playback, "project_site", project_value(playback, "site", row, day) - 1);
    char cost[FORMAT_MAX];
    if (official[0])
        snprintf(name, size, "%s", official);
    else
        snprintf(name, size, "%.70s %" PRIu64, kind[0] ? kind : "Project", row + 1);
    snprintf(more, more_size, "%s%s%s%s%s  ·  %s", site, site[0] ? "  ·  " : "",
             official[0] ? kind : "", official[0] && kind[0] ? "  ·  " : "",
             name_stage((size_t)stage),
             facility_money(cost, project_value(playback, "cost", row, day)));
    return true;
}

static bool add_projects(struct search *search)
{
    struct playback *playback = search->source.view->playback;
    const struct reader_group *group = playback_group(playback, "project");
    double day = timeline_day(search->source.view->timeline);
    if (!group || group->dimension_count != 1)
        return true;
    for (uint64_t row = 0; row < group->rows && row < 65536; row++) {
        char name[160], more[384], number[24];
        if (!describe_project(playback, row, day, name, sizeof name, more, sizeof more))
            continue;
        struct search_item *item = add(search, SEARCH_PROJECT, name);
        if (!item)
            return false;
        snprintf(item->more, sizeof item->more, "%s", more);
        /* A bare number is no name that somebody would type. */
        if (group->dimensions[0].labels)
            snprintf(item->code, sizeof item->code, "%s", playback_label(group, 0, row, number));
        item->row = row;
        /* What came to nothing comes after the rest. */
        item->bonus = project_value(playback, "stage", row, day) >= STAGE_DECLINED ? -6 : 0;
    }
    return true;
}

void search_close(struct search *search)
{
    free(search->items), free(search->found);
    memset(search, 0, sizeof *search);
}

bool search_open(struct search *search, const struct search_source *source)
{
    search->source = *source;
    search->item_count = search->hit_count = search->matches = 0;
    search->regions = add_places(search, true);
    search->industries = search->regions < 0 ? -1 : add_places(search, false);
    if (search->industries < 0)
        search->regions = search->industries = 0;
    else if (add_views(search) && add_projects(search) && add_series(search) &&
             add_events(search) && add_commands(search))
        return true;
    return false;
}

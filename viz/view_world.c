/* The map of the world: trade between regions, the investment of the facility, and the passages
 * that events close. */
#include "viz/view_world.h"
#include "viz/listing.h"

#include <SDL.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/theme.h"
#include "viz/world_inset.h"
#include "viz/world_legend.h"
#include "viz/world_overlay.h"
#include "viz/world_panel.h"

enum { HEAD = 40 };

/* The group whose regions are shown: those with accounts, else those that trade. */
static const struct reader_group *regions_of(const struct view *view, int *dimension)
{
    const struct reader_group *group = playback_group(view->playback, "region");
    *dimension = group ? playback_dimension(group, "region") : -1;
    if (group && *dimension >= 0 && group->dimension_count == 1)
        return group;
    group = playback_group(view->playback, "trade");
    *dimension = group ? playback_dimension(group, "origin") : -1;
    return *dimension >= 0 ? group : NULL;
}

static void choose(const struct view *view, const char *code)
{
    struct selection *selection = &view->ui->selection;
    bool same = strcmp(selection->region, code) == 0;
    snprintf(selection->region, sizeof selection->region, "%s", same ? "" : code);
}

/* Selects the next region (by 1) or the one before (-1). */
static void move(const struct view *view, int by)
{
    struct world_region regions[WORLD_REGIONS_MAX];
    int dimension;
    const struct reader_group *group = regions_of(view, &dimension);
    int count = group ? world_regions(group, dimension, regions) : 0;
    if (count == 0)
        return;
    struct selection *selection = &view->ui->selection;
    int at = world_region_find(regions, count, selection->region);
    at = at < 0 ? (by > 0 ? 0 : count - 1) : (at + by + count) % count;
    snprintf(selection->region, sizeof selection->region, "%s", regions[at].code);
}

static void read_sizes(struct view_world *world, struct playback *playback)
{
    if (world->event_version == playback->version + 1)
        return;
    world->event_version = playback->version + 1;
    free(world->sizes);
    world->sizes = NULL, world->size_count = 0;
    playback_lock(playback);
    if (!reader_event_numbers(&playback->reader, "size", &world->sizes, &world->size_count, NULL))
        world->sizes = NULL, world->size_count = 0;
    playback_unlock(playback);
}

static void draw_tooltip(const struct view_world *world, const struct view *view,
                         const struct world_over *over, const struct world_region *regions,
                         const struct world_flows *flows, const struct world_closure *closures,
                         int closure_count)
{
    if (over->mark >= 0)
        world_projects_tooltip(&world->projects, view, over->mark);
    else if (over->passage >= 0)
        world_passages_tooltip(view, over->passage, closures, closure_count);
    else if (over->invest)
        world_investment_tooltip(world, view);
    else if (over->flow.origin >= 0)
        world_flows_tooltip(flows, view, over->flow);
    else if (over->region >= 0)
        world_regions_tooltip(world, view, &regions[over->region]);
}

/* The place of the inset: the lower right, where the South Pacific is. No wider than the states and
 * its words need. */
static struct box inset_box(struct box card)
{
    double h = fmin(fmin(card.h * 0.46, card.w * 0.29), 380), w = 1.45 * h + 40;
    w = fmin(card.w * 0.5, fmax(w, 236));
    return (struct box){card.x + card.w - w - 12, card.y + card.h - h - 12, w, h};
}

static void draw_map(struct view_world *world, struct view *view,
                     const struct world_region *regions, int count, int selected, struct box card)
{
    struct ui *ui = view->ui;
    struct canvas *canvas = ui->canvas;
    struct world_over over = {.mark = -1, .passage = -1, .region = -1, .flow = {-1, -1}};
    struct world_closure closures[WORLD_CLOSURES_MAX];
    double day = timeline_day(view->timeline);
    int closure_count =
        world_closures(&view->playback->events, world->sizes, world->size_count, day, closures);
    bool toggle = false, host_known = strcmp(world->projects.host, "USA") == 0;
    bool inset = world->has_projects && world->projects.count > 0 && host_known;
    if (inset && world->enlarged) {
        over.mark = world_inset_draw(world, view, card, &toggle);
        world->enlarged = !toggle;
        world_projects_click(&world->projects, view, over.mark);
        draw_tooltip(world, view, &over, regions, NULL, closures, closure_count);
        return;
    }
    double head = card.w < 700 ? HEAD + 14 : HEAD; /* with a second row */
    struct box room = {card.x + 10, card.y + head, card.w - 20, card.h - head - 12};
    struct world_projection projection = world_projection_pacific(room);
    /* A map that is flatter than the card leaves room below for the legend and the inset. */
    double bottom = world_project(&projection, 150, -56).y;
    bool low = inset || view->compare != COMPARE_ONE; /* two maps at the same height */
    projection.middle.y += fmax(0, room.y + room.h - bottom) * (low ? 0.12 : 0.3);
    world->projection = projection;
    int shape = -1;
    for (int i = 0; i < WORLD_SHAPES && selected >= 0; i++)
        if (strcmp(world_shape_codes[i], regions[selected].code) == 0)
            shape = i;
    uint32_t fills[WORLD_SHAPES];
    world_measure_fills(&world->measure, view, regions, count, day, fills);
    world_land_draw(&world->land, canvas, card, &projection, shape, -1, fills);
    struct box small = inset_box(card);
    struct box legend = world_legend_box(world, card, inset, small);
    world->labels = (struct world_labels){
        .room = {card.x + 5, card.y + head - 8, card.w - 10, card.h - head + 3}};
    world_labels_take(&world->labels, legend, 3);
    if (inset)
        world_labels_take(&world->labels, small, 8);
    world_regions_place(world, view, regions, count);
    bool free_mouse = ui_over(ui, card) && !(inset && ui_over(ui, small));
    draw_clip(canvas, box_inset(card, 1));
    struct world_region traders[WORLD_REGIONS_MAX];
    struct world_flows flows = {.trade = &world->trade,
                                .projection = &projection,
                                .regions = traders,
                                .selected = -1,
                                .day = day,
                                .closures = closures,
                                .closure_count = closure_count,
                                .other = world->measure.against ? &world->other : NULL,
                                .view = view};
    const struct reader_group *group = playback_group(view->playback, "trade");
    bool trades = world->trade.dollars != NULL;
    if (trades) {
        flows.region_count = world_regions(group, playback_dimension(group, "origin"), traders);
        flows.record = world_trade_record(&world->trade, day);
        if (selected >= 0)
            flows.selected = world_region_find(traders, flows.region_count, regions[selected].code);
        over.flow =
            world_flows_draw(&flows, ui, free_mouse ? card : (struct box){-1e7, -1e7, 0, 0});
    }
    world_passages_draw(world, view, closures, closure_count, free_mouse, &over);
    world_investment_draw(world, view, regions, count, free_mouse, &over);
    world_regions_draw(world, view, regions, count, selected, free_mouse, &over);
    if (world->has_projects && !host_known) {
        world_projects_place(&world->projects, &projection, NULL, 12);
        over.mark = world_projects_draw(&world->projects, view, box_inset(card, 1));
    }
    draw_clip_none(canvas);
    world_head_draw(world, view, closures, closure_count, trades,
                    (struct box){card.x + 16, card.y + 12, card.w - 28, 20});
    world_legend_draw(world, view, &flows, trades, legend);
    if (inset) {
        int mark = world_inset_draw(world, view, small, &toggle);
        over.mark = mark >= 0 ? mark : over.mark;
        world->enlarged = toggle;
    }
    world_projects_click(&world->projects, view, over.mark);
    if (free_mouse && over.region < 0 && over.flow.origin < 0 && !over.invest && over.mark < 0 &&
        over.passage < 0) {
        int land = world_shape_at(&projection, ui->input.x, ui->input.y);
        over.region = land >= 0 ? world_region_find(regions, count, world_shape_codes[land]) : -1;
    }
    if (over.flow.origin >= 0 && over.mark < 0 && over.passage < 0 && !over.invest) {
        /* An arc selects its seller, or the buyer if the seller is selected already. */
        int end = over.flow.origin == flows.selected ? over.flow.destination : over.flow.origin;
        over.region = world_region_find(regions, count, traders[end].code);
    }
    if (over.region >= 0 && over.passage < 0 && over.mark < 0 && !over.invest) {
        ui->hand = true;
        if (ui->input.pressed)
            choose(view, regions[over.region].code);
    }
    draw_tooltip(world, view, &over, regions, &flows, closures, closure_count);
}

static enum world_colour colour_chosen(const struct view *view)
{
    int land = view->ui->selection.land;
    return land >= 0 && land < WORLD_COLOURS ? (enum world_colour)land : WORLD_BY_REGION;
}

static void draw(void *state, struct view *view, struct box box)
{
    struct view_world *world = state;
    struct world_region regions[WORLD_REGIONS_MAX];
    int dimension;
    const struct reader_group *group = regions_of(view, &dimension);
    int count = group ? world_regions(group, dimension, regions) : 0;
    if (count == 0) {
        ui_message(view->ui, box, "No regions in this file",
                   "The map shows the groups /region [time, region] and /trade.");
        return;
    }
    if (group->records == 0) {
        ui_message(view->ui, box, "No records yet", "The map comes alive as the run goes on.");
        return;
    }
    bool trades = world_trade_update(&world->trade, view->playback);
    world->has_projects =
        world_projects_update(&world->projects, view->playback, timeline_day(view->timeline));
    read_sizes(world, view->playback);
    world_other_update(&world->other, view, &world->trade);
    world_trade_scale(&world->trade, world->other.playback ? &world->other.trade : NULL);
    world_measure_update(&world->measure, view, colour_chosen(view));
    bool against = world->measure.against;
    world_projects_join(&world->projects, view, against ? &world->other.projects : NULL);
    world->has_projects = world->has_projects || (against && world->other.has_projects);
    int selected = world_region_find(regions, count, view->ui->selection.region);
    struct box map = box, side = box;
    if (box.w < 680 && box.h > 360) { /* half a window: the regions below the map */
        map.h = floor(fmin(box.w * 0.53 + 20, box.h * 0.66));
        side.y = box.y + map.h + THEME_GAP, side.h = box.h - map.h - THEME_GAP;
    } else {
        side.w = floor(fmax(264, fmin(box.w * 0.25, 440)));
        map.w = box.w - side.w - THEME_GAP;
        side.x = map.x + map.w + THEME_GAP;
    }
    /* The part under the mouse comes last: its tooltip may lie over the other one. */
    bool in_panel = ui_over(view->ui, side);
    if (in_panel)
        draw_map(world, view, regions, count, selected, map);
    const char *clicked =
        world_panel_draw(view, &world->measure, regions, count, selected,
                         trades ? &world->trade : NULL, against ? &world->other : NULL, side);
    if (!in_panel)
        draw_map(world, view, regions, count, selected, map);
    if (clicked)
        choose(view, clicked);
}

/* Against another run the colours of the regions themselves say nothing: they are left out. */
static void change_colour(const struct view_world *world, const struct view *view, int by)
{
    int first = world->measure.against ? WORLD_BY_GDP : WORLD_BY_REGION;
    int count = WORLD_COLOURS - first, at = (int)world->measure.by - first;
    view->ui->selection.land = first + (at + by + count) % count;
}

static bool key(void *state, struct view *view, struct key key)
{
    struct view_world *world = state;
    switch (key.code) {
    case SDLK_UP:
    case SDLK_LEFTBRACKET:
        move(view, -1);
        return true;
    case SDLK_DOWN:
    case SDLK_RIGHTBRACKET:
        move(view, 1);
        return true;
    case SDLK_c:
        change_colour(world, view, key.shift ? -1 : 1);
        return true;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
        if (key.shift) {
            view->ui->show_project = view->ui->selection.project[0] != '\0';
            return true;
        }
        if (world->has_projects && world->projects.count > 0)
            world->enlarged = !world->enlarged;
        return true;
    default:
        return false;
    }
}

static void free_state(void *state)
{
    struct view_world *world = state;
    world_trade_free(&world->trade);
    world_projects_free(&world->projects);
    world_other_free(&world->other);
    world_land_free(&world->land), world_land_free(&world->states), world_land_free(&world->alaska);
    free(world->sizes);
}

static const struct command COMMANDS[] = {
    {{SDLK_UP, false, false}, "↑", "Region before", "↑ ↓ region"},
    {{SDLK_DOWN, false, false}, "↓", "Next region", NULL},
    {{SDLK_c, false, false}, "c", "What colours say (shift c: the one before)", "c colour"},
    {{SDLK_RETURN, false, false},
     "enter",
     "Enlarge the map of projects, and back",
     "enter projects"},
    {{SDLK_RETURN, true, false}, "shift enter", "Card of the project that is selected", NULL},
    {{0}, NULL, NULL, NULL},
};

const struct view_type view_type_world = {
    .name = "world",
    .title = "World",
    .meaning = "A map of regions, trade, sea routes and projects.",
    .commands = COMMANDS,
    .differs = true,
    .state_size = sizeof(struct view_world),
    .draw = draw,
    .csv = listing_world,
    .key = key,
    .free = free_state,
};

/* What lies over the land and the arcs of trade: regions, passages, and the facility's money. */
#ifndef KEIRETSU_VIZ_WORLD_OVERLAY_H
#define KEIRETSU_VIZ_WORLD_OVERLAY_H

#include "viz/view_world.h"

/* What the mouse is over, for the tooltip that is drawn last; one at most, the first of these. */
struct world_over {
    int mark;    /* project, -1 */
    int passage; /* -1 */
    bool invest;
    int region; /* place in the list, -1 */
    struct world_flow_hit flow;
};

/* Finds places for the names of the regions: before all other labels. */
void world_regions_place(struct view_world *world, const struct view *view,
                         const struct world_region *regions, int count);

/* Each draws itself and says what of it the mouse is over, where the mouse is free for it. Names
 * find their place among world->labels. */
void world_passages_draw(struct view_world *world, const struct view *view,
                         const struct world_closure *closures, int count, bool free_mouse,
                         struct world_over *over);
void world_regions_draw(const struct view_world *world, const struct view *view,
                        const struct world_region *regions, int count, int selected,
                        bool free_mouse, struct world_over *over);
void world_investment_draw(struct view_world *world, const struct view *view,
                           const struct world_region *regions, int count, bool free_mouse,
                           struct world_over *over);

/* What is said about it beside the mouse. */
void world_passages_tooltip(const struct view *view, int number,
                            const struct world_closure *closures, int count);
void world_regions_tooltip(const struct view_world *world, const struct view *view,
                           const struct world_region *region);
void world_investment_tooltip(const struct view_world *world, const struct view *view);

#endif

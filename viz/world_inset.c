#include "viz/world_inset.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"
#include "viz/world_figures.h"

enum { HEAD = 30, FOOT = 26 };

static int count_of(const struct world_projects *projects, enum world_stage stage)
{
    return projects->stages[stage] + (stage == WORLD_NOTICED ? projects->stages[WORLD_FUNDED] : 0);
}

/* Stages with their numbers, in words where there is room (2), in short ones (1) or in none (0);
 * returns the width. Measures only where `draw` is not set. */
static double draw_stages(const struct world_projects *projects, struct canvas *canvas,
                          struct box box, int words, bool draw)
{
    static const struct {
        enum world_stage stage;
        const char *words[3];
    } SHOWN[] = {
        {WORLD_NOTICED, {"", "noticed ", "notice given "}},
        {WORLD_BUILDING, {"", "building ", "under construction "}},
        {WORLD_OPERATING, {"", "working ", "in operation "}},
        {WORLD_FAILED, {"", "failed ", "failed "}},
        {WORLD_DECLINED, {"", "declined ", "declined "}},
    };
    double x = box.x, y = box.y + box.h / 2;
    for (size_t i = 0; i < sizeof SHOWN / sizeof *SHOWN; i++) {
        int count = count_of(projects, SHOWN[i].stage);
        if (SHOWN[i].stage >= WORLD_FAILED && count == 0)
            continue;
        char text[64];
        snprintf(text, sizeof text, "%s%d", SHOWN[i].words[words], count);
        struct world_mark mark = {
            .stage = SHOWN[i].stage, .built = 0.55, .x = x + 5, .y = y, .radius = 5};
        if (draw) {
            world_mark_draw(canvas, &mark, box);
            text_draw(canvas, TEXT_SMALL, TEXT_LEFT, x + 14, y, THEME_TEXT, text);
        }
        x += 14 + text_width(canvas, TEXT_SMALL, text) + 13;
    }
    return x - box.x;
}

/* What colours of marks mean where two runs are compared: nothing for marks of both. */
static void draw_only(const struct world_projects *projects, const struct view *view,
                      struct box box)
{
    struct canvas *canvas = view->ui->canvas;
    double x = box.x + box.w;
    for (int only = WORLD_OTHER_RUN; only >= WORLD_THIS_RUN; only--) {
        bool any = false;
        for (int i = 0; i < projects->count; i++)
            any = any || (int)projects->marks[i].only == only;
        if (!any)
            continue;
        char text[160];
        snprintf(text, sizeof text, "only in %.100s",
                 versus_name(only == WORLD_THIS_RUN ? view : view->other));
        double width = text_width(canvas, TEXT_SMALL, text);
        if (x - width - 16 < box.x)
            return;
        text_draw(canvas, TEXT_SMALL, TEXT_RIGHT, x, box.y + box.h / 2, THEME_TEXT, text);
        draw_circle(canvas, x - width - 9, box.y + box.h / 2, 5,
                    theme_diverging_mark(only == WORLD_THIS_RUN ? 1 : -1));
        x -= width + 28;
    }
}

/* What a size and a fill mean. */
static void draw_legend(const struct world_projects *projects, const struct view *view,
                        struct box box, double largest, double reserved)
{
    struct canvas *canvas = view->ui->canvas;
    double room = box.w - reserved, y = box.y + box.h / 2;
    int words = 2;
    while (words > 0 && draw_stages(projects, canvas, box, words, false) > room)
        words--;
    double x = box.x + draw_stages(projects, canvas, box, words, true);
    if (reserved > 0) {
        draw_only(projects, view, (struct box){x, box.y, box.x + box.w - x, box.h});
        return;
    }
    static const double COSTS[] = {10e9, 5e9, 2e9, 1e9, 5e8, 2e8, 1e8};
    struct world_mark mark = {.stage = WORLD_FUNDED};
    double cost = 0;
    for (size_t i = 0; i < sizeof COSTS / sizeof *COSTS && cost == 0; i++) {
        mark.radius = sqrt(COSTS[i] / 40e9) * largest;
        if (mark.radius <= box.h / 2 - 3)
            cost = COSTS[i];
    }
    char dollars[WORLD_TEXT], text[WORLD_TEXT + 8];
    snprintf(text, sizeof text, "%s", format_dollars(dollars, cost));
    double width = text_width(canvas, TEXT_SMALL, text);
    if (x + width + 2 * mark.radius + 8 > box.x + box.w)
        return;
    mark.x = box.x + box.w - width - 6 - mark.radius, mark.y = y;
    world_mark_draw(canvas, &mark, box);
    text_draw(canvas, TEXT_SMALL, TEXT_RIGHT, box.x + box.w, y, THEME_TEXT, text);
}

static double overlap(struct box a, struct box b)
{
    double w = fmin(a.x + a.w, b.x + b.w) - fmax(a.x, b.x);
    double h = fmin(a.y + a.h, b.y + b.h) - fmax(a.y, b.y);
    return w > 0 && h > 0 ? w * h : 0;
}

/* The best of four places around the marks of a site for its name: where it covers least. */
static struct box place_name(const struct world_projects *projects, struct box marks, double width,
                             const struct box *names, int count, struct box map)
{
    double x = marks.x + marks.w / 2 - width / 2, y = marks.y + marks.h / 2 - 8, least = HUGE_VAL;
    const struct box places[] = {{x, marks.y + marks.h + 1, width, 16},
                                 {x, marks.y - 17, width, 16},
                                 {marks.x + marks.w + 2, y, width, 16},
                                 {marks.x - width - 2, y, width, 16}};
    struct box best = places[0];
    for (int p = 0; p < 4; p++) {
        double covered = 256 - fmin(256, overlap(places[p], map));
        for (int i = 0; i < projects->count; i++) {
            const struct world_mark *mark = &projects->marks[i];
            covered +=
                overlap(places[p], (struct box){mark->x - mark->radius, mark->y - mark->radius,
                                                2 * mark->radius, 2 * mark->radius});
        }
        for (int i = 0; i < count; i++)
            covered += 2 * overlap(places[p], names[i]);
        if (covered < least)
            least = covered, best = places[p];
    }
    return best;
}

/* Names beside the sites that have projects, where the map is large enough. */
static void draw_names(const struct view_world *world, const struct view *view, struct box map)
{
    const struct world_projects *projects = &world->projects;
    const struct reader_group *group = playback_group(view->playback, "project_site");
    int dimension = group ? playback_dimension(group, "site") : -1;
    struct box names[WORLD_SITES_MAX];
    int count = 0;
    for (int site = 0; site < projects->sites && dimension >= 0; site++) {
        double left = HUGE_VAL, right = -HUGE_VAL, top = HUGE_VAL, bottom = -HUGE_VAL;
        for (int i = 0; i < projects->count; i++) {
            const struct world_mark *mark = &projects->marks[i];
            if (mark->site != site || mark->only == WORLD_OTHER_RUN) /* rows of another file */
                continue;
            left = fmin(left, mark->x - mark->radius), right = fmax(right, mark->x + mark->radius);
            top = fmin(top, mark->y - mark->radius), bottom = fmax(bottom, mark->y + mark->radius);
        }
        if (!(right > left))
            continue;
        char number[24];
        const char *name = playback_label(group, dimension, (uint64_t)site, number);
        double width = text_width(view->ui->canvas, TEXT_SMALL, name) + 8;
        struct box place = place_name(projects, (struct box){left, top, right - left, bottom - top},
                                      width, names, count, map);
        names[count++] = place;
        draw_rounded(view->ui->canvas, place, 3, draw_fade(THEME_PANEL, 0.78));
        text_draw(view->ui->canvas, TEXT_SMALL, TEXT_CENTRE, place.x + place.w / 2,
                  place.y + place.h / 2, THEME_INK, name);
    }
}

int world_inset_draw(struct view_world *world, const struct view *view, struct box box,
                     bool *toggle)
{
    struct ui *ui = view->ui;
    struct canvas *canvas = ui->canvas;
    struct world_projects *projects = &world->projects;
    struct box map = {box.x + 6, box.y + HEAD, box.w - 12, box.h - HEAD - FOOT};
    struct box north = {box.x + 8, box.y + box.h - FOOT - box.h * 0.25, box.w * 0.22, box.h * 0.25};
    struct box states = {map.x + map.w * 0.04, map.y + 4, map.w * 0.94, map.h - 8};
    struct world_projection main = world_projection_states(states);
    struct world_projection second = world_projection_alaska(box_inset(north, 4));
    int host = -1;
    for (int i = 0; i < WORLD_SHAPES; i++)
        if (strcmp(world_shape_codes[i], projects->host) == 0)
            host = i;
    if (!world->enlarged)
        draw_rounded(canvas, (struct box){box.x - 2, box.y - 1, box.w + 4, box.h + 4},
                     THEME_RADIUS + 2, draw_fade(THEME_INK, 0.10));
    world_land_draw(&world->states, canvas, box, &main, -1, host, NULL);
    world_land_draw(&world->alaska, canvas, north, &second, -1, host, NULL);
    double largest = fmin(map.h * 0.085, world->enlarged ? 30 : 22);
    world_projects_place(projects, &main, &second, largest);
    draw_clip(canvas, box);
    int over = world_projects_draw(projects, view, box);
    if (world->enlarged)
        draw_names(world, view, map);
    draw_clip_none(canvas);

    struct box head = {box.x, box.y, box.w, HEAD};
    draw_rounded(canvas, (struct box){box.x + 1, box.y + 1, box.w - 2, HEAD - 2}, THEME_RADIUS,
                 draw_fade(THEME_PANEL, 0.92));
    if (ui_over(ui, head))
        draw_rounded(canvas, (struct box){box.x + 1, box.y + 1, box.w - 2, HEAD - 2}, THEME_RADIUS,
                     THEME_HOVER);
    *toggle = ui_clicked(ui, head);
    char text[160], dollars[WORLD_TEXT];
    const char *hint = world->enlarged ? "enter: back to the world" : "enter: enlarge";
    snprintf(text, sizeof text, "%s",
             view->ui->plain                   ? ""
             : !world->enlarged && box.w < 300 ? "enlarge"
                                               : hint);
    double right = text_draw(canvas, TEXT_SMALL, TEXT_RIGHT, box.x + box.w - 12, box.y + HEAD / 2,
                             THEME_QUIET, text);
    double left = text_draw(canvas, TEXT_STRONG, TEXT_LEFT, box.x + 12, box.y + HEAD / 2, THEME_INK,
                            name_region(projects->host));
    if (isfinite(projects->paid)) {
        snprintf(text, sizeof text, "projects, %s paid out",
                 format_dollars(dollars, projects->paid));
        double room = box.w - left - right - 42;
        if (text_width(canvas, TEXT_SMALL, text) > room)
            snprintf(text, sizeof text, "%s paid", format_dollars(dollars, projects->paid));
        if (text_width(canvas, TEXT_SMALL, text) <= room)
            text_draw(canvas, TEXT_SMALL, TEXT_LEFT, box.x + left + 20, box.y + HEAD / 2,
                      THEME_TEXT, text);
    }
    draw_rounded(canvas, (struct box){box.x + 1, box.y + box.h - FOOT - 1, box.w - 2, FOOT},
                 THEME_RADIUS, draw_fade(THEME_PANEL, 0.92));
    bool against = world->measure.against;
    draw_legend(projects, view,
                (struct box){box.x + 12, box.y + box.h - FOOT - 1, box.w - 24, FOOT}, largest,
                against ? fmin(box.w * 0.5, 190) : 0);
    draw_clip_none(canvas);
    return over;
}

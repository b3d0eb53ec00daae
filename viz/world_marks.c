/* The marks of projects: a ring at the notice, filled as it is built, full in operation. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/names.h"
#include "viz/theme.h"
#include "viz/versus.h"
#include "viz/world_figures.h"
#include "viz/world_other.h"

static bool overlaps(const struct world_projects *projects, int count, double x, double y,
                     double radius)
{
    for (int i = 0; i < count; i++) {
        const struct world_mark *other = &projects->marks[i];
        double reach = radius + other->radius + 1.5;
        double dx = x - other->x, dy = y - other->y;
        if (dx * dx + dy * dy < reach * reach)
            return true;
    }
    return false;
}

void world_projects_place(struct world_projects *projects, const struct world_projection *map,
                          const struct world_projection *alaska, double largest)
{
    const double TURN = 2.39996322972865332; /* the golden angle: an even spiral */
    for (int i = 0; i < projects->count; i++) {
        struct world_mark *mark = &projects->marks[i];
        double east = mark->east, north = mark->north;
        const struct world_projection *here = alaska && north > 50 && east < -130 ? alaska : map;
        struct point site = world_project(here, east, north);
        mark->radius = fmax(0.11 * largest, fmin(1.2, sqrt(mark->cost / 40e9)) * largest);
        mark->radius =
            mark->stage == WORLD_DECLINED ? fmax(4, 0.15 * largest) : fmax(2.5, mark->radius);
        for (int step = 0; step < 600; step++) {
            double away = 0.12 * largest * sqrt(step);
            mark->x = site.x + away * cos(step * TURN), mark->y = site.y + away * sin(step * TURN);
            if (!overlaps(projects, i, mark->x, mark->y, mark->radius))
                break;
        }
    }
}

static void draw_cross(struct canvas *canvas, double x, double y, double size, double width,
                       uint32_t colour)
{
    struct point lines[] = {{x - size, y - size},
                            {x + size, y + size},
                            {NAN, NAN},
                            {x - size, y + size},
                            {x + size, y - size}};
    draw_polyline(canvas, lines, 5, width, colour);
}

void world_mark_draw(struct canvas *canvas, const struct world_mark *mark, struct box clip)
{
    double x = mark->x, y = mark->y, r = mark->radius, line = fmax(1.3, fmin(2.2, r * 0.2));
    uint32_t ink = THEME_ACCENT;
    bool ended = mark->stage == WORLD_FAILED || mark->stage == WORLD_DECLINED;
    if (mark->stage == WORLD_NOTICED || mark->stage == WORLD_FUNDED)
        ink = THEME_QUIET, line *= 0.7;
    if (ended)
        ink = mark->stage == WORLD_FAILED ? THEME_CLOSED : THEME_QUIET;
    if (mark->only != WORLD_BOTH_RUNS) /* the colours of more and of less */
        ink = theme_diverging_mark(mark->only == WORLD_THIS_RUN ? 1 : -1);
    draw_circle(canvas, x, y, r + 1, draw_fade(THEME_PANEL, 0.9));
    draw_circle(canvas, x, y, r, ink);
    if (mark->stage != WORLD_OPERATING)
        draw_circle(canvas, x, y, fmax(0.6, r - line), THEME_PANEL);
    if (mark->stage == WORLD_BUILDING && mark->built > 0) {
        double level = 2 * (r - line) * (1 - mark->built);
        double top = fmax(clip.y, y - (r - line) + level);
        draw_clip(canvas, (struct box){clip.x, top, clip.w, fmax(0, clip.y + clip.h - top)});
        draw_circle(canvas, x, y, r - line, draw_mix(THEME_PANEL, ink, 0.62));
        draw_clip(canvas, clip);
    }
    if (ended)
        draw_cross(canvas, x, y, r * 0.5, line, ink);
}

/* The row of the project that is selected, -1 for none. */
static int64_t selected_row(const struct view *view)
{
    const char *code = view->ui->selection.project;
    const struct reader_group *group = playback_group(view->playback, "project");
    return code[0] && group && group->dimension_count == 1 ? playback_position(group, 0, code) : -1;
}

static void draw_ring(struct canvas *canvas, const struct world_mark *mark, double away,
                      double width, uint32_t colour)
{
    double d = mark->radius + away;
    draw_rounded_frame(canvas, (struct box){mark->x - d, mark->y - d, 2 * d, 2 * d}, d, width,
                       colour);
}

int world_projects_draw(const struct world_projects *projects, const struct view *view,
                        struct box clip)
{
    struct ui *ui = view->ui;
    int over = -1;
    int64_t selected = selected_row(view);
    for (int i = 0; i < projects->count; i++) {
        const struct world_mark *mark = &projects->marks[i];
        world_mark_draw(ui->canvas, mark, clip);
        if (ui_over(ui, clip) &&
            hypot(ui->input.x - mark->x, ui->input.y - mark->y) <= mark->radius + 1.5)
            over = i;
    }
    for (int i = 0; i < projects->count; i++) {
        const struct world_mark *mark = &projects->marks[i];
        bool chosen = selected >= 0 && mark->project == selected && mark->only != WORLD_OTHER_RUN;
        if (chosen) {
            draw_ring(ui->canvas, mark, 5, 4.5, THEME_PANEL);
            draw_ring(ui->canvas, mark, 4, 2.2, THEME_INK);
        } else if (i == over)
            draw_ring(ui->canvas, mark, 3, 1.2, THEME_INK);
    }
    return over;
}

void world_projects_click(const struct world_projects *projects, const struct view *view, int mark)
{
    struct selection *selection = &view->ui->selection;
    const struct reader_group *group = playback_group(view->playback, "project");
    if (mark < 0 || projects->marks[mark].project < 0 ||
        projects->marks[mark].only == WORLD_OTHER_RUN || !group || group->dimension_count != 1)
        return;
    view->ui->hand = true;
    if (!view->ui->input.pressed)
        return;
    char number[24];
    const char *code = playback_label(group, 0, (uint64_t)projects->marks[mark].project, number);
    if (strcmp(selection->project, code) == 0)
        view->ui->show_project = true;
    snprintf(selection->project, sizeof selection->project, "%s", code);
}

/* The label of a row; "" where there is none. */
static void label_of(const struct playback *playback, const char *name, const char *dimension_name,
                     int row, char text[static 64])
{
    const struct reader_group *group = playback_group(playback, name);
    int dimension = group ? playback_dimension(group, dimension_name) : -1;
    char number[24];
    text[0] = '\0';
    if (dimension >= 0 && row >= 0 && (uint64_t)row < group->dimensions[dimension].size)
        snprintf(text, 64, "%s", playback_label(group, dimension, (uint64_t)row, number));
}

void world_projects_tooltip(const struct world_projects *projects, const struct view *view,
                            int number)
{
    const struct world_mark *mark = &projects->marks[number];
    char heading[200], site[64], kind[64], name[64], stage[96], date[FORMAT_MAX], built[FORMAT_MAX];
    char cost[WORLD_TEXT], promised[WORLD_TEXT], paid[WORLD_TEXT];
    const struct view *of = mark->only == WORLD_OTHER_RUN && view->other ? view->other : view;
    label_of(of->playback, "project_site", "site", mark->site, site);
    label_of(of->playback, "project_kind", "kind", mark->kind, kind);
    label_of(of->playback, "project_candidate", "candidate", mark->official, name);
    if (name[0])
        snprintf(kind, sizeof kind, "%s", name);
    snprintf(heading, sizeof heading, "%s%s%s", kind, kind[0] ? "  ·  " : "", site);
    snprintf(stage, sizeof stage, "%s", world_stage_names[mark->stage]);
    char only[160];
    struct ui_row rows[11] = {{0, mark->project < 0 ? "all projects of the site" : "stage", stage}};
    int count = 1;
    if (mark->only != WORLD_BOTH_RUNS) {
        snprintf(only, sizeof only, "only in %.120s", versus_name(of));
        rows[count++] = (struct ui_row){0, only, ""};
    }
    if (mark->since > 0 && mark->since < 1e7) {
        double day = mark->since * of->playback->reader.days_per_step;
        rows[count++] =
            (struct ui_row){0, "since", format_date(date, timeline_date(of->timeline, day))};
    }
    rows[count++] = (struct ui_row){0, "cost as estimated", format_dollars(cost, mark->cost)};
    if (mark->commitment > 0)
        rows[count++] =
            (struct ui_row){0, "promised in cash", format_dollars(promised, mark->commitment)};
    if (mark->paid > 0)
        rows[count++] = (struct ui_row){0, "paid out so far", format_dollars(paid, mark->paid)};
    if (mark->stage == WORLD_BUILDING) {
        rows[count++] = (struct ui_row){0, "work done", format_percent(built, mark->built, 0)};
    }
    char all_committed[96], all_paid[96], all[2][WORLD_TEXT];
    if (site[0] && of == view && mark->project >= 0 && projects->site_committed[mark->site] > 0) {
        snprintf(all_committed, sizeof all_committed, "all of %s: committed", site);
        snprintf(all_paid, sizeof all_paid, "all of %s: paid out", site);
        rows[count++] = (struct ui_row){
            0, all_committed, format_dollars(all[0], projects->site_committed[mark->site])};
        rows[count++] =
            (struct ui_row){0, all_paid, format_dollars(all[1], projects->site_paid[mark->site])};
    }
    if (mark->project >= 0 && of == view)
        rows[count++] = (struct ui_row){
            0, mark->project == selected_row(view) ? "click: its card" : "click: select it", ""};
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, heading, rows, count);
}

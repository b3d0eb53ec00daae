/* Series of the regions, or of another group, as small multiples: one chart a column, one line a
 * region, one readout; of several runs over each other, or their difference. */
#include <SDL.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/charts_draw.h"
#include "viz/charts_page.h"
#include "viz/charts_panel.h"
#include "viz/charts_readout.h"
#include "viz/listing.h"
#include "viz/menu.h"
#include "viz/theme.h"
#include "viz/view.h"

/* Shown first, in this order, where a file has them; the rest follows as in the file. */
static const char *const FIRST[] = {
    "real_gdp",
    "gdp_real",
    "unemployment_rate",
    "consumer_prices",
    "price_index",
    "consumption",
    "investment",
    "government_consumption",
    "exports",
    "imports",
    "wage_index",
    "policy_rate",
    "gdp",
    "gdp_nominal",
    "debt",
};

enum { FIRST_COUNT = sizeof FIRST / sizeof *FIRST };

static const char *const MODES[SERIES_MODES] = {"Index", "Level", "Growth"};

static void free_series(struct view_charts *charts)
{
    for (int i = 0; i < charts->count; i++)
        charts_panel_free(&charts->panels[i]);
}

static void free_state(void *state)
{
    struct view_charts *charts = state;
    free_series(charts);
    free(charts->panels);
    charts->panels = NULL;
    charts->count = 0;
}

static int place_of(const char *name)
{
    for (int i = 0; i < FIRST_COUNT; i++)
        if (strcmp(FIRST[i], name) == 0)
            return i;
    return FIRST_COUNT;
}

/* A panel for each column of the group, without its series. */
static void make_panels(struct view_charts *charts, const struct reader_group *group)
{
    free_state(charts);
    charts->panels = calloc((size_t)group->column_count + 1, sizeof *charts->panels);
    for (int place = 0; place <= FIRST_COUNT && charts->panels; place++)
        for (int i = 0; i < group->column_count; i++)
            if (charts_page_shows(&group->columns[i]) && place_of(group->columns[i].name) == place)
                snprintf(charts->panels[charts->count++].column, sizeof charts->panels->column,
                         "%s", group->columns[i].name);
}

/* Changes whenever a run has new records, or columns that were awaited. */
static uint64_t version_of(const struct view *view)
{
    uint64_t version = view->playback->version + 1;
    for (int i = 0; i < view->run_count; i++)
        if (view->runs[i]->playback != view->playback)
            version += view->runs[i]->playback->version;
    return version;
}

/* Panels are made when they are first drawn; here what they were made from is looked at. */
static void update(struct view_charts *charts, struct view *view, const struct reader_group *group)
{
    const struct chart_choice *choice = &view->ui->charts;
    uint64_t version = version_of(view);
    bool other_page = strcmp(charts->page.group, group->name) != 0;
    if (other_page)
        make_panels(charts, group);
    if (other_page || charts->version != version)
        charts_page_make(&charts->page, view, group);
    if (charts->version != version || (int)charts->mode != choice->mode ||
        charts->compare != (int)view->compare || charts->run_count != view->run_count ||
        charts->other != view->other)
        free_series(charts);
    charts->version = version;
    charts->mode = (enum series_mode)choice->mode;
    charts->compare = (int)view->compare;
    charts->run_count = view->run_count;
    charts->other = view->other;
    charts->chosen = 0;
    for (int i = 0; i < charts->count; i++)
        if (strcmp(charts->panels[i].column, choice->column) == 0)
            charts->chosen = i;
    if (charts->count > 0) /* the readout's, even if it is not in sight */
        charts_panel_make(&charts->panels[charts->chosen], &charts->page, view);
}

void view_charts_choose(struct view_charts *charts, struct view *view, int by)
{
    struct chart_choice *choice = &view->ui->charts;
    if (charts->count == 0)
        return;
    if (!choice->enlarged) {
        choice->scrolled += by; /* brought into range when drawn */
        return;
    }
    charts->chosen = (charts->chosen + by + charts->count) % charts->count;
    snprintf(choice->column, sizeof choice->column, "%s", charts->panels[charts->chosen].column);
}

/* The next group of series (+1) or the one before (-1). */
static void next_group(struct view *view, int by)
{
    const struct reader_group *groups[CHARTS_GROUPS_MAX], *now = charts_page_group(view);
    int count = charts_page_groups(view, groups), at = 0;
    for (int i = 0; i < count; i++)
        if (groups[i] == now)
            at = i;
    if (count > 0)
        view_charts_show(view->ui, groups[(at + by + count) % count]->name, "");
}

void view_charts_show(struct ui *ui, const char *group, const char *column)
{
    struct chart_choice *choice = &ui->charts;
    if (strcmp(choice->group, group) != 0)
        choice->scrolled = 0, choice->line[0] = '\0';
    snprintf(choice->group, sizeof choice->group, "%s", group);
    snprintf(choice->column, sizeof choice->column, "%s", column);
    choice->enlarged = column[0] != '\0';
}

/* The group's menu and the switches, in two rows or in one. */
static void draw_controls(struct view_charts *charts, struct view *view,
                          const struct reader_group *group, struct box box, bool two_rows)
{
    struct ui *ui = view->ui;
    struct chart_choice *choice = &ui->charts;
    static const char *const LOG[] = {"Log"};
    char title[64];
    double modes = ui_switch_width(ui, MODES, SERIES_MODES);
    double log_width = ui_switch_width(ui, LOG, 1);
    double gap = two_rows ? fmax(4, box.w - modes - log_width) : 8;
    double x = two_rows ? box.x : box.x + box.w - modes - gap - log_width;
    double y = two_rows ? box.y + 34 : box.y;
    charts->button = (struct box){
        box.x, box.y, two_rows ? box.w : fmax(60, fmin(220, x - box.x - 12)), UI_SWITCH_HEIGHT};
    menu_button(&charts->menu, ui, charts->button, charts_page_title(group, title, sizeof title));
    choice->mode = ui_switch(ui, x, y, UI_SWITCH_HEIGHT, MODES, SERIES_MODES, choice->mode);
    struct box log_box = {x + modes + gap, y, log_width, UI_SWITCH_HEIGHT};
    bool logarithmic = choice->logarithmic && choice->mode != SERIES_YEAR;
    ui_switch(ui, log_box.x, y, UI_SWITCH_HEIGHT, LOG, 1, logarithmic ? 0 : -1);
    if (ui_clicked(ui, log_box) && choice->mode != SERIES_YEAR)
        choice->logarithmic = !choice->logarithmic;
}

/* The menu of the groups, over everything else. */
static void draw_menu(struct view_charts *charts, struct view *view, struct box box)
{
    const struct reader_group *groups[CHARTS_GROUPS_MAX], *now = charts_page_group(view);
    struct menu_item items[CHARTS_GROUPS_MAX];
    char titles[CHARTS_GROUPS_MAX][64];
    int count = charts_page_groups(view, groups), active = 0;
    for (int i = 0; i < count; i++) {
        items[i] = (struct menu_item){charts_page_title(groups[i], titles[i], sizeof titles[i]),
                                      groups[i]->meaning};
        if (groups[i] == now)
            active = i;
    }
    int chosen = menu_draw(&charts->menu, view->ui, charts->button, box, items, count, active);
    if (chosen >= 0)
        view_charts_show(view->ui, groups[chosen]->name, "");
}

enum { SIDE = 260, CONTROLS = 34 };

static void draw_parts(struct view_charts *charts, struct view *view,
                       const struct reader_group *group, struct box box)
{
    double hover = NAN;
    if (box.w >= 980) {
        struct box main = {box.x, box.y, box.w - SIDE - THEME_GAP, box.h};
        struct box side = {main.x + main.w + THEME_GAP, box.y, SIDE, box.h};
        double used = view->ui->plain ? 0 : 2 * CONTROLS + 4;
        if (!view->ui->plain)
            draw_controls(charts, view, group, side, true);
        update(charts, view, group);
        charts_draw_grid(charts, view, main, &hover);
        double day = isfinite(hover) ? hover : timeline_day(view->timeline);
        update(charts, view, group);
        charts_readout_draw(charts, view, day,
                            (struct box){side.x, side.y + used, side.w, side.h - used});
        return;
    }
    if (!view->ui->plain)
        draw_controls(charts, view, group, box, false);
    update(charts, view, group);
    double used = view->ui->plain ? 0 : CONTROLS + 2,
           cells = charts_readout_height(charts, view, box.w);
    struct box readout = {box.x, box.y + used, box.w, cells};
    used += cells + THEME_GAP;
    charts_draw_grid(charts, view, (struct box){box.x, box.y + used, box.w, fmax(60, box.h - used)},
                     &hover);
    double day = isfinite(hover) ? hover : timeline_day(view->timeline);
    update(charts, view, group);
    charts_readout_draw_cells(charts, view, day, readout);
}

static void draw(void *state, struct view *view, struct box box)
{
    struct view_charts *charts = state;
    const struct reader_group *group = charts_page_group(view);
    if (!group) {
        ui_message(view->ui, box, "No series in this file",
                   "The charts show columns over time of groups such as /region [time, region].");
        return;
    }
    update(charts, view, group);
    if (group->records == 0 || charts->count == 0) {
        ui_message(view->ui, box, group->records == 0 ? "No records yet" : "No columns to show",
                   "The charts fill as the run goes on.");
        return;
    }
    struct input input = menu_hide_mouse(&charts->menu, view->ui);
    draw_parts(charts, view, group, box);
    menu_show_mouse(view->ui, input);
    draw_menu(charts, view, box);
}

static bool menu_takes(struct view_charts *charts, struct view *view, struct key key)
{
    const struct reader_group *groups[CHARTS_GROUPS_MAX];
    int count = charts_page_groups(view, groups), chosen = -1;
    bool taken = menu_key(&charts->menu, key, count, &chosen);
    if (chosen >= 0)
        view_charts_show(view->ui, groups[chosen]->name, "");
    return taken;
}

static bool key(void *state, struct view *view, struct key key)
{
    struct view_charts *charts = state;
    struct chart_choice *choice = &view->ui->charts;
    if (key.control || menu_takes(charts, view, key))
        return !key.control;
    switch (key.code) {
    case SDLK_UP:
    case SDLK_DOWN:
        view_charts_choose(charts, view, key.code == SDLK_DOWN ? 1 : -1);
        return true;
    case SDLK_RETURN:
        choice->enlarged = !choice->enlarged;
        return true;
    case SDLK_ESCAPE: {
        bool was = choice->enlarged;
        choice->enlarged = false;
        return was;
    }
    case SDLK_g:
        next_group(view, key.shift ? -1 : 1);
        return true;
    case SDLK_i:
        choice->mode = (choice->mode + (key.shift ? SERIES_MODES - 1 : 1)) % SERIES_MODES;
        return true;
    case SDLK_l:
        choice->logarithmic = !choice->logarithmic;
        return true;
    default:
        return false;
    }
}

static const struct command COMMANDS[] = {
    {{SDLK_UP, false, false}, "↑", "Scroll up, or to the chart before", "↑ ↓ scroll"},
    {{SDLK_DOWN, false, false}, "↓", "Scroll down, or to the next chart", NULL},
    {{SDLK_RETURN, false, false},
     "enter",
     "Enlarge the chart under the mouse, and back",
     "enter enlarge"},
    {{SDLK_g, false, false}, "g", "Next group of series (shift: before)", "g group"},
    {{SDLK_i, false, false}, "i", "Index, level, growth", "i growth"},
    {{SDLK_l, false, false}, "l", "Logarithmic axes", "l log"},
    {{0}, NULL, NULL, NULL},
};

const struct view_type view_type_charts = {
    .name = "charts",
    .title = "Charts",
    .meaning = "Every series of the regions, the facility, the banks ... over time.",
    .commands = COMMANDS,
    .differs = true,
    .state_size = sizeof(struct view_charts),
    .draw = draw,
    .csv = listing_charts,
    .key = key,
    .free = free_state,
};

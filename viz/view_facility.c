/* Japan's investment facility: how far the money has come, who gets it back, and each project. */
#include <SDL.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "viz/facility.h"
#include "viz/listing.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"
#include "viz/versus.h"

static const char *const PAGE_TITLES[] = {"Pipeline", "Money", "Projects", "Who gains"};

double facility_legend(struct ui *ui, double x, double y, uint32_t colour, const char *label)
{
    draw_rounded(ui->canvas, (struct box){x, y - 4, 9, 9}, 2, colour);
    return 15 + text_draw(ui->canvas, TEXT_SMALL, TEXT_LEFT, x + 15, y, THEME_TEXT, label) + 16;
}

static void frame(struct ui *ui, struct box box)
{
    draw_rounded(ui->canvas, box, THEME_RADIUS + 2, THEME_PANEL);
    draw_rounded_frame(ui->canvas, box, THEME_RADIUS + 2, 1, THEME_BORDER);
}

static void open_page(struct view_facility *facility, enum facility_page page)
{
    facility->page = page;
    facility->card = false;
}

static void next_stage(struct view_facility *facility)
{
    int stage = facility->stage;
    for (int tried = 0; tried < STAGES; tried++) {
        stage = (stage + 1) % STAGES;
        bool any = stage == STAGE_EMPTY;
        for (uint64_t row = 0; row < facility->data.rows && !any; row++)
            any = (int)facility->data.projects[row].stage == stage;
        if (any)
            break;
    }
    facility_table_show(facility, (enum facility_stage)stage, facility->order);
}

enum { PAGE = 88 }; /* width of a switch */

static void draw_pages(struct view_facility *facility, struct view *view, struct box box)
{
    struct ui *ui = view->ui;
    frame(ui, (struct box){box.x, box.y, FACILITY_PAGES * PAGE + 6, 28});
    for (int i = 0; i < FACILITY_PAGES; i++)
        if (ui_segment(ui, (struct box){box.x + 3 + i * PAGE, box.y + 3, PAGE, 22}, PAGE_TITLES[i],
                       (int)facility->page == i))
            open_page(facility, (enum facility_page)i);
}

/* What the differences are of, or why there are none; between the switches of both sides. */
static bool draw_note(const struct view_facility *facility, const struct view *view, double right,
                      double room, double y)
{
    char line[200];
    if (view->compare != COMPARE_DIFFERENCE || room < 100)
        return false;
    const char *name = versus_name(view->other);
    if (facility->differs)
        snprintf(line, sizeof line, "with a sign or outlined: against %.80s", name);
    else
        snprintf(line, sizeof line, "%.80s has no facility: this run alone", name);
    text_draw_fit(view->ui->canvas, TEXT_SMALL, TEXT_RIGHT, right, y, room, THEME_TEXT, line);
    return true;
}

/* What can be chosen within the page. */
static void draw_switches(struct view_facility *facility, struct view *view, struct box box)
{
    struct ui *ui = view->ui;
    double right = box.x + box.w, room = box.w - FACILITY_PAGES * PAGE - 20;
    if (facility->page == PAGE_MONEY && facility->part_by_part) {
        char part[32];
        snprintf(part, sizeof part, "↑ ↓  %d of %d", facility->part + 1, FACILITY_PARTS);
        struct box chip = {right - 110, box.y, 110, 28};
        frame(ui, chip);
        if (ui_segment(ui, box_inset(chip, 3), part, false))
            facility_money_move(facility, 1);
        draw_note(facility, view, chip.x - 14, room - 124, box.y + 14);
    } else if (facility->page == PAGE_MONEY) {
        draw_note(facility, view, right, room, box.y + 14);
    } else if (facility->page == PAGE_PIPELINE) {
        static const char *const COUNTED[] = {"Money", "Number"};
        double left = right - ui_switch_width(ui, COUNTED, 2);
        facility->by_number =
            ui_switch(ui, left, box.y, UI_SWITCH_HEIGHT, COUNTED, 2, facility->by_number) == 1;
        if (!draw_note(facility, view, left - 14, room - 190, box.y + 14) && room > 300)
            text_draw_fit(
                ui->canvas, TEXT_SMALL, TEXT_RIGHT, left - 14, box.y + 14, room - 190, THEME_QUIET,
                facility->by_number
                    ? "projects that have come so far"
                    : "estimated cost, as proposed; contracts add contingency and overruns");
    } else if (facility->page == PAGE_PROJECTS && !facility->card) {
        char label[64];
        snprintf(label, sizeof label, "Stage: %s",
                 facility->stage == STAGE_EMPTY ? "all" : name_stage(facility->stage));
        struct box chip = {right - 190, box.y, 190, 28};
        frame(ui, chip);
        if (ui_segment(ui, (struct box){chip.x + 3, chip.y + 3, chip.w - 6, 22}, label,
                       facility->stage != STAGE_EMPTY))
            next_stage(facility);
        char shown[64];
        snprintf(shown, sizeof shown, "%d project%s", facility->count,
                 facility->count == 1 ? "" : "s");
        if (!draw_note(facility, view, chip.x - 14, room - 200, box.y + 14) && room > 290)
            text_draw(ui->canvas, TEXT_SMALL, TEXT_RIGHT, chip.x - 14, box.y + 14, THEME_QUIET,
                      shown);
    } else if (facility->page == PAGE_PROJECTS) {
        struct box back = {right - 130, box.y, 130, 28};
        frame(ui, back);
        if (ui_segment(ui, (struct box){back.x + 3, back.y + 3, back.w - 6, 22}, "← All projects",
                       false))
            facility->card = false;
    }
}

/* What is compared on the page of gains: switches where they fit, else one that goes on. */
static void draw_measures(struct gains_page *page, struct view *view, struct box box)
{
    static const char *const SHORT[GAINS_MEASURES] = {"Income", "GDP", "Consumption", "Work"};
    struct ui *ui = view->ui;
    double right = box.x + box.w;
    if (page->narrow) {
        char label[96];
        snprintf(label, sizeof label, "%s%s", page->inside ? "← All regions" : "Within ",
                 page->inside ? "" : gains_region_name(&page->gains, gains_chosen(page, view)));
        double w = fmin(150, text_width(ui->canvas, TEXT_STRONG, label) + 24);
        struct box chip = {right - w, box.y, w, 28};
        frame(ui, chip);
        if (ui_segment(ui, box_inset(chip, 3), label, false))
            page->inside = !page->inside;
        right -= w + 8;
    }
    double all = ui_switch_width(ui, SHORT, GAINS_MEASURES);
    double room = right - box.x - FACILITY_PAGES * PAGE - 18;
    if (all > room) {
        double w = fmin(room, ui_switch_width(ui, &SHORT[page->measure], 1) + 8);
        struct box chip = {right - w, box.y, w, 28};
        frame(ui, chip);
        if (ui_segment(ui, box_inset(chip, 3), SHORT[page->measure], false))
            gains_page_measure(page, 1);
        return;
    }
    page->measure = (enum gains_measure)ui_switch(ui, right - all, box.y, UI_SWITCH_HEIGHT, SHORT,
                                                  GAINS_MEASURES, (int)page->measure);
}

enum { HEAD = 84, SWITCHES = 28, BESIDE = 1560 };

static void draw_gains(struct view_facility *facility, struct view *view, struct box head,
                       struct box switches, struct box body)
{
    struct gains_page *page = &facility->gains;
    const char *message = gains_page_update(page, view);
    if (message) {
        char first[160];
        const char *second = strchr(message, '\n');
        snprintf(first, sizeof first, "%.*s", (int)strcspn(message, "\n"), message);
        ui_card(view->ui, body);
        ui_message(view->ui, body, first, second ? second + 1 : "");
        if (!facility_data_make(&facility->data, view))
            facility_head_draw(facility, view, head);
    } else {
        gains_page_draw(page, view, body);
        draw_measures(page, view, switches);
        gains_head_draw(page, view, head);
    }
    draw_pages(facility, view, switches);
}

/* Against a run without a facility there is one question: what the facility brought. */
static void open_first(struct view_facility *facility, const struct view *view)
{
    if (facility->opened)
        return;
    facility->opened = true;
    facility->order = ORDER_PAID_OUT;
    if (view->compare != COMPARE_ONE && view->other &&
        facility_exists(view) != facility_exists(view->other))
        facility->page = PAGE_GAINS;
}

static void read_other(struct view_facility *facility, const struct view *view)
{
    facility->compared = facility->differs = false;
    if (view->compare == COMPARE_ONE || !view->other)
        return;
    if (facility->other != view->other)
        facility_data_free(&facility->theirs);
    facility->other = view->other;
    facility->compared = !facility_data_make(&facility->theirs, view->other);
    facility->differs = facility->compared && view->compare == COMPARE_DIFFERENCE;
}

static void draw(void *state, struct view *view, struct box box)
{
    struct view_facility *facility = state;
    struct box head = {box.x, box.y, box.w, HEAD};
    struct box switches = {box.x, box.y + HEAD + THEME_GAP, box.w, SWITCHES};
    struct box page = {box.x, switches.y + SWITCHES + 10, box.w, 0};
    page.h = fmax(40, box.y + box.h - page.y);
    open_first(facility, view);
    if (facility->page == PAGE_GAINS) {
        draw_gains(facility, view, head, switches, page);
        return;
    }
    if (!facility_data_update(&facility->data, view, page)) {
        facility->data.version = 0; /* there is no head either: the switches stand above all */
        draw_pages(facility, view, (struct box){box.x, box.y, box.w, SWITCHES});
        return;
    }
    read_other(facility, view);
    facility_table_sort(facility);
    switch (facility->page) {
    case PAGE_PIPELINE:
        facility_pipeline_draw(facility, view, page);
        break;
    case PAGE_MONEY:
        facility_money_draw(facility, view, page);
        break;
    default:
        if (page.w >= BESIDE) { /* room for both */
            struct box table = page, card = page;
            table.w = floor(page.w * 0.645);
            card.x += table.w + THEME_GAP, card.w -= table.w + THEME_GAP;
            facility->card = false;
            facility_card_draw(facility, view, card);
            facility_table_draw(facility, view, table);
        } else if (facility->card)
            facility_card_draw(facility, view, page);
        else
            facility_table_draw(facility, view, page);
    }
    draw_pages(facility, view, switches);
    draw_switches(facility, view, switches);
    facility_head_draw(facility, view, head);
}

static void next_order(struct view_facility *facility, int by)
{
    facility->order =
        (enum facility_order)(((int)facility->order + by + FACILITY_ORDERS) % FACILITY_ORDERS);
    facility->reversed = false;
    facility->seen = 0;
}

static bool table_key(struct view_facility *facility, struct view *view, struct key key)
{
    switch (key.code) {
    case SDLK_UP:
    case SDLK_DOWN:
        facility_table_move(facility, view, key.code == SDLK_DOWN ? 1 : -1);
        return true;
    case SDLK_PAGEUP:
    case SDLK_PAGEDOWN:
        facility_table_move(facility, view,
                            (key.code == SDLK_PAGEDOWN ? 1 : -1) * facility->fitting);
        return true;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
        if (facility_selected(&facility->data, view) < 0)
            facility_table_move(facility, view, 1);
        facility->card = !facility->card && facility_selected(&facility->data, view) >= 0;
        return true;
    case SDLK_ESCAPE: {
        bool was = facility->card || facility->stage != STAGE_EMPTY;
        if (!facility->card && was)
            facility_table_show(facility, STAGE_EMPTY, facility->order);
        facility->card = false;
        return was;
    }
    case SDLK_o:
        next_order(facility, key.shift ? -1 : 1);
        return true;
    case SDLK_r:
        facility->reversed = !facility->reversed;
        facility->seen = 0;
        return true;
    case SDLK_f:
        next_stage(facility);
        return true;
    default:
        return false;
    }
}

static bool gains_key(struct gains_page *page, struct view *view, struct key key)
{
    switch (key.code) {
    case SDLK_UP:
    case SDLK_DOWN:
        gains_page_move(page, view, key.code == SDLK_DOWN ? 1 : -1);
        return true;
    case SDLK_m:
        gains_page_measure(page, key.shift ? -1 : 1);
        return true;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
        page->inside = !page->inside;
        return true;
    case SDLK_ESCAPE: {
        bool was = page->inside && page->narrow;
        page->inside = false;
        return was;
    }
    default:
        return false;
    }
}

static bool key(void *state, struct view *view, struct key key)
{
    struct view_facility *facility = state;
    bool pages = key.code == SDLK_LEFTBRACKET || key.code == SDLK_RIGHTBRACKET;
    if (facility->page == PAGE_GAINS && !pages)
        return gains_key(&facility->gains, view, key);
    if (facility->data.version == 0 && !pages) /* nothing to show */
        return false;
    switch (key.code) {
    case SDLK_LEFTBRACKET:
    case SDLK_RIGHTBRACKET:
        open_page(facility, (enum facility_page)(((int)facility->page + FACILITY_PAGES +
                                                  (key.code == SDLK_RIGHTBRACKET ? 1 : -1)) %
                                                 FACILITY_PAGES));
        return true;
    case SDLK_m:
        if (facility->page != PAGE_PIPELINE)
            return false;
        facility->by_number = !facility->by_number;
        return true;
    case SDLK_UP:
    case SDLK_DOWN:
        if (facility->page == PAGE_MONEY && facility->part_by_part) {
            facility_money_move(facility, key.code == SDLK_DOWN ? 1 : -1);
            return true;
        }
        return facility->page == PAGE_PROJECTS && table_key(facility, view, key);
    case SDLK_l: /* who lost most */
        facility_table_show(facility, STAGE_EMPTY, ORDER_LOST);
        facility_table_sort(facility);
        if (facility->count > 0)
            facility_select(view, facility->row[0]);
        return true;
    default:
        return facility->page == PAGE_PROJECTS && table_key(facility, view, key);
    }
}

/* Who gains is said of both runs at once: beside each other they would say it twice. */
static bool compares(void *state, void *second, const struct view *view)
{
    struct view_facility *first = state, *other = second;
    open_first(first, view);
    if (!other->opened) { /* it joins the page that is looked at */
        open_first(other, view->other);
        other->page = other->agreed = first->page;
    }
    if (other->page != other->agreed) /* chosen on its side */
        open_page(first, other->page);
    else if (other->page != first->page)
        open_page(other, first->page);
    first->agreed = other->agreed = first->page;
    return first->page == PAGE_GAINS;
}

static void free_state(void *state)
{
    struct view_facility *facility = state;
    facility_data_free(&facility->data);
    facility_data_free(&facility->theirs);
    gains_free(&facility->gains.gains);
    free(facility->row);
}

static const struct command COMMANDS[] = {
    {{SDLK_LEFTBRACKET, false, false}, "[", "Page before", "[ ] page"},
    {{SDLK_RIGHTBRACKET, false, false}, "]", "Next page", NULL},
    {{SDLK_m, false, false}, "m", "Pipeline by money or by number; what is gained", "m measure"},
    {{SDLK_UP, false, false}, "↑", "Project above", "↑ ↓ enter project"},
    {{SDLK_DOWN, false, false}, "↓", "Project below", NULL},
    {{SDLK_RETURN, false, false}, "enter", "Card of the project, and back", NULL},
    {{SDLK_o, false, false}, "o", "Sort by the next column (shift o: the one before)", "o r sort"},
    {{SDLK_r, false, false}, "r", "Reverse the order", NULL},
    {{SDLK_f, false, false}, "f", "Projects of the next stage only", "f stage"},
    {{SDLK_l, false, false}, "l", "Which project lost most", "l who lost most"},
    {{0}, NULL, NULL, NULL},
};

const struct view_type view_type_facility = {
    .name = "facility",
    .title = "Facility",
    .meaning = "The pledge from proposal to operation: projects, money, losses; who gains.",
    .commands = COMMANDS,
    .differs = true,
    .state_size = sizeof(struct view_facility),
    .draw = draw,
    .csv = listing_facility,
    .key = key,
    .free = free_state,
    .compares = compares,
};

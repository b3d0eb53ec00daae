/* All projects in a table that is sorted by its headers. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/facility.h"
#include "viz/format.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

struct table_column {
    const char *title, *meaning;
    double width;   /* 0: what is left */
    int expendable; /* left out in narrow windows: the highest first, 0 never */
    bool falling;   /* the usual order: large numbers first */
};

static const struct table_column COLUMNS[FACILITY_ORDERS] = {
    [ORDER_NAME] = {"Project", "official name, else kind and row", 0, 0, false},
    [ORDER_SITE] = {"Site", "state of the host", 118, 5, false},
    [ORDER_STAGE] = {"Stage", "how far it has come", 148, 0, false},
    [ORDER_COST] = {"Cost", "estimated when it was proposed, US dollars", 80, 3, true},
    [ORDER_PAID_OUT] = {"Paid out", "drawn so far, US dollars", 84, 0, true},
    [ORDER_DELAY] = {"Delay", "weeks of construction beyond the plan, so far", 84, 2, true},
    [ORDER_OVERRUN] = {"Overrun", "cash spent so far beyond the estimate", 84, 1, true},
    [ORDER_IRR] = {"IRR", "internal rate of return of the lender's side, a year", 108, 4, true},
    [ORDER_NPV] = {"NPV", "net present value to the lender's side, US dollars", 104, 6, false},
    [ORDER_LOST] = {"Lost", "claims written off so far, US dollars", 80, 0, true},
};

enum { HEADER = 34, ROW = 23, ROW_OF_TWO = 37, PAD = 16 };

/* --- order ---------------------------------------------------------------------------------- */

/* Whether a stands before b: nothing to say comes last, equals by paid out, then by row. */
static bool before(const struct view_facility *facility, uint32_t a, uint32_t b)
{
    const struct facility_project *p = &facility->data.projects[a];
    const struct facility_project *q = &facility->data.projects[b];
    enum facility_order order = facility->order;
    bool falling = COLUMNS[order].falling != facility->reversed;
    if (order == ORDER_NAME || order == ORDER_SITE) {
        int compared = order == ORDER_NAME ? strcmp(p->name, q->name) : strcmp(p->site, q->site);
        if (compared != 0)
            return (compared < 0) != falling;
    } else {
        double x = facility_number(p, order), y = facility_number(q, order);
        if (isfinite(x) != isfinite(y))
            return isfinite(x);
        if (isfinite(x) && x != y)
            return (x < y) != falling;
    }
    double x = isfinite(p->paid_out) ? p->paid_out : 0, y = isfinite(q->paid_out) ? q->paid_out : 0;
    return x != y ? x > y : a < b;
}

void facility_table_sort(struct view_facility *facility)
{
    const struct facility_data *data = &facility->data;
    facility->count = 0;
    if (facility->row_capacity < data->rows) {
        free(facility->row);
        facility->row = malloc(data->rows * sizeof *facility->row);
        facility->row_capacity = facility->row ? data->rows : 0;
    }
    if (!facility->row)
        return;
    int count = 0;
    for (uint64_t row = 0; row < data->rows; row++) {
        enum facility_stage stage = data->projects[row].stage;
        if (stage != STAGE_EMPTY && (facility->stage == STAGE_EMPTY || stage == facility->stage))
            facility->row[count++] = (uint32_t)row;
    }
    facility->count = count;
    int gap = 1; /* Shell's sort: in place, and no table of projects is long */
    while (gap < count / 3)
        gap = 3 * gap + 1;
    for (; gap >= 1; gap /= 3)
        for (int i = gap; i < count; i++) {
            uint32_t row = facility->row[i];
            int j = i;
            for (; j >= gap && before(facility, row, facility->row[j - gap]); j -= gap)
                facility->row[j] = facility->row[j - gap];
            facility->row[j] = row;
        }
}

static int place_of(const struct view_facility *facility, int64_t row)
{
    for (int i = 0; i < facility->count; i++)
        if ((int64_t)facility->row[i] == row)
            return i;
    return -1;
}

void facility_table_move(struct view_facility *facility, struct view *view, int by)
{
    facility_table_sort(facility);
    if (facility->count == 0)
        return;
    int at = place_of(facility, facility_selected(&facility->data, view));
    at = at < 0 ? 0 : at + by;
    at = at < 0 ? 0 : at >= facility->count ? facility->count - 1 : at;
    facility_select(view, facility->row[at]);
    facility->seen = 0;
}

void facility_table_show(struct view_facility *facility, enum facility_stage stage,
                         enum facility_order order)
{
    facility->page = PAGE_PROJECTS;
    facility->card = false;
    facility->stage = stage;
    facility->order = order;
    facility->reversed = false;
    facility->scrolled = 0;
    facility->seen = 0;
}

/* --- drawing -------------------------------------------------------------------------------- */

/* Left edges and widths; a width of 0 leaves a column out. */
struct layout {
    double x[FACILITY_ORDERS], w[FACILITY_ORDERS];
};

static struct layout lay_out(double left, double width)
{
    struct layout layout = {0};
    int kept = 7; /* columns as expendable as this are left out */
    double fixed = 0;
    for (;; kept--) {
        fixed = 0;
        for (int c = 0; c < FACILITY_ORDERS; c++)
            fixed += COLUMNS[c].expendable < kept ? COLUMNS[c].width : 0;
        if (width - fixed >= 190 || kept == 1)
            break;
    }
    for (int c = 0; c < FACILITY_ORDERS; c++) {
        layout.x[c] = left;
        layout.w[c] = c == ORDER_NAME                ? fmax(60, width - fixed)
                      : COLUMNS[c].expendable < kept ? COLUMNS[c].width
                                                     : 0;
        left += layout.w[c];
    }
    return layout;
}

/* "IRR, Japan": whose it is. */
static const char *title_of(const struct facility_data *data, int column, char *text, size_t size)
{
    if (column != ORDER_IRR && column != ORDER_NPV)
        return COLUMNS[column].title;
    snprintf(text, size, "%s, %s", COLUMNS[column].title, name_region(data->home));
    return text;
}

static void draw_header(struct view_facility *facility, struct ui *ui, const struct layout *layout,
                        double y)
{
    struct canvas *canvas = ui->canvas;
    for (int c = 0; c < FACILITY_ORDERS; c++) {
        if (layout->w[c] <= 0)
            continue;
        char title[96];
        bool here = (int)facility->order == c;
        struct box cell = {layout->x[c], y, layout->w[c], HEADER - 6};
        bool clicked = ui_clicked(ui, cell);
        uint32_t ink = here || ui_over(ui, cell) ? THEME_INK : THEME_QUIET;
        double edge = facility_cell_is_text(c) ? cell.x : cell.x + cell.w, middle = y + 13;
        double w =
            text_draw_fit(canvas, here ? TEXT_STRONG : TEXT_SMALL,
                          facility_cell_is_text(c) ? TEXT_LEFT : TEXT_RIGHT, edge, middle,
                          cell.w - 14, ink, title_of(&facility->data, c, title, sizeof title));
        if (here) {
            bool down = COLUMNS[c].falling != facility->reversed;
            double x = facility_cell_is_text(c) ? edge + w + 9 : edge - w - 9, s = down ? 1 : -1;
            draw_triangle(canvas, (struct point){x - 4, middle - 2.5 * s},
                          (struct point){x + 4, middle - 2.5 * s},
                          (struct point){x, middle + 3 * s}, THEME_INK);
        }
        if (clicked) {
            facility->reversed = here && !facility->reversed;
            facility->order = (enum facility_order)c;
            facility->scrolled = 0;
        }
    }
}

/* The second line of a row. */
static void draw_changes(const struct facility_project *project,
                         const struct facility_project *twin, struct ui *ui,
                         const struct layout *layout, double y)
{
    char text[FORMAT_MAX];
    for (int c = 0; c < FACILITY_ORDERS; c++) {
        if (layout->w[c] <= 0)
            continue;
        const char *change = facility_cell_change(project, twin, c, text);
        double x = layout->x[c] + (c == ORDER_STAGE ? 15 : 0);
        text_draw_fit(ui->canvas, TEXT_TINY | (facility_cell_is_text(c) ? 0 : TEXT_TABULAR),
                      facility_cell_is_text(c) ? TEXT_LEFT : TEXT_RIGHT,
                      facility_cell_is_text(c) ? x : x + layout->w[c], y,
                      layout->w[c] - (c == ORDER_STAGE ? 27 : 12), THEME_QUIET, change);
    }
}

static void draw_row(const struct facility_project *project, struct ui *ui,
                     const struct layout *layout, double y, bool selected)
{
    char text[FORMAT_MAX];
    double middle = y + ROW / 2.0;
    bool over = project->stage >= STAGE_DECLINED;
    for (int c = 0; c < FACILITY_ORDERS; c++) {
        if (layout->w[c] <= 0)
            continue;
        double x = layout->x[c], room = layout->w[c] - 12;
        uint32_t ink = facility_cell_is_bad(project, c)               ? theme_bad()
                       : over                                         ? THEME_QUIET
                       : c == ORDER_NAME || !facility_cell_is_text(c) ? THEME_INK
                                                                      : THEME_TEXT;
        if (c == ORDER_STAGE) {
            draw_circle(ui->canvas, x + 4, middle, 4, theme_stage(project->stage));
            x += 15, room -= 15;
        }
        const char *string = facility_cell(project, c, text);
        int style = c == ORDER_NAME && selected ? TEXT_STRONG : TEXT_SMALL;
        if (facility_cell_is_text(c))
            text_draw_fit(ui->canvas, style, TEXT_LEFT, x, middle, room, ink, string);
        else
            text_draw_fit(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, x + layout->w[c],
                          middle, room, ink, string);
    }
}

/* What the mouse is over: meaning and value, once the table is drawn. */
static void show_tooltip(const struct view_facility *facility, struct ui *ui,
                         const struct layout *layout, double header, int hovered)
{
    char text[FORMAT_MAX];
    for (int c = 0; c < FACILITY_ORDERS; c++) {
        double x = ui->input.x;
        if (layout->w[c] <= 0 || x < layout->x[c] || x >= layout->x[c] + layout->w[c])
            continue;
        if (hovered < 0) {
            struct box cell = {layout->x[c], header, layout->w[c], HEADER - 6};
            const struct ui_row row = {0, COLUMNS[c].meaning, ""};
            if (ui_over(ui, cell))
                ui_tooltip(ui, x, ui->input.y, "Sort by", &row, 1);
            return;
        }
        uint32_t at = facility->row[hovered];
        const struct facility_project *project = &facility->data.projects[at];
        double waits = facility_value(&facility->data, PROJECT_waits_for, at);
        bool waiting = c == ORDER_STAGE && waits > 0 && waits < 256;
        const struct ui_row rows[] = {
            {0, COLUMNS[c].meaning, c == ORDER_NAME ? "" : facility_cell(project, c, text)},
            {0, "waits for", waiting ? name_pace((size_t)waits) : ""}};
        ui_tooltip(ui, x, ui->input.y, project->name, rows, waiting ? 2 : 1);
        return;
    }
}

static void scroll(struct view_facility *facility, struct view *view, struct box box)
{
    int64_t selected = facility_selected(&facility->data, view);
    if (ui_over(view->ui, box))
        facility->scrolled += 3 * (int)view->ui->input.wheel;
    int at = place_of(facility, selected);
    if (at >= 0 && facility->seen != (uint64_t)selected + 1) {
        if (at < facility->scrolled)
            facility->scrolled = at;
        if (at >= facility->scrolled + facility->fitting)
            facility->scrolled = at - facility->fitting + 1;
    }
    facility->seen = (uint64_t)(selected + 1);
    if (facility->scrolled > facility->count - facility->fitting)
        facility->scrolled = facility->count - facility->fitting;
    if (facility->scrolled < 0)
        facility->scrolled = 0;
}

void facility_table_draw(struct view_facility *facility, struct view *view, struct box box)
{
    struct ui *ui = view->ui;
    struct canvas *canvas = ui->canvas;
    ui_card(ui, box);
    struct layout layout = lay_out(box.x + PAD, box.w - 2 * PAD - 4);
    double header = box.y + 6, top = box.y + HEADER + 4;
    const struct facility_data *theirs = facility_other(facility);
    double height = theirs ? ROW_OF_TWO : ROW;
    facility->fitting = (int)fmax(1, floor((box.h - HEADER - 10) / height));
    scroll(facility, view, box);
    draw_horizontal(canvas, box.x + PAD, box.x + box.w - PAD, top - 3, THEME_AXIS);
    int64_t selected = facility_selected(&facility->data, view);
    int hovered = -1;
    for (int i = 0; i < facility->fitting && facility->scrolled + i < facility->count; i++) {
        uint32_t row = facility->row[facility->scrolled + i];
        struct box line = {box.x + 6, top + i * height, box.w - 18, height};
        if (ui_clicked(ui, line)) {
            selected = (int64_t)row;
            facility_select(view, row);
            facility->card = ui->input.doubled;
        }
        if (ui_over(ui, line))
            hovered = facility->scrolled + i;
        if ((int64_t)row == selected)
            draw_rounded(canvas, line, THEME_RADIUS, draw_mix(THEME_HOVER, THEME_AXIS, 0.35));
        else if (ui_over(ui, line))
            draw_rounded(canvas, line, THEME_RADIUS, THEME_HOVER);
        draw_row(&facility->data.projects[row], ui, &layout, line.y, (int64_t)row == selected);
        if (theirs) {
            int64_t twin = facility_twin(&facility->data, row, theirs);
            draw_changes(&facility->data.projects[row], twin < 0 ? NULL : &theirs->projects[twin],
                         ui, &layout, line.y + 27);
        }
    }
    if (facility->count == 0)
        ui_message(ui, box, "No projects",
                   facility->stage == STAGE_EMPTY
                       ? "Firms propose them once the agreement is made."
                       : "None is in this stage now. Press f for the next stage.");
    if (facility->count > facility->fitting) {
        double h = facility->fitting * height, all = facility->count;
        draw_rounded(canvas,
                     (struct box){box.x + box.w - 9, top + h * facility->scrolled / all, 4,
                                  h * facility->fitting / all},
                     2, THEME_AXIS);
    }
    draw_header(facility, ui, &layout, header);
    show_tooltip(facility, ui, &layout, header, hovered);
}

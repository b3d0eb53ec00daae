/* The picture of the finder: a field, what was found, and what enter does with it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/app.h"
#include "viz/explain.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { ROW = 30, FIELD = 52, FOOT = 66, PAD = 8, KIND = 112, ROWS_LEAST = 3, ROWS_MOST = 14 };

static void draw_sign(struct canvas *canvas, double x, double y, uint32_t colour)
{
    enum { TURN = 24 };
    struct point ring[TURN + 1];
    for (int i = 0; i <= TURN; i++) {
        double angle = 2 * 3.14159265358979 * i / TURN;
        ring[i] = (struct point){x - 1.5 + 4.5 * cos(angle), y - 1.5 + 4.5 * sin(angle)};
    }
    draw_polyline(canvas, ring, TURN + 1, 1.6, colour);
    struct point handle[] = {{x + 2, y + 2}, {x + 6, y + 6}};
    draw_polyline(canvas, handle, 2, 2, colour);
}

static void draw_field(const struct finder *finder, struct ui *ui, struct box box)
{
    struct canvas *canvas = ui->canvas;
    double y = box.y + box.h / 2, x = box.x + 46;
    char count[64];
    draw_sign(canvas, box.x + 24, y, THEME_QUIET);
    double room = box.w - 46 - 110;
    if (finder->query[0]) {
        double width = text_width(canvas, TEXT_HEADING, finder->query);
        const char *shown = finder->query; /* its end, where it is too long */
        while (width > room && *shown) {
            do
                shown++;
            while ((*shown & 0xc0) == 0x80);
            width = text_width(canvas, TEXT_HEADING, shown);
        }
        if (finder->all)
            draw_fill(canvas, (struct box){x - 2, y - 12, width + 4, 24},
                      draw_fade(THEME_ACCENT, 0.2));
        text_draw(canvas, TEXT_HEADING, TEXT_LEFT, x, y, THEME_INK, shown);
        x += width + 2;
    } else
        text_draw_fit(canvas, TEXT_BODY, TEXT_LEFT, x + 6, y, box.w - 70, THEME_QUIET,
                      "Region, industry, firm, project, series, event, day or command");
    draw_fill(canvas, (struct box){x, y - 10, 1.5, 20}, THEME_ACCENT);
    snprintf(count, sizeof count, "%d found", finder->search.matches);
    text_draw(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, box.x + box.w - 18, y, THEME_QUIET,
              finder->query[0] ? count : "");
    draw_horizontal(canvas, box.x, box.x + box.w, box.y + box.h, THEME_BORDER);
}

static void draw_row(const struct search_item *item, struct ui *ui, struct box row, bool chosen)
{
    struct canvas *canvas = ui->canvas;
    double y = row.y + row.h / 2, right = row.x + row.w - 12;
    if (chosen) {
        draw_rounded(canvas, row, 4, draw_mix(THEME_PANEL, THEME_ACCENT, 0.13));
        draw_rounded(canvas, (struct box){row.x, row.y + 5, 3, row.h - 10}, 1.5, THEME_ACCENT);
    }
    text_draw_fit(canvas, TEXT_TINY, TEXT_LEFT, row.x + 14, y, KIND - 22, THEME_QUIET,
                  search_kind_name(item->kind));
    if (item->keys)
        right -= 14 + text_draw(canvas, TEXT_SMALL, TEXT_RIGHT, right, y, THEME_QUIET, item->keys);
    double x = row.x + KIND, room = right - x;
    double name = fmin(text_width(canvas, TEXT_STRONG, item->name), room);
    if (item->more[0])
        name = fmin(name, fmax(room * 0.5, room - 14 - text_width(canvas, TEXT_SMALL, item->more)));
    text_draw_fit(canvas, TEXT_STRONG, TEXT_LEFT, x, y, name + 0.5, THEME_INK, item->name);
    if (room - name - 14 > 40)
        text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, x + name + 14, y, room - name - 14,
                      THEME_QUIET, item->more);
}

/* What enter does. */
static void say_what_happens(const struct app *app, const struct search_item *item, char *text,
                             size_t size)
{
    enum view_kind view = VIEW_KINDS;
    switch (item->kind) {
    case SEARCH_COMMAND:
        snprintf(text, size, "Does this, as the key %s would.", item->keys);
        return;
    case SEARCH_EVENT:
    case SEARCH_DATE:
        snprintf(text, size, "Goes to the record of this day.");
        return;
    case SEARCH_REGION:
    case SEARCH_INDUSTRY:
    case SEARCH_CELL:
        view = finder_view(app, item);
        break;
    case SEARCH_FIRM:
        view = VIEW_NETWORK;
        break;
    case SEARCH_PROJECT:
        view = VIEW_FACILITY;
        break;
    case SEARCH_SERIES:
        view = VIEW_CHARTS;
        break;
    case SEARCH_MEASURE:
        view = VIEW_INDUSTRIES;
        break;
    default:
        break;
    }
    if (view < VIEW_KINDS)
        snprintf(text, size, "Selects it and shows it in %s.", view_types[view]->title);
    else
        snprintf(text, size, "Shows this view.");
}

/* The whole text of the chosen hit where its row had no room for it, else what enter does. */
static void draw_foot(const struct app *app, struct box box)
{
    const struct finder *finder = &app->finder;
    struct ui ui = app->ui;
    struct canvas *canvas = ui.canvas;
    draw_horizontal(canvas, box.x, box.x + box.w, box.y, THEME_BORDER);
    text_draw_fit(canvas, TEXT_TINY, TEXT_LEFT, box.x + 20, box.y + box.h - 14, box.w - 40,
                  THEME_QUIET, "↑ ↓ choose  ·  enter go  ·  esc close  ·  > commands only");
    if (finder->chosen >= finder->search.hit_count)
        return;
    const struct search_item *item = &finder->search.hit[finder->chosen];
    double room = box.w - KIND - 40 - text_width(canvas, TEXT_STRONG, item->name);
    char text[384];
    snprintf(text, sizeof text, "%s", item->more);
    if (text_width(canvas, TEXT_SMALL, item->more) <= room)
        say_what_happens(app, item, text, sizeof text);
    ui_paragraph(&ui, (struct box){box.x + 20, box.y + 9, box.w - 40, 34}, TEXT_SMALL, THEME_TEXT,
                 text);
}

/* The mouse: a click goes there, the wheel scrolls, a move chooses. */
static const struct search_item *draw_hits(struct finder *finder, struct ui *ui, struct box box)
{
    const struct search *search = &finder->search;
    const struct search_item *clicked = NULL;
    bool moved = ui->input.x != finder->mouse_x || ui->input.y != finder->mouse_y;
    finder->mouse_x = ui->input.x, finder->mouse_y = ui->input.y;
    if (ui_over(ui, box))
        finder->scrolled += (int)(3 * ui->input.wheel);
    int last = search->hit_count - finder->fitting;
    finder->scrolled = finder->scrolled > last ? last : finder->scrolled;
    finder->scrolled = finder->scrolled < 0 ? 0 : finder->scrolled;
    for (int i = 0; i < finder->fitting && finder->scrolled + i < search->hit_count; i++) {
        int place = finder->scrolled + i;
        struct box row = {box.x + 6, box.y + i * ROW, box.w - 12, ROW};
        if (ui_over(ui, row) && (moved || ui->input.wheel != 0))
            finder->chosen = place;
        if (ui_clicked(ui, row))
            clicked = &search->hit[place];
        draw_row(&search->hit[place], ui, row, place == finder->chosen);
    }
    if (search->hit_count > finder->fitting) {
        double share = (double)finder->fitting / search->hit_count;
        double top = (double)finder->scrolled / search->hit_count;
        draw_rounded(ui->canvas,
                     (struct box){box.x + box.w - 5, box.y + top * box.h, 3, share * box.h}, 1.5,
                     THEME_AXIS);
    }
    return clicked;
}

/* Why there is nothing, or where there would be something. */
static void draw_nothing(const struct app *app, struct ui *ui, struct box box)
{
    const struct reader_group *firms = playback_group(&app->run->playback, "firm");
    char line[120] = "Try a code (C26), a name (Japan), a column (debt), a day (2027-03).";
    if (strncmp(app->finder.query, "firm", 4) == 0 && firms && firms->rows > 0)
        snprintf(line, sizeof line, "Firms have numbers: firm 0 to firm %llu.",
                 (unsigned long long)firms->rows - 1);
    ui_message(ui, box, "Nothing of this name in the file", line);
}

void finder_draw(struct app *app)
{
    struct finder *finder = &app->finder;
    struct ui *ui = &app->ui;
    struct canvas *canvas = ui->canvas;
    if (app->run_count == 0 || app->shelf) {
        finder_close(app);
        return;
    }
    if (finder->version != app->run->playback.version) {
        int chosen = finder->chosen, scrolled = finder->scrolled;
        finder_list(app);
        finder->chosen = chosen < finder->search.hit_count ? chosen : 0;
        finder->scrolled = scrolled;
    }
    double width = draw_width(canvas), height = draw_height(canvas), w = fmin(width - 32, 780);
    double top = fmin(64, 0.1 * height);
    finder->fitting = (int)fmin(ROWS_MOST, fmax(1, (height - 2 * top - FIELD - FOOT) / ROW));
    int rows =
        finder->search.hit_count < finder->fitting ? finder->search.hit_count : finder->fitting;
    rows = rows < ROWS_LEAST ? ROWS_LEAST : rows;
    double h = FIELD + 2 * PAD + rows * ROW + FOOT;
    struct box box = {floor((width - w) / 2), top, w, h};
    draw_fill(canvas, (struct box){0, 0, width, height}, draw_fade(THEME_PAPER, 0.66));
    draw_rounded(canvas, (struct box){box.x - 2, box.y, box.w + 4, box.h + 4}, THEME_RADIUS + 3,
                 draw_fade(THEME_INK, 0.1));
    ui_card(ui, box);
    draw_field(finder, ui, (struct box){box.x, box.y, w, FIELD});
    struct box hits = {box.x, box.y + FIELD + PAD, w, (double)rows * ROW};
    const struct search_item *clicked = draw_hits(finder, ui, hits);
    if (finder->search.hit_count == 0)
        draw_nothing(app, ui, hits);
    draw_foot(app, (struct box){box.x, box.y + h - FOOT, w, FOOT});
    if (clicked)
        finder_go(app, clicked);
    else if (ui->input.pressed && !ui_over(ui, box))
        finder_close(app);
}

double finder_buttons(struct app *app, double right, double y, bool narrow)
{
    struct ui *ui = &app->ui;
    struct canvas *canvas = ui->canvas;
    double find = narrow ? 32
                         : 44 + text_width(canvas, TEXT_BODY, "Find") +
                               text_width(canvas, TEXT_TINY, "ctrl K") + 18;
    struct box help = {right - 32, y, 32, 32}, box = {help.x - 6 - find, y, find, 32};
    double middle = y + 16;
    struct box both[] = {box, help};
    for (int i = 0; i < 2; i++) {
        draw_rounded(canvas, both[i], THEME_RADIUS + 2,
                     ui_over(ui, both[i]) ? THEME_HOVER : THEME_PANEL);
        draw_rounded_frame(canvas, both[i], THEME_RADIUS + 2, 1, THEME_BORDER);
    }
    draw_sign(canvas, box.x + 17, middle, THEME_TEXT);
    if (!narrow) {
        double x = box.x + 34;
        x += text_draw(canvas, TEXT_BODY, TEXT_LEFT, x, middle, THEME_TEXT, "Find");
        text_draw(canvas, TEXT_TINY, TEXT_LEFT, x + 12, middle, THEME_QUIET, "ctrl K");
    }
    text_draw(canvas, TEXT_STRONG, TEXT_CENTRE, help.x + 16, middle, THEME_TEXT, "?");
    explain(ui, box, "Find",
            "Regions, industries, firms, projects, series, events, days and "
            "commands, by typing (ctrl K).");
    explain(ui, help, "Help", "All keys, and what this view shows.");
    if (ui_clicked(ui, box))
        finder_open(app);
    if (ui_clicked(ui, help))
        app->help = true;
    return find + 38;
}

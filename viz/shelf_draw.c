/* The list of runs on the screen. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/date.h"
#include "viz/format.h"
#include "viz/shelf.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { HEADER = 74, FOOTER = 34, CARD_LEAST = 250, GAP = 16, WORDS = 88, PAD = 12, CHECK = 11 };

static uint32_t state_colour(enum shelf_state state)
{
    return state == SHELF_COMPLETE     ? theme_good()
           : state == SHELF_LIVE       ? theme_good()
           : state == SHELF_STOPPED    ? THEME_EVENT
           : state == SHELF_UNREADABLE ? theme_bad()
                                       : THEME_MISSING;
}

static const char *state_name(enum shelf_state state)
{
    static const char *const NAMES[SHELF_STATES] = {
        [SHELF_UNKNOWN] = "Not read yet",
        [SHELF_COMPLETE] = "Complete",
        [SHELF_LIVE] = "Live",
        [SHELF_STOPPED] = "Stopped early",
        [SHELF_UNREADABLE] = "Cannot be read",
    };
    return NAMES[state];
}

/* "206 MB  ·  23 Nov 2026" */
static void size_and_day(const struct shelf_card *card, char *text, size_t size)
{
    char number[FORMAT_MAX], date[FORMAT_MAX];
    double bytes = (double)card->size;
    bool large = bytes >= 1e6, small = bytes < 1e3;
    format_number(number,
                  large   ? bytes / 1e6
                  : small ? bytes
                          : bytes / 1e3,
                  large && bytes < 1e7 ? 1 : 0);
    struct tm here = {0};
    time_t changed = (time_t)card->changed;
    localtime_r(&changed, &here);
    format_date(date, (int32_t)((card->changed + here.tm_gmtoff) / 86400));
    snprintf(text, size, "%s %s  ·  %s", number, large ? "MB" : small ? "bytes" : "kB", date);
}

/* Puts the picture into the box, in the device's own pixels. */
static void draw_picture(struct shelf_card *card, struct canvas *canvas, struct box box)
{
    int x0 = (int)lrint(box.x * canvas->scale), y0 = (int)lrint(box.y * canvas->scale);
    int width = (int)lrint((box.x + box.w) * canvas->scale) - x0;
    int height = (int)lrint((box.y + box.h) * canvas->scale) - y0;
    if (width < 1 || height < 1)
        return;
    if (!card->fitted || card->fitted_width != width || card->fitted_height != height) {
        free(card->fitted);
        card->fitted = malloc(sizeof(uint32_t) * (size_t)width * (size_t)height);
        if (!card->fitted)
            return;
        shelf_reduce(card->picture, SHELF_WIDTH, SHELF_HEIGHT, card->fitted, width, height);
        card->fitted_width = width, card->fitted_height = height;
    }
    for (int y = y0 < canvas->clip_y0 ? canvas->clip_y0 : y0;
         y < y0 + height && y < canvas->clip_y1; y++) {
        int from = x0 < canvas->clip_x0 ? canvas->clip_x0 : x0;
        int to = x0 + width < canvas->clip_x1 ? x0 + width : canvas->clip_x1;
        if (to > from)
            memcpy(canvas->pixels + (size_t)y * (size_t)canvas->width + (size_t)from,
                   card->fitted + (size_t)(y - y0) * (size_t)width + (size_t)(from - x0),
                   sizeof(uint32_t) * (size_t)(to - from));
    }
}

static void draw_words(const struct shelf_card *card, struct ui *ui, struct box box)
{
    char line[200];
    struct canvas *canvas = ui->canvas;
    bool broken = card->state == SHELF_UNREADABLE;
    double x = box.x + PAD, w = box.w - 2 * PAD, right = box.x + box.w - PAD;
    text_draw_fit(canvas, TEXT_STRONG, TEXT_LEFT, x, box.y + 16, w, THEME_INK,
                  card->title[0] ? card->title : card->name);
    if (broken) {
        draw_clip(canvas, (struct box){x, box.y + 26, w, 36});
        ui_paragraph(ui, (struct box){x, box.y + 26, w, 36}, TEXT_SMALL, THEME_TEXT, card->trouble);
        draw_clip_none(canvas);
    } else {
        snprintf(line, sizeof line, "%.60s%s%.120s", card->name, card->subtitle[0] ? "  ·  " : "",
                 card->subtitle);
        text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, x, box.y + 35, w, THEME_TEXT, line);
        text_draw_fit(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_LEFT, x, box.y + 53, w, THEME_TEXT,
                      card->dates);
    }
    size_and_day(card, line, sizeof line);
    double used = text_width(canvas, TEXT_TINY | TEXT_TABULAR, line), y = box.y + 73;
    text_draw(canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, right, y, THEME_QUIET, line);
    draw_circle(canvas, x + 4, y, 3.5, state_colour(card->state));
    text_draw_fit(canvas, TEXT_TINY, TEXT_LEFT, x + 13, y, w - used - 22, THEME_TEXT,
                  state_name(card->state));
}

/* The round switch that picks runs to compare; true when it was clicked. */
static bool draw_check(const struct shelf *shelf, struct ui *ui, int card, struct box picture)
{
    double x = picture.x + picture.w - CHECK - 8, y = picture.y + CHECK + 8;
    int place = shelf_place_chosen(shelf, card);
    struct box hit = {x - CHECK - 4, y - CHECK - 4, 2 * CHECK + 8, 2 * CHECK + 8};
    bool clicked = ui_clicked(ui, hit), over = ui_over(ui, picture);
    if (place < 0 && !over)
        return clicked;
    draw_circle(ui->canvas, x, y, CHECK + 1, THEME_ACCENT);
    draw_circle(ui->canvas, x, y, CHECK - 0.5, place >= 0 ? THEME_ACCENT : THEME_PANEL);
    char number[16];
    snprintf(number, sizeof number, "%d", place + 1);
    text_draw(ui->canvas, TEXT_STRONG, TEXT_CENTRE, x, y,
              place >= 0 ? theme_ink_on(THEME_ACCENT) : THEME_INK, place >= 0 ? number : "+");
    return clicked;
}

static void draw_card(struct shelf *shelf, struct app *app, int at, struct box box)
{
    struct ui *ui = &app->ui;
    int index = shelf->shown[at];
    struct shelf_card *card = &shelf->card[index];
    struct box picture = {box.x + 1, box.y + 1, box.w - 2, box.h - WORDS};
    card->seen = shelf->frame;
    bool over = ui_over(ui, box);
    ui_card(ui, box);
    if (card->picture)
        draw_picture(card, ui->canvas, picture);
    else
        draw_fill(ui->canvas, picture, draw_mix(THEME_PANEL, THEME_BORDER, 0.45));
    if (!card->picture)
        text_draw(ui->canvas, TEXT_SMALL, TEXT_CENTRE, picture.x + picture.w / 2,
                  picture.y + picture.h / 2, THEME_QUIET,
                  card->state == SHELF_UNREADABLE || card->drawn_as ? "No picture" : "Reading …");
    draw_horizontal(ui->canvas, box.x, box.x + box.w, picture.y + picture.h, THEME_BORDER);
    draw_words(card, ui, (struct box){box.x, picture.y + picture.h, box.w, WORDS});
    bool chosen = shelf_place_chosen(shelf, index) >= 0;
    if (at == shelf->cursor || chosen)
        draw_rounded_frame(ui->canvas, box_inset(box, -2), THEME_RADIUS + 2, 2.5, THEME_ACCENT);
    else if (over)
        draw_rounded_frame(ui->canvas, box_inset(box, -1), THEME_RADIUS + 1, 1.5, THEME_AXIS);
    bool add = ui->input.control && ui_clicked(ui, box);
    if (draw_check(shelf, ui, index, picture) || add) {
        shelf->cursor = at;
        shelf_choose(shelf, index);
    } else if (ui_clicked(ui, box)) {
        shelf->cursor = at;
        shelf->open = at;
        shelf->chosen_count = 0;
    }
}

static void scroll(struct shelf *shelf, struct ui *ui, double rows)
{
    int row = shelf->cursor / shelf->columns;
    shelf->scrolled += ui->input.wheel * 0.4;
    if (shelf->follow) {
        shelf->scrolled = fmin(shelf->scrolled, row);
        shelf->scrolled = fmax(shelf->scrolled, row + 1 - shelf->page);
        shelf->follow = false;
    }
    shelf->scrolled = fmax(0, fmin(shelf->scrolled, rows - shelf->page));
}

static void draw_grid(struct shelf *shelf, struct app *app, struct box box)
{
    struct ui *ui = &app->ui;
    shelf->columns = (int)fmax(1, floor((box.w + GAP) / (CARD_LEAST + GAP)));
    double w = floor((box.w + GAP) / shelf->columns) - GAP, h = floor(w * 9 / 16) + WORDS;
    double rows = ceil((double)shelf->shown_count / shelf->columns);
    shelf->page = (box.h + GAP) / (h + GAP);
    scroll(shelf, ui, rows);
    struct input input = ui->input;
    if (!ui_over(ui, box)) /* a card that is half hidden takes no clicks meant for the rest */
        ui->input.x = ui->input.y = -1e6;
    double top = box.y - shelf->scrolled * (h + GAP);
    int first = (int)floor(shelf->scrolled) * shelf->columns;
    for (int i = first; i < shelf->shown_count; i++) {
        struct box card = {box.x + i % shelf->columns * (w + GAP),
                           floor(top + i / shelf->columns * (h + GAP)), w, h};
        if (card.y > box.y + box.h)
            break;
        draw_card(shelf, app, i, card);
    }
    ui->input = input;
    if (rows > shelf->page) {
        double size = fmax(24, box.h * shelf->page / rows);
        double at = (box.h - size) * shelf->scrolled / fmax(1e-9, rows - shelf->page);
        draw_rounded(ui->canvas, (struct box){box.x + box.w + 6, box.y + at, 4, size}, 2,
                     THEME_BORDER);
    }
}

static void draw_header(struct shelf *shelf, struct app *app, struct box box)
{
    struct ui *ui = &app->ui;
    char line[1200];
    double field = fmin(260, box.w * 0.4);
    struct box filter = {box.x + box.w - field, 18, field, 32};
    draw_fill(ui->canvas, (struct box){0, 0, draw_width(ui->canvas), HEADER - 8}, THEME_PAPER);
    text_draw_fit(ui->canvas, TEXT_TITLE, TEXT_LEFT, box.x, 22, box.w - field - 20, THEME_INK,
                  "Runs");
    if (shelf->shown_count < shelf->count)
        snprintf(line, sizeof line, "%d of %d  ·  %s", shelf->shown_count, shelf->count,
                 shelf->folder);
    else
        snprintf(line, sizeof line, "%d%s in %s", shelf->count,
                 shelf->more ? " runs, and more that are not shown," : "", shelf->folder);
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x, 45, box.w - field - 20, THEME_QUIET,
                  line);
    draw_rounded(ui->canvas, filter, THEME_RADIUS + 2, THEME_PANEL);
    draw_rounded_frame(ui->canvas, filter, THEME_RADIUS + 2, 1,
                       shelf->filter[0] ? THEME_ACCENT : THEME_BORDER);
    snprintf(line, sizeof line, "%s", shelf->filter[0] ? shelf->filter : "Type to search");
    text_draw_fit(ui->canvas, TEXT_BODY, TEXT_LEFT, filter.x + 12, filter.y + 16, filter.w - 24,
                  shelf->filter[0] ? THEME_INK : THEME_QUIET, line);
}

static void draw_foot(const struct shelf *shelf, struct app *app, struct box box)
{
    char line[300];
    struct ui *ui = &app->ui;
    draw_fill(ui->canvas, (struct box){0, box.y - 2, draw_width(ui->canvas), box.h + 2},
              THEME_PAPER);
    if (app->notice_seconds > 0)
        snprintf(line, sizeof line, "%s", app->notice);
    else if (shelf->chosen_count == 1)
        snprintf(line, sizeof line,
                 "1 chosen  ·  space on another one to compare them  ·  enter open it");
    else if (shelf->chosen_count > 0)
        snprintf(line, sizeof line,
                 "%d chosen  ·  enter open and compare them  ·  space add or take out",
                 shelf->chosen_count);
    else
        snprintf(line, sizeof line,
                 "enter open  ·  space or ctrl click choose to compare  ·  ← → ↑ ↓ move  ·  tab "
                 "other view%s",
                 app->run_count > 0 ? "  ·  esc back" : "");
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, box.x, box.y + box.h / 2, box.w,
                  app->notice_seconds > 0 ? THEME_INK : THEME_QUIET, line);
}

void shelf_draw(struct shelf *shelf, struct app *app)
{
    struct ui *ui = &app->ui;
    double w = draw_width(ui->canvas) - 2 * THEME_MARGIN, h = draw_height(ui->canvas);
    struct box grid = {THEME_MARGIN, HEADER, w, fmax(80, h - HEADER - FOOTER)};
    shelf->frame++;
    if (shelf->shown_count > 0)
        draw_grid(shelf, app, grid);
    else
        ui_message(ui, grid, shelf->count > 0 ? "No run has this in its name" : "No run files here",
                   shelf->count > 0 ? "esc shows all again"
                                    : "Run files end in .h5. Drop a file or a folder here.");
    draw_header(shelf, app, (struct box){THEME_MARGIN, 0, w, HEADER});
    draw_foot(shelf, app, (struct box){THEME_MARGIN, h - FOOTER, w, FOOTER});
}

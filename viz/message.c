#include "viz/message.h"

#include <math.h>

#include "viz/text.h"
#include "viz/theme.h"

enum { PAD = 28, HEAD = 34, FOOT = 50 };

/* A button about a point; true when it was clicked. */
static bool draw_button(struct ui *ui, double right, double y, const char *label, bool main)
{
    double w = text_width(ui->canvas, TEXT_STRONG, label) + 32;
    struct box box = {right - w, y, w, 32};
    bool over = ui_over(ui, box);
    draw_rounded(ui->canvas, box, THEME_RADIUS,
                 main   ? THEME_ACCENT
                 : over ? THEME_BORDER
                        : THEME_PANEL);
    if (!main)
        draw_rounded_frame(ui->canvas, box, THEME_RADIUS, 1, THEME_BORDER);
    text_draw(ui->canvas, TEXT_STRONG, TEXT_CENTRE, box.x + w / 2, box.y + 16,
              main ? theme_ink_on(THEME_ACCENT) : THEME_TEXT, label);
    return ui_clicked(ui, box);
}

/* The height of a paragraph, drawn where it does not show. */
static double height_of(struct ui *ui, double width, const char *text)
{
    struct canvas *canvas = ui->canvas;
    draw_clip(canvas, (struct box){0});
    double h = ui_paragraph(ui, (struct box){0, 0, width, 1e4}, TEXT_BODY, THEME_TEXT, text);
    draw_clip_none(canvas);
    return h;
}

/* A card in the middle of the screen with a title and a text; returns what is left of it below. */
static struct box draw_card(struct ui *ui, const char *title, const char *text)
{
    struct canvas *canvas = ui->canvas;
    double w = fmin(draw_width(canvas) - 40, 560), inner = w - 2 * PAD;
    double words = height_of(ui, inner, text);
    double h = fmin(draw_height(canvas) - 40, 2 * PAD + HEAD + words + FOOT);
    struct box box = {floor((draw_width(canvas) - w) / 2), floor((draw_height(canvas) - h) / 2), w,
                      h};
    ui_card(ui, box);
    text_draw_fit(canvas, TEXT_TITLE, TEXT_LEFT, box.x + PAD, box.y + PAD + 8, inner, THEME_INK,
                  title);
    struct box body = {box.x + PAD, box.y + PAD + HEAD, inner, h - 2 * PAD - HEAD - FOOT + 4};
    draw_clip(canvas, body);
    ui_paragraph(ui, body, TEXT_BODY, THEME_TEXT, text);
    draw_clip_none(canvas);
    return (struct box){body.x, box.y + h - PAD - 32, inner, 32};
}

void message_empty(struct app *app)
{
    struct ui *ui = &app->ui;
    bool wrong = app->message.title[0];
    struct box foot = draw_card(ui, wrong ? app->message.title : "No run is open",
                                wrong ? app->message.text
                                      : "Drop a run file or a folder of runs on this window.");
    if (wrong)
        text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, foot.x, foot.y + 16, foot.w - 140,
                      THEME_QUIET, "Another file can be dropped here.");
    if (draw_button(ui, foot.x + foot.w, foot.y, "List of runs", true))
        app_list(app, NULL);
}

void message_draw(struct app *app)
{
    struct ui *ui = &app->ui;
    struct canvas *canvas = ui->canvas;
    draw_fill(canvas, (struct box){0, 0, draw_width(canvas), draw_height(canvas)},
              draw_fade(THEME_PAPER, 0.72));
    struct box foot = draw_card(ui, app->message.title, app->message.text);
    text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, foot.x, foot.y + 16, foot.w - 100, THEME_QUIET,
                  "Nothing else has changed.");
    draw_button(ui, foot.x + foot.w, foot.y, "Close", true);
    if (ui->input.pressed)
        app->message.title[0] = '\0';
}

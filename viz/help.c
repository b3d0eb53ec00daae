#include "viz/help.h"

#include <math.h>
#include <stdio.h>

#include "viz/shelf.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { ROW = 19, HEAD = 30, PAD = 24, KEYS = 92 };

static int count_of(const struct command *commands)
{
    int count = 0;
    while (commands && commands[count].keys)
        count++;
    return count;
}

static void draw_rows(struct ui *ui, const struct command *commands, int count, struct box box)
{
    for (int i = 0; i < count; i++) {
        double y = box.y + i * ROW + ROW / 2.0;
        text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_RIGHT, box.x + KEYS - 14, y, KEYS - 14,
                      THEME_INK, commands[i].keys);
        text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x + KEYS, y, box.w - KEYS, THEME_TEXT,
                      commands[i].title);
    }
}

/* Keys of every view in two columns, those of the view shown in a third. */
void help_draw(struct app *app)
{
    struct ui *ui = &app->ui;
    struct canvas *canvas = ui->canvas;
    const struct view_type *type = view_types[app->view];
    const struct command *commands = app->shelf ? shelf_commands : type->commands;
    int all = count_of(app_commands), own = count_of(commands), left = (all + 1) / 2;
    int rows = left > own + 2 ? left : own + 2;
    double w = fmin(draw_width(canvas) - 40, 1080);
    double h = fmin(draw_height(canvas) - 24, 2 * PAD + HEAD + rows * ROW);
    struct box box = {(draw_width(canvas) - w) / 2, (draw_height(canvas) - h) / 2, w, h};
    draw_fill(canvas, (struct box){0, 0, draw_width(canvas), draw_height(canvas)},
              draw_fade(THEME_PAPER, 0.72));
    ui_card(ui, box);
    double column = (w - 2 * PAD) / 3;
    struct box at = {box.x + PAD, box.y + PAD + HEAD, column - 12, h - 2 * PAD - HEAD};
    text_draw(canvas, TEXT_HEADING, TEXT_LEFT, at.x, box.y + PAD + 6, THEME_INK, "In every view");
    draw_rows(ui, app_commands, left, at);
    at.x += column;
    draw_rows(ui, app_commands + left, all - left, at);
    at.x += column;
    text_draw(canvas, TEXT_HEADING, TEXT_LEFT, at.x, box.y + PAD + 6, THEME_INK,
              app->shelf ? "List of runs" : type->title);
    double used = ui_paragraph(ui, at, TEXT_SMALL, THEME_QUIET,
                               app->shelf ? "The runs of a folder" : type->meaning);
    at.y += used + 8;
    draw_rows(ui, commands, own, at);
    if (ui->input.pressed)
        app->help = false;
}

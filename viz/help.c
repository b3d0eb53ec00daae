#include "viz/help.h"

#include <math.h>
#include <stdio.h>

#include "viz/shelf.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { ROW = 19, HEAD = 30, PAD = 24, KEYS = 92 };

/* A narrower column would cut what the keys do; rows that heading and meaning of a view take. */
enum { COLUMN = 270, OWN_ROWS = 4 };

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

/* The meaning of a view, and its keys. */
static void draw_own(struct app *app, const struct command *commands, struct box box)
{
    const struct view_type *type = view_types[app->view];
    double used = ui_paragraph(&app->ui, box, TEXT_SMALL, THEME_QUIET,
                               app->shelf ? "The runs of a folder" : type->meaning);
    box.y += used + 8;
    draw_rows(&app->ui, commands, count_of(commands), box);
}

/* Keys of every view in two columns, those of the view shown in a third; in a narrow window under
 * the second. */
void help_draw(struct app *app)
{
    struct ui *ui = &app->ui;
    struct canvas *canvas = ui->canvas;
    const char *title = app->shelf ? "List of runs" : view_types[app->view]->title;
    const struct command *commands = app->shelf ? shelf_commands : view_types[app->view]->commands;
    double w = fmin(draw_width(canvas) - 40, 1080);
    int all = count_of(app_commands), own = count_of(commands), columns = w < COLUMN * 3 ? 2 : 3;
    int left = columns == 3 ? (all + 1) / 2 : (all + own + OWN_ROWS + 1) / 2;
    left = left > all ? all : left;
    int beside = columns == 3 ? own + 2 : all - left + own + OWN_ROWS;
    int rows = left > beside ? left : beside;
    double h = fmin(draw_height(canvas) - 24, 2 * PAD + HEAD + rows * ROW);
    struct box box = {(draw_width(canvas) - w) / 2, (draw_height(canvas) - h) / 2, w, h};
    draw_fill(canvas, (struct box){0, 0, draw_width(canvas), draw_height(canvas)},
              draw_fade(THEME_PAPER, 0.72));
    ui_card(ui, box);
    draw_clip(canvas, box);
    double column = (w - 2 * PAD) / columns;
    struct box at = {box.x + PAD, box.y + PAD + HEAD, column - 12, h - 2 * PAD - HEAD};
    text_draw(canvas, TEXT_HEADING, TEXT_LEFT, at.x, box.y + PAD + 6, THEME_INK, "In every view");
    draw_rows(ui, app_commands, left, at);
    at.x += column;
    draw_rows(ui, app_commands + left, all - left, at);
    if (columns == 3)
        at.x += column;
    else
        at.y += (all - left) * ROW + HEAD + 8;
    text_draw(canvas, TEXT_HEADING, TEXT_LEFT, at.x, at.y - HEAD + 6, THEME_INK, title);
    draw_own(app, commands, at);
    draw_clip_none(canvas);
    if (ui->input.pressed)
        app->help = false;
}

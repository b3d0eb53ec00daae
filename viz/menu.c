#include "viz/menu.h"

#include <SDL.h>
#include <math.h>

#include "viz/text.h"
#include "viz/theme.h"

static const double ROW = 24, PAD = 6;

void menu_button(struct menu *menu, struct ui *ui, struct box box, const char *chosen)
{
    bool over = ui_over(ui, box);
    if (ui_clicked(ui, box))
        menu->open = menu->opened = true, menu->marked = -1, menu->scrolled = 0;
    draw_rounded(ui->canvas, box, THEME_RADIUS + 1, over || menu->open ? THEME_HOVER : THEME_PANEL);
    draw_rounded_frame(ui->canvas, box, THEME_RADIUS + 1, 1, THEME_BORDER);
    double y = box.y + box.h / 2, x = box.x + box.w - 17;
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, box.x + 12, y, box.w - 38, THEME_INK, chosen);
    draw_triangle(ui->canvas, (struct point){x - 4, y - 2}, (struct point){x + 4, y - 2},
                  (struct point){x, y + 3}, THEME_TEXT);
}

struct input menu_hide_mouse(const struct menu *menu, struct ui *ui)
{
    struct input input = ui->input;
    if (menu->open)
        ui->input = (struct input){.x = -1e6, .y = -1e6};
    return input;
}

void menu_show_mouse(struct ui *ui, struct input input)
{
    ui->input = input;
}

static double widest(struct ui *ui, const struct menu_item *items, int count, bool meaning)
{
    double width = 0;
    for (int i = 0; i < count; i++)
        width = fmax(width, meaning ? text_width(ui->canvas, TEXT_SMALL, items[i].meaning)
                                    : text_width(ui->canvas, TEXT_STRONG, items[i].title));
    return width;
}

static void keep_in_sight(struct menu *menu, int rows, int count)
{
    if (menu->marked >= 0 && menu->marked < menu->scrolled)
        menu->scrolled = menu->marked;
    if (menu->marked >= menu->scrolled + rows)
        menu->scrolled = menu->marked - rows + 1;
    menu->scrolled = menu->scrolled > count - rows ? count - rows : menu->scrolled;
    menu->scrolled = menu->scrolled < 0 ? 0 : menu->scrolled;
}

static void draw_item(struct ui *ui, struct box row, double title_width, bool active, bool marked,
                      const struct menu_item *item)
{
    if (marked)
        draw_rounded(ui->canvas, row, 4, THEME_HOVER);
    double y = row.y + row.h / 2, left = row.x + 22 + title_width + 14;
    if (active)
        draw_circle(ui->canvas, row.x + 11, y, 3, THEME_ACCENT);
    text_draw_fit(ui->canvas, active ? TEXT_STRONG : TEXT_BODY, TEXT_LEFT, row.x + 22, y,
                  fmin(title_width + 4, row.w - 26), THEME_INK, item->title);
    if (row.x + row.w - left > 60)
        text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, left, y, row.x + row.w - 8 - left,
                      THEME_TEXT, item->meaning);
}

int menu_draw(struct menu *menu, struct ui *ui, struct box button, struct box within,
              const struct menu_item *items, int count, int active)
{
    if (!menu->open)
        return -1;
    double titles = widest(ui, items, count, false), meanings = widest(ui, items, count, true);
    struct box box = {button.x, button.y + button.h + 4, 0, 0};
    box.w = fmin(within.w, fmax(button.w, 22 + titles + 14 + meanings + 8 + 2 * PAD));
    box.x = fmax(within.x, fmin(box.x, within.x + within.w - box.w));
    int rows = (int)fmax(1, floor((within.y + within.h - box.y - 2 * PAD) / ROW));
    rows = rows < count ? rows : count;
    box.h = rows * ROW + 2 * PAD;
    if (menu->marked < 0)
        menu->marked = active;
    if (ui_over(ui, box))
        menu->scrolled += (int)ui->input.wheel;
    else
        keep_in_sight(menu, rows, count);
    menu->scrolled = menu->scrolled > count - rows ? count - rows : menu->scrolled;
    menu->scrolled = menu->scrolled < 0 ? 0 : menu->scrolled;
    draw_rounded(ui->canvas, (struct box){box.x - 1, box.y + 1, box.w + 2, box.h + 3},
                 THEME_RADIUS + 1, draw_fade(THEME_INK, 0.14));
    draw_rounded(ui->canvas, box, THEME_RADIUS, THEME_PANEL);
    draw_rounded_frame(ui->canvas, box, THEME_RADIUS, 1, THEME_AXIS);
    int chosen = -1;
    for (int i = menu->scrolled; i < menu->scrolled + rows; i++) {
        struct box row = {box.x + PAD, box.y + PAD + (i - menu->scrolled) * ROW,
                          box.w - 2 * PAD - (rows < count ? 6 : 0), ROW};
        if (ui_clicked(ui, row) && !menu->opened)
            chosen = i;
        if (ui_over(ui, row))
            menu->marked = i;
        draw_item(ui, row, titles, i == active, i == menu->marked, &items[i]);
    }
    if (rows < count)
        draw_rounded(ui->canvas,
                     (struct box){box.x + box.w - 8,
                                  box.y + PAD + rows * ROW * menu->scrolled / count, 4,
                                  rows * ROW * rows / count},
                     2, THEME_AXIS);
    if (ui->input.pressed && !menu->opened)
        menu->open = false;
    menu->opened = false;
    return chosen;
}

bool menu_key(struct menu *menu, struct key key, int count, int *chosen)
{
    if (!menu->open || count == 0)
        return false;
    switch (key.code) {
    case SDLK_UP:
    case SDLK_DOWN:
        menu->marked = (menu->marked + (key.code == SDLK_DOWN ? 1 : -1) + count) % count;
        return true;
    case SDLK_RETURN:
        if (menu->marked >= 0 && menu->marked < count)
            *chosen = menu->marked;
        menu->open = false;
        return true;
    case SDLK_ESCAPE:
        menu->open = false;
        return true;
    default:
        return false;
    }
}

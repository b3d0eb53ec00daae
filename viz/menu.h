/* A button that opens a list. */
#ifndef KEIRETSU_VIZ_MENU_H
#define KEIRETSU_VIZ_MENU_H

#include "viz/view.h"

struct menu_item {
    const char *title, *meaning; /* the meaning may be "" */
};

/* The button, with what is chosen; a click opens the menu. */
void menu_button(struct menu *menu, struct ui *ui, struct box box, const char *chosen);

/* While the menu is open nothing but the menu may see the mouse: draw all else between these two,
 * and then the menu. */
struct input menu_hide_mouse(const struct menu *menu, struct ui *ui);
void menu_show_mouse(struct ui *ui, struct input input);

/* The list under the button, within a box, if it is open; closes it on a click. The item chosen, or
 * -1. */
int menu_draw(struct menu *menu, struct ui *ui, struct box button, struct box within,
              const struct menu_item *items, int count, int active);

/* Up, down, enter and escape of an open menu; true if the key was one of them. *chosen is set by
 * enter. */
bool menu_key(struct menu *menu, struct key key, int count, int *chosen);

#endif

/* Above all: the industry, and in what order the falls are listed. */
#include <math.h>
#include <stdio.h>

#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"
#include "viz/why.h"

enum { TOOLBAR = WHY_SEGMENTS + 4 };

/* ‹ All industries › ; a click on the name opens the list. Returns the right edge. */
static double draw_industry(struct view_why *why, struct view *view, double x, double y, double w)
{
    struct ui *ui = view->ui;
    struct box frame = {x, y, w, TOOLBAR - 4};
    draw_rounded(ui->canvas, frame, THEME_RADIUS + 1, THEME_PANEL);
    draw_rounded_frame(ui->canvas, frame, THEME_RADIUS + 1, 1, THEME_BORDER);
    int count = why->trace.industries + 1, by = 0;
    if (ui_segment(ui, (struct box){x + 3, y + 3, 24, TOOLBAR - 10}, "‹", false))
        by = -1;
    if (ui_segment(ui, (struct box){x + w - 27, y + 3, 24, TOOLBAR - 10}, "›", false))
        by = 1;
    char label[128];
    snprintf(label, sizeof label, "%s  ▼",
             why->industry == TRACE_ALL ? "All industries"
                                        : name_industry(why->trace.industry[why->industry]));
    if (ui_segment(ui, (struct box){x + 29, y + 3, w - 58, TOOLBAR - 10}, label, false))
        why->menu = true;
    if (by != 0)
        why_set_scope(why, view, why->region, (why->industry + 1 + by + count) % count - 1);
    return x + w;
}

void why_toolbar_draw(struct view_why *why, struct view *view, struct box box)
{
    static const char *const ORDERS[] = {"Output lost", "Per cent", "Date"};
    static const char *const PARTS[] = {"Falls", "Losses"};
    double left = draw_industry(why, view, box.x, box.y, fmin(box.w * 0.5, 280)) + THEME_GAP;
    if (why->narrow) {
        why->losses = ui_switch(view->ui, left, box.y, WHY_SEGMENTS, PARTS, 2, why->losses) == 1;
        left += ui_switch_width(view->ui, PARTS, 2) + THEME_GAP;
    }
    double orders = box.x + box.w - ui_switch_width(view->ui, ORDERS, 3);
    if (orders < left || (why->narrow && why->losses))
        return;
    if (orders - 62 > left)
        text_draw(view->ui->canvas, TEXT_SMALL, TEXT_RIGHT, orders - 8, box.y + (TOOLBAR - 4) / 2.0,
                  THEME_QUIET, "Worst by");
    int order = ui_switch(view->ui, orders, box.y, WHY_SEGMENTS, ORDERS, 3, (int)why->order);
    if (order != (int)why->order)
        why_set_order(why, view, (enum trace_order)order);
}

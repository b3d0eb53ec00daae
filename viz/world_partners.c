/* The partners of a region in trade: what it sells to each and buys from each. */
#include <math.h>
#include <stdio.h>

#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"
#include "viz/world_history.h"
#include "viz/world_panel.h"

/* Sales (side 0) to a partner or purchases (1) from it, in per cent of the other run's. */
static double against_other(const struct view *view, const struct world_other *other,
                            const struct world_region *region, const struct world_region *partner,
                            int side, double dollars)
{
    const char *from = side == 0 ? region->code : partner->code;
    const char *to = side == 0 ? partner->code : region->code;
    double there = world_other_flow(other, view, from, to, timeline_day(view->timeline));
    return there > 0 ? 100 * (dollars / there - 1) : NAN;
}

static void partner_tooltip(const struct view *view, const struct world_other *other,
                            const struct world_region *region, const struct world_region *partner,
                            const double *now, const double *start)
{
    char heading[160], value[2][WORLD_TEXT], change[2][WORLD_TEXT], more[2][WORLD_TEXT];
    char against[160];
    struct ui_row rows[6];
    int count = 0;
    snprintf(heading, sizeof heading, "%s and %s", name_region(region->code),
             name_region(partner->code));
    if (other)
        snprintf(against, sizeof against, "against %.100s", versus_name(view->other));
    for (int side = 0; side < 2; side++) {
        rows[count++] = (struct ui_row){side == 0 ? region->colour : partner->colour,
                                        side == 0 ? "sells, a year" : "buys, a year",
                                        format_dollars(value[side], now[side])};
        rows[count++] = (struct ui_row){0, "against the start",
                                        world_change(change[side], now[side], start[side])};
        if (other)
            rows[count++] = (struct ui_row){
                0, against,
                world_figure_change_text(
                    more[side], &world_figures[WORLD_REAL_GDP],
                    against_other(view, other, region, partner, side, now[side]), true)};
    }
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, heading, rows, count);
}

/* Where the region sells to and buys from most. */
const char *world_partners_draw(const struct view *view, const struct world_trade *trade,
                                const struct world_other *other, const struct world_region *region,
                                struct box box)
{
    struct world_region partners[WORLD_REGIONS_MAX];
    struct ui *ui = view->ui;
    struct canvas *canvas = ui->canvas;
    const struct reader_group *group = playback_group(view->playback, "trade");
    int count = world_regions(group, playback_dimension(group, "origin"), partners);
    int self = world_region_find(partners, count, region->code), order[WORLD_REGIONS_MAX];
    if (self < 0 || box.h < 70)
        return NULL;
    double day = timeline_day(view->timeline);
    uint64_t record = world_trade_record(trade, day);
    uint64_t own = partners[self].row;
    double sum[WORLD_REGIONS_MAX], most = 0;
    int listed = 0;
    for (int i = 0; i < count; i++) {
        double sells = world_trade_flow(trade, record, own, partners[i].row);
        double buys = world_trade_flow(trade, record, partners[i].row, own);
        if (i == self)
            continue;
        sum[i] = sells + buys, most = fmax(most, fmax(sells, buys));
        int at = listed++;
        for (; at > 0 && sum[order[at - 1]] < sum[i]; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    double left = box.x + 16, right = box.x + box.w - 20, column = (right - left) * 0.27;
    double y = box.y + 14, selling = right - column - 10;
    char title[160] = "Partners, a year";
    if (other)
        snprintf(title, sizeof title, "Against %.120s", versus_name(view->other));
    text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, left, y, selling - left - 50, THEME_QUIET, title);
    text_draw(canvas, TEXT_SMALL, TEXT_RIGHT, selling, y, THEME_QUIET, "sells to");
    text_draw(canvas, TEXT_SMALL, TEXT_RIGHT, right, y, THEME_QUIET, "buys from");
    const char *clicked = NULL;
    int over = -1;
    for (int i = 0; i < listed && y + 36 <= box.y + box.h; i++) {
        const struct world_region *partner = &partners[order[i]];
        y += 26;
        struct box row = {box.x + 1, y - 13, box.w - 2, 26};
        if (ui_over(ui, row)) {
            draw_fill(canvas, row, THEME_HOVER);
            over = order[i];
        }
        if (ui_clicked(ui, row))
            clicked = partner->code;
        draw_rounded(canvas, (struct box){left, y - 5, 9, 9}, 2, partner->colour);
        text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, left + 16, y, selling - column - left - 18,
                      THEME_TEXT, name_region(partner->code));
        for (int side = 0; side < 2; side++) {
            double end = side == 0 ? selling : right;
            double dollars = side == 0 ? world_trade_flow(trade, record, own, partner->row)
                                       : world_trade_flow(trade, record, partner->row, own);
            double width = most > 0 ? fmax(0, dollars / most) * column : 0;
            char text[WORLD_TEXT];
            uint32_t colour = side == 0 ? region->colour : partner->colour;
            format_dollars(text, dollars);
            if (other) {
                double more = against_other(view, other, region, partner, side, dollars);
                world_figure_change_text(text, &world_figures[WORLD_REAL_GDP], more, true);
                colour = theme_diverging_mark(
                    isfinite(more) ? fmax(-1, fmin(1, more / other->limit)) : 0);
            }
            text_draw(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, end, y - 2, THEME_INK, text);
            draw_fill(canvas, (struct box){end - width, y + 7, width, 2.5}, colour);
        }
    }
    if (over >= 0) {
        const struct world_region *partner = &partners[over];
        partner_tooltip(view, other, region, partner,
                        (const double[]){world_trade_flow(trade, record, own, partner->row),
                                         world_trade_flow(trade, record, partner->row, own)},
                        (const double[]){world_trade_start(trade, own, partner->row),
                                         world_trade_start(trade, partner->row, own)});
    }
    return clicked;
}

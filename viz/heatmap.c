#include "viz/heatmap.h"

#include <math.h>
#include <stdio.h>

#include "viz/format.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { HEAD = 24, GAP = 6 };
static const double ROW_LEAST = 11.4, ROW_MOST = 26;

static double gaps(const struct heatmap *heatmap, int row)
{
    return heatmap->gap_row > heatmap->scrolled && row >= heatmap->gap_row ? GAP : 0;
}

int heatmap_rows_in(const struct heatmap *heatmap, double height)
{
    double room = height - HEAD - (heatmap->gap_row > 0 ? GAP : 0);
    if (room / heatmap->row_count >= ROW_LEAST)
        return heatmap->row_count;
    return (int)fmax(1, floor(room / ROW_LEAST));
}

static void draw_cell(const struct heatmap *heatmap, struct ui *ui, struct box cell, double value,
                      int style)
{
    struct canvas *canvas = ui->canvas;
    if (!isfinite(value)) {
        draw_fill(canvas, cell, THEME_PAPER);
        draw_hatch(canvas, cell, THEME_BORDER);
        return;
    }
    uint32_t colour = theme_diverging((value - 100) / heatmap->limit);
    draw_fill(canvas, cell, colour);
    char text[FORMAT_MAX];
    format_number(text, value, heatmap->decimals);
    if (text_width(canvas, style | TEXT_TABULAR, text) + 6 <= cell.w)
        text_draw(canvas, style | TEXT_TABULAR, TEXT_CENTRE, cell.x + cell.w / 2,
                  cell.y + cell.h / 2, draw_mix(theme_ink_on(colour), colour, 0.12), text);
}

static struct box cell_box(const struct heatmap *heatmap, struct box grid, double height, int row,
                           int column)
{
    int last_gap = heatmap->gap_column;
    double width = (grid.w - (last_gap > 0 ? GAP : 0)) / heatmap->column_count;
    double x = grid.x + column * width + (last_gap > 0 && column >= last_gap ? GAP : 0);
    double y = grid.y + (row - heatmap->scrolled) * height + gaps(heatmap, row);
    return (struct box){x, y, width - 1, height - 1};
}

struct heatmap_hit heatmap_draw(const struct heatmap *heatmap, struct ui *ui, struct box box)
{
    struct canvas *canvas = ui->canvas;
    struct heatmap_hit hit = {-1, -1};
    if (heatmap->row_count < 1 || heatmap->column_count < 1)
        return hit;
    int rows = heatmap_rows_in(heatmap, box.h);
    struct box grid = {box.x + heatmap->name_width, box.y + HEAD, box.w - heatmap->name_width,
                       box.h - HEAD};
    double height = fmin(ROW_MOST, (grid.h - (heatmap->gap_row > 0 ? GAP : 0)) / rows);
    int style = height < 17 ? TEXT_TINY : TEXT_SMALL;

    for (int row = heatmap->scrolled; row < heatmap->scrolled + rows && row < heatmap->row_count;
         row++) {
        struct box first = cell_box(heatmap, grid, height, row, 0);
        bool here = row == heatmap->selected_row;
        text_draw_fit(canvas, style, TEXT_LEFT, box.x, first.y + first.h / 2,
                      heatmap->name_width - 8, here ? THEME_INK : THEME_TEXT,
                      heatmap->row_names[row]);
        for (int column = 0; column < heatmap->column_count; column++) {
            struct box cell = cell_box(heatmap, grid, height, row, column);
            draw_cell(heatmap, ui, cell, heatmap->values[row * heatmap->column_count + column],
                      style);
            if (ui_over(ui, cell))
                hit = (struct heatmap_hit){row, column};
        }
    }
    for (int column = 0; column < heatmap->column_count; column++) {
        struct box top = cell_box(heatmap, grid, height, heatmap->scrolled, column);
        text_draw_fit(canvas, column == heatmap->selected_column ? TEXT_STRONG : TEXT_SMALL,
                      TEXT_CENTRE, top.x + top.w / 2, box.y + 9, top.w, THEME_TEXT,
                      heatmap->column_names[column]);
        draw_fill(canvas, (struct box){top.x, box.y + HEAD - 4, top.w, 2},
                  heatmap->column_colours[column]);
    }
    int row = heatmap->selected_row, column = heatmap->selected_column;
    if (row >= heatmap->scrolled && row < heatmap->scrolled + rows && column >= 0) {
        struct box cell = cell_box(heatmap, grid, height, row, column);
        draw_frame(canvas, (struct box){cell.x - 2, cell.y - 2, cell.w + 4, cell.h + 4}, 2,
                   THEME_INK);
    }
    if (hit.row >= 0)
        draw_frame(canvas, cell_box(heatmap, grid, height, hit.row, hit.column), 1, THEME_INK);
    return hit;
}

void heatmap_legend(struct ui *ui, struct box box, double limit)
{
    struct canvas *canvas = ui->canvas;
    char text[FORMAT_MAX], shown[FORMAT_MAX + 8];
    double y = box.y + box.h / 2, x = box.x + 50, w = box.w - 100;
    int steps = (int)fmax(1, w);
    for (int i = 0; i < steps; i++)
        draw_fill(canvas, (struct box){x + i * w / steps, y - 4, w / steps + 0.5, 8},
                  theme_diverging(2 * (i + 0.5) / steps - 1));
    draw_vertical(canvas, x + w / 2, y - 6, y + 6, THEME_QUIET);
    snprintf(shown, sizeof shown, "%s %%", format_signed(text, -limit, 0));
    text_draw(canvas, TEXT_TINY, TEXT_RIGHT, x - 6, y, THEME_QUIET, shown);
    snprintf(shown, sizeof shown, "%s %%", format_signed(text, limit, 0));
    text_draw(canvas, TEXT_TINY, TEXT_LEFT, x + w + 6, y, THEME_QUIET, shown);
}

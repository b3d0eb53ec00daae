#include "viz/heatmap.h"

#include <math.h>
#include <stdio.h>

#include "viz/format.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { HEAD = 24, GAP = 6 };
static const double ROW_LEAST = 10.8, ROW_MOST = 26;

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

/* The colour of a value that is finite. */
static uint32_t colour_of(const struct heatmap_scale *scale, double value)
{
    if (scale->diverging)
        return theme_diverging((value - scale->middle) / scale->limit);
    if (scale->logarithmic)
        return theme_sequential(value > 0 ? log(value / scale->low) / log(scale->high / scale->low)
                                          : 0);
    return theme_sequential((value - scale->low) / (scale->high - scale->low));
}

static void draw_cell(const struct heatmap *heatmap, struct ui *ui, struct box cell, int row,
                      int column, int style)
{
    struct canvas *canvas = ui->canvas;
    int at = row * heatmap->column_count + column;
    double value = heatmap->values[at];
    if (!isfinite(value)) {
        draw_fill(canvas, cell, THEME_PAPER);
        draw_hatch(canvas, cell, THEME_BORDER);
        return;
    }
    bool total = (heatmap->gap_row > 0 && row < heatmap->gap_row) ||
                 (heatmap->gap_column > 0 && column >= heatmap->gap_column);
    bool plain = total && heatmap->plain_totals;
    uint32_t colour = plain ? THEME_HOVER : colour_of(&heatmap->scale, value);
    draw_fill(canvas, cell, colour);
    const char *text = heatmap->texts[at];
    if (text_width(canvas, style | TEXT_TABULAR, text) + 4 <= cell.w)
        text_draw(canvas, style | TEXT_TABULAR, TEXT_CENTRE, cell.x + cell.w / 2,
                  cell.y + cell.h / 2, plain ? THEME_INK : theme_ink_on(colour), text);
}

double heatmap_cell_width(const struct heatmap *heatmap, double width)
{
    double gap = heatmap->gap_column > 0 ? GAP : 0;
    return (width - heatmap->name_width - gap) / fmax(1, heatmap->column_count);
}

static struct box cell_box(const struct heatmap *heatmap, struct box grid, double height, int row,
                           int column)
{
    int last_gap = heatmap->gap_column;
    double width = heatmap_cell_width(heatmap, heatmap->name_width + grid.w);
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
            draw_cell(heatmap, ui, cell, row, column, style);
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

static char *end_text(const struct heatmap_scale *scale, double value, char text[static FORMAT_MAX])
{
    double size = fabs(value);
    int decimals = size >= 100 || (size >= 1 && size == floor(size)) ? 0
                   : size >= 10                                      ? 1
                   : size >= 0.01 || size == 0                       ? 2
                                                                     : 3;
    if (size == 0)
        decimals = 0;
    return scale->diverging && scale->middle == 0 ? format_signed(text, value, decimals)
                                                  : format_number(text, value, decimals);
}

void heatmap_legend(struct ui *ui, struct box box, const struct heatmap_scale *scale)
{
    enum { ROOM = 46 };
    struct canvas *canvas = ui->canvas;
    char text[FORMAT_MAX];
    double y = box.y + box.h / 2, x = box.x + ROOM, w = box.w - 2 * ROOM;
    int steps = (int)fmax(1, w);
    double low = scale->diverging ? scale->middle - scale->limit : scale->low;
    if (scale->diverging && scale->middle > 0)
        low = fmax(0, low); /* an index is never below zero */
    double high = scale->diverging ? scale->middle + scale->limit : scale->high;
    for (int i = 0; i < steps; i++) {
        double share = (i + 0.5) / steps;
        double value = !scale->diverging && scale->logarithmic ? low * pow(high / low, share)
                                                               : low + (high - low) * share;
        draw_fill(canvas, (struct box){x + i * w / steps, y - 4, w / steps + 0.5, 8},
                  colour_of(scale, value));
    }
    if (scale->diverging)
        draw_vertical(canvas, x + w * (scale->middle - low) / (high - low), y - 6, y + 6,
                      THEME_QUIET);
    text_draw(canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, x - 6, y, THEME_TEXT,
              end_text(scale, low, text));
    text_draw(canvas, TEXT_TINY | TEXT_TABULAR, TEXT_LEFT, x + w + 6, y, THEME_TEXT,
              end_text(scale, high, text));
}

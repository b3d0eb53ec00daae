#include "viz/sankey.h"

#include <math.h>

#include "viz/text.h"
#include "viz/theme.h"

enum { END_WIDTH = 12, LINE = 15, GAP = 4, SAMPLES = 33 };

static double end_value(const struct sankey *sankey, bool right, int end)
{
    double sum = 0;
    for (int n = 0; n < sankey->nodes; n++)
        sum += right ? sankey->received[end][n] : sankey->paid[end][n];
    return sum;
}

/* The larger side, should they differ. */
static double node_value(const struct sankey *sankey, int node)
{
    double paid = 0, received = 0;
    for (int e = 0; e < sankey->ends; e++) {
        paid += sankey->paid[e][node];
        received += sankey->received[e][node];
    }
    return fmax(paid, received);
}

struct column {
    int count;
    double value[SANKEY_NODES];
    double y[SANKEY_NODES], h[SANKEY_NODES]; /* of the slots */
};

static double slot_height(double value, double scale, double least)
{
    return value > 0 ? fmax(least, value * scale) : 0;
}

static double column_height(const struct column *column, double scale, double least, double gap)
{
    double sum = 0;
    for (int i = 0; i < column->count; i++)
        if (column->value[i] > 0)
            sum += slot_height(column->value[i], scale, least) + gap;
    return sum > 0 ? sum - gap : 0;
}

/* Slots below each other; what is left over goes between them. */
static void stack(struct column *column, double scale, double least, double gap, struct box box)
{
    int shown = 0;
    for (int i = 0; i < column->count; i++)
        shown += column->value[i] > 0;
    double left = fmax(0, box.h - column_height(column, scale, least, gap));
    double wide = shown > 1 ? fmin(gap + left / (shown - 1), 5 * gap) : gap;
    double y = box.y + fmax(0, box.h - column_height(column, scale, least, wide)) / 2;
    for (int i = 0; i < column->count; i++) {
        column->y[i] = y;
        column->h[i] = slot_height(column->value[i], scale, least);
        if (column->h[i] > 0)
            y += column->h[i] + wide;
    }
}

/* The part of a slot that has the height of its value. */
static struct box bar_in(struct box slot, double value, double scale)
{
    double h = slot.h > 0 ? fmin(slot.h, fmax(1, value * scale)) : 0;
    return (struct box){slot.x, slot.y + (slot.h - h) / 2, slot.w, h};
}

static void place_bands(struct sankey *sankey)
{
    double s = sankey->scale;
    for (int e = 0; e < sankey->ends; e++) {
        double paid = sankey->left[e].y, received = sankey->right[e].y;
        for (int n = 0; n < sankey->nodes; n++) {
            sankey->paid_from[e][n] = paid, sankey->received_to[e][n] = received;
            paid += sankey->paid[e][n] * s, received += sankey->received[e][n] * s;
        }
    }
    for (int n = 0; n < sankey->nodes; n++) {
        double paid = sankey->node[n].y, received = sankey->node[n].y;
        for (int e = 0; e < sankey->ends; e++) {
            sankey->paid_to[e][n] = paid, sankey->received_from[e][n] = received;
            paid += sankey->paid[e][n] * s, received += sankey->received[e][n] * s;
        }
    }
}

void sankey_place(struct sankey *sankey, struct box box)
{
    struct column columns[3] = {{.count = sankey->ends}, {.count = sankey->nodes}, {0}};
    columns[2].count = sankey->ends;
    int most = 1;
    double largest = 0;
    for (int c = 0; c < 3; c++) {
        int shown = 0;
        double sum = 0;
        for (int i = 0; i < columns[c].count; i++) {
            columns[c].value[i] = c == 1 ? node_value(sankey, i) : end_value(sankey, c == 2, i);
            shown += columns[c].value[i] > 0;
            sum += columns[c].value[i];
        }
        most = shown > most ? shown : most;
        largest = fmax(largest, sum);
    }
    double gap = fmin(GAP, box.h / most / 4), least = fmin(LINE, box.h / most - gap);
    double low = 0, high = largest > 0 ? box.h / largest : 0;
    if (sankey->most_scale > 0)
        high = fmin(high, sankey->most_scale);
    for (int pass = 0; pass < 40; pass++) {
        double middle = (low + high) / 2, height = 0;
        for (int c = 0; c < 3; c++)
            height = fmax(height, column_height(&columns[c], middle, least, gap));
        *(height <= box.h ? &low : &high) = middle;
    }
    if (sankey->most_scale > 0 && low > 0.999999 * sankey->most_scale)
        low = sankey->most_scale;
    sankey->scale = low;
    for (int c = 0; c < 3; c++)
        stack(&columns[c], low, least, gap, box);
    double room = sankey->room = fmin(SANKEY_ROOM, box.w * 0.17),
           node = sankey->wide_nodes ? fmin(330, box.w * 0.4) : fmin(190, box.w * 0.27);
    for (int e = 0; e < sankey->ends; e++) {
        struct box *slot = &sankey->left_slot[e];
        *slot = (struct box){box.x + room, columns[0].y[e], END_WIDTH, columns[0].h[e]};
        sankey->left[e] = bar_in(*slot, columns[0].value[e], low);
        slot = &sankey->right_slot[e];
        *slot = (struct box){box.x + box.w - room - END_WIDTH, columns[2].y[e], END_WIDTH,
                             columns[2].h[e]};
        sankey->right[e] = bar_in(*slot, columns[2].value[e], low);
    }
    for (int n = 0; n < sankey->nodes; n++) {
        sankey->slot[n] =
            (struct box){box.x + (box.w - node) / 2, columns[1].y[n], node, columns[1].h[n]};
        sankey->node[n] = bar_in(sankey->slot[n], columns[1].value[n], low);
    }
    place_bands(sankey);
}

struct curve {
    double x0, x1, y0, y1, height;
};

static struct curve curve_of(const struct sankey *sankey, bool right, int e, int n)
{
    const struct box *node = &sankey->node[n];
    if (right)
        return (struct curve){node->x + node->w, sankey->right[e].x, sankey->received_from[e][n],
                              sankey->received_to[e][n],
                              fmax(0.75, sankey->received[e][n] * sankey->scale)};
    return (struct curve){sankey->left[e].x + END_WIDTH, node->x, sankey->paid_from[e][n],
                          sankey->paid_to[e][n], fmax(0.75, sankey->paid[e][n] * sankey->scale)};
}

static double curve_y(const struct curve *curve, double share)
{
    return curve->y0 + (curve->y1 - curve->y0) * share * share * (3 - 2 * share);
}

static bool on_curve(const struct curve *curve, double x, double y)
{
    if (x < curve->x0 || x >= curve->x1)
        return false;
    double top = curve_y(curve, (x - curve->x0) / (curve->x1 - curve->x0));
    double slack = fmax(0, 3 - curve->height) / 2; /* thin ones can be met too */
    return y >= top - slack && y < top + curve->height + slack;
}

static struct box with_label(struct box slot, bool right, double room)
{
    return (struct box){right ? slot.x - 3 : slot.x - room, slot.y, slot.w + room + 3, slot.h};
}

struct sankey_hit sankey_at(const struct sankey *sankey, double x, double y)
{
    for (int n = 0; n < sankey->nodes; n++)
        if (box_contains(sankey->slot[n], x, y))
            return (struct sankey_hit){SANKEY_NODE, -1, n};
    for (int e = 0; e < sankey->ends; e++) {
        if (box_contains(with_label(sankey->left_slot[e], false, sankey->room), x, y))
            return (struct sankey_hit){SANKEY_PAYER, e, -1};
        if (box_contains(with_label(sankey->right_slot[e], true, sankey->room), x, y))
            return (struct sankey_hit){SANKEY_RECEIVER, e, -1};
    }
    struct sankey_hit hit = {SANKEY_NOTHING, -1, -1};
    double thinnest = HUGE_VAL; /* of several, the one that is hardest to meet */
    for (int e = 0; e < sankey->ends; e++)
        for (int n = 0; n < sankey->nodes; n++)
            for (int right = 0; right < 2; right++) {
                if (!((right ? sankey->received : sankey->paid)[e][n] > 0))
                    continue;
                struct curve curve = curve_of(sankey, right, e, n);
                if (!(curve.height < thinnest) || !on_curve(&curve, x, y))
                    continue;
                thinnest = curve.height;
                hit = (struct sankey_hit){right ? SANKEY_RECEIVED : SANKEY_PAID, e, n};
            }
    return hit;
}

static void draw_curve(struct canvas *canvas, const struct curve *curve, uint32_t colour)
{
    double x[SAMPLES], top[SAMPLES], bottom[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
        double share = (double)i / (SAMPLES - 1);
        x[i] = curve->x0 + (curve->x1 - curve->x0) * share;
        top[i] = curve_y(curve, share);
        bottom[i] = top[i] + curve->height;
    }
    if (curve->height >= 4) {
        draw_band(canvas, x, top, bottom, SAMPLES, colour);
        return;
    }
    /* Where it is steep, a thin band would fall to pieces. */
    struct point points[SAMPLES];
    for (int i = 0; i < SAMPLES; i++)
        points[i] = (struct point){x[i], (top[i] + bottom[i]) / 2};
    draw_polyline(canvas, points, SAMPLES, curve->height, colour);
}

static bool stands_out(struct sankey_hit hit, bool right, int e, int n)
{
    switch (hit.part) {
    case SANKEY_PAYER:
    case SANKEY_RECEIVER:
        return hit.end == e && right == (hit.part == SANKEY_RECEIVER);
    case SANKEY_NODE:
        return hit.node == n;
    case SANKEY_PAID:
    case SANKEY_RECEIVED:
        return hit.end == e && hit.node == n && right == (hit.part == SANKEY_RECEIVED);
    default:
        return false;
    }
}

static void draw_end(const struct sankey *sankey, struct ui *ui, int e, bool right)
{
    struct box bar = right ? sankey->right[e] : sankey->left[e];
    struct box slot = right ? sankey->right_slot[e] : sankey->left_slot[e];
    if (bar.h <= 0)
        return;
    char written[32];
    sankey->write(written, end_value(sankey, right, e));
    const char *value = sankey->end_note[right][e] ? sankey->end_note[right][e] : written;
    draw_fill(ui->canvas, bar, sankey->colour[e]);
    double x = right ? bar.x + END_WIDTH + 7 : bar.x - 7, y = slot.y + slot.h / 2,
           room = sankey->room - 7;
    enum text_align align = right ? TEXT_LEFT : TEXT_RIGHT;
    int style = e == sankey->selected ? TEXT_STRONG : TEXT_SMALL;
    if (slot.h >= 2 * LINE) {
        text_draw_fit(ui->canvas, style, align, x, y - 7, room, THEME_INK, sankey->end_name[e]);
        text_draw_fit(ui->canvas, TEXT_SMALL | TEXT_TABULAR, align, x, y + 8, room, THEME_QUIET,
                      value);
    } else if (slot.h >= 11) {
        double used = text_width(ui->canvas, TEXT_SMALL | TEXT_TABULAR, value);
        if (text_width(ui->canvas, style, sankey->end_name[e]) + used + 6 > room)
            used = -6; /* the name alone */
        double name = text_draw_fit(ui->canvas, style, align, x, y, room - used - 6, THEME_INK,
                                    sankey->end_name[e]);
        if (used > 0)
            text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, align,
                      right ? x + name + 6 : x - name - 6, y, THEME_QUIET, value);
    }
}

static void draw_node(const struct sankey *sankey, struct ui *ui, int n, bool lit)
{
    struct box slot = sankey->slot[n];
    if (slot.h <= 0)
        return;
    char written[32];
    sankey->write(written, node_value(sankey, n));
    const char *value = sankey->node_note[n] ? sankey->node_note[n] : written;
    double radius = fmin(3, slot.h / 2);
    draw_rounded(ui->canvas, slot, radius, lit ? THEME_BORDER : THEME_HOVER);
    draw_rounded_frame(ui->canvas, slot, radius, 1, lit ? THEME_QUIET : THEME_AXIS);
    if (slot.h < 11)
        return;
    double y = slot.y + slot.h / 2, used;
    used = text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, slot.x + slot.w - 8, y,
                     THEME_TEXT, value);
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, slot.x + 8, y, slot.w - used - 22, THEME_INK,
                  sankey->node_name[n]);
}

void sankey_draw(const struct sankey *sankey, struct ui *ui, struct sankey_hit hit)
{
    double normal = theme_is_dark() ? 0.45 : 0.4;
    for (int e = 0; e < sankey->ends; e++)
        for (int n = 0; n < sankey->nodes; n++)
            for (int right = 0; right < 2; right++) {
                if (!((right ? sankey->received : sankey->paid)[e][n] > 0))
                    continue;
                struct curve curve = curve_of(sankey, right, e, n);
                bool lit = stands_out(hit, right, e, n);
                double alpha = lit ? 0.8 : hit.part ? normal * 0.6 : normal;
                uint32_t band = sankey->band[right][e][n];
                draw_curve(ui->canvas, &curve,
                           draw_fade(band ? band : sankey->colour[e], band ? alpha + 0.2 : alpha));
            }
    for (int e = 0; e < sankey->ends; e++) {
        draw_end(sankey, ui, e, false);
        draw_end(sankey, ui, e, true);
    }
    for (int n = 0; n < sankey->nodes; n++)
        draw_node(sankey, ui, n, hit.part == SANKEY_NODE && hit.node == n);
}

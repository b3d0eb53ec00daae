#include "viz/ui.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/text.h"
#include "viz/theme.h"

bool ui_over(const struct ui *ui, struct box box)
{
    return box_contains(box, ui->input.x, ui->input.y);
}

bool ui_clicked(struct ui *ui, struct box box)
{
    if (!ui_over(ui, box))
        return false;
    ui->hand = true;
    return ui->input.pressed;
}

void ui_card(struct ui *ui, struct box box)
{
    draw_rounded(ui->canvas, box, THEME_RADIUS, THEME_PANEL);
    draw_rounded_frame(ui->canvas, box, THEME_RADIUS, 1, THEME_BORDER);
}

bool ui_segment(struct ui *ui, struct box box, const char *label, bool active)
{
    bool clicked = ui_clicked(ui, box);
    if (active)
        draw_rounded(ui->canvas, box, THEME_RADIUS, THEME_ACCENT);
    else if (ui_over(ui, box))
        draw_rounded(ui->canvas, box, THEME_RADIUS, THEME_BORDER);
    text_draw_fit(ui->canvas, active ? TEXT_STRONG : TEXT_BODY, TEXT_CENTRE, box.x + box.w / 2,
                  box.y + box.h / 2, box.w - 8, active ? theme_ink_on(THEME_ACCENT) : THEME_TEXT,
                  label);
    return clicked;
}

static double segment_width(const struct ui *ui, const char *label)
{
    return text_width(ui->canvas, TEXT_STRONG, label) + 20;
}

double ui_switch_width(struct ui *ui, const char *const *labels, int count)
{
    double width = 6;
    for (int i = 0; i < count; i++)
        width += segment_width(ui, labels[i]);
    return width;
}

int ui_switch(struct ui *ui, double x, double y, double height, const char *const *labels,
              int count, int active)
{
    struct box frame = {x, y, ui_switch_width(ui, labels, count), height};
    draw_rounded(ui->canvas, frame, THEME_RADIUS + 1, THEME_PANEL);
    draw_rounded_frame(ui->canvas, frame, THEME_RADIUS + 1, 1, THEME_BORDER);
    int chosen = active;
    x += 3;
    for (int i = 0; i < count; i++) {
        double width = segment_width(ui, labels[i]);
        if (ui_segment(ui, (struct box){x, y + 3, width, height - 6}, labels[i], i == active))
            chosen = i;
        x += width;
    }
    return chosen;
}

void ui_message(struct ui *ui, struct box box, const char *first, const char *second)
{
    double x = box.x + box.w / 2, y = box.y + box.h / 2;
    ui->messages++;
    text_draw_fit(ui->canvas, TEXT_HEADING, TEXT_CENTRE, x, y - 11, box.w - 16, THEME_TEXT, first);
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_CENTRE, x, y + 11, box.w - 16, THEME_QUIET, second);
}

void ui_tooltip(struct ui *ui, double x, double y, const char *heading, const struct ui_row *rows,
                int count)
{
    ui->tooltip = true;
    enum { ROW = 18, PAD = 10 };
    struct canvas *canvas = ui->canvas;
    double left = 0, right = 0, whole = text_width(canvas, TEXT_STRONG, heading);
    for (int i = 0; i < count; i++) {
        double w = text_width(canvas, TEXT_SMALL, rows[i].left) + (rows[i].colour ? 18 : 0);
        bool text = !rows[i].right[0]; /* alone in its row, with all the room */
        left = fmax(left, text ? 0 : w);
        whole = fmax(whole, text ? w : 0);
        right = fmax(right, text_width(canvas, TEXT_SMALL | TEXT_TABULAR, rows[i].right));
    }
    double inner = fmax(left + (right > 0 ? 16 + right : 0), whole);
    inner = fmin(inner, draw_width(canvas) - 8 - 2 * PAD);
    double top = heading[0] ? ROW + 4 : 0;
    struct box box = {x + 14, y + 14, inner + 2 * PAD, top + count * ROW + 2 * PAD - 4};
    if (box.x + box.w > draw_width(canvas) - 4)
        box.x = fmax(4, x - 10 - box.w);
    if (box.y + box.h > draw_height(canvas) - 4)
        box.y = fmax(4, y - 10 - box.h);
    draw_rounded(canvas, (struct box){box.x - 1, box.y + 1, box.w + 2, box.h + 2}, THEME_RADIUS + 1,
                 draw_fade(THEME_INK, 0.12));
    draw_rounded(canvas, box, THEME_RADIUS, THEME_PANEL);
    draw_rounded_frame(canvas, box, THEME_RADIUS, 1, THEME_AXIS);
    text_draw(canvas, TEXT_STRONG, TEXT_LEFT, box.x + PAD, box.y + PAD + 6, THEME_INK, heading);
    for (int i = 0; i < count; i++) {
        double middle = box.y + PAD + top + i * ROW + 6, at = box.x + PAD;
        if (rows[i].colour) {
            draw_rounded(canvas, (struct box){at, middle - 4, 9, 9}, 2, rows[i].colour);
            at += 18;
        }
        text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, at, middle,
                      box.x + box.w - PAD - (rows[i].right[0] ? right + 8 : 0) - at, THEME_TEXT,
                      rows[i].left);
        text_draw(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, box.x + box.w - PAD, middle,
                  THEME_INK, rows[i].right);
    }
}

double ui_paragraph(struct ui *ui, struct box box, int style, uint32_t colour, const char *string)
{
    const double LINE = 17;
    char line[400] = "";
    size_t used = 0;
    double y = box.y + LINE / 2;
    while (*string && y + LINE / 2 <= box.y + box.h) {
        size_t word = strcspn(string, " "), gap = strspn(string + word, " ");
        char longer[400];
        snprintf(longer, sizeof longer, "%s%s%.*s", line, used ? " " : "",
                 (int)(word < 200 ? word : 200), string);
        if (used > 0 && text_width(ui->canvas, style, longer) > box.w) {
            text_draw_fit(ui->canvas, style, TEXT_LEFT, box.x, y, box.w, colour, line);
            y += LINE;
            used = 0, line[0] = '\0';
            continue;
        }
        used = strlen(longer);
        memcpy(line, longer, used + 1);
        string += word + gap;
    }
    if (used > 0 && y + LINE / 2 <= box.y + box.h) {
        text_draw_fit(ui->canvas, style, TEXT_LEFT, box.x, y, box.w, colour, line);
        y += LINE;
    }
    return y - LINE / 2 - box.y;
}

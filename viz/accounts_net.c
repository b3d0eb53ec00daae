/* Beside the flows: what each sector had left, and that nothing is missing. */
#include <math.h>
#include <stdio.h>

#include "viz/accounts.h"
#include "viz/text.h"
#include "viz/theme.h"

double accounts_check(struct ui *ui, struct box box, double y, const char *label, double dollars)
{
    char text[FORMAT_MAX];
    bool good = fabs(dollars) < 0.005;
    double used = text_draw(ui->canvas, TEXT_STRONG | TEXT_TABULAR, TEXT_RIGHT, box.x + box.w, y,
                            good ? THEME_INK : theme_diverging(-1), format_dollars(text, dollars));
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x, y, box.w - used - 8, THEME_TEXT, label);
    return y + 18;
}

/* One sector: its name, net lending in dollars and in per cent of GDP, a bar from the middle. */
static void draw_net(struct ui *ui, const struct accounts_table *table, int s, double most,
                     bool selected, struct box box)
{
    char name[ACCOUNTS_LABEL], dollars[FORMAT_MAX], share[FORMAT_MAX];
    double net = accounts_net(table, s), middle = box.x + box.w / 2, y = box.y + 9;
    uint32_t colour = theme_sector(table->sector[s], (uint64_t)s);
    if (selected || ui_over(ui, box))
        draw_rounded(ui->canvas, (struct box){box.x - 6, box.y - 1, box.w + 12, box.h - 1}, 3,
                     selected ? THEME_BORDER : THEME_HOVER);
    draw_rounded(ui->canvas, (struct box){box.x, y - 4, 9, 9}, 2, colour);
    double right = box.x + box.w;
    if (table->gdp > 0)
        text_draw(ui->canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, right, y, THEME_QUIET,
                  accounts_share(share, net, table->gdp));
    right -= 62;
    double used = text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, right, y, THEME_INK,
                            format_dollars(dollars, net));
    text_draw_fit(ui->canvas, selected ? TEXT_STRONG : TEXT_SMALL, TEXT_LEFT, box.x + 16, y,
                  right - used - 8 - box.x - 16, THEME_TEXT, accounts_name(name, table->sector[s]));
    double w = most > 0 ? fabs(net) / most * box.w / 2 : 0;
    if (box.h < 26)
        return;
    draw_fill(ui->canvas, (struct box){net < 0 ? middle - w : middle, y + 10, w, 6}, colour);
    draw_vertical(ui->canvas, middle, y + 8, y + 18, THEME_AXIS);
}

struct accounts_layout accounts_lay_out(struct ui *ui, struct box box)
{
    enum { SIDE = 276, WIDE = 900 };
    struct accounts_layout layout = {.main = box, .wide = box.w >= WIDE};
    layout.side = (struct box){box.x + box.w - SIDE, box.y, SIDE, box.h};
    if (layout.wide)
        layout.main.w -= SIDE + THEME_GAP;
    ui_card(ui, layout.main);
    layout.inner = (struct box){layout.main.x + 16, layout.main.y + 12, layout.main.w - 32,
                                layout.main.h - 24};
    return layout;
}

void accounts_net_draw(struct view_accounts *accounts, struct view *view,
                       const struct accounts_table *table, int selected, struct box box)
{
    struct ui *ui = view->ui;
    ui_card(ui, box);
    struct box inner = {box.x + 14, box.y + 12, box.w - 28, box.h - 24};
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, inner.x, inner.y + 8, inner.w, THEME_INK,
                  "Net lending");
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, inner.x, inner.y + 26, inner.w, THEME_QUIET,
                  table->gdp > 0 ? "received less paid; $ and % of GDP" : "received less paid, $");
    double most = 0, sum = 0, paid = 0;
    for (int s = 0; s < table->sectors; s++) {
        double net = accounts_net(table, s);
        most = fmax(most, fabs(net));
        sum += net;
    }
    double received = accounts_received(table);
    for (int s = 0; s < table->sectors; s++)
        for (int k = 0; k < table->kinds; k++)
            paid += fmax(0, -table->value[s][k]);
    enum { FOOT = 106 };
    double top = inner.y + 42, foot = inner.y + inner.h - FOOT;
    double row = fmin(44, (foot - top) / table->sectors);
    for (int s = 0; row >= 14 && s < table->sectors; s++) {
        struct box line = {inner.x, top + s * row, inner.w, row};
        draw_net(ui, table, s, most, s == selected, line);
        if (ui_clicked(ui, line))
            accounts_choose(accounts, table->sector[s]);
    }
    draw_horizontal(ui->canvas, inner.x, inner.x + inner.w, foot, THEME_AXIS);
    char text[FORMAT_MAX];
    double y = foot + 16;
    const struct {
        const char *label;
        double value;
    } SUMS[] = {{"Paid", paid}, {"Received", received}};
    for (int i = 0; i < 2; i++, y += 18) {
        text_draw(ui->canvas, TEXT_SMALL, TEXT_LEFT, inner.x, y, THEME_TEXT, SUMS[i].label);
        text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, inner.x + inner.w, y,
                  THEME_INK, format_dollars(text, SUMS[i].value));
    }
    y = accounts_check(ui, inner, y, "Difference, all transactions", accounts_residual(table));
    y = accounts_check(ui, inner, y, "Net lending of all sectors",
                       fabs(sum) < 1e-9 * received ? 0 : sum);
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, inner.x, y, inner.w, THEME_QUIET,
                  table->damaged        ? "values that are no numbers are left out"
                  : table->own_currency ? "no exchange rates: a unit is shown as $1"
                                        : "each transaction adds to zero, to the cent");
}

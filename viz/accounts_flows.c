/* Who paid whom over the last year, as a diagram, and what each sector had left. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/date.h"
#include "viz/accounts.h"
#include "viz/sankey.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { NODES_SHOWN = 18, ROWS_MOST = 22 };

/* Transactions below this share of all payments are collected. */
#define SMALL_SHARE 0.004

struct picture {
    struct sankey sankey;
    int kind[SANKEY_NODES]; /* of a node; -1: the small ones together */
    bool small[ACCOUNTS_KINDS];
    double size[ACCOUNTS_KINDS]; /* paid, or received or paid by the selected sector */
    char name[ACCOUNTS_SECTORS][ACCOUNTS_LABEL], node_name[SANKEY_NODES][ACCOUNTS_LABEL];
};

/* What a sector paid (negative) or received in a transaction, of what the selected one took part
 * in: of that, the other side's shares in proportion. */
static double part_of(const struct accounts_table *table, int selected, int s, int k)
{
    double value = table->value[s][k];
    if (selected < 0 || s == selected)
        return value;
    double own = table->value[selected][k], other = 0;
    if (own * value >= 0)
        return 0;
    for (int i = 0; i < table->sectors; i++)
        if (table->value[i][k] * own < 0)
            other += fabs(table->value[i][k]);
    return value * fabs(own) / other;
}

static double size_of(const struct accounts_table *table, int selected, int k)
{
    double paid = 0, received = 0;
    for (int s = 0; s < table->sectors; s++) {
        double value = part_of(table, selected, s, k);
        paid += fmax(0, -value), received += fmax(0, value);
    }
    return fmax(paid, received);
}

/* Which transactions have a node of their own: the largest, in the order of the ledger. */
static int choose_nodes(struct picture *picture, const struct accounts_table *table, int selected)
{
    double all = 0;
    int nodes = 0, small = 0;
    for (int k = 0; k < table->kinds; k++)
        all += picture->size[k] = size_of(table, selected, k);
    for (int k = 0; k < table->kinds; k++) {
        int larger = 0;
        for (int j = 0; j < table->kinds; j++)
            larger += picture->size[j] > picture->size[k] ||
                      (j < k && picture->size[j] == picture->size[k]);
        picture->small[k] = larger >= NODES_SHOWN || picture->size[k] < SMALL_SHARE * all;
        if (picture->size[k] <= 0)
            picture->small[k] = false;
        else if (picture->small[k])
            small++;
        else
            picture->kind[nodes++] = k;
    }
    if (small > 0)
        picture->kind[nodes++] = -1;
    return nodes;
}

static void write_dollars(char text[static 32], double value)
{
    format_dollars(text, value);
}

static void make_picture(struct picture *picture, const struct accounts_table *table, int selected)
{
    struct sankey *sankey = &picture->sankey;
    memset(picture, 0, sizeof *picture);
    sankey->ends = table->sectors;
    sankey->nodes = choose_nodes(picture, table, selected);
    sankey->selected = selected;
    sankey->write = write_dollars;
    for (int s = 0; s < table->sectors; s++) {
        sankey->end_name[s] = accounts_name(picture->name[s], table->sector[s]);
        sankey->colour[s] = theme_sector(table->sector[s], (uint64_t)s);
    }
    for (int n = 0; n < sankey->nodes; n++) {
        int small = 0;
        for (int k = 0; k < table->kinds; k++) {
            bool here = picture->kind[n] < 0 ? picture->small[k] : k == picture->kind[n];
            if (!here)
                continue;
            small++;
            for (int s = 0; s < table->sectors; s++) {
                double value = part_of(table, selected, s, k);
                sankey->paid[s][n] += fmax(0, -value);
                sankey->received[s][n] += fmax(0, value);
            }
        }
        if (picture->kind[n] >= 0)
            accounts_name(picture->node_name[n], table->kind[picture->kind[n]]);
        else
            snprintf(picture->node_name[n], ACCOUNTS_LABEL, "%d other", small);
        sankey->node_name[n] = picture->node_name[n];
    }
}

/* Rows of a tooltip, with the texts they point to. */
struct tip {
    int count;
    struct ui_row row[ROWS_MOST + 2];
    char left[ROWS_MOST + 2][160], right[ROWS_MOST + 2][2 * FORMAT_MAX];
};

static void add_row(struct tip *tip, uint32_t colour, const char *left, double value, double gdp)
{
    if (tip->count >= ROWS_MOST)
        return;
    char dollars[FORMAT_MAX], share[FORMAT_MAX];
    int i = tip->count++;
    snprintf(tip->left[i], sizeof tip->left[i], "%s", left);
    format_dollars(dollars, value);
    if (gdp > 0)
        snprintf(tip->right[i], sizeof tip->right[i], "%s   %s of GDP", dollars,
                 accounts_share(share, value, gdp));
    else
        snprintf(tip->right[i], sizeof tip->right[i], "%s", dollars);
    tip->row[i] = (struct ui_row){colour, tip->left[i], tip->right[i]};
}

static void add_text(struct tip *tip, const char *text)
{
    if (tip->count >= ROWS_MOST + 1 || !text[0])
        return;
    int i = tip->count++;
    snprintf(tip->left[i], sizeof tip->left[i], "%s", text);
    tip->row[i] = (struct ui_row){0, tip->left[i], ""};
}

static void tip_of_node(struct tip *tip, const struct picture *picture,
                        const struct accounts_table *table, int n)
{
    const struct sankey *sankey = &picture->sankey;
    char name[ACCOUNTS_LABEL + 16];
    if (picture->kind[n] < 0) {
        for (int k = 0; k < table->kinds; k++)
            if (picture->small[k])
                add_row(tip, 0, accounts_name(name, table->kind[k]), picture->size[k], table->gdp);
        add_text(tip, "each less than 0.4 % of what is shown, or beyond the largest 18");
        return;
    }
    for (int s = 0; s < sankey->ends; s++) {
        bool paid = sankey->paid[s][n] > 0;
        if (!paid && !(sankey->received[s][n] > 0))
            continue;
        snprintf(name, sizeof name, "%s %s", picture->name[s], paid ? "paid" : "received");
        add_row(tip, sankey->colour[s], name, paid ? sankey->paid[s][n] : sankey->received[s][n],
                table->gdp);
    }
    add_text(tip, accounts_meaning(table->kind[picture->kind[n]]));
}

static void tip_of_sector(struct tip *tip, const struct accounts_table *table, int s)
{
    char name[ACCOUNTS_LABEL];
    double paid = 0, received = 0;
    bool done[ACCOUNTS_KINDS] = {false};
    for (int k = 0; k < table->kinds; k++) {
        paid += fmax(0, -table->value[s][k]);
        received += fmax(0, table->value[s][k]);
    }
    add_row(tip, 0, "received", received, table->gdp);
    add_row(tip, 0, "paid", paid, table->gdp);
    add_row(tip, 0, "net lending: received less paid", received - paid, table->gdp);
    add_text(tip, accounts_meaning(table->sector[s]));
    for (int i = 0; i < 6; i++) {
        int largest = -1;
        for (int k = 0; k < table->kinds; k++)
            if (!done[k] && table->value[s][k] != 0 &&
                (largest < 0 || fabs(table->value[s][k]) > fabs(table->value[s][largest])))
                largest = k;
        if (largest < 0)
            break;
        done[largest] = true;
        add_row(tip, theme_sector(table->sector[s], (uint64_t)s),
                accounts_name(name, table->kind[largest]), table->value[s][largest], table->gdp);
    }
}

static void show_tip(const struct picture *picture, const struct view *view,
                     const struct accounts_table *table, struct sankey_hit hit)
{
    struct tip tip = {0};
    char heading[3 * ACCOUNTS_LABEL];
    if (hit.part == SANKEY_NOTHING)
        return;
    if (hit.part == SANKEY_NODE) {
        snprintf(heading, sizeof heading, "%s", picture->node_name[hit.node]);
        tip_of_node(&tip, picture, table, hit.node);
    } else if (hit.part == SANKEY_PAID || hit.part == SANKEY_RECEIVED) {
        bool paid = hit.part == SANKEY_PAID;
        const char *end = picture->name[hit.end], *node = picture->node_name[hit.node];
        snprintf(heading, sizeof heading, "%s \xe2\x86\x92 %s", paid ? end : node,
                 paid ? node : end);
        add_row(&tip, picture->sankey.colour[hit.end], paid ? "paid" : "received",
                (paid ? picture->sankey.paid : picture->sankey.received)[hit.end][hit.node],
                table->gdp);
        int kind = picture->kind[hit.node];
        if (kind >= 0)
            add_text(&tip, accounts_meaning(table->kind[kind]));
        if (picture->sankey.selected >= 0 && hit.end != picture->sankey.selected)
            add_text(&tip, "the part that falls to the selected sector, in proportion");
    } else {
        snprintf(heading, sizeof heading, "%s", picture->name[hit.end]);
        tip_of_sector(&tip, table, hit.end);
    }
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, heading, tip.row, tip.count);
}

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

static void draw_side(struct view_accounts *accounts, struct view *view,
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

static void draw_heading(const struct view *view, const struct accounts_table *table, int selected,
                         bool wide, struct box box)
{
    struct ui *ui = view->ui;
    char line[200], from[FORMAT_MAX], to[FORMAT_MAX], name[ACCOUNTS_LABEL];
    int32_t start = view->timeline->start_day;
    format_date(from, start + (int32_t)table->first_day);
    format_date(to, start + (int32_t)table->last_day);
    snprintf(line, sizeof line, "US dollars, sum of %llu step%s, %s to %s",
             (unsigned long long)table->steps, table->steps == 1 ? "" : "s", from, to);
    if (!wide) { /* without the panel that says so */
        char text[FORMAT_MAX];
        snprintf(line, sizeof line, "US dollars, year to %s, paid less received %s", to,
                 format_dollars(text, accounts_residual(table)));
    }
    char title[160] = "Flows of money";
    if (selected >= 0)
        snprintf(title, sizeof title, "Flows of money: %s",
                 accounts_name(name, table->sector[selected]));
    double used =
        text_draw(ui->canvas, TEXT_HEADING, TEXT_LEFT, box.x, box.y + 8, THEME_INK, title);
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x + used + 12, box.y + 8,
                  box.w - used - 12, THEME_QUIET, line);
    double x[] = {box.x + SANKEY_ROOM + 12, box.x + box.w / 2, box.x + box.w - SANKEY_ROOM - 12};
    static const char *const HEADS[] = {"PAID BY", "FOR", "RECEIVED BY"};
    static const enum text_align ALIGN[] = {TEXT_RIGHT, TEXT_CENTRE, TEXT_LEFT};
    for (int i = 0; i < 3; i++)
        text_draw(ui->canvas, TEXT_TINY, ALIGN[i], x[i], box.y + 32, THEME_QUIET, HEADS[i]);
}

void accounts_flows_draw(struct view_accounts *accounts, struct view *view, struct box box)
{
    const struct accounts_table *table = &accounts->flows;
    struct ui *ui = view->ui;
    int selected = accounts->sector[0] ? accounts_sector(table, accounts->sector) : -1;
    struct box side = {box.x + box.w - 276, box.y, 276, box.h}, main = box;
    bool wide = box.w >= 900;
    if (wide)
        main.w -= side.w + THEME_GAP;
    ui_card(ui, main);
    struct box inner = {main.x + 16, main.y + 12, main.w - 32, main.h - 24};
    draw_heading(view, table, selected, wide, inner);
    struct picture picture;
    make_picture(&picture, table, selected);
    struct box area = {inner.x, inner.y + 46, inner.w, fmax(20, inner.h - 46)};
    struct sankey_hit hit = {SANKEY_NOTHING, -1, -1};
    if (picture.sankey.nodes == 0) {
        ui_message(ui, area, "No payments", "Nothing was paid in this time, or by this sector.");
    } else {
        sankey_place(&picture.sankey, area);
        if (ui_over(ui, main))
            hit = sankey_at(&picture.sankey, ui->input.x, ui->input.y);
        sankey_draw(&picture.sankey, ui, hit);
        if (hit.end >= 0 && ui_clicked(ui, main))
            accounts_choose(accounts, table->sector[hit.end]);
    }
    if (wide)
        draw_side(accounts, view, table, selected, side);
    show_tip(&picture, view, table, hit);
}

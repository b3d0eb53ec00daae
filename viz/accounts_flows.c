/* Who paid whom over the last year, as a diagram, and what each sector had left. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    /* Of a comparison: the other run at the same places, and what is written. */
    bool differs;
    double paid[SANKEY_ENDS][SANKEY_NODES], received[SANKEY_ENDS][SANKEY_NODES];
    double limit; /* share that has the deepest colour */
    char node_note[SANKEY_NODES][2 * FORMAT_MAX], end_note[2][SANKEY_ENDS][2 * FORMAT_MAX];
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

/* What sectors paid and received by node. */
static void add_up(const struct picture *picture, const struct accounts_table *table, int selected,
                   double (*paid)[SANKEY_NODES], double (*received)[SANKEY_NODES])
{
    for (int n = 0; n < picture->sankey.nodes; n++)
        for (int k = 0; k < table->kinds; k++) {
            bool here = picture->kind[n] < 0 ? picture->small[k] : k == picture->kind[n];
            for (int s = 0; here && s < table->sectors; s++) {
                double value = part_of(table, selected, s, k);
                paid[s][n] += fmax(0, -value);
                received[s][n] += fmax(0, value);
            }
        }
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
    add_up(picture, table, selected, sankey->paid, sankey->received);
    for (int n = 0; n < sankey->nodes; n++) {
        int small = 0;
        for (int k = 0; k < table->kinds; k++)
            small += picture->small[k];
        if (picture->kind[n] >= 0)
            accounts_name(picture->node_name[n], table->kind[picture->kind[n]]);
        else
            snprintf(picture->node_name[n], ACCOUNTS_LABEL, "%d other", small);
        sankey->node_name[n] = picture->node_name[n];
    }
}

/* --- against another run -------------------------------------------------------------------- */

/* A round share that most differences stay below: three times their mean, weighted by size. */
static double colour_limit(const struct picture *picture)
{
    static const double ROUND[] = {0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01,
                                   0.02,   0.05,   0.1,    0.2,   0.5,   1};
    const struct sankey *sankey = &picture->sankey;
    double all = 0, difference = 0;
    for (int e = 0; e < sankey->ends; e++)
        for (int n = 0; n < sankey->nodes; n++) {
            all += sankey->paid[e][n] + sankey->received[e][n];
            difference += fabs(sankey->paid[e][n] - picture->paid[e][n]) +
                          fabs(sankey->received[e][n] - picture->received[e][n]);
        }
    size_t i = 0;
    while (i + 1 < sizeof ROUND / sizeof *ROUND && all > 0 && ROUND[i] < 3 * difference / all)
        i++;
    return ROUND[i];
}

static uint32_t colour_of_change(double mine, double theirs, double limit)
{
    double change = theirs > 0 ? mine / theirs - 1 : mine > 0 ? limit : 0;
    return theme_diverging_mark(change / limit);
}

static double sum_of(double (*values)[SANKEY_NODES], const struct sankey *sankey, int end, int node)
{
    double sum = 0;
    for (int e = 0; e < sankey->ends; e++)
        for (int n = 0; n < sankey->nodes; n++)
            sum += (end < 0 || e == end) && (node < 0 || n == node) ? values[e][n] : 0;
    return sum;
}

/* Widths are of the first run; notes and colours say how it differs from the other. */
static void compare_picture(struct picture *picture, const struct accounts_table *theirs,
                            int selected)
{
    struct sankey *sankey = &picture->sankey;
    picture->differs = true;
    add_up(picture, theirs, selected, picture->paid, picture->received);
    picture->limit = colour_limit(picture);
    sankey->wide_nodes = true;
    for (int e = 0; e < sankey->ends; e++)
        for (int n = 0; n < sankey->nodes; n++) {
            sankey->band[0][e][n] =
                colour_of_change(sankey->paid[e][n], picture->paid[e][n], picture->limit);
            sankey->band[1][e][n] =
                colour_of_change(sankey->received[e][n], picture->received[e][n], picture->limit);
        }
    for (int n = 0; n < sankey->nodes; n++)
        sankey->node_note[n] =
            accounts_change(picture->node_note[n], sum_of(sankey->paid, sankey, -1, n),
                            sum_of(picture->paid, sankey, -1, n));
    for (int e = 0; e < sankey->ends; e++)
        for (int right = 0; right < 2; right++) {
            double mine = sum_of(right ? sankey->received : sankey->paid, sankey, e, -1);
            double other = sum_of(right ? picture->received : picture->paid, sankey, e, -1);
            accounts_signed(picture->end_note[right][e], mine - other);
            sankey->end_note[right][e] = picture->end_note[right][e];
        }
}

/* From the deepest red to the deepest blue, with what they stand for; ends at `right`. */
static double draw_key(struct ui *ui, double limit, double right, double y)
{
    enum { STEPS = 9, CELL = 9 };
    char number[FORMAT_MAX], text[FORMAT_MAX + 8];
    int places = limit < 0.0015 ? 2 : limit < 0.015 ? 1 : 0;
    snprintf(text, sizeof text, "+%s", format_percent(number, limit, places));
    right -= text_draw(ui->canvas, TEXT_TINY, TEXT_RIGHT, right, y, THEME_TEXT, text) + 6;
    for (int i = 0; i < STEPS; i++)
        draw_fill(ui->canvas, (struct box){right - (i + 1) * CELL, y - 4, CELL, 9},
                  theme_diverging_mark(1 - 2.0 * i / (STEPS - 1)));
    right -= STEPS * CELL + 6;
    snprintf(text, sizeof text, "\xe2\x88\x92%s", number);
    return right - text_draw(ui->canvas, TEXT_TINY, TEXT_RIGHT, right, y, THEME_TEXT, text) - 12;
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

/* How a value differs from the other run's. */
static void add_change(struct tip *tip, double mine, double theirs)
{
    if (tip->count >= ROWS_MOST)
        return;
    char change[2 * FORMAT_MAX];
    int i = tip->count++;
    snprintf(tip->left[i], sizeof tip->left[i], "more than in the other run");
    snprintf(tip->right[i], sizeof tip->right[i], "%s", accounts_change(change, mine, theirs));
    tip->row[i] = (struct ui_row){0, tip->left[i], tip->right[i]};
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
        if (picture->differs)
            add_change(tip, paid ? sankey->paid[s][n] : sankey->received[s][n],
                       paid ? picture->paid[s][n] : picture->received[s][n]);
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
        if (picture->differs)
            add_change(&tip,
                       (paid ? picture->sankey.paid : picture->sankey.received)[hit.end][hit.node],
                       (paid ? picture->paid : picture->received)[hit.end][hit.node]);
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

/* What the heading says beside the title. */
static void say_when(const struct view *view, const struct accounts_table *table,
                     const struct picture *picture, bool wide, char *line, size_t size)
{
    char from[FORMAT_MAX], to[FORMAT_MAX], text[FORMAT_MAX];
    int32_t start = view->timeline->start_day;
    format_date(from, start + (int32_t)table->first_day);
    format_date(to, start + (int32_t)table->last_day);
    if (picture->differs)
        snprintf(line, size,
                 "widths: first run, year to %s; figures and colours: first less other%s%s", to,
                 wide ? "" : "; paid less received ",
                 wide ? "" : format_dollars(text, accounts_residual(table)));
    else if (wide)
        snprintf(line, size, "US dollars, sum of %llu step%s, %s to %s",
                 (unsigned long long)table->steps, table->steps == 1 ? "" : "s", from, to);
    else /* without the panel that says so */
        snprintf(line, size, "US dollars, year to %s, paid less received %s", to,
                 format_dollars(text, accounts_residual(table)));
}

static void draw_heading(const struct view *view, const struct accounts_table *table,
                         const struct picture *picture, bool wide, struct box box)
{
    struct ui *ui = view->ui;
    int selected = picture->sankey.selected;
    char line[240], name[ACCOUNTS_LABEL], title[160] = "Flows of money";
    say_when(view, table, picture, wide, line, sizeof line);
    if (selected >= 0)
        snprintf(title, sizeof title, "Flows of money: %s",
                 accounts_name(name, table->sector[selected]));
    double used =
        text_draw(ui->canvas, TEXT_HEADING, TEXT_LEFT, box.x, box.y + 8, THEME_INK, title);
    double right = box.x + box.w;
    if (picture->differs)
        right = draw_key(ui, picture->limit, right, box.y + (wide ? 8 : 32));
    right = wide ? right : box.x + box.w;
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x + used + 12, box.y + 8,
                  right - box.x - used - 12, THEME_QUIET, line);
    double x[] = {picture->sankey.left[0].x + 12, box.x + box.w / 2, picture->sankey.right[0].x};
    static const char *const HEADS[] = {"PAID BY", "FOR", "RECEIVED BY"};
    static const enum text_align ALIGN[] = {TEXT_RIGHT, TEXT_CENTRE, TEXT_LEFT};
    int heads = picture->differs && !wide ? 2 : 3; /* the key of the colours is there */
    for (int i = 0; i < heads; i++)
        text_draw(ui->canvas, TEXT_TINY, ALIGN[i], x[i], box.y + 32, THEME_QUIET, HEADS[i]);
}

/* Beside each other both runs have the scale of the one that needs more room. */
static void share_scale(struct picture *picture, const struct view_accounts *against,
                        const struct accounts_table *table, struct box area)
{
    struct picture *other = malloc(sizeof *other);
    if (!other)
        return;
    int selected = picture->sankey.selected;
    const struct accounts_table *theirs = &against->flows;
    make_picture(other, theirs,
                 selected >= 0 ? accounts_sector(theirs, table->sector[selected]) : -1);
    sankey_place(&other->sankey, area);
    if (other->sankey.nodes > 0 && other->sankey.scale < picture->sankey.scale) {
        picture->sankey.most_scale = other->sankey.scale;
        sankey_place(&picture->sankey, area);
    }
    free(other);
}

void accounts_flows_draw(struct view_accounts *accounts, struct view_accounts *against,
                         struct view *view, struct box box)
{
    const struct accounts_table *table = &accounts->flows;
    struct ui *ui = view->ui;
    int selected = accounts->sector[0] ? accounts_sector(table, accounts->sector) : -1;
    struct accounts_layout layout = accounts_lay_out(ui, box);
    struct box inner = layout.inner;
    struct picture picture;
    struct accounts_table theirs;
    bool differs = against && view->compare == COMPARE_DIFFERENCE;
    make_picture(&picture, table, selected);
    if (differs) {
        accounts_align(table, &against->flows, &theirs);
        compare_picture(&picture, &theirs, selected);
    }
    struct box area = {inner.x, inner.y + 46, inner.w, fmax(20, inner.h - 46)};
    struct sankey_hit hit = {SANKEY_NOTHING, -1, -1};
    sankey_place(&picture.sankey, area);
    if (against && view->compare == COMPARE_SIDES)
        share_scale(&picture, against, table, area);
    draw_heading(view, table, &picture, layout.wide, inner);
    if (picture.sankey.nodes == 0) {
        ui_message(ui, area, "No payments", "Nothing was paid in this time, or by this sector.");
    } else {
        if (ui_over(ui, layout.main))
            hit = sankey_at(&picture.sankey, ui->input.x, ui->input.y);
        sankey_draw(&picture.sankey, ui, hit);
        if (hit.end >= 0 && ui_clicked(ui, layout.main))
            accounts_choose(accounts, table->sector[hit.end]);
    }
    if (layout.wide && differs)
        accounts_net_difference_draw(accounts, view, &theirs, layout.side);
    else if (layout.wide)
        accounts_net_draw(accounts, view, table, selected, layout.side);
    show_tip(&picture, view, table, hit);
}

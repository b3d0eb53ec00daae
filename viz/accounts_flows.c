/* Who paid whom over the last year, as a diagram, and what each sector had left. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "viz/accounts_picture.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { ROWS_MOST = 22 };

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

static void tip_of_node(struct tip *tip, const struct accounts_picture *picture,
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

static void show_tip(const struct accounts_picture *picture, const struct view *view,
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
                     const struct accounts_picture *picture, bool wide, char *line, size_t size)
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

static void draw_heading(const struct view *view, const struct accounts_table *table,
                         const struct accounts_picture *picture, bool wide, struct box box)
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
static void share_scale(struct accounts_picture *picture, const struct view_accounts *against,
                        const struct accounts_table *table, struct box area)
{
    struct accounts_picture *other = malloc(sizeof *other);
    if (!other)
        return;
    int selected = picture->sankey.selected;
    const struct accounts_table *theirs = &against->flows;
    accounts_picture_make(other, theirs,
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
    struct accounts_picture picture;
    struct accounts_table theirs;
    bool differs = against && view->compare == COMPARE_DIFFERENCE;
    accounts_picture_make(&picture, table, selected);
    if (differs) {
        accounts_align(table, &against->flows, &theirs);
        accounts_picture_compare(&picture, &theirs, selected);
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

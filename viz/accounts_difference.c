/* What two runs' books differ by: net lending of sectors, positions by instrument, parts of GDP. */
#include <math.h>
#include <stdio.h>

#include "viz/accounts.h"
#include "viz/text.h"
#include "viz/theme.h"

/* A bar from the middle of a box, to the right above zero. */
static void draw_bar(struct canvas *canvas, struct box box, double value, double most,
                     uint32_t colour)
{
    double middle = box.x + box.w / 2;
    double w = most > 0 && isfinite(value) ? fabs(value) / most * box.w / 2 : 0;
    if (w > 0)
        draw_fill(canvas, (struct box){value < 0 ? middle - w : middle, box.y, fmax(1, w), box.h},
                  colour);
    draw_vertical(canvas, middle, box.y - 2, box.y + box.h + 2, THEME_AXIS);
}

/* --- beside the flows ----------------------------------------------------------------------- */

/* Columns of numbers: this run's, and how much more it is. */
static void draw_pair(struct ui *ui, struct box box, double y, const char *label, double mine,
                      double theirs, int style)
{
    char text[FORMAT_MAX];
    double right = box.x + box.w;
    text_draw(ui->canvas, style | TEXT_TABULAR, TEXT_RIGHT, right, y, THEME_INK,
              accounts_signed(text, mine - theirs));
    double used = text_draw(ui->canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, right - 76, y,
                            THEME_QUIET, format_dollars(text, mine));
    text_draw_fit(ui->canvas, style, TEXT_LEFT, box.x, y, box.w - 76 - used - 8, THEME_TEXT, label);
}

static double paid_by(const struct accounts_table *table, int s, int sign)
{
    double sum = 0;
    for (int k = 0; k < table->kinds; k++)
        sum += fmax(0, sign * table->value[s][k]);
    return sum;
}

void accounts_net_difference_draw(struct view_accounts *accounts, struct view *view,
                                  const struct accounts_table *theirs, struct box box)
{
    enum { FOOT = 106, TOP = 42 };
    struct ui *ui = view->ui;
    const struct accounts_table *mine = &accounts->flows;
    ui_card(ui, box);
    struct box inner = {box.x + 14, box.y + 12, box.w - 28, box.h - 24};
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, inner.x, inner.y + 8, inner.w, THEME_INK,
                  "Net lending");
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, inner.x, inner.y + 26, inner.w, THEME_QUIET,
                  "first run  ·  less the other run");
    double most = 0, paid[2] = {0}, received[2] = {0};
    for (int s = 0; s < mine->sectors; s++) {
        most = fmax(most, fabs(accounts_net(mine, s) - accounts_net(theirs, s)));
        paid[0] += paid_by(mine, s, -1), paid[1] += paid_by(theirs, s, -1);
        received[0] += paid_by(mine, s, 1), received[1] += paid_by(theirs, s, 1);
    }
    double foot = inner.y + inner.h - FOOT, row = fmin(44, (foot - inner.y - TOP) / mine->sectors);
    for (int s = 0; row >= 14 && s < mine->sectors; s++) {
        char name[ACCOUNTS_LABEL];
        struct box line = {inner.x, inner.y + TOP + s * row, inner.w, row};
        bool selected = s == accounts_sector(mine, accounts->sector);
        double a = accounts_net(mine, s), b = accounts_net(theirs, s);
        if (selected || ui_over(ui, line))
            draw_rounded(ui->canvas, (struct box){line.x - 6, line.y - 1, line.w + 12, line.h - 1},
                         3, selected ? THEME_BORDER : THEME_HOVER);
        if (ui_clicked(ui, line))
            accounts_choose(accounts, mine->sector[s]);
        draw_rounded(ui->canvas, (struct box){line.x, line.y + 5, 9, 9}, 2,
                     theme_sector(mine->sector[s], (uint64_t)s));
        draw_pair(ui, (struct box){line.x + 16, line.y, line.w - 16, row}, line.y + 9,
                  accounts_name(name, mine->sector[s]), a, b, TEXT_SMALL);
        if (row >= 26)
            draw_bar(ui->canvas, (struct box){line.x, line.y + 20, line.w, 6}, a - b, most,
                     theme_diverging_mark(a < b ? -0.85 : 0.85));
    }
    draw_horizontal(ui->canvas, inner.x, inner.x + inner.w, foot, THEME_AXIS);
    draw_pair(ui, inner, foot + 16, "Paid", paid[0], paid[1], TEXT_SMALL);
    draw_pair(ui, inner, foot + 34, "Received", received[0], received[1], TEXT_SMALL);
    accounts_check(ui, inner, foot + 52, "Paid less received, this run", accounts_residual(mine));
    accounts_check(ui, inner, foot + 70, "The same in the other run", accounts_residual(theirs));
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, inner.x, foot + 88, inner.w, THEME_QUIET,
                  "each run at its own exchange rates");
}

/* --- below the balance sheets --------------------------------------------------------------- */

static void draw_ticks(struct ui *ui, double most, struct box plot)
{
    struct format_scale scale = format_scale_of(most);
    struct ticks ticks =
        format_ticks(-most * scale.factor, most * scale.factor, (int)fmax(3, plot.h / 30));
    for (int i = 0; i < ticks.count; i++) {
        char text[FORMAT_MAX], line[2 * FORMAT_MAX];
        double y = plot.y + plot.h / 2 - ticks.at[i] / scale.factor / most * plot.h / 2;
        draw_horizontal(ui->canvas, plot.x, plot.x + plot.w, y,
                        ticks.at[i] == 0 ? THEME_AXIS : THEME_GRID);
        snprintf(line, sizeof line, "%s%s%s", format_signed(text, ticks.at[i], ticks.decimals),
                 scale.name[0] && ticks.at[i] != 0 ? " " : "", ticks.at[i] != 0 ? scale.name : "");
        text_draw(ui->canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, plot.x - 8, y, THEME_QUIET,
                  line);
    }
}

/* What a sector's positions differ by, on each other: better ones upwards, worse ones downwards. */
static void draw_stack(struct ui *ui, const struct accounts_table *mine,
                       const struct accounts_table *theirs, int s, double most, struct box cell,
                       struct box plot)
{
    double zero = plot.y + plot.h / 2, up = zero, down = zero;
    double w = fmin(46, cell.w - 8), x = cell.x + (cell.w - w) / 2;
    double net = accounts_net(mine, s) - accounts_net(theirs, s);
    for (int k = 0; k < mine->kinds; k++) {
        double value = mine->value[s][k] - theirs->value[s][k], h = fabs(value) / most * plot.h / 2;
        struct box part = {x, value > 0 ? up - h : down, w, h};
        *(value > 0 ? &up : &down) += value > 0 ? -h : h;
        if (h > 0)
            draw_fill(ui->canvas, part, theme_part((uint64_t)k));
    }
    double y = zero - net / most * plot.h / 2;
    draw_fill(ui->canvas, (struct box){x - 5, y - 1.5, w + 10, 3}, THEME_INK);
    char text[FORMAT_MAX];
    accounts_signed(text, net);
    if (text_width(ui->canvas, TEXT_TINY | TEXT_TABULAR, text) <= cell.w)
        text_draw(ui->canvas, TEXT_TINY | TEXT_TABULAR, TEXT_CENTRE, cell.x + cell.w / 2,
                  plot.y + plot.h + 10, THEME_INK, text);
}

static void show_stack(struct view *view, const struct accounts_table *mine,
                       const struct accounts_table *theirs, int s)
{
    struct ui_row rows[ACCOUNTS_KINDS + 1];
    char values[ACCOUNTS_KINDS + 1][2 * FORMAT_MAX], names[ACCOUNTS_KINDS][ACCOUNTS_LABEL + 16];
    char heading[ACCOUNTS_LABEL + 40], name[ACCOUNTS_LABEL];
    int count = 0;
    for (int k = 0; k < mine->kinds && count < 12; k++) {
        double a = mine->value[s][k], b = theirs->value[s][k];
        if (a == 0 && b == 0)
            continue;
        snprintf(names[count], sizeof names[count], "%s, %s", accounts_name(name, mine->kind[k]),
                 a + b > 0 ? "asset" : "liability");
        rows[count] = (struct ui_row){theme_part((uint64_t)k), names[count],
                                      accounts_change(values[count], fabs(a), fabs(b))};
        count++;
    }
    rows[count] = (struct ui_row){
        THEME_INK, "Net financial worth",
        accounts_change(values[count], accounts_net(mine, s), accounts_net(theirs, s))};
    snprintf(heading, sizeof heading, "%s: more than in the other run",
             accounts_name(name, mine->sector[s]));
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, heading, rows, count + 1);
}

void accounts_positions_draw(struct view *view, const struct accounts_table *mine,
                             const struct accounts_table *theirs, struct box box)
{
    struct ui *ui = view->ui;
    double most = 0;
    int over = -1;
    draw_horizontal(ui->canvas, box.x, box.x + box.w, box.y, THEME_BORDER);
    double used = text_draw(ui->canvas, TEXT_STRONG, TEXT_LEFT, box.x, box.y + 18, THEME_INK,
                            "First run less the other");
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x + used + 12, box.y + 18,
                  box.w - used - 12, THEME_QUIET,
                  "up: more assets or less debt; line and figure: net financial worth");
    for (int s = 0; s < mine->sectors; s++) {
        double up = 0, down = 0;
        for (int k = 0; k < mine->kinds; k++) {
            double value = mine->value[s][k] - theirs->value[s][k];
            *(value > 0 ? &up : &down) += fabs(value);
        }
        most = fmax(most, fmax(up, down));
    }
    struct box plot = {box.x + 62, box.y + 36, fmax(20, box.w - 62), fmax(10, box.h - 54)};
    if (!(most > 0)) {
        ui_message(ui, plot, "", "The two runs have the same positions.");
        return;
    }
    draw_ticks(ui, most, plot);
    double w = plot.w / mine->sectors;
    for (int s = 0; s < mine->sectors; s++) {
        struct box cell = {plot.x + s * w + 1, plot.y, w - 2, plot.h + 16};
        if (ui_over(ui, cell)) {
            over = s;
            draw_rounded(ui->canvas, cell, 3, draw_fade(THEME_QUIET, 0.1));
        }
        draw_stack(ui, mine, theirs, s, most, cell, plot);
    }
    if (over >= 0)
        show_stack(view, mine, theirs, over);
}

/* --- what a difference of GDP consists of --------------------------------------------------- */

static void draw_contribution(struct ui *ui, const char *name, uint32_t colour, double mine,
                              double theirs, double gdp, double most, bool whole, struct box line)
{
    struct canvas *canvas = ui->canvas;
    char text[FORMAT_MAX];
    double y = line.y + line.h / 2, right = line.x + line.w, difference = mine - theirs;
    int style = whole ? TEXT_STRONG : TEXT_SMALL;
    text_draw(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, right, y, THEME_TEXT,
              format_signed_percent(text, difference / gdp, 2));
    text_draw(canvas, style | TEXT_TABULAR, TEXT_RIGHT, right - 66, y, THEME_INK,
              accounts_signed(text, difference));
    double bar = line.x + fmin(150, line.w * 0.33), end = right - 66 - 82, h = fmin(12, line.h - 6);
    text_draw_fit(canvas, style, TEXT_LEFT, line.x, y, bar - line.x - 8, THEME_INK, name);
    if (end - bar > 24)
        draw_bar(canvas, (struct box){bar, y - h / 2, end - bar, h}, difference, most, colour);
}

void accounts_contributions_draw(const struct view_accounts *accounts,
                                 const struct view_accounts *against, struct view *view,
                                 uint64_t quarter, uint64_t other_quarter, struct box box)
{
    struct ui *ui = view->ui;
    const struct accounts_product *mine = &accounts->product, *theirs = &against->product;
    int approach = accounts->approach, parts = accounts_parts(mine, approach);
    double most = 0,
           gdp = accounts_part(theirs, ACCOUNTS_EXPENDITURE, ACCOUNTS_PARTS)[other_quarter];
    ui_card(ui, box);
    struct box inner = {box.x + 14, box.y + 10, box.w - 28, box.h - 20};
    double used = text_draw(ui->canvas, TEXT_STRONG, TEXT_LEFT, inner.x, inner.y + 10, THEME_INK,
                            "What the difference in GDP consists of");
    if (inner.w - used > 180)
        text_draw(ui->canvas, TEXT_TINY, TEXT_RIGHT, inner.x + inner.w, inner.y + 10, THEME_QUIET,
                  "$ a year  ·  of the other's GDP");
    if (parts != accounts_parts(theirs, approach)) {
        ui_message(ui, box, "", "The other file does not split this up.");
        return;
    }
    for (int p = 0; p <= parts; p++) {
        int part = p < parts ? p : ACCOUNTS_PARTS;
        double difference = accounts_part(mine, approach, part)[quarter] -
                            accounts_part(theirs, approach, part)[other_quarter];
        most = isfinite(difference) ? fmax(most, fabs(difference)) : most;
    }
    double top = inner.y + 28, h = fmin(30, (inner.h - 30) / (parts + 1));
    for (int p = 0; p <= parts; p++) {
        bool whole = p == parts;
        int part = whole ? ACCOUNTS_PARTS : p;
        struct box line = {inner.x, top + p * h, inner.w, h};
        if (whole)
            draw_horizontal(ui->canvas, inner.x, inner.x + inner.w, line.y, THEME_BORDER);
        draw_contribution(ui, whole ? "GDP" : accounts_part_name(mine, approach, p),
                          whole ? THEME_INK : accounts_part_colour(approach, p),
                          accounts_part(mine, approach, part)[quarter],
                          accounts_part(theirs, approach, part)[other_quarter], gdp, most, whole,
                          line);
    }
}

/* What each sector has and owes at the end of the step: two columns a sector, by instrument. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/accounts.h"
#include "viz/text.h"
#include "viz/theme.h"

/* Assets and liabilities of a sector, and what is between them. */
struct sheet {
    double assets, liabilities, net;
};

static struct sheet sheet_of(const struct accounts_table *table, int s)
{
    struct sheet sheet = {0};
    for (int k = 0; k < table->kinds; k++) {
        sheet.assets += fmax(0, table->value[s][k]);
        sheet.liabilities += fmax(0, -table->value[s][k]);
    }
    sheet.net = sheet.assets - sheet.liabilities;
    return sheet;
}

static double height_of(const struct sheet *sheet)
{
    return fmax(sheet->assets, sheet->liabilities);
}

struct hover {
    int sector, kind; /* kind of -1: net financial worth */
};

/* One column from the foot up: instruments, then net financial worth where it is on this side. */
static void draw_column(struct ui *ui, const struct accounts_table *table, int s, bool liabilities,
                        double most, struct box box, struct hover *hover)
{
    struct sheet sheet = sheet_of(table, s);
    double y = box.y + box.h;
    for (int k = 0; k <= table->kinds; k++) {
        bool net = k == table->kinds;
        double value = net ? sheet.net : table->value[s][k];
        /* Net worth fills up the side that is shorter. */
        value = fmax(0, liabilities != net ? -value : value);
        double h = most > 0 ? value / most * box.h : 0;
        struct box part = {box.x, y - h, box.w, h};
        y -= h;
        if (h <= 0)
            continue;
        bool over = ui_over(ui, part);
        uint32_t colour = theme_part((uint64_t)k);
        if (net) {
            draw_hatch(ui->canvas, part, THEME_AXIS);
            draw_frame(ui->canvas, part, 1, THEME_AXIS);
        } else {
            draw_fill(ui->canvas, part, over ? draw_mix(colour, THEME_INK, 0.25) : colour);
            if (h > 3)
                draw_horizontal(ui->canvas, part.x, part.x + part.w, part.y, THEME_PANEL);
        }
        if (over)
            *hover = (struct hover){s, net ? -1 : k};
    }
}

static void draw_axis(struct ui *ui, double most, struct box plot)
{
    struct format_scale scale = format_scale_of(most);
    struct ticks ticks = format_ticks(0, most * scale.factor, (int)fmax(2, plot.h / 44));
    char text[FORMAT_MAX], line[2 * FORMAT_MAX];
    for (int i = 0; i < ticks.count; i++) {
        double y = plot.y + plot.h - ticks.at[i] / scale.factor / most * plot.h;
        draw_horizontal(ui->canvas, plot.x, plot.x + plot.w, y, THEME_GRID);
        format_number(text, ticks.at[i], ticks.decimals);
        snprintf(line, sizeof line, "$%s%s%s", text, scale.name[0] ? " " : "", scale.name);
        text_draw(ui->canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, plot.x - 8, y, THEME_QUIET,
                  ticks.at[i] > 0 ? line : "$0");
    }
}

/* Half a number says something wrong: where there is no room, there is none. */
static void draw_amount(struct ui *ui, double x, double y, double room, uint32_t colour,
                        double dollars)
{
    char text[FORMAT_MAX];
    format_dollars(text, dollars);
    if (text_width(ui->canvas, TEXT_TINY | TEXT_TABULAR, text) <= room)
        text_draw(ui->canvas, TEXT_TINY | TEXT_TABULAR, TEXT_CENTRE, x, y, colour, text);
}

/* Names of neighbours stand at two heights where one would cut them off. */
static bool is_staggered(const struct accounts_table *table, struct box plot)
{
    return plot.w / table->sectors < 78;
}

static void draw_sector(struct ui *ui, const struct accounts_table *table, int s, bool selected,
                        double most, struct box cell, struct box plot, struct hover *hover)
{
    char name[ACCOUNTS_LABEL];
    struct sheet sheet = sheet_of(table, s);
    if (selected || ui_over(ui, cell))
        draw_rounded(ui->canvas, cell, 3, selected ? THEME_BORDER : THEME_HOVER);
    double w = fmin(34, (cell.w - 14) / 2), middle = cell.x + cell.w / 2;
    draw_column(ui, table, s, false, most, (struct box){middle - w - 1, plot.y, w, plot.h}, hover);
    draw_column(ui, table, s, true, most, (struct box){middle + 1, plot.y, w, plot.h}, hover);
    draw_horizontal(ui->canvas, cell.x + 2, cell.x + cell.w - 2, plot.y + plot.h, THEME_AXIS);
    double y = plot.y + plot.h - (most > 0 ? height_of(&sheet) / most * plot.h : 0) - 9;
    draw_amount(ui, middle, y, cell.w, THEME_TEXT, height_of(&sheet));
    bool staggered = is_staggered(table, plot);
    y = plot.y + plot.h + 14;
    text_draw_fit(ui->canvas, selected ? TEXT_STRONG : TEXT_SMALL, TEXT_CENTRE, middle,
                  y + (staggered && s % 2 ? 15 : 0), staggered ? 2 * cell.w - 8 : cell.w - 4,
                  THEME_INK, accounts_name(name, table->sector[s]));
    draw_amount(ui, middle, y + (staggered ? 34 : 17), cell.w + 2, THEME_QUIET, sheet.net);
}

static void draw_legend(struct ui *ui, const struct accounts_table *table, struct box box)
{
    char name[ACCOUNTS_LABEL];
    double x = box.x;
    for (int k = 0; k <= table->kinds; k++) {
        bool net = k == table->kinds, any = net;
        for (int s = 0; s < table->sectors; s++)
            any |= k < table->kinds && table->value[s][k] != 0;
        if (!any)
            continue;
        const char *text = net ? "Net financial worth" : accounts_name(name, table->kind[k]);
        double w = text_width(ui->canvas, TEXT_SMALL, text);
        if (x + 14 + w > box.x + box.w)
            break;
        struct box swatch = {x, box.y - 4, 9, 9};
        if (net) {
            draw_hatch(ui->canvas, swatch, THEME_QUIET);
            draw_frame(ui->canvas, swatch, 1, THEME_QUIET);
        } else
            draw_rounded(ui->canvas, swatch, 2, theme_part((uint64_t)k));
        text_draw(ui->canvas, TEXT_SMALL, TEXT_LEFT, x + 14, box.y, THEME_TEXT, text);
        x += 14 + w + 16;
    }
}

static void show_tip(const struct view *view, const struct accounts_table *table,
                     const struct accounts_table *theirs, struct hover hover)
{
    char heading[2 * ACCOUNTS_LABEL + 8], sector[ACCOUNTS_LABEL], name[ACCOUNTS_LABEL];
    char dollars[FORMAT_MAX], share[FORMAT_MAX], change[2 * FORMAT_MAX] = "";
    bool net = hover.kind < 0;
    double value = net ? sheet_of(table, hover.sector).net : table->value[hover.sector][hover.kind];
    snprintf(heading, sizeof heading, "%s: %s", accounts_name(sector, table->sector[hover.sector]),
             net ? "net financial worth" : accounts_name(name, table->kind[hover.kind]));
    const struct ui_row rows[] = {
        {net ? 0 : theme_part((uint64_t)hover.kind),
         net         ? "assets less liabilities"
         : value > 0 ? "asset"
                     : "liability",
         format_dollars(dollars, net ? value : fabs(value))},
        {0, "of a year's GDP", accounts_share(share, net ? value : fabs(value), table->gdp)},
        {0,
         net ? "without plant, houses and other things" : accounts_meaning(table->kind[hover.kind]),
         ""},
        {0, accounts_meaning(table->sector[hover.sector]), ""},
        {0, "more than in the other run", change},
    };
    if (theirs) {
        double other =
            net ? sheet_of(theirs, hover.sector).net : theirs->value[hover.sector][hover.kind];
        accounts_change(change, net ? value : fabs(value), net ? other : fabs(other));
    }
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, heading, rows, theirs ? 5 : 4);
}

/* A part, its value, and beside it the share of GDP or how much more it is than in the other run. */
static double draw_line(struct ui *ui, struct box box, double y, uint32_t colour, int style,
                        const char *label, double value, const struct accounts_table *table,
                        const double *other)
{
    char text[FORMAT_MAX], share[FORMAT_MAX];
    double x = box.x, right = box.x + box.w;
    if (colour) {
        draw_rounded(ui->canvas, (struct box){x, y - 4, 9, 9}, 2, colour);
        x += 16;
    }
    if (other)
        text_draw(ui->canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, right, y, THEME_TEXT,
                  accounts_signed(share, value - *other));
    else if (table->gdp > 0)
        text_draw(ui->canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, right, y, THEME_QUIET,
                  accounts_share(share, value, table->gdp));
    right -= other ? 68 : 56;
    double used = text_draw(ui->canvas, style | TEXT_TABULAR, TEXT_RIGHT, right, y, THEME_INK,
                            format_dollars(text, value));
    text_draw_fit(ui->canvas, style, TEXT_LEFT, x, y, right - used - 8 - x, THEME_TEXT, label);
    return y + 18;
}

/* The account of a sector, and below whether each instrument adds to zero. */
static void draw_side(struct view *view, const struct accounts_table *table,
                      const struct accounts_table *theirs, int s, struct box box)
{
    struct ui *ui = view->ui;
    char name[ACCOUNTS_LABEL];
    ui_card(ui, box);
    struct box inner = {box.x + 14, box.y + 12, box.w - 28, box.h - 24};
    double y = inner.y + 8, end = inner.y + inner.h - 62 - 18 * table->kinds;
    struct sheet sheet = sheet_of(table, s);
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, inner.x, y, inner.w - 100, THEME_INK,
                  accounts_name(name, table->sector[s]));
    if (theirs || table->gdp > 0)
        text_draw(ui->canvas, TEXT_TINY, TEXT_RIGHT, inner.x + inner.w, y, THEME_QUIET,
                  theirs ? "less the other run" : "% of a year's GDP");
    struct sheet other = theirs ? sheet_of(theirs, s) : (struct sheet){0};
    y += 26;
    for (int side = 0; side < 2; side++, y += 6) {
        y = draw_line(ui, inner, y, 0, TEXT_STRONG, side ? "Liabilities" : "Assets",
                      side ? sheet.liabilities : sheet.assets, table,
                      !theirs ? NULL
                      : side  ? &other.liabilities
                              : &other.assets);
        for (int k = 0; k < table->kinds && y < end - 30; k++) {
            double value = side ? -table->value[s][k] : table->value[s][k];
            double before = !theirs ? 0 : side ? -theirs->value[s][k] : theirs->value[s][k];
            if (value > 0)
                y = draw_line(ui, inner, y, theme_part((uint64_t)k), TEXT_SMALL,
                              accounts_name(name, table->kind[k]), value, table,
                              theirs ? &before : NULL);
        }
    }
    draw_line(ui, inner, y, 0, TEXT_STRONG, "Net financial worth", sheet.net, table,
              theirs ? &other.net : NULL);
    draw_horizontal(ui->canvas, inner.x, inner.x + inner.w, end, THEME_AXIS);
    y = end + 16;
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, inner.x, y, inner.w, THEME_INK,
                  "Assets less liabilities, all sectors");
    y += 20;
    for (int k = 0; k < table->kinds; k++) {
        char label[ACCOUNTS_LABEL + 24];
        bool abroad = strcmp(table->kind[k], ACCOUNTS_FOREIGN) == 0;
        snprintf(label, sizeof label, "%s%s", accounts_name(name, table->kind[k]),
                 abroad ? ", world" : "");
        y = accounts_check(ui, inner, y, label, table->residual[k]);
    }
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, inner.x, y, inner.w, THEME_QUIET,
                  table->damaged        ? "values that are no numbers are left out"
                  : table->own_currency ? "no exchange rates: a unit is shown as $1"
                                        : "what one has another owes, to the cent");
}

/* The other run's columns over those of the first one. */
static void draw_outline(struct ui *ui, const struct accounts_table *theirs, int s, double most,
                         struct box cell, struct box plot)
{
    struct sheet sheet = sheet_of(theirs, s);
    double w = fmin(34, (cell.w - 14) / 2), middle = cell.x + cell.w / 2;
    double h = most > 0 ? height_of(&sheet) / most * plot.h : 0;
    struct box frame = {middle - w - 4, plot.y + plot.h - h, 2 * w + 8, h};
    if (h >= 6) /* less is a line like the others */
        draw_frame(ui->canvas, frame, 1.5, THEME_INK);
}

static double largest(const struct accounts_table *table)
{
    double most = 0;
    for (int s = 0; s < table->sectors; s++) {
        struct sheet sheet = sheet_of(table, s);
        most = fmax(most, height_of(&sheet));
    }
    return most;
}

static void draw_heading(const struct view_accounts *accounts, const struct view *view,
                         const struct accounts_table *table, bool differs, bool wide,
                         struct box inner)
{
    struct ui *ui = view->ui;
    char date[FORMAT_MAX], line[200], text[FORMAT_MAX];
    format_date(date, view->timeline->start_day + (int32_t)table->last_day);
    size_t used = (size_t)snprintf(line, sizeof line, "US dollars on %s%s%s", date,
                                   differs ? "; outlined: the other run" : "",
                                   accounts->own_scale ? "; own scales (m)" : "");
    if (!wide && used < sizeof line) /* without the panel that says so */
        snprintf(line + used, sizeof line - used, "; all assets less liabilities %s",
                 format_dollars(text, accounts_residual(table)));
    double title = text_draw(ui->canvas, TEXT_HEADING, TEXT_LEFT, inner.x, inner.y + 8, THEME_INK,
                             "Balance sheets");
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, inner.x + title + 12, inner.y + 8,
                  inner.w - title - 12, THEME_QUIET, line);
    draw_legend(ui, table, (struct box){inner.x, inner.y + 34, inner.w, 12});
}

void accounts_balance_draw(struct view_accounts *accounts, struct view_accounts *against,
                           struct view *view, struct box box)
{
    const struct accounts_table *table = &accounts->balance;
    struct ui *ui = view->ui;
    int selected = accounts->sector[0] ? accounts_sector(table, accounts->sector) : -1;
    struct accounts_layout layout = accounts_lay_out(ui, box);
    struct accounts_table theirs;
    struct box inner = layout.inner;
    bool differs = against && view->compare == COMPARE_DIFFERENCE;
    draw_heading(accounts, view, table, differs, layout.wide, inner);
    double most = largest(table);
    if (against) /* both on one scale */
        most = fmax(most, largest(&against->balance));
    struct box plot = {inner.x + 62, inner.y + 70, fmax(20, inner.w - 62), 0};
    double names = is_staggered(table, plot) ? 59 : 42;
    plot.h = fmax(10, inner.h - 70 - names);
    if (differs) {
        struct box below = inner;
        accounts_align(table, &against->balance, &theirs);
        plot.h = fmax(10, floor(inner.h * 0.52) - 70 - names);
        below.y = plot.y + plot.h + names + 6, below.h = inner.y + inner.h - below.y;
        accounts_positions_draw(view, table, &theirs, below);
    }
    if (!accounts->own_scale && most > 0)
        draw_axis(ui, most, plot);
    else
        draw_horizontal(ui->canvas, plot.x, plot.x + plot.w, plot.y + plot.h, THEME_AXIS);
    text_draw(ui->canvas, TEXT_TINY, TEXT_RIGHT, plot.x - 8, plot.y + plot.h + names - 11,
              THEME_QUIET, "net worth");
    struct hover hover = {-1, -1};
    double w = plot.w / table->sectors;
    for (int s = 0; s < table->sectors; s++) {
        struct sheet sheet = sheet_of(table, s);
        struct box cell = {plot.x + s * w + 1, plot.y - 18, w - 2, plot.h + names + 20};
        double scale = accounts->own_scale ? height_of(&sheet) : most;
        draw_sector(ui, table, s, s == selected, scale, cell, plot, &hover);
        if (differs)
            draw_outline(ui, &theirs, s, scale, cell, plot);
        if (ui_clicked(ui, cell))
            accounts_choose(accounts, table->sector[s]);
    }
    if (layout.wide) {
        /* Without a choice, the one under the mouse, else the largest. */
        int shown = selected >= 0 ? selected : hover.sector;
        double highest = largest(table);
        for (int s = 0; shown < 0 && s < table->sectors; s++) {
            struct sheet sheet = sheet_of(table, s);
            if (height_of(&sheet) >= highest)
                shown = s;
        }
        draw_side(view, table, differs ? &theirs : NULL, shown < 0 ? 0 : shown, layout.side);
    }
    if (hover.sector >= 0)
        show_tip(view, table, differs ? &theirs : NULL, hover);
}

/* GDP of a quarter three ways, as columns of the same height, and one of them over time. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/date.h"
#include "viz/accounts.h"
#include "viz/chart.h"
#include "viz/text.h"
#include "viz/theme.h"

struct hover {
    int approach, part; /* part of ACCOUNTS_PARTS: the whole */
};

static double value_at(const struct accounts_product *product, int approach, int part, uint64_t t)
{
    double value = accounts_part(product, approach, part)[t];
    return isfinite(value) ? value : 0;
}

static double below_zero(const struct accounts_product *product, int approach, uint64_t t)
{
    double sum = 0;
    for (int p = 0; p < accounts_parts(product, approach); p++)
        sum += fmax(0, -value_at(product, approach, p, t));
    return sum;
}

/* The same colour for the same thing in all three. */
static uint32_t colour_of(int approach, int part)
{
    static const uint64_t PLACES[ACCOUNTS_APPROACHES][ACCOUNTS_PARTS] = {
        {0, 1, 2, 3, 5, 4}, {6, 7, 8}, {9, 3, 10}};
    static const uint64_t PLAIN[] = {0, 1, 2, 3, 4, 5, 0, 1, 6, 0, 6};
    return theme_part(PLAIN[PLACES[approach][part]]);
}

struct label {
    double y;
    int part;
};

/* Labels beside the parts, in their order, pushed apart where they would overlap. */
static void draw_labels(struct ui *ui, const struct accounts_product *product, int approach,
                        uint64_t t, struct label *labels, int count, struct box box,
                        struct hover *hover)
{
    enum { HEIGHT = 31 };
    double gdp = value_at(product, approach, ACCOUNTS_PARTS, t);
    for (int most = (int)fmax(1, (box.h - 40) / HEIGHT); count > most; count--) {
        int least = 0; /* goes without, where there is no room for all */
        for (int i = 1; i < count; i++)
            if (fabs(value_at(product, approach, labels[i].part, t)) <
                fabs(value_at(product, approach, labels[least].part, t)))
                least = i;
        labels[least] = labels[count - 1];
    }
    for (int i = 1; i < count; i++)
        for (int j = i; j > 0 && labels[j - 1].y > labels[j].y; j--) {
            struct label swap = labels[j];
            labels[j] = labels[j - 1], labels[j - 1] = swap;
        }
    for (int pass = 0; pass < 60; pass++)
        for (int i = 0; i + 1 < count; i++) {
            double overlap = HEIGHT - (labels[i + 1].y - labels[i].y);
            if (overlap > 0)
                labels[i].y -= overlap / 2, labels[i + 1].y += overlap / 2;
        }
    for (int i = 0; i < count; i++) /* below the heading and above the foot, where there is room */
        labels[i].y = fmax(labels[i].y, i ? labels[i - 1].y + HEIGHT : box.y + 52);
    for (int i = count; i-- > 0;)
        labels[i].y =
            fmin(labels[i].y, i + 1 < count ? labels[i + 1].y - HEIGHT : box.y + box.h - 14);
    for (int i = 0; i < count; i++) {
        double y = labels[i].y;
        double value = value_at(product, approach, labels[i].part, t);
        char dollars[FORMAT_MAX], share[FORMAT_MAX], line[2 * FORMAT_MAX + 8];
        snprintf(line, sizeof line, "%s  ·  %s", format_dollars(dollars, value),
                 accounts_share(share, value, gdp));
        draw_rounded(ui->canvas, (struct box){box.x, y - 11, 3, 25}, 1.5,
                     colour_of(approach, labels[i].part));
        text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x + 8, y - 6, box.w - 8, THEME_INK,
                      accounts_part_name(product, approach, labels[i].part));
        text_draw_fit(ui->canvas, TEXT_TINY | TEXT_TABULAR, TEXT_LEFT, box.x + 8, y + 9, box.w - 8,
                      THEME_QUIET, line);
        if (ui_over(ui, (struct box){box.x, y - 14, box.w, 28}))
            *hover = (struct hover){approach, labels[i].part};
    }
}

/* Parts above zero stand on each other from as far below zero as the others reach down, so that
 * the top is GDP; those below zero hang beside. */
static void draw_approach(struct view_accounts *accounts, struct view *view, int approach,
                          uint64_t t, double low, double high, struct box box, struct hover *hover)
{
    struct ui *ui = view->ui;
    const struct accounts_product *product = &accounts->product;
    double per = (box.h - 66) / (high - low), zero = box.y + 40 + high * per;
    double gdp = value_at(product, approach, ACCOUNTS_PARTS, t), w = fmin(90, box.w * 0.22);
    struct box head = {box.x, box.y, box.w, 34};
    char text[FORMAT_MAX];
    if (accounts->approach == approach || ui_over(ui, head))
        draw_rounded(ui->canvas, (struct box){box.x - 6, box.y - 3, box.w + 2, 36}, 3,
                     accounts->approach == approach ? THEME_BORDER : THEME_HOVER);
    if (ui_clicked(ui, head))
        accounts->approach = approach;
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, box.x, box.y + 8, box.w - 8, THEME_INK,
                  accounts_approach_name(approach));
    text_draw_fit(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_LEFT, box.x, box.y + 24, box.w - 8,
                  THEME_TEXT, format_dollars(text, gdp));
    double up = zero + below_zero(product, approach, t) * per, down = zero;
    struct label labels[ACCOUNTS_PARTS];
    int count = 0;
    for (int p = 0; p < accounts_parts(product, approach); p++) {
        double value = value_at(product, approach, p, t), h = fabs(value) * per;
        bool above = value > 0;
        struct box part = {above ? box.x : box.x + w + 2, above ? up - h : down,
                           above ? w : fmax(8, w * 0.4), h};
        *(above ? &up : &down) += above ? -h : h;
        uint32_t colour = colour_of(approach, p);
        if (ui_over(ui, part)) {
            *hover = (struct hover){approach, p};
            colour = draw_mix(colour, THEME_INK, 0.25);
        }
        draw_fill(ui->canvas, part, colour);
        if (h > 3)
            draw_horizontal(ui->canvas, part.x, part.x + part.w, part.y, THEME_PANEL);
        labels[count++] = (struct label){part.y + h / 2, p};
    }
    double left = box.x + w + (below_zero(product, approach, t) > 0 ? w * 0.4 + 12 : 10);
    for (int i = 0; i < 2; i++) /* of GDP and of zero */
        draw_horizontal(ui->canvas, box.x - 4, left - 5, i ? zero : zero - gdp * per,
                        i ? THEME_QUIET : THEME_AXIS);
    draw_labels(ui, product, approach, t, labels, count,
                (struct box){left, box.y, box.x + box.w - left - 4, box.h}, hover);
}

static void show_tip(const struct view *view, const struct accounts_product *product, uint64_t t,
                     struct hover hover)
{
    char dollars[FORMAT_MAX], share[FORMAT_MAX];
    double value = value_at(product, hover.approach, hover.part, t);
    double gdp = value_at(product, hover.approach, ACCOUNTS_PARTS, t);
    const struct ui_row rows[] = {
        {colour_of(hover.approach, hover.part), "at annual rate", format_dollars(dollars, value)},
        {0, "of GDP", accounts_share(share, value, gdp)},
        {0, accounts_part_meaning(product, hover.approach, hover.part), ""},
    };
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y,
               accounts_part_name(product, hover.approach, hover.part), rows, 3);
}

static void draw_balance(struct ui *ui, struct box box, const char *label, double value, double gdp)
{
    char dollars[FORMAT_MAX], share[FORMAT_MAX];
    double right = box.x + box.w;
    if (box.w > 200) {
        text_draw(ui->canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, right, box.y, THEME_QUIET,
                  accounts_share(share, value, gdp));
        right -= 66;
    }
    double used = text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, right, box.y,
                            THEME_INK, format_dollars(dollars, value));
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x, box.y, right - used - 6 - box.x,
                  THEME_TEXT, label);
}

static void draw_columns(struct view_accounts *accounts, struct view *view,
                         const struct reader_group *group, uint64_t t, struct box box)
{
    struct ui *ui = view->ui;
    const struct accounts_product *product = &accounts->product;
    char date[FORMAT_MAX], line[120];
    ui_card(ui, box);
    struct box inner = {box.x + 16, box.y + 12, box.w - 32, box.h - 24};
    format_date(date, view->timeline->start_day + (int32_t)group->days[t]);
    snprintf(line, sizeof line, "US dollars at annual rates, quarter to %s", date);
    double used = text_draw(ui->canvas, TEXT_HEADING, TEXT_LEFT, inner.x, inner.y + 8, THEME_INK,
                            "GDP three ways");
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, inner.x + used + 12, inner.y + 8,
                  inner.w - used - 12, THEME_QUIET, line);
    double low = 0, high = 0;
    for (int a = 0; a < ACCOUNTS_APPROACHES; a++) {
        double above = -below_zero(product, a, t);
        low = fmin(low, above);
        for (int p = 0; p < accounts_parts(product, a); p++)
            above += fmax(0, value_at(product, a, p, t));
        high = fmax(high, above);
    }
    double foot = 82;
    struct box area = {inner.x, inner.y + 36, inner.w, fmax(90, inner.h - 36 - foot)};
    struct hover hover = {-1, -1};
    if (high - low > 0) {
        for (int a = 0; a < ACCOUNTS_APPROACHES; a++) {
            struct box column = area;
            /* Expenditure has the longest labels and a second bar. */
            double wide = area.w * 0.38, rest = (area.w - wide) / 2;
            column.x = a == 0 ? area.x : area.x + wide + (a - 1) * rest;
            column.w = a == 0 ? wide : rest;
            draw_approach(accounts, view, a, t, low, high, column, &hover);
        }
    } else
        ui_message(ui, area, "No product", "The national accounts of this quarter are empty.");
    double gdp[ACCOUNTS_APPROACHES];
    for (int a = 0; a < ACCOUNTS_APPROACHES; a++)
        gdp[a] = accounts_part(product, a, ACCOUNTS_PARTS)[t];
    double y = inner.y + inner.h - foot + 16;
    draw_horizontal(ui->canvas, inner.x, inner.x + inner.w, y - 16, THEME_AXIS);
    struct box left = {inner.x, y, fmin(210, inner.w * 0.4), 40};
    accounts_check(ui, left, y, "Expenditure less income", gdp[0] - gdp[1]);
    accounts_check(ui, left, y + 18, "Expenditure less production", gdp[0] - gdp[2]);
    static const char *const BALANCES[] = {"Gross national income", "Net income from abroad",
                                           "Current account", "Government balance"};
    double half = left.x + left.w + 32;
    for (int i = 0; i < 4; i++)
        draw_balance(ui, (struct box){half, y + i * 18, inner.x + inner.w - half, 18}, BALANCES[i],
                     accounts_part(product, ACCOUNTS_BALANCES, i)[t], gdp[0]);
    if (hover.part >= 0)
        show_tip(view, product, t, hover);
}

static void draw_history(struct view_accounts *accounts, struct view *view,
                         const struct reader_group *group, struct box box)
{
    struct ui *ui = view->ui;
    const struct accounts_product *product = &accounts->product;
    int parts = accounts_parts(product, accounts->approach), count = 0;
    struct chart_line lines[ACCOUNTS_PARTS + 1];
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (int p = 0; p <= ACCOUNTS_PARTS; p++) {
        bool whole = p == ACCOUNTS_PARTS;
        if ((p >= parts && !whole) || (whole && accounts->percent))
            continue;
        const double *values =
            product->shown +
            (uint64_t)(accounts->approach * (ACCOUNTS_PARTS + 1) + p) * product->records;
        for (uint64_t t = 0; t < product->records; t++)
            if (isfinite(values[t]))
                low = fmin(low, values[t]), high = fmax(high, values[t]);
        lines[count++] = (struct chart_line){
            .values = values,
            .colour = whole ? THEME_INK : colour_of(accounts->approach, p),
            .width = 2,
            .label = whole ? "GDP" : accounts_part_name(product, accounts->approach, p),
        };
    }
    ui_card(ui, box);
    char title[64];
    snprintf(title, sizeof title, "%s over time", accounts_approach_name(accounts->approach));
    struct box units = {box.x + box.w - 16 - 124, box.y + 9, 124, 24};
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, box.x + 14, box.y + 20, box.w - 170,
                  THEME_INK, title);
    if (ui_segment(ui, (struct box){units.x, units.y, 40, 24}, "$", !accounts->percent))
        accounts->percent = false;
    if (ui_segment(ui, (struct box){units.x + 44, units.y, 80, 24}, "% of GDP", accounts->percent))
        accounts->percent = true;
    struct chart chart = {
        .start_day = view->timeline->start_day,
        .days = group->days,
        .records = product->records,
        .first = timeline_first(view->timeline),
        .last = timeline_last(view->timeline),
        .low = low <= high ? fmin(low, 0) : 0,
        .high = low <= high ? high : 1,
        .least_span = 0.01,
        .reference = low < 0 ? 0 : NAN,
        .cursor = timeline_day(view->timeline),
        .events = &view->playback->events,
        .unit = product->unit,
        .label_room = box.w > 380 ? 168 : 0,
        .lines = lines,
        .line_count = count,
    };
    struct box inner = {box.x + 14, box.y + 46, box.w - 28, fmax(40, box.h - 56)};
    chart_draw(&chart, ui, inner);
    struct box plot = chart_plot(&chart, inner);
    if (!ui_over(ui, plot))
        return;
    double day = chart_day(&chart, plot, ui->input.x);
    ui->hand = true;
    if (ui->input.down)
        timeline_go(view->timeline,
                    (int64_t)playback_at(view->timeline->days, view->timeline->records, day));
    uint64_t t = playback_at(group->days, product->records, day);
    if (group->days[t] > day + 1e-6)
        return;
    struct ui_row rows[ACCOUNTS_PARTS + 1];
    char values[ACCOUNTS_PARTS + 1][FORMAT_MAX], heading[FORMAT_MAX + 96], date[FORMAT_MAX];
    for (int i = 0; i < count; i++) {
        format_number(values[i], lines[i].values[t], accounts->percent ? 1 : 2);
        rows[i] = (struct ui_row){lines[i].colour, lines[i].label, values[i]};
    }
    format_date(date, view->timeline->start_day + (int32_t)group->days[t]);
    snprintf(heading, sizeof heading, "Quarter to %s, %s", date, product->unit);
    draw_vertical(ui->canvas, chart_x(&chart, plot, group->days[t]), plot.y, plot.y + plot.h,
                  draw_fade(THEME_QUIET, 0.6));
    ui_tooltip(ui, ui->input.x, ui->input.y, heading, rows, count);
}

void accounts_product_draw(struct view_accounts *accounts, struct view *view, struct box box)
{
    const struct reader_group *group = playback_group(view->playback, "account");
    struct box main = box, side = box;
    if (box.w >= 760) {
        main.w = floor(fmax(480, box.w * 0.56));
        side.x += main.w + THEME_GAP, side.w -= main.w + THEME_GAP;
    } else {
        main.h = floor(box.h * 0.6);
        side.y += main.h + THEME_GAP, side.h = fmax(60, box.h - main.h - THEME_GAP);
    }
    uint64_t t = playback_at(group->days, accounts->product.records, timeline_day(view->timeline));
    /* The tooltip of the columns reaches over the history. */
    draw_history(accounts, view, group, side);
    draw_columns(accounts, view, group, t, main);
}

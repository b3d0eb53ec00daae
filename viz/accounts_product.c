/* GDP of a quarter three ways, as columns of the same height, and one of them over time. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/accounts.h"
#include "viz/text.h"
#include "viz/theme.h"

struct hover {
    int approach, part; /* part of ACCOUNTS_PARTS: the whole */
};

/* A quarter, and where runs are compared the same one of the other. */
struct moment {
    uint64_t t;
    const struct accounts_product *theirs; /* NULL: alone */
    uint64_t u;
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

/* The other run's value at the place; `at` where runs are not compared. */
static double other_at(const struct moment *moment, int approach, int part, double at)
{
    return moment->theirs ? value_at(moment->theirs, approach, part, moment->u) : at;
}

/* The same colour for the same thing in all three. */
uint32_t accounts_part_colour(int approach, int part)
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
                        const struct moment *moment, struct label *labels, int count,
                        struct box box, struct hover *hover)
{
    enum { HEIGHT = 31 };
    uint64_t t = moment->t;
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
        double other = other_at(moment, approach, labels[i].part, value);
        snprintf(line, sizeof line, "%s  ·  %s", format_dollars(dollars, value),
                 moment->theirs ? accounts_signed(share, value - other)
                                : accounts_share(share, value, gdp));
        if (text_width(ui->canvas, TEXT_TINY | TEXT_TABULAR, line) > box.w - 8)
            snprintf(line, sizeof line, "%s", moment->theirs ? share : dollars);
        draw_rounded(ui->canvas, (struct box){box.x, y - 11, 3, 25}, 1.5,
                     accounts_part_colour(approach, labels[i].part));
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
                          const struct moment *moment, double low, double high, struct box box,
                          struct hover *hover)
{
    struct ui *ui = view->ui;
    uint64_t t = moment->t;
    const struct accounts_product *product = &accounts->product;
    double per = (box.h - 66) / (high - low), zero = box.y + 40 + high * per;
    double gdp = value_at(product, approach, ACCOUNTS_PARTS, t), w = fmin(90, box.w * 0.22);
    struct box head = {box.x, box.y, box.w, 34};
    char text[FORMAT_MAX], line[4 * FORMAT_MAX], change[2 * FORMAT_MAX];
    if (accounts->approach == approach || ui_over(ui, head))
        draw_rounded(ui->canvas, (struct box){box.x - 6, box.y - 3, box.w + 2, 36}, 3,
                     accounts->approach == approach ? THEME_BORDER : THEME_HOVER);
    if (ui_clicked(ui, head))
        accounts->approach = approach;
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, box.x, box.y + 8, box.w - 8, THEME_INK,
                  accounts_approach_name(approach));
    double other = other_at(moment, approach, ACCOUNTS_PARTS, gdp);
    snprintf(line, sizeof line, "%s%s%s", format_dollars(text, gdp), moment->theirs ? "  " : "",
             moment->theirs ? accounts_change(change, gdp, other) : "");
    if (moment->theirs && text_width(ui->canvas, TEXT_SMALL | TEXT_TABULAR, line) > box.w - 8)
        snprintf(line, sizeof line, "%s", change);
    text_draw_fit(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_LEFT, box.x, box.y + 24, box.w - 8,
                  THEME_TEXT, line);
    double up = zero + below_zero(product, approach, t) * per, down = zero;
    struct label labels[ACCOUNTS_PARTS];
    int count = 0;
    for (int p = 0; p < accounts_parts(product, approach); p++) {
        double value = value_at(product, approach, p, t), h = fabs(value) * per;
        bool above = value > 0;
        struct box part = {above ? box.x : box.x + w + 2, above ? up - h : down,
                           above ? w : fmax(8, w * 0.4), h};
        *(above ? &up : &down) += above ? -h : h;
        uint32_t colour = accounts_part_colour(approach, p);
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
    if (moment->theirs)
        draw_frame(ui->canvas, (struct box){box.x - 3, zero - other * per, w + 6, other * per}, 1.5,
                   THEME_INK);
    for (int i = 0; i < 2; i++) /* of GDP and of zero */
        draw_horizontal(ui->canvas, box.x - 4, left - 5, i ? zero : zero - gdp * per,
                        i ? THEME_QUIET : THEME_AXIS);
    draw_labels(ui, product, approach, moment, labels, count,
                (struct box){left, box.y, box.x + box.w - left - 4, box.h}, hover);
}

static void show_tip(const struct view *view, const struct accounts_product *product,
                     const struct moment *moment, struct hover hover)
{
    char dollars[FORMAT_MAX], share[FORMAT_MAX], change[2 * FORMAT_MAX];
    double value = value_at(product, hover.approach, hover.part, moment->t);
    double gdp = value_at(product, hover.approach, ACCOUNTS_PARTS, moment->t);
    accounts_change(change, value, other_at(moment, hover.approach, hover.part, value));
    const struct ui_row rows[] = {
        {accounts_part_colour(hover.approach, hover.part), "at annual rate",
         format_dollars(dollars, value)},
        {0, "of GDP", accounts_share(share, value, gdp)},
        {0, accounts_part_meaning(product, hover.approach, hover.part), ""},
        {0, "more than in the other run", change},
    };
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y,
               accounts_part_name(product, hover.approach, hover.part), rows,
               moment->theirs ? 4 : 3);
}

/* `other` is NULL where runs are not compared. */
static void draw_balance(struct ui *ui, struct box box, const char *label, double value, double gdp,
                         const double *other)
{
    char dollars[FORMAT_MAX], share[FORMAT_MAX];
    double right = box.x + box.w;
    if (box.w > 200) {
        text_draw(ui->canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, right, box.y,
                  other ? THEME_TEXT : THEME_QUIET,
                  other ? accounts_signed(share, value - *other)
                        : accounts_share(share, value, gdp));
        right -= 66;
    }
    double used = text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, right, box.y,
                            THEME_INK, format_dollars(dollars, value));
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x, box.y, right - used - 6 - box.x,
                  THEME_TEXT, label);
}

/* How far the columns of a quarter reach below and above zero; widens what is there. */
static void find_reach(const struct accounts_product *product, uint64_t t, double *low,
                       double *high)
{
    for (int a = 0; a < ACCOUNTS_APPROACHES; a++) {
        double above = -below_zero(product, a, t);
        *low = fmin(*low, above);
        for (int p = 0; p < accounts_parts(product, a); p++)
            above += fmax(0, value_at(product, a, p, t));
        *high = fmax(*high, above);
    }
}

/* That the three agree, and what is no part of GDP. */
static void draw_foot(const struct accounts_product *product, struct ui *ui,
                      const struct moment *moment, struct box box)
{
    static const char *const BALANCES[] = {"Gross national income", "Net income from abroad",
                                           "Current account", "Government balance"};
    double gdp[ACCOUNTS_APPROACHES], y = box.y + 16;
    for (int a = 0; a < ACCOUNTS_APPROACHES; a++)
        gdp[a] = accounts_part(product, a, ACCOUNTS_PARTS)[moment->t];
    draw_horizontal(ui->canvas, box.x, box.x + box.w, box.y, THEME_AXIS);
    struct box left = {box.x, y, fmin(210, box.w * 0.4), 40};
    accounts_check(ui, left, y, "Expenditure less income", gdp[0] - gdp[1]);
    accounts_check(ui, left, y + 18, "Expenditure less production", gdp[0] - gdp[2]);
    double half = left.x + left.w + 32;
    for (int i = 0; i < 4; i++) {
        double other =
            moment->theirs ? accounts_part(moment->theirs, ACCOUNTS_BALANCES, i)[moment->u] : 0;
        draw_balance(ui, (struct box){half, y + i * 18, box.x + box.w - half, 18}, BALANCES[i],
                     accounts_part(product, ACCOUNTS_BALANCES, i)[moment->t], gdp[0],
                     moment->theirs ? &other : NULL);
    }
}

static void draw_columns(struct view_accounts *accounts, struct view *view,
                         const struct reader_group *group, const struct moment *moment, double low,
                         double high, struct box box)
{
    enum { FOOT = 82 };
    struct ui *ui = view->ui;
    const struct accounts_product *product = &accounts->product;
    char date[FORMAT_MAX], line[160];
    ui_card(ui, box);
    struct box inner = {box.x + 16, box.y + 12, box.w - 32, box.h - 24};
    format_date(date, view->timeline->start_day + (int32_t)group->days[moment->t]);
    snprintf(line, sizeof line, "US dollars at annual rates, quarter to %s%s", date,
             moment->theirs ? "; outlined: the other run" : "");
    double used = text_draw(ui->canvas, TEXT_HEADING, TEXT_LEFT, inner.x, inner.y + 8, THEME_INK,
                            "GDP three ways");
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, inner.x + used + 12, inner.y + 8,
                  inner.w - used - 12, THEME_QUIET, line);
    struct box area = {inner.x, inner.y + 36, inner.w, fmax(90, inner.h - 36 - FOOT)};
    struct hover hover = {-1, -1};
    if (high - low > 0) {
        for (int a = 0; a < ACCOUNTS_APPROACHES; a++) {
            struct box column = area;
            /* Expenditure has the longest labels and a second bar. */
            double wide = area.w * 0.38, rest = (area.w - wide) / 2;
            column.x = a == 0 ? area.x : area.x + wide + (a - 1) * rest;
            column.w = a == 0 ? wide : rest;
            draw_approach(accounts, view, a, moment, low, high, column, &hover);
        }
    } else
        ui_message(ui, area, "No product", "The national accounts of this quarter are empty.");
    draw_foot(product, ui, moment, (struct box){inner.x, inner.y + inner.h - FOOT, inner.w, FOOT});
    if (hover.part >= 0)
        show_tip(view, product, moment, hover);
}

void accounts_product_draw(struct view_accounts *accounts, struct view_accounts *against,
                           struct view *view, struct box box)
{
    const struct reader_group *group = playback_group(view->playback, "account");
    struct box main = box, side = box;
    if (box.w >= 760) {
        main.w = floor(fmax(480, box.w * 0.56));
        side.x += main.w + THEME_GAP, side.w -= main.w + THEME_GAP;
    } else {
        main.h = floor(box.h * 0.64);
        side.y += main.h + THEME_GAP, side.h = fmax(60, box.h - main.h - THEME_GAP);
    }
    struct moment moment = {
        .t = playback_at(group->days, accounts->product.records, timeline_day(view->timeline))};
    double low = 0, high = 0;
    find_reach(&accounts->product, moment.t, &low, &high);
    int64_t u = against ? accounts_same_quarter(view, view->other, moment.t) : -1;
    if (u >= 0 && (uint64_t)u < against->product.records) {
        find_reach(&against->product, (uint64_t)u, &low, &high); /* both on one scale */
        moment.u = (uint64_t)u;
        moment.theirs = view->compare == COMPARE_DIFFERENCE ? &against->product : NULL;
    }
    if (moment.theirs && box.w >= 760) {
        struct box upper = side;
        upper.h = floor((side.h - THEME_GAP) * 0.44);
        side.y += upper.h + THEME_GAP, side.h -= upper.h + THEME_GAP;
        accounts_contributions_draw(accounts, against, view, moment.t, moment.u, upper);
    }
    /* The tooltip of the columns reaches over the history. */
    accounts_history_draw(accounts, against, view, side);
    draw_columns(accounts, view, group, &moment, low, high, main);
}

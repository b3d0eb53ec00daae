#include "viz/gains_page.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/facility_data.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"
#include "viz/versus.h"

enum { PAD = 16, NARROW = 900, FILE_NAME = 60 };

char *gains_amount(char text[static FORMAT_MAX], int series, double value)
{
    char plain[FORMAT_MAX];
    if (series == GAINS_WORK)
        return format_signed(text, value, 0);
    snprintf(text, FORMAT_MAX, "%s%.28s", value >= 0.005 ? "+" : "", format_dollars(plain, value));
    return text;
}

char *gains_percent(char text[static FORMAT_MAX], struct gains_pair pair)
{
    char plain[FORMAT_MAX];
    double percent = 100 * (pair.mine / pair.theirs - 1);
    bool known = isfinite(percent) && pair.theirs > 0;
    snprintf(text, FORMAT_MAX, "%.24s%s", known ? format_signed(plain, percent, 2) : "–",
             known ? " %" : "");
    return text;
}

const char *gains_region_name(const struct gains *gains, int row)
{
    return row == gains->regions ? "World" : name_region(gains->region[row]);
}

uint32_t gains_region_colour(const struct gains *gains, int row)
{
    return row == gains->regions ? THEME_QUIET : theme_region(gains->region[row], (uint64_t)row);
}

static int row_of(const struct gains *gains, const char *code)
{
    for (int r = 0; r < gains->regions; r++)
        if (strcmp(gains->region[r], code) == 0)
            return r;
    return -1;
}

int gains_order(const struct gains_page *page, int rows[static GAINS_REGIONS + 1])
{
    const struct gains *gains = &page->gains;
    int home = row_of(gains, page->home), host = row_of(gains, page->host), count = 0;
    if (home >= 0)
        rows[count++] = home;
    if (host >= 0 && host != home)
        rows[count++] = host;
    for (int r = 0; r <= gains->regions; r++)
        if (r != home && r != host)
            rows[count++] = r;
    return count;
}

int gains_chosen(const struct gains_page *page, const struct view *view)
{
    const struct gains *gains = &page->gains;
    int row = row_of(gains, view->ui->selection.region), home = row_of(gains, page->home);
    return page->world ? gains->regions : row >= 0 ? row : home >= 0 ? home : 0;
}

static void choose(struct gains_page *page, struct view *view, int row)
{
    struct selection *selection = &view->ui->selection;
    page->world = row == page->gains.regions;
    if (!page->world)
        snprintf(selection->region, sizeof selection->region, "%s", page->gains.region[row]);
}

void gains_page_move(struct gains_page *page, struct view *view, int by)
{
    int rows[GAINS_REGIONS + 1], at = 0;
    if (page->gains.regions == 0)
        return;
    int count = gains_order(page, rows), chosen = gains_chosen(page, view);
    while (at < count - 1 && rows[at] != chosen)
        at++;
    at += by;
    choose(page, view, rows[at < 0 ? 0 : at >= count ? count - 1 : at]);
}

void gains_page_measure(struct gains_page *page, int by)
{
    page->measure =
        (enum gains_measure)(((int)page->measure + by + GAINS_MEASURES) % GAINS_MEASURES);
}

const char *gains_page_update(struct gains_page *page, struct view *view)
{
    if (!view->other)
        return "Who gains? Two runs tell\nctrl O lists the runs: choose this one and one without "
               "the "
               "deal with space, then enter";
    uint64_t before = page->gains.version;
    gains_update(&page->gains, view);
    if (!page->home[0] || before != page->gains.version)
        facility_parties(view, page->home, page->host);
    if (page->gains.trouble)
        return page->gains.trouble;
    if (gains_quarter(&page->gains, view) < 0)
        return "No quarter has ended yet\nThe accounts have figures from the end of the first "
               "quarter on. Move on in time.";
    return NULL;
}

void gains_bar(struct canvas *canvas, struct box box, double value, double most)
{
    double middle = box.x + box.w / 2;
    double w = most > 0 && isfinite(value) ? fabs(value) / most * box.w / 2 : 0;
    if (w > 0)
        draw_fill(canvas, (struct box){value < 0 ? middle - w : middle, box.y, fmax(1, w), box.h},
                  theme_diverging_mark(value < 0 ? -0.85 : 0.85));
    draw_vertical(canvas, middle, box.y - 3, box.y + box.h + 3, THEME_AXIS);
}

/* --- headline ------------------------------------------------------------------------------- */

static void draw_figure(struct gains_page *page, struct ui *ui, int row, uint64_t quarter,
                        struct box box)
{
    const struct gains *gains = &page->gains;
    struct gains_pair pair = gains_year(gains, page->measure, row, quarter);
    char caption[160], value[FORMAT_MAX], line[160], share[FORMAT_MAX], sum[FORMAT_MAX];
    ui_card(ui, box);
    double x = box.x + PAD, room = box.w - 2 * PAD;
    snprintf(caption, sizeof caption, "%s: %s", gains_region_name(gains, row),
             gains_name(page->measure));
    if (text_width(ui->canvas, TEXT_SMALL, caption) > room - 14) /* the switch says the rest */
        snprintf(caption, sizeof caption, "%s", gains_region_name(gains, row));
    draw_circle(ui->canvas, x + 4, box.y + 18, 4, gains_region_colour(gains, row));
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, x + 14, box.y + 18, room - 14, THEME_TEXT,
                  caption);
    gains_amount(value, page->measure, pair.mine - pair.theirs);
    double used = text_draw(ui->canvas, TEXT_TITLE | TEXT_TABULAR, TEXT_LEFT, x, box.y + 41,
                            THEME_INK, value);
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, x + used + 8, box.y + 42, room - used - 8,
                  THEME_TEXT, page->measure == GAINS_WORK ? "persons" : "a year");
    gains_amount(sum, page->measure, gains_sum(gains, page->measure, row, quarter, 0));
    if (page->measure == GAINS_WORK)
        snprintf(line, sizeof line, "%s", gains_percent(share, pair));
    else
        snprintf(line, sizeof line, "%s  ·  %s %s", gains_percent(share, pair), sum,
                 room > 200 ? "since the start" : "in all");
    text_draw_fit(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_LEFT, x, box.y + 65, room, THEME_TEXT,
                  line);
}

void gains_head_draw(struct gains_page *page, struct view *view, struct box box)
{
    int rows[GAINS_REGIONS + 1], count = gains_order(page, rows);
    uint64_t quarter = (uint64_t)gains_quarter(&page->gains, view);
    int shown[3] = {rows[0], rows[count > 1 ? 1 : 0], page->gains.regions};
    int figures = count < 3 ? count : box.w < 560 ? 2 : 3;
    double w = floor((box.w - (figures - 1) * THEME_GAP) / figures);
    for (int i = 0; i < figures; i++)
        draw_figure(page, view->ui, shown[i], quarter,
                    (struct box){box.x + i * (w + THEME_GAP), box.y, w, box.h});
}

/* --- table ---------------------------------------------------------------------------------- */

/* Right edges of the columns; the bar is between name and numbers. */
struct layout {
    double bar, bar_w, year, percent, sum, discounted; /* 0: left out */
};

static struct layout lay_out(const struct gains_page *page, struct box box)
{
    struct layout layout = {0};
    double right = box.x + box.w, name = 118;
    bool sums = page->measure != GAINS_WORK;
    if (sums && box.w >= 600) {
        layout.discounted = right;
        right -= 92;
    }
    if (sums && box.w >= 470) {
        layout.sum = right;
        right -= 104;
    }
    layout.percent = right;
    layout.year = right - 78;
    layout.bar = box.x + name;
    layout.bar_w = fmax(20, layout.year - 88 - layout.bar);
    return layout;
}

static void draw_header(const struct gains_page *page, const struct view *view, uint64_t quarter,
                        const struct layout *layout, struct box box)
{
    struct canvas *canvas = view->ui->canvas;
    char date[FORMAT_MAX], line[96];
    format_date(date, timeline_date(view->timeline, page->gains.end[quarter]));
    snprintf(line, sizeof line, "year to %s", date);
    text_draw(canvas, TEXT_TINY, TEXT_RIGHT, layout->percent, box.y + 6, THEME_QUIET, line);
    text_draw(canvas, TEXT_TINY, TEXT_RIGHT, layout->year, box.y + 21, THEME_TEXT,
              page->measure == GAINS_WORK ? "persons" : "$ a year");
    text_draw(canvas, TEXT_TINY, TEXT_RIGHT, layout->percent, box.y + 21, THEME_TEXT, "per cent");
    if (layout->sum > 0) {
        text_draw(canvas, TEXT_TINY, TEXT_RIGHT,
                  layout->discounted > 0 ? layout->discounted : layout->sum, box.y + 6, THEME_QUIET,
                  layout->discounted > 0 ? "sum since the start" : "sum so far");
        text_draw(canvas, TEXT_TINY, TEXT_RIGHT, layout->sum, box.y + 21, THEME_TEXT, "as it is");
    }
    if (layout->discounted > 0)
        text_draw(canvas, TEXT_TINY, TEXT_RIGHT, layout->discounted, box.y + 21, THEME_TEXT,
                  "at 2 % a year");
    draw_horizontal(canvas, box.x, box.x + box.w, box.y + 33, THEME_AXIS);
}

static void draw_row(const struct gains_page *page, struct ui *ui, int row, uint64_t quarter,
                     double most, bool chosen, const struct layout *layout, struct box box)
{
    const struct gains *gains = &page->gains;
    struct canvas *canvas = ui->canvas;
    struct gains_pair pair = gains_year(gains, page->measure, row, quarter);
    char text[FORMAT_MAX];
    double y = box.y + box.h / 2, difference = pair.mine - pair.theirs;
    struct box line = {box.x - 8, box.y + 1, box.w + 16, box.h - 2};
    if (chosen || ui_over(ui, box))
        draw_rounded(canvas, line, THEME_RADIUS,
                     chosen ? draw_mix(THEME_HOVER, THEME_AXIS, 0.35) : THEME_HOVER);
    draw_circle(canvas, box.x + 4, y, 4, gains_region_colour(gains, row));
    text_draw_fit(canvas, chosen ? TEXT_STRONG : TEXT_SMALL, TEXT_LEFT, box.x + 15, y,
                  layout->bar - box.x - 18, THEME_INK, gains_region_name(gains, row));
    double h = fmin(14, box.h - 8);
    gains_bar(canvas, (struct box){layout->bar, y - h / 2, layout->bar_w, h}, difference, most);
    text_draw(canvas, TEXT_STRONG | TEXT_TABULAR, TEXT_RIGHT, layout->year, y, THEME_INK,
              gains_amount(text, page->measure, difference));
    text_draw(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, layout->percent, y, THEME_INK,
              gains_percent(text, pair));
    if (layout->sum > 0)
        text_draw(
            canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, layout->sum, y, THEME_INK,
            gains_amount(text, page->measure, gains_sum(gains, page->measure, row, quarter, 0)));
    if (layout->discounted > 0)
        text_draw(
            canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, layout->discounted, y, THEME_TEXT,
            gains_amount(text, page->measure, gains_sum(gains, page->measure, row, quarter, 0.02)));
}

static void show_tooltip(const struct gains_page *page, const struct view *view, int row,
                         uint64_t quarter)
{
    struct ui *ui = view->ui;
    const struct gains *gains = &page->gains;
    char text[GAINS_MEASURES + 2][2 * FORMAT_MAX + 8], amount[FORMAT_MAX], share[FORMAT_MAX];
    struct ui_row rows[GAINS_MEASURES + 2];
    struct gains_pair pair = gains_year(gains, page->measure, row, quarter);
    bool work = page->measure == GAINS_WORK;
    int count = 0;
    for (int m = 0; m < GAINS_MEASURES; m++, count++) {
        struct gains_pair at = gains_year(gains, m, row, quarter);
        snprintf(text[count], sizeof text[count], "%s   %s",
                 gains_amount(amount, m, at.mine - at.theirs), gains_percent(share, at));
        rows[count] =
            (struct ui_row){m == (int)page->measure ? THEME_ACCENT : 0, gains_name(m), text[count]};
    }
    for (int other = 0; other < 2; other++, count++) {
        double value = other ? pair.theirs : pair.mine;
        snprintf(text[count], sizeof text[count], "%s%s",
                 work ? format_number(amount, value, 0) : format_dollars(amount, value),
                 work ? "" : " a year");
        rows[count] = (struct ui_row){0, versus_name(other ? view->other : view), text[count]};
    }
    ui_tooltip(ui, ui->input.x, ui->input.y, gains_region_name(gains, row), rows, count);
}

static void draw_notes(const struct gains_page *page, struct ui *ui, struct box box)
{
    char line[200];
    snprintf(line, sizeof line, "%s: %s.", gains_name(page->measure), gains_meaning(page->measure));
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, box.x, box.y + 6, box.w, THEME_QUIET, line);
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, box.x, box.y + 21, box.w, THEME_QUIET,
                  "One pair of runs. Chance moves small differences: compare several seeds.");
}

static void draw_table(struct gains_page *page, struct view *view, struct box box)
{
    enum { HEADER = 38, NOTES = 36, ROW_MOST = 52 };
    struct ui *ui = view->ui;
    int rows[GAINS_REGIONS + 1], count = gains_order(page, rows), over = -1;
    uint64_t quarter = (uint64_t)gains_quarter(&page->gains, view);
    ui_card(ui, box);
    struct box inner = {box.x + PAD, box.y + 10, box.w - 2 * PAD, box.h - 20};
    struct layout layout = lay_out(page, inner);
    double most = 0, area = inner.h - HEADER - NOTES;
    for (int i = 0; i < count; i++) {
        struct gains_pair pair = gains_year(&page->gains, page->measure, rows[i], quarter);
        most = isfinite(pair.mine - pair.theirs) ? fmax(most, fabs(pair.mine - pair.theirs)) : most;
    }
    char names[2 * FILE_NAME + 16];
    snprintf(names, sizeof names, "%.*s less %.*s", FILE_NAME, versus_name(view), FILE_NAME,
             versus_name(view->other));
    text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, inner.x, inner.y + 8,
                  layout.year - 110 - inner.x, THEME_INK, "Who gains");
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, inner.x, inner.y + 23,
                  layout.year - 80 - inner.x, THEME_QUIET, names);
    draw_header(page, view, quarter, &layout, inner);
    double h = fmin(ROW_MOST, area / count);
    for (int i = 0; i < count && h >= 13; i++) {
        struct box line = {inner.x, inner.y + HEADER + i * h, inner.w, h};
        if (rows[i] == page->gains.regions)
            draw_horizontal(ui->canvas, inner.x, inner.x + inner.w, line.y, THEME_BORDER);
        if (ui_clicked(ui, line))
            choose(page, view, rows[i]);
        if (ui_over(ui, line))
            over = rows[i];
        draw_row(page, ui, rows[i], quarter, most, rows[i] == gains_chosen(page, view), &layout,
                 line);
    }
    draw_notes(page, ui, (struct box){inner.x, inner.y + inner.h - NOTES + 8, inner.w, NOTES});
    if (over >= 0)
        show_tooltip(page, view, over, quarter);
}

void gains_page_draw(struct gains_page *page, struct view *view, struct box box)
{
    struct box table = box, side = box;
    page->narrow = box.w < NARROW;
    if (page->narrow && box.h >= 560) { /* below each other */
        table.h = floor(box.h * 0.55);
        side.y += table.h + THEME_GAP, side.h -= table.h + THEME_GAP;
        page->narrow = false;
        gains_inside_draw(page, view, side);
        draw_table(page, view, table);
        return;
    }
    if (page->narrow) {
        if (page->inside)
            gains_inside_draw(page, view, box);
        else
            draw_table(page, view, box);
        return;
    }
    table.w = floor(box.w * 0.58);
    side.x += table.w + THEME_GAP, side.w -= table.w + THEME_GAP;
    struct box upper = side, lower = side;
    upper.h = floor((side.h - THEME_GAP) * 0.4);
    lower.y += upper.h + THEME_GAP, lower.h -= upper.h + THEME_GAP;
    gains_history_draw(page, view, upper);
    gains_inside_draw(page, view, lower);
    draw_table(page, view, table);
}

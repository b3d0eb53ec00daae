#include "viz/world_panel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/names.h"
#include "viz/theme.h"
#include "viz/world_figures.h"

enum figure_kind { REAL_MONEY, MONEY, PRICES, RATE };

struct figure {
    const char *column, *title;
    const char *unit; /* for the tooltip */
    enum figure_kind kind;
};
static const struct figure FIGURES[] = {
    {"real_gdp", "Real GDP a year", "dollars a year at opening prices", REAL_MONEY},
    {"gdp", "GDP a year, current", "dollars a year at current prices and exchange rates", MONEY},
    {"consumer_prices", "Consumer prices", "start = 100", PRICES},
    {"unemployment_rate", "Unemployment", "% of the labour force", RATE},
    {"exports", "Exports a year", "dollars a year at current prices and exchange rates", MONEY},
    {"imports", "Imports a year", "dollars a year at current prices and exchange rates", MONEY},
};
enum { FIGURE_COUNT = sizeof FIGURES / sizeof *FIGURES };

/* A figure of a region over time. */
struct history {
    const struct figure *figure;
    const struct playback_column *column;
    const struct playback_column *rate; /* currency per dollar; NULL where none is needed */
    double factor;
    uint64_t row, first; /* first record with a figure */
};

static double value_at(const struct history *history, uint64_t record)
{
    const struct playback_column *column = history->column;
    double value = column->values[record * column->rows + history->row] * history->factor;
    if (history->rate && record < history->rate->records)
        value /= history->rate->values[record * history->rate->rows + history->row];
    return isfinite(value) ? value : NAN;
}

/* False where the file does not have it. */
static bool find(struct playback *playback, const struct figure *figure, uint64_t row,
                 struct history *history)
{
    *history = (struct history){.figure = figure, .row = row, .factor = 1};
    history->column = playback_column(playback, "region", figure->column);
    const struct playback_column *column = history->column;
    if (!column || !column->has_time || column->records == 0 || row >= column->rows)
        return false;
    if (figure->kind == MONEY || figure->kind == REAL_MONEY) {
        history->factor = world_steps_a_year(playback) / 100;
        if (figure->kind == MONEY && strncmp(column->unit, "US", 2) != 0)
            history->rate = playback_column(playback, "region", "exchange_rate");
        if (history->rate && (!history->rate->has_time || history->rate->rows != column->rows))
            history->rate = NULL;
    } else {
        history->factor = 100;
    }
    while (history->first + 1 < column->records && figure->kind != RATE &&
           !(value_at(history, history->first) > 0))
        history->first++;
    return true;
}

static char *write_value(char text[static WORLD_TEXT], const struct figure *figure, double value)
{
    char number[FORMAT_MAX];
    if (figure->kind == MONEY || figure->kind == REAL_MONEY)
        return format_dollars(text, value);
    snprintf(text, WORLD_TEXT, "%s%s", format_number(number, value, 1),
             figure->kind == RATE && isfinite(value) ? " %" : "");
    return text;
}

static char *write_change(char text[static WORLD_TEXT], const struct figure *figure, double now,
                          double start)
{
    char number[FORMAT_MAX];
    if (figure->kind != RATE)
        return world_change(text, now, start);
    snprintf(text, WORLD_TEXT, "%s%s", format_signed(number, now - start, 1),
             isfinite(now - start) ? " points" : "");
    return text;
}

double world_real_gdp(struct playback *playback, uint64_t row, double day, double *start)
{
    struct history history;
    if (start)
        *start = NAN;
    if (!find(playback, &FIGURES[0], row, &history))
        return NAN;
    if (start)
        *start = value_at(&history, history.first);
    uint64_t record = playback_at(history.column->days, history.column->records, day);
    return record < history.first ? NAN : value_at(&history, record);
}

/* A line without axes, its level at the start, and a dot at the day shown. */
static void draw_line(struct canvas *canvas, const struct history *history, double day,
                      uint32_t colour, struct box box)
{
    enum { MOST = 240 };
    struct point points[MOST];
    uint64_t records = history->column->records;
    const double *days = history->column->days;
    int count = (int)fmin(fmin(MOST, 2 * box.w), (double)(records - history->first));
    double low = HUGE_VAL, high = -HUGE_VAL;
    if (count < 2)
        return;
    for (int i = 0; i < count; i++) {
        uint64_t t = history->first +
                     (uint64_t)((double)(records - 1 - history->first) * i / (count - 1) + 0.5);
        double value = value_at(history, t);
        points[i] = (struct point){days[t], value};
        if (isfinite(value))
            low = fmin(low, value), high = fmax(high, value);
    }
    double start = value_at(history, history->first), middle = (low + high) / 2;
    if (!(high >= low) || !(days[records - 1] > days[history->first]))
        return;
    double least = fmax(fabs(middle) * 0.02, 1e-9); /* noise of a still figure is no mountain */
    if (high - low < least)
        low = middle - least / 2, high = middle + least / 2;
    double span = days[records - 1] - days[history->first];
    double along = box.w / span, up = box.h / (high - low);
    for (int i = 0; i < count; i++) {
        points[i].x = box.x + (points[i].x - days[history->first]) * along;
        points[i].y = box.y + box.h - (points[i].y - low) * up;
    }
    if (isfinite(start))
        draw_horizontal(canvas, box.x, box.x + box.w, box.y + box.h - (start - low) * up,
                        THEME_BORDER);
    draw_polyline(canvas, points, (size_t)count, 1.4, colour);
    uint64_t now = playback_at(days, records, day);
    double value = value_at(history, now);
    if (now >= history->first && isfinite(value)) {
        double x = box.x + (days[now] - days[history->first]) * along;
        double y = box.y + box.h - (value - low) * up;
        draw_circle(canvas, x, y, 4, THEME_PANEL);
        draw_circle(canvas, x, y, 2.8, colour);
    }
}

static void show_tooltip(const struct view *view, const struct history *history, const char *code,
                         struct box line)
{
    char heading[160], now[WORLD_TEXT], start[WORLD_TEXT], then[WORLD_TEXT], date[FORMAT_MAX];
    char first[FORMAT_MAX], today[FORMAT_MAX];
    struct ui *ui = view->ui;
    const struct figure *figure = history->figure;
    const double *days = history->column->days;
    uint64_t records = history->column->records;
    double day = timeline_day(view->timeline);
    uint64_t record = playback_at(days, records, day);
    snprintf(heading, sizeof heading, "%s  ·  %s", name_region(code), figure->title);
    struct ui_row rows[4] = {
        {0, format_date(today, timeline_date(view->timeline, days[record])),
         write_value(now, figure, record < history->first ? NAN : value_at(history, record))},
        {0, format_date(first, timeline_date(view->timeline, days[history->first])),
         write_value(start, figure, value_at(history, history->first))},
    };
    int count = 2;
    if (ui->input.x >= line.x && ui->input.x <= line.x + line.w) {
        double at = days[history->first] +
                    (ui->input.x - line.x) / line.w * (days[records - 1] - days[history->first]);
        uint64_t t = playback_at(days, records, at);
        rows[count++] =
            (struct ui_row){0, format_date(date, timeline_date(view->timeline, days[t])),
                            write_value(then, figure, value_at(history, t))};
    }
    rows[count++] = (struct ui_row){0, figure->unit, ""};
    ui_tooltip(ui, ui->input.x, ui->input.y, heading, rows, count);
}

/* One figure with its line; true if the mouse is over it. */
static bool draw_figure(const struct view *view, const struct history *history, const char *title,
                        uint32_t swatch, uint32_t colour, struct box box, struct box *line)
{
    struct canvas *canvas = view->ui->canvas;
    char value[WORLD_TEXT], change[WORLD_TEXT];
    double day = timeline_day(view->timeline);
    uint64_t record = playback_at(history->column->days, history->column->records, day);
    double now = record < history->first ? NAN : value_at(history, record);
    double start = value_at(history, history->first), left = box.x + 16;
    bool over = ui_over(view->ui, box);
    if (over)
        draw_fill(canvas, (struct box){box.x + 1, box.y, box.w - 2, box.h}, THEME_HOVER);
    *line =
        (struct box){box.x + box.w * 0.56, box.y + box.h * 0.22, box.w * 0.44 - 20, box.h * 0.56};
    double y = box.y + box.h / 2, x = left;
    if (swatch) {
        draw_rounded(canvas, (struct box){left, y - 14, 9, 9}, 2, swatch);
        x += 16;
    }
    text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, x, y - 10, line->x - x - 8,
                  swatch ? THEME_TEXT : THEME_QUIET, title);
    double width = text_draw(canvas, TEXT_STRONG | TEXT_TABULAR, TEXT_LEFT, left, y + 9, THEME_INK,
                             write_value(value, history->figure, now));
    text_draw_fit(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_LEFT, left + width + 8, y + 9,
                  line->x - left - width - 12, THEME_TEXT,
                  write_change(change, history->figure, now, start));
    draw_line(canvas, history, day, colour, *line);
    return over;
}

/* Where the region sells to and buys from most. */
static const char *draw_partners(const struct view *view, const struct world_trade *trade,
                                 const struct world_region *region, struct box box)
{
    struct world_region partners[WORLD_REGIONS_MAX];
    struct ui *ui = view->ui;
    struct canvas *canvas = ui->canvas;
    const struct reader_group *group = playback_group(view->playback, "trade");
    int count = world_regions(group, playback_dimension(group, "origin"), partners);
    int self = world_region_find(partners, count, region->code), order[WORLD_REGIONS_MAX];
    if (self < 0 || box.h < 70)
        return NULL;
    uint64_t record = world_trade_record(trade, timeline_day(view->timeline));
    uint64_t own = partners[self].row;
    double sum[WORLD_REGIONS_MAX], most = 0;
    int listed = 0;
    for (int i = 0; i < count; i++) {
        double sells = world_trade_flow(trade, record, own, partners[i].row);
        double buys = world_trade_flow(trade, record, partners[i].row, own);
        if (i == self)
            continue;
        sum[i] = sells + buys, most = fmax(most, fmax(sells, buys));
        int at = listed++;
        for (; at > 0 && sum[order[at - 1]] < sum[i]; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    double left = box.x + 16, right = box.x + box.w - 20, column = (right - left) * 0.27;
    double y = box.y + 14, selling = right - column - 10;
    text_draw(canvas, TEXT_SMALL, TEXT_LEFT, left, y, THEME_QUIET, "Partners, a year");
    text_draw(canvas, TEXT_SMALL, TEXT_RIGHT, selling, y, THEME_QUIET, "sells to");
    text_draw(canvas, TEXT_SMALL, TEXT_RIGHT, right, y, THEME_QUIET, "buys from");
    const char *clicked = NULL;
    int over = -1;
    for (int i = 0; i < listed && y + 36 <= box.y + box.h; i++) {
        const struct world_region *partner = &partners[order[i]];
        y += 26;
        struct box row = {box.x + 1, y - 13, box.w - 2, 26};
        if (ui_over(ui, row)) {
            draw_fill(canvas, row, THEME_HOVER);
            over = order[i];
        }
        if (ui_clicked(ui, row))
            clicked = partner->code;
        draw_rounded(canvas, (struct box){left, y - 5, 9, 9}, 2, partner->colour);
        text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, left + 16, y, selling - column - left - 18,
                      THEME_TEXT, name_region(partner->code));
        for (int side = 0; side < 2; side++) {
            double end = side == 0 ? selling : right;
            double dollars = side == 0 ? world_trade_flow(trade, record, own, partner->row)
                                       : world_trade_flow(trade, record, partner->row, own);
            double width = most > 0 ? fmax(0, dollars / most) * column : 0;
            char text[WORLD_TEXT];
            text_draw(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, end, y - 2, THEME_INK,
                      format_dollars(text, dollars));
            draw_fill(canvas, (struct box){end - width, y + 7, width, 2.5},
                      side == 0 ? region->colour : partner->colour);
        }
    }
    if (over >= 0) {
        const struct world_region *partner = &partners[over];
        char heading[160], text[4][WORLD_TEXT];
        double sells = world_trade_flow(trade, record, own, partner->row);
        double buys = world_trade_flow(trade, record, partner->row, own);
        snprintf(heading, sizeof heading, "%s and %s", name_region(region->code),
                 name_region(partner->code));
        const struct ui_row rows[] = {
            {region->colour, "sells, a year", format_dollars(text[0], sells)},
            {0, "against the start",
             world_change(text[1], sells, world_trade_start(trade, own, partner->row))},
            {partner->colour, "buys, a year", format_dollars(text[2], buys)},
            {0, "against the start",
             world_change(text[3], buys, world_trade_start(trade, partner->row, own))},
        };
        ui_tooltip(ui, ui->input.x, ui->input.y, heading, rows, 4);
    }
    return clicked;
}

static const char *draw_all(const struct view *view, const struct world_region *regions, int count,
                            struct box box)
{
    struct canvas *canvas = view->ui->canvas;
    text_draw(canvas, TEXT_HEADING, TEXT_LEFT, box.x + 16, box.y + 22, THEME_INK, "All regions");
    text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, box.x + 16, box.y + 42, box.w - 32, THEME_QUIET,
                  "real GDP a year, and against the start");
    const char *clicked = NULL;
    struct history history, over = {0};
    struct box line, over_line = {0};
    const char *over_code = NULL;
    double height = fmin(104, (box.h - 66) / fmax(1, count));
    int fit = height >= 40 ? count : (int)((box.h - 66) / 40);
    height = fmax(40, height);
    for (int i = 0; i < fit; i++) {
        struct box row = {box.x, box.y + 58 + i * height, box.w, height};
        if (!find(view->playback, &FIGURES[0], regions[i].row, &history))
            continue;
        if (draw_figure(view, &history, name_region(regions[i].code), regions[i].colour,
                        regions[i].colour, row, &line))
            over = history, over_code = regions[i].code, over_line = line;
        if (ui_clicked(view->ui, row))
            clicked = regions[i].code;
    }
    if (over_code)
        show_tooltip(view, &over, over_code, over_line);
    return clicked;
}

const char *world_panel_draw(const struct view *view, const struct world_region *regions, int count,
                             int selected, const struct world_trade *trade, struct box box)
{
    struct canvas *canvas = view->ui->canvas;
    ui_card(view->ui, box);
    if (!playback_group(view->playback, "region") || count == 0) {
        ui_message(view->ui, box, "No regions in this file", "");
        return NULL;
    }
    if (selected < 0)
        return draw_all(view, regions, count, box);
    const struct world_region *region = &regions[selected];
    draw_rounded(canvas, (struct box){box.x + 16, box.y + 16, 12, 12}, 3, region->colour);
    double name = text_draw_fit(canvas, TEXT_HEADING, TEXT_LEFT, box.x + 36, box.y + 22, box.w - 56,
                                THEME_INK, name_region(region->code));
    text_draw_fit(canvas, TEXT_SMALL, TEXT_RIGHT, box.x + box.w - 20, box.y + 22, box.w - 64 - name,
                  THEME_QUIET,
                  box.w - 64 - name > 160 ? "now, and against the start" : "against the start");
    struct history history, over = {0};
    struct box line, over_line = {0};
    bool is_over = false;
    double y = box.y + 40, partners = trade ? 26.0 * 6 + 34 : 0;
    double height = fmax(44, fmin(92, (box.h - 48 - partners) / FIGURE_COUNT));
    for (int i = 0; i < FIGURE_COUNT && y + height <= box.y + box.h; i++) {
        if (!find(view->playback, &FIGURES[i], region->row, &history))
            continue;
        if (draw_figure(view, &history, FIGURES[i].title, 0, region->colour,
                        (struct box){box.x, y, box.w, height}, &line))
            over = history, over_line = line, is_over = true;
        y += height;
    }
    const char *clicked = NULL;
    if (trade) {
        draw_horizontal(canvas, box.x + 16, box.x + box.w - 16, y + 2, THEME_GRID);
        clicked = draw_partners(view, trade, region,
                                (struct box){box.x, y + 4, box.w, box.y + box.h - y - 8});
    }
    if (is_over)
        show_tooltip(view, &over, region->code, over_line);
    return clicked;
}

#include "viz/world_panel.h"

#include <math.h>
#include <stdio.h>

#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

/* A figure of a region here and, where another run is compared with, there. */
struct pair {
    struct world_history here, there;
    bool against, known; /* there is another run; it has the figure */
};

static bool find(const struct view *view, enum world_figure_name figure,
                 const struct world_region *region, struct pair *pair)
{
    pair->against = view->compare == COMPARE_DIFFERENCE && view->other;
    pair->known = pair->against && world_history_other(view, figure, region->code, &pair->there);
    return world_history_find(view->playback, figure, region->row, &pair->here);
}

static double value_there(const struct view *view, const struct pair *pair, double day)
{
    return pair->known ? world_history_on(&pair->there, versus_day(view, day)) : NAN;
}

/* Lines without axes, the level at the start, and a dot at the day shown; the other run's dashed. */
static void draw_line(const struct view *view, const struct pair *pair, double day, uint32_t colour,
                      struct box box)
{
    enum { MOST = 240 };
    struct canvas *canvas = view->ui->canvas;
    const struct world_history *history = &pair->here;
    struct point points[2][MOST];
    uint64_t records = history->column->records;
    const double *days = history->column->days;
    int count = (int)fmin(fmin(MOST, 2 * box.w), (double)(records - history->first));
    double low = HUGE_VAL, high = -HUGE_VAL;
    if (count < 2)
        return;
    for (int i = 0; i < count; i++) {
        uint64_t t = history->first +
                     (uint64_t)((double)(records - 1 - history->first) * i / (count - 1) + 0.5);
        points[0][i] = (struct point){days[t], world_history_value(history, t)};
        points[1][i] = (struct point){days[t], value_there(view, pair, days[t])};
        for (int line = 0; line < 2; line++)
            if (isfinite(points[line][i].y))
                low = fmin(low, points[line][i].y), high = fmax(high, points[line][i].y);
    }
    double start = world_history_start(history), middle = (low + high) / 2;
    if (!(high >= low) || !(days[records - 1] > days[history->first]))
        return;
    double least = fmax(fabs(middle) * 0.02, 1e-9); /* noise of a still figure is no mountain */
    if (high - low < least)
        low = middle - least / 2, high = middle + least / 2;
    double span = days[records - 1] - days[history->first];
    double along = box.w / span, up = box.h / (high - low);
    for (int line = 0; line < 2; line++)
        for (int i = 0; i < count; i++) {
            points[line][i].x = box.x + (points[line][i].x - days[history->first]) * along;
            points[line][i].y = box.y + box.h - (points[line][i].y - low) * up;
        }
    if (isfinite(start))
        draw_horizontal(canvas, box.x, box.x + box.w, box.y + box.h - (start - low) * up,
                        THEME_BORDER);
    draw_polyline(canvas, points[0], (size_t)count, 1.4, colour);
    if (pair->known)
        versus_dashes(canvas, points[1], count, 1.4, THEME_INK);
    double value = world_history_on(history, day);
    if (isfinite(value)) {
        double x = box.x + (days[playback_at(days, records, day)] - days[history->first]) * along;
        double y = box.y + box.h - (value - low) * up;
        draw_circle(canvas, x, y, 4, THEME_PANEL);
        draw_circle(canvas, x, y, 2.8, colour);
    }
}

static void show_tooltip(const struct view *view, const struct pair *pair, const char *code,
                         struct box line)
{
    enum { DAYS = 3 };
    struct ui *ui = view->ui;
    const struct world_history *history = &pair->here;
    const struct world_figure *figure = history->figure;
    const double *days = history->column->days;
    uint64_t records = history->column->records;
    uint64_t shown[DAYS] = {playback_at(days, records, timeline_day(view->timeline)),
                            history->first};
    char heading[160], left[DAYS][FORMAT_MAX], right[DAYS][4 * WORLD_TEXT];
    char here[WORLD_TEXT], there[WORLD_TEXT], change[WORLD_TEXT], names[260];
    struct ui_row rows[DAYS + 2];
    int count = 0, points = 2;
    if (ui->input.x >= line.x && ui->input.x <= line.x + line.w) {
        double at = days[history->first] +
                    (ui->input.x - line.x) / line.w * (days[records - 1] - days[history->first]);
        shown[points++] = playback_at(days, records, at);
    }
    for (int i = 0; i < points; i++) {
        double day = days[shown[i]], value = world_history_on(history, day);
        world_figure_text(here, figure, value);
        snprintf(right[i], sizeof right[i], "%s", here);
        if (pair->against) {
            double other = value_there(view, pair, day);
            world_figure_text(there, figure, other);
            world_figure_change_text(change, figure, world_figure_change(figure, value, other),
                                     true);
            snprintf(right[i], sizeof right[i], "%s  |  %s   %s", here, there, change);
        }
        rows[count++] =
            (struct ui_row){0, format_date(left[i], timeline_date(view->timeline, day)), right[i]};
    }
    rows[count++] = (struct ui_row){0, figure->unit, ""};
    if (pair->against) {
        snprintf(names, sizeof names, "%.100s  |  %.100s, difference", versus_name(view),
                 versus_name(view->other));
        rows[count++] = (struct ui_row){0, names, ""};
    }
    snprintf(heading, sizeof heading, "%s  ·  %s", name_region(code), figure->title);
    ui_tooltip(ui, ui->input.x, ui->input.y, heading, rows, count);
}

/* How far the run is from the other one over time: a filled line about zero. */
static void draw_difference(const struct view *view, const struct pair *pair, double day,
                            struct box box)
{
    enum { MOST = 240 };
    struct canvas *canvas = view->ui->canvas;
    const struct world_history *history = &pair->here;
    const double *days = history->column->days;
    uint64_t records = history->column->records;
    double x[MOST], value[MOST], most = 0;
    int count = (int)fmin(fmin(MOST, 2 * box.w), (double)(records - history->first));
    if (count < 2 || !(days[records - 1] > days[history->first]))
        return;
    for (int i = 0; i < count; i++) {
        uint64_t t = history->first +
                     (uint64_t)((double)(records - 1 - history->first) * i / (count - 1) + 0.5);
        x[i] = box.x + box.w * (days[t] - days[history->first]) /
                           (days[records - 1] - days[history->first]);
        value[i] = world_figure_change(history->figure, world_history_on(history, days[t]),
                                       value_there(view, pair, days[t]));
        value[i] = isfinite(value[i]) ? value[i] : 0;
        most = fmax(most, fabs(value[i]));
    }
    double zero = box.y + box.h / 2, up = most > 0 ? box.h / 2 / most : 0;
    for (int sign = 1; sign >= -1; sign -= 2) {
        double top[MOST], bottom[MOST];
        for (int i = 0; i < count; i++) {
            top[i] = zero - up * (sign > 0 ? fmax(0, value[i]) : 0);
            bottom[i] = zero - up * (sign > 0 ? 0 : fmin(0, value[i]));
        }
        draw_band(canvas, x, top, bottom, (size_t)count,
                  theme_diverging_mark(history->figure->turned ? -0.8 * sign : 0.8 * sign));
    }
    draw_horizontal(canvas, box.x, box.x + box.w, zero, THEME_AXIS);
    double now =
        box.x + box.w * (day - days[history->first]) / (days[records - 1] - days[history->first]);
    if (now >= box.x && now <= box.x + box.w)
        draw_vertical(canvas, now, box.y - 1, box.y + box.h + 1, THEME_INK);
}

/* A row of one line, for low panels: name, value, change, history. */
static void draw_row(const struct view *view, const char *title, uint32_t swatch, const char *value,
                     const char *change, struct box box, struct box *line)
{
    struct canvas *canvas = view->ui->canvas;
    double y = box.y + box.h / 2, x = box.x + 16;
    double history = fmin(84, box.w * 0.16), end = box.x + box.w - 12 - history;
    *line = (struct box){end, box.y + 4, history, box.h - 8};
    end -= 8;
    double figures = fmin(140, box.w * 0.385);
    text_draw_fit(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, end, y, figures * 0.5, THEME_TEXT,
                  change);
    text_draw_fit(canvas, TEXT_STRONG | TEXT_TABULAR, TEXT_RIGHT, end - figures * 0.52, y,
                  figures * 0.5, THEME_INK, value);
    if (swatch) {
        draw_rounded(canvas, (struct box){x, y - 4, 9, 9}, 2, swatch);
        x += 15;
    }
    text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, x, y, end - figures - x - 4,
                  swatch ? THEME_TEXT : THEME_QUIET, title);
}

/* One figure with its line; true if the mouse is over it. */
static bool draw_figure(const struct view *view, const struct pair *pair, const char *title,
                        uint32_t swatch, uint32_t colour, struct box box, struct box *line)
{
    struct canvas *canvas = view->ui->canvas;
    char value[WORLD_TEXT], change[WORLD_TEXT];
    const struct world_figure *figure = pair->here.figure;
    double day = timeline_day(view->timeline), now = world_history_on(&pair->here, day);
    double from = pair->against ? value_there(view, pair, day) : world_history_start(&pair->here);
    double left = box.x + 16;
    bool over = ui_over(view->ui, box);
    if (over)
        draw_fill(canvas, (struct box){box.x + 1, box.y, box.w - 2, box.h}, THEME_HOVER);
    world_figure_text(value, figure, now);
    world_figure_change_text(change, figure, world_figure_change(figure, now, from), pair->against);
    if (box.h < 34) {
        draw_row(view, title, swatch, value, change, box, line);
        draw_line(view, pair, day, colour, *line);
        return over;
    }
    double air = fmax(6, box.h * (pair->known ? 0.1 : 0.2));
    *line = (struct box){box.x + box.w * 0.58, box.y + air, box.w * 0.42 - 20, box.h - 2 * air};
    double y = box.y + box.h / 2, x = left;
    if (swatch) {
        draw_rounded(canvas, (struct box){left, y - 14, 9, 9}, 2, swatch);
        x += 16;
    }
    text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, x, y - 10, line->x - x - 8,
                  swatch ? THEME_TEXT : THEME_QUIET, title);
    double width =
        text_draw(canvas, TEXT_STRONG | TEXT_TABULAR, TEXT_LEFT, left, y + 9, THEME_INK, value);
    text_draw_fit(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_LEFT, left + width + 8, y + 9,
                  line->x - left - width - 12, THEME_TEXT, change);
    struct box lines = *line;
    if (pair->known) {
        lines.h = floor(line->h * 0.56);
        draw_difference(view, pair, day,
                        (struct box){line->x, line->y + line->h * 0.68, line->w, line->h * 0.32});
    }
    draw_line(view, pair, day, colour, lines);
    return over;
}

/* Which line is whose; without another run, `text`. */
static void draw_key(const struct view *view, double x, double y, double room, const char *text)
{
    struct canvas *canvas = view->ui->canvas;
    if (view->compare != COMPARE_DIFFERENCE || !view->other) {
        text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, x, y, room, THEME_QUIET, text);
        return;
    }
    double half = (room - 12) / 2;
    const char *names[] = {versus_name(view), versus_name(view->other)};
    for (int i = 0; i < 2; i++) {
        struct point line[] = {{x, y}, {x + 20, y}};
        if (i == 0)
            draw_polyline(canvas, line, 2, 1.8, THEME_TEXT);
        else
            versus_dashes(canvas, line, 2, 1.8, THEME_INK);
        x += 26 + text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, x + 26, y, half - 26, THEME_QUIET,
                                names[i]);
        x += 12;
    }
}

/* Where the figures of the panel go: below each other, or beside each other in a low panel. */
struct grid {
    struct box box;
    int columns;
    double width, height;
};

static struct grid grid_of(struct box box, int count, double most)
{
    struct grid grid = {box, 1, box.w, 0};
    while (grid.columns < 4 && box.w / (grid.columns + 1) >= 270 &&
           box.h / ceil((double)count / grid.columns) < 38)
        grid.columns++;
    grid.width = box.w / grid.columns;
    grid.height = fmax(16, fmin(most, floor(box.h / ceil((double)count / grid.columns))));
    return grid;
}

static struct box grid_cell(const struct grid *grid, int i)
{
    return (struct box){grid->box.x + grid->width * (i % grid->columns),
                        grid->box.y + grid->height * (i / grid->columns), grid->width,
                        grid->height};
}

static bool fits(const struct grid *grid, struct box cell)
{
    return cell.y + cell.h <= grid->box.y + grid->box.h + 1;
}

static const char *draw_all(const struct view *view, const struct world_measure *measure,
                            const struct world_region *regions, int count, struct box box)
{
    struct canvas *canvas = view->ui->canvas;
    enum world_figure_name figure = world_measure_figure(measure);
    char title[120];
    bool against = view->compare == COMPARE_DIFFERENCE && view->other;
    snprintf(title, sizeof title, "%s by region", world_figures[figure].title);
    bool alone = box.w > 500, tight = box.h < 190 && !against;
    double head = alone || tight ? 40 : 58;
    double width = text_draw_fit(canvas, TEXT_HEADING, TEXT_LEFT, box.x + 16, box.y + 22,
                                 box.w - 32, THEME_INK, title);
    if (head > 40)
        draw_key(view, box.x + 16, box.y + 42, box.w - 32, "now, and against the start");
    else if (alone)
        draw_key(view, box.x + 32 + width, box.y + 22, box.w - 52 - width,
                 "now, and against the start");
    const char *clicked = NULL;
    struct pair pair, over = {.against = false};
    struct box line, over_line = {0};
    const char *over_code = NULL;
    struct grid grid =
        grid_of((struct box){box.x, box.y + head, box.w, box.h - head - 6}, count, 104);
    for (int i = 0; i < count && fits(&grid, grid_cell(&grid, i)); i++) {
        struct box cell = grid_cell(&grid, i);
        if (!find(view, figure, &regions[i], &pair))
            continue;
        if (draw_figure(view, &pair, name_region(regions[i].code), regions[i].colour,
                        regions[i].colour, cell, &line))
            over = pair, over_code = regions[i].code, over_line = line;
        if (ui_clicked(view->ui, cell))
            clicked = regions[i].code;
    }
    if (over_code)
        show_tooltip(view, &over, over_code, over_line);
    return clicked;
}

const char *world_panel_draw(const struct view *view, const struct world_measure *measure,
                             const struct world_region *regions, int count, int selected,
                             const struct world_trade *trade, const struct world_other *other,
                             struct box box)
{
    struct canvas *canvas = view->ui->canvas;
    ui_card(view->ui, box);
    if (!playback_group(view->playback, "region") || count == 0) {
        ui_message(view->ui, box, "No regions in this file", "");
        return NULL;
    }
    if (selected < 0)
        return draw_all(view, measure, regions, count, box);
    const struct world_region *region = &regions[selected];
    bool against = view->compare == COMPARE_DIFFERENCE && view->other;
    draw_rounded(canvas, (struct box){box.x + 16, box.y + 16, 12, 12}, 3, region->colour);
    double name = text_draw_fit(canvas, TEXT_HEADING, TEXT_LEFT, box.x + 36, box.y + 22, box.w - 56,
                                THEME_INK, name_region(region->code));
    bool wide = box.w - 64 - name > 160;
    double head = against && !(box.w - name > 380) ? 58 : 40;
    if (head > 40)
        draw_key(view, box.x + 16, box.y + 44, box.w - 32, "");
    else if (against)
        draw_key(view, box.x + 52 + name, box.y + 22, box.w - 72 - name, "");
    else
        text_draw_fit(canvas, TEXT_SMALL, TEXT_RIGHT, box.x + box.w - 20, box.y + 22,
                      box.w - 64 - name, THEME_QUIET,
                      wide ? "now, and against the start" : "against the start");
    struct pair pair, over = {.against = false};
    struct box line, over_line = {0};
    bool is_over = false;
    bool low = box.h < 330; /* no room for partners below the figures */
    double partners = trade && !low ? 26.0 * 6 + 34 : 0;
    struct grid grid =
        grid_of((struct box){box.x, box.y + head, box.w, fmax(44, box.h - head - 8 - partners)},
                WORLD_FIGURES, 92);
    if (!low)
        grid = (struct grid){{box.x, box.y + head, box.w, box.h - head},
                             1,
                             box.w,
                             fmax(44, fmin(92, (box.h - head - 8 - partners) / WORLD_FIGURES))};
    double y = box.y + head;
    int place = 0;
    for (int i = 0; i < WORLD_FIGURES; i++) {
        struct box cell = grid_cell(&grid, place);
        if (!fits(&grid, cell) || !find(view, (enum world_figure_name)i, region, &pair))
            continue;
        if (draw_figure(view, &pair, world_figures[i].title, 0, region->colour, cell, &line))
            over = pair, over_line = line, is_over = true;
        y = cell.y + cell.h;
        place++;
    }
    const char *clicked = NULL;
    if (trade && !low) {
        draw_horizontal(canvas, box.x + 16, box.x + box.w - 16, y + 2, THEME_GRID);
        clicked = world_partners_draw(view, trade, other, region,
                                      (struct box){box.x, y + 4, box.w, box.y + box.h - y - 8});
    }
    if (is_over)
        show_tooltip(view, &over, region->code, over_line);
    return clicked;
}

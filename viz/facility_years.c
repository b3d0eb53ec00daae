/* What each side paid in and received, by year of the run: of one project or of all. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/date.h"
#include "viz/facility.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { PAID_HOME, RECEIVED_HOME, PAID_HOST, RECEIVED_HOST, FLOWS, YEARS_MAX = 64 };

static const double DAYS_A_YEAR = 365.25;

struct years {
    int count;
    double over;                    /* years that are over at the moment shown */
    double value[YEARS_MAX][FLOWS]; /* US cents */
    int calendar[YEARS_MAX];
};

/* The last record has all years. */
static bool read_years(struct view *view, int64_t row, struct years *years)
{
    static const char *const COLUMNS[FLOWS] = {"paid_home", "received_home", "paid_host",
                                               "received_host"};
    const struct reader_group *group = playback_group(view->playback, "project_year");
    if (!group || group->dimension_count != 2 || playback_dimension(group, "project") != 0 ||
        group->records == 0)
        return false;
    uint64_t all = group->dimensions[1].size, projects = group->dimensions[0].size;
    *years = (struct years){.count = (int)(all < YEARS_MAX ? all : YEARS_MAX)};
    if (row >= (int64_t)projects)
        return false;
    for (int f = 0; f < FLOWS; f++) {
        const struct playback_column *column =
            playback_column(view->playback, "project_year", COLUMNS[f]);
        if (!column || column->records == 0 || column->rows != projects * all)
            return false;
        const double *record = column->values + (column->records - 1) * column->rows;
        uint64_t first = row < 0 ? 0 : (uint64_t)row, end = row < 0 ? projects : first + 1;
        for (int y = 0; y < years->count; y++)
            for (uint64_t p = first; p < end; p++) {
                double value = record[p * all + (uint64_t)y];
                years->value[y][f] += isfinite(value) ? value : 0;
            }
    }
    double day = timeline_day(view->timeline);
    bool complete = day >= group->days[group->records - 1];
    years->over = complete ? years->count : floor((day + 14) / DAYS_A_YEAR);
    for (int y = 0; y < years->count; y++) {
        double middle = timeline_date(view->timeline, (y + 0.5) * DAYS_A_YEAR);
        years->calendar[y] = date_of((int32_t)middle).year;
    }
    return true;
}

/* The same year of the other run, or NULL. */
static const double *other_year(const struct years *theirs, int calendar)
{
    for (int y = 0; theirs && y < theirs->count; y++)
        if (theirs->calendar[y] == calendar)
            return theirs->value[y];
    return NULL;
}

/* An amount, and how much more it is than in the other run. */
static const char *write(char text[static 2 * FORMAT_MAX + 8], double cents, const double *other,
                         int flow, double sign)
{
    char plain[FORMAT_MAX], more[FORMAT_MAX];
    if (other)
        snprintf(text, 2 * FORMAT_MAX + 8, "%s   %s", facility_money(plain, cents),
                 facility_more(more, cents - sign * other[flow]));
    else
        snprintf(text, 2 * FORMAT_MAX + 8, "%s", facility_money(plain, cents));
    return text;
}

static void show_tooltip(struct view *view, const struct facility_data *data,
                         const struct years *years, const struct years *theirs, int y)
{
    const double *other = other_year(theirs, years->calendar[y]);
    char text[4][2 * FORMAT_MAX + 8], label[5][96], heading[64];
    uint32_t home = theme_region(data->home, 0), host = theme_region(data->host, 1);
    const double *value = years->value[y];
    snprintf(label[0], sizeof label[0], "%s received", name_region(data->home));
    snprintf(label[1], sizeof label[1], "%s paid in", name_region(data->home));
    snprintf(label[2], sizeof label[2], "%s received", name_region(data->host));
    snprintf(label[3], sizeof label[3], "%s paid in, offtake and kind included",
             name_region(data->host));
    const struct ui_row rows[] = {
        {home, label[0], write(text[0], value[RECEIVED_HOME], other, RECEIVED_HOME, 1)},
        {home, label[1], write(text[1], -value[PAID_HOME], other, PAID_HOME, -1)},
        {host, label[2], write(text[2], value[RECEIVED_HOST], other, RECEIVED_HOST, 1)},
        {host, label[3], write(text[3], -value[PAID_HOST], other, PAID_HOST, -1)},
    };
    snprintf(heading, sizeof heading, "%d%s", years->calendar[y],
             y < years->over ? "" : ", not over yet");
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, heading, rows, 4);
}

/* Upwards or downwards from zero; a year that is not over has only an outline. */
static void draw_bar(struct canvas *canvas, double x, double w, double zero, double height,
                     uint32_t colour, bool over)
{
    if (height == 0)
        return;
    double h = fmax(1, fabs(height));
    struct box box = {x, height > 0 ? zero - h : zero, w, h};
    draw_fill(canvas, box, draw_fade(colour, over ? 1 : 0.12));
    if (!over)
        draw_frame(canvas, box, 1, draw_fade(colour, 0.6));
}

static void draw_axis(struct canvas *canvas, struct box plot, double low, double high, double unit)
{
    char text[FORMAT_MAX];
    struct ticks ticks = format_ticks(low / unit, high / unit, (int)fmax(2, plot.h / 26));
    for (int i = 0; i < ticks.count; i++) {
        double y = plot.y + plot.h * (high - ticks.at[i] * unit) / (high - low);
        draw_horizontal(canvas, plot.x, plot.x + plot.w, y,
                        ticks.at[i] == 0 ? THEME_AXIS : THEME_GRID);
        text_draw(canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, plot.x - 6, y, THEME_QUIET,
                  format_number(text, ticks.at[i], ticks.decimals));
    }
}

static void draw_bars(struct view *view, const struct facility_data *data,
                      const struct years *years, const struct years *theirs, struct box plot,
                      double low, double high)
{
    struct canvas *canvas = view->ui->canvas;
    double pitch = plot.w / years->count, bar = fmin(22, floor(pitch * 0.36));
    double unit = plot.h / (high - low), zero = plot.y + high * unit;
    int over = -1, every = (int)ceil(34 / pitch);
    for (int y = 0; y < years->count; y++) {
        double middle = plot.x + (y + 0.5) * pitch;
        uint32_t home = theme_region(data->home, 0), host = theme_region(data->host, 1);
        struct box column = {plot.x + y * pitch, plot.y, pitch, plot.h + 16};
        if (ui_over(view->ui, column)) {
            over = y;
            draw_fill(canvas, column, draw_fade(THEME_QUIET, 0.1));
        }
        const double *value = years->value[y];
        for (int f = 0; f < FLOWS; f++) {
            bool at_home = f == PAID_HOME || f == RECEIVED_HOME;
            bool received = f == RECEIVED_HOME || f == RECEIVED_HOST;
            draw_bar(canvas, at_home ? middle - bar - 1 : middle + 1, bar, zero,
                     (received ? unit : -unit) * value[f], at_home ? home : host, y < years->over);
            const double *other = other_year(theirs, years->calendar[y]);
            if (other && (other[f] != 0 || value[f] != 0)) /* a mark where it would end */
                draw_fill(canvas,
                          (struct box){at_home ? middle - bar - 3 : middle - 1,
                                       zero - (received ? unit : -unit) * other[f] - 1, bar + 4, 2},
                          THEME_INK);
        }
        char text[FORMAT_MAX];
        snprintf(text, sizeof text, "%d", years->calendar[y]);
        if (y % every == 0)
            text_draw(canvas, TEXT_TINY | TEXT_TABULAR, TEXT_CENTRE, middle, plot.y + plot.h + 11,
                      y < years->over ? THEME_TEXT : THEME_QUIET, text);
    }
    draw_horizontal(canvas, plot.x, plot.x + plot.w, zero, THEME_QUIET);
    if (over >= 0)
        show_tooltip(view, data, years, theirs, over);
}

void facility_years_draw(const struct facility_data *data, const struct facility_data *theirs,
                         struct view *view, int64_t row, const char *title, struct box box)
{
    struct ui *ui = view->ui;
    struct years years, other, *marks = NULL;
    int64_t twin = theirs && row >= 0 ? facility_twin(data, (uint64_t)row, theirs) : -1;
    if (theirs && (row < 0 || twin >= 0) && read_years(view->other, twin, &other))
        marks = &other;
    ui_card(ui, box);
    double x = box.x + 16;
    x += text_draw(ui->canvas, TEXT_STRONG, TEXT_LEFT, x, box.y + 18, THEME_INK, title) + 22;
    if (!read_years(view, row, &years) || years.count == 0) {
        ui_message(ui, box, "", "Cash by year is written at the end of the first year.");
        return;
    }
    double right = box.x + box.w - 16;
    double needed = text_width(ui->canvas, TEXT_SMALL, name_region(data->home)) +
                    text_width(ui->canvas, TEXT_SMALL, name_region(data->host)) + 62;
    x = fmax(x, right - needed);
    x += facility_legend(ui, x, box.y + 18, theme_region(data->home, 0), name_region(data->home));
    facility_legend(ui, x, box.y + 18, theme_region(data->host, 1), name_region(data->host));

    double low = 0, high = 0;
    for (int i = 0; i < 2; i++) {
        const struct years *of = i ? marks : &years;
        for (int y = 0; of && y < of->count; y++) {
            low = fmin(low, -fmax(of->value[y][PAID_HOME], of->value[y][PAID_HOST]));
            high = fmax(high, fmax(of->value[y][RECEIVED_HOME], of->value[y][RECEIVED_HOST]));
        }
    }
    if (!(high > low)) {
        ui_message(ui, box, "", "No cash has moved.");
        return;
    }
    double air = 0.06 * (high - low);
    low -= low < 0 ? air : 0, high += air;
    struct box plot = {box.x + 48, box.y + 56, box.w - 64, fmax(10, box.h - 80)};
    bool small = high - low < 1e11;
    char unit[120];
    snprintf(unit, sizeof unit, "%s US dollars; up: received, down: paid in; %s",
             small ? "m" : "bn", marks ? "line: the other run" : "outlined: not over yet");
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, box.x + 16, box.y + 38, box.w - 24, THEME_QUIET,
                  unit);
    draw_axis(ui->canvas, plot, low, high, small ? 1e8 : 1e11);
    draw_bars(view, data, &years, marks, plot, low, high);
}

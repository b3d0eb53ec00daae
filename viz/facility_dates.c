/* The dates of one project along a line: what happened, and when work is to end. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/chart.h"
#include "viz/facility.h"
#include "viz/format.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { MARKS = 10 };

static int collect_dates(const struct facility_data *data, uint64_t row,
                         struct facility_date marks[static MARKS])
{
    static const struct {
        enum project_column column;
        enum facility_stage stage;
        const char *label;
    } DATES[] = {
        {PROJECT_listed, STAGE_CANDIDATE, "proposed"},
        {PROJECT_screened, STAGE_SCREENED, "examined"},
        {PROJECT_recommended, STAGE_RECOMMENDED, "recommended"},
        {PROJECT_selected, STAGE_SELECTED, "selected"},
        {PROJECT_noticed, STAGE_NOTICED, "notice"},
        {PROJECT_funded, STAGE_FUNDED, "signed"},
        {PROJECT_started, STAGE_CONSTRUCTION, "start of work"},
        {PROJECT_finished, STAGE_OPERATING, "in operation"},
        {PROJECT_ended, STAGE_FAILED, "failed"},
    };
    int count = 0;
    enum facility_stage stage = data->projects[row].stage;
    for (size_t i = 0; i < sizeof DATES / sizeof *DATES; i++) {
        double step = facility_value(data, DATES[i].column, row);
        if (!(step > 0) || !isfinite(step))
            continue;
        bool end = DATES[i].column == PROJECT_ended;
        const char *label = !end                      ? DATES[i].label
                            : stage == STAGE_DECLINED ? "declined"
                            : stage == STAGE_DROPPED  ? "dropped"
                                                      : DATES[i].label;
        double day = facility_day(data, step);
        if (count == 0 || marks[count - 1].day != day) /* else on one day: one mark */
            marks[count++] = (struct facility_date){.day = day};
        struct facility_date *mark = &marks[count - 1];
        size_t used = strlen(mark->label);
        snprintf(mark->label + used, sizeof mark->label - used, "%s%s", used ? ", " : "", label);
        mark->colour = theme_stage(end ? stage : DATES[i].stage);
    }
    return count;
}

/* Labels below the line, to the right of their marks. One that would reach under a later mark goes
 * below that one's, so that no line to a mark crosses a label. */
static void draw_marks(struct view *view, const struct facility_date *marks, int count,
                       const struct chart *axis, struct box plot)
{
    enum { LEVELS = 5 };
    struct ui *ui = view->ui;
    double left[MARKS], middle = plot.y + 8;
    int level[MARKS];
    for (int i = count - 1; i >= 0; i--) {
        char date[FORMAT_MAX], text[FORMAT_MAX + 72];
        double x = chart_x(axis, plot, marks[i].day);
        snprintf(text, sizeof text, "%.63s %s", marks[i].label,
                 format_date(date, timeline_date(view->timeline, marks[i].day)));
        double w = text_width(ui->canvas, TEXT_TINY, text);
        left[i] = fmax(plot.x, fmin(x - 4, plot.x + plot.w - w));
        level[i] = 0;
        for (int j = i + 1; j < count; j++)
            if (left[j] < left[i] + w + 8 && level[j] >= level[i])
                level[i] = level[j] + 1;
        if (level[i] < LEVELS) { /* else it is said when the mouse is there */
            double y = middle + 15 + level[i] * 13;
            draw_vertical(ui->canvas, x, middle + 5, y - (left[i] < x - 5 ? 6 : 2), THEME_AXIS);
            text_draw(ui->canvas, TEXT_TINY, TEXT_LEFT, left[i], y + 1, THEME_TEXT, text);
        }
        draw_circle(ui->canvas, x, middle, 6, THEME_PANEL);
        draw_circle(ui->canvas, x, middle, 4.5, marks[i].colour);
    }
}

void facility_dates_draw(const struct facility_data *data, struct view *view, uint64_t row,
                         struct box box, struct facility_date *hovered)
{
    struct ui *ui = view->ui;
    struct canvas *canvas = ui->canvas;
    struct facility_date marks[MARKS];
    int count = collect_dates(data, row, marks);
    struct chart axis = {.first = timeline_first(view->timeline),
                         .last = timeline_last(view->timeline)};
    struct box plot = {box.x + 6, box.y, box.w - 12, box.h};
    double middle = plot.y + 8, now = timeline_day(view->timeline);
    double started = facility_value(data, PROJECT_started, row);
    double due = facility_day(data, started) + 7 * facility_value(data, PROJECT_build_weeks, row);
    draw_horizontal(canvas, plot.x, plot.x + plot.w, middle, THEME_AXIS);
    for (int i = 0; i < count; i++) {
        double until = i + 1 < count ? marks[i + 1].day : now;
        bool gone = i + 1 == count && data->projects[row].stage >= STAGE_FAILED;
        double from = chart_x(&axis, plot, marks[i].day);
        if (!gone && until > marks[i].day)
            draw_fill(canvas, (struct box){from, middle - 2, chart_x(&axis, plot, until) - from, 4},
                      marks[i].colour);
    }
    if (started > 0 && due >= axis.first && due <= axis.last) {
        double x = chart_x(&axis, plot, due);
        draw_fill(canvas, (struct box){x - 1, middle - 9, 2, 18}, THEME_INK);
        text_draw(canvas, TEXT_TINY, x > plot.x + plot.w / 2 ? TEXT_RIGHT : TEXT_LEFT,
                  x > plot.x + plot.w / 2 ? x - 6 : x + 6, middle - 11, THEME_TEXT,
                  "planned end of work");
    } else if (started > 0 && due > axis.last) {
        char date[FORMAT_MAX], text[FORMAT_MAX + 32];
        snprintf(text, sizeof text, "planned end of work %s",
                 format_date(date, timeline_date(view->timeline, due)));
        text_draw(canvas, TEXT_TINY, TEXT_RIGHT, plot.x + plot.w, middle - 11, THEME_TEXT, text);
    }
    draw_marks(view, marks, count, &axis, plot);
    draw_vertical(canvas, chart_x(&axis, plot, now), middle - 12, middle + 12,
                  draw_fade(THEME_ACCENT, 0.55));
    for (int i = 0; i < count; i++) {
        double x = chart_x(&axis, plot, marks[i].day);
        if (ui_over(ui, (struct box){x - 6, middle - 8, 12, 16}))
            *hovered = marks[i];
    }
}

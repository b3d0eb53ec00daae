#include "viz/timeline.h"

#include <math.h>
#include <stdio.h>

#include "viz/format.h"
#include "viz/playback.h"
#include "viz/text.h"
#include "viz/theme.h"

void timeline_set(struct timeline *timeline, const double *days, uint64_t records)
{
    timeline->days = days;
    timeline->records = records;
    if (records > 0 && (timeline->follow || timeline->record >= records))
        timeline->record = records - 1;
}

void timeline_go(struct timeline *timeline, int64_t record)
{
    int64_t last = (int64_t)timeline->records - 1;
    if (last < 0)
        return;
    timeline->record = (uint64_t)(record < 0 ? 0 : record > last ? last : record);
    timeline->follow = timeline->live && record >= last;
}

void timeline_step(struct timeline *timeline, int64_t by)
{
    timeline->playing = false;
    timeline_go(timeline, (int64_t)timeline->record + by);
}

void timeline_toggle(struct timeline *timeline)
{
    timeline->playing = !timeline->playing && timeline->records > 1;
    timeline->due = 0;
    if (timeline->playing && timeline->record + 1 >= timeline->records)
        timeline_go(timeline, 0);
}

void timeline_advance(struct timeline *timeline, double seconds)
{
    if (!timeline->playing)
        return;
    timeline->due += seconds * ldexp(1, timeline->speed);
    double whole = floor(timeline->due);
    timeline->due -= whole;
    timeline_go(timeline, (int64_t)timeline->record + (int64_t)fmin(whole, 1e9));
    if (timeline->record + 1 >= timeline->records && !timeline->live)
        timeline->playing = false;
}

double timeline_day(const struct timeline *timeline)
{
    return timeline->records > 0 ? timeline->days[timeline->record] : 0;
}

double timeline_first(const struct timeline *timeline)
{
    return timeline->records > 0 ? timeline->days[0] : 0;
}

double timeline_last(const struct timeline *timeline)
{
    return timeline->records > 0 ? timeline->days[timeline->records - 1] : 0;
}

int32_t timeline_date(const struct timeline *timeline, double day)
{
    double limit = 1e6; /* far beyond any run, within the calendar */
    return timeline->start_day + (int32_t)floor(fmax(-limit, fmin(limit, day)) + 1e-6);
}

/* "8 weeks a second", by the spacing of the records. */
static void speed_text(const struct timeline *timeline, char *text, size_t size)
{
    double spacing = timeline->records > 1 ? timeline->days[1] - timeline->days[0] : 7;
    int each = 1 << timeline->speed;
    const char *what = fabs(spacing - 7) < 0.01   ? "week"
                       : fabs(spacing - 1) < 0.01 ? "day"
                                                  : "record";
    snprintf(text, size, "%d %s%s/s", each, what, each > 1 ? "s" : "");
}

static void draw_button(struct timeline *timeline, struct ui *ui, double x, double y)
{
    struct box hit = {x - 17, y - 17, 34, 34};
    if (ui_clicked(ui, hit))
        timeline_toggle(timeline);
    draw_circle(ui->canvas, x, y, 16, ui_over(ui, hit) ? THEME_INK : THEME_ACCENT);
    if (timeline->playing) {
        draw_fill(ui->canvas, (struct box){x - 5, y - 6, 4, 12}, 0xffffffffu);
        draw_fill(ui->canvas, (struct box){x + 1, y - 6, 4, 12}, 0xffffffffu);
    } else {
        draw_triangle(ui->canvas, (struct point){x - 4, y - 6.5}, (struct point){x + 7, y},
                      (struct point){x - 4, y + 6.5}, 0xffffffffu);
    }
}

/* Minus, speed, plus at the right end. */
static void draw_speed(struct timeline *timeline, struct ui *ui, struct box box)
{
    char text[48];
    struct box less = {box.x, box.y, 22, box.h}, more = {box.x + box.w - 22, box.y, 22, box.h};
    if (ui_clicked(ui, less) && timeline->speed > TIMELINE_SLOWEST)
        timeline->speed--;
    if (ui_clicked(ui, more) && timeline->speed < TIMELINE_FASTEST)
        timeline->speed++;
    speed_text(timeline, text, sizeof text);
    double y = box.y + box.h / 2;
    text_draw(ui->canvas, TEXT_BODY, TEXT_CENTRE, less.x + 11, y,
              ui_over(ui, less) ? THEME_INK : THEME_QUIET, "\xe2\x88\x92");
    text_draw(ui->canvas, TEXT_BODY, TEXT_CENTRE, more.x + 11, y,
              ui_over(ui, more) ? THEME_INK : THEME_QUIET, "+");
    text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_CENTRE, box.x + box.w / 2, y, THEME_TEXT,
              text);
}

static double to_x(const struct timeline *timeline, struct box track, double day)
{
    double first = timeline_first(timeline), last = timeline_last(timeline);
    return track.x + (last > first ? track.w * (day - first) / (last - first) : track.w);
}

static void draw_track(struct timeline *timeline, struct ui *ui, struct box track)
{
    struct canvas *canvas = ui->canvas;
    double first = timeline_first(timeline), last = timeline_last(timeline);
    double y = track.y, x = to_x(timeline, track, timeline_day(timeline));
    struct box hit = {track.x - 8, y - 14, track.w + 16, 36};
    if (ui_clicked(ui, hit))
        timeline->dragging = true;
    if (!ui->input.down)
        timeline->dragging = false;
    if (timeline->dragging && timeline->records > 0) {
        double share = fmax(0, fmin(1, (ui->input.x - track.x) / track.w));
        double spacing = (last - first) / fmax(1, (double)timeline->records - 1);
        timeline_go(timeline, (int64_t)playback_at(timeline->days, timeline->records,
                                                   first + share * (last - first) + spacing / 2));
        x = to_x(timeline, track, timeline_day(timeline));
    }
    draw_rounded(canvas, (struct box){track.x, y - 2, track.w, 4}, 2, THEME_BORDER);
    draw_rounded(canvas, (struct box){track.x, y - 2, x - track.x, 4}, 2, THEME_ACCENT);

    struct date_ticks ticks = format_date_ticks(
        timeline->start_day + first, timeline->start_day + last, (int)fmax(2, track.w / 110));
    for (int i = 0; i < ticks.count; i++) {
        double at = to_x(timeline, track, ticks.at[i] - timeline->start_day);
        draw_vertical(canvas, at, y + 6, y + 10, THEME_AXIS);
        text_draw(canvas, TEXT_TINY | TEXT_TABULAR, TEXT_CENTRE, at, y + 18, THEME_QUIET,
                  ticks.label[i]);
    }
    draw_circle(canvas, x, y, 8, THEME_PANEL);
    draw_circle(canvas, x, y, 6.5, THEME_ACCENT);
    if (ui_over(ui, hit) && !timeline->dragging && last > first) {
        char text[FORMAT_MAX];
        double share = fmax(0, fmin(1, (ui->input.x - track.x) / track.w));
        format_date(text, timeline_date(timeline, first + share * (last - first)));
        struct ui_row row = {0, text, ""};
        ui_tooltip(ui, ui->input.x - 8, y - 62, "", &row, 1);
    }
}

void timeline_draw(struct timeline *timeline, struct ui *ui, struct box box)
{
    char text[FORMAT_MAX];
    double y = box.y + 20, speed_width = 128;
    draw_button(timeline, ui, box.x + 17, y);
    format_date(text, timeline_date(timeline, timeline_day(timeline)));
    text_draw(ui->canvas, TEXT_STRONG, TEXT_LEFT, box.x + 46, y, THEME_INK, text);
    struct box track = {box.x + 150, y, box.w - 150 - speed_width - 24, 4};
    draw_speed(timeline, ui, (struct box){box.x + box.w - speed_width, y - 14, speed_width, 28});
    if (track.w > 40)
        draw_track(timeline, ui, track);
}

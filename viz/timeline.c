#include "viz/timeline.h"

#include <math.h>
#include <stdio.h>

#include "viz/format.h"
#include "viz/playback.h"
#include "viz/text.h"
#include "viz/theme.h"
#include "viz/timeline_marks.h"

/* Records a second. */
static const int SPEEDS[TIMELINE_FASTEST + 1] = {1, 2, 4, 8, 15, 30, 60, 120};

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

int64_t timeline_record(const struct timeline *timeline, double day)
{
    return (int64_t)playback_at(timeline->days, timeline->records, day);
}

bool timeline_has(const struct timeline *timeline, double day)
{
    return timeline->records > 0 && day >= timeline_first(timeline) - 1e-6 &&
           day <= timeline_last(timeline) + 1e-6;
}

const struct event_mark *timeline_event(struct timeline *timeline, int by)
{
    const struct event_marks *events = timeline->events;
    if (!events || timeline->records == 0)
        return NULL;
    const struct event_mark *found = NULL;
    for (int e = 0; e < events->count; e++) {
        const struct event_mark *mark = &events->mark[by > 0 ? events->count - 1 - e : e];
        int64_t ahead = timeline_record(timeline, mark->day) - (int64_t)timeline->record;
        if (timeline_has(timeline, mark->day) && (by > 0 ? ahead > 0 : ahead < 0))
            found = mark; /* the nearest comes last */
    }
    if (found)
        timeline_step(timeline, timeline_record(timeline, found->day) - (int64_t)timeline->record);
    return found;
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
    timeline->due += seconds * SPEEDS[timeline->speed];
    double whole = floor(timeline->due);
    timeline->due -= whole;
    int64_t next = (int64_t)timeline->record + (int64_t)fmin(whole, 1e9);
    if (timeline->loop && whole > 0) {
        uint64_t first, last;
        timeline_loop_range(timeline, &first, &last);
        if (next > (int64_t)last && last > first)
            next = (int64_t)first + (next - (int64_t)last - 1) % (int64_t)(last - first + 1);
    }
    timeline_go(timeline, next);
    if (timeline->loop && timeline->records > 1)
        return;
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
    int each = SPEEDS[timeline->speed];
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
        draw_fill(ui->canvas, (struct box){x - 5, y - 6, 4, 12}, theme_ink_on(THEME_ACCENT));
        draw_fill(ui->canvas, (struct box){x + 1, y - 6, 4, 12}, theme_ink_on(THEME_ACCENT));
    } else {
        draw_triangle(ui->canvas, (struct point){x - 4, y - 6.5}, (struct point){x + 7, y},
                      (struct point){x - 4, y + 6.5}, theme_ink_on(THEME_ACCENT));
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

double timeline_x(const struct timeline *timeline, struct box track, double day)
{
    double first = timeline_first(timeline), last = timeline_last(timeline);
    return track.x + (last > first ? track.w * (day - first) / (last - first) : track.w);
}

enum { SPEED_WIDTH = 128, LOOP_WIDTH = 34, STRIP_HEIGHT = 6 };
enum { MARK_HALF = 5, MARK_REACH = 7, MARK_ROWS = 8 };

/* Where something began, a flag above the track; as long as it lasts, a thin line. */
static void draw_marks(const struct timeline *timeline, struct ui *ui, struct box track)
{
    const struct event_marks *events = timeline->events;
    double last = -HUGE_VAL, y = track.y - 9, covered = -HUGE_VAL;
    for (int e = 0; events && e < events->count; e++) {
        const struct event_mark *mark = &events->mark[e];
        if (!timeline_has(timeline, mark->day))
            continue;
        double x = timeline_x(timeline, track, mark->day);
        bool ends = mark->until < HUGE_VAL; /* what stays for good would hide the rest */
        double end = timeline_x(timeline, track, fmin(mark->until, timeline_last(timeline)));
        double from = fmax(x, covered);
        if (ends && end > from) {
            draw_fill(ui->canvas, (struct box){from, y + 2, end - from, 2},
                      draw_fade(THEME_EVENT, 0.35));
            covered = end;
        }
        if (x - last >= 1)
            draw_triangle(ui->canvas, (struct point){x - MARK_HALF, y - MARK_HALF},
                          (struct point){x + MARK_HALF, y - MARK_HALF}, (struct point){x, y + 4},
                          THEME_EVENT);
        last = x;
    }
}

/* The marks under the mouse: [*first, the value returned). */
static int marks_at(const struct timeline *timeline, const struct ui *ui, struct box track,
                    int *first)
{
    const struct event_marks *events = timeline->events;
    double above = track.y - ui->input.y, nearest = MARK_REACH;
    int end = *first = 0;
    if (!events || above < 2 || above > 18)
        return 0;
    for (int e = 0; e < events->count; e++) {
        double away = fabs(timeline_x(timeline, track, events->mark[e].day) - ui->input.x);
        if (timeline_has(timeline, events->mark[e].day) && away < nearest) {
            nearest = away;
            *first = e;
            end = e + 1;
        }
    }
    if (end > 0) /* all that share its flag */
        while (end < events->count &&
               timeline_x(timeline, track, events->mark[end].day) -
                       timeline_x(timeline, track, events->mark[*first].day) <
                   1)
            end++;
    return end;
}

static void draw_track(struct timeline *timeline, struct ui *ui, struct box track)
{
    struct canvas *canvas = ui->canvas;
    double first = timeline_first(timeline), last = timeline_last(timeline);
    double y = track.y, x = timeline_x(timeline, track, timeline_day(timeline));
    struct box hit = {track.x - 8, y - 18, track.w + 16, 40};
    if (ui_clicked(ui, hit))
        timeline->dragging = true;
    if (!ui->input.down)
        timeline->dragging = false;
    int mark, marks = marks_at(timeline, ui, track, &mark);
    int bookmark = timeline_mark_at(timeline, ui, track);
    if ((marks > 0 || bookmark >= 0) && ui->input.pressed) {
        timeline->dragging = false;
        timeline_go(timeline, timeline_record(timeline, marks > 0 ? timeline->events->mark[mark].day
                                                                  : timeline->bookmark[bookmark]));
        x = timeline_x(timeline, track, timeline_day(timeline));
    }
    if (timeline->dragging && timeline->records > 0) {
        double share = fmax(0, fmin(1, (ui->input.x - track.x) / track.w));
        double spacing = (last - first) / fmax(1, (double)timeline->records - 1);
        timeline_go(timeline, (int64_t)playback_at(timeline->days, timeline->records,
                                                   first + share * (last - first) + spacing / 2));
        x = timeline_x(timeline, track, timeline_day(timeline));
    }
    draw_rounded(canvas, (struct box){track.x, y - 2, track.w, 4}, 2, THEME_BORDER);
    draw_rounded(canvas, (struct box){track.x, y - 2, x - track.x, 4}, 2, THEME_ACCENT);

    struct date_ticks ticks = format_date_ticks(
        timeline->start_day + first, timeline->start_day + last, (int)fmax(2, track.w / 110));
    for (int i = 0; i < ticks.count; i++) {
        double at = timeline_x(timeline, track, ticks.at[i] - timeline->start_day);
        draw_vertical(canvas, at, y + 14, y + 17, THEME_AXIS);
        text_draw(canvas, TEXT_TINY | TEXT_TABULAR, TEXT_CENTRE, at, y + 24, THEME_QUIET,
                  ticks.label[i]);
    }
    if (timeline->strip)
        timeline_strip_draw(timeline->strip, ui,
                            (struct box){track.x, y + 6, track.w, STRIP_HEIGHT}, first, last);
    draw_marks(timeline, ui, track);
    if (timeline->records > 0)
        timeline_marks_draw(timeline, ui, track);
    draw_circle(canvas, x, y, 8, THEME_PANEL);
    draw_circle(canvas, x, y, 6.5, THEME_ACCENT);
}

/* "price, ROW B05_06: share 0.5 for 52 weeks", one row an event. */
static void show_marks(const struct timeline *timeline, struct ui *ui, struct box track, int first,
                       int end)
{
    char heading[FORMAT_MAX], text[MARK_ROWS][320];
    struct ui_row rows[MARK_ROWS];
    int count = 0;
    for (int e = first; e < end && count < MARK_ROWS; e++) {
        const struct event_mark *mark = &timeline->events->mark[e];
        if (count == MARK_ROWS - 1 && e + 1 < end)
            snprintf(text[count], sizeof text[count], "and %d more", end - e);
        else
            snprintf(text[count], sizeof text[count], "%s%s%s%s%s", mark->kind,
                     mark->where[0] ? ", " : "", mark->where, mark->what[0] ? ": " : "",
                     mark->what);
        rows[count] = (struct ui_row){0, text[count], ""};
        count++;
    }
    format_date(heading, timeline_date(timeline, timeline->events->mark[first].day));
    ui_tooltip(ui, timeline_x(timeline, track, timeline->events->mark[first].day), track.y - 10,
               heading, rows, count);
}

/* The day under the mouse, or the bookmark there, and what was lost then. */
static void show_moment(const struct timeline *timeline, struct ui *ui, struct box track)
{
    double first = timeline_first(timeline), last = timeline_last(timeline);
    double share = fmax(0, fmin(1, (ui->input.x - track.x) / track.w));
    double day = first + share * (last - first);
    int bookmark = timeline_mark_at(timeline, ui, track);
    if (bookmark >= 0)
        day = timeline->bookmark[bookmark];
    char date[FORMAT_MAX], heading[FORMAT_MAX + 16], text[STRIP_ROWS][2][STRIP_TEXT];
    struct ui_row rows[STRIP_ROWS];
    format_date(date, timeline_date(timeline, day));
    snprintf(heading, sizeof heading, "%s%s", bookmark >= 0 ? "Bookmark, " : "", date);
    int count = timeline->strip ? timeline_strip_rows(timeline->strip, day, text, rows) : 0;
    ui_tooltip(ui, ui->input.x - 8, track.y - 10, heading, rows, count);
}

static struct box track_of(struct box box)
{
    return (struct box){box.x + 150, box.y + 20, box.w - 150 - SPEED_WIDTH - LOOP_WIDTH - 24, 4};
}

void timeline_tooltip(struct timeline *timeline, struct ui *ui, struct box box)
{
    struct box track = track_of(box), hit = {track.x - 8, track.y - 18, track.w + 16, 40};
    double first = timeline_first(timeline), last = timeline_last(timeline);
    int mark, marks = marks_at(timeline, ui, track, &mark);
    if (track.w <= 40 || !ui_over(ui, hit) || timeline->dragging || last <= first)
        return;
    if (marks > 0) {
        show_marks(timeline, ui, track, mark, marks);
        return;
    }
    show_moment(timeline, ui, track);
}

void timeline_draw(struct timeline *timeline, struct ui *ui, struct box box)
{
    char text[FORMAT_MAX];
    double y = box.y + 20;
    if (ui->plain)
        box.x -= 46, box.w += 46 + SPEED_WIDTH + LOOP_WIDTH;
    else
        draw_button(timeline, ui, box.x + 17, y);
    format_date(text, timeline_date(timeline, timeline_day(timeline)));
    text_draw(ui->canvas, TEXT_STRONG, TEXT_LEFT, box.x + 46, y, THEME_INK, text);
    timeline_live_badge(timeline, ui, (struct box){box.x + 46, y + 11, 100, 16});
    struct box track = track_of(box);
    if (!ui->plain) {
        timeline_loop_button(timeline, ui, box.x + box.w - SPEED_WIDTH - LOOP_WIDTH / 2.0 - 2, y);
        draw_speed(timeline, ui,
                   (struct box){box.x + box.w - SPEED_WIDTH, y - 14, SPEED_WIDTH, 28});
    }
    if (track.w > 40)
        draw_track(timeline, ui, track);
}

#include "viz/timeline_marks.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/text.h"
#include "viz/theme.h"

enum { MARK_REACH = 6, MARK_ABOVE = 8, MARK_BELOW = 6 };

bool timeline_bookmark_add(struct timeline *timeline, double day)
{
    int at = 0;
    while (at < timeline->bookmark_count && timeline->bookmark[at] < day)
        at++;
    bool there = at < timeline->bookmark_count && timeline->bookmark[at] == day;
    if (there || !isfinite(day) || timeline->bookmark_count == TIMELINE_BOOKMARKS)
        return false;
    memmove(timeline->bookmark + at + 1, timeline->bookmark + at,
            (size_t)(timeline->bookmark_count - at) * sizeof *timeline->bookmark);
    timeline->bookmark[at] = day;
    timeline->bookmark_count++;
    return true;
}

enum bookmark_change timeline_bookmark(struct timeline *timeline)
{
    if (timeline->records == 0)
        return BOOKMARK_NONE;
    for (int i = 0; i < timeline->bookmark_count; i++) {
        if (!timeline_has(timeline, timeline->bookmark[i]) ||
            timeline_record(timeline, timeline->bookmark[i]) != (int64_t)timeline->record)
            continue;
        timeline->bookmark_count--;
        memmove(timeline->bookmark + i, timeline->bookmark + i + 1,
                (size_t)(timeline->bookmark_count - i) * sizeof *timeline->bookmark);
        return BOOKMARK_REMOVED;
    }
    return timeline_bookmark_add(timeline, timeline_day(timeline)) ? BOOKMARK_SET : BOOKMARK_NONE;
}

bool timeline_go_bookmark(struct timeline *timeline, int by)
{
    int64_t now = (int64_t)timeline->record, found = -1;
    for (int i = 0; i < timeline->bookmark_count; i++) {
        if (!timeline_has(timeline, timeline->bookmark[i]))
            continue;
        int64_t record = timeline_record(timeline, timeline->bookmark[i]);
        if (by < 0 && record < now)
            found = record; /* the last of them is the nearest */
        if (by > 0 && record > now && found < 0)
            found = record;
    }
    if (found >= 0)
        timeline_step(timeline, found - now);
    return found >= 0;
}

void timeline_loop_range(const struct timeline *timeline, uint64_t *first, uint64_t *last)
{
    *first = 0;
    *last = timeline->records > 0 ? timeline->records - 1 : 0;
    int64_t from = -1, to = -1;
    for (int i = 0; i < timeline->bookmark_count; i++) {
        if (!timeline_has(timeline, timeline->bookmark[i]))
            continue;
        to = timeline_record(timeline, timeline->bookmark[i]);
        from = from < 0 ? to : from;
    }
    if (to > from)
        *first = (uint64_t)from, *last = (uint64_t)to;
}

static double mark_x(const struct timeline *timeline, struct box track, int mark)
{
    return timeline_x(timeline, track, timeline->bookmark[mark]);
}

/* A ribbon that hangs over the track, as it would from a book. */
static void draw_bookmark(struct canvas *canvas, double x, double y, bool lit)
{
    uint32_t colour = lit ? THEME_ACCENT : THEME_TEXT;
    struct box ribbon = {x - 4, y - MARK_ABOVE, 8, MARK_ABOVE + MARK_BELOW};
    draw_fill(canvas, box_inset(ribbon, -1), THEME_PAPER);
    draw_fill(canvas, ribbon, colour);
    double foot = ribbon.y + ribbon.h;
    draw_triangle(canvas, (struct point){x - 4, foot + 0.5}, (struct point){x + 4, foot + 0.5},
                  (struct point){x, foot - 4}, THEME_PAPER);
}

void timeline_marks_draw(const struct timeline *timeline, struct ui *ui, struct box track)
{
    if (timeline->loop) {
        uint64_t first, last;
        timeline_loop_range(timeline, &first, &last);
        double from = timeline_x(timeline, track, timeline->days[first]);
        double to = timeline_x(timeline, track, timeline->days[last]);
        draw_rounded(ui->canvas, (struct box){from, track.y - 4, fmax(1, to - from), 8}, 4,
                     draw_fade(THEME_ACCENT, 0.22));
    }
    int lit = timeline_mark_at(timeline, ui, track);
    for (int i = 0; i < timeline->bookmark_count; i++)
        if (timeline_has(timeline, timeline->bookmark[i]))
            draw_bookmark(ui->canvas, mark_x(timeline, track, i), track.y, i == lit);
}

int timeline_mark_at(const struct timeline *timeline, const struct ui *ui, struct box track)
{
    if (fabs(ui->input.y - track.y) > MARK_REACH + 1)
        return -1;
    double nearest = MARK_REACH;
    int found = -1;
    for (int i = 0; i < timeline->bookmark_count; i++) {
        double away = fabs(mark_x(timeline, track, i) - ui->input.x);
        if (timeline_has(timeline, timeline->bookmark[i]) && away < nearest)
            nearest = away, found = i;
    }
    return found;
}

/* Two arrows that chase each other round. */
static void draw_arrows(struct canvas *canvas, double x, double y, uint32_t colour)
{
    enum { POINTS = 12 };
    static const double RADIUS = 5.5;
    const double turn = acos(-1.0);
    for (int half = 0; half < 2; half++) {
        struct point points[POINTS];
        double from = half * turn + 0.25, to = from + turn - 0.75;
        for (int i = 0; i < POINTS; i++) {
            double angle = from + (to - from) * i / (POINTS - 1);
            points[i] = (struct point){x + RADIUS * cos(angle), y + RADIUS * sin(angle)};
        }
        draw_polyline(canvas, points, POINTS, 1.6, colour);
        double ahead = to + 0.55, back = to - 0.1;
        draw_triangle(
            canvas, (struct point){x + RADIUS * cos(ahead), y + RADIUS * sin(ahead)},
            (struct point){x + (RADIUS + 3.2) * cos(back), y + (RADIUS + 3.2) * sin(back)},
            (struct point){x + (RADIUS - 3.2) * cos(back), y + (RADIUS - 3.2) * sin(back)}, colour);
    }
}

bool timeline_loop_button(struct timeline *timeline, struct ui *ui, double x, double y)
{
    struct box hit = {x - 13, y - 13, 26, 26};
    bool clicked = ui_clicked(ui, hit);
    if (clicked)
        timeline->loop = !timeline->loop;
    if (timeline->loop)
        draw_rounded(ui->canvas, hit, THEME_RADIUS, THEME_ACCENT);
    else if (ui_over(ui, hit))
        draw_rounded(ui->canvas, hit, THEME_RADIUS, THEME_BORDER);
    draw_arrows(ui->canvas, x, y, timeline->loop ? theme_ink_on(THEME_ACCENT) : THEME_QUIET);
    return clicked;
}

void timeline_live_badge(struct timeline *timeline, struct ui *ui, struct box box)
{
    if (!timeline->live)
        return;
    const char *text = timeline->follow ? "Live, following" : "Live, go to end";
    double x = box.x + 5, y = box.y + box.h / 2;
    if (!timeline->follow && ui_clicked(ui, box))
        timeline_go(timeline, INT64_MAX);
    if (timeline->beat % 2 == 1)
        draw_circle(ui->canvas, x, y, 5.5, draw_fade(theme_good(), 0.35));
    draw_circle(ui->canvas, x, y, 3, theme_good());
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, x + 9, y, box.w - 14,
                  timeline->follow || !ui_over(ui, box) ? THEME_TEXT : THEME_INK, text);
}

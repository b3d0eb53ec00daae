#include "viz/versus.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *versus_name(const struct view *view)
{
    return playback_name(view->playback);
}

double versus_day(const struct view *view, double day)
{
    return view->timeline->start_day + day - view->other->timeline->start_day;
}

bool versus_record(const double *days, uint64_t records, double day, uint64_t *record)
{
    if (records == 0)
        return false;
    uint64_t last = records - 1;
    double step = last > 0 ? days[last] - days[last - 1] : 1;
    *record = playback_at(days, records, day);
    return day >= days[0] && day < days[last] + step;
}

void versus_dashes(struct canvas *canvas, const struct point *points, int count, double width,
                   uint32_t colour)
{
    enum { MOST = 768 };
    const double DASH = 3.5, PERIOD = 6;
    struct point out[MOST];
    size_t used = 0;
    double at = 0; /* along the line */
    for (int i = 0; i + 1 < count && used + 3 < MOST; i++) {
        struct point a = points[i], b = points[i + 1];
        double length = hypot(b.x - a.x, b.y - a.y), from = 0;
        if (!isfinite(length) || !(length > 0))
            continue;
        while (from < length && used + 3 < MOST) {
            double phase = fmod(at + from, PERIOD);
            double to = fmin(length, from + (phase < DASH ? DASH : PERIOD) - phase + 1e-9);
            for (int end = 0; end < 2 && phase < DASH; end++) {
                double along = (end ? to : from) / length;
                out[used++] = (struct point){a.x + (b.x - a.x) * along, a.y + (b.y - a.y) * along};
            }
            if (phase < DASH)
                out[used++] = (struct point){NAN, NAN};
            from = to;
        }
        at += length;
    }
    draw_polyline(canvas, out, used, width, colour);
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

double versus_limit(double *sizes, size_t count, double least)
{
    if (count == 0)
        return least;
    qsort(sizes, count, sizeof *sizes, by_size);
    double size = fmax(least, sizes[(size_t)(0.98 * (double)(count - 1))]);
    double power = pow(10, floor(log10(size)));
    static const double STEPS[] = {1, 2, 5, 10};
    for (int i = 0; i < 4; i++)
        if (STEPS[i] * power >= size * (1 - 1e-9))
            return STEPS[i] * power;
    return 10 * power;
}

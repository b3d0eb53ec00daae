#include "viz/world_figures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

char *world_change(char text[static WORLD_TEXT], double now, double start)
{
    char number[FORMAT_MAX];
    double change = start > 0 ? 100 * (now / start - 1) : NAN;
    if (isfinite(change))
        snprintf(text, WORLD_TEXT, "%s %%",
                 format_signed(number, change, fabs(change) < 99.95 ? 1 : 0));
    else
        snprintf(text, WORLD_TEXT, "%s", format_number(number, NAN, 0));
    return text;
}

double world_steps_a_year(const struct playback *playback)
{
    double days = playback->reader.days_per_step;
    return days == 7 ? 52 : isfinite(days) && days > 0 ? 365 / days : 52;
}

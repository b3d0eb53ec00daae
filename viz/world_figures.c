#include "viz/world_figures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

char *world_dollars(char text[static WORLD_TEXT], double dollars)
{
    char number[FORMAT_MAX];
    struct format_scale scale = format_scale_of(isfinite(dollars) ? dollars : 0);
    double shown = fabs(dollars) * scale.factor;
    bool trillions = strcmp(scale.name, "tn") == 0;
    int decimals = shown < 9.95 ? 1 + trillions : trillions && shown < 99.5;
    if (fabs(shown - round(shown)) < 1e-9)
        decimals = 0;
    if (!isfinite(dollars))
        snprintf(text, WORLD_TEXT, "%s", format_number(number, dollars, 0));
    else if (fabs(dollars) < 0.5)
        snprintf(text, WORLD_TEXT, "$0");
    else
        snprintf(text, WORLD_TEXT, "%s$%s%s%s", dollars < 0 ? "−" : "",
                 format_number(number, shown, decimals), scale.name[0] ? " " : "", scale.name);
    return text;
}

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

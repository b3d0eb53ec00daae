#include "viz/series_unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/format.h"
#include "viz/series_growth.h"

static bool ends_with(const char *text, const char *end)
{
    size_t a = strlen(text), b = strlen(end);
    return a >= b && strcmp(text + a - b, end) == 0;
}

static bool is_percent(const struct playback_column *column)
{
    return strcmp(column->unit, "%") == 0 || strcmp(column->unit, "percent") == 0;
}

/* What else has no unit is a level. */
bool series_unit_is_rate(const struct playback_column *column)
{
    static const char *const ENDS[] = {"_rate",       "_ratio",       "_share", "_use",
                                       "utilisation", "unemployment", "_tax"};
    if (strncmp(column->unit, "share", 5) == 0 || strcmp(column->unit, "1/year") == 0 ||
        is_percent(column))
        return true;
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
        if (ends_with(column->name, ENDS[i]))
            return strcmp(column->unit, "1") == 0 || column->unit[0] == '\0';
    return false;
}

bool series_unit_is_flow(const struct playback_column *column)
{
    if (ends_with(column->unit, "/step"))
        return true;
    bool plain = strcmp(column->unit, "1") == 0 || column->unit[0] == '\0' ||
                 strstr(column->unit, "cent") || series_unit_is_rate(column);
    return column->nature == FLOW && !plain; /* persons, firms, links of the step */
}

bool series_adds_up(const struct playback_column *column)
{
    static const char *const RATES[] = {"price",       "index", "rate", "_use",
                                        "utilisation", "share", "wage_"};
    for (size_t i = 0; i < sizeof RATES / sizeof *RATES; i++)
        if (strstr(column->name, RATES[i]))
            return false;
    /* Amounts and counts have a unit; what has none is a ratio, a logarithm or a code. */
    return strcmp(column->unit, "1") != 0 && column->unit[0] != '\0' &&
           !series_unit_is_rate(column);
}

/* "cent/step" to money ("USD at opening rates") and "/step"; other units stay as they are. */
struct unit {
    char name[48];      /* without what it is per; "" for none */
    const char *suffix; /* behind what it is per */
    bool money, per_step;
    char per[40]; /* " a person a year" */
};

static struct unit read_unit(const struct playback_column *column)
{
    struct unit unit = {.suffix = ""};
    const char *text = column->unit;
    bool opening = strncmp(text, "cent", 4) == 0 && (text[4] == '\0' || text[4] == '/');
    bool dollars = strncmp(text, "US cent", 7) == 0 && (text[7] == '\0' || text[7] == '/');
    unit.money = opening || dollars;
    unit.suffix = opening ? " at opening rates" : "";
    size_t length = unit.money ? strcspn(text, "/") : strlen(text);
    unit.per_step = ends_with(text, "/step");
    if (unit.per_step && !unit.money)
        length -= 5;
    snprintf(unit.name, sizeof unit.name, "%.*s", (int)fmin(40, (double)length),
             unit.money ? "USD" : text);
    if (strcmp(unit.name, "1") == 0)
        unit.name[0] = '\0';
    const char *per = unit.money ? text + length : "";
    while (*per == '/') {
        size_t part = strcspn(per + 1, "/");
        size_t used = strlen(unit.per);
        if (strncmp(per + 1, "step", 4) != 0)
            snprintf(unit.per + used, sizeof unit.per - used, " a %.*s",
                     (int)fmin(16, (double)part), per + 1);
        per += 1 + part;
    }
    return unit;
}

static const char *step_text(double days_per_step)
{
    return fabs(days_per_step - 7) < 0.01   ? " a week"
           : fabs(days_per_step - 1) < 0.01 ? " a day"
                                            : " a step";
}

/* Payments of a step are shown as those of a year (52 weeks), as people know them. */
bool series_unit_is_of_period(const struct playback_column *column)
{
    return strcmp(column->unit, "cent") == 0 || strcmp(column->unit, "US cent") == 0;
}

double series_unit_factor(const struct playback_column *column, double days_per_step)
{
    struct unit unit = read_unit(column);
    bool yearly = unit.per_step && unit.money && days_per_step > 0;
    return (unit.money ? 0.01 : 1) * (yearly ? SERIES_YEAR_DAYS / days_per_step : 1);
}

/* Counts of projects or firms have no decimals. */
static bool all_whole(const struct playback_column *column)
{
    for (uint64_t i = 0; i < column->records * column->rows; i++)
        if (isfinite(column->values[i]) && column->values[i] != floor(column->values[i]))
            return false;
    return true;
}

static void choose_level(struct series *series, double days_per_step, double size)
{
    struct unit unit = read_unit(series->column);
    bool yearly = unit.per_step && unit.money && days_per_step > 0;
    struct format_scale scale = format_scale_of(size);
    snprintf(series->unit, sizeof series->unit, "%s%s%s%s%s%s", scale.name,
             scale.name[0] && unit.name[0] ? " " : "", unit.name, unit.per,
             series->of_year || yearly ? " a year"
             : unit.per_step           ? step_text(days_per_step)
                                       : "",
             unit.suffix);
    bool counts = !unit.money && !scale.name[0] && all_whole(series->column);
    series->decimals = counts ? 0 : series_decimals(size * scale.factor);
    series->factor = series_unit_factor(series->column, days_per_step) * scale.factor;
}

static void choose_change(struct series *series, double days_per_step, double size)
{
    const struct playback_column *column = series->column;
    const char *against =
        series_unit_is_flow(column) ? "52 weeks on the 52 before" : "on a year before";
    if (series->relative) {
        snprintf(series->unit, sizeof series->unit, "%% growth, %s", against);
        series->decimals = 1;
    } else if (series_unit_is_rate(column)) {
        snprintf(series->unit, sizeof series->unit, "points, change on a year before");
        series->factor = is_percent(column) ? 1 : 100;
        series->decimals = 2;
    } else {
        char unit[sizeof series->unit];
        choose_level(series, days_per_step, size);
        snprintf(unit, sizeof unit, "%s", series->unit);
        snprintf(series->unit, sizeof series->unit, "%.64s%schange, %s", unit, unit[0] ? ", " : "",
                 against);
    }
    series->points = series->relative || series_unit_is_rate(column);
}

void series_unit_choose(struct series *series, double days_per_step, double size)
{
    series->factor = 1;
    switch (series->kind) {
    case SERIES_INDEX:
        snprintf(series->unit, sizeof series->unit, "start = 100");
        series->decimals = 1;
        break;
    case SERIES_PERCENT:
        snprintf(series->unit, sizeof series->unit, "%s",
                 strcmp(series->column->unit, "1/year") == 0 ? "% a year" : "%");
        series->factor = is_percent(series->column) ? 1 : 100;
        series->decimals = 2;
        break;
    case SERIES_LEVEL:
        choose_level(series, days_per_step, size);
        break;
    case SERIES_CHANGE:
        choose_change(series, days_per_step, size);
        break;
    }
}

#include "viz/world_history.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const struct world_figure world_figures[WORLD_FIGURES] = {
    {"real_gdp", "Real GDP a year", "dollars a year at opening prices", WORLD_MONEY_REAL, false},
    {"gdp", "GDP a year, current", "dollars a year at current prices and exchange rates",
     WORLD_MONEY, false},
    {"consumer_prices", "Consumer prices", "start = 100", WORLD_INDEX, true},
    {"unemployment_rate", "Unemployment", "% of the labour force", WORLD_RATE, true},
    {"exports", "Exports a year", "dollars a year at current prices and exchange rates",
     WORLD_MONEY, false},
    {"imports", "Imports a year", "dollars a year at current prices and exchange rates",
     WORLD_MONEY, false},
};

double world_history_value(const struct world_history *history, uint64_t record)
{
    const struct playback_column *column = history->column;
    if (record >= column->records)
        return NAN;
    double value = column->values[record * column->rows + history->row] * history->factor;
    if (history->rate && record >= history->rate->records)
        return NAN; /* it is read after the column: until then this is no amount of dollars */
    if (history->rate)
        value /= history->rate->values[record * history->rate->rows + history->row];
    return isfinite(value) ? value : NAN;
}

double world_history_start(const struct world_history *history)
{
    return world_history_value(history, history->first);
}

bool world_history_find(struct playback *playback, enum world_figure_name name, uint64_t row,
                        struct world_history *history)
{
    const struct world_figure *figure = &world_figures[name];
    *history = (struct world_history){.figure = figure, .row = row, .factor = 1};
    history->column = playback_column(playback, "region", figure->column);
    const struct playback_column *column = history->column;
    if (!column || !column->has_time || column->records == 0 || row >= column->rows)
        return false;
    if (figure->kind == WORLD_MONEY || figure->kind == WORLD_MONEY_REAL) {
        history->factor = world_steps_a_year(playback) / 100;
        if (figure->kind == WORLD_MONEY && strncmp(column->unit, "US", 2) != 0) {
            history->rate = playback_column(playback, "region", "exchange_rate");
            if (!history->rate && playback->waiting)
                return false; /* a later frame has it */
        }
        if (history->rate && (!history->rate->has_time || history->rate->rows != column->rows))
            history->rate = NULL;
    } else {
        history->factor = 100;
    }
    while (history->first + 1 < column->records && figure->kind != WORLD_RATE &&
           !(world_history_value(history, history->first) > 0))
        history->first++;
    return true;
}

bool world_history_other(const struct view *view, enum world_figure_name figure, const char *code,
                         struct world_history *history)
{
    if (!view->other)
        return false;
    const struct reader_group *group = playback_group(view->other->playback, "region");
    int dimension = group ? playback_dimension(group, "region") : -1;
    if (dimension < 0 || group->dimension_count != 1)
        return false;
    int64_t row = playback_position(group, dimension, code);
    return row >= 0 && world_history_find(view->other->playback, figure, (uint64_t)row, history);
}

double world_history_on(const struct world_history *history, double day)
{
    const struct playback_column *column = history->column;
    uint64_t record;
    if (!versus_record(column->days, column->records, day, &record) || record < history->first)
        return NAN;
    return world_history_value(history, record);
}

char *world_figure_text(char text[static WORLD_TEXT], const struct world_figure *figure,
                        double value)
{
    char number[FORMAT_MAX];
    if (figure->kind == WORLD_MONEY || figure->kind == WORLD_MONEY_REAL)
        return format_dollars(text, value);
    snprintf(text, WORLD_TEXT, "%s%s", format_number(number, value, 1),
             figure->kind == WORLD_RATE && isfinite(value) ? " %" : "");
    return text;
}

double world_figure_change(const struct world_figure *figure, double now, double from)
{
    if (figure->kind == WORLD_RATE)
        return now - from;
    return from > 0 ? 100 * (now / from - 1) : NAN;
}

char *world_figure_change_text(char text[static WORLD_TEXT], const struct world_figure *figure,
                               double change, bool fine)
{
    char number[FORMAT_MAX];
    double size = fabs(change);
    format_signed(number, change, fine && size < 0.995 ? 2 : size < 99.95 ? 1 : 0);
    const char *unit = !isfinite(change) ? "" : figure->kind == WORLD_RATE ? " points" : " %";
    snprintf(text, WORLD_TEXT, "%s%s", number, unit);
    return text;
}

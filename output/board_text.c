#include "output/board_text.h"

#include <math.h>

#include "output/json_text.h"

const char *board_unit_name(enum board_unit unit)
{
    static const char *const names[] = {
        [BOARD_MONEY] = "cent", [BOARD_WAGE] = "cent",       [BOARD_PERSONS] = "person",
        [BOARD_SHARE] = "1",    [BOARD_INDEX] = "1",         [BOARD_COUNT] = "projects",
        [BOARD_WEEKS] = "week", [BOARD_YEAR] = "year of run"};
    return names[unit];
}

static bool grows(enum board_unit unit)
{
    return unit == BOARD_MONEY || unit == BOARD_WAGE || unit == BOARD_PERSONS;
}

/* Growth a year for amounts that have a start, else the change a year. */
static double change_a_year(enum board_unit unit, double start, double now, double years,
                            bool *is_growth)
{
    *is_growth = grows(unit) && start > 0 && now > 0;
    if (!(years > 0))
        return (double)NAN;
    return *is_growth ? pow(now / start, 1 / years) - 1 : (now - start) / years;
}

static char *change_text(enum board_unit unit, double start, double now, double years,
                         char text[BOARD_TEXT])
{
    bool is_growth;
    double change = change_a_year(unit, start, now, years, &is_growth);
    if (!isfinite(change))
        text[0] = '\0';
    else if (is_growth)
        snprintf(text, BOARD_TEXT, "%+.2f %%", 100 * change);
    else
        board_text(unit, change, true, text);
    return text;
}

static double years_between(const struct board *board, uint64_t last)
{
    const double *days = board->of_region[0].days;
    return last > 0 ? (days[last] - days[0]) / 365.25 : 0;
}

void board_print(FILE *out, const struct reader *reader, const struct board *board)
{
    char from[16], to[16], start[BOARD_TEXT], now[BOARD_TEXT], change[BOARD_TEXT];
    if (board->regions == 0) {
        fputs("\nscoreboard   none in this file\n", out);
        return;
    }
    uint64_t last = board_last(board);
    double years = years_between(board, last);
    reader_date(reader, board->of_region[0].days[0], from);
    reader_date(reader, board->of_region[0].days[last], to);
    fprintf(out,
            "\nscoreboard   %s to %s; money of a region in its currency, of which a dollar's "
            "worth at the start is $1\n",
            board->years[last] > 0.999 ? "years" : "part of a year, at an annual rate,", to);
    for (int r = 0; r < board->regions; r++) {
        const struct board_history *history = &board->of_region[r];
        fprintf(out, "\n%-32s %14s %14s %14s\n", board->region[r], from, to, "a year");
        for (int n = 0; n < board_of_region.count; n++) {
            const struct board_figure *figure = &board_of_region.figure[n];
            double first = history->values[n][0], then = history->values[n][last];
            if (isnan(first) && isnan(then))
                continue;
            fprintf(out, "  %-30s %14s %14s %14s\n", figure->label,
                    board_text(figure->unit, first, false, start),
                    board_text(figure->unit, then, false, now),
                    change_text(figure->unit, first, then, years, change));
        }
    }
    if (board->facility.records == 0)
        return;
    double day = board->of_region[0].days[last];
    fprintf(out, "\n%-32s %14s\n", "facility", to);
    for (int n = 0; n < board_of_facility.count; n++)
        fprintf(out, "  %-30s %14s\n", board_of_facility.figure[n].label,
                board_text(board_of_facility.figure[n].unit, board_facility_value(board, n, day),
                           false, now));
}

static void print_figures(FILE *out, const struct board *board, int r, uint64_t last)
{
    const struct board_history *history = &board->of_region[r];
    for (int n = 0; n < board_of_region.count; n++) {
        const struct board_figure *figure = &board_of_region.figure[n];
        bool is_growth;
        double start = history->values[n][0], now = history->values[n][last];
        fprintf(out,
                "%s\n        {\"name\": \"%s\", \"unit\": \"%s\", \"start\": ", n > 0 ? "," : "",
                figure->name, board_unit_name(figure->unit));
        json_put_number(out, start);
        fputs(", \"now\": ", out);
        json_put_number(out, now);
        fputs(", \"change_a_year\": ", out);
        json_put_number(
            out, change_a_year(figure->unit, start, now, years_between(board, last), &is_growth));
        fprintf(out, ", \"relative\": %s}", is_growth ? "true" : "false");
    }
}

void board_print_json(FILE *out, const struct reader *reader, const struct board *board)
{
    char from[16], to[16];
    if (board->regions == 0) {
        fputs("null", out);
        return;
    }
    uint64_t last = board_last(board);
    fprintf(out, "{\"from\": \"%s\", \"to\": \"%s\", \"regions\": [",
            reader_date(reader, board->of_region[0].days[0], from),
            reader_date(reader, board->of_region[0].days[last], to));
    for (int r = 0; r < board->regions; r++) {
        fprintf(out, "%s\n      {\"region\": ", r > 0 ? "," : "");
        json_put_text(out, board->region[r]);
        fputs(", \"figures\": [", out);
        print_figures(out, board, r, last);
        fputs("]}", out);
    }
    fputs("],\n      \"facility\": [", out);
    for (int n = 0; board->facility.records > 0 && n < board_of_facility.count; n++) {
        const struct board_figure *figure = &board_of_facility.figure[n];
        fprintf(out,
                "%s\n        {\"name\": \"%s\", \"unit\": \"%s\", \"value\": ", n > 0 ? "," : "",
                figure->name, board_unit_name(figure->unit));
        json_put_number(out, board_facility_value(board, n, board->of_region[0].days[last]));
        fputc('}', out);
    }
    fputs("]}", out);
}

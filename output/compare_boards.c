#include "output/compare_boards.h"

#include <math.h>
#include <string.h>

#include "output/board_text.h"
#include "output/json_text.h"

/* Two runs up to a year that both record. */
struct sides {
    struct reader reader[2];
    struct board board[2];
    uint64_t at[2]; /* record of that year */
    double years;   /* that both record, up to it */
};

/* --- what can be compared ------------------------------------------------------------------ */

static bool has_board(const struct sides *sides, int n, struct error *err)
{
    return sides->board[n].regions > 0 ||
           fail(err, ERROR_FILE,
                "%s has no scoreboard: it was not written by a run of this version",
                sides->reader[n].path);
}

/* The last whole year in both files, or the last record that both have. */
static bool find_year(struct sides *sides, struct error *err)
{
    const struct board *a = &sides->board[0], *b = &sides->board[1];
    bool found = false, whole = false;
    for (uint64_t i = 0; i < a->of_region[0].records; i++)
        for (uint64_t j = 0; j < b->of_region[0].records; j++) {
            bool same = fabs(a->of_region[0].days[i] - b->of_region[0].days[j]) < 0.5 &&
                        fabs(a->years[i] - b->years[j]) < 1e-3;
            if (!same || (whole && a->years[i] < 0.999))
                continue;
            sides->at[0] = i;
            sides->at[1] = j;
            found = true;
            whole = a->years[i] > 0.999;
        }
    if (!found)
        return fail(err, ERROR_FILE, "%s and %s record no year of the same end",
                    sides->reader[0].path, sides->reader[1].path);
    for (uint64_t i = 0; i <= sides->at[0]; i++)
        sides->years += a->years[i];
    return true;
}

static bool same_start(const struct sides *sides, struct error *err)
{
    return strcmp(sides->reader[0].start_date, sides->reader[1].start_date) == 0 ||
           fail(err, ERROR_FILE, "%s starts on %s, %s on %s: their years do not compare",
                sides->reader[0].path, sides->reader[0].start_date, sides->reader[1].path,
                sides->reader[1].start_date);
}

static bool same_regions(const struct sides *sides, struct error *err)
{
    const struct board *a = &sides->board[0], *b = &sides->board[1];
    bool same = a->regions == b->regions;
    for (int r = 0; same && r < a->regions; r++)
        same = strcmp(a->region[r], b->region[r]) == 0;
    return same || fail(err, ERROR_FILE, "%s and %s are of different regions",
                        sides->reader[0].path, sides->reader[1].path);
}

/* --- figures ------------------------------------------------------------------------------- */

/* A figure in both runs; the facility's at its record of the same day, which may be missing. */
static double region_value(const struct sides *sides, int side, int r, int n)
{
    return sides->board[side].of_region[r].values[n][sides->at[side]];
}

static double region_sum(const struct sides *sides, int side, int r, int n)
{
    const struct board *board = &sides->board[side];
    double sum = 0;
    for (uint64_t i = 0; i <= sides->at[side]; i++)
        sum += board->of_region[r].values[n][i] * board->years[i];
    return sum;
}

static double facility_value(const struct sides *sides, int side, int n)
{
    const struct board *board = &sides->board[side];
    return board_facility_value(board, n, board->of_region[0].days[sides->at[side]]);
}

static bool has_facility(const struct sides *sides)
{
    return sides->board[0].facility.records > 0 || sides->board[1].facility.records > 0;
}

/* --- text ---------------------------------------------------------------------------------- */

static void print_line(FILE *out, const char *label, enum board_unit unit, double a, double b)
{
    char first[BOARD_TEXT], second[BOARD_TEXT], difference[BOARD_TEXT], relative[BOARD_TEXT];
    bool both = isfinite(a) && isfinite(b);
    board_text(unit, a, false, first);
    board_text(unit, b, false, second);
    difference[0] = '\0';
    if (both)
        board_text(unit, b - a, true, difference);
    board_relative(unit, a, b, relative);
    fprintf(out, "  %-38s %14s %14s", label, first, second);
    if (difference[0] != '\0')
        fprintf(out, " %14s", difference);
    if (relative[0] != '\0')
        fprintf(out, " %11s", relative);
    fputc('\n', out);
}

static void print_text(FILE *out, const struct sides *sides)
{
    char date[16];
    reader_date(&sides->reader[0], sides->board[0].of_region[0].days[sides->at[0]], date);
    fprintf(out,
            "A  %s\nB  %s\nyear to %s; sums over %.4g years; money of a region in its "
            "currency, of which a dollar's worth at the start is $1\n",
            sides->reader[0].path, sides->reader[1].path, date, sides->years);
    for (int r = 0; r < sides->board[0].regions; r++) {
        fprintf(out, "\n%-40s %14s %14s %14s %11s\n", sides->board[0].region[r], "A", "B", "B - A",
                "B / A - 1");
        for (int n = 0; n < board_of_region.count; n++) {
            const struct board_figure *figure = &board_of_region.figure[n];
            char label[64];
            double a = region_value(sides, 0, r, n), b = region_value(sides, 1, r, n);
            if (isnan(a) && isnan(b))
                continue;
            print_line(out, figure->label, figure->unit, a, b);
            snprintf(label, sizeof label, "%s, sum", figure->label);
            if (figure->summed)
                print_line(out, label, figure->unit, region_sum(sides, 0, r, n),
                           region_sum(sides, 1, r, n));
        }
    }
    if (!has_facility(sides)) {
        fputs("\nfacility: in neither run\n", out);
        return;
    }
    fprintf(out, "\n%-40s %14s %14s %14s %11s\n", "facility", "A", "B", "B - A", "B / A - 1");
    for (int n = 0; n < board_of_facility.count; n++)
        print_line(out, board_of_facility.figure[n].label, board_of_facility.figure[n].unit,
                   facility_value(sides, 0, n), facility_value(sides, 1, n));
}

/* --- JSON ---------------------------------------------------------------------------------- */

static void put_member(FILE *out, const char *name, double value)
{
    fprintf(out, ", \"%s\": ", name);
    json_put_number(out, value);
}

static void put_figure(FILE *out, const struct board_figure *figure, double a, double b, bool first)
{
    fprintf(out, "%s\n    {\"name\": \"%s\", \"unit\": \"%s\"", first ? "" : ",", figure->name,
            board_unit_name(figure->unit));
    put_member(out, "a", a);
    put_member(out, "b", b);
    put_member(out, "difference", b - a);
}

static void print_json(FILE *out, const struct sides *sides)
{
    char date[16];
    fputs("{\n  \"a\": ", out);
    json_put_text(out, sides->reader[0].path);
    fputs(",\n  \"b\": ", out);
    json_put_text(out, sides->reader[1].path);
    reader_date(&sides->reader[0], sides->board[0].of_region[0].days[sides->at[0]], date);
    fprintf(out, ",\n  \"to\": \"%s\",\n  \"years\": ", date);
    json_put_number(out, sides->years);
    fputs(",\n  \"regions\": [", out);
    for (int r = 0; r < sides->board[0].regions; r++) {
        fprintf(out, "%s\n  {\"region\": ", r > 0 ? "," : "");
        json_put_text(out, sides->board[0].region[r]);
        fputs(", \"figures\": [", out);
        for (int n = 0; n < board_of_region.count; n++) {
            const struct board_figure *figure = &board_of_region.figure[n];
            put_figure(out, figure, region_value(sides, 0, r, n), region_value(sides, 1, r, n),
                       n == 0);
            if (figure->summed) {
                put_member(out, "sum_a", region_sum(sides, 0, r, n));
                put_member(out, "sum_b", region_sum(sides, 1, r, n));
            }
            fputc('}', out);
        }
        fputs("]}", out);
    }
    fputs("],\n  \"facility\": [", out);
    for (int n = 0; has_facility(sides) && n < board_of_facility.count; n++) {
        put_figure(out, &board_of_facility.figure[n], facility_value(sides, 0, n),
                   facility_value(sides, 1, n), n == 0);
        fputc('}', out);
    }
    fputs("]\n}\n", out);
}

/* --- all ----------------------------------------------------------------------------------- */

bool compare_boards(const char *a, const char *b, FILE *out, bool json, struct error *err)
{
    struct sides sides = {0};
    const char *const path[2] = {a, b};
    int open = 0;
    bool ok = true;
    for (; ok && open < 2; open += ok)
        ok = reader_open(&sides.reader[open], path[open], err);
    for (int n = 0; ok && n < 2; n++)
        ok = board_read(&sides.board[n], &sides.reader[n], err) && has_board(&sides, n, err);
    ok = ok && same_start(&sides, err) && same_regions(&sides, err) && find_year(&sides, err);
    if (ok && json)
        print_json(out, &sides);
    else if (ok)
        print_text(out, &sides);
    for (int n = 0; n < 2; n++)
        board_free(&sides.board[n]);
    for (int n = 0; n < open; n++)
        reader_close(&sides.reader[n]);
    return ok;
}

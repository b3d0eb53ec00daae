#include "output/board.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct board_figure region_figures[] = {
    {"real_gdp", NULL, "real_gdp", "real GDP", BOARD_MONEY, true},
    {"real_gni", NULL, "real_gni", "real GNI", BOARD_MONEY, true},
    {"employed", NULL, "employed", "persons working", BOARD_PERSONS, false},
    {"real_wage", NULL, "real_wage", "real wage a year", BOARD_WAGE, false},
    {"investment", NULL, "investment", "real investment", BOARD_MONEY, true},
    {"project_investment", NULL, "project_investment", "  of it by projects", BOARD_MONEY, true},
    {"public_debt", NULL, "public_debt", "public debt / GDP", BOARD_SHARE, false},
    {"current_account", "gdp", "current_account", "current account / GDP", BOARD_SHARE, false},
    {"tax_revenue", "gdp", "tax_revenue", "tax revenue / GDP", BOARD_SHARE, false},
    {"facility_gain", NULL, "facility_gain", "state's gain from the facility", BOARD_MONEY, false},
    {"misallocation", NULL, "misallocation", "misallocation of capital", BOARD_INDEX, false},
    {"misallocation_within", NULL, "misallocation_within", "  within industries", BOARD_INDEX,
     false},
    {"taiwan_chips", NULL, "taiwan_chips", "chips from Taiwan", BOARD_SHARE, false},
    {"chip_concentration", NULL, "chip_concentration", "concentration of chips", BOARD_INDEX,
     false},
    {"energy_imports", NULL, "energy_imports", "energy imports / supplies", BOARD_SHARE, false},
    {"energy_self_sufficiency", NULL, "energy_self_sufficiency", "energy self-sufficiency",
     BOARD_SHARE, false},
};

static const struct board_figure facility_figures[] = {
    {"started", NULL, "started", "projects started", BOARD_COUNT, false},
    {"finished", NULL, "finished", "projects finished", BOARD_COUNT, false},
    {"failed_share", NULL, "failed_share", "failed, of those started", BOARD_SHARE, false},
    {"on_time", NULL, "on_time", "built on time", BOARD_SHARE, false},
    {"on_time_money", NULL, "on_time_money", "  by money", BOARD_SHARE, false},
    {"mean_delay", NULL, "mean_delay", "mean delay", BOARD_WEEKS, false},
    {"mean_overrun", NULL, "mean_overrun", "mean overrun of cost", BOARD_SHARE, false},
    {"paid_home", NULL, "paid_home", "paid in by lender's side so far", BOARD_MONEY, false},
    {"received_home", NULL, "received_home", "received by it so far", BOARD_MONEY, false},
    {"paid_host", NULL, "paid_host", "paid in by host's side so far", BOARD_MONEY, false},
    {"received_host", NULL, "received_host", "received by it so far", BOARD_MONEY, false},
    {"irr_home", NULL, "irr_home", "IRR, lender's side", BOARD_SHARE, false},
    {"irr_host", NULL, "irr_host", "IRR, host's side", BOARD_SHARE, false},
    {"irr_policy", NULL, "irr_policy", "IRR, policy bank", BOARD_SHARE, false},
    {"irr_state", NULL, "irr_state", "IRR, lender's taxpayer", BOARD_SHARE, false},
    {"npv_home", NULL, "npv_home", "NPV, lender's side", BOARD_MONEY, false},
    {"npv_host", NULL, "npv_host", "NPV, host's side", BOARD_MONEY, false},
    {"npv_policy", NULL, "npv_policy", "NPV, policy bank", BOARD_MONEY, false},
    {"npv_state", NULL, "npv_state", "NPV, lender's taxpayer", BOARD_MONEY, false},
    {"payback_year", NULL, "payback_year", "lender's side paid back", BOARD_YEAR, false},
};

const struct board_list board_of_region = {"scoreboard", region_figures,
                                           sizeof region_figures / sizeof *region_figures};
const struct board_list board_of_facility = {"facility_score", facility_figures,
                                             sizeof facility_figures / sizeof *facility_figures};

/* --- reading ------------------------------------------------------------------------------- */

static bool read_column(struct reader *reader, const struct reader_group *group, const char *column,
                        uint64_t row, double *values, struct error *err)
{
    const struct reader_column *found = reader_column(group, column);
    if (found != NULL && found->has_time)
        return reader_history(reader, group, column, row, values, err);
    for (uint64_t i = 0; i < group->records; i++)
        values[i] = (double)NAN;
    return true;
}

static bool read_history(struct board_history *history, const struct board_list *list,
                         struct reader *reader, const struct reader_group *group, uint64_t row,
                         struct error *err)
{
    size_t records = (size_t)group->records;
    double *below = calloc(records + 1, sizeof *below);
    bool ok = below != NULL;
    history->records = group->records;
    history->days = calloc(records + 1, sizeof *history->days);
    ok = ok && history->days != NULL;
    for (int n = 0; n < list->count; n++) {
        history->values[n] = calloc(records + 1, sizeof *history->values[n]);
        ok = ok && history->values[n] != NULL;
    }
    if (!ok) {
        free(below);
        return fail(err, ERROR_MEMORY, "out of memory for the scoreboard of %s", reader->path);
    }
    memcpy(history->days, group->days, records * sizeof *history->days);
    for (int n = 0; ok && n < list->count; n++) {
        const struct board_figure *figure = &list->figure[n];
        ok = read_column(reader, group, figure->column, row, history->values[n], err);
        if (!ok || figure->over == NULL)
            continue;
        ok = read_column(reader, group, figure->over, row, below, err);
        for (size_t i = 0; ok && i < records; i++)
            history->values[n][i] /= below[i];
    }
    free(below);
    return ok;
}

/* Rows of Japan and the United States, or the first ones. */
static void choose_regions(struct board *board, const struct reader_dimension *dimension,
                           uint64_t row[BOARD_REGIONS])
{
    static const char *const wanted[BOARD_REGIONS] = {"JPN", "USA"};
    for (int n = 0; n < BOARD_REGIONS; n++)
        for (uint64_t r = 0; dimension->labels != NULL && r < dimension->size; r++)
            if (strcmp(dimension->labels[r], wanted[n]) == 0 && board->regions == n)
                row[board->regions++] = r;
    if (board->regions < BOARD_REGIONS) {
        board->regions = (int)(dimension->size < BOARD_REGIONS ? dimension->size : BOARD_REGIONS);
        for (int n = 0; n < board->regions; n++)
            row[n] = (uint64_t)n;
    }
    for (int n = 0; n < board->regions; n++)
        if (dimension->labels != NULL)
            snprintf(board->region[n], sizeof board->region[n], "%.60s", dimension->labels[row[n]]);
        else
            snprintf(board->region[n], sizeof board->region[n], "region %d", n);
}

static bool read_regions(struct board *board, struct reader *reader, struct error *err)
{
    const struct reader_group *group = reader_group(reader, board_of_region.group);
    uint64_t row[BOARD_REGIONS] = {0};
    bool ok = true;
    if (group == NULL || group->records == 0 || group->dimension_count != 1)
        return true;
    choose_regions(board, &group->dimensions[0], row);
    for (int n = 0; ok && n < board->regions; n++)
        ok = read_history(&board->of_region[n], &board_of_region, reader, group, row[n], err);
    board->years = calloc((size_t)group->records + 1, sizeof *board->years);
    if (ok && board->years == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for the scoreboard of %s", reader->path);
    return ok && read_column(reader, group, "years", row[0], board->years, err);
}

bool board_read(struct board *board, struct reader *reader, struct error *err)
{
    *board = (struct board){0};
    const struct reader_group *facility = reader_group(reader, board_of_facility.group);
    if (!read_regions(board, reader, err))
        return false;
    if (facility == NULL || facility->records == 0 || facility->rows == 0)
        return true;
    return read_history(&board->facility, &board_of_facility, reader, facility, 0, err);
}

static void free_history(struct board_history *history)
{
    free(history->days);
    for (int n = 0; n < BOARD_FIGURES_MAX; n++)
        free(history->values[n]);
}

void board_free(struct board *board)
{
    for (int n = 0; n < BOARD_REGIONS; n++)
        free_history(&board->of_region[n]);
    free_history(&board->facility);
    free(board->years);
    *board = (struct board){0};
}

uint64_t board_last(const struct board *board)
{
    uint64_t records = board->of_region[0].records;
    for (uint64_t i = records; i-- > 0;)
        if (board->years[i] > 0.999)
            return i;
    return records > 0 ? records - 1 : 0;
}

double board_facility_value(const struct board *board, int figure, double day)
{
    for (uint64_t i = board->facility.records; i-- > 0;)
        if (board->facility.days[i] < day + 0.5)
            return board->facility.values[figure][i];
    return (double)NAN;
}

/* --- text ---------------------------------------------------------------------------------- */

/* Four digits that count, as many behind the point as that takes. */
static void four_digits(double value, char *text, size_t size)
{
    int before = value >= 1 ? (int)log10(value) + 1 : 1;
    snprintf(text, size, "%.*f", before < 4 ? 4 - before : 0, value);
}

static void scaled(double value, bool dollars, char *text)
{
    static const struct {
        double size;
        const char *name;
    } scales[] = {{1e12, " tn"}, {1e9, " bn"}, {1e6, " m"}, {1e3, " k"}, {0, ""}};
    char digits[BOARD_TEXT / 2];
    int n = 0;
    if (!(value > 0)) {
        snprintf(text, BOARD_TEXT, "%s", dollars ? "$0" : "0");
        return;
    }
    while (value < scales[n].size * 0.99995)
        n++;
    four_digits(scales[n].size > 0 ? value / scales[n].size : value, digits, sizeof digits);
    snprintf(text, BOARD_TEXT, "%s%.20s%s", dollars ? "$" : "", digits, scales[n].name);
}

char *board_text(enum board_unit unit, double value, bool difference, char text[BOARD_TEXT])
{
    const char *sign = value < 0 ? "-" : difference && value > 0 ? "+" : "";
    double size = fabs(value);
    char digits[BOARD_TEXT];
    if (!isfinite(value) || size > 1e18) {
        snprintf(text, BOARD_TEXT, "%s", "none");
        return text;
    }
    switch (unit) {
    case BOARD_MONEY:
        scaled(size / 100, true, digits);
        break;
    case BOARD_WAGE:
        if (size >= 1e5 && size < 1e8)
            snprintf(digits, sizeof digits, "$%.0f,%03.0f", floor(nearbyint(size / 100) / 1000),
                     fmod(nearbyint(size / 100), 1000));
        else
            snprintf(digits, sizeof digits, "$%.*f", size < 1e5 ? 2 : 0, size / 100);
        break;
    case BOARD_PERSONS:
        scaled(size, false, digits);
        break;
    case BOARD_SHARE:
        snprintf(digits, sizeof digits, "%.2f %s", 100 * size, difference ? "pp" : "%");
        break;
    case BOARD_INDEX:
        snprintf(digits, sizeof digits, "%.4f", size);
        break;
    case BOARD_COUNT:
        snprintf(digits, sizeof digits, "%.0f", size);
        break;
    case BOARD_WEEKS:
        snprintf(digits, sizeof digits, "%.1f weeks", size);
        break;
    case BOARD_YEAR:
        if (!difference && !(value > 0))
            snprintf(digits, sizeof digits, "never");
        else
            snprintf(digits, sizeof digits, difference ? "%.0f years" : "year %.0f", size);
        break;
    }
    snprintf(text, BOARD_TEXT, "%s%.40s", sign, digits);
    return text;
}

char *board_relative(enum board_unit unit, double a, double b, char text[BOARD_TEXT])
{
    bool counts = unit == BOARD_MONEY || unit == BOARD_WAGE || unit == BOARD_PERSONS ||
                  unit == BOARD_INDEX || unit == BOARD_WEEKS;
    text[0] = '\0';
    if (counts && a > 0 && b >= 0 && isfinite(b / a) && b / a < 1e6)
        snprintf(text, BOARD_TEXT, "%+.2f %%", 100 * (b / a - 1));
    return text;
}

/* The quarterly accounts as histories in dollars at annual rates, part by part. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/accounts.h"

enum { ROWS = (ACCOUNTS_APPROACHES + 1) * (ACCOUNTS_PARTS + 1) };

/* Columns of /account; "" is not among them. */
static const char *const COLUMNS[ACCOUNTS_APPROACHES + 1][ACCOUNTS_PARTS + 1] = {
    {"consumption", "government_consumption", "investment", "stock_change", "exports", "imports",
     "gdp"},
    {"wages", "operating_surplus", "product_taxes", "", "", "", "gdp_income"},
    {"", "stock_change", "", "", "", "", "gdp_production"},
    {"gni", "foreign_income", "current_account", "government_balance", "", "", ""},
};

void accounts_product_free(struct accounts_product *product)
{
    free(product->values), free(product->shown);
    *product = (struct accounts_product){0};
}

static double *row_of(double *values, const struct accounts_product *product, int approach,
                      int part)
{
    return values + (uint64_t)(approach * (ACCOUNTS_PARTS + 1) + part) * product->records;
}

const double *accounts_part(const struct accounts_product *product, int approach, int part)
{
    return row_of(product->values, product, approach, part);
}

static void fill(struct accounts_product *product, struct view *view,
                 const struct reader_group *group, const char *name, int sign, double *to)
{
    const struct playback_column *column =
        name[0] ? playback_column(view->playback, "account", name) : NULL;
    const struct playback_column *steps = playback_column(view->playback, "account", "steps");
    double days_per_step = view->playback->reader.days_per_step;
    char number[24];
    for (uint64_t t = 0; t < product->records; t++)
        to[t] = column && column->has_time && t < column->records ? 0 : NAN;
    for (uint64_t r = 0; column && column->has_time && r < group->rows; r++) {
        const char *code = playback_label(group, 0, r, number);
        if (product->region[0] && strcmp(code, product->region) != 0)
            continue;
        for (uint64_t t = 0; t < product->records && t < column->records; t++) {
            uint64_t at = t * group->rows + r;
            double year = 4;
            if (steps && steps->has_time && t < steps->records && steps->values[at] > 0)
                year = 364 / (steps->values[at] * days_per_step);
            to[t] +=
                sign * year * column->values[at] / 100 / accounts_rate(view, code, group->days[t]);
        }
    }
}

/* Sales less inputs are in /region, week by week. Once a quarter lacks them, none has them. */
static bool fill_sales(struct accounts_product *product, struct view *view,
                       const struct reader_group *group, double *to)
{
    const struct reader_group *regions = playback_group(view->playback, "region");
    if (!regions || regions->dimension_count != 1)
        return false;
    const struct playback_column *sales =
        playback_column(view->playback, "region", "sales_less_inputs");
    const struct playback_column *steps = playback_column(view->playback, "account", "steps");
    if (!sales || !sales->has_time || sales->records == 0 || !steps || !steps->has_time)
        return false;
    double days_per_step = view->playback->reader.days_per_step;
    char number[24];
    for (uint64_t t = 0; t < product->records; t++) {
        double after = t > 0 ? group->days[t - 1] : 0;
        to[t] = 0;
        for (uint64_t r = 0; r < group->rows; r++) {
            const char *code = playback_label(group, 0, r, number);
            int64_t row = playback_position(regions, 0, code);
            if (product->region[0] && strcmp(code, product->region) != 0)
                continue;
            double expected = t < steps->records ? steps->values[t * group->rows + r] : 0;
            double found = 0, sum = 0;
            for (uint64_t w = playback_at(sales->days, sales->records, group->days[t]) + 1;
                 row >= 0 && w-- > 0 && sales->days[w] > after + 1e-6; found++)
                sum += sales->values[w * sales->rows + (uint64_t)row];
            if (!(expected > 0) || found != expected || !isfinite(sum))
                return false;
            to[t] += 364 / (expected * days_per_step) * sum / 100 /
                     accounts_rate(view, code, group->days[t]);
        }
    }
    return true;
}

static void fill_shown(struct accounts_product *product, bool percent)
{
    double most = 0;
    const double *gdp = accounts_part(product, ACCOUNTS_EXPENDITURE, ACCOUNTS_PARTS);
    for (uint64_t t = 0; t < product->records; t++)
        most = fmax(most, fabs(gdp[t])); /* fmax passes over what is no number */
    struct format_scale scale = format_scale_of(most);
    product->scale = scale.factor;
    product->percent = percent;
    for (int row = 0; row < ROWS; row++)
        for (uint64_t t = 0; t < product->records; t++) {
            uint64_t at = (uint64_t)row * product->records + t;
            product->shown[at] = percent ? (gdp[t] > 0 ? 100 * product->values[at] / gdp[t] : NAN)
                                         : product->values[at] * scale.factor;
        }
    snprintf(product->unit, sizeof product->unit, "%s%s%s", percent ? "% of GDP" : scale.name,
             percent || !scale.name[0] ? "" : " ", percent ? "" : "USD a year");
}

const char *accounts_make_product(struct view_accounts *accounts, struct view *view)
{
    const struct reader_group *group = playback_group(view->playback, "account");
    struct accounts_product *product = &accounts->product;
    const struct reader_column *gdp = group ? reader_column(group, "gdp") : NULL;
    if (!gdp || !gdp->has_time)
        return "No national accounts in this file\nThe product is shown from /account [time, "
               "region].";
    if (group->dimension_count != 1 || group->rows == 0 || group->rows > ACCOUNTS_REGIONS)
        return "The national accounts have an unknown shape\nThe product is shown from /account "
               "[time, region].";
    if (group->records == 0 || group->days[0] > timeline_day(view->timeline) + 1e-6)
        return "No quarter has ended yet\nThe national accounts have figures from the end of the "
               "first quarter on.";
    const char *region = accounts_region(view);
    bool made = product->values && product->version == view->playback->version + 1 &&
                strcmp(product->region, region) == 0;
    if (!made) {
        accounts_product_free(product);
        product->version = view->playback->version + 1;
        product->records = group->records;
        snprintf(product->region, sizeof product->region, "%s", region);
        product->values = calloc(ROWS * group->records, sizeof(double));
        product->shown = calloc(ROWS * group->records, sizeof(double));
        if (!product->values || !product->shown) {
            accounts_product_free(product);
            return "No memory\nThe national accounts do not fit into memory.";
        }
        for (int a = 0; a <= ACCOUNTS_APPROACHES; a++)
            for (int p = 0; p <= ACCOUNTS_PARTS; p++)
                fill(product, view, group, COLUMNS[a][p],
                     strcmp(COLUMNS[a][p], "imports") == 0 ? -1 : 1,
                     row_of(product->values, product, a, p));
        double *parts[ACCOUNTS_PARTS + 1];
        for (int p = 0; p <= ACCOUNTS_PARTS; p++)
            parts[p] = row_of(product->values, product, ACCOUNTS_PRODUCTION, p);
        product->sales = fill_sales(product, view, group, parts[0]);
        for (uint64_t t = 0; t < product->records; t++) {
            if (!product->sales)
                parts[0][t] = parts[ACCOUNTS_PARTS][t];
            parts[2][t] = parts[ACCOUNTS_PARTS][t] - parts[0][t] - parts[1][t];
        }
    }
    if (!made || product->percent != accounts->percent)
        fill_shown(product, accounts->percent);
    return NULL;
}

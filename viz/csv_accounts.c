/* The page of the accounts that is shown: flows, balance sheets, or the quarters of GDP. */
#include <math.h>
#include <string.h>

#include "viz/accounts.h"
#include "viz/csv.h"

static const char *region_of(const char *code)
{
    return code[0] ? code : "world";
}

static bool write_table(const struct view_accounts *accounts, const struct accounts_table *table,
                        struct view *view, struct csv *csv, bool flows)
{
    if (table->version == 0)
        return false;
    if (flows)
        CSV_HEADER(csv, "from", "to", "region", "sector", "transaction",
                   "received less paid (USD)");
    else
        CSV_HEADER(csv, "date", "region", "sector", "instrument", "assets less liabilities (USD)");
    for (int s = 0; s < table->sectors; s++)
        for (int k = 0; k < table->kinds; k++) {
            bool chosen = !accounts->sector[0] || strcmp(accounts->sector, table->sector[s]) == 0;
            if (!chosen || table->value[s][k] == 0)
                continue;
            if (flows)
                csv_day(csv, view, table->first_day);
            csv_day(csv, view, table->last_day);
            csv_text(csv, region_of(table->region));
            csv_text(csv, table->sector[s]);
            csv_text(csv, table->kind[k]);
            csv_number(csv, table->value[s][k]);
            csv_end(csv);
        }
    return true;
}

/* Each part, and after them GDP as the file has it. */
static bool write_product(const struct accounts_product *product, struct view *view,
                          struct csv *csv)
{
    const struct reader_group *group = playback_group(view->playback, "account");
    if (!product->values || !group)
        return false;
    CSV_HEADER(csv, "end of quarter", "region", "approach", "part", "USD a year");
    for (int approach = 0; approach < ACCOUNTS_APPROACHES; approach++)
        for (int part = 0; part <= accounts_parts(product, approach); part++) {
            bool whole = part == accounts_parts(product, approach);
            const double *values = accounts_part(product, approach, whole ? ACCOUNTS_PARTS : part);
            for (uint64_t t = 0; t < product->records && t < group->records; t++) {
                double value = values[t];
                if (!isfinite(value))
                    continue;
                csv_day(csv, view, group->days[t]);
                csv_text(csv, region_of(product->region));
                csv_text(csv, accounts_approach_name(approach));
                csv_text(csv, whole ? "GDP" : accounts_part_name(product, approach, part));
                csv_number(csv, value);
                csv_end(csv);
            }
        }
    return true;
}

bool csv_accounts(void *state, struct view *view, struct csv *csv)
{
    const struct view_accounts *accounts = state;
    switch (accounts->mode) {
    case ACCOUNTS_FLOWS:
        return write_table(accounts, &accounts->flows, view, csv, true);
    case ACCOUNTS_BALANCE:
        return write_table(accounts, &accounts->balance, view, csv, false);
    default:
        return write_product(&accounts->product, view, csv);
    }
}

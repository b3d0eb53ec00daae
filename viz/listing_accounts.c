/* The page of the accounts that is shown: flows, balance sheets, or the quarters of GDP. */
#include <math.h>
#include <string.h>

#include "viz/accounts.h"
#include "viz/listing.h"

static const char *region_of(const char *code)
{
    return code[0] ? code : "world";
}

static bool write_table(const struct view_accounts *accounts, const struct accounts_table *table,
                        struct view *view, struct listing *csv, bool flows)
{
    if (table->version == 0)
        return false;
    if (flows)
        LISTING_HEADER(csv, "from", "to", "region", "sector", "transaction",
                       "received less paid (USD)");
    else
        LISTING_HEADER(csv, "date", "region", "sector", "instrument",
                       "assets less liabilities (USD)");
    for (int s = 0; s < table->sectors; s++)
        for (int k = 0; k < table->kinds; k++) {
            bool chosen = !accounts->sector[0] || strcmp(accounts->sector, table->sector[s]) == 0;
            if (!chosen || table->value[s][k] == 0)
                continue;
            if (flows)
                listing_day(csv, view, table->first_day);
            listing_day(csv, view, table->last_day);
            listing_text(csv, region_of(table->region));
            listing_text(csv, table->sector[s]);
            listing_text(csv, table->kind[k]);
            listing_number(csv, table->value[s][k]);
            listing_end(csv);
        }
    return true;
}

/* Each part, and after them GDP as the file has it. */
static bool write_product(const struct accounts_product *product, struct view *view,
                          struct listing *csv)
{
    const struct reader_group *group = playback_group(view->playback, "account");
    if (!product->values || !group)
        return false;
    LISTING_HEADER(csv, "end of quarter", "region", "approach", "part", "USD a year");
    for (int approach = 0; approach < ACCOUNTS_APPROACHES; approach++)
        for (int part = 0; part <= accounts_parts(product, approach); part++) {
            bool whole = part == accounts_parts(product, approach);
            const double *values = accounts_part(product, approach, whole ? ACCOUNTS_PARTS : part);
            for (uint64_t t = 0; t < product->records && t < group->records; t++) {
                double value = values[t];
                if (!isfinite(value))
                    continue;
                listing_day(csv, view, group->days[t]);
                listing_text(csv, region_of(product->region));
                listing_text(csv, accounts_approach_name(approach));
                listing_text(csv, whole ? "GDP" : accounts_part_name(product, approach, part));
                listing_number(csv, value);
                listing_end(csv);
            }
        }
    return true;
}

bool listing_accounts(void *state, struct view *view, struct listing *csv)
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

/* The books of the run compared with, brought to the same moment, region and places. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/accounts.h"

const char *accounts_make(struct view_accounts *accounts, struct view *view)
{
    static const char *(*const MAKE[])(struct view_accounts *, struct view *) = {
        accounts_make_flows, accounts_make_balance, accounts_make_product};
    return MAKE[accounts->mode](accounts, view);
}

static void release(struct view_accounts *accounts)
{
    accounts_ring_free(&accounts->ring);
    accounts_ring_free(&accounts->sheet);
    accounts_product_free(&accounts->product);
}

void accounts_free(struct view_accounts *accounts)
{
    release(accounts);
    if (accounts->against)
        release(accounts->against);
    free(accounts->against);
    accounts->against = NULL;
}

struct view_accounts *accounts_against(struct view_accounts *accounts, struct view *view)
{
    if (!view->other || strcmp(accounts_region(view), accounts_region(view->other)) != 0)
        return NULL;
    if (!accounts->against)
        accounts->against = calloc(1, sizeof *accounts->against);
    struct view_accounts *against = accounts->against;
    if (!against)
        return NULL;
    if (accounts->against_view != view->other) {
        release(against);
        memset(against, 0, sizeof *against);
        accounts->against_view = view->other;
    }
    against->mode = accounts->mode;
    against->percent = accounts->percent;
    return accounts_make(against, view->other) ? NULL : against;
}

static int kind_of(const struct accounts_table *table, const char *label)
{
    for (int k = 0; k < table->kinds; k++)
        if (strcmp(table->kind[k], label) == 0)
            return k;
    return -1;
}

int accounts_align(const struct accounts_table *mine, const struct accounts_table *theirs,
                   struct accounts_table *aligned)
{
    int left_out = 0;
    *aligned = *mine;
    memset(aligned->value, 0, sizeof aligned->value);
    memset(aligned->residual, 0, sizeof aligned->residual);
    aligned->gdp = theirs->gdp, aligned->damaged = theirs->damaged;
    for (int k = 0; k < theirs->kinds; k++) {
        int place = kind_of(mine, theirs->kind[k]);
        bool any = false;
        for (int s = 0; s < theirs->sectors; s++) {
            int sector = accounts_sector(mine, theirs->sector[s]);
            any |= theirs->value[s][k] != 0;
            if (place >= 0 && sector >= 0)
                aligned->value[sector][place] = theirs->value[s][k];
        }
        if (place >= 0)
            aligned->residual[place] = theirs->residual[k];
        left_out += any && place < 0;
    }
    return left_out;
}

int64_t accounts_same_quarter(const struct view *view, const struct view *other, uint64_t quarter)
{
    const struct reader_group *mine = playback_group(view->playback, "account");
    const struct reader_group *theirs = playback_group(other->playback, "account");
    if (!mine || !theirs || quarter >= mine->records || theirs->records == 0)
        return -1;
    double day = view->timeline->start_day + mine->days[quarter] - other->timeline->start_day;
    uint64_t t = playback_at(theirs->days, theirs->records, day + 3);
    return fabs(theirs->days[t] - day) <= 3 ? (int64_t)t : -1;
}

char *accounts_signed(char text[static FORMAT_MAX], double dollars)
{
    char plain[FORMAT_MAX];
    snprintf(text, FORMAT_MAX, "%s%.28s", dollars >= 0.005 ? "+" : "",
             format_dollars(plain, dollars));
    return text;
}

char *accounts_change(char text[static 2 * FORMAT_MAX], double mine, double theirs)
{
    char dollars[FORMAT_MAX], percent[FORMAT_MAX];
    double change = theirs != 0 ? 100 * (mine - theirs) / fabs(theirs) : NAN;
    accounts_signed(dollars, mine - theirs);
    if (isfinite(change) && fabs(change) < 1000)
        snprintf(text, 2 * FORMAT_MAX, "%.28s  %.26s %%", dollars,
                 format_signed(percent, change, fabs(change) < 9.95 ? 2 : 0));
    else
        snprintf(text, 2 * FORMAT_MAX, "%.28s  %s", dollars,
                 mine == theirs ? ""
                 : theirs == 0  ? "new"
                                : "");
    return text;
}

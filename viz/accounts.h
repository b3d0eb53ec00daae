/* What the view of accounts knows: who paid whom over the last year, who owes whom, and what the
 * product of a quarter consists of, of one region or the world, in dollars. */
#ifndef KEIRETSU_VIZ_ACCOUNTS_H
#define KEIRETSU_VIZ_ACCOUNTS_H

#include "viz/format.h"
#include "viz/view.h"

enum {
    ACCOUNTS_REGIONS = 64,
    ACCOUNTS_SECTORS = 16, /* the rest of the world, which no file has, among them */
    ACCOUNTS_KINDS = 64,   /* transactions or instruments */
    ACCOUNTS_LABEL = 40,
    ACCOUNTS_PARTS = 6,
};

enum accounts_mode { ACCOUNTS_FLOWS, ACCOUNTS_BALANCE, ACCOUNTS_PRODUCT, ACCOUNTS_MODES };

/* Sectors by transaction (received +, paid -) or by instrument (asset +, liability -). */
struct accounts_table {
    uint64_t version;  /* of the playback that it was made from, plus one; 0: none */
    uint64_t record;   /* that it was made at */
    char region[64];   /* "" for the world */
    int sectors;       /* the last one is the rest of the world */
    int kinds;         /* transactions or instruments */
    uint64_t steps;    /* records that were added up */
    double first_day;  /* of the first of them, its step included */
    double last_day;   /* of the last */
    bool own_currency; /* the file has no exchange rates: a unit is taken for a dollar */
    bool damaged;      /* values that are not finite were left out */
    double gdp;        /* of the same time (flows) or of a year (balance sheets); NaN: unknown */
    char sector[ACCOUNTS_SECTORS][ACCOUNTS_LABEL];
    char kind[ACCOUNTS_KINDS][ACCOUNTS_LABEL];
    double value[ACCOUNTS_SECTORS][ACCOUNTS_KINDS]; /* US dollars */
    double
        residual[ACCOUNTS_KINDS]; /* what sectors differ from zero by, in US dollars, never < 0 */
};

/* Records of one column, kept as long as there is room: playing reads each only once. */
struct accounts_ring {
    uint64_t capacity, rows;
    double *values; /* [capacity][rows] */
    uint64_t *held; /* [capacity] record + 1, 0: none */
    uint64_t read;  /* how many were read so far */
};

enum accounts_approach {
    ACCOUNTS_EXPENDITURE,
    ACCOUNTS_INCOME,
    ACCOUNTS_PRODUCTION,
    ACCOUNTS_APPROACHES,
    ACCOUNTS_BALANCES = ACCOUNTS_APPROACHES /* GNI and balances, which are no parts of GDP */
};

/* Quarters of a region or the world, in US dollars at annual rates. */
struct accounts_product {
    uint64_t version;
    char region[64];
    bool percent; /* what `shown` is */
    uint64_t records;
    double *values; /* [(approaches + 1) * (parts + 1)][records]: parts and their total */
    double *shown;  /* [the same]: as above, or in per cent of GDP */
    double scale;   /* shown = dollars * scale, unless in per cent */
    bool sales;     /* production is split up */
    char unit[64];
};

struct view_accounts {
    struct view_accounts *against;   /* the books of the run compared with; owned, or NULL */
    const struct view *against_view; /* the run that they are of */
    enum accounts_mode mode;
    char sector[ACCOUNTS_LABEL]; /* whose flows are shown alone, "" for all */
    bool own_scale;              /* each balance sheet on a scale of its own */
    bool percent;                /* the product over time in per cent of GDP */
    int approach;                /* whose parts are shown over time */
    struct accounts_ring ring, sheet;
    struct accounts_table flows, balance;
    struct accounts_product product;
};

extern const char *const ACCOUNTS_REST;    /* label of the rest of the world */
extern const char *const ACCOUNTS_FOREIGN; /* the instrument that adds up over the world only */

/* The regions that can be chosen, at most ACCOUNTS_REGIONS; returns how many. */
int accounts_regions(const struct view *view, const char **codes,
                     char (*numbers)[24]); /* numbers: labels of those without one */

/* The chosen region, "" for the world. */
const char *accounts_region(const struct view *view);

/* Brings the tables to the moment shown. A message where there is none to show, else NULL. */
const char *accounts_make_flows(struct view_accounts *accounts, struct view *view);
const char *accounts_make_balance(struct view_accounts *accounts, struct view *view);
const char *accounts_make_product(struct view_accounts *accounts, struct view *view);

/* The one of the three that is shown. */
const char *accounts_make(struct view_accounts *accounts, struct view *view);

/* The books of the run compared with, made for the same moment and mode; NULL where there is no
 * other run, or it has none, or not of the region. */
struct view_accounts *accounts_against(struct view_accounts *accounts, struct view *view);

/* The other's values at the places of `mine`: sectors and kinds are matched by label, and what it
 * lacks is zero. Returns how many kinds of the other have no place. */
int accounts_align(const struct accounts_table *mine, const struct accounts_table *theirs,
                   struct accounts_table *aligned);

/* The quarter of the other run that ends on the same days of the calendar, or -1. */
int64_t accounts_same_quarter(const struct view *view, const struct view *other, uint64_t quarter);

void accounts_free(struct view_accounts *accounts);
void accounts_ring_free(struct accounts_ring *ring);
void accounts_product_free(struct accounts_product *product);

/* Of a record of region.exchange_rate; 1 where there is none. */
double accounts_rate(struct view *view, const char *region, double day);

/* Row of a sector's label, or -1. */
int accounts_sector(const struct accounts_table *table, const char *label);

/* Received less paid, or assets less liabilities. */
double accounts_net(const struct accounts_table *table, int sector);

/* All that is received, or all assets. */
double accounts_received(const struct accounts_table *table);

double accounts_residual(const struct accounts_table *table);

/* The largest value a part has below zero at a record, and the sum of those above. */
const double *accounts_part(const struct accounts_product *product, int approach, int part);
int accounts_parts(const struct accounts_product *product, int approach);

/* Names and meanings of labels; the label itself and "" where they are not known. */
char *accounts_name(char text[static ACCOUNTS_LABEL], const char *label);
const char *accounts_meaning(const char *label);
const char *accounts_part_name(const struct accounts_product *product, int approach, int part);
const char *accounts_part_meaning(const struct accounts_product *product, int approach, int part);
const char *accounts_approach_name(int approach);

char *accounts_share(char text[static FORMAT_MAX], double value, double whole); /* "3.4 %" */

char *accounts_change(char text[static 2 * FORMAT_MAX], double mine,
                      double theirs);                                /* "+$3.2 bn  +0.4 %" */
char *accounts_signed(char text[static FORMAT_MAX], double dollars); /* "+$3.2 bn" */

/* The card of a picture, and beside it one for figures where there is room. */
struct accounts_layout {
    struct box main, inner, side; /* inner: within the main card */
    bool wide;
};
struct accounts_layout accounts_lay_out(struct ui *ui, struct box box);

/* The three pictures; `against` as accounts_against, where the runs are compared. */
void accounts_flows_draw(struct view_accounts *accounts, struct view_accounts *against,
                         struct view *view, struct box box);
void accounts_balance_draw(struct view_accounts *accounts, struct view_accounts *against,
                           struct view *view, struct box box);
void accounts_product_draw(struct view_accounts *accounts, struct view_accounts *against,
                           struct view *view, struct box box);

/* Beside the columns of GDP: the parts of the chosen approach over time. */
void accounts_history_draw(struct view_accounts *accounts, struct view_accounts *against,
                           struct view *view, struct box box);
uint32_t accounts_part_colour(int approach, int part);

/* What each sector had left, beside the flows, and the checks. */
void accounts_net_draw(struct view_accounts *accounts, struct view *view,
                       const struct accounts_table *table, int selected, struct box box);

/* Against another run: sectors' net lending beside the flows; what positions differ by, below the
 * balance sheets; what a difference of GDP consists of (accounts_difference.c). */
void accounts_net_difference_draw(struct view_accounts *accounts, struct view *view,
                                  const struct accounts_table *theirs, struct box box);
void accounts_positions_draw(struct view *view, const struct accounts_table *mine,
                             const struct accounts_table *theirs, struct box box);
void accounts_contributions_draw(const struct view_accounts *accounts,
                                 const struct view_accounts *against, struct view *view,
                                 uint64_t quarter, uint64_t other_quarter, struct box box);

/* The whole of a check: what must be zero, in one line at y; returns the next y. */
double accounts_check(struct ui *ui, struct box box, double y, const char *label, double dollars);

/* Selects a sector, or none if it is the one selected. */
void accounts_choose(struct view_accounts *accounts, const char *sector);

#endif

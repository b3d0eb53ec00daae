/* Who gains from one run against another: real income, product, consumption and work by region, and
 * within a region by kind of income and by industry.
 *
 * Real amounts are those of the quarterly accounts (/account) over the deflator of GDP, as in the
 * scoreboard (docs/model/scoreboard.md), consumption over consumer prices: US dollars of the start,
 * when a unit of each currency was worth one. Quarters of the two runs are matched by the calendar,
 * regions and industries by their labels. */
#ifndef KEIRETSU_VIZ_GAINS_H
#define KEIRETSU_VIZ_GAINS_H

#include "viz/view.h"

enum gains_measure {
    GAINS_INCOME,      /* gross national income over the deflator of GDP */
    GAINS_PRODUCT,     /* GDP at opening prices */
    GAINS_CONSUMPTION, /* of households, at consumer prices of the start */
    GAINS_WORK,        /* persons working */
    GAINS_MEASURES,
    /* Parts of real national income, which add up to it. */
    GAINS_WAGES = GAINS_MEASURES,
    GAINS_SURPLUS,
    GAINS_TAXES,
    GAINS_ABROAD,
    GAINS_SERIES
};

enum { GAINS_REGIONS = 32, GAINS_INDUSTRIES = 64, GAINS_LABEL = 64 };

struct gains {
    uint64_t version, other_version; /* of the playbacks that it was made from, plus one */
    const struct view *other;        /* the run compared with */
    const char *trouble;             /* why there is nothing to show, "first\nsecond"; NULL */
    int regions;                     /* that both have; the world is row `regions` */
    char region[GAINS_REGIONS][GAINS_LABEL];
    uint64_t quarters;     /* that both have */
    double *end, *years;   /* [quarters] days since the start of the first run, length */
    double *mine, *theirs; /* [GAINS_SERIES][regions + 1][quarters]: dollars of the quarter;
                               persons: the mean; NaN where a file lacks the figures */
    double start;          /* days: when the first quarter began */
};

/* Brings it up to the two runs. Reads nothing where nothing has changed. */
void gains_update(struct gains *gains, struct view *view);
void gains_free(struct gains *gains);

/* Two runs in the year that ends with a quarter, at an annual rate where there is less. */
struct gains_pair {
    double mine, theirs;
};
struct gains_pair gains_year(const struct gains *gains, int series, int region, uint64_t quarter);

/* The difference in one quarter, at an annual rate. */
double gains_rate(const struct gains *gains, int series, int region, uint64_t quarter);

/* The difference summed from the start to a quarter, discounted by a rate a year as in
 * docs/the-deal.md: each year to its middle. In dollars, or in persons times years. */
double gains_sum(const struct gains *gains, int series, int region, uint64_t quarter, double rate);

/* The quarter that had ended at the moment shown, or -1. */
int64_t gains_quarter(const struct gains *gains, const struct view *view);

/* Real value added by industry of a region (or the world) in that year; at most GAINS_INDUSTRIES.
 * Returns how many the two have in common. */
struct gains_industry {
    const char *code;
    struct gains_pair value; /* dollars a year */
};
int gains_industries(const struct gains *gains, struct view *view, int region, uint64_t quarter,
                     struct gains_industry *industries);

const char *gains_name(int series);    /* "Real national income" */
const char *gains_meaning(int series); /* a sentence */

#endif

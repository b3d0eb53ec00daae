/* The calibrated world: regions, industries, the world input-output table and every figure
 * that the opening needs, read from a folder of CSV files (configs/world-2022).
 *
 * Nothing about regions or industries is code: lists, lengths and names come from the data.
 * Every figure carries its source and its grade (published, computed, recalled, assumed), and
 * the files are read strictly: a missing, doubled, unknown or out-of-range figure is one error
 * line with file, line, figure, value and what is allowed.
 *
 * Indices: region r, industry k, cell c = r * industries + k; a supplier cell d is a cell.
 * Money in USD million a year, as published; quantities are values at opening prices.
 */
#ifndef KEIRETSU_AGENTS_WORLD_H
#define KEIRETSU_AGENTS_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"

enum {
    REGIONS_MAX = 16,
    INDUSTRIES_MAX = 64,
    AGE_GROUPS_MAX = 12,
    VARIETIES_MAX = 4,
    KINDS_MAX = 32,
    CANDIDATES_MAX = 64,
    SITES_MAX = 64,
    CHOKEPOINTS_MAX = 16,
    AGES = 101, /* years of age, 100 and over in one */
    COHORT_BAND = 5,
    COHORT_BANDS = 21
};

/* The table knows the first three; projects of the facility come on top of it. */
enum final_use {
    USE_HOUSEHOLD,
    USE_GOVERNMENT,
    USE_INVESTMENT,
    USE_PROJECT,
    FINAL_USES,
    TABLE_USES = USE_PROJECT
};

/* Where a figure comes from: published as it is, computed from published figures, recalled from
 * general knowledge (approximate until checked), or our assumption. A figure that rests on
 * several has the weakest of their grades. */
enum grade { GRADE_PUBLISHED, GRADE_COMPUTED, GRADE_RECALLED, GRADE_ASSUMED, GRADES };

/* A figure with its origin, for the run file and reports; the model reads the arrays below. */
struct world_figure {
    const char *name, *unit;   /* of the .def lists */
    int region, industry, age; /* what it belongs to, -1 where it does not apply */
    int kind, site;            /* of projects, from 1; 0 where it does not apply */
    int first_age;             /* of figures by band of ages (cohorts.csv) */
    bool by_band;
    double value;
    enum grade grade;
    char *source;
};

/* How production depends on an input (docs/model/world-data.md). */
enum essentiality { INPUT_UNCRITICAL, INPUT_IMPORTANT, INPUT_CRITICAL };

struct world_name {
    char code[16];
    char name[64];
    char currency[8]; /* regions only */
};

struct age_group {
    char label[16];                     /* "0-14", ..., "65+" */
    double population[REGIONS_MAX];     /* persons */
    double participation[REGIONS_MAX];  /* labour force in population */
    double unemployment[REGIONS_MAX];   /* relative weight in unemployment (scaled to the region's
                                           rate) */
    double pension_weight[REGIONS_MAX]; /* relative transfer per person */
    double wealth_weight[REGIONS_MAX];  /* relative claim per person on dividends and funds */
    double participation_limit[REGIONS_MAX]; /* what participation tends to */
    double nonregular[REGIONS_MAX];          /* share of the employed */
};

enum transport_mode { MODE_LAND, MODE_SEA, MODE_AIR, TRANSPORT_MODES };

/* A product of one origin that other origins cannot replace within half a year (Taiwanese
 * chips): an input of its own for the goods industries of other regions that depend on it. */
struct variety {
    int industry, origin;
    double dependence;        /* share of capacity that stops without it, 0..1 */
    double least_share;       /* of the industry's input from this origin, to count */
    double least_coefficient; /* of the input in output, to count */
};

/* A kind of project (project-kinds.csv): what it costs, how long it takes, how it may go wrong
 * (project-figures.csv), what it is built of (project-mix.csv). */
struct project_kind {
    char code[24];
    char name[64];
    int industry;               /* of the host region, whose firms operate it */
    double mix[INDUSTRIES_MAX]; /* product k in the cost of construction, adds up to 1 */
#define FIGURE(name, unit, least, most, meaning) double name;
#include "agents/world_kind.def"
#undef FIGURE
};

/* Where projects can be (project-sites.csv), and which part of each kind is there
 * (project-site-shares.csv). Shares of a kind over all sites add up to 1. */
struct project_site {
    char code[24];
    char name[64];
    double latitude, longitude; /* degrees; of about the middle of where plants of this sort are */
    double share[KINDS_MAX];
};

/* An official candidate (candidates.csv). */
struct project_candidate {
    char name[96];
    int kind, site;       /* site -1: not given, drawn */
    double cost;          /* USD million */
    int32_t listed;       /* day, see core/date.h */
    int partner_industry; /* of the lender's region */
    enum grade grade;
    char source[256];
};

struct world {
    char folder[512];
    char title[128];
    char notice[256]; /* what must be said with every result, such as: the table is an estimate */
    int regions, industries, cells;
    struct world_name region[REGIONS_MAX];
    struct world_name industry[INDUSTRIES_MAX];

    /* The table as it is in the files; the opening solves it (agents/opening_table.h). */
    double *intermediate; /* [supplier cell][customer cell] */
    double *final;        /* [supplier cell][region][use], without changes in inventories */
    double *inventories;  /* [supplier cell][region]: dropped by the opening, kept for the report */
    double *output;       /* [cell] */
    double *input_taxes;  /* [cell] taxes less subsidies on inputs, paid by the buyer */
    double *value_added;  /* [cell] at basic prices */

    struct {
#define FIGURE(name, unit, least, most, meaning) double name[REGIONS_MAX];
#include "agents/world_region.def"
#undef FIGURE
    } of_region;
    struct {
#define FIGURE(name, unit, least, most, meaning) double name[INDUSTRIES_MAX];
#include "agents/world_industry.def"
#undef FIGURE
    } of_industry;

    double enterprises[REGIONS_MAX]
                      [INDUSTRIES_MAX]; /* thousand; regions modelled in full only, else 0 */
    enum essentiality essentiality[INDUSTRIES_MAX][INDUSTRIES_MAX]; /* [input][user] */

    int age_groups;
    struct age_group age[AGE_GROUPS_MAX];

    /* By band of five years of age; zero in a world without cohorts.csv. */
    bool cohorts_known;
    double cohort_population[COHORT_BANDS][REGIONS_MAX]; /* shape inside the age groups */
    double cohort_mortality[COHORT_BANDS][REGIONS_MAX];  /* 1/year */
    double cohort_fertility[COHORT_BANDS][REGIONS_MAX];  /* births per woman and year */
    double cohort_migration[COHORT_BANDS][REGIONS_MAX];  /* net, persons a year */

    /* Routes: goods shipped in week t can be used at the start of week t + weeks (1 within a
     * region). */
    double route_weeks[REGIONS_MAX][REGIONS_MAX]; /* [origin][destination] */
    int chokepoints;
    char chokepoint[CHOKEPOINTS_MAX][32];
    uint32_t route_chokepoints[REGIONS_MAX][REGIONS_MAX]; /* bit set of chokepoints passed by sea */
    enum transport_mode route_mode[REGIONS_MAX][REGIONS_MAX]; /* main mode of goods */

    int varieties;
    struct variety variety[VARIETIES_MAX];

    /* Projects of the investment framework; none in a world without project-kinds.csv. */
    int kinds, sites, candidates;
    struct project_kind kind[KINDS_MAX];
    struct project_site site[SITES_MAX]; /* none without project-sites.csv */
    struct project_candidate candidate[CANDIDATES_MAX];
    bool deal_known; /* whether there is deal-tariffs.csv; else its figures are zero */
    struct {
#define FIGURE(name, unit, least, most, meaning) double name[INDUSTRIES_MAX];
#include "agents/deal_tariff.def"
#undef FIGURE
    } deal;

    int figures; /* every figure of regions, industries, ages and enterprises, in file order */
    struct world_figure *figure;
};

/* Reads the folder. On failure nothing is left allocated. */
bool world_read(struct world *world, const char *folder, struct error *err);
void world_free(struct world *world);

/* "published", "computed", "recalled", "assumed". */
const char *world_grade_name(enum grade grade);

/* Index of a code ("JPN", "C26"), or -1. */
int world_region(const struct world *world, const char *code);
int world_industry(const struct world *world, const char *code);
int world_kind(const struct world *world, const char *code);
int world_site(const struct world *world, const char *code);

#endif

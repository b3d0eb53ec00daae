/* Why output fell: falls of cells (a region's industry), what held them back, and the way upstream
 * to the first cause, as far as a run file has it (docs/why.md).
 *
 * A trace is read from a file once. It knows sums too: region or industry TRACE_ALL. Amounts are
 * in the file's unit, cents a step at opening prices. */
#ifndef KEIRETSU_OUTPUT_TRACE_H
#define KEIRETSU_OUTPUT_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "output/reader.h"

enum { TRACE_ALL = -1 };
enum { TRACE_CAUSES = 12, TRACE_STEPS = 12, TRACE_CODE = 32 };

/* What kind of thing a cause of the file is. */
enum trace_role {
    TRACE_DEMAND,
    TRACE_INPUT,
    TRACE_LABOUR,
    TRACE_CAPACITY,
    TRACE_DAMAGE,
    TRACE_OTHER,
    TRACE_UNKNOWN, /* the file does not say */
    TRACE_ROLES
};

struct trace_event {
    double day, until; /* since the start; until: HUGE_VAL where it does not end */
    char kind[32], where[64], what[192];
    char region[TRACE_CODE], industry[TRACE_CODE]; /* "": all */
};

/* A fall of output from its highest level of the year before. Positions are records. */
struct trace_fall {
    int region, industry;
    uint64_t peak, onset, trough, end; /* onset: a tenth of it is done; end: half is made good */
    double before, least;              /* output at the peak and at the trough */
    double depth;                      /* 1 - least / before */
    double role_share[TRACE_ROLES];    /* of the fall at its trough; they add to 1 */
    enum trace_role role;              /* the largest of them */
    int cause;                         /* of the file, the largest of that role; -1: none */
};

enum trace_step_kind {
    TRACE_STEP_CELL,  /* a cell, or a sum, made less */
    TRACE_STEP_FLOW,  /* deliveries of a product from one region to another fell */
    TRACE_STEP_USE,   /* final demand of a region fell */
    TRACE_STEP_EVENT, /* an event of the scenario */
    TRACE_STEP_END,   /* the file has no more, or the way leads back */
};

/* How it was found. */
enum trace_evidence {
    TRACE_BY_CHOICE, /* the fall that was asked for */
    TRACE_BY_PART,   /* the part of the sum that fell most */
    TRACE_BY_LINKS,  /* orders and deliveries over links */
    TRACE_BY_TRADE,  /* trade between regions */
    TRACE_BY_OUTPUT, /* falls of output at the same time */
    TRACE_BY_ACCOUNTS,
    TRACE_BY_EVENT, /* place, date and kind of an event */
    TRACE_BY_NOTHING
};

struct trace_step {
    enum trace_step_kind kind;
    enum trace_evidence evidence;
    int region, industry; /* of the cell; of the seller of a flow; of the use */
    int destination;      /* of a flow */
    double onset, day;    /* when it began and when it was deepest, since the start */
    double before, least, depth;
    enum trace_role role;        /* what held the cell back */
    int cause;                   /* of the file, or -1 */
    double share;                /* of this step in the one before, or of the role in the fall */
    int event;                   /* or -1 */
    int use;                     /* in trace->use, or -1 */
    char title[96], reason[240]; /* in words */
};

struct trace_chain {
    int count;
    struct trace_step step[TRACE_STEPS];
    char first_cause[128]; /* in words */
};

struct trace {
    int regions, industries, causes;
    char (*region)[TRACE_CODE], (*industry)[TRACE_CODE];
    char cause[TRACE_CAUSES][TRACE_CODE];
    enum trace_role cause_role[TRACE_CAUSES];
    uint64_t records;
    double *days;   /* of the records, since the start */
    double *output; /* [regions + 1][industries + 1][records]; the last of each is the sum */
    double *lost;   /* the same with [causes] before records; NULL: not recorded */
    double *fill;   /* [regions + 1][industries + 1][records]: delivered over demanded, or NULL */
    bool *goods;    /* [industries]: can be an input that stops production */
    uint64_t trade_records;
    double *trade_days;
    double *trade;  /* [trade_records][origin][destination][industry]; NULL: not recorded */
    double *use[3]; /* [regions][records]: real consumption, investment, government; or NULL */
    int event_count;
    struct trace_event *event;
    int fall_count;
    struct trace_fall *fall; /* all, by region, industry and date */
    /* How people call the codes; the codes themselves unless set. */
    const char *(*region_name)(const char *code), *(*industry_name)(const char *code);
    struct reader *reader; /* for links; must stay open */
};

/* Reads what it needs. A file without /industry [region, industry] and output over time fails;
 * whatever else is missing or odd is left out. */
bool trace_open(struct trace *trace, struct reader *reader, struct error *err);
void trace_close(struct trace *trace);

/* Position of a code, TRACE_ALL for "" or NULL, -2 where the file has none of it. */
int trace_region(const struct trace *trace, const char *code);
int trace_industry(const struct trace *trace, const char *code);

/* Series over the records; region and industry may be TRACE_ALL. */
const double *trace_output(const struct trace *trace, int region, int industry);
const double *trace_lost(const struct trace *trace, int region, int industry, int cause);

/* The last record at or before a day, 0 if all are later. */
uint64_t trace_at(const double *days, uint64_t count, double day);

enum trace_order { TRACE_BY_SIZE, TRACE_BY_DEPTH, TRACE_BY_DATE };

enum trace_which {
    TRACE_CELLS,      /* the cells in the scope */
    TRACE_SUM,        /* the sum that the scope is */
    TRACE_REGIONS,    /* its regions: all that is made there, or of the one industry */
    TRACE_INDUSTRIES, /* its industries: in the world, or in the one region */
    TRACE_LISTS
};

struct trace_scope {
    int region, industry;       /* TRACE_ALL: every one */
    double first_day, last_day; /* the trough lies in between */
    enum trace_which which;
};

/* The falls of a scope in order, at most so many, as places in trace->fall. Returns how many there
 * are in all. */
int trace_falls(const struct trace *trace, const struct trace_scope *scope, enum trace_order order,
                int *places, int most);

/* Upstream from a fall to its first cause. */
void trace_follow(const struct trace *trace, const struct trace_fall *fall,
                  struct trace_chain *chain);

const char *trace_role_name(enum trace_role role);             /* "inputs" */
const char *trace_evidence_name(enum trace_evidence evidence); /* "trade" */
const char *trace_step_name(enum trace_step_kind kind);        /* "flow" */

#endif

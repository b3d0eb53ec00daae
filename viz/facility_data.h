/* What the view of the facility knows: every project at the moment shown, and sums over time. */
#ifndef KEIRETSU_VIZ_FACILITY_DATA_H
#define KEIRETSU_VIZ_FACILITY_DATA_H

#include "viz/format.h"
#include "viz/view.h"

/* Numbers of /project/stage; name_stage has their names. */
enum facility_stage {
    STAGE_EMPTY,
    STAGE_CANDIDATE,
    STAGE_SCREENED,
    STAGE_RECOMMENDED,
    STAGE_SELECTED,
    STAGE_NOTICED,
    STAGE_FUNDED,
    STAGE_CONSTRUCTION,
    STAGE_OPERATING,
    STAGE_FAILED,
    STAGE_DECLINED,
    STAGE_DROPPED,
    STAGES
};

/* Columns of /project that the view reads. */
enum project_column {
#define PROJECT_COLUMN(name) PROJECT_##name,
#include "viz/facility_columns.def"
#undef PROJECT_COLUMN
    PROJECT_COLUMNS
};

/* A project at the moment shown. Numbers are NaN where there is nothing to say yet. */
struct facility_project {
    enum facility_stage stage;
    enum facility_stage reached; /* the furthest stage of its way, CANDIDATE to OPERATING */
    char name[96], site[64];
    double cost, paid_out, lost, npv_home; /* US cents */
    double delay;                          /* weeks beyond the planned time of construction */
    double overrun, irr_home;              /* shares, per year */
};

/* Sums over all projects by record of /project, in US cents; the ratio is a share. */
enum facility_sum {
    SUM_POLICY,    /* claims of the policy bank */
    SUM_COVERED,   /* bank loans that the insurer covers */
    SUM_UNCOVERED, /* and those that it does not */
    SUM_BONDS,     /* dollars raised by the policy bank */
    SUM_CAPITAL,   /* paid in by the government */
    SUM_BAD,       /* claims that do not earn their interest */
    SUM_RATIO,     /* capital of the policy bank over its claims */
    SUM_PREMIUM,   /* so far, as all that follow */
    SUM_INTEREST,
    SUM_PRINCIPAL,
    SUM_TO_POLICY,
    SUM_TO_HOST,
    SUM_OFFTAKE,
    SUM_LEASE,
    FACILITY_SUMS
};

struct facility_data {
    uint64_t version; /* of the playback that this was made from, plus one */
    uint64_t rows, records, record;
    uint64_t shown; /* record that the projects are of, plus one */
    double days_per_step;
    char home[64], host[64]; /* codes of the regions */
    const double *days;      /* of the records */
    const struct playback_column *column[PROJECT_COLUMNS];
    struct facility_project *projects; /* [rows] */
    double *sums;                      /* [FACILITY_SUMS][records] */
};

/* Whether the run has projects and a pledge. */
bool facility_exists(const struct view *view);

/* Codes of the lender's region and of the host's: Japan and the United States unless the file says
 * otherwise. */
void facility_parties(const struct view *view, char home[static 64], char host[static 64]);

/* Brings it to the moment shown; what is to be said instead, "first\nsecond", or NULL. */
const char *facility_data_make(struct facility_data *data, struct view *view);

/* The project of the same name in another run, or -1. */
int64_t facility_twin(const struct facility_data *mine, uint64_t row,
                      const struct facility_data *theirs);

/* The same; false, with a message in the box, where the file has nothing. */
bool facility_data_update(struct facility_data *data, struct view *view, struct box box);
void facility_data_free(struct facility_data *data);

/* A value of a project now or in a record; NaN if the file does not have the column. */
double facility_value(const struct facility_data *data, enum project_column column, uint64_t row);
double facility_value_at(const struct facility_data *data, enum project_column column, uint64_t row,
                         uint64_t record);

/* The day, since the start, of a step of the run. */
double facility_day(const struct facility_data *data, double step);

static inline const double *facility_sum(const struct facility_data *data, enum facility_sum sum)
{
    return data->sums + (uint64_t)sum * data->records;
}

/* The first row of a column of any group at the moment shown; NaN if there is none. */
double facility_now(struct view *view, const char *group, const char *column);

/* The row of the project that is selected, or -1; and selects one. */
int64_t facility_selected(const struct facility_data *data, const struct view *view);
void facility_select(struct view *view, uint64_t row);

/* "+$1.2 bn", of US cents. */
char *facility_more(char text[static FORMAT_MAX], double cents);

/* "$1.2 bn", of US cents. */
char *facility_money(char text[static FORMAT_MAX], double cents);

#endif

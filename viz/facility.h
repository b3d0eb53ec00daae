/* The pages of the facility's view. */
#ifndef KEIRETSU_VIZ_FACILITY_H
#define KEIRETSU_VIZ_FACILITY_H

#include "viz/facility_data.h"
#include "viz/gains_page.h"

enum facility_page { PAGE_PIPELINE, PAGE_MONEY, PAGE_PROJECTS, PAGE_GAINS, FACILITY_PAGES };

enum { FACILITY_PARTS = 4 }; /* of the page of money */

enum facility_order {
    ORDER_NAME,
    ORDER_SITE,
    ORDER_STAGE,
    ORDER_COST,
    ORDER_PAID_OUT,
    ORDER_DELAY,
    ORDER_OVERRUN,
    ORDER_IRR,
    ORDER_NPV,
    ORDER_LOST,
    FACILITY_ORDERS
};

struct view_facility {
    struct facility_data data;
    struct facility_data theirs; /* of the run compared with */
    const struct view *other;    /* that it is of */
    bool compared;               /* it is there */
    bool differs;                /* and differences are shown */
    struct gains_page gains;
    bool opened; /* the first page was chosen */
    enum facility_page page;
    enum facility_page agreed; /* page of both runs when they were beside each other last */
    bool by_number;            /* of the pipeline; else by money */
    enum facility_order order;
    bool reversed;             /* the column's usual order upside down */
    enum facility_stage stage; /* the table shows only these; EMPTY for all */
    bool card;                 /* one project instead of the table */
    bool part_by_part;         /* the window is small: one part of the page of money */
    int part;
    uint32_t *row; /* of the table, in its order */
    uint64_t row_capacity;
    int count;     /* of them */
    int scrolled;  /* above the screen */
    uint64_t seen; /* project that the table last scrolled to, plus one */
    int fitting;   /* rows on the screen */
};

/* What came to each stage so far: by number of projects or by estimated cost in US cents. */
struct facility_flow {
    double come[STAGES];         /* that have reached the stage; of exits: in all */
    double here[STAGES];         /* of these, in the stage now */
    double left[STAGES][STAGES]; /* [exit][stage that it was left from] */
};
struct facility_flow facility_flow_count(const struct facility_data *data, struct view *view,
                                         bool by_number);

/* The run compared with, where differences are shown, or NULL. */
static inline const struct facility_data *facility_other(const struct view_facility *facility)
{
    return facility->differs ? &facility->theirs : NULL;
}

/* Figures that say how it goes, clickable. */
void facility_head_draw(struct view_facility *facility, struct view *view, struct box box);

void facility_pipeline_draw(struct view_facility *facility, struct view *view, struct box box);
void facility_money_draw(struct view_facility *facility, struct view *view, struct box box);

/* To the next part (+1) or the one before where small windows show one at a time. */
void facility_money_move(struct view_facility *facility, int by);

void facility_table_draw(struct view_facility *facility, struct view *view, struct box box);
void facility_card_draw(struct view_facility *facility, struct view *view, struct box box);

/* Parts of the page of money. */
/* `theirs` is the run compared with, or NULL. */
void facility_years_draw(const struct facility_data *data, const struct facility_data *theirs,
                         struct view *view, int64_t row, const char *title, struct box box);
void facility_split_draw(const struct facility_data *data, const struct facility_data *theirs,
                         struct view *view, struct box box);
void facility_holders_draw(const struct facility_data *data, const struct facility_data *theirs,
                           struct view *view, struct box box);

/* Puts the rows of the table in order; needs data of this moment. */
void facility_table_sort(struct view_facility *facility);

/* What a column says of a project: a number (NaN where there is none, or it is a text), and in words;
 * whether it is bad news; and how it differs from the project of the same name in the other run
 * (NULL: there is none), "" where it does not. */
double facility_number(const struct facility_project *project, enum facility_order order);
const char *facility_cell(const struct facility_project *project, int column,
                          char text[static FORMAT_MAX]);
const char *facility_cell_change(const struct facility_project *project,
                                 const struct facility_project *twin, int column,
                                 char text[static FORMAT_MAX]);
bool facility_cell_is_bad(const struct facility_project *project, int column);
bool facility_cell_is_text(int column);

/* Selects the project so many rows further down. */
void facility_table_move(struct view_facility *facility, struct view *view, int by);

/* Shows the projects of a stage (EMPTY: of all), by a column. */
void facility_table_show(struct view_facility *facility, enum facility_stage stage,
                         enum facility_order order);

/* A small square and a word, for legends; returns the width used. */
double facility_legend(struct ui *ui, double x, double y, uint32_t colour, const char *label);

/* What happened to a project on a day since the start; label "" for nothing. */
struct facility_date {
    char label[64];
    double day;
    uint32_t colour;
};

/* The line of its dates; the one under the mouse in *hovered, which else stays as it is. */
void facility_dates_draw(const struct facility_data *data, struct view *view, uint64_t row,
                         struct box box, struct facility_date *hovered);

#endif

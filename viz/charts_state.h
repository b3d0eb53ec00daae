/* What the charts keep: the page (a group of the file and its lines) and a panel for each column. */
#ifndef KEIRETSU_VIZ_CHARTS_STATE_H
#define KEIRETSU_VIZ_CHARTS_STATE_H

#include "viz/series.h"
#include "viz/ui.h"

enum { CHARTS_LINES_MAX = 12 };

struct charts_line {
    char label[64]; /* of the row in the file; "" for the rest */
    char name[96];  /* for people: "Japan", "30 others" */
    uint64_t place; /* of its colour */
    bool rest;      /* all rows that have no line of their own: their sum, or their mean */
};

struct charts_page {
    char group[128]; /* of the file, "" before the first frame */
    bool regions;    /* the lines are regions */
    int line_count;
    struct charts_line lines[CHARTS_LINES_MAX];
};

/* One chart. All series are on the dates of the run looked at; their rows are the page's lines. */
struct charts_panel {
    char column[64];
    bool made;           /* the rest is there, as far as the files have it */
    int run_count;       /* 0: the run has no such column, or it is still being read */
    struct series *runs; /* [run_count]: the run looked at, then those over it (values NULL without
                          * the column); of a difference the difference alone */
    int second;          /* of runs: what the readout compares with; 0 for none */
    bool band;           /* there are low and high, and over each other middle */
    struct series low, middle, high; /* least, median and most of many runs, or of differences */
};

struct view_charts {
    struct charts_page page;
    struct charts_panel *panels; /* in the order shown */
    int count;
    int chosen;        /* the panel that the readout shows */
    struct menu menu;  /* of the groups */
    struct box button; /* that opens it, as last drawn */
    /* What all was made from. */
    uint64_t version; /* of the playbacks, plus one */
    enum series_mode mode;
    int compare; /* enum compare */
    int run_count;
    const void *other;
};

#endif

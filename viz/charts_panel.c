#include "viz/charts_panel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/charts_page.h"
#include "viz/series_runs.h"

enum { RUNS_MAX = 64 };

int charts_panel_runs(const struct view *view, struct view **runs, int most)
{
    int count = 0;
    for (int i = 0; i < view->run_count && count < most; i++)
        if (view->runs[i]->playback == view->playback)
            runs[count++] = view->runs[i];
    if (count == 0)
        return 0;
    bool all = view->compare == COMPARE_ONE || view->compare == COMPARE_DIFFERENCE;
    for (int i = 0; i < view->run_count && count < most; i++)
        if (view->runs[i] != runs[0] && (all || view->runs[i] == view->other))
            runs[count++] = view->runs[i];
    return count;
}

void charts_panel_days(const struct view *view, double *first, double *last)
{
    const struct timeline *own = view->timeline;
    const struct timeline *other = view->other ? view->other->timeline : NULL;
    *first = timeline_first(own), *last = timeline_last(own);
    if (view->compare != COMPARE_SIDES || !other || other->records == 0)
        return;
    double later = other->start_day - own->start_day;
    *first = fmin(*first, timeline_first(other) + later);
    *last = fmax(*last, timeline_last(other) + later);
}

struct chart charts_panel_chart(const struct view *view, const struct series *series)
{
    struct chart chart = {
        .start_day = view->timeline->start_day,
        .days = series_days(series),
        .records = series->records,
        .reference = series->kind == SERIES_INDEX    ? 100
                     : series->kind == SERIES_CHANGE ? 0
                                                     : NAN,
        .cursor = timeline_day(view->timeline),
        .events = &view->playback->events,
    };
    charts_panel_days(view, &chart.first, &chart.last);
    return chart;
}

static const struct playback_column *
column_of(const struct charts_panel *panel, const struct charts_page *page, const struct view *view)
{
    const struct playback_column *column =
        playback_column(view->playback, page->group, panel->column);
    return column && column->has_time && column->records > 0 ? column : NULL;
}

/* Quarterly accounts count their steps, a scoreboard the part of the year: the column that does, and
 * the days of one of its units, 0 where amounts are not those of the period. NULL where records are
 * of no period. */
static const struct playback_column *period_of(const struct view *view,
                                               const struct charts_page *page,
                                               const struct playback_column *column, double *days)
{
    static const struct {
        const char *group, *column;
        bool sums; /* amounts are those of the period; else they are of a year as they stand */
    } PERIODS[] = {{"account", "steps", true}, {"scoreboard", "years", false}};
    for (size_t i = 0; i < sizeof PERIODS / sizeof *PERIODS; i++) {
        if (strcmp(page->group, PERIODS[i].group) != 0)
            continue;
        const struct playback_column *period =
            playback_column(view->playback, page->group, PERIODS[i].column);
        *days = PERIODS[i].sums ? view->playback->reader.days_per_step : 0;
        bool same = period && period->has_time && period != column &&
                    period->rows == column->rows && period->records == column->records;
        return same ? period : NULL;
    }
    return NULL;
}

static bool build(struct series *series, const struct charts_page *page, const struct view *view,
                  const struct playback_column *column, double size, bool balance)
{
    const struct reader_group *group = playback_group(view->playback, page->group);
    int *line_of = malloc((column->rows + 1) * sizeof *line_of);
    bool good = false;
    if (line_of && group && group->rows == column->rows) {
        charts_page_map(page, group, line_of);
        double period_days = 0;
        const struct playback_column *period = period_of(view, page, column, &period_days);
        good = series_build(series, &(struct series_wish){
                                        .column = column,
                                        .mode = (enum series_mode)view->ui->charts.mode,
                                        .days_per_step = view->playback->reader.days_per_step,
                                        .size = size,
                                        .balance = balance,
                                        .period = period,
                                        .period_days = period_days,
                                        .lines = (uint64_t)page->line_count,
                                        .per_row = 1,
                                        .line_of = line_of,
                                    });
    }
    free(line_of);
    return good;
}

static bool build_all(struct charts_panel *panel, const struct charts_page *page,
                      struct view *const *runs, int count, double size, bool balance)
{
    for (int r = 0; r < count; r++) {
        const struct playback_column *column = column_of(panel, page, runs[r]);
        series_free(&panel->runs[r]);
        bool good = column && build(&panel->runs[r], page, runs[r], column, size, balance);
        if (r == 0 && !good)
            return false;
        double later = runs[0]->timeline->start_day - runs[r]->timeline->start_day;
        if (r > 0 && good &&
            !series_to_days(&panel->runs[r], panel->runs[0].days, panel->runs[0].records, later))
            series_free(&panel->runs[r]);
    }
    return true;
}

/* What is never below zero in one run alone is a balance: all runs must have the same unit. */
static bool make_runs(struct charts_panel *panel, const struct charts_page *page,
                      const struct view *view, struct view *const *runs, int count)
{
    double size = 0;
    for (int r = 0; r < count; r++) {
        const struct playback_column *column = column_of(panel, page, runs[r]);
        if (column)
            size = fmax(size, series_size(column, runs[r]->playback->reader.days_per_step));
        if (r > 0 && runs[r] == view->other)
            panel->second = r;
    }
    if (!(panel->runs = calloc((size_t)count, sizeof *panel->runs)))
        return false;
    panel->run_count = count;
    if (!build_all(panel, page, runs, count, size, false))
        return false;
    bool agree = true;
    for (int r = 1; r < count; r++)
        agree =
            agree && (!panel->runs[r].values || panel->runs[r].relative == panel->runs[0].relative);
    return agree || build_all(panel, page, runs, count, size, true);
}

/* "no-deal", "mean of 7 runs" */
static void name_others(const struct view *const *runs, int count, char *text, size_t size)
{
    if (count == 2)
        playback_short_name(runs[1]->playback, text, size);
    else
        snprintf(text, size, "mean of %d runs", count - 1);
}

static void make_difference(struct charts_panel *panel, const struct view *const *runs, int count)
{
    struct series difference;
    char against[128];
    name_others(runs, count, against, sizeof against);
    bool good = series_difference(panel->runs, panel->run_count, against, &difference, &panel->low,
                                  &panel->high);
    for (int r = 0; r < panel->run_count; r++)
        series_free(&panel->runs[r]);
    panel->run_count = good;
    panel->second = 0;
    if (good)
        panel->runs[0] = difference;
    panel->band = good && panel->low.values;
}

void charts_panel_make(struct charts_panel *panel, const struct charts_page *page,
                       struct view *view)
{
    struct view *runs[RUNS_MAX] = {view};
    if (panel->made)
        return;
    panel->made = true; /* what is still being read comes with another version of the playback */
    int count = charts_panel_runs(view, runs, RUNS_MAX);
    count = count > 0 ? count : 1;
    if (!make_runs(panel, page, view, runs, count)) {
        charts_panel_free(panel);
        panel->made = true;
        return;
    }
    if (view->compare == COMPARE_DIFFERENCE && count > 1)
        make_difference(panel, (const struct view *const *)runs, count);
    else if (view->compare == COMPARE_ONE && count > CHARTS_RUNS_APART)
        panel->band = series_band(panel->runs, count, &panel->low, &panel->middle, &panel->high);
}

void charts_panel_free(struct charts_panel *panel)
{
    for (int r = 0; r < panel->run_count; r++)
        series_free(&panel->runs[r]);
    free(panel->runs);
    series_free(&panel->low), series_free(&panel->middle), series_free(&panel->high);
    panel->runs = NULL;
    panel->run_count = panel->second = 0;
    panel->made = panel->band = false;
}

/* The charts as a table: of one that is enlarged a column for each line, else all of them, one
 * value a row. The values are those drawn: against the start, absolute, or growth. */
#include <math.h>

#include "viz/charts_panel.h"
#include "viz/listing.h"

enum { RUNS_MOST = 64 };

/* "Japan (start = 100)" */
static void write_header(const struct charts_page *page, const struct series *series,
                         struct listing *csv)
{
    char titles[CHARTS_LINES_MAX][256];
    const char *names[CHARTS_LINES_MAX + 2] = {"date"};
    for (int i = 0; i < page->line_count; i++) {
        snprintf(titles[i], sizeof titles[i], "%s (%s)", page->lines[i].name, series->unit);
        names[i + 1] = titles[i];
    }
    listing_header(csv, names);
}

/* Another run may begin later or end earlier. */
static bool is_known(const struct series *series, uint64_t record)
{
    for (uint64_t row = 0; row < series->rows; row++)
        if (isfinite(series_row(series, row)[record]))
            return true;
    return false;
}

static void write_wide(const struct charts_page *page, const struct series *series,
                       struct view *view, struct listing *csv)
{
    for (uint64_t t = series->first; t < series->records; t++) {
        if (!is_known(series, t))
            continue;
        listing_day(csv, view, series_days(series)[t]);
        for (int i = 0; i < page->line_count; i++)
            listing_number(csv, series_row(series, (uint64_t)i)[t]);
        listing_end(csv);
    }
}

static void write_long(const struct charts_page *page, const struct series *series,
                       struct view *view, struct listing *csv)
{
    for (int i = 0; i < page->line_count; i++)
        for (uint64_t t = series->first; t < series->records; t++) {
            if (!is_known(series, t))
                continue;
            listing_day(csv, view, series_days(series)[t]);
            listing_text(csv, series->title);
            listing_text(csv, page->lines[i].name);
            listing_number(csv, series_row(series, (uint64_t)i)[t]);
            listing_text(csv, series->unit);
            listing_end(csv);
        }
}

/* "framework less no-deal" */
static void name_difference(const struct view *view, struct listing *csv)
{
    char mine[128], other[128] = "others";
    if (view->run_count == 2)
        playback_short_name(view->other->playback, other, sizeof other);
    snprintf(csv->name, sizeof csv->name, "%s less %s",
             playback_short_name(view->playback, mine, sizeof mine), other);
    csv->run = csv->name;
}

bool listing_charts(void *state, struct view *view, struct listing *csv)
{
    struct view_charts *charts = state;
    bool wide = view->ui->charts.enlarged;
    struct view *runs[RUNS_MOST];
    bool over = csv->runs && view->compare == COMPARE_ONE;
    int run_count = over ? charts_panel_runs(view, runs, RUNS_MOST) : 1;
    if (csv->runs && view->compare == COMPARE_DIFFERENCE)
        name_difference(view, csv);
    bool any = false;
    for (int i = 0; i < charts->count; i++) {
        struct charts_panel *panel = &charts->panels[i];
        if (wide && i != charts->chosen)
            continue;
        if (!panel->made) /* it is above or below the screen */
            charts_panel_make(panel, &charts->page, view);
        for (int r = 0; r < panel->run_count && r < run_count; r++) {
            const struct series *series = &panel->runs[r];
            if (!series->values)
                continue;
            if (wide)
                write_header(&charts->page, series, csv);
            else
                LISTING_HEADER(csv, "date", "series", charts->page.regions ? "region" : "line",
                               "value", "unit");
            if (over)
                csv->run = playback_short_name(runs[r]->playback, csv->name, sizeof csv->name);
            (wide ? write_wide : write_long)(&charts->page, series, view, csv);
            any = true;
        }
    }
    return any;
}

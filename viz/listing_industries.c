/* The heat map at the moment shown, and the history of the cell chosen. */
#include <string.h>

#include "viz/industry_measure.h"
#include "viz/listing.h"

static void write_cell(const struct view_industries *industries, struct view *view,
                       struct listing *csv, uint64_t region, uint64_t industry, uint64_t record)
{
    const struct series *series = &industries->measure;
    const struct reader_group *group = playback_group(view->playback, "industry");
    char number[24];
    listing_day(csv, view, series_days(series)[record]);
    listing_text(csv, industries->region_dimension < 0
                          ? ""
                          : playback_label(group, industries->region_dimension, region, number));
    listing_text(csv, playback_label(group, industries->industry_dimension, industry, number));
    listing_text(csv, series->title);
    listing_number(csv,
                   series_row(series, industry_measure_row(industries, region, industry))[record]);
    listing_text(csv, series->unit);
    listing_end(csv);
}

bool listing_industries(void *state, struct view *view, struct listing *csv)
{
    const struct view_industries *industries = state;
    const struct series *series = &industries->measure;
    const struct reader_group *group = playback_group(view->playback, "industry");
    const struct selection *selection = &view->ui->selection;
    if (!group || !series->values || series->records == 0 || industries->industry_dimension < 0)
        return false;
    char number[24];
    uint64_t now = playback_at(series_days(series), series->records, timeline_day(view->timeline));
    LISTING_HEADER(csv, "date", "region", "industry", "series", "value", "unit");
    for (uint64_t k = 0; k < industries->industries; k++)
        for (uint64_t r = 0; r < industries->regions; r++)
            write_cell(industries, view, csv, r, k, now);
    for (uint64_t k = 0; k < industries->industries; k++)
        for (uint64_t r = 0; r < industries->regions; r++) {
            const char *industry = playback_label(group, industries->industry_dimension, k, number);
            if (strcmp(industry, selection->industry) != 0)
                continue;
            const char *region =
                industries->region_dimension < 0
                    ? ""
                    : playback_label(group, industries->region_dimension, r, number);
            if (strcmp(region, selection->cell_region) != 0)
                continue;
            for (uint64_t t = series->first; t < series->records; t++)
                if (t != now) /* which is above */
                    write_cell(industries, view, csv, r, k, t);
        }
    return true;
}

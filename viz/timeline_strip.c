#include "viz/timeline_strip.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/format.h"
#include "viz/names.h"
#include "viz/theme.h"

/* The deepest colour stands for this share at least, so that a calm run looks calm. */
static const double SHARE_DEEP = 0.05;

/* The two columns that the share is made of, which may have other rows and other dates. */
struct source {
    const struct reader_group *losses, *outputs;
    const struct playback_column *lost, *output, *failures;
    int loss_region, loss_cause, output_region, failure_region; /* dimensions */
    int64_t region; /* wanted, in each of the groups; -1: all */
    int64_t output_place, failure_place;
    uint64_t causes;
};

static bool find_losses(struct source *source, struct playback *playback, const char *region)
{
    source->losses = playback_group(playback, "constraint");
    source->outputs = playback_group(playback, "industry");
    if (!source->losses || !source->outputs)
        return false;
    source->loss_region = playback_dimension(source->losses, "region");
    source->loss_cause = playback_dimension(source->losses, "cause");
    source->output_region = playback_dimension(source->outputs, "region");
    if (source->loss_cause < 0)
        return false;
    source->lost = playback_column(playback, "constraint", "output_lost");
    source->output = playback_column(playback, "industry", "output");
    if (!source->lost || !source->output || source->lost->records == 0 ||
        source->output->records == 0 || !source->lost->has_time || !source->output->has_time ||
        strcmp(source->lost->unit, source->output->unit) != 0)
        return false;
    source->causes = source->losses->dimensions[source->loss_cause].size;
    source->region = source->output_place = -1;
    if (region[0] && source->loss_region >= 0 && source->output_region >= 0) {
        int64_t loss = playback_position(source->losses, source->loss_region, region);
        int64_t output = playback_position(source->outputs, source->output_region, region);
        if (loss >= 0 && output >= 0)
            source->region = loss, source->output_place = output;
    }
    return true;
}

static void find_failures(struct source *source, struct playback *playback, const char *region)
{
    const struct reader_group *group = playback_group(playback, "region");
    source->failure_place = -1;
    source->failures = group ? playback_column(playback, "region", "failures") : NULL;
    if (!source->failures || !source->failures->has_time || source->failures->records == 0) {
        source->failures = NULL;
        return;
    }
    source->failure_region = playback_dimension(group, "region");
    if (source->region >= 0 && source->failure_region >= 0)
        source->failure_place = playback_position(group, source->failure_region, region);
    if (source->region >= 0 && source->failure_place < 0)
        source->failures = NULL;
}

/* The place of a row in one of its dimensions. */
static uint64_t place_of(const struct reader_group *group, int dimension, uint64_t row)
{
    uint64_t within = 1;
    for (int d = dimension + 1; d < group->dimension_count; d++)
        within *= group->dimensions[d].size;
    uint64_t size = group->dimensions[dimension].size;
    return within > 0 && size > 0 ? row / within % size : 0;
}

static double amount(const struct playback_column *column, uint64_t record, uint64_t row)
{
    double value = column->values[record * column->rows + row];
    return isfinite(value) ? fmax(0, value) : 0;
}

static double sum_of(const struct playback_column *column, const struct reader_group *group,
                     int dimension, int64_t place, double day)
{
    uint64_t record = playback_at(column->days, column->records, day);
    double sum = 0;
    for (uint64_t row = 0; row < column->rows; row++)
        if (place < 0 || place_of(group, dimension, row) == (uint64_t)place)
            sum += amount(column, record, row);
    return sum;
}

static struct strip_record record_of(const struct source *source, uint64_t t, double *by_cause,
                                     const struct playback *playback)
{
    const struct playback_column *lost = source->lost;
    memset(by_cause, 0, source->causes * sizeof *by_cause);
    for (uint64_t row = 0; row < lost->rows; row++)
        if (source->region < 0 ||
            place_of(source->losses, source->loss_region, row) == (uint64_t)source->region)
            by_cause[place_of(source->losses, source->loss_cause, row)] += amount(lost, t, row);
    struct strip_record record = {.day = lost->days[t], .cause = -1, .failures = NAN};
    double all = 0, most = 0;
    for (uint64_t c = 0; c < source->causes; c++) {
        all += by_cause[c];
        if (by_cause[c] > most)
            most = by_cause[c], record.cause = (int)c;
    }
    double output = sum_of(source->output, source->outputs, source->output_region,
                           source->output_place, record.day);
    record.share = output > 0 ? all / output : NAN;
    record.most = output > 0 ? most / output : NAN;
    if (source->failures)
        record.failures = sum_of(source->failures, playback_group(playback, "region"),
                                 source->failure_region, source->failure_place, record.day);
    return record;
}

static void name_causes(struct timeline_strip *strip, const struct source *source)
{
    enum { NAMES = sizeof strip->causes / sizeof *strip->causes };
    strip->cause_count = source->causes < NAMES ? (int)source->causes : NAMES;
    for (int c = 0; c < strip->cause_count; c++) {
        char number[24];
        name_column(strip->causes[c], sizeof strip->causes[c],
                    playback_label(source->losses, source->loss_cause, (uint64_t)c, number));
    }
}

void timeline_strip_update(struct timeline_strip *strip, struct playback *playback,
                           const char *region)
{
    bool same = strcmp(strip->region, region) == 0;
    if (same && strip->version == playback->version + 1)
        return;
    struct source source = {0};
    bool found = find_losses(&source, playback, region);
    if (found)
        find_failures(&source, playback, region);
    uint64_t sources = found ? source.lost->records + source.output->records +
                                   (source.failures ? source.failures->records : 0)
                             : 0;
    if (!same || sources != strip->sources) {
        timeline_strip_free(strip);
        snprintf(strip->region, sizeof strip->region, "%s", region);
    }
    strip->version = playback->version + 1;
    if (!found || strip->record) /* what else is new does not matter here */
        return;
    strip->sources = sources;
    double *by_cause = calloc(source.causes + 1, sizeof *by_cause);
    strip->record = calloc(source.lost->records, sizeof *strip->record);
    if (!by_cause || !strip->record) {
        free(by_cause), free(strip->record);
        strip->record = NULL;
        return;
    }
    strip->records = source.lost->records;
    for (uint64_t t = 0; t < strip->records; t++) {
        strip->record[t] = record_of(&source, t, by_cause, playback);
        if (isfinite(strip->record[t].share))
            strip->largest = fmax(strip->largest, strip->record[t].share);
    }
    name_causes(strip, &source);
    free(by_cause);
}

void timeline_strip_free(struct timeline_strip *strip)
{
    free(strip->record);
    *strip = (struct timeline_strip){0};
}

/* The first record that ends on or after a day; records where there is none. */
static uint64_t first_from(const struct timeline_strip *strip, double day)
{
    uint64_t low = 0, high = strip->records;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (strip->record[middle].day < day - 1e-6)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct strip_record *timeline_strip_at(const struct timeline_strip *strip, double day)
{
    uint64_t at = strip->record ? first_from(strip, day) : 0;
    return at < strip->records ? &strip->record[at] : NULL;
}

void timeline_strip_draw(const struct timeline_strip *strip, struct ui *ui, struct box box,
                         double first, double last)
{
    if (!strip->record || !(last > first) || box.w < 1)
        return;
    draw_rounded(ui->canvas, box, 1, draw_fade(THEME_BORDER, 0.5));
    double deep = fmax(SHARE_DEEP, strip->largest);
    double step = 1 / ui->canvas->scale; /* a device pixel, so that no week is left out */
    uint64_t t = first_from(strip, first);
    for (double x = 0; x < box.w; x += step) {
        double until = first + (last - first) * (x + step) / box.w, share = 0;
        for (; t < strip->records && strip->record[t].day < until; t++)
            share = fmax(share, strip->record[t].share); /* fmax leaves NAN out */
        if (t < strip->records)                          /* the week that this pixel lies in */
            share = fmax(share, strip->record[t].share);
        if (share > 0)
            draw_fill(ui->canvas, (struct box){box.x + x, box.y, step, box.h},
                      draw_fade(theme_bad(), fmin(1, pow(share / deep, 0.8))));
    }
}

int timeline_strip_rows(const struct timeline_strip *strip, double day,
                        char text[STRIP_ROWS][2][STRIP_TEXT], struct ui_row rows[STRIP_ROWS])
{
    const struct strip_record *record = timeline_strip_at(strip, day);
    char number[FORMAT_MAX];
    int count = 0;
    if (!record || !isfinite(record->share))
        return 0;
    snprintf(text[count][0], STRIP_TEXT, "Output lost");
    snprintf(text[count][1], STRIP_TEXT, "%s of output", format_percent(number, record->share, 1));
    count++;
    if (record->cause >= 0 && record->cause < strip->cause_count) {
        snprintf(text[count][0], STRIP_TEXT, "Most: %s", strip->causes[record->cause]);
        snprintf(text[count][1], STRIP_TEXT, "%s", format_percent(number, record->most, 1));
        count++;
    }
    if (isfinite(record->failures)) {
        snprintf(text[count][0], STRIP_TEXT, "Firms that failed");
        snprintf(text[count][1], STRIP_TEXT, "%s", format_number(number, record->failures, 0));
        count++;
    }
    snprintf(text[count][0], STRIP_TEXT, "Worst week (deepest colour)");
    snprintf(text[count][1], STRIP_TEXT, "%s", format_percent(number, strip->largest, 1));
    count += strip->largest >= SHARE_DEEP;
    for (int i = 0; i < count; i++)
        rows[i] = (struct ui_row){0, text[i][0], text[i][1]};
    return count;
}
